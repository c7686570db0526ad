/* tests/property/harvest.h: the words that a room knows, taken from its source.
 * Purpose    a generator whose dictionary is the program's own: what the code compares with is what its branches
 *            turn on, and a word that comes into the code tomorrow is tried tomorrow.
 * Ownership  hangs from mem. */
#ifndef TESTS_PROPERTY_HARVEST_H
#define TESTS_PROPERTY_HARVEST_H

#include "property.h"

struct harvest {
        const char **list;
        size_t n;
};

/* String literals of the *.c of a folder, whole and split at blanks, and the characters named as 0x4e00 there. */
struct harvest harvest(TALLOC_CTX *mem, const char *folder);
/* One of them. */
const char *harvest_pick(const struct harvest *, struct gen *);

#endif
