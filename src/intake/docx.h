/* intake/docx.h: Word documents (the child's side).
 * Purpose    the main text of a DOCX as a tree. Ownership  hangs from mem.
 * Errors     outcomes of intake.h. */
#ifndef INTAKE_DOCX_H
#define INTAKE_DOCX_H

#include "intake/pack.h"
#include "intake/tree.h"

int docx_read(TALLOC_CTX *mem, struct pack *, struct tree *ret) nodiscard;

#endif
