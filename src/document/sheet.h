/* document/sheet.h: a table as a workbook (XLSX).
 * Purpose    lists and statistics for download: a title, a header row that stays in view, columns
 *            of text, whole numbers or days, widths by content.
 * Ownership  bytes hang from the buf's mem. */
#ifndef DOCUMENT_SHEET_H
#define DOCUMENT_SHEET_H

#include "base/buf.h"

enum sheet_type {
        SHEET_TEXT,
        SHEET_NUMBER, /* "" stays empty: absent is not zero */
        SHEET_DAY,    /* YYYY-MM-DD */
};
struct sheet_column {
        const char *name;
        enum sheet_type type;
};
struct sheet {
        const char *name;  /* of the tab */
        const char *title; /* above the header; NULL: none */
        const struct sheet_column *columns;
        size_t n_columns;
        const char *const *cells; /* row by row */
        size_t n_rows;
};

enum { SHEET_ROWS_MAX = 1000000 };

/* A workbook of n sheets. */
int sheet_xlsx(TALLOC_CTX *mem, const struct sheet *, size_t n, struct buf *out) nodiscard;

#endif
