#include "cm.h"

#include "base/text.h"
#include "domain/scan/alike.h"
#include "domain/scan/scan.h"

#define DOC(inside) "{\"type\":\"doc\",\"content\":[" inside "]}"
#define PARA(inside) "{\"type\":\"paragraph\",\"content\":[" inside "]}"
#define TEXT(s) "{\"type\":\"text\",\"text\":\"" s "\"}"
#define BOLD(s) "{\"type\":\"text\",\"text\":\"" s "\",\"marks\":[{\"type\":\"strong\"}]}"
#define LINK(s, href)                                                                              \
        "{\"type\":\"text\",\"text\":\"" s "\",\"marks\":[{\"type\":\"link\",\"href\":\"" href     \
        "\"}]}"

static struct body *
parse(TALLOC_CTX *mem, const char *json)
{
        struct problems p = {.mem = mem};
        struct body *b = NULL;

        assert_int_equal(body_parse(mem, json, strlen(json), true, &p, &b), 0);
        return b;
}

static struct scan_findings
scan_body(TALLOC_CTX *mem, const char *json, const struct scan_options *opt)
{
        return scan(mem, NULL, 0, parse(mem, json), opt);
}

/* A number parted by a mark or a break is one, and its place is that of its block. */
static void /* 《条例》第十五条 */
places_within_the_tree(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {0};
        struct scan_findings f = scan_body(
            mem,
            DOC(PARA(TEXT("前言")) "," PARA(TEXT("当事人") "," BOLD("3701021985") "," TEXT(
                "06120009，男")) ","
                                 "{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\","
                                 "\"content\":[" PARA(TEXT("电话13912345678")) "]}]}"),
            &opt);

        (void)state;
        assert_int_equal(f.n, 2);
        assert_int_equal(f.list[0].kind, SCAN_IDENTITY);
        assert_string_equal(f.list[0].path, "content[1]");
        assert_int_equal(f.list[0].from, strlen("当事人"));
        assert_int_equal(f.list[0].n, 18);
        assert_string_equal(f.list[0].found, "370102198506120009");
        assert_string_equal(f.list[0].masked, "370102********0009");
        assert_string_equal(f.list[0].before, "当事人");
        assert_string_equal(f.list[0].after, "，男");
        assert_string_equal(f.list[1].path, "content[2].content[0].content[0]");
        assert_string_equal(f.list[1].masked, "139****5678");
        assert_int_equal(f.worst, SCAN_STOP);
        assert_int_equal(f.by_kind[SCAN_IDENTITY], 1);
}

#define CELL(s) "{\"type\":\"cell\",\"content\":[" PARA(TEXT(s)) "]}"
#define WIDE(s, span) "{\"type\":\"cell\"," span ",\"content\":[" PARA(TEXT(s)) "]}"
#define ROW(inside) "{\"type\":\"row\",\"content\":[" inside "]}"

static void
cells_know_the_head_of_their_column(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {0};
        struct scan_findings f = scan_body(
            mem,
            DOC("{\"type\":\"table\",\"content\":[" ROW(CELL("村名") "," CELL("户主") "," CELL(
                "身"
                "份"
                "证"
                "号") "," CELL("电话")) "," ROW(WIDE("古田村",
                                                     "\"rowspan\":2") "," CELL("罗建军") "," CELL("370102850612001") "," CELL("88881234")) "," ROW(CELL("何小红") "," CELL("370102860612001") "," CELL("76543"
                                                                                                                                                                                                       "21")) "]}," PARA(TEXT("370102850612001，88881234"))),
            &opt);

        (void)state;
        assert_int_equal(f.n, 4);
        assert_string_equal(f.list[0].path, "content[0].content[1].content[2].content[0]");
        assert_int_equal(f.list[0].kind, SCAN_IDENTITY);
        assert_int_equal(f.list[1].kind, SCAN_LANDLINE);
        assert_string_equal(f.list[2].path, "content[0].content[2].content[1].content[0]");
        assert_int_equal(f.list[2].from, 0);
        assert_int_equal(f.list[3].kind, SCAN_LANDLINE);
}

