/* Large writes: all of it or nothing, whatever fails on the way. */
#include "suite.h"

#include "app/check.h"
#include "app/move.h"
#include "app/portal.h"
#include "base/file.h"
#include "domain/review/due.h"
#include "store/audit.h"
#include "store/migrate.h"

#include <unistd.h>

static int64_t
ticks(void)
{
        static int64_t now;

        return now += 30000; /* every chunk seems to take what it may */
}

static void
make_agencies(struct fixture *f)
{
        sql_do(f,
               "INSERT INTO agency (id, code, slug, name, short_name, kind, level, parent_id, "
               "opened_on) VALUES "
               "(1, '000000001', 'gov', '某县人民政府', '某县', 'government', 'county', NULL, 0), "
               "(2, '000000002', 'edu', '某县教育局', '教育局', 'department', 'county', 1, 0)");
        sql_do(f, "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES (1, 1, "
                  "0, 0), (2, 2, 0, 0), "
                  "(1, 2, 1, 0)");
        f->app.data = f->dir;
}

static struct move_plan
plan_of(struct fixture *f)
{
        return (struct move_plan){.kind = "items",
                                  .file_name = "a.csv",
                                  .file_sm3 = "00",
                                  .attested_by = "信息员甲",
                                  .now = f->now,
                                  .clock_us = ticks};
}

static struct move_item
item(struct fixture *f, int i)
{
        static const char *const site[] = {"website", "wechat"};
        struct move_item m = {.draft = DRAFT_EMPTY,
                              .published = INSTANT_NONE,
                              .sort_day = day_ymd(2018 + i % 3, 5, 1 + i % 28),
                              .channels = i % 4 ? site : site + 1,
                              .n_channels = i % 4 ? 2 : 1};

        m.draft.agency_id = 1 + i % 2;
        m.draft.column_id = 8;
        m.draft.title = mem_printf(f->mem, "第%d件", i);
        m.draft.doc_no = i % 5 ? NULL : "某政发〔2018〕1号";
        m.draft.body = "{\"type\":\"doc\"}";
        m.draft.written = day_ymd(2018, 1, 2);
        m.draft.source = i % 7 ? "" : "old.example";
        m.flags = i % 10 ? NULL : "topic_missing";
        m.html = i % 3 ? NULL : "<p>正文</p>\n"; /* of 9 too, which is no public text */
        if (i == 3)
                m.old_address = "/old/3.html";
        if (i == 9) {
                m.disclosure = "withheld";
                m.ground = "G16_DRAFT";
        }
        if (i == 70) {
                m.relates[0].kind = "interprets";
                m.relates[0].earlier = 3;
                m.relates[1].kind = "repeals";
                m.relates[1].earlier = 69;
        }
        return m;
}

static struct move *
staged(struct fixture *f, int n)
{
        struct move_plan plan = plan_of(f);
        struct move *m;

        assert_done(move_begin(f->mem, &f->app, &plan, &m));
        for (int i = 0; i < n; i++) {
                struct move_item one = item(f, i);

                assert_done(move_put(m, &one));
        }
        return m;
}

static int
verify(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        return audit_verify(mem, tx, arg);
}

static void
expect_all(struct fixture *f, int64_t n)
{
        struct audit_verdict v;

        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item"), n);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition"), n);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item WHERE state = 'live'"), n - 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM index_number WHERE gap_reason IS NULL"),
                         n - 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(DISTINCT title) FROM edition"), n);
        assert_int_equal(sql_int(f, "SELECT SUM(n) FROM tally WHERE channel = '*'"), n - 1);
        assert_int_equal(sql_int(f, "SELECT SUM(n) FROM tally WHERE channel = '*attested'"), n - 1);
        assert_int_equal(sql_int(f, "SELECT SUM(n) FROM tally WHERE channel = 'website'"),
                         sql_int(f, "SELECT COUNT(*) FROM public_item"));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM tally WHERE batch_id <> 0"), 0);
        assert_int_equal(sql_int(f, "SELECT SUM(n) FROM tally_month WHERE batch_id = 0"),
                         sql_int(f, "SELECT COUNT(*) FROM public_item"));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM tally_month WHERE batch_id <> 0"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item_relation"), 2);
        assert_int_equal(
            sql_int(
                f,
                "SELECT r.to_item - i.id FROM item_relation r, old_address o, item i "
                "WHERE r.kind = 'interprets' AND o.address = '/old/3.html' AND i.id = o.item_id"),
            0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM import_batch WHERE state = 'done'"), 1);
        assert_int_equal(sql_int(f, "SELECT n_flagged FROM import_batch WHERE state = 'done'"),
                         n / 10);
        /* what is not public is looked at again, a year from the day it came */
        assert_int_equal(
            sql_int(f, "SELECT COUNT(*) FROM item_flow w JOIN item_sheet s ON s.item_id = "
                       "w.item_id WHERE w.state = 'closed' AND w.author_id IS NULL AND "
                       "s.disclosure = 'withheld'"),
            1);
        assert_int_equal(sql_int(f, "SELECT revisit_on FROM item_flow"),
                         due_months(instant_day(f->now), DUE_REVISIT_MONTHS).n);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM attestation"), 2);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), (n + 2) / 3 - 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM change WHERE topic = 'import'"), 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM change WHERE topic = 'scope'"), 2);
        assert_done(app_read(f->mem, &f->app, verify, &v));
        assert_false(file_exists(mem_printf(f->mem, "%s/staging/batch", f->dir)));
}

