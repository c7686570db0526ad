/* tests/unit/scan_edges.c: figures, plates, homes and marks that are just one, or just none. */
#include "cm.h"

#include "domain/body/body.h"
#include "domain/scan/scan.h"

struct row {
        const char *text,
            *found; /* findings as they stand in the text, parted by bars; "" for none */
};

static void
try_rows(const char *field, const struct row *rows, size_t n)
{
        size_t bad = 0;

        for (size_t i = 0; i < n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const struct scan_options opt = {0};
                const struct scan_text t = {.field = field, .label = "", .text = rows[i].text};
                struct scan_findings f = scan(mem, &t, 1, NULL, &opt);
                struct buf out = buf_new(mem, KiB(4));

                for (size_t k = 0; k < f.n; k++)
                        buf_printf(&out, "%s%s", k ? "|" : "", f.list[k].found);
                if (strcmp(buf_text(&out), rows[i].found) == 0)
                        continue;
                print_error("%s: %s, not %s\n", rows[i].text, buf_text(&out), rows[i].found);
                bad++;
        }
        assert_int_equal(bad, 0);
}

static void /* 《条例》第十五条 */
identities_and_cards(void **state)
{
        static const struct row rows[] = {
            /* fifteen figures need a person beside them */
            {"370102850612001，男，某县人。", "370102850612001"},
            {"姓名张三，370102850612001。", "370102850612001"},
            {"姓名张三，档案编号370102850612001。", ""},
            {"经县人民政府研究决定，对在抗洪抢险工作中表现突出的下列同志予以通报表扬，并记入个人档"
             "案，"
             "姓名张三，370102850612001，在抗洪抢险工作中连续奋战七昼夜，保住了大堤和下游群众的安全"
             "。",
             "370102850612001"},
            /* no bank of this country begins with 50 */
            {"序号 5034567890123471", ""},
            {"卡号 5034567890123471", "5034567890123471"},
        };

        (void)state;
        try_rows("text", rows, N(rows));
}

static void
telephones(void **state)
{
        static const struct row rows[] = {
            {"电话88881234或88881235", "88881234|88881235"},
            {"电话88881234和88881235", "88881234|88881235"},
            {"电话88881234及88881235", "88881234|88881235"},
            {"电话88881234乙88881235", "88881234"},
            {"合同编号1301，联系电话13912345678", "13912345678"},
            {"合同编号及联系电话13912345678", "13912345678"},
            {"05312888000", "05312888000"},
            {"05311888000", ""},
            {"联系电话见合同编号13912345678", ""},
            {"1391234567 8", ""},
            {"1 3 9 1 2 3 4 5 6 7 8", "1 3 9 1 2 3 4 5 6 7 8"},
            {"013912345678", "013912345678"},
            {"0 13912345678", "13912345678"},
            {"13912345678-13912345679", "13912345678|13912345679"},
            {"20200102-13912345678", ""},
            {"0.13912345678", ""},
            {"025-88881234", "025-88881234"},
            {"026-88881234", ""},
            {"（0531）88881234", "（0531）88881234"},
            {"0531）88881234", ""},
            {"区号0531）88881234", ""},
            {"0531-88881234-801", "0531-88881234-801"},
            {"0531-88881234-1234567", ""},
            {"13912345678-0531-88881234", "13912345678|0531-88881234"},
        };

        (void)state;
        try_rows("text", rows, N(rows));
}

static void
plates(void **state)
{
        static const struct row rows[] = {
            {"鲁A···12345", "鲁A···12345"},
            {"鲁A····12345", ""},
            {"鲁AABC12", "鲁AABC12"},
            {"鲁AABCD1", ""},
            {"鲁AD12345", "鲁AD12345"},
            {"鲁AZ12345", ""},
            {"鲁A12D345", ""},
            {"鲁A12345D", "鲁A12345D"},
        };

        (void)state;
        try_rows("text", rows, N(rows));
}

static void /* 《条例》第十五条 */
homes(void **state)
{
        static const struct row rows[] = {
            {"家住文化路12号3号楼2单元402-", "文化路12号3号楼2单元402"},
            {"家庭住址是文化路12号3号楼", "文化路12号3号楼"},
            {"户籍地址于文化路12号3号楼", "文化路12号3号楼"},
            {"文化路12号3号楼2单元402室，户主王建国", "文化路12号3号楼2单元402室"},
            {"文化路12号3号楼2单元402室，户主不详", ""},
            {"马·丽 文化路12号3号楼2单元402室", "文化路12号3号楼2单元402室"},
            {"市水务局 文化路12号3号楼2单元402室", ""},
        };

        (void)state;
        try_rows("text", rows, N(rows));
}

/* Under 地址 it is a home where the row names a person and no office. */
static void
homes_in_tables(void **state)
{
        static const struct {
                const char *text;
                size_t n;
        } rows[] = {
            {"| 名称 | 地址 |\n| 王建国 | 文化路12号3号楼 |\n", 1},
            {"| 地址 | 名称 |\n| 文化路12号3号楼 | 王建国 |\n", 1},
            {"| 名称 | 地址 |\n| 市水务局 | 文化路12号3号楼 |\n", 0},
            {"| 名称 | 地址 |\n| 阳光幼儿园 | 文化路12号3号楼 |\n", 0},
            {"| 联系电话及编号 | 名称 |\n| 13912345678 | 甲 |\n", 1},
            {"| 合同编号 | 名称 |\n| 13912345678 | 甲 |\n", 0},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const struct scan_options opt = {0};
                struct problems p = {.mem = mem};
                struct body *b;

                assert_int_equal(body_from_text(mem, rows[i].text, &p, &b), 0);
                if (scan(mem, NULL, 0, b, &opt).n != rows[i].n)
                        fail_msg("%s", rows[i].text);
        }
}

static void /* 《保守国家秘密法》 */
marks(void **state)
{
        static const struct row texts[] = {
            {"机密⭐1年", "机密⭐1年"},
            {"机密∗3年", "机密∗3年"},
            {"机密✹", "机密✹"},
            {"机密🌟", "机密🌟"},
            {"机密⋆", "机密⋆"},
            {"机   密★", "机   密★"},
            {"机    密★", ""},
            {"（机密 3年）关于开展检查的通知", "机密 3年"},
            {"机密 1年", "机密 1年"},
            {"机密 1年 关于开展检查的通知", ""},
            {"机 密 1年 关于开展检查的通知", "机 密 1年"},
            {"本件密级：机密 3年，请核对。", "机密 3年"},
            {"本件密级：机密，请核对。", "机密"},
            {"（内部资料）关于开展检查的通知", "内部资料"},
            {"关于（内部资料）管理的通知", ""},
        };
        static const struct row names[] = {
            {"机密-方案.doc", "机密"},
            {"机密中心管理办法.doc", ""}, /* 中 ends with the byte of a dash */
            {"内部资料 方案.doc", "内部资料"},
            {"内部资料中心.doc", ""},
        };

        (void)state;
        try_rows("text", texts, N(texts));
        try_rows("file.0", names, N(names));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(identities_and_cards),
            cmocka_unit_test(telephones),
            cmocka_unit_test(plates),
            cmocka_unit_test(homes),
            cmocka_unit_test(homes_in_tables),
            cmocka_unit_test(marks),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
