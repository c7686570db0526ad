/* intake/plain.h: bytes that are text already, and the signs by which they are told.
 * Purpose    decoding (UTF-8, GB18030, UTF-16 with its mark) and tidying, without any library's parser.
 * Ownership  results hang from mem. */
#ifndef INTAKE_PLAIN_H
#define INTAKE_PLAIN_H

#include "base/buf.h"

/* Whether the bytes cannot be text: signs of a packed, compound or picture file, or NULs. UTF-16 with its mark
 * is text. */
bool plain_is_binary(const char *bytes, size_t n);
/* Whether the text begins as a web page does. */
bool plain_is_page(const char *bytes, size_t n);
/* To valid UTF-8; what is it already stays as it is, mark and all. Outcome 1: in no encoding that we know. */
int plain_decode(TALLOC_CTX *mem, const char *bytes, size_t n, const char **ret,
                 size_t *ret_n) nodiscard;
/* Valid UTF-8 as the answers carry it: line ends as '\n', a form feed as one too, other control characters
 * dropped. */
const char *plain_tidy(TALLOC_CTX *mem, const char *text, size_t n, size_t *ret_n);

#endif