static void
all_of_it_at_once(struct fixture *f)
{
        struct move *m;
        int64_t batch;

        make_agencies(f);
        m = staged(f, 200);
        assert_int_equal(move_count(m), 200);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM import_batch"), 0);
        assert_done(move_run(m, &batch));
        talloc_free(m);
        expect_all(f, 200);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM public_item"), 149);
        assert_string_equal(sql_text(f, "SELECT MIN(index_no) FROM index_number WHERE year = 2018"),
                            "000000001/2018-00001");
}

static void
staged_and_dropped_leaves_nothing(struct fixture *f)
{
        make_agencies(f);
        talloc_free(staged(f, 10));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM import_batch"), 0);
        assert_false(file_exists(mem_printf(f->mem, "%s/staging/batch", f->dir)));
}

/* Wherever a statement fails, nothing is seen of the batch; the next start makes it whole. */
static void
a_failure_anywhere_is_resumed(struct fixture *f)
{
        size_t resumed, removed;
        long at = 0, step = 97;
        int64_t seen = 0;

        make_agencies(f);
        for (;;) {
                struct move *m;
                int r;

                m = staged(f, 120);
                at += step;
                store_fail_at(at);
                r = move_run(m, NULL);
                store_fail_at(0);
                talloc_free(m);
                if (r == 0)
                        break;
                err_clear();
                assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM public_item"), seen);
                assert_done(
                    move_recover(f->mem, &f->app, f->now, ticks, NULL, NULL, &resumed, &removed));
                assert_int_equal(removed, 0);
                seen = sql_int(f, "SELECT COUNT(*) FROM public_item");
                assert_int_equal(seen % 89, 0);
                assert_int_equal(
                    sql_int(f, "SELECT COUNT(*) FROM import_batch WHERE state = 'moving'"), 0);
                assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item"),
                                 120 * sql_int(f, "SELECT COUNT(*) FROM import_batch"));
                assert_int_equal(
                    sql_int(f,
                            "SELECT SUM(n) FROM tally WHERE channel = 'website' AND batch_id = 0"),
                    seen);
                assert_int_equal(sql_int(f, "SELECT SUM(n) FROM tally_month WHERE batch_id = 0"),
                                 seen);
        }
        assert_true(at > 5 * step);
}

static void
without_its_staging_file_it_is_taken_back(struct fixture *f)
{
        size_t resumed, removed;
        struct move *m;

        make_agencies(f);
        m = staged(f, 120);
        store_fail_at(420);
        assert_true(move_run(m, NULL) < 0);
        store_fail_at(0);
        talloc_free(m);
        err_clear();
        assert_true(sql_int(f, "SELECT COUNT(*) FROM item") > 0);
        assert_int_equal(unlink(mem_printf(f->mem, "%s/staging/batch", f->dir)), 0);
        assert_done(move_recover(f->mem, &f->app, (struct instant){f->now.ms + INT64_C(90000000)},
                                 ticks, NULL, NULL, &resumed, &removed));
        assert_int_equal(removed, 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM old_address"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM tally"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM tally_month"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM index_number WHERE gap_reason IS NULL"),
                         0);
        m = staged(f, 200);
        assert_done(move_run(m, NULL));
        talloc_free(m);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM public_item"), 149);
}

