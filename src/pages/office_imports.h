/* pages/office_imports.h: bringing in a list of the house from a file. */
#ifndef PAGES_OFFICE_IMPORTS_H
#define PAGES_OFFICE_IMPORTS_H

#include "app/import.h"
#include "pages/office_form.h"

typedef int import_fn(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                      struct import_result *ret);

/* One kind of file: where it is brought in, in which words, and by whom. */
struct import_kind {
        const char *title, *lead, *unit; /* 批量导入机关, …, 个机关 */
        const char *path, *back, *back_label;
        import_fn *run;
        bool
            told; /* a check tells more than that all is well: import_take() then leaves that to the page */
};
/* The form; what was wrong with the file last sent stands under it by line and column. */
int import_page(struct page *, const struct import_kind *, const struct problems *) nodiscard;
/* The form before anything was sent. */
int import_begin(struct page *, const struct import_kind *) nodiscard;
/* Takes the file: checks it, and writes all of it or nothing when that was asked. 0: it was written
 * (or checked, when that is told) and *ret tells what; IMPORT_SHOWN: the answer is made (what is wrong, or that nothing is). */
enum { IMPORT_SHOWN = 2 };
int import_take(struct page *, const struct import_kind *, struct import_result *ret) nodiscard;
/* The same, and back to the list. */
int import_send(struct page *, const struct import_kind *) nodiscard;

/* On the list afterwards: how many came in. */
struct part_notice import_notice(const struct page *, const char *unit);

#endif
