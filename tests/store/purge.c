/* A purge (泄密处置): two persons, then the words are in no row and in no file of the data folder. */
#include "county.h"

#include <ftw.h>
#include <unistd.h>

#include "app/archive.h"
#include "app/feed.h"
#include "app/file.h"
#include "app/purge.h"
#include "base/clock.h"
#include "base/file.h"
#include "domain/body/body.h"
#include "search/search.h"
#include "store/audit.h"

/* Words nobody else writes; each stands in another place. */
static const char title[] = "关于鹩哥一号工程的通知", in_body[] = "蘑菇云雀坐标",
                  in_file[] = "KESTREL-7741", in_opinion[] = "此处提到鸬鹚码头";
static const char *const words[] = {"鹩哥一号", "蘑菇云雀", "KESTREL-7741", "鸬鹚码头",
                                    "秘件附件名"};

struct purging {
        struct county county;
        struct problems problems;
        struct actor who;
        const char *sm3;
        int64_t id;
        int64_t by_item; /* 0: by its number */
};

/* ---- looking everywhere --------------------------------------------------------------------- */

static char found_in[512];

static int
look(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *bytes;
        size_t n;

        (void)st;
        (void)ftw;
        if (kind != FTW_F || file_read(mem, path, 1 << 30, &bytes, &n) != 0)
                return 0;
        for (size_t i = 0; i < N(words); i++)
                if (memmem(bytes, n, words[i], strlen(words[i])))
                        (void)snprintf(found_in, sizeof(found_in), "%s in %s", words[i], path);
        return 0;
}

/* "" when none of the words is in any file or row. */
static const char *
anywhere(struct fixture *f)
{
        const char *rows = content_of(f, f->store);

        found_in[0] = '\0';
        (void)nftw(f->dir, look, 16, FTW_PHYS);
        for (size_t i = 0; i < N(words); i++)
                if (strstr(rows, words[i]))
                        (void)snprintf(found_in, sizeof(found_in), "%s in a row", words[i]);
        return found_in;
}

/* ---- the steps ------------------------------------------------------------------------------ */

static int
draft(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct purging *p = arg;
        struct draft_file file = {
            .name = "秘件附件名.txt", .sm3 = p->sm3, .type = "text/plain", .size = 12};
        struct draft d = DRAFT_EMPTY;

        d.agency_id = p->county.agency;
        d.column_id = p->county.column;
        d.title = title;
        d.body = mem_printf(mem,
                            "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
                            "\"type\":\"text\",\"text\":\"%s\"}]}]}",
                            in_body);
        d.correction = "更正了鹩哥一号";
        d.files = &file;
        d.n_files = 1;
        return app_item_draft(mem, tx, &p->county.author, p->county.now, &d, &p->problems,
                              &p->county.item, &p->county.edition);
}

static int
opine(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct purging *p = arg;

        return app_item_review(mem, tx, &p->county.reviewer, p->county.now, p->county.edition,
                               "content", true, in_opinion, &p->problems);
}

static int
order(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct purging *p = arg;

        return app_purge_order(
            mem, tx, &p->who, p->county.now,
            &(struct purge_ask){.item = p->by_item,
                                .index_no = p->county.index_no ? p->county.index_no : "",
                                .reason = "经核查属于不应公开的内容"},
            &p->problems, &p->id);
}

static int
confirm(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct purging *p = arg;

        return app_purge_confirm(mem, tx, &p->who, p->county.now, p->id);
}

static int
cancel(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct purging *p = arg;

        return app_purge_cancel(mem, tx, &p->who, p->county.now, p->id);
}

static void
feed_all(struct fixture *f, struct feed *feed)
{
        struct feed_done done = {0};

        for (int i = 0; i < 20; i++) {
                assert_done(feed_step(feed, instant_day(f->now), &done));
                if (done.state == FEED_CURRENT)
                        return;
        }
        fail_msg("the search file does not come to an end");
}

