#include "web/metrics.h"

#include "web/route.h"

#include <stdatomic.h>

enum { ROUTES_MAX = 256, STATUSES = 25, ASKS_MAX = 48 };

static const int statuses[STATUSES] = {200, 206, 301, 302, 303, 304, 308, 400, 401,
                                       403, 404, 405, 406, 409, 410, 413, 416, 417,
                                       422, 429, 431, 500, 501, 503, 0};
static _Atomic uint64_t by_status[ROUTES_MAX][STATUSES];
static _Atomic uint64_t by_cache[ROUTES_MAX][N_CACHE_RESULTS];

/* Upper bounds in microseconds. */
static const int64_t bounds[] = {100,   250,   500,    1000,   2500,    5000,   10000,
                                 25000, 50000, 100000, 250000, 1000000, 5000000};
static _Atomic uint64_t histogram[2][N(bounds) + 1]; /* from the cache, made */
static _Atomic uint64_t spent_us[2];
static _Atomic uint64_t refusals[N_REFUSALS];

static struct {
        const char *name, *label, *type, *help;
        int64_t (*fn)(void *);
        void *arg;
} asks[ASKS_MAX];
static size_t n_asks;

static void
bump(_Atomic uint64_t *counter, uint64_t by)
{
        atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

static uint64_t
get(_Atomic uint64_t *counter)
{
        return atomic_load_explicit(counter, memory_order_relaxed);
}

void
metrics_request(size_t route, int status, enum cache_result result, int64_t us)
{
        size_t i = 0, b = 0, made = result != CACHE_HIT;

        assert(route < ROUTES_MAX);
        while (statuses[i] && statuses[i] != status)
                i++;
        bump(&by_status[route][i], 1);
        bump(&by_cache[route][result], 1);
        while (b < N(bounds) && us > bounds[b])
                b++;
        bump(&histogram[made][b], 1);
        bump(&spent_us[made], (uint64_t)us);
}

void
metrics_refused(enum refusal why)
{
        bump(&refusals[why], 1);
}

uint64_t
metrics_refusals(enum refusal why)
{
        return get(&refusals[why]);
}

void
metrics_ask(const char *name, const char *label, const char *type, const char *help,
            int64_t (*fn)(void *), void *arg)
{
        assert(n_asks < ASKS_MAX);
        asks[n_asks].name = name;
        asks[n_asks].label = label;
        asks[n_asks].type = type;
        asks[n_asks].help = help;
        asks[n_asks].fn = fn;
        asks[n_asks++].arg = arg;
}

static void
head(struct buf *out, const char *name, const char *type, const char *help)
{
        buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static const char *
route_name(size_t i)
{
        return i < n_routes ? routes[i].name : "none";
}

static void
print_requests(struct buf *out)
{
        static const char *const words[N_CACHE_RESULTS] = {"hit", "miss", "shared", "none"};

        head(out, "xxgk_requests_total", "counter", "Requests answered, by route and status.");
        for (size_t i = 0; i <= n_routes; i++)
                for (size_t s = 0; s < STATUSES; s++)
                        if (get(&by_status[i][s]))
                                buf_printf(out,
                                           "xxgk_requests_total{route=\"%s\",status=\"%d\"} %llu\n",
                                           route_name(i), statuses[s],
                                           (unsigned long long)get(&by_status[i][s]));
        head(
            out, "xxgk_cache_total", "counter",
            "Requests by route and what the page cache had: hit, miss, shared (another request was "
            "already making the page), none (not kept).");
        for (size_t i = 0; i <= n_routes; i++)
                for (size_t c = 0; c < N_CACHE_RESULTS; c++)
                        if (get(&by_cache[i][c]))
                                buf_printf(out,
                                           "xxgk_cache_total{route=\"%s\",result=\"%s\"} %llu\n",
                                           route_name(i), words[c],
                                           (unsigned long long)get(&by_cache[i][c]));
}

static void
print_histogram(struct buf *out)
{
        static const char *const from[] = {"cache", "made"};
        const char *name = "xxgk_request_seconds";

        head(out, name, "histogram", "Time from the end of the header to the answer.");
        for (size_t made = 0; made < 2; made++) {
                uint64_t sum = 0;

                for (size_t b = 0; b < N(bounds); b++) {
                        sum += get(&histogram[made][b]);
                        buf_printf(out, "%s_bucket{from=\"%s\",le=\"%g\"} %llu\n", name, from[made],
                                   (double)bounds[b] / 1e6, (unsigned long long)sum);
                }
                sum += get(&histogram[made][N(bounds)]);
                buf_printf(out, "%s_bucket{from=\"%s\",le=\"+Inf\"} %llu\n", name, from[made],
                           (unsigned long long)sum);
                buf_printf(out, "%s_sum{from=\"%s\"} %.6f\n%s_count{from=\"%s\"} %llu\n", name,
                           from[made], (double)get(&spent_us[made]) / 1e6, name, from[made],
                           (unsigned long long)sum);
        }
}

static void
print_refusals(struct buf *out)
{
        static const char *const words[N_REFUSALS] = {"malformed", "too_large", "slow",
                                                      "address",   "busy",      "plain_http"};

        head(out, "xxgk_refused_total", "counter", "Requests and connections refused, by reason.");
        for (size_t i = 0; i < N_REFUSALS; i++)
                buf_printf(out, "xxgk_refused_total{reason=\"%s\"} %llu\n", words[i],
                           (unsigned long long)get(&refusals[i]));
}

void
metrics_print(struct buf *out)
{
        print_requests(out);
        print_histogram(out);
        print_refusals(out);
        for (size_t i = 0; i < n_asks; i++) {
                if (i == 0 || strcmp(asks[i].name, asks[i - 1].name) != 0)
                        head(out, asks[i].name, asks[i].type, asks[i].help);
                buf_printf(out, "%s%s %lld\n", asks[i].name, asks[i].label,
                           (long long)asks[i].fn(asks[i].arg));
        }
}
