#include "base/compress.h"

#include <brotli/encode.h>
#include <libdeflate.h>
#include <pthread.h>

enum { LEVEL_MAX = 9 };

/* The tables of a compressor are large; a thread makes those of a level once and keeps them. */
static _Thread_local struct libdeflate_compressor *gzips[LEVEL_MAX + 1];
static pthread_key_t gzips_key;
static pthread_once_t gzips_once = PTHREAD_ONCE_INIT;

static void
forget_gzips(void *of)
{
        struct libdeflate_compressor **all = of;

        for (size_t i = 0; i <= LEVEL_MAX; i++) {
                if (all[i])
                        libdeflate_free_compressor(all[i]);
                all[i] = NULL;
        }
}

static void
make_gzips_key(void)
{
        if (pthread_key_create(&gzips_key, forget_gzips) != 0)
                mem_must(NULL);
}

static struct libdeflate_compressor *
gzip_of(int level)
{
        if (gzips[level])
                return gzips[level];
        (void)pthread_once(&gzips_once, make_gzips_key);
        (void)pthread_setspecific(gzips_key, gzips);
        gzips[level] = mem_must(libdeflate_alloc_compressor(level));
        return gzips[level];
}

int
compress_gzip(const void *bytes, size_t n, int level, void **ret, size_t *ret_n)
{
        struct libdeflate_compressor *gzip = gzip_of(level);
        size_t room = libdeflate_gzip_compress_bound(gzip, n);
        void *out = mem_must(malloc(room));

        *ret_n = libdeflate_gzip_compress(gzip, bytes, n, out, room);
        assert(*ret_n); /* the bound was given */
        *ret = mem_must(realloc(out, *ret_n));
        return 0;
}

int
compress_brotli(const void *bytes, size_t n, int quality, void **ret, size_t *ret_n)
{
        size_t room = BrotliEncoderMaxCompressedSize(n);
        void *out = mem_must(malloc(room ? room : 64));

        if (!room)
                room = 64;
        if (!BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, n, bytes,
                                   &room, out)) {
                free(out);
                return err_set(ERR_LIBRARY, "BrotliEncoderCompress");
        }
        *ret_n = room;
        *ret = mem_must(realloc(out, room));
        return 0;
}
