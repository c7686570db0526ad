/* views/asset.h: files of assets/ inside the binary.
 * Purpose    pages link an asset as PREFIX/assets/NAME, where the name carries a hash of the
 * content, so that it may be cached for ever. Ownership  static. */
#ifndef VIEWS_ASSET_H
#define VIEWS_ASSET_H

#include "base/mem.h"

struct asset {
        const char *path; /* "css/site.css" */
        const char *name; /* "css/site.1f2e3d4c5b6a7988.css" */
        const char *type; /* Content-Type */
        const uint8_t *data;
        size_t n;
};

/* By path or by name (what follows /assets/); NULL when there is none. Only an answer found by its
 * name may be kept for ever: compare `name`. */
const struct asset *asset_find(const char *path);

extern const struct asset asset_table[];
extern const size_t asset_count;

#endif
