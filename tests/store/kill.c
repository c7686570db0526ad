/* kill -9: a process that dies while it writes and feeds the search file loses nothing that it had
 * told to be done, and leaves both in order. */
#include "county.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/feed.h"
#include "base/crypto.h"
#include "search/search.h"
#include "store/audit.h"

enum { ROUNDS = 25, LONGEST_MS = 60 };

/* ---- the writer, in a process of its own ---------------------------------------------------- */

static const char *data; /* of the writer: the folder of its search file */

static void *
feeder(void *arg)
{
        TALLOC_CTX *mem = mem_root();
        struct feed *feed = feed_new(mem, arg, data);
        struct feed_done done;

        for (;;) {
                if (feed_step(feed, day_ymd(2024, 6, 10), &done) < 0) {
                        print_error("feed: %s\n", err_text());
                        _exit(5);
                }
                if (done.state != FEED_MORE)
                        (void)usleep(500);
        }
        return NULL;
}

/* Publishes items until it is killed, and says each title once it is committed. */
static int
writer(const char *where, const char *folder, const char *round)
{
        TALLOC_CTX *mem = mem_root();
        struct county c = {.now = {1718000000000}, .agency = 2, .column = 3};
        struct app app = {.data = folder};
        pthread_t thread;

        crypto_init();
        data = folder;
        c.author.person_id = 1;
        c.reviewer.person_id = 2;
        c.secrecy.person_id = 3;
        c.signer.person_id = 4;
        c.author.scope = c.reviewer.scope = c.secrecy.scope = c.signer.scope = 1;
        if (store_open(mem, where, NULL, &app.store) < 0)
                return 3;
        if (pthread_create(&thread, NULL, feeder, &app) != 0)
                return 3;
        for (int i = 0;; i++) {
                TALLOC_CTX *work = talloc_new(mem);
                const char *title = mem_printf(work, "r%s-%d", round, i);

                if (county_issue(work, &app, &c, title) != 0) {
                        print_error("%s\n", err_text());
                        return 3;
                }
                (void)printf("%s\n", title);
                (void)fflush(stdout);
                talloc_free(work);
        }
}

/* ---- two hundred at once -------------------------------------------------------------------- */

enum { AT_ONCE = 200, KILL_AFTER = 80 };

struct crowd {
        struct app *app;
        pthread_mutex_t lock;
        pthread_cond_t begin;
        bool begun;
        long left; /* to be told before the process dies in the middle; below 0: it does not */
};
struct one_of_crowd {
        struct crowd *crowd;
        struct county county;
        pthread_t thread;
};

static void *
publish_one(void *arg)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct one_of_crowd *o = arg;
        int r;

        (void)pthread_mutex_lock(&o->crowd->lock);
        while (!o->crowd->begun)
                (void)pthread_cond_wait(&o->crowd->begin, &o->crowd->lock);
        (void)pthread_mutex_unlock(&o->crowd->lock);
        r = app_run(mem, o->crowd->app, county_publish, &o->county);
        if (r != 0) {
                print_error("publish: %d %s\n", r, err_text());
                _exit(6);
        }
        /* One write a line: what was told whole was told. */
        (void)pthread_mutex_lock(&o->crowd->lock);
        (void)printf("%lld %s\n", (long long)o->county.edition, o->county.index_no);
        (void)fflush(stdout);
        if (--o->crowd->left == 0)
                (void)kill(getpid(), SIGKILL);
        (void)pthread_mutex_unlock(&o->crowd->lock);
        return NULL;
}

/* Publishes the editions that standard input names, all at the same moment, each in a thread of its own. */
static int
crowd(const char *where, long left)
{
        static struct one_of_crowd all[AT_ONCE];
        TALLOC_CTX *mem = mem_root();
        struct app app = {0};
        struct crowd c = {.app = &app, .left = left};
        pthread_attr_t small;
        size_t n = 0;
        char line[64];

        crypto_init();
        if (store_open(mem, where, NULL, &app.store) < 0)
                return 3;
        (void)pthread_mutex_init(&c.lock, NULL);
        (void)pthread_cond_init(&c.begin, NULL);
        (void)pthread_attr_init(&small);
        (void)pthread_attr_setstacksize(&small, KiB(512));
        for (; n < AT_ONCE && fgets(line, sizeof(line), stdin); n++) {
                all[n].crowd = &c;
                all[n].county.now.ms = 1718000000000;
                all[n].county.edition = strtoll(line, NULL, 10);
                all[n].county.author = (struct actor){.person_id = 1, .scope = 1};
                if (pthread_create(&all[n].thread, &small, publish_one, &all[n]) != 0)
                        return 3;
        }
        (void)pthread_mutex_lock(&c.lock);
        c.begun = true;
        (void)pthread_cond_broadcast(&c.begin);
        (void)pthread_mutex_unlock(&c.lock);
        for (size_t i = 0; i < n; i++)
                (void)pthread_join(all[i].thread, NULL);
        talloc_free(mem);
        return 0;
}

