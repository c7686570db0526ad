#include "intake_kit.h"

#include "document/paper.h"
#include "document/raster.h"

static int
add_page(void *arg, const struct intake_raster *r)
{
        return raster_page(arg, r->width, r->height, r->dpi, r->rgb);
}

static int
end_pages(void *arg, const void **ret, size_t *ret_n)
{
        return raster_end(arg, ret, ret_n);
}

/* A writer that smuggles the old file through. */
static int
no_page(void *arg, const struct intake_raster *r)
{
        (void)arg;
        return r->width > 0 ? 0 : -1;
}

static int
end_old(void *arg, const void **ret, size_t *ret_n)
{
        const struct buf *old = arg;

        *ret = old->data;
        *ret_n = old->len;
        return 0;
}

static struct buf
letter(TALLOC_CTX *mem)
{
        struct buf pdf = buf_new(mem, PAPER_SIZE_MAX);
        struct problems p = {.mem = mem};
        struct body *body;
        struct press *press;

        assert_int_equal(body_from_text(mem,
                                        "申请人张三，身份证号150202199001011234。\n\n请查收。\n",
                                        &p, &body),
                         0);
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_int_equal(
            paper_pdf(press, &(struct paper){.title = "答复书", .body = body, .day = DAY_NONE},
                      &pdf),
            0);
        return pdf;
}

static int
redacted(TALLOC_CTX *mem, const struct buf *pdf, const struct intake_box *boxes, size_t n,
         const struct intake_writer *writer, const void **ret, size_t *ret_n)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems p = {.mem = mem};
        int r;

        assert_int_equal(intake_memory(pdf->data, pdf->len, &fd), 0);
        r = intake_redact_pdf(mem, &(struct intake_file){"a.pdf", fd}, boxes, n, writer, &p, ret,
                              ret_n);
        if (r < 0)
                fail_msg("%s", err_text());
        assert_int_equal(p.n, r ? 1 : 0);
        return r;
}

static void
nothing_is_left_of_a_redacted_file(void **state)
{
        static const struct intake_box box = {1, 80, 100, 400, 120};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf pdf = letter(mem), again = buf_new(mem, RASTER_PDF_MAX);
        struct raster *raster;
        struct intake_writer writer = {add_page, end_pages, NULL};
        const void *bytes;
        const char *text;
        size_t n;

        (void)state;
        assert_int_equal(kit_text(mem, "a.pdf", pdf.data, pdf.len, &text), 0);
        assert_non_null(strstr(text, "150202199001011234"));
        assert_int_equal(raster_new(mem, &raster), 0);
        writer.arg = raster;
        assert_int_equal(redacted(mem, &pdf, &box, 1, &writer, &bytes, &n), 0);
        buf_put(&again, bytes, n);
        assert_memory_equal(again.data, "%PDF-", 5);
        assert_null(memmem(again.data, again.len, "/Font", 5));
        assert_null(memmem(again.data, again.len, "150202", 6));
        assert_int_equal(kit_text(mem, "a.pdf", again.data, again.len, &text), INTAKE_NO_TEXT);
}

/* What the writer is handed is black within the box and as it was beside it. */
static int
look(void *arg, const struct intake_raster *r)
{
        int *seen = arg;
        const uint8_t *in =
            r->rgb +
            ((size_t)(150 * r->dpi / 72) * (size_t)r->width + (size_t)(200 * r->dpi / 72)) * 3;

        seen[0]++;
        seen[1] += in[0] == 0 && in[1] == 0 && in[2] == 0;
        seen[2] += r->rgb[0] == 255;
        return 0;
}

static int
end_nothing(void *arg, const void **ret, size_t *ret_n)
{
        (void)arg;
        *ret = "";
        *ret_n = 0;
        return 0;
}

static void
the_box_is_burnt_into_the_pixels(void **state)
{
        static const struct intake_box box = {1, 190, 140, 30, 20};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf pdf = letter(mem);
        int seen[3] = {0};
        struct intake_writer writer = {look, end_nothing, seen};
        const void *bytes;
        size_t n;

        (void)state;
        assert_int_equal(redacted(mem, &pdf, &box, 1, &writer, &bytes, &n),
                         INTAKE_LEFT_OVER); /* no file at all is none */
        assert_int_equal(seen[0], 1);
        assert_int_equal(seen[1], 1);
        assert_int_equal(seen[2], 1);
}

static void
what_is_not_sure_is_refused(void **state)
{
        static const struct intake_box off = {1, 5000, 0, 10, 10}, flat = {1, 10, 10, 0, 10},
                                       page = {2, 10, 10, 10, 10}, good = {1, 10, 10, 10, 10};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf pdf = letter(mem), cut = {.data = pdf.data, .len = pdf.len / 2},
                   text = {.data = (char[]){"abc"}, .len = 3};
        struct raster *raster;
        struct intake_writer writer = {add_page, end_pages, NULL}, cheat = {no_page, end_old, &pdf};
        const void *bytes;
        size_t n;

        (void)state;
        assert_int_equal(raster_new(mem, &raster), 0);
        writer.arg = raster;
        assert_int_equal(redacted(mem, &pdf, NULL, 0, &writer, &bytes, &n), INTAKE_NO_BOX);
        assert_int_equal(redacted(mem, &pdf, &off, 1, &writer, &bytes, &n), INTAKE_NO_BOX);
        assert_int_equal(redacted(mem, &pdf, &flat, 1, &writer, &bytes, &n), INTAKE_NO_BOX);
        assert_int_equal(redacted(mem, &pdf, &page, 1, &writer, &bytes, &n), INTAKE_NO_BOX);
        assert_int_equal(redacted(mem, &cut, &good, 1, &writer, &bytes, &n), INTAKE_BROKEN);
        assert_int_equal(redacted(mem, &text, &good, 1, &writer, &bytes, &n), INTAKE_LIES);
        assert_int_equal(redacted(mem, &pdf, &good, 1, &cheat, &bytes, &n), INTAKE_LEFT_OVER);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(nothing_is_left_of_a_redacted_file),
            cmocka_unit_test(the_box_is_burnt_into_the_pixels),
            cmocka_unit_test(what_is_not_sure_is_refused),
        };

        KIT_CHILD;
        return cmocka_run_group_tests(tests, NULL, NULL);
}
