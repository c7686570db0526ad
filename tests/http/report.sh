#!/bin/bash
# xxgk report over files of each kind: what is read, what is refused, and with which exit code.
. "$(dirname "$0")/lib.sh"

ask() { # ask FILE [VERB]: output, messages and exit code on one line
        "$xxgk" report "${2:-parse}" "$1" 2>&1 | tr '\n' ' '
        echo "exit ${PIPESTATUS[0]}"
}
report='青禾县2020年政府信息公开工作年度报告\n一、总体情况\n2020年，全县主动公开政府信息1200条。\n'
xxgk=$(realpath "$xxgk")
cd "$home" || exit 1
printf "$report" >a.txt
printf "$report" | iconv -f UTF-8 -t GB18030 >gb.txt
{ echo '<!DOCTYPE html><html><body>'; printf "$report" | sed 's/.*/<p>&<\/p>/'; } >a.html
: >empty.txt
head -c 600 /dev/urandom | tr '\n' '\201' >garbage
printf '%%PDF-1.7\n1 0 obj\n<</Type /Catalog' >cut.pdf
printf 'PK\003\004 and no more' >cut.docx
cp a.html lie.pdf
printf '今日天气晴。\n' >other.txt

has 'text' '1200条' "$(ask a.txt)"
has 'text in GB18030' '1200条' "$(ask gb.txt)"
has 'a page, by the child' '1200条' "$(ask a.html)"
has 'standard input' '1200条' "$(ask - <a.html)"
is 'a page exits 0' '*exit 0' "$(ask a.html)"
is 'an empty file' '*空*exit 2' "$(ask empty.txt)"
is 'bytes of chance' '*exit 2' "$(ask garbage)"
is 'a PDF that was cut off' '*cut.pdf*PDF 文件*exit 2' "$(ask cut.pdf)"
is 'a DOCX that was cut off' '*cut.docx*损坏*exit 2' "$(ask cut.docx check)"
is 'a name that lies' '*实际是网页*exit 2' "$(ask lie.pdf)"
is 'no report' '*不像*exit 2' "$(ask other.txt)"
is 'no such file' '*没有这个文件*exit 2' "$(ask nothing.pdf)"
is 'the child alone says nothing' '' "$("$xxgk" intake 2>&1)"
echo "1..$n"
