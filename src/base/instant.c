#include "base/instant.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SHANGHAI_MS = 8 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000 };

static int64_t
floor_div(int64_t a, int64_t b)
{
        return a / b - (a % b < 0);
}

struct day
instant_day(struct instant t)
{
        if (instant_is_none(t))
                return DAY_NONE;
        return (struct day){(int32_t)floor_div(t.ms + SHANGHAI_MS, DAY_MS)};
}

struct instant
instant_of_day(struct day d)
{
        if (day_is_none(d))
                return INSTANT_NONE;
        return (struct instant){(int64_t)d.n * DAY_MS - SHANGHAI_MS};
}

struct instant
instant_at(struct day d, int hour, int minute)
{
        struct instant t = instant_of_day(d);

        assert(!instant_is_none(t));
        t.ms += ((int64_t)hour * 60 + minute) * 60000;
        return t;
}

/* Day, hour and minute: 16 bytes. */
static void
put_time(char *out, const char *date, char between, int second)
{
        memcpy(out, date, 10);
        out[10] = between;
        day_digits(out + 11, 2, second / 3600 % 24);
        out[13] = ':';
        day_digits(out + 14, 2, second / 60 % 60);
}

const char *
instant_text(struct instant t, char out[INSTANT_TEXT_SIZE])
{
        char date[DAY_TEXT_SIZE];
        int64_t s;

        out[0] = '\0';
        if (instant_is_none(t))
                return out;
        s = (t.ms - instant_of_day(instant_day(t)).ms) / 1000;
        put_time(out, day_text(instant_day(t), date), ' ', (int)s);
        out[16] = '\0';
        return out;
}

const char *
instant_rfc3339(struct instant t, char out[INSTANT_RFC_SIZE])
{
        char date[DAY_TEXT_SIZE];
        int64_t s;

        out[0] = '\0';
        if (instant_is_none(t))
                return out;
        s = (t.ms - instant_of_day(instant_day(t)).ms) / 1000;
        put_time(out, day_text(instant_day(t), date), 'T', (int)s);
        out[16] = ':';
        day_digits(out + 17, 2, (int)s % 60);
        memcpy(out + 19, "+08:00", sizeof("+08:00"));
        return out;
}

const char *
instant_http(struct instant t, char out[INSTANT_RFC_SIZE])
{
        static const char *const wday[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static const char *const month[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        time_t s = (time_t)floor_div(t.ms, 1000);
        struct tm tm;

        (void)gmtime_r(&s, &tm);
        (void)snprintf(out, INSTANT_RFC_SIZE, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                       wday[tm.tm_wday % 7], tm.tm_mday, month[tm.tm_mon % 12], tm.tm_year + 1900,
                       tm.tm_hour, tm.tm_min, tm.tm_sec);
        return out;
}

struct instant
clock_now(void)
{
        const char *fixed = getenv("XXGK_NOW");
        struct timespec ts;
        struct day d;

        if (fixed && day_parse(fixed, &d))
                return instant_at(d, 9, 0);
        if (fixed && fixed[0])
                return (struct instant){strtoll(fixed, NULL, 10)};
        (void)clock_gettime(CLOCK_REALTIME, &ts);
        return (struct instant){(int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000};
}

int64_t
clock_us(void)
{
        struct timespec ts;

        (void)clock_gettime(CLOCK_MONOTONIC, &ts);
        return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
