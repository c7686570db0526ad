/* search/search.h: full-text search of the published items; the engine stays behind this header.
 * Purpose    fed with documents, asked for words. Knows no store: app/feed hands it documents and
 * change numbers. What it keeps can be rebuilt at any time from the store.
 *
 *            <folder>/search.db -> search.db.N    a link: a rebuilt file takes the old one's place
 *            <folder>/search.lock                 held by the one process that feeds
 *            <folder>/search.rebuild.lock         held by the one process that rebuilds
 *
 * Semantics  a document has title, head (发文字号, 索引号, …) and body; a word is found inside one
 * of them. Folded (full width, case, 繁简) Han characters match anywhere inside running text, one
 * character alone too; letters and digits match as whole words and whole numbers. See
 * search/token.h for the exact rule and search/query.h for what a visitor may type.
 * Units      ids are 1 to SEARCH_ID_MAX; agency, column, topic, genre: their ids, 0 = none.
 * Ownership  struct search is shared by all threads; a struct search_writer belongs to one.
 * Errors     the file is derived: a broken one is an outcome (SEARCH_STALE), to be rebuilt. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/day.h"
#include "base/err.h"
#include "base/problems.h"

#define SEARCH_ID_MAX ((int64_t)UINT32_MAX)
enum {
        SEARCH_VALUE_MAX = 1 << 20, /* highest id of an agency, a column */
        SEARCH_DEPTH_MAX = 24,      /* ancestors of an agency or column, itself included */
        SEARCH_PAGE_MAX = 100,
        SEARCH_REACH = 10000, /* hits that can be paged through */
};

enum search_facet_kind {
        SEARCH_AGENCY,
        SEARCH_COLUMN,
        SEARCH_TOPIC,
        SEARCH_GENRE,
        SEARCH_YEAR,
        SEARCH_VALIDITY,
        SEARCH_FACETS
};

/* --- Feeding ---------------------------------------------------------------------------------- */

struct search_doc {
        int64_t id;
        struct day day; /* orders the hits; DAY_NONE is the oldest */
        const char *title, *head, *body;
        const int64_t *agencies; /* the publishing agency first, then its ancestors */
        size_t n_agencies;       /* at least 1 */
        const int64_t *columns;  /* the column first, then its ancestors */
        size_t n_columns;        /* at least 1 */
        const int64_t *topics;   /* the topic first, then its ancestors; below 65536 */
        size_t n_topics;         /* may be 0 */
        int64_t genre;           /* 0: none; below 65536 */
        int validity[3];     /* the caller's codes, 0..255: now, from turns[0] on, from turns[1] */
        struct day turns[2]; /* DAY_NONE = never */
};

struct search_writer;
enum { SEARCH_LOCKED = 1, SEARCH_STALE = 2, SEARCH_MOVED = 3 };

/* Opens the file for feeding. `store` names the store it is derived from. Outcomes: SEARCH_LOCKED
 * another process feeds; SEARCH_STALE there is none, it is broken, of another format or of another
 * store: rebuild. The lock is held until the writer is freed. */
int search_writer_open(TALLOC_CTX *mem, const char *folder, const char *store,
                       struct search_writer **ret) nodiscard;
/* The last change number fed. */
int64_t search_writer_change(const struct search_writer *);
/* Documents it holds, those taken out since the last rebuild included. */
int64_t search_writer_size(const struct search_writer *);
/* Puts in or replaces docs (each id once) and takes out removed, with change_no in one transaction. Readers see
 * it from their next query on. Unknown removed ids are no fault. Outcome SEARCH_MOVED: a rebuilt
 * file has taken the place of this one; nothing was written; free the writer and open again. */
int search_apply(struct search_writer *, int64_t change_no, const struct search_doc *docs, size_t n,
                 const int64_t *removed, size_t n_removed) nodiscard;

/* Puts the index into fewer, larger pieces, a portion of some milliseconds at a time, for idle
 * moments; queries get faster. from_start: all into one piece, as after a rebuild; else only what is
 * worth it. *ret_more: there is more to do. */
int search_tidy(struct search_writer *, bool from_start, bool *ret_more) nodiscard;

