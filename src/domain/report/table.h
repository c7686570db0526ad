/* domain/report/table.h: finding a form's tables in a report's text.
 * Purpose    tables whole, with one cell a line, piped, laid out with blanks, with labels broken over lines or
 *            damaged, cut at the end. Rows of figures are aligned with the form's rows by order and likeness
 *            of labels; a row whose figures cannot be told apart gives no cells. Ownership  hangs from mem. */
#ifndef DOMAIN_REPORT_TABLE_H
#define DOMAIN_REPORT_TABLE_H

#include "domain/report/paper.h"
#include "domain/report/report.h"

/* Adds the cells found to the report; ret_span is the table's place in raw. False: no such table. */
bool table_find(TALLOC_CTX *mem, struct report *, const struct form_table *,
                const struct form_table *next, size_t from, struct span *ret_span);
/* Where one of the labels first stands at or after from, in raw; blanks and punctuation aside; SIZE_MAX. */
size_t table_label_at(const struct paper *words, size_t from, const struct form_names *labels);

#endif
