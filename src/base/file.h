/* base/file.h: files of the data folder and files handed to us. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"

enum { FILE_NONE = 1, FILE_TOO_BIG = 2, FILE_THERE = 3 };
/* Whole file, NUL-terminated; "-" is standard input. Outcomes FILE_NONE, FILE_TOO_BIG (nothing
 * read). */
int file_read(TALLOC_CTX *mem, const char *path, size_t max, char **ret, size_t *ret_n) nodiscard;
/* Maps a file read-only for as long as mem lives; an empty file gives "". */
int file_map(TALLOC_CTX *mem, const char *path, const char **ret, size_t *ret_n) nodiscard;
/* Writes beside, flushes to disk, renames: whole or not at all. mode as in open(2). */
int file_write(const char *path, const void *bytes, size_t n, unsigned mode) nodiscard;
/* The same, unless something is there already: outcome FILE_THERE, and nothing changed. Of those who
 * try at once one succeeds. */
int file_create(const char *path, const void *bytes, size_t n, unsigned mode) nodiscard;
/* mkdir -p. */
int file_mkdirs(const char *path) nodiscard;
bool file_exists(const char *path);

#endif
