#include "app/job.h"

#include "app/report_check.h"
#include "app/run.h"
#include "base/crypto.h"
#include "store/sql.h"
#include "store/store.h"

enum { LEASE_BYTES = 12 };
#define KEEP_MS (INT64_C(30) * 86400 * 1000)

int
job_enqueue(struct tx *tx, const char *kind, int64_t ref, const char *args, struct instant now,
            struct instant run_after)
{
        struct job_add_in in = {.kind = kind,
                                .ref = ref,
                                .has_ref = ref != 0,
                                .args = args ? args : "{}",
                                .run_after = run_after,
                                .enqueued_at = now};
        int r = sql_job_add(tx, &in, NULL);

        return err_fold(r);
}

/* ---- leasing -------------------------------------------------------------------------------- */

struct leasing {
        struct job_lease_in in;
        struct job_lease_row *row;
};

static int
lease(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct leasing *l = arg;
        int r;

        tx_unaudited(tx);
        r = sql_job_lease_one(mem, tx, &l->in, &l->row);
        return r < 0 ? err_trace(r) : r;
}

/* Looked at first, so that an idle worker writes nothing. */
static int
is_due(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct leasing *l = arg;
        struct job_due_row *row;
        int r = sql_job_due_one(mem, tx, &(struct job_due_in){.now = l->in.now}, &row);

        if (r)
                return err_fold(r);
        return row->n ? 0 : JOB_NONE;
}

int
app_job_lease(TALLOC_CTX *mem, struct app *app, struct instant now, int64_t lease_ms,
              struct job_lease *ret)
{
        struct leasing l = {.in = {.now = now,
                                   .leased_until = {now.ms + lease_ms},
                                   .lease = crypto_token(mem, LEASE_BYTES)}};
        int r = app_read(mem, app, is_due, &l);

        if (r == 0)
                r = app_run(mem, app, lease, &l);

        if (r)
                return r < 0 ? err_trace(r) : JOB_NONE;
        *ret = (struct job_lease){.id = l.row->id,
                                  .ref = l.row->has_ref ? l.row->ref : 0,
                                  .kind = l.row->kind,
                                  .args = l.row->args,
                                  .lease = l.in.lease,
                                  .attempts = (int)l.row->attempts};
        return 0;
}

/* ---- ending --------------------------------------------------------------------------------- */

struct ending {
        const struct job_lease *job;
        struct instant now, again;
        const char *why;
};

static int
end(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct ending *e = arg;
        int r;

        (void)mem;
        tx_unaudited(tx);
        if (!instant_is_none(e->again)) {
                r = sql_job_again(tx,
                                  &(struct job_again_in){.id = e->job->id,
                                                         .lease = e->job->lease,
                                                         .last_error = e->why,
                                                         .run_after = e->again},
                                  NULL);
                return err_fold(r);
        }
        r = sql_job_end(tx,
                        &(struct job_end_in){.id = e->job->id,
                                             .lease = e->job->lease,
                                             .state = e->why ? "failed" : "done",
                                             .last_error = e->why,
                                             .ended_at = e->now},
                        NULL);
        return err_fold(r);
}

int
app_job_done(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        struct ending e = {.job = job, .now = now, .again = INSTANT_NONE};
        int r = app_run(mem, app, end, &e);

        return err_fold(r);
}

int
app_job_failed(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job,
               const char *why, struct instant again)
{
        struct ending e = {.job = job, .now = now, .again = again, .why = why};
        int r = app_run(mem, app, end, &e);

        return err_fold(r);
}

/* ---- what comes back ------------------------------------------------------------------------ */

struct ensuring {
        const char *kind;
        struct instant now, run_after;
};

static int
ensure(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct ensuring *e = arg;
        struct job_waiting_row *row;
        int r;

        tx_unaudited(tx);
        r = sql_job_waiting_one(mem, tx, &(struct job_waiting_in){.kind = e->kind}, &row);
        if (r)
                return err_fold(r);
        return row->n ? 0 : job_enqueue(tx, e->kind, 0, NULL, e->now, e->run_after);
}

int
app_job_ensure(TALLOC_CTX *mem, struct app *app, const char *kind, struct instant now,
               struct instant run_after)
{
        struct ensuring e = {.kind = kind, .now = now, .run_after = run_after};
        int r = app_run(mem, app, ensure, &e);

        return err_fold(r);
}

static int
keep_house(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const struct instant *now = arg;
        int r;

        (void)mem;
        tx_unaudited(tx);
        r = sql_session_expire(tx, &(struct session_expire_in){.now = *now}, NULL);
        if (r)
                return err_fold(r);
        r = report_runs_expire(tx, *now);
        if (r < 0)
                return err_trace(r);
        r = sql_dispatch_resume(tx, &(struct dispatch_resume_in){.now = *now}, NULL);
        if (r)
                return err_fold(r);
        r = sql_job_forget(tx, &(struct job_forget_in){.before = {now->ms - KEEP_MS}}, NULL);
        return err_fold(r);
}

int
app_housekeeping(TALLOC_CTX *mem, struct app *app, struct instant now)
{
        int r = app_run(mem, app, keep_house, &now);

        return err_fold(r);
}
