/* First: FreeType's headers name functions that base/mem.h forbids us. */
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <hb-subset.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "document/paper.h"

#include <math.h>
#include <unistd.h>

/* Noto stands for 仿宋, 小标宋 and 黑体, which Debian does not have. */
#define SERIF "Noto Serif CJK SC"
#define SANS "Noto Sans CJK SC"

#define MM(n) ((n)*72.0 / 25.4)

static const double page_w = MM(210), page_h = MM(297);
static const double left = MM(28), top = MM(37), area_w = MM(156), area_h = MM(225); /* 5.2.1 */
static const double text_size = 15.75, pitch = MM(225) / 22; /* 3号; 5.2.3 */
static const double title_size = 21, title_pitch = 34;       /* 2号 */
static const double cell_size = 12, cell_pitch = 17, cell_pad = 4;

struct press {
        PangoFontMap *map;
        PangoContext *context;
        FcConfig *config; /* NULL: the system's fonts */
        char *files[2];   /* cut-down fonts, removed with the press */
        PangoFontDescription *text, *bold, *title, *head, *heading, *number, *cell, *cell_bold;
};

/* Cutting fonts down: cairo copies the whole font table (some 20 MB) for every file it writes, which
 * takes ten times as long as the rest. With fonts of only the characters in use it is quick. */

static hb_set_t *
characters(const char *text)
{
        hb_set_t *set = hb_set_create();

        for (uint32_t c = 0x20; c < 0x7f; c++)
                hb_set_add(set, c);
        for (const char *s = text; *s; s = g_utf8_next_char(s))
                hb_set_add(set, g_utf8_get_char(s));
        return set;
}

static int
font_path(const char *family, int weight, char **ret_path, int *ret_index)
{
        FcPattern *want = FcPatternCreate(), *got;
        FcResult result;
        FcChar8 *path;

        (void)FcPatternAddString(want, FC_FAMILY, (const FcChar8 *)family);
        (void)FcPatternAddInteger(want, FC_WEIGHT, weight);
        (void)FcConfigSubstitute(NULL, want, FcMatchPattern);
        FcDefaultSubstitute(want);
        got = FcFontMatch(NULL, want, &result);
        FcPatternDestroy(want);
        if (!got || FcPatternGetString(got, FC_FILE, 0, &path) != FcResultMatch ||
            FcPatternGetInteger(got, FC_INDEX, 0, ret_index) != FcResultMatch) {
                if (got)
                        FcPatternDestroy(got);
                return err_set(ERR_LIBRARY, "no font %s", family);
        }
        *ret_path = strdup((const char *)path);
        FcPatternDestroy(got);
        return 0;
}

static int
cut_font(struct press *press, size_t i, const char *family, int weight, hb_set_t *set)
{
        hb_subset_input_t *input = hb_subset_input_create_or_fail();
        hb_blob_t *blob, *out;
        hb_face_t *face, *small;
        char name[] = "/tmp/xxgk-font-XXXXXX";
        char *path = NULL;
        const char *bytes;
        unsigned n;
        int index, fd, r;

        r = font_path(family, weight, &path, &index);
        if (r < 0) {
                hb_subset_input_destroy(input);
                return err_trace(r);
        }
        blob = hb_blob_create_from_file(path);
        face = hb_face_create(blob, (unsigned)index & 0xffff);
        hb_set_union(hb_subset_input_unicode_set(input), set);
        small = hb_subset_or_fail(face, input);
        free(path);
        hb_subset_input_destroy(input);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
        if (!small)
                return err_set(ERR_LIBRARY, "font %s cannot be cut down", family);
        out = hb_face_reference_blob(small);
        bytes = hb_blob_get_data(out, &n);
        fd = mkstemp(name);
        if (fd < 0 || write(fd, bytes, n) != (ssize_t)n || close(fd) < 0)
                r = err_errno("%s", name);
        else if (!FcConfigAppFontAddFile(press->config, (const FcChar8 *)name))
                r = err_set(ERR_LIBRARY, "font %s is not taken", name);
        press->files[i] = strdup(name);
        hb_blob_destroy(out);
        hb_face_destroy(small);
        return r;
}

