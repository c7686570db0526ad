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

# ---- the same in the office
echo 'forms_per_minute = 10000' >"$data/xxgk.conf"
is 'an archive got nothing before it was made' 2 "$(outcome "$xxgk" archive deliver --agency jiaoyu --year "$year" --kind archive --to 县档案馆 --by 张三 --on 2020-01-01)"
has 'and the day is told' 早于移交包 "$(cat "$home/said")"
start
for who in gid_office clerk supervisor secrecy_reviewer; do sign_in "$home/$who" "$who" >/dev/null; done
ask() { curl -s -b "$home/$1" "$base$2"; }
post() { # post WHO PATH FIELD=VALUE …: status and where to
        local who=$1 path=$2 args=()
        shift 2
        for f; do args+=(--data-urlencode "$f"); done
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/$who" "${args[@]}" -d "csrf=$(token "$home/$who" /office)" "$base$path"
}
made() { # made WHERE: waits for the work, leaves the address of the package in $where
        for _ in $(seq 150); do
                where=$(head_of -b "$home/gid_office" "$1" | header Location)
                [ -n "$where" ] && return
                sleep 0.1
        done
}
is 'a clerk keeps no archive' 403 "$(code -b "$home/clerk" "$base/office/archive")"
page=$(ask gid_office /office/archive)
has 'the years of the agencies' 静宇县财政局 "$page"
has 'with what is handed over' 已移交 "$page"
has 'to whom' 县档案馆 "$page"
is 'nothing of a year before is open' 0 "$(ask gid_office '/office/archive.json?state=open' | jq length)"
is 'one year is handed over' 县档案馆 "$(ask gid_office '/office/archive.json?state=handed' | jq -r '.[].receiver')"
is 'no year but this' 0 "$(ask gid_office '/office/archive.json?year=2001' | jq length)"
has 'and a list without any says so' 没有符合条件的年度 "$(ask gid_office '/office/archive?year=2001')"
has 'a package is asked about first' 年度还没有结束 "$(ask gid_office "/office/archive/packages/new?agency=caizheng&year=$year")"
is 'of a year that shows nothing there is none' 404 "$(code -b "$home/gid_office" "$base/office/archive/packages/new?agency=caizheng&year=1990")"
is 'nor can it be ordered' '404 *' "$(post gid_office /office/archive/packages/new agency=caizheng year=1990)"
order=$(post gid_office /office/archive/packages/new agency=caizheng "year=$year")
is 'it is made by a job' '303 *archive/work/*' "$order"
is 'asked twice it is the same' "$order" "$(post gid_office /office/archive/packages/new agency=caizheng "year=$year" | grep work || echo "$order")"
made "${order#303 }"
is 'which leads to the package' '*/office/archive/packages/*done=made' "$where"
package=${where%%\?*}
page=$(ask gid_office "${where#"$base"}")
has 'who had it made is told' 信息员甲 "$page"
curl -s -b "$home/gid_office" -o "$home/office.zip" "$base$package/file"
is 'it comes along' 0 "$(outcome "$xxgk" archive verify "$home/office.zip")"
has 'under its name' "$(printf '%s' 静宇县财政局 | od -An -tx1 | tr -d ' \n' | sed 's/../%&/g' | tr a-f A-F)" "$(head_of -b "$home/gid_office" "$base$package/file" | header Content-Disposition | sed 's/%\([0-9a-f][0-9a-f]\)/%\U\1/g')"
is 'not to a clerk' 403 "$(code -b "$home/clerk" "$base$package/file")"
has 'it verifies' 移交包完好 "$(ask gid_office "$package/verify")"
kept=$data/archive/${package##*/}.zip
cp "$kept" "$home/whole.zip"
printf 'XX' | dd of="$kept" bs=1 seek=600 conv=notrunc 2>/dev/null
page=$(ask gid_office "$package/verify")
has 'what was changed' 移交包不完好 "$page"
has 'is named' 正文.pdf "$page"
cp "$home/whole.zip" "$kept"
is 'nothing but packages is left' "$kept" "$(ls -d "$data"/archive/*)"

is 'a delivery with faults' '422 *' "$(post gid_office /office/archive/deliveries/new agency=caizheng year=2x kind=gift to= on=明天 by= receipt=)"
for field in year kind to on by; do has "told at $field" "id=\"$field-error\"" "$(cat "$home/answer")"; done
is 'of a year without a package' '422 *' "$(post gid_office /office/archive/deliveries/new agency=gov "year=$year" kind=archive to=县档案馆 "on=$(date +%F)" by=李四 receipt=)"
has 'it must be made first' 还没有制作移交包 "$(cat "$home/answer")"
is 'a delivery' '303 *done=delivered' "$(post gid_office /office/archive/deliveries/new agency=caizheng "year=$year" kind=archive to=县档案馆 "on=$(date +%F)" by=李四 receipt=收字2号)"
has 'stands with its package' 收字2号 "$(ask gid_office "$package")"
has 'and in the register' 收字2号 "$(ask gid_office /office/archive/register)"
has 'which is a table' 收字2号 "$(ask gid_office /office/archive/register.csv)"
is 'with packages and deliveries' 5 "$(ask gid_office /office/archive/register.json | jq length)"
is 'and a workbook' PK "$(curl -s -b "$home/gid_office" "$base/office/archive/register.xlsx" | head -c 2)"
made "${order#303 }"
order=$(post gid_office /office/archive/packages/new agency=caizheng "year=$year")
made "${order#303 }"
is 'a newer one takes its place' 1 "$(find "$data/archive" -name '*.zip' | wc -l)"
has 'and the older says so' 本机没有这个包的文件 "$(ask gid_office "$package")"
is 'and gives nothing' 404 "$(code -b "$home/gid_office" "$base$package/file")"
has 'nor can it be verified' 本机没有这个包的文件 "$(ask gid_office "$package/verify")"

# ---- a purge takes what is kept
where=$(post secrecy_reviewer /office/purges/new "index_no=$index" reason=依通知处置)
where=${where#303 "$base"}
is 'a second person confirms the purge' '303 *' "$(post supervisor "$where/confirm")"
for _ in $(seq 150); do [ -z "$(ls "$data/archive")" ] && break; sleep 0.1; done
is 'no package is left' '' "$(ls "$data/archive")"
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail still verifies' 0 "$(outcome "$xxgk" audit verify)"
echo "1..$n"
