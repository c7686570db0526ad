/* The search file follows the store: published, changed, withdrawn, imported, killed, put back. */
#include "county.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/feed.h"
#include "app/find.h"
#include "app/move.h"
#include "base/crypto.h"
#include "search/search.h"
#include "store/audit.h"

enum { ROUNDS = 12, LONGEST_MS = 80 };

static int64_t
now_us(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        return t.tv_sec * (int64_t)1000000 + t.tv_nsec / 1000;
}

static const char *
folder_of(struct fixture *f)
{
        const char *data = mem_printf(f->mem, "%s/search", f->dir);

        (void)mkdir(data, 0700);
        return data;
}

static struct search *
open_search(struct fixture *f, const char *data)
{
        struct search_settings settings = {.folder = data, .clock_us = now_us};

        return search_open(f->mem, &settings);
}

/* Steps until all is fed. Returns whether a rebuild was among them. */
static bool
feed_all(struct fixture *f, struct feed *feed)
{
        struct feed_done done;
        bool rebuilt = false;

        do {
                assert_done(feed_step(feed, instant_day(f->now), &done));
                assert_int_not_equal(done.state, FEED_ELSEWHERE);
                rebuilt = rebuilt || done.rebuilt;
        } while (done.state == FEED_MORE);
        return rebuilt;
}

static void
wait_until_loaded(struct search *s)
{
        for (int i = 0; i < 2000 && !search_state(s).is_loaded; i++)
                (void)usleep(1000);
        assert_true(search_state(s).is_loaded);
}

struct asking {
        struct app *app;
        struct find_ask ask;
        struct find_answer answer;
};

static int
find(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct asking *a = arg;

        return app_find(mem, a->app, tx, &a->ask, &a->answer);
}

static struct find_answer
ask(struct fixture *f, struct find_ask what, const char *text)
{
        struct asking a = {.app = &f->app, .ask = what};

        a.ask.scope = a.ask.scope ? a.ask.scope : 1;
        a.ask.text = text;
        a.ask.limit = 50;
        a.ask.today = instant_day(f->now);
        if (!a.ask.from.n)
                a.ask.from = DAY_NONE;
        if (!a.ask.to.n)
                a.ask.to = DAY_NONE;
        assert_done(app_read(f->mem, &f->app, find, &a));
        return a.answer;
}

static int64_t
count(struct fixture *f, const char *text)
{
        return ask(f, (struct find_ask){0}, text).count;
}

static void
what_is_published_is_found_and_what_is_withdrawn_is_not(struct fixture *f)
{
        const char *data = folder_of(f);
        struct county c;
        struct feed *feed = feed_new(f->mem, &f->app, data);
        struct find_answer a;
        int64_t item;

        county_build(f, &c);
        f->app.search = open_search(f, data);
        assert_int_equal(count(f, "招生"), 0); /* no file yet */
        assert_true(feed_all(f, feed));
        assert_done(county_issue(f->mem, &f->app, &c, "关于做好义务教育招生工作的通知"));
        item = c.item;
        assert_done(county_issue(f->mem, &f->app, &c, "2024年教育经费预算"));
        (void)feed_all(f, feed);
        wait_until_loaded(f->app.search);

        assert_int_equal(count(f, "招生"), 1);
        assert_int_equal(count(f, "義務教育"), 1);
        assert_int_equal(count(f, "各学校"), 2);
        assert_int_equal(count(f, "静教发（2024）第12号"), 2);
        assert_int_equal(count(f, "靜教發 [2024] 12 號"), 2);
        assert_int_equal(count(f, "静教发〔2024〕13号"), 0);
        assert_int_equal(count(f, "教育 -招生"), 1);
        assert_int_equal(ask(f, (struct find_ask){.agency = 2}, "教育").count, 2);
        assert_int_equal(ask(f, (struct find_ask){.field = FIND_TITLE}, "各学校").count, 0);
        assert_int_equal(ask(f, (struct find_ask){.field = FIND_NUMBER}, "静教发").count, 2);

        a = ask(f, (struct find_ask){.facets = true}, "招生");
        assert_int_equal(a.n_hits, 1);
        assert_int_equal(a.hits[0].row.id, item);
        assert_string_equal(a.hits[0].title[1].text, "招生");
        assert_true(a.hits[0].title[1].hit);
        assert_string_equal(a.facets[0].code, "jiaoyu");
        assert_string_equal(a.facets[0].label, "静宇县教育局");
        assert_int_equal(a.facets[0].n, 1);

        c.item = item;
        assert_done(app_run(f->mem, &f->app, county_withdraw, &c));
        a = ask(f, (struct find_ask){0}, "招生"); /* the feeder has not seen it yet */
        assert_int_equal(a.n_hits, 0);
        (void)feed_all(f, feed);
        assert_int_equal(count(f, "招生"), 0);
        assert_int_equal(count(f, "教育"), 1);
        talloc_free(feed);
        talloc_free(f->app.search);
}

