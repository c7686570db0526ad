#!/bin/bash
# `xxgk import` on a fresh data folder: what comes in, what is refused and where, and that a refusal changes nothing.
# usage: import.sh XXGK SOURCE_ROOT
set -u
xxgk=$1 root=$2
home=$(mktemp -d)
export XXGK_DATA=$home/data XXGK_NOW=2026-01-05
unset XXGK_DB
n=0
trap 'rm -rf "$home"' EXIT

is() { # is TITLE WANTED GOT: WANTED is a pattern of case
        n=$((n + 1))
        # shellcheck disable=SC2254 # a pattern on purpose
        case $3 in
        $2) echo "ok $n - $1" ;;
        *) printf 'not ok %d - %s\n# wanted %s, got %s\n' "$n" "$1" "$2" "$3" ;;
        esac
}
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }
items() { "$xxgk" --json agency list | tr '{' '\n' | sed -n 's/.*"items":\([0-9]*\).*/\1/p' | awk '{ n += $1 } END { print n + 0 }'; }
refused() { # refused TITLE WANTED COMMAND...: exit 2, nothing on stdout, this message, and as many items as before
        local title=$1 wanted=$2 before out status
        shift 2
        before=$(items)
        out=$("$xxgk" import "$@" 2>&1 >"$home/stdout")
        status=$?
        is "$title: message" "$wanted" "$out"
        is "$title: exit 2 and nothing changed" "2 0 $before" "$status $(wc -c <"$home/stdout") $(items)"
}

head='title,index_number,doc_number,issuer,written_date,published_date,topic,genre,validity,source_host'
cat >"$home/agencies.csv" <<'END'
code,name,short_name,kind,level,parent,opened_on
000000012,某县教育局,教育局,部门,县,某县人民政府,2019-03-01
000000011,某县人民政府,某县,government,county,,
END
out=$("$xxgk" import agencies "$home/agencies.csv"); is 'agencies, the child before its parent' '已导入 2 个机构' "$out"
printf 'code,name,kind,level,parent\n1,甲局,部门,县,乙局\n2,乙局,部门,县,甲局\n' >"$home/cycle.csv"
refused 'a cycle of units' '*cycle.csv:2: parent：上级机构绕成了一圈*' agencies "$home/cycle.csv"
for order in 1 -1; do
        { echo code,name,kind,level,parent
          seq 1 17 | sort -n$([ $order = 1 ] || echo r) | while read -r i; do
                  echo "d$i,第${i}层局,部门,县,$([ "$i" = 1 ] && echo 000000011 || echo "d$((i - 1))")"
          done; } >"$home/deep$order.csv"
done
refused 'seventeen levels, the parents first' '*deep1.csv:17: parent：机构超过 16 层*' agencies "$home/deep1.csv"
refused 'seventeen levels, the children first' '*deep-1.csv:2: parent：机构超过 16 层*' agencies "$home/deep-1.csv"
printf 'code,name,kind,level,parent\n3,丙局,部门,县,丁局\n' >"$home/orphan.csv"
refused 'a unit under nobody' '*orphan.csv:2: parent：没有这个上级机构*' agencies "$home/orphan.csv"

printf '%s\n标题,,,某县教育局,,,,,,\n"没有结束,,,,,,,,,\n' "$head" >"$home/quote.csv"
refused 'a quote that never ends' '*quote.csv:3: *引号没有结束' items "$home/quote.csv"
printf '%s\n标题,,某县\n' "$head" >"$home/short.csv"
refused 'too few columns' '*short.csv:2: *应有 10 列，这一行有 3 列' items "$home/short.csv"
printf '%s,colour\n标题,,,某县,,,,,,,红\n' "$head" >"$home/column.csv"
refused 'an unknown column' '*column.csv:1: colour：没有这一列' items "$home/column.csv"
printf '%s\n好的,,,某县,,,,,,\n标题,,,不存在的局,,,,,,\n,,,某县,,,,,,\n' "$head" >"$home/agency.csv"
refused 'an unknown agency and no title' '*agency.csv:3: issuer：*不存在的局*agency.csv:4: title：没有标题' items "$home/agency.csv"
printf '%s\n政府信息公开工作年度报告,,,某县,,,,,,\n\xff\xfe,,,,,,,,,\n' "$head" >"$home/bytes.csv"
refused 'bytes of no encoding' '*bytes.csv:3: 文字编码不对*' items "$home/bytes.csv"
printf '{"title":"甲","issuer":"某县"}\n{"title":"乙","colour":"红"}\n' >"$home/key.json"
refused 'an unknown key' '*key.json:2: colour：没有这个键' items "$home/key.json"
truncate -s 2G "$home/large.csv"
refused 'two gigabytes' '*large.csv：文件有 2048 MB*' items "$home/large.csv"
rm "$home/large.csv"
refused 'no such file' '*没有这个文件*' items "$home/none.csv"
: >"$home/empty.csv"
refused 'an empty file' '*empty.csv:1: 文件是空的' items "$home/empty.csv"
refused 'an unknown kind' '*import 之后应是*' letters "$home/empty.csv"
printf '%s\n' 'date,kind,name' '2027-01-02,off,元旦' >"$home/holidays.csv"
refused 'a Saturday off' '*holidays.csv:2: kind：*周末*' calendar "$home/holidays.csv"

