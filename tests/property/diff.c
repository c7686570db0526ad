/* tests/property/diff.c: a comparison tells both sides truly, however they differ. */
#include "domain/body/diff.h"
#include "base/text.h"
#include "property.h"

/* Texts of one side; all, or only what is the same. */
static const char *
side(TALLOC_CTX *mem, const struct diff_span *spans, size_t n, bool same_only)
{
        struct buf out = buf_new(mem, MiB(16));

        for (size_t i = 0; i < n; i++)
                if (!same_only || spans[i].mark == DIFF_SAME)
                        buf_str(&out, spans[i].text);
        return buf_text(&out);
}

static const char *
pair_fault(TALLOC_CTX *mem, const struct diff_pair *p, const char *left, const char *right)
{
        if (strcmp(side(mem, p->left, p->n_left, false), left) != 0)
                return "the left side is another";
        if (strcmp(side(mem, p->right, p->n_right, false), right) != 0)
                return "the right side is another";
        if (strcmp(side(mem, p->left, p->n_left, true), side(mem, p->right, p->n_right, true)) != 0)
                return "what is the same differs";
        return p->differs == (strcmp(left, right) != 0) ? NULL : "says wrongly whether it differs";
}

/* Characters from so few that they meet again, and edits of a text. */
static const char *
few(TALLOC_CTX *mem, struct gen *g, size_t most)
{
        static const char *const chars[] = {"公", "开",   "府", "县", "，",
                                            "。", "2019", "12", " ",  "a"};
        struct buf out = buf_new(mem, KiB(64));

        for (int64_t n = gen_int(g, 0, (int64_t)most); n > 0; n--)
                buf_str(&out, gen_pick(g, chars, N(chars)));
        return buf_text(&out);
}

static const char *
any_two_texts(TALLOC_CTX *mem, struct gen *g)
{
        bool any = gen_int(g, 0, 1);
        const char *l = any ? gen_text(mem, g, 60) : few(mem, g, 60);
        const char *r = any ? gen_text(mem, g, 60) : few(mem, g, 60);
        struct diff_pair p = diff_text(mem, l, r);

        return pair_fault(mem, &p, l, r);
}

static const char *
one_insertion_is_one_span(TALLOC_CTX *mem, struct gen *g)
{
        const char *a = few(mem, g, 200), *b = few(mem, g, 200);
        const char *l = mem_printf(mem, "%s#%s", a, b),
                   *r = mem_printf(mem, "%s#增补文字#%s", a, b);
        struct diff_pair p = diff_text(mem, l, r);
        size_t n = 0;

        for (size_t i = 0; i < p.n_right; i++)
                n += p.right[i].mark == DIFF_ADDED;
        if (n != 1 || strcmp(side(mem, p.left, p.n_left, true), l) != 0)
                return mem_printf(mem, "%zu spans added between %s and %s", n, a, b);
        return pair_fault(mem, &p, l, r);
}

/* Bodies of some lines, one made from the other. */
static const char *
edited(TALLOC_CTX *mem, struct gen *g, const char *from)
{
        struct buf out = buf_new(mem, MiB(4));

        for (const char *s = from; *s;) {
                size_t len = strcspn(s, "\n");
                const char *line = mem_strndup(mem, s, len);

                switch (gen_int(g, 0, 9)) {
                case 0:
                        break;
                case 1:
                        buf_printf(&out, "%s补%s\n", line, few(mem, g, 4));
                        break;
                case 2:
                        buf_printf(&out, "%s\n新段%s\n\n", line, few(mem, g, 12));
                        break;
                default:
                        buf_printf(&out, "%s\n", line);
                        break;
                }
                s += len + (s[len] == '\n');
        }
        return buf_text(&out);
}

static const char *
some_lines(TALLOC_CTX *mem, struct gen *g)
{
        struct buf out = buf_new(mem, MiB(1));

        for (int64_t n = gen_int(g, 0, 30); n > 0; n--)
                switch (gen_int(g, 0, 5)) {
                case 0:
                        buf_printf(&out, "# 题%s\n", few(mem, g, 5));
                        break;
                case 1:
                        for (int64_t k = gen_int(g, 2, 5); k > 0; k--)
                                buf_printf(&out, "|%s|%s|\n", few(mem, g, 3), few(mem, g, 3));
                        break;
                default:
                        buf_printf(&out, "%s\n\n", few(mem, g, 40));
                        break;
                }
        return buf_text(&out);
}

