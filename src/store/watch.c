#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "store/audit.h"
#include "store/tx.h"

enum { RETRY_MS = 200 }; /* until the next attempt to connect */

struct watch {
        struct watch *next;
        struct store *store;
        struct conn *conn; /* NULL: lost, to be opened again */
        int told;          /* eventfd: a commit of this process, or watch_wake() */
        bool committed, woken;
        pthread_mutex_t lock; /* of the two */
};

static void
poke(struct watch *w, bool committed)
{
        uint64_t one = 1;

        (void)pthread_mutex_lock(&w->lock);
        if (committed)
                w->committed = true;
        else
                w->woken = true;
        (void)pthread_mutex_unlock(&w->lock);
        if (write(w->told, &one, sizeof(one)) != sizeof(one))
                return; /* full: it will wake anyway */
}

void
watch_wake(struct watch *w)
{
        poke(w, false);
}

void
watch_tell(struct store *s)
{
        (void)pthread_mutex_lock(&s->watches_lock);
        for (struct watch *w = s->watches; w; w = w->next)
                poke(w, true);
        (void)pthread_mutex_unlock(&s->watches_lock);
}

static int
connect_watch(struct watch *w)
{
        TALLOC_CTX *mem = mem_root();
        int r = w->store->driver->open(mem, w->store->where, &w->store->settings, false, &w->conn);

        if (r == 0) {
                w->conn->driver = w->store->driver;
                w->conn->mem = mem;
                r = w->store->driver->watch_begin(w->conn);
                if (r == 0)
                        return 0;
                conn_close(w->conn);
                w->conn = NULL;
                return err_trace(r);
        }
        w->conn = NULL;
        talloc_free(mem);
        return err_trace(r);
}

static int
watch_end(struct watch *w)
{
        struct watch **at;

        (void)pthread_mutex_lock(&w->store->watches_lock);
        for (at = &w->store->watches; *at != w; at = &(*at)->next)
                ;
        *at = w->next;
        (void)pthread_mutex_unlock(&w->store->watches_lock);
        if (w->conn)
                conn_close(w->conn);
        (void)close(w->told);
        (void)pthread_mutex_destroy(&w->lock);
        return 0;
}

int
watch_open(TALLOC_CTX *mem, struct store *s, struct watch **ret)
{
        struct watch *w = mem_new(mem, struct watch);
        int r;

        w->store = s;
        w->told = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (w->told < 0) {
                r = err_errno("eventfd");
                talloc_free(w);
                return r;
        }
        r = connect_watch(w);
        if (r < 0) {
                (void)close(w->told);
                talloc_free(w);
                return err_trace(r);
        }
        (void)pthread_mutex_init(&w->lock, NULL);
        (void)pthread_mutex_lock(&s->watches_lock);
        w->next = s->watches;
        s->watches = w;
        (void)pthread_mutex_unlock(&s->watches_lock);
        talloc_set_destructor(w, watch_end);
        *ret = w;
        return 0;
}

static int64_t
now_ms(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Takes what was told since the last look. */
static void
heard(struct watch *w, bool *ret_committed, bool *ret_woken)
{
        uint64_t n;

        (void)pthread_mutex_lock(&w->lock);
        *ret_committed = w->committed;
        *ret_woken = w->woken;
        w->committed = w->woken = false;
        (void)pthread_mutex_unlock(&w->lock);
        while (read(w->told, &n, sizeof(n)) > 0)
                ;
}

int
watch_wait(struct watch *w, unsigned ms)
{
        int64_t until = now_ms() + ms, left;
        int again;

        for (;;) {
                bool committed = false, woken = false, changed = false;
                struct pollfd fds[2] = {{.fd = w->told, .events = POLLIN},
                                        {.fd = -1, .events = POLLIN}};
                int r;

                heard(w, &committed, &woken);
                if (!w->conn) { /* what happened while it was gone is unknown: look again */
                        if (connect_watch(w) == 0)
                                changed = true;
                        else
                                err_clear();
                } else {
                        r = w->store->driver->watch_look(w->conn, &changed);
                        if (r < 0) {
                                conn_close(w->conn);
                                w->conn = NULL;
                                err_clear();
                        }
                }
                if (committed || changed)
                        return 0;
                left = until - now_ms();
                if (woken || left <= 0)
                        return STORE_NONE;
                again = w->conn ? w->store->driver->watch_ms(w->conn) : RETRY_MS;
                if (w->conn)
                        fds[1].fd = w->store->driver->watch_fd(w->conn);
                if (again >= 0 && left > again)
                        left = again;
                if (poll(fds, 2, (int)left) < 0 && errno != EINTR)
                        return err_errno("poll");
        }
}