static void
own_telephones_are_left_alone(void **state)
{
        static const char *const own[] = {"0531-88881234", "（0531）8888 1235", "139 1234 5678",
                                          "tel 88881237"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {.own_phones = own, .n_own_phones = N(own)};
        static const struct {
                const char *text;
                size_t n;
        } rows[] = {
            {"电话：0531-88881234。", 0},   {"电话：（0531）88881234。", 0},
            {"电话：0531-88881235-801", 0}, {"电话：0531-88881236。", 1},
            {"值班手机：13912345678。", 0}, {"值班手机：+86 139-1234-5678。", 0},
            {"值班手机：13912345679。", 1}, {"电话：0531-88881237。", 0},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                const struct scan_text t = {.field = "text", .label = "正文", .text = rows[i].text};

                assert_int_equal(scan(mem, &t, 1, NULL, &opt).n, rows[i].n);
        }
}

static void
documents_and_links(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct body *b = parse(
            mem,
            DOC(PARA(TEXT("根据安府发〔2019〕12号和") "," LINK("国办发〔2019〕3号", "/item/1") "," TEXT("以及市教字[2020]第05号文件，本文安办发〔2021〕1号")) "," PARA(
                LINK("内网", "http://192.168.1.8/oa") "," LINK("空", "#") "," LINK(
                    "网站",
                    "https://www.gov.cn/") "," LINK("段落",
                                                    "#a") "," LINK("信箱",
                                                                   "mailto:a@example.gov."
                                                                   "cn")) "," PARA(TEXT("见"
                                                                                        "ht"
                                                                                        "tp"
                                                                                        ":/"
                                                                                        "/1"
                                                                                        "0."
                                                                                        "1."
                                                                                        "2."
                                                                                        "3/"
                                                                                        "a."
                                                                                        "ht"
                                                                                        "ml"
                                                                                        "，"
                                                                                        "或"
                                                                                        "ht"
                                                                                        "tp"
                                                                                        ":/"
                                                                                        "/w"
                                                                                        "ww"
                                                                                        ".e"
                                                                                        "xa"
                                                                                        "mp"
                                                                                        "le"
                                                                                        ".g"
                                                                                        "ov"
                                                                                        ".c"
                                                                                        "n"
                                                                                        "/"))));
        size_t n;
        const char *const *keys;
        bool has = false;
        struct scan_known known[] = {{.url = "/item/9"}, {.url = ""}};
        struct scan_options opt = {.check_docno = true, .known = known, .n_known = N(known)};
        struct scan_findings f;
        struct scan_link *links;

        (void)state;
        keys = scan_docno_keys(mem, b, &n);
        for (size_t i = 0; i < n; i++)
                has = has || strcmp(keys[i], "安府发〔2019〕12") == 0;
        assert_true(has);
        known[0].key = "安府发〔2019〕12";
        known[1].key = "安办发〔2021〕1";
        f = scan(mem, NULL, 0, b, &opt);
        assert_int_equal(f.by_kind[SCAN_DOCNO], 2);
        assert_string_equal(f.list[0].found, "安府发〔2019〕12号");
        assert_string_equal(f.list[0].suggestion, "/item/9");
        assert_string_equal(f.list[1].found, "市教字[2020]第05号");
        assert_string_equal(f.list[1].suggestion, "");
        assert_int_equal(f.by_kind[SCAN_LINK], 4);
        assert_string_equal(f.list[2].found, "内网");
        assert_string_equal(f.list[3].found, "空");
        assert_string_equal(f.list[4].found, "段落");
        assert_int_equal(f.list[4].severity, SCAN_HINT);
        assert_string_equal(f.list[5].found, "http://10.1.2.3/a.html");
        links = scan_links(mem, b, &n);
        assert_int_equal(n, 6);
        assert_string_equal(links[0].href, "/item/1");
        assert_int_equal(links[0].kind, SCAN_LINK_OWN);
        assert_int_equal(links[3].kind, SCAN_LINK_WEB);
        assert_string_equal(links[3].path, "content[1]");
        assert_int_equal(links[5].kind, SCAN_LINK_OTHER);
        scan_add_link(mem, &f, &links[3], "返回 404");
        assert_int_equal(f.by_kind[SCAN_LINK], 5);
        assert_string_equal(f.list[f.n - 1].path, "content[1]");
        assert_string_equal(f.list[f.n - 1].reason, "链接 https://www.gov.cn/ 打不开：返回 404。");
        scan_add_alike(mem, &f, "11B/2024-7", "/item/7", 93);
        assert_int_equal(f.list[f.n - 1].kind, SCAN_ALIKE);
        assert_string_equal(f.list[f.n - 1].suggestion, "/item/7");
}

static void
metadata(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {0};
        const struct scan_text texts[] = {
            {.field = "title", .label = "标题", .text = "关于张三13912345678的公示"},
            {.field = "topic", .label = "主题分类", .text = " 　", .required = true},
            {.field = "summary", .label = "概述", .text = NULL},
            {.field = "file.0", .label = "附件名称", .text = "第一行\n鲁A12345.jpg"},
        };
        struct scan_findings f = scan(mem, texts, N(texts), NULL, &opt);

        (void)state;
        assert_int_equal(f.n, 3);
        assert_string_equal(f.list[0].label, "标题");
        assert_string_equal(f.list[0].path, "");
        assert_int_equal(f.list[1].kind, SCAN_EMPTY);
        assert_int_equal(f.list[1].n, 0);
        assert_string_equal(f.list[2].field, "file.0");
        assert_int_equal(f.list[2].from, strlen("第一行\n"));
        assert_string_equal(f.list[2].masked, "鲁A***45");
}

/* Beyond the ceiling findings are counted; one kind does not push out another. */
static void
many_findings(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {0};
        struct buf text = buf_new(mem, MiB(2));
        struct scan_text t = {.field = "text", .label = "正文"};
        struct scan_findings f;

        (void)state;
        for (int i = 0; i < 30000; i++)
                buf_printf(&text, "手机139%08d，", i);
        buf_str(&text, "身份证370102198506120009");
        t.text = buf_text(&text);
        f = scan(mem, &t, 1, NULL, &opt);
        assert_int_equal(f.by_kind[SCAN_MOBILE], 30000);
        assert_int_equal(f.n, SCAN_KEPT_MAX + 1);
        assert_int_equal(f.list[SCAN_KEPT_MAX].kind, SCAN_IDENTITY);
}

static void
word_lists(void **state)
{
        static const struct {
                const char *text, *message; /* NULL: good */
                size_t line;
        } rows[] = {
            {"# 说明\n\n做为 | 作为 | 提示 | 叫做为\n某词|：不用这个词\n", NULL, 0},
            {"做 | 作", "“做”应当有 2 到 40 个字", 1},
            {"\n做为", "“做为”没有写正词或者理由", 2},
            {"做为 | 作为 | 高", "只能是提示、警告或严重", 1},
            {"做为 | 做為", "与错词相同", 1},
            {"做为|作为\n做为|作为", "“做为”前面已经有了", 2},
            {"做为|作为||当做", "“当做”应当比错词长，并包含错词", 1},
            {"做为|作为||当做啊啊", "“当做啊啊”应当比错词长，并包含错词", 1},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_words *w = NULL;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                int r = scan_words_read(mem, rows[i].text, &p, &w);

                assert_int_equal(r, rows[i].message ? 1 : 0);
                assert_int_equal(p.n, r);
                if (r) {
                        assert_string_equal(p.list[0].message, rows[i].message);
                        assert_int_equal(p.list[0].line, rows[i].line);
                } else {
                        assert_int_equal(scan_words_count(w), 2);
                }
        }
}

static void
words_and_their_exceptions(void **state)
{
        static const struct {
                const char *text, *found;
        } rows[] = {
            {"做为单位", "做为"},     {"叫做为好", NULL},           {"当做为", "做为"},
            {"做為單位", "做為"},     {"低端人口问题", "低端人口"}, {"做", NULL},
            {"做为主题。", "做为主"}, {"做为好事", NULL},           {"有所做为", "做为"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        const struct scan_words *w = NULL;
        struct scan_options opt = {0};

        (void)state;
        assert_int_equal(
            scan_words_read(mem,
                            "做为|作为|提示|叫做为 做为好\n低端人口|：称呼不当|严重\n做为主|作为主",
                            &p, &w),
            0);
        opt.words = w;
        for (size_t i = 0; i < N(rows); i++) {
                const struct scan_text t = {.field = "text", .label = "", .text = rows[i].text};
                struct scan_findings f = scan(mem, &t, 1, NULL, &opt);

                assert_int_equal(f.n, rows[i].found ? 1 : 0);
                if (rows[i].found)
                        assert_string_equal(f.list[0].found, rows[i].found);
        }
        assert_int_equal(scan_words_read(mem, scan_words_shipped(), &p, &w), 0);
        assert_true(scan_words_count(w) > 150);
}

static void
likeness(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf a = buf_new(mem, KiB(64)), b = buf_new(mem, KiB(64)), c = buf_new(mem, KiB(64));
        struct alike x, y, z, back;
        uint64_t kx[ALIKE_BANDS], ky[ALIKE_BANDS];
        char text[ALIKE_TEXT_SIZE];
        bool shared = false;

        (void)state;
        for (int i = 0; i < 400; i++) {
                buf_printf(&a, "第%d项工作由%d科负责，", i, i * 7);
                buf_printf(&b, i == 200 ? "第%d项工作由%d科牵头，" : "第%d项工作由%d科负责，", i,
                           i * 7);
                buf_printf(&c, "编号%d的项目投资%d万元；", i * 3, i * 11);
        }
        x = alike_of(buf_text(&a));
        y = alike_of(buf_text(&b));
        z = alike_of(buf_text(&c));
        assert_int_equal(alike_likeness(&x, &x), 100);
        assert_in_range(alike_likeness(&x, &y), ALIKE_NEAR, 99);
        assert_in_range(alike_likeness(&x, &z), 0, 20);
        alike_bands(&x, kx);
        alike_bands(&y, ky);
        for (size_t i = 0; i < ALIKE_BANDS; i++)
                shared = shared || kx[i] == ky[i];
        assert_true(shared);
        assert_true(alike_read(alike_text(&y, text), &back));
        assert_memory_equal(&back, &y, sizeof(y));
        assert_false(alike_read("0", &back));
        /* Blanks, marks and the other script make no difference; short texts must be equal. */
        x = alike_of("关于印发方案的通知");
        y = alike_of("　關於印發　方案的通知。");
        z = alike_of("关于印发方案的公告");
        assert_int_equal(alike_likeness(&x, &y), 100);
        assert_int_equal(alike_likeness(&x, &z), 0);
        /* A short text has the keys of its whole. */
        alike_bands(&x, kx);
        alike_bands(&y, ky);
        assert_memory_equal(kx, ky, sizeof(kx));
        alike_bands(&z, ky);
        assert_memory_not_equal(kx, ky, sizeof(kx));
}

/* The same words over and over: never more alike than long, never quite the same. */
static void
likeness_has_bounds(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf once = buf_new(mem, KiB(4)), often = buf_new(mem, KiB(64)),
                   turned = buf_new(mem, KiB(4));
        struct alike x, y, z;

        (void)state;
        for (int i = 0; i < 20; i++) {
                buf_str(&once, "依法公开政府信息");
                buf_str(&turned, "公开政府信息依法");
        }
        for (int i = 0; i < 200; i++)
                buf_str(&often, "依法公开政府信息");
        x = alike_of(buf_text(&once));
        y = alike_of(buf_text(&often));
        z = alike_of(buf_text(&turned));
        assert_int_equal(alike_likeness(&x, &y), 10);
        assert_int_equal(alike_likeness(&x, &z), 99);
}

/* Findings that are added from outside have the ceiling of the others. */
static void
added_findings(void **state)
{
        const struct scan_link link = {.href = "/a", .text = "甲", .path = "content[0]"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct scan_findings f = {0};

        (void)state;
        scan_add_alike(mem, &f, "11B/2024-1", "/item/1", 100);
        assert_string_equal(f.list[0].reason, "正文与已公开的信息（索引号 11B/2024-1）完全相同。");
        for (int i = 0; i < SCAN_KEPT_MAX; i++) {
                scan_add_alike(mem, &f, "11B/2024-1", "/item/1", 90);
                scan_add_link(mem, &f, &link, "返回 404");
        }
        scan_add_link(mem, &f, &link, "返回 404");
        assert_int_equal(f.n, 2 * SCAN_KEPT_MAX);
        assert_int_equal(f.by_kind[SCAN_ALIKE], SCAN_KEPT_MAX + 1);
        assert_int_equal(f.by_kind[SCAN_LINK], SCAN_KEPT_MAX + 1);
}

/* What must be filled in, filled in or not, and more of it than findings are kept. */
static void
what_is_required(void **state)
{
        static struct scan_text texts[SCAN_KEPT_MAX + 2];
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {0};
        struct scan_findings f;

        (void)state;
        for (size_t i = 0; i < N(texts); i++)
                texts[i] = (struct scan_text){.field = "topic", .label = "主题", .required = true};
        texts[0].text = "水利";
        f = scan(mem, texts, N(texts), NULL, &opt);
        assert_int_equal(f.by_kind[SCAN_EMPTY], SCAN_KEPT_MAX + 1);
        assert_int_equal(f.n, SCAN_KEPT_MAX);
}

/* A number named twice is one key; what has the shape but no year of ours is none. */
static void
keys_of_document_numbers(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {.check_docno = true};
        struct body *b = parse(mem, DOC(PARA(TEXT("安府发〔2019〕12号，安府发〔2019〕12号"))));
        struct scan_findings f;
        size_t n, same = 0;
        const char *const *keys = scan_docno_keys(mem, b, &n);

        (void)state;
        for (size_t i = 0; i < n; i++)
                same += strcmp(keys[i], "安府发〔2019〕12") == 0;
        assert_int_equal(same, 1);
        b = parse(mem, DOC(PARA(TEXT("安府发〔0999〕12号"))));
        scan_docno_keys(mem, b, &n);
        assert_int_equal(n, 0);
        f = scan(mem, NULL, 0, b, &opt);
        assert_int_equal(f.by_kind[SCAN_DOCNO], 1);
        assert_string_equal(f.list[0].suggestion, "");
}

static void
inner_addresses(void **state)
{
        static const struct {
                const char *json;
                size_t n;
        } rows[] = {
            {DOC(PARA(LINK("甲", "http://172.8.1.1/"))), 0},
            {DOC(PARA(LINK("甲", "http://172.16.1.1/"))), 1},
            {DOC(PARA(LINK("甲", "http://172.31.1.1/"))), 1},
            {DOC(PARA(LINK("甲", "http://172.32.1.1/"))), 0},
            {DOC(PARA(LINK("甲", "tel:12345"))), 0},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {0};

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(scan_body(mem, rows[i].json, &opt).by_kind[SCAN_LINK], rows[i].n);
}

/* A cell that hangs down on the right; a name behind a break. */
static void
rows_and_breaks(void **state)
{
        static const char hanging[] =
            DOC("{\"type\":\"table\",\"content\":[" ROW(CELL("户主") "," CELL("电话")) "," ROW(
                CELL("罗建军") "," WIDE(
                    "88881234",
                    "\"rowspan\":2")) "," ROW(CELL("何小红")) "," ROW(CELL("王小明") "," CELL("8888"
                                                                                              "123"
                                                                                              "5")) "]}");
        static const char broken[] = DOC(
            PARA(TEXT("名单") ",{\"type\":\"break\"}," TEXT("王建国 文化路12号3号楼2单元402室")));
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_options opt = {0};
        struct scan_findings f = scan_body(mem, hanging, &opt);

        (void)state;
        assert_int_equal(f.n, 2);
        assert_string_equal(f.list[0].path, "content[0].content[1].content[1].content[0]");
        assert_string_equal(f.list[1].path, "content[0].content[3].content[1].content[0]");
        f = scan_body(mem, broken, &opt);
        assert_int_equal(f.n, 1);
        assert_string_equal(f.list[0].found, "文化路12号3号楼2单元402室");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(places_within_the_tree),
            cmocka_unit_test(cells_know_the_head_of_their_column),
            cmocka_unit_test(own_telephones_are_left_alone),
            cmocka_unit_test(documents_and_links),
            cmocka_unit_test(metadata),
            cmocka_unit_test(many_findings),
            cmocka_unit_test(word_lists),
            cmocka_unit_test(words_and_their_exceptions),
            cmocka_unit_test(likeness),
            cmocka_unit_test(likeness_has_bounds),
            cmocka_unit_test(added_findings),
            cmocka_unit_test(what_is_required),
            cmocka_unit_test(keys_of_document_numbers),
            cmocka_unit_test(inner_addresses),
            cmocka_unit_test(rows_and_breaks),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
