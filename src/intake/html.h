/* intake/html.h: the text of a web page.
 * Purpose    blocks on lines of their own, a row of a table a line with " | " behind each cell, nothing of
 *            scripts and styles. Rows and columns that a cell spans are not repeated.
 * Ownership  the text hangs from mem. */
#ifndef INTAKE_HTML_H
#define INTAKE_HTML_H

#include "base/buf.h"

/* html is valid UTF-8, whatever it says of itself. */
void html_to_text(struct buf *out, const char *html, size_t n);

#endif
