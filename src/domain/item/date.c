#include "domain/item/date.h"

#include "base/text.h"

static size_t
blanks(const char *s)
{
        size_t n = 0;

        for (;;) {
                if (s[n] && strchr(" \t\r\n", s[n]))
                        n++;
                else if (strncmp(s + n, "\xe3\x80\x80", 3) == 0)
                        n += 3;
                else if (strncmp(s + n, "\xc2\xa0", 2) == 0)
                        n += 2;
                else
                        return n;
        }
}

/* One of the separators that may follow a part; '\0' when none does. A word of the date (年 月 日)
 * counts as itself. */
static char
separator(const char *s, size_t *ret_len)
{
        static const struct {
                const char *text;
                char as;
        } rows[] = {{"年", 'y'}, {"月", 'm'}, {"日", 'd'}, {"号", 'd'}, {"-", '-'}, {"/", '-'},
                    {".", '-'},  {"．", '-'}, {"－", '-'}, {"—", '-'},  {"–", '-'}, {"／", '-'}};

        for (size_t i = 0; i < N(rows); i++)
                if (strncmp(s, rows[i].text, strlen(rows[i].text)) == 0) {
                        *ret_len = strlen(rows[i].text);
                        return rows[i].as;
                }
        *ret_len = 0;
        return '\0';
}

static bool
is_false_zero(const char *s, size_t n)
{
        static const char *const zeros[] = {"○", "◯", "О", "о", "Ο", "ο", "O", "o", "Ｏ", "0"};

        for (size_t i = 0; i < n; i++)
                for (size_t z = 0; z < N(zeros); z++)
                        if (strncmp(s + i, zeros[z], strlen(zeros[z])) == 0)
                                return true;
        return false;
}

/* A numeral of the date; remembers how it was written. */
static size_t
part(const char *s, int *ret, struct date *d)
{
        int64_t v = 0;
        size_t n = text_number(s, &v);

        if (n == 0 || v > 99999999)
                return 0;
        if ((uint8_t)s[0] > '9' && strncmp(s, "\xef\xbc", 2) != 0) {
                d->flags |= DATE_NUMERALS;
                if (is_false_zero(s, n))
                        d->flags |= DATE_LETTER_ZERO;
        }
        *ret = (int)v;
        return n;
}

enum { SHANGHAI = 8 * 60, ZONE_MOST = 14 * 60 };

static int
two(const char *s)
{
        return (s[0] - '0') * 10 + (s[1] - '0');
}

/* "Z", "+09:00", "+0900", "-05:00": minutes to add so that the time is that of Shanghai. Before a minus
 * there must have been seconds, since "10:00-12:00" is a span. Bytes read; 0 when there is none. */
static size_t
read_zone(const char *s, bool seconds, int *ret_shift)
{
        size_t colon, n;
        int east;

        if (s[0] == 'Z') {
                *ret_shift = SHANGHAI;
                return 1;
        }
        if ((s[0] != '+' && s[0] != '-') || strspn(s + 1, "0123456789") < 2)
                return 0;
        colon = s[3] == ':';
        n = 5 + colon;
        if (strspn(s + 3 + colon, "0123456789") != 2)
                return 0;
        east = two(s + 1) * 60 + two(s + 3 + colon);
        if (s[0] == '-' && !seconds)
                return colon ? n : 0;
        if (east <= ZONE_MOST && two(s + 3 + colon) < 60)
                *ret_shift = SHANGHAI - (s[0] == '-' ? -east : east);
        return n;
}

/* "16:40", "19:48:26", "16时40分", with T or blanks before it. Bytes read; 0 when there is none. */
static size_t
read_time(const char *s, struct date *d, int *ret_shift)
{
        int v[3] = {0, 0, 0}, parts = 0;
        size_t i = blanks(s), k;

        if (s[i] == 'T')
                i++;
        if (!(s[i] >= '0' && s[i] <= '9'))
                return 0;
        for (; parts < 3; parts++) {
                size_t n = strspn(s + i, "0123456789");

                if (n == 0 || n > 2)
                        break;
                v[parts] = s[i] - '0';
                if (n == 2)
                        v[parts] = v[parts] * 10 + (s[i + 1] - '0');
                i += n;
                if (s[i] == ':')
                        k = 1;
                else if (strncmp(s + i, "：", 3) == 0 || strncmp(s + i, "时", 3) == 0 ||
                         strncmp(s + i, "分", 3) == 0 || strncmp(s + i, "秒", 3) == 0)
                        k = 3;
                else
                        k = 0;
                i += k;
                if (k == 0) {
                        parts++;
                        break;
                }
        }
        if (parts == 0 || (parts == 1 && v[0] > 23))
                return 0;
        if (s[i] == '.') /* a fraction of a second */
                i += 1 + strspn(s + i + 1, "0123456789");
        i += read_zone(s + i, parts == 3, ret_shift);
        if (v[0] > 23 || v[1] > 59 || v[2] > 60)
                d->flags |= DATE_BAD_TIME;
        else
                d->minute = v[0] * 60 + v[1];
        return i;
}