static int
cut_fonts(struct press *press, const char *charset)
{
        hb_set_t *set = characters(charset);
        int r;

        press->config = FcConfigCreate();
        r = cut_font(press, 0, SERIF, FC_WEIGHT_REGULAR, set);
        if (r == 0)
                r = cut_font(press, 1, SERIF, FC_WEIGHT_BOLD, set);
        hb_set_destroy(set);
        if (r < 0)
                return err_trace(r);
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(press->map), press->config);
        return 0;
}

static PangoFontDescription *
font(const char *family, double size, bool bold)
{
        PangoFontDescription *d = pango_font_description_new();

        pango_font_description_set_family(d, family);
        pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
        if (bold)
                pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
        return d;
}

static int
press_end(struct press *press)
{
        PangoFontDescription *all[] = {press->text, press->bold,     press->title,
                                       press->head, press->heading,  press->number,
                                       press->cell, press->cell_bold};

        for (size_t i = 0; i < N(all); i++)
                pango_font_description_free(all[i]);
        g_object_unref(press->context);
        g_object_unref(press->map);
        if (press->config)
                FcConfigDestroy(press->config);
        for (size_t i = 0; i < N(press->files); i++)
                if (press->files[i]) {
                        (void)unlink(press->files[i]);
                        free(press->files[i]);
                }
        return 0;
}

int
press_new(TALLOC_CTX *mem, const char *charset, struct press **ret)
{
        struct press *press = mem_new(mem, struct press);
        /* A third font would be a third of the work again: cut-down presses head with the bold serif. */
        const char *black = charset ? SERIF : SANS;
        int r;

        press->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(press->map), 72);
        press->text = font(SERIF, text_size, false);
        press->bold = font(SERIF, text_size, true);
        press->title = font(SERIF, title_size, true);
        press->head = font(SERIF, 38, true);
        press->heading = font(black, text_size, true);
        press->number = font(SERIF, 14, false);
        press->cell = font(SERIF, cell_size, false);
        press->cell_bold = font(SERIF, cell_size, true);
        r = charset ? cut_fonts(press, charset) : 0;
        press->context = pango_font_map_create_context(press->map);
        pango_context_set_language(press->context, pango_language_from_string("zh-cn"));
        talloc_set_destructor(press, press_end);
        if (r < 0)
                return err_trace(r);
        *ret = press;
        return 0;
}

/* Setting -------------------------------------------------------------------------------------------- */

struct setting {
        struct press *press;
        cairo_t *cr;
        double y; /* top of the next line, from the top of the type area */
        int page;
};

