/* 机构改革 in the middle of a year: what stays, what goes, and that the counts are right on both
 * sides of the day. */
#include "county.h"

#include "app/agency.h"
#include "app/catalogue.h"
#include "app/people.h"
#include "app/portal.h"
#include "app/reform.h"

enum { BEFORE = 3, AFTER = 2 };

/* Agencies 2 静宇县教育局 (of the county), 3 体育局, 4 教育体育局 (the heir), 5 教育服务中心 under 2. */
struct case_of {
        struct county county;
        struct actor supervisor;
        struct instant now;
        struct reform_ask ask;
        struct problems problems;
        struct reform_told told;
        struct agency_edit edit;
        int64_t agency, parent;
};

static const struct agency_spec more[] = {
    {.code = "000014360", .slug = "tiyu", .name = "静宇县体育局", .parent_id = 1},
    {.code = "000014361", .slug = "jiaoti", .name = "静宇县教育体育局", .parent_id = 1},
    {.code = "000014362", .slug = "fuwu", .name = "静宇县教育服务中心", .parent_id = 2},
};

static int
make_more(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct case_of *c = arg;
        int64_t id;
        int r = 0;

        for (size_t i = 0; r == 0 && i < N(more); i++) {
                struct agency_spec spec = more[i];

                spec.kind = "department";
                spec.level = "county";
                spec.opened = day_ymd(2010, 1, 1);
                r = app_agency_create(mem, tx, 0, c->now, &spec, &problems, &id);
        }
        if (r == 0)
                r = app_column_create(mem, tx, 1, c->now,
                                      &(struct column_spec){.code = "own-1",
                                                            .name = "招生专栏",
                                                            .kind = "own",
                                                            .parent_id = 3,
                                                            .agency_id = 2,
                                                            .opened = day_ymd(2024, 1, 1)},
                                      &problems, &id);
        return r;
}

static void
issue_at(struct fixture *f, struct case_of *c, int64_t agency, int month, int day)
{
        c->county.agency = agency;
        c->county.now = instant_at(day_ymd(2024, month, day), 9, 0);
        assert_done(county_issue(f->mem, &f->app, &c->county, "关于有关工作的通知"));
}

static void
build(struct fixture *f, struct case_of *c)
{
        *c = (struct case_of){.now = instant_at(day_ymd(2024, 7, 10), 10, 0),
                              .problems = {.mem = f->mem},
                              .supervisor = {.person_id = 3, .scope = 1}};
        county_build(f, &c->county);
        assert_done(app_run(f->mem, &f->app, make_more, c));
        sql_do(f,
               "INSERT INTO person (id, login, name, agency_id, password_hash, created_at) VALUES"
               " (11, 'edu-1', '甲', 2, 'x', 1), (12, 'edu-2', '乙', 2, 'x', 1)");
        sql_do(
            f,
            "INSERT INTO person_role (person_id, role, scope_agency_id, granted_at) VALUES"
            " (11, 'clerk', 2, 1), (12, 'clerk', 2, 1), (12, 'clerk', 4, 1), (12, 'signer', 2, 1),"
            " (2, 'system_admin', 2, 1)");
        sql_do(f, "INSERT INTO column_duty (column_id, agency_id, update_days, set_at) VALUES"
                  " (8, 2, 30, 1), (9, 2, 30, 1), (9, 4, 14, 1)");
        sql_do(f,
               "INSERT INTO review_rule (agency_id, steps, set_by, set_at) VALUES"
               " (2, 'content,secrecy,signature', 2, 1), (3, 'content,secrecy,signature', 2, 1)");
        sql_do(f, "INSERT INTO delegation (from_id, to_id, role, scope_agency_id, from_day, "
                  "to_day, reason,"
                  " made_by, made_at) VALUES (11, 12, 'clerk', 2, 19000, 30000, '休假', 2, 1)");
        for (int i = 0; i < BEFORE; i++)
                issue_at(f, c, 2, 3, 4 + i);
        issue_at(f, c, 3, 5, 6);
        issue_at(f, c, 4, 6, 30);
        for (int i = 0; i < AFTER; i++)
                issue_at(f, c, 2, 7, 1 + i); /* the day itself is the heir's */
        c->county.item = 0;
        c->county.title = "还没有公开的一件";
        assert_done(app_run(f->mem, &f->app, county_draft, &c->county));
        c->ask = (struct reform_ask){.kind = REFORM_MERGE,
                                     .from = {"jiaoyu", "tiyu"},
                                     .n_from = 2,
                                     .to = {"jiaoti"},
                                     .n_to = 1,
                                     .on = day_ymd(2024, 7, 1),
                                     .basis = "静编〔2024〕3号"};
}

