/* base/utf8.h: UTF-8 itself, without any table.
 * Purpose    reading, writing and checking code points; what they mean is base/text.h. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/mem.h"

/* Decodes one code point at s (n bytes left, n > 0). Returns its length 1..4, or 0 when s is not
 * the start of a well-formed sequence (overlong, surrogate, above U+10FFFF, cut). */
size_t text_decode(const char *s, size_t n, uint32_t *ret_cp);
/* Writes cp; returns 1..4. */
size_t text_encode(uint32_t cp, char out[4]);
bool text_valid(const char *s, size_t n);
/* Offset of the first byte that is not well-formed, or n. */
size_t text_first_bad(const char *s, size_t n);

#endif