/* Rows of one side, one line each: the words of its paragraphs. */
static const char *
rows_of(TALLOC_CTX *mem, const struct diff *d, bool left)
{
        struct buf out = buf_new(mem, MiB(16));

        for (size_t i = 0; i < d->n_rows; i++) {
                const struct diff_row *r = &d->rows[i];

                if (r->kind == (left ? DIFF_ROW_ADDED : DIFF_ROW_REMOVED))
                        continue;
                buf_str(&out, left ? side(mem, r->words.left, r->words.n_left, false)
                                   : side(mem, r->words.right, r->words.n_right, false));
                buf_char(&out, '\n');
        }
        return buf_text(&out);
}

static const char *
versions_come_back(TALLOC_CTX *mem, struct gen *g)
{
        struct problems problems = {.mem = mem};
        const char *from = some_lines(mem, g), *to = edited(mem, g, from);
        struct body *l, *r;
        struct diff d, ll, rr;

        if (body_from_text(mem, from, &problems, &l) || body_from_text(mem, to, &problems, &r))
                return "no body";
        d = diff_bodies(mem, l, r);
        ll = diff_bodies(mem, l, l);
        rr = diff_bodies(mem, r, r);
        if (ll.n_changed + ll.n_added + ll.n_removed + rr.n_changed + rr.n_added + rr.n_removed > 0)
                return "a text differs from itself";
        if (strcmp(rows_of(mem, &d, true), rows_of(mem, &ll, true)) != 0)
                return mem_printf(mem, "the left side is another: %s / %s", from, to);
        if (strcmp(rows_of(mem, &d, false), rows_of(mem, &rr, false)) != 0)
                return mem_printf(mem, "the right side is another: %s / %s", from, to);
        for (size_t i = 0; i < d.n_rows; i++) {
                const struct diff_pair *p = &d.rows[i].words;

                if (strcmp(side(mem, p->left, p->n_left, true),
                           side(mem, p->right, p->n_right, true)) != 0)
                        return "what is the same differs";
        }
        return NULL;
}

/* 1 MiB against 1 MiB with nothing in common, with everything changed a little, and in one line. */
static const char *
large_texts_end(TALLOC_CTX *mem, struct gen *g)
{
        static int done;
        struct problems problems = {.mem = mem};
        struct buf text[4];
        struct body *b[4];
        struct timespec from, to;

        if (done++ > 0)
                return NULL;
        for (size_t i = 0; i < 4; i++)
                text[i] = buf_new(mem, MiB(2));
        while (text[0].len < MiB(1)) {
                const char *line = few(mem, g, 80);

                buf_printf(&text[0], "%s\n\n", line);
                buf_printf(&text[1], "%s改%s\n\n", line, few(mem, g, 3));
                buf_printf(&text[2], "%s\n\n", gen_text(mem, g, 60));
                buf_printf(&text[3], "%s%s", line, few(mem, g, 2));
        }
        for (size_t i = 0; i < 4; i++)
                if (body_from_text(mem, buf_text(&text[i]), &problems, &b[i]))
                        return "no body";
        (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        for (size_t i = 1; i < 4; i++) {
                struct diff d = diff_bodies(mem, b[0], b[i]);

                if (d.n_rows == 0)
                        return "no rows";
        }
        (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        if (to.tv_sec - from.tv_sec > 10)
                return mem_printf(mem, "%ld s for three comparisons of 1 MiB",
                                  to.tv_sec - from.tv_sec);
        return NULL;
}

int
main(void)
{
        property_run("any two texts come back from their comparison", any_two_texts);
        property_run("one insertion is one span", one_insertion_is_one_span);
        property_run("two versions come back from their comparison", versions_come_back);
        property_run("large texts end in time", large_texts_end);
        return property_end();
}
