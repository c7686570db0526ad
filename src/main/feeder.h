/* main/feeder.h: the thread that keeps the search file up with the store, in the one process that
 * holds its lock; the others wait for their turn. */
#ifndef MAIN_FEEDER_H
#define MAIN_FEEDER_H

#include "app/run.h"

/* Opens the search of app (readers: questions answered at once); never waits for it. */
void feeder_open(TALLOC_CTX *mem, struct app *, const char *data, unsigned readers);

struct feeder;
/* Needs a store connection of its own. */
int feeder_start(TALLOC_CTX *mem, struct app *, const char *data, struct feeder **ret) nodiscard;
void feeder_stop(struct feeder *);

#endif
