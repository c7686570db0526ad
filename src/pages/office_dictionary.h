/* pages/office_dictionary.h: what the pages of the dictionaries share: classes, channels, words. */
#ifndef PAGES_OFFICE_DICTIONARY_H
#define PAGES_OFFICE_DICTIONARY_H

#include "app/dictionary.h"
#include "pages/office_house.h"
#include "pages/office_imports.h"

enum dictionary_tab { DICTIONARY_CLASSES, DICTIONARY_CHANNELS = CLASS_SCHEMES, DICTIONARY_WORDS };
/* One tab a dictionary; classes count from the first. */
struct part_tabs dictionary_tabs(struct page *, size_t current);
/* Buttons to make and to bring in, where the scope may; else says who does. */
int dictionary_buttons(struct page *, struct view_office_roll *, const struct part_button *,
                       size_t n) nodiscard;
/* 字典 > list > last; last NULL: the list is this page. */
void dictionary_crumbs(struct page *, struct view_page *, const char *list, const char *url,
                       const char *last);

#endif
