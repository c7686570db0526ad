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

int
main(int argc, char **argv)
{
        static const struct store_test tests[] = {
            STORE_TEST(what_was_acknowledged_is_there_once),
            STORE_TEST(a_full_disk_loses_nothing),
        };

        if (argc == 5 && strcmp(argv[1], "writer") == 0)
                return writer(argv[2], argv[3], argv[4]);
        if (argc == 3 && strcmp(argv[1], "filler") == 0)
                return filler(argv[2]);
        return suite_run(tests, N(tests));
}
