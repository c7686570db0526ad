#include "cm.h"

#include "domain/report/report.h"
#include "intake/html.h"

#include <time.h>

/* What it costs to read and check a hostile page of the largest size: processor time and memory stay in proportion.
 * The limits are wide enough for a slow machine and far below what one quadratic loop would take. */

enum { SECONDS_MAX = 8, TIMES_SIZE_MAX = 120 };

/* Under sanitizers, which make all of it ten times as slow, a smaller page is looked at for faults alone. */
#if defined(__SANITIZE_ADDRESS__)
enum { PAGE_SIZE = REPORT_TEXT_MAX / 32 };
#else
enum { PAGE_SIZE = REPORT_TEXT_MAX };
#endif

static const char head[] = "某市水务局2022年政府信息公开工作年度报告\n一、总体情况\n";
static const char tables[] =
    "二、主动公开政府信息情况\n第二十条第（一）项\n本年制发件数\n本年废止件数\n"
    "现行有效件数\n申请人情况\n";

/* The heads of a table of one column, where labels and figures may touch: once before what is repeated. */
#define OLD_TABLE "统计表\n受理依申请公开总数\n对申请的答复数\n主动公开信息数\n"

static const char *
filled(TALLOC_CTX *mem, bool in_table, const char *what, size_t size)
{
        struct buf b = buf_new(mem, size + 1);

        buf_str(&b, head);
        if (in_table)
                buf_str(&b, tables);
        if (strncmp(what, OLD_TABLE, strlen(OLD_TABLE)) == 0) {
                buf_str(&b, OLD_TABLE);
                what += strlen(OLD_TABLE);
        }
        for (size_t n = strlen(what); b.len + n < size;)
                buf_put(&b, what, n);
        return buf_text(&b);
}

static double
processor_time(void)
{
        struct timespec t;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
costs_in_proportion(void **state)
{
        static const struct {
                bool in_table;
                const char *what;
        } rows[] = {
            {false, "1234567"},
            {false, "1,234,"},
            {false, "二〇一九三百二十"},
            {false, "主动公开政府信息3条，"},
            {false, "通过水质监测栏目公开信息14条。"},
            {false, "收到12件，上年10件，增长20%，占3%，"},
            {false, "共收到申请9件，其中当面3件，由5件组成"},
            {false, "2022年"},
            {false, "某县水务局编制"},
            {false, "(二)依申请公开。人大提案\n"},
            {false, "未收到政府信息公开申请，"},
            {false, "|"},
            {false, "《《"},
            {true, "|"},
            {true, "|\n|0\n"},
            {true, "0\n"},
            {true, "0 "},
            {true, "一、本年新收政府信息公开申请数量|1|2|3|4|5|6|7|\n"},
            {true, "予以公开 1 "},
            {true, "规章1 规章2"},
            {false, OLD_TABLE "数1"},
            {false, OLD_TABLE "网站公开条12"},
            {false, OLD_TABLE "1."},
            {false, OLD_TABLE "主动公开信息数|条|01|3|\n"},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const char *text = filled(mem, rows[i].in_table, rows[i].what, PAGE_SIZE);
                size_t n = strlen(text), before = talloc_total_size(mem);
                double begun = processor_time(), took;
                struct report *rep;
                struct report_checks k;

                assert_int_equal(report_read(mem, "x", text, n, &rep), 0);
                report_check(mem, rep, rep, &k);
                took = processor_time() - begun;
                if (took > SECONDS_MAX ||
                    talloc_total_size(mem) - before > MiB(8) + TIMES_SIZE_MAX * n)
                        fail_msg("%s: %.1f s, %zu times its size", rows[i].what, took,
                                 (talloc_total_size(mem) - before) / n);
        }
}

static void
pages_in_proportion(void **state)
{
        static const char *const rows[] = {"<td>3", "<!--", "&#", "<", "<table><tr><td", "</p>\n"};

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct buf out = buf_new(mem, MiB(16));
                const char *page = filled(mem, false, rows[i], PAGE_SIZE);
                size_t before = talloc_total_size(mem);
                double begun = processor_time(), took;

                html_to_text(&out, page, strlen(page));
                took = processor_time() - begun;
                if (took > SECONDS_MAX ||
                    talloc_total_size(mem) - before > MiB(8) + TIMES_SIZE_MAX * strlen(page))
                        fail_msg("%s: %.1f s", rows[i], took);
        }
}

static void
larger_is_refused(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *text = filled(mem, false, "。", REPORT_TEXT_MAX + 100);
        struct report *rep;

        (void)state;
        assert_int_equal(report_read(mem, "x", text, strlen(text), &rep), REPORT_NOT_ONE);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(costs_in_proportion),
            cmocka_unit_test(pages_in_proportion),
            cmocka_unit_test(larger_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
