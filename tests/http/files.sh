#!/bin/bash
# Files of drafts: a document becomes the text; what is hidden in an attachment stops the submission; a PDF is blacked out;
# hostile files leave draft and server as they were.
. "$(dirname "$0")/lib.sh"
odd=$(dirname "$seed")/http_odd
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 10000' >"$data/xxgk.conf"
start
for who in clerk reviewer; do
        is "$who signs in" 303 "$(sign_in "$home/$who" "$who")"
done
for kind in docx tracked bomb entities cut sheet pdf covered locked pages names heavy hungry; do "$odd" $kind >"$home/$kind"; done
printf '#!/bin/sh\necho evil\n' >"$home/lie"
csrf=$(token "$home/clerk" /office)
ask() { curl -s -b "$home/clerk" "$base$1"; }
send() { # send PATH ARGUMENT …: status and where to
        local path=$1
        shift
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/clerk" "$@" -F "csrf=$csrf" "$base$path"
}
post() { # post PATH FIELD=VALUE …: not multipart
        local path=$1 args=()
        shift
        for f; do args+=(--data-urlencode "$f"); done
        curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/clerk" "${args[@]}" -d "csrf=$csrf" "$base$path"
}
save() { # save PATH TITLE ARGUMENT …: the draft sheet
        local path=$1 title=$2 args=()
        shift 2
        for f in agency=1 column=31 formed=2024-3-4 disclosure=proactive origin=made channels=website "title=$title" body=正文。; do args+=(-F "$f"); done
        send "$path" "${args[@]}" "$@"
}
version() { ask "/office/items/$id/edit" | grep -o 'name="version" value="[^"]*' | sed 's/.*"//'; }
number() { sed -E 's|.*/items/([0-9]+).*|\1|'; }

# ---- import
has 'the sheet leads to the import' /office/items/import "$(ask /office/items/new)"
is 'a reviewer imports nothing' 403 "$(code -b "$home/reviewer" "$base/office/items/import")"
is 'a document' '200 *' "$(send /office/items/import -F agency=1 -F column=31 -F attach=1 -F "file=@$home/docx;filename=通知.docx")"
has 'became a text' 已转为正文 "$(cat "$home/answer")"
has 'with its picture' '图片 1 张' "$(cat "$home/answer")"
id=$(grep -o '/office/items/[0-9]*/edit' "$home/answer" | head -1 | number)
has 'its heading is the title' '<h1>关于做好粮食收购工作的通知' "$(ask "/office/items/$id")"
has 'its table a table' '<td>甲乡' "$(ask "/office/items/$id" | tr -d '\n' | sed 's/<p>//g')"
picture=$(ask "/office/items/$id" | grep -o "/office/items/$id/files/[0-9a-f]*/picture" | head -1)
is 'its picture can be fetched' 200 "$(code -b "$home/clerk" "$base$picture")"
has 'the document is attached' 通知.docx "$(ask "/office/items/$id")"
has 'and was looked into' 未发现须处理的隐藏信息 "$(ask "/office/items/$id")"
for kind in bomb entities cut; do
        is "a document that is bad ($kind)" '422 *' "$(send "/office/items/$id/import" -F way=instead -F "file=@$home/$kind;filename=坏.docx")"
        has "is told ($kind)" 错误： "$(cat "$home/answer")"
        has "the draft stands ($kind)" 粮食收购 "$(ask "/office/items/$id")"
