# tests/http/lib.sh: what the scripts of this folder share. Each is called SCRIPT XXGK SEED WIRE ENGINE and prints TAP.
# shellcheck shell=bash disable=SC2034
set -u
xxgk=$1 seed=$2 wire=$3 engine=${4:-sqlite}
home=$(mktemp -d)
data=$home/data
n=0 server=

finish() {
        [ -n "$server" ] && kill "$server" && wait "$server"
        rm -rf "$home"
} 2>/dev/null
trap finish EXIT

if [ "$engine" = pg ]; then
        export XXGK_DB=$XXGK_TEST_PG
else
        export XXGK_DB=$data/xxgk.db
fi
export XXGK_DATA=$data
mkdir -p "$data"

is() { # is TITLE WANTED GOT: WANTED is a pattern of case
        n=$((n + 1))
        # shellcheck disable=SC2254 # a pattern on purpose
        case $3 in
        $2) echo "ok $n - $engine: $1" ;;
        *) printf 'not ok %d - %s: %s\n# wanted %s\n# got %s\n' "$n" "$engine" "$1" "$2" "$(echo "$3" | head -c 1500 | head -20)" ;;
        esac
}
has() { is "$1" "*$2*" "$3"; }
hasnt() {
        case $3 in *"$2"*) is "$1" "without $2" "$3" ;; *) is "$1" ok ok ;; esac
}
within() { # within TITLE LEAST MOST GOT
        if [ "$4" -ge "$2" ] && [ "$4" -le "$3" ]; then is "$1" ok ok; else is "$1" "$2..$3" "$4"; fi
}

start() { # start [OPTION …]: serves on a free port, as base
        : >"$home/out" # of the one before
        "$xxgk" serve --listen "${listen:-127.0.0.1:0}" "$@" >"$home/out" 2>>"$home/log" &
        server=$!
        for _ in $(seq 300); do
                [ -s "$home/out" ] && break
                kill -0 "$server" 2>/dev/null || break
                sleep 0.05
        done
        base=$(head -1 "$home/out")
        base=${base%/}
        [ -n "$base" ] || { echo 'Bail out! the server did not start'; cat "$home/log"; exit 1; }
        port=${base#http://*:}
        port=${port%%/*}
}
stop() {
        kill "$server"
        wait "$server"
        stopped=$?
        server=
}
part_pid() { # part_pid portal: the process of that part
        pgrep -P "$server" -f -- "--part $1"
}

code() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
head_of() { curl -s -o /dev/null -D - "$@"; }
header() { # header NAME: its value, from headers on standard input
        tr -d '\r' | sed -n "s/^$1: //Ip"
}
metric() { # metric 'name{labels}': its value, 0 when there is none
        curl -s "$base/metrics" | awk -v want="$1" '$1 == want { v = $2 } END { print v + 0 }'
}

token() { # token JAR PATH: the csrf field of a form
        curl -s -b "$1" -c "$1" "$base$2" | grep -o 'name="csrf" value="[^"]*' | head -1 | sed 's/.*value="//'
}
password=Zhongwen-2024
sign_in() { # sign_in JAR LOGIN [PASSWORD]: prints the status
        local t
        rm -f "$1"
        t=$(token "$1" /office/sign-in)
        code -b "$1" -c "$1" -d "login=$2" --data-urlencode "password=${3-$password}" -d "csrf=$t" "$base/office/sign-in"
}
