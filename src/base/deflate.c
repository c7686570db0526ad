#include "base/deflate.h"

#include <limits.h>
#define ZLIB_CONST /* next_in is read only */
#include <zlib.h>

/* Texts are a few kilobytes: a small window costs little in size and is much quicker to set up. */
enum { RAW_WINDOW = -15, PACK_WINDOW = -13, FASTEST = 1, MEMORY = 5 };

struct packer {
        z_stream z;
        uint8_t *out;
        size_t cap;
};

static int
packer_free(struct packer *p)
{
        (void)deflateEnd(&p->z);
        return 0;
}

struct packer *
packer_new(TALLOC_CTX *mem)
{
        struct packer *p = mem_new(mem, struct packer);

        if (deflateInit2(&p->z, FASTEST, Z_DEFLATED, PACK_WINDOW, MEMORY, Z_DEFAULT_STRATEGY) !=
            Z_OK)
                mem_must(NULL);
        talloc_set_destructor(p, packer_free);
        return p;
}

int
packer_pack(struct packer *p, const void *bytes, size_t n, const uint8_t **ret_bytes, size_t *ret_n)
{
        size_t bound;

        if (n > INT_MAX)
                return err_set(ERR_LIMIT, "text of %zu bytes to pack", n);
        bound = deflateBound(&p->z, n);
        if (bound > p->cap) {
                p->out = mem_must(talloc_realloc_size(p, p->out, bound));
                p->cap = bound;
        }
        (void)deflateReset(&p->z);
        p->z.next_in = bytes;
        p->z.avail_in = (uInt)n;
        p->z.next_out = p->out;
        p->z.avail_out = (uInt)p->cap;
        if (deflate(&p->z, Z_FINISH) != Z_STREAM_END)
                return err_set(ERR_LIBRARY, "deflate: %s", p->z.msg ? p->z.msg : "no end");
        *ret_bytes = p->out;
        *ret_n = p->z.total_out;
        return 0;
}

int
deflate_unpack(TALLOC_CTX *mem, const void *bytes, size_t n, size_t n_plain, char **ret)
{
        z_stream z = {.next_in = bytes, .avail_in = (uInt)n};
        char *out;
        int r;

        if (n > INT_MAX || n_plain >= INT_MAX)
                return err_set(ERR_DATA, "packed text of %zu bytes", n_plain);
        out = mem_array(mem, char, n_plain + 1);
        if (inflateInit2(&z, RAW_WINDOW) != Z_OK)
                mem_must(NULL);
        z.next_out = (Bytef *)out;
        z.avail_out = (uInt)n_plain + 1;
        r = inflate(&z, Z_FINISH);
        (void)inflateEnd(&z);
        if (r != Z_STREAM_END || z.total_out != n_plain)
                return err_set(ERR_DATA, "packed text does not unpack");
        out[n_plain] = '\0';
        *ret = out;
        return 0;
}

void
deflate_inflate(TALLOC_CTX *mem, const void *bytes, size_t n, size_t max, char **ret, size_t *ret_n)
{
        z_stream z = {.next_in = bytes, .avail_in = (uInt)(n < INT_MAX ? n : INT_MAX)};
        struct buf out = buf_new(mem, max);
        char part[16384];
        int r = inflateInit(&z);

        while (r == Z_OK && !out.full) {
                z.next_out = (Bytef *)part;
                z.avail_out = sizeof(part);
                r = inflate(&z, Z_NO_FLUSH);
                if (r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR || r == Z_DATA_ERROR) {
                        size_t k = sizeof(part) - z.avail_out;

                        buf_put(&out, part, k < out.max - out.len ? k : out.max - out.len);
                        out.full = out.len == out.max;
                }
        }
        (void)inflateEnd(&z);
        buf_put(&out, "", 0);
        *ret = out.data ? out.data : mem_strdup(mem, "");
        *ret_n = out.len;
}
