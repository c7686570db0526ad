/* Blacking out. A box painted over a page leaves the words under it; so nothing of the old file is kept but pixels. */
#include "intake/parent.h"

#include <math.h>

enum { CHUNK = 2, RASTER_MAX = 96 << 20, NUMBER_MAX = 20, SIDE_MAX = 10000 };
static const double points_an_inch = 72;

struct work {
        TALLOC_CTX *mem;
        const struct intake_file *file;
        const struct intake_box *boxes;
        size_t n_boxes;
        const struct intake_writer *writer;
        size_t n_burnt;
};

int
intake_count_pages(TALLOC_CTX *mem, const struct intake_file *f, int *ret)
{
        static const char *const args[] = {"run", "pdfinfo", "-enc", "UTF-8", "-", NULL};
        struct buf out;
        const char *p;
        int r = intake_ask_pdf(mem, f, args, KiB(256), &out);

        if (r)
                return r < 0 ? err_trace(r) : r;
        p = strstr(buf_text(&out), "\nPages:");
        *ret = p ? (int)strtol(p + 7, NULL, 10) : 0;
        return *ret < 1 ? INTAKE_BROKEN : *ret > INTAKE_REDACT_PAGES ? INTAKE_TOO_BIG : 0;
}

/* Outwards to whole pixels, so that no edge of a letter looks out. */
static bool
burn(uint8_t *rgb, int width, int height, const struct intake_box *b)
{
        double scale = INTAKE_REDACT_DPI / points_an_inch, x0 = floor(b->x * scale),
               y0 = floor(b->y * scale), x1 = ceil((b->x + b->width) * scale),
               y1 = ceil((b->y + b->height) * scale);
        int from, to;

        if (!(b->width > 0 && b->height > 0 && x1 > 0 && y1 > 0 && x0 < width && y0 < height))
                return false;
        from = x0 < 0 ? 0 : (int)x0;
        to = x1 > width ? width : (int)x1;
        for (int y = y0 < 0 ? 0 : (int)y0; y < height && y < y1; y++)
                memset(rgb + ((size_t)y * (size_t)width + (size_t)from) * 3, 0,
                       (size_t)(to - from) * 3);
        return true;
}

/* A number of the head of a PPM; -1 when there is none. */
static int
head_number(const char **p, const char *end)
{
        int n = 0, digits = 0;

        while (*p < end && (**p == ' ' || **p == '\n'))
                (*p)++;
        for (; *p < end && **p >= '0' && **p <= '9' && digits < 6; (*p)++, digits++)
                n = n * 10 + (**p - '0');
        return digits ? n : -1;
}

/* The next page of "P6 width height 255 pixels …"; false: that is no picture. */
static bool
next_raster(const char **p, const char *end, struct intake_raster *ret, uint8_t **ret_rgb)
{
        int most;
        size_t size;

        if (end - *p < NUMBER_MAX || memcmp(*p, "P6", 2) != 0)
                return false;
        *p += 2;
        ret->width = head_number(p, end);
        ret->height = head_number(p, end);
        most = head_number(p, end);
        if (ret->width < 1 || ret->height < 1 || ret->width > SIDE_MAX || ret->height > SIDE_MAX ||
            most != 255)
                return false;
        (*p)++;
        size = (size_t)ret->width * (size_t)ret->height * 3;
        if (*p > end || (size_t)(end - *p) < size)
                return false;
        memcpy(ret_rgb, p, sizeof(*ret_rgb)); /* our own buffer, so it may be written to */
        *p += size;
        ret->rgb = *ret_rgb;
        ret->dpi = INTAKE_REDACT_DPI;
        return true;
}

static int
chunk(struct work *w, int from, int to)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *const args[] = {"run", "pdftoppm",
                                    "-r",  mem_printf(tmp, "%d", INTAKE_REDACT_DPI),
                                    "-f",  mem_printf(tmp, "%d", from),
                                    "-l",  mem_printf(tmp, "%d", to),
                                    "-",   NULL};
        struct buf out;
        const char *p, *end;
        int r = intake_ask_pdf(tmp, w->file, args, RASTER_MAX, &out);

        if (r)
                return r < 0 ? err_trace(r) : r;
        p = buf_text(&out);
        end = p + out.len;
        for (int page = from; page <= to; page++) {
                struct intake_raster raster;
                uint8_t *rgb;

                if (!next_raster(&p, end, &raster, &rgb))
                        return INTAKE_BROKEN;
                for (size_t i = 0; i < w->n_boxes; i++)
                        if (w->boxes[i].page == page)
                                w->n_burnt += burn(rgb, raster.width, raster.height, &w->boxes[i]);
                r = w->writer->page(w->writer->arg, &raster);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

/* The new file is asked as a reader would ask it. */
static int
read_again(TALLOC_CTX *mem, const void *bytes, size_t n)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems p = {.mem = mem};
        struct intake_findings findings;
        struct intake_text text;
        struct intake_file file = {"x.pdf", -1};
        int r = intake_memory(bytes, n, &fd);

        if (r < 0)
                return err_trace(r);
        file.fd = fd;
        r = intake_text(mem, &file, &p, &text);
        if (r != INTAKE_NO_TEXT)
                return r < 0 ? err_trace(r) : INTAKE_LEFT_OVER;
        r = intake_findings(mem, &file, &p, &findings);
        if (r < 0)
                return err_trace(r);
        return r || findings.n ? INTAKE_LEFT_OVER : 0;
}

static int
redact(struct work *w, const void **ret, size_t *ret_n)
{
        const void *bytes;
        size_t n;
        int pages = 0, r = w->n_boxes ? intake_count_pages(w->mem, w->file, &pages) : INTAKE_NO_BOX;

        for (int from = 1; r == 0 && from <= pages; from += CHUNK)
                r = chunk(w, from, from + CHUNK - 1 < pages ? from + CHUNK - 1 : pages);
        if (r)
                return r < 0 ? err_trace(r) : r;
        if (w->n_burnt !=
            w->n_boxes) /* a box that hit nothing is a mistake, and its words would stay */
                return INTAKE_NO_BOX;
        r = w->writer->end(w->writer->arg, &bytes, &n);
        if (r)
                return err_fold(r);
        r = read_again(w->mem, bytes, n);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret = bytes;
        *ret_n = n;
        return 0;
}

int
intake_redact_pdf(TALLOC_CTX *mem, const struct intake_file *f, const struct intake_box *boxes,
                  size_t n, const struct intake_writer *writer, struct problems *p,
                  const void **ret, size_t *ret_n)
{
        struct work w = {mem, f, boxes, n, writer, 0};
        enum intake_kind kind;
        int r = intake_kind(mem, f, p, &kind);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = kind == INTAKE_PDF && intake_kind_fits(kind, f->name) ? redact(&w, ret, ret_n)
                                                                  : INTAKE_LIES;
        if (r < 0)
                return err_trace(r);
        return r ? intake_refuse(f, p, (enum intake_outcome)r, kind) : 0;
}
