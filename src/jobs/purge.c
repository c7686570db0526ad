#include "app/purge.h"
#include "jobs/jobs.h"

job_fn job_purge;

/* Drives the bytes of what was purged out of files and indexes; waiting for a reader or for the search
 * file counts as a try that failed, so it comes again by itself. */
int
job_purge(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        const char *why = "";
        int r = app_purge_clear(mem, app, now, job->ref, &why);

        if (r == PURGE_WAITS)
                return err_set(ERR_BUSY, "%s", why);
        return err_fold(r);
}
