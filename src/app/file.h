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
/* The bytes and what is known of them go, unless some text has them, as a file or as a picture. */
int app_file_forget(TALLOC_CTX *mem, struct app *, const char *sm3) nodiscard;
/* Overwritten before its name goes: a descriptor that is still open somewhere reads nothing. A file that is not there is
 * no error. */
int app_file_destroy(const char *path) nodiscard;
/* What was found in a file that no text has any more; before its file_object goes. */
struct tx;
int app_file_rows_drop(struct tx *, const char *sm3) nodiscard;
/* What the name's ending says, when the first bytes do not speak against it; else octet-stream. */
const char *app_file_type(const char *name, const void *bytes, size_t n);

#endif
