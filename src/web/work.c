/* What a worker does: make a page, turn it into a reply, hand it to all who wait. */
#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "web/multipart.h"
#include "web/request.h"

#include <fcntl.h>
#include <unistd.h>

static struct request *
request_of(struct job *job)
{
        return (struct request *)(void *)((char *)job - offsetof(struct request, job));
}

/* ---- a page into a reply -------------------------------------------------------------------- */

static const char csp[] = "default-src 'self'; base-uri 'none'; object-src 'none'; "
                          "form-action 'self'; frame-ancestors 'self'";
/* A file someone handed in: nothing in it may run here. */
static const char csp_file[] = "default-src 'none'; sandbox; frame-ancestors 'self'";

void
security_headers(struct reply *reply, bool file)
{
        reply_header(reply, "Content-Security-Policy", file ? csp_file : csp);
        reply_header(reply, "X-Content-Type-Options", "nosniff");
        reply_header(reply, "Referrer-Policy", "strict-origin-when-cross-origin");
        reply_header(reply, "Permissions-Policy",
                     "camera=(), geolocation=(), microphone=(), payment=()");
        reply_header(reply, "X-Frame-Options", "SAMEORIGIN");
        reply_header(reply, "Cross-Origin-Opener-Policy", "same-origin");
}

static void
cookie_header(struct request *q, struct reply *reply, struct page *p, const struct page_cookie *c)
{
        const char *prefix = q->server->settings.prefix;
        struct buf out = buf_new(p->mem, KiB(4));

        buf_printf(&out, "%s=%s; Path=%s; SameSite=Lax", c->name, c->value, *prefix ? prefix : "/");
        if (!*c->value)
                buf_str(&out, "; Max-Age=0");
        else if (c->max_age)
                buf_printf(&out, "; Max-Age=%d", c->max_age);
        if (c->http_only)
                buf_str(&out, "; HttpOnly");
        if (q->secure)
                buf_str(&out, "; Secure");
        reply_header(reply, "Set-Cookie", buf_text(&out));
}

static void
disposition_header(struct reply *reply, struct page *p, const char *type)
{
        bool shown = strcmp(type, "application/pdf") == 0 || strncmp(type, "image/", 6) == 0 ||
                     strncmp(type, "text/plain", 10) == 0;
        char plain[64];
        size_t n = 0;

        for (const char *c = p->file_name; *c && n + 1 < sizeof(plain); c++)
                if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                    (*c >= '0' && *c <= '9') || (n && strchr("-_.", *c)))
                        plain[n++] = *c;
        plain[n] = '\0';
        /* An SVG can hold script; the sandbox forbids it, and it is better saved than shown. */
        if (strncmp(type, "image/svg", 9) == 0)
                shown = false;
        reply_header(reply, "Content-Disposition",
                     mem_printf(p->mem, "%s; filename=\"%s\"; filename*=UTF-8''%s",
                                p->file && shown ? "inline" : "attachment", n ? plain : "file",
                                page_encode(p->mem, p->file_name)));
}

static struct reply *
open_file(struct page *p)
{
        int fd = open(p->file->path, O_RDONLY | O_CLOEXEC);
        off_t size = fd >= 0 ? lseek(fd, 0, SEEK_END) : -1;

        if (size < 0 || size != p->file->size) {
                if (fd >= 0)
                        (void)close(fd);
                return NULL;
        }
        return reply_new_file(fd, (uint64_t)size, p->file->etag);
}

static const char *
cache_control(struct request *q, const struct page *p)
{
        enum cache_class class = q->asked.route->cache;

        if (class == ASSET && p->status == 200)
                return "public, max-age=31536000, immutable";
        /* Asked again each time, answered 304: a withdrawn item must be gone at once. */
        if (p->status < 400 && !p->n_cookies && (class == PAGE || class == FILE_RANGE) && !p->actor)
                return "public, no-cache";
        return "no-store";
}

