/* tests/unit/domain_limits.c: the ceilings and the last corners of the pure rooms: what is one too many is refused or cut, and
 * nothing before it. */
#include "cm.h"

#include "base/text.h"
#include "domain/access/access.h"
#include "domain/agency/agency.h"
#include "domain/body/body.h"
#include "domain/calendar/calendar.h"
#include "domain/item/disclosure.h"
#include "domain/item/import.h"
#include "domain/item/indexno.h"
#include "domain/item/report_head.h"
#include "domain/scan/alike.h"
#include "domain/scan/scan.h"
#include "domain/stats/figure.h"

static const char *
repeated(TALLOC_CTX *mem, const char *piece, size_t n)
{
        struct buf b = buf_new(mem, MiB(16));

        for (size_t i = 0; i < n; i++)
                buf_str(&b, piece);
        return buf_text(&b);
}

/* 0, or the message of the first fault. */
static const char *
tree(TALLOC_CTX *mem, const char *json)
{
        struct problems p = {.mem = mem};
        struct body *body;

        return body_parse(mem, json, strlen(json), false, &p, &body) ? p.list[0].message : NULL;
}

static void
trees_have_ceilings(void **state)
{
        static const char row[] = "{\"type\":\"row\",\"content\":[{\"type\":\"cell\",\"content\":[{"
                                  "\"type\":\"paragraph\"}]}]},";
        static const char cell[] = "{\"type\":\"cell\",\"content\":[{\"type\":\"paragraph\"}]},";
        static const char before[] = "{\"type\":\"doc\",\"content\":[",
                          last[] = "{\"type\":\"paragraph\"}]}";
        TALLOC_CTX *mem = mem_root();
        const char *rows, *cells, *href;

        (void)state;
        rows = repeated(mem, row, BODY_ROWS_MAX - 1);
        assert_null(tree(mem, mem_printf(mem, "%s{\"type\":\"table\",\"content\":[%s%.*s]},%s",
                                         before, rows, (int)strlen(row) - 1, row, last)));
        assert_non_null(
            strstr(tree(mem, mem_printf(mem, "%s{\"type\":\"table\",\"content\":[%s%s%.*s]},%s",
                                        before, rows, row, (int)strlen(row) - 1, row, last)),
                   "5000 行"));
        cells = repeated(mem, cell, BODY_COLUMNS_MAX - 1);
        assert_null(tree(
            mem,
            mem_printf(
                mem,
                "%s{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[%s%.*s]}]},%s",
                before, cells, (int)strlen(cell) - 1, cell, last)));
        assert_non_null(
            strstr(tree(mem, mem_printf(mem,
                                        "%s{\"type\":\"table\",\"content\":[{\"type\":\"row\","
                                        "\"content\":[%s%s%.*s]}]},%s",
                                        before, cells, cell, (int)strlen(cell) - 1, cell, last)),
                   "64 列"));
        href = repeated(mem, "x", BODY_HREF_MAX - 1);
        for (int more = 0; more < 2; more++)
                assert_true(!tree(mem, mem_printf(mem,
                                                  "%s{\"type\":\"paragraph\",\"content\":[{"
                                                  "\"type\":\"text\",\"text\":\"a\",\"marks\":[{"
                                                  "\"type\":\"link\",\"href\":\"/%s%s\"}]}]},%s",
                                                  before, href, more ? "x" : "", last)) == !more);
        assert_non_null(
            strstr(tree(mem, mem_printf(mem,
                                        "%s{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","
                                        "\"text\":\"%s\"}]},%s",
                                        before, repeated(mem, "x", BODY_BYTES_MAX + 1), last)),
                   "MB"));
        mem_endp(&mem);
}

