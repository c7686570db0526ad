/* store/query.h: what tools/sqlgen writes and the runtime reads; inside store and its tests only.
 * Purpose    a query is a table: where in the structs each field lies, and the pieces of its text.
 * The three functions below are behind every function of store/sql.h. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store/store.h"

enum sql_type { SQL_INT, SQL_TEXT, SQL_DAY, SQL_INSTANT, SQL_BOOL, SQL_REAL, SQL_BLOB };

struct sql_field {
        const char *name;
        enum sql_type type;
        bool nullable;
        size_t at, has_at; /* has_at 0: none is DAY_NONE, INSTANT_NONE or NULL */
};
enum sql_when { SQL_ALWAYS, SQL_IF_OPT, SQL_IF_NOT_OPT, SQL_IF_ORDER };
struct sql_piece {
        enum sql_when when;
        unsigned which;
        const char *text[2]; /* by enum store_engine */
};
struct sql_query {
        const char *name, *place;
        size_t id;
        const struct sql_field *in, *out;
        size_t n_in, n_out, row_size;
        const char *const *opts;
        unsigned n_opts, n_orders;
        size_t opt_at, order_at;
        const struct sql_piece *pieces;
        size_t n_pieces;
        bool may_conflict;
};
extern const struct sql_query sql_queries[];
extern const size_t sql_n_queries;

int query_rows(TALLOC_CTX *mem, struct tx *, const struct sql_query *, const void *in,
               void **ret_rows, size_t *ret_n) nodiscard;
int query_one(TALLOC_CTX *mem, struct tx *, const struct sql_query *, const void *in,
              void **ret_row) nodiscard;
int query_each(struct tx *, const struct sql_query *, const void *in,
               int (*fn)(void *arg, const void *row), void *arg) nodiscard;
int query_change(struct tx *, const struct sql_query *, const void *in,
                 int64_t *ret_changed) nodiscard;

/* The text of one combination. */
const char *query_text(TALLOC_CTX *mem, const struct sql_query *, enum store_engine, unsigned opt,
                       unsigned order);
/* Prepares one combination without running it (which proves text, columns and types). */
int query_prepare(struct tx *, const struct sql_query *, unsigned opt, unsigned order) nodiscard;
/* The engine's plan of one combination, a line a step. */
int query_plan(TALLOC_CTX *mem, struct tx *, const struct sql_query *, unsigned opt, unsigned order,
               const char **ret_plan) nodiscard;

/* ---- statements that are not named: migrations, backup, tests ------------------------------- */

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };
struct value {
        enum value_kind kind;
        int64_t i;
        double real;
        const char *s; /* text (NUL-terminated) or bytes; valid until the next step */
        size_t n;
};
/* One or more statements without parameters and without rows. */
int raw_exec(struct tx *, const char *sql) nodiscard;
struct raw;
/* One statement; types of its parameters and of its columns as in a named query. */
int raw_open(TALLOC_CTX *mem, struct tx *, const char *sql, const enum sql_type *in, size_t n_in,
             const enum sql_type *out, size_t n_out, struct raw **ret_raw) nodiscard;
/* Starts (again) with these parameters. */
int raw_run(struct raw *, const struct value *in) nodiscard;
/* 0 with a row, STORE_NONE at the end. */
int raw_step(struct raw *) nodiscard;
/* The i-th column of the row. */
int raw_value(struct raw *, size_t i, struct value *ret) nodiscard;

#endif
