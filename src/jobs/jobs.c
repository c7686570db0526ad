#include "jobs/jobs.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <pthread.h>

enum { LOOK_MS = 1000, ENSURE_MS = 60000, FIRST_PAUSE_MS = 5000, LONGEST_PAUSE_MS = 600000 };

#define JOB(kind, tries, seconds, every, what) job_fn job_##kind;
#include "jobs/jobs.def"
#undef JOB

#define JOB(kind, tries, seconds, every, what) {#kind, job_##kind, tries, seconds, every, what},
const struct job_kind job_kinds[] = {
#include "jobs/jobs.def"
};
#undef JOB
const size_t n_job_kinds = N(job_kinds);

static const struct job_kind *
kind_of(const char *name)
{
        for (size_t i = 0; i < N(job_kinds); i++)
                if (strcmp(job_kinds[i].name, name) == 0)
                        return &job_kinds[i];
        return NULL;
}

bool
jobs_is_last_try(const struct job_lease *job)
{
        const struct job_kind *kind = kind_of(job->kind);

        return kind && job->attempts >= kind->tries;
}

static int64_t
longest_lease(void)
{
        int seconds = 0;

        for (size_t i = 0; i < N(job_kinds); i++)
                if (job_kinds[i].seconds > seconds)
                        seconds = job_kinds[i].seconds;
        return (int64_t)seconds * 1000;
}

/* Later each time: 5 s, 10 s, 20 s … 10 minutes. */
static struct instant
next_try(struct instant now, int attempts)
{
        int64_t pause = FIRST_PAUSE_MS;

        for (int i = 1; i < attempts && pause < LONGEST_PAUSE_MS; i++)
                pause *= 2;
        return (struct instant){now.ms + (pause < LONGEST_PAUSE_MS ? pause : LONGEST_PAUSE_MS)};
}

static int
fail(TALLOC_CTX *mem, struct app *app, const struct job_lease *job, int tries, const char *why)
{
        struct instant now = clock_now();
        bool again = job->attempts < tries;

        log_event(again ? LOG_WARN : LOG_ERROR, "job_failed", LOG_S("kind", job->kind),
                  LOG_N("id", job->id), LOG_N("attempt", job->attempts), LOG_S("error", why));
        return app_job_failed(mem, app, now, job, why,
                              again ? next_try(now, job->attempts) : INSTANT_NONE);
}

int
jobs_step(TALLOC_CTX *mem, struct app *app, struct instant now, bool *ret_busy)
{
        const struct job_kind *kind;
        struct job_lease job;
        int64_t began = clock_us();
        int r;

        r = app_job_lease(mem, app, now, longest_lease(), &job);
        *ret_busy = r == 0;
        if (r)
                return r < 0 ? err_trace(r) : 0;
        kind = kind_of(job.kind);
        if (!kind)
                return fail(mem, app, &job, INT32_MAX, "a kind this program does not know");
        r = kind->fn(mem, app, now, &job);
        if (r) {
                const char *why = r < 0 ? mem_strdup(mem, err_text()) : "refused";

                err_clear();
                return fail(mem, app, &job, kind->tries, why);
        }
        log_event(LOG_DEBUG, "job_done", LOG_S("kind", job.kind), LOG_N("id", job.id),
                  LOG_N("us", clock_us() - began));
        return app_job_done(mem, app, clock_now(), &job);
}

int
jobs_ensure(TALLOC_CTX *mem, struct app *app, struct instant now)
{
        for (size_t i = 0; i < N(job_kinds); i++) {
                int r;

                if (!job_kinds[i].every)
                        continue;
                r = app_job_ensure(mem, app, job_kinds[i].name, now,
                                   (struct instant){now.ms + job_kinds[i].every * INT64_C(1000)});
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

struct jobs {
        struct app *app;
        pthread_mutex_t lock;
        pthread_cond_t stop;
        bool stopping;
        pthread_t thread;
};

static bool
pause_or_stop(struct jobs *j, int ms)
{
        struct timespec until;
        bool stopping;

        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += ms / 1000;
        (void)pthread_mutex_lock(&j->lock);
        if (!j->stopping && ms)
                (void)pthread_cond_timedwait(&j->stop, &j->lock, &until);
        stopping = j->stopping;
        (void)pthread_mutex_unlock(&j->lock);
        return stopping;
}

static void *
run(void *arg)
{
        struct jobs *j = arg;
        struct instant ensured = {0};
        bool busy = false;

        while (!pause_or_stop(j, busy ? 0 : LOOK_MS)) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                int r = jobs_step(mem, j->app, clock_now(), &busy);

                if (r == 0 && !busy && clock_now().ms - ensured.ms > ENSURE_MS) {
                        ensured = clock_now();
                        r = jobs_ensure(mem, j->app, ensured);
                }
                if (r < 0) {
                        log_event(LOG_ERROR, "jobs", LOG_S("error", err_text()));
                        err_clear();
                        busy = false;
                }
        }
        return NULL;
}

int
jobs_start(TALLOC_CTX *mem, struct app *app, struct jobs **ret)
{
        struct jobs *j = mem_new(mem, struct jobs);

        j->app = app;
        (void)pthread_mutex_init(&j->lock, NULL);
        (void)pthread_cond_init(&j->stop, NULL);
        errno = pthread_create(&j->thread, NULL, run, j);
        if (errno)
                return err_errno("starting the jobs thread");
        *ret = j;
        return 0;
}

void
jobs_stop(struct jobs *j)
{
        if (!j)
                return;
        (void)pthread_mutex_lock(&j->lock);
        j->stopping = true;
        (void)pthread_cond_broadcast(&j->stop);
        (void)pthread_mutex_unlock(&j->lock);
        (void)pthread_join(j->thread, NULL);
}
