/* search/phrase.h: where a phrase stands. Private to this room.
 * Purpose    a phrase of several tokens begins with the rarest of them; of the places where it could begin,
 * those stay that the others confirm. A phrase of one token is its doclist; one whose last token is
 * a prefix is the union over all terms that begin so, gone through once.
 * Units      a stretch is [lo, hi), lo a multiple of 64; the bits of slot - lo.
 * Ownership  hangs from the mem of postings_begin(). */
#ifndef SEARCH_PHRASE_H
#define SEARCH_PHRASE_H

#include "search/postings.h"

struct token {
        const char *text;
        size_t n;
        struct term term;
        uint32_t at; /* in the phrase */
};
struct phrase {
        struct token *tokens; /* the rarest first; the one that is a prefix last */
        size_t n;
        unsigned columns; /* a bit for each */
        bool prefix;
        uint64_t *whole; /* for the caller: where a prefix is, all slots */
        float *sums;  /* for the caller: weighed, of the last stretch; of a prefix, of the newest */
        size_t bytes; /* about so much to read */
};
enum { PHRASE_EVERYWHERE = 15 };

/* Documents that have the first tokens of a phrase, with the places where it then would begin. */
struct held {
        uint32_t *slots, *from; /* from: in places; one more at the end */
        uint32_t *places;
        size_t n, cap, n_places, cap_places, next;
};
/* What all phrases of a question share. */
struct phrase_work {
        struct postings *p;
        struct held held;
};

/* What becomes of the documents of a phrase. */
struct sink {
        int64_t lo, hi;
        const uint64_t *only;  /* no others; NULL: all */
        uint64_t *bits;        /* NULL: only weighed */
        const double *weights; /* by column; NULL: nothing is weighed */
        float *sums;           /* of slots from weigh_from on */
        int64_t weigh_from;
};

/* The text is one phrase; prefix: its last token is the beginning of one. */
void phrase_open(struct phrase_work *, struct phrase *, const char *text, bool prefix,
                 unsigned columns);
/* The documents of a stretch; for a phrase without a prefix. */
void phrase_put(struct phrase_work *, struct phrase *, const struct sink *);
/* The same for one with a prefix; every call goes through all terms, so a long stretch is best. */
void phrase_put_prefix(struct phrase_work *, struct phrase *, const struct sink *);

#endif
