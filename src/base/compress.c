#include "base/compress.h"

#define ZLIB_CONST /* next_in is not written to */
#include <brotli/encode.h>
#include <zlib.h>

int
compress_gzip(const void *bytes, size_t n, int level, void **ret, size_t *ret_n)
{
        z_stream z = {0};
        size_t room;
        void *out;
        int r;

        if (n > UINT32_MAX / 2)
                return err_set(ERR_LIMIT, "%zu bytes to gzip", n);
        /* 15 + 16: the largest window, with gzip's own header. */
        if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
                return err_set(ERR_LIBRARY, "deflateInit2");
        room = deflateBound(&z, n);
        out = mem_must(malloc(room));
        z.next_in = bytes;
        z.avail_in = (uInt)n;
        z.next_out = out;
        z.avail_out = (uInt)room;
        r = deflate(&z, Z_FINISH);
        (void)deflateEnd(&z);
        if (r != Z_STREAM_END) {
                free(out);
                return err_set(ERR_LIBRARY, "deflate: %d", r);
        }
        *ret_n = room - z.avail_out;
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
