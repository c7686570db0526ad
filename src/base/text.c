#include "base/text.h"

#include "base/fold.h"

#include <opencc.h>
#include <pthread.h>
#include <unicode/ucnv.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

size_t
text_length(const char *s)
{
        size_t n = 0;

        for (; *s; s++)
                n += ((uint8_t)*s & 0xc0) != 0x80;
        return n;
}

const char *
text_cut(TALLOC_CTX *mem, const char *s, size_t n)
{
        const char *p = s;

        for (; *p; p++)
                if (((uint8_t)*p & 0xc0) != 0x80 && n-- == 0)
                        return mem_printf(mem, "%.*s…", (int)(p - s), s);
        return mem_strdup(mem, s);
}

/* White space and what cannot be seen: controls, no-break and zero-width spaces, BOM. */
static bool
is_blank(uint32_t c)
{
        return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || (c >= 0x2000 && c <= 0x200f) ||
               (c >= 0x2028 && c <= 0x202f) || c == 0x205f || c == 0x2060 || c == 0x3000 ||
               c == 0xfeff || c == 0x1680;
}

const char *
text_trim(TALLOC_CTX *mem, const char *s)
{
        const char *end = s + strlen(s), *from = end, *to = s, *p = s;

        while (p < end) {
                uint32_t c = 0;
                size_t len = text_decode(p, (size_t)(end - p), &c);

                if (len == 0) { /* not checked text: kept as it is */
                        len = 1;
                        c = 0xfffd;
                }
                if (!is_blank(c)) {
                        if (p < from)
                                from = p;
                        to = p + len;
                }
                p += len;
        }
        return from < to ? mem_strndup(mem, from, (size_t)(to - from)) : "";
}

/* Characters that NFC leaves alone whatever stands beside them. */
static bool
is_inert(uint32_t c)
{
        return c < 0x300 || (c >= 0x2010 && c <= 0x206f) || (c >= 0x2460 && c <= 0x27ff) ||
               (c >= 0x3000 && c <= 0x3029) || (c >= 0x3030 && c <= 0x3096) ||
               (c >= 0x3200 && c <= 0x9fff) || (c >= 0xff00 && c <= 0xffef);
}

static bool
is_all_inert(const char *s, size_t n)
{
        const uint8_t *b = (const uint8_t *)s;

        for (size_t i = 0; i < n;) {
                uint32_t c;
                size_t len;

                /* ASCII, and U+4000 to U+9FFF, which is nearly all there is */
                if (b[i] < 0x80) {
                        i++;
                        continue;
                }
                if (b[i] >= 0xe4 && b[i] <= 0xe9 && i + 3 <= n && (b[i + 1] & 0xc0) == 0x80 &&
                    (b[i + 2] & 0xc0) == 0x80) {
                        i += 3;
                        continue;
                }
                len = text_decode(s + i, n - i, &c);

                if (len == 0 || !is_inert(c))
                        return false;
                i += len;
        }
        return true;
}

/* UTF-8 to ICU's UTF-16; the text is checked, so this fails only by length. */
static int
to_utf16(TALLOC_CTX *mem, const char *s, size_t n, UChar **ret, int32_t *ret_n)
{
        UErrorCode e = U_ZERO_ERROR;
        UChar *u;

        if (n > MiB(256))
                return err_set(ERR_LIMIT, "text of %zu bytes", n);
        u = mem_array(mem, UChar, n + 1);
        (void)u_strFromUTF8(u, (int32_t)n + 1, ret_n, s, (int32_t)n, &e);
        if (U_FAILURE(e))
                return err_set(ERR_LIBRARY, "u_strFromUTF8: %s", u_errorName(e));
        *ret = u;
        return 0;
}

static int
from_utf16(TALLOC_CTX *mem, const UChar *u, int32_t n, const char **ret)
{
        UErrorCode e = U_ZERO_ERROR;
        size_t room = (size_t)n * 3 + 1;
        char *s = mem_array(mem, char, room);
        int32_t len;

        (void)u_strToUTF8(s, (int32_t)room, &len, u, n, &e);
        if (U_FAILURE(e))
                return err_set(ERR_LIBRARY, "u_strToUTF8: %s", u_errorName(e));
        *ret = s;
        return 0;
}

static int
normalize(TALLOC_CTX *mem, const char *s, size_t len, const char **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        UErrorCode e = U_ZERO_ERROR;
        const UNormalizer2 *nfc;
        int32_t n, n_out, room;
        UChar *u, *out;
        int r;

        r = to_utf16(tmp, s, len, &u, &n);
        if (r)
                return err_trace(r);
        nfc = unorm2_getNFCInstance(&e);
        room = n * 3 + 1; /* NFC grows UTF-16 at most threefold */
        out = mem_array(tmp, UChar, room);
        n_out = unorm2_normalize(nfc, u, n, out, room, &e);
        if (U_FAILURE(e))
                return err_set(ERR_LIBRARY, "unorm2_normalize: %s", u_errorName(e));
        return from_utf16(mem, out, n_out, ret);
}

