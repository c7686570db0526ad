/* From a complete header to an answer: what an event loop does. */
#include "base/clock.h"
#include "base/log.h"
#include "web/multipart.h"
#include "web/request.h"
#include "web/views.h"

#include <stdatomic.h>

/* ---- refusing ------------------------------------------------------------------------------- */

struct reply *
refusal_of(struct server *s, int status)
{
        struct reply *reply = s->refusals[status] ? s->refusals[status] : s->refusals[500];

        return reply_ref(reply);
}

/* Before the body was read: the connection cannot be used again. */
static enum MHD_Result
refuse(struct request *q, int status)
{
        struct MHD_Response *closing = q->server->closing[status];

        metrics_refused(status == 413 || status == 414 ? REFUSED_TOO_LARGE
                        : status == 503                ? REFUSED_BUSY
                                                       : REFUSED_MALFORMED);
        metrics_request(n_routes, status, CACHE_NONE, clock_us() - q->began_us);
        q->phase = PHASE_READY;
        if (log_least <= LOG_INFO) {
                char from[ADDRESS_TEXT_SIZE];

                log_event(LOG_INFO, "refused", LOG_N("status", status),
                          LOG_S("address", address_text(&q->visitor, from)));
        }
        return MHD_queue_response(q->connection, (unsigned)status,
                                  closing ? closing : q->server->closing[400]);
}

/* ---- what was asked ------------------------------------------------------------------------- */

static bool
cookie(const char *cookies, const char *name, char *out, size_t size)
{
        size_t n = strlen(name);

        for (const char *at = cookies; at && *at;) {
                at += strspn(at, " ;");
                if (strncmp(at, name, n) == 0 && at[n] == '=') {
                        const char *value = at + n + 1;
                        size_t length = strcspn(value, "; ");

                        if (length >= size)
                                return false;
                        memcpy(out, value, length);
                        out[length] = '\0';
                        return true;
                }
                at += strcspn(at, ";");
        }
        return false;
}

static void
read_cookies(struct request *q)
{
        char word[8];

        q->viewer = (struct page_viewer){0};
        q->session[0] = q->form[0] = '\0';
        if (!q->heads.cookie)
                return;
        q->viewer.elder =
            cookie(q->heads.cookie, "xxgk_elder", word, sizeof(word)) && strcmp(word, "1") == 0;
        q->viewer.hant =
            cookie(q->heads.cookie, "xxgk_hant", word, sizeof(word)) && strcmp(word, "1") == 0;
        if (cookie(q->heads.cookie, "xxgk_font", word, sizeof(word)))
                q->viewer.font = strcmp(word, "large") == 0   ? FONT_LARGE
                                 : strcmp(word, "small") == 0 ? FONT_SMALL
                                                              : FONT_MEDIUM;
        (void)cookie(q->heads.cookie, "xxgk_session", q->session, sizeof(q->session));
        (void)cookie(q->heads.cookie, "xxgk_form", q->form, sizeof(q->form));
}

static bool
host_is(const char *host, const char *wanted)
{
        size_t n = strlen(wanted);

        return strncasecmp(host, wanted, n) == 0 && (host[n] == '\0' || host[n] == ':');
}

/* By host; a site without a host answers for all others. */
static void
find_site(struct request *q)
{
        const struct sites *sites = atomic_load_explicit(&q->server->sites, memory_order_acquire);
        const char *origin = q->server->settings.origin;

        q->site = &sites->list[0];
        for (size_t i = 0; i < sites->n; i++)
                if (host_is(q->heads.host, sites->list[i].host) && sites->list[i].host[0]) {
                        q->site = &sites->list[i];
                        break;
                } else if (!sites->list[i].host[0]) {
                        q->site = &sites->list[i];
                }
        q->site_here = q->site->page;
        q->origin[0] = '\0';
        if (!*origin || sites->n > 1) {
                (void)snprintf(q->origin, sizeof(q->origin), "%s://%s",
                               q->secure ? "https" : "http", q->heads.host);
                for (char *c = q->origin; *c; c++)
                        if (*c >= 'A' && *c <= 'Z')
                                *c = (char)(*c - 'A' + 'a');
        }
        q->site_here.origin = q->origin[0] ? q->origin : origin;
}

