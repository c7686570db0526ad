/* pages/office_person.h: what the pages about people and their roles share. */
#ifndef PAGES_OFFICE_PERSON_H
#define PAGES_OFFICE_PERSON_H

#include "app/people.h"
#include "pages/office_house.h"

const char *person_link(const struct page *, const char *login, const char *tail);
/* The account that the path names, in the scope; PAGE_NOT_FOUND. */
int person_of_path(struct page *, struct office_person *ret) nodiscard;
/* All roles to choose from; the first is "" with `none`. */
struct part_option *role_options(struct page *, const char *none, size_t *ret_n);
/* "信息员、签发人（靖宇县人民政府）" */
const char *person_roles(struct page *, const struct office_person *);
/* The page of a person after something was done that is told only once. */
int person_show_secret(struct page *, const char *login, const char *title, const char *label,
                       const char *secret, const char *note) nodiscard;
extern const char person_once_note[]; /* what to do with a password that is shown once */

#endif
