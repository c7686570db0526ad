/* app/reform.h: 机构改革: merge, split, rename under a new code, close.
 * Purpose    what domain/agency/reform.h allows, done: one transaction, counted before it is asked
 * and written down with its counts. The predecessor keeps its texts, index numbers, address and
 * paths and is closed on the day; the heir takes what is open. It cannot be undone.
 * Ownership  results hang from mem.
 * Errors     REFORM_NONE: an agency that is not in the scope; REFORM_BAD: all of it in problems.
 * Law        《政府信息公开条例》第十条. */
#ifndef APP_REFORM_H
#define APP_REFORM_H

#include "base/err.h"
#include "base/instant.h"
#include "domain/access/access.h"
#include "domain/agency/reform.h"

struct tx;

enum reform_outcome { REFORM_NONE = 1, REFORM_BAD = 2 };

struct reform_ask {
        enum reform_kind kind;
        const char *from[REFORM_UNITS_MAX], *to[REFORM_UNITS_MAX]; /* slugs; to[0]: the heir */
        size_t n_from, n_to;
        struct day on;
        const char *basis;
};
struct reform_told {
        struct reform reform;
        struct reform_effect effects[REFORM_UNITS_MAX], all; /* of each predecessor; the sum */
        bool heir_has_guide;
};

/* What would happen; problems say why it cannot. Writes nothing. */
int app_reform_preview(TALLOC_CTX *mem, struct tx *, int64_t scope, struct instant now,
                       const struct reform_ask *, struct problems *,
                       struct reform_told *ret) nodiscard;
/* In a write transaction. */
int app_reform(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
               const struct reform_ask *, struct problems *, struct reform_told *ret) nodiscard;

#endif
