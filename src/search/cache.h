/* search/cache.h: answers kept until the next change.
 * Purpose    the newest SEARCH_REACH hits of a question in their order, its count and its facets,
 * so that the next page and the next visitor with the same words cost nothing. Thread-safe.
 * Ownership  malloc inside; what is handed out is copied to the caller's mem. */
#ifndef SEARCH_CACHE_H
#define SEARCH_CACHE_H

#include "search/search.h"

enum { CACHE_SLOTS = 96 };

struct found {
        int64_t count;
        const uint32_t *slots; /* in order, at most SEARCH_REACH */
        size_t n_slots;
        const struct search_facet *facets;
        size_t n_facets;
        bool is_partial, is_loading;
};

struct cache;
struct cache *cache_new(void);
void cache_free(struct cache *);
/* False when there is none for this key at this step. */
bool cache_get(TALLOC_CTX *mem, struct cache *, const char *key, int64_t step, struct found *ret);
void cache_put(struct cache *, const char *key, int64_t step, const struct found *);
/* Forgets all. */
void cache_clear(struct cache *);

#endif
