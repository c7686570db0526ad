/* web/metrics.h: what operators measure, as Prometheus text.
 * Purpose    counters of this process; adding to one is a relaxed atomic and nothing else. Gauges
 * are asked for when the page is made. */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "base/buf.h"

enum cache_result { CACHE_HIT, CACHE_MISS, CACHE_SHARED, CACHE_NONE, N_CACHE_RESULTS };

/* route: index in routes[], or n_routes when none was found. */
void metrics_request(size_t route, int status, enum cache_result, int64_t us);
/* A request refused before a route was looked for, by reason (a literal). */
enum refusal {
        REFUSED_MALFORMED,
        REFUSED_TOO_LARGE,
        REFUSED_SLOW,
        REFUSED_ADDRESS,
        REFUSED_BUSY,
        REFUSED_PLAIN,
        N_REFUSALS
};
void metrics_refused(enum refusal);
uint64_t metrics_refusals(enum refusal);
/* Adds a gauge or counter asked for when printing; before threads. type: "gauge", "counter". */
void metrics_ask(const char *name, const char *label, const char *type, const char *help,
                 int64_t (*fn)(void *arg), void *arg);
void metrics_print(struct buf *);

#endif
