/* base/problems.h: what is wrong with what a user gave us; all of it at once.
 * Purpose    mistakes of users are not errors of the machine: they are a list of (line, field,
 * message), in Chinese, each saying what to do. Nothing is changed while the list is not empty.
 * Ownership  entries hang from mem. At most PROBLEMS_MAX are kept; n counts them all. */
#ifndef BASE_PROBLEMS_H
#define BASE_PROBLEMS_H

#include "base/mem.h"

struct problem {
        size_t line;       /* 1 = first; 0 = no line */
        const char *field; /* column, key or form field; "" = the whole */
        const char *message;
};

enum { PROBLEMS_MAX = 1000 };

struct problems {
        TALLOC_CTX *mem;
        struct problem *list;
        size_t n_list; /* kept */
        size_t n;      /* found */
};

void problems_add(struct problems *, size_t line, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The first message for a field, or NULL. */
const char *problems_of(const struct problems *, const char *field);

#endif
