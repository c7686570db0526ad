/* intake/book.h: workbooks (XLSX) as their readers share them (the child's side).
 * Purpose    names, states and parts of the sheets, the strings that cells point to, and a stream through a part: sheets
 *            may be as long as a memory is wide, so no tree is made of them.
 * Ownership  hangs from the finder's mem.
 * Errors     outcomes of intake.h. */
#ifndef INTAKE_BOOK_H
#define INTAKE_BOOK_H

#include "intake/find.h"
#include "intake/xml.h"

#include <libxml/xmlreader.h>

enum { BOOK_COLUMNS_MAX = 16384 };

struct book_sheet {
        const char *name, *part;
        bool hidden, very;
};
struct book {
        struct finder *f;
        struct pack *pack;
        size_t string_max; /* bytes that are kept of each string */
        const char **strings;
        size_t n_strings;
        bool cut; /* strings are missing, or a part of them */
        struct book_sheet *sheets;
        size_t n_sheets;
};
/* With f, pack and string_max set. */
int book_open(struct book *) nodiscard;

/* Every node of a part in turn; a part that is not there has none. */
typedef void book_fn(void *arg, xmlTextReader *);
int book_stream(struct book *, const char *name, book_fn *, void *arg) nodiscard;
bool book_at(xmlTextReader *, const char *element);
/* An attribute of the element that is being read; NULL: it has none. */
const char *book_attr(TALLOC_CTX *mem, xmlTextReader *, const char *name);
bool book_is_true(const char *);
/* Up to a hundred million; 0 for NULL and for no number. */
unsigned book_number(const char *);
/* "BC12" is in column 55. */
unsigned book_column(const char *ref);

#endif
