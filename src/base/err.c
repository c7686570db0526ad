#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Long enough for a message and a dozen places; a longer trail is cut, never lost at the front. */
static _Thread_local char said[1024];

static void
say(const char *fmt, va_list ap)
{
        (void)vsnprintf(said, sizeof(said), fmt, ap);
}

int
err_set(int code, const char *fmt, ...)
{
        va_list ap;

        va_start(ap, fmt);
        say(fmt, ap);
        va_end(ap);
        return code;
}

int
err_errno(const char *fmt, ...)
{
        int e = errno;
        va_list ap;
        size_t n;
        char words[128];

        va_start(ap, fmt);
        say(fmt, ap);
        va_end(ap);
        n = strlen(said);
        (void)snprintf(said + n, sizeof(said) - n, ": %s", strerror_r(e, words, sizeof(words)));
        return e == ENOSPC || e == EDQUOT ? ERR_FULL : ERR_IO;
}

int
err_trace_(int r, const char *file, int line)
{
        size_t n = strlen(said);

        assert(r < 0);
        (void)snprintf(said + n, sizeof(said) - n, " < %s:%d", file, line);
        return r;
}

int
err_fold_(int r, const char *file, int line)
{
        if (r == 0)
                return 0;
        if (r > 0)
                r = err_set(ERR_BUG, "unexpected outcome %d", r);
        return err_trace_(r, file, line);
}

const char *
err_text(void)
{
        return said;
}

void
err_clear(void)
{
        said[0] = '\0';
}

void *
mem_must(void *p)
{
        if (!p) {
                (void)fputs("xxgk: out of memory\n", stderr);
                abort();
        }
        return p;
}

void *
mem_grow_(TALLOC_CTX *mem, void *array, size_t size, size_t n, const char *name)
{
        size_t have = array ? talloc_get_size(array) / size : 0;

        if (n < have)
                return array;
        have = have ? have * 2 : 8;
        return mem_must(_talloc_realloc_array(mem, array, size, (unsigned)have, name));
}

TALLOC_CTX *
mem_root(void)
{
        return mem_must(talloc_new(NULL));
}

TALLOC_CTX *
mem_root_with(size_t n)
{
#ifdef __SANITIZE_ADDRESS__
        (void)n; /* each thing on its own, so that one read past its end is seen */
        return mem_root();
#else
        return mem_must(talloc_pool(NULL, n));
#endif
}

void
mem_endp(TALLOC_CTX **mem)
{
        talloc_free(*mem);
        *mem = NULL;
}
