#include "cm.h"

#include "domain/request/clock.h"

static struct day
d(const char *text)
{
        struct day day = DAY_NONE;

        if (text)
                assert_true(day_parse(text, &day));
        return day;
}

static struct clock_facts
received(const char *day, const struct clock_event *events, size_t n, const char *as_of)
{
        return (struct clock_facts){.submitted = DAY_NONE,
                                    .arrived = DAY_NONE,
                                    .confirmed = DAY_NONE,
                                    .received = d(day),
                                    .events = events,
                                    .n_events = n,
                                    .as_of = d(as_of)};
}

static struct clock_event
event(enum clock_event_type type, const char *on)
{
        return (struct clock_event){.type = type,
                                    .on = d(on),
                                    .served = DAY_NONE,
                                    .their_receipt = DAY_NONE,
                                    .answered = DAY_NONE,
                                    .limit = DAY_NONE,
                                    .until = DAY_NONE};
}

static struct clock_result
run(TALLOC_CTX *mem, const struct clock_facts *facts)
{
        struct problems problems = {.mem = mem};
        struct clock_result res;
        int r = clock_run(mem, facts, calendar_shipped(), &problems, &res);

        if (r)
                fail_msg("%s: %s", problems.list[0].field, problems.list[0].message);
        return res;
}

static void
assert_due(struct clock_result res, const char *due)
{
        char text[DAY_TEXT_SIZE];

        assert_string_equal(day_text(res.due, text), due);
}

static void /* 第三十一条, 第三十三条; 2008 第二十四条 */
answers_are_due(void **state)
{
        static const struct {
                const char *received;
                int extension;
                const char *due;
        } rows[] = {
            {"2024-01-29", 0, "2024-02-29"},  {"2025-09-26", 0, "2025-10-30"},
            {"2025-09-26", 10, "2025-11-13"}, {"2025-09-26", 20, "2025-11-27"},
            {"2025-09-28", 0, "2025-10-31"},  {"2025-04-15", 0, "2025-05-15"},
            {"2026-02-09", 0, "2026-03-13"},  {"2012-09-24", 0, "2012-10-19"},
            {"2012-09-24", 15, "2012-11-09"}, {"2025-12-15", 0, "2026-01-13"},
            {"2019-05-14", 0, "2019-06-04"},  {"2019-05-15", 0, "2019-06-13"},
        };
        TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct clock_event e = event(CLOCK_EXTENSION, rows[i].received);
                struct clock_facts f =
                    received(rows[i].received, &e, rows[i].extension > 0, rows[i].received);

                e.n = rows[i].extension;
                assert_due(run(mem, &f), rows[i].due);
        }
        mem_endp(&mem);
}

static void /* 第三十一条; 国办公开办函〔2015〕207号 */
the_channel_fixes_the_day_of_receipt(void **state)
{
        static const struct {
                enum clock_channel channel;
                const char *submitted, *arrived, *confirmed, *receipt, *rule;
        } rows[] = {
            {CLOCK_IN_PERSON, "2024-01-29", NULL, NULL, "2024-01-29", "31(1)"},
            {CLOCK_ORAL, "2024-01-29", NULL, NULL, "2024-01-29", "31(1)"},
            {CLOCK_MAIL_SIGNED, "2024-01-25", "2024-01-29", NULL, "2024-01-29", "31(2)_signed"},
            {CLOCK_MAIL_PLAIN, "2024-01-25", "2024-01-29", "2024-01-30", "2024-01-30",
             "31(2)_plain"},
            {CLOCK_ONLINE, "2025-09-25", NULL, "2025-09-26", "2025-09-26", "31(3)"},
            {CLOCK_FAX, "2025-09-25", NULL, NULL, "", "31(3)"},
            {CLOCK_EMAIL, "2018-03-01", "2018-03-02", NULL, "2018-03-02", "2015_email"},
            {CLOCK_EMAIL, "2020-03-02", "2020-03-02", "2020-03-04", "2020-03-04", "31(3)"},
        };
        TALLOC_CTX *mem = mem_root();
        char text[DAY_TEXT_SIZE];

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct clock_facts f = received(NULL, NULL, 0, "2025-09-30");
                struct clock_result res;

                f.channel = rows[i].channel;
                f.submitted = d(rows[i].submitted);
                f.arrived = d(rows[i].arrived);
                f.confirmed = d(rows[i].confirmed);
                res = run(mem, &f);
                assert_string_equal(day_text(res.receipt, text), rows[i].receipt);
                assert_string_equal(res.receipt_rule, rows[i].rule);
                if (day_is_none(res.receipt))
                        assert_int_equal(res.state, CLOCK_AWAITING_CONFIRMATION);
        }
        mem_endp(&mem);
}