static cairo_status_t
keep(void *arg, const unsigned char *bytes, unsigned n)
{
        struct buf *out = arg;

        buf_put(out, (const char *)bytes, n);
        return out->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
layout_of(struct setting *s, const PangoFontDescription *font, double width, const char *text)
{
        PangoLayout *l = pango_layout_new(s->press->context);

        pango_layout_set_font_description(l, font);
        pango_layout_set_width(l, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_text(l, text, -1);
        return l;
}

/* 7.5: 4号, a dash on each side, 7 mm under the type area; odd pages right, even pages left. */
static void
page_number(struct setting *s)
{
        char text[32];
        PangoLayout *l;
        int w, h;

        (void)snprintf(text, sizeof(text), "— %d —", s->page);
        l = layout_of(s, s->press->number, area_w, text);
        pango_layout_set_width(l, -1);
        pango_layout_get_size(l, &w, &h);
        cairo_move_to(s->cr,
                      s->page % 2 ? left + area_w - text_size - (double)w / PANGO_SCALE
                                  : left + text_size,
                      top + area_h + MM(7) - 7);
        pango_cairo_show_layout(s->cr, l);
        g_object_unref(l);
}

static void
next_page(struct setting *s)
{
        page_number(s);
        cairo_show_page(s->cr);
        s->page++;
        s->y = 0;
}

/* Room for h more points, on this page or the next. */
static void
room(struct setting *s, double h)
{
        if (s->y > 0 && s->y + h > area_h + 1)
                next_page(s);
}

/* Lines of a layout, each `step` high, broken over pages between lines. */
static void
lines(struct setting *s, PangoLayout *l, double x, double step, double size)
{
        PangoLayoutIter *it = pango_layout_get_iter(l);

        do {
                PangoRectangle box;

                room(s, step);
                pango_layout_iter_get_line_extents(it, NULL, &box);
                cairo_move_to(s->cr, x + (double)box.x / PANGO_SCALE,
                              top + s->y + (step - size) / 2 + size * 0.88);
                pango_cairo_show_layout_line(s->cr, pango_layout_iter_get_line_readonly(it));
                s->y += step;
        } while (pango_layout_iter_next_line(it));
        pango_layout_iter_free(it);
        g_object_unref(l);
}

/* Text and marks of a block's children. */
static void
gather(const struct body_node *node, GString *text, PangoAttrList *attrs)
{
        for (size_t i = 0; i < node->n; i++) {
                const struct body_node *kid = &node->kids[i];

                if (kid->type == BODY_TEXT) {
                        guint start = (guint)text->len;

                        g_string_append(text, kid->text);
                        if (kid->marks & BODY_STRONG) {
                                PangoAttribute *a = pango_attr_weight_new(PANGO_WEIGHT_BOLD);

                                a->start_index = start;
                                a->end_index = (guint)text->len;
                                pango_attr_list_insert(attrs, a);
                        }
                } else if (kid->type == BODY_BREAK) {
                        g_string_append(text, "\xe2\x80\xa8");
                } else {
                        if (text->len && kid->n)
                                g_string_append(text, "\n");
                        gather(kid, text, attrs);
                }
        }
}

static PangoLayout *
block_layout(struct setting *s, const struct body_node *node, const PangoFontDescription *font,
             double width)
{
        GString *text = g_string_new(NULL);
        PangoAttrList *attrs = pango_attr_list_new();
        PangoLayout *l;

        gather(node, text, attrs);
        l = layout_of(s, font, width, text->str);
        pango_layout_set_attributes(l, attrs);
        if (node->align == BODY_ALIGN_CENTER)
                pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
        if (node->align == BODY_ALIGN_RIGHT)
                pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
        pango_attr_list_unref(attrs);
        g_string_free(text, TRUE);
        return l;
}

/* Tables --------------------------------------------------------------------------------------------- */

static double
natural_width(struct setting *s, const struct body_node *cell)
{
        PangoLayout *l = block_layout(s, cell, s->press->cell, area_w);
        int w, h;

        pango_layout_set_width(l, -1);
        pango_layout_get_size(l, &w, &h);
        g_object_unref(l);
        return (double)w / PANGO_SCALE + 2 * cell_pad + 2;
}

/* Widths by content: what is short keeps its own, the rest shares what is left. */
static void
column_widths(struct setting *s, const struct body_node *table, double *width, size_t n)
{
        double sum = 0, wide = 0, room_left = area_w;

        for (size_t c = 0; c < n; c++)
                width[c] = 0;
        for (size_t r = 0; r < table->n; r++)
                for (size_t c = 0; c < table->kids[r].n && c < n; c++)
                        if (table->kids[r].kids[c].colspan <= 1)
                                width[c] =
                                    fmax(width[c], natural_width(s, &table->kids[r].kids[c]));
        for (size_t c = 0; c < n; c++)
                sum += width[c];
        if (sum <= area_w) {
                for (size_t c = 0; c < n; c++)
                        width[c] *= area_w / fmax(sum, 1);
                return;
        }
        for (size_t c = 0; c < n; c++)
                if (width[c] <= area_w / (double)n)
                        room_left -= width[c];
                else
                        wide += width[c];
        for (size_t c = 0; c < n; c++)
                if (width[c] > area_w / (double)n)
                        width[c] *= room_left / wide;
}

static double
span_width(const double *width, size_t n, size_t from, int span)
{
        double w = 0;

        for (size_t c = from; c < n && c < from + (size_t)(span > 1 ? span : 1); c++)
                w += width[c];
        return w;
}

static void
table_row(struct setting *s, const struct body_node *row, const double *width, size_t n,
          double height)
{
        double x = left;

        for (size_t i = 0, c = 0; i < row->n && c < n; i++) {
                const struct body_node *cell = &row->kids[i];
                double w = span_width(width, n, c, cell->colspan);
                bool header = cell->type == BODY_HEADER;
                PangoLayout *l = block_layout(
                    s, cell, header ? s->press->cell_bold : s->press->cell, w - 2 * cell_pad);
                double h = pango_layout_get_line_count(l) * cell_pitch, y = s->y;
                /* A cell's paragraph carries the alignment. */
                enum body_align align = cell->n ? cell->kids[0].align : BODY_ALIGN_NONE;

                if (header || align == BODY_ALIGN_CENTER)
                        pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
                else if (align == BODY_ALIGN_RIGHT)
                        pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
                cairo_rectangle(s->cr, x, top + y, w, height);
                cairo_stroke(s->cr);
                s->y = y + (height - h) / 2;
                lines(s, l, x + cell_pad, cell_pitch, cell_size);
                s->y = y;
                x += w;
                c += (size_t)(cell->colspan > 1 ? cell->colspan : 1);
        }
        s->y += height;
}

static double
row_height(struct setting *s, const struct body_node *row, const double *width, size_t n)
{
        double h = 0;

        for (size_t i = 0, c = 0; i < row->n && c < n; i++) {
                const struct body_node *cell = &row->kids[i];
                PangoLayout *l = block_layout(
                    s, cell, s->press->cell, span_width(width, n, c, cell->colspan) - 2 * cell_pad);

                h = fmax(h, pango_layout_get_line_count(l) * cell_pitch);
                g_object_unref(l);
                c += (size_t)(cell->colspan > 1 ? cell->colspan : 1);
        }
        return fmin(h + 2 * cell_pad, area_h);
}

static void
table(struct setting *s, const struct body_node *node)
{
        double width[BODY_COLUMNS_MAX];
        size_t n = 0;

        for (size_t r = 0; r < node->n; r++) {
                size_t wide = 0;

                for (size_t c = 0; c < node->kids[r].n; c++)
                        wide += (size_t)(node->kids[r].kids[c].colspan > 1
                                             ? node->kids[r].kids[c].colspan
                                             : 1);
                n = wide > n ? wide : n;
        }
        if (n == 0 || n > N(width))
                return;
        column_widths(s, node, width, n);
        cairo_set_line_width(s->cr, 0.6);
        for (size_t r = 0; r < node->n; r++) {
                const struct body_node *row = &node->kids[r];
                double h = row_height(s, row, width, n);
                bool has_head = node->kids[0].n && node->kids[0].kids[0].type == BODY_HEADER;

                if (s->y > 0 && s->y + h > area_h + 1) {
                        next_page(s);
                        cairo_set_line_width(s->cr, 0.6);
                        if (has_head && r > 0)
                                table_row(s, &node->kids[0], width, n,
                                          row_height(s, &node->kids[0], width, n));
                }
                table_row(s, row, width, n, h);
        }
        s->y += 8;
}

/* The page ------------------------------------------------------------------------------------------- */

static void
block(struct setting *s, const struct body_node *node, int depth)
{
        PangoLayout *l;

        switch (node->type) {
        case BODY_PARAGRAPH:
                l = block_layout(s, node, s->press->text, area_w - depth * text_size);
                if (node->align ==
                    BODY_ALIGN_RIGHT) /* 署名, 成文日期: two characters from the edge */
                        pango_layout_set_width(l, (int)((area_w - 2 * text_size) * PANGO_SCALE));
                if (node->align == BODY_ALIGN_NONE)
                        pango_layout_set_indent(l, (int)(2 * text_size * PANGO_SCALE));
                lines(s, l, left + depth * text_size, pitch, text_size);
                break;
        case BODY_HEADING:
                room(s, 2 * pitch); /* never the last line of a page */
                l = block_layout(s, node, node->level == 1 ? s->press->heading : s->press->bold,
                                 area_w);
                pango_layout_set_indent(
                    l, node->align == BODY_ALIGN_NONE ? (int)(2 * text_size * PANGO_SCALE) : 0);
                lines(s, l, left, pitch, text_size);
                break;
        case BODY_TABLE:
                table(s, node);
                break;
        case BODY_BULLET_LIST:
        case BODY_ORDERED_LIST:
                for (size_t i = 0; i < node->n; i++)
                        for (size_t j = 0; j < node->kids[i].n; j++)
                                block(s, &node->kids[i].kids[j], depth + 1);
                break;
        default:
                break;
        }
}

/* Title: centred, broken by hand into lines of nearly equal length. */
static void
title(struct setting *s, const char *source)
{
        /* 2019 and 年 stay together (word joiner). */
        char **parts = g_strsplit(source, "年", -1);
        char *text = g_strjoinv("\xe2\x81\xa0年", parts);
        size_t chars = (size_t)g_utf8_strlen(text, -1), per = (size_t)(area_w / title_size) - 1;
        size_t n = (chars + per - 1) / per;
        double width = fmin(area_w, title_size * (double)((chars + n - 1) / (n ? n : 1) + 1));
        PangoLayout *l = layout_of(s, s->press->title, width, text);

        pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
        lines(s, l, left + (area_w - width) / 2, title_pitch, title_size);
        g_strfreev(parts);
        g_free(text);
        s->y += pitch / 2;
}

/* 7.2.4, 7.2.5, 7.2.8: the issuer's mark in red, the number two lines below, a red rule under it. */
static void
red_head(struct setting *s, const struct paper *p)
{
        PangoLayout *l;
        double size = 38;

        if (!p->head)
                return;
        l = layout_of(s, s->press->head, area_w, p->head);
        pango_layout_set_width(l, -1);
        for (int w, h;; size -= 2) {
                PangoFontDescription *d = font(SERIF, size, true);

                pango_layout_set_font_description(l, d);
                pango_font_description_free(d);
                pango_layout_get_size(l, &w, &h);
                if ((double)w / PANGO_SCALE <= area_w || size < 18)
                        break;
        }
        pango_layout_set_width(l, (int)(area_w * PANGO_SCALE));
        pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
        cairo_set_source_rgb(s->cr, 0.84, 0.06, 0.09);
        s->y = 10;
        lines(s, l, left, size * 1.4, size);
        cairo_set_source_rgb(s->cr, 0, 0, 0);
        s->y += pitch;
        if (p->doc_no) {
                l = layout_of(s, s->press->text, area_w, p->doc_no);
                pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
                lines(s, l, left, pitch, text_size);
        }
        cairo_set_source_rgb(s->cr, 0.84, 0.06, 0.09);
        cairo_set_line_width(s->cr, 1.6);
        cairo_move_to(s->cr, left, top + s->y + MM(1));
        cairo_line_to(s->cr, left + area_w, top + s->y + MM(1));
        cairo_stroke(s->cr);
        cairo_set_source_rgb(s->cr, 0, 0, 0);
        s->y += 1.6 * pitch;
}

static void
metadata(cairo_surface_t *surface, const struct paper *p)
{
        char day[DAY_TEXT_SIZE], when[40];

        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, p->title);
        if (p->author)
                cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, p->author);
        if (day_is_none(p->day))
                return;
        /* The document's own day, so that the same document gives the same bytes. */
        (void)snprintf(when, sizeof(when), "%sT09:00:00+08:00", day_text(p->day, day));
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
}

int
paper_pdf(struct press *press, const struct paper *p, struct buf *out)
{
        cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, out, page_w, page_h);
        struct setting s = {.press = press, .page = 1};
        cairo_status_t status;

        metadata(surface, p);
        s.cr = cairo_create(surface);
        red_head(&s, p);
        title(&s, p->title);
        for (size_t i = 0; i < p->body->root.n; i++)
                block(&s, &p->body->root.kids[i], 0);
        page_number(&s);
        cairo_show_page(s.cr);
        cairo_surface_finish(surface);
        status = cairo_status(s.cr);
        if (status == CAIRO_STATUS_SUCCESS)
                status = cairo_surface_status(surface);
        cairo_destroy(s.cr);
        cairo_surface_destroy(surface);
        if (out->full)
                return err_set(ERR_LIMIT, "PDF over %zu bytes", out->max);
        if (status != CAIRO_STATUS_SUCCESS)
                return err_set(ERR_LIBRARY, "cairo: %s", cairo_status_to_string(status));
        return 0;
}
