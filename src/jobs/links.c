#include "app/link.h"
#include "jobs/jobs.h"

job_fn job_links;

/* A few addresses each time; what is left waits for the next. */
int
job_links(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        size_t asked;

        (void)job;
        return err_fold(app_links_check(mem, app, now, &asked));
}
