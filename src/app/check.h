/* app/check.h: is the house in order? (`xxgk check`)
 * Purpose    what constraints cannot say: that derived numbers equal the rows they are derived from, that every
 * 索引号 is explained, that every file is there with the bytes it had, that the audit trail holds.
 * Ownership  findings hang from mem. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/run.h"

struct check {
        const char *name;  /* "tally" … for machines */
        const char *label; /* for people */
        int64_t n_seen;    /* things looked at; -1 where that is not counted */
        int64_t n_wrong;
        const char *first; /* the first wrong thing, in words; NULL when all is well */
};
/* is_full: read the bytes of every file, not only its length, and every text with its rendering. */
int app_check(TALLOC_CTX *mem, struct app *, bool is_full, struct check **ret,
              size_t *ret_n) nodiscard;

#endif
