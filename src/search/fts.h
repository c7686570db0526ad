/* search/fts.h: our tokenizer and our ranking, made known to a connection of SQLite. */
#ifndef SEARCH_FTS_H
#define SEARCH_FTS_H

#include <sqlite3.h>

#include "search/rows.h"

/* Registers tokenizer `xxgk` and function `xxgk_rank(word)`. Ranking needs the lengths in rows;
 * NULL for a connection that does not rank. rows must outlive the connection. */
int fts_register(sqlite3 *, const struct rows *rows) nodiscard;
enum fts_column { FTS_TITLE, FTS_HEAD, FTS_BODY, FTS_TAGS };

#endif
