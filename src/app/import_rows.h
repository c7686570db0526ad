/* app/import_rows.h: bringing in a list of the house row by row; inside app only.
 * Purpose    columns, duties, classes, words, guides: a table is read, each row is tried in one
 * transaction, and all of them come in or none. What is wrong is told by line and column.
 * Ownership  cells hang from the mem of the import. */
#ifndef APP_IMPORT_ROWS_H
#define APP_IMPORT_ROWS_H

#include "app/import.h"
#include "app/table.h"

struct import_rows {
        const struct import_ask *ask;
        struct problems *p;
        struct table t;
        size_t *lines;
        void *arg;
};
/* Row i; what is wrong with it goes to problems, then nothing must be written any more. */
typedef int import_row(TALLOC_CTX *, struct tx *, struct import_rows *, size_t i);
int import_rows(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                const struct table_column *, size_t n_columns, import_row *one, void *arg,
                struct import_result *ret) nodiscard;

const char *const *import_cells(const struct import_rows *, size_t i);
/* A whole number in a cell, "" is `otherwise`. */
int64_t import_cell_int(struct import_rows *, size_t i, size_t column, int64_t least, int64_t most,
                        int64_t otherwise);
/* A day in a cell, in any of the ways people write one; "" is DAY_NONE. */
struct day import_cell_day(struct import_rows *, size_t i, size_t column);
/* An agency by slug, code or name within who's scope (NULL: everywhere); STORE_NONE. */
int import_find_agency(TALLOC_CTX *mem, struct tx *, const struct actor *who, const char *word,
                       int64_t *ret) nodiscard;
/* The same for a cell; 0 and a problem when there is none. */
int import_cell_agency(TALLOC_CTX *mem, struct tx *, struct import_rows *, size_t i, size_t column,
                       int64_t *ret) nodiscard;
/* What a use case says of a row, with its line. */
void import_tell(struct import_rows *, size_t i, const struct problems *);

#endif