static int
preview(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct case_of *c = arg;

        return app_reform_preview(mem, tx, c->supervisor.scope, c->now, &c->ask, &c->problems,
                                  &c->told);
}

static int
reform(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct case_of *c = arg;

        c->problems.n = c->problems.n_list = 0;
        return app_reform(mem, tx, &c->supervisor, c->now, &c->ask, &c->problems, &c->told);
}

static int64_t
told(struct fixture *f, int64_t agency, int year, const char *channel)
{
        return sql_int(f, mem_printf(f->mem,
                                     "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM tally WHERE"
                                     " agency_id = %lld AND year = %d AND channel = '%s'",
                                     (long long)agency, year, channel));
}

static int
drift(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct tally_month_drift_row *months;
        struct tally_drift_row *rows;
        size_t n, n_months;
        int r = sql_tally_drift(mem, tx, NULL, &rows, &n);

        if (r == 0)
                r = sql_tally_month_drift(mem, tx, NULL, &months, &n_months);
        *(size_t *)arg = r == 0 ? n + n_months : 1;
        return err_fold(r);
}

static void
no_drift(struct fixture *f)
{
        size_t n = 1;

        assert_done(app_read(f->mem, &f->app, drift, &n));
        assert_int_equal(n, 0);
}

static void /* 《政府信息公开条例》第十条 */
a_merge_in_the_middle_of_a_year(struct fixture *f)
{
        const char *numbers = "SELECT CAST(COUNT(*) AS BIGINT) FROM item i JOIN index_number x"
                              " ON x.index_no = i.index_no AND x.agency_id = 2";
        int64_t all, numbered;
        struct case_of c;

        build(f, &c);
        all = sql_int(
            f, "SELECT CAST(SUM(n) AS BIGINT) FROM tally WHERE year = 2024 AND channel = '*'");
        numbered = sql_int(f, numbers);
        assert_int_equal(told(f, 2, 2024, "*"), BEFORE + AFTER);

        assert_done(app_read(f->mem, &f->app, preview, &c));
        assert_int_equal(c.told.all.history, BEFORE + 1);
        assert_int_equal(c.told.all.late, AFTER);
        assert_int_equal(c.told.all.drafts, 1);
        assert_int_equal(c.told.all.people, 2);
        assert_int_equal(c.told.all.grants, 3); /* not the administrator's */
        assert_int_equal(c.told.all.columns, 1);
        assert_int_equal(c.told.all.duties, 2);
        assert_int_equal(c.told.all.below, 1);
        assert_false(c.told.heir_has_guide);

        assert_done(app_run(f->mem, &f->app, reform, &c));
        /* The counts: before the day the predecessor's, from the day on the heir's, in each channel. */
        for (size_t i = 0; i < 2; i++) {
                const char *channel = i ? "wechat" : "*";

                assert_int_equal(told(f, 2, 2024, channel), BEFORE);
                assert_int_equal(told(f, 3, 2024, channel), 1);
                assert_int_equal(told(f, 4, 2024, channel), 1 + AFTER);
        }
        assert_int_equal(sql_int(f, "SELECT CAST(SUM(n) AS BIGINT) FROM tally WHERE year = 2024 AND"
                                    " channel = '*'"),
                         all);
        no_drift(f);
        /* Numbers and addresses stay what they are. */
        assert_int_equal(sql_int(f, numbers), numbered);
        assert_int_equal(
            sql_int(f, "SELECT COUNT(*) FROM agency WHERE slug = 'jiaoyu' AND code = '000014350'"
                       " AND closed_on IS NOT NULL"),
            1);
        assert_int_equal(
            sql_int(f, "SELECT COUNT(*) FROM agency_path WHERE ancestor = 1 AND descendant = 2"
                       " AND ended_on IS NULL"),
            1);
        /* Open work, people and columns are the heir's. */
        assert_int_equal(sql_int(f, "SELECT agency_id FROM item WHERE state = 'draft'"), 4);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM person WHERE agency_id = 4"), 2);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM person_role WHERE scope_agency_id = 4"),
                         3);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM person_role WHERE role = 'system_admin'"
                                    " AND scope_agency_id IN (2, 4)"),
                         0);
        assert_int_equal(sql_int(f, "SELECT n FROM audit WHERE event = 'roles_handed_over'"), 2);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM person_role WHERE scope_agency_id = 2"),
                         0);
        assert_int_equal(sql_int(f, "SELECT agency_id FROM catalogue_column WHERE code = 'own-1'"),
                         4);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM column_duty WHERE agency_id = 4"), 2);
        assert_int_equal(sql_int(f, "SELECT update_days FROM column_duty WHERE column_id = 9"), 14);
        assert_int_equal(sql_int(f, "SELECT parent_id FROM agency WHERE slug = 'fuwu'"), 4);
        assert_int_equal(
            sql_int(f,
                    "SELECT COUNT(*) FROM agency_path WHERE descendant = 5 AND ancestor IN (1, 4)"
                    " AND ended_on IS NULL"),
            2);
        assert_int_equal(
            sql_int(f, "SELECT COUNT(*) FROM agency_path WHERE descendant = 5 AND ancestor = 2"
                       " AND ended_on IS NOT NULL"),
            1);
        assert_int_equal(
            sql_int(f, "SELECT COUNT(*) FROM agency_succession WHERE successor_id = 4"), 2);

        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM review_rule WHERE agency_id = 4"), 1);
        assert_int_equal(sql_int(f, "SELECT scope_agency_id FROM delegation"), 4);

        /* The draft goes its way under the heir and gets the heir's number. */
        c.county.now = c.now;
        assert_done(app_run(f->mem, &f->app, county_content_review, &c.county));
        assert_done(app_run(f->mem, &f->app, county_secrecy_review, &c.county));
        assert_done(app_run(f->mem, &f->app, county_signature, &c.county));
        assert_done(app_run(f->mem, &f->app, county_publish, &c.county));
        assert_true(strncmp(c.county.index_no, "000014361", 9) == 0);
        assert_int_equal(told(f, 4, 2024, "*"), 2 + AFTER);
        no_drift(f);

        /* Nothing new under a closed agency, and it is closed once. */
        c.county.agency = 2;
        c.county.item = 0;
        assert_int_equal(app_run(f->mem, &f->app, county_draft, &c.county), PUBLISH_BAD);
        assert_int_equal(app_run(f->mem, &f->app, reform, &c), REFORM_BAD);
        assert_non_null(problems_of(&c.problems, "from"));
}