struct reply *
reply_of_page(struct request *q, struct page *p)
{
        const char *type = p->content_type ? p->content_type : page_format_type(p->format);
        struct reply *reply = p->file ? open_file(p) : NULL;
        bool bodiless = p->status >= 300 && p->status < 400;

        if (p->file && !reply) {
                log_event(LOG_ERROR, "file", LOG_S("route", p->route),
                          LOG_S("error", "missing or of another size"));
                return NULL;
        }
        if (!reply)
                reply = bodiless ? reply_new(p->status, NULL, 0)
                                 : reply_new(p->status, p->out.data, p->out.len);
        if (!bodiless)
                reply_type(reply, type);
        reply_header(reply, "Cache-Control", cache_control(q, p));
        if (q->asked.route->cache != ASSET)
                reply->vary = "Accept-Encoding, Cookie, Accept";
        security_headers(reply, p->file != NULL);
        if (p->location)
                reply_header(reply, "Location", p->location);
        if (p->refresh_s)
                reply_header(reply, "Refresh", mem_printf(p->mem, "%d", p->refresh_s));
        if (p->file_name)
                disposition_header(reply, p, type);
        if (p->status == 503 || p->status == 429)
                reply_header(reply, "Retry-After", "5");
        for (size_t i = 0; i < p->n_cookies && i < 4; i++)
                cookie_header(q, reply, p, &p->cookies[i]);
        if (!p->file && p->status == 200 && q->kept)
                reply_tag(reply);
        reply->counted = p->status == 200 && p->format == HTML &&
                         (q->asked.route->pool == PORTAL || q->asked.route->pool == SEARCH);
        reply->view_item = p->view_item;
        reply->view_agency = p->view_agency;
        reply->is_search = p->view_search;
        reply->view_site = q->site->page.id;
        return reply;
}

/* ---- making it ------------------------------------------------------------------------------ */

static void
begin_page(struct request *q, TALLOC_CTX *mem, struct page *p)
{
        const char *mark = strchr(q->uri, '?');

        *p = (struct page){.mem = mem,
                           .app = q->server->settings.app,
                           .route = q->asked.route->name,
                           .path = q->asked.path,
                           .query = asked_query(mem, &q->asked),
                           .raw_query = mark ? mark + 1 : "",
                           .post = q->method == POST,
                           .formats = q->asked.route->formats,
                           .format = q->asked.format,
                           .args = q->asked.args,
                           .n_args = q->asked.n_args,
                           .viewer = q->viewer,
                           .site = &q->site_here,
                           .csrf = "",
                           .session = "",
                           .address = "",
                           .watcher = networks_have(&q->server->settings.metrics_from, &q->visitor),
                           .now = clock_now(),
                           .clock_us = clock_us,
                           .status = 200};
        p->today = instant_day(p->now);
}

/* Path and query first, then the fields of the form. Outcome: HTTP status. */
static int
take_form(struct request *q, struct page *p)
{
        struct multipart form = {.n_fields = 0};
        struct page_arg *all;
        const char *bytes;
        size_t n_bytes, n;
        int r;

        if (q->method != POST)
                return 0;
        r = body_whole(p->mem, q, &bytes, &n_bytes);
        if (r < 0)
                return err_trace(r);
        r = multipart_is(q->heads.content_type)
                ? multipart_parse(p->mem, q->heads.content_type, bytes, n_bytes, &form)
                : form_parse(p->mem, bytes, n_bytes, &form.fields, &form.n_fields);
        if (r)
                return r < 0 ? err_trace(r) : 400;
        n = form.n_fields;
        all = mem_array(p->mem, struct page_arg, p->n_args + n + 1);
        for (size_t i = 0; i < p->n_args; i++)
                all[i] = p->args[i];
        for (size_t i = 0; i < n; i++)
                all[p->n_args + i] = form.fields[i];
        p->args = all;
        p->n_args += n;
        p->uploads = form.uploads;
        p->n_uploads = form.n_uploads;
        return 0;
}

/* Error page for a status decided before the handler. */
static int
deny(struct page *p, int status)
{
        p->status = status;
        return page_error(p);
}

