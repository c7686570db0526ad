/* tests/unit/report_figures.c: one figure at a time: what it is worth, and whether it counts anything. */
#include "cm.h"

#include "domain/report/figures.h"

#include <math.h>

static void
figures_one_by_one(void **state)
{
        static const struct {
                const char *before, *text; /* the figure begins the text */
                bool counts, approx;
                double value;
                const char *unit;
        } rows[] = {
            {"", "12条", true, false, 12, "条"},
            {"", "1,234,567条", true, false, 1234567, "条"},
            {"", "1,23条", false, false, 0, ""},
            {"", "12人次", true, false, 12, "人次"},
            {"-", "5件", true, false, 5, "件"}, /* a dash before it, but no figure before that */
            {"3-", "5件", false, false, 0, ""},
            {"", "百分之九十八点五", true, false, 98.5, "%"},
            {"", "百分之九十八点", true, false, 98, "%"},
            {"", "百分之九点十", true, false, 9, "%"},
            {"上", "百条", true, true, 100, "条"},
            {"上", "千条", true, true, 1000, "条"},
            {"", "一次", false, false, 0, ""}, /* not said to have been done */
            {"召开了", "一次会议", true, false, 1, "次"},
            {"设立", "一部门", false, false, 0, ""},
            {"", "零件", true, false, 0, "件"},
            {"", "〇件", false, false, 0, ""},
            {"信息", "300余", true, true, 300, ""},
            {"信息", "300余内容", true, true, 300, ""},
            {"", "300余内容", false, true, 300, ""},
            {"人次数为", "12。", true, false, 12, "人次"},
            {"干部数为", "12。", true, false, 12, ""}, /* 部 is no unit here */
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const char *text = mem_printf(mem, "%s%s", rows[i].before, rows[i].text);
                struct figure f = {0};
                bool counts;

                assert_true(figure_at(text, strlen(rows[i].before), &f, &counts) > 0);
                if (counts != rows[i].counts)
                        fail_msg("%s: counts %d", text, counts);
                if (counts && (fabs(f.value - rows[i].value) > 1e-9 || f.approx != rows[i].approx ||
                               strcmp(f.unit, rows[i].unit) != 0))
                        fail_msg("%s: %g%s, about %d", text, f.value, f.unit, f.approx);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(figures_one_by_one)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
