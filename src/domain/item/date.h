/* domain/item/date.h: dates as sources write them.
 * Purpose    "2024年04月06日 16:40", "二○一一年七月二十八日" (with any circle or letter for 〇),
 * "2020-10-10 19:48:26", "2011.2.21", "20110221" to a day and, where it is given, a time of day.
 * A time with a zone (Z, +09:00) is told as that of Shanghai, its day with it; one without is of there already.
 * What cannot be is flagged, never mended. */
#ifndef DOMAIN_ITEM_DATE_H
#define DOMAIN_ITEM_DATE_H

#include "base/instant.h"

enum date_flag {
        DATE_EMPTY = 1 << 0,
        DATE_UNREAD = 1 << 1,      /* no date can be told */
        DATE_IMPOSSIBLE = 1 << 2,  /* 2019-02-30 */
        DATE_PARTIAL = 1 << 3,     /* year, or year and month, only */
        DATE_NUMERALS = 1 << 4,    /* written in Chinese numerals */
        DATE_LETTER_ZERO = 1 << 5, /* a letter or circle stood for 〇 */
        DATE_BAD_TIME = 1 << 6,    /* the day is good, the time of day is not */
};

struct date {
        struct day day;  /* DAY_NONE unless a whole date was read */
        int minute;      /* of the day; -1 when no time was given */
        int year, month; /* as far as told; 0 when not */
        size_t n;        /* bytes read */
        unsigned flags;
};

/* Reads the date at the front of text, after blanks; text may go on after it only for date_find().
 */
struct date date_read(const char *text);
/* The first date anywhere in the text. */
struct date date_find(const char *text);
/* The moment told: the time of day, or midnight; INSTANT_NONE without a day. */
struct instant date_instant(const struct date *);

#endif
