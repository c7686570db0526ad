/* store/schema.h: the tables as the engine has them, the same for both; for backup and tests. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/query.h"

struct schema_column {
        const char *name;
        enum sql_type type; /* SQL_INT, SQL_REAL, SQL_TEXT or SQL_BLOB */
        int64_t key;        /* place in the primary key, from 1; 0: not in it */
};
struct schema_table {
        const char *name;
        struct schema_column *columns; /* without generated ones */
        size_t n_columns;
};
/* All tables by name. */
int schema_read(TALLOC_CTX *mem, struct tx *, struct schema_table **ret_list,
                size_t *ret_n) nodiscard;

/* Every row of a table in the order of its primary key, which is the same on both engines; values
 * are valid during the call. */
typedef int (*schema_row)(void *arg, const struct value *values);
int schema_rows(struct tx *, const struct schema_table *, schema_row fn, void *arg) nodiscard;

/* An INSERT of whole rows, for raw_run(). */
int schema_insert(TALLOC_CTX *mem, struct tx *, const struct schema_table *,
                  struct raw **ret) nodiscard;

/* A table of these columns and this key without any other constraint, in SQLite's words: for a
 * backup's file. */
int schema_create(struct tx *, const struct schema_table *) nodiscard;
/* Without its rows. */
int schema_clear(struct tx *, const struct schema_table *) nodiscard;

/* Within store_schema_begin(): takes guards and foreign keys away, so that rows may come back in any order and in whatever
 * state they are, and puts them back, proving the keys. On SQLite these are off already and store_settle_rows() proves them. */
int schema_unbind(TALLOC_CTX *mem, struct tx *, const char **ret_binding) nodiscard;
int schema_bind(struct tx *, const char *binding) nodiscard;

#endif
