/* tests/http/odd KIND: a file to be uploaded, good or hostile, on standard output.
 *
 *      docx       a heading, a paragraph, a table and a picture       tracked   a document with a change and a comment
 *      bomb       40 MiB of blanks in some KiB                        entities  declares entities of its own
 *      cut        the first half of a document                        sheet     a workbook with a hidden sheet
 *      pdf        a page with an identity number                      covered   the same under a black box
 *      locked     a PDF with a password                               pages     a PDF of 500 pages
 *      secret     a document with a secret mark in its header         names     a workbook with an identity number
 *      slides     slides with an internal mark                        heavy     a workbook that takes a while
 *      hungry     a document that wants more memory than there is */
#include "../unit/intake_kit.h"

#include <stdio.h>

#define P(inside) "<w:p>" inside "</w:p>"
#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define CELL(text) "<w:tc>" P(R(text)) "</w:tc>"

static const unsigned char png[] = {0x89, 'P', 'N', 'G',  '\r', '\n', 0x1a, '\n', 0,    0, 0, 13,
                                    'I',  'H', 'D', 'R',  0,    0,    0,    1,    0,    0, 0, 1,
                                    8,    6,   0,   0,    0,    0x1f, 0x15, 0xc4, 0x89, 0, 0, 0,
                                    13,   'I', 'D', 'A',  'T',  0x78, 0x9c, 0x63, 0x60, 0, 0, 0,
                                    2,    0,   1,   0xe2, 0x21, 0xbc, 0x33, 0,    0,    0, 0, 'I',
                                    'E',  'N', 'D', 0xae, 0x42, 0x60, 0x82};

static struct buf
docx(TALLOC_CTX *mem)
{
        const struct kit_part more[] = {
            {"word/_rels/document.xml.rels",
             "<Relationships "
             "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
             "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships/image\" Target=\"media/image1.png\"/></Relationships>",
             0},
            {"word/media/image1.png", (const char *)png, sizeof(png)},
            {NULL, NULL, 0}};

        return kit_docx(mem,
                        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/><w:outlineLvl "
                        "w:val=\"0\"/></w:pPr>" R("关于做好粮食收购工作的通知") "</w:p>" P(
                            R("各乡镇人民政府：")) "<w:tbl><w:tr>" CELL("乡镇")
                            CELL("任务") "</w:tr><w:tr>" CELL("甲乡")
                                CELL("300") "</w:tr></w:tbl>" P(
                                    "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip "
                                    "r:embed=\"r1\"/></a:graphicData></a:graphic></wp:inline>"
                                    "</w:drawing></w:r>"),
                        more);
}

static struct buf
tracked(TALLOC_CTX *mem)
{
        const struct kit_part more[] = {{"word/comments.xml",
                                         "<w:comments " KIT_W
                                         "><w:comment w:id=\"1\" w:author=\"李四\">" P(
                                             R("这里口径不对")) "</w:comment></w:comments>",
                                         0},
                                        {NULL, NULL, 0}};

        return kit_docx(mem,
                        P("<w:del w:id=\"1\" w:author=\"张三\"><w:r><w:delText>底价三百万元"
                          "</w:delText></w:r></w:del>" R("招标公告")),
                        more);
}

static struct buf
bomb(TALLOC_CTX *mem)
{
        const size_t n = 40 << 20;
        char *blanks = mem_array(mem, char, n);
        const struct kit_part parts[] = {{"[Content_Types].xml", "<Types/>", 0},
                                         {"word/document.xml", blanks, n},
                                         {NULL, NULL, 0}};

        memset(blanks, ' ', n);
        return kit_zip(mem, parts);
}

static struct buf
entities(TALLOC_CTX *mem)
{
        const struct kit_part parts[] = {
            {"[Content_Types].xml", "<Types/>", 0},
            {"word/document.xml",
             "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
             "\"&a;&a;&a;&a;&a;&a;\">]><w:document " KIT_W
             "><w:body>" P(R("&b;")) "</w:body></w:document>",
             0},
            {NULL, NULL, 0}};

        return kit_zip(mem, parts);
}

