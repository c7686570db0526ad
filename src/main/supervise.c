#include "main/supervise.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* A part that falls at once, again and again, is started once a second. */
enum { PARTS_MAX = 4, AT_ONCE_MS = 100, AGAIN_MS = 900, LONG_MS = 5000, TICK_MS = 50 };

struct running {
        const struct part_process *part;
        pid_t pid; /* 0: not running */
        int64_t began_ms, start_ms;
        bool fell;
};

static int64_t
now_ms(void)
{
        return clock_us() / 1000;
}

/* Runs in the new process: only what is safe between fork and exec. */
static void
become(const struct part_process *part, pid_t parent)
{
        char *argv[PART_ARGS_MAX + 1];
        sigset_t none;
        size_t n = 0;

        (void)prctl(PR_SET_PDEATHSIG,
                    SIGTERM); /* a supervisor that is killed takes its parts along */
        if (getppid() != parent)
                _exit(0);
        (void)sigemptyset(&none);
        (void)sigprocmask(SIG_SETMASK, &none, NULL);
        for (size_t i = 0; i < part->n_fds; i++)
                (void)fcntl(part->fds[i], F_SETFD, 0);
        argv[n++] = (char[]){"xxgk"};
        for (size_t i = 0; part->args[i]; i++)
                memcpy(&argv[n++], &part->args[i],
                       sizeof(char *)); /* exec does not write to them */
        argv[n] = NULL;
        (void)execv("/proc/self/exe", argv);
        _exit(127);
}

/* The supervisor has one thread, so a fork is safe here. */
static void
start(struct running *r)
{
        pid_t parent = getpid(), pid = fork();

        if (pid == 0)
                become(r->part, parent);
        r->began_ms = now_ms();
        if (pid < 0) {
                log_event(LOG_ERROR, "part_not_started", LOG_S("part", r->part->name));
                r->start_ms = now_ms() + AGAIN_MS;
                return;
        }
        r->pid = pid;
        if (r->fell)
                log_event(LOG_WARN, "part_started_again", LOG_S("part", r->part->name),
                          LOG_N("pid", pid));
        else
                log_event(LOG_DEBUG, "part_started", LOG_S("part", r->part->name),
                          LOG_N("pid", pid));
}

static void
ended(struct running *r, int status)
{
        bool was_up = now_ms() - r->began_ms > LONG_MS;

        log_event(LOG_ERROR, "part_ended", LOG_S("part", r->part->name),
                  LOG_N("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
                  LOG_N("exit", WIFEXITED(status) ? WEXITSTATUS(status) : -1));
        r->pid = 0;
        r->fell = true;
        r->start_ms = now_ms() + (was_up ? AT_ONCE_MS : AGAIN_MS);
}

static struct running *
reap(struct running *list, size_t n, int *ret_status)
{
        pid_t pid = waitpid(-1, ret_status, WNOHANG);

        for (size_t i = 0; pid > 0 && i < n; i++)
                if (list[i].pid == pid)
                        return &list[i];
        return NULL;
}

static size_t
n_running(const struct running *list, size_t n)
{
        size_t running = 0;

        for (size_t i = 0; i < n; i++)
                running += list[i].pid > 0;
        return running;
}

/* One after the other in their order: a part that asks another comes before it. The last moment is
 * for all of them together. */
static void
end_all(struct running *list, size_t n, int ms)
{
        int64_t until = now_ms() + ms;

        for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k < list[i].part->n_fds; k++)
                        (void)close(list[i].part->fds[k]); /* nobody else keeps them listening */
        for (size_t i = 0; i < n; i++) {
                bool killed = false;

                if (list[i].pid > 0)
                        (void)kill(list[i].pid, SIGTERM);
                while (list[i].pid > 0) {
                        int status;
                        struct running *r = reap(list, n, &status);

                        if (r)
                                r->pid = 0;
                        else if (!killed && now_ms() > until) {
                                (void)kill(list[i].pid, SIGKILL);
                                killed = true;
                        } else
                                (void)usleep(5 * 1000);
                }
        }
}

static bool
asked_to_end(int fd)
{
        struct pollfd p = {.fd = fd, .events = POLLIN};

        return poll(&p, 1, TICK_MS) == 1;
}

/* A part that says it cannot (wrong use, bad data) before it was ever ready is not started again.
 */
static bool
is_hopeless(const struct running *r, int status, bool is_ready)
{
        (void)r;
        return !is_ready && WIFEXITED(status) && WEXITSTATUS(status) != 0;
}

int
supervise(const struct part_process *parts, size_t n, int ready_fd, void (*ready)(void *),
          void *arg, int ms)
{
        struct running list[PARTS_MAX] = {0};
        bool is_ready = false;
        uint64_t count, ready_parts = 0;
        sigset_t ends;
        int fd, status;

        assert(n <= PARTS_MAX);
        (void)sigemptyset(&ends);
        (void)sigaddset(&ends, SIGTERM);
        (void)sigaddset(&ends, SIGINT);
        fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
        if (fd < 0)
                return err_errno("signalfd");
        for (size_t i = 0; i < n; i++) {
                list[i].part = &parts[i];
                start(&list[i]);
        }
        while (!asked_to_end(fd)) {
                struct running *r = reap(list, n, &status);

                if (r && is_hopeless(r, status, is_ready)) {
                        r->pid = 0;
                        end_all(list, n, ms);
                        (void)close(fd);
                        return WEXITSTATUS(status);
                }
                if (r)
                        ended(r, status);
                for (size_t i = 0; i < n; i++)
                        if (!list[i].pid && now_ms() >= list[i].start_ms)
                                start(&list[i]);
                if (!is_ready && read(ready_fd, &count, sizeof(count)) == sizeof(count)) {
                        ready_parts += count;
                        is_ready = ready_parts >= n;
                        if (is_ready)
                                ready(arg);
                }
        }
        (void)close(fd);
        log_event(LOG_INFO, "stopping", LOG_N("parts", n_running(list, n)));
        end_all(list, n, ms);
        return 0;
}
