/* app/table.h: a list as a table, to be taken along or brought in.
 * Purpose    one shape for the downloads of the office and for `xxgk export`: columns with the key
 * that an import knows and the words that people read. And the reader of such a table.
 * Ownership  cells hang from the mem of who made them. */
#ifndef APP_TABLE_H
#define APP_TABLE_H

#include "base/buf.h"
#include "base/day.h"
#include "base/problems.h"

enum table_type { TABLE_TEXT, TABLE_NUMBER, TABLE_DAY };
struct table_column {
        const char *key, *head; /* code, 机构代码 */
        enum table_type type;
        bool required; /* in an import */
};
struct table {
        const char *name, *title; /* agencies, 行政机关 */
        const struct table_column *columns;
        size_t n_columns;
        const char **cells; /* row by row; "" is nothing */
        size_t n_rows;
};
/* An empty table of n columns with room for rows. */
struct table table_new(TALLOC_CTX *mem, const char *name, const char *title,
                       const struct table_column *, size_t n, size_t rows);
const char *table_day(TALLOC_CTX *mem, struct day);
const char *table_int(TALLOC_CTX *mem, int64_t);
/* With a byte order mark, since spreadsheets guess wrong without one, and keys in the head. */
void table_csv(const struct table *, struct buf *out);
/* An array of objects. Numbers are numbers; what is empty is null. */
void table_json(const struct table *, struct buf *out);

/* Reads CSV whose head has the keys or the words of these columns, in any order; the optional ones
 * may be missing. What is wrong is told by line and column; the outcome is then TABLE_BAD. Lines of
 * the rows are in *ret_lines. */
enum { TABLE_BAD = 1, TABLE_ROWS_MAX = 20000 };
int table_read(TALLOC_CTX *mem, const char *text, size_t n, const struct table_column *,
               size_t n_columns, struct problems *, struct table *ret,
               size_t **ret_lines) nodiscard;

#endif
