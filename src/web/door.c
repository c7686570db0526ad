#include "web/door.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DOOR_LISTEN_MAX = 16, AT_ONCE = 64, PAUSE_MS = 10 };

struct door {
        struct door_settings settings;
        size_t next; /* loop */
        int closing; /* eventfd */
        pthread_t thread;
};

static void
let_in(struct door *d, int fd, const struct sockaddr_storage *from, socklen_t n)
{
        struct MHD_Daemon *loop = d->settings.loops[d->next++ % d->settings.n_loops];

        /* The library closes what it does not take. */
        (void)MHD_add_connection(loop, fd, (const struct sockaddr *)from, n);
}

/* Those who wait at one socket. False: no more can be taken just now. */
static bool
accept_some(struct door *d, int listen)
{
        for (int i = 0; i < AT_ONCE; i++) {
                struct sockaddr_storage from = {0};
                socklen_t n = sizeof(from);
                int fd;

                if (atomic_load(d->settings.n_connections) >= d->settings.most)
                        return false;
                fd = accept4(listen, (struct sockaddr *)&from, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
                if (fd < 0) /* nobody, or one who went again; else no descriptor, no memory */
                        return errno == EAGAIN || errno == ECONNABORTED || errno == EINTR;
                let_in(d, fd, &from, n);
        }
        return true;
}

static void *
stand(void *arg)
{
        struct door *d = arg;
        struct pollfd fds[DOOR_LISTEN_MAX + 1] = {{.fd = d->closing, .events = POLLIN}};
        size_t n = d->settings.n_listen;
        bool full = false;

        for (size_t i = 0; i < n; i++)
                fds[i + 1] = (struct pollfd){.fd = d->settings.listen[i], .events = POLLIN};
        for (;;) {
                /* When full only the end is waited for, a moment. */
                int r = poll(fds, full ? 1 : (nfds_t)n + 1, full ? PAUSE_MS : -1);

                if (r > 0 && fds[0].revents)
                        return NULL;
                full = false;
                for (size_t i = 0; i < n; i++)
                        full = !accept_some(d, d->settings.listen[i]) || full;
        }
}

int
door_open(const struct door_settings *settings, struct door **ret)
{
        struct door *d = mem_must(calloc(1, sizeof(*d)));
        int r;

        assert(settings->n_listen <= DOOR_LISTEN_MAX && settings->n_loops);
        d->settings = *settings;
        d->closing = eventfd(0, EFD_CLOEXEC);
        if (d->closing < 0) {
                r = err_errno("eventfd");
                free(d);
                return r;
        }
        if (pthread_create(&d->thread, NULL, stand, d) != 0) {
                r = err_errno("starting the thread at the door");
                (void)close(d->closing);
                free(d);
                return r;
        }
        (void)pthread_setname_np(d->thread, "door");
        *ret = d;
        return 0;
}

void
door_close(struct door *d)
{
        uint64_t one = 1;

        if (!d)
                return;
        if (write(d->closing, &one, sizeof(one)) != sizeof(one))
                abort(); /* an eventfd that was never written to takes one */
        (void)pthread_join(d->thread, NULL);
        (void)close(d->closing);
        free(d);
}
