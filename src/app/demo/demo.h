/* app/demo/demo.h: a government to look at (演示数据).
 * Purpose    the scenarios that ship with the program, and the items of one of them: who published
 *            what, when, where, and the text. Counts are those of the scenario file, exactly;
 * titles stand at most twice; the same scenario gives the same items on every machine. Pure: what
 * is stored, and how, is app/demo/fill.h. Ownership  everything hangs from mem. */
#ifndef APP_DEMO_DEMO_H
#define APP_DEMO_DEMO_H

#include "app/demo/book.h"
#include "base/instant.h"
#include "domain/body/body.h"

struct demo_agency {
        const char *key;                      /* what it does: jiaoyu, caizheng, town … */
        const char *name, *short_name, *mark; /* mark 靖教, in 发文字号 */
        const char *kind, *slug;              /* kind as in table agency */
        const char *code, *mandate;
        bool is_town;
        int sort;
};

/* A column of the scenario's own, under another (a code; "content" for the top). */
struct demo_column {
        const char *code, *parent, *name;
};

struct demo_figure {
        const char *name, *label, *kind, *unit;
        int64_t value;
};

struct demo_file {
        const char *type; /* "pdf", "docx" */
        const char *name;
        bool form; /* a blank form for this matter; else the document itself */
};

struct demo_item {
        const struct demo_agency *agency;
        const char *column, *topic, *genre, *audience; /* code; names of classes; NULL: none */
        const char *pattern;                           /* of the phrase book */
        const char *title, *doc_no, *summary, *source;
        const struct block *blocks;
        size_t n_blocks;
        struct day written, effective, expires, repealed;
        const char *validity; /* as in table edition */
        const char *repealed_by;
        struct instant published;
        const char *channel, *also; /* codes of table channel; also: a second one or NULL */
        struct demo_file file;      /* type NULL: none */
        size_t interprets;          /* index of the document + 1; 0: none */
};

struct demo {
        const char *name; /* jingyu-2019 */
        const char *government, *place, *site, *office, *level, *slug, *area, *postcode, *phone;
        int year;
        const struct demo_agency *agencies;
        size_t n_agencies;
        const struct demo_agency *supervisor;
        const struct demo_column *columns;
        size_t n_columns;
        const struct demo_figure *figures;
        size_t n_figures;
        const struct demo_item *items; /* by day of writing */
        size_t n_items;
        size_t n_sentences; /* of the phrase book */
};

/* Names of the scenarios, the first being the default. */
const char *const *demo_names(size_t *ret_n);
/* Outcome 1: no scenario of that name. */
int demo_make(TALLOC_CTX *mem, const char *name, struct demo **ret) nodiscard;
/* An item's text as a body tree; it borrows the blocks' strings. */
struct body *demo_body(TALLOC_CTX *mem, const struct block *, size_t n);
/* A blank form handed in at an office. */
struct body *demo_form(TALLOC_CTX *mem, const char *office);

#endif