mkdir "$home/files"
echo '%PDF-1.4' >"$home/files/a.pdf"
cat >"$home/items.json" <<'END'
{"title":"带附件的通知","issuer":"教育局","files":["files/a.pdf","files/none.pdf"],"old_url":"http://old.example/a.html?id=1","published_date":"2019-05-06","topic":"科技、教育\\教育","genre":"通知","index_number":"1/2019-1","written_date":"2019-05-05","channels":["政府网站","微博号"],"body":{"type":"doc","content":[{"type":"image","file":"files/gone.png","alt":"流程图"}]}}

{"title":"不公开的件","issuer":"某縣人民政府","disclosure":"不予公开","ground":"G16_DRAFT"}
END
out=$("$xxgk" --json import items "$home/items.json" --dry-run)
is 'a dry run tells what would come' '*"items":2*"dry_run":true*' "$out"
is 'and writes nothing' '0' "$(items)"
out=$("$xxgk" --json import items "$home/items.json" --attested-by 信息员甲)
is 'JSON lines with files, channels and a tree' '{"kind":"items",*"items":2,*"file_missing":1*' "$out"
is 'an unknown channel is flagged' '*"channel_unknown":1*' "$out"
is 'what is not public is not on the portal' '1' "$(items)"
is 'the attachment is kept under its SM3' '9' "$(cat "$XXGK_DATA"/files/*/* 2>/dev/null | wc -c)"

printf '%s\n关于公开的通知,,县发[2019]7號,某县,2019-01-01,2019-01-02,,通知,,\n' "$head" | iconv -f UTF-8 -t GB18030 >"$home/gb.csv"
out=$("$xxgk" import items "$home/gb.csv"); is 'GB18030 is converted' '*由 GB18030 转换*' "$out"
printf 'issuer,agency\n老教育局,教育局\n*,@top\n' >"$home/map.csv"
printf '%s\n甲,,,老教育局,,,,,,\n乙,,,谁也不知道的,,,,,,\n' "$head" >"$home/old.csv"
out=$("$xxgk" --json import items "$home/old.csv" --map "$home/map.csv")
is 'a map of issuers, with a row for all others' '*"items":2*"issuer_mapped":1*' "$out"
printf 'issuer,agency\n老教育局,没有的局\n' >"$home/wrongmap.csv"
refused 'a map that leads nowhere' '*agency：没有这个机构：没有的局' items "$home/old.csv" --map "$home/wrongmap.csv"
printf '%s\n从标准输入来,,,某县,,,,,,\n' "$head" | "$xxgk" import items - >"$home/stdout"
is 'standard input' '已导入 1 条信息*' "$(cat "$home/stdout")"

