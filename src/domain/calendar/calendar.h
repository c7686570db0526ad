/* domain/calendar/calendar.h: working days (工作日).
 * Purpose    which days are worked, from the State Council's yearly notices: Monday to Friday
 * without the days off, and the Saturdays and Sundays worked instead. A year without a notice is
 *            computed with weekends and the fixed-date statutory holidays, and is provisional.
 * Units      struct day = civil date, Asia/Shanghai.
 * Ownership  a calendar hangs from mem and never changes; threads may share it.
 * Law        《全国年节及纪念日放假办法》第二条 (fixed dates: 1 January, 1 May, 1 to 3 October;
 * since 2025 also 2 May); 《民事诉讼法》第八十五条 (the opening day is not counted). */
#ifndef DOMAIN_CALENDAR_CALENDAR_H
#define DOMAIN_CALENDAR_CALENDAR_H

#include "base/day.h"
#include "base/problems.h"

struct calendar_row {
        struct day day;
        bool work;        /* a Saturday or Sunday worked; else a weekday off */
        const char *name; /* 国庆节 */
};
struct calendar;

/* Rows in any order; years: those whose notice is known. */
struct calendar *calendar_new(TALLOC_CTX *mem, const struct calendar_row *rows, size_t n_rows,
                              const int *years, size_t n_years);
/* The one that ships with the program (data/holidays.csv, 2008 to 2026). */
const struct calendar *calendar_shipped(void);
/* Its rows. */
const struct calendar_row *calendar_rows(const struct calendar *, size_t *ret_n);
/* date,kind,name as CSV. Outcome 1: faults with their lines in problems. The years of its rows
 * count as noticed. */
int calendar_read(TALLOC_CTX *mem, const char *csv, size_t n, struct problems *,
                  struct calendar **ret) nodiscard;

/* Whether a file has of the year only days of December, next to the year after it: the notice of
 * that one reaches back. Such days are added to what the year has. */
bool calendar_only_tail(const struct calendar *, int year);
/* Whether each other year of a file is whole: a notice without 元旦, 春节, 劳动节 or 国庆节 is a
 * piece of one. What is missing is in problems. */
bool calendar_notice_check(const struct calendar *, struct problems *);

enum calendar_why { CALENDAR_WEEKDAY, CALENDAR_WEEKEND, CALENDAR_OFF, CALENDAR_WORKED };
struct calendar_day {
        enum calendar_why why;
        bool work;
        bool provisional; /* its year has no notice */
        const char *name; /* the holiday; "" on plain days */
};
struct calendar_day calendar_look(const struct calendar *, struct day);
bool calendar_is_workday(const struct calendar *, struct day);
bool calendar_has_year(const struct calendar *, int year);

struct calendar_nth {
        struct day day;
        bool provisional; /* the count ran through a year without a notice */
};
/* The n-th working day after `from` (from itself not counted); n = 0 gives from. n up to 10 000. */
struct calendar_nth calendar_nth(const struct calendar *, struct day from, int n);
/* Working days in (from, to]. */
int calendar_between(const struct calendar *, struct day from, struct day to);
int calendar_workdays(const struct calendar *, int year);

#endif
