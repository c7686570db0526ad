/* Use cases with the n-th statement failing, for every n, and many writers at once. */
#include "county.h"

#include <pthread.h>

#include "app/catalogue.h"
#include "store/audit.h"

static int
verify(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct audit_verdict verdict;

        (void)arg;
        return audit_verify(mem, tx, &verdict);
}

/* ---- every statement fails once ------------------------------------------------------------- */

static int
make_guide(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct county *c = arg;

        return app_guide_put(mem, tx, 1, c->now,
                             &(struct guide_spec){.agency_id = c->agency,
                                                  .classes = "分类",
                                                  .arrangement = "编排",
                                                  .access = "获取",
                                                  .office_name = "办公室",
                                                  .office_address = "县城路1号",
                                                  .office_hours = "工作日 9:00—17:00",
                                                  .phone = "0451-0000000",
                                                  .fax = "0451-0000001",
                                                  .internet = "gk@example.gov.cn",
                                                  .updated = day_ymd(2024, 1, 1)},
                             &problems);
}

static int
make_site(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct county *c = arg;
        int64_t id;

        return app_site_create(
            mem, tx, 1, c->now,
            &(struct site_spec){.code = "main", .name = "静宇县", .root_agency = 1}, &problems,
            &id);
}

static int
make_column(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct county *c = arg;
        int64_t id;

        return app_column_create(mem, tx, 1, c->now,
                                 &(struct column_spec){.code = "own-1",
                                                       .name = "招生专栏",
                                                       .kind = "own",
                                                       .parent_id = 3,
                                                       .agency_id = c->agency,
                                                       .opened = day_ymd(2024, 1, 1)},
                                 &problems, &id);
}

static int
relate(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct county *c = arg;

        return app_item_relate(mem, tx, &c->author, c->now, c->item, "interprets", c->first);
}

static int
begin_another(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct county *c = arg;

        c->first = c->item;
        c->item = 0;
        return county_draft(mem, tx, arg);
}

struct stage {
        struct county county;
        use_case step;
};

static int
run_stage(struct fixture *f, void *arg)
{
        struct stage *s = arg;

        return app_run(f->mem, &f->app, s->step, &s->county);
}

static void
every_use_case_is_whole_or_nothing(struct fixture *f)
{
        static const struct {
                const char *name;
                use_case step;
        } steps[] = {
            {"guide", make_guide},
            {"site", make_site},
            {"column", make_column},
            {"draft", county_draft},
            {"content review", county_content_review},
            {"secrecy review", county_secrecy_review},
            {"signature", county_signature},
            {"publish", county_publish},
            {"next edition", county_draft},
            {"its content review", county_content_review},
            {"its secrecy review", county_secrecy_review},
            {"its signature", county_signature},
            {"supersede", county_publish},
            {"another item", begin_another},
            {"relate", relate},
            {"withdrawn", county_withdraw},
        };
        struct stage s;

        county_build(f, &s.county);
        s.county.title = "关于招生工作的通知";
        for (size_t i = 0; i < N(steps); i++) {
                const char *before = content_of(f, f->store);

                if (strcmp(steps[i].name, "withdrawn") == 0)
                        s.county.item = s.county.first;
                s.step = steps[i].step;
                assert_true(whole_or_nothing(f, steps[i].name, 1, run_stage, &s, sizeof(s)) > 3);
                assert_string_not_equal(content_of(f, f->store), before);
                assert_done(app_read(f->mem, &f->app, verify, NULL));
        }
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item WHERE state = 'withdrawn'"), 1);
}

/* ---- 索引号 under concurrent writers -------------------------------------------------------- */

enum { WRITERS = 6, EACH = 8 };

struct writer {
        struct county county;
        struct app app;
        int no;
};

static int
take_and_fail(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct writer *w = arg;
        int64_t last;
        int r = app_index_take(mem, tx, w->county.agency, 2024, 3, &last);

        return r < 0 ? r : 1; /* an outcome: undone, and the numbers are free again */
}

static void *
write_items(void *arg)
{
        struct writer *w = arg;

        for (int i = 0; i < EACH; i++) {
                TALLOC_CTX *mem = mem_root();
                int r =
                    county_issue(mem, &w->app, &w->county, mem_printf(mem, "第%d-%d件", w->no, i));

                if (r == 0 && app_run(mem, &w->app, take_and_fail, w) != 1)
                        r = -1;
                if (r != 0) {
                        print_error("writer %d: %d %s\n", w->no, r, err_text());
                        abort();
                }
                talloc_free(mem);
        }
        return NULL;
}

static void
index_numbers_come_without_gap_or_double(struct fixture *f)
{
        struct writer writers[WRITERS];
        pthread_t threads[WRITERS];
        struct store *other; /* as a second process has it */
        struct county c;

        county_build(f, &c);
        assert_done(store_open(f->mem, f->where, NULL, &other));
        for (int i = 0; i < WRITERS; i++) {
                writers[i] = (struct writer){.county = c, .app = f->app, .no = i};
                if (i % 2)
                        writers[i].app.store = other;
                assert_int_equal(pthread_create(&threads[i], NULL, write_items, &writers[i]), 0);
        }
        for (int i = 0; i < WRITERS; i++)
                assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item WHERE state = 'live'"),
                         WRITERS * EACH);
        assert_int_equal(sql_int(f, "SELECT count(DISTINCT index_no) FROM item"), WRITERS * EACH);
        assert_int_equal(sql_int(f, "SELECT max(serial) FROM index_number"), WRITERS * EACH);
        assert_int_equal(sql_int(f, "SELECT last FROM index_counter"), WRITERS * EACH);
        assert_int_equal(sql_int(f, "SELECT sum(n) FROM tally WHERE channel = '*'"),
                         WRITERS * EACH);
        assert_done(app_read(f->mem, &f->app, verify, NULL));
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(every_use_case_is_whole_or_nothing),
            STORE_TEST(index_numbers_come_without_gap_or_double),
        };

        return suite_run(tests, N(tests));
}