/* A disk that is full (a file may not grow): publishing fails with an error and nothing else; once
 * there is room again the same process goes on. */
static int
filler(const char *where)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct county c = {.now = {1718000000000}, .agency = 2, .column = 3};
        struct app app = {0};
        struct rlimit limit;
        int refused = 0;

        crypto_init();
        (void)signal(SIGXFSZ, SIG_IGN);
        c.author.person_id = 1;
        c.reviewer.person_id = 2;
        c.secrecy.person_id = 3;
        c.signer.person_id = 4;
        c.author.scope = c.reviewer.scope = c.secrecy.scope = c.signer.scope = 1;
        if (store_open(mem, where, NULL, &app.store) < 0 || getrlimit(RLIMIT_FSIZE, &limit) < 0)
                return 3;
        for (int i = 0; refused < 3; i++) {
                const char *title = mem_printf(mem, "full-%d", i);
                int r;

                if (i == 2) {
                        limit.rlim_cur = 256 << 10;
                        if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
                                return 3;
                }
                r = county_issue(mem, &app, &c, title);
                if (r > 0)
                        return 6;
                if (r == 0)
                        (void)printf("%s\n", title);
                refused += r < 0;
        }
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_FSIZE, &limit) < 0 || county_issue(mem, &app, &c, "room again") != 0) {
                print_error("%s\n", err_text());
                return 3;
        }
        (void)printf("room again\n");
        (void)fflush(stdout);
        return 0;
}

/* ---- the one who kills ---------------------------------------------------------------------- */

static int
verify(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct audit_verdict verdict;

        (void)arg;
        return audit_verify(mem, tx, &verdict);
}

/* Whether each of the titles is published once; returns how many there were. */
static int64_t
each_is_there_once(struct fixture *f, char *said)
{
        char *title, *rest;
        int64_t n = 0;

        for (title = strtok_r(said, "\n", &rest); title; title = strtok_r(NULL, "\n", &rest), n++)
                assert_int_equal(
                    sql_int(f, mem_printf(f->mem,
                                          "SELECT count(*) FROM edition e JOIN item i ON "
                                          "i.live_edition_id = e.id WHERE e.title = '%s'",
                                          title)),
                    1);
        return n;
}

static void
a_full_disk_loses_nothing(struct fixture *f)
{
        struct county c;
        char said[8192];
        size_t n = 0;
        FILE *out;

        if (f->engine == STORE_PG) /* the server's own affair */
                return;
        county_build(f, &c);
        out = popen(mem_printf(f->mem, "/proc/%d/exe filler %s", (int)getpid(), f->where), "r");
        assert_non_null(out);
        n = fread(said, 1, sizeof(said) - 1, out);
        said[n] = '\0';
        assert_int_equal(pclose(out), 0);
        assert_true(each_is_there_once(f, said) >= 3);
        assert_done(app_read(f->mem, &f->app, verify, NULL));
        assert_string_equal(sql_text(f, "PRAGMA integrity_check"), "ok");
}

