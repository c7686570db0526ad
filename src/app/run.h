/* app/run.h: running a use case.
 * Purpose    a use case is a function over a transaction; here it is begun, tried again when the
 * store was busy, and committed. So it has no effect outside its transaction and may run twice. */
#ifndef APP_RUN_H
#define APP_RUN_H

#include "base/err.h"

struct memo;
struct store;
struct search;
struct tx;

/* Whether links in texts are tried: not at all, those to the outside, or those to private networks too. */
enum app_links { APP_LINKS_OFF, APP_LINKS_PUBLIC, APP_LINKS_ALL };

/* What the rooms above the store share; made once by main. */
struct app {
        struct store *store;
        struct search *search; /* NULL where nothing is searched */
        const char *data;   /* the data folder: files/, staging/; NULL where no files are wanted */
        struct memo *memo;  /* NULL where nothing is asked often */
        const char *origin; /* of our addresses, for messages that leave the house; NULL: unknown */
        enum app_links link_checks;
        const uint8_t *key; /* 32 bytes that open what is sealed at rest; NULL where nothing is */
};

typedef int (*use_case)(TALLOC_CTX *mem, struct tx *tx, void *arg);

/* Runs fn in a write transaction. When fn returns 0 it is committed, and what fn allocated hangs
 * from mem; a positive outcome of fn is passed on and everything undone, as is an error. ERR_BUSY
 * is tried again a few times with growing, uneven pauses; each try sees arg as fn left it. */
int app_run(TALLOC_CTX *mem, struct app *, use_case fn, void *arg) nodiscard;
/* The same over a snapshot that cannot write; nothing is committed. */
int app_read(TALLOC_CTX *mem, struct app *, use_case fn, void *arg) nodiscard;

/* A snapshot held open over several use cases, for one page; with the change number it shows. Use
 * cases are then called with it directly. Ended by app_snapshot_endp(), NULL is fine. */
int app_snapshot_begin(struct app *, struct tx **ret_tx, int64_t *ret_change_no) nodiscard;
void app_snapshot_endp(struct tx **);

#endif
