#include "cm.h"

#include "base/crypto.h"
#include "domain/body/body.h"

#define HEX "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
#define DOC(inside) "{\"type\":\"doc\",\"content\":[" inside "]}"
#define PARA(inside) "{\"type\":\"paragraph\",\"content\":[" inside "]}"
#define TEXT(s) "{\"type\":\"text\",\"text\":\"" s "\"}"
#define CELL(s) "{\"type\":\"cell\",\"content\":[" PARA(TEXT(s)) "]}"

static struct body *
parse(TALLOC_CTX *mem, const char *json)
{
        struct problems p = {.mem = mem};
        struct body *b = NULL;
        int r = body_parse(mem, json, strlen(json), true, &p, &b);

        if (r)
                print_message("%s: %s\n", p.list[0].field, p.list[0].message);
        assert_int_equal(r, 0);
        return b;
}

static void
trees_as_html_text_and_json(void **state)
{
        static const struct {
                const char *json, *html, *text;
        } rows[] = {
            {"{\"type\":\"doc\"}", "", ""},
            {DOC(PARA(TEXT("公开 <&>'\\\"")) ",{\"type\":\"paragraph\"}"),
             "<p>公开 &lt;&amp;&gt;&#39;&quot;</p>\n", "公开 <&>'\"\n"},
            {DOC("{\"type\":\"heading\",\"level\":2,\"align\":\"center\",\"content\":[" TEXT(
                 "一、总体情况") "]}"),
             "<h3 class=\"align-center\">一、总体情况</h3>\n", "一、总体情况"},
            {DOC(PARA("{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"strong\"},{"
                      "\"type\":\"em\"}]"
                      "},{\"type\":\"break\"},{\"type\":\"text\",\"text\":\"b\",\"marks\":[{"
                      "\"type\":\"sup\"},{"
                      "\"type\":\"link\",\"href\":\"https://example.gov.cn/?a=1&b=2\"}]}")),
             "<p><strong><em>a</em></strong><br><a href=\"https://example.gov.cn/?a=1&amp;b=2\" "
             "rel=\"noopener\"><sup>b</sup></a></p>\n",
             "a\nb"},
            {DOC("{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\",\"content\":"
                 "[" PARA(TEXT("甲")) ",{\"type\":\"ordered_list\",\"start\":3,\"content\":[{"
                                      "\"type\":\"list_item\","
                                      "\"content\":[" PARA(TEXT("乙")) "]}]}]}]}"),
             "<ul><li><p>甲</p>\n<ol start=\"3\"><li><p>乙</p>\n</li></ol>\n</li></ul>\n",
             "甲\n乙"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":"
                 "\"header\","
                 "\"colspan\":2,\"content\":[" PARA(
                     TEXT("表头")) "]}]},{\"type\":\"row\",\"content\":[{"
                                   "\"type\":\"header\",\"content\":[" PARA(TEXT("行")) "]}," CELL(
                                       "1") "]}]}"),
             "<div class=\"table-scroll\" role=\"group\" aria-label=\"表格\" "
             "tabindex=\"0\"><table><tbody>"
             "<tr><th scope=\"colgroup\" colspan=\"2\">表头</th></tr><tr><th scope=\"row\">行</th>"
             "<td>1</td></tr></tbody></table></div>\n",
             "表头\n行\t1"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":"
                 "\"header\","
                 "\"rowspan\":2,\"content\":[" PARA(
                     TEXT("甲")) "]},{\"type\":\"cell\",\"align\":\"right\","
                                 "\"content\":[" PARA(TEXT("1")) "," PARA(
                                     TEXT("2")) "]},{\"type\":\"cell\",\"rowspan\":2}]},"
                                                "{\"type\":\"row\",\"content\":[" CELL("3") "]}]}"),
             "<div class=\"table-scroll\" role=\"group\" aria-label=\"表格\" "
             "tabindex=\"0\"><table><tbody>"
             "<tr><th scope=\"col\" rowspan=\"2\">甲</th><td "
             "class=\"align-right\"><p>1</p>\n<p>2</p>\n</td>"
             "<td rowspan=\"2\"></td></tr><tr><td>3</td></tr></tbody></table></div>\n",
             "甲\t1\n2\t\n3"},
            {DOC("{\"type\":\"ordered_list\",\"content\":[{\"type\":\"list_item\",\"content\":"
                 "[" PARA(TEXT("一")) "]}]}"),
             "<ol><li><p>一</p>\n</li></ol>\n", "一"},
            /* what is not known is passed over */
            {DOC("{\"type\":\"paragraph\",\"mood\":1,\"size\":2,\"rank\":3,\"content\":[" TEXT(
                 "甲") "]}"),
             "<p>甲</p>\n", "甲"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":"
                 "\"cell\","
                 "\"content\":[{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\","
                 "\"content\":[" PARA(TEXT("甲")) "]}]}]}]}]}"),
             "<div class=\"table-scroll\" role=\"group\" aria-label=\"表格\" "
             "tabindex=\"0\"><table><tbody><tr><td><ul><li><p>甲</p>\n</li></ul>\n</td></tr>"
             "</tbody></table></div>\n",
             "甲"},
            {DOC(PARA(TEXT("甲")) ",{\"type\":\"image\",\"file\":\"" HEX "\",\"alt\":\"图\"}"),
             "<p>甲</p>\n<img src=\"/file/" HEX "/picture\" alt=\"图\" loading=\"lazy\">",
             "甲\n图"},
            {DOC("{\"type\":\"image\",\"file\":\"" HEX "\",\"alt\":\"流程图\"}"),
             "<img src=\"/file/" HEX "/picture\" alt=\"流程图\" loading=\"lazy\">", "流程图"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct body_html_options opt = {.file_base = "/file/"};

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct body *b = parse(mem, rows[i].json);
                const char *json = body_json(mem, b);

                assert_string_equal(body_html(mem, b, &opt).html, rows[i].html);
                assert_string_equal(body_text(mem, b), rows[i].text);
                assert_string_equal(body_json(mem, parse(mem, json)), json);
        }
}

