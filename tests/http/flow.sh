#!/bin/bash
# From the draft to the reader and back: draft, return, correction, reviews, signature, withdrawal; two editors; what is refused.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 10000' >"$data/xxgk.conf"
start
for who in clerk reviewer secrecy_reviewer signer gid_office supervisor; do
        is "$who signs in" 303 "$(sign_in "$home/$who" "$who")"
done
csrf() { token "$home/$1" /office; }
ask() { # ask WHO PATH: the page
        curl -s -b "$home/$1" "$base$2"
}
send() { # send WHO PATH FIELD=VALUE …: status and where to
        local who=$1 path=$2 args=()
        shift 2
        for f; do args+=(--data-urlencode "$f"); done
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/$who" "${args[@]}" -d "csrf=$(csrf "$who")" "$base$path"
}
sheet() { # sheet PATH FIELD=VALUE …: the draft sheet as the clerk fills it; prints status and where to
        local path=$1 args=()
        shift
        for f in "$@" agency=1 column=31 formed=2024-3-4 disclosure=proactive origin=made channels=website; do args+=(-F "$f"); done
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/clerk" "${args[@]}" -F "csrf=$(csrf clerk)" "$base$path"
}
token_of() { ask "$1" "/office/items/$id" | grep -o 'name="token" value="[^"]*' | sed 's/.*"//'; }

