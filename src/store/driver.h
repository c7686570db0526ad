/* store/driver.h: what an engine must offer; inside store only.
 * Purpose    connections and prepared statements in terms of values. Pools, transactions, caches,
 * structs and audit lie above it in store.c and are the same for both engines.
 * Errors     a driver maps the engine's codes to ERR_BUSY, ERR_CONFLICT, ERR_FULL, ERR_DB and keeps
 * `lost` true on a connection that cannot be used again. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include "store/query.h"

/* "XXGK", in the header of our SQLite files. */
#define STORE_APPLICATION_ID 0x5858474b
/* "XXGB", in that of our backups. */
#define BACKUP_APPLICATION_ID 0x58584742

struct stmt {
        const struct driver *driver;
        struct conn *conn;
        size_t n_params, n_columns;
        const enum sql_type *in, *out; /* as long as the statement lives */
        bool running;
};

struct conn {
        const struct driver *driver;
        struct conn *next; /* in the idle list */
        bool lost, writer;
        void *cache; /* of prepared combinations, kept by store.c */
        TALLOC_CTX *mem;
};

struct driver {
        /* Every column of every table: table, column, type, generated or not, place in the primary
         * key; by table, then as they stand. */
        const char *schema_sql;
        /* Statements that take each guard (and where it can be done, each foreign key) away, and that put it back. */
        const char *bindings_sql;
        /* The parts of a file in a backup; NULL: no backups on this engine. */
        const char *parts_sql;
        /* Connects; the conn hangs from mem. */
        int (*open)(TALLOC_CTX *mem, const char *where, const struct store_settings *, bool writer,
                    struct conn **ret) nodiscard;
        void (*close)(struct conn *);
        int (*begin)(struct conn *, bool write) nodiscard;
        int (*commit)(struct conn *) nodiscard;
        void (*rollback)(struct conn *);
        int (*exec)(struct conn *, const char *sql) nodiscard;
        /* in and out are kept by reference. Proves the number of columns (n_out) and what can be
         * known of their types. The stmt hangs from mem, which the conn outlives. */
        int (*prepare)(TALLOC_CTX *mem, struct conn *, const char *sql, const enum sql_type *in,
                       size_t n_in, const enum sql_type *out, size_t n_out,
                       struct stmt **ret) nodiscard;
        void (*forget)(struct stmt *);
        /* stream: rows arrive one by one instead of all at once. */
        int (*start)(struct stmt *, const struct value *params, bool stream) nodiscard;
        int (*step)(struct stmt *) nodiscard; /* 0, STORE_NONE */
        int (*column)(struct stmt *, size_t i, struct value *ret) nodiscard;
        int64_t (*changed)(struct stmt *);
        void (*stop)(struct stmt *);
        /* A connection that only watches: whether somebody else committed since the last look, the
         * descriptor that becomes readable when one should look (-1: none), and after how many
         * milliseconds to look anyway (-1: never). Both are asked after each look. */
        int (*watch_begin)(struct conn *) nodiscard;
        int (*watch_fd)(struct conn *);
        int (*watch_ms)(struct conn *);
        int (*watch_look)(struct conn *, bool *ret_changed) nodiscard;
};

extern const struct driver driver_sqlite, driver_pg;

#endif
