/* app/seen.h: what somebody saw when he began to change a row.
 * Purpose    the page carries a mark of the values it showed; the use case compares it with the row it has locked, so that
 *            the later of two who change the same row is told instead of undoing what the first wrote.
 * Ownership  results hang from mem. */
#ifndef APP_SEEN_H
#define APP_SEEN_H

#include "base/mem.h"
#include "base/problems.h"

/* A mark of the values, in their order; NULL counts as "". */
const char *seen_mark(TALLOC_CTX *mem, const char *const *values, size_t n);
/* Says of `what` that somebody else changed it meanwhile. */
void seen_changed(const char *what, struct problems *);
/* seen NULL or "": nobody looked (the command line, a file). Whether it is still so; if not, problems say so of `what`. */
bool seen_still(const char *seen, const char *now, const char *what, struct problems *);

#endif