static struct date
finish(struct date d, int year, int month, int day, size_t n, int shift)
{
        enum { DAY = 24 * 60 };

        d.year = year;
        d.month = month;
        d.n = n;
        if (!day_from_ymd(year, month, day, &d.day)) {
                d.day = DAY_NONE;
                d.flags |= DATE_IMPOSSIBLE;
        } else if (d.minute >= 0 && shift) {
                int minute = d.minute + shift; /* the day before, or after, over there */

                d.day = day_add(d.day, minute < 0 ? -1 : minute >= DAY ? 1 : 0);
                d.minute = (minute + DAY) % DAY;
        }
        return d;
}

/* The date at s, nothing skipped; n is 0 when there is none. */
static struct date
read_here(const char *s)
{
        struct date d = {.day = DAY_NONE, .minute = -1}, none = d;
        int year = 0, month = 0, day = 0, shift = 0;
        size_t i, k;
        char sep, sep2;

        none.flags = DATE_UNREAD;
        i = part(s, &year, &d);
        if (i == 0)
                return none;
        if (i == 8 && !(d.flags & DATE_NUMERALS) && year > 10000000) /* 20110221 */
                return finish(d, year / 10000, year / 100 % 100, year % 100, i, 0);
        if (year < 1000 || year > 9999)
                return none;
        i += blanks(s + i);
        sep = separator(s + i, &k);
        if (sep != 'y' && sep != '-')
                return none;
        i += k;
        i += blanks(s + i);
        k = part(s + i, &month, &d);
        if (k == 0 || month > 99) {
                if (sep != 'y')
                        return none;
                d.flags |= DATE_PARTIAL;
                d.year = year;
                d.n = i;
                return d;
        }
        i += k;
        i += blanks(s + i);
        sep2 = separator(s + i, &k);
        if (sep2 != (sep == 'y' ? 'm' : '-')) {
                if (sep == 'y')
                        return none;
                d.flags |= month >= 1 && month <= 12 ? DATE_PARTIAL : DATE_UNREAD;
                d.year = year;
                d.month = month;
                d.n = i;
                return d;
        }
        i += k;
        i += blanks(s + i);
        k = part(s + i, &day, &d);
        if (k == 0 || day > 99) {
                d.flags |= sep2 == 'm' ? DATE_PARTIAL : DATE_UNREAD;
                d.year = year;
                d.month = month;
                d.n = i;
                return d;
        }
        i += k;
        if (separator(s + i + blanks(s + i), &k) == 'd')
                i += blanks(s + i) + k;
        i += read_time(s + i, &d, &shift);
        return finish(d, year, month, day, i, shift);
}

struct date
date_read(const char *text)
{
        size_t at = blanks(text);
        struct date d;

        if (!text[at])
                return (struct date){.day = DAY_NONE, .minute = -1, .n = at, .flags = DATE_EMPTY};
        d = read_here(text + at);
        d.n += at;
        if (text[d.n + blanks(text + d.n)] != '\0' && !(d.flags & DATE_UNREAD)) {
                /* Something follows that is no part of a date: nobody knows what it means. */
                d.flags |= DATE_UNREAD;
                d.day = DAY_NONE;
                d.minute = -1;
        }
        return d;
}

struct date
date_find(const char *text)
{
        struct date d = {.day = DAY_NONE, .minute = -1, .flags = DATE_EMPTY};
        bool inside = false; /* within a numeral: "12019年" holds no 2019 */

        for (size_t i = 0; text[i];) {
                uint32_t c = 0;
                size_t k = text_decode(text + i, strlen(text + i) < 4 ? strlen(text + i) : 4, &c);
                int64_t v;

                if (!inside) {
                        d = read_here(text + i);
                        if (!(d.flags & DATE_UNREAD)) {
                                d.n += i;
                                return d;
                        }
                }
                inside = text_number(text + i, &v) > 0;
                i += k ? k : 1;
        }
        return d;
}

struct instant
date_instant(const struct date *d)
{
        if (day_is_none(d->day))
                return INSTANT_NONE;
        return d->minute < 0 ? instant_of_day(d->day)
                             : instant_at(d->day, d->minute / 60, d->minute % 60);
}
