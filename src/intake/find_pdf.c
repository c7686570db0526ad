/* PDF: what its objects say beside the pages. Objects that an earlier edition left are not told one by one; that there
 * is an earlier edition is. */
#include "intake/find.h"
#include "intake/pdf_page.h"
#include "intake/xml.h"

enum { PAGES_MAX = 2000, STEPS_MAX = 10000, TREE_DEEP = 32, WALK_DEEP = 12 };

static bool
one_of(const struct pdf_value *v, const char *const *list, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (pdf_is_name(v, list[i]))
                        return true;
        return false;
}

static void
annotation(struct finder *f, const struct pdf *p, const struct pdf_value *v)
{
        static const char *const notes[] = {"Text",     "FreeText",  "Highlight", "Underline",
                                            "Squiggly", "StrikeOut", "Stamp",     "Caret",
                                            "Ink",      "Square",    "Circle",    "Line",
                                            "Polygon",  "PolyLine",  "Redact",    "FileAttachment"},
                                 *const active[] = {"RichMedia", "3D", "Movie", "Sound", "Screen"};
        const struct pdf_value *kind = pdf_get(p, v, "Subtype");
        const char *author, *words;

        if (pdf_get(p, v, "Rect")->type != PDF_ARRAY)
                return;
        author = pdf_text(f->mem, pdf_get(p, v, "T"));
        words = pdf_text(f->mem, pdf_get(p, v, "Contents"));
        if (one_of(kind, notes, N(notes)))
                find_add(f, INTAKE_HAS_ANNOTATION,
                         *author ? mem_printf(f->mem, "注释（%.60s）", author) : "注释", words);
        if (one_of(kind, active, N(active)))
                find_add(f, INTAKE_HAS_ACTIVE, "多媒体", words);
}

static void
action(struct finder *f, struct pdf *p, const struct pdf_value *v)
{
        static const char *const others[] = {"Launch", "SubmitForm", "ImportData", "GoToE",
                                             "GoToR"};
        const struct pdf_value *kind = pdf_get(p, v, "S"), *js = pdf_get(p, v, "JS");
        const char *s = "";
        size_t n = 0;

        if (pdf_is_name(kind, "JavaScript") || js->type == PDF_STRING || js->stream) {
                if (js->type == PDF_STRING)
                        s = pdf_text(f->mem, js);
                else if (js->stream && pdf_stream(p, js, &s, &n))
                        s = mem_strndup(f->mem, s, n < 1000 ? n : 1000);
                find_add(f, INTAKE_HAS_MACRO, "JavaScript", s);
        } else if (one_of(kind, others, N(others)))
                find_add(f, INTAKE_HAS_ACTIVE, kind->text, "");
}

static void
walk(struct finder *f, struct pdf *p, const struct pdf_value *v, int depth)
{
        if (depth > WALK_DEEP)
                return;
        if (v->type == PDF_DICT) {
                const struct pdf_value *name = pdf_get(p, v, "UF");

                if (name->type != PDF_STRING)
                        name = pdf_get(p, v, "F");
                annotation(f, p, v);
                action(f, p, v);
                if (pdf_get(p, v, "EF")->type == PDF_DICT)
                        find_add(f, INTAKE_HAS_EMBEDDED, "附件", pdf_text(f->mem, name));
        }
        for (size_t i = 0; (v->type == PDF_DICT || v->type == PDF_ARRAY) && i < v->n; i++)
                walk(f, p, &v->kids[i], depth + 1); /* references are objects of their own */
}

static void
layers(struct finder *f, const struct pdf *p, const struct pdf_value *root)
{
        const struct pdf_value *off =
            pdf_get(p, pdf_get(p, pdf_get(p, root, "OCProperties"), "D"), "OFF");

        for (size_t i = 0; off->type == PDF_ARRAY && i < off->n; i++)
                find_add(f, INTAKE_HAS_HIDDEN_LAYER, "图层",
                         pdf_text(f->mem, pdf_get(p, pdf_resolve(p, &off->kids[i]), "Name")));
}

static bool
is_blank(const char *s)
{
        return s[strspn(s, " \t\r\n")] == '\0';
}

