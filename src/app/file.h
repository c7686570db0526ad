/* app/file.h: the bytes of attachments and pictures, in the data folder.
 * Purpose    content-addressed: DATA/files/ab/abcd… is named by the SM3 of what is in it, so that the
 * same file is kept once and can be verified. Rows (file_object, attachment) are the use cases' work.
 * Ownership  results hang from mem. */
#ifndef APP_FILE_H
#define APP_FILE_H

#include "app/run.h"

enum { FILE_SIZE_MAX = 200 << 20, FILE_HEX = 65 };

struct stored_file {
        char sm3[FILE_HEX];
        int64_t size;
        const char *type; /* application/pdf … */
};

/* Keeps the bytes; what is there already is not written again. */
int app_file_store(struct app *, const char *name, const void *bytes, size_t n,
                   struct stored_file *ret) nodiscard;
/* Where the bytes of that SM3 lie, whether they are there or not. sm3 must be 64 hex digits. */
const char *app_file_path(TALLOC_CTX *mem, const struct app *, const char *sm3);
/* What the name's ending says, when the first bytes do not speak against it; else octet-stream. */
const char *app_file_type(const char *name, const void *bytes, size_t n);

#endif
