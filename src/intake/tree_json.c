/* The tree as the JSON of domain/body, which knows fewer shapes: no picture in a heading, no table in a cell, no
 * blanks that only paint an indentation. */
#include "intake/tree.h"

#include "base/text.h"

/* Blanks that a typist paints with: space, tab, U+00A0, U+3000. Bytes of one at s, 0: none. */
static size_t
blank_at(const char *s)
{
        if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
                return 1;
        if (strncmp(s, "\xc2\xa0", 2) == 0)
                return 2;
        return strncmp(s, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

static bool
is_blank(const char *s)
{
        size_t n;

        while ((n = blank_at(s)))
                s += n;
        return *s == '\0';
}

/* The first and the last inline that say something; false: none does. */
static bool
bounds(const struct tree_block *b, const struct tree_inline **ret_first,
       const struct tree_inline **ret_last)
{
        *ret_first = *ret_last = NULL;
        for (const struct tree_inline *i = b->first; i; i = i->next)
                if (i->file || (i->text && !is_blank(i->text))) {
                        *ret_first = *ret_first ? *ret_first : i;
                        *ret_last = i;
                }
        return *ret_first != NULL;
}

static void
put_mark(struct json_out *o, const char *name, const char *href)
{
        json_open(o, '{');
        json_name(o, "type");
        json_put(o, name);
        if (href) {
                json_name(o, "href");
                json_put(o, href);
        }
        json_close(o, '}');
}

static void
put_string(struct json_out *o, const struct tree_inline *i, const char *text)
{
        static const char *const names[] = {"strong", "em", "sub", "sup"};

        json_open(o, '{');
        json_name(o, "type");
        json_put(o, "text");
        json_name(o, "text");
        json_put(o, text);
        if (i->marks || i->href) {
                json_name(o, "marks");
                json_open(o, '[');
                for (size_t k = 0; k < N(names); k++)
                        if (i->marks & (1U << k))
                                put_mark(o, names[k], NULL);
                if (i->href)
                        put_mark(o, "link", i->href);
                json_close(o, ']');
        }
        json_close(o, '}');
}

static void
put_picture(struct json_out *o, const struct tree_inline *i)
{
        json_open(o, '{');
        json_name(o, "type");
        json_put(o, "image");
        json_name(o, "file");
        json_put(o, i->file);
        json_name(o, "alt");
        json_put(o, i->alt ? i->alt : "");
        json_close(o, '}');
}

static void
put_text(struct json_out *o, const struct tree_inline *i, bool first, bool last, const char *label)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *s = i->text;
        char *copy;
        size_t n;

        while (first && (n = blank_at(s)))
                s += n;
        copy = mem_printf(tmp, "%s%s", label, s);
        for (char *c = copy; *c; c++)
                if ((uint8_t)*c < ' ' || *c == 0x7f)
                        *c = ' ';
        n = strlen(copy);
        for (size_t k = 1; last && n && k;) { /* from the end, blank by blank */
                k = blank_at(copy + n - 1)                  ? 1
                    : n >= 2 && blank_at(copy + n - 2) == 2 ? 2
                    : n >= 3 && blank_at(copy + n - 3) == 3 ? 3
                                                            : 0;
                n -= k;
                copy[n] = '\0';
        }
        if (*copy)
                put_string(o, i, copy);
}

/* Plain text, with which a number in front becomes one. */
static bool
joins(const struct tree_inline *i)
{
        return i->text && !i->marks && !i->href;
}

static void
put_inlines(struct json_out *o, const struct tree_block *b, bool label)
{
        const struct tree_inline *first, *last;
        const char *before = label ? b->label : "";
        bool any = bounds(b, &first, &last);

        json_name(o, "content");
        json_open(o, '[');
        if (before[0] && !(any && joins(first))) {
                put_string(o, &(struct tree_inline){.marks = 0}, before);
                before = "";
        }
        for (const struct tree_inline *i = any ? first : NULL; i; i = i == last ? NULL : i->next)
                if (i->text)
                        put_text(o, i, i == first, i == last, i == first ? before : "");
                else if (i->file && !b->heading)
                        put_picture(o, i);
                else if (!i->file) {
                        json_open(o, '{');
                        json_name(o, "type");
                        json_put(o, "break");
                        json_close(o, '}');
                }
        json_close(o, ']');
}

static void
put_paragraph(struct json_out *o, const struct tree_block *b)
{
        static const char *const aligns[] = {"", "left", "center", "right"};

        json_open(o, '{');
        json_name(o, "type");
        json_put(o, b->heading ? "heading" : "paragraph");
        if (b->align) {
                json_name(o, "align");
                json_put(o, aligns[b->align]);
        }
        if (b->heading) {
                json_name(o, "level");
                json_put_int(o, b->heading);
        }
        put_inlines(o, b, b->list == TREE_NO_LIST);
        json_close(o, '}');
        for (const struct tree_inline *i = b->heading ? b->first : NULL; i; i = i->next)
                if (i->file)
                        put_picture(o, i);
}

static bool
has_words(const struct tree_block *b)
{
        for (const struct tree_inline *i = b->first; i; i = i->next)
                if (i->text && !is_blank(i->text))
                        return true;
        return false;
}

/* A list and the deeper ones within it; returns the first block behind it. */
static const struct tree_block *
put_list(struct json_out *o, const struct tree_block *b)
{
        enum tree_list kind = b->list;
        unsigned depth = b->depth;

        json_open(o, '{');
        json_name(o, "type");
        json_put(o, kind == TREE_BULLETS ? "bullet_list" : "ordered_list");
        if (kind == TREE_NUMBERS && b->number != 1) {
                json_name(o, "start");
                json_put_int(o, b->number);
        }
        json_name(o, "content");
        json_open(o, '[');
        while (b && b->type == TREE_PARAGRAPH && b->list == kind && b->depth == depth) {
                json_open(o, '{');
                json_name(o, "type");
                json_put(o, "list_item");
                json_name(o, "content");
                json_open(o, '[');
                put_paragraph(o, b);
                b = b->next;
                while (b && b->type == TREE_PARAGRAPH && b->list && b->depth > depth)
                        b = put_list(o, b);
                json_close(o, ']');
                json_close(o, '}');
        }
        json_close(o, ']');
        json_close(o, '}');
        return b;
}

static void put_blocks(struct json_out *, const struct tree_block *);

static void
put_cell(struct json_out *o, const struct tree_cell *c, bool header)
{
        json_open(o, '{');
        json_name(o, "type");
        json_put(o, header ? "header" : "cell");
        if (c->colspan > 1) {
                json_name(o, "colspan");
                json_put_int(o, c->colspan);
        }
        if (c->rowspan > 1) {
                json_name(o, "rowspan");
                json_put_int(o, c->rowspan);
        }
        json_name(o, "content");
        json_open(o, '[');
        put_blocks(o, c->first);
        json_close(o, ']');
        json_close(o, '}');
}

static void
put_table(struct json_out *o, const struct tree_block *t)
{
        json_open(o, '{');
        json_name(o, "type");
        json_put(o, "table");
        json_name(o, "content");
        json_open(o, '[');
        for (const struct tree_row *r = t->first_row; r; r = r->next) {
                json_open(o, '{');
                json_name(o, "type");
                json_put(o, "row");
                json_name(o, "content");
                json_open(o, '[');
                for (const struct tree_cell *c = r->first; c; c = c->next)
                        if (!c->below)
                                put_cell(o, c, r->header);
                json_close(o, ']');
                json_close(o, '}');
        }
        json_close(o, ']');
        json_close(o, '}');
}

static void
put_blocks(struct json_out *o, const struct tree_block *b)
{
        const struct tree_inline *first, *last;

        while (b)
                if (b->type == TREE_TABLE) {
                        if (b->first_row)
                                put_table(o, b);
                        b = b->next;
                } else if (b->list) {
                        b = put_list(o, b);
                } else {
                        if (b->heading ? has_words(b) : bounds(b, &first, &last))
                                put_paragraph(o, b);
                        b = b->next;
                }
}

void
tree_json(struct json_out *o, const struct tree *t)
{
        json_open(o, '{');
        json_name(o, "type");
        json_put(o, "doc");
        json_name(o, "content");
        json_open(o, '[');
        put_blocks(o, t->first);
        json_close(o, ']');
        json_close(o, '}');
}

static struct tree_cell *
empty_cell(TALLOC_CTX *mem, unsigned colspan)
{
        struct tree_cell *c = mem_new(mem, struct tree_cell);

        c->colspan = colspan;
        c->rowspan = 1;
        return c;
}

static unsigned
width_of(const struct tree_row *r)
{
        unsigned n = r->before;

        for (const struct tree_cell *c = r->first; c && n <= TREE_COLUMNS_MAX; c = c->next)
                n += c->colspan;
        return n;
}

/* Columns of one row: gaps filled, merged cells added to the one above. */
static bool
settle_row(TALLOC_CTX *mem, struct tree_row *r, unsigned width,
           struct tree_cell *above[static TREE_COLUMNS_MAX])
{
        unsigned col = 0, own = width_of(r);
        bool any = false;

        if (r->before) {
                struct tree_cell *gap = empty_cell(mem, r->before);

                gap->next = r->first;
                r->first = gap;
                r->last = r->last ? r->last : gap;
        }
        if (own < width) {
                struct tree_cell *gap = empty_cell(mem, width - own);

                if (r->last)
                        r->last->next = gap;
                else
                        r->first = gap;
                r->last = gap;
        }
        for (struct tree_cell *c = r->first; c; c = c->next) {
                struct tree_cell *owner = above[col];

                c->col = col;
                c->below = c->below && owner && owner->col == col && owner->colspan == c->colspan;
                if (c->below)
                        owner->rowspan++;
                for (unsigned k = 0; k < c->colspan; k++, col++)
                        above[col] = c->below ? owner : c->opens ? c : NULL;
                any = any || !c->below;
        }
        return any;
}

static void
to_paragraphs(TALLOC_CTX *mem, struct tree_block *t)
{
        struct tree_block *next = t->next, *last = t;
        struct tree_row *rows = t->first_row;

        *t = *tree_paragraph(mem);
        for (struct tree_row *r = rows; r; r = r->next) {
                struct tree_block *line = tree_paragraph(mem);

                for (struct tree_cell *c = r->first; c; c = c->next)
                        for (struct tree_block *b = c->first; b; b = b->next) {
                                for (struct tree_inline *i = b->first; i; i = i->next)
                                        if (i->text)
                                                tree_say(mem, line, i->text, strlen(i->text), 0,
                                                         NULL);
                                tree_say(mem, line, " ", 1, 0, NULL);
                        }
                last->next = line;
                last = line;
        }
        last->next = next;
}

bool
tree_settle(TALLOC_CTX *mem, struct tree_block *t)
{
        struct tree_cell *above[TREE_COLUMNS_MAX] = {NULL};
        struct tree_row **link = &t->first_row;
        unsigned width = 0;

        for (struct tree_row *r = t->first_row; r; r = r->next)
                width = width_of(r) > width ? width_of(r) : width;
        if (width > TREE_COLUMNS_MAX || t->n_rows > TREE_ROWS_MAX) {
                to_paragraphs(mem, t);
                return false;
        }
        while (*link && width) {
                struct tree_row *r = *link;

                if (settle_row(mem, r, width, above)) {
                        link = &r->next;
                        continue;
                }
                for (struct tree_cell *c = r->first; c; c = c->next)
                        above[c->col]->rowspan--; /* nothing of its own: the row was never there */
                *link = r->next;
        }
        if (!width)
                t->first_row = NULL;
        return true;
}
