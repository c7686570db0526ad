/* kill -9: a process that dies while it writes loses nothing that it had told to be done. */
#include "county.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crypto.h"
#include "store/audit.h"

enum { ROUNDS = 25, LONGEST_MS = 60 };

/* ---- the writer, in a process of its own ---------------------------------------------------- */

/* Publishes items until it is killed, and says each title once it is committed. */
static int
writer(const char *where, const char *round)
{
        TALLOC_CTX *mem = mem_root();
        struct county c = {.now = {1718000000000}, .agency = 2, .column = 3};
        struct app app = {0};

        crypto_init();
        c.author.person_id = 1;
        c.reviewer.person_id = 2;
        c.secrecy.person_id = 3;
        c.author.scope = c.reviewer.scope = c.secrecy.scope = 1;
        if (store_open(mem, where, NULL, &app.store) < 0)
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

/* ---- the one who kills ---------------------------------------------------------------------- */

static int
verify(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct audit_verdict verdict;

        (void)arg;
        return audit_verify(mem, tx, &verdict);
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
                char *argv[] = {mem_strdup(f->mem, "store_kill"), mem_strdup(f->mem, "writer"),
                                mem_strdup(f->mem, f->where), no, NULL};

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

static void
what_was_acknowledged_is_there_once(struct fixture *f)
{
        struct county c;
        unsigned dice;
        int64_t told = 0;

        county_build(f, &c);
        assert_int_equal(c.agency, 2);
        for (int round = 0; round < ROUNDS; round++) {
                char *said, *title, *rest;

                crypto_random(&dice, sizeof(dice));
                said = killed_after(f, round, dice % LONGEST_MS);
                for (title = strtok_r(said, "\n", &rest); title;
                     title = strtok_r(NULL, "\n", &rest)) {
                        assert_int_equal(
                            sql_int(f, mem_printf(f->mem,
                                                  "SELECT count(*) FROM edition e JOIN item i ON "
                                                  "i.live_edition_id = e.id WHERE e.title = '%s'",
                                                  title)),
                            1);
                        told++;
                }
                assert_done(app_read(f->mem, &f->app, verify, NULL));
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
        };

        if (argc == 4 && strcmp(argv[1], "writer") == 0)
                return writer(argv[2], argv[3]);
        return suite_run(tests, N(tests));
}
