#!/bin/bash
# 归档: the package of a year, what is in it, what its verification finds, and the registers.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
read -r _ index _ < <("$seed" "$XXGK_DB" rich jiaoyu 关于鹦鹉螺工程的通知 鹦鹉螺 /old/7.html)
read -r gone _ < <("$seed" "$XXGK_DB" publish jiaoyu 收回的通知)
"$seed" "$XXGK_DB" withdraw "$gone" >/dev/null
"$seed" "$XXGK_DB" publish caizheng 别的单位的通知 >/dev/null
export TZ=Asia/Shanghai
year=$(date +%Y) zip=$home/a.zip
outcome() { "$@" >"$home/said" 2>&1; echo $?; }
is 'an archive takes nothing before it is made' 2 "$(outcome "$xxgk" archive deliver --agency jiaoyu --year "$year" --kind archive --to 县档案馆 --by 张三 --on "$(date +%F)")"
has 'and says so' 还没有制作 "$(cat "$home/said")"
is 'an agency that is not there' 2 "$(outcome "$xxgk" export archive --agency nobody --year "$year" "$zip")"
is 'a year without anything' 2 "$(outcome "$xxgk" export archive --agency jiaoyu --year 1990 "$zip")"
is 'leaves no file' '' "$(ls "$zip"* 2>/dev/null)"
is 'the package' 0 "$(outcome "$xxgk" export archive --agency jiaoyu --year "$year" "$zip")"
has 'says how much is in it' '信息 2 件' "$(cat "$home/said")"
is 'leaves nothing beside it' "$zip" "$(ls -d "$zip"*)"
is 'is not written over' 2 "$(outcome "$xxgk" export archive --agency jiaoyu --year "$year" "$zip")"
is 'it verifies' 0 "$(outcome "$xxgk" archive verify "$zip")"
names=$(unzip -Z1 "$zip" 2>/dev/null)
for name in 移交清单.csv 移交清单.xlsx 移交清单.pdf manifest.sm3 正文.pdf 元数据.json 附件/01_鹦鹉螺.txt; do has "it has $name" "$name" "$names"; done
list=$(unzip -p "$zip" 移交清单.csv)
has 'the list names it' "$index" "$list"
hasnt 'not what was withdrawn' 收回的通知 "$list"
hasnt 'nor what is of others' 别的单位 "$list"
has 'its facts are told' '"doc_no"' "$(unzip -p "$zip" '*元数据.json')"
unzip -p "$zip" '0001*正文.pdf' >"$home/a.pdf"
has 'the text is a PDF that can be read' 鹦鹉螺 "$(pdftotext "$home/a.pdf" - 2>/dev/null)"
unzip -p "$zip" 移交清单.pdf >"$home/b.pdf"
has 'and so is the list' 鹦鹉螺 "$(pdftotext "$home/b.pdf" - 2>/dev/null | tr -d '\n')"
has 'the attachment is what it was' 鹦鹉螺 "$(unzip -p "$zip" '*01_鹦鹉螺.txt')"

# ---- what is wrong with a package is found
cp "$zip" "$home/changed.zip"
printf 'XX' | dd of="$home/changed.zip" bs=1 seek=600 conv=notrunc 2>/dev/null
is 'changed bytes' 1 "$(outcome "$xxgk" archive verify "$home/changed.zip")"
has 'the file is named' 正文.pdf "$(cat "$home/said")"
head -c 3000 "$zip" >"$home/cut.zip"
is 'half a package' 1 "$(outcome "$xxgk" archive verify "$home/cut.zip")"
is 'no package' 1 "$(outcome "$xxgk" archive verify "$home/none.zip")"

# ---- the registers
is 'handed over' 0 "$(outcome "$xxgk" archive deliver --agency jiaoyu --year "$year" --kind archive --to 县档案馆 --by 张三 --on "$(date +%F)" --receipt 收字1号)"
is 'copies to the library' 0 "$(outcome "$xxgk" archive deliver --agency jiaoyu --year "$year" --kind library --to 县图书馆 --by 张三 --on "$(date +%F)")"
is 'not tomorrow' 2 "$(outcome "$xxgk" archive deliver --agency jiaoyu --year "$year" --kind library --to 县图书馆 --by 张三 --on "$(date -d tomorrow +%F)")"
register=$("$xxgk" archive list)
has 'the register has both' 收字1号 "$register"
has 'and that the package is out' 已移交 "$register"
has 'and the copies' 县图书馆 "$register"
has 'the trail knows it' archive_delivered "$("$xxgk" audit export)"
is 'the trail verifies' 0 "$(outcome "$xxgk" audit verify)"
echo "1..$n"