/* What is kept of a text holds for every address of the site, and is known by its version: whoever
 * changes what body_html() writes raises BODY_HTML_VERSION, with the digest below. */
static void
what_is_kept_fits_every_prefix(void **state)
{
        static const char json[] = DOC("{\"type\":\"heading\",\"level\":2,\"content\":[" TEXT(
            "题<img "
            "src=\\\"/file/") "]}," PARA(TEXT("见") ",{\"type\":\"text\",\"text\":\"网\",\"marks\":"
                                                    "[{\"type\":\"strong\"},{"
                                                    "\"type\":\"link\",\"href\":\"https://"
                                                    "a.example/\"}]},{\"type\":"
                                                    "\"break\"},{\"type\":\"image\",\"file\":\"" HEX
                                                    "\"}") ","
                                                           "{\"type\":\"bullet_list\",\"content\":["
                                                           "{\"type\":\"list_item\","
                                                           "\"content\":[" PARA(TEXT(
                                                               "一")) "]}]},{\"type\":\"table\","
                                                                      "\"content\":[{\"type\":"
                                                                      "\"row\",\"content\":["
                                                                      "{\"type\":\"header\","
                                                                      "\"colspan\":2,\"content\":"
                                                                      "[" PARA(TEXT(
                                                                          "头")) "]}]},{\"type\":"
                                                                                 "\"row\","
                                                                                 "\"content\":[{"
                                                                                 "\"type\":"
                                                                                 "\"cell\","
                                                                                 "\"align\":"
                                                                                 "\"right\","
                                                                                 "\"content\":"
                                                                                 "[" PARA(TEXT(
                                                                                     "1")) "]},{"
                                                                                           "\"type"
                                                                                           "\":"
                                                                                           "\"cell"
                                                                                           "\"}]}]}"
                                                                                           ","
                                                                                           "{\"type"
                                                                                           "\":"
                                                                                           "\"image"
                                                                                           "\","
                                                                                           "\"file"
                                                                                           "\":"
                                                                                           "\"" HEX
                                                                                           "\","
                                                                                           "\"alt\""
                                                                                           ":\"图\""
                                                                                           "}");
        static const char other[] =
            "0000000000000000000000000000000000000000000000000000000000000001";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct body *b = parse(mem, json);
        const char *kept = body_html_keep(mem, b);
        char hex[SM3_HEX_SIZE];
        struct sm3 hash = sm3_of(kept, strlen(kept));

        (void)state;
        assert_ptr_equal(body_html_kept(mem, kept, "/file/").html, kept);
        assert_string_equal(
            body_html_kept(mem, kept, "/x&y/file/").html,
            body_html(mem, b, &(struct body_html_options){.file_base = "/x&y/file/"}).html);
        assert_true(body_html_shows(kept, HEX));
        assert_false(body_html_shows(kept, other));
        assert_int_equal(BODY_HTML_VERSION, 1);
        assert_string_equal(sm3_hex(&hash, hex),
                            "0797244a006fb6c5116eb2f342af189ee95b0331bb464534d7dffa507bda90c9");
}