done
is 'a script called a document' '422 *' "$(send "/office/items/$id/import" -F "file=@$home/lie;filename=假.docx")"
has 'is called what it is' 内容实际是 "$(cat "$home/answer")"
is 'a PDF with a password' '422 *' "$(send "/office/items/$id/import" -F "file=@$home/locked;filename=密.pdf")"
has 'says so' 设有密码 "$(cat "$home/answer")"
is '500 pages without a word' '422 *' "$(send "/office/items/$id/import" -F "file=@$home/pages;filename=扫描.pdf")"
has 'say so' 扫描件 "$(cat "$home/answer")"
is 'nothing chosen' '422 *' "$(send "/office/items/$id/import" -F way=behind)"
has 'is asked for' 请选择文件 "$(cat "$home/answer")"
is 'a PDF behind the text' '200 *' "$(send "/office/items/$id/import" -F way=behind -F "file=@$home/pdf;filename=单.pdf")"
has 'both are there' 150202199001011234 "$(ask "/office/items/$id")"
has 'as they were' '<td>甲乡' "$(ask "/office/items/$id" | sed 's/<p>//g')"

# ---- what is hidden
id=$(save /office/items/new 关于招标的公告 -F "file=@$home/tracked;filename=公告.docx" -F "file2=@$home/sheet;filename=名单.xlsx" -F "file3=@$home/bomb;filename=大.docx" | number)
page=$(ask "/office/items/$id")
for words in 修订痕迹 底价三百万元 批注 隐藏的工作表 底稿 展开后过大 有隐藏信息，须处理; do has "the item says $words" "$words" "$page"; done
has 'the sheet too' 须替换、移除 "$(ask "/office/items/$id/edit")"
is 'no submission with hidden things' '422 *' "$(post "/office/items/$id/submit" words=)"
has 'and why' '公告.docx”有修订痕迹' "$(cat "$home/answer")"
sm3() { ask "/office/items/$id" | grep -o "/files/[0-9a-f]*/[^\"]*$1" | head -1 | cut -d/ -f3; }
tracked=$(sm3 .docx)
is 'kept without a reason' '422 *' "$(post "/office/items/$id/keep/$tracked" code=tracked_changes reason=)"
is 'kept for a reason' '303 *kept_file' "$(post "/office/items/$id/keep/$tracked" code=tracked_changes reason=公布征求意见的修改过程)"
has 'which everybody sees' 公布征求意见的修改过程 "$(curl -s -b "$home/reviewer" "$base/office/items/$id")"
is 'a thing that was not found' '404 *' "$(post "/office/items/$id/keep/$tracked" code=macros reason=x)"
is 'nobody else decides' 403 "$(code -b "$home/reviewer" -d "csrf=$(token "$home/reviewer" /office)" -d code=comments -d reason=x "$base/office/items/$id/keep/$tracked")"
bomb=$(ask "/office/items/$id" | grep -o "/files/[0-9a-f]*/%E5%A4%A7.docx" | head -1 | cut -d/ -f3)
is 'a bomb stays for no reason' '422 *' "$(post "/office/items/$id/keep/$bomb" code=bomb reason=需要)"
is 'replaced by clean files' '303 *' "$(save "/office/items/$id/edit" 关于招标的公告 -F has_files=1 -F "version=$(version)" -F "file=@$home/docx;filename=公告.docx")"
has 'the trail tells what was there' 文件已替换或移除 "$(ask "/office/items/$id")"
for _ in $(seq 100); do [ -e "$data/files/${bomb:0:2}/$bomb" ] || break; sleep 0.1; done
is 'the bytes of what left are gone' no "$([ -e "$data/files/${bomb:0:2}/$bomb" ] || echo no)"
is 'now it is submitted' '303 *submitted' "$(post "/office/items/$id/submit" words=)"
is 'and decided no more' '4?? *' "$(post "/office/items/$id/keep/$tracked" code=comments reason=x)"

