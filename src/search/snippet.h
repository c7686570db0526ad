/* search/snippet.h: where the words stand in a text, shown to the visitor.
 * Purpose    the same phrases by the same rule as in the index, looked for again in the original
 * text of the few documents of one page: the marks are exact, also on overlapping pairs. */
#ifndef SEARCH_SNIPPET_H
#define SEARCH_SNIPPET_H

#include "search/query.h"
#include "search/search.h"

struct snippet; /* the wanted words of one query, prepared */
struct snippet *snippet_new(TALLOC_CTX *mem, const struct query *);
/* The whole text, hits marked. */
void snippet_whole(TALLOC_CTX *mem, const struct snippet *, const char *text,
                   const struct search_part **ret, size_t *ret_n);
/* A passage of about SNIPPET_BYTES with the most of the words; its beginning when there is none.
 * Runs of white space become one blank. *ret_hits = marks in it. */
enum { SNIPPET_BYTES = 300, SNIPPET_LOOK = 1 << 18 };
void snippet_passage(TALLOC_CTX *mem, const struct snippet *, const char *text,
                     const struct search_part **ret, size_t *ret_n, size_t *ret_hits);

#endif
