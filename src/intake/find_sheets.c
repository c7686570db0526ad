/* Workbooks. Sheets may be as long as a memory is wide, so they are streamed; only what is hidden is kept. Columns and
 * rows that hold nothing are hidden for looks and no finding. */
#include "intake/find.h"
#include "intake/xml.h"

#include <libxml/xmlreader.h>
#include <strings.h>

enum {
        STRINGS_MAX = 200000,
        STRING_MAX = 120,
        VALUES = 6,
        RANGES_MAX = 400,
        SHEETS_MAX = 1000,
        COLUMNS_MAX = 16384
};

struct range {
        unsigned from, to;
        bool used;
        unsigned n_values;
        struct buf words;
};
struct sheet {
        const char *name, *part;
        bool hidden, very;
};
struct book {
        struct finder *f;
        struct pack *pack;
        const char **strings;
        size_t n_strings;
        struct sheet *sheets;
        size_t n_sheets;
};

typedef void on_element(void *arg, xmlTextReader *);

static unsigned
number_of(const char *s)
{
        unsigned long n = s ? strtoul(s, NULL, 10) : 0;

        return n > 100000000 ? 100000000 : (unsigned)n;
}

/* An attribute of the element that is being read; NULL. Lives until the next element. */
static const char *
attr(TALLOC_CTX *mem, xmlTextReader *rd, const char *name)
{
        xmlChar *v = xmlTextReaderGetAttribute(rd, BAD_CAST name);
        const char *copy = v ? mem_strdup(mem, (const char *)v) : NULL;

        xmlFree(v);
        return copy;
}

static bool
is_true(const char *s)
{
        return s && (strcmp(s, "1") == 0 || strcasecmp(s, "true") == 0);
}