# ---- blacking out
id=$(save /office/items/new 关于处罚的决定 -F "file=@$home/covered;filename=决定书.pdf" | number)
has 'text under a box is found' 遮盖下的文字 "$(ask "/office/items/$id")"
old=$(sm3 .pdf)
has 'the page is shown' 'data-page="1"' "$(ask "/office/items/$id/redact/$old")"
is 'as a picture' 'image/png' "$(head_of -b "$home/clerk" "$base/office/items/$id/redact/$old/1" | header Content-Type)"
is 'of that page only' 404 "$(code -b "$home/clerk" "$base/office/items/$id/redact/$old/2")"
is 'not of a file that is not there' 404 "$(code -b "$home/clerk" "$base/office/items/$id/redact/$bomb/1")"
is 'nor for anybody' 303 "$(code "$base/office/items/$id/redact/$old/1")"
is 'no place' '422 *' "$(post "/office/items/$id/redact/$old" boxes=)"
is 'a place that is none' '422 *' "$(post "/office/items/$id/redact/$old" $'boxes=1, 20, 45, 60, 8\n一, 二')"
has 'is named' '第 2 行' "$(cat "$home/answer")"
wait_for() { # wait_for URL PATTERN: until the job has ended
        for _ in $(seq 200); do
                got=$(curl -s -o "$home/answer" -w '%{http_code} %{redirect_url}' -b "$home/clerk" "$1")
                # shellcheck disable=SC2254
                case $got in 303*) break ;; esac
                grep -q 没有涂黑 "$home/answer" && break
                sleep 0.1
        done
        is "$3" "$2" "$got"
}
where=$(post "/office/items/$id/redact/$old" 'boxes=9, 20, 45, 60, 8')
is 'a place on no page is asked' '303 */redactions/*' "$where"
wait_for "${where#* }" '200 *' 'and refused'
has 'with the reason' 不在页面之内 "$(cat "$home/answer")"
has 'the file is as it was' "$old" "$(ask "/office/items/$id")"
where=$(post "/office/items/$id/redact/$old" 'boxes=1，18，45，65，10')
is 'asked for' '303 */redactions/*' "$where"
is 'the page asks again by itself' '[0-9]*' "$(head_of -b "$home/clerk" "${where#* }" | header Refresh)0"
wait_for "${where#* }" '303 *done=redacted' 'done'
new=$(sm3 .pdf)
is 'another file stands there' 'yes' "$([ -n "$new" ] && [ "$new" != "$old" ] && echo yes)"
ask "$(ask "/office/items/$id" | grep -o "/office/items/$id/files/[^\"]*pdf" | head -1)" >"$home/new.pdf"
is 'it yields nothing' '' "$(pdftotext "$home/new.pdf" - | tr -d '\f\n')"
is 'nor do its bytes' 0 "$(grep -ac 150202 "$home/new.pdf")"
has 'the trail tells' 已涂黑替换 "$(ask "/office/items/$id")"
for _ in $(seq 100); do [ -e "$data/files/${old:0:2}/$old" ] || break; sleep 0.1; done
is 'the old bytes are gone' no "$([ -e "$data/files/${old:0:2}/$old" ] || echo no)"
is 'the number is in no file' 0 "$(grep -rl 150202199001011234 "$data/files" | xargs -r -n1 basename | grep -c "^$old$")"
is 'submitted' '303 *submitted' "$(post "/office/items/$id/submit" words=)"
is 'and blacked out no more' '4??*' "$(code -b "$home/clerk" "$base/office/items/$id/redact/$new")"
id=$(save /office/items/new 关于档案的说明 -F "file=@$home/pages;filename=档案.pdf" | number)
is '500 pages are too many' 422 "$(code -b "$home/clerk" "$base/office/items/$id/redact/$(sm3 .pdf)")"

# ---- a child that dies
intake_child() { # intake_child VERB: a child of this server that is at it
        local pid parent
        for pid in $(pgrep -f "^xxgk intake $1\$"); do
                parent=$(ps -o ppid= -p "$pid" | tr -d ' ')
                [ "$parent" = "$server" ] || [ "$(ps -o ppid= -p "${parent:-0}" | tr -d ' ')" = "$server" ] || continue
                echo "$pid"
                return
        done
}
while_killed() { # while_killed SIGNAL VERB COMMAND …: the command, its child killed as soon as it is there; prints its answer
        local signal=$1 verb=$2 pid=
        shift 2
        "$@" >"$home/said" &
        local work=$!
        for _ in $(seq 500); do
                pid=$(intake_child "$verb")
                [ -n "$pid" ] && kill "-$signal" "$pid" && break
                sleep 0.01
        done
        wait "$work"
        cat "$home/said"
        [ -n "$pid" ] || echo 'and no child was seen'
}
has 'an import whose reader is killed' '422 ' "$(while_killed KILL body send "/office/items/$id/import" -F way=instead -F "file=@$home/hungry;filename=长.docx")"
has 'says that it was stopped' 读取程序已被中止 "$(cat "$home/answer")"
has 'and the draft stands' 关于档案的说明 "$(ask "/office/items/$id")"
where=$(while_killed KILL find save /office/items/new 关于抽检结果的通告 -F "file=@$home/heavy;filename=抽检.xlsx")
is 'an upload whose inspector is killed is kept' '303 *saved' "$where"
id=$(number <<<"$where")
has 'with the draft' 关于抽检结果的通告 "$(ask "/office/items/$id")"
has 'as a file that nobody looked into' 没有检查，请重新检查 "$(ask "/office/items/$id")"
has 'and can be looked into again' "/office/items/$id/inspect" "$(ask "/office/items/$id")"
is 'killed again' '303 *inspected' "$(while_killed KILL words post "/office/items/$id/inspect")"
has 'it is as before' 没有检查，请重新检查 "$(ask "/office/items/$id")"
has 'and not submitted' '422 ' "$(while_killed KILL find post "/office/items/$id/submit" words=)"
has 'which is said' '抽检.xlsx”没能完成检查' "$(cat "$home/answer")"
is 'by nobody else' 403 "$(code -b "$home/reviewer" -d "csrf=$(token "$home/reviewer" /office)" "$base/office/items/$id/inspect")"
is 'left alone it is looked into' '303 *inspected' "$(post "/office/items/$id/inspect")"
hasnt 'and known' 没有检查，请重新检查 "$(ask "/office/items/$id")"
is 'and submitted' '303 *submitted' "$(post "/office/items/$id/submit" words=)"
is 'when its time is over' '303 *saved' "$(while_killed XCPU find save /office/items/new 关于抽检的说明 -F "file=@$home/heavy;filename=抽检.xlsm")"
id=$(number <"$home/said")
has 'that is told' 过于复杂，未能在限定时间内检查 "$(ask "/office/items/$id")"

# ---- what lies, bursts or says nothing, as an attachment
id=$(save /office/items/new 关于附件的说明 -F "file=@$home/names;filename=名单.docx" -F "file2=@$home/entities;filename=实体.docx" -F "file3=@$home/bomb;filename=炸弹.docx" -F "file4=@$home/pages;filename=扫描.pdf" | number)
page=$(ask "/office/items/$id")
for words in 文件名与内容不符 '含自定义的 XML 实体' 展开后过大 没有文字的页; do has "the attachments: $words" "$words" "$page"; done
has 'a lie is read all the same' '工作表“名单”第3行' "$page"
for kind in sheet entities bomb; do
        id=$(save /office/items/new 关于附件的说明 -F "file=@$home/$kind;filename=$kind.docx" | number)
        is "none of it is submitted ($kind)" '422 *' "$(post "/office/items/$id/submit" words=)"
        has "and named ($kind)" "附件“$kind.docx”" "$(cat "$home/answer")"
done
if [ "$engine" = sqlite ] && [ -z "${ASAN_OPTIONS:-}" ]; then # the sanitizer needs more address space than the child is given
        id=$(save /office/items/new 关于内存的说明 -F "file=@$home/hungry;filename=长.docx" | number)
        has 'more memory than there is' '内容过大，无法检查' "$(ask "/office/items/$id")"
fi

# ---- the server
is 'it still answers' 200 "$(code "$base/")"
for pool in office upload; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
is 'and all is in order' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"
echo "1..$n"
