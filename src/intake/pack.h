/* intake/pack.h: packed files (ZIP) with ceilings.
 * Purpose    opens an archive in memory, refuses one that no document can be, and unpacks single parts.
 *            Nothing is ever written anywhere, so a part's name is only a word; names that lead outside are
 *            still refused, since whoever unpacks the same file elsewhere would be led there.
 * Ownership  hangs from mem and borrows the bytes.
 * Errors     outcomes of intake.h: BROKEN, BOMB, PATHS, ENCRYPTED. */
#ifndef INTAKE_PACK_H
#define INTAKE_PACK_H

#include "base/buf.h"
#include "intake/intake.h"

struct pack;

enum {
        PACK_PARTS_MAX = 10000,
        PACK_PART_MAX = 64 << 20,
        PACK_TOTAL_MAX = 300 << 20,
        /* Text packs 20 to 1 at most in real documents, empty tables 100 to 1; a bomb starts at 1000. */
        PACK_RATIO_MAX = 200,
        PACK_RATIO_FROM = 4 << 20, /* below it no ratio is suspicious */
};

int pack_open(TALLOC_CTX *mem, const char *bytes, size_t n, struct pack **ret) nodiscard;
size_t pack_count(const struct pack *);
/* "word/document.xml"; as written in the archive. */
const char *pack_name(const struct pack *, size_t i);
bool pack_has(const struct pack *, const char *name);
/* Outcome INTAKE_EMPTY: there is no such part. NUL-terminated. */
int pack_part(TALLOC_CTX *mem, struct pack *, const char *name, char **ret,
              size_t *ret_n) nodiscard;

#endif
