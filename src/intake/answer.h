/* intake/answer.h: what the child says to its parent.
 * Purpose    "XXIN1", the length of the rest (8 bytes, little end first), then records: one byte what it is,
 *            four bytes its length, the bytes. The last is ANSWER_END. The reader believes nothing: a length
 *            that does not add up, text that is no text, an unknown word, and the answer as a whole is void.
 * Ownership  a read answer borrows the bytes it was read from. */
#ifndef INTAKE_ANSWER_H
#define INTAKE_ANSWER_H

#include "base/buf.h"
#include "intake/intake.h"

enum answer_tag {
        ANSWER_OUTCOME = 'O', /* one byte; 0 or missing: done */
        ANSWER_KIND = 'K',    /* one byte */
        ANSWER_TEXT = 'T',
        ANSWER_BODY = 'B',    /* JSON */
        ANSWER_PICTURE = 'P', /* kind, length of the name, the name, the bytes */
        ANSWER_WARNING = 'W',
        ANSWER_FINDING = 'F', /* code, length of the place (2 bytes), the place, the excerpt */
        ANSWER_BOX = 'X',     /* an area of a page that may cover text: five numbers of 4 bytes */
        ANSWER_LEAF =
            'L', /* unit, first line (4 bytes), length of the place (2 bytes), the place, the text */
        ANSWER_CUT = 'C', /* one byte: words were left out */
        ANSWER_END = 'E',
};

struct answer_box;
struct answer {
        int outcome;
        enum intake_kind kind;
        const char *text; /* or JSON */
        size_t n_text;
        struct intake_picture *pictures;
        size_t n_pictures;
        const char **warnings;
        size_t n_warnings;
        struct intake_finding *findings;
        size_t n_findings;
        struct answer_box *boxes;
        size_t n_boxes;
        struct intake_leaf *leaves;
        size_t n_leaves;
        bool cut;
};

/* In hundredths of a point, from the upper left corner of the page as printed. */
struct answer_box {
        int page, x0, y0, x1, y1; /* page: 1 = the first */
};

enum { ANSWER_VOID = 1, ANSWER_LISTS_MAX = 1000, ANSWER_BOXES_MAX = 2000, ANSWER_WORDS_MAX = 2000 };

struct buf answer_new(TALLOC_CTX *mem, size_t max);
void answer_put(struct buf *, enum answer_tag, const void *bytes, size_t n);
void answer_put_byte(struct buf *, enum answer_tag, unsigned byte);
void answer_put_picture(struct buf *, const struct intake_picture *);
void answer_put_finding(struct buf *, enum intake_code, const char *where, const char *excerpt);
void answer_put_leaf(struct buf *, const struct intake_leaf *);
void answer_put_box(struct buf *, const struct answer_box *);
/* Writes head and end and sends it all. False: it cannot be sent, or did not fit. */
bool answer_send(struct buf *, int fd);
/* Outcome ANSWER_VOID. */
int answer_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct answer *ret) nodiscard;

/* Valid UTF-8, no control characters but '\n' and '\t'. */
bool answer_is_text(const char *bytes, size_t n);

#endif