/* A new file beside the one in use; feed it with search_apply() (sorted by day, then id, is
 * fastest; change_no the one of the snapshot that is read), then put it in its place at once.
 * Freed without commit, it disappears. Outcome SEARCH_LOCKED: someone else is rebuilding. */
int search_rebuild_begin(TALLOC_CTX *mem, const char *folder, const char *store,
                         struct search_writer **ret) nodiscard;
int search_rebuild_commit(struct search_writer *) nodiscard;

/* The change number at which the file in use was built from nothing: no word that was gone from the
 * store by then is in it. 0: there is no file. */
int search_born(const char *folder, int64_t *ret) nodiscard;

/* Examines the file in use: structure, and for `sample` documents (0 = all) that they are found by
 * their own words. What is wrong goes into problems. *ret_n = documents in it. */
int search_check(const char *folder, size_t sample, struct problems *, int64_t *ret_n) nodiscard;

/* --- Asking ----------------------------------------------------------------------------------- */

struct search;
struct search_settings {
        const char *folder;
        int64_t (*clock_us)(void); /* monotonic; see base/clock.h */
        int deadline_ms;           /* of one query; 0 = 2000 */
        size_t readers;            /* connections; 0 = 4 */
};
/* Returns at once; what memory must hold is loaded by a thread of its own. A missing file is no
 * fault: it is looked for again at each query. */
struct search *search_open(TALLOC_CTX *mem, const struct search_settings *);

enum search_field { SEARCH_ANYWHERE, SEARCH_TITLE, SEARCH_HEAD };
enum search_sort { SEARCH_BY_RELEVANCE, SEARCH_BY_DATE };
struct search_ask {
        const char *text; /* as typed; may be empty: then all that the filters let through */
        enum search_field field;
        int64_t agency, column, topic; /* it or anything below it; 0 = all */
        int64_t genre;                 /* 0 = all */
        int year;                      /* 0 = all */
        struct day from, to;           /* DAY_NONE = open */
        int validity;                  /* SEARCH_ANY_VALIDITY or a code */
        struct day today;              /* decides validity */
        enum search_sort sort;
        size_t offset, limit; /* limit to SEARCH_PAGE_MAX, offset to SEARCH_REACH */
        size_t n_facets;      /* how many values of each facet; 0 = no facets */
};
enum { SEARCH_ANY_VALIDITY = -1 };
/* Everything, newest first; set what you need. */
#define SEARCH_ASK_ALL                                                                             \
        (struct search_ask)                                                                        \
        {                                                                                          \
                .text = "", .from = DAY_NONE, .to = DAY_NONE, .validity = SEARCH_ANY_VALIDITY,     \
                .today = DAY_NONE, .limit = 20                                                     \
        }

struct search_part {
        const char *text; /* original text, UTF-8 */
        bool hit;
};
struct search_hit {
        int64_t id;
        struct day day;
        const struct search_part *title; /* the whole title */
        size_t n_title;
        const struct search_part *snippet; /* a passage with the words, "…" where it is cut */
        size_t n_snippet;
};
struct search_facet {
        enum search_facet_kind kind;
        int64_t key;
        int64_t n;
};
struct search_answer {
        int64_t count;
        const struct search_hit *hits;
        size_t n_hits;
        const struct search_facet *facets; /* by kind, then most first (years: latest first) */
        size_t n_facets;
        int64_t change_no; /* of what was searched */
        int64_t took_us;
        bool is_partial; /* the deadline came first: count and facets are lower bounds */
        bool is_loading; /* just started, or no file yet: no facets, withdrawn ones still counted */
        bool is_cut;     /* the question was longer than what is looked at */
        bool is_cached;
};
int search_query(TALLOC_CTX *mem, struct search *, const struct search_ask *,
                 const struct search_answer **ret) nodiscard;

/* Takes items out of all answers at once, before the feeder has come to change_no. Thread-safe. */
void search_hide(struct search *, int64_t change_no, const int64_t *ids, size_t n);

struct search_state {
        bool is_there, is_loaded;
        int64_t change_no, n_docs;
};
/* For /healthz, /metrics and tests. */
struct search_state search_state(struct search *);

#endif
