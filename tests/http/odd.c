/* tests/http/odd KIND: a file to be uploaded, good or hostile, on standard output.
 *
 *      docx       a heading, a paragraph, a table and a picture       tracked   a document with a change and a comment
 *      bomb       40 MiB of blanks in some KiB                        entities  declares entities of its own
 *      cut        the first half of a document                        sheet     a workbook with a hidden sheet
 *      pdf        a page with an identity number                      covered   the same under a black box
 *      locked     a PDF with a password                               pages     a PDF of 500 pages */
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
