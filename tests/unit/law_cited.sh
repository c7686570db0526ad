#!/bin/bash
# Each article that a header of src/domain names is cited by a comment of a test (or of a file of cases): what speaks law is held to it.
# usage: law_cited.sh SOURCE_ROOT
set -u
cd "$1" || exit 1
export LC_ALL=C.UTF-8

# The articles of some comments, one "law|article" a line. A title stands until the next; a comment without one speaks of 条例.
articles() { # articles FILE...
        grep -nE '第[一二三四五六七八九十百]+条|《|〕[0-9]+号|/\*|^#|^ \*' "$@" /dev/null |
                grep -E '/\*|:#|^[^:]*:[0-9]+: *\*|第[一二三四五六七八九十百]+条' |
                grep -oE '/\*|:[0-9]+:#|《[^》]+》(\(2008\))?|(国办公开办函|国办函|法释)〔[0-9]{4}〕[0-9]+号|(2008 )?第[一二三四五六七八九十百]+条' |
                awk '
                        /^(\/\*|:[0-9]+:#)$/ { law = "条例"; next }
                        /^《/ { law = $0; sub(/^《/, "", law); sub(/》/, "", law); sub(/^中华人民共和国/, "", law); sub(/^政府信息公开条例/, "条例", law); next }
                        /号$/ { law = $0; print law "|"; next }
                        /^2008 / { sub(/^2008 /, ""); print "条例(2008)|" $0; next }
                        { print (law == "" ? "条例" : law) "|" $0 }'
}

headers=$(find src/domain -name '*.h' | sort)
# shellcheck disable=SC2046,SC2086 # names without blanks
named=$(articles $headers | sort -u)
# shellcheck disable=SC2046 # names without blanks
cited=$(articles $(find tests -name '*.[ch]' -o -name '*.jsonl' -o -name '*.sh' -path '*/tests/*' | grep -v law_cited | sort) | sort -u)
n=0 bad=0
while IFS= read -r one; do
        n=$((n + 1))
        if grep -qxF "$one" <<<"$cited"; then
                echo "ok $n - ${one%|*} ${one#*|}"
        else
                echo "not ok $n - no test cites ${one%|*} ${one#*|}"
                bad=$((bad + 1))
        fi
done <<<"$named"
# A header that names an article says so under Law.
for h in $headers; do
        grep -qE '第[一二三四五六七八九十百]+条' "$h" || continue
        n=$((n + 1))
        if grep -qE '(^ \*|/\*).*\bLaw\b' "$h"; then echo "ok $n - $h has its law"; else echo "not ok $n - $h names an article without the tag Law"; fi
done
echo "1..$n"
