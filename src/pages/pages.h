/* pages/pages.h: the page functions of routes.def, for the files that define them. */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

struct page;

int page_portal_item(struct page *);

#endif
