/* app/catalogue.h: agencies, sites and columns come into being.
 * Purpose    the writing use cases of the catalogue. Each runs inside app_run(), checks what it was
 * given, notes what it touched and leaves an audit row.
 * Errors     CATALOGUE_BAD: something is wrong with the input; all of it in problems, nothing done.
 * CATALOGUE_TAKEN: code, address or login is in use already. */
#ifndef APP_CATALOGUE_H
#define APP_CATALOGUE_H

#include "base/err.h"
#include "base/instant.h"
#include "base/problems.h"

struct app;
struct tx;

enum catalogue_outcome { CATALOGUE_BAD = 1, CATALOGUE_TAKEN = 2 };

struct agency_spec {
        const char *code; /* front part of its index numbers; for ever */
        const char *slug; /* its address; a-z 0-9 and - */
        const char *name;
        const char *short_name; /* NULL: the name */
        const char *kind, *level;
        int64_t parent_id, supervisor_id; /* 0: none */
        int64_t sort;
        const char *mandate; /* NULL: not told */
        struct day opened;
};
/* A new agency under its parent: its row, its sort key by pinyin, and its paths to all above. */
int app_agency_create(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now,
                      const struct agency_spec *, struct problems *, int64_t *ret_id) nodiscard;

/* What is wrong with it without asking the store. */
void agency_spec_check(const struct agency_spec *, struct problems *);

/* One agency as the upkeep sees it: closed ones too. */
struct agency_entry {
        int64_t id, n; /* n: items made public, by any channel, each once */
        const char *code, *slug, *name, *kind, *level;
        const char *parent; /* code; NULL at the top */
        struct day opened, closed;
};
int app_agencies(TALLOC_CTX *mem, struct app *, struct agency_entry **ret, size_t *ret_n) nodiscard;

struct guide_spec {
        int64_t agency_id;
        const char *classes, *arrangement, *access, *office_name, *office_address, *office_hours;
        const char *phone, *fax, *internet, *postcode, *how_to_apply, *remedies;
        struct day updated;
        int64_t seen; /* the edition that was on the page; 0: nobody looked */
};
/* The guide of an agency (Art. 12: no field of it may be missing), or its next edition. */
int app_guide_put(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now,
                  const struct guide_spec *, struct problems *) nodiscard;

struct site_spec {
        const char *code, *name;
        const char *host; /* NULL or "": answers for every host */
        int64_t root_agency;
        const char *id_code, *organiser, *undertaker, *contact, *icp, *police_no; /* NULL: none */
        const char *theme;                                                        /* NULL: blue */
        const char *brand; /* NULL, or a JSON object of what else the chrome shows */
};
int app_site_create(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now,
                    const struct site_spec *, struct problems *, int64_t *ret_id) nodiscard;

struct column_spec {
        const char *code, *name;
        const char *kind;  /* own, topic, external, statutory … */
        int64_t parent_id; /* 0: a top of its own */
        int64_t agency_id; /* 0: of all agencies */
        const char *article, *levels, *column_type, *description, *keywords; /* NULL: default */
        const char *external_url; /* with kind external */
        int64_t update_days, sort;
        struct day opened;
};
/* What is wrong with it without asking the store. */
void column_spec_check(const struct column_spec *, struct problems *);
int app_column_create(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now,
                      const struct column_spec *, struct problems *, int64_t *ret_id) nodiscard;

struct figure_spec {
        int64_t agency_id;
        int year;
        const char *name,
            *label; /* letters_answered …; label: NULL, or what tells two of one name apart */
        const char *kind;          /* exact, approximate, absent: absent is not zero */
        int64_t value;             /* unless absent */
        const char *unit, *source; /* who says so, and where */
};
/* A figure that is told, not counted; told again it takes the former's place. */
int app_figure_put(struct tx *, int64_t person, struct instant now, const struct figure_spec *,
                   struct problems *) nodiscard;

#endif
