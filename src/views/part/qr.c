#include "views/part/qr.h"

#include "base/buf.h"
#include "base/qr.h"

enum { QUIET = 4 };

/* One stroke for each run of dark modules. */
static void
stroke(struct buf *path, size_t x, size_t y, size_t n)
{
        buf_char(path, 'M');
        buf_int(path, (int64_t)x + QUIET);
        buf_char(path, ' ');
        buf_int(path, (int64_t)y + QUIET);
        buf_char(path, 'h');
        buf_int(path, (int64_t)n);
        buf_put(path, "v1h-", 4);
        buf_int(path, (int64_t)n);
        buf_char(path, 'z');
}

struct part_qr
part_qr_of(TALLOC_CTX *mem, const char *label, const char *text)
{
        struct buf path = buf_new(mem, KiB(64));
        struct qr qr;

        if (qr_make(text, &qr))
                return (struct part_qr){.size = 0};
        for (size_t y = 0; y < qr.side; y++)
                for (size_t x = 0; x < qr.side; x++) {
                        size_t begin = x;

                        while (x < qr.side && qr.dark[y][x])
                                x++;
                        if (x > begin)
                                stroke(&path, begin, y, x - begin);
                }
        return (struct part_qr){
            .label = label, .size = (int64_t)qr.side + 2 * QUIET, .path = buf_text(&path)};
}
