/* pages/portal.h: what the pages of the portal share.
 * Purpose    the chrome (header, footer, navigation, left column), links to the things of the
 * portal, and rows of lists. A page begins with portal_open(), which tells whose portal it is.
 *
 * Dependencies (see README.md for who touches what): portal_open() notes the site, its root agency,
 * the columns, and the unit; a page adds "item" for each item it shows whole and "scope" for the
 * agency whose lists or figures it shows. */
#ifndef PAGES_PORTAL_H
#define PAGES_PORTAL_H

#include "app/portal.h"
#include "pages/page.h"
#include "views/portal/portal.h"
#include "views/views.h"

enum { CRUMBS_MAX = 12, LIST_DEFAULT = 20, LIST_REACH = 10000, DOWNLOAD_MAX = 10000 };

struct chrome {
        struct page *p;
        struct tx *tx;
        struct public_site house;
        struct view_site site;
        struct public_agency unit; /* whose portal it is; the root agency's number and names for the
                                      whole portal */
        bool is_unit;              /* under /agency/… */
        int64_t scope;             /* for queries */
        struct part_side side;
        struct view_page page;
        struct view_link crumbs[CRUMBS_MAX];
};

/* The chrome of the whole portal, or, when slug is not NULL, of a unit: PAGE_NOT_FOUND when the
 * site has none of that address. Two queries, three with a unit. */
int portal_open(struct page *, const char *slug, struct chrome *ret) nodiscard;
/* The same without the store, for error pages. */
void portal_open_bare(struct page *, struct chrome *ret);
/* The left column, open at a column of the catalogue (0: closed): one query. The way down to the
 * column is added to the crumbs. */
int portal_side(struct chrome *, enum part_side_entry, int64_t column) nodiscard;

/* The next crumb; url NULL for the page itself, which also sets the page's title. */
void portal_crumb(struct chrome *, const char *label, const char *url);
/* Names the page: its last crumb and title. */
void portal_title(struct chrome *, const char *title);
/* Column tags of a page that is no column of the catalogue. */
void portal_column_words(struct chrome *, const char *name, const char *type);
void portal_column_meta(struct chrome *, const struct public_column *);
/* Says that other formats exist. */
void portal_alternates(struct chrome *, const char *title);

/* Links. Index numbers keep their slashes. */
const char *link_item(const struct page *, const char *index_no);
const char *link_file(const struct page *, const char *sm3, const char *name);
/* "/agency/SLUG" + tail for a unit, tail alone for the whole portal. */
const char *link_unit(const struct chrome *, const char *tail);
const char *link_column(const struct chrome *, const char *code);
/* This page with its arguments, as it may come back in a `back`: no prefix, encoded. */
const char *link_back(const struct page *);

struct part_row row_of(const struct page *, const struct public_row *);
struct part_rows rows_of(const struct page *, const struct public_row *, size_t n,
                         bool with_agency);
/* What is said about validity in a list: nothing while it simply holds. */
struct part_tag validity_tag(enum validity, bool always);
const char *day_of(TALLOC_CTX *mem, struct day);    /* 2024-03-04 */
const char *day_cn_of(TALLOC_CTX *mem, struct day); /* 2024年3月4日 */
struct view_count count_of(int64_t n);

/* The newest items of a column (code) of the scope: for boxes on home pages. One query. */
int portal_newest(struct chrome *, int64_t column, bool column_leaf, size_t n, bool with_agency,
                  struct part_rows *ret) nodiscard;

/* The pager of a list; addresses keep all other arguments. */
struct part_pagination portal_pages(struct page *, int64_t page, int64_t size, int64_t count);

/* The office behind a guide, as facts. */
struct part_facts portal_office(struct page *, const struct public_guide *);
/* Open agencies by kind, as links. */
struct portal_unit_group *portal_unit_groups(struct page *, const struct public_agency *, size_t n,
                                             size_t *ret_n);
/* Words that readers look for, as searches. */
void portal_hot_words(struct chrome *, const struct view_link **ret, size_t *ret_n);
/* sitemap.xml: which parts there are. */
int portal_sitemap_index(struct page *, struct chrome *) nodiscard;

#endif
