#include "cm.h"

#include "base/text.h"
#include "domain/scan/redact.h"
#include "domain/scan/scan.h"

#define DOC(inside) "{\"type\":\"doc\",\"content\":[" inside "]}"
#define PARA(inside) "{\"type\":\"paragraph\",\"content\":[" inside "]}"
#define HEAD(inside) "{\"type\":\"heading\",\"level\":1,\"content\":[" inside "]}"
#define TEXT(s) "{\"type\":\"text\",\"text\":\"" s "\"}"
#define BOLD(s) "{\"type\":\"text\",\"text\":\"" s "\",\"marks\":[{\"type\":\"strong\"}]}"
#define LINK(s, href)                                                                              \
        "{\"type\":\"text\",\"text\":\"" s "\",\"marks\":[{\"type\":\"link\",\"href\":\"" href     \
        "\"}]}"
#define BREAK "{\"type\":\"break\"}"
#define HEX "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
#define IMAGE(alt) "{\"type\":\"image\",\"file\":\"" HEX "\",\"alt\":\"" alt "\"}"

static struct body *
parse(TALLOC_CTX *mem, const char *json)
{
        struct problems p = {.mem = mem};
        struct body *b = NULL;

        assert_int_equal(body_parse(mem, json, strlen(json), true, &p, &b), 0);
        return b;
}