static void
faults_have_a_place(void **state)
{
        static const struct {
                const char *json, *field;
        } rows[] = {
            {"[", ""},
            {"[]", "type"},
            {"{\"type\":\"paragraph\"}", "type"},
            {DOC("{\"type\":\"script\"}"), "content[0].type"},
            {DOC(TEXT("裸")), "content[0].type"},
            {DOC(PARA(PARA(TEXT("x")))), "content[0].content[0].type"},
            {DOC("{\"type\":\"heading\",\"level\":4,\"content\":[" TEXT("x") "]}"),
             "content[0].level"},
            {DOC("{\"type\":\"heading\",\"level\":1}"), "content[0].content"},
            {DOC("{\"type\":\"paragraph\",\"align\":\"justify\"}"), "content[0].align"},
            {DOC("{\"type\":\"paragraph\",\"content\":{}}"), "content[0].content"},
            {DOC("{\"type\":\"paragraph\",\"content\":{\"type\":\"text\"}}"), "content[0].content"},
            {DOC(PARA("{\"type\":\"text\",\"text\":1}")), "content[0].content[0].text"},
            {DOC(PARA("{\"type\":\"text\",\"text\":\"a\\u0007\"}")), "content[0].content[0].text"},
            {DOC(PARA("{\"type\":\"text\",\"text\":\"a\",\"marks\":1}")),
             "content[0].content[0].marks"},
            {DOC(PARA("{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"u\"}]}")),
             "content[0].content[0].marks"},
            {DOC(PARA("{\"type\":\"text\",\"text\":\"a\",\"marks\":[{}]}")),
             "content[0].content[0].marks"},
            {DOC(PARA("{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"sub\"},{\"type\":"
                      "\"sup\"}]}")),
             "content[0].content[0].marks"},
            {DOC(PARA("{\"type\":\"text\",\"text\":\"a\",\"content\":[" TEXT("b") "]}")),
             "content[0].content[0].content"},
            {DOC("{\"type\":\"bullet_list\"}"), "content[0].content"},
            {DOC("{\"type\":\"ordered_list\",\"start\":-1,\"content\":[{\"type\":\"list_item\","
                 "\"content\":["
                 "{\"type\":\"paragraph\"}]}]}"),
             "content[0].start"},
            {DOC("{\"type\":\"image\",\"file\":\"../x\"}"), "content[0].file"},
            {DOC("{\"type\":\"image\"}"), "content[0].file"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":"
                 "\"cell\","
                 "\"colspan\":65}]}]}"),
             "content[0].content[0].content[0].colspan"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[" CELL(
                 "a") "," CELL("b") "]},{\"type\":\"row\",\"content\":[" CELL("c") "]}]}"),
             "content[0]"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":"
                 "\"cell\","
                 "\"rowspan\":2}]}]}"),
             "content[0]"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[" CELL(
                 "a") ",{\"type\":"
                      "\"cell\",\"rowspan\":2}]},{\"type\":\"row\",\"content\":[{\"type\":\"cell\","
                      "\"colspan\":2}]}]}"),
             "content[0]"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":"
                 "\"cell\",\"colspan\":"
                 "64}," CELL("x") "]}]}"),
             "content[0]"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct body *b;

                assert_int_equal(body_parse(mem, rows[i].json, strlen(rows[i].json), true, &p, &b),
                                 1);
                assert_int_equal(p.n, 1);
                assert_string_equal(p.list[0].field, rows[i].field);
        }
}

static void
links_lead_to_known_places_only(void **state)
{
        static const struct {
                const char *href;
                int r;
        } rows[] = {
            {"https://www.gov.cn/", 0},
            {"http://a", 0},
            {"mailto:a@b.gov.cn", 0},
            {"tel:12345", 0},
            {"/item/1", 0},
            {"#top", 0},
            {"javascript:alert(1)", 1},
            {"data:text/html,", 1},
            {"//evil.example", 1},
            {"http://a b", 1},
            {"", 1},
            {"ftp://a", 1},
            {"/\\\\\\\\evil.example", 1},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct body *b;
                char *json =
                    mem_printf(mem,
                               DOC(PARA("{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":"
                                        "\"link\",\"href\":\"%s\"}]}")),
                               rows[i].href);

                assert_int_equal(body_parse(mem, json, strlen(json), true, &p, &b), rows[i].r);
        }
}