static int
grant_admin(struct fixture *f, struct case_of *c)
{
        c->problems.n = c->problems.n_list = 0;
        return app_person_grant(f->mem, &f->app, c->now, &c->supervisor, "edu-2", ROLE_SYSTEM_ADMIN,
                                NULL, &c->problems);
}

static int
enable(struct fixture *f, struct case_of *c, const char *login)
{
        c->problems.n = c->problems.n_list = 0;
        return app_person_disable(f->mem, &f->app, c->now, &c->supervisor, login, false,
                                  &c->problems);
}

static void /* 三员分立 */
administrators_and_their_accounts(struct fixture *f)
{
        struct case_of c;

        build(f, &c);
        assert_int_equal(grant_admin(f, &c), PEOPLE_REFUSED); /* stands in for another */
        sql_do(f, "UPDATE delegation SET ended_at = 1");
        sql_do(f, "UPDATE person SET must_change = 1 WHERE id = 12");
        assert_int_equal(grant_admin(f, &c), PEOPLE_REFUSED);
        sql_do(f, "UPDATE person SET must_change = 0 WHERE id = 12");
        assert_done(enable(f, &c, "edu-2"));
        assert_done(grant_admin(f, &c));
        assert_int_equal(enable(f, &c, "edu-2"), PEOPLE_REFUSED); /* another administrator's */

        c.supervisor.scope = 2;
        assert_done(enable(f, &c, "edu-1"));
        sql_do(f, "INSERT INTO person_role (person_id, role, scope_agency_id, granted_at) VALUES"
                  " (11, 'signer', 4, 1)");
        assert_int_equal(enable(f, &c, "edu-1"), PEOPLE_REFUSED); /* signs outside the scope */
}

static int
look(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct public_succession *all;
        struct public_agency *closed, one;
        struct public_column column;
        size_t n;

        (void)arg;
        assert_done(app_public_closed_agencies(mem, tx, 1, &closed, &n));
        assert_int_equal(n, 2);
        assert_done(app_public_agency(mem, tx, 1, "jiaoyu", &one)); /* its address still answers */
        assert_false(day_is_none(one.closed));
        assert_done(app_public_successions(mem, tx, one.id, &all, &n));
        assert_int_equal(n, 1);
        assert_true(all[0].forward);
        assert_string_equal(all[0].slug, "jiaoti");
        assert_done(app_public_successions(mem, tx, 4, &all, &n));
        assert_int_equal(n, 2);
        assert_false(all[0].forward);
        /* What it put into its own column is still found there, and by the heir's. */
        assert_done(app_public_column(mem, tx, 2, "own-1", &column));
        assert_done(app_public_column(mem, tx, 4, "own-1", &column));
        return 0;
}

