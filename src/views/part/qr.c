#include "views/part/qr.h"

#include "base/buf.h"
#include "base/qr.h"

enum { QUIET = 4 };

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
                        if (x > begin) /* one stroke for each run of dark modules */
                                buf_printf(&path, "M%zu %zuh%zuv1h-%zuz", begin + QUIET, y + QUIET,
                                           x - begin, x - begin);
                }
        return (struct part_qr){
            .label = label, .size = (int64_t)qr.side + 2 * QUIET, .path = buf_text(&path)};
}