/* What the flow of the office keeps beside the text. */
static void
on_the_way(struct fixture *f, const struct purging *p)
{
        long long item = (long long)p->county.item, edition = (long long)p->county.edition;

        sql_do(f, mem_printf(
                      f->mem,
                      "INSERT INTO item_act (item_id, edition_id, kind, person_id, words, done_at) "
                      "VALUES (%lld, %lld, 'edited', 1, '改了鹩哥一号的日期', 1);"
                      "INSERT INTO item_sheet (item_id, disclosure, origin, note) VALUES "
                      "(%lld, 'proactive', 'made', '蘑菇云雀的说明');"
                      "INSERT INTO web_link (id, url, state) VALUES (77, "
                      "'https://a.example/蘑菇云雀', 'new');"
                      "INSERT INTO item_link (item_id, link_id) VALUES (%lld, 77);"
                      "INSERT INTO draft_text (edition_id, content_sm3, title, summary, body, "
                      "kept_at) SELECT id, content_sm3, title, summary, body, 1 FROM edition "
                      "WHERE id = %lld;"
                      "INSERT INTO scan_finding (id, item_id, edition_id, content_sm3, mark, nth, "
                      "kind, severity, blocks, field, label, path, from_byte, n_bytes, masked, "
                      "reason, suggestion, advice) SELECT 77, item_id, id, content_sm3, "
                      "content_sm3, 0, 'word', 1, 0, 'body', '正文', '', 0, 6, '云雀词', 'r', '', "
                      "'' FROM edition WHERE id = %lld;"
                      "INSERT INTO scan_decision (finding_id, item_id, mark, decision, reason, "
                      "person_id, decided_at) SELECT 77, item_id, content_sm3, 'kept', "
                      "'鹩哥须保留', 1, 1 FROM edition WHERE id = %lld",
                      item, edition, item, item, edition, edition, edition));
}

/* What was found in its file, and what was said about it. */
static void
in_the_file(struct fixture *f, const struct purging *p)
{
        long long item = (long long)p->county.item, edition = (long long)p->county.edition;

        sql_do(f, mem_printf(
                      f->mem,
                      "INSERT INTO file_inspection (sm3, claim, inspector, kind, inspected_at) "
                      "VALUES ('%s', 'txt', 1, '纯文本', 1);"
                      "INSERT INTO file_finding (sm3, claim, inspector, no, code, place, excerpt) "
                      "VALUES ('%s', 'txt', 1, 1, 'comments', '鹩哥一号', 'KESTREL-7741');"
                      "INSERT INTO file_decision (item_id, edition_id, sm3, name, code, verdict, "
                      "reason, person_id, decided_at) VALUES (%lld, %lld, '%s', '秘件附件名.txt', "
                      "'comments', 'kept', '鸬鹚码头须说明', 1, 1);"
                      "INSERT INTO redaction (item_id, edition_id, sm3, name, boxes, state, "
                      "message, person_id, asked_at, ended_at) VALUES (%lld, %lld, '%s', "
                      "'秘件附件名.txt', '1, 2, 3, 4, 5', 'failed', '鹩哥一号', 1, 1, 2)",
                      p->sm3, p->sm3, item, edition, p->sm3, item, edition, p->sm3));
}

/* A public item full of the words, searchable. */
static void
leak(struct fixture *f, struct purging *p, struct feed *feed)
{
        struct stored_file stored;

        *p = (struct purging){.problems = {.mem = f->mem}};
        f->app.data = f->dir;
        county_build(f, &p->county);
        assert_done(
            app_file_store(&f->app, "秘件附件名.txt", in_file, sizeof(in_file) - 1, &stored));
        p->sm3 = mem_strdup(f->mem, stored.sm3);
        assert_done(app_run(f->mem, &f->app, draft, p));
        assert_done(app_run(f->mem, &f->app, opine, p));
        assert_done(app_run(f->mem, &f->app, county_secrecy_review, &p->county));
        assert_done(app_run(f->mem, &f->app, county_signature, &p->county));
        assert_done(app_run(f->mem, &f->app, county_publish, &p->county));
        on_the_way(f, p);
        in_the_file(f, p);
        feed_all(f, feed);
        assert_string_not_equal(anywhere(f), "");
        p->who = p->county.secrecy;
}

static int64_t
hits(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct search *s =
            search_open(mem, &(struct search_settings){.folder = f->dir, .clock_us = clock_us});
        struct search_ask ask = SEARCH_ASK_ALL;
        const struct search_answer *a;

        ask.text = "云雀";
        assert_done(search_query(mem, s, &ask, &a));
        return a->count;
}

/* Where the office is told that it stands. */
static void
stands(struct fixture *f, const char *state)
{
        assert_string_equal(
            sql_text(f, "SELECT w.state FROM item_flow w JOIN purge p ON p.item_id = w.item_id "
                        "ORDER BY p.id LIMIT 1"),
            state);
}

/* ---- tests ---------------------------------------------------------------------------------- */

