/* document/bundle.h: many files as one package that proves itself (移交包).
 * Purpose    a ZIP whose last entry, manifest.sm3, has the SM3 of every other one as "hex  name" lines; written
 *            beside its name and there whole or not at all; and the same read again and compared.
 * Units      a name is a relative path with '/', UTF-8.
 * Ownership  a bundle hangs from mem; bytes are kept in files beside the package until it is closed, not in memory.
 * Errors     bundle_new() answers BUNDLE_THERE when there is a file of that name. What does not agree is a problem
 *            list with the entry's name as field. */
#ifndef DOCUMENT_BUNDLE_H
#define DOCUMENT_BUNDLE_H

#include "base/buf.h"
#include "base/instant.h"
#include "base/problems.h"

enum { BUNDLE_THERE = 1, BUNDLE_BAD = 2 };
enum { BUNDLE_HEX = 65, BUNDLE_ENTRIES_MAX = 1000000 };

struct bundle;
int bundle_new(TALLOC_CTX *mem, const char *path, struct instant now,
               struct bundle **ret) nodiscard;
int bundle_bytes(struct bundle *, const char *name, const void *bytes, size_t n) nodiscard;
/* A file that stays where it is until the bundle is closed. */
int bundle_file(struct bundle *, const char *name, const char *path) nodiscard;
/* Writes the package; the SM3 of its manifest, which a register keeps, and how many files it lists. */
int bundle_close(struct bundle *, char ret_sm3[BUNDLE_HEX], size_t *ret_n) nodiscard;

/* 0: each file is there as the manifest says, and no other. BUNDLE_BAD: problems. */
int bundle_verify(TALLOC_CTX *mem, const char *path, struct problems *, char ret_sm3[BUNDLE_HEX],
                  size_t *ret_n) nodiscard;

#endif
