/* base/text.h: Chinese text as UTF-8.
 * Purpose    checking, walking, folding. Every string inside the program is valid UTF-8 in NFC; the
 * doors (web, import, intake) check with text_valid() and text_nfc() and refuse what is not.
 * Ownership  results hang from mem. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buf.h"
#include "base/utf8.h"

/* Number of code points of valid text. */
size_t text_length(const char *s);
/* The first n code points, with "…" when something was cut. */
const char *text_cut(TALLOC_CTX *mem, const char *s, size_t n);
/* Without white space (ideographic included) and control characters at both ends. */
const char *text_trim(TALLOC_CTX *mem, const char *s);
/* Unicode NFC. */
int text_nfc(TALLOC_CTX *mem, const char *s, const char **ret) nodiscard;
/* The same, but s itself where nothing needs to change: for texts that live as long as mem. */
int text_nfc_of(TALLOC_CTX *mem, const char *s, const char **ret) nodiscard;

/* Han characters as search sees them: 3400–9FFF, F900–FAFF, 20000–3FFFF, 〇. */
bool text_is_han(uint32_t cp);
/* One code point to one: full-width to ASCII, A–Z to a–z, 繁 to 简, compatibility forms to plain,
 * all brackets 〔〕[]【】（）() that stand around the year of a 发文字号 to 〔〕. What needs no
 * folding returns itself; folding twice is folding once. O(1), from a table made at build time. */
uint32_t text_fold(uint32_t cp);
/* text_fold() over a string. */
const char *text_folded(TALLOC_CTX *mem, const char *s);
/* Whole text with word knowledge (OpenCC): for display in the other script. */
int text_to_hant(TALLOC_CTX *mem, const char *s, const char **ret) nodiscard;
int text_to_hans(TALLOC_CTX *mem, const char *s, const char **ret) nodiscard;

/* GB18030 (and its subsets GBK, GB2312) to UTF-8. Outcome 1: not GB18030 either. */
int text_from_gb18030(TALLOC_CTX *mem, const char *s, size_t n, const char **ret) nodiscard;

/* Sort key of a name by pinyin, for lists of units: hex digits, so that text columns take it;
 * compares with strcmp(). */
int text_pinyin_key(TALLOC_CTX *mem, const char *s, const char **ret) nodiscard;

/* Chinese or Arabic numeral at s (零〇○О一二…十百千万亿, 两, 廿, full-width digits), up to 10^15.
 * Returns the bytes read, 0 when there is none. */
size_t text_number(const char *s, int64_t *ret);

#endif
