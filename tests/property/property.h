/* tests/property/property.h: laws that hold for any input, tried on many.
 * Purpose    a seeded generator and a loop. Each law is a function that gets a generator and
 * returns NULL, or says what was wrong. property_run() tries it XXGK_TEST_ROUNDS times (default
 * 2000; ten times as often in make test-full), from the seed XXGK_TEST_BASE on (default 0), and a
 * failure prints the seed with which XXGK_TEST_SEED repeats exactly that round. Ownership  `mem` is the region of the round. */
#ifndef TESTS_PROPERTY_PROPERTY_H
#define TESTS_PROPERTY_PROPERTY_H

#include "base/mem.h"

struct gen {
        uint64_t state;
};

typedef const char *law(TALLOC_CTX *mem, struct gen *);

/* Within [least, most]. */
int64_t gen_int(struct gen *, int64_t least, int64_t most);
/* One of the n strings. */
const char *gen_pick(struct gen *, const char *const *list, size_t n);
/* Valid UTF-8 of up to n code points, from ASCII, full-width, Han, marks and the rare planes. */
const char *gen_text(TALLOC_CTX *mem, struct gen *, size_t n);

/* Tries the law and prints its TAP line. */
void property_run(const char *title, law *);
/* The plan; the exit status of the program. */
int property_end(void);

#endif
