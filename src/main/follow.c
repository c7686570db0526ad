#include "main/follow.h"

#include "app/house.h"
#include "base/clock.h"
#include "base/log.h"
#include "search/search.h"
#include "store/audit.h"
#include "web/cache.h"
#include "web/views.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WAIT_MS = 1000, RETRY_MS = 200, HEARD_MS = 50, LOOK_US = 200 };

struct follow {
        struct app *app;
        struct server *server;
        struct page_cache *cache;
        struct watch *watch;
        int poke;
        unsigned views_seconds;
        int64_t seen; /* change number up to which the caches know everything */
        _Atomic int64_t
            *heard; /* that of the part which is poked; shared with the one which pokes, or NULL */
        _Atomic bool stopping;
        pthread_mutex_t lock;
        pthread_cond_t stop;
        pthread_t follower, counter, poked;
        bool has_poked, is_poking;
};

static void
complain(const char *event)
{
        log_event(LOG_ERROR, event, LOG_S("error", err_text()));
        err_clear();
}

/* ---- sites ---------------------------------------------------------------------------------- */

static int
load_sites(struct follow *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct house_site *list;
        struct page_site *sites;
        const char **hosts;
        size_t n;
        int r;

        r = app_sites(mem, f->app, &list, &n);
        if (r < 0)
                return err_trace(r);
        if (n == 0)
                return 0;
        sites = mem_array(mem, struct page_site, n);
        hosts = mem_array(mem, const char *, n);
        for (size_t i = 0; i < n; i++) {
                sites[i] = (struct page_site){.id = list[i].id,
                                              .name = list[i].name,
                                              .root_agency = list[i].root_agency,
                                              .origin = "",
                                              .prefix = ""};
                hosts[i] = list[i].host;
        }
        server_sites(f->server, sites, hosts, n);
        return 0;
}

/* ---- changes -------------------------------------------------------------------------------- */

struct reading {
        int64_t after, upto;
        struct change *list;
        size_t n;
};

static int
read_changes(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct reading *r = arg;

        return store_changes_since(mem, tx, r->after, &r->list, &r->n, &r->upto);
}

/* What changed is in no answer of the search until the feeder has read it anew: a withdrawn item, a passage that a
 * correction took out, are gone at once, also while the feeder fails. */
static void
hide_from_search(struct follow *f, const struct change *list, size_t n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int64_t *ids = mem_array(mem, int64_t, n + 1);
        size_t n_ids = 0;

        /* Each under the number of its own commit: under a later one it would stay hidden, since the
         * feeder may have come past its own already. */
        for (size_t i = 0; f->app->search && i < n; i++) {
                if (strcmp(list[i].topic, "item") == 0)
                        ids[n_ids++] = list[i].ref;
                if (n_ids && (i + 1 == n || list[i + 1].no != list[i].no)) {
                        search_hide(f->app->search, list[i].no, ids, n_ids);
                        n_ids = 0;
                }
        }
}

static void
apply(struct follow *f, int64_t no, const struct change *list, size_t n)
{
        hide_from_search(f, list, n);
        for (size_t i = 0; i < n; i++)
                page_cache_apply(f->cache, list[i].no, list[i].topic, list[i].ref);
        page_cache_applied(f->cache, no);
}

static void
tell_heard(struct follow *f)
{
        if (f->heard && !f->is_poking)
                atomic_store(f->heard, f->seen);
}

/* All that is new; a bounded number a round. */
static int
catch_up(struct follow *f)
{
        for (;;) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct reading reading = {.after = f->seen};
                bool sites = false;
                int r;

                r = app_read(mem, f->app, read_changes, &reading);
                if (r)
                        return err_fold(r);
                if (reading.upto == f->seen)
                        return 0;
                for (size_t i = 0; i < reading.n; i++)
                        sites = sites || strcmp(reading.list[i].topic, "site") == 0;
                if (sites) {
                        r = load_sites(f);
                        if (r < 0)
                                return err_trace(r);
                }
                apply(f, reading.upto, reading.list, reading.n);
                f->seen = reading.upto;
                tell_heard(f);
        }
}

static void *
follow(void *arg)
{
        struct follow *f = arg;

        while (!atomic_load(&f->stopping)) {
                int r = watch_wait(f->watch, WAIT_MS);

                if (r >= 0)
                        r = catch_up(f);
                if (r < 0) {
                        complain("follow");
                        (void)usleep(RETRY_MS * 1000);
                }
        }
        return NULL;
}

/* What was withdrawn here is to be gone for readers too when the answer comes; a part that is just starting is not waited
 * for longer than this, it reads the store anew. */
static void
wait_until_heard(const struct follow *f, int64_t change_no)
{
        for (int us = 0; us < HEARD_MS * 1000 && atomic_load(f->heard) < change_no; us += LOOK_US)
                (void)usleep(LOOK_US);
}

