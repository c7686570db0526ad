/* app/draft_import.h: a document becomes the text of a draft (从文件导入).
 * Purpose    DOCX with its headings, lists, tables and pictures; PDF, web pages and plain text as paragraphs. Read by the
 *            confined child of intake, checked like any text from outside; pictures and, when wanted, the document itself
 *            become files of the draft.
 * Ownership  results hang from mem. */
#ifndef APP_DRAFT_IMPORT_H
#define APP_DRAFT_IMPORT_H

#include "app/flow.h"

struct draft_import {
        const char *title; /* its first heading or line, else the file's name without its ending */
        const char *body;  /* canonical JSON */
        const char *kind;  /* "Word 文档" */
        struct draft_file *files; /* stored and looked into: pictures, the document */
        size_t n_files, n_pictures;
        const char *const *warnings; /* what could not be taken over */
        size_t n_warnings;
};
enum { IMPORT_REFUSED = 1 };
/* Reads it and stores its files; no row is written. IMPORT_REFUSED: the file cannot be read, problems says why under
 * the field "file". attach: the document itself is one of the files; clock_us: see app_inspect(). */
int app_draft_import(TALLOC_CTX *mem, struct app *, const char *name, const void *bytes, size_t n,
                     bool attach, int64_t (*clock_us)(void), struct problems *,
                     struct draft_import *ret) nodiscard;

/* Where it goes: into a draft, in the place of its text or behind it, or into a new one of an agency and column. */
struct import_place {
        int64_t item; /* 0: a new one */
        int64_t agency_id, column_id;
        bool behind;
};
/* Outcomes of app_flow_save(). */
int app_flow_import(TALLOC_CTX *mem, struct tx *, const struct flow_by *,
                    const struct import_place *, const struct draft_import *, struct problems *,
                    int64_t *ret_item) nodiscard;

#endif
