#include "jobs/jobs.h"

job_fn job_housekeeping;

int
job_housekeeping(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        (void)job;
        return app_housekeeping(mem, app, now);
}