static void
ceilings(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf deep = buf_new(mem, MiB(1)), wide = buf_new(mem, MiB(16)), tabs = wide;
        struct problems p = {.mem = mem};
        struct body *b;

        (void)state;
        buf_str(&deep, "{\"type\":\"doc\",\"content\":[");
        for (int i = 0; i < 12; i++)
                buf_str(
                    &deep,
                    "{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\",\"content\":[");
        buf_str(&deep, PARA(TEXT("x")));
        for (int i = 0; i < 12; i++)
                buf_str(&deep, "]}]}");
        buf_str(&deep, "]}");
        assert_int_equal(body_parse(mem, buf_text(&deep), deep.len, true, &p, &b), 1);
        assert_non_null(strstr(p.list[0].message, "层"));
        buf_str(&wide, "{\"type\":\"doc\",\"content\":[");
        for (int i = 0; i < BODY_NODES_MAX; i++)
                buf_str(&wide, i ? ",{\"type\":\"paragraph\"}" : "{\"type\":\"paragraph\"}");
        buf_str(&wide, "]}");
        p.n = p.n_list = 0;
        assert_int_equal(body_parse(mem, buf_text(&wide), wide.len, true, &p, &b), 1);
        assert_int_equal(p.n, 1);
        tabs = buf_new(mem, MiB(4));
        for (int i = 0; i < 100000; i++)
                buf_str(&tabs, "\t\t\tx\n");
        p.n = p.n_list = 0;
        assert_int_equal(body_from_text(mem, buf_text(&tabs), &p, &b), 1);
        tabs = buf_new(mem, MiB(4));
        for (int i = 0; i < BODY_ROWS_MAX + 3; i++)
                buf_str(&tabs, "x\ty\n");
        assert_int_equal(body_from_text(mem, buf_text(&tabs), &p, &b), 0);
        assert_int_equal(b->root.n, 2); /* the table goes on in a second one */
        tabs = buf_new(mem, MiB(8));
        for (int i = 0; i < BODY_BYTES_MAX / 8 + 1; i++)
                buf_str(&tabs, "12345678");
        assert_int_equal(body_from_text(mem, buf_text(&tabs), &p, &b), 1);
        assert_int_equal(p.n, 2);
}

static void
plain_text_becomes_a_tree(void **state)
{
        static const struct {
                const char *from, *html;
        } rows[] = {
            {"", ""},
            {"\n \n　\n", ""},
            {"　　第一段\n\n第二段\r\n续行\n", "<p>第一段</p>\n<p>第二段<br>续行</p>\n"},
            {"# 一\n## 二\n### 三\n#### 四\n#五",
             "<h2>一</h2>\n<h3>二</h3>\n<h4>三</h4>\n<p>#### 四<br>#五</p>\n"},
            {"# \n正文", "<p>正文</p>\n"},
            {"|项目|数|\n|---|--:|\n| 许可 | 1 |\n|处罚|\n",
             "<div class=\"table-scroll\" role=\"group\" aria-label=\"表格\" "
             "tabindex=\"0\"><table><tbody>"
             "<tr><th scope=\"col\">项目</th><th "
             "scope=\"col\">数</th></tr><tr><td>许可</td><td>1</td></tr>"
             "<tr><td>处罚</td><td></td></tr></tbody></table></div>\n"},
            {" | a |b |  \n| c\t|d\n", "<div class=\"table-scroll\" role=\"group\" "
                                       "aria-label=\"表格\" tabindex=\"0\"><table><tbody>"
                                       "<tr><th scope=\"col\">a</th><th "
                                       "scope=\"col\">b</th></tr><tr><td>c</td><td>d</td></tr>"
                                       "</tbody></table></div>\n"},
            {"前\n甲\t乙\n1\t2\n后", "<p>前</p>\n<div class=\"table-scroll\" role=\"group\" "
                                     "aria-label=\"表格\" tabindex=\"0\"><table><tbody>"
                                     "<tr><th scope=\"col\">甲</th><th "
                                     "scope=\"col\">乙</th></tr><tr><td>1</td><td>2</td></tr>"
                                     "</tbody></table></div>\n<p>后</p>\n"},
            {"只有一行\t有制表符\n后", "<p>只有一行 有制表符<br>后</p>\n"},
            {"a\x07"
             "b",
             "<p>ab</p>\n"},
            {"\x07\n", ""},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct body_html_options opt = {.file_base = "/"};

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct body *b;
                const char *json;

                assert_int_equal(body_from_text(mem, rows[i].from, &p, &b), 0);
                assert_string_equal(body_html(mem, b, &opt).html, rows[i].html);
                json = body_json(mem, b);
                assert_string_equal(body_json(mem, parse(mem, json)), json);
        }
}

