/* domain/scan/alike.h: texts that are equal or nearly so (雷同).
 * Purpose    a signature of fixed size for a text, an estimate from two of them, and keys by which a
 * store finds the few texts worth comparing. Texts are compared folded, by what is written (Han
 * characters, letters, figures), four characters at a time: a MinHash by one permutation.
 * Units      likeness in per cent of common shingles (Jaccard), exact for equal texts, otherwise
 * within some 6 per cent. */
#ifndef DOMAIN_SCAN_ALIKE_H
#define DOMAIN_SCAN_ALIKE_H

#include "base/mem.h"

enum {
        ALIKE_MINIMA = 64,
        ALIKE_BANDS = 16,
        ALIKE_SHORT = 40, /* characters; below this only equality says anything */
        ALIKE_NEAR = 85,  /* from here on a finding */
        ALIKE_TEXT_SIZE = 16 + 16 + 8 * ALIKE_MINIMA + 1,
};

struct alike {
        uint64_t exact; /* of the whole folded text; 0 for an empty one */
        uint64_t n;     /* characters that count */
        uint32_t min[ALIKE_MINIMA];
};

struct alike alike_of(const char *text);
/* 0 to 100; 100 only for equal texts. */
int alike_likeness(const struct alike *, const struct alike *);
/* Texts of likeness ALIKE_NEAR share at least one key all but surely; others rarely do. */
void alike_bands(const struct alike *, uint64_t ret[ALIKE_BANDS]);
/* For a text column: hex digits. */
const char *alike_text(const struct alike *, char out[ALIKE_TEXT_SIZE]);
bool alike_read(const char *text, struct alike *ret);

#endif
