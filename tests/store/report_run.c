/* Reports handed in to be checked: kept for their maker alone, and not for long. */
#include "house.h"

#include "app/job.h"
#include "app/report_check.h"
#include "store/audit.h"

#define TEXT                                                                                               \
        "青禾县教育局2020年政府信息公开工作年度报告\n"                                  \
        "本报告所列数据统计期限自2020年1月1日至2020年12月31日。\n一、总体情况\n" \
        "2020年，我局主动公开政府信息30条，其中机构职能类10条、政策文件类12条、其他5条。\n"

static const struct actor clerk = {.person_id = 1, .agency_id = 2, .scope = 2};
static const struct actor colleague = {.person_id = 2, .agency_id = 2, .scope = 2};
static const struct actor moved = {.person_id = 1, .agency_id = 2, .scope = 99};

static const struct report_handed files[] = {
    {"年报.txt", TEXT, sizeof(TEXT) - 1}, {"空.txt", "", 0}, {"说明.txt", "今日天气晴。", 18}};

static int64_t
still(void)
{
        return 0;
}

/* Each look at it takes twenty seconds. */
static int64_t
hurried(void)
{
        static int64_t us;

        us += INT64_C(20000000);
        return us;
}

struct reading {
        const struct actor *who;
        struct instant now;
        int64_t id;
        struct report_run *run;
        struct report_run_line *lines;
        size_t n_lines;
};

static int
read_run(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct reading *r = arg;

        return app_report_run_read(mem, tx, r->who, r->now, r->id, &r->run);
}

static int
list_runs(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct reading *r = arg;

        return app_report_runs(mem, tx, r->who, r->now, &r->lines, &r->n_lines);
}

static int64_t
hand_in(struct fixture *f)
{
        int64_t id = 0;

        assert_done(app_report_run(f->mem, &f->app, &clerk, f->now, still, files, N(files), &id));
        return id;
}

static void
the_maker_gets_it_back_checked(struct fixture *f)
{
        struct reading r = {.who = &clerk, .now = f->now};
        const struct report_run_file *first;
        bool found = false;

        house_build(f);
        r.id = hand_in(f);
        assert_done(app_read(f->mem, &f->app, read_run, &r));
        assert_int_equal(r.run->n_files, 3);
        first = &r.run->files[0];
        assert_null(first->problem);
        assert_int_equal(first->report->year, 2020);
        for (size_t i = 0; i < first->checks.n; i++)
                found = found || (first->checks.list[i].status == REPORT_FAIL &&
                                  strstr(first->checks.list[i].message, "27"));
        assert_true(found); /* 10+12+5 of 30 */
        assert_non_null(strstr(r.run->files[1].problem, "空"));
        assert_non_null(strstr(r.run->files[2].problem, "不像"));
        assert_null(r.run->files[2].report);
        assert_done(app_read(f->mem, &f->app, list_runs, &r));
        assert_int_equal(r.n_lines, 1);
        assert_int_equal(r.lines[0].n_files, 3);
        assert_string_equal(r.lines[0].first_name, "年报.txt");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM audit WHERE event = 'report_checked' AND "
                                    "person_id = 1 AND n = 3"),
                         1);
}

static void
who_waits_is_not_kept_waiting(struct fixture *f)
{
        struct reading r = {.who = &clerk, .now = f->now};

        house_build(f);
        assert_done(
            app_report_run(f->mem, &f->app, &clerk, f->now, hurried, files, N(files), &r.id));
        assert_done(app_read(f->mem, &f->app, read_run, &r));
        assert_non_null(r.run->files[0].report);
        assert_non_null(strstr(r.run->files[1].problem, "分批"));
        assert_non_null(strstr(r.run->files[2].problem, "分批"));
}

static void
others_get_nothing(struct fixture *f)
{
        struct reading r = {.who = &colleague, .now = f->now};

        house_build(f);
        r.id = hand_in(f);
        assert_int_equal(app_read(f->mem, &f->app, read_run, &r), REPORT_RUN_NONE);
        assert_int_equal(app_report_run_forget(f->mem, &f->app, &colleague, f->now, r.id),
                         REPORT_RUN_NONE);
        assert_done(app_read(f->mem, &f->app, list_runs, &r));
        assert_int_equal(r.n_lines, 0);
        r.who = &moved; /* the scope must hold too */
        assert_int_equal(app_read(f->mem, &f->app, read_run, &r), REPORT_RUN_NONE);
}

static void
it_ends_by_hand_and_by_time(struct fixture *f)
{
        struct reading r = {.who = &clerk, .now = f->now};
        struct instant later = {f->now.ms + INT64_C(7) * 86400000};

        house_build(f);
        r.id = hand_in(f);
        assert_done(app_report_run_forget(f->mem, &f->app, &clerk, f->now, r.id));
        assert_int_equal(app_read(f->mem, &f->app, read_run, &r), REPORT_RUN_NONE);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM report_run_file"), 0);
        r.id = hand_in(f);
        assert_done(app_housekeeping(f->mem, &f->app, f->now));
        assert_done(app_read(f->mem, &f->app, read_run, &r));
        r.now = later; /* gone at once, and swept by the next housekeeping */
        assert_int_equal(app_read(f->mem, &f->app, read_run, &r), REPORT_RUN_NONE);
        assert_done(app_housekeeping(f->mem, &f->app, later));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM report_run"), 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM report_run_file"), 0);
}

static int
keep_all(struct fixture *f, void *ret_id)
{
        return app_report_run(f->mem, &f->app, &clerk, f->now, still, files, N(files), ret_id);
}

static void
a_failing_statement_leaves_nothing(struct fixture *f)
{
        int64_t id;

        house_build(f);
        whole_or_nothing(f, "report run", 1, keep_all, &id, 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM report_run_file"), 3);
}

static void
what_the_tables_refuse(struct fixture *f)
{
        house_build(f);
        sql_refused(f, "INSERT INTO report_run (agency_id, person_id, made_at, expires_at) VALUES "
                       "(2, 1, 5, 5)");
        sql_do(f, "INSERT INTO report_run (id, agency_id, person_id, made_at, expires_at) VALUES "
                  "(7, 2, 1, 5, 6)");
        sql_refused(f, "INSERT INTO report_run_file (run_id, no, name) VALUES (7, 1, 'a')");
        sql_refused(f, "INSERT INTO report_run_file (run_id, no, name, body, problem) VALUES (7, "
                       "1, 'a', 'b', 'c')");
        sql_refused(f, "INSERT INTO report_run_file (run_id, no, name, body) VALUES (8, 1, 'a', "
                       "'b')");
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(the_maker_gets_it_back_checked),     STORE_TEST(others_get_nothing),
            STORE_TEST(who_waits_is_not_kept_waiting),      STORE_TEST(it_ends_by_hand_and_by_time),
            STORE_TEST(a_failing_statement_leaves_nothing), STORE_TEST(what_the_tables_refuse)};

        return suite_run(tests, N(tests));
}
