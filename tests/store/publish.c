/* Publishing: what may go where, by whom, and what two at once make of it. */
#include "county.h"

#include <pthread.h>
#include <unistd.h>

#include "app/check.h"

struct step {
        struct county county;
        struct draft draft;
        struct actor who;
        struct problems problems;
        int64_t from, to;
        const char *kind;
        const char *const *channels;
        size_t n_channels;
};

static const char body[] = "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
                           "\"type\":\"text\",\"text\":\"现将有关事项通知如下。\"}]}]}";

static struct step
begin(struct fixture *f)
{
        struct step s = {.draft = DRAFT_EMPTY, .problems = {.mem = f->mem}};

        county_build(f, &s.county);
        s.county.title = "关于招生工作的通知";
        s.draft.agency_id = s.county.agency;
        s.draft.column_id = s.county.column;
        s.draft.title = "草稿";
        s.draft.body = body;
        s.who = s.county.author;
        return s;
}

static int
draft(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct step *s = arg;

        return app_item_draft(mem, tx, &s->who, s->county.now, &s->draft, &s->problems,
                              &s->county.item, &s->county.edition);
}

static int
publish(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct step *s = arg;

        return app_item_publish(mem, tx, &s->who, s->county.now, s->county.edition, s->channels,
                                s->n_channels, &s->county.index_no);
}

static int
relate(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct step *s = arg;

        return app_item_relate(mem, tx, &s->who, s->county.now, s->from, s->kind, s->to);
}

static void
review(struct fixture *f, struct step *s)
{
        assert_done(app_run(f->mem, &f->app, county_content_review, &s->county));
        assert_done(app_run(f->mem, &f->app, county_secrecy_review, &s->county));
        assert_done(app_run(f->mem, &f->app, county_signature, &s->county));
}

/* ---- columns -------------------------------------------------------------------------------- */

static void
a_column_takes_what_belongs_there(struct fixture *f)
{
        static const struct {
                int64_t column;
                int outcome;
        } rows[] = {
            {901, 0},           /* one's own */
            {902, 0},           /* of the government above */
            {903, PUBLISH_BAD}, /* of another agency */
            {904, PUBLISH_BAD}, /* closed */
            {905, PUBLISH_BAD}, /* elsewhere */
            {906, PUBLISH_BAD}, /* statutory for townships alone */
            {907, PUBLISH_BAD}, /* not open yet */
            {999, PUBLISH_BAD}, /* not there */
            {8, 0},
        };
        struct step s = begin(f);

        sql_do(f, "INSERT INTO agency (id, code, slug, name, short_name, kind, level, parent_id, "
                  "opened_on) VALUES (900, '900', 'other', '他局', '他局', 'department', 'county', "
                  "1, 14000);"
                  "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES (900, "
                  "900, 0, 14000), (1, 900, 1, 14000);"
                  "INSERT INTO catalogue_column (id, code, parent_id, name, kind, levels, "
                  "agency_id, external_url, opened_on, closed_on) VALUES"
                  " (901, 'c1', 3, 'a', 'own', 'county', 2, NULL, 14000, NULL),"
                  " (902, 'c2', 3, 'b', 'topic', 'county', 1, NULL, 14000, NULL),"
                  " (903, 'c3', 3, 'c', 'own', 'county', 900, NULL, 14000, NULL),"
                  " (904, 'c4', 3, 'd', 'own', 'county', 2, NULL, 14000, 14001),"
                  " (905, 'c5', 3, 'e', 'external', 'county', 2, 'https://a.example/', 14000, "
                  "NULL),"
                  " (906, 'c6', 3, 'f', 'statutory', 'township', NULL, NULL, 14000, NULL),"
                  " (907, 'c7', 3, 'g', 'own', 'county', 2, NULL, 40000, NULL)");
        assert_int_equal(s.county.agency, 2);
        for (size_t i = 0; i < N(rows); i++) {
                s.draft.column_id = rows[i].column;
                print_message("# column %d\n", (int)rows[i].column);
                assert_int_equal(app_run(f->mem, &f->app, draft, &s), rows[i].outcome);
        }
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item"), 3);
}

