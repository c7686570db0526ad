/* store/scrub.h: driving deleted bytes out of the engine's files (泄密处置).
 * Purpose    a row that was changed or deleted may still lie in a write-ahead log, in free space of a
 * page, in a dead version of the row. After store_scrub() it does not.
 *            SQLite: the pages are overwritten as they are freed (secure_delete); the log is brought into the
 *            file and cut to nothing. PostgreSQL: the named tables are written anew and a checkpoint is
 *            taken; segments of its log that are kept for archives or standbys are the
 *            administrator's (docs/operations.md).
 * Errors     STORE_BUSY: a reader or writer held on for too long; nothing is lost, try again. */
#ifndef STORE_SCRUB_H
#define STORE_SCRUB_H

#include "store/store.h"

enum { STORE_BUSY = 4 };
/* Names of tables; ours, never a visitor's. */
int store_scrub(struct store *, const char *const *tables, size_t n) nodiscard;

#endif
