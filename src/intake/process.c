#include "intake/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

struct pipes {
        int out[2], err[2], timer;
};

static void
close_one(int *fd)
{
        if (*fd >= 0)
                (void)close(*fd);
        *fd = -1;
}

static void
pipes_endp(struct pipes *p)
{
        close_one(&p->out[0]);
        close_one(&p->out[1]);
        close_one(&p->err[0]);
        close_one(&p->err[1]);
        close_one(&p->timer);
}

/* Out of the way of the child's own three, which a daemon may have closed. */
static int
lift(int *fd)
{
        int up;

        if (*fd > STDERR_FILENO)
                return 0;
        up = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        close_one(fd);
        *fd = up;
        return up < 0 ? -1 : 0;
}

static int
pipes_open(struct pipes *p, int timeout_ms)
{
        const struct itimerspec at = {
            .it_value = {timeout_ms / 1000, (long)(timeout_ms % 1000) * 1000000}};

        if (pipe2(p->out, O_CLOEXEC) < 0 || pipe2(p->err, O_CLOEXEC) < 0 || lift(&p->out[1]) < 0 ||
            lift(&p->err[1]) < 0)
                return err_errno("pipe to the intake child");
        p->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
        if (p->timer < 0 || timerfd_settime(p->timer, 0, &at, NULL) < 0)
                return err_errno("timer of the intake child");
        return 0;
}

/* The child's words and surroundings: nothing of ours but what a sanitizer must be told. */
static void
words_of(TALLOC_CTX *mem, const struct process *s, char *argv[static PROCESS_ARGS_MAX + 3],
         char *env[static 4])
{
        const char *sanitizer = getenv("ASAN_OPTIONS");
        size_t n = 0;

        argv[n++] = mem_strdup(mem, "xxgk");
        argv[n++] = mem_strdup(mem, "intake");
        for (size_t i = 0; s->args[i]; i++) {
                assert(i < PROCESS_ARGS_MAX);
                argv[n++] = mem_strdup(mem, s->args[i]);
        }
        argv[n] = NULL;
        env[0] = mem_strdup(mem, "PATH=/usr/bin:/bin");
        env[1] = mem_strdup(mem, "LC_ALL=C.UTF-8");
        env[2] = sanitizer ? mem_printf(mem, "ASAN_OPTIONS=%s", sanitizer) : NULL;
        env[3] = NULL;
}

static int
start(TALLOC_CTX *mem, const struct process *s, struct pipes *p, pid_t *ret)
{
        char *argv[PROCESS_ARGS_MAX + 3], *env[4];
        posix_spawn_file_actions_t files;
        posix_spawnattr_t attr;
        sigset_t none, all;
        int r, in = fcntl(s->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

        if (in < 0)
                return err_errno("the file for the intake child");
        words_of(mem, s, argv, env);
        (void)sigemptyset(&none);
        (void)sigfillset(&all);
        (void)posix_spawn_file_actions_init(&files);
        (void)posix_spawnattr_init(&attr);
        (void)posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
        (void)posix_spawn_file_actions_adddup2(&files, p->out[1], STDOUT_FILENO);
        (void)posix_spawn_file_actions_adddup2(&files, p->err[1], STDERR_FILENO);
        (void)posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
        (void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                  POSIX_SPAWN_SETSIGDEF);
        (void)posix_spawnattr_setpgroup(&attr, 0);
        (void)posix_spawnattr_setsigmask(&attr, &none);
        (void)posix_spawnattr_setsigdefault(&attr, &all);
        r = posix_spawn(ret, "/proc/self/exe", &files, &attr, argv, env);
        (void)posix_spawn_file_actions_destroy(&files);
        (void)posix_spawnattr_destroy(&attr);
        (void)close(in);
        close_one(&p->out[1]);
        close_one(&p->err[1]);
        if (r) {
                errno = r;
                return err_errno("start of the intake child");
        }
        return 0;
}

/* Reads what there is. False at the end of it. What passes the ceiling of standard error is dropped. */
static bool
drain(int fd, struct buf *b)
{
        char part[65536];
        ssize_t k = read(fd, part, sizeof(part));

        if (k > 0)
                buf_put(b, part, (size_t)k < b->max - b->len ? (size_t)k : b->max - b->len);
        if (k > 0 && b->len == b->max)
                b->full = true;
        return k > 0 || (k < 0 && errno == EINTR);
}

static void
listen_to(struct pipes *p, struct process_said *said)
{
        while (p->out[0] >= 0 || p->err[0] >= 0) {
                struct pollfd fds[] = {
                    {p->out[0], POLLIN, 0}, {p->err[0], POLLIN, 0}, {p->timer, POLLIN, 0}};

                if (poll(fds, N(fds), -1) < 0 && errno != EINTR)
                        return;
                if (fds[2].revents) {
                        said->slow = true;
                        return;
                }
                if (fds[0].revents && !drain(p->out[0], &said->out))
                        close_one(&p->out[0]);
                if (fds[1].revents && !drain(p->err[0], &said->err))
                        close_one(&p->err[0]);
                if (said->out.full) {
                        said->loud = true;
                        return;
                }
        }
}

/* The pipes are closed, but the process may still be there: it has until the timer ends. It is waited for
 * only after its group was killed, so that its number cannot belong to somebody else yet. */
static void
reap(pid_t pid, struct pipes *p, struct process_said *said)
{
        siginfo_t info = {.si_pid = 0};
        int status = 0;

        while (!said->slow && !said->loud && !info.si_pid) {
                struct pollfd fd = {p->timer, POLLIN, 0};

                if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 &&
                    errno != EINTR)
                        break;
                if (!info.si_pid && poll(&fd, 1, 2) > 0)
                        said->slow = true;
        }
        (void)kill(-pid, SIGKILL); /* and whatever it may have started */
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                ;
        said->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        said->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

int
process_run(TALLOC_CTX *mem, const struct process *s, struct process_said *ret)
{
        _cleanup_(pipes_endp) struct pipes p = {{-1, -1}, {-1, -1}, -1};
        struct process_said said = {.out = buf_new(mem, s->out_max),
                                    .err = buf_new(mem, s->err_max)};
        pid_t pid = 0;
        int r = pipes_open(&p, s->timeout_ms);

        if (r == 0)
                r = start(mem, s, &p, &pid);
        if (r < 0)
                return err_trace(r);
        listen_to(&p, &said);
        reap(pid, &p, &said);
        *ret = said;
        return 0;
}
