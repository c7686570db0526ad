#!/bin/bash
# 年报核查: handing in one file or many, the result as page, JSON, XLSX and letter, whose it is, and what is refused.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 1000' >"$data/xxgk.conf"
start
jar=$home/jar
is 'the form asks who is there' 303 "$(code "$base/office/report-check")"
is 'signed in' 303 "$(sign_in "$jar" clerk)"
page=$(curl -s -b "$jar" "$base/office/report-check")
has 'a form with files' 'enctype="multipart/form-data"' "$page"
has 'in the menu of those who may' 'aria-current="true">年报核查' "$page"
t=$(token "$jar" /office/report-check)

head='本报告所列数据统计期限自2020年1月1日至2020年12月31日。\n一、总体情况\n'
parts='二、主动公开政府信息情况\n第二十条第（一）项 |\n信息内容 |\n本年新制作数量 |\n本年新公开数量 |\n对外公开总数量 |\n规章 |\n0 |\n0 |\n0 |\n规范性文件 |\n3 |\n2 |\n41 |\n三、收到和处理政府信息公开申请情况\n无。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n人手少。\n六、其他需要报告的事项\n无。\n'
printf "青禾县林业局2020年政府信息公开工作年度报告\n$head"'2020年，我局主动公开政府信息30条，其中机构职能类10条、政策文件类12条、其他5条。\n'"$parts" >"$home/林业 <局>.txt"
printf "青禾县粮食局2020年政府信息公开工作年度报告\n$head"'2020年，我局主动公开政府信息27条，其中机构职能类10条、政策文件类12条、其他5条。\n'"$parts" | iconv -t GB18030 >"$home/gb.txt"
{ echo '<!DOCTYPE html><html><body>'; sed 's/.*/<p>&<\/p>/' "$home/林业 <局>.txt" | sed 's/2020/2019/g; s/&lt;/</'; echo '</body></html>'; } >"$home/before.html"
: >"$home/empty.txt"
printf '今日天气晴。\n' >"$home/other.txt"
printf '%%PDF-1.7\n1 0 obj\n<</Type /Catalog' >"$home/cut.pdf"
head -c 700 /dev/urandom >"$home/noise.txt"
files=(-F "report=@\"$home/林业 <局>.txt\"" -F "report=@$home/gb.txt" -F "report=@$home/before.html" -F "report=@$home/empty.txt" -F "report=@$home/other.txt" -F "report=@$home/cut.pdf" -F "report=@$home/noise.txt")

is 'no file' 422 "$(code -b "$jar" -F "csrf=$t" "$base/office/report-check")"
has 'and it is said' '请选择要核查的年度报告文件' "$(curl -s -b "$jar" -F "csrf=$t" -F 'report=;filename=' "$base/office/report-check")"
is 'without its token' 403 "$(code -b "$jar" "${files[@]}" "$base/office/report-check")"
is 'by nobody' 303 "$(code -F "csrf=$t" "${files[@]}" "$base/office/report-check")"
is 'as an ordinary form' 422 "$(code -b "$jar" -d "csrf=$t" "$base/office/report-check")"
is 'a broken form' 400 "$(printf -- '--X\r\nContent-Disposition: form-data\r\n\r\n' | code -b "$jar" -H 'Content-Type: multipart/form-data; boundary=X' --data-binary @- "$base/office/report-check")"
is 'a form of another kind' 415 "$(code -b "$jar" -H 'Content-Type: text/plain' -d a "$base/office/report-check")"
is 'files where none are taken' 415 "$(code -b "$jar" -F "csrf=$t" "$base/office/password")"
is 'too large is said before it is sent' 413 "$(code -b "$jar" -H 'Expect:' -H 'Content-Type: multipart/form-data; boundary=X' -H "Content-Length: $((41 << 20))" -X POST "$base/office/report-check")"
many=()
for i in $(seq 61); do many+=(-F "report=@$home/other.txt;filename=$i.txt"); done
has 'too many files' '最多核查 60 个文件' "$(curl -s -b "$jar" -F "csrf=$t" "${many[@]}" "$base/office/report-check")"

