/* domain/report/lines.h: the line format of data/forms/.
 * Purpose    `word field | field | …`, blanks around fields dropped, `#` begins a comment line. */
#ifndef DOMAIN_REPORT_LINES_H
#define DOMAIN_REPORT_LINES_H

#include "base/problems.h"

enum { LINES_FIELDS_MAX = 32 };
/* Calls fn for each line that says something. A line with too many fields is a problem. */
void lines_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct problems *,
                void (*fn)(void *arg, size_t line, const char *word, char **fields, size_t n),
                void *arg);

#endif
