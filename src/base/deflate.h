/* base/deflate.h: text kept small.
 * Purpose    raw deflate for text at rest in derived files, with one packer per writer so that its
 * tables are set up once. What is sent to visitors (gzip, brotli) is not made here. */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H

#include "base/buf.h"

struct packer;
struct packer *packer_new(TALLOC_CTX *mem);
/* The packed bytes live until the next call with this packer. */
int packer_pack(struct packer *, const void *bytes, size_t n, const uint8_t **ret_bytes,
                size_t *ret_n) nodiscard;
/* The reverse, NUL-terminated. n_plain is the length before packing; ERR_DATA when the bytes do not
 * give exactly that. */
int deflate_unpack(TALLOC_CTX *mem, const void *bytes, size_t n, size_t n_plain,
                   char **ret) nodiscard;
/* A zlib stream of unknown length (as PDF has them), as far as it goes: cut or damaged data give what came
 * before. Never more than max bytes. ret is NUL-terminated. */
void deflate_inflate(TALLOC_CTX *mem, const void *bytes, size_t n, size_t max, char **ret,
                     size_t *ret_n);

#endif
