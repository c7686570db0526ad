/* The parent's side of intake_words(): plain text and PDF are cut here, the rest comes from the child. */
#include "intake/answer.h"
#include "intake/parent.h"
#include "intake/plain.h"
#include "intake/tree.h"

#include "base/text.h"

enum { WORDS_MS = 25000, PDF_TEXT_MAX = 16 << 20, BLANKS_MAX = 10 };

static bool
says_something(const char *text)
{
        return text[strspn(text, " \t\n")] != '\0';
}

/* False: it was cut, behind a line. */
static bool
add_leaf(TALLOC_CTX *mem, struct intake_words *w, size_t *left, struct intake_leaf l)
{
        bool whole = l.n <= *left;

        while (!whole && l.n && (l.n > *left || l.text[l.n - 1] != '\n'))
                l.n--;
        if (!whole)
                l.text = mem_strndup(mem, l.text, l.n);
        *left -= l.n;
        if (says_something(l.text)) {
                mem_grow(mem, w->leaves, w->n);
                w->leaves[w->n++] = l;
        }
        return whole;
}

static int
plain_words(TALLOC_CTX *mem, const struct intake_file *f, struct intake_words *ret)
{
        size_t n, left = INTAKE_WORDS_MAX;
        struct intake_text text;
        const char *tidy;
        int r = intake_plain(mem, &(struct intake_file){"", f->fd}, &text);

        if (r)
                return r < 0 ? err_trace(r) : r;
        tidy = plain_tidy(mem, text.text, text.n, &n);
        ret->kind = INTAKE_TEXT;
        ret->cut = !add_leaf(mem, ret, &left, (struct intake_leaf){"", INTAKE_LINES, 1, tidy, n});
        return 0;
}

/* Pages without a word, in ranges. */
struct blanks {
        const char *words;
        size_t from, to, n;
};

static void
end_blanks(TALLOC_CTX *mem, struct blanks *b)
{
        if (b->from && b->n++ < BLANKS_MAX) {
                const char *range = b->from == b->to
                                        ? mem_printf(mem, "第%zu页", b->from)
                                        : mem_printf(mem, "第%zu—%zu页", b->from, b->to);

                b->words = *b->words ? mem_printf(mem, "%s、%s", b->words, range) : range;
        }
        b->from = 0;
}

static void
add_blank(TALLOC_CTX *mem, struct blanks *b, size_t page)
{
        if (b->from && b->to + 1 != page)
                end_blanks(mem, b);
        if (!b->from)
                b->from = page;
        b->to = page;
}

/* Lines that the paper broke are one again: a number may stand across them. */
static const char *
page_text(TALLOC_CTX *mem, const char *text, size_t n, size_t *ret_n)
{
        struct buf out = buf_new(mem, PDF_TEXT_MAX * 2);
        struct tree tree = {.mem = mem};
        const char *tidy = plain_tidy(mem, text, n, &n);

        tree_from_text(&tree, tidy, n, true);
        tree_text(&out, &tree);
        *ret_n = out.len;
        return buf_text(&out);
}

static int
pdf_words(TALLOC_CTX *mem, const struct intake_file *f, struct intake_words *ret)
{
        static const char *const args[] = {"run",   "pdftotext", "-layout", "-enc",
                                           "UTF-8", "-",         "-",       NULL};
        size_t left = INTAKE_WORDS_MAX, page = 1;
        struct blanks blanks = {.words = ""};
        struct buf out;
        int r = intake_ask_pdf(mem, f, args, PDF_TEXT_MAX, &out);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (!text_valid(buf_text(&out), out.len))
                return INTAKE_FELL;
        for (const char *at = buf_text(&out), *end = at + out.len; at < end; page++) {
                const char *stop = memchr(at, '\f', (size_t)(end - at));
                size_t n;
                const char *text = page_text(mem, at, (size_t)((stop ? stop : end) - at), &n);

                if (says_something(text))
                        ret->cut = !add_leaf(mem, ret, &left,
                                             (struct intake_leaf){mem_printf(mem, "第%zu页", page),
                                                                  INTAKE_NO_LINES, 1, text, n}) ||
                                   ret->cut;
                else
                        add_blank(mem, &blanks, page);
                at = stop ? stop + 1 : end;
        }
        end_blanks(mem, &blanks);
        ret->blank = blanks.n > BLANKS_MAX ? mem_printf(mem, "%s等", blanks.words) : blanks.words;
        return ret->n || page == 1 ? 0 : INTAKE_NO_TEXT;
}

static int
words_of(TALLOC_CTX *mem, const struct intake_file *f, struct intake_words *ret)
{
        struct answer a = {.kind = INTAKE_UNKNOWN};
        int r = plain_words(mem, f, ret);

        if (r != INTAKE_UNREADABLE)
                return r < 0 ? err_trace(r) : r;
        r = intake_ask(mem, f, "words", INTAKE_WORDS_MAX + MiB(4), WORDS_MS, &a);
        if (r == 0)
                r = a.outcome;
        ret->kind = a.kind;
        if (r == INTAKE_UNREADABLE &&
            a.kind == INTAKE_TEXT) /* too long, or in a writing of its own */
                r = INTAKE_ENCODING;
        if (r == 0 && a.kind == INTAKE_PDF)
                return pdf_words(mem, f, ret);
        ret->leaves = a.leaves;
        ret->n = a.n_leaves;
        ret->cut = a.cut;
        return r < 0 ? err_trace(r) : r;
}

int
intake_words(TALLOC_CTX *mem, const struct intake_file *f, struct problems *p,
             struct intake_words *ret)
{
        struct intake_words w = {.kind = INTAKE_UNKNOWN, .blank = ""};
        int r = words_of(mem, f, &w);

        if (r < 0)
                return err_trace(r);
        if (r)
                return intake_refuse(f, p, (enum intake_outcome)r, w.kind);
        *ret = w;
        return 0;
}
