/* intake/docx.h: Word documents (the child's side).
 * Purpose    the main text of a DOCX as a tree: headings and marks by style, numbers as counted, tables with
 *            merged cells, links, pictures. What was deleted or hidden is no part of what it says.
 * Ownership  hangs from mem; the tree borrows from the tree of XML. Errors     outcomes of intake.h. */
#ifndef INTAKE_DOCX_H
#define INTAKE_DOCX_H

#include "intake/intake.h"
#include "intake/pack.h"
#include "intake/tree.h"

struct docx {
        struct tree tree;
        struct intake_picture *pictures; /* only those that a page can show */
        size_t n_pictures;
        const char **warnings; /* what was left out, in words */
        size_t n_warnings;
};

/* pictures: they are wanted; otherwise their places stay empty. */
int docx_read(TALLOC_CTX *mem, struct pack *, bool pictures, struct docx *ret) nodiscard;

#endif
