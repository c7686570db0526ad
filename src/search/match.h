/* search/match.h: which documents a question means, stretch by stretch. Private to this room.
 * Purpose    words and tags become sets of slots (a bit each), joined in the order of their size: what
 * the rare ones leave out is not looked at in the common ones. A phrase begins with its rarest
 * pair and keeps the places where the others follow. Any stretch can be asked for, so that the newest come
 * first and nothing has to be held for the rest. A one-character word is the union of all terms that
 * begin with it, gone through once.
 * Units      a stretch is [lo, hi); lo a multiple of 64; the bits of slot - lo.
 * Ownership  hangs from the mem of postings_begin(); used until postings_end().
 * Errors     see search/postings.h: broken or stopped, the sets are not to be used. */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H

#include "search/postings.h"
#include "search/query.h"

struct match;

/* The question as query_match() writes it for the engine. n_slots: those given, from 0. */
struct match *match_new(struct postings *, const struct query *, const char *const *tags, size_t n,
                        const char *column, int64_t n_slots);
/* The wanted words in the index of titles. */
struct match *match_titles(struct postings *, const struct query *, int64_t n_slots);

/* The documents between lo and hi. */
void match_stretch(struct match *, int64_t lo, int64_t hi, uint64_t *bits);

/* The wanted phrases; a word in two ways of writing counts as two. */
size_t match_phrases(const struct match *);
/* From now on (NULL: no longer) stretches also tell how often their documents have each phrase, each
 * time by the weight of its column. They are then at most MATCH_WEIGHED wide. */
enum { MATCH_WEIGHED = 1 << 14 };
void match_weigh(struct match *, const double *weights);
/* How often the documents in these slots (falling, of the last stretch, which began at lo) have it.
 * Of a prefix (match_is_late()) it is told for all slots at once, after the last stretch; lo is nothing. */
void match_times(struct match *, size_t phrase, int64_t lo, const uint32_t *slots, size_t n,
                 float *ret);
bool match_is_late(const struct match *, size_t phrase);
/* How many documents have the phrase, counted until there are enough. */
int64_t match_count(struct match *, size_t phrase, int64_t enough);

#endif
