/* base/mem.h: memory in regions.
 * Purpose    talloc under one roof: who allocates takes `TALLOC_CTX *mem` first, and the result
 * hangs from it. One root per HTTP request or job step, freed whole; nobody frees parts. Errors
 * none: running out of memory aborts. Ceilings on every input keep visitors from there. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <time.h>

#define N(array) (sizeof(array) / sizeof((array)[0]))
#define nodiscard __attribute__((warn_unused_result))
#define _cleanup_(f) __attribute__((cleanup(f)))

/* Functions whose use is a mistake here: unbounded, locale-bound, or not thread-safe. The headers
 * that declare them are read above, before the names are poisoned. */
#pragma GCC poison sprintf strcpy strcat strtok atoi gmtime

/* Zeroed object or array of `type` hanging from mem. */
#define mem_new(mem, type) ((type *)mem_must(talloc_zero(mem, type)))
#define mem_array(mem, type, n) ((type *)mem_must(talloc_zero_array(mem, type, (unsigned)(n))))
#define mem_strdup(mem, s) ((char *)mem_must(talloc_strdup(mem, s)))
#define mem_strndup(mem, s, n) ((char *)mem_must(talloc_strndup(mem, s, n)))
#define mem_printf(mem, ...) ((char *)mem_must(talloc_asprintf(mem, __VA_ARGS__)))
#define mem_memdup(mem, p, n) (mem_must(talloc_memdup(mem, p, n)))

/* Makes room for one more element of an array that hangs from mem; doubles when full. */
#define mem_grow(mem, array, n) ((array) = mem_grow_(mem, array, sizeof(*(array)), n, #array))

void *mem_must(void *p) __attribute__((returns_nonnull));
void *mem_grow_(TALLOC_CTX *mem, void *array, size_t size, size_t n, const char *name);

/* A region of its own, freed at the end of the block: `_cleanup_(mem_endp) TALLOC_CTX *mem =
 * mem_root();` */
TALLOC_CTX *mem_root(void);
void mem_endp(TALLOC_CTX **mem);
/* The same with n bytes in hand, out of which small things are served without asking the C library;
 * they come back when all that hung from it is gone. */
TALLOC_CTX *mem_root_with(size_t n);

#endif
