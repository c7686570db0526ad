/* intake/words.h: all that the readers of a file can see, place by place (the child's side).
 * Purpose    for the scan before publication: Word with its headers, footers and notes, workbooks sheet by sheet, slides
 *            with what the speaker says. Hidden sheets, rows and slides too: whoever takes the file has them.
 * Errors     outcomes of intake.h. What is longer than INTAKE_WORDS_MAX is cut there, and said to be. */
#ifndef INTAKE_WORDS_H
#define INTAKE_WORDS_H

#include "intake/answer.h"
#include "intake/pack.h"

int words_of_document(TALLOC_CTX *mem, struct pack *, struct buf *answer) nodiscard;
int words_of_sheets(TALLOC_CTX *mem, struct pack *, struct buf *answer) nodiscard;
int words_of_slides(TALLOC_CTX *mem, struct pack *, struct buf *answer) nodiscard;
/* Text that stands already; lines: a place is told by its line. */
void words_of_text(TALLOC_CTX *mem, struct buf *answer, const char *text, size_t n);

#endif
