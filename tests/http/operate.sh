#!/bin/bash
# What an operator does: migrate, back up under a running server, restore into either engine, verify.
# usage: with_pg operate.sh XXGK
set -u
xxgk=$(realpath "$1")
home=$(mktemp -d)
unset XXGK_DB XXGK_DATA
n=0 server=
finish() {
        [ -n "$server" ] && kill "$server" && wait "$server"
        rm -rf "$home"
} 2>/dev/null
trap finish EXIT
cd "$home" || exit 3

is() { # is TITLE WANTED GOT: WANTED is a pattern of case
        n=$((n + 1))
        # shellcheck disable=SC2254 # a pattern on purpose
        case $3 in
        $2) echo "ok $n - $1" ;;
        *) printf 'not ok %d - %s\n# wanted %s\n# got %s\n' "$n" "$1" "$2" "$(echo "$3" | head -c 600)" ;;
        esac
}
exits() { # exits TITLE STATUS COMMAND...: its messages stay in err
        local title=$1 wanted=$2
        shift 2
        "$xxgk" "$@" >out 2>err
        is "$title" "$wanted" $?
}
facts() { # what two reports of the same content have in common
        sed 's/"file":"[^"]*","engine":"[^"]*",//'
}
serve() { # serve OPTION...: as base
        "$xxgk" "$@" serve --listen 127.0.0.1:0 >address 2>>log &
        server=$!
        for _ in $(seq 300); do
                [ -s address ] && break
                sleep 0.05
        done
        base=$(head -1 address)
        base=${base%/}
}
stop() {
        kill "$server"
        wait "$server"
        server=
}

exits 'nothing to verify yet' 2 --data none audit verify
exits 'a town is made' 0 --data a demo taian-waiban-2010
exits 'migrations are listed' 0 --data a --json migrate list
is 'all of them applied' '*"0001_create_house","state":"applied"*' "$(cat out)"
is 'none is pending' '' "$(grep -o pending out)"
exits 'audit verify' 0 --data a --json audit verify
is 'audit verify says so' '{"ok":true,"rows":*' "$(cat out)"

serve --data a
curl -s "$base/" >home.html
exits 'backup of a running store' 0 --data a --json backup first
stop
is 'it says what is not in it' '*secret.key*' "$(cat err)"
exits 'an existing backup is not overwritten' 2 --data a backup first
exits 'unless that is wanted' 0 --data a --json backup first --replace
cp out first.json
exits 'restore into SQLite' 0 --data b --json restore first
is 'the same rows, files and chain' "$(facts <first.json)" "$(facts <out)"
exits 'restore over it is refused' 2 --data b restore first
is 'and says why' '*已经存在*' "$(cat err)"
exits 'restore into PostgreSQL' 0 --data c --db "$XXGK_TEST_PG" --json restore first
is 'the same rows, files and chain there' "$(facts <first.json)" "$(facts <out)"
exits 'the chain verifies there' 0 --data c --db "$XXGK_TEST_PG" audit verify
exits 'backup from PostgreSQL' 0 --data c --db "$XXGK_TEST_PG" --json backup second
is 'of the same content' "$(facts <first.json)" "$(facts <out)"
exits 'back into SQLite' 0 --data d --json restore second
is 'which comes out as it went in' "$(facts <first.json)" "$(facts <out)"

serve --data c --db "$XXGK_TEST_PG"
is 'served from there' 200 "$(curl -s -o there.html -w '%{http_code}' "$base/")"
is 'the home page is the same' "$(sed 's/127.0.0.1:[0-9]*//g' home.html | cksum)" "$(sed 's/127.0.0.1:[0-9]*//g' there.html | cksum)"
stop

head -c 60000 first >cut
exits 'half a backup is refused' 2 --data e restore cut
is 'and leaves no store' '' "$(ls e)"
echo 'not a backup' >text
exits 'what is no backup is refused' 2 --data e restore text
exits 'what is not there is refused' 2 --data e restore nowhere

exits 'the trail is exported' 0 --data a audit export trail
exits 'an outsider verifies it' 0 audit verify trail
exits 'from standard input too' 0 audit verify - <trail
sed '3s/"n":1/"n":2/;3s/"object_id":[0-9]*/"object_id":7/' trail >forged
exits 'a forged one does not verify' 1 audit verify forged
is 'and the place is named' '*第 3 条*' "$(cat out)"
sed '$d' trail >cut
exits 'nor does one that was cut' 1 audit verify cut
exits 'nor what is no trail' 1 audit verify text
exits 'wrong usage' 2 audit
exits 'wrong usage of backup' 2 --data a backup
exits 'an unknown option' 2 --data a backup third --fast
echo "1..$n"