/* Who made it: in the directory of information, or else in XMP. */
static void
properties(struct finder *f, struct pdf *p, const struct pdf_value *root)
{
        const struct pdf_value *info = p->trailer ? pdf_get(p, p->trailer, "Info") : root;
        const char *author = pdf_text(f->mem, pdf_get(p, info, "Author")),
                   *company = pdf_text(f->mem, pdf_get(p, info, "Company")), *s;
        xmlNode *xmp;
        size_t n;

        if (!is_blank(author))
                find_add(f, INTAKE_HAS_AUTHOR, "文件属性", author);
        if (!is_blank(company))
                find_add(f, INTAKE_HAS_COMPANY, "文件属性", company);
        if (!is_blank(author) || !pdf_stream(p, pdf_get(p, root, "Metadata"), &s, &n) ||
            xml_read(f->mem, s, n, &xmp))
                return;
        for (const xmlNode *k = xmp; k; k = xml_next(xmp, k))
                if (xml_is(k, "creator") && !is_blank(find_words(f, k)))
                        find_add(f, INTAKE_HAS_AUTHOR, "文件属性（XMP）", find_words(f, k));
}

struct pages {
        struct finder *f;
        struct pdf *p;
        int n;
        size_t n_boxes;
        size_t steps; /* a tree that bites its tail ends */
};

struct inherited {
        const struct pdf_value *box, *resources;
        int rotate;
};

static void
page(struct pages *ps, const struct pdf_value *v, const struct inherited *in)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct pdf_area *areas;
        TALLOC_CTX *keep = ps->p->mem;
        size_t n;

        ps->n++;
        ps->p->mem = mem;
        pdf_page_covers(mem, ps->p, v, in->box, in->resources, in->rotate, &areas, &n);
        ps->p->mem = keep;
        for (size_t i = 0; i < n && ps->n_boxes < ANSWER_BOXES_MAX; i++) {
                const struct pdf_area *a = &areas[i];
                struct answer_box box = {ps->n, (int)(a->x0 * 100), (int)(a->y0 * 100),
                                         (int)(a->x1 * 100), (int)(a->y1 * 100)};

                answer_put_box(ps->f->answer, &box);
                ps->n_boxes++;
        }
}

static void
page_tree(struct pages *ps, const struct pdf_value *v, struct inherited in, int depth)
{
        const struct pdf_value *box = pdf_get(ps->p, v, "MediaBox"),
                               *resources = pdf_get(ps->p, v, "Resources"),
                               *rotate = pdf_get(ps->p, v, "Rotate"),
                               *kids = pdf_get(ps->p, v, "Kids");

        if (box->type == PDF_ARRAY)
                in.box = box;
        if (resources->type == PDF_DICT)
                in.resources = resources;
        if (rotate->type == PDF_NUMBER)
                in.rotate = ((int)rotate->number % 360 + 360) % 360;
        if (depth > TREE_DEEP || ps->n >= PAGES_MAX || ps->steps++ >= STEPS_MAX ||
            v->type != PDF_DICT)
                return;
        if (kids->type != PDF_ARRAY) {
                page(ps, v, &in);
                return;
        }
        for (size_t i = 0; i < kids->n; i++)
                page_tree(ps, pdf_resolve(ps->p, &kids->kids[i]), in, depth + 1);
}

int
find_in_pdf(struct finder *f, const char *bytes, size_t n)
{
        struct pdf p;
        const struct pdf_value *root;
        struct pages ps = {.f = f, .p = &p};

        pdf_open(f->mem, bytes, n, &p);
        if (p.encrypted)
                return INTAKE_ENCRYPTED;
        if (!p.trailer)
                return INTAKE_BROKEN;
        root = pdf_get(&p, p.trailer, "Root");
        for (size_t i = 0; i < p.n_objects; i++)
                if (p.latest[p.objects[i].number] == i + 1)
                        walk(f, &p, p.objects[i].value, 0);
        layers(f, &p, root);
        properties(f, &p, root);
        if (p.n_ends > (p.linearized ? 2U : 1U))
                find_add(f, INTAKE_HAS_EARLIER, "",
                         mem_printf(f->mem, "共%zu个版本", p.n_ends - p.linearized));
        page_tree(&ps, pdf_get(&p, root, "Pages"),
                  (struct inherited){.box = root, .resources = root}, 0);
        return 0;
}
