/* base/log.h: what operators read: logfmt, one line per event, on standard error.
 * Purpose    `t=2024-03-04T09:30:00+08:00 level=info event=request route=portal_item status=200
 * us=180`. Written once by whoever handles the event (web, jobs, main). No personal data. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/instant.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
extern enum log_level log_least; /* default LOG_INFO */

struct log_field {
        const char *key, *text; /* text NULL: the number */
        int64_t number;
};
#define LOG_S(k, s) ((struct log_field){.key = (k), .text = (s) ? (s) : ""})
#define LOG_N(k, n) ((struct log_field){.key = (k), .number = (int64_t)(n)})
#define log_event(level, event, ...)                                                               \
        log_event_(level, event, (const struct log_field[]){__VA_ARGS__},                          \
                   sizeof((const struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field))
void log_event_(enum log_level, const char *event, const struct log_field *, size_t n);

#endif
