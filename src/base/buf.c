#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

struct buf
buf_new(TALLOC_CTX *mem, size_t max)
{
        return (struct buf){.mem = mem, .max = max};
}

/* Room for n more bytes and a NUL; false, and remembered, when that would pass the ceiling. Out of the way of those who need
 * none: pages are put together from hundreds of pieces. */
static __attribute__((noinline)) bool
room(struct buf *b, size_t n)
{
        size_t want;

        if (n > b->max - b->len) {
                b->full = true;
                return false;
        }
        if (b->len + n < b->cap)
                return true;
        want = b->cap ? b->cap * 2 : 256;
        while (want <= b->len + n)
                want *= 2;
        b->data = mem_must(talloc_realloc_size(b->mem, b->data, want));
        b->cap = want;
        return true;
}

void
buf_put(struct buf *b, const char *bytes, size_t n)
{
        if ((n >= b->cap - b->len || n > b->max - b->len) && !room(b, n))
                return;
        if (n)
                memcpy(b->data + b->len, bytes, n);
        b->len += n;
        b->data[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
        buf_put(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
        if ((b->cap - b->len <= 1 || b->len == b->max) && !room(b, 1))
                return;
        b->data[b->len++] = c;
        b->data[b->len] = '\0';
}

void
buf_int(struct buf *b, int64_t n)
{
        char digits[24], *p = digits + sizeof(digits);
        uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

        do
                *--p = (char)('0' + u % 10);
        while (u /= 10);
        if (n < 0)
                *--p = '-';
        buf_put(b, p, (size_t)(digits + sizeof(digits) - p));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
        char small[256];
        va_list ap;
        int n;

        va_start(ap, fmt);
        n = vsnprintf(small, sizeof(small), fmt, ap);
        va_end(ap);
        assert(n >= 0);
        if ((size_t)n < sizeof(small)) {
                buf_put(b, small, (size_t)n);
                return;
        }
        if (!room(b, (size_t)n))
                return;
        va_start(ap, fmt);
        (void)vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
        va_end(ap);
        b->len += (size_t)n;
}

void
buf_hex(struct buf *b, const uint8_t *bytes, size_t n)
{
        static const char hex[] = "0123456789abcdef";

        for (size_t i = 0; i < n; i++) {
                buf_char(b, hex[bytes[i] >> 4]);
                buf_char(b, hex[bytes[i] & 15]);
        }
}

int
buf_done(struct buf *b)
{
        if (b->full)
                return err_set(ERR_LIMIT, "text over %zu bytes", b->max);
        return 0;
}

const char *
buf_text(const struct buf *b)
{
        return b->data ? b->data : "";
}
