/* Plain text to a tree. */
#include "domain/body/body.h"

#include "base/text.h"

struct maker {
        struct body *b;
        struct body_node *parent; /* whose kids are being added */
};

static struct body_node *
add(struct maker *m, struct body_node *parent, enum body_type type)
{
        struct body_node *node;

        mem_grow(m->b, parent->kids, parent->n);
        node = &parent->kids[parent->n++];
        *node = (struct body_node){.type = type, .level = type == BODY_ORDERED_LIST};
        if (type == BODY_CELL || type == BODY_HEADER)
                node->colspan = node->rowspan = 1;
        m->b->n_nodes++;
        return node;
}

/* The line at s without its blanks at both ends and without control characters. */
static const char *
clean(struct maker *m, const char *s, size_t n)
{
        char *copy = mem_strndup(m->b, s, n);
        size_t k = 0;

        for (size_t i = 0; copy[i]; i++)
                if (((uint8_t)copy[i] >= ' ' && copy[i] != 0x7f) || copy[i] == '\t')
                        copy[k++] = copy[i] == '\t' ? ' ' : copy[i];
        copy[k] = '\0';
        return text_trim(m->b, copy);
}

static void
add_text(struct maker *m, struct body_node *parent, const char *s)
{
        if (!s[0])
                return;
        add(m, parent, BODY_TEXT)->text = s;
        m->b->n_bytes += strlen(s);
}

/* Past the ceiling the maker stops early; body_from_text() then says so. */
static bool
is_full(const struct maker *m)
{
        return m->b->n_nodes > BODY_NODES_MAX;
}

struct lines {
        const char *p;
};

/* The next line, without its end; false at the end of the text. */
static bool
peek(const struct lines *l, const char **ret, size_t *ret_n)
{
        if (!*l->p)
                return false;
        *ret = l->p;
        *ret_n = strcspn(l->p, "\r\n");
        return true;
}

static void
skip(struct lines *l, size_t n)
{
        l->p += n;
        if (l->p[0] == '\r' && l->p[1] == '\n')
                l->p++;
        if (*l->p)
                l->p++;
}

/* Past the blanks that begin a line: ideographic ones indent Chinese paragraphs. */
static const char *
skip_indent(const char *s, const char *end, bool tabs)
{
        for (;;) {
                if (s < end && (*s == ' ' || (tabs && *s == '\t')))
                        s++;
                else if (end - s >= 3 && memcmp(s, "\xe3\x80\x80", 3) == 0)
                        s += 3;
                else
                        return s;
        }
}

enum shape { BLANK, PLAIN, TITLE, PIPES, TABS };

static enum shape
shape_of(const char *s, size_t n)
{
        const char *end = s + n;
        size_t hashes;

        s = skip_indent(s, end, true);
        if (s == end)
                return BLANK;
        hashes = strspn(s, "#");
        if (hashes >= 1 && hashes <= 3 && s + hashes < end && s[hashes] == ' ')
                return TITLE;
        if (*s == '|' && memchr(s + 1, '|', (size_t)(end - s - 1)))
                return PIPES;
        return memchr(s, '\t', (size_t)(end - s)) ? TABS : PLAIN;
}

/* "|---|:-:|": the rule under the header of a table. */
static bool
is_rule(const char *s, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (!strchr("|-: \t", s[i]))
                        return false;
        return memchr(s, '-', n) != NULL;
}

static void
add_row(struct maker *m, struct body_node *table, const char *s, size_t n, char sep)
{
        struct body_node *row = add(m, table, BODY_ROW);
        enum body_type type = table->n == 1 ? BODY_HEADER : BODY_CELL;
        const char *end = s + n;

        s = skip_indent(s, end, sep == '|');
        if (sep == '|') { /* two bars at least: shape_of() */
                s++;
                while (end[-1] == ' ' || end[-1] == '\t')
                        end--;
                if (end[-1] == '|')
                        end--;
        }
        for (;;) {
                const char *stop = memchr(s, sep, (size_t)(end - s));
                struct body_node *cell;

                if (!stop)
                        stop = end;
                cell = add(m, row, type);
                add_text(m, add(m, cell, BODY_PARAGRAPH), clean(m, s, (size_t)(stop - s)));
                if (stop == end || row->n == BODY_COLUMNS_MAX || is_full(m))
                        break;
                s = stop + 1;
        }
}

/* Rows are made as wide as the widest. */
static void
square(struct maker *m, struct body_node *table)
{
        size_t width = 0;

        for (size_t i = 0; i < table->n; i++)
                width = table->kids[i].n > width ? table->kids[i].n : width;
        for (size_t i = 0; i < table->n; i++)
                while (table->kids[i].n < width && !is_full(m))
                        (void)add(m, add(m, &table->kids[i], i ? BODY_CELL : BODY_HEADER),
                                  BODY_PARAGRAPH);
}

