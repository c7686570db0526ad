#include "intake_kit.h"

#include "document/paper.h"
#include "domain/body/body.h"

static const char styles[] =
    "<w:styles " KIT_W
    "><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/>"
    "</w:style><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading "
    "1\"/><w:basedOn w:val=\"a\"/>"
    "<w:rPr><w:b/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"own\"><w:name "
    "w:val=\"自定\"/>"
    "<w:basedOn w:val=\"1\"/><w:pPr><w:outlineLvl w:val=\"1\"/><w:jc "
    "w:val=\"center\"/></w:pPr></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"strong\"><w:name "
    "w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"loop\"><w:name w:val=\"x\"/><w:basedOn "
    "w:val=\"loop\"/></w:style>"
    "</w:styles>";
static const char numbering[] =
    "<w:numbering " KIT_W "><w:abstractNum w:abstractNumId=\"0\">"
    "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt "
    "w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl>"
    "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/><w:lvlText "
    "w:val=\"%1.%2\"/></w:lvl></w:abstractNum>"
    "<w:abstractNum w:abstractNumId=\"1\">"
    "<w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/><w:lvlText "
    "w:val=\"%1.\"/></w:lvl>"
    "<w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/><w:lvlText "
    "w:val=\"·\"/></w:lvl></w:abstractNum>"
    "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num "
    "w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>"
    "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride "
    "w:ilvl=\"0\"><w:startOverride w:val=\"11\"/>"
    "</w:lvlOverride></w:num></w:numbering>";
static const char relations[] =
    "<Relationships><Relationship Id=\"r1\" Target=\"https://www.example.gov.cn/a?b=1\" "
    "TargetMode=\"External\"/>"
    "<Relationship Id=\"r2\" Target=\"media/image1.png\"/><Relationship Id=\"r3\" "
    "Target=\"media/image2.emf\"/>"
    "<Relationship Id=\"r4\" Target=\"javascript:alert(1)\" TargetMode=\"External\"/>"
    "<Relationship Id=\"r5\" Target=\"../../secret\"/></Relationships>";
static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1";

/* The body of a document around inner, checked by the one reader of bodies. */
static const char *
body_of(TALLOC_CTX *mem, const char *inner, struct intake_body *ret)
{
        const struct kit_part more[] = {{"word/styles.xml", styles, 0},
                                        {"word/numbering.xml", numbering, 0},
                                        {"word/_rels/document.xml.rels", relations, 0},
                                        {"word/media/image1.png", png, sizeof(png)},
                                        {"word/media/image2.emf", "\1\0\0\0emf", 8},
                                        {NULL, NULL, 0}};
        struct buf zip = kit_docx(mem, inner, more);
        _cleanup_(intake_close) int fd = -1;
        struct problems p = {.mem = mem};
        struct body *body;
        int r;

        assert_int_equal(intake_memory(zip.data, zip.len, &fd), 0);
        r = intake_body(mem, &(struct intake_file){"a.docx", fd}, &p, ret);
        if (r)
                fail_msg("outcome %d: %s", r, p.n ? p.list[0].message : err_text());
        r = body_parse(mem, ret->json, ret->n, false, &p, &body);
        if (r)
                fail_msg("%s: %s in %s", p.list[0].field, p.list[0].message, ret->json);
        return body_json(mem, body);
}

#define DOC(inner) "{\"type\":\"doc\",\"content\":[" inner "]}"
#define T(text) "{\"type\":\"text\",\"text\":\"" text "\"}"
#define P(inner) "{\"type\":\"paragraph\",\"content\":[" inner "]}"
#define H(level, inner) "{\"type\":\"heading\",\"level\":" level ",\"content\":[" inner "]}"
#define MARKED(text, mark)                                                                         \
        "{\"type\":\"text\",\"text\":\"" text "\",\"marks\":[{\"type\":\"" mark "\"}]}"
#define LI(inner) "{\"type\":\"list_item\",\"content\":[" inner "]}"
#define R(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define STYLED(style, inner) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>" inner "</w:p>"
#define NUMBERED(num, level, inner)                                                                \
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" num                  \
        "\"/></w:numPr></w:pPr>" inner "</w:p>"
#define TC(props, inner) "<w:tc><w:tcPr>" props "</w:tcPr><w:p>" inner "</w:p></w:tc>"

