/* domain/report/html.h: the text of a web page that holds a report.
 * Purpose    tags to the layout the table reader knows: a row a line, cells between bars, blocks on lines of
 *            their own; script, style and comments dropped; entities read. No HTML is ever passed on.
 * Ownership  the text hangs from mem. */
#ifndef DOMAIN_REPORT_HTML_H
#define DOMAIN_REPORT_HTML_H

#include "base/buf.h"

/* Whether the bytes look like a page rather than plain text. */
bool html_is_page(const char *bytes, size_t n);
/* html is valid UTF-8. Rows and columns that a cell spans (rowspan, colspan) are not repeated. */
const char *html_text(TALLOC_CTX *mem, const char *html, size_t n);

#endif