static void
images_name_files_below(void **state)
{
        static const struct {
                const char *file;
                bool good;
        } rows[] = {
            {"a/b.png", true},
            {"", false},
            {"/a.png", false},
            {"a\\\\b.png", false},
            {"../a.png", false},
            {"c:a.png", false},
            {"..", false},
            {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true},
            {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd:f", false},
        };
        TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *body;
        const char *json;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(
                    !tree(
                        mem,
                        mem_printf(
                            mem,
                            "{\"type\":\"doc\",\"content\":[{\"type\":\"image\",\"file\":\"%s\"}]}",
                            rows[i].file)),
                    rows[i].good);
        assert_non_null(tree(
            mem,
            mem_printf(mem, "{\"type\":\"doc\",\"content\":[{\"type\":\"image\",\"file\":\"%s\"}]}",
                       repeated(mem, "x", 512))));
        json = "{\"type\":\"doc\",\"content\":[{\"type\":\"image\",\"file\":\"a/b.png\"}]}";
        assert_int_equal(body_parse(mem, json, strlen(json), true, &p, &body),
                         1); /* stored: digests only */
        mem_endp(&mem);
}

static void
lines_have_ceilings(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *body;
        const char *wide =
            mem_printf(mem, "%s\n%s\n", repeated(mem, "a\t", 70), repeated(mem, "a\t", 3));

        (void)state;
        assert_int_equal(body_from_text(mem, wide, &p, &body), 0);
        assert_int_equal(body->root.kids[0].kids[1].n, BODY_COLUMNS_MAX);
        assert_int_equal(body_from_text(mem, repeated(mem, "|a|\n", BODY_ROWS_MAX + 5), &p, &body),
                         0);
        assert_int_equal(body->root.n, 2);
        /* More cells than a body may have nodes: the rest is refused, not half a table kept. */
        assert_true(body_from_text(mem, repeated(mem, "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\n", 4000),
                                   &p, &body) >= 0);
        assert_true(p.n > 0 || body->n_nodes <= BODY_NODES_MAX);
        assert_int_equal(body_from_text(mem, "|\n|  \n| |\n|a|", &p, &body), 0);
        mem_endp(&mem);
}

static void
fields_have_ceilings(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct import_raw raw = {.body = NULL};
        struct problems p = {.mem = mem};
        struct import_draft d;

        (void)state;
        raw.text[IMPORT_TITLE] = "关于  开展\x7f"
                                 "工作的通知";
        raw.text[IMPORT_CHANNELS] = repeated(mem, "微博;", 3000);
        raw.text[IMPORT_FILES] = mem_printf(mem, "%s;a.doc", repeated(mem, "x", 501));
        assert_int_equal(import_check(mem, &raw, day_ymd(2026, 1, 5), 1, &p, &d), 0);
        assert_string_equal(d.title, "关于 开展 工作的通知");
        assert_true(d.n_channels < 3000);
        assert_int_equal(d.n_files, 1);
        assert_int_equal(indexno_read(mem, "0001/2019-1234567890123456").serial, 0);
        assert_string_equal(report_head_read(mem, "标题：靖宇县2019年政府信息公开年度报告\n").title,
                            "靖宇县2019年政府信息公开年度报告");
        mem_endp(&mem);
}

static void /* 《政府信息公开条例》第五十条 */
names_have_labels(void **state)
{
        (void)state;
        assert_string_equal(figure_label("adopted"), "上级采用信息");
        assert_string_equal(figure_label("nothing of ours"), "nothing of ours");
        assert_string_equal(disclosure_fault_label((enum disclosure_fault)0), "");
        assert_int_equal(access_roles(NULL), 0);
}

static void
scans_have_words_and_ceilings(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        const struct scan_words *list;
        struct alike a, b;
        char hex[ALIKE_TEXT_SIZE];
        enum scan_kind kind;
        const char *base = repeated(mem, "政府信息公开工作的若干规定和办法", 6);

        (void)state;
        assert_true(scan_kind_read("docno", &kind) && kind == SCAN_DOCNO);
        assert_false(scan_kind_read("weather", &kind));
        for (int s = SCAN_HINT; s <= SCAN_STOP; s++)
                assert_true(scan_severity_label((enum scan_severity)s)[0]);
        assert_int_equal(scan_words_read(mem, repeated(mem, "字", (1 << 20) / 3 + 1), &p, &list),
                         1);
        assert_int_equal(
            scan_words_read(mem, mem_printf(mem, "%s=对\n", repeated(mem, "错", SCAN_WORD_MAX + 1)),
                            &p, &list),
            1);
        /* Nearly the same is less than the same; short texts are the same or not. */
        a = alike_of(base);
        b = alike_of(mem_printf(mem, "%s补充", base));
        assert_in_range(alike_likeness(&a, &b), 1, 99);
        b = alike_of("短");
        assert_int_equal(alike_likeness(&a, &b), 0);
        assert_true(alike_read(alike_text(&a, hex), &b));
        memset(hex, 'f', ALIKE_TEXT_SIZE - 1);
        assert_true(alike_read(hex, &b));
        mem_endp(&mem);
}

static void
years_are_those_of_the_calendar(void **state)
{
        TALLOC_CTX *mem = mem_root();
        const int years[] = {1948, 1949, 2200, 2201};
        const struct calendar *c = calendar_new(mem, NULL, 0, years, N(years));

        (void)state;
        assert_true(calendar_has_year(c, 1949) && calendar_has_year(c, 2200));
        assert_false(calendar_has_year(c, 1948) || calendar_has_year(c, 2201));
        mem_endp(&mem);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(trees_have_ceilings),
            cmocka_unit_test(images_name_files_below),
            cmocka_unit_test(lines_have_ceilings),
            cmocka_unit_test(fields_have_ceilings),
            cmocka_unit_test(names_have_labels),
            cmocka_unit_test(scans_have_words_and_ceilings),
            cmocka_unit_test(years_are_those_of_the_calendar),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
