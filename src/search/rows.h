/* search/rows.h: what is counted and filtered about every document, in memory.
 * Purpose    one pass over the hits fills count, order and facets from here, without touching a
 * table. A document has a slot, which is its rowid in the index: dense, so that the index stays
 * small, and given by rising day, so that slot order is date order; a document that comes later
 * than younger ones is marked late and sorted in. Found by slot in two steps: blocks of ROWS_BLOCK
 * rows that never move once they are there.
 * Ownership  blocks are malloc, shared by all threads until rows_free(). One thread at a time
 * writes (the caller sees to it); any number read meanwhile. A reader may see a row half old, half
 * new: it checks the day against the hit, and the rest is set right at the next change. */
#ifndef SEARCH_ROWS_H
#define SEARCH_ROWS_H

#include <stdatomic.h>

#include "base/day.h"
#include "search/search.h"

enum { ROWS_BLOCK = 1 << 14, ROWS_BLOCKS = 1 << 16, ROWS_LENGTH_UNIT = 16 };
#define ROWS_SLOT_MAX ((int64_t)ROWS_BLOCK * ROWS_BLOCKS - 1)

struct row {
        uint32_t id;
        int32_t day;
        int32_t turns[2]; /* the days from which validity is [1], [2] */
        uint32_t agency, column;
        uint16_t topic, genre;
        uint16_t year;
        uint16_t length; /* characters of the body / ROWS_LENGTH_UNIT */
        uint8_t validity[3];
        bool late;
        _Atomic uint8_t live;
};
struct rows {
        _Atomic(struct row *) blocks[ROWS_BLOCKS];
        _Atomic uint32_t most[SEARCH_FACETS]; /* highest value met, by facet */
        _Atomic int64_t n_live, length;       /* length: of all live ones, in units */
        _Atomic int64_t n_late, last;         /* last: highest slot */
};

struct rows *rows_new(void);
void rows_free(struct rows *);
/* NULL when nothing was ever put there. */
static inline struct row *
rows_get(const struct rows *rows, int64_t slot)
{
        struct row *block =
            atomic_load_explicit(&rows->blocks[slot / ROWS_BLOCK], memory_order_acquire);

        return block ? &block[slot % ROWS_BLOCK] : NULL;
}
void rows_put(struct rows *, int64_t slot, const struct row *);
/* The first slot whose day is not before `day`. Only while nothing is late. */
int64_t rows_first(const struct rows *, struct day);
/* The value of a row for a facet, with validity as it is on that day. */
uint32_t rows_value(const struct row *, enum search_facet_kind, struct day today);

#endif