static void
readers_find_the_way(struct fixture *f)
{
        struct case_of c;

        build(f, &c);
        assert_done(app_run(f->mem, &f->app, reform, &c));
        assert_done(app_read(f->mem, &f->app, look, NULL));
}

static void
what_was_made_public_over_a_new_year(struct fixture *f)
{
        struct case_of c;

        build(f, &c);
        c.now = instant_at(day_ymd(2025, 2, 3), 9, 0);
        c.county.agency = 2;
        c.county.now = instant_at(day_ymd(2025, 1, 8), 9, 0);
        assert_done(county_issue(f->mem, &f->app, &c.county, "关于新年工作的通知"));
        assert_done(app_run(f->mem, &f->app, reform, &c));
        assert_int_equal(told(f, 2, 2024, "*"), BEFORE);
        assert_int_equal(told(f, 2, 2025, "*"), 0);
        assert_int_equal(told(f, 4, 2024, "*"), 1 + AFTER);
        assert_int_equal(told(f, 4, 2025, "*"), 1);
        no_drift(f);
}

static void
a_split_and_a_closing(struct fixture *f)
{
        struct case_of c;

        build(f, &c);
        c.ask = (struct reform_ask){.kind = REFORM_SPLIT,
                                    .from = {"jiaoyu"},
                                    .n_from = 1,
                                    .to = {"jiaoti", "fuwu"},
                                    .n_to = 2,
                                    .on = day_ymd(2024, 7, 1),
                                    .basis = "静编〔2024〕3号"};
        assert_int_equal(app_run(f->mem, &f->app, reform, &c),
                         REFORM_BAD); /* fuwu hangs below it */
        assert_non_null(problems_of(&c.problems, "to"));
        c.ask.to[1] = "tiyu";
        assert_done(app_run(f->mem, &f->app, reform, &c));
        assert_int_equal(sql_int(f,
                                 "SELECT COUNT(*) FROM agency_succession WHERE predecessor_id = 2"
                                 " AND kind = 'split'"),
                         2);
        assert_int_equal(told(f, 4, 2024, "*"), 1 + AFTER);
        assert_int_equal(told(f, 3, 2024, "*"), 1);

        c.ask = (struct reform_ask){.kind = REFORM_CLOSE,
                                    .from = {"tiyu"},
                                    .n_from = 1,
                                    .on = day_ymd(2024, 5, 1),
                                    .basis = "静编〔2024〕3号"};
        assert_int_equal(app_run(f->mem, &f->app, reform, &c), REFORM_BAD); /* published on 6 May */
        assert_non_null(problems_of(&c.problems, "on"));
        c.ask.on = day_ymd(2024, 7, 2);
        assert_done(app_run(f->mem, &f->app, reform, &c));
        assert_int_equal(told(f, 3, 2024, "*"), 1);
        c.ask.from[0] = "gov";
        assert_int_equal(app_run(f->mem, &f->app, reform, &c), REFORM_BAD);
        c.ask.from[0] = "nowhere";
        assert_int_equal(app_run(f->mem, &f->app, reform, &c), REFORM_NONE);
        c.supervisor.scope = 3;
        c.ask.from[0] = "jiaoti";
        assert_int_equal(app_run(f->mem, &f->app, reform, &c), REFORM_NONE);
}

/* ---- moving and renaming ---------------------------------------------------------------------- */

static int
move(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct case_of *c = arg;

        c->problems.n = c->problems.n_list = 0;
        return app_agency_move(mem, tx, &c->supervisor, c->now, c->agency, c->parent, &c->problems);
}

static int
edit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct case_of *c = arg;

        c->problems.n = c->problems.n_list = 0;
        return app_agency_edit(mem, tx, &c->supervisor, c->now, &c->edit, &c->problems);
}