# ---- drafting
is 'a draft without a title' '422 *' "$(sheet /office/items/new title= body=x)"
has 'says what is missing' 请填写标题 "$(cat "$home/answer")"
has 'and keeps what was typed' '2024-3-4' "$(cat "$home/answer")"
is 'a draft without a column' '422 *' "$(sheet /office/items/new title=某 column= body=x)"
has 'asks for just that' '<a href="#column">请选择栏目</a>' "$(cat "$home/answer")"
is 'a reviewer drafts nothing' 403 "$(code -b "$home/reviewer" "$base/office/items/new")"
printf '附件内容' >"$home/a.txt"
where=$(sheet /office/items/new 'title=关于做好防汛工作的通知' 'body=各乡镇：

# 一、要求

请认真落实。' "file=@$home/a.txt;filename=名单.txt")
is 'a draft is saved' '303 */office/items/*done=saved' "$where"
id=${where##*/items/}
id=${id%%\?*}
has 'its page shows the text' 请认真落实 "$(ask clerk "/office/items/$id")"
file=$(ask clerk "/office/items/$id" | grep -o "/office/items/$id/files/[^\"]*" | head -1)
is 'its file can be fetched' 附件内容 "$(ask clerk "$file")"
is 'by nobody outside' 303 "$(code "$base$file")"
is 'nor by its public address' 404 "$(code "$base/file/$(cut -d/ -f6 <<<"$file")/x")"
has 'it waits among my drafts' 防汛 "$(ask clerk '/office/items?tab=mine')"
is 'other offices do not look in' 403 "$(code -b "$home/supervisor" -d a=b "$base/office/items/$id/submit")"
is 'nobody reviews before it is submitted' '422 *' "$(send reviewer "/office/items/$id/review" verdict=approve token=x)"

# ---- mistakes in the sheet
is 'days that are none' '422 *' "$(sheet /office/items/new title=日期 body=x written=昨天 expires=2024-2-30)"
has 'are told above the form, each by its name' '#written">成文日期：日期不成立' "$(cat "$home/answer")"
has 'and the other' '#expires">有效期至：日期不成立' "$(cat "$home/answer")"
where=$(sheet /office/items/new title=前后不一 body=x formed=2099-1-1 effective=2024-5-1 expires=2024-4-30 doc_no=乱写)
wrong=${where##*/items/}
wrong=${wrong%%\?*}
said=$(ask clerk "/office/items/$wrong?done=saved")
has 'a draft may stand as it is, and one is told' '还不能送审：发文字号中没有序号' "$said"
has 'of every contradiction' '生成日期不能晚于今天；有效期至不能早于施行日期' "$said"
has 'with the reasons open' '<details class="case-others" open>' "$said"
is 'it is not submitted' '422 *' "$(send clerk "/office/items/$wrong/submit" words=)"

# ---- a file with a mistake in the form
number() { local to=${1##*/items/}; echo "${to%%\?*}"; }
is 'a draft with a mistake and a file' '422 *' "$(sheet /office/items/new title= body=x "file=@$home/a.txt;filename=随后.txt")"
has 'its file has arrived' 刚才上传的附件 "$(cat "$home/answer")"
brought=$(grep -o 'name="brought"[^>]*value="[^"]*' "$home/answer" | sed 's/.*"//')
where=$(sheet /office/items/new 'title=随后补上标题' body=x "brought=$brought")
is 'and need not be sent again' '303 *' "$where"
has 'it hangs on the item' 随后.txt "$(ask clerk "/office/items/$(number "$where")")"
where=$(sheet /office/items/new 'title=冒领附件' body=x "brought=${brought%????}AAAA")
is 'a word that nobody sealed' '303 *' "$where"
hasnt 'brings no file' 随后.txt "$(ask clerk "/office/items/$(number "$where")")"

# ---- two editors
version=$(ask clerk "/office/items/$id/edit" | grep -o 'name="version" value="[^"]*' | sed 's/.*"//')
is 'the first of two editors' '303 *' "$(sheet "/office/items/$id/edit" 'title=甲的标题' 'body=甲的正文' "version=$version")"
is 'the second is told' '409 *' "$(sheet "/office/items/$id/edit" 'title=乙的标题' 'body=乙的正文' "version=$version")"
has 'his words are kept' 乙的正文 "$(cat "$home/answer")"
has 'and the other ones shown' 甲的正文 "$(cat "$home/answer")"
version=$(grep -o 'name="version" value="[^"]*' "$home/answer" | sed 's/.*"//')
is 'so he can merge' '303 *' "$(sheet "/office/items/$id/edit" 'title=关于做好防汛工作的通知' 'body=合并后的正文' "version=$version" has_files=1)"
hasnt 'a file that is not kept is gone' 名单.txt "$(ask clerk "/office/items/$id")"
version=$((version + 1))
has 'saving from a script' '"saved":true' "$(curl -s -b "$home/clerk" -d "csrf=$(csrf clerk)" --data-urlencode 'title=关于做好防汛工作的通知' --data-urlencode 'body=自动保存的正文' -d "version=$version&agency=1&column=31&formed=2024-3-4&disclosure=proactive&origin=made&channels=website" "$base/office/items/$id/autosave")"
is 'of an old state is refused' 409 "$(code -b "$home/clerk" -d "csrf=$(csrf clerk)" -d "title=x&body=y&version=$version&agency=1&column=31&disclosure=proactive&origin=made" "$base/office/items/$id/autosave")"

# ---- the ladder
is 'submitted' '303 *submitted' "$(send clerk "/office/items/$id/submit" words=)"
is 'and shut' 403 "$(code -b "$home/clerk" "$base/office/items/$id/edit")"
token=$(token_of reviewer)
is 'no opinion, no review' '422 *' "$(send reviewer "/office/items/$id/review" "token=$token")"
is 'no return without a reason' '422 *' "$(send reviewer "/office/items/$id/review" verdict=return "token=$token")"
is 'returned' '303 *returned' "$(send reviewer "/office/items/$id/review" verdict=return words=请补充落款 "token=$token")"
has 'the clerk sees why' 请补充落款 "$(ask clerk "/office/items/$id")"
has 'also where he mends it' 请补充落款 "$(ask clerk "/office/items/$id/edit")"
has 'and where' 防汛 "$(ask clerk '/office/items?tab=returned')"
version=$(ask clerk "/office/items/$id/edit" | grep -o 'name="version" value="[^"]*' | sed 's/.*"//')
is 'changed' '303 *' "$(sheet "/office/items/$id/edit" 'title=关于做好防汛工作的通知' 'body=补充了落款' "version=$version")"
is 'submitted again' '303 *' "$(send clerk "/office/items/$id/submit" words=已补充)"
is 'a review of the old text' '422 *' "$(send reviewer "/office/items/$id/review" verdict=approve "token=$token")"
token=$(token_of reviewer)
is 'reviewed' '303 *approved' "$(send reviewer "/office/items/$id/review" verdict=approve "token=$token")"
is 'not signed before the secrecy review' '422 *' "$(send signer "/office/items/$id/sign" verdict=approve "token=$token")"
is 'nor is that the office of another' 403 "$(code -b "$home/gid_office" -d "csrf=$(csrf gid_office)" "$base/office/items/$id/secrecy")"
is 'secrecy reviewed' '303 *approved' "$(send secrecy_reviewer "/office/items/$id/secrecy" verdict=approve "token=$token")"
is 'nothing is public yet' 200 "$(code "$base/latest")"
hasnt 'in no list' 防汛 "$(curl -s "$base/latest")"
is 'signed' '303 *published' "$(send signer "/office/items/$id/sign" verdict=approve "token=$token")"
has 'the signer is told under which number' '<p>索引号 ' "$(ask signer "/office/items/$id?done=published")"
public=$(ask signer "/office/items/$id" | grep -o '/item/[^"]*' | head -1)
is 'readers see it' 200 "$(code "$base$public")"
has 'with its words' 补充了落款 "$(curl -s "$base$public")"
has 'and in the list' 防汛 "$(curl -s "$base/latest")"
has 'the trail tells all' 保密审查：同意 "$(ask clerk "/office/items/$id")"
is 'signed once' '422 *' "$(send signer "/office/items/$id/sign" verdict=approve "token=$token")"

# ---- afterwards
is 'a clerk takes nothing back' 403 "$(code -b "$home/clerk" "$base/office/items/$id/withdraw")"
is 'no reason, no withdrawal' '422 *' "$(send gid_office "/office/items/$id/withdraw" words=)"
is 'withdrawn' '303 *withdrawn' "$(send gid_office "/office/items/$id/withdraw" words=数字有误)"
for _ in 1 2 3 4 5 6 7 8 9 10; do # another process shows it: told at once, but not before the clerk is
        [ "$(code "$base$public")" = 410 ] && break
        sleep 0.05
done
is 'gone for readers' 410 "$(code "$base$public")"
has 'with the reason' 数字有误 "$(curl -s "$base$public")"
is 'corrected' '303 *corrected' "$(send clerk "/office/items/$id/correct" words=更正了数字)"
is 'and submitted anew' '303 *' "$(send clerk "/office/items/$id/submit" words=)"
token=$(token_of reviewer)
is 'or called back' '303 *recalled' "$(send clerk "/office/items/$id/recall" words=再核对)"
is 'a verdict on what was called back' '422 *' "$(send reviewer "/office/items/$id/review" verdict=approve words=甲的意见 "token=$token")"
has 'says so' '送审有变化' "$(cat "$home/answer")"
has 'the opinion is not lost' '您填写的意见没有提交：甲的意见' "$(cat "$home/answer")"
version=$(ask clerk "/office/items/$id/edit" | grep -o 'name="version" value="[^"]*' | sed 's/.*"//')
is 'only a keyword is changed' '303 *' "$(sheet "/office/items/$id/edit" 'title=关于做好防汛工作的通知' 'body=补充了落款' keywords=防汛 correction=更正了数字 "version=$version")"
is 'and handed in again' '303 *' "$(send clerk "/office/items/$id/submit" words=)"
is 'a verdict on the old page' '422 *' "$(send reviewer "/office/items/$id/review" verdict=approve words=甲的意见 "token=$token")"
has 'is told what went on' '栏目和元数据、送审有变化' "$(cat "$home/answer")"
hasnt 'not what did not' '正文、' "$(grep 有变化 "$home/answer")"
has 'keeps the opinion' '甲的意见</textarea>' "$(cat "$home/answer")"
hasnt 'not the verdict' 'value="approve" checked' "$(cat "$home/answer")"
token=$(token_of reviewer)
is 'returned once' '303 *returned' "$(send reviewer "/office/items/$id/review" verdict=return words=再看 "token=$token")"

# ---- a correction that is given up
old=$(sheet /office/items/new 'title=防汛旧通知' body=旧文)
old=$(number "$old")
is 'related while it is corrected' '303 *related' "$(send clerk "/office/items/$id/relate" kind=repeals find=防汛旧通知 "to=$old")"
has 'waits for the signature' 签发后生效 "$(ask clerk "/office/items/$id")"
has 'and so it says when taken back' 尚未签发 "$(ask clerk "/office/items/$id/relate?off=repeals&to=$old")"
is 'a reviewer gives nothing up' 403 "$(code -b "$home/reviewer" -d "csrf=$(csrf reviewer)" "$base/office/items/$id/discard")"
is 'nor anybody without a reason' '422 *' "$(send clerk "/office/items/$id/discard" words=)"
is 'given up' '303 *discarded' "$(send clerk "/office/items/$id/discard" words=不再更正)"
hasnt 'nothing waits any more' 签发后生效 "$(ask clerk "/office/items/$id")"
has 'the trail tells' 稿件作废 "$(ask clerk "/office/items/$id")"
has 'the text is among the versions' 放弃的更正稿 "$(ask clerk "/office/items/$id/versions")"
is 'corrected' '303 *corrected' "$(send clerk "/office/items/$id/correct" words=更正了数字)"

is 'once more' '303 *' "$(send clerk "/office/items/$id/submit" words=)"
token=$(token_of reviewer)
is 'reviewed' '303 *' "$(send reviewer "/office/items/$id/review" verdict=approve "token=$token")"
is 'secrecy reviewed' '303 *' "$(send secrecy_reviewer "/office/items/$id/secrecy" verdict=approve "token=$token")"
is 'signed' '303 *published' "$(send signer "/office/items/$id/sign" verdict=approve "token=$token")"
for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ "$(code "$base$public")" = 200 ] && break
        sleep 0.05
done
has 'the trail calls it a correction' 建立更正稿 "$(ask clerk "/office/items/$id")"
has 'readers are told what was corrected' 更正了数字 "$(curl -s "$base$public")"
has 'machines too' '"correction":"更正了数字"' "$(curl -s "$base$public.json" | tr -d ' ')"
has 'the versions side by side' '<ins>' "$(ask clerk "/office/items/$id/versions?left=4&right=3")"

# ---- documents and their interpretation
draft() { # draft TITLE COLUMN: its number
        local to
        to=$(sheet /office/items/new "title=$1" "column=$2" body=正文)
        to=${to##*/items/}
        echo "${to%%\?*}"
}
policy=$(draft 静宇县防汛管理办法 8) words=$(draft 防汛管理办法解读 9)
has 'one text has nothing beside it' 只有一个版本 "$(ask clerk "/office/items/$policy/versions")"
is 'a document without its interpretation' '422 *' "$(send clerk "/office/items/$policy/submit" words=)"
has 'is sent back with the reason' 解读 "$(cat "$home/answer")"
is 'something to link is looked for' '200 *' "$(send clerk "/office/items/$policy/relate" kind=interpreted_by find=解读)"
has 'and offered' "value=\"$words\"" "$(cat "$home/answer")"
is 'what is not there is said' '422 *' "$(send clerk "/office/items/$policy/relate" kind=interpreted_by find=没有的)"
is 'linked' '303 *related' "$(send clerk "/office/items/$policy/relate" kind=interpreted_by find=解读 "to=$words")"
has 'what is linked can be taken back' "off=interpreted_by&amp;to=$words" "$(ask clerk "/office/items/$policy/relate")"
has 'after being asked' 不再互相链接 "$(ask clerk "/office/items/$policy/relate?off=interpreted_by&to=$words")"
is 'of what is not linked nothing' 404 "$(code -b "$home/clerk" "$base/office/items/$policy/relate?off=amends&to=$words")"
is 'taken back' '303 *unrelated' "$(send clerk "/office/items/$policy/relate" off=1 kind=interpreted_by "to=$words")"
has 'and told' 取消关联 "$(ask clerk "/office/items/$words")"
is 'so it does not go' '422 *' "$(send clerk "/office/items/$policy/submit" words=)"
is 'linked again' '303 *related' "$(send clerk "/office/items/$policy/relate" kind=interpreted_by find=解读 "to=$words")"
is 'now it goes' '303 *submitted' "$(send clerk "/office/items/$policy/submit" words=)"
is 'nothing is linked meanwhile' 403 "$(code -b "$home/clerk" "$base/office/items/$policy/relate")"

# ---- ladders and stand-ins
is 'a ladder needs its steps' '422 *' "$(send gid_office /office/review-rules agency=1 steps=content,signature)"
is 'a longer one' '303 *' "$(send gid_office /office/review-rules agency=1 steps=content,office,secrecy,signature retro_days=3 revisit_months=6)"
has 'is listed' '初审 → 复审' "$(ask gid_office /office/review-rules)"
is 'a clerk sets none' 403 "$(code -b "$home/clerk" "$base/office/review-rules")"
hasnt 'nobody stands in for himself' 'value="2"' "$(ask reviewer /office/stand-ins)"
is 'a stand-in without an end' '422 *' "$(send reviewer /office/stand-ins role=0 to=1 first=2026-1-1 reason=出差)"
is 'a stand-in' '303 *' "$(send reviewer /office/stand-ins role=0 to=1 first=$(date +%F) last=$(date -d '+10 days' +%F) reason=出差)"
has 'may what he stands in for' ITEM_REVIEW "$(ask clerk /office.json)"
has 'and is named' 代理中 "$(ask reviewer /office/stand-ins)"
end=$(ask reviewer /office/stand-ins | grep -o 'end=[0-9]*' | head -1)
is 'back again' '303 *' "$(send reviewer /office/stand-ins/end "id=${end#end=}")"
hasnt 'all is as before' ITEM_REVIEW "$(ask clerk /office.json)"

# ---- lists
has 'a list as CSV' 防汛 "$(ask clerk '/office/items.csv?tab=all')"
is 'as a workbook' 200 "$(code -b "$home/clerk" "$base/office/items.xlsx?tab=all")"
has 'found by a word' 防汛 "$(ask clerk '/office/items?tab=all&q=%E9%98%B2%E6%B1%9B')"
has 'not by another' 没有符合条件 "$(ask clerk '/office/items?tab=all&q=%E6%8A%97%E6%97%B1')"
is 'an item that is not there' 404 "$(code -b "$home/clerk" "$base/office/items/999999")"

# ---- the trail, for the two administrators
for who in audit_admin security_admin; do is "$who signs in" 303 "$(sign_in "$home/$who" "$who")"; done
is 'a clerk does not read the trail' 403 "$(code -b "$home/clerk" "$base/office/audit")"
is 'nor the sign-ins' 403 "$(code -b "$home/clerk" "$base/office/security")"
is 'the one of security not the trail' 403 "$(code -b "$home/security_admin" "$base/office/audit")"
is 'the one of audit not the sign-ins' 403 "$(code -b "$home/audit_admin" "$base/office/security")"
trail=$(ask audit_admin '/office/audit?login=signer&event=item_published')
has 'a signature stands in the trail' 签发公开 "$trail"
hasnt 'narrowed to it' '<td data-head="操作">退回' "$trail"
has 'nothing of a day to come' 没有符合条件 "$(ask audit_admin '/office/audit?from=2099-1-1')"
is 'a day that is none' 400 "$(code -b "$home/audit_admin" "$base/office/audit?from=2099-13-1")"
has 'all of one item' '只显示信息“' "$(ask audit_admin "/office/audit?of=item-$id")"
hasnt 'and nothing else' '<td data-head="操作">登录' "$(ask audit_admin "/office/audit?of=item-$id" | tr -d '\n')"
is 'of what is no object' 400 "$(code -b "$home/audit_admin" "$base/office/audit?of=item")"
has 'what is older follows' 最新的记录 "$(ask audit_admin '/office/audit?before=20')"
has 'the chain is verified' 审计链完好 "$(ask audit_admin /office/audit/verify)"
hasnt 'the trail is not brought in again' 可再导入 "$(ask audit_admin /office/audit)"
has 'its rows can be taken along' "$(ask audit_admin /office/audit/verify | grep -o '[0-9a-f]\{64\}' | head -1)" "$(ask audit_admin /office/audit.csv)"
is 'as a workbook' 200 "$(code -b "$home/audit_admin" "$base/office/audit.xlsx")"
for _ in 1 2 3 4 5 6 7 8 9 10; do sign_in "$home/nobody" nobody wrong >/dev/null; done
safe=$(ask security_admin '/office/security?login=nobody')
has 'a wrong password is told' 登录失败 "$safe"
has 'a locked account too' 被锁定 "$safe"
hasnt 'what was published not' 签发公开 "$(ask security_admin /office/security)"

for pool in office upload; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
# ---- a draft that comes to nothing
id=$(sheet /office/items/new 'title=重复起草的通知' 'body=正文若干' | sed -E 's|.*/items/([0-9]+).*|\1|')
has 'a draft may be voided' "/office/items/$id/void" "$(ask clerk "/office/items/$id")"
is 'not without a reason' '422 *' "$(send clerk "/office/items/$id/void" words=)"
is 'nor by a reviewer' 403 "$(code -b "$home/reviewer" -d "csrf=$(csrf reviewer)" -d words=x "$base/office/items/$id/void")"
is 'for one' '303 *voided' "$(send clerk "/office/items/$id/void" words=重复起草)"
hasnt 'it is in no list of mine' 重复起草的通知 "$(ask clerk '/office/items?tab=mine')"
has 'but found' 已作废 "$(ask clerk '/office/items?tab=all&state=voided')"
is 'not edited' '422 *' "$(send clerk "/office/items/$id/submit" words=)"
is 'taken up again' '303 *revived' "$(send clerk "/office/items/$id/revive" words=)"
has 'it is in the list' 重复起草的通知 "$(ask clerk '/office/items?tab=mine')"
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
is 'and all is in order' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"
echo "1..$n"
