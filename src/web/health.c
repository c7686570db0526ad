/* The two pages for machines that watch: /healthz and /metrics. */
#include "base/json.h"
#include "pages/page.h"
#include "web/metrics.h"
#include "web/server.h"

int page_healthz(struct page *);
int page_metrics(struct page *);

enum { CHECKS_MAX = 8 };
static struct {
        const char *name;
        const char *(*fn)(TALLOC_CTX *, void *);
        void *arg;
} checks[CHECKS_MAX];
static size_t n_checks;

void
health_add(const char *name, const char *(*fn)(TALLOC_CTX *, void *), void *arg)
{
        assert(n_checks < CHECKS_MAX);
        checks[n_checks].name = name;
        checks[n_checks].fn = fn;
        checks[n_checks++].arg = arg;
}

/* Everybody hears whether; what and why (the words of a driver, the bytes left) is for those in
 * metrics_from. */
int
page_healthz(struct page *p)
{
        const char *wrong[CHECKS_MAX];
        struct json_out o = {.buf = &p->out};

        for (size_t i = 0; i < n_checks; i++) {
                wrong[i] = checks[i].fn(p->mem, checks[i].arg);
                if (wrong[i])
                        p->status = 503;
        }
        if (p->format != JSON) {
                buf_str(&p->out, p->status == 200 ? "ok\n" : "failing\n");
                for (size_t i = 0; p->watcher && i < n_checks; i++)
                        buf_printf(&p->out, "%s: %s\n", checks[i].name, wrong[i] ? wrong[i] : "ok");
                return 0;
        }
        json_open(&o, '{');
        json_name(&o, "ok");
        json_put_bool(&o, p->status == 200);
        for (size_t i = 0; p->watcher && i < n_checks; i++) {
                json_name(&o, checks[i].name);
                json_put(&o, wrong[i] ? wrong[i] : "ok");
        }
        json_close(&o, '}');
        return 0;
}

int
page_metrics(struct page *p)
{
        p->content_type = "text/plain; version=0.0.4; charset=utf-8";
        metrics_print(&p->out);
        return 0;
}
