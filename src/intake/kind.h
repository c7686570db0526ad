/* intake/kind.h: what bytes are (the child's side).
 * Purpose    libmagic's opinion, and a look inside packed and compound files, which all begin alike.
 * Ownership  hangs from mem. */
#ifndef INTAKE_KIND_H
#define INTAKE_KIND_H

#include "intake/intake.h"
#include "intake/pack.h"

struct kind_book;
/* Reads the system's book of signs: to be done while files may still be opened. False: there is none. */
bool kind_load(TALLOC_CTX *mem, struct kind_book **ret);
/* pack: the opened archive when the bytes are one, else NULL. */
enum intake_kind kind_of(const struct kind_book *, const char *bytes, size_t n,
                         const struct pack *pack);

#endif
