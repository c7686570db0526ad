/* app/feed.h: keeps the search file up with the store (检索索引的维护).
 * Purpose    reads the change log since the last change number the search file knows, fetches what
 * was touched, and hands it on in one transaction with the new number. So a killed feeder is behind,
 * never wrong. Runs in a thread of its own, never in a request; one feeder per data folder, by lock.
 * What is missing, broken, of another format or of another store is rebuilt from the start.
 * Ownership  a feed belongs to the thread that uses it.
 * Errors     a fault of the search file leads to a rebuild at the next step; one of the store is
 * passed up and the step may be tried again. */
#ifndef APP_FEED_H
#define APP_FEED_H

#include "app/run.h"
#include "base/instant.h"

struct feed;
/* Opens nothing yet. `data` is the folder of the search file. */
struct feed *feed_new(TALLOC_CTX *mem, struct app *, const char *data);

enum feed_state {
        FEED_CURRENT,   /* all that was committed is searchable */
        FEED_MORE,      /* call again at once */
        FEED_ELSEWHERE, /* another process feeds; look again later */
};
struct feed_done {
        enum feed_state state;
        bool rebuilt;
        size_t n_items; /* put in, replaced or taken out by this step */
        int64_t change_no;
};
/* Does the next portion. today decides which validity holds now. */
int feed_step(struct feed *, struct day today, struct feed_done *ret) nodiscard;

/* From another thread: a step that rebuilds comes to an end soon, with the file as it was. For good. */
void feed_stop(struct feed *);

/* For idle moments after a step that said FEED_CURRENT: tidies the index a little. *ret_more: it is
 * worth calling again. */
int feed_tidy(struct feed *, bool *ret_more) nodiscard;

/* A new file beside the one in use, then in its place; reading goes on, and a running feeder takes
 * the new file over. Outcome FEED_BUSY: someone else is rebuilding; FEED_LEFT: progress, which may be
 * NULL, said false, and the file in use stays. */
enum { FEED_BUSY = 1, FEED_LEFT };
int feed_rebuild(struct app *, const char *data, struct day today,
                 bool (*progress)(void *arg, size_t done), void *arg, size_t *ret_n) nodiscard;

#endif
