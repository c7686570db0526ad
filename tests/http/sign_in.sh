#!/bin/bash
# Signing in and out, lockout, rotation, form tokens, the second factor; and every route as every role.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 1000' >"$data/xxgk.conf"
echo 'lockout_failures = 3' >>"$data/xxgk.conf"
start
jar=$home/jar

is 'the office asks who is there' 303 "$(code "$base/office")"
has 'and where to go afterwards' 'next=%2Foffice' "$(head_of "$base/office" | header Location)"
is 'as JSON it is 401' 401 "$(code "$base/office.json")"
is 'a wrong password' 422 "$(sign_in "$jar" clerk wrong)"
is 'an unknown login' 422 "$(sign_in "$jar" somebody)"
is 'no password' 422 "$(sign_in "$jar" clerk '')"
is 'the right one' 303 "$(sign_in "$jar" clerk)"
is 'and the office opens' 200 "$(code -b "$jar" "$base/office")"
has 'it says who I am' '"login":"clerk"' "$(curl -s -b "$jar" "$base/office.json")"
has 'and what I may do' ITEM_WRITE "$(curl -s -b "$jar" "$base/office.json")"
hasnt 'and nothing else' PERSON_MANAGE "$(curl -s -b "$jar" "$base/office.json")"
is 'the cookie is not for scripts' '#HttpOnly_*' "$(grep xxgk_session "$jar")"
has 'office pages are not stored' no-store "$(head_of -b "$jar" "$base/office" | header Cache-Control)"
is 'a form without its token' 403 "$(code -b "$jar" -d a=b "$base/office/sign-out")"
is 'a form with a wrong one' 403 "$(code -b "$jar" -d csrf=0123 "$base/office/sign-out")"
t=$(token "$jar" /office)
is 'a form sent by another site' 403 "$(code -b "$jar" -H 'Sec-Fetch-Site: cross-site' -d "csrf=$t" "$base/office/sign-out")"
is 'a sign-in form without its cookie' 403 "$(code -d "login=clerk&password=$password&csrf=$t" "$base/office/sign-in")"
old=$(grep xxgk_session "$jar" | cut -f7)
is 'a session cannot be planted' 303 "$(rm -f "$home/planted"; t=$(token "$home/planted" /office/sign-in); code -b "$home/planted" -b "xxgk_session=planted; xxgk_form=$(grep xxgk_form "$home/planted" | cut -f7)" -c "$home/planted" -d "login=clerk&password=$password&csrf=$t" "$base/office/sign-in")"
isnt=$(grep xxgk_session "$home/planted" | cut -f7)
is 'a new one is made at each sign-in' different "$([ "$isnt" = planted ] && echo same || echo different)"
is 'signing out' 303 "$(code -b "$jar" -c "$home/out" -d "csrf=$t" "$base/office/sign-out")"
is 'ends the session' 303 "$(code -b "xxgk_session=$old" "$base/office")"
is 'next leads only to our own pages' /office "$(t=$(token "$jar" /office/sign-in); head_of -b "$jar" -d "login=clerk&password=$password&csrf=$t&next=//evil.example/" "$base/office/sign-in" | header Location)"

for i in 1 2 3; do last=$(sign_in "$jar" signer wrong); done
is 'the third wrong password' 422 "$last"
is 'locks the account' 422 "$(sign_in "$jar" signer)"
has 'and says so' 已锁定 "$(t=$(token "$jar" /office/sign-in); curl -s -b "$jar" -d "login=signer&password=$password&csrf=$t" "$base/office/sign-in")"
words() { # words LOGIN PASSWORD: what the page says is wrong
        curl -s -b "$jar" -c "$jar" -d "login=$1&csrf=$(token "$jar" /office/sign-in)" --data-urlencode "password=$2" "$base/office/sign-in" | grep -o '登录名或密码不对[^<]*' | head -1
}
is 'in the same words as a wrong login' "$(words somebody wrong)" "$(words signer "$password")"
echo "$password" | "$xxgk" user password signer --keep-password
is 'a new password opens it' 303 "$(sign_in "$jar" signer)"
"$xxgk" user disable signer
is 'a disabled account is out at once' 303 "$(code -b "$jar" "$base/office")"
is 'and cannot come back' 422 "$(sign_in "$jar" signer)"
"$xxgk" user enable signer

