/* bench/search/bench.h: what the parts of search_bench share: the corpus in use, its folder, time. */
#ifndef BENCH_SEARCH_BENCH_H
#define BENCH_SEARCH_BENCH_H

#include <stdint.h>

#include "bench/search/corpus.h"

enum { CHUNK = 2000 }; /* documents given at once */
extern size_t n_docs;
extern const char *dir;
extern TALLOC_CTX *all;

/* Ends the program with what failed, unless r is 0. */
void must(int r, const char *what);
int64_t clock_us(void);
/* Seconds. */
double since(int64_t from_us);

#endif
