/* pages/office_kit.h: what the pages of the office share.
 * Purpose    the chrome (who is signed in, the menu by duty, the breadcrumb) and the small things
 * every form needs. The menu is one table in office_kit.c: a page that lands adds its row there.
 * Ownership  everything hangs from the region of the page.
 *
 *      struct view_office_thing view = {.page = office_page(p, "标题")};
 *      ...
 *      office_crumb(p, &view.page, "信息", page_link(p, "/office/items"));
 *      office_crumb(p, &view.page, "标题", NULL);
 *      view.problems = office_problems(p, problems);
 *      r = office_site(p, &site);
 *      if (r < 0)
 *              return err_trace(r);
 *      view_office_thing(&p->out, &site, &view); */
#ifndef PAGES_OFFICE_KIT_H
#define PAGES_OFFICE_KIT_H

#include "pages/page.h"
#include "views/part/part.h"

/* The chrome of this page: site, person, and of the menu what the person may do; the entry whose
 * path is the longest beginning of p->path is the current one. */
int office_site(struct page *, struct view_site *ret) nodiscard;
/* The same without the store, which may be what failed. */
void office_site_bare(const struct page *, struct view_site *ret);
/* Of an office page: never indexed. */
struct view_page office_page(const struct page *, const char *title);
/* Appends to the breadcrumb, which begins with the first page; url NULL for the last, this page. */
void office_crumb(struct page *, struct view_page *, const char *label, const char *url);

/* The value of an argument, "" when absent. */
const char *office_arg(const struct page *, const char *name);
/* What a page says after the redirect of a form that was taken: ?done=NAME. text NULL: the title says it all. */
struct office_done {
        const char *done, *title, *text;
};
/* No notice when the address names none of them. */
struct part_notice office_done_notice(const struct page *, const struct office_done *, size_t n);
/* The summary over a form; any problem makes the answer 422 and the title begin with 错误. Sets
 * page->is_error when a view_page is given. */
struct part_error_summary office_problems(struct page *, const struct problems *,
                                          struct view_page *page);
/* A text field with what was typed and what is wrong with it; hint may be NULL. The rest (type,
 * width, limits) is set by the caller. */
struct part_field office_field(const struct page *, const struct problems *, const char *name,
                               const char *label, const char *hint);

/* Argument `next` if it is a path of ours, else "". */
const char *office_next(const struct page *);
/* 303 to that path, or to the first page of the office when it is "". */
void office_go_on(struct page *, const char *next);

#endif