/* Starts a writer, kills it after ms, returns what it said. */
static char *
killed_after(struct fixture *f, int round, unsigned ms)
{
        struct buf said = buf_new(f->mem, MiB(4));
        int pipe_fds[2], status;
        char bytes[4096], no[16];
        ssize_t n;
        pid_t pid;

        (void)snprintf(no, sizeof(no), "%d", round);
        assert_int_equal(pipe(pipe_fds), 0);
        pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
                char *argv[] = {mem_strdup(f->mem, "store_kill"),
                                mem_strdup(f->mem, "writer"),
                                mem_strdup(f->mem, f->where),
                                mem_strdup(f->mem, f->dir),
                                no,
                                NULL};

                (void)dup2(pipe_fds[1], STDOUT_FILENO);
                (void)close(pipe_fds[0]);
                (void)close(pipe_fds[1]);
                (void)execv("/proc/self/exe", argv);
                _exit(4);
        }
        (void)close(pipe_fds[1]);
        n = read(pipe_fds[0], bytes, sizeof(bytes)); /* it is at work */
        (void)usleep(ms * 1000);
        (void)kill(pid, SIGKILL);
        while (n > 0) {
                buf_put(&said, bytes, (size_t)n);
                n = read(pipe_fds[0], bytes, sizeof(bytes));
        }
        (void)close(pipe_fds[0]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        return mem_strdup(f->mem, buf_text(&said));
}

/* What a start does: go on from where the feeder stopped. Then every public item is in the file once,
 * and is found. */
static bool
search_has_all(struct fixture *f)
{
        TALLOC_CTX *mem = talloc_new(f->mem);
        struct feed *feed = feed_new(mem, &f->app, f->dir);
        struct problems problems = {.mem = mem};
        struct feed_done done = {.state = FEED_MORE};
        int64_t n = 0;

        while (done.state == FEED_MORE)
                assert_done(feed_step(feed, day_ymd(2024, 6, 10), &done));
        assert_int_equal(done.state, FEED_CURRENT);
        talloc_free(feed);
        assert_done(search_check(f->dir, 0, &problems, &n));
        for (size_t i = 0; i < problems.n_list; i++)
                print_error("%s\n", problems.list[i].message);
        assert_int_equal(problems.n, 0);
        talloc_free(mem);
        return n == sql_int(f, "SELECT count(*) FROM public_item");
}

/* The server of a killed client may still be committing for a moment: then there is more to feed. */
static void
search_is_right(struct fixture *f)
{
        int tries = 0;

        while (!search_has_all(f)) {
                assert_true(f->engine == STORE_PG && ++tries < 20);
                (void)usleep(20000);
        }
}

static void
what_was_acknowledged_is_there_once(struct fixture *f)
{
        struct county c;
        unsigned dice;
        int64_t told = 0;

        county_build(f, &c);
        assert_int_equal(c.agency, 2);
        for (int round = 0; round < ROUNDS; round++) {
                char *said;

                crypto_random(&dice, sizeof(dice));
                said = killed_after(f, round, dice % LONGEST_MS);
                told += each_is_there_once(f, said);
                assert_done(app_read(f->mem, &f->app, verify, NULL));
                search_is_right(f);
                if (f->engine == STORE_SQLITE)
                        assert_string_equal(sql_text(f, "PRAGMA integrity_check"), "ok");
                assert_int_equal(
                    sql_int(f,
                            "SELECT count(*) FROM index_number n LEFT JOIN item i ON i.index_no = "
                            "n.index_no WHERE i.id IS NULL AND n.gap_reason IS NULL"),
                    0);
                assert_int_equal(sql_int(f,
                                         "SELECT COALESCE((SELECT last FROM index_counter), 0) - "
                                         "(SELECT count(*) FROM index_number)"),
                                 0);
                assert_int_equal(
                    sql_int(f, "SELECT COALESCE((SELECT sum(n) FROM tally WHERE channel "
                               "= '*'), 0) - (SELECT count(*) FROM item WHERE state = 'live')"),
                    0);
        }
        assert_true(told >= ROUNDS);
        assert_done(county_issue(f->mem, &f->app, &c, "后来的一件"));
}

/* Drafts that only wait to be published. */
static int
draft_many(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        static const use_case steps[] = {county_draft, county_content_review, county_secrecy_review,
                                         county_signature};
        struct county *c = arg;
        int r = 0;

        for (int i = 0; i < AT_ONCE; i++) {
                c->item = 0;
                c->title = mem_printf(mem, "同时的第%d件", i);
                for (size_t k = 0; r == 0 && k < N(steps); k++)
                        r = steps[k](mem, tx, c);
        }
        return r;
}

