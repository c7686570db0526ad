#!/bin/bash
# xxgk redact: a PDF of one page, blacked out; what it says before and what is left after.
. "$(dirname "$0")/lib.sh"
xxgk=$(realpath "$xxgk")
self=$(realpath "$0")
cd "$home" || exit 1

drawing='BT /F 12 Tf 50 700 Td (No 150202199001011234 end) Tj ET'
cat >a.pdf <<PDF
%PDF-1.7
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>
endobj
4 0 obj
<</Length ${#drawing}>>
stream
$drawing
endstream
endobj
5 0 obj
<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>
endobj
trailer
<</Root 1 0 R/Size 6>>
%%EOF
PDF
redact() { "$xxgk" redact "$@" 2>&1; echo "exit $?"; }

has 'before, it says a number' 150202199001011234 "$(pdftotext a.pdf - 2>/dev/null)"
is 'blacked out' 'exit 0' "$(redact a.pdf --box 1,20,45,60,8 -o b.pdf)"
is 'after, it says nothing' '' "$(pdftotext b.pdf - | tr -d '\f\n')"
is 'nor do its bytes' 0 "$(grep -ac 150202 b.pdf)"
is 'one page of the same size' '*Pages:*1*595*x*842*' "$(pdfinfo b.pdf | sed 's/\.[0-9]*//g')"
is 'what is there is not written over' '*已经存在*exit 2' "$(redact a.pdf --box 1,20,45,60,8 -o b.pdf)"
is 'a box outside the page' '*页面之内*exit 2' "$(redact a.pdf --box 2,20,45,60,8 -o c.pdf)"
is 'a box that is none' '*页,左,上,宽,高*exit 2' "$(redact a.pdf --box 1,20 -o c.pdf)"
is 'no box' '*--box*exit 2' "$(redact a.pdf -o c.pdf)"
echo 'just words' >t.pdf
is 'no PDF' '*实际是纯文本*exit 2' "$(redact t.pdf --box 1,20,45,60,8 -o c.pdf)"
is 'a script that is a PDF too' '*实际是PDF*exit 2' "$(redact "$self" --box 1,20,45,60,8 -o c.pdf)"
is 'nothing was written' 'no' "$([ -e c.pdf ] || echo no)"
echo "1..$n"
