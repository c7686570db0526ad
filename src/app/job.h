/* app/job.h: work for later (作业).
 * Purpose    a job is a row written in the transaction of the change that calls for it, so that it
 * is done if and only if the change was kept. A worker leases it, does it, and says what came of
 * it; a job whose worker was lost is leased again when the lease runs out. So a job may run twice
 * and must not mind. */
#ifndef APP_JOB_H
#define APP_JOB_H

#include "base/instant.h"

struct app;
struct tx;

/* Inside a use case. ref 0: none; args: JSON, NULL: none. */
int job_enqueue(struct tx *, const char *kind, int64_t ref, const char *args, struct instant now,
                struct instant run_after) nodiscard;

struct job_lease {
        int64_t id, ref;
        const char *kind, *args, *lease;
        int attempts; /* this one included */
};
enum { JOB_NONE = 1 };
/* The next that is due. JOB_NONE: there is none. */
int app_job_lease(TALLOC_CTX *mem, struct app *, struct instant now, int64_t lease_ms,
                  struct job_lease *ret) nodiscard;
int app_job_done(TALLOC_CTX *mem, struct app *, struct instant now,
                 const struct job_lease *) nodiscard;
/* again: INSTANT_NONE gives it up. */
int app_job_failed(TALLOC_CTX *mem, struct app *, struct instant now, const struct job_lease *,
                   const char *why, struct instant again) nodiscard;
/* Enqueues one of a kind unless one is waiting already. */
int app_job_ensure(TALLOC_CTX *mem, struct app *, const char *kind, struct instant now,
                   struct instant run_after) nodiscard;

/* Sessions that ended, jobs that were done long ago. */
int app_housekeeping(TALLOC_CTX *mem, struct app *, struct instant now) nodiscard;

#endif
