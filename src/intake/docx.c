#include "intake/docx.h"

#include "intake/docx_style.h"
#include "intake/picture.h"
#include "intake/xml.h"

enum { PICTURES_MAX = 500, PICTURE_BYTES_MAX = 48 << 20, PENDING_MAX = 256 };

enum warning {
        LEFT_DELETED,
        LEFT_HIDDEN,
        LEFT_NOTES,
        LEFT_COMMENTS,
        LEFT_OBJECTS,
        LEFT_CHARTS,
        LEFT_PICTURES,
        LEFT_MANY_PICTURES,
        WIDE_TABLE,
        N_WARNINGS
};
static const char *const warning_words[N_WARNINGS] = {
    [LEFT_DELETED] = "文档带有修订痕迹，已删除的文字没有导入",
    [LEFT_HIDDEN] = "文档中有隐藏文字，没有导入",
    [LEFT_NOTES] = "脚注、尾注没有导入",
    [LEFT_COMMENTS] = "批注没有导入",
    [LEFT_OBJECTS] = "嵌入的对象没有导入",
    [LEFT_CHARTS] = "图表没有导入，请另存为图片后插入",
    [LEFT_PICTURES] = "有图片的格式网页不能显示，没有导入",
    [LEFT_MANY_PICTURES] = "图片过多或过大，只导入了一部分",
    [WIDE_TABLE] = "有表格超过 64 列或 5000 行，已改为文字段落",
};

struct relation {
        const char *id, *target;
        bool external;
};

struct reader {
        TALLOC_CTX *mem;
        struct pack *pack;
        struct docx *out;
        struct docx_styles *styles;
        struct docx_numbers *numbers;
        struct relation *relations;
        size_t n_relations, picture_bytes;
        bool pictures, in_table, warned[N_WARNINGS];
        struct buf instruction; /* of the field that is open */
        const char *href;
        const xmlNode *pending[PENDING_MAX]; /* text boxes, told after their paragraph */
        size_t n_pending;
};

/* Where blocks are put: the document, or a cell. */
struct place {
        struct tree_block **first, **last;
};

static void blocks(struct reader *, const xmlNode *, const struct place *);
static void inlines(struct reader *, const xmlNode *, struct tree_block *,
                    const struct docx_look *);

static void
warn(struct reader *rd, enum warning w)
{
        if (rd->warned[w])
                return;
        rd->warned[w] = true;
        mem_grow(rd->mem, rd->out->warnings, rd->out->n_warnings);
        rd->out->warnings[rd->out->n_warnings++] = warning_words[w];
}

static const struct relation *
relation(const struct reader *rd, const char *id)
{
        for (size_t i = 0; id && i < rd->n_relations; i++)
                if (strcmp(rd->relations[i].id, id) == 0)
                        return &rd->relations[i];
        return NULL;
}

/* A name for the picture that no other has: "picture3.png". */
static const char *
keep_picture(struct reader *rd, char *bytes, size_t n)
{
        enum intake_kind kind = picture_kind(bytes, n);
        struct docx *out = rd->out;
        const char *name;

        if (kind == INTAKE_UNKNOWN) {
                warn(rd, LEFT_PICTURES);
                return NULL;
        }
        for (size_t i = 0; i < out->n_pictures; i++) /* a logo stands on each page */
                if (out->pictures[i].n == n && memcmp(out->pictures[i].bytes, bytes, n) == 0)
                        return out->pictures[i].name;
        if (out->n_pictures == PICTURES_MAX || rd->picture_bytes + n > PICTURE_BYTES_MAX) {
                warn(rd, LEFT_MANY_PICTURES);
                return NULL;
        }
        rd->picture_bytes += n;
        name = mem_printf(rd->mem, "picture%zu.%s", out->n_pictures + 1, picture_ending(kind));
        mem_grow(rd->mem, out->pictures, out->n_pictures);
        out->pictures[out->n_pictures++] = (struct intake_picture){name, kind, bytes, n};
        return name;
}

