/* intake/docx_style.h: styles and numbers of a Word document.
 * Purpose    how a paragraph or run looks once its styles are applied, as far as a body can say it; what
 *            number a paragraph bears, counted as the word processor would.
 * Ownership  hangs from mem. Errors     outcomes of intake.h; a missing part is none. */
#ifndef INTAKE_DOCX_STYLE_H
#define INTAKE_DOCX_STYLE_H

#include "intake/pack.h"
#include "intake/tree.h"
#include "intake/xml.h"

struct docx_look {
        unsigned heading; /* 0 to 3 */
        enum tree_align align;
        bool indent; /* first line indented */
        unsigned marks;
        bool hidden;
        const char *number; /* numId; NULL: none */
        unsigned level;     /* ilvl */
};

struct docx_styles;
int docx_styles_read(TALLOC_CTX *mem, struct pack *, struct docx_styles **ret) nodiscard;
/* The look after style id (NULL: the default); later calls override. */
void docx_style_apply(const struct docx_styles *, const char *id, struct docx_look *);
void docx_paragraph_apply(const xmlNode *props, struct docx_look *);
void docx_run_apply(const xmlNode *props, struct docx_look *);
/* A switch element: there and not switched off. */
bool docx_is_on(const xmlNode *);

struct docx_numbers;
int docx_numbers_read(TALLOC_CTX *mem, struct pack *, struct docx_numbers **ret) nodiscard;
/* Counts one paragraph of the list and level on. ret_list: what it is in a body; its number; the label, "" for
 * bullets. False: there is no such list. */
bool docx_number_next(TALLOC_CTX *mem, struct docx_numbers *, const char *id, unsigned level,
                      enum tree_list *ret_list, unsigned *ret_number, const char **ret_label);

#endif