int
text_nfc(TALLOC_CTX *mem, const char *s, const char **ret)
{
        size_t n = strlen(s);

        if (!is_all_inert(s, n))
                return normalize(mem, s, n, ret);
        *ret = mem_strndup(mem, s, n);
        return 0;
}

int
text_nfc_of(TALLOC_CTX *mem, const char *s, const char **ret)
{
        size_t n = strlen(s);

        if (!is_all_inert(s, n))
                return normalize(mem, s, n, ret);
        *ret = s;
        return 0;
}

bool
text_is_han(uint32_t c)
{
        return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3007 ||
               (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

uint32_t
text_fold(uint32_t c)
{
        uint16_t page;

        if (c >= FOLD_LIMIT)
                return c;
        page = fold_page[c >> 8];
        return page ? fold_data[page][c & 255] : c;
}

const char *
text_folded(TALLOC_CTX *mem, const char *s)
{
        size_t n = strlen(s), len = 0;
        char *out = mem_array(mem, char, n * 3 + 1); /* one byte may fold to three: ( to 〔 */

        for (size_t i = 0; i < n;) {
                uint32_t c = 0;
                size_t k = text_decode(s + i, n - i, &c);

                if (k == 0) { /* not checked text: kept as it is */
                        out[len++] = s[i++];
                        continue;
                }
                len += text_encode(text_fold(c), out + len);
                i += k;
        }
        out[len] = '\0';
        return out;
}

/* The converters take tens of milliseconds to load, so each is loaded when first wanted. */
static opencc_t cc_hant = (opencc_t)-1, cc_hans = (opencc_t)-1;
static pthread_once_t cc_hant_once = PTHREAD_ONCE_INIT, cc_hans_once = PTHREAD_ONCE_INIT;

static void
open_hant(void)
{
        cc_hant = opencc_open("s2t.json");
}

static void
open_hans(void)
{
        cc_hans = opencc_open("t2s.json");
}

static int
convert(TALLOC_CTX *mem, opencc_t cc, const char *s, const char **ret)
{
        char *out;

        if (cc == (opencc_t)-1)
                return err_set(ERR_LIBRARY, "OpenCC's data cannot be opened");
        out = opencc_convert_utf8(cc, s, strlen(s));
        if (!out)
                return err_set(ERR_LIBRARY, "opencc_convert_utf8 failed");
        *ret = mem_strdup(mem, out);
        opencc_convert_utf8_free(out);
        return 0;
}

int
text_to_hant(TALLOC_CTX *mem, const char *s, const char **ret)
{
        (void)pthread_once(&cc_hant_once, open_hant);
        return convert(mem, cc_hant, s, ret);
}

int
text_to_hans(TALLOC_CTX *mem, const char *s, const char **ret)
{
        (void)pthread_once(&cc_hans_once, open_hans);
        return convert(mem, cc_hans, s, ret);
}

int
text_from_gb18030(TALLOC_CTX *mem, const char *s, size_t n, const char **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        UErrorCode e = U_ZERO_ERROR;
        UConverter *from;
        UChar *u;
        int32_t len;

        if (n > MiB(256))
                return err_set(ERR_LIMIT, "text of %zu bytes", n);
        from = ucnv_open("gb18030", &e);
        if (U_FAILURE(e))
                return err_set(ERR_LIBRARY, "ucnv_open: %s", u_errorName(e));
        ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &e);
        u = mem_array(tmp, UChar, n + 1);
        len = ucnv_toUChars(from, u, (int32_t)n + 1, s, (int32_t)n, &e);
        ucnv_close(from);
        if (U_FAILURE(e))
                return 1;
        for (int32_t i = 0; i < len; i++)
                if (u[i] == 0 || u[i] == 0xfffd)
                        return 1;
        return from_utf16(mem, u, len, ret);
}

static UCollator *pinyin;
static pthread_once_t pinyin_once = PTHREAD_ONCE_INIT;

static void
open_pinyin(void)
{
        UErrorCode e = U_ZERO_ERROR;

        pinyin = ucol_open("zh@collation=pinyin", &e);
        if (U_FAILURE(e))
                pinyin = NULL;
}

int
text_pinyin_key(TALLOC_CTX *mem, const char *s, const char **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct buf out;
        int32_t n, size;
        uint8_t *key;
        UChar *u;
        int r;

        (void)pthread_once(&pinyin_once, open_pinyin);
        if (!pinyin)
                return err_set(ERR_LIBRARY, "ICU has no pinyin order");
        r = to_utf16(tmp, s, strlen(s), &u, &n);
        if (r)
                return err_trace(r);
        size = ucol_getSortKey(pinyin, u, n, NULL, 0);
        if (size <= 0)
                return err_set(ERR_LIBRARY, "ucol_getSortKey failed");
        key = mem_array(tmp, uint8_t, size);
        (void)ucol_getSortKey(pinyin, u, n, key, size);
        /* As hex, without the closing NUL: a key is kept in text columns, which take no raw bytes.
         */
        out = buf_new(mem, (size_t)size * 2);
        buf_hex(&out, key, (size_t)size - 1);
        *ret = buf_text(&out);
        return 0;
}