static void
picture(struct reader *rd, const char *id, const char *alt, struct tree_block *p)
{
        const struct relation *rel = relation(rd, id);
        const char *name;
        char *bytes;
        size_t n;

        if (!rd->pictures || !rel)
                return;
        if (rel->external) { /* a picture elsewhere is never fetched */
                warn(rd, LEFT_PICTURES);
                return;
        }
        name =
            rel->target[0] == '/' ? rel->target + 1 : mem_printf(rd->mem, "word/%s", rel->target);
        if (pack_part(rd->mem, rd->pack, name, &bytes, &n) != 0) {
                warn(rd, LEFT_PICTURES);
                return;
        }
        name = keep_picture(rd, bytes, n);
        if (name)
                tree_picture(rd->mem, p, name, alt);
}

/* Drawings of the new and the old kind: a picture, a box with text, or something a body cannot hold. */
static void
graphic(struct reader *rd, const xmlNode *node, const char *alt, struct tree_block *p)
{
        if (xml_is(node, "AlternateContent")) {
                const xmlNode *choice = xml_child(node, "Choice");

                node = choice ? choice : xml_child(node, "Fallback");
        }
        for (const xmlNode *k = node ? node->children : NULL; k; k = k->next) {
                const char *said = xml_is(k, "docPr") ? xml_attr(k, "descr") : NULL;

                if (said)
                        alt = said;
                if (xml_is(k, "blip"))
                        picture(rd, xml_attr(k, "embed"), alt, p);
                else if (xml_is(k, "imagedata"))
                        picture(rd, xml_attr(k, "id"), xml_attr(k, "title"), p);
                else if (xml_is(k, "chart") || xml_is(k, "relIds"))
                        warn(rd, LEFT_CHARTS);
                else if (xml_is(k, "OLEObject"))
                        warn(rd, LEFT_OBJECTS);
                else if (xml_is(k, "txbxContent")) {
                        if (rd->n_pending < PENDING_MAX)
                                rd->pending[rd->n_pending++] = k;
                } else if (k->type == XML_ELEMENT_NODE)
                        graphic(rd, k, alt, p);
        }
}

/* HYPERLINK "address" of a field; the words it shows follow until its end. */
static void
field(struct reader *rd, const char *step)
{
        const char *s = buf_text(&rd->instruction), *from, *to;

        if (!step || strcmp(step, "separate") != 0) {
                rd->instruction = buf_new(rd->mem, KiB(4));
                rd->href = NULL;
                return;
        }
        s += strspn(s, " ");
        from = strncmp(s, "HYPERLINK ", 10) == 0 ? strchr(s, '"') : NULL;
        to = from ? strchr(from + 1, '"') : NULL;
        if (to) {
                const char *href = mem_strndup(rd->mem, from + 1, (size_t)(to - from - 1));

                rd->href = tree_is_href(href) ? href : NULL;
        }
}

static void
say(struct reader *rd, struct tree_block *p, const char *text, size_t n,
    const struct docx_look *look)
{
        tree_say(rd->mem, p, text, n,
                 p->heading ? look->marks & ~(unsigned)TREE_STRONG : look->marks, rd->href);
}

static void
run_part(struct reader *rd, const xmlNode *k, struct tree_block *p, const struct docx_look *look)
{
        if (xml_is(k, "t")) {
                struct buf b = buf_new(rd->mem, MiB(16));

                xml_text(&b, k);
                say(rd, p, buf_text(&b), b.len, look);
        } else if (xml_is(k, "tab") || xml_is(k, "ptab"))
                say(rd, p, "\t", 1, look);
        else if (xml_is(k, "noBreakHyphen"))
                say(rd, p, "-", 1, look);
        else if (xml_is(k, "br") || xml_is(k, "cr")) {
                const char *type = xml_attr(k, "type");

                if (!type || strcmp(type, "textWrapping") == 0)
                        tree_break(rd->mem, p);
        } else if (xml_is(k, "instrText"))
                xml_text(&rd->instruction, k);
        else if (xml_is(k, "fldChar"))
                field(rd, xml_attr(k, "fldCharType"));
        else if (xml_is(k, "drawing") || xml_is(k, "pict") || xml_is(k, "AlternateContent") ||
                 xml_is(k, "object"))
                graphic(rd, k, "", p);
        else if (xml_is(k, "footnoteReference") || xml_is(k, "endnoteReference"))
                warn(rd, LEFT_NOTES);
        else if (xml_is(k, "commentReference"))
                warn(rd, LEFT_COMMENTS);
}

