/* search/reader.h: one generation of the search file, open for reading. Private to this room.
 * Purpose    a rebuilt file is a new generation: its own rows, connections and cache. Whoever asks
 * holds a reference; the last one out closes the files.
 * Ownership  malloc, since generations outlive the request that drops them. */
#ifndef SEARCH_READER_H
#define SEARCH_READER_H

#include <pthread.h>
#include <sqlite3.h>

#include "search/cache.h"
#include "search/disk.h"
#include "search/postings.h"
#include "search/rows.h"

enum read_statement { READ_TEXT, READ_ROW, READ_STATEMENTS };

struct reader {
        sqlite3 *db;
        sqlite3_stmt *s[READ_STATEMENTS], *meta, *changes;
        struct postings words, titles;
        bool busy;
};
struct gen {
        _Atomic int refs;
        char *path, *name;
        struct rows *rows;
        struct cache *cache;
        struct reader *readers;
        size_t n_readers;
        pthread_mutex_t lock; /* of the readers' busy flags */
        pthread_cond_t freed;
        pthread_mutex_t refresh;         /* of writing rows */
        _Atomic int64_t step, change_no; /* up to which rows are right */
        int64_t base;                    /* step from which rows are taken again; under refresh */
        int64_t taking; /* of the file as it is being read into rows; under hidden->lock */
        _Atomic bool is_loaded, stop;
        pthread_t loader;
        bool has_loader;
        struct hidden *hidden; /* shared by all generations of one search */
};

/* Ids that must not be shown although the file has them still. */
struct hidden {
        pthread_mutex_t lock;
        struct {
                int64_t id, change_no;
        } * list;
        _Atomic size_t n;
        size_t cap;
};

/* Starts loading the rows in a thread. The caller holds the one reference. */
struct gen *gen_new(const char *folder, const char *name, size_t n_readers, struct hidden *);
void gen_drop(struct gen *);
/* A connection inside a read transaction, with rows at least as new as what it sees; waits for one.
 */
int gen_read(struct gen *, struct reader **ret, struct disk_meta *ret_meta) nodiscard;
void gen_done(struct gen *, struct reader *);
/* The columns of `row` in the order of READ_ROW, as a row. */
struct row row_from(sqlite3_stmt *);
/* Takes the ids (sorted) out of rows at once, unless rows are as new as change_no already. The caller
 * holds hidden->lock. */
void gen_hide(struct gen *, int64_t change_no, const int64_t *ids, size_t n);

#endif