is 'the first sign-in' 303 "$(sign_in "$jar" fresh)"
has 'leads to the password' /office/password "$(head_of -b "$jar" "$base/office" | header Location)"
change() { code -b "$jar" -c "$jar" --data-urlencode "old=$1" --data-urlencode "fresh=$2" --data-urlencode "again=$3" -d "csrf=$(token "$jar" /office/password)" "$base/office/password"; }
is 'a weak one is refused' 422 "$(change "$password" short short)"
is 'so is a wrong old one' 422 "$(change nothing Gaiguo-2025x Gaiguo-2025x)"
is 'and two that differ' 422 "$(change "$password" Gaiguo-2025x Gaiguo-2025y)"
is 'a good one is taken' 303 "$(change "$password" Gaiguo-2025x Gaiguo-2025x)"
is 'and the office opens' 200 "$(code -b "$jar" "$base/office")"

secret=$("$xxgk" user totp reviewer | sed 's/.*secret=\([A-Z2-7]*\).*/\1/')
is 'with a second factor the password' 303 "$(sign_in "$jar" reviewer)"
is 'is not enough' 303 "$(code -b "$jar" "$base/office")"
enter() { code -b "$jar" -c "$jar" -d "code=$1" -d "csrf=$(token "$jar" /office/code)" "$base/office/code"; }
is 'a wrong code' 422 "$(enter 000000)"
six=$("$seed" code "$secret")
is 'the right code' 303 "$(enter "$six")"
is 'and the office opens' 200 "$(code -b "$jar" "$base/office")"
is 'once more from the start' 303 "$(sign_in "$jar" reviewer)"
is 'a code is good once' 422 "$(enter "$six")"
stop
mv "$data/secret.key" "$home/secret.key"
start
is 'with another key file the password' 303 "$(sign_in "$jar" reviewer)"
is 'leads to no code' 422 "$(enter "$six")"
has 'and why is said' secret.key "$(curl -s -b "$jar" -d "code=$six" -d "csrf=$(token "$jar" /office/code)" "$base/office/code")"
stop
mv "$home/secret.key" "$data/secret.key"
start
"$xxgk" user totp reviewer --off

is 'never two administrators in one person' 2 "$("$xxgk" user grant system_admin audit_admin >/dev/null 2>&1; echo $?)"

# Every route as every role. What a role may is asked of the office page, whose words come from the one table. One curl for
# all routes of a role: a process for each request took most of a minute.
"$xxgk" --json config routes | jq -r '.[] | [.method, .path, .permission, .csrf] | @tsv' >"$home/routes"
roles='visitor clerk reviewer secrecy_reviewer signer gid_office supervisor operator system_admin security_admin audit_admin nobody'
declare -A may
for role in $roles; do
        [ "$role" = visitor ] || sign_in "$home/jar-$role" "$role" >/dev/null
        [ "$role" = visitor ] || may[$role]=$(curl -s -b "$home/jar-$role" "$base/office.json")
        while IFS=$'\t' read -r method path _; do # /file and /assets want a real name; the catch-all is 404 for what is nowhere
                printf 'url = "%s%s"\nsilent\noutput = "/dev/null"\nwrite-out = "%%{http_code}\\n"\n' "$base" "$(sed -E 's/\{[a-z_0-9]*\*?\}/none/g' <<<"$path")"
                [ "$role" = visitor ] || printf 'cookie = "%s"\n' "$home/jar-$role"
                [ "$method" != POST ] || echo 'data = "a=b"'
                echo next
        done <"$home/routes" | sed '$d' >"$home/ask"
        curl -K "$home/ask" >"$home/got-$role"
done
wanted() { # wanted ROLE PERMISSION CSRF: pattern of the status
        if [ "$1" = visitor ] && [ "$2" != PUBLIC ]; then want='303|401'
        elif [ "$1" != visitor ] && [ "$2" != PUBLIC ] && [ "$2" != OWN_ACCOUNT ] && [[ ${may[$1]} != *"\"$2\""* ]]; then want=403
        elif [ "$3" = true ]; then want=403
        else want='200|303|404|302'; fi
}
while IFS=$'\t' read -r method path permission csrf codes; do
        bad=
        read -r -a codes <<<"$codes"
        at=0
        for role in $roles; do
                wanted "$role" "$permission" "$csrf"
                [[ ${codes[$at]:-} =~ ^($want)$ ]] || bad="$bad $role:${codes[$at]:-}(wanted $want)"
                at=$((at + 1))
        done
        is "$method $path as every role" '' "$bad"
done < <(cd "$home" && paste routes <(paste -d' ' $(printf 'got-%s ' $roles)))
for pool in portal office upload search watch; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
echo "1..$n"
