/* What the scan before publication found, marked where it stands: in the body by body_html(), in the fields around it here. */
#include "pages/office_items.h"

#include "domain/body/body.h"
#include "views/office/item.h"

bool
item_scan_is_shown(const struct flow_item *it, const struct flow_mark *f)
{
        return strcmp(it->text.state, "draft") == 0 && f->seen &&
               strcmp(f->found.field, "attached") != 0 &&
               (strcmp(f->found.field, "body") != 0 || *f->found.path);
}

/* Decided or not is told by the words and the class, not by the colour alone. */
static const char *
classes_of(const struct flow_mark *f)
{
        if (f->kept)
                return "spot spot-done";
        return f->found.severity == SCAN_STOP      ? "spot spot-stop"
               : f->found.severity == SCAN_WARNING ? "spot spot-warning"
                                                   : "spot spot-hint";
}

static const char *
label_of(struct page *p, const struct flow_mark *f, size_t i)
{
        return mem_printf(p->mem, "%zu%s %s", i + 1, f->kept ? " ✓" : "",
                          scan_kind_label(f->found.kind));
}

static const char *
says_of(struct page *p, const struct flow_mark *f)
{
        return mem_printf(p->mem, "（%s，%s）", scan_severity_label(f->found.severity),
                          f->kept ? "已处理" : "尚未处理");
}

static const char *
id_of(struct page *p, const struct flow_mark *f)
{
        return mem_printf(p->mem, "m%lld", (long long)f->id);
}

struct body_place *
item_scan_places(struct page *p, const struct flow_item *it, size_t *ret_n)
{
        struct body_place *list = mem_array(p->mem, struct body_place, it->n_findings + 1);

        *ret_n = 0;
        for (size_t i = 0; i < it->n_findings; i++) {
                const struct flow_mark *f = &it->findings[i];

                if (strcmp(f->found.field, "body") != 0 || !item_scan_is_shown(it, f))
                        continue;
                list[(*ret_n)++] =
                    (struct body_place){.path = f->found.path,
                                        .from = f->found.from,
                                        .n = f->found.n,
                                        .id = id_of(p, f),
                                        .classes = classes_of(f),
                                        .label = label_of(p, f, i),
                                        .url = mem_printf(p->mem, "#%s", item_scan_row(p, it, i)),
                                        .says = says_of(p, f)};
        }
        return list;
}

/* ---- fields --------------------------------------------------------------------------------- */

struct field {
        const char *name, *label, *text;
};

/* Whether the finding stands in this field. Names of files are one field to the scan: what it found says which. */
static bool
is_in(const struct flow_mark *f, const struct field *in)
{
        size_t n = strlen(in->text);

        return strcmp(f->found.field, in->name) == 0 && f->found.from <= n &&
               f->found.n <= n - f->found.from &&
               (!f->found.n || strncmp(in->text + f->found.from, f->found.found, f->found.n) == 0);
}

static void
add(struct page *p, struct office_marked *m, struct office_piece piece)
{
        struct office_piece *list = mem_array(p->mem, struct office_piece, m->n_pieces + 1);

        if (m->n_pieces)
                memcpy(list, m->pieces, m->n_pieces * sizeof(*list));
        list[m->n_pieces++] = piece;
        m->pieces = list;
}

static const char *
stretch(struct page *p, const struct field *in, size_t from, size_t to)
{
        return mem_strndup(p->mem, in->text + from, to - from);
}

/* Findings come in the order of the text, and do not overlap within a field. */
static struct office_marked
mark_field(struct page *p, const struct flow_item *it, const struct field *in, bool *taken,
           size_t *n_marks)
{
        struct office_marked m = {.label = in->label};
        size_t at = 0;

        for (size_t i = 0; i < it->n_findings; i++) {
                const struct flow_mark *f = &it->findings[i];

                if (taken[i] || !item_scan_is_shown(it, f) || !is_in(f, in) || f->found.from < at)
                        continue;
                taken[i] = true;
                ++*n_marks;
                if (f->found.from > at)
                        add(p, &m,
                            (struct office_piece){.text = stretch(p, in, at, f->found.from)});
                at = f->found.from + f->found.n;
                add(p, &m,
                    (struct office_piece){.text =
                                              f->found.n ? stretch(p, in, f->found.from, at) : NULL,
                                          .id = id_of(p, f),
                                          .classes = classes_of(f),
                                          .url = mem_printf(p->mem, "#%s", item_scan_row(p, it, i)),
                                          .label = label_of(p, f, i),
                                          .says = says_of(p, f)});
        }
        if (m.n_pieces && in->text[at])
                add(p, &m, (struct office_piece){.text = in->text + at});
        return m;
}

void
item_scan_fields(struct page *p, const struct flow_item *it, struct office_scan *ret)
{
        enum { OF_TEXT = 5 };
        const struct flow_text *t = &it->text;
        const struct field fields[OF_TEXT] = {{"title", "标题", t->title},
                                              {"doc_no", "发文字号", t->doc_no ? t->doc_no : ""},
                                              {"summary", "内容概述", t->summary},
                                              {"keywords", "关键词", t->keywords},
                                              {"source", "来源", t->source}};
        struct office_marked *list =
            mem_array(p->mem, struct office_marked, OF_TEXT + it->n_files + 1);
        bool *taken = mem_array(p->mem, bool, it->n_findings + 1);
        size_t n_body;

        (void)item_scan_places(p, it, &n_body);
        ret->n_places = n_body;
        for (size_t i = 0; i < OF_TEXT + it->n_files; i++) {
                const struct field in =
                    i < OF_TEXT ? fields[i]
                                : (struct field){"file", "附件名", it->files[i - OF_TEXT].name};
                struct office_marked m = mark_field(p, it, &in, taken, &ret->n_places);

                if (m.n_pieces)
                        list[ret->n_fields++] = m;
        }
        ret->fields = list;
}
