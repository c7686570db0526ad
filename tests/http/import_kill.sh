#!/bin/bash
# An import killed at any moment: nobody sees a part of it, and the next program that writes finishes it or it never was.
# usage: import_kill.sh XXGK
set -u
xxgk=$1
rows=1500 rounds=8
home=$(mktemp -d)
export XXGK_DATA=$home/data
unset XXGK_DB
trap 'rm -rf "$home"' EXIT
n=0

is() { # is TITLE WANTED GOT
        n=$((n + 1))
        if [ "$2" = "$3" ]; then
                echo "ok $n - $1"
        else
                printf 'not ok %d - %s\n# wanted %s, got %s\n' "$n" "$1" "$2" "$3"
        fi
}
items() { "$xxgk" --json agency list | tr '{' '\n' | sed -n 's/.*"items":\([0-9]*\).*/\1/p' | awk '{ n += $1 } END { print n + 0 }'; }
wrong() { "$xxgk" check 2>/dev/null | grep '^不符' | grep -v -e 搜索索引 -e 没有中断的导入; }

echo 'code,name,kind,level
000000011,某县人民政府,政府,县
000000012,某县教育局,部门,县' | "$xxgk" import agencies - >/dev/null
{
        echo 'title,issuer,published_date,body'
        for ((i = 0; i < rows; i++)); do
                echo "第${i}号通知,某县人民政府,2019-$((i % 12 + 1))-$((i % 28 + 1)),为做好第${i}项工作，现将有关事项通知如下。"
        done
} >"$home/items.csv"
printf 'title,issuer\n恢复之后的一件,某县教育局\n' >"$home/one.csv"

whole=1 seen=0 cut=0
for ((round = 1; round <= rounds; round++)); do
        "$xxgk" import items "$home/items.csv" >/dev/null 2>&1 &
        job=$!
        sleep "0.$(printf '%02d' $((RANDOM % 60)))"
        kill -9 "$job" 2>/dev/null
        wait "$job" 2>/dev/null
        now=$(items)
        [ -f "$XXGK_DATA/staging/batch" ] && cut=$((cut + 1))
        # Whole imports, and one item a round, are all that can ever be seen.
        [ $(((now - (round - 1)) % rows)) -eq 0 ] || whole=0
        "$xxgk" import items "$home/one.csv" >/dev/null || whole=0
        seen=$(items)
        [ $(((seen - round) % rows)) -eq 0 ] || whole=0
        [ -f "$XXGK_DATA/staging/batch" ] && whole=0
done
is "$rounds imports killed ($cut while they were staged or moved): all of it or nothing" 1 "$whole"
is 'nothing is out of order' '' "$(wrong)"
is 'the audit chain holds' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
# A server finishes at its start what was cut off.
for ((try = 0; try < 20; try++)); do
        "$xxgk" import items "$home/items.csv" >/dev/null 2>&1 &
        job=$!
        while kill -0 "$job" 2>/dev/null && ! "$xxgk" check 2>/dev/null | grep -q '^不符  没有中断的导入'; do :; done
        kill -9 "$job" 2>/dev/null
        wait "$job" 2>/dev/null
        [ -f "$XXGK_DATA/staging/batch" ] && break
        seen=$(items)
done
cut=$("$xxgk" check 2>/dev/null | grep -c '^不符  没有中断的导入')
before=$(items)
"$xxgk" serve --listen 127.0.0.1:0 >"$home/stdout" 2>"$home/log" &
server=$!
for ((i = 0; i < 150; i++)); do
        [ -f "$XXGK_DATA/staging/batch" ] || break
        sleep 0.1
done
kill "$server"
wait "$server"
is 'a server finishes at its start what was cut off' $((before + cut * rows)) "$(items)"
echo "# $seen items seen"
echo "1..$n"
