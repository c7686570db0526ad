/* Running text as paragraphs. */
#include "intake/tree.h"

#include "base/text.h"

/* One line: columns as a fixed-width face would take them. */
struct line {
        const char *at; /* without the blanks in front */
        size_t n;       /* and behind */
        unsigned indent, width;
        bool gaps; /* blanks within, wide as a table's */
};

enum { GAP = 3, FULL_PERCENT = 85, INDENT_LEAST = 2 };

static struct line
measure(const char *s, size_t n)
{
        struct line l = {.at = s};
        unsigned blanks = 0, col = 0;
        bool begun = false;

        for (size_t i = 0, k; i < n; i += k) {
                uint32_t cp = 0;
                bool blank;

                k = text_decode(s + i, n - i, &cp);
                if (!k)
                        k = 1;
                blank = cp == ' ' || cp == '\t' || cp == 0xa0 || cp == 0x3000 || cp == '\r';
                col += cp >= 0x1100 ? 2 : 1;
                if (blank) {
                        blanks++;
                        continue;
                }
                if (!begun) {
                        l.at = s + i;
                        l.indent = col - (cp >= 0x1100 ? 2 : 1);
                } else if (blanks >= GAP)
                        l.gaps = true;
                begun = true;
                blanks = 0;
                l.n = (size_t)(s + i + k - l.at);
                l.width = col;
        }
        return l;
}

/* "3", "- 3 -", "— 12 —" */
static bool
is_page_number(const struct line *l)
{
        bool digit = false;

        for (size_t i = 0, k; i < l->n; i += k) {
                uint32_t cp = 0;

                k = text_decode(l->at + i, l->n - i, &cp);
                if (!k)
                        return false;
                if (cp >= '0' && cp <= '9')
                        digit = true;
                else if (cp != ' ' && cp != '-' && cp != 0x2014 && cp != 0x2013)
                        return false;
        }
        return digit && l->n <= 16;
}

struct shape {
        unsigned base, most; /* the least indentation, the widest line */
};

static struct shape
shape_of(const char *text, size_t n)
{
        struct shape s = {UINT32_MAX, 0};

        for (const char *p = text, *end = text + n; p < end;) {
                size_t len = strcspn(p, "\n");
                struct line l = measure(p, len);

                if (l.n && !is_page_number(&l)) {
                        s.base = l.indent < s.base ? l.indent : s.base;
                        s.most = l.width > s.most ? l.width : s.most;
                }
                p += len + 1;
        }
        return s;
}

static bool
goes_on(const struct shape *s, const struct line *before, const struct line *l)
{
        return before->n && !before->gaps && !l->gaps && l->indent < s->base + INDENT_LEAST &&
               before->width * 100 >= s->most * FULL_PERCENT;
}

void
tree_from_text(struct tree *t, const char *text, size_t n, bool paper)
{
        struct shape s = {0, 0};
        struct line before = {.n = 0};
        struct tree_block *b = NULL;

        if (paper)
                s = shape_of(text, n);
        for (const char *p = text, *end = text + n; p < end;) {
                size_t len = strcspn(p, "\n");
                struct line l = measure(p, len);

                p += len + 1;
                if (!l.n || (paper && is_page_number(&l)))
                        continue;
                if (!paper || !b || !goes_on(&s, &before, &l)) {
                        b = tree_paragraph(t->mem);
                        tree_append(&t->first, &t->last, b);
                }
                tree_say(t->mem, b, l.at, l.n, 0, NULL);
                before = l;
        }
}
