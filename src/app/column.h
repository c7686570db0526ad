/* app/column.h: upkeep of columns (栏目) by the office, and who keeps up which (更新职责).
 * Purpose    the use cases behind the pages of columns. New ones are made by app_column_create().
 * The columns of Art. 20 and 21 belong to all agencies: their names and places stand in the law's
 * order, only period, order and words change, and only from the top of the house.
 * Ownership  results hang from mem.
 * Errors     COLUMN_NONE: not in the scope; COLUMN_BAD: all of it in problems, nothing done.
 * Law        《政府信息公开条例》第二十条, 第二十一条; 国办秘函〔2019〕19号. */
#ifndef APP_COLUMN_H
#define APP_COLUMN_H

#include "app/import.h"
#include "app/table.h"
#include "domain/access/access.h"
#include "domain/column/upkeep.h"

struct tx;

enum column_outcome { COLUMN_NONE = 1, COLUMN_BAD = 2 };

struct office_column {
        int64_t id, parent_id, agency_id; /* 0: none; of all agencies */
        const char *code, *name, *kind, *article, *description, *parent_code, *parent_name;
        const char *agency_name, *agency_code; /* NULL: of all */
        const char *external_url;              /* NULL: none */
        int update_days, depth;
        int64_t sort, n, duties;
        struct day opened, closed;
        bool mine; /* may be changed from this scope */
};
const char *column_kind_label(const char *kind);
/* Of Art. 20 and 21 and the fixed parts of the 专栏: name and place stand. */
bool column_is_law(const char *kind);
/* All that the scope shows, each after the one it stands under. */
int app_office_columns(TALLOC_CTX *mem, struct tx *, int64_t scope, bool closed_too,
                       struct office_column **ret, size_t *ret_n) nodiscard;
int app_office_column(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *code,
                      struct office_column *ret) nodiscard;
struct table app_column_table(TALLOC_CTX *mem, const struct office_column *, size_t n);

struct column_edit {
        const char *code, *name, *description, *external_url; /* external_url: "" none */
        const char *parent; /* code; NULL or the same as now: it stays */
        const char *seen;   /* app_column_mark() of what was on the page; NULL: nobody looked */
        int update_days;
        int64_t sort;
};
const char *app_column_mark(TALLOC_CTX *mem, const struct office_column *);
int app_column_edit(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    const struct column_edit *, struct problems *) nodiscard;
/* Ends today. *ret_live: what stays in it for readers of search and of the agency. */
int app_column_close(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                     const char *code, struct problems *, int64_t *ret_live) nodiscard;

/* What counts as soon, and where the site fails (UPKEEP_LIMITS): of the site that the scope stands on, else what ships.
 * *ret_may (may be NULL): the scope is that of the whole site, which alone sets them. */
int app_upkeep_limits(TALLOC_CTX *mem, struct tx *, int64_t scope, struct upkeep_limits *ret,
                      bool *ret_may) nodiscard;
/* COLUMN_NONE: not the scope's to set. */
int app_upkeep_limits_set(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                          const struct upkeep_limits *) nodiscard;

struct column_duty {
        int64_t column_id, agency_id;
        const char *column_code, *column_name, *agency_slug, *agency_code, *agency_name;
        int update_days;
        struct day last; /* DAY_NONE: nothing yet */
        struct upkeep upkeep;
};
/* Of the scope, or of one column in it (0: all). One query. */
int app_column_duties(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t column, struct day today,
                      struct column_duty **ret, size_t *ret_n,
                      struct upkeep_sum *ret_sum) nodiscard;
struct table app_duty_table(TALLOC_CTX *mem, const struct column_duty *, size_t n);
/* An agency (slug) keeps up a column at least every so many days; 0: no longer. */
int app_column_duty_set(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                        const char *code, const char *agency, int update_days,
                        struct problems *) nodiscard;

int app_import_columns(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                       struct import_result *ret) nodiscard;
int app_import_duties(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                      struct import_result *ret) nodiscard;

#endif
