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
# --previous is compared with only when it is the report of the year before of the same agency
table='二、主动公开政府信息情况\n第二十条第（一）项 |\n信息内容 |\n本年新制作数量 |\n本年新公开数量 |\n对外公开总数量 |\n规章 |\n0 |\n0 |\n0 |\n规范性文件 |\n3 |\n2 |\n41 |\n三、收到和处理政府信息公开申请情况\n申请人情况 |\n||||\n一、本年新收政府信息公开申请数量 |6|1|0|0|0|0|7|\n二、上年结转政府信息公开申请数量 |0|0|0|0|0|0|0|\n'
of() { printf "$1$2年政府信息公开工作年度报告\n一、总体情况\n$table"; }
of 青禾县林业局 2020 >now.txt
of 青禾县林业局 2019 >was.txt
of 青禾县林业局 2018 >older.txt
of 青禾县粮食局 2019 >else.txt
before() { "$xxgk" --json report check "${@:2}" --previous "$1" 2>&1; }
lacks() { is "$1" no "$([[ $3 == *"$2"* ]] && echo yes || echo no)"; }
lacks 'the report of the year before' '不是所核对机关上一年度' "$(before was.txt now.txt)"
has 'of another year' 'older.txt：不是所核对机关上一年度的报告' "$(before older.txt now.txt)"
has 'of another agency' 'else.txt：不是所核对机关上一年度的报告' "$(before else.txt now.txt)"
has 'cannot be held against the carry-over' '所附的不是本机关上一年度的报告，无法核对' "$(before else.txt now.txt)"
lacks 'one of several that it fits' '不是所核对机关上一年度' "$(before was.txt now.txt else.txt)"

mkdir folder
is 'a folder' '*folder：*文件夹*exit 2' "$(ask folder)"
is 'a folder to the clock' '*folder：*文件夹*2' "$("$xxgk" clock folder 2>&1; echo $?)"
is 'the child alone says nothing' '' "$("$xxgk" intake 2>&1)"
echo "1..$n"