static void
a_file_has_a_hash_of_its_bytes(struct fixture *f)
{
        static const char *const bad[] = {
            "../../../../../../../../../../../../../../../../../../../../../a",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "aa"};
        struct draft_file file = {.name = "附件.pdf", .type = "application/pdf", .size = 1};
        struct step s = begin(f);

        s.draft.files = &file;
        s.draft.n_files = 1;
        for (size_t i = 0; i < N(bad); i++) {
                file.sm3 = bad[i];
                assert_int_equal(app_run(f->mem, &f->app, draft, &s), PUBLISH_BAD);
        }
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item"), 0);
}

/* ---- what was reviewed is what goes out ------------------------------------------------------ */

static void
a_draft_changed_after_its_reviews_stays(struct fixture *f)
{
        static const char sm3[] =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        static const char *const channels[] = {"website"};
        static const char *const attempts[] = {
            "UPDATE attachment SET name = '别的.pdf'",
            "INSERT INTO attachment (edition_id, sort, name, sm3) SELECT e.id, 1, '附件.pdf', "
            "o.sm3 "
            "FROM edition e JOIN file_object o ON e.state <> 'superseded'",
            "DELETE FROM attachment",
            "UPDATE edition SET keywords = '别的'",
            "UPDATE edition SET source = '别处'",
            "UPDATE edition SET correction = '另有说明'",
            "UPDATE edition SET validity = 'lapsed'",
            "UPDATE edition SET effective_on = 20000",
            "UPDATE edition SET expires_on = 20000",
            "UPDATE edition SET topic_id = (SELECT MIN(id) FROM class)",
            "UPDATE file_object SET type = 'text/html'",
        };
        struct draft_file file = {
            .name = "附件.pdf", .sm3 = sm3, .type = "application/pdf", .size = 1};
        struct step s = begin(f);

        s.channels = channels;
        s.n_channels = 1;
        s.draft.doc_no = "静教发[2024]12号"; /* kept in its proper brackets */
        s.draft.files = &file;
        s.draft.n_files = 1;
        assert_done(app_run(f->mem, &f->app, draft, &s));
        review(f, &s);
        for (size_t i = 0; i < N(attempts); i++)
                sql_refused(f, attempts[i]);
        /* Another saving is another text, with the same words too. */
        sql_do(f, "UPDATE edition SET version = version + 1");
        assert_int_equal(app_run(f->mem, &f->app, publish, &s), PUBLISH_NOT_CLEARED);
        /* And one that bears the digest of other files is not what was reviewed. */
        sql_do(f, "DELETE FROM attachment");
        review(f, &s);
        assert_int_equal(app_run(f->mem, &f->app, publish, &s), PUBLISH_NOT_CLEARED);
        sql_do(f, "UPDATE edition SET version = version + 1");
        sql_do(f, attempts[1]);
        sql_refused(f, "UPDATE edition SET version = version - 1");
        review(f, &s);
        assert_done(app_run(f->mem, &f->app, publish, &s));
        for (size_t i = 0; i < N(attempts); i++)
                sql_refused(f, attempts[i]);
}

static void
the_channels_say_what_is_on_the_site(struct fixture *f)
{
        static const char *const paper[] = {"gazette"}, *const both[] = {"website", "gazette"};
        struct check *list;
        struct step s = begin(f);
        size_t n;

        s.draft.on_site = true; /* whatever the draft said */
        assert_done(app_run(f->mem, &f->app, draft, &s));
        review(f, &s);
        s.channels = paper;
        s.n_channels = N(paper);
        assert_done(app_run(f->mem, &f->app, publish, &s));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 0);
        s.draft.item_id = s.county.item;
        assert_done(app_run(f->mem, &f->app, draft, &s));
        review(f, &s);
        s.channels = both;
        s.n_channels = N(both);
        assert_done(app_run(f->mem, &f->app, publish, &s));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 1);
        assert_int_equal(sql_int(f, "SELECT sum(n) FROM tally WHERE channel = 'gazette'"), 1);

        /* A count that is wrong for one channel alone is found. */
        f->app.data = f->dir;
        assert_done(app_check(f->mem, &f->app, false, &list, &n));
        for (size_t i = 0; i < n; i++)
                assert_int_equal(list[i].n_wrong, 0);
        sql_do(f, "UPDATE tally SET n = 5 WHERE channel = 'gazette'");
        assert_done(app_check(f->mem, &f->app, false, &list, &n));
        for (size_t i = 0; i < n; i++)
                assert_int_equal(list[i].n_wrong, strcmp(list[i].name, "tally") == 0);

        /* So is one in the wrong month, or in the wrong year. */
        sql_do(f, "UPDATE tally SET n = 1 WHERE channel = 'gazette'");
        sql_do(f, "UPDATE tally_month SET month = 13 - month");
        assert_done(app_check(f->mem, &f->app, false, &list, &n));
        for (size_t i = 0; i < n; i++)
                assert_int_equal(list[i].n_wrong, strcmp(list[i].name, "tally") == 0 ? 2 : 0);
        sql_do(f, "UPDATE tally_month SET month = 13 - month");
        sql_do(f, "UPDATE tally SET year = year + 1 WHERE channel = 'gazette'");
        assert_done(app_check(f->mem, &f->app, false, &list, &n));
        for (size_t i = 0; i < n; i++)
                assert_int_equal(list[i].n_wrong, strcmp(list[i].name, "tally") == 0 ? 2 : 0);
}

