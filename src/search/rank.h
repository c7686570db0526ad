/* search/rank.h: the order of hits by how much they are about the words. Private to this room.
 * Purpose    BM25 over one field, a word in title or head counting ten times one in the body, with two
 * departures that keep it cheap: the length of a document is that in memory, and how rare a word is
 * is counted only as far as it changes the order. Of equal ones the newer comes first. */
#ifndef SEARCH_RANK_H
#define SEARCH_RANK_H

#include "search/match.h"
#include "search/rows.h"

enum { RANK_MOST = 3000 }; /* so many of the newest hits are ranked */

struct ranking {
        struct match *m;
        uint32_t *slots; /* of the hits, falling; put there by the caller, at most RANK_MOST */
        size_t n, n_taken;
        float *times; /* how often each has each phrase: RANK_MOST for the first phrase, ... */
};

/* Before the first stretch. */
struct ranking *rank_new(TALLOC_CTX *mem, struct match *);
/* After each stretch, which began at lo: takes up what it tells of the slots added since. */
void rank_take(struct ranking *, int64_t lo);
/* Puts the slots in order of rank. */
void rank_sort(TALLOC_CTX *mem, struct ranking *, const struct rows *);

#endif
