#!/bin/bash
# The scan before publication on its pages: what is marked, masked, kept with a reason, and what it holds up.
. "$(dirname "$0")/lib.sh"
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
for pool in office upload; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
is 'and all is in order' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"
echo "1..$n"
