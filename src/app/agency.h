/* app/agency.h: upkeep of agencies by the office: looking at them, changing and moving them.
 * Purpose    the use cases behind the pages and the export of agencies. New ones are made by
 * app_agency_create() (app/catalogue.h), their end is app/reform.h.
 * Ownership  results hang from mem.
 * Errors     AGENCY_NONE: no such agency in the scope; AGENCY_BAD: what was given cannot be, all of
 * it in problems, nothing done.
 * Law        《政府信息公开条例》第三条, 第四条. */
#ifndef APP_AGENCY_H
#define APP_AGENCY_H

#include "app/table.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

struct tx;

enum agency_outcome { AGENCY_NONE = 1, AGENCY_BAD = 2 };

struct office_agency {
        int64_t id, parent_id, supervisor_id; /* 0: none */
        const char *code, *slug, *name, *short_name, *kind, *level, *mandate;
        const char *parent_code, *parent_name, *parent_slug, *supervisor_name,
            *supervisor_slug; /* NULL: none; of
                                                                                      one only */
        int64_t sort;
        int depth; /* below the scope; of the list only */
        struct day opened, closed;
        struct day guide_updated; /* DAY_NONE: no guide; of the list only */
        int64_t guide_edition;
        int64_t n, people;            /* items made public; open accounts; of the list only */
        bool is_site_root, has_guide; /* of one only */
};
/* All of the scope, each after the one it stands under; closed ones only when asked. */
int app_office_agencies(TALLOC_CTX *mem, struct tx *, int64_t scope, bool closed_too,
                        struct office_agency **ret, size_t *ret_n) nodiscard;
int app_office_agency(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *slug,
                      struct office_agency *ret) nodiscard;

/* The list as a table: its CSV is what `xxgk import agencies` takes. */
struct table app_agency_table(TALLOC_CTX *mem, const struct office_agency *, size_t n);

struct agency_name { /* 曾用名 */
        struct day began, ended;
        const char *name, *short_name, *basis;
};
struct agency_succession {
        bool forward; /* it became `name`; else it came of it */
        const char *slug, *name, *kind, *basis;
        struct day on;
};
struct agency_place {
        const char *slug, *name;
        struct day began, ended; /* ended: DAY_NONE today */
};
struct agency_history {
        struct agency_name *names;
        struct agency_succession *successions;
        struct agency_place *places; /* under whom it stood */
        size_t n_names, n_successions, n_places;
};
int app_agency_history(TALLOC_CTX *mem, struct tx *, int64_t agency,
                       struct agency_history *ret) nodiscard;

struct agency_edit {
        int64_t id;
        const char *name, *short_name, *kind, *level, *mandate;
        const char *supervisor; /* slug; "": none */
        int64_t sort;
        const char *seen;   /* app_agency_mark() of what was on the page; NULL: nobody looked */
        struct day renamed; /* 更名 on that day; DAY_NONE: a slip of the pen is put right */
        const char *rename_basis; /* with a renaming */
};
int app_agency_edit(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    const struct agency_edit *, struct problems *) nodiscard;
const char *app_agency_mark(TALLOC_CTX *mem, const struct office_agency *);

/* Under another parent from the day of `now`; where it stood stays in the paths. */
int app_agency_move(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    int64_t agency, int64_t parent, struct problems *) nodiscard;
/* The same without asking who may, on a day given; for a reform. */
int agency_move_branch(TALLOC_CTX *mem, struct tx *, int64_t agency, int64_t parent, struct day on,
                       struct problems *) nodiscard;

#endif
