/* domain/scan/words.h: the list of wrong and sensitive words (错敏词表), which an office may edit.
 * Purpose    reading the list and finding its words in text, all at once. Format, a line each:
 *
 *     错词 | 正词 | 级别 | 例外
 *
 * 正词 begins with "：" when it is a reason and no replacement. 级别 is 提示, 警告 or 严重 (警告 when
 * left out). 例外 are longer words, parted by blanks, in which the wrong word is right. Lines that
 * begin with # and blank lines say nothing. Words are compared folded (text_fold).
 * Ownership  a list hangs from mem and never changes.
 * Errors     outcome 1 of scan_words_read(): every faulty line in problems; no list then. */
#ifndef DOMAIN_SCAN_WORDS_H
#define DOMAIN_SCAN_WORDS_H

#include "base/problems.h"

enum { SCAN_WORD_MAX = 40 /* characters */, SCAN_WORDS_MAX = 20000 };

struct scan_word {
        const char *wrong;
        const char *right;  /* "" when there is only a reason */
        const char *reason; /* "" when there is only a replacement */
        int severity;       /* enum scan_severity */
};
struct scan_words;

int scan_words_read(TALLOC_CTX *mem, const char *text, struct problems *,
                    const struct scan_words **ret) nodiscard;
/* data/scan/words.txt, as built in. */
const char *scan_words_shipped(void);
size_t scan_words_count(const struct scan_words *);
/* The longest wrong word at the beginning of n folded characters, or NULL; its length in characters.
 * What stands in an exception is for the caller: scan_words_excepted(). */
const struct scan_word *scan_words_at(const struct scan_words *, const uint32_t *, size_t n,
                                      size_t *ret_n);
/* Whether the word found at `at` stands within one of its exceptions. */
bool scan_words_excepted(const struct scan_words *, const struct scan_word *, const uint32_t *,
                         size_t n, size_t at);

#endif
