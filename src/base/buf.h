/* base/buf.h: bytes being written, with a ceiling.
 * Purpose    the one way to build a string. A buf is born with the most it may hold; what would
 * pass the ceiling is left out and remembered, so a writer need not look after each step. Ownership
 * bytes hang from the mem given at birth. Errors     buf_done() says ERR_LIMIT when the ceiling was
 * reached. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/err.h"

struct buf {
        TALLOC_CTX *mem;
        char *data; /* always NUL-terminated once anything was put; NULL before */
        size_t len, cap, max;
        bool full; /* something did not fit */
};

#define KiB(n) ((size_t)(n) << 10)
#define MiB(n) ((size_t)(n) << 20)

struct buf buf_new(TALLOC_CTX *mem, size_t max);
void buf_put(struct buf *, const char *bytes, size_t n);
void buf_str(struct buf *, const char *s);
void buf_char(struct buf *, char c);
void buf_int(struct buf *, int64_t n);
void buf_printf(struct buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_hex(struct buf *, const uint8_t *bytes, size_t n);
/* 0, or ERR_LIMIT when the ceiling was reached. */
int buf_done(struct buf *) nodiscard;
/* The string so far; never NULL. */
const char *buf_text(const struct buf *);

#endif
