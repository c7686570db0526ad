/* search/postings.h: where a term stands, read straight from the leaves of an FTS5 table. Private to
 * this room.
 * Purpose    the engine goes from document to document through several calls each and gathers all of
 * a prefix in memory before the first answer. A pass that only counts needs neither, so it reads
 * the doclists itself: forwards, without touching positions nobody asks for.
 *
 *            structure record   levels of segments, the newest first
 *            word_idx           term -> the leaf on which it may begin
 *            word_data          leaves: header | terms and doclists | offsets of the terms
 *            doclist            slot, 2 * size + deleted, positions; slot delta, ...
 *            positions          1 column (starts again at 0), or 2 + delta
 *
 * A document that was changed stands in several segments; the newest one says how it is.
 * Units      slots and positions as written by writer.c; pages count from 1 in their segment.
 * Ownership  a struct postings belongs to its connection; what a question opens hangs from the mem of
 * postings_begin(), and is used only until postings_end(), in one read transaction.
 * Errors     nothing read is trusted: a broken leaf ends every stream and is told by
 * postings_end(). A stop asked for ends them too. */
#ifndef SEARCH_POSTINGS_H
#define SEARCH_POSTINGS_H

#include "search/stream.h"

/* A term in all segments. */
struct term {
        struct stream *streams;
        size_t n;
        struct stream *run; /* the one whose turn it is */
        int64_t limit, hi;  /* until which slot; end of the stretch */
        size_t bytes;       /* about so large */
};

int postings_prepare(sqlite3 *, const char *table, struct postings *ret) nodiscard;
void postings_finish(struct postings *);
/* Reads which segments there are. stop, if not NULL, is asked now and then. */
int postings_begin(TALLOC_CTX *mem, struct postings *, bool (*stop)(void *), void *arg) nodiscard;
int postings_end(struct postings *) nodiscard;

/* The term as the tokenizer gives it. */
void postings_open(struct postings *, const char *token, size_t n, struct term *ret);
/* Makes ready for the slots from lo, before hi. */
void term_from(struct term *, int64_t lo, int64_t hi);
/* Sets the bit slot - lo for each document that follows. */
void term_mark(struct term *, int64_t lo, uint64_t *bits);
/* Calls each for every term that begins with the token, ready to be read from lo on; what it leaves
 * unread is passed over. */
void postings_prefix(struct postings *, const char *token, size_t n, int64_t lo, int64_t hi,
                     void (*each)(void *arg, struct term *), void *arg);

/* Leads to the next document that has the term and returns the stream that stands there; NULL behind
 * the last one. */
struct stream *term_choose(struct term *);
static inline struct stream *
term_next(struct term *t)
{
        struct stream *s = t->run;

        if (s) {
                stream_next(s);
                if (s->slot < t->limit && s->n_pos)
                        return s;
        }
        return term_choose(t);
}

#endif