printf '某县教育局2018年政府信息公开工作年度报告\n发布日期：2019-01-20\n\n一、总体情况\n本年报由教育局编制。\n' >"$home/report.txt"
out=$("$xxgk" import reports "$home/report.txt"); is 'a published annual report' '已导入 1 份年报*' "$out"
# A column by its name is the one of the unit's own tree (《条例》第二十一条: county and township file apart).
cat >"$home/town.csv" <<'END'
code,name,short_name,kind,level,parent
000000031,某县河口镇人民政府,河口镇,township,township,某县人民政府
END
"$xxgk" import agencies "$home/town.csv" >/dev/null
in_column() { "$xxgk" export columns | awk -F, -v c="$1" '$1 == c { sub(/\r$/, "", $NF); print $NF }'; }
usual=$(in_column A20_15)
cat >"$home/levels.csv" <<'END'
title,issuer,column,old_url
河口镇征地公告,河口镇,土地征收,http://old.example/a.html?id=1
某县征地公告,某县,土地徵收,http://old.example/b.html
教育局编制计划,教育局,民生保障政策\教育,
河口镇市政公告,河口镇,市政建设,
按代码归档,河口镇,A21_T8,
END
out=$("$xxgk" --json import items "$home/levels.csv")
is 'columns by name and level' '*"column_elsewhere":1*' "$out"
is 'an address that another item of the site has is told' '*"old_url_twice":1*' "$out"
is 'a township files under its own 土地征收, a county under the other, in traditional characters too' '1 1' "$(in_column A21_T5) $(in_column A21_4)"
is 'a parent before the name' 1 "$(in_column A20_11_2)"
is 'a code is a code' 1 "$(in_column A21_T8)"
is 'what another level files goes to the usual column' "$((usual + 1)) 0" "$(in_column A20_15) $(in_column A21_1)"
printf 'title,issuer,topic\n丙,某县,国务院组织机构\\国务院办公厅\n丁,某县,本级政府组织机构\\政府办公厅（室）\n' >"$home/organs.csv"
out=$("$xxgk" --json import items "$home/organs.csv")
case $out in *topic_*) told=yes ;; *) told=no ;; esac
is 'the first topic by its national and by its own name' '0 no' "$(echo "$out" | grep -c '"topic_unknown"') $told"
printf 'code,name,parent,kind\nOWN_LAND,土地征收,content,own\n' >"$home/own.csv"
"$xxgk" import columns "$home/own.csv" >"$home/stdout" 2>&1 || cat "$home/stdout" >&2
printf 'title,issuer,column\n甲,某县,规章\n乙,某县,土地征收\n' >"$home/two.csv"
refused 'a name of two columns in one tree' '*two.csv:3: column：“土地征收”在该机构的栏目树里有 2 个栏目：A21_4（法定主动公开内容*土地征收）、OWN_LAND（*）。请写栏目代码' items "$home/two.csv"

printf '没有名字的报告\n' >"$home/nobody.txt"
refused 'a report of nobody' '*认不出是哪个机构的年报*' reports "$home/report.txt" "$home/nobody.txt"
out=$("$xxgk" import calendar "$root/data/holidays.csv"); is 'the calendar' '已导入 462 天日历' "$out"
out=$("$xxgk" workday list 2027); is 'a year without a notice is provisional' '2027年：*暂定*' "$out"
printf '%s\n' 'date,kind,name' '2027-01-01,off,元旦' >"$home/holidays.csv"
refused 'a piece of a notice' '*2027 年的放假安排不全：没有春节*' calendar "$home/holidays.csv"
printf 'date,kind,name\n2027-01-01,off,元旦\n2027-01-03,work,元旦\n2027-02-06,work,春节\n2027-02-08,off,春节\n2027-05-03,off,劳动节\n2027-05-08,work,劳动节\n2027-10-01,off,国庆节\n2027-10-09,work,国庆节\n' | "$xxgk" import calendar - >/dev/null
out=$("$xxgk" workday add 2026-12-31 1); is 'an imported notice counts' '2027-01-03' "$out"
out=$("$xxgk" workday list 2027 | head -1); is 'and its year is not provisional any more' '2027年：261个工作日' "$out"
out=$("$xxgk" workday add 2024-01-29 20); is 'other years stay' '2024-02-29' "$out"
out=$("$xxgk" audit verify 2>&1); is 'the audit chain holds' '0*' "$?$out"

sample=$root/../shared/data/documents-sample.csv
if [ -f "$sample" ]; then
        before=$(items)
        out=$("$xxgk" --json import items "$sample")
        is 'the 80 real records: exit 0' '0' "$?"
        is 'the 80 real records: 80 items' '*"items":80,*' "$out"
        is 'the 80 real records: all on the portal' "$((before + 80))" "$(items)"
        XXGK_DATA=$home/fresh "$xxgk" --json import items "$sample" >"$home/stdout"
        is 'the 80 real records into a house without agencies' '0 *"items":80,*' "$? $(cat "$home/stdout")"
else
        skip 'the 80 real records' 'no ../shared'
fi
"$xxgk" check >"$home/stdout" 2>&1
is 'nothing is out of order but the search file' '1' "$(grep -c '不符  ' "$home/stdout")"
echo "1..$n"