/* This process commits: its own cache knows before the commit is answered, and so does the portal's. */
static void
on_commit(void *arg, int64_t change_no, const struct change *list, size_t n)
{
        struct follow *f = arg;
        uint64_t one = 1;

        apply(f, change_no, list, n);
        if (!f->is_poking || write(f->poke, &one, sizeof(one)) < 0)
                return; /* the others look by themselves, a little later */
        if (f->heard)
                wait_until_heard(f, change_no);
}

static void *
wait_for_poke(void *arg)
{
        struct follow *f = arg;
        struct pollfd p = {.fd = f->poke, .events = POLLIN};
        uint64_t n;

        while (!atomic_load(&f->stopping))
                if (poll(&p, 1, RETRY_MS) == 1 && read(f->poke, &n, sizeof(n)) > 0)
                        watch_wake(f->watch);
        return NULL;
}

/* ---- page views ----------------------------------------------------------------------------- */

static void
settle(void *arg, struct reply *reply)
{
        (void)arg;
        views_settle(reply);
}

static void
write_views(struct follow *f)
{
        static const char *const kinds[] = {[VIEW_SITE] = "site",
                                            [VIEW_AGENCY] = "agency",
                                            [VIEW_ITEM] = "item",
                                            [VIEW_SEARCH] = "search"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct house_views *list;
        struct view_count *counts;
        size_t n;

        page_cache_each(f->cache, settle, NULL);
        n = views_take(mem, &counts);
        if (n == 0)
                return;
        list = mem_array(mem, struct house_views, n);
        for (size_t i = 0; i < n; i++)
                list[i] = (struct house_views){.kind = kinds[counts[i].kind],
                                               .ref = counts[i].ref,
                                               .readers = counts[i].readers,
                                               .robots = counts[i].robots};
        if (app_views_add(mem, f->app, instant_day(clock_now()), list, n) < 0) {
                views_return(counts, n);
                complain("page_views");
        }
}

static void *
count(void *arg)
{
        struct follow *f = arg;

        (void)pthread_mutex_lock(&f->lock);
        while (!atomic_load(&f->stopping)) {
                struct timespec until;

                (void)clock_gettime(CLOCK_REALTIME, &until);
                until.tv_sec += f->views_seconds;
                (void)pthread_cond_timedwait(&f->stop, &f->lock, &until);
                write_views(f);
        }
        (void)pthread_mutex_unlock(&f->lock);
        return NULL;
}

/* ---- life ----------------------------------------------------------------------------------- */

static int
first_look(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        (void)mem;
        return store_change_no(tx, arg);
}

int
follow_start(TALLOC_CTX *mem, struct app *app, struct server *server, struct follow_parts parts,
             unsigned views_seconds, struct follow **ret)
{
        struct follow *f = mem_new(mem, struct follow);
        int r;

        f->app = app;
        f->server = server;
        f->cache = server_cache(server);
        f->poke = parts.poke;
        f->is_poking = parts.is_poking && parts.poke >= 0;
        if (parts.heard >= 0) {
                void *page = mmap(NULL, sizeof(*f->heard), PROT_READ | PROT_WRITE, MAP_SHARED,
                                  parts.heard, 0);

                if (page == MAP_FAILED)
                        return err_errno("mapping what the portal heard");
                f->heard = page;
        }
        f->views_seconds = views_seconds;
        (void)pthread_mutex_init(&f->lock, NULL);
        (void)pthread_cond_init(&f->stop, NULL);
        r = app_read(mem, app, first_look, &f->seen);
        if (r)
                return err_fold(r);
        page_cache_applied(f->cache, f->seen);
        tell_heard(f);
        r = load_sites(f);
        if (r < 0)
                return err_trace(r);
        r = watch_open(mem, app->store, &f->watch);
        if (r)
                return err_fold(r);
        store_on_commit(app->store, on_commit, f);
        if (pthread_create(&f->follower, NULL, follow, f) != 0 ||
            pthread_create(&f->counter, NULL, count, f) != 0)
                return err_errno("starting a thread");
        f->has_poked = parts.poke >= 0 && !parts.is_poking &&
                       pthread_create(&f->poked, NULL, wait_for_poke, f) == 0;
        *ret = f;
        return 0;
}

void
follow_stop(struct follow *f)
{
        if (!f)
                return;
        (void)pthread_mutex_lock(&f->lock);
        atomic_store(&f->stopping, true);
        (void)pthread_cond_broadcast(&f->stop);
        (void)pthread_mutex_unlock(&f->lock);
        watch_wake(f->watch);
        (void)pthread_join(f->counter, NULL);
        (void)pthread_join(f->follower, NULL);
        if (f->has_poked)
                (void)pthread_join(f->poked, NULL);
}
