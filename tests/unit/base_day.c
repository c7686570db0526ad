#include "cm.h"

#include "base/day.h"
#include "base/instant.h"

static void
every_day_of_four_centuries_reads_back(void **state)
{
        struct day first = day_ymd(1800, 1, 1), last = day_ymd(2200, 12, 31);
        int weekday = day_weekday(first);
        char text[DAY_TEXT_SIZE];

        (void)state;
        for (struct day d = first; day_cmp(d, last) <= 0; d = day_add(d, 1)) {
                struct day back;

                assert_true(day_parse(day_text(d, text), &back));
                assert_int_equal(back.n, d.n);
                assert_int_equal(day_weekday(d), weekday);
                weekday = weekday % 7 + 1;
        }
}

static void
what_is_no_day_is_refused(void **state)
{
        static const char *const rows[] = {"2019-02-29",  "2019-13-01", "2019-00-10",
                                           "2019-1-1",    "2019-01-32", "2019/01/01",
                                           "2019-01-011", "",           "1900-02-29"};
        struct day d;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_false(day_parse(rows[i], &d));
}

static void
a_day_begins_at_midnight_in_shanghai(void **state)
{
        struct instant t = {1583251200000}; /* 2020-03-03T16:00Z */
        char text[INSTANT_TEXT_SIZE];

        (void)state;
        assert_int_equal(instant_day(t).n, day_ymd(2020, 3, 4).n);
        assert_string_equal(instant_text(t, text), "2020-03-04 00:00");
        t.ms--;
        assert_int_equal(instant_day(t).n, day_ymd(2020, 3, 3).n);
        assert_int_equal(instant_of_day(day_ymd(2020, 3, 4)).ms, 1583251200000);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(every_day_of_four_centuries_reads_back),
            cmocka_unit_test(what_is_no_day_is_refused),
            cmocka_unit_test(a_day_begins_at_midnight_in_shanghai),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
