/* Workbooks. Sheets may be as long as a memory is wide, so they are streamed; only what is hidden is kept. Columns and
 * rows that hold nothing are hidden for looks and no finding. */
#include "intake/book.h"

enum { STRING_MAX = 120, VALUES = 6, RANGES_MAX = 400 };

struct range {
        unsigned from, to;
        bool used;
        unsigned n_values;
        struct buf words;
};
struct scan {
        struct book *b;
        TALLOC_CTX *tmp;
        struct range columns[RANGES_MAX], rows[RANGES_MAX], all;
        size_t n_columns, n_rows;
        unsigned row, col; /* where we are */
        bool row_hidden, shared, in_value;
};

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
                unsigned i = book_number(words);

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
        if (book_at(rd, "v") || book_at(rd, "t"))
                s->in_value = type == XML_READER_TYPE_ELEMENT && !xmlTextReaderIsEmptyElement(rd);
        if (type != XML_READER_TYPE_ELEMENT)
                return;
        talloc_free_children(s->tmp);
        if (book_at(rd, "col") && book_is_true(book_attr(s->tmp, rd, "hidden")))
                (void)range_of(s, s->columns, &s->n_columns,
                               book_number(book_attr(s->tmp, rd, "min")),
                               book_number(book_attr(s->tmp, rd, "max")));
        else if (book_at(rd, "row")) {
                const char *n = book_attr(s->tmp, rd, "r");

                s->row = n ? book_number(n) : s->row + 1;
                s->col = 0;
                s->row_hidden = book_is_true(book_attr(s->tmp, rd, "hidden"));
                if (s->row_hidden)
                        (void)range_of(s, s->rows, &s->n_rows, s->row, s->row);
        } else if (book_at(rd, "c")) {
                const char *t = book_attr(s->tmp, rd, "t"), *ref = book_attr(s->tmp, rd, "r");

                s->shared = t && strcmp(t, "s") == 0;
                s->col = ref ? book_column(ref) : s->col + 1;
        }
}

static int
sheet(struct book *b, const struct book_sheet *sh)
{
        struct finder *f = b->f;
        struct scan *s = mem_new(f->mem, struct scan);
        int r;

        s->b = b;
        s->tmp = talloc_new(f->mem);
        s->all.words = buf_new(f->mem, 1000);
        r = book_stream(b, sh->part, on_cell, s);
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

        if (book_at(rd, "v"))
                w->in = type == XML_READER_TYPE_ELEMENT;
        if (type == XML_READER_TYPE_TEXT && w->in)
                keep(&w->r, (const char *)xmlTextReaderConstValue(rd));
}

static void
on_comment(void *arg, xmlTextReader *rd)
{
        struct words *w = arg;
        int type = xmlTextReaderNodeType(rd);
        bool comment = book_at(rd, "comment") || book_at(rd, "threadedComment");

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
                r = book_stream(b, name, on_external, &w);
                if (r == 0 && w.r.used)
                        find_add(b->f, INTAKE_HAS_CACHED_DATA, "外部工作簿的值",
                                 buf_text(&w.r.words));
        } else if (find_is_part(name, "xl/pivotCache/pivotCacheRecords", ".xml"))
                find_add(b->f, INTAKE_HAS_CACHED_DATA, "数据透视表的源数据", name);
        else if (find_is_part(name, "xl/", "connections.xml"))
                find_add(b->f, INTAKE_HAS_CACHED_DATA, "数据连接", name);
        else if (find_is_part(name, "xl/comments", ".xml") ||
                 find_is_part(name, "xl/threadedComments/", ".xml"))
                r = book_stream(b, name, on_comment, &w);
        return r;
}

int
find_in_sheets(struct finder *f, struct pack *pack)
{
        struct book b = {.f = f, .pack = pack, .string_max = STRING_MAX};
        int r;

        if (!pack_has(pack, "xl/workbook.xml")) { /* the binary kind */
                find_add(f, INTAKE_HAS_LEGACY, "", "");
                return 0;
        }
        r = book_open(&b);
        for (size_t i = 0; r == 0 && i < b.n_sheets; i++)
                r = sheet(&b, &b.sheets[i]);
        for (size_t i = 0; r == 0 && i < pack_count(pack); i++)
                r = other_part(&b, pack_name(pack, i));
        return r;
}
