/* app/import_kit.h: what the imports share; inside app only. */
#ifndef APP_IMPORT_KIT_H
#define APP_IMPORT_KIT_H

#include "app/import.h"
#include "app/move.h"
#include "domain/item/import.h"

/* The bytes as checked UTF-8: as they are, or converted from GB18030. IMPORT_REFUSED with the line of
 * the first byte that cannot be. */
int import_text(TALLOC_CTX *mem, const struct import_ask *, struct problems *, const char **ret,
                size_t *ret_n, bool *ret_converted) nodiscard;

/* The store's catalogue as an import sees it. */
struct import_house;
/* Reads it and the map of issuers. IMPORT_REFUSED: the map is wrong. */
int import_house_read(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                      struct import_house **ret) nodiscard;
/* Which agency it is: by name, short name, code or the map; else by the front part of the index number,
 * else by the map's row for all others, both flagged. False: nobody knows. */
bool import_agency_of(TALLOC_CTX *mem, const struct import_house *, struct import_draft *,
                      const char **ret_code);
/* The same for a name alone; NULL when nobody knows. */
const char *import_agency_named(const struct import_house *, const char *name);
const char *import_agency_name(const struct import_house *, const char *code);
/* The root of the site that shows the agency's items; 0: the store does not have the agency yet. */
int64_t import_agency_root(const struct import_house *, const char *code);
/* The agency whose name occurs in the text: right before a year if one does, else the longest name;
 * NULL: none. */
const char *import_agency_in(TALLOC_CTX *mem, const struct import_house *, const char *text);
/* Column, classes and channels into the item; unknown ones flagged and, as words, kept. A column is one of
 * the tree of the item's agency: of its level, and of all or of the agency itself or one above it. A name
 * that means several of them is a problem of that line; the parent before it ("民生保障政策\\教育") or the code tells
 * which. What the tree does not have goes to the usual column, flagged. */
void import_place(TALLOC_CTX *mem, const struct import_house *, size_t line, struct problems *,
                  struct import_draft *, struct move_item *);
/* move_plan.before: makes the top agency when the store has none and the map says who it is. */
int import_make_top(TALLOC_CTX *mem, struct tx *, void *house) nodiscard;

/* What is told about an import, gathered item by item. */
void import_note(TALLOC_CTX *mem, struct import_result *, size_t line, const struct import_draft *);

/* The draft as an item to move. body becomes JSON. */
struct move_item import_item(TALLOC_CTX *mem, const struct import_draft *, const char *agency_code);

/* Files named by the drafts: hashed when they are met, stored when all is known to be good. */
struct import_files;
struct import_files *import_files_new(TALLOC_CTX *mem, struct app *, const char *folder);
int import_files_take(TALLOC_CTX *mem, struct import_files *, struct import_draft *,
                      struct draft_file **ret, size_t *ret_n) nodiscard;
int import_files_store(struct import_files *) nodiscard;

const char *import_sm3(TALLOC_CTX *mem, const char *bytes, size_t n);

#endif
