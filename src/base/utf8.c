#include "base/utf8.h"

size_t
text_decode(const char *s, size_t n, uint32_t *ret_cp)
{
        const uint8_t *p = (const uint8_t *)s;
        uint32_t c = p[0];

        if (c < 0x80) {
                *ret_cp = c;
                return 1;
        }
        if (c < 0xc2 || c > 0xf4)
                return 0;
        if (c < 0xe0) {
                if (n < 2 || (p[1] & 0xc0) != 0x80)
                        return 0;
                *ret_cp = (c & 0x1f) << 6 | (p[1] & 0x3f);
                return 2;
        }
        if (c < 0xf0) {
                if (n < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
                        return 0;
                c = (c & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
                if (c < 0x800 || (c >= 0xd800 && c < 0xe000))
                        return 0;
                *ret_cp = c;
                return 3;
        }
        if (n < 4 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 || (p[3] & 0xc0) != 0x80)
                return 0;
        c = (c & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 |
            (p[3] & 0x3f);
        if (c < 0x10000 || c > 0x10ffff)
                return 0;
        *ret_cp = c;
        return 4;
}

size_t
text_encode(uint32_t c, char out[4])
{
        if (c < 0x80) {
                out[0] = (char)c;
                return 1;
        }
        if (c < 0x800) {
                out[0] = (char)(0xc0 | c >> 6);
                out[1] = (char)(0x80 | (c & 0x3f));
                return 2;
        }
        if (c < 0x10000) {
                out[0] = (char)(0xe0 | c >> 12);
                out[1] = (char)(0x80 | (c >> 6 & 0x3f));
                out[2] = (char)(0x80 | (c & 0x3f));
                return 3;
        }
        out[0] = (char)(0xf0 | c >> 18);
        out[1] = (char)(0x80 | (c >> 12 & 0x3f));
        out[2] = (char)(0x80 | (c >> 6 & 0x3f));
        out[3] = (char)(0x80 | (c & 0x3f));
        return 4;
}

size_t
text_first_bad(const char *s, size_t n)
{
        size_t i = 0;

        while (i < n) {
                uint64_t eight;
                uint32_t c;
                size_t len;

                /* Eight bytes of ASCII at a time. */
                while (i + 8 <= n) {
                        memcpy(&eight, s + i, 8);
                        if (eight & 0x8080808080808080u)
                                break;
                        i += 8;
                }
                /* Then the common shape: runs of three-byte characters. */
                while (i < n) {
                        len = text_decode(s + i, n - i, &c);
                        if (len == 0)
                                return i;
                        i += len;
                        if (len == 1)
                                break;
                }
        }
        return n;
}

bool
text_valid(const char *s, size_t n)
{
        return text_first_bad(s, n) == n;
}
