#include "cm.h"

#include "domain/calendar/calendar.h"

static struct day
d(const char *text)
{
        struct day out = DAY_NONE;

        assert_true(day_parse(text, &out));
        return out;
}

static void
working_days_of_each_year(void **state)
{
        static const int rows[] = {251, 250, 250, 250, 249, 250, 250, 249, 250, 249,
                                   250, 250, 249, 250, 249, 249, 251, 248, 248};
        const struct calendar *c = calendar_shipped();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                assert_int_equal(calendar_workdays(c, 2008 + (int)i), rows[i]);
                assert_true(calendar_has_year(c, 2008 + (int)i));
        }
        assert_false(calendar_has_year(c, 2007) || calendar_has_year(c, 2027) ||
                     calendar_has_year(c, 1) || calendar_has_year(c, 9999));
}

static void /* 《民事诉讼法》第八十五条 */
nth_working_day(void **state)
{
        static const struct {
                const char *from;
                int n;
                const char *day;
                bool provisional;
        } rows[] = {
            {"2024-01-29", 20, "2024-02-29", false}, /* Spring Festival, two worked Sundays */
            {"2024-01-29", 7, "2024-02-06", false},
            {"2025-09-26", 20, "2025-10-30", false},
            {"2025-09-26", 40, "2025-11-27", false},
            {"2025-09-28", 20, "2025-10-31", false}, /* received on a worked Sunday */
            {"2025-03-12", 15, "2025-04-02", false},
            {"2024-12-20", 20, "2025-01-20", false},
            {"2025-01-20", 20, "2025-02-21", false},
            {"2012-09-24", 15, "2012-10-19", false},
            {"2025-12-15", 20, "2026-01-13", false},
            {"2024-03-04", 0, "2024-03-04", false},
            {"2026-12-31", 1, "2027-01-04", true}, /* Friday 1 January 2027 is off by law */
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct calendar_nth r =
                    calendar_nth(calendar_shipped(), d(rows[i].from), rows[i].n);

                assert_int_equal(r.day.n, d(rows[i].day).n);
                assert_int_equal(r.provisional, rows[i].provisional);
                assert_int_equal(calendar_between(calendar_shipped(), d(rows[i].from), r.day),
                                 rows[i].n);
        }
}

static void /* 《全国年节及纪念日放假办法》第二条 */
days_and_their_reasons(void **state)
{
        static const struct {
                const char *day;
                enum calendar_why why;
                const char *name;
                bool provisional;
        } rows[] = {
            {"2020-01-31", CALENDAR_OFF, "春节", false}, /* prolonged that year */
            {"2020-02-01", CALENDAR_WEEKEND, "", false},
            {"2015-09-03", CALENDAR_OFF, NULL, false},
            {"2015-09-06", CALENDAR_WORKED, NULL, false},
            {"2019-05-02", CALENDAR_OFF, "劳动节", false},
            {"2024-02-09", CALENDAR_WEEKDAY, "", false}, /* only encouraged to rest */
            {"2012-12-31", CALENDAR_WEEKDAY, "", false},
            {"2011-12-31", CALENDAR_WORKED, "元旦", false},
            {"2027-05-03", CALENDAR_WEEKDAY, "", true},
            {"2028-05-01", CALENDAR_OFF, "劳动节", true},
            {"2028-05-02", CALENDAR_OFF, "劳动节", true},
            {"2007-05-02", CALENDAR_WEEKDAY, "", true},
            {"2007-10-02", CALENDAR_OFF, "国庆节", true},
            {"2029-10-04", CALENDAR_WEEKDAY, "", true},
            {"2028-01-01", CALENDAR_WEEKEND, "", true},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct calendar_day r = calendar_look(calendar_shipped(), d(rows[i].day));

                assert_int_equal(r.why, rows[i].why);
                assert_int_equal(r.provisional, rows[i].provisional);
                if (rows[i].name)
                        assert_string_equal(r.name, rows[i].name);
        }
}

static void
a_calendar_is_read_whole_or_not(void **state)
{
        static const struct {
                const char *csv;
                size_t line;
                const char *field;
        } rows[] = {
            {"date,kind,name\n2027-01-01,off\n", 2, ""},
            {"date,kind,name\n2027-13-01,off,元旦\n", 2, "date"},
            {"date,kind,name\n2027-01-01,free,元旦\n", 2, "kind"},
            {"date,kind,name\n2027-01-02,off,元旦\n", 2, "kind"}, /* a Saturday */
            {"date,kind,name\n2027-01-01,work,元旦\n", 2, "kind"},
            {"date,kind,name\n2027-01-01,off,\n", 2, "name"},
            {"date,kind,name\n2027-01-01,off,a\n2027-01-01,off,b\n", 0, "date"},
            {"date,kind,name\n", 0, ""},
            {"date,kind,name\n\"", 2, "第 1 列"},
            {"\xff", 0, ""},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems none = {.mem = mem};
        const char *good = "2027-01-03,work,元旦\n2027-01-01,off,元旦\n";
        struct calendar *c;
        size_t n;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};

                assert_int_equal(calendar_read(mem, rows[i].csv, strlen(rows[i].csv), &p, &c), 1);
                assert_int_equal(p.n, 1);
                assert_int_equal(p.list[0].line, rows[i].line);
                assert_string_equal(p.list[0].field, rows[i].field);
        }
        assert_int_equal(calendar_read(mem, good, strlen(good), &none, &c), 0);
        assert_true(calendar_has_year(c, 2027));
        assert_true(calendar_is_workday(c, d("2027-01-03")));
        assert_int_equal(calendar_rows(c, &n)[0].day.n, d("2027-01-01").n);
        assert_int_equal(n, 2);
        c = calendar_new(mem, NULL, 0, (const int[]){1000, 2027}, 2);
        assert_true(calendar_is_workday(c, d("2027-01-01")));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(working_days_of_each_year),
            cmocka_unit_test(nth_working_day),
            cmocka_unit_test(days_and_their_reasons),
            cmocka_unit_test(a_calendar_is_read_whole_or_not),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
