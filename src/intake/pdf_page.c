#include "intake/pdf_page.h"

enum {
        OPERANDS = 16,
        SAVED = 64,
        FORMS_DEEP = 6,
        MARKS_MAX = 20000,
        PATH_MAX_RECTS = 4000,
        CONTENT_MAX = 32 << 20
};
/* Thinner than this is a line; an image over more of the page is a scan. */
static const double far = 1e5, thin = 3.0, whole_page = 0.6, opaque = 0.9;

struct matrix {
        double a, b, c, d, e, f;
};

struct mark { /* where a text begins, or an area, in the order drawn */
        bool text;
        double x0, y0, x1, y1;
};

struct state {
        struct matrix ctm;
        bool clear; /* what is painted lets through */
};

struct page {
        TALLOC_CTX *mem;
        struct pdf *pdf;
        struct mark *marks;
        size_t n_marks;
        struct mark path[PATH_MAX_RECTS];
        size_t n_path;
        struct state now, saved[SAVED];
        size_t n_saved;
        struct matrix text, line;
        double leading, page_area;
        struct mark poly; /* of moves and lines that are not closed into one area yet */
        unsigned n_points;
        bool curved;
};

static struct matrix
times(struct matrix m, struct matrix n)
{
        return (struct matrix){m.a * n.a + m.b * n.c,       m.a * n.b + m.b * n.d,
                               m.c * n.a + m.d * n.c,       m.c * n.b + m.d * n.d,
                               m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

static void
point(struct matrix m, double x, double y, double *ret_x, double *ret_y)
{
        *ret_x = m.a * x + m.c * y + m.e;
        *ret_y = m.b * x + m.d * y + m.f;
}

static void
widen(struct mark *k, double x, double y)
{
        k->x0 = x < k->x0 ? x : k->x0;
        k->y0 = y < k->y0 ? y : k->y0;
        k->x1 = x > k->x1 ? x : k->x1;
        k->y1 = y > k->y1 ? y : k->y1;
}

static struct mark
area(struct matrix m, double x, double y, double w, double h)
{
        struct mark k = {.text = false};

        point(m, x, y, &k.x0, &k.y0);
        k.x1 = k.x0;
        k.y1 = k.y0;
        for (int i = 1; i < 4; i++) {
                double px, py;

                point(m, x + (i & 1 ? w : 0), y + (i & 2 ? h : 0), &px, &py);
                widen(&k, px, py);
        }
        return k;
}

static void
add_mark(struct page *pg, struct mark k)
{
        if (pg->n_marks == MARKS_MAX)
                return;
        mem_grow(pg->mem, pg->marks, pg->n_marks);
        pg->marks[pg->n_marks++] = k;
}

static void
end_polygon(struct page *pg)
{
        if (pg->n_points >= 3 && !pg->curved && pg->n_path < PATH_MAX_RECTS)
                pg->path[pg->n_path++] = pg->poly;
        pg->n_points = 0;
        pg->curved = false;
}

static void
paint(struct page *pg, bool fills)
{
        end_polygon(pg);
        for (size_t i = 0; fills && !pg->now.clear && i < pg->n_path; i++)
                if (pg->path[i].x1 - pg->path[i].x0 > thin &&
                    pg->path[i].y1 - pg->path[i].y0 > thin)
                        add_mark(pg, pg->path[i]);
        pg->n_path = 0;
}

static void
path_point(struct page *pg, double x, double y, bool begins)
{
        double px, py;

        point(pg->now.ctm, x, y, &px, &py);
        if (begins)
                end_polygon(pg);
        if (pg->n_points++ == 0)
                pg->poly = (struct mark){.x0 = px, .y0 = py, .x1 = px, .y1 = py};
        else
                widen(&pg->poly, px, py);
}

static void
show(struct page *pg)
{
        struct mark k = {.text = true};

        point(times(pg->text, pg->now.ctm), 0, 0, &k.x0, &k.y0);
        add_mark(pg, k);
}

static void run(struct page *, const char *, size_t, const struct pdf_value *resources, int depth);

static void
draw(struct page *pg, const struct pdf_value *resources, const char *name, int depth)
{
        const struct pdf_value *x = pdf_get(pg->pdf, pdf_get(pg->pdf, resources, "XObject"), name),
                               *own = pdf_get(pg->pdf, x, "Resources"),
                               *m = pdf_get(pg->pdf, x, "Matrix");
        struct state before = pg->now;
        const char *s;
        size_t n;

        if (pdf_is_name(pdf_get(pg->pdf, x, "Subtype"), "Image")) {
                struct mark k = area(pg->now.ctm, 0, 0, 1, 1);

                if (!pg->now.clear && pdf_get(pg->pdf, x, "SMask")->type == PDF_NULL &&
                    (k.x1 - k.x0) * (k.y1 - k.y0) < whole_page * pg->page_area &&
                    k.x1 - k.x0 > thin && k.y1 - k.y0 > thin)
                        add_mark(pg, k);
                return;
        }
        if (!pdf_is_name(pdf_get(pg->pdf, x, "Subtype"), "Form") || depth >= FORMS_DEEP ||
            !pdf_stream(pg->pdf, x, &s, &n))
                return;
        if (m->type == PDF_ARRAY && m->n == 6)
                pg->now.ctm =
                    times((struct matrix){m->kids[0].number, m->kids[1].number, m->kids[2].number,
                                          m->kids[3].number, m->kids[4].number, m->kids[5].number},
                          pg->now.ctm);
        run(pg, s, n, own->type == PDF_DICT ? own : resources, depth + 1);
        pg->now = before;
}

static void
graphics_state(struct page *pg, const struct pdf_value *resources, const char *name)
{
        const struct pdf_value *gs =
                                   pdf_get(pg->pdf, pdf_get(pg->pdf, resources, "ExtGState"), name),
                               *ca = pdf_get(pg->pdf, gs, "ca"), *bm = pdf_get(pg->pdf, gs, "BM");

        if (ca->type == PDF_NUMBER)
                pg->now.clear = ca->number < opaque;
        if (bm->type == PDF_NAME && strcmp(bm->text, "Normal") != 0 &&
            strcmp(bm->text, "Compatible") != 0)
                pg->now.clear = true;
}

static void
next_line(struct page *pg, double x, double y)
{
        pg->line = times((struct matrix){1, 0, 0, 1, x, y}, pg->line);
        pg->text = pg->line;
}

static bool
is(const char *word, const char *list)
{
        size_t n = strlen(word);

        for (const char *p = list; (p = strstr(p, word)); p += n)
                if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
                        return true;
        return false;
}

/* One operator; v are its n numbers, name the last name before it. */
static void
operate(struct page *pg, const char *op, const double *v, size_t n, const char *name,
        const struct pdf_value *resources, int depth)
{
        if (is(op, "re") && n >= 4) {
                if (pg->n_path < PATH_MAX_RECTS)
                        pg->path[pg->n_path++] =
                            area(pg->now.ctm, v[n - 4], v[n - 3], v[n - 2], v[n - 1]);
        } else if (is(op, "m l") && n >= 2)
                path_point(pg, v[n - 2], v[n - 1], op[0] == 'm');
        else if (is(op, "c v y"))
                pg->curved = true;
        else if (is(op, "f F f* B B* b b*"))
                paint(pg, true);
        else if (is(op, "n S s"))
                paint(pg, false);
        else if (is(op, "q") && pg->n_saved < SAVED)
                pg->saved[pg->n_saved++] = pg->now;
        else if (is(op, "Q") && pg->n_saved)
                pg->now = pg->saved[--pg->n_saved];
        else if (is(op, "cm") && n >= 6)
                pg->now.ctm =
                    times((struct matrix){v[0], v[1], v[2], v[3], v[4], v[5]}, pg->now.ctm);
        else if (is(op, "gs"))
                graphics_state(pg, resources, name);
        else if (is(op, "BT"))
                pg->text = pg->line = (struct matrix){1, 0, 0, 1, 0, 0};
        else if (is(op, "Tm") && n >= 6)
                pg->text = pg->line = (struct matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
        else if (is(op, "Td TD") && n >= 2) {
                if (op[1] == 'D')
                        pg->leading = -v[n - 1];
                next_line(pg, v[n - 2], v[n - 1]);
        } else if (is(op, "TL") && n >= 1)
                pg->leading = v[n - 1];
        else if (is(op, "T*"))
                next_line(pg, 0, -pg->leading);
        else if (is(op, "Tj TJ"))
                show(pg);
        else if (is(op, "' \"")) {
                next_line(pg, 0, -pg->leading);
                show(pg);
        } else if (is(op, "Do"))
                draw(pg, resources, name, depth);
}

/* The pixels of an inline picture are no operators. */
static void
skip_inline_picture(struct pdf_reader *r)
{
        for (; r->at + 3 < r->n; r->at++)
                if (memcmp(r->s + r->at + 1, "EI", 2) == 0 && (uint8_t)r->s[r->at] <= ' ' &&
                    (uint8_t)r->s[r->at + 3] <= ' ') {
                        r->at += 3;
                        return;
                }
        r->at = r->n;
}

static void
run(struct page *pg, const char *s, size_t n, const struct pdf_value *resources, int depth)
{
        struct pdf_reader r = {.pdf = pg->pdf, .s = s, .n = n};
        TALLOC_CTX *keep = pg->pdf->mem;
        size_t saved = pg->n_saved, n_values = pg->pdf->n_values;
        double v[OPERANDS];
        char name[128] = "";
        size_t n_v = 0;

        for (;;) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                const struct pdf_value *k;

                pg->pdf->mem = tmp;
                k = pdf_next(&r);
                pg->pdf->mem = keep;
                pg->pdf->n_values = n_values;
                if (!k)
                        break;
                if (k->type == PDF_NUMBER) {
                        if (n_v == OPERANDS)
                                memmove(v, v + 1, sizeof(v) - sizeof(v[0]));
                        n_v -= n_v == OPERANDS;
                        v[n_v++] = k->number;
                } else if (k->type == PDF_NAME)
                        (void)snprintf(name, sizeof(name), "%s", k->text);
                else if (k->type == PDF_WORD) {
                        if (strcmp(k->text, "ID") == 0)
                                skip_inline_picture(&r);
                        else
                                operate(pg, k->text, v, n_v, name, resources, depth);
                        n_v = 0;
                }
        }
        pg->n_saved = pg->n_saved < saved ? pg->n_saved : saved;
}

static bool
inside(const struct mark *a, const struct mark *text)
{
        return text->x0 >= a->x0 - 0.5 && text->x0 < a->x1 && text->y0 > a->y0 - 1 &&
               text->y0 < a->y1;
}

/* Text that begins within the area lies under it; text that comes from the left may, unless the area is the
 * ground of later words. */
static bool
covers(const struct page *pg, size_t i)
{
        const struct mark *a = &pg->marks[i];
        bool passes = false;

        for (size_t k = 0; k < i; k++) {
                const struct mark *t = &pg->marks[k];

                if (t->text && inside(a, t))
                        return true;
                passes = passes || (t->text && t->x0 < a->x1 && t->y0 > a->y0 - 1 && t->y0 < a->y1);
        }
        for (size_t k = i + 1; passes && k < pg->n_marks; k++)
                if (pg->marks[k].text && inside(a, &pg->marks[k]))
                        return false;
        return passes;
}

static void
turn(struct mark *a, double w, double h, int rotate)
{
        struct mark k = *a;

        if (rotate == 90)
                *a = (struct mark){false, k.y0, k.x0, k.y1, k.x1};
        else if (rotate == 180)
                *a = (struct mark){false, w - k.x1, k.y0, w - k.x0, k.y1};
        else if (rotate == 270)
                *a = (struct mark){false, h - k.y1, w - k.x1, h - k.y0, w - k.x0};
        else
                *a = (struct mark){false, k.x0, h - k.y1, k.x1, h - k.y0};
}

/* One stream or several, which are read as one. */
static void
contents(struct pdf *p, const struct pdf_value *c, struct buf *out)
{
        const char *s;
        size_t n;

        if (c->type == PDF_ARRAY)
                for (size_t i = 0; i < c->n; i++) {
                        const struct pdf_value *part = pdf_resolve(p, &c->kids[i]);

                        if (part->type == PDF_DICT && pdf_stream(p, part, &s, &n)) {
                                buf_put(out, s, n);
                                buf_char(out, '\n');
                        }
                }
        else if (pdf_stream(p, c, &s, &n))
                buf_put(out, s, n);
}

void
pdf_page_covers(TALLOC_CTX *mem, struct pdf *p, const struct pdf_value *page,
                const struct pdf_value *box, const struct pdf_value *resources, int rotate,
                struct pdf_area **ret, size_t *ret_n)
{
        struct page *pg = mem_new(mem, struct page);
        struct buf drawing = buf_new(mem, CONTENT_MAX);
        double b[4] = {0, 0, 595, 842};

        for (size_t i = 0; box->type == PDF_ARRAY && box->n == 4 && i < 4; i++)
                b[i] = pdf_resolve(p, &box->kids[i])->number;
        pg->mem = mem;
        pg->pdf = p;
        pg->page_area = (b[2] - b[0]) * (b[3] - b[1]);
        pg->now.ctm = (struct matrix){1, 0, 0, 1, -b[0], -b[1]};
        contents(p, pdf_get(p, page, "Contents"), &drawing);
        run(pg, buf_text(&drawing), drawing.len, resources, 0);
        *ret = NULL;
        *ret_n = 0;
        for (size_t i = 0; i < pg->n_marks; i++) {
                struct mark a = pg->marks[i];

                if (a.text || !covers(pg, i))
                        continue;
                turn(&a, b[2] - b[0], b[3] - b[1], rotate);
                if (!(a.x0 > -far && a.y0 > -far && a.x1 < far && a.y1 < far))
                        continue;
                mem_grow(mem, *ret, *ret_n);
                (*ret)[(*ret_n)++] = (struct pdf_area){a.x0, a.y0, a.x1, a.y1};
        }
}
