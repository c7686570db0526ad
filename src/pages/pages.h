/* pages/pages.h: the page functions of the portal, one for each of its rows in routes.def. */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

struct page;

int page_portal_item(struct page *);

/* portal_list.c */
int page_portal_column(struct page *);
int page_portal_unit_column(struct page *);
int page_portal_rules(struct page *);
int page_portal_unit_rules(struct page *);
int page_portal_latest(struct page *);
int page_portal_unit_latest(struct page *);
int page_portal_topic(struct page *);
int page_portal_content(struct page *);
int page_portal_unit_content(struct page *);

#endif