static int
issue_again(struct fixture *f, struct county *c, const char *title)
{
        static const use_case steps[] = {county_draft, county_content_review, county_secrecy_review,
                                         county_signature, county_publish};

        c->title = title;
        for (size_t i = 0; i < N(steps); i++) {
                int r = app_run(f->mem, &f->app, steps[i], c);

                if (r != 0)
                        return r;
        }
        return 0;
}

static void
a_new_edition_takes_the_place_of_the_old_words(struct fixture *f)
{
        const char *data = folder_of(f);
        struct feed *feed = feed_new(f->mem, &f->app, data);
        struct county c;

        county_build(f, &c);
        f->app.search = open_search(f, data);
        assert_done(county_issue(f->mem, &f->app, &c, "低保标准"));
        (void)feed_all(f, feed);
        assert_int_equal(count(f, "低保标准"), 1);
        assert_done(issue_again(f, &c, "城乡居民最低生活保障标准"));
        (void)feed_all(f, feed);
        assert_int_equal(count(f, "低保"), 0);
        assert_int_equal(count(f, "最低生活保障"), 1);
        talloc_free(feed);
        talloc_free(f->app.search);
}

static int64_t
ticks(void)
{
        static int64_t now;

        return now += 1000;
}

/* A stop came while the index was being filled. */
static bool
leave_off(void *arg, size_t done)
{
        (void)arg;
        (void)done;
        return false;
}

static void
an_import_is_found_whole(struct fixture *f)
{
        static const char *const channels[] = {"website"};
        const char *data = folder_of(f);
        struct feed *feed = feed_new(f->mem, &f->app, data);
        struct problems problems = {.mem = f->mem};
        struct move_plan plan = {.kind = "items",
                                 .file_name = "a.csv",
                                 .file_sm3 = "00",
                                 .attested_by = "信息员甲",
                                 .now = f->now,
                                 .clock_us = ticks};
        struct county c;
        struct move *m;
        int64_t n;
        size_t rebuilt;

        county_build(f, &c);
        f->app.search = open_search(f, data);
        f->app.data = f->dir;
        assert_done(county_issue(f->mem, &f->app, &c, "先前的一件"));
        (void)feed_all(f, feed);
        assert_done(move_begin(f->mem, &f->app, &plan, &m));
        for (int i = 0; i < 900; i++) {
                struct move_item one = {.draft = DRAFT_EMPTY,
                                        .published = INSTANT_NONE,
                                        .sort_day = day_ymd(2010 + i % 9, 5, 1 + i % 28),
                                        .channels = channels,
                                        .n_channels = 1};

                one.draft.agency_id = 1 + i % 2;
                one.draft.column_id = 8;
                one.draft.title = mem_printf(f->mem, "成批移入的第%d件", i);
                one.draft.body = "{\"type\":\"doc\"}";
                one.draft.source = "old.example";
                assert_done(move_put(m, &one));
        }
        assert_done(move_run(m, NULL));
        talloc_free(m);
        (void)feed_all(f, feed);
        assert_int_equal(count(f, "成批移入"), 900);
        assert_int_equal(count(f, "第77件"), 1);
        assert_int_equal(ask(f, (struct find_ask){.agency = 2}, "成批").count, 450);
        assert_int_equal(ask(f, (struct find_ask){.year = 2012}, "成批").count, 100);
        assert_int_equal(
            ask(f, (struct find_ask){.from = day_ymd(2012, 1, 1), .to = day_ymd(2013, 12, 31)},
                "成批")
                .count,
            200);
        assert_int_equal(
            feed_rebuild(&f->app, data, instant_day(f->now), leave_off, NULL, &rebuilt), FEED_LEFT);
        assert_int_equal(count(f, "成批移入"), 900); /* the file in use stays in use */
        assert_done(feed_rebuild(&f->app, data, instant_day(f->now), NULL, NULL, &rebuilt));
        assert_int_equal(rebuilt, 901);
        assert_done(county_issue(f->mem, &f->app, &c, "重建以后的一件"));
        (void)feed_all(f, feed);
        for (int i = 0; i < 2000 && !count(f, "重建以后"); i++)
                (void)usleep(1000);
        assert_int_equal(count(f, "重建以后"), 1);
        assert_int_equal(count(f, "成批移入"), 900);
        assert_done(search_check(data, 0, &problems, &n));
        assert_int_equal(problems.n, 0);
        assert_int_equal(n, 902);
        talloc_free(feed);
        talloc_free(f->app.search);
}

static void
another_store_in_the_same_folder_is_noticed(struct fixture *f)
{
        const char *data = folder_of(f);
        struct feed *feed = feed_new(f->mem, &f->app, data);
        struct county c;

        county_build(f, &c);
        f->app.search = open_search(f, data);
        assert_done(county_issue(f->mem, &f->app, &c, "现在的一件"));
        assert_true(feed_all(f, feed));
        talloc_free(feed);
        /* A file that is ahead of its store: the store was put back to an earlier state. */
        {
                struct search_writer *w;
                const char *store = sql_text(f, "SELECT sm3 FROM audit WHERE no = 1");

                assert_done(search_writer_open(f->mem, data, store, &w));
                assert_done(search_apply(w, 1000000, NULL, 0, &c.item, 1));
                talloc_free(w);
        }
        feed = feed_new(f->mem, &f->app, data);
        assert_true(feed_all(f, feed));
        talloc_free(feed);
        for (int i = 0; i < 2000 && !count(f, "现在的一件"); i++)
                (void)usleep(1000);
        assert_int_equal(count(f, "现在的一件"), 1);
        talloc_free(f->app.search);
}

