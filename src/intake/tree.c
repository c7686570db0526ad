#include "intake/tree.h"

#include "base/text.h"

struct tree_block *
tree_paragraph(TALLOC_CTX *mem)
{
        struct tree_block *b = mem_new(mem, struct tree_block);

        b->label = "";
        return b;
}

void
tree_append(struct tree_block **first, struct tree_block **last, struct tree_block *b)
{
        if (*last)
                (*last)->next = b;
        else
                *first = b;
        *last = b;
}

static struct tree_inline *
add_inline(TALLOC_CTX *mem, struct tree_block *b)
{
        struct tree_inline *i = mem_new(mem, struct tree_inline);

        if (b->last)
                b->last->next = i;
        else
                b->first = i;
        b->last = i;
        return i;
}

bool
tree_is_href(const char *s)
{
        static const char *const begins[] = {"http://", "https://", "mailto:"};

        if (strlen(s) > 2000)
                return false;
        for (const char *p = s; *p; p++)
                if ((uint8_t)*p <= ' ' || *p == 0x7f || *p == '\\')
                        return false;
        for (size_t i = 0; i < N(begins); i++)
                if (strncmp(s, begins[i], strlen(begins[i])) == 0)
                        return true;
        return false;
}

static bool
same_target(const char *a, const char *b)
{
        return a == b || (a && b && strcmp(a, b) == 0);
}

void
tree_say(TALLOC_CTX *mem, struct tree_block *b, const char *text, size_t n, unsigned marks,
         const char *href)
{
        struct tree_inline *i = b->last;

        if (!n)
                return;
        if (i && i->text && i->marks == marks && same_target(i->href, href)) {
                char *more = NULL;

                memcpy(&more, &i->text, sizeof(more)); /* ours, made below */
                i->text = (char *)mem_must(talloc_strndup_append_buffer(more, text, n));
                return;
        }
        i = add_inline(mem, b);
        i->text = mem_strndup(mem, text, n);
        i->marks = marks;
        i->href = href;
}

void
tree_break(TALLOC_CTX *mem, struct tree_block *b)
{
        (void)add_inline(mem, b);
}

void
tree_picture(TALLOC_CTX *mem, struct tree_block *b, const char *file, const char *alt)
{
        struct tree_inline *i = add_inline(mem, b);

        i->file = file;
        i->alt = alt;
}

static void
line_text(struct buf *out, const struct tree_block *b, bool in_cell)
{
        buf_str(out, b->label);
        for (const struct tree_inline *i = b->first; i; i = i->next)
                if (i->text)
                        buf_str(out, i->text);
                else if (!i->file)
                        buf_char(out, in_cell ? ' ' : '\n');
}

static void
table_text(struct buf *out, const struct tree_block *t)
{
        for (const struct tree_row *r = t->first_row; r; r = r->next) {
                for (const struct tree_cell *c = r->first; c; c = c->next) {
                        if (c->below)
                                continue;
                        for (const struct tree_block *b = c->first; b; b = b->next) {
                                line_text(out, b, true);
                                if (b->next)
                                        buf_char(out, ' ');
                        }
                        buf_str(out, " | ");
                }
                buf_char(out, '\n');
        }
}

void
tree_text(struct buf *out, const struct tree *t)
{
        for (const struct tree_block *b = t->first; b; b = b->next)
                if (b->type == TREE_TABLE)
                        table_text(out, b);
                else {
                        line_text(out, b, false);
                        buf_char(out, '\n');
                }
}