static int
to_login(struct page *p)
{
        struct buf back = buf_new(p->mem, KiB(16));

        buf_str(&back, p->path);
        if (*p->query)
                buf_printf(&back, "?%s", p->query);
        page_redirect(p, p->post ? page_link(p, "/office/sign-in")
                                 : page_link(p, "/office/sign-in?next={}", buf_text(&back)));
        return 0;
}

/* Nothing else until the first password was changed. */
static bool
must_wait(const struct request *q)
{
        return strcmp(q->asked.path, "/office/password") != 0 &&
               strcmp(q->asked.path, "/office/sign-out") != 0;
}

static int
make(struct request *q, struct page *p)
{
        char from[ADDRESS_TEXT_SIZE];
        int r;

        p->address = mem_strdup(p->mem, address_text(&q->visitor, from));
        r = take_form(q, p);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return deny(p, r);
        r = session_admit(q, p);
        if (r < 0)
                return err_trace(r);
        if (r == 401 && (p->format == HTML || p->format == BYTES)) /* people, not programs */
                return to_login(p);
        if ((r == 0 || r == 403) && p->actor && p->who->must_change && must_wait(q)) {
                page_redirect(p, page_link(p, "/office/password"));
                return 0;
        }
        if (r > 0)
                return deny(p, r);
        return page_run(p, q->asked.route->fn);
}

/* The number under which operators find what happened. */
static const char *
note_failure(struct request *q, struct page *p)
{
        uint8_t random[6];
        const char *number;

        crypto_random(random, sizeof(random));
        number = mem_printf(p->mem, "%02x%02x%02x%02x%02x%02x", random[0], random[1], random[2],
                            random[3], random[4], random[5]);
        log_event(LOG_ERROR, "failure", LOG_S("route", q->asked.route->name),
                  LOG_S("reference", number), LOG_S("error", err_text()));
        err_clear();
        return number;
}

static struct reply *
run(struct request *q, struct page *p)
{
        struct reply *reply = NULL;

        if (make(q, p) < 0) {
                p->reference = note_failure(q, p);
                if (deny(p, 500) < 0)
                        err_clear();
        }
        reply = reply_of_page(q, p);
        if (!reply)
                return refusal_of(q->server, 500);
        if (q->kept &&
            reply_encode(reply, q->wish.encoding, q->server->settings.cache_bytes == 0) < 0)
                err_clear(); /* goes out plain */
        return reply;
}

static void
hand_out(struct page_cache_waiter *waiters, struct reply *reply, bool late)
{
        while (waiters) {
                struct request *w = (struct request *)(void *)waiters;

                waiters = waiters->next;
                if (!late)
                        request_resume(w, reply_ref(reply));
                else if (dispatch_find(w))
                        MHD_resume_connection(w->connection);
        }
}

void
work_run(struct job *job, TALLOC_CTX *mem)
{
        struct request *q = request_of(job);
        struct page *p = mem_new(mem, struct page);
        struct reply *reply;

        begin_page(q, mem, p);
        reply = run(q, p);
        if (q->leading) {
                struct page_cache_facts facts = {.change_no = p->change_no,
                                                 .deps = p->deps,
                                                 .n_deps = p->n_deps,
                                                 .valid_until = p->valid_until,
                                                 .costly = (p->format & (CSV | XLSX)) != 0};
                bool keep = p->status == 200 && !p->uncached && !p->deps_full && !p->n_cookies;
                bool late;
                struct page_cache_waiter *waiters =
                    page_cache_land(q->server->cache, q->key, q->n_key, q->hash, reply,
                                    keep ? &facts : NULL, &late);

                hand_out(waiters, reply, late);
        }
        request_resume(q, reply);
}

void
work_encode(struct job *job, TALLOC_CTX *mem)
{
        struct request *q = request_of(job);

        (void)mem;
        if (reply_encode(q->reply, q->wish.encoding, false) < 0)
                err_clear(); /* goes out plain */
        page_cache_reweigh(q->server->cache, q->key, q->n_key, q->hash);
        MHD_resume_connection(q->connection);
}
