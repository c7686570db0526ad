/* pages/office_house.h: what the pages about agencies, people and columns share. */
#ifndef PAGES_OFFICE_HOUSE_H
#define PAGES_OFFICE_HOUSE_H

#include "app/agency.h"
#include "pages/office_form.h"

/* A use case behind a form: run in a write transaction with `arg`, whose first member this is. */
struct act {
        struct page *p;
        struct problems problems;
};

/* Agencies of the scope to choose from, indented as they stand; the first is "" with `none` (NULL:
 * no such option). */
int agency_options(struct page *, bool closed_too, const char *none, struct part_option **ret,
                   size_t *ret_n) nodiscard;
/* The agency that the path names, in the scope; PAGE_NOT_FOUND. */
int agency_of_path(struct page *, struct office_agency *ret) nodiscard;
const char *agency_link(const struct page *, const char *slug, const char *tail);
/* "2024年7月1日" */
const char *house_day(const struct page *, struct day);
/* The breadcrumb down to an agency, or to the list of them. */
void agency_crumbs(struct page *, struct view_page *, const struct office_agency *);

#endif