static struct buf
sheet(TALLOC_CTX *mem)
{
#define S "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        const struct kit_part parts[] = {
            {"[Content_Types].xml", "<Types/>", 0},
            {"xl/workbook.xml",
             "<workbook xmlns=\"" S "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/"
             "2006/relationships\"><sheets><sheet name=\"公示\" r:id=\"r1\"/><sheet name=\"底稿\" "
             "r:id=\"r2\" state=\"hidden\"/></sheets></workbook>",
             0},
            {"xl/_rels/workbook.xml.rels",
             "<Relationships "
             "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
             "<Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
             "<Relationship Id=\"r2\" Type=\"x/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
             "</Relationships>",
             0},
            {"xl/worksheets/sheet1.xml",
             "<worksheet xmlns=\"" S "\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
             "</sheetData></worksheet>",
             0},
            {"xl/worksheets/sheet2.xml",
             "<worksheet xmlns=\"" S "\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>"
             "<t>未公开的名单</t></is></c></row></sheetData></worksheet>",
             0},
            {NULL, NULL, 0}};

        return kit_zip(mem, parts);
}

static struct buf
secret(TALLOC_CTX *mem)
{
        const struct kit_part more[] = {
            {"word/header1.xml", "<w:hdr " KIT_W ">" P(R("机密★1年")) "</w:hdr>", 0},
            {NULL, NULL, 0}};

        return kit_docx(mem, P(R("关于做好防汛工作的通知")), more);
}

static const struct kit_part book_parts[] = {
    {"[Content_Types].xml", "<Types/>", 0},
    {"xl/workbook.xml",
     "<workbook xmlns=\"" S "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/"
     "2006/relationships\"><sheets><sheet name=\"名单\" r:id=\"r1\"/></sheets></workbook>",
     0},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
     "<Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "</Relationships>",
     0}};

static struct buf
book(TALLOC_CTX *mem, const char *rows, size_t n)
{
        struct kit_part parts[5] = {book_parts[0], book_parts[1], book_parts[2]};

        parts[3] = (struct kit_part){"xl/worksheets/sheet1.xml", rows, n};
        return kit_zip(mem, parts);
}

#define SHEET_BEGIN "<worksheet xmlns=\"" S "\"><sheetData>"
#define SHEET_END "</sheetData></worksheet>"
#define C(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

static struct buf
names(TALLOC_CTX *mem)
{
        return book(mem,
                    SHEET_BEGIN "<row r=\"1\">" C("A1", "姓名") C("B1", "身份证号码")
                        C("C1", "电话") C("D1", "发票号码") "</row><row r=\"3\">" C("A3", "张建国")
                            C("B3", "11010519491231002X") C("C3", "13912345678")
                                C("D3", "12345678") "</row>" SHEET_END,
                    0);
}

/* Figures of no pattern, so that no ratio of packing is suspicious. */
static struct buf
heavy(TALLOC_CTX *mem)
{
        struct buf rows = buf_new(mem, MiB(48));
        uint32_t x = 20240301;

        buf_str(&rows, SHEET_BEGIN);
        for (int i = 1; i <= 200000; i++) {
                x = x * 1664525 + 1013904223;
                buf_printf(
                    &rows,
                    "<row r=\"%d\"><c r=\"A%d\"><v>%u</v></c><c r=\"B%d\"><v>%u</v></c></row>", i,
                    i, x >> 8, i, x >> 4);
        }
        buf_str(&rows, SHEET_END);
        return book(mem, rows.data, rows.len);
}

/* Millions of elements of a few letters: small as bytes, wide as a tree. */
static struct buf
hungry(TALLOC_CTX *mem)
{
        struct buf xml = buf_new(mem, MiB(60));
        uint32_t x = 20240302;

        buf_str(&xml, "<w:document " KIT_W "><w:body>");
        while (xml.len < MiB(42)) {
                for (int i = 0; i < 100; i++)
                        buf_str(&xml, "<a/><b/><c/><d/>");
                for (int i = 0; i < 6; i++) {
                        x = x * 1664525 + 1013904223;
                        buf_printf(&xml, "<%c/>", 'a' + (char)(x >> 28));
                        buf_printf(&xml, "%u", x);
                }
        }
        buf_str(&xml, "</w:body></w:document>");
        {
                const struct kit_part parts[] = {{"[Content_Types].xml", "<Types/>", 0},
                                                 {"word/document.xml", xml.data, xml.len},
                                                 {NULL, NULL, 0}};

                return kit_zip(mem, parts);
        }
}

