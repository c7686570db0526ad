/* jobs/jobs.h: the worker that does what was put off.
 * Purpose    leases jobs one after the other and runs them, each in a region of its own; a job that
 * fails is tried again, later each time, and given up after as many tries as jobs.def says. Kinds
 * with a period are put in again by themselves.
 * Errors     a kind nobody knows (of a later release) is left for whoever knows it. */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H

#include "app/job.h"
#include "base/err.h"
#include "base/instant.h"

typedef int job_fn(TALLOC_CTX *mem, struct app *, struct instant now, const struct job_lease *);

struct job_kind {
        const char *name;
        job_fn *fn;
        int tries, seconds, every;
        const char *what;
};
extern const struct job_kind job_kinds[];
extern const size_t n_job_kinds;

/* Does one job if one is due; *ret_busy says whether there was one. */
int jobs_step(TALLOC_CTX *mem, struct app *, struct instant now, bool *ret_busy) nodiscard;
/* Puts in what comes back by itself. */
int jobs_ensure(TALLOC_CTX *mem, struct app *, struct instant now) nodiscard;

/* Whether this attempt is the last that its kind has. */
bool jobs_is_last_try(const struct job_lease *);

struct jobs;
/* A thread that steps until jobs_stop(). Needs a store connection of its own. */
int jobs_start(TALLOC_CTX *mem, struct app *, struct jobs **ret) nodiscard;
void jobs_stop(struct jobs *);

#endif