/* Runs the crowd on all that are drafts still; it dies once it has told so many (0: not). What it told. */
static char *
crowd_told(struct fixture *f, size_t kill_after)
{
        struct buf said = buf_new(f->mem, MiB(1));
        int in[2], out[2], status;
        char bytes[4096];
        ssize_t n;
        pid_t pid;
        const char *drafts =
            sql_text(f, f->engine == STORE_PG ? "SELECT COALESCE(string_agg(CAST(id AS TEXT), "
                                                "E'\\n'), '') FROM edition WHERE state = 'draft'"
                                              : "SELECT COALESCE(group_concat(id, char(10)), '') "
                                                "FROM edition WHERE state = 'draft'");

        assert_int_equal(pipe(in), 0);
        assert_int_equal(pipe(out), 0);
        pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
                char *argv[] = {mem_strdup(f->mem, "store_kill"), mem_strdup(f->mem, "crowd"),
                                mem_strdup(f->mem, f->where), mem_printf(f->mem, "%zu", kill_after),
                                NULL};

                (void)dup2(in[0], STDIN_FILENO);
                (void)dup2(out[1], STDOUT_FILENO);
                (void)close(in[1]);
                (void)close(out[0]);
                (void)execv("/proc/self/exe", argv);
                _exit(4);
        }
        (void)close(in[0]);
        (void)close(out[1]);
        assert_true(write(in[1], drafts, strlen(drafts)) == (ssize_t)strlen(drafts));
        (void)close(in[1]);
        while ((n = read(out[0], bytes, sizeof(bytes))) > 0)
                buf_put(&said, bytes, (size_t)n);
        (void)close(out[0]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(kill_after ? WIFSIGNALED(status)
                               : WIFEXITED(status) && WEXITSTATUS(status) == 0);
        return mem_strdup(f->mem, buf_text(&said));
}

/* What was told is so: that text is public under that number. */
static int64_t
each_told_is_so(struct fixture *f, char *said)
{
        char *line, *rest;
        int64_t n = 0;

        for (line = strtok_r(said, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), n++) {
                char *space = strchr(line, ' ');

                assert_non_null(space);
                assert_int_equal(
                    sql_int(f, mem_printf(f->mem,
                                          "SELECT count(*) FROM item WHERE state = 'live' AND "
                                          "live_edition_id = %.*s AND index_no = '%s'",
                                          (int)(space - line), line, space + 1)),
                    1);
        }
        return n;
}

static void
two_hundred_at_once_and_a_kill_in_the_middle(struct fixture *f)
{
        struct county c;
        int64_t told, more, live;

        county_build(f, &c);
        assert_done(app_run(f->mem, &f->app, draft_many, &c));
        told = each_told_is_so(f, crowd_told(f, KILL_AFTER));
        assert_true(told >= KILL_AFTER);
        (void)usleep(f->engine == STORE_PG ? 300000 : 0); /* the server may be committing still */
        live = sql_int(f, "SELECT count(*) FROM item WHERE state = 'live'");
        assert_true(live >= told && live < AT_ONCE);
        more = each_told_is_so(f, crowd_told(f, 0));
        assert_int_equal(live + more, AT_ONCE);
        /* Each number once, none of them without its item or a reason, and the counter where they end. */
        assert_int_equal(
            sql_int(f, "SELECT count(DISTINCT index_no) FROM item WHERE state = 'live'"), AT_ONCE);
        assert_int_equal(
            sql_int(f, "SELECT count(*) FROM index_number n LEFT JOIN item i ON i.index_no = "
                       "n.index_no WHERE i.id IS NULL AND n.gap_reason IS NULL"),
            0);
        assert_int_equal(sql_int(f, "SELECT last FROM index_counter"), AT_ONCE);
        assert_int_equal(sql_int(f, "SELECT sum(n) FROM tally WHERE channel = '*'"), AT_ONCE);
        assert_done(app_read(f->mem, &f->app, verify, NULL));
}

int
main(int argc, char **argv)
{
        static const struct store_test tests[] = {
            STORE_TEST(what_was_acknowledged_is_there_once),
            STORE_TEST(a_full_disk_loses_nothing),
            STORE_TEST(two_hundred_at_once_and_a_kill_in_the_middle),
        };

        if (argc == 5 && strcmp(argv[1], "writer") == 0)
                return writer(argv[2], argv[3], argv[4]);
        if (argc == 4 && strcmp(argv[1], "crowd") == 0)
                return crowd(argv[2], strtol(argv[3], NULL, 10));
        if (argc == 3 && strcmp(argv[1], "filler") == 0)
                return filler(argv[2]);
        return suite_run(tests, N(tests));
}
