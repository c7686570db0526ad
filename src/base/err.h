/* base/err.h: how functions fail.
 * Purpose    `int r`: 0 done; negative = the machine failed, pass it up with err_trace(r), never
 * match on it; positive = an outcome of the function's own enum, handled by the caller, never
 * passed on. A mistake of the user is neither: see problems.h. Ownership  text and trail live in
 * thread-local memory until err_clear(). */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/mem.h"

enum err {
        ERR_BUG = -1,      /* a positive outcome where none can be */
        ERR_IO = -2,       /* file, socket, pipe */
        ERR_DB = -3,       /* the engine refused or is gone */
        ERR_BUSY = -4,     /* retried by app_run() alone */
        ERR_FULL = -5,     /* disk or quota */
        ERR_CONFLICT = -6, /* a constraint of the store said no */
        ERR_DATA = -7,     /* our own stored bytes are not what they must be */
        ERR_LIMIT = -8,    /* a ceiling was reached where input was believed checked */
        ERR_LIBRARY = -9,  /* a library function failed */
};

/* Says what failed, once, where it failed; returns code. */
int err_set(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As err_set(ERR_IO or ERR_FULL), with the words of errno. */
int err_errno(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Adds this place to the trail and returns r (which must be negative). */
#define err_trace(r) err_trace_(r, __FILE__, __LINE__)
/* For a call that can have no positive outcome here: 0 stays 0, positive becomes ERR_BUG. */
#define err_fold(r) err_fold_(r, __FILE__, __LINE__)
int err_trace_(int r, const char *file, int line) nodiscard;
int err_fold_(int r, const char *file, int line) nodiscard;

/* One line: what failed and the trail of places it passed. Empty when nothing failed. */
const char *err_text(void);
void err_clear(void);

#endif
