/* web/pool.h: a few threads and a bounded queue before them.
 * Purpose    what the event loops must not do. When the queue is full the caller says 503 at once.
 * Fairness   jobs of one owner (a visitor's address) run on half of the workers at most and fill half
 * of the queue at most; what is over the half waits, and later jobs of others pass it.
 * Ownership  a job is embedded in what it works for and belongs to the pool from pool_submit()
 * until its function returns. Each worker has a talloc root; a job hangs what it needs from `mem`,
 * a region under that root freed after the job; blocks that stay behind are counted. */
#ifndef WEB_POOL_H
#define WEB_POOL_H

#include "base/mem.h"

struct job {
        struct job *next;
        void (*run)(struct job *, TALLOC_CTX *mem);
        uint64_t owner; /* 0: nobody in particular */
};

struct pool;
struct pool *pool_new(const char *name, size_t n_workers, size_t most_queued);
/* False when the queue is full, or the owner's half of it, or the pool is closing. */
bool pool_submit(struct pool *, struct job *) nodiscard;
size_t pool_queued(struct pool *);
/* Jobs after which the worker's root held more blocks than before. */
uint64_t pool_leaks(struct pool *);
/* Takes nothing more, runs what is queued, then ends the workers. The pool stays: it can still be
 * asked, and answers pool_submit() with false. */
void pool_close(struct pool *);
/* After pool_close(). */
void pool_free(struct pool *);

#endif
