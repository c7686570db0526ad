/* pages/office_items.h: what the pages about items in the office share. */
#ifndef PAGES_OFFICE_ITEMS_H
#define PAGES_OFFICE_ITEMS_H

#include "app/worklist.h"
#include "pages/office_form.h"

/* An act of this page: who, when, with which working days. */
int item_by(struct page *, struct flow_by *ret) nodiscard;
/* The item that the path names, as the actor may see it; PAGE_NOT_FOUND. */
int item_of_path(struct page *, const struct flow_by *, struct flow_item *ret) nodiscard;
/* The number in the path; 0 when it is none. */
int64_t item_id(const struct page *);
/* The item's page and what lies under it: item_link(p, 7, "/edit"). */
const char *item_link(const struct page *, int64_t id, const char *tail);
void item_crumbs(struct page *, struct view_page *, const struct flow_item *, const char *last);
/* 待初审, 被退回 …; step -1 when it waits for none. */
struct part_tag item_tag(enum flow_state, int step);
/* 签发后生效, 签发后取消: a relation that waits with a correcting text; "" for one that holds. */
const char *item_pending_words(const struct flow_relation *);
const char *item_day(const struct page *, struct day);
/* "还剩 3 个工作日" with its colour. */
struct part_tag item_due_tag(const struct page *, const struct flow_by *, struct day due);
/* The same of a day that is counted in working days: 暂定 while the notice of its year is not out. */
struct part_tag item_workday_tag(const struct page *, const struct flow_by *, struct day due);
const char *relation_label(const char *kind, bool outward);

/* Renders the item's page; problems of the form in it, or NULL. */
int item_show(struct page *, const struct flow_by *, const struct flow_item *,
              const struct problems *) nodiscard;

struct view_office_item;
/* Its files with what is hidden in them. */
void item_files(struct page *, const struct flow_item *, struct view_office_item *);
/* "有修订痕迹、批注，须处理"; NULL: nothing to be done. */
const char *item_file_note(struct page *, const struct flow_file *);
/* Agency and column of a new item or of one that was never public; without a script the columns are those of the agency of
 * the address. it NULL: a new one. */
int item_place_fields(struct page *, const struct flow_item *, struct form *,
                      struct tx *) nodiscard;
/* What the scan before publication found, for the item's page; problems name the findings. */
struct office_scan;
int item_scan(struct page *, const struct flow_item *, const struct problems *,
              struct office_scan *ret) nodiscard;
/* The same in the text: places of the body, and fields with theirs. After item_scan(). */
struct body_place;
struct body_place *item_scan_places(struct page *, const struct flow_item *, size_t *ret_n);
void item_scan_fields(struct page *, const struct flow_item *, struct office_scan *);
/* Whether it is marked there. */
bool item_scan_is_shown(const struct flow_item *, const struct flow_mark *);
/* The row of the i-th finding in the list, "f12"; its number there is i + 1. */
const char *item_scan_row(struct page *, const struct flow_item *, size_t i);
/* Decisions sent with a form; only: FLOW_KEEP is all that may be chosen. */
struct flow_settle *item_settles(struct page *, const struct flow_item *, bool only, size_t *ret_n);

/* Attributes and grounds to choose from. */
struct part_option *disclosure_options(struct page *, size_t *ret_n);
struct part_option *ground_options(struct page *, size_t *ret_n);

#endif
