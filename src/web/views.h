/* web/views.h: how often pages are read (浏览量), robots apart.
 * Purpose    a page that goes out adds one to a number in its reply and nothing else; now and then
 * the numbers are collected and written in one transaction. A crash loses the last few seconds.
 * Only whole HTML pages answered 200 (or 304, the reader looks again) are counted. */
#ifndef WEB_VIEWS_H
#define WEB_VIEWS_H

#include "web/reply.h"

enum view_kind { VIEW_SITE, VIEW_AGENCY, VIEW_ITEM, VIEW_SEARCH };
struct view_count {
        enum view_kind kind;
        int64_t ref;
        int64_t readers, robots;
};

void views_count(struct reply *, bool robot);
/* Moves the numbers of a reply to those to be written. */
void views_settle(struct reply *);
/* What is to be written; the list starts anew. Hangs from mem. */
size_t views_take(TALLOC_CTX *mem, struct view_count **ret);
/* Puts back what could not be written. */
void views_return(const struct view_count *, size_t n);

/* Known by the words robots use for themselves; no user agent at all is one. */
bool views_is_robot(const char *user_agent);

#endif
