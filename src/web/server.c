/* Starting, sweeping, stopping; and the seam to libmicrohttpd. */
#include "web/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "web/door.h"
#include "web/request.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

/* LAST_MS: for answers to be handed over after the last worker ended. */
enum { IDLE_SECONDS = 60, SWEEP_MS = 200, LAST_MS = 200 };

/* ---- connections ---------------------------------------------------------------------------- */

static int64_t
header_deadline(const struct server *s)
{
        return clock_us() + (int64_t)s->settings.header_seconds * 1000000;
}

static struct request *
request_of(struct MHD_Connection *connection)
{
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

        return info ? info->socket_context : NULL;
}

static void
opened(struct server *s, struct MHD_Connection *connection, void **context)
{
        struct request *q = mem_must(calloc(1, sizeof(*q)));
        const union MHD_ConnectionInfo *info;
        int one = 1;

        q->server = s;
        q->connection = connection;
        q->body.fd = -1;
        info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        q->fd = info->connect_fd;
        info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        q->peer = address_of(info->client_addr);
        (void)setsockopt(q->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        *context = q;
        atomic_init(&q->deadline_us, header_deadline(s));
        if (!networks_have(&s->settings.trusted, &q->peer)) {
                q->counted = address_counts_add(s->connections, &q->peer,
                                                s->settings.connections_per_address);
                if (!q->counted) {
                        metrics_refused(REFUSED_ADDRESS);
                        (void)shutdown(q->fd, SHUT_RDWR);
                }
        }
        atomic_fetch_add(&s->n_connections, 1);
        (void)pthread_mutex_lock(&s->list_lock);
        q->next = s->first;
        if (q->next)
                q->next->prev = q;
        s->first = q;
        (void)pthread_mutex_unlock(&s->list_lock);
}

/* Called before the socket is closed: from here on the sweeper does not know it. */
static void
closed(struct server *s, struct request *q)
{
        (void)pthread_mutex_lock(&s->list_lock);
        if (q->prev)
                q->prev->next = q->next;
        else
                s->first = q->next;
        if (q->next)
                q->next->prev = q->prev;
        (void)pthread_mutex_unlock(&s->list_lock);
        if (q->counted)
                address_counts_drop(s->connections, &q->peer);
        atomic_fetch_sub(&s->n_connections, 1);
        free(q);
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context,
              enum MHD_ConnectionNotificationCode code)
{
        if (code == MHD_CONNECTION_NOTIFY_STARTED)
                opened(cls, connection, context);
        else if (*context)
                closed(cls, *context);
}

/* A library timeout is of inactivity only: a header at a byte a second would never end. */
static void *
sweep(void *arg)
{
        struct server *s = arg;

        while (!atomic_load(&s->stopping)) {
                int64_t now = clock_us();

                (void)pthread_mutex_lock(&s->list_lock);
                for (struct request *q = s->first; q; q = q->next) {
                        int64_t deadline = atomic_load(&q->deadline_us);

                        if (deadline && now > deadline) {
                                atomic_store(&q->deadline_us, 0);
                                metrics_refused(REFUSED_SLOW);
                                (void)shutdown(q->fd, SHUT_RDWR);
                        }
                }
                (void)pthread_mutex_unlock(&s->list_lock);
                (void)usleep(SWEEP_MS * 1000);
        }
        return NULL;
}

/* ---- requests ------------------------------------------------------------------------------- */

static void *
on_uri(void *cls, const char *uri, struct MHD_Connection *connection)
{
        struct request *q = request_of(connection);
        size_t n = strlen(uri);

        (void)cls;
        if (!q)
                return NULL;
        q->phase = PHASE_HEADER;
        q->uri_too_long = n > URI_MAX;
        memcpy(q->uri, uri, q->uri_too_long ? 0 : n);
        q->uri[q->uri_too_long ? 0 : n] = '\0';
        return q;
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
           const char *version, const char *data, size_t *n, void **context)
{
        struct request *q = request_of(connection);
        enum MHD_Result result;

        (void)cls;
        (void)url;
        (void)context;
        if (!q)
                return MHD_NO;
        switch (q->phase) {
        case PHASE_HEADER:
                return dispatch_header(q, method, version);
        case PHASE_BODY:
                if (*n == 0)
                        return dispatch_ready(q);
                result = dispatch_body(q, data, *n);
                *n = 0;
                return result;
        case PHASE_PENDING:
                return dispatch_answer(q);
        case PHASE_READY:
                break;
        }
        *n = 0;
        return MHD_YES;
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **context,
             enum MHD_RequestTerminationCode code)
{
        struct request *q = request_of(connection);
        struct server *s = cls;

        (void)context;
        (void)code;
        if (!q || !q->active)
                return;
        q->active = false;
        reply_drop(q->reply);
        q->reply = NULL;
        body_clear(&q->body);
        if (q->in_count)
                address_counts_drop(s->requests, &q->visitor);
        q->in_count = false;
        q->phase = PHASE_HEADER;
        atomic_store(&q->deadline_us, header_deadline(s));
        atomic_fetch_sub(&s->n_active, 1);
}

static void
on_complaint(void *cls, const char *fmt, va_list ap)
{
        char text[512];
        size_t n;

        (void)cls;
        if (log_least > LOG_DEBUG)
                return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        (void)vsnprintf(text, sizeof(text), fmt, ap);
#pragma GCC diagnostic pop
        n = strcspn(text, "\n");
        text[n] = '\0';
        log_event(LOG_DEBUG, "http", LOG_S("text", &text[0]));
}

/* ---- what is made once ---------------------------------------------------------------------- */

static void
make_refusal(struct server *s, TALLOC_CTX *mem, int status)
{
        static const struct page_site nowhere = {.origin = "", .prefix = "", .name = ""};
        struct page_site site = nowhere;
        struct page p = {.mem = mem,
                         .route = "none",
                         .path = "/",
                         .query = "",
                         .format = HTML,
                         .formats = HTML,
                         .csrf = "",
                         .site = &site,
                         .status = status,
                         .now = clock_now()};
        struct reply *reply;
        struct MHD_Response *closing;

        site.prefix = s->settings.prefix;
        site.name = "政府信息公开平台";
        p.today = instant_day(p.now);
        if (page_error(&p) < 0) {
                err_clear();
                p.out = buf_new(mem, KiB(1));
                buf_printf(&p.out, "%d\n", status);
                p.content_type = page_format_type(TEXT);
        }
        reply = reply_new(status, p.out.data, p.out.len);
        reply_type(reply, p.content_type ? p.content_type : page_format_type(HTML));
        reply_header(reply, "Cache-Control", "no-store");
        security_headers(reply, false);
        if (status == 503 || status == 429)
                reply_header(reply, "Retry-After", "5");
        s->refusals[status] = reply;
        closing = mem_must(MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
        (void)MHD_add_response_header(closing, "Connection", "close");
        (void)MHD_add_response_header(closing, "Cache-Control", "no-store");
        if (status == 503)
                (void)MHD_add_response_header(closing, "Retry-After", "5");
        s->closing[status] = closing;
}

static void
make_refusals(struct server *s)
{
        static const int statuses[] = {400, 403, 404, 405, 406, 408, 411, 413, 414,
                                       415, 417, 429, 431, 500, 501, 503, 505};

        for (size_t i = 0; i < N(statuses); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

                make_refusal(s, mem, statuses[i]);
        }
}

static int64_t
ask_queue(void *pool)
{
        return (int64_t)pool_queued(pool);
}

static int64_t
ask_leaks(void *pool)
{
        return (int64_t)pool_leaks(pool);
}

static int64_t
ask_connections(void *arg)
{
        return (int64_t)atomic_load(&((struct server *)arg)->n_connections);
}

static int64_t
ask_cache_bytes(void *cache)
{
        return (int64_t)page_cache_bytes(cache);
}

static int64_t
ask_cache_entries(void *cache)
{
        return (int64_t)page_cache_entries(cache);
}

static int64_t
ask_change(void *cache)
{
        return page_cache_change_no(cache);
}

static void
register_metrics(struct server *s)
{
        static const char *const labels[N_POOLS] = {[PORTAL] = "{pool=\"portal\"}",
                                                    [OFFICE] = "{pool=\"office\"}",
                                                    [UPLOAD] = "{pool=\"upload\"}",
                                                    [SEARCH] = "{pool=\"search\"}",
                                                    [WATCH] = "{pool=\"watch\"}"};

        for (size_t i = 0; i < N_POOLS; i++)
                metrics_ask("xxgk_pool_queued", labels[i], "gauge",
                            "Requests waiting for a worker.", ask_queue, s->pools[i]);
        for (size_t i = 0; i < N_POOLS; i++)
                metrics_ask("xxgk_worker_leaks_total", labels[i], "counter",
                            "Requests after which a worker's region held more blocks than before.",
                            ask_leaks, s->pools[i]);
        metrics_ask("xxgk_connections", "", "gauge", "Open connections.", ask_connections, s);
        metrics_ask("xxgk_cache_bytes", "", "gauge", "Bytes held by the page cache.",
                    ask_cache_bytes, s->cache);
        metrics_ask("xxgk_cache_entries", "", "gauge", "Pages in the cache.", ask_cache_entries,
                    s->cache);
        metrics_ask("xxgk_change_no", "", "gauge",
                    "Last change number the page cache has heard of.", ask_change, s->cache);
}

/* ---- life ----------------------------------------------------------------------------------- */

static struct MHD_Daemon *
start_loop(struct server *s)
{
        struct MHD_OptionItem options[] = {
            {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)s->settings.connections, NULL},
            {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
            {MHD_OPTION_CONNECTION_MEMORY_LIMIT, 24 << 10, NULL},
            {MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL},
            {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, s},
            {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, s},
            {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_uri, s},
            {MHD_OPTION_END, 0, NULL},
        };

        /* The logger comes first: it is used while the other options are read. */
        return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                                    MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG,
                                0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
                                on_complaint, NULL, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

int
server_start(const struct server_settings *settings, struct server **ret)
{
        static const struct page_site only = {.origin = "", .prefix = "", .name = "政府信息公开"};
        static const char *const any = "";
        struct server *s = mem_must(calloc(1, sizeof(*s)));
        struct page_site site = only;

        routes_init();
        s->settings = *settings;
        (void)pthread_mutex_init(&s->list_lock, NULL);
        s->cache = page_cache_new(settings->cache_bytes);
        s->connections = address_counts_new(settings->connections);
        s->requests = address_counts_new(settings->connections);
        site.prefix = settings->prefix;
        server_sites(s, &site, &any, 1);
        make_refusals(s);
        s->pools[PORTAL] = pool_new("portal", settings->portal_workers, settings->queue);
        s->pools[OFFICE] = pool_new("office", settings->office_workers, settings->queue);
        s->pools[UPLOAD] = pool_new("upload", settings->upload_workers, settings->queue);
        s->pools[SEARCH] = pool_new("search", settings->search_workers, settings->queue);
        s->pools[WATCH] = pool_new("watch", WATCH_WORKERS, 64);
        register_metrics(s);
        if (pthread_create(&s->sweeper, NULL, sweep, s) != 0)
                return err_errno("starting the sweeper");
        *ret = s;
        return 0;
}

int
server_listen(struct server *s)
{
        size_t n =
            s->settings.threads ? s->settings.threads : (size_t)sysconf(_SC_NPROCESSORS_ONLN);
        int r;

        for (n = n < N(s->loops) ? n : N(s->loops); s->n_loops < n; s->n_loops++) {
                s->loops[s->n_loops] = start_loop(s);
                if (!s->loops[s->n_loops])
                        return err_set(ERR_LIBRARY, "libmicrohttpd did not start");
        }
        r = door_open(&(struct door_settings){.listen = s->settings.listen,
                                              .n_listen = s->settings.n_listen,
                                              .loops = s->loops,
                                              .n_loops = s->n_loops,
                                              .n_connections = &s->n_connections,
                                              .most = s->settings.connections},
                      &s->door);
        return r < 0 ? err_trace(r) : 0;
}

static void
wait_for_requests(struct server *s, int ms)
{
        for (int waited = 0; waited < ms && atomic_load(&s->n_active); waited += 10)
                (void)usleep(10 * 1000);
}

void
server_drain(struct server *s, int ms)
{
        /* Who comes now hears 503 and "close". */
        atomic_store(&s->stopping, true);
        wait_for_requests(s, ms);
}

void
server_stop(struct server *s)
{
        atomic_store(&s->stopping, true);
        /* Pools run what is queued, so that no connection stays asleep; the loops still run, and may
         * ask a closed pool. */
        for (size_t i = 0; i < N_POOLS; i++)
                pool_close(s->pools[i]);
        wait_for_requests(s, LAST_MS);
        (void)pthread_join(s->sweeper, NULL);
        door_close(s->door);
        for (size_t i = 0; i < s->settings.n_listen; i++)
                (void)close(s->settings.listen[i]);
        for (size_t i = 0; i < s->n_loops; i++)
                MHD_stop_daemon(s->loops[i]);
        for (size_t i = 0; i < N_POOLS; i++)
                pool_free(s->pools[i]);
        for (size_t i = 0; i < N(s->refusals); i++) {
                reply_drop(s->refusals[i]);
                if (s->closing[i])
                        MHD_destroy_response(s->closing[i]);
        }
        page_cache_free(s->cache);
        address_counts_free(s->connections);
        address_counts_free(s->requests);
        for (struct sites *sites = atomic_load(&s->sites); sites;) {
                struct sites *older = sites->older;

                free(sites);
                sites = older;
        }
        (void)pthread_mutex_destroy(&s->list_lock);
        free(s);
}

struct page_cache *
server_cache(struct server *s)
{
        return s->cache;
}

/* The old list stays where it is: a request may still read it. Sites change a few times a year. */
void
server_sites(struct server *s, const struct page_site *list, const char *const *hosts, size_t n)
{
        struct sites *sites;
        size_t room = sizeof(*sites) + n * sizeof(sites->list[0]), text = 0;
        char *at;

        assert(n > 0);
        for (size_t i = 0; i < n; i++)
                text += strlen(list[i].name) + strlen(hosts[i]) + 2;
        sites = mem_must(calloc(1, room + text));
        at = (char *)sites + room;
        sites->n = n;
        for (size_t i = 0; i < n; i++) {
                struct site *site = &sites->list[i];
                size_t n_name = strlen(list[i].name) + 1, n_host = strlen(hosts[i]) + 1;

                site->page = list[i];
                site->page.prefix = s->settings.prefix;
                site->page.name = memcpy(at, list[i].name, n_name);
                at += n_name;
                site->host = memcpy(at, hosts[i], n_host);
                at += n_host;
        }
        sites->older = atomic_load(&s->sites);
        atomic_store_explicit(&s->sites, sites, memory_order_release);
}
