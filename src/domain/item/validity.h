/* domain/item/validity.h: whether a document still holds (有效性).
 * Purpose    what the source states, the days it names, and what follows from both on a given day.
 *            It changes by itself on its date, without anybody writing anything.
 * Units      effective_on: first day in force (施行); expires_on: last day in force (有效期至);
 *            repealed_on: first day no longer in force (废止). DAY_NONE where nothing is said. */
#ifndef DOMAIN_ITEM_VALIDITY_H
#define DOMAIN_ITEM_VALIDITY_H

#include "base/day.h"

enum validity {
        VALIDITY_UNSTATED, /* 未标注 */
        VALIDITY_VALID,    /* 有效 */
        VALIDITY_LAPSED,   /* 失效 */
        VALIDITY_REPEALED, /* 废止 */
        VALIDITY_AMENDED,  /* 已修改 */
        VALIDITY_PENDING,  /* 尚未施行: follows from the days only, never stated */
};

struct validity_facts {
        enum validity stated;
        struct day effective_on, expires_on, repealed_on;
};
#define VALIDITY_NOTHING ((struct validity_facts){VALIDITY_UNSTATED, DAY_NONE, DAY_NONE, DAY_NONE})

/* What it is on that day. A day named weighs more than the word stated. */
enum validity validity_on(const struct validity_facts *, struct day on);
/* The next day after `after` on which validity_on() changes; DAY_NONE when none will. */
struct day validity_next_change(const struct validity_facts *, struct day after);

/* A later document that does away with this one (废止, 代替) or changes it (修改), from a day on. */
struct validity_undoing {
        bool whole;
        struct day since;
};
enum { VALIDITY_STANDS = -1 };
/* What holds of a document by its own text and those that undo it. Of several that do away with it the earliest counts,
 * else the latest that changed it; one that only changes counts from its day on, which `on` has reached or not. Nothing
 * counts that the text's own words or an earlier day of their own leave nothing to do for. *ret_by: which one counts, or
 * VALIDITY_STANDS: none, and the facts are its own. */
struct validity_facts validity_undone(const struct validity_facts *own,
                                      const struct validity_undoing *list, size_t n, struct day on,
                                      int *ret_by);

const char *validity_code(enum validity);  /* 'valid' … as stored */
const char *validity_label(enum validity); /* 有效 … as shown */
bool validity_from_code(const char *code, enum validity *ret);

enum validity_flag {
        VALIDITY_UNREAD = 1 << 0,   /* something was said, but not understood */
        VALIDITY_BAD_DATE = 1 << 1, /* a day was named that cannot be */
};
/* Reads "有效", "已废止", "废止时间: 2020-01-23", "有效期至2025年12月31日"; flags into *ret_flags.
 */
struct validity_facts validity_read(const char *text, unsigned *ret_flags);
const char *validity_flag_code(enum validity_flag);
const char *validity_flag_label(enum validity_flag);

#endif