/* Who is asking and over what: behind a trusted proxy as it says, else as the socket says. */
static void
find_visitor(struct request *q)
{
        const struct networks *trusted = &q->server->settings.trusted;

        q->visitor = address_visitor(trusted, &q->peer, q->heads.forwarded_for);
        q->secure = q->heads.forwarded_proto && networks_have(trusted, &q->peer) &&
                    strcasecmp(q->heads.forwarded_proto, "https") == 0;
        q->form_allowed = q->secure || address_is_loopback(&q->visitor);
}

static bool
is_form(const char *type)
{
        size_t n = strlen("application/x-www-form-urlencoded");

        return type && strncasecmp(type, "application/x-www-form-urlencoded", n) == 0 &&
               (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

/* Is the route one of this process? */
static bool
is_ours(const struct request *q)
{
        const struct server_settings *s = &q->server->settings;
        bool office = route_in_office(q->asked.route);

        if (s->part == PART_ALL || q->asked.route->pool == WATCH || q->asked.route->cache == ASSET)
                return true;
        return s->part == PART_OFFICE ? office : !office || *s->office;
}

static int
read_method(struct request *q, const char *method)
{
        static const char *const known[] = {"PUT",   "DELETE",  "OPTIONS", "PATCH",
                                            "TRACE", "CONNECT", NULL};

        q->head = strcmp(method, "HEAD") == 0;
        q->method = strcmp(method, "POST") == 0 ? POST : GET;
        if (q->head || q->method == POST || strcmp(method, "GET") == 0)
                return 0;
        for (size_t i = 0; known[i]; i++)
                if (strcmp(known[i], method) == 0)
                        return MHD_HTTP_METHOD_NOT_ALLOWED;
        return MHD_HTTP_NOT_IMPLEMENTED;
}

static int
check_body(const struct request *q)
{
        size_t most = q->method == POST && q->asked.route ? q->asked.route->body : 0;

        if (q->method == POST && !q->heads.n_length)
                return MHD_HTTP_LENGTH_REQUIRED;
        if (q->heads.content_length > most)
                return MHD_HTTP_CONTENT_TOO_LARGE;
        if (q->method == POST && q->heads.content_length && !is_form(q->heads.content_type) &&
            !(q->asked.route->pool == UPLOAD && multipart_is(q->heads.content_type)))
                return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
        return 0;
}

/* ---- answers made in the loop --------------------------------------------------------------- */

static struct reply *
redirect_to(struct request *q)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct page p = {.mem = mem, .path = q->asked.path, .query = "", .site = &q->site_here};
        struct reply *reply = reply_new(301, NULL, 0);
        const char *query = strchr(q->uri, '?');
        const char *to = page_link_with(&p, "page", NULL);

        if (!q->asked.path[0])
                to = mem_printf(mem, "%s/", q->server->settings.prefix);
        reply_header(reply, "Location", mem_printf(mem, "%s%s", to, query ? query : ""));
        return reply;
}

static struct reply *
method_refused(struct request *q)
{
        struct reply *reply = reply_new(MHD_HTTP_METHOD_NOT_ALLOWED, "405\n", 4);

        reply_header(reply, "Content-Type", "text/plain; charset=utf-8");
        reply_header(reply, "Allow",
                     q->asked.route && q->asked.route->method == POST ? "POST" : "GET, HEAD");
        return reply;
}

static bool
put_key(struct request *q, const void *bytes, size_t n)
{
        if (q->n_key + n > sizeof(q->key))
                return false;
        memcpy(q->key + q->n_key, bytes, n);
        q->n_key += n;
        return true;
}

/* Everything that the bytes may depend on, in canonical form. False when it does not fit. */
static bool
make_key(struct request *q)
{
        const struct sites *sites = atomic_load(&q->server->sites);
        uint8_t head[8] = {
            (uint8_t)(q->asked.route - routes),
            (uint8_t)(q->site - sites->list),
            (uint8_t)(q->asked.format & 0xff),
            (uint8_t)(q->asked.format >> 8),
            (uint8_t)((q->viewer.elder ? 1 : 0) | (q->viewer.hant ? 2 : 0)),
            (uint8_t)q->viewer.font,
        };

        q->n_key = 0;
        if (!put_key(q, head, sizeof(head)) || !put_key(q, q->origin, strlen(q->origin) + 1))
                return false;
        for (size_t i = 0; i < q->asked.n_args; i++) {
                const struct page_arg *arg = &q->asked.args[i];

                if (!put_key(q, arg->name, strlen(arg->name) + 1) ||
                    !put_key(q, arg->value, strlen(arg->value) + 1))
                        return false;
        }
        q->hash = page_cache_hash(q->key, q->n_key);
        return true;
}

static void
reset(struct request *q)
{
        q->began_us = clock_us();
        q->asked.route = NULL;
        q->head = q->secure = q->form_allowed = q->leading = q->kept = false;
        q->outcome = 0;
        q->result = CACHE_NONE;
        q->visitor = q->peer;
        q->reply = NULL;
        q->n_key = 0;
        q->active = true;
        atomic_fetch_add(&q->server->n_active, 1);
}

enum MHD_Result
dispatch_header(struct request *q, const char *method, const char *version)
{
        struct server *s = q->server;
        int r;

        reset(q);
        if (atomic_load_explicit(&s->stopping, memory_order_relaxed))
                return refuse(q, MHD_HTTP_SERVICE_UNAVAILABLE);
        if (q->uri_too_long)
                return refuse(q, MHD_HTTP_URI_TOO_LONG);
        r = guard_check(q->connection, method, version, &q->heads);
        if (r)
                return refuse(q, r);
        find_visitor(q);
        r = read_method(q, method);
        if (r == MHD_HTTP_METHOD_NOT_ALLOWED && !q->heads.has_body)
                q->outcome = r;
        else if (r)
                return refuse(q, r);
        read_cookies(q);
        find_site(q);
        q->wish = (struct reply_wish){.encoding = encoding_of(q->heads.accept_encoding),
                                      .secure = q->secure,
                                      .if_none_match = q->heads.if_none_match,
                                      .if_range = q->heads.if_range,
                                      .range = q->method == GET ? q->heads.range : NULL};
        if (!q->outcome)
                q->outcome =
                    route_find(q->method, q->uri, s->settings.prefix, q->heads.accept, &q->asked);
        if (q->outcome == ROUTE_BAD)
                return refuse(q, MHD_HTTP_BAD_REQUEST);
        if (!q->outcome && !is_ours(q))
                q->outcome = ROUTE_NOT_FOUND;
        if (q->outcome && q->heads.has_body)
                return refuse(q, q->outcome == ROUTE_SLASH ? ROUTE_NOT_FOUND : q->outcome);
        if (!q->outcome) {
                r = check_body(q);
                if (r)
                        return refuse(q, r);
        }
        q->phase = PHASE_BODY;
        atomic_store(&q->deadline_us,
                     q->heads.has_body
                         ? clock_us() + (int64_t)s->settings.header_seconds * 1000000 +
                               (int64_t)(q->heads.content_length * 1000000 / s->settings.body_rate)
                         : 0);
        return MHD_YES;
}

enum MHD_Result
dispatch_body(struct request *q, const char *data, size_t n)
{
        int r;

        if (q->body.n + n > q->heads.content_length)
                return MHD_NO;
        r = body_add(q, data, n);
        if (r < 0) {
                log_event(LOG_ERROR, "body", LOG_S("error", err_text()));
                err_clear();
                return MHD_NO;
        }
        return MHD_YES;
}

/* What needs no worker: redirects and refusals. NULL: go on. */
static struct reply *
answer_here(struct request *q)
{
        if (q->outcome == ROUTE_SLASH)
                return redirect_to(q);
        if (q->outcome == ROUTE_BAD_METHOD)
                return method_refused(q);
        if (q->outcome)
                return refusal_of(q->server, q->outcome);
        if (q->asked.route->pool == WATCH && q->asked.route->formats == TEXT &&
            !networks_have(&q->server->settings.metrics_from, &q->visitor))
                return refusal_of(q->server, ROUTE_NOT_FOUND); /* /metrics is for those who watch */
        if (!q->form_allowed && (route_in_office(q->asked.route) || q->method == POST)) {
                metrics_refused(REFUSED_PLAIN);
                return refusal_of(q->server, MHD_HTTP_FORBIDDEN);
        }
        return NULL;
}

static bool
may_ask_more(struct request *q)
{
        if (address_is_loopback(&q->visitor))
                return true;
        q->in_count = address_counts_add(q->server->requests, &q->visitor,
                                         q->server->settings.requests_per_address);
        if (!q->in_count)
                metrics_refused(REFUSED_ADDRESS);
        return q->in_count;
}

enum MHD_Result
dispatch_ready(struct request *q)
{
        atomic_store(&q->deadline_us, 0);
        q->reply = answer_here(q);
        if (q->reply)
                return dispatch_answer(q);
        q->kept = (q->asked.route->cache == PAGE || q->asked.route->cache == ASSET) &&
                  q->method == GET && make_key(q);
        if (q->kept) {
                struct reply *reply =
                    page_cache_look(q->server->cache, q->key, q->n_key, q->hash, clock_now());

                if (reply && reply_has(reply, q->wish.encoding)) {
                        q->result = CACHE_HIT;
                        q->reply = reply;
                        return dispatch_answer(q);
                }
                reply_drop(reply);
        }
        if (!may_ask_more(q)) {
                q->reply = refusal_of(q->server, MHD_HTTP_TOO_MANY_REQUESTS);
                return dispatch_answer(q);
        }
        /* Asleep before anyone can wake it. */
        q->phase = PHASE_PENDING;
        MHD_suspend_connection(q->connection);
        if (dispatch_find(q))
                MHD_resume_connection(q->connection);
        return MHD_YES;
}

static enum pool_kind
pool_of(const struct request *q)
{
        enum pool_kind pool = q->asked.route->pool;

        return pool == PORTAL && (q->asked.format & (CSV | XLSX)) ? SEARCH : pool;
}

/* In the office many people share one address, and all of them have signed in. */
static uint64_t
owner_of(const struct request *q, enum pool_kind pool)
{
        bool shared = pool == OFFICE || pool == UPLOAD || address_is_loopback(&q->visitor);

        return shared ? 0 : address_hash(&q->visitor) | 1;
}

static bool
submit(struct request *q, void (*run)(struct job *, TALLOC_CTX *))
{
        enum pool_kind pool = pool_of(q);

        q->job.run = run;
        q->job.owner = owner_of(q, pool);
        if (pool_submit(q->server->pools[pool], &q->job))
                return true;
        metrics_refused(REFUSED_BUSY);
        return false;
}

/* The queue is full: those who began to wait for this page hear it too. */
static void
give_up(struct request *q)
{
        bool late;
        struct page_cache_waiter *w =
            page_cache_land(q->server->cache, q->key, q->n_key, q->hash, NULL, NULL, &late);

        while (w) {
                struct page_cache_waiter *next = w->next;

                request_resume((struct request *)(void *)w, refusal_of(q->server, 503));
                w = next;
        }
}

bool
dispatch_find(struct request *q)
{
        struct reply *reply;

        if (!q->kept) {

                bool away = route_in_office(q->asked.route) && q->server->settings.office[0];

                if (submit(q, away ? relay_run : work_run))
                        return false;
                q->reply = refusal_of(q->server, MHD_HTTP_SERVICE_UNAVAILABLE);
                return true;
        }
        switch (page_cache_find(q->server->cache, q->key, q->n_key, q->hash, clock_now(),
                                &q->waiter, &reply)) {
        case CACHE_FOUND:
                q->result = q->result == CACHE_NONE ? CACHE_HIT : q->result;
                q->reply = reply;
                return reply_has(reply, q->wish.encoding) || !submit(q, work_encode);
        case CACHE_FOLLOWING:
                q->result = CACHE_SHARED;
                return false;
        case CACHE_LEADING:
                break;
        }
        q->result = CACHE_MISS;
        q->leading = true;
        if (submit(q, work_run))
                return false;
        q->leading = false;
        give_up(q);
        q->reply = refusal_of(q->server, MHD_HTTP_SERVICE_UNAVAILABLE);
        return true;
}

void
request_resume(struct request *q, struct reply *reply)
{
        q->reply = reply;
        MHD_resume_connection(q->connection);
}

enum MHD_Result
dispatch_answer(struct request *q)
{
        size_t route = q->asked.route ? (size_t)(q->asked.route - routes) : n_routes;
        int64_t us = clock_us() - q->began_us;
        enum MHD_Result result;
        int status = 0;

        q->phase = PHASE_READY;
        result = reply_send(q->reply, q->connection, &q->wish, &status);
        metrics_request(route, status, q->result, us);
        if (q->method == GET && !q->head && (status == 200 || status == 304))
                views_count(q->reply, views_is_robot(q->heads.user_agent));
        if (q->server->settings.log_requests || status >= 500)
                log_event(status >= 500 ? LOG_ERROR : LOG_INFO, "request",
                          LOG_S("route", route < n_routes ? routes[route].name : "none"),
                          LOG_N("status", status), LOG_N("us", us));
        return result;
}
