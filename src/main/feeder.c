#include "main/feeder.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "app/feed.h"
#include "base/clock.h"
#include "base/log.h"
#include "search/search.h"
#include "store/audit.h"

enum { WAIT_MS = 1000, RETRY_MS = 1000, ELSEWHERE_MS = 2000, TIDY_MS = 20 };

struct feeder {
        struct feed *feed;
        struct watch *watch;
        _Atomic bool stopping;
        pthread_mutex_t lock;
        pthread_cond_t stop;
        pthread_t thread;
};

void
feeder_open(TALLOC_CTX *mem, struct app *app, const char *data, unsigned readers)
{
        struct search_settings settings = {
            .folder = data, .clock_us = clock_us, .readers = readers};

        app->search = search_open(mem, &settings);
}

static void
sleep_ms(struct feeder *f, long ms)
{
        struct timespec until;

        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += ms / 1000;
        until.tv_nsec += ms % 1000 * 1000000;
        if (until.tv_nsec >= 1000000000) {
                until.tv_sec++;
                until.tv_nsec -= 1000000000;
        }
        (void)pthread_mutex_lock(&f->lock);
        if (!f->stopping)
                (void)pthread_cond_timedwait(&f->stop, &f->lock, &until);
        (void)pthread_mutex_unlock(&f->lock);
}

static void
say(const struct feed_done *done, int64_t us)
{
        if (done->rebuilt)
                log_event(LOG_INFO, "search_rebuilt", LOG_N("items", done->n_items),
                          LOG_N("us", us));
        else if (done->n_items)
                log_event(LOG_DEBUG, "search_fed", LOG_N("items", done->n_items),
                          LOG_N("change", done->change_no), LOG_N("us", us));
}

/* After a step: nothing, tidying, or sleep until there is something new. */
static void
rest(struct feeder *f, enum feed_state state)
{
        bool more = false;

        if (state == FEED_ELSEWHERE)
                sleep_ms(f, ELSEWHERE_MS);
        if (state != FEED_CURRENT)
                return;
        if (feed_tidy(f->feed, &more) < 0 || watch_wait(f->watch, more ? TIDY_MS : WAIT_MS) < 0) {
                err_clear();
                sleep_ms(f, RETRY_MS);
        }
}

static void *
run(void *arg)
{
        struct feeder *f = arg;

        while (!f->stopping) {
                int64_t began = clock_us();
                struct feed_done done;
                int r = feed_step(f->feed, instant_day(clock_now()), &done);

                if (r < 0) {
                        log_event(LOG_ERROR, "search_feed", LOG_S("error", err_text()));
                        err_clear();
                        sleep_ms(f, RETRY_MS);
                        continue;
                }
                say(&done, clock_us() - began);
                rest(f, done.state);
        }
        return NULL;
}

int
feeder_start(TALLOC_CTX *mem, struct app *app, const char *data, struct feeder **ret)
{
        struct feeder *f = mem_new(mem, struct feeder);
        int r;

        (void)pthread_mutex_init(&f->lock, NULL);
        (void)pthread_cond_init(&f->stop, NULL);
        /* A root of its own: the thread allocates from it while others use theirs. */
        f->feed = feed_new(mem_root(), app, data);
        r = watch_open(mem, app->store, &f->watch);
        if (r)
                return err_fold(r);
        r = pthread_create(&f->thread, NULL, run, f);
        if (r) {
                errno = r;
                return err_errno("starting a thread");
        }
        *ret = f;
        return 0;
}

void
feeder_stop(struct feeder *f)
{
        if (!f)
                return;
        (void)pthread_mutex_lock(&f->lock);
        f->stopping = true;
        (void)pthread_cond_broadcast(&f->stop);
        (void)pthread_mutex_unlock(&f->lock);
        feed_stop(f->feed);
        watch_wake(f->watch);
        (void)pthread_join(f->thread, NULL);
        talloc_free(talloc_parent(f->feed));
}
