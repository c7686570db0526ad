/* store/tx.h: the inside of a store and of a transaction; for the files of store only. */
#ifndef STORE_TX_H
#define STORE_TX_H

#include <pthread.h>

#include "store/audit.h"
#include "store/driver.h"

/* Connections that wait for work. `max` bounds the open ones; who finds none waits its turn. */
struct pool {
        pthread_mutex_t lock;
        pthread_cond_t returned;
        struct conn *idle;
        unsigned n_open, max;
        bool writers;
};

struct store {
        const struct driver *driver;
        enum store_engine engine;
        const char *where;
        struct store_settings settings;
        struct pool readers, writers; /* PostgreSQL: all in `writers` */
        struct {
                change_hook fn;
                void *arg;
        } hooks[STORE_HOOKS];
        size_t n_hooks;
        struct watch *watches;
        pthread_mutex_t watches_lock;
};

struct tx {
        struct store *store;
        struct pool *pool;
        struct conn *conn;
        TALLOC_CTX *mem;
        unsigned depth;    /* savepoints */
        const char *after; /* run on the connection once the tx has ended */
        bool write, ended, unaudited;
        bool wrote;                /* some row was changed */
        struct audit_notes *notes; /* NULL: none */
};

/* A writer under which rows may come in any order: SQLite's foreign keys are off until it ends
 * (they can only be switched outside a transaction). store_settle_rows() is called before the
 * commit. */
int store_schema_begin(struct store *, struct tx **ret_tx) nodiscard;
/* Proves that all references hold (SQLite) and lets the next number follow the highest row
 * (PostgreSQL). */
int store_settle_rows(TALLOC_CTX *mem, struct tx *) nodiscard;

void conn_close(struct conn *);
/* Writes what was noted; then tells it, once it is kept. */
int audit_flush(struct tx *) nodiscard;
void audit_told(struct tx *);
/* Wakes the watches of this process. */
void watch_tell(struct store *);

/* Every statement passes here: ERR_DB when it is the one that has to fail. */
int fault(const char *what) nodiscard;

#endif
