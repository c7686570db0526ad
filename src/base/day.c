#include "base/day.h"

#include <stdio.h>

/* Days from civil and back: the year is taken to begin in March, so that the leap day comes last,
 * and 400-year eras of 146097 days repeat. */
static int32_t
days_from_civil(int y, int m, int d)
{
        int era, yoe, doy, doe;

        y -= m <= 2;
        era = y / 400;
        yoe = y - era * 400;
        doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
        doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        return era * 146097 + doe - 719468;
}

bool
day_from_ymd(int year, int month, int day, struct day *ret_day)
{
        static const int len[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1)
                return false;
        if (day > len[month - 1] + (month == 2 && leap))
                return false;
        ret_day->n = days_from_civil(year, month, day);
        return true;
}

struct day
day_ymd(int year, int month, int day)
{
        struct day d = DAY_NONE;
        bool exists = day_from_ymd(year, month, day, &d);

        assert(exists);
        (void)exists;
        return d;
}

void
day_civil(struct day d, int *ret_year, int *ret_month, int *ret_day)
{
        int z = d.n + 719468, era, doe, yoe, doy, mp;

        assert(!day_is_none(d) && z >= 0);
        era = z / 146097;
        doe = z - era * 146097;
        yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
        doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        mp = (5 * doy + 2) / 153;
        *ret_day = doy - (153 * mp + 2) / 5 + 1;
        *ret_month = mp < 10 ? mp + 3 : mp - 9;
        *ret_year = yoe + era * 400 + (*ret_month <= 2);
}

int
day_year(struct day d)
{
        int y, m, dd;

        day_civil(d, &y, &m, &dd);
        return y;
}

int
day_weekday(struct day d)
{
        int w = (d.n + 3) % 7; /* 1970-01-01 was a Thursday */

        return (w < 0 ? w + 7 : w) + 1;
}

bool
day_parse(const char *text, struct day *ret_day)
{
        int v[3] = {0}, part = 0;

        for (int i = 0; i < 10; i++) {
                if (i == 4 || i == 7) {
                        if (text[i] != '-')
                                return false;
                        part++;
                } else if (text[i] < '0' || text[i] > '9') {
                        return false;
                } else {
                        v[part] = v[part] * 10 + (text[i] - '0');
                }
        }
        return text[10] == '\0' && day_from_ymd(v[0], v[1], v[2], ret_day);
}

/* Pages are full of dates; printf would take a tenth of the time of a short one. Years outside 0 to 9999 are none of ours
 * and go the long way. */
const char *
day_text(struct day d, char out[DAY_TEXT_SIZE])
{
        int y, m, dd;

        out[0] = '\0';
        if (day_is_none(d))
                return out;
        day_civil(d, &y, &m, &dd);
        if (y < 0 || y > 9999) {
                (void)snprintf(out, DAY_TEXT_SIZE, "%04d-%02d-%02d", y, m, dd);
                return out;
        }
        day_digits(out, 4, y);
        out[4] = '-';
        day_digits(out + 5, 2, m);
        out[7] = '-';
        day_digits(out + 8, 2, dd);
        out[10] = '\0';
        return out;
}

const char *
day_chinese(struct day d, char out[DAY_CHINESE_SIZE])
{
        int y, m, dd;

        out[0] = '\0';
        if (day_is_none(d))
                return out;
        day_civil(d, &y, &m, &dd);
        (void)snprintf(out, DAY_CHINESE_SIZE, "%d年%d月%d日", y, m, dd);
        return out;
}