/* Every node of a part in turn. */
static int
stream(struct book *b, const char *name, on_element *fn, void *arg)
{
        xmlTextReader *rd;
        char *xml;
        size_t n;
        int r = pack_part(b->f->mem, b->pack, name, &xml, &n), more;

        if (r)
                return r == INTAKE_EMPTY ? 0 : r;
        rd = xmlReaderForMemory(xml, (int)n, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        if (!rd)
                return INTAKE_BROKEN;
        while ((more = xmlTextReaderRead(rd)) == 1) {
                if (xmlTextReaderNodeType(rd) == XML_READER_TYPE_DOCUMENT_TYPE) {
                        r = INTAKE_ENTITIES;
                        break;
                }
                fn(arg, rd);
        }
        xmlFreeTextReader(rd);
        return r ? r : more < 0 ? INTAKE_BROKEN : 0;
}

static bool
is_element(xmlTextReader *rd, const char *name)
{
        const xmlChar *local = xmlTextReaderConstLocalName(rd);

        return local && strcmp((const char *)local, name) == 0;
}

struct strings {
        struct book *book;
        struct buf now;
        bool phonetic;
};

static void
on_string(void *arg, xmlTextReader *rd)
{
        struct strings *s = arg;
        int type = xmlTextReaderNodeType(rd);

        if (type == XML_READER_TYPE_ELEMENT && is_element(rd, "si"))
                s->now = buf_new(s->book->f->mem, STRING_MAX);
        if (is_element(rd, "rPh"))
                s->phonetic = type == XML_READER_TYPE_ELEMENT;
        if (type == XML_READER_TYPE_TEXT && !s->phonetic)
                buf_str(&s->now, (const char *)xmlTextReaderConstValue(rd));
        if (is_element(rd, "si") && s->book->n_strings < STRINGS_MAX &&
            (type == XML_READER_TYPE_END_ELEMENT || xmlTextReaderIsEmptyElement(rd))) {
                mem_grow(s->book->f->mem, s->book->strings, s->book->n_strings);
                s->book->strings[s->book->n_strings++] = buf_text(&s->now);
        }
}

struct scan {
        struct book *b;
        TALLOC_CTX *tmp;
        struct range columns[RANGES_MAX], rows[RANGES_MAX], all;
        size_t n_columns, n_rows;
        unsigned row, col; /* where we are */
        bool row_hidden, shared, in_value;
};

/* "BC12" → 55. */
static unsigned
column_of(const char *ref)
{
        unsigned n = 0;

        for (; ref && *ref >= 'A' && *ref <= 'Z' && n < COLUMNS_MAX; ref++)
                n = n * 26 + (unsigned)(*ref - 'A') + 1;
        return n;
}

static const char *
letters(TALLOC_CTX *mem, unsigned col)
{
        char out[8];
        size_t at = sizeof(out) - 1;

        out[at] = '\0';
        for (; col && at; col = (col - 1) / 26)
                out[--at] = (char)('A' + (col - 1) % 26);
        return mem_strdup(mem, out + at);
}

static void
keep(struct range *r, const char *words)
{
        if (!words[strspn(words, " \t\r\n")])
                return;
        r->used = true;
        if (r->n_values++ < VALUES) {
                buf_str(&r->words, words);
                buf_char(&r->words, ' ');
        }
}

static struct range *
range_of(struct scan *s, struct range *list, size_t *n, unsigned from, unsigned to)
{
        if (*n && list[*n - 1].to + 1 == from) {
                list[*n - 1].to = to;
                return &list[*n - 1];
        }
        if (*n == RANGES_MAX)
                return &list[*n - 1];
        list[*n] = (struct range){.from = from, .to = to, .words = buf_new(s->b->f->mem, 1000)};
        return &list[(*n)++];
}

static void
value(struct scan *s, const char *words)
{
        if (s->shared) {
                unsigned i = number_of(words);

                words = i < s->b->n_strings ? s->b->strings[i] : "…";
        }
        keep(&s->all, words);
        if (s->row_hidden && s->n_rows)
                keep(&s->rows[s->n_rows - 1], words);
        for (size_t i = 0; i < s->n_columns; i++)
                if (s->col >= s->columns[i].from && s->col <= s->columns[i].to)
                        keep(&s->columns[i], words);
}

static void
on_cell(void *arg, xmlTextReader *rd)
{
        struct scan *s = arg;
        int type = xmlTextReaderNodeType(rd);

        if (type == XML_READER_TYPE_TEXT && s->in_value)
                value(s, (const char *)xmlTextReaderConstValue(rd));
        if (is_element(rd, "v") || is_element(rd, "t"))
                s->in_value = type == XML_READER_TYPE_ELEMENT && !xmlTextReaderIsEmptyElement(rd);
        if (type != XML_READER_TYPE_ELEMENT)
                return;
        talloc_free_children(s->tmp);
        if (is_element(rd, "col") && is_true(attr(s->tmp, rd, "hidden")))
                (void)range_of(s, s->columns, &s->n_columns, number_of(attr(s->tmp, rd, "min")),
                               number_of(attr(s->tmp, rd, "max")));
        else if (is_element(rd, "row")) {
                const char *n = attr(s->tmp, rd, "r");

                s->row = n ? number_of(n) : s->row + 1;
                s->col = 0;
                s->row_hidden = is_true(attr(s->tmp, rd, "hidden"));
                if (s->row_hidden)
                        (void)range_of(s, s->rows, &s->n_rows, s->row, s->row);
        } else if (is_element(rd, "c")) {
                const char *t = attr(s->tmp, rd, "t"), *ref = attr(s->tmp, rd, "r");

                s->shared = t && strcmp(t, "s") == 0;
                s->col = ref ? column_of(ref) : s->col + 1;
        }
}

static int
sheet(struct book *b, const struct sheet *sh)
{
        struct finder *f = b->f;
        struct scan *s = mem_new(f->mem, struct scan);
        int r;

        s->b = b;
        s->tmp = talloc_new(f->mem);
        s->all.words = buf_new(f->mem, 1000);
        r = stream(b, sh->part, on_cell, s);
        if (r)
                return r;
        if (sh->hidden) /* also when it is empty: nobody can see that it is */
                find_add(
                    f, INTAKE_HAS_HIDDEN_SHEET,
                    mem_printf(f->mem, "工作表“%.60s”%s", sh->name, sh->very ? "（深度隐藏）" : ""),
                    buf_text(&s->all.words));
        for (size_t i = 0; i < s->n_columns; i++)
                if (s->columns[i].used)
                        find_add(f, INTAKE_HAS_HIDDEN_COLUMNS,
                                 mem_printf(f->mem, "工作表“%.60s”%s—%s列", sh->name,
                                            letters(f->mem, s->columns[i].from),
                                            letters(f->mem, s->columns[i].to)),
                                 buf_text(&s->columns[i].words));
        for (size_t i = 0; i < s->n_rows; i++)
                if (s->rows[i].used)
                        find_add(f, INTAKE_HAS_HIDDEN_ROWS,
                                 mem_printf(f->mem, "工作表“%.60s”第%u—%u行", sh->name,
                                            s->rows[i].from, s->rows[i].to),
                                 buf_text(&s->rows[i].words));
        return 0;
}

static const char *
target_of(struct book *b, const xmlNode *relations, const char *id)
{
        for (const xmlNode *k = relations && id ? relations->children : NULL; k; k = k->next) {
                const char *own = xml_attr(k, "Id"), *target = xml_attr(k, "Target");

                if (own && target && strcmp(own, id) == 0)
                        return target[0] == '/' ? target + 1
                                                : mem_printf(b->f->mem, "xl/%s", target);
        }
        return "";
}

static int
read_book(struct book *b)
{
        struct finder *f = b->f;
        struct strings strings = {.book = b, .now = buf_new(f->mem, STRING_MAX)};
        xmlNode *root, *relations;
        int r = find_part(f, b->pack, "xl/workbook.xml", &root);

        if (r == 0)
                r = find_part(f, b->pack, "xl/_rels/workbook.xml.rels", &relations);
        if (r == 0)
                r = stream(b, "xl/sharedStrings.xml", on_string, &strings);
        if (r)
                return r;
        for (const xmlNode *k = root; k; k = xml_next(root, k)) {
                const char *state = xml_attr(k, "state"), *name = xml_attr(k, "name");

                if (!xml_is(k, "sheet") || b->n_sheets == SHEETS_MAX)
                        continue;
                mem_grow(f->mem, b->sheets, b->n_sheets);
                b->sheets[b->n_sheets++] =
                    (struct sheet){.name = name ? name : "",
                                   .part = target_of(b, relations, xml_attr(k, "id")),
                                   .hidden = state && (strcmp(state, "hidden") == 0 ||
                                                       strcmp(state, "veryHidden") == 0),
                                   .very = state && strcmp(state, "veryHidden") == 0};
        }
        return 0;
}

struct words {
        struct book *b;
        struct range r;
        bool in;
};

static void
on_external(void *arg, xmlTextReader *rd)
{
        struct words *w = arg;
        int type = xmlTextReaderNodeType(rd);

        if (is_element(rd, "v"))
                w->in = type == XML_READER_TYPE_ELEMENT;
        if (type == XML_READER_TYPE_TEXT && w->in)
                keep(&w->r, (const char *)xmlTextReaderConstValue(rd));
}

static void
on_comment(void *arg, xmlTextReader *rd)
{
        struct words *w = arg;
        int type = xmlTextReaderNodeType(rd);
        bool comment = is_element(rd, "comment") || is_element(rd, "threadedComment");

        if (comment && type == XML_READER_TYPE_ELEMENT)
                w->r.words = buf_new(w->b->f->mem, 1000);
        w->in = w->in || (comment && type == XML_READER_TYPE_ELEMENT);
        if (w->in && type == XML_READER_TYPE_TEXT)
                buf_str(&w->r.words, (const char *)xmlTextReaderConstValue(rd));
        if (comment && type == XML_READER_TYPE_END_ELEMENT) {
                find_add(w->b->f, INTAKE_HAS_COMMENT, "批注", buf_text(&w->r.words));
                w->in = false;
        }
}

static int
other_part(struct book *b, const char *name)
{
        struct words w = {.b = b, .r.words = buf_new(b->f->mem, 1000)};
        int r = 0;

        if (find_is_part(name, "xl/externalLinks/externalLink", ".xml")) {
                r = stream(b, name, on_external, &w);
                if (r == 0 && w.r.used)
                        find_add(b->f, INTAKE_HAS_CACHED_DATA, "外部工作簿的值",
                                 buf_text(&w.r.words));
        } else if (find_is_part(name, "xl/pivotCache/pivotCacheRecords", ".xml"))
                find_add(b->f, INTAKE_HAS_CACHED_DATA, "数据透视表的源数据", name);
        else if (find_is_part(name, "xl/", "connections.xml"))
                find_add(b->f, INTAKE_HAS_CACHED_DATA, "数据连接", name);
        else if (find_is_part(name, "xl/comments", ".xml") ||
                 find_is_part(name, "xl/threadedComments/", ".xml"))
                r = stream(b, name, on_comment, &w);
        return r;
}

int
find_in_sheets(struct finder *f, struct pack *pack)
{
        struct book b = {.f = f, .pack = pack};
        int r;

        if (!pack_has(pack, "xl/workbook.xml")) { /* the binary kind */
                find_add(f, INTAKE_HAS_LEGACY, "", "");
                return 0;
        }
        r = read_book(&b);
        for (size_t i = 0; r == 0 && i < b.n_sheets; i++)
                r = sheet(&b, &b.sheets[i]);
        for (size_t i = 0; r == 0 && i < pack_count(pack); i++)
                r = other_part(&b, pack_name(pack, i));
        return r;
}
