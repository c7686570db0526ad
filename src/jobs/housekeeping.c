#include "app/validity.h"
#include "jobs/jobs.h"

job_fn job_housekeeping;

int
job_housekeeping(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        int r;

        (void)job;
        r = app_validity_due(mem, app, now);
        return r < 0 ? err_trace(r) : app_housekeeping(mem, app, now);
}
