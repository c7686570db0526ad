/* intake/parent.h: what the parent's files share.
 * Purpose    putting an outcome into words, asking a child, asking one of the programs about a PDF, counting its pages. */
#ifndef INTAKE_PARENT_H
#define INTAKE_PARENT_H

#include "base/buf.h"
#include "intake/intake.h"

/* Adds the outcome's words and returns it. kind fills the hole that some words have. */
int intake_refuse(const struct intake_file *, struct problems *, enum intake_outcome,
                  enum intake_kind);
/* One child asked by a verb, and its checked answer, of which the outcome is a part. Outcomes SLOW, FELL. */
struct answer;
int intake_ask(TALLOC_CTX *mem, const struct intake_file *, const char *verb, size_t most, int ms,
               struct answer *ret) nodiscard;
/* Plain text, which needs no child. UNREADABLE when one must look at it, EMPTY. */
int intake_plain(TALLOC_CTX *mem, const struct intake_file *, struct intake_text *ret) nodiscard;
/* Standard output of `run PROGRAM …` over the file, at most `most` bytes. Outcomes BROKEN, ENCRYPTED, TOO_BIG, SLOW,
 * FELL. */
int intake_ask_pdf(TALLOC_CTX *mem, const struct intake_file *, const char *const *args,
                   size_t most, struct buf *ret) nodiscard;
/* At least one. Outcome TOO_BIG beyond INTAKE_REDACT_PAGES, and those of intake_ask_pdf(). */
int intake_count_pages(TALLOC_CTX *mem, const struct intake_file *, int *ret) nodiscard;

#endif
