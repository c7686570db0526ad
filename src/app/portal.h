/* app/portal.h: what the public may see.
 * Purpose    the reading use cases behind the pages of the portal. Every one takes the scope, the
 * agency at the top of what may be shown (the site's root, or the unit whose portal it is), and
 * asks once: no query in a loop, no counting of items (lengths come from the tally).
 * Ownership  results hang from mem and hold no pointer into the store.
 * Errors     APP_NONE where one row was asked for and the scope has none. */
#ifndef APP_PORTAL_H
#define APP_PORTAL_H

#include "base/err.h"
#include "base/instant.h"
#include "domain/item/validity.h"

struct app;
struct tx;

enum { APP_NONE = 1 };

/* --- Site, agencies, columns, classes --------------------------------------------------------- */

struct public_site {
        int64_t id, root;
        const char *code, *name, *host, *id_code, *organiser, *undertaker, *contact, *icp,
            *police_no;
        const char *theme;
        const char *root_name, *root_slug, *root_level;
        /* What else the site says about itself (the JSON of its brand); NULL: nothing. */
        const char *address, *phone, *postcode, *email, *mark_url, *error_url, *parent_url,
            *parent_name, *notice;
        bool ipv6;
};
/* From the app's memo when it was read before at the change number of this snapshot. */
int app_public_site(TALLOC_CTX *mem, struct app *, struct tx *, int64_t change_no, int64_t id,
                    struct public_site *ret) nodiscard;

struct public_agency {
        int64_t id, parent_id; /* 0: none */
        const char *code, *slug, *name, *short_name, *kind, *level, *mandate;
        const char *parent_name, *parent_slug; /* NULL: none */
        const char *pinyin_key;                /* of the directory only */
        struct day opened, closed;
        bool below; /* has agencies under it */
        int depth;  /* below the scope; of the directory only */
        int64_t n;  /* items on the site; of the directory only */
};
int app_public_agency(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *slug,
                      struct public_agency *ret) nodiscard;
int app_public_agency_by_id(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t id,
                            struct public_agency *ret) nodiscard;
/* 机构改革: what became of an agency (forward), and of whom it came. */
struct public_succession {
        bool forward;
        const char *slug, *name;
        struct day on;
};
int app_public_successions(TALLOC_CTX *mem, struct tx *, int64_t agency,
                           struct public_succession **ret, size_t *ret_n) nodiscard;
/* Agencies of the scope that ended, the last first. */
int app_public_closed_agencies(TALLOC_CTX *mem, struct tx *, int64_t scope,
                               struct public_agency **ret, size_t *ret_n) nodiscard;
/* Open agencies of the scope by kind, then in their order; n only when counted. */
int app_public_agencies(TALLOC_CTX *mem, struct tx *, int64_t scope, bool counted,
                        struct public_agency **ret, size_t *ret_n) nodiscard;
/* 县政府部门 … of agency.kind, and its place among the kinds. */
const char *agency_kind_label(const char *kind);
int agency_kind_rank(const char *kind);

struct public_column {
        int64_t id, parent_id; /* 0: none */
        const char *code, *name, *kind, *article, *levels, *column_type, *description, *keywords;
        const char *external_url; /* NULL: none */
        int64_t agency_id;        /* 0: of all */
        int update_days, depth;
        bool on_way; /* it, or above it, in app_public_branch() */
        bool below;  /* has columns under it */
        int64_t n;   /* site items of the scope in it, without its sub-columns; of the tree only */
};
int app_public_column(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *code,
                      struct public_column *ret) nodiscard;
/* The left tree as it stands open at a column (0: closed): the tops, the way down, the sisters; from
 * the app's memo when it was read before at the change number of this snapshot. */
int app_public_branch(TALLOC_CTX *mem, struct app *, struct tx *, int64_t change_no, int64_t scope,
                      const char *level, int64_t column, const struct public_column **ret,
                      size_t *ret_n) nodiscard;
/* All columns from one downwards in their order; children come after their parent. */
int app_public_columns(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t column,
                       struct public_column **ret, size_t *ret_n) nodiscard;
/* Whether agencies of that level have the column. */
bool column_is_of_level(const char *levels, const char *level);

struct public_class {
        int64_t id, parent_id; /* 0: none */
        const char *code, *name, *parent_code, *parent_name;
};
/* scheme: topic, genre, audience */
int app_public_classes(TALLOC_CTX *mem, struct tx *, const char *scheme, struct public_class **ret,
                       size_t *ret_n) nodiscard;
