/* domain/report/paper.h: the text of a report as the readers want it.
 * Purpose    folded (simplified, half-width, plain brackets and quotes), without blanks and page numbers,
 *            lines that a page broke joined again, '\n' only where a paragraph ends; each byte knows where it
 *            stood. Ownership  hangs from mem. */
#ifndef DOMAIN_REPORT_PAPER_H
#define DOMAIN_REPORT_PAPER_H

#include "base/buf.h"

struct span {
        size_t from, to;
};

struct paper {
        const char *raw;
        size_t n_raw;
        char *text; /* NUL-terminated */
        uint32_t *at;
        size_t n;
};

/* Leaves out the spans of raw (tables), which must be in order. */
struct paper *paper_new(TALLOC_CTX *mem, const char *raw, size_t n, const struct span *without,
                        size_t n_without);
/* Letters, figures and Han characters only, without any break. */
struct paper *paper_words(TALLOC_CTX *mem, const char *raw, size_t n);
/* One code point as the readers compare it. */
uint32_t paper_fold(uint32_t cp);
bool paper_is_blank(uint32_t cp);
/* Letters, figures and Han characters: what labels are compared by. */
bool paper_is_word(uint32_t cp);
/* The words of the report from..to of the folded text, on one line. */
const char *paper_quote(TALLOC_CTX *mem, const struct paper *, size_t from, size_t to);
/* s folded the same way, without blanks. */
const char *paper_folded(TALLOC_CTX *mem, const char *s, size_t n);

#endif
