#include "document/raster.h"

#include <cairo-pdf.h>

struct raster {
        struct buf out;
        cairo_surface_t *surface;
        cairo_t *cr;
};

static cairo_status_t
keep(void *arg, const unsigned char *bytes, unsigned n)
{
        struct buf *out = arg;

        buf_put(out, (const char *)bytes, n);
        return out->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static int
raster_free(struct raster *r)
{
        cairo_destroy(r->cr);
        cairo_surface_destroy(r->surface);
        return 0;
}

static int
status_of(const struct raster *r, cairo_status_t status)
{
        if (r->out.full)
                return err_set(ERR_LIMIT, "PDF over %zu bytes", r->out.max);
        return status == CAIRO_STATUS_SUCCESS
                   ? 0
                   : err_set(ERR_LIBRARY, "cairo: %s", cairo_status_to_string(status));
}

int
raster_new(TALLOC_CTX *mem, struct raster **ret)
{
        struct raster *r = mem_new(mem, struct raster);

        r->out = buf_new(r, RASTER_PDF_MAX);
        r->surface = cairo_pdf_surface_create_for_stream(keep, &r->out, 1, 1);
        r->cr = cairo_create(r->surface);
        talloc_set_destructor(r, raster_free);
        *ret = r;
        return status_of(r, cairo_status(r->cr));
}

int
raster_page(struct raster *r, int width, int height, int dpi, const uint8_t *rgb)
{
        cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
        double scale = 72.0 / dpi;
        unsigned char *to;
        size_t stride;

        if (cairo_surface_status(picture) != CAIRO_STATUS_SUCCESS) {
                cairo_surface_destroy(picture);
                return err_set(ERR_LIBRARY, "cairo: no picture of %d by %d", width, height);
        }
        to = cairo_image_surface_get_data(picture);
        stride = (size_t)cairo_image_surface_get_stride(picture);
        for (size_t y = 0; y < (size_t)height; y++)
                for (size_t x = 0; x < (size_t)width; x++) {
                        const uint8_t *p = rgb + (y * (size_t)width + x) * 3;
                        uint32_t pixel = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];

                        memcpy(to + y * stride + 4 * x, &pixel, sizeof(pixel));
                }
        cairo_surface_mark_dirty(picture);
        cairo_pdf_surface_set_size(r->surface, width * scale, height * scale);
        cairo_save(r->cr);
        cairo_scale(r->cr, scale, scale);
        cairo_set_source_surface(r->cr, picture, 0, 0);
        cairo_paint(r->cr);
        cairo_restore(r->cr);
        cairo_show_page(r->cr);
        cairo_surface_destroy(picture);
        return status_of(r, cairo_status(r->cr));
}

int
raster_end(struct raster *r, const void **ret, size_t *ret_n)
{
        int e;

        cairo_surface_finish(r->surface);
        e = status_of(r, cairo_surface_status(r->surface));
        if (e < 0)
                return err_trace(e);
        *ret = r->out.data;
        *ret_n = r->out.len;
        return 0;
}