/* A batch that can never be whole does not keep the next ones waiting. */
static void
what_the_store_refuses_is_taken_back(struct fixture *f)
{
        size_t resumed, removed;
        struct move_item bad;
        struct move *m;
        int r;

        make_agencies(f);
        m = staged(f, 100);
        bad = item(f, 100);
        bad.sort_day = day_ymd(1019, 12, 3); /* no year of an index number */
        assert_done(move_put(m, &bad));
        r = move_run(m, NULL);
        assert_true(r < 0);
        assert_non_null(strstr(err_text(), "taken back"));
        err_clear();
        talloc_free(m);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM import_batch WHERE state = 'removed'"),
                         1);
        assert_false(file_exists(mem_printf(f->mem, "%s/staging/batch", f->dir)));

        /* The same found at the next start. */
        m = staged(f, 100);
        assert_done(move_put(m, &bad));
        store_fail_at(420);
        assert_true(move_run(m, NULL) < 0);
        store_fail_at(0);
        err_clear();
        talloc_free(m);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM import_batch WHERE state = 'moving'"), 1);
        assert_done(move_recover(f->mem, &f->app, f->now, ticks, NULL, NULL, &resumed, &removed));
        assert_int_equal(removed, 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item"), 0);

        m = staged(f, 200);
        assert_done(move_run(m, NULL));
        talloc_free(m);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM public_item"), 149);
}

/* As many records are not enough: the file of another batch is not this one's. */
static void
a_staging_file_is_known_by_its_token(struct fixture *f)
{
        size_t resumed, removed, n;
        const char *path;
        struct move *m;
        char *copy;

        make_agencies(f);
        path = mem_printf(f->mem, "%s/staging/batch", f->dir);
        m = staged(f, 120);
        store_fail_at(420);
        assert_true(move_run(m, NULL) < 0);
        store_fail_at(0);
        err_clear();
        talloc_free(m);
        assert_int_equal(file_read(f->mem, path, MiB(16), &copy, &n), 0);
        copy[0] = copy[0] == 'A' ? 'B' : 'A';
        assert_done(file_write(path, copy, n, 0640));
        assert_done(move_recover(f->mem, &f->app, (struct instant){f->now.ms + INT64_C(90000000)},
                                 ticks, NULL, NULL, &resumed, &removed));
        assert_int_equal(resumed, 0);
        assert_int_equal(removed, 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item"), 0);
}

/* The table of months comes to a store that has items, some of them in an import under way. */
static void
months_are_filled_from_the_rows(struct fixture *f)
{
        const char *visible = "SELECT SUM(n) FROM tally_month WHERE batch_id = 0",
                   *told =
                       "SELECT COUNT(*) FROM tally_month WHERE agency_id = 1 AND year = 2018 AND"
                       " month = 5 AND batch_id = 0";
        struct problems problems = {.mem = f->mem};
        size_t resumed, removed, applied;
        struct move *m;

        make_agencies(f);
        m = staged(f, 200);
        assert_done(move_run(m, NULL));
        talloc_free(m);
        m = staged(f, 120);
        store_fail_at(420);
        assert_true(move_run(m, NULL) < 0);
        store_fail_at(0);
        err_clear();
        talloc_free(m);
        assert_true(sql_int(f, "SELECT COUNT(*) FROM tally_month WHERE batch_id <> 0") > 0);
        sql_do(f, "DROP TABLE tally_month");
        sql_do(f, "DELETE FROM migration WHERE name = '0018_tally_months'");
        assert_done(store_migrate(f->store, f->now, &problems, &applied));
        assert_int_equal(applied, 1);
        assert_int_equal(sql_int(f, visible), sql_int(f, "SELECT COUNT(*) FROM public_item"));
        assert_int_equal(sql_int(f, told), 1);
        assert_true(sql_int(f, "SELECT COUNT(*) FROM tally_month WHERE batch_id <> 0") > 0);
        assert_done(move_recover(f->mem, &f->app, f->now, ticks, NULL, NULL, &resumed, &removed));
        assert_int_equal(resumed, 1);
        assert_int_equal(sql_int(f, visible), sql_int(f, "SELECT COUNT(*) FROM public_item"));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM tally_month WHERE batch_id <> 0"), 0);
}

static int
take_back(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const int64_t *id = arg;
        struct problems problems = {.mem = mem};

        return app_item_withdraw(mem, tx, &(struct actor){.person_id = 1, .scope = 1},
                                 (struct instant){0}, *id, "有误", &problems);
}

static void
expect_in_order(struct fixture *f)
{
        struct check *list;
        size_t n;

        assert_done(app_check(f->mem, &f->app, false, &list, &n));
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].name, "tally") == 0)
                        assert_int_equal(list[i].n_wrong, 0);
}

struct counted {
        int64_t all, attested;
};

static int
count_channels(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct counted *c = arg;
        struct public_figure *all;
        size_t n;
        int r = app_public_channels(mem, tx, 1, 2019, &all, &n);

        if (r == 0)
                *c = (struct counted){all[0].n, all[0].n_attested};
        return r;
}

