/* pages/office_column.h: what the pages about columns and their upkeep share. */
#ifndef PAGES_OFFICE_COLUMN_H
#define PAGES_OFFICE_COLUMN_H

#include "app/column.h"
#include "pages/office_house.h"

const char *column_link(const struct page *, const char *code, const char *tail);
/* "30 天", "未规定" */
const char *column_period(struct page *, int days);
/* Days left in words and colour. */
struct part_tag upkeep_tag(const struct page *, const struct upkeep *);

#endif
