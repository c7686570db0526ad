#include "app/channel.h"
#include "jobs/jobs.h"

job_fn job_dispatch;

/* Not taken yet counts as a try that failed, so it comes again by itself, later each time. */
int
job_dispatch(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        const char *why = "";
        int r = app_dispatch_deliver(mem, app, now, job->ref, &why);

        if (r == CHANNEL_AGAIN)
                return err_set(ERR_BUSY, "%s", why);
        return err_fold(r);
}
