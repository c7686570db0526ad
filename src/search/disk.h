/* search/disk.h: the search file as SQLite: names, connections, tables. Private to this room. */
#ifndef SEARCH_DISK_H
#define SEARCH_DISK_H

#include <sqlite3.h>

#include "search/search.h"

/* Raise it whenever tokens, tags or tables change: older files are then rebuilt. */
enum { DISK_FORMAT = 5 };

/* Says what failed, with the words of the engine. A broken file is ERR_DATA. */
int disk_error(sqlite3 *, const char *doing);
int disk_exec(sqlite3 *, const char *sql) nodiscard;
int disk_prepare(sqlite3 *, const char *sql, sqlite3_stmt **ret) nodiscard;
/* Runs a statement that yields no row and makes it ready for the next time. */
int disk_run(sqlite3_stmt *) nodiscard;
/* For _cleanup_: ready for the next time, bindings gone. */
void disk_resetp(sqlite3_stmt **);
void disk_closep(sqlite3 **);

/* The file in use: the name the link holds (search.db.N), or NULL. */
const char *disk_current(TALLOC_CTX *mem, const char *folder);
const char *disk_path(TALLOC_CTX *mem, const char *folder, const char *name);
/* Removes a file and what SQLite keeps beside it; silent when there is none. */
void disk_remove(const char *path);
/* Removes every search.db.N that is not in use: what an interrupted rebuild left. */
void disk_sweep(const char *folder);
/* Points the link at name, at once. */
int disk_point(const char *folder, const char *name) nodiscard;
/* Takes the lock file; closed when mem is freed. Outcome SEARCH_LOCKED. */
int disk_lock(TALLOC_CTX *mem, const char *folder, const char *name) nodiscard;

enum disk_mode { DISK_READ, DISK_WRITE, DISK_BUILD };
/* A connection with our tokenizer. DISK_BUILD makes the file and its
 * tables, without a journal: until it is in place a crash may spoil it. */
int disk_open(const char *path, enum disk_mode, sqlite3 **ret) nodiscard;
/* Gives a built file its journal and forces it to disk. */
int disk_seal(sqlite3 *) nodiscard;

struct disk_meta {
        int64_t change_no, step; /* step: counts the transactions */
        int32_t last_day;        /* of the documents that are not late */
        int64_t next_slot;
        int64_t born; /* the change number it was built at: older words are not in it */
};
/* Outcome SEARCH_STALE: another format, or (unless store is NULL) of another store. */
int disk_meta(sqlite3 *, const char *store, struct disk_meta *ret) nodiscard;

#endif
