/* domain/body/diff_kit.h: the edit of two sequences; for diff.c and diff_body.c only. */
#ifndef DOMAIN_BODY_DIFF_KIT_H
#define DOMAIN_BODY_DIFF_KIT_H

#include "domain/body/diff.h"

/* Edits of one pair of texts, of two lists of paragraphs, and steps of a whole comparison. */
enum { DIFF_EDITS_MAX = 1000, DIFF_LINES_MAX = 2000, DIFF_BUDGET = 20000000 };

struct diff_seq {
        bool (*same)(const void *arg, size_t i, size_t j);
        const void *arg;
        bool *kept_l, *kept_r; /* zeroed; true: on both sides, in this order */
        size_t from_l, from_r; /* common beginning; filled in */
};
/* False when the bound was met: then only the common beginning and end are kept. */
bool diff_sequence(struct diff_seq *, size_t n_l, size_t n_r, int32_t edits_max, size_t *budget);

struct diff_pair diff_within(TALLOC_CTX *mem, const char *left, const char *right, size_t *budget);

#endif