int app_public_class(TALLOC_CTX *mem, struct tx *, const char *scheme, const char *code,
                     struct public_class *ret) nodiscard;

struct public_guide {
        const char *classes, *arrangement, *access, *office_name, *office_address, *office_hours;
        const char *phone, *fax, *internet, *postcode, *how_to_apply, *remedies;
        int64_t edition;
        struct day updated;
};
int app_public_guide(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t agency,
                     struct public_guide *ret) nodiscard;

/* --- Items ------------------------------------------------------------------------------------ */

/* 上一条, 下一条: the items right beside one in the list of its unit and column, newest first. id 0: none. */
struct public_beside {
        int64_t id;
        const char *index_no, *title;
};
struct public_item {
        int64_t id, edition_id, edition_no, agency_id, column_id;
        bool withdrawn; /* then only number, agency, column, withdrawn_at and reason are told */
        struct instant withdrawn_at;
        const char *withdrawn_reason;
        const char *index_no, *title, *doc_no, *summary;
        const char *body; /* JSON of domain/body; NULL when html will do */
        const char *html; /* as body_html_keep() made it; NULL: not there, or of another version */
        const char *agency_name, *agency_slug, *agency_level, *column_name, *column_code;
        const char *column_type, *column_description, *column_keywords; /* for meta tags */
        const char *
            correction; /* what is told about a text that took an earlier one's place; NULL or "": nothing */
        struct instant published, edited; /* edited: when the present text went out */
        struct day sort_day, formed, written;
        struct day agency_closed; /* DAY_NONE while the agency is open */
        struct validity_facts validity;
        const char *repealed_by;
        const char *topic, *topic_code, *topic_above, *genre, *audience, *keywords,
            *source; /* NULL or "": none. topic_above: the class that the topic is a part of */
        const char
            *attested_source; /* imported: where it was public before; NULL: published here */
        const char *channels; /* names of the channels, 、 between; NULL: none */
        bool has_relations;   /* some, which the public may see or not; false: need not be asked */
        bool has_files;
        struct public_beside prev, next;
};
/* tree: the text as JSON, whether or not there is a rendering. */
int app_public_item(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *index_no, bool tree,
                    struct public_item *ret) nodiscard;

struct public_file {
        const char *name, *sm3, *type;
        int64_t size, item_id;
};
int app_public_files(TALLOC_CTX *mem, struct tx *, int64_t edition, struct public_file **ret,
                     size_t *ret_n) nodiscard;
/* A file by hash and name (NULL: any), if a text that readers may see carries it. */
int app_public_file(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *sm3, const char *name,
                    struct public_file *ret) nodiscard;

/* Whether a file of that hash hung on a text that was taken back since, and why. APP_NONE: it did not. */
int app_withdrawn_file(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *sm3,
                       int64_t *ret_item, const char **ret_reason) nodiscard;

struct public_relation {
        int64_t id;
        const char *kind; /* interprets, amends, repeals, replaces, related */
        bool forward;     /* the item asked about does it to this one; else the other way round */
        const char *index_no, *title, *doc_no;
        struct day day, effective;
};
/* What is told about corrected texts, of those of a list that are. */
struct public_correction {
        int64_t item;
        const char *words;
        struct instant at; /* INSTANT_NONE: not known */
};
int app_public_corrections(TALLOC_CTX *mem, struct tx *, const int64_t *items, size_t n,
                           struct public_correction **ret, size_t *ret_n) nodiscard;
int app_public_relations(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t item,
                         struct public_relation **ret, size_t *ret_n) nodiscard;

/* One item in a list. */
struct public_row {
        int64_t id, agency_id;
        const char *index_no, *title, *summary, *doc_no, *agency_name, *agency_slug, *column_name,
            *column_code, *topic, *genre;
        struct day day, written, formed;
        struct instant published;
        struct validity_facts validity;
        int64_t n_files;
        bool attested; /* public before, brought in with an attested record */
};

/* What a list is of. Zero means: not narrowed. */
struct public_ask {
        int64_t scope;
        bool leaf;        /* nothing stands below the scope */
        int64_t column;   /* it and all below */
        bool column_leaf; /* nothing stands below that */
        int year;
        int64_t topic, genre; /* class ids; a topic and those right below it */
        const char *validity; /* code as validity_code(); NULL */
        struct day today;     /* decides validity */
        bool oldest_first;
        size_t offset, limit;
};
struct public_list {
        struct public_row *rows;
        size_t n_rows;
        int64_t count;             /* of all that match */
        bool is_more;              /* count is a lower bound */
        struct public_year *years; /* of the list without year, topic, genre, validity */
        size_t n_years;
};
struct public_year {
        int year;
        int64_t n;
};
/* Two queries for a list by agency, column and year; three where topic, genre or validity narrow
 * it. */
