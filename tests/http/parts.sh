#!/bin/bash
# Parts fall, hang and are flooded; the portal goes on. And the whole stops gracefully.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
read -r _ index < <("$seed" "$XXGK_DB" publish jiaoyu 关于做好春季招生工作的通知)
start
jar=$home/jar
sign_in "$jar" clerk >/dev/null

office=$(part_pid office) portal=$(part_pid portal)
kill -ABRT "$office"
is 'an abort in the office does not touch the portal' 200 "$(code "$base/item/$index")"
is 'an office request waits for the restart' 200 "$(code --max-time 5 -b "$jar" "$base/office")"
is 'and the portal is the same process' "$portal" "$(part_pid portal)"
began=$(date +%s%N)
kill -KILL "$portal"
until [ "$(code --max-time 3 "$base/healthz")" = 200 ]; do sleep 0.05; done
within 'a portal that is killed is back within a second or so' 0 2500 $((($(date +%s%N) - began) / 1000000))

# 64 office requests against an office that hangs for five seconds, and 32 forms at 1 KB/s.
read -r _ _ idle _ < <("$wire" "$port" load "/item/$index" 3 4)
"$wire" "$port" hold 32 9 $'POST /office/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8000\r\n\r\n' >/dev/null &
holding=$!
kill -STOP "$(part_pid office)"
for i in $(seq 64); do curl -s -o /dev/null -w '%{http_code}\n' --max-time 20 -b "$jar" "$base/office" & done >"$home/codes"
sleep 0.5
read -r served _ busy errors < <("$wire" "$port" load "/item/$index" 4 4)
is 'the portal answers meanwhile, without an error' 0 "$errors"
within "its p99 stays below twice the idle value (idle $idle us, busy $busy us; below 2 ms is noise here)" 0 \
        $((2 * idle > 2000 ? 2 * idle : 2000)) "$busy"
kill -CONT "$(part_pid office)"
wait $(jobs -p | grep -vx -e "$server" -e "$holding")
is 'and every office request got its page' '64 200' "$(sort "$home/codes" | uniq -c | xargs)"
kill "$holding" 2>/dev/null

# A queue that is full says so at once.
stop
is 'it stops cleanly' 0 "$stopped"
printf 'queue = 2\noffice_workers = 1\n' >"$data/xxgk.conf"
start
kill -STOP "$(part_pid office)"
for i in $(seq 12); do curl -s -D - -o /dev/null --max-time 20 -b "$jar" "$base/office" >"$home/full-$i" & done
sleep 1
is 'a full queue is 503' '503' "$(cat "$home"/full-* | tr -d '\r' | awk '/^HTTP/ {print $2}' | sort -u | head -1)"
is 'with a time to come back' 5 "$(cat "$home"/full-* | header Retry-After | sort -u | head -1)"
is 'the portal is well' 200 "$(code "$base/item/$index")"
kill -CONT "$(part_pid office)"
wait $(jobs -p | grep -vx "$server")
stop

# Graceful: what was begun is finished.
rm "$data/xxgk.conf"
start
kill -STOP "$(part_pid office)"
curl -s -o /dev/null -w '%{http_code}\n' --max-time 20 -b "$jar" "$base/office" >"$home/last" &
last=$!
sleep 0.3
pid=$(part_pid office)
began=$(date +%s%N)
kill "$server"
sleep 0.3
kill -CONT "$pid"
wait "$last"
wait "$server"
stopped=$?
server=
is 'a request under way at SIGTERM gets its answer' '200|503' "$(sed 's/^200$\|^503$/200|503/' "$home/last")"
is 'it stops cleanly' 0 "$stopped"
within 'within five seconds' 0 5000 $((($(date +%s%N) - began) / 1000000))
is 'no socket stays behind' '' "$(ls "$data"/*.sock 2>/dev/null)"

# Each part by itself, as the shipped units run them.
start --part portal
is 'the portal alone' 200 "$(code "$base/item/$index")"
is 'has no office' 404 "$(code "$base/office")"
stop
start --part office
is 'the office alone' 200 "$(code -b "$jar" "$base/office")"
is 'has no portal' 404 "$(code "$base/item/$index")"
stop
is 'wrong use is said and changes nothing' 2 "$("$xxgk" serve --part kitchen 2>/dev/null; echo $?)"
echo "1..$n"