static struct buf
slides(TALLOC_CTX *mem)
{
        const struct kit_part parts[] = {
            {"[Content_Types].xml", "<Types/>", 0},
            {"ppt/presentation.xml", "<p:presentation xmlns:p=\"p\"/>", 0},
            {"ppt/slides/slide2.xml",
             "<p:sld xmlns:p=\"p\" "
             "xmlns:a=\"a\"><a:p><a:r><a:t>内部资料　严禁外传</a:t></a:r></a:p>"
             "</p:sld>",
             0},
            {NULL, NULL, 0}};

        return kit_zip(mem, parts);
}

static struct buf
pdf(TALLOC_CTX *mem, int n_pages, const char *drawing, const char *trailer)
{
        struct buf out = buf_new(mem, MiB(4));

        buf_printf(&out,
                   "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n"
                   "<</Type/Pages/Count %d/MediaBox[0 0 595 842]/Kids[",
                   n_pages);
        for (int i = 0; i < n_pages; i++)
                buf_printf(&out, "%d 0 R ", i + 6);
        buf_str(&out, "]>>\nendobj\n");
        buf_printf(&out, "4 0 obj\n<</Length %zu>>\nstream\n%s\nendstream\nendobj\n",
                   strlen(drawing), drawing);
        buf_str(&out, "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n");
        if (*trailer) /* nobody knows its password */
                buf_printf(&out,
                           "3 0 obj\n<</Filter/Standard/V 1/R 2/P -4/O<%064d>/U<%064d>>>\nendobj\n",
                           1, 2);
        for (int i = 0; i < n_pages; i++)
                buf_printf(
                    &out,
                    "%d 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F "
                    "5 0 R>>>>>>\nendobj\n",
                    i + 6);
        buf_printf(&out, "trailer\n<</Root 1 0 R/Size %d%s>>\n%%%%EOF\n", n_pages + 6, trailer);
        return out;
}

static struct buf
make(TALLOC_CTX *mem, const char *kind)
{
        static const char line[] = "BT /F 12 Tf 50 700 Td (No 150202199001011234 end) Tj ET",
                          box[] = "BT /F 12 Tf 50 700 Td (No 150202199001011234 end) Tj ET "
                                  "0 0 0 rg 60 695 140 20 re f";

        if (strcmp(kind, "docx") == 0)
                return docx(mem);
        if (strcmp(kind, "tracked") == 0)
                return tracked(mem);
        if (strcmp(kind, "bomb") == 0)
                return bomb(mem);
        if (strcmp(kind, "entities") == 0)
                return entities(mem);
        if (strcmp(kind, "sheet") == 0)
                return sheet(mem);
        if (strcmp(kind, "pdf") == 0)
                return pdf(mem, 1, line, "");
        if (strcmp(kind, "covered") == 0)
                return pdf(mem, 1, box, "");
        if (strcmp(kind, "locked") == 0)
                return pdf(mem, 1, line, "/Encrypt 3 0 R/ID[<00><00>]");
        if (strcmp(kind, "secret") == 0)
                return secret(mem);
        if (strcmp(kind, "names") == 0)
                return names(mem);
        if (strcmp(kind, "slides") == 0)
                return slides(mem);
        if (strcmp(kind, "heavy") == 0)
                return heavy(mem);
        if (strcmp(kind, "hungry") == 0)
                return hungry(mem);
        if (strcmp(kind, "pages") == 0)
                return pdf(mem, 500, "0 0 0 rg 60 695 140 20 re f", "");
        if (strcmp(kind, "cut") == 0) {
                struct buf whole = docx(mem);

                whole.len /= 2;
                return whole;
        }
        exit(2);
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf out;

        if (argc != 2)
                return 2;
        out = make(mem, argv[1]);
        return fwrite(out.data, 1, out.len, stdout) == out.len ? 0 : 1;
}
