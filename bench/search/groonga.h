/* bench/search/groonga.h: the peer, a process that is asked through pipes.
 * Errors     what goes wrong ends the program. */
#ifndef BENCH_SEARCH_GROONGA_H
#define BENCH_SEARCH_GROONGA_H

#include <stdio.h>

#include "bench/search/bench.h"

void groonga_start(void);
void groonga_stop(void);
/* One command, one line of answer; it holds until the next. */
char *groonga_ask(const char *command);
/* Loads the corpus and indexes it; seconds. */
double groonga_fill(struct corpus *);
/* The same by a process of its own, that we may fill ours meanwhile. */
FILE *groonga_begin(struct corpus *);
double groonga_await(FILE *);

#endif
