#include "app/redact.h"
#include "app/calendar.h"
#include "document/raster.h"
#include "intake/intake.h"
#include "jobs/jobs.h"

job_fn job_redact;

static int
add_page(void *arg, const struct intake_raster *r)
{
        return raster_page(arg, r->width, r->height, r->dpi, r->rgb);
}

static int
end_pages(void *arg, const void **ret, size_t *ret_n)
{
        return raster_end(arg, ret, ret_n);
}

/* intake reads, document writes: here they meet. */
int
job_redact(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        struct intake_writer writer = {add_page, end_pages, NULL};
        const struct calendar *calendar;
        struct raster *raster;
        int r = app_calendar(mem, app, &calendar);

        if (r == 0)
                r = raster_new(mem, &raster);
        if (r < 0)
                return err_trace(r);
        writer.arg = raster;
        return err_fold(app_redact_run(mem, app, now, calendar, job->ref, &writer));
}
