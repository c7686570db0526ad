#!/bin/bash
# The demo governments as readers meet them: the counts of their sources, documents that open, one that is not filled twice.
. "$(dirname "$0")/lib.sh"

figure() { # figure FILE LABEL: value of a figure of the statistics page as JSON
        jq -r --arg want "$2" '.figures[] | select(.label == $want) | .value' "$1"
}

if [ "$engine" = pg ]; then
        "$xxgk" demo tieshan-2015 >"$home/said" 2>&1; is 'the district is filled' 0 $?
        start
        curl -s "$base/stats.json?year=2015" >"$home/stats"
        is 'its web items' 2106 "$(figure "$home/stats" 政府网站)"
        is 'its short messages' 180 "$(figure "$home/stats" 短信)"
        echo "1..$n"
        exit
fi

is 'no such scenario' 2 "$("$xxgk" demo atlantis-1999 >/dev/null 2>&1; echo $?)"
"$xxgk" --json demo >"$home/said" 2>"$home/err"; is 'the county is filled' 0 $?
is 'with so many items' 8562 "$(jq '.[0].items' "$home/said")"
is 'of so many units' 32 "$(jq '.[0].agencies' "$home/said")"
within 'one in five with a file' 1700 1720 "$(jq '.[0].files' "$home/said")"
is 'a second time it says so' 2 "$("$xxgk" demo >/dev/null 2>"$home/err"; echo $?)"
has 'in words' 靖宇县人民政府 "$(cat "$home/err")"
has 'the logins are written down' xinxiyuan "$(cat "$data/demo-logins.txt")"
start
curl -s "$base/stats.json" >"$home/stats"
is 'all items' 8562 "$(figure "$home/stats" 主动公开信息)"
is 'web' 5371 "$(figure "$home/stats" 政府网站)"
is 'weibo' 146 "$(figure "$home/stats" 政务微博)"
is 'wechat' 2589 "$(figure "$home/stats" 政务微信)"
is 'other' 456 "$(figure "$home/stats" 其他方式)"
page=$(curl -s "$base/stats")
has 'and on the page' 8,562 "$page"
has 'web on the page' 5,371 "$page"

reading=$(curl -s "$base/content/A20_01_3" | grep -o '/item/[^"?]*' | head -1)
document=$(curl -s "$base$reading" | grep -o 'href="/item/[^"?]*' | sed 's/href="//' | grep -v "$reading" | head -1)
is 'an interpretation leads to its document' 200 "$(code "$base$document")"
has 'which leads back' "$reading" "$(curl -s "$base$document")"

# The first document of each kind of file, from the lists that have many.
file() { # file ENDING COLUMN…: path of an attachment
        local ending=$1 column item
        shift
        for column in "$@"; do
                for item in $(curl -s "$base/content/$column" | grep -o '/item/[^"?]*' | sort -u | head -20); do
                        curl -s "$base$item" | grep -o "/file/[0-9a-f]*/[^\"]*\.$ending" | head -1
                done
        done | head -1
}
pdf=$(file pdf report A20_10 A20_07 A21_4)
curl -s -o "$home/a.pdf" "$base$pdf"
is 'a PDF' %PDF- "$(head -c 5 "$home/a.pdf")"
has 'whose text can be read' 。 "$(pdftotext "$home/a.pdf" - 2>/dev/null)"
has 'with its fonts inside' NotoSerifCJK "$(pdffonts "$home/a.pdf")"
docx=$(file docx A20_05_1 A20_09)
curl -s -o "$home/a.docx" "$base$docx"
is 'a DOCX' 0 "$(unzip -tqq "$home/a.docx" >/dev/null 2>&1; echo $?)"
has 'with a document in it' '<w:t' "$(unzip -p "$home/a.docx" word/document.xml)"
stop
is 'the store is sound' '*附件齐全*' "$("$xxgk" check 2>&1)"
hasnt 'its tally and audit too' '不符  目录' "$("$xxgk" check 2>&1)"
echo "1..$n"
