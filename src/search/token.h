/* search/token.h: from Chinese text to the tokens of the index.
 * Purpose    text is cut into runs: Han characters (with kana and hangul), letters, digits; what
 * lies between is a break and never a token. A run of letters or of digits is one token, folded. A
 * run of Han characters gives its overlapping pairs.
 *
 *            第12号文件   document   第 | 12 | 号文, >号 beside it | 文件 | 件
 *            第12号文件   query      第 | 12 | 号文 | 文件
 *            第12号       query      第 | 12 | >号
 *
 * A document also gives the last character of each run alone, so that a one-character word is
 * found as a prefix (件 as 件*), and, where a run follows letters or digits, its first character
 * with the byte TOKEN_AFTER before it (written > above), so that 12号 needs no prefix. A query is
 * one phrase: it gives the last character only where another run follows, since in the text the
 * last run may go on.
 *
 * A phrase so matches exactly where a plain search in the folded text does, if the text is seen as
 * runs: Han characters match inside a run; letters and digits as whole runs; breaks between two
 * runs of one kind are all the same, and a break between two kinds does not matter. */
#ifndef SEARCH_TOKEN_H
#define SEARCH_TOKEN_H

#include "base/text.h"

enum token_class { TOKEN_BREAK, TOKEN_HAN, TOKEN_LETTER, TOKEN_DIGIT };
enum token_mode { TOKEN_DOCUMENT, TOKEN_QUERY };
enum {
        TOKEN_MAX = 64, /* bytes; a longer word is cut, in documents and queries alike */
        TOKEN_TAG = 1,  /* the byte before a tag; a tag ends at the next byte below '0' */
        TOKEN_AFTER = 2,
};

/* The class of a folded character. */
enum token_class token_class(uint32_t folded);

/* Calls emit for each token with its folded text and its place in the original; beside = at the
 * position of the token before. Bytes that are no UTF-8 are breaks. Stops at, and returns, the
 * first answer of emit that is not 0. */
typedef int token_fn(void *arg, bool beside, const char *token, size_t n, size_t start, size_t end);
int token_each(const char *text, size_t n, enum token_mode, token_fn *emit, void *arg);

#endif