/* Lines of one shape that follow each other. One line alone with tabs is no table. */
static bool
read_table(struct maker *m, struct lines *l, enum shape shape)
{
        struct lines ahead = *l;
        struct body_node *table;
        const char *s = "";
        size_t n = 0, n_rows = 0;

        while (peek(&ahead, &s, &n) && shape_of(s, n) == shape) {
                skip(&ahead, n);
                n_rows++;
        }
        if (n_rows < 2)
                return false;
        table = add(m, m->parent, BODY_TABLE);
        for (; n_rows > 0 && !is_full(m); n_rows--) {
                (void)peek(l, &s, &n);
                if (table->n == BODY_ROWS_MAX) { /* goes on in a table of its own */
                        square(m, table);
                        table = add(m, m->parent, BODY_TABLE);
                }
                if (!(shape == PIPES && table->n == 1 && is_rule(s, n)))
                        add_row(m, table, s, n, shape == PIPES ? '|' : '\t');
                skip(l, n);
        }
        square(m, table);
        return true;
}

static void
read_title(struct maker *m, struct lines *l)
{
        struct body_node *node;
        const char *s = "", *text;
        size_t n = 0, at, hashes;

        (void)peek(l, &s, &n);
        at = strcspn(s, "#");
        hashes = strspn(s + at, "#");
        text = clean(m, s + at + hashes, n - at - hashes);
        if (text[0]) {
                node = add(m, m->parent, BODY_HEADING);
                node->level = (int)hashes;
                add_text(m, node, text);
        }
        skip(l, n);
}

static void
read_paragraph(struct maker *m, struct lines *l)
{
        struct body_node *node = add(m, m->parent, BODY_PARAGRAPH);
        const char *s = "";
        size_t n = 0;

        do {
                const char *text;

                (void)peek(l, &s, &n);
                text = clean(m, s, n);
                if (node->n && text[0])
                        (void)add(m, node, BODY_BREAK);
                add_text(m, node, text);
                skip(l, n);
        } while (!is_full(m) && peek(l, &s, &n) && shape_of(s, n) == PLAIN);
        if (node->n == 0) {
                m->parent->n--;
                m->b->n_nodes--;
        }
}

int
body_from_text(TALLOC_CTX *mem, const char *text, struct problems *p, struct body **ret)
{
        struct body *b = mem_new(mem, struct body);
        struct maker m = {.b = b, .parent = &b->root};
        struct lines l = {.p = text};
        const char *s, *nfc;
        size_t n;
        int r;

        if (strlen(text) > BODY_BYTES_MAX) {
                problems_add(p, 0, "body", "正文超过 %d MB", BODY_BYTES_MAX >> 20);
                talloc_free(b);
                return 1;
        }
        r = text_nfc(b, text, &nfc);
        if (r < 0) {
                talloc_free(b);
                return err_trace(r);
        }
        l.p = nfc;
        b->n_nodes = 1;
        while (!is_full(&m) && peek(&l, &s, &n)) {
                enum shape shape = shape_of(s, n);

                if (shape == BLANK)
                        skip(&l, n);
                else if (shape == TITLE)
                        read_title(&m, &l);
                else if (shape == PLAIN || !read_table(&m, &l, shape))
                        read_paragraph(&m, &l);
        }
        if (is_full(&m)) {
                problems_add(p, 0, "body", "正文超过 %d 个部分", BODY_NODES_MAX);
                talloc_free(b);
                return 1;
        }
        *ret = b;
        return 0;
}

/* ---- the other way -------------------------------------------------------------------------- */

static void
put_inline(struct buf *out, const struct body_node *node, const char *line_break)
{
        for (size_t i = 0; i < node->n; i++) {
                const struct body_node *kid = &node->kids[i];

                if (kid->type == BODY_BREAK)
                        buf_str(out, line_break);
                else if (kid->type == BODY_TEXT || kid->type == BODY_IMAGE)
                        buf_str(out, kid->text);
                else
                        put_inline(out, kid, line_break);
        }
}

static void
put_table(struct buf *out, const struct body_node *table)
{
        for (size_t i = 0; i < table->n; i++) {
                buf_char(out, '|');
                for (size_t k = 0; k < table->kids[i].n; k++) {
                        buf_char(out, ' ');
                        put_inline(out, &table->kids[i].kids[k], " ");
                        buf_str(out, " |");
                }
                buf_char(out, '\n');
        }
        buf_char(out, '\n');
}

static void
put_list(struct buf *out, const struct body_node *list)
{
        for (size_t i = 0; i < list->n; i++) {
                if (list->type == BODY_ORDERED_LIST)
                        buf_printf(out, "%d. ", list->level + (int)i);
                else
                        buf_str(out, "· ");
                put_inline(out, &list->kids[i], "\n");
                buf_str(out, "\n\n");
        }
}

const char *
body_to_text(TALLOC_CTX *mem, const struct body *body)
{
        struct buf out = buf_new(mem, 2 * BODY_BYTES_MAX);

        for (size_t i = 0; i < body->root.n; i++) {
                const struct body_node *node = &body->root.kids[i];

                if (node->type == BODY_TABLE) {
                        put_table(&out, node);
                        continue;
                }
                if (node->type == BODY_BULLET_LIST || node->type == BODY_ORDERED_LIST) {
                        put_list(&out, node);
                        continue;
                }
                if (node->type == BODY_HEADING)
                        buf_printf(&out, "%.*s ", node->level, "###");
                if (node->type == BODY_IMAGE)
                        buf_str(&out, node->text);
                put_inline(&out, node, "\n");
                buf_str(&out, "\n\n");
        }
        while (out.len && out.data[out.len - 1] == '\n')
                out.data[--out.len] = '\0';
        return buf_text(&out);
}
