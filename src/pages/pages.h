/* pages/pages.h: the page functions of the portal, one for each of its rows in routes.def. */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

struct page;

/* portal_home.c */
int page_portal_home(struct page *);
int page_portal_unit(struct page *);

/* portal_guide.c */
int page_portal_guide(struct page *);
int page_portal_unit_guide(struct page *);
int page_portal_request(struct page *);
int page_portal_unit_request(struct page *);

/* portal_item.c */
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

/* portal_directory.c */
int page_portal_reports(struct page *);
int page_portal_unit_reports(struct page *);
int page_portal_units(struct page *);
int page_portal_topics(struct page *);
int page_portal_sitemap(struct page *);

/* portal_search.c */
int page_portal_search(struct page *);

/* portal_stats.c */
int page_portal_stats(struct page *);

/* portal_plain.c */
int page_portal_accessibility(struct page *);
int page_portal_open(struct page *);
int page_portal_feedback(struct page *);
int page_portal_view(struct page *);

/* portal_machine.c */
int page_portal_sitemap_part(struct page *);
int page_portal_robots(struct page *);
int page_portal_opensearch(struct page *);
int page_portal_openapi(struct page *);
int page_portal_file(struct page *);
int page_portal_picture(struct page *);
int page_portal_old(struct page *);

#endif
