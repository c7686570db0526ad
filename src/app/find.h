/* app/find.h: searching what the public may see (检索).
 * Purpose    the words of a visitor against the search file, then each hit against the store's own
 * snapshot: what was withdrawn a moment ago is not shown, whatever the search file says. Facets come
 * with the names and codes that links are made of.
 * Ownership  everything hangs from mem.
 * Errors     without a search file an answer is empty and is_loading. */
#ifndef APP_FIND_H
#define APP_FIND_H

#include "app/portal.h"
#include "app/run.h"

enum find_field { FIND_ANYWHERE, FIND_TITLE, FIND_NUMBER };
enum { FIND_PAGE_MAX = 100, FIND_REACH = 10000, FIND_FACETS = 30 };

/* Zero and NULL mean: not narrowed. */
struct find_ask {
        int64_t scope;    /* nothing above or beside it is found */
        const char *text; /* as typed; see search/query.h for what it may say */
        enum find_field field;
        int64_t agency, column, topic; /* it and all below */
        int64_t genre;
        int year;
        struct day from, to;  /* DAY_NONE = open */
        const char *validity; /* code as validity_code() */
        struct day today;
        bool by_date; /* else by relevance */
        bool facets;
        size_t offset, limit; /* up to FIND_REACH and FIND_PAGE_MAX */
};

struct find_part {
        const char *text;
        bool hit;
};
struct find_hit {
        struct public_row row;
        const struct find_part *title;
        size_t n_title;
        const struct find_part *snippet;
        size_t n_snippet;
        const char *plain_snippet;
};
enum find_facet_kind { FIND_AGENCY, FIND_COLUMN, FIND_TOPIC, FIND_GENRE, FIND_YEAR, FIND_VALIDITY };
struct find_facet {
        enum find_facet_kind kind;
        const char *code,
            *label; /* slug of an agency, code of a column or class, "2019", "valid" */
        int64_t id, n;
};
struct find_answer {
        int64_t count;
        bool is_more;    /* count is a lower bound: the deadline came first */
        bool is_loading; /* just started */
        bool is_cut;     /* the question was longer than what is looked at */
        const struct find_hit *hits;
        size_t n_hits;
        const struct find_facet *facets; /* by kind, most first; years latest first */
        size_t n_facets;
        int64_t took_us;
};
int app_find(TALLOC_CTX *mem, struct app *, struct tx *, const struct find_ask *,
             struct find_answer *ret) nodiscard;

/* A column by its name, wherever it stands; the first of several. APP_NONE. */
int app_find_column(TALLOC_CTX *mem, struct tx *, const char *name, int64_t *ret_id) nodiscard;

#endif
