/* search/pass.h: one question put to one generation of the file. Private to this room.
 * Purpose    one pass over the hits, newest first: counted, counted by facet, the newest ranked on
 * the way, all from rows in memory. Nothing is looked up in a table, nothing is gone over twice. */
#ifndef SEARCH_PASS_H
#define SEARCH_PASS_H

#include "search/query.h"
#include "search/reader.h"

enum { PASS_TAGS = 5 };
struct asking {
        struct gen *gen;
        struct reader *rd;
        struct hidden *hidden;
        const struct search_ask *ask;
        struct query query;
        const char *tags[PASS_TAGS]; /* all of these, as indexed */
        size_t n_tags;
        const char *column;  /* where the wanted words must be; NULL: anywhere */
        int64_t first, last; /* slots the days allow */
        int64_t change_no;   /* of the snapshot */
        int64_t n_slots;     /* given so far, in it */
        int64_t (*clock_us)(void);
        int64_t give_up;
        bool slow;       /* rows are not in memory yet */
        bool is_partial; /* the deadline came */
};

/* The slots a->first and a->last that the days of the question leave. */
void pass_narrow(struct asking *);
/* Finds the words and tags; hangs from mem. */
int pass_run(TALLOC_CTX *mem, struct asking *, struct found *ret) nodiscard;
/* The row in a slot: from memory, or, while that is being filled, from the table (then in space).
 * NULL when there is none. */
const struct row *pass_row(struct asking *, int64_t slot, struct row *space);

#endif
