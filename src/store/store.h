/* store/store.h: the one store, on SQLite or PostgreSQL.
 * Purpose    opening, transactions, following changes. Rows go in and out through the functions of
 * store/sql.h, which tools/sqlgen makes from the files of store/sql.
 * Ownership  a store hangs from the mem it was opened with and closes with it; it may be used from
 * all threads. A tx belongs to the thread that began it and ends with tx_endp().
 * Errors     ERR_BUSY is for app_run() to retry; ERR_CONFLICT is a constraint that said no in a
 * query that does not expect it. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/buf.h"
#include "base/instant.h"

enum store_outcome {
        STORE_NONE = 1,     /* no such row */
        STORE_CONFLICT = 2, /* a constraint said no; only of queries marked `may: conflict` */
        STORE_NOT_EMPTY = 3,
};
enum store_engine { STORE_SQLITE, STORE_PG };

/* Bytes of a row; data is NULL for none. */
struct blob {
        const uint8_t *data;
        size_t n;
};

struct store_settings {
        unsigned n_connections; /* most at once: readers on SQLite, all on PostgreSQL; 0 = 8 */
        unsigned wait_ms;       /* for a connection or the writer's place; 0 = 5000 */
        unsigned mmap_mib;      /* SQLite: of the file, mapped; 0 = 256 */
        bool read_only;         /* a store that must be there and is not written */
        bool plain;             /* SQLite: a backup's file, without journal and of any kind */
};

struct store;
struct tx;

/* Opens `where`: postgresql://… or the path of a SQLite file, which is made when it is missing.
 * Nothing is migrated. settings may be NULL. */
int store_open(TALLOC_CTX *mem, const char *where, const struct store_settings *settings,
               struct store **ret_store) nodiscard;
enum store_engine store_engine_of(const struct store *);
/* True for postgresql:// and postgres://. */
bool store_is_url(const char *where);

/* A snapshot that sees nothing of later commits and cannot write. */
int store_read_begin(struct store *, struct tx **ret_tx) nodiscard;
/* A writer: alone on SQLite; on PostgreSQL beside others, each row locked by who updates it. */
int store_write_begin(struct store *, struct tx **ret_tx) nodiscard;
/* Makes it last: audit rows and changes first (store/audit.h), on disk when it returns 0. A write
 * without an audit row is refused with ERR_BUG, unless tx_unaudited() was called. After any result
 * the tx can only be ended. */
int store_commit(struct tx *) nodiscard;
/* Ends a tx; what was not committed is undone. NULL is fine. */
void tx_endp(struct tx **);

struct store *tx_store(const struct tx *);
/* Memory that lives as long as the tx. */
TALLOC_CTX *tx_mem(struct tx *);
/* This transaction leaves no audit row: page views, sessions, job leases, rebuildable state. */
void tx_unaudited(struct tx *);

/* This transaction's statements may take as long as they need: migrations, backups, checks. Others
 * fail after half a minute (reads) or two minutes (writes) on PostgreSQL. */
int tx_patient(struct tx *) nodiscard;

/* Statements of one use case that are undone together, though the transaction goes on. */
int tx_savepoint(struct tx *) nodiscard;
int tx_release(struct tx *) nodiscard;  /* keep what was done since the savepoint */
int tx_rollback(struct tx *) nodiscard; /* undo it */

/* For tests: the n-th statement from now on fails (1 = the next), in the whole process; 0 = none.
 * XXGK_FAIL_AT in the environment does the same from the first store_open(). */
void store_fail_at(long n);
/* Whether that statement came and failed. */
bool store_fail_fired(void);

#endif
