#!/bin/sh
# tools/sqlgen: what it writes for a good file, and that each mistake is named by file and line.
# usage: sqlgen.sh SQLGEN
set -u
sqlgen=$1
export ASAN_OPTIONS=detect_leaks=0 # a generator may end without freeing
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
n=0

ok() { # ok TITLE: of the last command
        status=$?
        n=$((n + 1))
        if [ $status -eq 0 ]; then echo "ok $n - $1"; else
                echo "not ok $n - $1"
                sed 's/^/# /' "$home/err" "$home/q.sql"
        fi
}
run() {
        cat >"$home/q.sql"
        "$sqlgen" "$home/h" "$home/c" "$home/q.sql" 2>"$home/err"
}
refused() { # refused LINE WORDS TITLE, on the file at standard input
        run
        [ $? -eq 1 ] && grep -q "q.sql:$1: .*$2" "$home/err"
        ok "$3"
}

run <<'END'
-- A file begins with words of its own.

-- name: item_list   items of an agency; a $ in '$9' is text
-- in: scope int, state text?, due day?, n int?
-- out: id int, title text,
--      due day?, n int?
-- order: newest: i.id DESC | title: i.title
SELECT i.id, i.title, i.due, i.n FROM item i -- not here: $7
 WHERE a = $1 AND note <> '$9;' [[state: AND s = $2]] [[!state: AND s IS NULL]] [[@pg: AND TRUE]] [[@sqlite: AND 1]]
   AND d = $3 AND n = $4 ORDER BY [[order]];

-- name: item_drop   one item   in: id int   may: conflict
DELETE FROM item WHERE id = $1
END
ok 'a good file'
grep -q '^#define ITEM_LIST_OPT_STATE (1U << 0)' "$home/h" && grep -q 'ITEM_LIST_ORDER_TITLE' "$home/h"
ok 'options and orders have names'
grep -q 'bool has_n;' "$home/h" && ! grep -q 'has_due' "$home/h"
ok 'a nullable number has a flag, a nullable day its own none'
grep -q 'int sql_item_drop(struct tx \*tx, const struct item_drop_in \*in, int64_t \*ret_changed) nodiscard;' "$home/h"
ok 'a change returns its count'
grep -q "a = ?1 AND note <> '\$9;'" "$home/c" && grep -q 'a = \$1 AND' "$home/c"
ok 'parameters in the words of each engine, text untouched'
grep -q 'SQL_IF_NOT_OPT, 0' "$home/c" && grep -q 'SQL_IF_ORDER, 1' "$home/c" && grep -q 'may_conflict = true' "$home/c"
ok 'parts, orders and conflicts are data'

Q='-- name: q   words'
refused 1 'does not say what it is for' 'no words' <<END
-- name: q
SELECT 1
END
refused 1 'no statement' 'no statement' <<END
$Q
END
refused 3 'SQL outside' 'SQL after a blank line' <<END
-- words

SELECT 1
END
refused 3 'has 1 fields' 'a parameter too many' <<END
$Q
-- in: a int
SELECT \$1 + \$2
END
refused 1 'is not used' 'a field that is not used' <<END
$Q
-- in: a int, b int
SELECT \$1
END
refused 1 'no such type' 'a type nobody knows' <<END
$Q
-- in: a number
SELECT \$1
END
refused 1 'stands twice' 'a field twice' <<END
$Q
-- out: a int, a int
SELECT 1, 2
END
refused 1 'word of C' 'a field that C cannot say' <<END
$Q
-- out: default int
SELECT 1
END
refused 4 'do not nest' 'parts in parts' <<END
$Q
SELECT 1
-- a comment
 [[a: AND [[b: x]]]]
END
refused 2 'not closed' 'an open part' <<END
$Q
SELECT 1 [[a: AND x
END
refused 2 'not closed' 'an open quote' <<END
$Q
SELECT 'a
END
refused 2 'without an order' 'a place for an order that is not there' <<END
$Q
SELECT 1 ORDER BY [[order]]
END
refused 1 'no \[\[order\]\]' 'orders without a place' <<END
$Q
-- order: a: x | b: y
SELECT 1
END
refused 2 'after the ;' 'two statements' <<END
$Q
SELECT 1; SELECT 2
END
refused 4 'stands already' 'a name twice' <<END
$Q
SELECT 1

$Q
SELECT 2
END
echo "1..$n"
