#include "intake_kit.h"

#include "document/paper.h"
#include "document/sheet.h"

/* Every kind of hidden thing in a file of its own, found and named; the same files without it give nothing. */

/* "code@where:excerpt;…", or the message of an outcome in front of which stands its number. */
static const char *
found(TALLOC_CTX *mem, const char *name, const void *bytes, size_t n)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems p = {.mem = mem};
        struct intake_findings list = {.n = 0};
        struct buf out = buf_new(mem, MiB(1));
        int r;

        assert_int_equal(intake_memory(bytes, n, &fd), 0);
        r = intake_findings(mem, &(struct intake_file){name, fd}, &p, &list);
        if (r < 0)
                fail_msg("%s", err_text());
        if (r > 0)
                return mem_printf(mem, "%d %s", r, p.list[0].message);
        for (size_t i = 0; i < list.n; i++)
                buf_printf(&out, "%s@%s:%s;", intake_code_name(list.list[i].code),
                           list.list[i].where, list.list[i].excerpt);
        return buf_text(&out);
}

static void
assert_found(TALLOC_CTX *mem, const char *name, const struct buf *file, const char *wanted)
{
        const char *got = found(mem, name, file->data, file->len);

        if (strcmp(got, wanted) != 0)
                fail_msg("%s:\n got    %s\n wanted %s", name, got, wanted);
}

#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define P(inner) "<w:p>" inner "</w:p>"
#define HIDDEN(props, text) "<w:r><w:rPr>" props "</w:rPr><w:t>" text "</w:t></w:r>"