/* As one would type it, and as it is read back: lists have become paragraphs. */
static void
a_tree_becomes_plain_text(void **state)
{
        static const struct {
                const char *json, *text;
        } rows[] = {
            {"{\"type\":\"doc\"}", ""},
            {DOC("{\"type\":\"heading\",\"level\":2,\"content\":[" TEXT("标题") "]}," PARA(
                 TEXT("甲") ",{\"type\":\"break\"}," TEXT("乙")) "," PARA(TEXT("丙"))),
             "## 标题\n\n甲\n乙\n\n丙"},
            {DOC("{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[" CELL(
                 "项目") "," CELL("数") "]},{\"type\":\"row\",\"content\":[{\"type\":\"cell\","
                                        "\"content\":"
                                        "[" PARA(TEXT("一") ",{\"type\":\"break\"}," TEXT(
                                            "二")) "]}," CELL("3") "]}]}," PARA(TEXT("完"))),
             "| 项目 | 数 |\n| 一 二 | 3 |\n\n完"},
            {DOC("{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\",\"content\":"
                 "[" PARA(TEXT("甲")) "]}]},{\"type\":\"ordered_list\",\"start\":3,\"content\":[{"
                                      "\"type\":"
                                      "\"list_item\",\"content\":[" PARA(
                                          TEXT("乙")) "]},{\"type\":\"list_item\",\"content\":"
                                                      "[" PARA(TEXT("丙")) "]}]}"),
             "· 甲\n\n3. 乙\n\n4. 丙"},
            {DOC("{\"type\":\"image\",\"file\":\"" HEX "\",\"alt\":\"流程图\"}," PARA(
                 TEXT("见") ",{\"type\":\"image\",\"file\":\"" HEX "\",\"alt\":\"图二\"}")),
             "流程图\n\n见图二"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct body *b;

                assert_string_equal(body_to_text(mem, parse(mem, rows[i].json)), rows[i].text);
                assert_int_equal(body_from_text(mem, rows[i].text, &p, &b), 0);
                assert_string_equal(body_to_text(mem, b), rows[i].text);
        }
}

static void
summaries(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *b;

        (void)state;
        assert_int_equal(
            body_from_text(mem, "# 标题\n正文第一段。\n\n甲\t乙\n1\t2\n\n第二段。", &p, &b), 0);
        assert_string_equal(body_summary(mem, b, 100), "正文第一段。 第二段。");
        assert_string_equal(body_summary(mem, b, 4), "正文第一…");
}

static const char *
store(void *arg, const char *file)
{
        ++*(int *)arg;
        return strcmp(file, "img/a.png") == 0 ? HEX : strcmp(file, "img/b.png") == 0 ? "" : NULL;
}

static void
images_are_stored_later(void **state)
{
        static const char json[] = DOC("{\"type\":\"image\",\"file\":\"img/a.png\"}," PARA(
            "{\"type\":\"image\",\"file\":\"" HEX "\"}"));
        static const char lost[] = DOC("{\"type\":\"image\",\"file\":\"img/b.png\"}," PARA(
            "{\"type\":\"image\",\"file\":\"img/b.png\",\"alt\":\"流程\"}"));
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *b;
        int n = 0;

        (void)state;
        assert_int_equal(body_parse(mem, json, sizeof(json) - 1, true, &p, &b), 1);
        assert_int_equal(body_parse(mem, json, sizeof(json) - 1, false, &p, &b), 0);
        body_each_image(b, store, &n);
        assert_int_equal(n, 2);
        assert_string_equal(b->root.kids[0].file, HEX);
        assert_int_equal(body_parse(mem, lost, sizeof(lost) - 1, false, &p, &b), 0);
        body_each_image(b, store, &n);
        assert_string_equal(body_text(mem, b), "（图片缺失）\n流程");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(trees_as_html_text_and_json),
            cmocka_unit_test(what_is_kept_fits_every_prefix),
            cmocka_unit_test(faults_have_a_place),
            cmocka_unit_test(links_lead_to_known_places_only),
            cmocka_unit_test(ceilings),
            cmocka_unit_test(plain_text_becomes_a_tree),
            cmocka_unit_test(a_tree_becomes_plain_text),
            cmocka_unit_test(summaries),
            cmocka_unit_test(images_are_stored_later),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
