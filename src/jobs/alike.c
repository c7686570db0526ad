#include "app/scan.h"
#include "jobs/jobs.h"

job_fn job_alike;

/* Signatures of published texts that have none yet: an import is not held up by them. */
int
job_alike(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        (void)now;
        (void)job;
        return err_fold(app_alike_fill(mem, app));
}