/* What was public before is counted apart, also after some of it was taken back or is no longer what it was. */
static void
attested_items_are_counted_apart(struct fixture *f)
{
        const char *said = "SELECT SUM(n) FROM tally WHERE channel = '*attested' AND batch_id = 0";
        struct problems problems = {.mem = f->mem};
        struct counted c;
        size_t applied;
        struct move *m;
        int64_t id;

        make_agencies(f);
        m = staged(f, 60);
        assert_done(move_run(m, NULL));
        talloc_free(m);
        assert_int_equal(sql_int(f, said), 59);
        assert_done(app_read(f->mem, &f->app, count_channels, &c));
        assert_int_equal(c.all, 20);
        assert_int_equal(c.attested, 20);
        expect_in_order(f);
        sql_do(f, "INSERT INTO person (id, login, name, agency_id, password_hash, created_at) "
                  "VALUES (1, 'a1', '甲', 1, 'x', 0)");
        id = sql_int(f, "SELECT MIN(id) FROM item WHERE state = 'live'");
        assert_done(app_run(f->mem, &f->app, take_back, &id));
        assert_int_equal(sql_int(f, said), 58);
        expect_in_order(f);
        sql_do(f, "DELETE FROM tally WHERE channel = '*attested'");
        sql_do(f, "DELETE FROM migration WHERE name = '0025_tally_attested'");
        assert_done(store_migrate(f->store, f->now, &problems, &applied));
        assert_int_equal(applied, 1);
        assert_int_equal(sql_int(f, said), 58);
        expect_in_order(f);
}

struct at {
        int64_t scope;
        const char *index_no;
};

static int
read_address(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct at *at = arg;

        return app_public_old_address(mem, tx, at->scope, "/art/1.html", &at->index_no);
}

/* Two former sites had a page of the same path: each site leads to its own. */
static void
an_address_is_one_site_s(struct fixture *f)
{
        static const int64_t of[] = {1, 2, 3, 4, 1};
        struct at rows[] = {{1, NULL}, {2, NULL}, {3, NULL}, {4, NULL}};
        struct move_plan plan = plan_of(f);
        struct move *m;

        make_agencies(f); /* a bureau with a site of its own, one without, and another county */
        sql_do(f,
               "INSERT INTO agency (id, code, slug, name, short_name, kind, level, parent_id, "
               "opened_on) VALUES "
               "(3, '000000003', 'tax', '某县税务局', '税务局', 'department', 'county', 1, 0), "
               "(4, '000000004', 'xian', '邻县人民政府', '邻县', 'government', 'county', NULL, 0)");
        sql_do(f, "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES "
                  "(3, 3, 0, 0), (1, 3, 1, 0), (4, 4, 0, 0)");
        sql_do(f, "INSERT INTO site (code, name, host, root_agency_id) VALUES "
                  "('a', '某县', 'a.example', 1), ('b', '教育局', 'b.example', 2)");
        assert_done(move_begin(f->mem, &f->app, &plan, &m));
        for (size_t i = 0; i < N(of); i++) {
                struct move_item one = item(f, 1);

                one.draft.agency_id = of[i];
                one.draft.title = mem_printf(f->mem, "第%zu件", i);
                one.old_address = i == 2 ? "/art/2.html" : "/art/1.html";
                assert_done(move_put(m, &one));
        }
        assert_done(move_run(m, NULL));
        talloc_free(m);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM old_address"), 4);
        assert_string_equal(
            sql_text(f,
                     "SELECT a.root_id || '' FROM old_address a WHERE a.address = '/art/2.html'"),
            "1");
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(app_read(f->mem, &f->app, read_address, &rows[i]),
                                 i == 2 ? APP_NONE : 0);
        assert_string_equal(rows[0].index_no, "000000001/2019-00001"); /* the first keeps it */
        assert_string_equal(rows[1].index_no, "000000002/2019-00001");
        assert_string_equal(rows[3].index_no, "000000004/2019-00001");
        sql_refused(f, "INSERT INTO old_address (address, root_id, item_id) "
                       "SELECT address, root_id, item_id FROM old_address WHERE root_id = 2");

        /* What only a site below has is found from above. */
        sql_do(f, "UPDATE old_address SET address = '/art/3.html' "
                  "WHERE root_id = 1 AND address = '/art/1.html'");
        assert_done(app_read(f->mem, &f->app, read_address, &rows[0]));
        assert_string_equal(rows[0].index_no, "000000002/2019-00001");
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(all_of_it_at_once),
            STORE_TEST(staged_and_dropped_leaves_nothing),
            STORE_TEST(a_failure_anywhere_is_resumed),
            STORE_TEST(without_its_staging_file_it_is_taken_back),
            STORE_TEST(what_the_store_refuses_is_taken_back),
            STORE_TEST(a_staging_file_is_known_by_its_token),
            STORE_TEST(months_are_filled_from_the_rows),
            STORE_TEST(attested_items_are_counted_apart),
            STORE_TEST(an_address_is_one_site_s),
        };

        return suite_run(tests, N(tests));
}
