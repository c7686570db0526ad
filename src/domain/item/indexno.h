/* domain/item/indexno.h: index numbers (索引号), made by rule and read tolerantly.
 * Purpose    the front part names the agency, the back part holds a four-digit year and a serial of
 * that agency and year. Uniqueness for ever is the store's work.
 * Ownership  results hang from mem. */
#ifndef DOMAIN_ITEM_INDEXNO_H
#define DOMAIN_ITEM_INDEXNO_H

#include "base/buf.h"

#define INDEXNO_RULE_DEFAULT "{code}/{year}-{serial5}"

/* {code}, {year} and {serialN} (N digits, 1 to 9) once each, anything of A-Z a-z 0-9 / - _ .
 * between. */
struct indexno_rule {
        char text[64];
};

/* False when the rule would not give distinct numbers. */
bool indexno_rule_read(const char *text, struct indexno_rule *ret);
/* A serial with more digits than the rule says is written in full. */
const char *indexno_make(TALLOC_CTX *mem, const struct indexno_rule *, const char *code, int year,
                         int64_t serial);

/* What was odd about a foreign one; it is kept as it was written. */
enum indexno_flag {
        INDEXNO_NO_CODE = 1 << 0,   /* /2021-None */
        INDEXNO_NO_SERIAL = 1 << 1, /* None, null or nothing where the serial belongs */
        INDEXNO_NO_YEAR = 1 << 2,
        INDEXNO_SEPARATOR = 1 << 3, /* other separators than / and - */
        INDEXNO_MONTH = 1 << 4,     /* year and month: 201901-00336 */
        INDEXNO_YEAR_ODD = 1 << 5,
        INDEXNO_UNREAD = 1 << 6, /* no parts can be told */
};

struct indexno {
        const char *text; /* trimmed; "" when there is none */
        const char *code; /* "" when unknown */
        int year, month;  /* 0 when unknown */
        int64_t serial;   /* 0 when unknown */
        unsigned flags;
};

struct indexno indexno_read(TALLOC_CTX *mem, const char *text);
const char *indexno_flag_code(enum indexno_flag);
const char *indexno_flag_label(enum indexno_flag);

#endif
