/* Whether columns are kept up, and what the national check would say. */
#include "cm.h"

#include "domain/column/upkeep.h"

static void
days_left_in_words(void **state)
{
        static const struct {
                int ago, period; /* ago -1: nothing in it */
                enum upkeep_state state;
                const char *words;
        } rows[] = {
            {0, 14, UPKEEP_FINE, "还剩 14 天"},    {6, 14, UPKEEP_FINE, "还剩 8 天"},
            {7, 14, UPKEEP_SOON, "还剩 7 天"},     {14, 14, UPKEEP_SOON, "今天到期"},
            {15, 14, UPKEEP_OVERDUE, "已超 1 天"}, {400, 183, UPKEEP_OVERDUE, "已超 217 天"},
            {175, 183, UPKEEP_FINE, "还剩 8 天"},  {-1, 14, UPKEEP_EMPTY, "空白栏目"},
            {0, 7, UPKEEP_FINE, "还剩 7 天"}, /* not warned of on the day it came */
        };
        struct upkeep_limits limits = upkeep_limits_shipped();
        struct day today = day_ymd(2024, 6, 10);
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct day last = rows[i].ago < 0 ? DAY_NONE : day_add(today, -rows[i].ago);
                struct upkeep u = upkeep_of(last, rows[i].period, today, &limits);

                assert_int_equal(u.state, rows[i].state);
                assert_string_equal(upkeep_words(mem, &u), rows[i].words);
        }
}

static void /* 《政府网站与政务新媒体检查指标》 */
where_a_site_fails(void **state)
{
        static const struct {
                int news, far, empty; /* overdue with a short period, with a long one; empty */
                const char *word;     /* in the verdict; NULL: none */
        } rows[] = {
            {4, 0, 0, NULL}, {5, 0, 0, "动态要闻"}, {0, 9, 0, NULL},     {0, 10, 0, "应更新未更新"},
            {0, 0, 4, NULL}, {0, 0, 5, "空白栏目"}, {5, 5, 5, "；空白"}, {4, 5, 4, NULL},
        };
        struct upkeep_limits limits = upkeep_limits_shipped();
        struct day today = day_ymd(2024, 6, 10);
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct upkeep late = upkeep_of(day_add(today, -4000), 14, today, &limits);
                struct upkeep none = upkeep_of(DAY_NONE, 14, today, &limits);
                struct upkeep_sum sum = {.limits = limits};
                const char *why;

                for (int k = 0; k < rows[i].news; k++)
                        upkeep_add(&sum, &late, k % 2 ? 14 : limits.urgent_days);
                for (int k = 0; k < rows[i].far; k++)
                        upkeep_add(&sum, &late, 365);
                for (int k = 0; k < rows[i].empty; k++)
                        upkeep_add(&sum, &none, 365);
                why = upkeep_verdict(mem, &sum);
                assert_int_equal(why == NULL, rows[i].word == NULL);
                if (why)
                        assert_non_null(strstr(why, rows[i].word));
        }
}

static void
a_site_may_set_its_own_limits(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct upkeep_limits own = upkeep_limits_read("fail_empty=1  soon_days=30");
        struct day today = day_ymd(2024, 6, 10);
        struct upkeep u = upkeep_of(day_add(today, -155), 183, today, &own);
        struct upkeep_sum sum = {.limits = own, .empty = 1};

        (void)state;
        assert_int_equal(u.state, UPKEEP_SOON); /* 28 days are left */
        assert_non_null(strstr(upkeep_verdict(mem, &sum), "达到 1 个"));
        assert_false(upkeep_limits_are_shipped(&own));
        assert_string_equal(
            upkeep_limits_text(mem, &own),
            "soon_days=30 urgent_days=183 fail_urgent=5 fail_overdue=10 fail_empty=1");
        own = upkeep_limits_read(upkeep_limits_text(mem, &own));
        assert_int_equal(own.soon_days, 30);
        own = upkeep_limits_read("fail_empty=0 soon_days=366 fail_overdue= nothing=4 urgent_days");
        assert_true(upkeep_limits_are_shipped(&own));
}

static void
a_branch_moves_neither_below_itself_nor_too_deep(void **state)
{
        static const int64_t chain[] = {9, 5, 1};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};

        (void)state;
        column_move_check(7, chain, 3, 12, &p);
        assert_int_equal(p.n, 0);
        column_move_check(7, chain, 3, 13, &p);
        assert_int_equal(p.n, 1);
        column_move_check(5, chain, 3, 0, &p);
        assert_int_equal(p.n, 2);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
            cmocka_unit_test(days_left_in_words),
            cmocka_unit_test(where_a_site_fails),
            cmocka_unit_test(a_site_may_set_its_own_limits),
            cmocka_unit_test(a_branch_moves_neither_below_itself_nor_too_deep),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
