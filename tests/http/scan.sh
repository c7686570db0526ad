#!/bin/bash
# The scan before publication on its pages: what is marked, masked, kept with a reason, and what it holds up.
. "$(dirname "$0")/lib.sh"
odd=$(dirname "$seed")/http_odd
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 10000' >"$data/xxgk.conf"
start
for who in clerk reviewer secrecy_reviewer signer; do
        is "$who signs in" 303 "$(sign_in "$home/$who" "$who")"
done
csrf() { token "$home/$1" /office; }
ask() { curl -s -b "$home/$1" "$base$2"; }
send() { # send WHO PATH FIELD=VALUE …: status and where to
        local who=$1 path=$2 args=()
        shift 2
        for f; do args+=(--data-urlencode "$f"); done
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/$who" "${args[@]}" -d "csrf=$(csrf "$who")" "$base$path"
}
token_of() { ask "$1" "/office/items/$id" | grep -o 'name="token" value="[^"]*' | sed 's/.*"//'; }
finding() { ask "$1" "/office/items/$id" | grep -o 'id="f[0-9]*"' | sed -n "$2p" | tr -dc 'f0-9'; }
number=11010519491231002X

where=$(curl -s -o /dev/null -w '%{redirect_url}' -b "$home/clerk" -F 'title=困难补助公示' -F "body=补助对象张三，身份证号码$number，每月三百元。

联系人王某，手机13912345678，欢迎来电。" -F agency=1 -F column=31 -F formed=2024-3-4 -F disclosure=proactive -F origin=made \
        -F channels=website -F "csrf=$(csrf clerk)" "$base/office/items/new")
id=${where##*/items/}
id=${id%%\?*}
page=$(ask clerk "/office/items/$id")
has 'the page tells what was found' 身份证号码 "$page"
has 'in its place' '<mark>'"$number" "$page"
has 'and what could stand there' 遮盖为 "$page"
has 'it cannot be handed in' 发布前检查发现必须先处理的内容 "$page"
is 'nor by hand' '422 *' "$(send clerk "/office/items/$id/submit" words=)"
first=$(finding clerk 1)
is 'to keep it wants a reason' '422 *' "$(send clerk "/office/items/$id/findings" "$first-do=keep")"
has 'which is said at its place' 保留原文须写明理由 "$(cat "$home/answer")"
is 'a reviewer changes no text' 403 "$(code -b "$home/reviewer" -d "csrf=$(csrf reviewer)" "$base/office/items/$id/findings")"
is 'masked' '303 *settled' "$(send clerk "/office/items/$id/findings" "$first-do=mask")"
page=$(ask clerk "/office/items/$id")
hasnt 'the number is gone from the text' "$number" "$page"
has 'the record says so' 已遮盖为 "$page"
hasnt 'and from what the store keeps of it' "$number" "$(ask clerk "/office/items/$id/edit")"
is 'a warning goes with the text' '303 *submitted' "$(send clerk "/office/items/$id/submit" words=)"

token=$(token_of reviewer)
has 'the reviewer is told' 尚未处理 "$(ask reviewer "/office/items/$id")"
is 'and does not pass it by' '422 *' "$(send reviewer "/office/items/$id/review" verdict=approve "token=$token")"
has 'which is said' 手机号码 "$(cat "$home/answer")"
phone=$(finding reviewer 1)
is 'with a reason it may stand' '303 *approved' "$(send reviewer "/office/items/$id/review" verdict=approve "token=$token" "$phone-why=单位公开的联系方式")"
has 'the next one reads it' 单位公开的联系方式 "$(ask secrecy_reviewer "/office/items/$id")"
is 'who looked before that decision looks again' '422 *' "$(send secrecy_reviewer "/office/items/$id/secrecy" verdict=approve "token=$token")"
token=$(token_of secrecy_reviewer)
is 'secrecy reviewed' '303 *approved' "$(send secrecy_reviewer "/office/items/$id/secrecy" verdict=approve "token=$token")"
is 'signed' '303 *published' "$(send signer "/office/items/$id/sign" verdict=approve "token=$token")"

# ---- where it stands
file_item() { # file_item TITLE BODY ARGUMENT …: a draft with files; prints its number
        local title=$1 body=$2
        shift 2
        curl -s -o /dev/null -w '%{redirect_url}' -b "$home/clerk" -F "title=$title" -F "body=$body" -F agency=1 -F column=31 \
                -F formed=2026-3-2 -F disclosure=proactive -F origin=made -F channels=website "$@" -F "csrf=$(csrf clerk)" \
                "$base/office/items/new" | sed -E 's|.*/items/([0-9]+).*|\1|'
}
for kind in secret names slides docx; do "$odd" $kind >"$home/$kind"; done
id=$(file_item "关于$number的决定" "一般事项。

| 姓名 | 证件号码 | 电话 |
| 张建国 | $number | 13912345678 |

身份证号码$number，机密★1年。" -F "file=@$home/docx;filename=$number.docx" -F keywords=低保13812345678)
page=$(ask clerk "/office/items/$id" | tr -d '\n')
flat=$(sed 's/<\/sup>/&\n/g' <<<"$page" | sed 's/<sup class="spot-no">.*<\/sup>//; s/<mark class="[^"]*"\( id="m[0-9]*"\)\?>/{/g; s/<\/mark>/}/g' | tr -d '\n')
has 'the title is marked' "关于{$number}的决定" "$flat"
has 'so are key words' '低保{13812345678}' "$flat"
has 'and names of files' "{$number}.docx" "$flat"
has 'a cell of a table' "<td>{$number}</td>" "$flat"
has 'a paragraph' "身份证号码{$number}" "$flat"
has 'each place leads to its row' 'class="spot-no"><a href="#f' "$page"
for m in $(grep -o 'class="spot-no"><a href="#[fk][0-9]*' <<<"$page" | sed 's/.*#//'); do has "row $m is there" "id=\"$m\"" "$page"; done
for m in $(grep -o 'href="#m[0-9][0-9]*' <<<"$page" | sed 's/.*#//'); do has "place $m is there" "id=\"$m\"" "$page"; done

# ---- what files say
printf '%s\n' 通讯录 '王某某 13812345678' >"$home/txt"
id=$(file_item 关于防汛的通知 请见附件。 -F "file=@$home/secret;filename=通知.docx" -F "file2=@$home/names;filename=名单.xlsx" \
        -F "file3=@$home/slides;filename=讲稿.pptx" -F "file4=@$home/txt;filename=通讯录.txt")
page=$(ask clerk "/office/items/$id")
has 'a secret mark in a header' 附件“通知.docx”页眉 "$page"
has 'a number in a sheet, with its row' '附件“名单.xlsx”工作表“名单”第3行' "$page"
has 'masked' '110105********002X' "$page"
hasnt 'as it is kept' "$number" "$page"
has 'a mark on a slide' 附件“讲稿.pptx”第2张 "$page"
has 'a telephone in a text, with its line' 附件“通讯录.txt”第2行 "$page"
has 'the file leads to it' '文字中有' "$page"
is 'it is not handed in' '422 *' "$(send clerk "/office/items/$id/submit" words=)"
has 'for the mark' '附件“通知.docx”中的密级和内部标志' "$(ask clerk "/office/items/$id")"
f=$(grep -o 'id="f[0-9]*"' <<<"$page" | tr -dc 'f0-9\n')
keep=()
for one in $f; do keep+=("$one-do=keep" "$one-why=核对过，可以公开"); done
one=$(head -1 <<<"$f")
is 'nothing in a file is masked here' '422 *' "$(send clerk "/office/items/$id/findings" "$one-do=mask")"
is 'each wants its reason' '303 *settled' "$(send clerk "/office/items/$id/findings" "${keep[@]}")"
version() { ask clerk "/office/items/$id/edit" | grep -o 'name="version" value="[^"]*' | sed 's/.*"//'; }
printf '%s\n' 通讯录 '王某某 13812345678' 更新 >"$home/txt"
keep=()
for m in $(ask clerk "/office/items/$id/edit" | grep -o 'name="keep" type="checkbox" value="[0-9a-f]*\|value="[0-9a-f]\{64\}"' | grep -o '[0-9a-f]\{64\}' | sort -u); do keep+=(-F "keep=$m"); done
sm3_txt=$(ask clerk "/office/items/$id" | grep -o "/files/[0-9a-f]*/[^\"]*txt" | head -1 | cut -d/ -f3)
keep=("${keep[@]/keep=$sm3_txt/keep=}")
is 'another file in its place' '303' "$(curl -s -o /dev/null -w '%{http_code}' -b "$home/clerk" -F title=关于防汛的通知 -F body=请见附件。 -F agency=1 -F column=31 \
        -F formed=2026-3-2 -F disclosure=proactive -F origin=made -F channels=website -F has_files=1 -F "version=$(version)" "${keep[@]}" \
        -F "file=@$home/txt;filename=通讯录.txt" -F "csrf=$(csrf clerk)" "$base/office/items/$id/edit")"
page=$(ask clerk "/office/items/$id")
is 'what was decided about the old one holds no more' 1 "$(grep -c 'id="f[0-9]*"' <<<"$page")"
one=$(grep -o 'id="f[0-9]*"' <<<"$page" | tr -dc 'f0-9')
is 'it is decided anew' '303 *settled' "$(send clerk "/office/items/$id/findings" "$one-do=keep" "$one-why=值班电话")"
is 'and handed in' '303 *submitted' "$(send clerk "/office/items/$id/submit" words=)"
token=$(token_of reviewer)
is 'reviewed' '303 *approved' "$(send reviewer "/office/items/$id/review" verdict=approve "token=$token")"
token=$(token_of secrecy_reviewer)
is 'a secret mark is the secrecy reviewer’s own' '422 *' "$(send secrecy_reviewer "/office/items/$id/secrecy" verdict=approve "token=$token")"
why=()
for one in $(ask secrecy_reviewer "/office/items/$id" | grep -o 'id="f[0-9]*"' | tr -dc 'f0-9\n'); do why+=("$one-why=已经解密"); done
is 'with a reason' '303 *approved' "$(send secrecy_reviewer "/office/items/$id/secrecy" verdict=approve "token=$token" "${why[@]}")"
token=$(token_of signer)
is 'signed' '303 *published' "$(send signer "/office/items/$id/sign" verdict=approve "token=$token")"
for pool in office upload; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
is 'and all is in order' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"
echo "1..$n"
