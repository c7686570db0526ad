/* pages/office_column.h: what the pages about columns and their upkeep share. */
#ifndef PAGES_OFFICE_COLUMN_H
#define PAGES_OFFICE_COLUMN_H

#include "app/column.h"
#include "pages/office_house.h"

const char *column_link(const struct page *, const char *code, const char *tail);
/* The column that the path names; PAGE_NOT_FOUND. */
int column_of_path(struct page *, struct office_column *ret) nodiscard;
/* The breadcrumb down to a column (NULL: the list) and to `last`, a page of its own (NULL: none). */
void column_crumbs(struct page *, struct view_page *, const struct office_column *,
                   const char *last);
/* "30 天", "未规定" */
const char *column_period(struct page *, int days);
/* Days left in words and colour. */
struct part_tag upkeep_tag(const struct page *, const struct upkeep *);

#endif
