#include "base/text.h"
#include "web/request.h"

enum { FIELDS_MAX = 500 };

static int
hex(char c)
{
        const char *digits = "0123456789abcdef0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;

        return at ? (int)((at - digits) % 16) : -1;
}

/* NULL when it is no clean text. Line breaks and tabs may stand in a field, other controls not. */
static const char *
unescape(TALLOC_CTX *mem, const char *in, size_t n)
{
        char *out = mem_array(mem, char, n + 1);
        size_t k = 0;

        for (size_t i = 0; i < n; i++) {
                unsigned c = (uint8_t)in[i];

                if (c == '%') {
                        int high = i + 2 < n ? hex(in[i + 1]) : -1;
                        int low = i + 2 < n ? hex(in[i + 2]) : -1;

                        if (high < 0 || low < 0)
                                return NULL;
                        c = (unsigned)(high * 16 + low);
                        i += 2;
                } else if (c == '+') {
                        c = ' ';
                }
                if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)
                        return NULL;
                out[k++] = (char)c;
        }
        return text_valid(out, k) ? out : NULL;
}

int
form_parse(TALLOC_CTX *mem, const char *bytes, size_t n, struct page_arg **ret, size_t *ret_n)
{
        const char *end = bytes + n;
        struct page_arg *fields = NULL;
        size_t n_fields = 0;

        for (const char *at = bytes; at < end;) {
                const char *stop = memchr(at, '&', (size_t)(end - at));
                const char *equals;

                if (!stop)
                        stop = end;
                equals = memchr(at, '=', (size_t)(stop - at));
                if (stop > at) {
                        struct page_arg field;

                        if (!equals || n_fields == FIELDS_MAX)
                                return 1;
                        field.name = unescape(mem, at, (size_t)(equals - at));
                        field.value = unescape(mem, equals + 1, (size_t)(stop - equals - 1));
                        if (!field.name || !field.value)
                                return 1;
                        mem_grow(mem, fields, n_fields);
                        fields[n_fields++] = field;
                }
                at = stop + 1;
        }
        *ret = fields;
        *ret_n = n_fields;
        return 0;
}
