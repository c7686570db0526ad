#!/bin/bash
# A graceful stop under keep-alive traffic that no cache answers, twenty times over.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
bad='' longest=0
for round in $(seq 20); do
        start --part portal
        "$wire" "$port" load '/search?q=招生' 3 6 >/dev/null 2>&1 &
        first=$!
        "$wire" "$port" load /metrics 3 2 >/dev/null 2>&1 &
        second=$!
        sleep "0.$((RANDOM % 4))"
        began=$(date +%s%N)
        stop
        took=$((($(date +%s%N) - began) / 1000000))
        [ "$stopped" = 0 ] || bad="$bad $round:$stopped"
        [ "$took" -gt "$longest" ] && longest=$took
        wait "$first" "$second"
done
is 'it stops cleanly under traffic' '' "$bad"
within 'within five seconds' 0 5000 "$longest"
echo "1..$n"