static void
run(struct reader *rd, const xmlNode *r, struct tree_block *p, const struct docx_look *paragraph)
{
        const xmlNode *props = xml_child(r, "rPr");
        const char *style = xml_child_attr(props, "rStyle", "val");
        struct docx_look look = *paragraph;

        if (style)
                docx_style_apply(rd->styles, style, &look);
        docx_run_apply(props, &look);
        if (look.hidden) {
                warn(rd, LEFT_HIDDEN);
                return;
        }
        for (const xmlNode *k = r->children; k; k = k->next)
                run_part(rd, k, p, &look);
}

static void
link_to(struct reader *rd, const xmlNode *node, struct tree_block *p, const struct docx_look *look)
{
        const struct relation *rel = relation(rd, xml_attr(node, "id"));
        const char *before = rd->href;

        rd->href = rel && rel->external && tree_is_href(rel->target) ? rel->target : NULL;
        inlines(rd, node, p, look);
        rd->href = before;
}

static void
inlines(struct reader *rd, const xmlNode *node, struct tree_block *p, const struct docx_look *look)
{
        for (const xmlNode *k = node->children; k; k = k->next)
                if (xml_is(k, "r"))
                        run(rd, k, p, look);
                else if (xml_is(k, "hyperlink"))
                        link_to(rd, k, p, look);
                else if (xml_is(k, "ins") || xml_is(k, "smartTag") || xml_is(k, "sdt") ||
                         xml_is(k, "sdtContent") || xml_is(k, "fldSimple") || xml_is(k, "moveTo") ||
                         xml_is(k, "customXml"))
                        inlines(rd, k, p, look);
                else if (xml_is(k, "oMath") || xml_is(k, "oMathPara")) {
                        struct buf b = buf_new(rd->mem, KiB(64));

                        xml_text(&b, k);
                        say(rd, p, buf_text(&b), b.len, look);
                } else if (xml_is(k, "del") || xml_is(k, "moveFrom"))
                        warn(rd, LEFT_DELETED);
}

static void
paragraph(struct reader *rd, const xmlNode *node, const struct place *to)
{
        struct tree_block *p = tree_paragraph(rd->mem);
        const xmlNode *props = xml_child(node, "pPr");
        struct docx_look look = {.heading = 0};
        size_t first_box = rd->n_pending;

        docx_style_apply(rd->styles, xml_child_attr(props, "pStyle", "val"), &look);
        docx_paragraph_apply(props, &look);
        p->heading = rd->in_table ? 0 : look.heading;
        p->align = look.align == TREE_LEFT && look.indent ? TREE_PLAIN : look.align;
        if (look.number && docx_number_next(rd->mem, rd->numbers, look.number, look.level, &p->list,
                                            &p->number, &p->label)) {
                p->depth = look.level < TREE_DEPTH_MAX ? look.level : TREE_DEPTH_MAX - 1;
                if (p->heading || rd->in_table) /* a number there is part of the words */
                        p->list = TREE_NO_LIST;
        }
        inlines(rd, node, p, &look);
        tree_append(to->first, to->last, p);
        for (size_t i = first_box; i < rd->n_pending; i++)
                blocks(rd, rd->pending[i], to);
        rd->n_pending = first_box;
}

static unsigned
number_of(const char *s, unsigned otherwise)
{
        unsigned long n = s ? strtoul(s, NULL, 10) : otherwise;

        return n > 1000 ? 1000 : (unsigned)n;
}

static void
cell(struct reader *rd, const xmlNode *tc, struct tree_row *row)
{
        const xmlNode *props = xml_child(tc, "tcPr"), *merge = xml_child(props, "vMerge");
        const char *val = xml_attr(merge, "val");
        struct tree_cell *c = mem_new(rd->mem, struct tree_cell);

        c->colspan = number_of(xml_child_attr(props, "gridSpan", "val"), 1);
        c->colspan += c->colspan == 0;
        c->rowspan = 1;
        c->opens = val && strcmp(val, "restart") == 0;
        c->below = merge && !c->opens;
        if (row->last)
                row->last->next = c;
        else
                row->first = c;
        row->last = c;
        blocks(rd, tc, &(struct place){&c->first, &c->last});
}

/* Cells and rows may be wrapped in controls (w:sdt). */
static void
cells(struct reader *rd, const xmlNode *tr, struct tree_row *row)
{
        for (const xmlNode *k = tr->children; k; k = k->next)
                if (xml_is(k, "tc"))
                        cell(rd, k, row);
                else if (xml_is(k, "sdt") || xml_is(k, "sdtContent") || xml_is(k, "customXml"))
                        cells(rd, k, row);
}

