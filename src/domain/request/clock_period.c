#include "domain/request/clock_run.h"

struct day
clock_publication_due(struct day formed, const struct calendar *cal, bool *ret_provisional)
{
        struct calendar_nth due = calendar_nth(cal, formed, PUBLICATION_DAYS);

        *ret_provisional = due.provisional;
        return due.day;
}

/* The same day n months on, or the last of a shorter month. */
static struct day
months_on(struct day d, int n)
{
        struct day out = DAY_NONE;
        int y, m, dd;

        day_civil(d, &y, &m, &dd);
        m += n;
        y += (m - 1) / 12;
        m = (m - 1) % 12 + 1;
        while (!day_from_ymd(y, m, dd, &out))
                dd--;
        return out;
}

static struct day
last_day(struct day served, enum clock_remedy remedy)
{
        switch (remedy) {
        case CLOCK_REVIEW_60_DAYS:
                return day_add(served, 60);
        case CLOCK_LAWSUIT_6_MONTHS:
                return months_on(served, 6);
        case CLOCK_UNTOLD_1_YEAR:
                return months_on(served, 12);
        case CLOCK_LAWSUIT_15_DAYS:
                break;
        }
        return day_add(served, 15);
}

struct day
clock_remedy_due(struct day served, enum clock_remedy remedy, const struct calendar *cal,
                 bool *ret_provisional)
{
        struct day d = last_day(served, remedy);

        while (!calendar_is_workday(cal, d)) /* the last day moves, no other does */
                d = day_add(d, 1);
        *ret_provisional = !calendar_has_year(cal, day_year(d));
        return d;
}
