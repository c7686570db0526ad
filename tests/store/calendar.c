/* A notice for a year moves the open deadlines that were counted in working days. */
#include "county.h"

#include "app/import.h"

enum { SHIPPED_2023 = 25 };

static const char notice[] = "date,kind,name\n"
                             "2024-01-01,off,元旦\n2024-02-12,off,春节\n"
                             "2024-05-01,off,劳动节\n2024-10-01,off,国庆节\n"
                             "2024-03-11,off,某节\n2024-03-12,off,某节\n"; /* two days less */
static const char back[] = "date,kind,name\n"
                           "2023-12-29,off,元旦\n2024-02-12,off,春节\n"
                           "2024-05-01,off,劳动节\n2024-10-01,off,国庆节\n";
static const char piece[] = "date,kind,name\n2023-12-29,off,元旦\n2024-02-12,off,春节\n";

static struct import_ask
ask_of(struct fixture *f, bool dry_run)
{
        return (struct import_ask){.file_name = "days.csv",
                                   .bytes = notice,
                                   .n = sizeof(notice) - 1,
                                   .dry_run = dry_run,
                                   .now = f->now};
}

static void
open_deadlines_follow_the_calendar(struct fixture *f)
{
        struct problems problems = {.mem = f->mem};
        struct import_result result = {0};
        struct import_ask check = ask_of(f, true), write = ask_of(f, false);
        struct county c;
        int64_t before;

        county_build(f, &c);
        c.title = "还没有公开的一件";
        assert_done(app_run(f->mem, &f->app, county_draft, &c));
        sql_do(f, "UPDATE edition SET formed_on = 19783, version = version + 1"); /* 2024-03-01 */
        sql_do(f, "INSERT INTO item_sheet (item_id, disclosure, origin) SELECT id, 'proactive', "
                  "'made' FROM item"
                  " WHERE NOT EXISTS (SELECT 1 FROM item_sheet)");
        sql_do(f, "DELETE FROM item_flow");
        sql_do(f, "INSERT INTO item_flow (item_id, edition_id, author_id, state, due_on, acted_at, "
                  "acted_by)"
                  " SELECT i.id, e.id, 1, 'editing', 19811, 1, 1 FROM item i JOIN edition e ON "
                  "e.item_id = i.id");
        sql_do(f, "INSERT INTO item_act (item_id, edition_id, kind, person_id, step, emergency, "
                  "words, done_at) SELECT i.id, e.id, 'created', 1, 0, 0, '', 1 FROM item i JOIN "
                  "edition e ON e.item_id = i.id");
        before = sql_int(f, "SELECT due_on FROM item_flow"); /* 2024-03-29 */

        assert_done(app_import_calendar(f->mem, &f->app, &check, &problems, &result));
        assert_int_equal(result.n_changes, 1);
        assert_int_equal(result.changes[0].old.n, before);
        assert_true(result.changes[0].now.n > before);
        assert_string_equal(result.changes[0].title, c.title);
        assert_string_equal(result.changes[0].what, "公开");
        assert_int_equal(sql_int(f, "SELECT due_on FROM item_flow"), before); /* only told */
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM calendar_day"), 0);

        assert_done(app_import_calendar(f->mem, &f->app, &write, &problems, &result));
        assert_int_equal(sql_int(f, "SELECT due_on FROM item_flow"), result.changes[0].now.n);
        assert_done(app_import_calendar(f->mem, &f->app, &write, &problems, &result));
        assert_int_equal(result.n_changes, 0); /* the same notice again moves nothing */
}

/* A notice that reaches back into December adds to the year before, and takes nothing from it. */
static void
the_year_before_stays(struct fixture *f)
{
        struct problems problems = {.mem = f->mem};
        struct import_result result = {0};
        struct import_ask ask = ask_of(f, false);
        struct actor below = {.person_id = 1};
        struct county c;

        county_build(f, &c);
        ask.bytes = piece;
        ask.n = sizeof(piece) - 1;
        assert_int_equal(app_import_calendar(f->mem, &f->app, &ask, &problems, &result),
                         IMPORT_REFUSED);
        assert_int_equal(problems.n, 2); /* 劳动节 and 国庆节 of 2024 */
        problems.n = 0;
        ask.bytes = back;
        ask.n = sizeof(back) - 1;
        for (int i = 0; i < 2; i++) { /* beside the shipped days, then beside the stored */
                assert_done(app_import_calendar(f->mem, &f->app, &ask, &problems, &result));
                assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM calendar_day WHERE day < 19723"),
                                 SHIPPED_2023 + 1);
                assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM calendar_day WHERE day >= 19723"),
                                 3);
        }
        below.scope = sql_int(f, "SELECT id FROM agency WHERE parent_id IS NOT NULL LIMIT 1");
        ask.who = &below;
        ask.dry_run = true;
        assert_int_equal(app_import_calendar(f->mem, &f->app, &ask, &problems, &result),
                         IMPORT_REFUSED);
        assert_int_equal(problems.n, 1);
        assert_int_equal(result.n_changes, 0);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(open_deadlines_follow_the_calendar),
            STORE_TEST(the_year_before_stays),
        };

        return suite_run(tests, N(tests));
}