static void
rows(struct reader *rd, const xmlNode *tbl, struct tree_block *t)
{
        for (const xmlNode *k = tbl->children; k; k = k->next) {
                const xmlNode *props = xml_child(k, "trPr");
                struct tree_row *row;

                if (xml_is(k, "sdt") || xml_is(k, "sdtContent") || xml_is(k, "customXml"))
                        rows(rd, k, t);
                if (!xml_is(k, "tr"))
                        continue;
                if (xml_child(props, "del")) {
                        warn(rd, LEFT_DELETED);
                        continue;
                }
                row = mem_new(rd->mem, struct tree_row);
                row->header = docx_is_on(xml_child(props, "tblHeader"));
                row->before = number_of(xml_child_attr(props, "gridBefore", "val"), 0);
                if (t->last_row)
                        t->last_row->next = row;
                else
                        t->first_row = row;
                t->last_row = row;
                t->n_rows++;
                cells(rd, k, row);
        }
}

static void
table(struct reader *rd, const xmlNode *tbl, const struct place *to)
{
        struct tree_block *t = tree_paragraph(rd->mem);

        t->type = TREE_TABLE;
        tree_append(to->first, to->last, t);
        rd->in_table = true;
        rows(rd, tbl, t);
        rd->in_table = false;
        if (!tree_settle(rd->mem, t)) {
                warn(rd, WIDE_TABLE);
                while ((*to->last)->next)
                        *to->last = (*to->last)->next;
        }
}

static void
blocks(struct reader *rd, const xmlNode *node, const struct place *to)
{
        static const char *const through[] = {"sdt",       "sdtContent",       "ins",   "moveTo",
                                              "customXml", "AlternateContent", "Choice"};

        for (const xmlNode *k = node->children; k; k = k->next) {
                bool inner =
                    rd->in_table && (xml_is(k, "tbl") || xml_is(k, "tr") || xml_is(k, "tc"));

                if (xml_is(k, "p"))
                        paragraph(rd, k, to);
                else if (xml_is(k, "tbl") && !rd->in_table)
                        table(rd, k, to);
                for (size_t i = 0; !inner && i < N(through); i++)
                        inner = xml_is(k, through[i]);
                if (inner) /* a table in a cell becomes the cell's paragraphs */
                        blocks(rd, k, to);
        }
}

static int
read_relations(struct reader *rd)
{
        xmlNode *root;
        char *xml;
        size_t n;
        int r = pack_part(rd->mem, rd->pack, "word/_rels/document.xml.rels", &xml, &n);

        if (r == INTAKE_EMPTY)
                return 0;
        if (r == 0)
                r = xml_read(rd->mem, xml, n, &root);
        if (r)
                return r;
        for (const xmlNode *k = root->children; k; k = k->next) {
                const char *id = xml_attr(k, "Id"), *target = xml_attr(k, "Target"),
                           *mode = xml_attr(k, "TargetMode");

                if (!id || !target)
                        continue;
                mem_grow(rd->mem, rd->relations, rd->n_relations);
                rd->relations[rd->n_relations++] =
                    (struct relation){id, target, mode && strcmp(mode, "External") == 0};
        }
        return 0;
}

int
docx_read(TALLOC_CTX *mem, struct pack *pack, bool pictures, struct docx *ret)
{
        struct docx out = {.tree = {.mem = mem}};
        struct reader rd = {.mem = mem,
                            .pack = pack,
                            .out = &out,
                            .pictures = pictures,
                            .instruction = buf_new(mem, KiB(4))};
        const xmlNode *body;
        xmlNode *root;
        char *xml;
        size_t n;
        int r = pack_part(mem, pack, "word/document.xml", &xml, &n);

        if (r == 0)
                r = xml_read(mem, xml, n, &root);
        if (r == 0)
                r = docx_styles_read(mem, pack, &rd.styles);
        if (r == 0)
                r = docx_numbers_read(mem, pack, &rd.numbers);
        if (r == 0)
                r = read_relations(&rd);
        if (r)
                return r == INTAKE_EMPTY ? INTAKE_BROKEN : r;
        body = xml_child(root, "body");
        if (!body)
                return INTAKE_BROKEN;
        blocks(&rd, body, &(struct place){&out.tree.first, &out.tree.last});
        *ret = out;
        return 0;
}
