/* search/query.h: what a visitor typed, as words.
 * Purpose    blanks and the comma family part words, and all must be found; "…" “…” 「…」 keep one
 * phrase together; a leading minus excludes; 标题: or title: wants it in the title. A 发文字号 is
 * one word in every way of writing it: the blanks around 〔2019〕 and 号 do not part it, and it is
 * looked for with and without 第. What is no letter, digit or Han character is never passed on, so
 * nothing a visitor types has a meaning to the engine.
 * Units      at most QUERY_CHARS characters and QUERY_WORDS words; the rest is left out and said.
 */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include "search/token.h"

enum { QUERY_CHARS = 256, QUERY_WORDS = 12 };

struct query_word {
        const char *text;  /* folded runs, one blank between two */
        const char *other; /* a 发文字号 the other way, with or without 第; else NULL */
        bool prefix;       /* ends in one Han character that no pair covers */
        bool is_minus, in_title;
};
struct query {
        struct query_word words[QUERY_WORDS];
        size_t n, n_plus;
        bool is_cut;
};

void query_parse(TALLOC_CTX *mem, const char *text, struct query *ret);
/* The MATCH expression: the words, and tags (as indexed, n may be 0). column wants every wanted word
 * there ("title", "head"); NULL: anywhere. Never empty: without a wanted word it finds all but the excluded.
 */
const char *query_match(TALLOC_CTX *mem, const struct query *, const char *const *tags, size_t n,
                        const char *column);
/* The wanted words for the index of titles. n_plus must not be 0. */
const char *query_titles(TALLOC_CTX *mem, const struct query *);
/* The tag every document has. */
#define QUERY_ALL "\001z"

#endif
