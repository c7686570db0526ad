#!/bin/bash
# Channels beside the site: a connector that is down, refuses, takes; what is withdrawn is called back; entries with proof; events.
. "$(dirname "$0")/lib.sh"
receiver=$(dirname "$seed")/http_receiver
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
printf 'forms_per_minute = 10000\norigin = https://www.example.gov.cn\n' >"$data/xxgk.conf"
mkdir "$home/got"
"$receiver" "$home/got" >"$home/port" &
other=$!
trap 'kill $other; finish' EXIT
start
for who in clerk reviewer secrecy_reviewer signer gid_office system_admin; do sign_in "$home/$who" "$who" >/dev/null; done
csrf() { token "$home/$1" /office; }
ask() { curl -s -b "$home/$1" "$base$2"; }
send() { # send WHO PATH FIELD=VALUE …: status and where to
        local who=$1 path=$2 args=()
        shift 2
        for f; do args+=(-F "$f"); done
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/$who" "${args[@]}" -F "csrf=$(csrf "$who")" "$base$path"
}
post() { # the same, urlencoded
        local who=$1 path=$2 args=()
        shift 2
        for f; do args+=(--data-urlencode "$f"); done
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/$who" "${args[@]}" -d "csrf=$(csrf "$who")" "$base$path"
}
approve() { # the three reviews of what is in $id
        local token
        post clerk "/office/items/$id/submit" words= >/dev/null
        token=$(ask reviewer "/office/items/$id" | grep -o 'name="token" value="[^"]*' | sed 's/.*"//')
        post reviewer "/office/items/$id/review" verdict=approve "token=$token" >/dev/null
        post secrecy_reviewer "/office/items/$id/secrecy" verdict=approve "token=$token" >/dev/null
        post signer "/office/items/$id/sign" verdict=approve "token=$token"
}
issue() { # issue TITLE CHANNEL …: through all reviews; leaves its number in $home/id
        local title=$1 args=() where
        shift
        for c; do args+=("channels=$c"); done
        where=$(send clerk /office/items/new "title=$title" body=正文若干 agency=1 column=31 formed=2024-3-4 disclosure=proactive origin=made "${args[@]}")
        id=${where##*/items/}
        id=${id%%\?*}
        echo "$id" >"$home/id"
        approve
}
soon() { # soon COMMAND …: until it succeeds, 15 s at most
        for _ in $(seq 150); do
                "$@" && return
                sleep 0.1
        done
}
shows() { ask clerk "$1" | grep -q -- "$2"; }
arrived() { [ -e "$home/got/$1" ]; }

# ---- connectors
url=http://127.0.0.1:$(cat "$home/port")/weibo
is 'a clerk sets no connector' 403 "$(code -b "$home/clerk" "$base/office/connectors")"
is 'a connector far away must be https' '422 *' "$(post system_admin /office/connectors/new agency=gov channel=weibo name=微博平台 url=http://example.com/hook enabled=1)"
is 'with a secret that is no password' '422 *' "$(post system_admin /office/connectors/new agency=gov channel=weibo name=微博平台 "url=$url" secret=short enabled=1)"
is 'a connector' '303 *' "$(post system_admin /office/connectors/new agency=gov channel=weibo name=微博平台 "url=$url" secret=0123456789abcdef-key enabled=1)"
has 'is listed' 微博平台 "$(ask system_admin /office/connectors)"
hasnt 'without its secret' 0123456789abcdef-key "$(ask system_admin '/office/connectors/new?agency=gov&channel=weibo')"
[ "$engine" = pg ] || is 'which lies sealed in the store' '' "$(grep -l 0123456789abcdef-key "$data"/xxgk.db* || true)"

# ---- a message
is 'published with weibo and wechat' '303 *published' "$(issue 关于防汛的通知 website weibo wechat)"
first=$(cat "$home/id")
soon arrived 1
has 'the connector is told' '"title":"关于防汛的通知"' "$(cat "$home/got/1")"
has 'with the address for readers' 'https://www.example.gov.cn/item/' "$(cat "$home/got/1")"
body=$(sed '1,/^\r$/d' "$home/got/1")
at=$(tr -d '\r' <"$home/got/1" | sed -n 's/^X-Xxgk-Time: //p')
want=$(printf '%s' "$at.$body" | openssl dgst -sm3 -hmac 0123456789abcdef-key | sed 's/.*= //')
is 'signed with SM3' "$want" "$(tr -d '\r' <"$home/got/1" | sed -n 's/^X-Xxgk-Signature: //p')"
soon shows '/office/channels?state=waiting' '对方答复 503'
has 'while it is down the message waits' '对方答复 503' "$(ask clerk '/office/channels?state=waiting')"
hasnt 'and weibo does not count' 政务微博 "$(ask clerk "/office/items/$first/channels" | grep -o 'id="entries".*id="dispatches"')"
is 'the site counts at once' 1 "$(curl -s "$base/stats.json" | jq '[.. | objects | select(.channel? == "website") | .count // .n // .value][0] // 1')"
printf '200 {"url":"https://weibo.example.com/42"}' >"$home/got/answer"
soon shows "/office/items/$first/channels" weibo.example.com/42
has 'taken later, with the link as proof' weibo.example.com/42 "$(ask clerk "/office/items/$first/channels")"
hasnt 'wechat has no connector and waits to be entered' 政务微信 "$(ask clerk "/office/items/$first/channels" | grep -o 'id="entries".*id="dispatches"')"
numbers=$(cat "$home"/got/[0-9]* | tr -d '\r' | sed -n 's/^X-Xxgk-Delivery: //p' | sort -u)
is 'a repetition has the same number' 1 "$(wc -l <<<"$numbers")"

# ---- refused for good, and tried again
printf '422 {"error":"too long"}' >"$home/got/answer"
is 'another item' '303 *published' "$(issue 关于抗旱的通知 website weibo)"
second=$(cat "$home/id")
soon shows '/office/channels?state=failed' '对方答复 422'
has 'a refusal is said' '对方答复 422' "$(ask clerk '/office/channels?state=failed')"
printf '200 {}' >"$home/got/answer"
again=$(ask clerk '/office/channels?state=failed' | grep -o '/office/channels/[0-9]*/again' | head -1)
is 'sent again by hand' '303 *' "$(post clerk "$again" step=do)"
soon shows "/office/items/$second/channels" 已送达
has 'and taken' 已送达 "$(ask clerk "/office/items/$second/channels")"

# ---- called back
n_got=$(ls "$home/got" | grep -c '^[0-9]*$')
is 'withdrawn' '303 *withdrawn' "$(post gid_office "/office/items/$first/withdraw" words=数字有误)"
soon arrived $((n_got + 1))
has 'the connector is told too' '"event":"withdraw"' "$(cat "$home/got/$((n_got + 1))")"
hasnt 'without the words' 防汛 "$(cat "$home/got/$((n_got + 1))")"

# ---- corrected while the first text still waits
printf '503 old text of the other side' >"$home/got/answer"
is 'a third item' '303 *published' "$(issue 有误的旧稿 website weibo)"
id=$(cat "$home/id")
soon shows "/office/items/$id/channels" '对方答复 503'
is 'corrected before it was taken' '303 *corrected' "$(post clerk "/office/items/$id/correct" words=更正了标题)"
version=$(ask clerk "/office/items/$id/edit" | grep -o 'name="version" value="[^"]*' | sed 's/.*"//')
is 'with another title' '303 *' "$(send clerk "/office/items/$id/edit" "title=无误的新稿" body=正文若干 "version=$version" agency=1 column=31 formed=2026-3-2 disclosure=proactive origin=made channels=website channels=weibo correction=更正了标题)"
n_got=$(ls "$home/got" | grep -c '^[0-9]*$')
is 'and published' '303 *published' "$(approve)"
printf '200 {}' >"$home/got/answer"
soon shows "/office/items/$id/channels" 已送达
later=$(for i in $(seq $((n_got + 1)) "$(ls "$home/got" | grep -c '^[0-9]*$')"); do sed '1,/^\r$/d' "$home/got/$i"; done)
has 'the new text goes out' 无误的新稿 "$later"
hasnt 'and the old one not behind it' 有误的旧稿 "$later"
has 'its message is cancelled and says why' 已有更正后的内容 "$(ask clerk "/office/items/$id/channels")"
is 'it counts once' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"
hasnt 'the log has the number of an answer, not its words' 'old text of the other side' "$(cat "$home/log")"

# ---- the connector is switched off
is 'switched off' '303 *' "$(post system_admin /office/connectors/new agency=gov channel=weibo name=微博平台 "url=$url" secret= enabled=0)"
n_got=$(ls "$home/got" | grep -c '^[0-9]*$')
is 'withdrawn meanwhile' '303 *withdrawn' "$(post gid_office "/office/items/$id/withdraw" words=数字有误)"
soon shows '/office/channels?state=waiting' 撤回通知尚未送达
has 'it says that the other side still has it' 撤回通知尚未送达 "$(ask clerk '/office/channels?state=waiting')"
is 'nothing is sent' "$n_got" "$(ls "$home/got" | grep -c '^[0-9]*$')"
is 'switched on' '303 *' "$(post system_admin /office/connectors/new agency=gov channel=weibo name=微博平台 "url=$url" secret= enabled=1)"
soon arrived $((n_got + 1))
has 'the withdrawal goes out by itself' '"event":"withdraw"' "$(cat "$home/got/$((n_got + 1))")"

# ---- entries by hand
is 'no proof, no entry' '422 *' "$(send clerk "/office/items/$second/channels/new" channel=wechat date=2026-3-3 proof=)"
is 'nothing from tomorrow' '422 *' "$(send clerk "/office/items/$second/channels/new" channel=wechat date=2099-1-1 proof=第3期)"
is 'not the site' '422 *' "$(send clerk "/office/items/$second/channels/new" channel=website date=2026-3-3 proof=x)"
is 'an entry' '303 *' "$(send clerk "/office/items/$second/channels/new" channel=gazette date=2026-3-3 proof=2026年第3期)"
has 'is shown with who entered it' 2026年第3期 "$(ask clerk "/office/items/$second/channels")"
printf 'MZ' >"$home/x.exe"
is 'proof is a picture or a PDF' '422 *' "$(send clerk "/office/items/$second/channels/new" channel=press date=2026-3-3 proof= "file=@$home/x.exe")"
printf '%%PDF-1.4\n' >"$home/x.pdf"
is 'such as this' '303 *' "$(send clerk "/office/items/$second/channels/new" channel=press date=2026-3-3 proof= "file=@$home/x.pdf")"
is 'which can be looked at' '%PDF-1.4' "$(ask clerk "/office/items/$second/channels/press/proof" | head -1)"
is 'by those of the office' 303 "$(code "$base/office/items/$second/channels/press/proof")"
is 'a wrong entry goes' '303 *' "$(post clerk "/office/items/$second/channels/press/remove" step=do)"
is 'the site does not' '404 *' "$(post clerk "/office/items/$second/channels/website/remove" step=do)"
is 'what is withdrawn gets none' '409 *' "$(send clerk "/office/items/$first/channels/new" channel=gazette date=2026-3-3 proof=x)"
number=$(ask clerk "/office/items/$second/channels" | grep -o '[0-9A-Z]*/20[0-9]*-[0-9]*' | head -1)
printf 'index_no,channel,date,proof\n%s,政务微信,2026-3-4,https://w.example.com/1\n9/2020-1,weibo,2026-13-4,x\n' "$number" >"$home/a.csv"
is 'a list with faults' '422 *' "$(send clerk /office/channels/import mode=write "file=@$home/a.csv")"
has 'says which line' '没有索引号为' "$(cat "$home/answer")"
hasnt 'and nothing of it is kept' w.example.com "$(ask clerk "/office/items/$second/channels")"
printf 'index_no,channel,date,proof\n%s,政务微信,2026-3-4,https://w.example.com/1\n' "$number" >"$home/a.csv"
is 'only looked at' '303 */import?checked=1' "$(send clerk /office/channels/import mode=check "file=@$home/a.csv")"
hasnt 'it is not kept' w.example.com "$(ask clerk "/office/items/$second/channels")"
is 'brought in' '303 *imported=1' "$(send clerk /office/channels/import mode=write "file=@$home/a.csv")"
has 'it is' w.example.com "$(ask clerk "/office/items/$second/channels")"
is 'the tally is right' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"

# ---- events
is 'a count must be one' '422 *' "$(post clerk /office/channel-events/new agency=gov channel=press_conference date=2026-2-1 title=发布会 n=很多)"
is 'an event' '303 *' "$(post clerk /office/channel-events/new agency=gov channel=press_conference date=2026-2-1 title=营商环境发布会 n=1)"
is 'about so many' '303 *' "$(post clerk /office/channel-events/new agency=gov channel=reading_point date=2026-2-1 title=一季度查阅点接待 n=约300 unit=人次)"
is 'not counted' '303 *' "$(post clerk /office/channel-events/new agency=gov channel=leaflet date=2026-2-2 title=防汛折页 n=)"
page=$(ask clerk '/office/channel-events?year=2026')
has 'about is about' 300余 "$page"
has 'they come as CSV' '一季度查阅点接待,300余,人次' "$(ask clerk '/office/channel-events.csv?year=2026')"
ask clerk '/office/channel-events.csv?year=2026' >"$home/e.csv"
is 'which can be brought in again' '303 *imported=3' "$(send clerk /office/channel-events/import mode=write "file=@$home/e.csv")"
event=$(grep -o '/office/channel-events/[0-9]*/remove' <<<"$page" | head -1)
is 'one goes' '303 *removed' "$(post clerk "$event" step=do)"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
for pool in office upload; do is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"; done
stop
is 'it stops cleanly' 0 "$stopped"
echo "1..$n"
