/* intake/parent.h: what the parent's files share.
 * Purpose    putting an outcome into words, asking one of the programs about a PDF, counting its pages. */
#ifndef INTAKE_PARENT_H
#define INTAKE_PARENT_H

#include "base/buf.h"
#include "intake/intake.h"

/* Adds the outcome's words and returns it. kind fills the hole that some words have. */
int intake_refuse(const struct intake_file *, struct problems *, enum intake_outcome,
                  enum intake_kind);
/* Standard output of `run PROGRAM …` over the file, at most `most` bytes. Outcomes BROKEN, ENCRYPTED, TOO_BIG, SLOW,
 * FELL. */
int intake_ask_pdf(TALLOC_CTX *mem, const struct intake_file *, const char *const *args,
                   size_t most, struct buf *ret) nodiscard;
/* At least one. Outcome TOO_BIG beyond INTAKE_REDACT_PAGES, and those of intake_ask_pdf(). */
int intake_count_pages(TALLOC_CTX *mem, const struct intake_file *, int *ret) nodiscard;

#endif
