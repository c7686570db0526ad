/* search/fts.h: our tokenizer, made known to a connection of SQLite. */
#ifndef SEARCH_FTS_H
#define SEARCH_FTS_H

#include <sqlite3.h>

#include "base/err.h"

/* Registers the tokenizer `xxgk`. */
int fts_register(sqlite3 *) nodiscard;
/* The columns of `word`, as the index numbers them. */
enum fts_column { FTS_TITLE, FTS_HEAD, FTS_BODY, FTS_TAGS, FTS_COLUMNS };

#endif
