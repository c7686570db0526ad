/* tools/foldgen: writes the folding table of base/text as C.
 * Purpose    text_fold() must cost nothing at start and one look-up later, so the table is made
 * when the program is built: for each code point the NFKC form where that is one code point, its
 * simple case fold, the simplified character of OpenCC's t2s, and one pair of brackets for all.
 * Units      two stages: fold_page[cp >> 8] numbers a page of 256; page 0 is "folds to itself". */
#include <opencc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { LIMIT = 0x40000, PAGE = 256, ROUNDS = 8 };

static uint32_t step[LIMIT]; /* one round of folding */

static void
die(const char *what)
{
        (void)fprintf(stderr, "foldgen: %s\n", what);
        exit(1);
}

static size_t
put_utf8(uint32_t c, char *out)
{
        if (c < 0x10000) { /* Han characters take three bytes or four */
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

/* The code point at p when it fills all n bytes; else 0. */
static uint32_t
only_utf8(const char *p, size_t n)
{
        uint32_t c = (uint8_t)p[0];

        if (c < 0xe0 || n != (c < 0xf0 ? 3U : 4U))
                return 0;
        c &= n == 3 ? 0x0f : 0x07;
        for (size_t i = 1; i < n; i++)
                c = c << 6 | ((uint8_t)p[i] & 0x3f);
        return c;
}

static bool
is_han(uint32_t c)
{
        return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || c >= 0x20000;
}

static uint32_t
compatible(const UNormalizer2 *nfkc, uint32_t c)
{
        UErrorCode e = U_ZERO_ERROR;
        UChar32 from = (UChar32)c, to = 0;
        UChar in[4], out[32];
        int32_t n = 0, len, n_to = 0;

        (void)u_strFromUTF32(in, 4, &n, &from, 1, &e);
        len = unorm2_normalize(nfkc, in, n, out, 32, &e);
        if (U_FAILURE(e) || len == 0)
                return c;
        (void)u_strToUTF32(&to, 1, &n_to, out, len, &e);
        return U_SUCCESS(e) && n_to == 1 ? (uint32_t)to : c;
}

static uint32_t
bracket(uint32_t c)
{
        switch (c) {
        case '[':
        case '(':
        case 0x3010: /* 【 */
                return 0x3014;
        case ']':
        case ')':
        case 0x3011: /* 】 */
                return 0x3015;
        default:
                return c;
        }
}

/* All Han characters through the converter at once, one a line: a line break ends every phrase. */
static void
simplify(void)
{
        opencc_t cc = opencc_open("t2s.json");
        char *in, *out, *p;
        size_t n = 0;

        if (cc == (opencc_t)-1)
                die("t2s.json of OpenCC is missing");
        in = malloc((size_t)LIMIT * 5);
        if (!in)
                die("out of memory");
        for (uint32_t c = 0; c < LIMIT; c++) {
                if (!is_han(step[c]))
                        continue;
                n += put_utf8(step[c], in + n);
                in[n++] = '\n';
        }
        out = opencc_convert_utf8(cc, in, n);
        if (!out)
                die("the conversion failed");
        p = out;
        for (uint32_t c = 0; c < LIMIT; c++) {
                size_t len;
                uint32_t one;

                if (!is_han(step[c]))
                        continue;
                len = strcspn(p, "\n");
                one = only_utf8(p, len);
                if (one > 0 && one < LIMIT)
                        step[c] = one;
                p += len + 1;
        }
        opencc_convert_utf8_free(out);
        (void)opencc_close(cc);
        free(in);
}

static uint32_t
folded(uint32_t c)
{
        for (int i = 0; i < ROUNDS && step[c] != c; i++)
                c = step[c];
        return c;
}

int
main(void)
{
        UErrorCode e = U_ZERO_ERROR;
        const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&e);
        static int page_no[LIMIT / PAGE];
        int n_pages = 1;

        if (U_FAILURE(e))
                die("ICU has no NFKC data");
        for (uint32_t c = 0; c < LIMIT; c++) {
                uint32_t f = c;

                if (!U_IS_SURROGATE(c))
                        f = compatible(nfkc, c);
                f = (uint32_t)u_foldCase((UChar32)f, U_FOLD_CASE_DEFAULT);
                step[c] = bracket(f);
        }
        simplify();
        (void)puts("/* Written by tools/foldgen. */\n#include \"base/fold.h\"\n\n"
                   "const uint32_t fold_data[][256] = {\n{0},");
        for (uint32_t p = 0; p < LIMIT / PAGE; p++) {
                bool any = false;

                for (uint32_t c = p * PAGE; c < (p + 1) * PAGE; c++)
                        any |= folded(c) != c;
                if (!any)
                        continue;
                page_no[p] = n_pages++;
                (void)printf("{");
                for (uint32_t c = p * PAGE; c < (p + 1) * PAGE; c++)
                        (void)printf("%s0x%x", c % PAGE ? "," : "", folded(c));
                (void)puts("},");
        }
        (void)printf("};\n\nconst uint16_t fold_page[%d] = {", LIMIT / PAGE);
        for (int p = 0; p < LIMIT / PAGE; p++)
                (void)printf("%s%d", p ? "," : "", page_no[p]);
        (void)puts("};");
        return 0;
}
