#include "intake/plain.h"

#include "base/text.h"

#include <strings.h>

enum { LOOK = 4096 };

static bool
is_utf16(const char *s, size_t n)
{
        return n >= 2 && n % 2 == 0 &&
               (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0);
}

bool
plain_is_binary(const char *bytes, size_t n)
{
        static const struct {
                const char *bytes;
                size_t n;
        } signs[] = {
            {"PK\3\4", 4}, {"PK\5\6", 4}, {"\xd0\xcf\x11\xe0", 4}, {"{\\rtf", 5}, {"%!PS", 4}};
        size_t look = n < 1024 ? n : 1024;

        if (is_utf16(bytes, n))
                return false;
        for (size_t i = 0; i < N(signs); i++)
                if (n >= signs[i].n && memcmp(bytes, signs[i].bytes, signs[i].n) == 0)
                        return true;
        return memmem(bytes, look, "%PDF-", 5) || memchr(bytes, 0, n);
}

bool
plain_is_page(const char *bytes, size_t n)
{
        static const char *const signs[] = {
            "<html", "<!doctype html", "<body", "<table", "<div", "<p>", "<td", "<head"};
        size_t look = n < LOOK ? n : LOOK;

        for (size_t i = 0; i < look; i++)
                for (size_t k = 0; bytes[i] == '<' && k < N(signs); k++)
                        if (n - i >= strlen(signs[k]) &&
                            strncasecmp(bytes + i, signs[k], strlen(signs[k])) == 0)
                                return true;
        return false;
}

/* Outcome 1: half a pair, or no character at all. */
static int
from_utf16(TALLOC_CTX *mem, const char *s, size_t n, const char **ret, size_t *ret_n)
{
        size_t hi = (uint8_t)s[0] == 0xfe ? 0 : 1;
        struct buf out = buf_new(mem, n * 2);
        char bytes[4];

        for (size_t i = 2; i + 1 < n; i += 2) {
                uint32_t cp = (uint32_t)(uint8_t)s[i + hi] << 8 | (uint8_t)s[i + 1 - hi], low;

                if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < n) {
                        i += 2;
                        low = (uint32_t)(uint8_t)s[i + hi] << 8 | (uint8_t)s[i + 1 - hi];
                        if (low < 0xdc00 || low > 0xdfff)
                                return 1;
                        cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
                } else if (cp == 0 || (cp >= 0xd800 && cp < 0xe000))
                        return 1;
                buf_put(&out, bytes, text_encode(cp, bytes));
        }
        *ret = buf_text(&out);
        *ret_n = out.len;
        return out.full;
}

int
plain_decode(TALLOC_CTX *mem, const char *bytes, size_t n, const char **ret, size_t *ret_n)
{
        int r;

        if (is_utf16(bytes, n))
                return from_utf16(mem, bytes, n, ret, ret_n);
        if (text_valid(bytes, n)) {
                *ret = bytes;
                *ret_n = n;
                return 0;
        }
        r = text_from_gb18030(mem, bytes, n, ret);
        if (r < 0)
                return err_trace(r);
        if (r == 0)
                *ret_n = strlen(*ret);
        return r;
}

const char *
plain_tidy(TALLOC_CTX *mem, const char *text, size_t n, size_t *ret_n)
{
        char *out = (char *)mem_must(talloc_size(mem, n + 1));
        size_t k = 0;

        for (size_t i = 0; i < n; i++)
                if (text[i] == '\n' || text[i] == '\f' ||
                    (text[i] == '\r' && (i + 1 == n || text[i + 1] != '\n')))
                        out[k++] = '\n';
                else if (((uint8_t)text[i] >= ' ' && text[i] != 0x7f) || text[i] == '\t')
                        out[k++] = text[i];
        out[k] = '\0';
        *ret_n = k;
        return out;
}
