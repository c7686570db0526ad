#include "app/render.h"

#include "app/job.h"
#include "app/run.h"
#include "domain/body/body.h"
#include "store/sql.h"
#include "store/store.h"

enum { AT_ONCE = 100, STEPS = 50 };

int
render_put(struct tx *tx, int64_t edition, const char *html)
{
        int r = sql_html_put(tx,
                             &(struct html_put_in){
                                 .edition_id = edition, .version = BODY_HTML_VERSION, .html = html},
                             NULL);

        return err_fold(r);
}

static int
render(TALLOC_CTX *mem, int64_t edition, const char *json, const char **ret)
{
        struct problems problems = {.mem = mem};
        struct body *body;
        int r = body_parse(mem, json, strlen(json), false, &problems, &body);

        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return err_set(ERR_DATA, "body of edition %lld cannot be read", (long long)edition);
        *ret = body_html_keep(mem, body);
        return 0;
}

int
render_text(TALLOC_CTX *mem, struct tx *tx, int64_t edition, const char *json)
{
        const char *html;
        int r = render(mem, edition, json, &html);

        return r < 0 ? err_trace(r) : render_put(tx, edition, html);
}

/* ---- in the background ---------------------------------------------------------------------- */

struct rendering {
        int64_t before, from;
        bool ends;
        struct instant now;
};

static int
begin(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct rendering *w = arg;
        struct html_last_row *row;
        int r = sql_html_last_one(mem, tx, NULL, &row);

        if (r)
                return err_fold(r);
        w->before = row->before;
        return 0;
}

static int
step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct rendering *w = arg;
        struct html_missing_row *rows;
        size_t n;
        int r = sql_html_missing(mem, tx,
                                 &(struct html_missing_in){.from = w->from,
                                                           .before = w->before,
                                                           .version = BODY_HTML_VERSION},
                                 &rows, &n);

        tx_unaudited(tx); /* a page reads as before */
        for (size_t i = 0; r == 0 && i < n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                struct html_raise_in in = {.edition_id = rows[i].id, .version = BODY_HTML_VERSION};

                r = render(tmp, rows[i].id, rows[i].body, &in.html);
                if (r == 0)
                        r = rows[i].has ? sql_html_raise(tx, &in, NULL)
                                        : render_put(tx, in.edition_id, in.html);
        }
        if (r == 0 && w->ends && w->from > 0)
                r = job_enqueue(tx, "render", w->from, NULL, w->now, w->now);
        return err_fold(r);
}

int
app_render_some(TALLOC_CTX *mem, struct app *app, struct instant now, int64_t before)
{
        struct rendering w = {.before = before, .now = now};
        int r = before ? 0 : app_read(mem, app, begin, &w);

        for (int i = 1; r == 0 && w.before > 0 && i <= STEPS; i++) {
                w.from = w.before > AT_ONCE ? w.before - AT_ONCE : 0;
                w.ends = i == STEPS;
                r = app_run(mem, app, step, &w);
                w.before = w.from;
        }
        return err_fold(r);
}