/* ---- two at once ----------------------------------------------------------------------------- */

struct rival {
        struct fixture *f;
        struct step *step;
        int outcome;
};

static void *
publish_too(void *arg)
{
        struct rival *r = arg;
        TALLOC_CTX *mem = mem_root();

        r->outcome = app_run(mem, &r->f->app, publish, r->step);
        talloc_free(mem);
        return NULL;
}

static void
the_later_of_two_who_publish_is_told(struct fixture *f)
{
        static const char *const channels[] = {"website"};
        struct step s = begin(f), other;
        struct rival rival = {f, &other, -1};
        struct tx *tx;
        pthread_t thread;

        s.channels = channels;
        s.n_channels = 1;
        assert_done(app_run(f->mem, &f->app, draft, &s));
        review(f, &s);
        other = s;
        assert_done(store_write_begin(f->store, &tx));
        assert_done(publish(f->mem, tx, &s));
        assert_int_equal(pthread_create(&thread, NULL, publish_too, &rival), 0);
        (void)usleep(300000); /* it waits for the item now */
        assert_done(store_commit(tx));
        tx_endp(&tx);
        assert_int_equal(pthread_join(thread, NULL), 0);
        assert_int_equal(rival.outcome, PUBLISH_WRONG_STATE);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM index_number"), 1);
        assert_int_equal(sql_int(f, "SELECT sum(n) FROM tally WHERE channel = '*'"), 1);
}

/* ---- relations ------------------------------------------------------------------------------- */

static void
only_who_stands_above_repeals(struct fixture *f)
{
        static const char *const channels[] = {"website"};
        struct step s = begin(f);
        int64_t above, own, hidden;

        s.channels = channels;
        s.n_channels = 1;
        s.draft.agency_id = 1;
        assert_done(app_run(f->mem, &f->app, draft, &s));
        review(f, &s);
        assert_done(app_run(f->mem, &f->app, publish, &s));
        above = s.county.item;
        assert_done(app_run(f->mem, &f->app, draft, &s));
        hidden = s.county.item;
        s.draft.agency_id = 2;
        assert_done(app_run(f->mem, &f->app, draft, &s));
        own = s.county.item;

        s.who.scope = 2; /* the department alone */
        s.from = own;
        s.to = above;
        s.kind = "repeals";
        assert_int_equal(app_run(f->mem, &f->app, relate, &s), PUBLISH_NOT_FOUND);
        s.kind = "amends";
        assert_int_equal(app_run(f->mem, &f->app, relate, &s), PUBLISH_NOT_FOUND);
        s.kind = "interprets";
        assert_done(app_run(f->mem, &f->app, relate, &s));
        s.to = hidden;
        assert_int_equal(app_run(f->mem, &f->app, relate, &s), PUBLISH_NOT_FOUND);
        s.to = own;
        assert_int_equal(app_run(f->mem, &f->app, relate, &s), PUBLISH_WRONG_STATE);
        s.who.scope = 1;
        s.from = above;
        s.to = own;
        s.kind = "repeals";
        assert_done(app_run(f->mem, &f->app, relate, &s));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item_relation"), 2);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(a_column_takes_what_belongs_there),
            STORE_TEST(a_file_has_a_hash_of_its_bytes),
            STORE_TEST(a_draft_changed_after_its_reviews_stays),
            STORE_TEST(the_channels_say_what_is_on_the_site),
            STORE_TEST(the_later_of_two_who_publish_is_told),
            STORE_TEST(only_who_stands_above_repeals),
        };

        return suite_run(tests, N(tests));
}
