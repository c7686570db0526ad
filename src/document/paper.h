/* document/paper.h: an official document as a file (公文).
 * Purpose    a title, a number and a body tree as PDF or DOCX in the layout of a Chinese official
 *            document: A4, 28 characters by 22 lines, title in 22 pt, text in 16 pt, tables ruled,
 *            page numbers between dashes; with a red head when the issuer's is given.
 * Units      points; the type area is 156 mm by 225 mm.
 * Ownership  a press hangs from mem and belongs to one thread; bytes hang from the buf's mem.
 * Law        《党政机关公文格式》(GB/T 9704-2012) 5, 6, 7; clause numbers at the code. */
#ifndef DOCUMENT_PAPER_H
#define DOCUMENT_PAPER_H

#include "base/buf.h"
#include "base/day.h"
#include "domain/body/body.h"

struct paper {
        const char *title;
        const char *head;   /* 发文机关标志, "…文件" in red; NULL: no red head */
        const char *doc_no; /* under the head; NULL: none */
        const struct body *body;
        struct day day;     /* written into the file's metadata; DAY_NONE: none */
        const char *author; /* likewise */
};

enum { PAPER_SIZE_MAX = 16 << 20 };

/* Sets type: opens the fonts once. */
struct press;
/* charset: every character that will be printed, for fonts cut down to them (many small files at
 * once print ten times as fast); NULL: whole fonts. */
int press_new(TALLOC_CTX *mem, const char *charset, struct press **ret) nodiscard;
int paper_pdf(struct press *, const struct paper *, struct buf *out) nodiscard;

int paper_docx(TALLOC_CTX *mem, const struct paper *, struct buf *out) nodiscard;

#endif