static void /* 第三十二条, 第三十三条第三款 */
consultation_is_not_counted(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct clock_event e[2] = {event(CLOCK_CONSULTATION, "2025-03-10"),
                                   event(CLOCK_EXTENSION, "2025-03-24")};
        struct clock_facts f = received("2025-03-03", e, 1, "2025-03-12");
        struct clock_result res;

        (void)state;
        e[0].their_receipt = d("2025-03-12");
        res = run(mem, &f); /* no answer yet: silence ends it after 15 days */
        assert_due(res, "2025-04-24");
        assert_int_equal(res.state, CLOCK_CONSULTING);
        assert_int_equal(res.consultation_due.n, day_ymd(2025, 4, 2).n);
        assert_int_equal(res.workdays_used, 5);
        e[0].answered = d("2025-03-20");
        f.as_of = d("2025-03-24");
        assert_due(run(mem, &f), "2025-04-11");
        f.n_events = 2;
        e[1].n = 20;
        assert_due(run(mem, &f), "2025-05-13");
        mem_endp(&mem);
}

static void /* 第三十条 */
a_supplement_restarts_the_clock(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct clock_event e[2] = {event(CLOCK_SUPPLEMENT_NOTICE, "2025-04-24"),
                                   event(CLOCK_SUPPLEMENT_RECEIVED, "2025-05-08")};
        struct clock_facts f = received("2025-04-15", e, 1, "2025-04-28");
        struct clock_result res;

        (void)state;
        e[0].served = d("2025-04-25");
        e[0].limit = d("2025-05-13");
        res = run(mem, &f);
        assert_int_equal(res.state, CLOCK_AWAITING_SUPPLEMENT);
        assert_int_equal(res.supplement_notice_due.n, day_ymd(2025, 4, 24).n);
        assert_true(day_is_none(res.due));
        f.as_of = d("2025-05-14");
        assert_int_equal(run(mem, &f).state, CLOCK_ABANDONED);
        f.n_events = 2;
        res = run(mem, &f);
        assert_due(res, "2025-06-06");
        assert_int_equal(res.receipt.n, day_ymd(2025, 5, 8).n);
        mem_endp(&mem);
}

static void /* 国办函〔2020〕109号 第六条 */
payment_restarts_the_clock(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct clock_event e[2] = {event(CLOCK_FEE_NOTICE, "2026-02-14"),
                                   event(CLOCK_FEE_PAID, "2026-03-02")};
        struct clock_facts f = received("2026-02-09", e, 1, "2026-02-28");
        struct clock_result res = run(mem, &f);

        (void)state;
        assert_int_equal(res.fee_due.n, day_ymd(2026, 3, 20).n);
        assert_int_equal(res.state, CLOCK_AWAITING_FEE);
        f.as_of = d("2026-03-21");
        assert_int_equal(run(mem, &f).state, CLOCK_ABANDONED);
        f.n_events = 2;
        assert_due(run(mem, &f), "2026-03-30");
        mem_endp(&mem);
}

static void /* 第三十三条第二款: once, 1 to 20, told in time */
what_cannot_be_is_refused(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct clock_event rows[][2] = {
            {event(CLOCK_EXTENSION, "2024-02-01"), event(CLOCK_EXTENSION, "2024-02-02")},
            {event(CLOCK_EXTENSION, "2024-03-01"), event(CLOCK_REPLIED, "2024-03-04")},
            {event(CLOCK_REPLIED, "2024-01-28"), event(CLOCK_REPLIED, "2024-02-01")},
            {event(CLOCK_FEE_PAID, "2024-02-01"), event(CLOCK_REPLIED, "2024-02-02")},
            {event(CLOCK_SUPPLEMENT_RECEIVED, "2024-02-01"), event(CLOCK_REPLIED, "2024-02-02")},
            {event(CLOCK_REPLIED, "2024-02-01"), event(CLOCK_EXTENSION, "2024-02-02")},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct clock_facts f = received("2024-01-29", rows[i], 2, "2024-03-10");
                struct problems problems = {.mem = mem};
                struct clock_result res;

                rows[i][0].n = rows[i][1].n = 10;
                assert_int_equal(clock_run(mem, &f, calendar_shipped(), &problems, &res),
                                 CLOCK_CONTRADICTION);
                assert_true(problems.list[0].line >= 1);
        }
        mem_endp(&mem);
}