/* 《保守国家秘密法》第五十八条 */
static void
the_words_are_nowhere_afterwards(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        struct audit_verdict verdict;
        struct tx *tx;
        struct purging p;
        const char *why = "";
        int r = PURGE_WAITS;

        leak(f, &p, feed);
        assert_int_equal(hits(f), 1);
        assert_done(app_run(f->mem, &f->app, order, &p));
        assert_string_equal(sql_text(f, "SELECT state FROM item WHERE index_no IS NOT NULL AND "
                                        "id = (SELECT item_id FROM purge)"),
                            "withdrawn");
        stands(f, "purging");
        assert_int_equal(app_run(f->mem, &f->app, confirm, &p), PURGE_SAME_PERSON);
        p.who = p.county.reviewer;
        p.who.scope = p.county.secrecy.scope;
        assert_done(app_run(f->mem, &f->app, confirm, &p));
        assert_int_equal(app_run(f->mem, &f->app, confirm, &p), PURGE_WRONG_STATE);
        stands(f, "purging");
        /* Until the search file has been built anew it waits; then it ends. */
        assert_int_equal(app_purge_clear(f->mem, &f->app, p.county.now, p.id, &why), PURGE_WAITS);
        feed_all(f, feed);
        for (int i = 0; i < 5 && r == PURGE_WAITS; i++)
                r = app_purge_clear(f->mem, &f->app, p.county.now, p.id, &why);
        assert_done(r);
        stands(f, "purged");
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM item_act WHERE kind LIKE 'purge_%'"), 3);
        assert_string_equal(anywhere(f), "");
        assert_int_equal(hits(f), 0);
        assert_string_equal(sql_text(f, "SELECT state FROM purge"), "done");
        assert_int_equal(sql_int(f, "SELECT (SELECT COUNT(*) FROM scan_finding) + (SELECT COUNT(*) "
                                    "FROM scan_decision) + (SELECT COUNT(*) FROM edition_alike) + "
                                    "(SELECT COUNT(*) FROM edition_alike_key)"),
                         0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM purge_file"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM file_finding"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM file_decision"), 1); /* its frame */
        assert_false(file_exists(app_file_path(f->mem, &f->app, p.sm3)));
        assert_done(app_purge_clear(f->mem, &f->app, p.county.now, p.id, &why)); /* once more */
        assert_done(store_read_begin(f->store, &tx));
        assert_done(audit_verify(f->mem, tx, &verdict));
        tx_endp(&tx);
        assert_int_equal(verdict.broken_no, 0);
}

static void
read_back(struct fixture *f, struct purging *p, struct purge_view *view)
{
        struct tx *tx;

        assert_done(store_read_begin(f->store, &tx));
        assert_done(app_purge_read(f->mem, tx, &p->who, p->id, view));
        tx_endp(&tx);
}

static void
a_file_that_others_have_stays(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        struct purge_view view;
        struct purging p;
        const char *index_no;

        leak(f, &p, feed);
        index_no = p.county.index_no;
        assert_done(app_run(f->mem, &f->app, draft, &p)); /* another item with the same file */
        p.county.index_no = index_no;
        assert_done(app_run(f->mem, &f->app, order, &p));
        p.who.person_id = p.county.reviewer.person_id;
        assert_done(app_run(f->mem, &f->app, confirm, &p));
        assert_int_equal(sql_int(f, "SELECT n_files FROM purge"), 0);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM file_object"), 1);
        assert_true(file_exists(app_file_path(f->mem, &f->app, p.sm3)));
        read_back(f, &p, &view);
        assert_int_equal(view.n_holders,
                         1); /* and who reads of the purge is told where they still are */
        assert_int_equal(view.holders[0].item_id, p.county.item);
        assert_int_equal(view.holders[0].n_files, 1);
        assert_null(view.holders[0].index_no);
        assert_false(view.holders[0].is_live);
}

/* What leaked need not have been public: a secret typed into a draft is one too. */
static void
a_draft_goes_too(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        struct stored_file stored;
        struct purging p = {.problems = {.mem = f->mem}};
        const char *why = "";
        int r = PURGE_WAITS;

        f->app.data = f->dir;
        county_build(f, &p.county);
        assert_done(
            app_file_store(&f->app, "秘件附件名.txt", in_file, sizeof(in_file) - 1, &stored));
        p.sm3 = mem_strdup(f->mem, stored.sm3);
        assert_done(app_run(f->mem, &f->app, draft, &p));
        on_the_way(f, &p);
        p.who = p.county.secrecy;
        p.by_item = p.county.item + 1;
        assert_int_equal(app_run(f->mem, &f->app, order, &p), PURGE_BAD);
        p.problems = (struct problems){.mem = f->mem};
        p.by_item = p.county.item;
        assert_done(app_run(f->mem, &f->app, order, &p));
        p.who = p.county.reviewer;
        p.who.scope = p.county.secrecy.scope;
        assert_done(app_run(f->mem, &f->app, confirm, &p));
        feed_all(f, feed);
        for (int i = 0; i < 5 && r == PURGE_WAITS; i++)
                r = app_purge_clear(f->mem, &f->app, p.county.now, p.id, &why);
        assert_done(r);
        assert_string_equal(anywhere(f), "");
        assert_false(file_exists(app_file_path(f->mem, &f->app, p.sm3)));
}

static void
it_can_be_taken_back_before(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        struct purging p;

        leak(f, &p, feed);
        assert_done(app_run(f->mem, &f->app, order, &p));
        assert_int_equal(app_run(f->mem, &f->app, order, &p), PURGE_WRONG_STATE);
        assert_done(app_run(f->mem, &f->app, cancel, &p));
        stands(f, "withdrawn");
        assert_int_equal(app_run(f->mem, &f->app, confirm, &p), PURGE_WRONG_STATE);
        assert_string_not_equal(anywhere(f), "");
        assert_done(app_run(f->mem, &f->app, order, &p)); /* and ordered anew */
}

static void
wrong_orders_say_why(struct fixture *f)
{
        struct purging p = {.problems = {.mem = f->mem}};

        county_build(f, &p.county);
        p.who = p.county.secrecy;
        assert_int_equal(app_run(f->mem, &f->app, order, &p), PURGE_BAD);
        assert_non_null(problems_of(&p.problems, "index_no"));
        p.problems = (struct problems){.mem = f->mem};
        p.county.index_no = "000000000/1999-00001";
        assert_int_equal(app_run(f->mem, &f->app, order, &p), PURGE_BAD);
        assert_non_null(problems_of(&p.problems, "index_no"));
        p.id = 77;
        assert_int_equal(app_run(f->mem, &f->app, confirm, &p), PURGE_NOT_FOUND);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM purge"), 0);
}

/* Nothing but a purge that is being carried out may touch a published text, and only as it does. */
static void
the_guards_give_way_to_nothing_else(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        struct purging p;
        static const char *const attempts[] = {
            "UPDATE edition SET title = 'x' WHERE state <> 'draft'",
            "UPDATE edition SET title = '（内容已处置）', doc_no = NULL, summary = '',"
            " body = '{\"type\":\"doc\",\"content\":[]}' WHERE state = 'live'",
            "UPDATE edition_html SET html = 'x'",
            "UPDATE edition_html SET edition_id = edition_id + 1, version = version + 1",
            "DELETE FROM edition_html",
            "INSERT INTO edition_html (edition_id, version, html) SELECT e.id, 9, 'x' FROM edition "
            "e JOIN purge p ON p.item_id = e.item_id",
            "UPDATE review SET opinion = '同意'",
            "UPDATE review SET opinion = '（内容已处置）', verdict = 'return'",
            "UPDATE review SET opinion = '（内容已处置）' WHERE edition_id NOT IN (SELECT e.id "
            "FROM "
            "edition e JOIN purge p ON p.item_id = e.item_id)",
            "DELETE FROM attachment",
            "DELETE FROM draft_text",
            "DELETE FROM scan_decision",
            "UPDATE scan_finding SET masked = ''",
            "UPDATE item_act SET words = '（内容已处置）'",
            "UPDATE file_decision SET reason = '另有理由'",
            "UPDATE file_decision SET name = '（内容已处置）', reason = '（内容已处置）'",
            "DELETE FROM file_decision",
            "INSERT INTO file_decision (item_id, edition_id, sm3, name, code, verdict, reason, "
            "person_id, decided_at) SELECT item_id, edition_id, sm3, name, code, 'kept', '', 1, 1 "
            "FROM file_decision",
            "DELETE FROM purge",
            "UPDATE purge SET state = 'done', ended_at = 1",
            "UPDATE purge SET reason = 'x'",
            "UPDATE purge SET state = 'clearing', decided_by = ordered_by, decided_at = 1",
            "INSERT INTO purge (item_id, state, reason, ordered_by, ordered_at, decided_by, "
            "decided_at) SELECT item_id, 'clearing', 'x', 1, 1, 2, 1 FROM purge",
        };

        leak(f, &p, feed);
        assert_done(county_issue(f->mem, &f->app, &p.county, "另一件"));
        p.county.index_no = sql_text(f, "SELECT i.index_no FROM item i JOIN edition e ON e.id = "
                                        "i.live_edition_id WHERE e.title LIKE '%鹩哥%'");
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), 2);
        assert_done(app_run(f->mem, &f->app, order, &p));
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM edition_html"), 1);
        for (size_t i = 0; i < N(attempts); i++) {
                print_message("# %s\n", attempts[i]);
                sql_refused(f, attempts[i]);
        }
        p.who.person_id = p.county.reviewer.person_id;
        assert_done(app_run(f->mem, &f->app, confirm, &p));
        sql_refused(f, "UPDATE edition SET title = 'x' WHERE title = '（内容已处置）'");
        sql_refused(f, "INSERT INTO edition_html (edition_id, version, html) SELECT e.id, 9, 'x' "
                       "FROM edition e JOIN purge p ON p.item_id = e.item_id");
        sql_refused(f, "UPDATE item_act SET words = '同意'");
        sql_refused(f, "UPDATE item_act SET words = '（内容已处置）', person_id = 2");
        sql_refused(f, "DELETE FROM item_act");
        sql_refused(f, "UPDATE file_decision SET reason = '同意'");
        sql_refused(f, "DELETE FROM file_decision");
        sql_refused(f, "UPDATE purge SET state = 'ordered', decided_by = NULL, decided_at = NULL");
        sql_refused(f, "UPDATE review SET opinion = '同意' WHERE opinion = '（内容已处置）'");
}

