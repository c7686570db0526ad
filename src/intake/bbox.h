/* intake/bbox.h: words and where they stand, as pdftotext -bbox prints them.
 * Purpose    the words that lie within a box. The text is a stranger's: read with bounds, believed as words only.
 * Ownership  hangs from mem and borrows the text. */
#ifndef INTAKE_BBOX_H
#define INTAKE_BBOX_H

#include "intake/answer.h"

struct bbox_word {
        int page;
        double x0, y0, x1, y1; /* hundredths of a point, as struct answer_box */
        const char *text;      /* escaped as in XHTML */
        size_t n;
};
enum { BBOX_WORDS_MAX = 200000 };

/* xhtml: valid UTF-8. At most BBOX_WORDS_MAX words. */
struct bbox_word *bbox_read(TALLOC_CTX *mem, const char *xhtml, size_t *ret_n);
/* The words of which a good part lies in the box, in order, with blanks between; "" for none. */
const char *bbox_within(TALLOC_CTX *mem, const struct bbox_word *, size_t n,
                        const struct answer_box *);

#endif
