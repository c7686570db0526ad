/* app/worklist.h: what waits in the office, and everything there is.
 * Purpose    the rows and counts of /office/items: open work by tab, and all items of the scope with filters.
 * Scope      actor->scope, as the dispatcher set it. Pages are numbered from 1. */
#ifndef APP_WORKLIST_H
#define APP_WORKLIST_H

#include "app/flow.h"

enum worklist_tab {
        WORKLIST_MINE,      /* 我的草稿 */
        WORKLIST_WAITING,   /* 待我办理 */
        WORKLIST_RETURNED,  /* 被退回 */
        WORKLIST_DUE,       /* 即将到期: near or over, retrospective reviews, interpretations */
        WORKLIST_PUBLISHED, /* 已发布 */
        WORKLIST_REVISIT,   /* 动态调整 */
        WORKLIST_ALL,       /* 全部 */
        N_WORKLIST_TABS
};
enum worklist_order { WORKLIST_URGENT, WORKLIST_NEWEST, WORKLIST_TITLE };

struct worklist_row {
        int64_t id;
        const char *title, *doc_no, *index_no;           /* doc_no, index_no: NULL none */
        const char *agency, *column, *author, *acted_by; /* author, acted_by: NULL unknown */
        enum flow_state state;
        int step;       /* enum review_step it waits for; -1 none */
        int retro_step; /* owed after an emergency; -1 none */
        bool emergency, live;
        struct day due, retro_due, mend_due, revisit, explain_due, day;
        struct instant acted;
};

struct worklist_ask {
        enum worklist_tab tab;
        enum worklist_order order;
        int64_t page, size;
        /* WORKLIST_PUBLISHED and WORKLIST_ALL only; 0, NULL and DAY_NONE: not asked */
        const char *words, *state; /* words: of the title, or a number whole; state: code */
        int64_t agency, column, author;
        struct day from, to; /* both included */
        bool oldest;
};

/* How many rows are counted at most for a filtered list. */
enum { WORKLIST_COUNT_MAX = 10000 };
int app_worklist(TALLOC_CTX *mem, struct tx *, const struct flow_by *, const struct worklist_ask *,
                 struct worklist_row **ret, size_t *ret_n, int64_t *ret_all) nodiscard;
/* counts[N_WORKLIST_TABS]; -1 where it is not counted (published, all). */
int app_worklist_counts(TALLOC_CTX *mem, struct tx *, const struct flow_by *,
                        int64_t counts[N_WORKLIST_TABS]) nodiscard;

/* ---- for choosing --------------------------------------------------------------------------- */

struct office_choice {
        int64_t id;
        const char *code, *name, *group; /* group: what it stands under; NULL none */
        bool flag;                       /* columns: wants an interpretation */
};
int app_choose_agencies(TALLOC_CTX *mem, struct tx *, int64_t scope, struct day today,
                        struct office_choice **ret, size_t *ret_n) nodiscard;
int app_choose_columns(TALLOC_CTX *mem, struct tx *, int64_t agency, struct day today,
                       struct office_choice **ret, size_t *ret_n) nodiscard;
int app_choose_classes(TALLOC_CTX *mem, struct tx *, const char *scheme, struct office_choice **ret,
                       size_t *ret_n) nodiscard;
int app_choose_channels(TALLOC_CTX *mem, struct tx *, struct office_choice **ret,
                        size_t *ret_n) nodiscard;
int app_choose_people(TALLOC_CTX *mem, struct tx *, int64_t scope, struct office_choice **ret,
                      size_t *ret_n) nodiscard;

#endif
