/* A PDF as pictures of its pages, for who is to say what shall be black. */
#include "intake/parent.h"

static const char png_head[] = "\x89PNG\r\n\x1a\n";

/* 0 when it is a PDF by its bytes and its name. */
static int
is_pdf(TALLOC_CTX *mem, const struct intake_file *f, struct problems *p, enum intake_kind *ret)
{
        int r = intake_kind(mem, f, p, ret);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (*ret == INTAKE_PDF && intake_kind_fits(*ret, f->name))
                return 0;
        return intake_refuse(f, p, INTAKE_LIES, *ret);
}

int
intake_pdf_pages(TALLOC_CTX *mem, const struct intake_file *f, struct problems *p, int *ret)
{
        enum intake_kind kind;
        int r = is_pdf(mem, f, p, &kind);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = intake_count_pages(mem, f, ret);
        if (r < 0)
                return err_trace(r);
        return r ? intake_refuse(f, p, (enum intake_outcome)r, kind) : 0;
}

int
intake_pdf_picture(TALLOC_CTX *mem, const struct intake_file *f, int page, struct problems *p,
                   const void **ret, size_t *ret_n)
{
        const char *no = mem_printf(mem, "%d", page);
        const char *const args[] = {
            "run", "pdftoppm", "-png", "-r", mem_printf(mem, "%d", INTAKE_LOOK_DPI), "-f", no,
            "-l",  no,         "-",    NULL};
        enum intake_kind kind;
        struct buf out;
        int r = is_pdf(mem, f, p, &kind);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = intake_ask_pdf(mem, f, args, INTAKE_PICTURE_MAX, &out);
        if (r < 0)
                return err_trace(r);
        if (r == 0 && (out.len < sizeof(png_head) ||
                       memcmp(buf_text(&out), png_head, sizeof(png_head) - 1) != 0))
                r = INTAKE_BROKEN; /* no such page */
        if (r)
                return intake_refuse(f, p, (enum intake_outcome)r, kind);
        *ret = buf_text(&out);
        *ret_n = out.len;
        return 0;
}