run=$(head_of -b "$jar" -F "csrf=$t" "${files[@]}" "$base/office/report-check" | header Location)
is 'handed in' '/office/report-check/[0-9]*' "$run"
json=$(curl -s -b "$jar" "$base$run.json")
is 'all files are there' 7 "$(jq '.files | length' <<<"$json")"
is 'a name in any script' '林业 <局>.txt' "$(jq -r '.files[0].name' <<<"$json")"
is 'the sum that is not' 1 "$(jq '[.files[0].report.checks[] | select(.status == "fail" and (.message | contains("27")))] | length' <<<"$json")"
is 'GB18030 is read' 青禾县粮食局 "$(jq -r '.files[1].report.issuer' <<<"$json")"
is 'a page is read by the child' 2019 "$(jq '.files[2].report.year' <<<"$json")"
is 'and is the report before' 3 "$(jq '.files[0].before' <<<"$json")"
is 'two units with the same words' '*青禾县粮食局*雷同*' "$(jq -r '[.files[0].report.checks[] | select(.kind == "duplicate" and .status == "unsure") | .message] | join(" ")' <<<"$json")"
has 'an empty file' 空 "$(jq -r '.files[3].problem' <<<"$json")"
has 'no report' 不像 "$(jq -r '.files[4].problem' <<<"$json")"
has 'a PDF cut off' 损坏 "$(jq -r '.files[5].problem' <<<"$json")"
is 'bytes of chance' string "$(jq -r '.files[6].problem | type' <<<"$json")"
page=$(curl -s -b "$jar" "$base$run")
has 'the page escapes names' '林业 &lt;局&gt;.txt' "$page"
has 'and says what was not checked' '没有核查的文件' "$page"
one=$(curl -s -b "$jar" "$base$run/1")
has 'the report in its printed shape' '规范性文件' "$one"
has 'with its finding' 'id="finding-1"' "$one"
has 'and what the words say' '机构职能类10条' "$one"
is 'one report as JSON' 2020 "$(curl -s -b "$jar" "$base$run/1.json" | jq .year)"
is 'a file that was no report has no page' 404 "$(code -b "$jar" "$base$run/5")"
is 'nor one beyond' 404 "$(code -b "$jar" "$base$run/8")"

curl -s -b "$jar" -o "$home/run.xlsx" "$base$run.xlsx"
has 'the workbook' 青禾县林业局 "$(unzip -p "$home/run.xlsx" xl/sharedStrings.xml)"
has 'names each finding' 问题清单 "$(unzip -p "$home/run.xlsx" xl/workbook.xml)"
head_of -b "$jar" "$base$run/1/letter/pdf" >"$home/head"
has 'the letter has its name' "filename*=UTF-8''%E5%85%B3%E4%BA%8E" "$(header Content-Disposition <"$home/head")"
curl -s -b "$jar" -o "$home/l.pdf" "$base$run/1/letter/pdf?due=2020-03-02"
text=$(pdftotext "$home/l.pdf" - | tr -d '\n ')
has 'to the unit' '青禾县林业局：' "$text"
has 'with the day asked for' 2020年3月2日前书面反馈 "$text"
has 'signed by the unit of the person' 静宇县 "$text"
curl -s -b "$jar" -o "$home/l.docx" "$base$run/1/letter/docx"
has 'the same as DOCX' 有关要求 "$(unzip -p "$home/l.docx" word/document.xml)"
is 'in no other kind' 404 "$(code -b "$jar" "$base$run/1/letter/exe")"
is 'by a day that is none' 400 "$(code -b "$jar" "$base$run/1/letter/pdf?due=2020-02-30")"

has 'it is in the list' "$run\"" "$(curl -s -b "$jar" "$base/office/report-check")"
is 'another person' 303 "$(sign_in "$home/other-jar" reviewer)"
is 'finds nothing there' 404 "$(code -b "$home/other-jar" "$base$run")"
is 'nor a letter' 404 "$(code -b "$home/other-jar" "$base$run/1/letter/pdf")"
is 'nor in the list' 0 "$(curl -s -b "$home/other-jar" "$base/office/report-check.json" | jq '.runs | length')"
is 'nor can delete it' 404 "$(code -b "$home/other-jar" -d "csrf=$(token "$home/other-jar" /office)" "$base$run/forget")"
is 'the owner can' 303 "$(code -b "$jar" -d "csrf=$t" "$base$run/forget")"
is 'then it is gone' 404 "$(code -b "$jar" "$base$run")"
for pool in office upload; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
is 'no file was left in the data folder' '' "$(find "$data" -type f -newer "$home/other.txt" ! -name 'xxgk.*' ! -name 'search*' ! -name '*.log' ! -name '*.lock' | head -3)"
stop
"$xxgk" audit export >"$home/trail"
is 'both are in the trail' '1 1' "$(grep -c '"report_checked"' "$home/trail") $(grep -c '"report_run_forgotten"' "$home/trail")"
echo "1..$n"
