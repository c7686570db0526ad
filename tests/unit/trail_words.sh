#!/bin/sh
# usage: tests/unit/trail_words.sh SOURCE   the trail is read by an official: each event that a route or a use case names has its Chinese words. TAP.
set -eu
cd "$1"
n=0
said=$(sed -n 's/^ *X("\([a-z_]*\)", *"[^a-z"]*", .*/\1/p' src/app/audit.c)
# Of routes.def the column of the events; account_changed stands there for each deed with an account.
of_routes=$(grep -oE '(YES|NO), *[A-Z_]+, *(PORTAL|OFFICE|UPLOAD|SEARCH|WATCH)' src/web/routes.def | sed -E 's/^[A-Z]+, *//; s/,.*//' |
        tr '[:upper:]' '[:lower:]' | grep -vx -e nothing -e account_changed | sort -u)
of_deeds=$(grep -rhoE '(\.event = |(write_down|item_write_down)\([^"]*)"[a-z]+(_[a-z]+)+"' src/app --include='*.c' | grep -oE '"[a-z_]+"' | tr -d '"' | sort -u)
for event in $of_routes $of_deeds; do
        n=$((n + 1))
        if echo "$said" | grep -qx "$event"; then echo "ok $n - $event"; else echo "not ok $n - $event has no words in src/app/audit.c"; fi
done
echo "1..$n"
