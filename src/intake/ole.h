/* intake/ole.h: compound files of the old office formats (OLE2).
 * Purpose    which streams a compound file holds. Sectors are followed with counts, so a chain that bites
 *            its tail ends. Ownership  hangs from mem and borrows the bytes. */
#ifndef INTAKE_OLE_H
#define INTAKE_OLE_H

#include "base/mem.h"

struct ole_entry {
        char name[32]; /* ASCII; other letters as '?' */
        bool storage;  /* a folder */
        uint64_t size;
        uint32_t start;
};
struct ole {
        const uint8_t *bytes;
        size_t n;
        size_t sector; /* bytes */
        uint32_t *fat; /* next sector of each */
        size_t n_fat;
        struct ole_entry *entries;
        size_t n_entries;
};

bool ole_is(const char *bytes, size_t n);
/* False: damaged. */
bool ole_open(TALLOC_CTX *mem, const char *bytes, size_t n, struct ole *ret);
/* By name, whatever folder it is in; NULL. */
const struct ole_entry *ole_find(const struct ole *, const char *name);

#endif
