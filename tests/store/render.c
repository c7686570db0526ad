/* The HTML kept beside a public text: there with it, gone with it, never anything else than the text. */
#include "county.h"

#include "app/check.h"
#include "app/move.h"
#include "app/portal.h"
#include "app/render.h"
#include "domain/body/body.h"

#define PARAGRAPH(words)                                                                           \
        "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","  \
        "\"text\":\"" words "\"}]}]}"

static int64_t
ticks(void)
{
        static int64_t now;

        return now += 30000;
}

/* Texts that came without a rendering. */
static void
move_in(struct fixture *f, int n)
{
        static const char *const site[] = {"website"};
        struct move_plan plan = {.kind = "items",
                                 .file_name = "a.csv",
                                 .file_sm3 = "00",
                                 .attested_by = "信息员甲",
                                 .now = f->now,
                                 .clock_us = ticks};
        struct move *m;

        f->app.data = f->dir;
        assert_done(move_begin(f->mem, &f->app, &plan, &m));
        for (int i = 0; i < n; i++) {
                struct move_item one = {.draft = DRAFT_EMPTY,
                                        .published = INSTANT_NONE,
                                        .sort_day = day_ymd(2018, 5, 1),
                                        .channels = site,
                                        .n_channels = 1};

                one.draft.agency_id = 1;
                one.draft.column_id = 8;
                one.draft.title = mem_printf(f->mem, "第%d件", i);
                one.draft.body = PARAGRAPH("正文");
                one.draft.source = "old.example";
                assert_done(move_put(m, &one));
        }
        assert_done(move_run(m, NULL));
        talloc_free(m);
}

struct looking {
        const char *index_no;
        bool tree;
        struct public_item item;
};

static int
look(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct looking *l = arg;

        return app_public_item(mem, tx, 1, l->index_no, l->tree, &l->item);
}

static struct public_item
seen(struct fixture *f, const char *index_no, bool tree)
{
        struct looking l = {.index_no = index_no, .tree = tree};

        assert_done(app_read(f->mem, &f->app, look, &l));
        return l.item;
}

static void
it_comes_and_goes_with_the_text(struct fixture *f)
{
        struct county c;
        struct public_item item;
        const char *index_no, *html;

        county_build(f, &c);
        assert_done(county_issue(f->mem, &f->app, &c, "关于某事的通知"));
        index_no = c.index_no;
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), 1);
        item = seen(f, index_no, false);
        assert_null(item.body);
        assert_non_null(item.html);
        html = item.html;
        item = seen(f, index_no, true);
        assert_non_null(item.body);
        assert_null(item.html);
        {
                struct problems none = {.mem = f->mem};
                struct body *b;

                assert_done(body_parse(f->mem, item.body, strlen(item.body), true, &none, &b));
                assert_string_equal(html, body_html_keep(f->mem, b));
        }
        /* a correction brings its own, and the old one goes */
        assert_done(county_issue(f->mem, &f->app, &c, "另一件"));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), 2);
        assert_done(app_run(f->mem, &f->app, county_withdraw, &c));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html h JOIN edition e ON e.id = "
                                    "h.edition_id WHERE e.state = 'live'"),
                         1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), 1);
}

/* Nothing but the program's own version is shown, and nothing of one version can be written twice. */
static void
nothing_else_can_be_put_there(struct fixture *f)
{
        static const char *const attempts[] = {
            "UPDATE edition_html SET html = 'x'",
            "UPDATE edition_html SET html = 'x', version = version - 1",
            "UPDATE edition_html SET edition_id = 1000, version = version + 1",
            "DELETE FROM edition_html",
            "INSERT INTO edition_html (edition_id, version, html) SELECT id, 2, 'x' FROM edition "
            "WHERE state = 'draft'",
            "INSERT INTO edition_html (edition_id, version, html) SELECT id, 2, 'x' FROM edition "
            "WHERE state = 'live'",
            "INSERT INTO edition_html (edition_id, version, html) VALUES (1000, 2, 'x')",
        };
        struct county c;

        county_build(f, &c);
        assert_done(county_issue(f->mem, &f->app, &c, "关于某事的通知"));
        assert_done(app_run(f->mem, &f->app, county_draft, &c));
        for (size_t i = 0; i < N(attempts); i++) {
                print_message("# %s\n", attempts[i]);
                sql_refused(f, attempts[i]);
        }
        if (f->engine == STORE_SQLITE)
                sql_refused(f, "REPLACE INTO edition_html (edition_id, version, html) SELECT "
                               "edition_id, version + 1, 'x' FROM edition_html");
        else
                sql_refused(f, "TRUNCATE edition_html");
        sql_do(f, "UPDATE edition_html SET version = version + 1, html = 'later'");
        assert_null(seen(f, c.index_no, false).html);
        assert_non_null(seen(f, c.index_no, false).body);
}

static void
what_is_missing_is_made_in_the_background(struct fixture *f)
{
        struct county c;
        struct public_item item;
        const char *index_no;
        int64_t n;

        county_build(f, &c);
        move_in(f, 150);
        n = sql_int(f, "SELECT COUNT(*) FROM edition WHERE state = 'live'");
        index_no = sql_text(f, "SELECT MIN(i.index_no) FROM item i JOIN edition e ON e.item_id = "
                               "i.id WHERE e.title = '第7件'");
        assert_non_null(seen(f, index_no, false).body);
        sql_do(f, "INSERT INTO edition_html (edition_id, version, html) SELECT id, 9, 'later' FROM "
                  "edition WHERE title = '第8件'");
        assert_done(app_render_some(f->mem, &f->app, f->now, 0));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), n);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html WHERE version = 9"), 1);
        item = seen(f, index_no, false);
        assert_null(item.body);
        assert_string_equal(item.html, "<p>正文</p>\n");
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM job WHERE kind = 'render'"), 0);
        /* many texts: the rest is another job's, and a second run finds nothing to do */
        assert_done(app_render_some(f->mem, &f->app, f->now, 20000));
        assert_int_equal(sql_int(f, "SELECT ref FROM job WHERE kind = 'render'"), 15000);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), n);
}

static const struct check *
checked(struct fixture *f)
{
        struct check *list;
        size_t n;

        assert_done(app_check(f->mem, &f->app, true, &list, &n));
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].name, "renderings") == 0)
                        return &list[i];
        fail_msg("no such check");
        return NULL;
}

/* Whoever writes to the store past the program can put another rendering there; `check` sees it. */
static void
a_forged_one_is_found(struct fixture *f)
{
        struct county c;

        county_build(f, &c);
        move_in(f, 3);
        assert_done(county_issue(f->mem, &f->app, &c, "关于某事的通知"));
        assert_int_equal(checked(f)->n_wrong, 0);
        sql_do(f, "INSERT INTO edition_html (edition_id, version, html) SELECT id, 1, "
                  "'<p>正文。</p>' FROM edition WHERE title = '第1件'");
        assert_int_equal(checked(f)->n_wrong, 1);
        assert_true(checked(f)->n_seen >= 2);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(it_comes_and_goes_with_the_text),
            STORE_TEST(nothing_else_can_be_put_there),
            STORE_TEST(what_is_missing_is_made_in_the_background),
            STORE_TEST(a_forged_one_is_found),
        };

        return suite_run(tests, N(tests));
}