static void
lateness_is_said(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct clock_event e = event(CLOCK_REPLIED, "2024-02-29");
        struct clock_facts f = received("2024-01-29", &e, 1, "2024-03-10");
        struct clock_result res = run(mem, &f);

        (void)state;
        assert_int_equal(res.verdict, CLOCK_IN_TIME);
        assert_int_equal(res.workdays_used, 20);
        e.on = d("2024-03-01");
        res = run(mem, &f);
        assert_int_equal(res.verdict, CLOCK_LATE);
        assert_int_equal(res.workdays_left, -1);
        f.n_events = 0;
        f.as_of = d("2024-03-04");
        res = run(mem, &f);
        assert_int_equal(res.verdict, CLOCK_OVERDUE);
        assert_int_equal(res.workdays_left, -2);
        mem_endp(&mem);
}

static void /* 第二十六条; 2008 第十八条 */
publication_is_due(void **state)
{
        static const struct {
                const char *formed, *due;
                bool provisional;
        } rows[] = {{"2024-12-20", "2025-01-20", false},
                    {"2025-01-20", "2025-02-21", false},
                    {"2009-09-28", "2009-11-02", false},
                    {"2026-12-30", "2027-01-28", true}};
        char text[DAY_TEXT_SIZE];
        bool provisional;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct day due =
                    clock_publication_due(d(rows[i].formed), calendar_shipped(), &provisional);

                assert_string_equal(day_text(due, text), rows[i].due);
                assert_int_equal(provisional, rows[i].provisional);
        }
}

static void /* 《行政复议法》第二十条, 第八十八条; 《行政诉讼法》第四十五条, 第四十六条, 第一百零一条; 法释〔2018〕1号
               第六十四条; 《民事诉讼法》第八十五条 */
remedies_end(void **state)
{
        static const struct {
                const char *served;
                enum clock_remedy remedy;
                const char *due;
                bool provisional;
        } rows[] = {
            {"2025-08-03", CLOCK_REVIEW_60_DAYS, "2025-10-09", false}, /* the 60th is a holiday */
            {"2025-07-30", CLOCK_REVIEW_60_DAYS, "2025-09-28", false}, /* a Sunday that is worked */
            {"2025-07-01", CLOCK_REVIEW_60_DAYS, "2025-09-01",
             false}, /* a Saturday that is not: Monday */
            {"2024-01-01", CLOCK_REVIEW_60_DAYS, "2024-03-01", false}, /* over 29 February */
            {"2025-08-29", CLOCK_LAWSUIT_6_MONTHS, "2026-02-28",
             false}, /* no 29th; a Saturday worked */
            {"2023-08-31", CLOCK_LAWSUIT_6_MONTHS, "2024-02-29", false},
            {"2024-12-31", CLOCK_LAWSUIT_6_MONTHS, "2025-06-30", false},
            {"2025-03-03", CLOCK_LAWSUIT_6_MONTHS, "2025-09-03", false},
            {"2025-09-17", CLOCK_LAWSUIT_15_DAYS, "2025-10-09", false},
            {"2025-03-03", CLOCK_LAWSUIT_15_DAYS, "2025-03-18", false},
            {"2024-02-29", CLOCK_UNTOLD_1_YEAR, "2025-02-28", false},
            {"2025-12-25", CLOCK_UNTOLD_1_YEAR, "2026-12-25", false},
            {"2026-12-20", CLOCK_LAWSUIT_15_DAYS, "2027-01-04", true},
        };
        char text[DAY_TEXT_SIZE];
        bool provisional;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct day due = clock_remedy_due(d(rows[i].served), rows[i].remedy,
                                                  calendar_shipped(), &provisional);

                assert_string_equal(day_text(due, text), rows[i].due);
                assert_int_equal(provisional, rows[i].provisional);
        }
}

static void
an_event_has_its_day(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct clock_event rows[] = {event(CLOCK_REPLIED, NULL), event(CLOCK_DELAY, NULL)};

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct clock_facts f = received("2025-03-03", &rows[i], 1, "2025-03-04");
                struct problems problems = {.mem = mem};
                struct clock_result res;

                assert_int_equal(clock_run(mem, &f, calendar_shipped(), &problems, &res),
                                 CLOCK_CONTRADICTION);
                assert_int_equal(problems.list[0].line, 1);
                assert_string_equal(problems.list[0].field, clock_event_key(rows[i].type));
        }
        mem_endp(&mem);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(answers_are_due),
            cmocka_unit_test(the_channel_fixes_the_day_of_receipt),
            cmocka_unit_test(consultation_is_not_counted),
            cmocka_unit_test(a_supplement_restarts_the_clock),
            cmocka_unit_test(payment_restarts_the_clock),
            cmocka_unit_test(what_cannot_be_is_refused),
            cmocka_unit_test(lateness_is_said),
            cmocka_unit_test(publication_is_due),
            cmocka_unit_test(remedies_end),
            cmocka_unit_test(an_event_has_its_day),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
