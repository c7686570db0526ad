/* base/compress.h: gzip and brotli of whole bodies; the only home of libdeflate and brotli.
 * Ownership  results are malloc, not talloc: they are for caches that outlive a region and cross
 * threads. */
#ifndef BASE_COMPRESS_H
#define BASE_COMPRESS_H

#include "base/err.h"

/* level 1 (fast) to 9 (small). */
int compress_gzip(const void *bytes, size_t n, int level, void **ret, size_t *ret_n) nodiscard;
/* quality 0 (fast) to 11 (small); for UTF-8 text. */
int compress_brotli(const void *bytes, size_t n, int quality, void **ret, size_t *ret_n) nodiscard;

#endif