/* A backup made while the words were there is named; one made before or after is not. */
static void
backups_that_hold_the_words_are_named(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        struct purging p;
        struct purge_view view;

        leak(f, &p, feed);
        assert_done(app_backup_note(f->mem, &f->app, (struct instant){1}, "/b/before", 1, "x"));
        assert_done(app_backup_note(f->mem, &f->app, p.county.now, "/b/with", 5, "x"));
        assert_done(app_run(f->mem, &f->app, order, &p));
        p.who.person_id = p.county.reviewer.person_id;
        assert_done(app_run(f->mem, &f->app, confirm, &p));
        assert_done(app_backup_note(f->mem, &f->app, (struct instant){p.county.now.ms + 1},
                                    "/b/after", 9, "x"));
        read_back(f, &p, &view);
        assert_int_equal(view.n_backups, 1);
        assert_string_equal(view.backups[0].path, "/b/with");
        assert_int_equal(view.n_files, 1);
}

/* What may hold the words: a package that was begun before is not entered, and what is kept of others goes. */
static void
packages_that_may_hold_the_words_go(struct fixture *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        const char *sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        const char *kept, *why = "";
        struct archive_work work = {.id = 1, .person_id = 1};
        struct archive_year year = {.year = 2024, .n_items = 1};
        struct instant later;
        struct purging p;
        int64_t package;

        leak(f, &p, feed);
        kept = app_archive_path(mem, &f->app, 7);
        year.agency_id = p.county.agency;
        work.began = p.county.now;
        later = (struct instant){p.county.now.ms + 1};
        sql_do(f, mem_printf(mem,
                             "INSERT INTO archive_work (agency_id, year, state, person_id, "
                             "asked_at) VALUES (%lld, 2024, 'waiting', 1, 1)",
                             (long long)p.county.agency));
        assert_done(app_archive_sweep(mem, &f->app, work.id));
        assert_done(
            file_write(app_archive_part(mem, &f->app, work.id), title, sizeof(title), 0600));
        assert_done(file_write(kept, in_body, sizeof(in_body), 0600));
        assert_done(app_run(f->mem, &f->app, order, &p));
        p.who.person_id = p.county.reviewer.person_id;
        assert_done(app_run(f->mem, &f->app, confirm, &p));
        assert_int_equal(app_archive_made(f->mem, &f->app, later, &year, 3, sm3, &work, &package),
                         ARCHIVE_STALE);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM archive_package"), 0);
        assert_int_equal(app_purge_clear(f->mem, &f->app, p.county.now, p.id, &why), PURGE_WAITS);
        assert_false(file_exists(kept));
        assert_false(file_exists(app_archive_part(mem, &f->app, work.id)));
        work.began = later;
        assert_done(app_archive_made(f->mem, &f->app, later, &year, 3, sm3, &work, &package));
        assert_done(app_archive_keep(f->mem, &f->app, work.id, package)); /* its bytes are gone */
        assert_int_equal(app_archive_made(f->mem, &f->app, later, &year, 3, sm3, &work, &package),
                         ARCHIVE_STALE); /* answered already */
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM archive_package"), 1);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(the_words_are_nowhere_afterwards),
            STORE_TEST(a_file_that_others_have_stays),
            STORE_TEST(a_draft_goes_too),
            STORE_TEST(it_can_be_taken_back_before),
            STORE_TEST(wrong_orders_say_why),
            STORE_TEST(the_guards_give_way_to_nothing_else),
            STORE_TEST(backups_that_hold_the_words_are_named),
            STORE_TEST(packages_that_may_hold_the_words_go),
        };

        return suite_run(tests, N(tests));
}