int app_public_list(TALLOC_CTX *mem, struct tx *, const struct public_ask *,
                    struct public_list *ret) nodiscard;
/* The newest items without a count: one query. */
int app_public_newest(TALLOC_CTX *mem, struct tx *, const struct public_ask *,
                      struct public_row **ret, size_t *ret_n) nodiscard;
/* The newest `limit` of several columns (each with all below it) in one query; rows come by column
 * in the order of column ids. */
enum { PUBLIC_BOXES_MAX = 10 };
struct public_box {
        int64_t column;
        struct public_row *rows;
        size_t n_rows;
};
int app_public_boxes(TALLOC_CTX *mem, struct tx *, const struct public_ask *,
                     struct public_box *boxes, size_t n) nodiscard;
/* Items by their numbers, in that order; those that are not public are left out. */
int app_public_rows(TALLOC_CTX *mem, struct tx *, int64_t scope, const int64_t *ids, size_t n,
                    struct public_row **ret, size_t *ret_n) nodiscard;
enum validity public_row_validity(const struct public_row *, struct day today);

/* Years in which the scope published in a column (each with all below it), newest first: one query. */
int app_public_column_years(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t column,
                            struct public_year **ret, size_t *ret_n) nodiscard;

struct public_report {
        int64_t id, agency_id;
        const char *index_no, *title, *agency_name, *agency_slug, *agency_kind;
        struct day day;
        int year; /* that it is about */
};
/* Annual reports, by agency, newest first. */
int app_public_reports(TALLOC_CTX *mem, struct tx *, int64_t scope, struct public_report **ret,
                       size_t *ret_n) nodiscard;
/* The year a report with that title is about: the first year it names, else the one before. */
int report_year(const char *title, struct day published);

/* Where an address of the former site leads: index number. */
int app_public_old_address(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *address,
                           const char **ret_index_no) nodiscard;

/* --- Figures ---------------------------------------------------------------------------------- */

struct public_figure {
        int64_t id;
        const char *code, *label, *note;
        int64_t n;          /* each item once */
        int64_t n_site;     /* of which on the site */
        int64_t n_attested; /* of which public before and brought in with an attested record */
};
/* By channel; n counts the publications. The first has code "*": each item once, and alone tells n_attested. */
int app_public_channels(TALLOC_CTX *mem, struct tx *, int64_t scope, int year,
                        struct public_figure **ret, size_t *ret_n) nodiscard;
/* By agency, most first; code is the slug. */
int app_public_by_agency(TALLOC_CTX *mem, struct tx *, int64_t scope, int year,
                         struct public_figure **ret, size_t *ret_n) nodiscard;
/* By the columns right below one. */
int app_public_by_column(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t column, int year,
                         struct public_figure **ret, size_t *ret_n) nodiscard;
/* Site items of a year by month, [0] = January. */
int app_public_months(TALLOC_CTX *mem, struct tx *, int64_t scope, int year,
                      int64_t ret[12]) nodiscard;
/* Years in which the scope has items, newest first. */
int app_public_years(TALLOC_CTX *mem, struct tx *, int64_t scope, struct public_year **ret,
                     size_t *ret_n) nodiscard;

enum public_told { TOLD_ABSENT, TOLD_EXACT, TOLD_APPROXIMATE };
/* A figure that was told, not counted. */
struct public_stated {
        const char *agency_name, *agency_slug, *name, *label, *unit, *source;
        int year;
        enum public_told kind;
        int64_t value;
};
int app_public_stated(TALLOC_CTX *mem, struct tx *, int64_t scope, int year,
                      struct public_stated **ret, size_t *ret_n) nodiscard;

/* Readers of the site, or of an agency's portal (kind "site", "agency"), by month of a year. */
int app_public_readers(TALLOC_CTX *mem, struct tx *, const char *kind, int64_t ref, int year,
                       int64_t ret[12]) nodiscard;

/* --- For machines ----------------------------------------------------------------------------- */

enum { SITEMAP_PART = 10000 };
int app_sitemap_parts(TALLOC_CTX *mem, struct tx *, int64_t *ret_n) nodiscard;
struct public_address {
        const char *index_no;
        struct day changed;
};
/* part from 1 */
int app_sitemap_part(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t part,
                     struct public_address **ret, size_t *ret_n) nodiscard;

#endif
