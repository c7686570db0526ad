#!/bin/bash
# 泄密处置 from the order to the last byte: two persons in the office, nothing left in any file of the data folder, the trail
# still verifies, the backup that holds the words is named.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 1000' >"$data/xxgk.conf"
start
word=鹦鹉螺四号
read -r _ index_no < <("$seed" "$XXGK_DB" publish jiaoyu "关于$word工程的通知")
"$seed" "$XXGK_DB" publish jiaoyu 关于招生的通知 >/dev/null
for i in $(seq 200); do curl -s "$base/search.json?q=$word" | grep -q '"count":1' && break; sleep 0.1; done
for i in $(seq 200); do curl -s "$base/search.json?q=招生" | grep -q '"count":1' && break; sleep 0.1; done
has 'the leak is found by its words' '"count":1' "$(curl -s "$base/search.json?q=$word")"
is 'and read' 200 "$(code "$base/item/$index_no")"
"$xxgk" backup "$home/holds-it.backup" >/dev/null 2>&1
everywhere() { # in which files of the data folder the words are; the order and its answer say nothing of them
        grep -rl -- "$word" "$data" 2>/dev/null | sed "s|^$data/||" | sort | tr '\n' ' '
}
[ "$engine" = pg ] || isnt_empty=$(everywhere)
[ "$engine" = pg ] || has 'the words lie in the data folder' xxgk.db "$isnt_empty"
a=$home/a b=$home/b
sign_in "$a" supervisor >/dev/null
sign_in "$b" gid_office >/dev/null
t=$(token "$a" /office/purges/new)
is 'an order without a reason' 422 "$(code -b "$a" -d "csrf=$t" --data-urlencode "index_no=$index_no" "$base/office/purges/new")"
is 'an order for what is not there' 422 "$(code -b "$a" -d "csrf=$t&reason=x" --data-urlencode 'index_no=9/2020-1' "$base/office/purges/new")"
where=$(head_of -b "$a" -d "csrf=$t" --data-urlencode "index_no=$index_no" --data-urlencode 'reason=依通知处置' "$base/office/purges/new" | header Location)
is 'an order leads to its page' /office/purges/1 "$where"
is 'the item is gone at once' 410 "$(code "$base/item/$index_no")"
sign_in "$home/c" clerk >/dev/null
row() { curl -s -b "$home/c" -G --data-urlencode "q=$index_no" "$base/office/items?tab=all"; }
has 'the office is told how it stands' 泄密处置中 "$(row)"
hasnt 'without the words' "$word" "$(row)"
at=$(row | grep -o '/office/items/[0-9][0-9]*' | head -1)
has 'on its page too' 提出泄密处置 "$(curl -s -b "$home/c" "$base$at")"
hasnt 'where nobody else reads them' "$word" "$(curl -s -b "$home/c" "$base$at")"
is 'nor among the versions' 403 "$(code -b "$home/c" "$base$at/versions")"
is 'who ordered it cannot confirm it' 403 "$(code -b "$a" -d "csrf=$t" "$base$where/confirm")"
hasnt 'and is not offered to' /confirm "$(curl -s -b "$a" "$base$where")"
t=$(token "$b" "$where")
is 'the second person confirms' 303 "$(code -b "$b" -d "csrf=$t" "$base$where/confirm")"
is 'once' 409 "$(code -b "$b" -d "csrf=$t" "$base$where/confirm")"
for i in $(seq 200); do curl -s -b "$b" "$base$where" | grep -q 清除完毕 && break; sleep 0.1; done
has 'it comes to an end' 清除完毕 "$(curl -s -b "$b" "$base$where")"
has 'the office is told that it is done' 已清除 "$(row)"
has 'and by whom' 确认泄密处置 "$(curl -s -b "$home/c" "$base$at")"
has 'the backup that holds the words is named' holds-it.backup "$(curl -s -b "$b" "$base$where")"
hasnt 'the page itself does not tell them' "$word" "$(curl -s -b "$b" "$base$where")"
has 'the search finds nothing of it' '"count":0' "$(curl -s "$base/search.json?q=$word")"
has 'and the rest as before' '"count":1' "$(curl -s "$base/search.json?q=招生")"
[ "$engine" = pg ] || is 'the words are in no file of the data folder' '' "$(everywhere)"

# ---- a draft, which has no number
c=$home/c
sign_in "$c" clerk >/dev/null
t=$(token "$c" /office/items/new)
draft=$(head_of -b "$c" -F "csrf=$t" -F "title=关于$word的草稿" -F body=正文若干 -F agency=1 -F column=31 -F formed=2026-3-2 -F disclosure=proactive -F origin=made -F channels=website "$base/office/items/new" | header Location)
draft=${draft##*/items/}
draft=${draft%%\?*}
has 'its page leads to the order' "/office/purges/new?item=$draft" "$(curl -s -b "$a" "$base/office/items/$draft")"
hasnt 'for those who may' /office/purges/new "$(curl -s -b "$c" "$base/office/items/$draft")"
has 'the order says which it is' "编号 $draft" "$(curl -s -b "$a" "$base/office/purges/new?item=$draft")"
t=$(token "$a" /office/purges/new)
where=$(head_of -b "$a" -d "csrf=$t&item=$draft" --data-urlencode 'reason=依通知处置' "$base/office/purges/new" | header Location)
is 'it is ordered by it' /office/purges/2 "$where"
t=$(token "$b" "$where")
is 'and confirmed' 303 "$(code -b "$b" -d "csrf=$t" "$base$where/confirm")"
for i in $(seq 200); do curl -s -b "$b" "$base$where" | grep -q 清除完毕 && break; sleep 0.1; done
has 'it comes to an end too' 清除完毕 "$(curl -s -b "$b" "$base$where")"
[ "$engine" = pg ] || is 'and the words are gone' '' "$(everywhere)"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
is 'the store is sound' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"
stop
is 'it stops cleanly' 0 "$stopped"
echo "1..$n"
