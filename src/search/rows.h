/* search/rows.h: what is counted and filtered about every document, in memory.
 * Purpose    one pass over the hits fills count, order and facets from here, without touching a
 * table. Found by id in two steps: blocks of ROWS_BLOCK rows that never move once they are there.
 * Ownership  blocks are malloc, shared by all threads until rows_free(). One thread at a time
 * writes (the caller sees to it); any number read meanwhile. A reader may see a row half old, half
 * new: it checks the day against the hit, and the rest is set right at the next change. */
#ifndef SEARCH_ROWS_H
#define SEARCH_ROWS_H

#include <stdatomic.h>

#include "base/day.h"
#include "search/search.h"

enum { ROWS_BLOCK = 1 << 14, ROWS_BLOCKS = 1 << 16, ROWS_LENGTH_UNIT = 16 };
#define ROWS_ID_MAX ((int64_t)ROWS_BLOCK * ROWS_BLOCKS - 1)

struct row {
        int32_t day, turns; /* turns: the day from which validity is `then` */
        uint32_t agency, column;
        uint16_t topic, genre;
        uint16_t year;
        uint16_t length; /* characters of the body / ROWS_LENGTH_UNIT */
        uint8_t validity, then;
        _Atomic uint8_t live;
};
struct rows {
        _Atomic(struct row *) blocks[ROWS_BLOCKS];
        _Atomic uint32_t most[SEARCH_FACETS]; /* highest value met, by facet */
        _Atomic int64_t n_live, length;       /* length: of all live ones, in units */
};

struct rows *rows_new(void);
void rows_free(struct rows *);
/* NULL when nothing was ever put there. */
static inline struct row *
rows_get(const struct rows *rows, int64_t id)
{
        struct row *block =
            atomic_load_explicit(&rows->blocks[id / ROWS_BLOCK], memory_order_acquire);

        return block ? &block[id % ROWS_BLOCK] : NULL;
}
void rows_put(struct rows *, int64_t id, const struct row *);
/* The value of a row for a facet, with validity as it is on that day. */
uint32_t rows_value(const struct row *, enum search_facet_kind, struct day today);

/* Hits come from the engine as rowids that keep date order: the day above, the id below. */
enum { ROWID_ID_BITS = 40, ROWID_DAY_ZERO = 1 << 19 };
static inline int64_t
rowid_of(int32_t day, int64_t id)
{
        int64_t d = day == INT32_MIN ? 0 : (int64_t)day + ROWID_DAY_ZERO;

        return d << ROWID_ID_BITS | id;
}
static inline int64_t
rowid_id(int64_t rowid)
{
        return rowid & (((int64_t)1 << ROWID_ID_BITS) - 1);
}
static inline int32_t
rowid_day(int64_t rowid)
{
        int64_t d = rowid >> ROWID_ID_BITS;

        return d == 0 ? INT32_MIN : (int32_t)(d - ROWID_DAY_ZERO);
}

#endif
