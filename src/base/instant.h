/* base/instant.h: a moment.
 * Units      ms = milliseconds since 1970-01-01T00:00Z; shown and cut into days in Asia/Shanghai,
 * UTC+8 without summer time since 1992 (older moments do not occur here). INSTANT_NONE = no moment.
 * Purpose    everything below `web`, `jobs` and `main` takes `now` as an argument; the clock itself
 * is base/clock.h, which only those three may include. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/day.h"

struct instant {
        int64_t ms;
};
#define INSTANT_NONE ((struct instant){INT64_MIN})
enum { INSTANT_TEXT_SIZE = 24, INSTANT_RFC_SIZE = 40 };

static inline bool
instant_is_none(struct instant t)
{
        return t.ms == INT64_MIN;
}

/* The civil day in China at that moment. */
struct day instant_day(struct instant);
/* Midnight, Shanghai, at which the day begins. */
struct instant instant_of_day(struct day);
struct instant instant_at(struct day, int hour, int minute);
/* "2024-03-04 09:30" (Shanghai); "" for none. Returns out. */
const char *instant_text(struct instant, char out[INSTANT_TEXT_SIZE]);
/* RFC 3339 with offset, "2024-03-04T09:30:00+08:00", for feeds and JSON. Returns out. */
const char *instant_rfc3339(struct instant, char out[INSTANT_RFC_SIZE]);
/* RFC 7231 "Mon, 04 Mar 2024 01:30:00 GMT", for HTTP. Returns out. */
const char *instant_http(struct instant, char out[INSTANT_RFC_SIZE]);

#endif
