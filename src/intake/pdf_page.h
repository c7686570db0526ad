/* intake/pdf_page.h: areas of a page that were painted over text.
 * Purpose    follows a page's drawing in its order: where text begins, what is filled or pasted after it. An area is
 *            told when text on its line was drawn before it and none was drawn upon it afterwards, so the ground
 *            of a table is none. How wide words are is not known here: the caller compares with the words' boxes.
 * Units      points, from the upper left corner of the page as printed. */
#ifndef INTAKE_PDF_PAGE_H
#define INTAKE_PDF_PAGE_H

#include "intake/pdf.h"

struct pdf_area {
        double x0, y0, x1, y1;
};
/* page: its dictionary; box: MediaBox (or inherited), resources likewise. */
void pdf_page_covers(TALLOC_CTX *mem, struct pdf *, const struct pdf_value *page,
                     const struct pdf_value *box, const struct pdf_value *resources, int rotate,
                     struct pdf_area **ret, size_t *ret_n);

#endif