static void /* 《条例》第三十七条 */
places_are_replaced(void **state)
{
        static const struct {
                const char *before;
                struct redact_place place;
                const char *after; /* or the problem, without a brace */
        } rows[] = {
            /* over a mark: each side keeps its own */
            {DOC(PARA(TEXT("号37010") "," BOLD("2198") "," TEXT("5户"))),
             {.path = "content[0]", .from = 3, .n = 10, .with = "***"},
             DOC(PARA(TEXT("号***") "," TEXT("户")))},
            /* a break within goes too */
            {DOC(PARA(TEXT("甲13912") "," BREAK "," TEXT("345678乙"))),
             {.path = "content[0]", .from = 3, .n = 12, .with = "□"},
             DOC(PARA(TEXT("甲□") "," TEXT("乙")))},
            /* elsewhere, in links, in what stands for a picture */
            {DOC(PARA(LINK("13912345678", "tel:13912345678")) "," PARA(TEXT(
                 "电话13912345678。")) "," PARA(LINK("拨打",
                                                     "tel:+86-139-1234-5678")) "," IMAGE("名片13912"
                                                                                         "345678")),
             {.path = "content[1]", .from = 6, .n = 11, .with = "139****5678"},
             DOC(PARA(TEXT("139****5678")) "," PARA(TEXT("电话139****5678。")) "," PARA(
                 TEXT("拨打")) "," IMAGE("名片139****5678"))},
            /* here only */
            {DOC(PARA(TEXT("高兴")) "," PARA(TEXT("高兴同志"))),
             {.path = "content[1]", .n = 6, .with = "高某", .here_only = true},
             DOC(PARA(TEXT("高兴")) "," PARA(TEXT("高某同志")))},
            /* a heading must say something */
            {DOC(HEAD(TEXT("王伟"))),
             {.path = "content[0]", .n = 6, .with = ""},
             DOC(HEAD(TEXT("□")))},
            {DOC(PARA(TEXT("王伟"))),
             {.path = "content[0]", .n = 6, .with = ""},
             DOC("{\"type\":\"paragraph\"}")},
            {DOC(PARA(TEXT("王伟"))),
             {.path = "content[0]", .n = 6, .expect = "王伟", .with = "王某"},
             DOC(PARA(TEXT("王某")))},
            {DOC(PARA(TEXT("王伟"))),
             {.path = "content[0]", .n = 6, .expect = "王芳", .with = ""},
             "这里的文字已经变了，请重新检查后再遮盖"},
            {DOC(PARA(TEXT("王伟"))),
             {.path = "content[0]", .n = 7, .with = ""},
             "这里的文字已经变了，请重新检查后再遮盖"},
            {DOC(PARA(TEXT("王伟"))),
             {.path = "content[0]", .n = 4, .with = ""},
             "这里的文字已经变了，请重新检查后再遮盖"},
            {DOC(PARA(TEXT("王伟"))),
             {.path = "content[1]", .n = 6, .with = ""},
             "正文里没有这个位置"},
            {DOC(PARA(TEXT("139-1234-5678")) "," PARA(TEXT("１３９１２３４５６７８"))),
             {.path = "content[0]", .n = 13, .with = "□"},
             "这里还能读到要遮盖的内容，只是写法不同"},
            {DOC(PARA(TEXT("66c7f0f462eeedd9")) "," IMAGE("图")),
             {.path = "content[0]", .n = 16, .with = "□"},
             "图片的文件名里有要遮盖的内容"},
            {DOC(PARA(TEXT("王伟"))),
             {.path = "content[0]", .n = 6, .with = "王 伟"},
             "这里还能读到要遮盖的内容，只是写法不同"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                const struct body *b = parse(mem, rows[i].before);
                const char *before = body_json(mem, b);
                struct body *out = NULL;
                int r = redact_body(mem, b, &rows[i].place, 1, &p, &out);

                if (rows[i].after[0] == '{') {
                        assert_int_equal(r, 0);
                        assert_string_equal(body_json(mem, out), rows[i].after);
                } else {
                        assert_int_equal(r, 1);
                        assert_string_equal(p.list[0].message, rows[i].after);
                }
                assert_string_equal(body_json(mem, b), before);
        }
}

/* Two places, the first over a break, which goes once. */
static void
places_of_one_block(void **state)
{
        static const struct redact_place two[] = {
            {.path = "content[0]", .from = 3, .n = 5, .with = "□"},
            {.path = "content[0]", .from = 11, .n = 2, .with = "△"}};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *out;

        (void)state;
        assert_int_equal(
            redact_body(mem, parse(mem, DOC(PARA(TEXT("甲12") "," BREAK "," TEXT("34乙56")))), two,
                        2, &p, &out),
            0);
        assert_string_equal(body_json(mem, out), DOC(PARA(TEXT("甲□") "," TEXT("乙△"))));
}

static void
overlapping_places(void **state)
{
        static const struct redact_place two[] = {
            {.path = "content[0]", .n = 6, .with = ""},
            {.path = "content[0]", .from = 3, .n = 6, .with = ""}};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *out;

        (void)state;
        assert_int_equal(
            redact_body(mem, parse(mem, DOC(PARA(TEXT("一二三四")))), two, 2, &p, &out), 1);
        assert_string_equal(p.list[0].field, "content[0]");
        assert_int_equal(redact_body(mem, parse(mem, DOC("")), NULL, REDACT_MAX + 1, &p, &out), 1);
}

/* What the scan finds and proposes, taken at its word, leaves nothing to find. */
static void
scan_then_redact_then_scan(void **state)
{
        static const char text[] =
            "张建国，身份证370102198506120009，住文化路12号3号楼2单元402室。\n\n"
            "电话13912345678、0531-88881234，车牌鲁A·D1234，卡号6222021602003450003。\n\n"
            "| 姓名 | 身份证号 | 电话 |\n| 李秀英 | 370102 19850612 0009 | 13912345678 |\n";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        const struct scan_options opt = {0};
        struct redact_place *places;
        struct scan_findings f;
        struct body *b, *out;

        (void)state;
        assert_int_equal(body_from_text(mem, text, &p, &b), 0);
        f = scan(mem, NULL, 0, b, &opt);
        assert_true(f.n >= 7);
        places = mem_array(mem, struct redact_place, f.n);
        for (size_t i = 0; i < f.n; i++)
                places[i] = (struct redact_place){.path = f.list[i].path,
                                                  .from = f.list[i].from,
                                                  .n = f.list[i].n,
                                                  .expect = f.list[i].found,
                                                  .with = f.list[i].masked};
        assert_int_equal(redact_body(mem, b, places, f.n, &p, &out), 0);
        f = scan(mem, NULL, 0, out, &opt);
        assert_int_equal(f.n, 0);
        assert_null(strstr(body_json(mem, out), "19850612"));
        assert_null(strstr(body_json(mem, out), "1234567"));
}

static void
names_and_black(void **state)
{
        static const struct {
                const char *name, *masked;
        } rows[] = {{"张建国", "张某某"},     {"王伟", "王某"}, {"欧阳修", "欧阳某"},
                    {"司马相如", "司马某某"}, {"东方", "东某"}, {"李", "李某"}};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_string_equal(redact_name(mem, rows[i].name), rows[i].masked);
        assert_string_equal(redact_black(mem, "鲁A 12"), "□□ □□");
        assert_string_equal(redact_black(mem, "鲁A\n12\t乙"), "□□\n□□\t□");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(places_are_replaced), cmocka_unit_test(places_of_one_block),
            cmocka_unit_test(overlapping_places),  cmocka_unit_test(scan_then_redact_then_scan),
            cmocka_unit_test(names_and_black),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
