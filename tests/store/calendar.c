/* A notice for a year moves the open deadlines that were counted in working days. */
#include "county.h"

#include "app/import.h"

static const char notice[] = "date,kind,name\n"
                             "2024-03-11,off,某节\n2024-03-12,off,某节\n"; /* two days less */

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
        sql_do(f, "UPDATE edition SET formed_on = 19783"); /* 2024-03-01 */
        sql_do(f, "INSERT INTO item_sheet (item_id, disclosure, origin) SELECT id, 'proactive', "
                  "'made' FROM item"
                  " WHERE NOT EXISTS (SELECT 1 FROM item_sheet)");
        sql_do(f, "DELETE FROM item_flow");
        sql_do(f, "INSERT INTO item_flow (item_id, edition_id, author_id, state, due_on, acted_at, "
                  "acted_by)"
                  " SELECT i.id, e.id, 1, 'editing', 19811, 1, 1 FROM item i JOIN edition e ON "
                  "e.item_id = i.id");
        before = sql_int(f, "SELECT due_on FROM item_flow"); /* 2024-03-29 */

        assert_done(app_import_calendar(f->mem, &f->app, &check, &problems, &result));
        assert_int_equal(result.n_changes, 1);
        assert_int_equal(result.changes[0].old.n, before);
        assert_true(result.changes[0].now.n > before);
        assert_string_equal(result.changes[0].title, c.title);
        assert_int_equal(sql_int(f, "SELECT due_on FROM item_flow"), before); /* only told */
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM calendar_day"), 0);

        assert_done(app_import_calendar(f->mem, &f->app, &write, &problems, &result));
        assert_int_equal(sql_int(f, "SELECT due_on FROM item_flow"), result.changes[0].now.n);
        assert_done(app_import_calendar(f->mem, &f->app, &write, &problems, &result));
        assert_int_equal(result.n_changes, 0); /* the same notice again moves nothing */
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(open_deadlines_follow_the_calendar),
        };

        return suite_run(tests, N(tests));
}