/* --- Killed while both write ------------------------------------------------------------------- */

/* Publishes and feeds in turn until it is killed; says each title once it is committed. */
static int
writer(const char *where, const char *data, const char *round)
{
        TALLOC_CTX *mem = mem_root();
        struct county c = {.now = {1718000000000}, .agency = 2, .column = 3};
        struct app app = {0};
        struct feed *feed;
        struct feed_done done;

        crypto_init();
        c.author.person_id = 1;
        c.reviewer.person_id = 2;
        c.secrecy.person_id = 3;
        c.signer.person_id = 4;
        c.author.scope = c.reviewer.scope = c.secrecy.scope = c.signer.scope = 1;
        if (store_open(mem, where, NULL, &app.store) < 0)
                return 3;
        feed = feed_new(mem, &app, data);
        for (int i = 0;; i++) {
                TALLOC_CTX *work = talloc_new(mem);
                const char *title = mem_printf(work, "轮次%s件数%d终", round, i);

                if (county_issue(work, &app, &c, title) != 0 ||
                    (i % 3 == 2 && app_run(work, &app, county_withdraw, &c) != 0) ||
                    feed_step(feed, instant_day(c.now), &done) < 0) {
                        print_error("%s\n", err_text());
                        return 3;
                }
                (void)printf("%s\n", title);
                (void)fflush(stdout);
                talloc_free(work);
        }
}

static void
kill_one(struct fixture *f, const char *data, int round, unsigned ms)
{
        int pipe_fds[2], status;
        char bytes[4096], no[16];
        pid_t pid;

        (void)snprintf(no, sizeof(no), "%d", round);
        assert_int_equal(pipe(pipe_fds), 0);
        pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
                char *argv[] = {mem_strdup(f->mem, "store_feed"),
                                mem_strdup(f->mem, "writer"),
                                mem_strdup(f->mem, f->where),
                                mem_strdup(f->mem, data),
                                no,
                                NULL};

                (void)dup2(pipe_fds[1], STDOUT_FILENO);
                (void)close(pipe_fds[0]);
                (void)close(pipe_fds[1]);
                (void)execv("/proc/self/exe", argv);
                _exit(4);
        }
        (void)close(pipe_fds[1]);
        assert_true(read(pipe_fds[0], bytes, sizeof(bytes)) > 0); /* it is at work */
        (void)usleep(ms * 1000);
        (void)kill(pid, SIGKILL);
        while (read(pipe_fds[0], bytes, sizeof(bytes)) > 0)
                ;
        (void)close(pipe_fds[0]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
}

static void
a_killed_feeder_is_right_after_the_next_start(struct fixture *f)
{
        const char *data = folder_of(f);
        struct county c;
        unsigned dice;

        county_build(f, &c);
        for (int round = 0; round < ROUNDS; round++) {
                struct problems problems = {.mem = f->mem};
                struct feed *feed;
                int64_t n, live;

                crypto_random(&dice, sizeof(dice));
                kill_one(f, data, round, dice % LONGEST_MS);
                feed = feed_new(f->mem, &f->app, data);
                (void)feed_all(f, feed);
                talloc_free(feed);
                live = sql_int(f, "SELECT count(*) FROM public_item");
                assert_done(search_check(data, 0, &problems, &n));
                if (problems.n)
                        fail_msg("%s", problems.list[0].message);
                assert_int_equal(n, live);
                f->app.search = open_search(f, data);
                assert_int_equal(count(f, "轮次"), live);
                assert_int_equal(
                    count(f, mem_printf(f->mem, "轮次%d件数0终", round)),
                    sql_int(f, mem_printf(f->mem,
                                          "SELECT count(*) FROM public_item i JOIN edition e ON "
                                          "e.id = i.live_edition_id WHERE e.title = "
                                          "'轮次%d件数0终'",
                                          round)));
                talloc_free(f->app.search);
                f->app.search = NULL;
        }
}

int
main(int argc, char **argv)
{
        static const struct store_test tests[] = {
            STORE_TEST(what_is_published_is_found_and_what_is_withdrawn_is_not),
            STORE_TEST(a_new_edition_takes_the_place_of_the_old_words),
            STORE_TEST(an_import_is_found_whole),
            STORE_TEST(another_store_in_the_same_folder_is_noticed),
            STORE_TEST(a_killed_feeder_is_right_after_the_next_start),
        };

        if (argc == 5 && strcmp(argv[1], "writer") == 0)
                return writer(argv[2], argv[3], argv[4]);
        return suite_run(tests, N(tests));
}