static void
words_and_marks(void **state)
{
        static const struct {
                const char *in, *out;
        } rows[] = {
            {"<w:p>" R("　　甲") R("乙 ") "</w:p><w:p/>", DOC(P(T("甲乙")))},
            {STYLED("1", R("一、总体")), DOC(H("1", T("一、总体")))},
            {STYLED("own", R("居中")),
             DOC("{\"type\":\"heading\",\"align\":\"center\",\"level\":2,\"content\":[" T(
                 "居中") "]}")},
            {STYLED("loop", R("x")), DOC(P(T("x")))},
            {"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r><w:r><w:rPr><w:b "
             "w:val=\"0\"/><w:i/></w:rPr><w:t>斜</w:t></w:r>"
             "<w:r><w:rPr><w:rStyle w:val=\"strong\"/></w:rPr><w:t>强</w:t></w:r>"
             "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r></w:p>",
             DOC(P(MARKED("粗", "strong") "," MARKED("斜", "em") "," MARKED(
                 "强", "strong") "," MARKED("2", "sup")))},
            {"<w:p>" R("上") "<w:r><w:br/></w:r>" R(
                 "下") "<w:r><w:br w:type=\"page\"/></w:r></w:p>",
             DOC(P(T("上") ",{\"type\":\"break\"}," T("下")))},
            {"<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>" R("落款") "</w:p>",
             DOC("{\"type\":\"paragraph\",\"align\":\"right\",\"content\":[" T("落款") "]}")},
            {"<w:p><w:pPr><w:ind w:firstLine=\"640\"/><w:jc w:val=\"left\"/></w:pPr>" R(
                 "正文") "</w:p>",
             DOC(P(T("正文")))},
            {"<w:p><w:hyperlink r:id=\"r1\">" R("网") "</w:hyperlink><w:hyperlink r:id=\"r4\">" R(
                 "恶") "</w:hyperlink></w:p>",
             DOC(P("{\"type\":\"text\",\"text\":\"网\",\"marks\":[{\"type\":\"link\",\"href\":"
                   "\"https://www.example.gov.cn/a?b=1\"}]}," T("恶")))},
            {"<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK "
             "\"http://a.cn/\" </w:instrText></w:r>"
             "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" R(
                 "链") "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" R("后") "</w:p>",
             DOC(P("{\"type\":\"text\",\"text\":\"链\",\"marks\":[{\"type\":\"link\",\"href\":"
                   "\"http://a.cn/\"}]}," T("后")))},
            {"<w:sdt><w:sdtContent><w:p><w:ins>" R("插") "</w:ins></w:p></w:sdtContent></w:sdt>",
             DOC(P(T("插")))},
            {"<w:p>" R("外") "<w:r><w:pict><w:txbxContent><w:p>" R(
                 "框内") "</w:p></w:txbxContent></w:pict></w:r></w:p>",
             DOC(P(T("外")) "," P(T("框内")))},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct intake_body b;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_string_equal(body_of(mem, rows[i].in, &b), rows[i].out);
}

static void
numbers_stand_as_counted(void **state)
{
        static const struct {
                const char *in, *out;
        } rows[] = {
            {NUMBERED("1", "0", R("甲")) NUMBERED("1", "1", R("乙")) NUMBERED("1", "1", R("丙"))
                 NUMBERED("1", "0", R("丁")) NUMBERED("1", "1", R("戊")),
             DOC(P(T("一、甲")) "," P(T("1.1 乙")) "," P(T("1.2 丙")) "," P(T("二、丁")) "," P(
                 T("2.1 戊")))},
            {NUMBERED("3", "0", R("甲")) NUMBERED("3", "0", R("乙")),
             DOC(P(T("十一、甲")) "," P(T("十二、乙")))},
            {NUMBERED("2", "0", R("甲")) NUMBERED("2", "1", R("子")) NUMBERED("2", "1", R("丑"))
                 NUMBERED("2", "0", R("乙")) "<w:p>" R("末") "</w:p>",
             DOC("{\"type\":\"ordered_list\",\"start\":3,\"content\":[" LI(
                 P(T("甲")) ",{\"type\":\"bullet_list\",\"content\":[" LI(P(T("子"))) "," LI(
                     P(T("丑"))) "]}") "," LI(P(T("乙"))) "]}," P(T("末")))},
            {"<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
             "w:val=\"1\"/></w:numPr></w:pPr>" R("总体") "</w:p>",
             DOC(H("1", T("一、总体")))},
            {NUMBERED("9", "0", R("无")), DOC(P(T("无")))},
            {NUMBERED("0", "0", R("无")), DOC(P(T("无")))},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct intake_body b;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_string_equal(body_of(mem, rows[i].in, &b), rows[i].out);
}

#define CELL(props, text) "{\"type\":\"cell\"," props "\"content\":[" P(T(text)) "]}"
#define ROW(inner) "{\"type\":\"row\",\"content\":[" inner "]}"
#define TABLE(inner) "{\"type\":\"table\",\"content\":[" inner "]}"
#define MERGE "<w:vMerge w:val=\"restart\"/>"

static void
tables_keep_their_merged_cells(void **state)
{
        static const struct {
                const char *in, *out;
        } rows[] = {
            {"<w:tbl><w:tr>" TC("<w:gridSpan w:val=\"2\"/>", R("甲"))
                 TC(MERGE, R("乙")) "</w:tr><w:tr>" TC("", R("1")) TC("", R("2"))
                     TC("<w:vMerge/>", "") "</w:tr></w:tbl>",
             DOC(TABLE(ROW(CELL("\"colspan\":2,", "甲") "," CELL("\"rowspan\":2,", "乙")) "," ROW(
                 CELL("", "1") "," CELL("", "2"))))},
            /* a header row, a row too short, one that begins late */
            {"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" TC("", R("甲"))
                 TC("", R("乙")) "</w:tr><w:tr>" TC(
                     "", R("1")) "</w:tr>"
                                 "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC(
                                     "", R("2")) "</w:tr></w:tbl>",
             DOC(TABLE(ROW("{\"type\":\"header\",\"content\":[" P(T(
                 "甲")) "]},{\"type\":"
                        "\"header\",\"content\":"
                        "[" P(T(
                            "乙")) "]}") "," ROW(CELL("",
                                                      "1") ",{\"type\":\"cell\"}") "," ROW("{\"type"
                                                                                           "\":"
                                                                                           "\"cell"
                                                                                           "\"}"
                                                                                           "," CELL(
                                                                                               "",
                                                                                               "2"))))},
            /* a row all of whose cells hang from above was never there */
            {"<w:tbl><w:tr>" TC(MERGE, R("甲")) "</w:tr><w:tr>" TC(
                 "<w:vMerge/>", "") "</w:tr><w:tr>" TC("", R("乙")) "</w:tr></w:tbl>",
             DOC(TABLE(ROW(CELL("", "甲")) "," ROW(CELL("", "乙"))))},
            /* merged with nothing above; a table in a cell */
            {"<w:tbl><w:tr>" TC("<w:vMerge/>", R("甲")) "</w:tr><w:tr><w:tc><w:tbl><w:tr>" TC(
                 "", R("内")) "</w:tr></w:tbl></w:tc></w:tr></w:tbl>",
             DOC(TABLE(ROW(CELL("", "甲")) "," ROW(CELL("", "内"))))},
            {"<w:tbl/><w:p>" R("x") "</w:p>", DOC(P(T("x")))},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct intake_body b;
        struct buf wide = buf_new(mem, MiB(1));
        const char *json;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                json = body_of(mem, rows[i].in, &b);
                if (strcmp(json, rows[i].out) != 0)
                        fail_msg("row %zu: %s", i, json);
        }
        buf_str(&wide, "<w:tbl><w:tr>");
        for (int i = 0; i < 70; i++)
                buf_str(&wide, TC("<w:gridSpan w:val=\"0\"/>", R("格")));
        buf_str(&wide, "</w:tr></w:tbl><w:p>" R("后") "</w:p>");
        json = body_of(mem, wide.data, &b);
        assert_non_null(strstr(json, "格 格"));
        assert_non_null(strstr(json, P(T("后"))));
        assert_int_equal(b.n_warnings, 1);
}

#define BLIP(id)                                                                                   \
        "<w:r><w:drawing><wp:inline><wp:docPr descr=\"县徽\"/><a:graphic><a:blip r:embed=\"" id    \
        "\"/></a:graphic></wp:inline></w:drawing></w:r>"

static void
pictures_come_along_and_losses_are_told(void **state)
{
        static const char lossy[] =
            "<w:p>" R("甲") "<w:del><w:r><w:delText>旧</w:delText></w:r></"
                            "w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
                            "<w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:footnoteReference "
                            "w:id=\"1\"/></w:r>"
                            "<w:r><w:object><w:OLEObject/></w:object></w:r></w:p>";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct intake_body b;
        const char *json = body_of(
            mem, "<w:p>" R("图") BLIP("r2") BLIP("r2") "</w:p>" STYLED("1", R("题") BLIP("r2")),
            &b);

        (void)state;
        assert_string_equal(
            json, DOC(P(T("图") ",{\"type\":\"image\",\"file\":\"picture1.png\",\"alt\":"
                                "\"县徽\"},"
                                "{\"type\":\"image\",\"file\":\"picture1.png\",\"alt\":"
                                "\"县徽\"}") "," H("1", T("题")) ","
                                                                 "{\"type\":\"image\","
                                                                 "\"file\":\"picture1.png\","
                                                                 "\"alt\":\"县徽\"}"));
        assert_int_equal(b.n_pictures, 1);
        assert_int_equal(b.pictures[0].kind, INTAKE_PNG);
        assert_int_equal(b.pictures[0].n, sizeof(png));
        assert_int_equal(b.n_warnings, 0);
        json =
            body_of(mem, "<w:p>" R("图") BLIP("r3") BLIP("r5") BLIP("r9") BLIP("r1") "</w:p>", &b);
        assert_string_equal(json, DOC(P(T("图"))));
        assert_int_equal(b.n_pictures, 0);
        assert_int_equal(b.n_warnings, 1); /* said once */
        json = body_of(mem, lossy, &b);
        assert_string_equal(json, DOC(P(T("甲"))));
        assert_int_equal(b.n_warnings, 5);
}

static void
other_kinds_become_paragraphs(void **state)
{
        static const char text[] =
            "# "
            "一、总体要求\n\n为规范公文格式，现将有关事项通知如下，请各单位认真贯彻执行，执行中遇到"
            "的"
            "问题及时向县人民政府办公室反映，由其会同有关部门研究解决。\n\n第二段。\n";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct buf pdf = buf_new(mem, PAPER_SIZE_MAX);
        struct press *press;
        struct body *body;
        struct intake_body b;
        const struct {
                const char *name, *bytes;
                size_t n;
                const char *has;
        } rows[] = {
            {"a.txt", "　　甲\n\n乙\n", 15, DOC(P(T("甲")) "," P(T("乙")))},
            {"a.html", "<p>甲</p><p>乙</p>", 20, DOC(P(T("甲")) "," P(T("乙")))},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(intake_close) int fd = -1;

                assert_int_equal(intake_memory(rows[i].bytes, rows[i].n, &fd), 0);
                assert_int_equal(intake_body(mem, &(struct intake_file){rows[i].name, fd}, &p, &b),
                                 0);
                assert_string_equal(b.json, rows[i].has);
        }
        assert_int_equal(body_from_text(mem, text, &p, &body), 0);
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_int_equal(
            paper_pdf(press, &(struct paper){.title = "通知", .body = body, .day = DAY_NONE}, &pdf),
            0);
        {
                _cleanup_(intake_close) int fd = -1;

                assert_int_equal(intake_memory(pdf.data, pdf.len, &fd), 0);
                assert_int_equal(intake_body(mem, &(struct intake_file){"a.pdf", fd}, &p, &b), 0);
                /* lines that the paper broke are whole again, the page number is gone */
                assert_non_null(strstr(b.json, "请各单位认真贯彻执行，执行中遇到的问题及时向县人民"
                                               "政府办公室反映，由其会同有关部门研究解决。"));
                assert_null(strstr(b.json, "— 1 —"));
                assert_non_null(strstr(b.json, P(T("第二段。"))));
                assert_int_equal(body_parse(mem, b.json, b.n, false, &p, &body), 0);
        }
}

static void
an_empty_document_is_told(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf zip = kit_docx(mem, "<w:p/>", NULL);
        _cleanup_(intake_close) int fd = -1;
        struct problems p = {.mem = mem};
        struct intake_body b;

        (void)state;
        assert_int_equal(intake_memory(zip.data, zip.len, &fd), 0);
        assert_int_equal(intake_body(mem, &(struct intake_file){"a.docx", fd}, &p, &b),
                         INTAKE_EMPTY);
        assert_int_equal(p.n, 1);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(words_and_marks),
            cmocka_unit_test(numbers_stand_as_counted),
            cmocka_unit_test(tables_keep_their_merged_cells),
            cmocka_unit_test(pictures_come_along_and_losses_are_told),
            cmocka_unit_test(other_kinds_become_paragraphs),
            cmocka_unit_test(an_empty_document_is_told),
        };

        KIT_CHILD;
        return cmocka_run_group_tests(tests, NULL, NULL);
}