static void
word_documents(void **state)
{
        static const struct {
                const char *body;
                struct kit_part more;
                const char *wanted;
        } rows[] = {
            {P(R("甲")), {NULL, NULL, 0}, ""},
            {P("<w:ins w:author=\"张三\">" R(
                 "新") "</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"),
             {NULL, NULL, 0},
             "tracked_changes@插入的文字（张三）:新;tracked_changes@删除的文字:旧;"},
            {P("<w:pPr><w:pPrChange "
               "w:author=\"李\"/></w:pPr><w:r><w:rPr><w:rPrChange/></w:rPr></w:r>"),
             {NULL, NULL, 0},
             "tracked_changes@改动的格式（李）:;"},
            {P(HIDDEN("<w:vanish/>", "底价300万") HIDDEN("<w:vanish w:val=\"0\"/>", "公开")),
             {NULL, NULL, 0},
             "hidden_text@隐藏格式:底价300万;"},
            {P(HIDDEN("<w:color w:val=\"FFFFFF\"/>", "看不见")
                   HIDDEN("<w:color w:val=\"FFFFFF\"/><w:shd w:fill=\"000000\"/>", "反白")
                       HIDDEN("<w:sz w:val=\"2\"/>", "小") HIDDEN("<w:vanish/>", " ")),
             {NULL, NULL, 0},
             "hidden_text@白色文字:看不见;hidden_text@极小的文字:小;"},
            {P(R("甲")),
             {"word/comments.xml",
              "<w:comments " KIT_W
              "><w:comment w:author=\"王五\"><w:p>" R("请核实") "</w:p></w:comment></w:comments>",
              0},
             "comments@批注（王五）:请核实;"},
            {P(R("甲")),
             {"word/header1.xml",
              "<w:hdr " KIT_W "><w:p><w:del>" R("密件") "</w:del></w:p></w:hdr>", 0},
             "tracked_changes@删除的文字:密件;"},
            {P(R("甲")), {"word/vbaProject.bin", "x", 0}, "macros@word/vbaProject.bin:;"},
            {P(R("甲")),
             {"word/embeddings/oleObject1.bin", "x", 0},
             "embedded_file@word/embeddings/oleObject1.bin:;"},
            {P(R("甲")),
             {"word/activeX/activeX1.xml", "<a/>", 0},
             "active_content@word/activeX/activeX1.xml:;"},
            {P(R("甲")),
             {"docProps/core.xml",
              "<c><creator>张三</creator><lastModifiedBy>李四</lastModifiedBy><title>题</title></"
              "c>",
              0},
             "author@文件属性:张三;last_modified_by@文件属性:李四;"},
            {P(R("甲")),
             {"docProps/core.xml", "<c><creator> </creator><lastModifiedBy/></c>", 0},
             ""},
            {P(R("甲")),
             {"docProps/app.xml", "<p><Company>某局</Company><Pages>1</Pages></p>", 0},
             "company@文件属性:某局;"},
            {P(R("甲")),
             {"docProps/custom.xml",
              "<p><property name=\"密级\"><lpwstr>内部</lpwstr></property></p>", 0},
             "custom_property@密级:内部;"},
            {P(R("甲")),
             {"word/_rels/settings.xml.rels",
              "<R><Relationship Id=\"a\" Type=\"x/attachedTemplate\" "
              "Target=\"file:///C:/%E5%BC%A0/t.dotm\" TargetMode=\"External\"/>"
              "<Relationship Id=\"b\" Type=\"x/hyperlink\" Target=\"http://a/\" "
              "TargetMode=\"External\"/></R>",
              0},
             "external_link@word/_rels/settings.xml.rels:file:///C:/%E5%BC%A0/t.dotm;"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                const struct kit_part more[] = {rows[i].more, {NULL, NULL, 0}};
                struct buf file = kit_docx(mem, rows[i].body, more);

                assert_found(mem, "a.docx", &file, rows[i].wanted);
        }
}

#define BOOK(states)                                                                               \
        {"xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets>" states "</sheets></workbook>", 0},  \
        {                                                                                          \
                "xl/_rels/workbook.xml.rels",                                                      \
                    "<R><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/>"                \
                    "<Relationship Id=\"r2\" Target=\"/xl/worksheets/sheet2.xml\"/></R>",          \
                    0                                                                              \
        }
#define ONE "<sheet name=\"表一\" r:id=\"r1\"/>"
#define STRINGS                                                                                    \
        {                                                                                          \
                "xl/sharedStrings.xml",                                                            \
                    "<sst><si><t>张三</t><rPh><t>zhang</t></rPh></si><si><r><t>150</t></"        \
                    "r><r><t>202</t></r></si></sst>",                                              \
                    0                                                                              \
        }
#define SHEET(inner)                                                                               \
        {                                                                                          \
                "xl/worksheets/sheet1.xml", "<worksheet>" inner "</worksheet>", 0                  \
        }
#define CELLS "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\"><v>7</v></c></row>"

static void
workbooks(void **state)
{
        static const struct {
                struct kit_part parts[6];
                const char *wanted;
        } rows[] = {
            {{BOOK(ONE),
              STRINGS,
              SHEET("<cols><col min=\"9\" max=\"16384\" hidden=\"1\"/></cols><sheetData>" CELLS
                    "<row r=\"9\" hidden=\"1\"/></sheetData>"),
              {NULL, NULL, 0}},
             ""},
            {{BOOK(ONE "<sheet name=\"底稿\" r:id=\"r2\" state=\"hidden\"/>"),
              STRINGS,
              SHEET("<sheetData/>"),
              {"xl/worksheets/sheet2.xml",
               "<worksheet><sheetData><row><c t=\"s\"><v>1</v></c><c "
               "t=\"inlineStr\"><is><t>李四</t></is></c></row>"
               "</sheetData></worksheet>",
               0},
              {NULL, NULL, 0}},
             "hidden_sheet@工作表“底稿”:150202 李四;"},
            {{BOOK("<sheet name=\"表一\" r:id=\"r1\" state=\"veryHidden\"/>"),
              SHEET(""),
              {NULL, NULL, 0}},
             "hidden_sheet@工作表“表一”（深度隐藏）:;"},
            {{BOOK(ONE),
              STRINGS,
              SHEET("<sheetData>" CELLS
                    "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c></row>"
                    "<row r=\"3\" hidden=\"true\"><c r=\"B3\"><v>9</v></c></row></sheetData>"),
              {NULL, NULL, 0}},
             "hidden_rows@工作表“表一”第2—3行:150202 9;"},
            {{BOOK(ONE),
              STRINGS,
              SHEET("<cols><col min=\"3\" max=\"4\" hidden=\"1\"/></cols><sheetData>" CELLS
                    "</sheetData>"),
              {NULL, NULL, 0}},
             "hidden_columns@工作表“表一”C—D列:7;"},
            {{BOOK(ONE),
              SHEET(""),
              {"xl/externalLinks/externalLink1.xml",
               "<e><sheetData><cell><v>底价</v></cell></sheetData></e>", 0},
              {NULL, NULL, 0}},
             "cached_data@外部工作簿的值:底价;"},
            {{BOOK(ONE),
              SHEET(""),
              {"xl/pivotCache/pivotCacheRecords1.xml", "<r/>", 0},
              {NULL, NULL, 0}},
             "cached_data@数据透视表的源数据:xl/pivotCache/pivotCacheRecords1.xml;"},
            {{BOOK(ONE), SHEET(""), {"xl/connections.xml", "<c/>", 0}, {NULL, NULL, 0}},
             "cached_data@数据连接:xl/connections.xml;"},
            {{BOOK(ONE),
              SHEET(""),
              {"xl/comments1.xml",
               "<c><commentList><comment ref=\"A1\"><text><t>查</t></text></comment>"
               "<comment ref=\"A2\"><text><t>核</t></text></comment></commentList></c>",
               0},
              {NULL, NULL, 0}},
             "comments@批注:查;comments@批注:核;"},
            {{BOOK(ONE), SHEET(""), {"xl/macrosheets/sheet1.xml", "<m/>", 0}, {NULL, NULL, 0}},
             "macros@xl/macrosheets/sheet1.xml:;"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct buf file = kit_zip(mem, rows[i].parts);

                assert_found(mem, "a.xlsx", &file, rows[i].wanted);
        }
}

#define SLIDE(attrs, text)                                                                         \
        "<p:sld xmlns:p=\"p\" xmlns:a=\"a\" " attrs "><a:p><a:t>" text "</a:t></a:p></p:sld>"

static void
presentations(void **state)
{
        static const struct {
                struct kit_part part;
                const char *wanted;
        } rows[] = {
            {{"ppt/slides/slide1.xml", SLIDE("", "公开"), 0}, ""},
            {{"ppt/slides/slide2.xml", SLIDE("show=\"0\"", "内部数据"), 0},
             "hidden_slide@第2张:内部数据;"},
            {{"ppt/notesSlides/notesSlide3.xml", SLIDE("", "口径"), 0},
             "speaker_notes@第3张:口径;"},
            {{"ppt/notesSlides/notesSlide3.xml", "<n xmlns:a=\"a\"><a:fld><a:t>3</a:t></a:fld></n>",
              0},
             ""},
            {{"ppt/comments/comment1.xml", "<l><cm><text>改</text></cm></l>", 0},
             "comments@批注:改;"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                const struct kit_part parts[] = {
                    {"ppt/presentation.xml", "<p/>", 0}, rows[i].part, {NULL, NULL, 0}};
                struct buf file = kit_zip(mem, parts);

                assert_found(mem, "a.pptx", &file, rows[i].wanted);
        }
}

/* A compound file of one sector of directory: its root and the streams named. */
static struct buf
compound(TALLOC_CTX *mem, const char *const *names)
{
        struct buf b = buf_new(mem, KiB(64));
        char sector[512], header[512];

        memset(header, 0xff, sizeof(header));
        memcpy(header, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
        memset(header + 8, 0, 68);
        memcpy(header + 24, "\x3e\0\3\0\xfe\xff\x09\0\x06\0", 10);
        memcpy(header + 44, "\1\0\0\0\1\0\0\0",
               8);                          /* one sector of the table, the directory in sector 1 */
        memcpy(header + 76, "\0\0\0\0", 4); /* the table in sector 0 */
        buf_put(&b, header, sizeof(header));
        memset(sector, 0xff, sizeof(sector));
        memcpy(sector, "\xfd\xff\xff\xff\xfe\xff\xff\xff", 8);
        buf_put(&b, sector, sizeof(sector));
        memset(sector, 0, sizeof(sector));
        for (size_t i = 0; names[i]; i++) {
                char *e = sector + 128 * i;
                size_t n = strlen(names[i]);

                for (size_t k = 0; k < n; k++)
                        e[2 * k] = names[i][k];
                e[64] = (char)(2 * n + 2);
                e[66] = i ? 2 : 5;
        }
        buf_put(&b, sector, sizeof(sector));
        return b;
}

static void
files_of_the_old_kinds(void **state)
{
        static const char *const doc[] = {"Root Entry", "WordDocument", NULL},
                                 *const macro[] = {"Root Entry", "WordDocument", "Macros", NULL},
                                 *const book[] = {"Root Entry", "Workbook", "_VBA_PROJECT_CUR",
                                                  "MBD0001", NULL},
                                 *const locked[] = {"Root Entry", "EncryptedPackage", NULL};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf file = compound(mem, doc);

        (void)state;
        assert_found(mem, "a.doc", &file, "cannot_inspect@:;");
        assert_found(mem, "a.xls", &file, "cannot_inspect@:;wrong_type@:内容实际是旧版 Word 文档;");
        file = compound(mem, macro);
        assert_found(mem, "a.doc", &file, "cannot_inspect@:;macros@:;");
        file = compound(mem, book);
        assert_found(mem, "a.xls", &file, "cannot_inspect@:;macros@:;embedded_file@:MBD0001;");
        file = compound(mem, locked);
        assert_int_equal(found(mem, "a.docx", file.data, file.len)[0], '0' + INTAKE_ENCRYPTED);
}

/* A PDF of one page around its content and more objects from number 6 on. */
static struct buf
pdf(TALLOC_CTX *mem, const char *page, const char *content, const char *more, const char *trailer)
{
        struct buf b = buf_new(mem, KiB(64));

        buf_printf(&b,
                   "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R %s>>\nendobj\n"
                   "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>\nendobj\n"
                   "3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 "
                   "R>>/ExtGState<</G<</ca 0.4>>>>>>%s>>\nendobj\n"
                   "4 0 obj\n<</Length %zu>>\nstream\n%s\nendstream\nendobj\n"
                   "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n%s\n"
                   "trailer\n<</Root 1 0 R/Size 9 %s>>\n%%%%EOF\n",
                   more && strstr(more, "OCG") ? "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
                                               : "",
                   page, strlen(content), content, more, trailer);
        return b;
}

#define LINE "BT /F 12 Tf 50 700 Td (No 150202199001011234 end) Tj ET "

static void
pdf_files(void **state)
{
        static const struct {
                const char *page, *content, *more, *trailer, *wanted;
        } rows[] = {
            {"", LINE, "", "", ""},
            {"", LINE, "6 0 obj\n<</Author<feff5f204e09>/Producer(x)>>\nendobj", "/Info 6 0 R",
             "author@文件属性:张三;"},
            {"", LINE, "6 0 obj\n<</Author( )/Company(Ju\\040x)>>\nendobj", "/Info 6 0 R",
             "company@文件属性:Ju x;"},
            {"/Annots[6 0 R 7 0 R]", LINE,
             "6 0 obj\n<</Subtype/Text/Rect[0 0 9 9]/T(Li)/Contents(check\\)this)>>\nendobj\n7 0 "
             "obj\n<</Subtype/Link/Rect[0 0 9 9]>>\nendobj",
             "", "annotation@注释（Li）:check)this;"},
            {"/Annots[<</Subtype/Highlight/Rect[0 0 9 9]>>]", LINE, "", "", "annotation@注释:;"},
            {"", LINE, "6 0 obj\n<</S/JavaScript/JS(app.alert\\(1\\))>>\nendobj", "",
             "macros@JavaScript:app.alert(1);"},
            {"", LINE, "6 0 obj\n<</S/Launch/F(a.exe)>>\nendobj", "", "active_content@Launch:;"},
            {"", LINE, "6 0 obj\n<</Type/Filespec/F(a.xlsx)/EF<</F 7 0 R>>>>\nendobj", "",
             "embedded_file@附件:a.xlsx;"},
            {"", LINE, "6 0 obj\n<</Type/OCG/Name(draft)>>\nendobj", "",
             "hidden_layer@图层:draft;"},
            {"", LINE, "%%EOF\n4 0 obj\n<</Length 2>>\nstream\nq \nendstream\nendobj", "",
             "earlier_revision@:共2个版本;"},
            /* black over the figures; white; a picture; transparent; the ground of a line; a rule; another line */
            {"", LINE "0 g 65 695 130 16 re f", "", "", "covered_text@第1页:150202199001011234;"},
            {"", LINE "1 g 65 695 m 195 695 l 195 711 l 65 711 l f", "", "",
             "covered_text@第1页:150202199001011234;"},
            {"", "q 1 0 0 1 0 0 cm " LINE "Q q 0.5 0 0 0.5 0 0 cm 130 1390 260 32 re f Q", "", "",
             "covered_text@第1页:150202199001011234;"},
            {"/Rotate 90", LINE "0 g 65 695 130 16 re f", "", "",
             "covered_text@第1页:150202199001011234;"},
            {"", LINE "/G gs 65 695 130 16 re f", "", "", ""},
            {"", "0.9 g 40 695 300 16 re f 0 g " LINE, "", "", ""},
            {"", LINE "50 696 200 1 re f", "", "", ""},
            {"", LINE "0 g 65 600 130 16 re f", "", "", ""},
            {"", LINE "0.9 g 200 695 100 16 re f 0 g BT /F 12 Tf 205 700 Td (next) Tj ET", "", "",
             ""},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf file;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                const char *got;

                file = pdf(mem, rows[i].page, rows[i].content, rows[i].more, rows[i].trailer);
                got = found(mem, "a.pdf", file.data, file.len);
                if (strcmp(got, rows[i].wanted) != 0)
                        fail_msg("row %zu:\n got    %s\n wanted %s", i, got, rows[i].wanted);
        }
        file = pdf(mem, "", LINE, "", "/Encrypt 6 0 R");
        assert_int_equal(found(mem, "a.pdf", file.data, file.len)[0], '0' + INTAKE_ENCRYPTED);
}

/* TIFF with a directory of places: 40°30′N, 111°E. */
static const char exif[] = "Exif\0\0II*\0\x08\0\0\0\1\0\x25\x88\4\0\1\0\0\0\x1a\0\0\0\0\0\0\0"
                           "\2\0\2\0\5\0\3\0\0\0\x38\0\0\0\4\0\5\0\3\0\0\0\x50\0\0\0\0\0\0\0"
                           "\x28\0\0\0\1\0\0\0\x1e\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0"
                           "\x6f\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0";

static void
pictures(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf jpeg = buf_new(mem, KiB(4)), png = buf_new(mem, KiB(4)),
                   clean = buf_new(mem, KiB(4)), docx;
        size_t n = sizeof(exif) - 1;

        (void)state;
        buf_put(&clean, "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20);
        buf_put(&jpeg, clean.data, clean.len);
        buf_put(&jpeg, "\xff\xe1\0", 3);
        buf_char(&jpeg, (char)(n + 2));
        buf_put(&jpeg, exif, n);
        buf_put(&clean, "\xff\xd9", 2);
        buf_put(&jpeg, "\xff\xd9", 2);
        buf_put(&png, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\0\0\0\0\0\0\0",
                36);
        png.data[33] = png.data[34] = png.data[35] = 0;
        png.len = 33;
        buf_put(&png, "\0\0\0", 3);
        buf_char(&png, (char)(n - 6));
        buf_put(&png, "eXIf", 4);
        buf_put(&png, exif + 6, n - 6);
        buf_put(&png, "\0\0\0\0", 4);
        assert_found(mem, "a.jpg", &clean, "");
        assert_found(mem, "a.jpg", &jpeg, "location@:纬度40.5000，经度111.0000;");
        assert_found(mem, "a.png", &png, "location@:纬度40.5000，经度111.0000;");
        docx = kit_docx(mem, P(R("甲")),
                        (const struct kit_part[]){{"word/media/image1.jpg", jpeg.data, jpeg.len},
                                                  {NULL, NULL, 0}});
        assert_found(mem, "a.docx", &docx,
                     "location@图片 word/media/image1.jpg:纬度40.5000，经度111.0000;");
}

static void
own_papers_hide_nothing(void **state)
{
        static const char text[] =
            "# 一、总体要求\n\n正文。\n\n| 项目 | 数量 |\n| 甲 | 12 |\n| 乙 | 3 |\n";
        static const struct sheet_column columns[] = {{"标题", SHEET_TEXT}, {"数量", SHEET_NUMBER}};
        static const char *const cells[] = {"一则", "12"};
        static const struct sheet sheet = {"统计", "某表", columns, 2, cells, 1};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct buf docx = buf_new(mem, PAPER_SIZE_MAX), file = buf_new(mem, PAPER_SIZE_MAX),
                   xlsx = buf_new(mem, MiB(1));
        struct paper paper = {.title = "通知",
                              .head = "某县人民政府文件",
                              .doc_no = "某政发〔2019〕1号",
                              .day = DAY_NONE};
        struct body *body;
        struct press *press;

        (void)state;
        assert_int_equal(body_from_text(mem, text, &p, &body), 0);
        paper.body = body;
        assert_int_equal(paper_docx(mem, &paper, &docx), 0);
        assert_found(mem, "a.docx", &docx, "");
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_int_equal(paper_pdf(press, &paper, &file), 0);
        assert_found(mem, "a.pdf", &file, "");
        assert_int_equal(sheet_xlsx(mem, &sheet, 1, &xlsx), 0);
        assert_found(mem, "a.xlsx", &xlsx, "");
}

/* A paper as our press sets it, in a typesetter's own fonts, with a black box drawn behind its text in
 * time; the press counts from the top. */
static void
a_box_over_a_set_page(void **state)
{
        static const char box[] = "\n9000 0 obj\n<</Length 34>>\nstream\nQ Q q 0 g 0 50 600 500 "
                                  "re f  Q q q\nendstream\nendobj\n";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct buf file = buf_new(mem, PAPER_SIZE_MAX), more = buf_new(mem, PAPER_SIZE_MAX);
        struct body *body;
        struct press *press;
        const char *at, *end, *got;

        (void)state;
        assert_int_equal(body_from_text(mem, "联系人张三，手机13800138000。\n", &p, &body), 0);
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_int_equal(paper_pdf(press,
                                   &(struct paper){.title = "通知", .body = body, .day = DAY_NONE},
                                   &file),
                         0);
        at = memmem(file.data, file.len, "/Contents ", 10);
        assert_non_null(at);
        at += 10;
        end = at + strcspn(at, "R") + 1;
        buf_put(&more, file.data, (size_t)(at - file.data));
        buf_printf(&more, "[%.*s 9000 0 R]", (int)(end - at), at);
        at = memmem(end, file.len - (size_t)(end - file.data), "\nxref", 5);
        assert_non_null(at);
        buf_put(&more, end, (size_t)(at - end));
        buf_str(&more, box);
        buf_put(&more, at, file.len - (size_t)(at - file.data));
        got = found(mem, "a.pdf", more.data, more.len);
        assert_int_equal(strncmp(got, "covered_text@第1页:", strlen("covered_text@第1页:")), 0);
        if (!strstr(got, "13800138000"))
                fail_msg("%s", got);
}

static void
other_kinds(void **state)
{
        static const struct {
                const char *name, *bytes;
                size_t n;
                const char *wanted;
        } rows[] = {
            {"a.txt", "年", 3, ""},
            {"a.html", "<p>年</p>", 10, ""},
            {"a.gif", "GIF89a\1\0\1\0\0\0\0", 13, ""},
            {"a.rtf", "{\\rtf1 x}", 9, "unread_part@RTF 文档:;"},
            {"a.jpg",
             "\x7f"
             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0\1\0\0\0",
             24, "active_content@可执行程序:;wrong_type@:内容实际是可执行程序;"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_string_equal(found(mem, rows[i].name, rows[i].bytes, rows[i].n),
                                    rows[i].wanted);
        assert_int_equal(found(mem, "a.pdf", "", 0)[0], '0' + INTAKE_EMPTY);
        for (int c = 0; c < N_INTAKE_CODES; c++) {
                assert_true(intake_code_label((enum intake_code)c)[0] &&
                            intake_code_advice((enum intake_code)c)[0]);
                assert_true(intake_code_severity((enum intake_code)c) <= INTAKE_GRAVE);
        }
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(word_documents),
            cmocka_unit_test(workbooks),
            cmocka_unit_test(presentations),
            cmocka_unit_test(files_of_the_old_kinds),
            cmocka_unit_test(pdf_files),
            cmocka_unit_test(pictures),
            cmocka_unit_test(own_papers_hide_nothing),
            cmocka_unit_test(a_box_over_a_set_page),
            cmocka_unit_test(other_kinds),
        };

        KIT_CHILD;
        return cmocka_run_group_tests(tests, NULL, NULL);
}
