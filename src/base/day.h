/* base/day.h: a civil day in China.
 * Purpose    arithmetic and text of dates; no time of day, no zone.
 * Units      n = days since 1970-01-01 in the Gregorian calendar. The store keeps n as an integer.
 *            DAY_NONE stands for "no date" and is what a nullable column yields. */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include "base/mem.h"

struct day {
        int32_t n;
};
#define DAY_NONE ((struct day){INT32_MIN})
enum { DAY_TEXT_SIZE = 16, DAY_CHINESE_SIZE = 32 };

static inline bool
day_is_none(struct day d)
{
        return d.n == INT32_MIN;
}
static inline int
day_cmp(struct day a, struct day b)
{
        return (a.n > b.n) - (a.n < b.n);
}
static inline struct day
day_add(struct day d, int n)
{
        return (struct day){d.n + n};
}

/* False when there is no such day; years 1000 to 9999. */
bool day_from_ymd(int year, int month, int day, struct day *ret_day);
/* The same for dates known to exist; asserts. */
struct day day_ymd(int year, int month, int day);
void day_civil(struct day, int *ret_year, int *ret_month, int *ret_day);
int day_year(struct day);
/* 1 = Monday … 7 = Sunday. */
int day_weekday(struct day);
/* Exactly YYYY-MM-DD. */
bool day_parse(const char *text, struct day *ret_day);
/* The last n digits of a number that is not negative, without a NUL. */
static inline void
day_digits(char *out, int n, int number)
{
        for (; n; number /= 10)
                out[--n] = (char)('0' + number % 10);
}
/* "2024-03-04"; "" for DAY_NONE. Returns out. */
const char *day_text(struct day, char out[DAY_TEXT_SIZE]);
/* "2024年3月4日"; "" for DAY_NONE. Returns out. */
const char *day_chinese(struct day, char out[DAY_CHINESE_SIZE]);

#endif
