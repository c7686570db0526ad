/* base/csv.h: comma-separated values (RFC 4180), read with line numbers and written.
 * Purpose    quoted fields with line breaks, CR LF or LF, a leading BOM. A quote inside an unquoted
 * field, text after a closing quote and an unclosed quote are faults with their line. Ownership  a
 * row's fields live until the next csv_next(). */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"
#include "base/problems.h"

struct csv;
/* Reads from memory that must outlive it. */
struct csv *csv_open(TALLOC_CTX *mem, const char *bytes, size_t n);
enum { CSV_END = 1, CSV_FAULT = 2 };
/* 0 with a row, CSV_END, or CSV_FAULT with the place in problems. */
int csv_next(struct csv *, struct problems *, const char *const **ret_fields,
             size_t *ret_n) nodiscard;
/* Line on which the last row began, from 1. */
size_t csv_line(const struct csv *);

/* One field with quoting where needed; formulas (= + - @ tab at the front) get a leading
 * apostrophe. */
void csv_put(struct buf *, const char *field, bool last);

#endif
