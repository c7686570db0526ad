#include "app/render.h"
#include "jobs/jobs.h"

job_fn job_render;

/* ref: the texts below this number are still to be done; 0: all. */
int
job_render(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        return app_render_some(mem, app, now, job->ref);
}
