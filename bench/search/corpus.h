/* bench/search/corpus.h: documents to measure search with.
 * Purpose    the same documents for the same seed and number, on any machine: 14 000 words of which
 * 230 are of the office, Zipf with exponent 0.95, six words of its own topic in each document,
 * function characters, article numbers, dates, sums; about 1060 characters on average. */
#ifndef BENCH_SEARCH_CORPUS_H
#define BENCH_SEARCH_CORPUS_H

#include "base/buf.h"
#include "base/day.h"

enum { CORPUS_WORDS = 14000, CORPUS_AGENCIES = 52, CORPUS_COLUMNS = 29 };

struct corpus_doc {
        int64_t id;
        struct day day;
        int64_t agency, column;
        const char *title, *head, *body;
};
struct corpus;
struct corpus *corpus_new(TALLOC_CTX *mem, size_t n_docs);
/* The i-th of n_docs documents, from 0, in the order of their days. Hangs from mem. */
void corpus_doc(TALLOC_CTX *mem, struct corpus *, size_t i, struct corpus_doc *ret);
/* Words by falling frequency. */
const char *corpus_word(const struct corpus *, size_t rank);

#endif
