#!/bin/sh
# tools/rooms on a small house of its own: what the order allows passes, each kind of breach is named.
# usage: rooms.sh ROOMS
set -u
rooms=$1
house=$(mktemp -d)
trap 'rm -rf "$house"' EXIT
mkdir -p "$house/src/base" "$house/src/domain" "$house/src/store" "$house/src/pages" "$house/src/web" "$house/build/src/store"

echo '#include <talloc.h>' >"$house/src/base/mem.h"
echo 'long clock_now(void);' >"$house/src/base/clock.h"
printf '#include "base/mem.h"\n#include <string.h>\n' >"$house/src/domain/day.c"
echo 'struct row;' >"$house/build/src/store/sql.h"
printf '#include "store/sql.h"\n#include <sqlite3.h>\n' >"$house/src/store/rows.c"
printf '#include "store/sql.h"\n' >"$house/src/web/peeks.c"
printf '#include "base/clock.h"\n' >"$house/src/pages/reads_clock.c"
printf '#  include <microhttpd.h>\n' >"$house/src/pages/speaks_http.c"
printf '#include <gtk/gtk.h>\n' >"$house/src/web/homeless.c"

object() { # object NAME DEPENDENCY...: one entry of the dependency log
        printf '%s: #deps %d, deps mtime 1 (VALID)\n' "$1" $(($# - 1))
        shift
        printf '    %s\n' "$@" /usr/include/string.h
        echo
}

n=0
check() { # check EXIT PATTERN TITLE, on the log written before
        out=$("$rooms" "$house/build" <"$house/log" 2>&1)
        status=$?
        n=$((n + 1))
        if [ $status -eq "$1" ] && printf '%s\n' "$out" | grep -q "$2"; then
                echo "ok $n - $3"
        else
                echo "not ok $n - $3"
                printf '%s\n' "$out" | sed 's/^/# /'
        fi
}

echo 1..7
object src/domain/d.p/day.c.o ../src/domain/day.c ../src/base/mem.h >"$house/log"
check 0 ' 0 breaches' 'a lower room may be seen, and talloc through it'
object src/store/s.p/rows.c.o ../src/store/rows.c src/store/sql.h >"$house/log"
check 0 ' 0 breaches' 'a generated header belongs to its room'
object src/web/w.p/peeks.c.o ../src/web/peeks.c src/store/sql.h >"$house/log"
check 1 'depends on src/store/sql.h: the order' 'web does not see store'
object src/pages/p.p/reads_clock.c.o ../src/pages/reads_clock.c ../src/base/clock.h >"$house/log"
check 1 'includes base/clock.h: this room takes the time' 'pages does not read the clock'
object src/pages/p.p/speaks_http.c.o ../src/pages/speaks_http.c >"$house/log"
check 1 'includes microhttpd.h: its home' 'HTTP stays in web'
object src/web/w.p/homeless.c.o ../src/web/homeless.c >"$house/log"
check 1 'includes gtk/gtk.h: a header without a home' 'an unknown library needs a home first'
echo 'nothing was built' >"$house/log"
check 2 'was it built' 'an empty log is not a clean house'