static void
a_branch_moves_with_all_below_it(struct fixture *f)
{
        struct case_of c;

        build(f, &c);
        c.agency = 2;
        c.parent = 4;
        assert_done(app_run(f->mem, &f->app, move, &c));
        assert_int_equal(sql_int(f, "SELECT depth FROM agency_path WHERE ancestor = 1 AND "
                                    "descendant = 5 AND ended_on IS NULL"),
                         3);
        assert_int_equal(sql_int(f, "SELECT depth FROM agency_path WHERE ancestor = 4 AND "
                                    "descendant = 5 AND ended_on IS NULL"),
                         2);
        assert_int_equal(app_run(f->mem, &f->app, move, &c), AGENCY_BAD); /* it stands there */
        c.agency = 4;
        c.parent = 5;
        assert_int_equal(app_run(f->mem, &f->app, move, &c), AGENCY_BAD); /* below itself */
        assert_non_null(problems_of(&c.problems, "parent"));
        c.agency = 1;
        assert_int_equal(app_run(f->mem, &f->app, move, &c), AGENCY_BAD); /* the top */
        c.agency = 2;
        c.parent = 1;
        assert_done(app_run(f->mem, &f->app, move, &c)); /* and back on the same day */
        assert_int_equal(sql_int(f, "SELECT depth FROM agency_path WHERE ancestor = 1 AND "
                                    "descendant = 5 AND ended_on IS NULL"),
                         2);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM agency_path WHERE ancestor = 4 AND "
                                    "descendant = 5 AND ended_on IS NULL"),
                         0);
        c.supervisor.scope = 3;
        assert_int_equal(app_run(f->mem, &f->app, move, &c), AGENCY_NONE);
}

static void
a_name_leaves_a_trace_or_is_put_right(struct fixture *f)
{
        struct case_of c;

        build(f, &c);
        c.edit = (struct agency_edit){.id = 2,
                                      .name = "静宇县教育和科技局",
                                      .short_name = "县教科局",
                                      .kind = "department",
                                      .level = "county",
                                      .mandate = "主管教育、科技。",
                                      .supervisor = "gov",
                                      .renamed = day_ymd(2024, 5, 1),
                                      .rename_basis = "静编〔2024〕1号"};
        assert_done(app_run(f->mem, &f->app, edit, &c));
        assert_string_equal(sql_text(f, "SELECT name FROM agency_name WHERE agency_id = 2"),
                            "静宇县教育局");
        assert_int_equal(sql_int(f, "SELECT supervisor_id FROM agency WHERE id = 2"), 1);
        assert_int_equal(app_run(f->mem, &f->app, edit, &c), AGENCY_BAD); /* the same name again */
        c.edit.name = "静宇县教育和科学技术局";
        c.edit.renamed = day_ymd(2024, 5, 1); /* not after the last one */
        assert_int_equal(app_run(f->mem, &f->app, edit, &c), AGENCY_BAD);
        c.edit.renamed = DAY_NONE; /* a slip of the pen */
        assert_done(app_run(f->mem, &f->app, edit, &c));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM agency_name"), 1);
        c.edit.supervisor = "jiaoyu";
        assert_int_equal(app_run(f->mem, &f->app, edit, &c), AGENCY_BAD);
        c.edit.kind = "moon";
        c.edit.name = "";
        assert_int_equal(app_run(f->mem, &f->app, edit, &c), AGENCY_BAD);
        assert_non_null(problems_of(&c.problems, "kind"));
        assert_non_null(problems_of(&c.problems, "name"));
}

struct doing {
        struct case_of c;
        use_case step;
};

static int
run_step(struct fixture *f, void *arg)
{
        struct doing *g = arg;

        return app_run(f->mem, &f->app, g->step, &g->c);
}

static void
each_is_whole_or_nothing(struct fixture *f)
{
        static const use_case steps[] = {edit, move, reform};
        struct doing g;

        build(f, &g.c);
        g.c.agency = 5;
        g.c.parent = 3;
        g.c.edit = (struct agency_edit){.id = 2,
                                        .name = "静宇县教育和科技局",
                                        .short_name = "",
                                        .kind = "department",
                                        .level = "county",
                                        .mandate = "",
                                        .renamed = day_ymd(2024, 5, 1),
                                        .rename_basis = "静编〔2024〕1号"};
        for (size_t i = 0; i < N(steps); i++) {
                g.step = steps[i];
                whole_or_nothing(f, "reform", 8, run_step, &g, 0);
        }
        no_drift(f);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(administrators_and_their_accounts),
            STORE_TEST(a_merge_in_the_middle_of_a_year),
            STORE_TEST(readers_find_the_way),
            STORE_TEST(what_was_made_public_over_a_new_year),
            STORE_TEST(a_split_and_a_closing),
            STORE_TEST(a_branch_moves_with_all_below_it),
            STORE_TEST(a_name_leaves_a_trace_or_is_put_right),
            STORE_TEST(each_is_whole_or_nothing),
        };

        return suite_run(tests, N(tests));
}
