#include "search/token.h"

struct place {
        uint32_t cp; /* folded */
        size_t start, end;
};

struct cutter {
        enum token_mode mode;
        token_fn *emit;
        void *arg;
        enum token_class before; /* class of the run before this one */
        struct place last;       /* of a Han run in a query: emitted when another run follows */
        bool owed, alone;        /* alone: it is its whole run, after letters or digits */
};

enum token_class
token_class(uint32_t c)
{
        if (c < 0x80) {
                if (c >= '0' && c <= '9')
                        return TOKEN_DIGIT;
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? TOKEN_LETTER
                                                                        : TOKEN_BREAK;
        }
        if (text_is_han(c))
                return TOKEN_HAN;
        if (c == 0x3005 || (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) ||
            (c >= 0x3105 && c <= 0x312F) || (c >= 0x1100 && c <= 0x11FF) ||
            (c >= 0xAC00 && c <= 0xD7A3))
                return TOKEN_HAN;
        /* Latin, Greek, Cyrillic; Hebrew to Thaana with Arabic; Tibetan; Mongolian; Yi. */
        if ((c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x52F) ||
            (c >= 0x5D0 && c <= 0x7BF && c != 0x60C && c != 0x61B && c != 0x61F) ||
            (c >= 0xF20 && c <= 0xFBC) || (c >= 0x1820 && c <= 0x18AA) ||
            (c >= 0xA000 && c <= 0xA48C))
                return TOKEN_LETTER;
        return TOKEN_BREAK;
}

/* Decodes and folds the character at i; a byte that is no UTF-8 is a break of its own. */
static struct place
look(const char *text, size_t n, size_t i)
{
        unsigned char b = (unsigned char)text[i];
        uint32_t cp;
        size_t l;

        if (b < 0x80)
                return (struct place){b >= 'A' && b <= 'Z' ? (uint32_t)b + 32 : b, i, i + 1};
        l = text_decode(text + i, n - i, &cp);
        if (!l)
                return (struct place){' ', i, i + 1};
        return (struct place){text_fold(cp), i, i + l};
}

static int
emit_one(const struct cutter *c, bool beside, bool after, struct place p)
{
        char out[5] = {TOKEN_AFTER};
        size_t l = text_encode(p.cp, out + 1);

        return c->emit(c->arg, beside, after ? out : out + 1, after ? l + 1 : l, p.start, p.end);
}

static int
emit_pair(const struct cutter *c, struct place a, struct place b)
{
        char out[8];
        size_t l = text_encode(a.cp, out);

        l += text_encode(b.cp, out + l);
        return c->emit(c->arg, false, out, l, a.start, b.end);
}

/* What a query held back until it was known whether another run follows. */
static int
settle(struct cutter *c, bool end)
{
        if (!c->owed || (end && !c->alone))
                return 0;
        c->owed = false;
        return emit_one(c, false, end, c->last);
}

static int
han_run(struct cutter *c, const char *text, size_t n, struct place first, size_t *ret_next)
{
        bool after = c->before > TOKEN_HAN;
        struct place p = first, q;
        size_t length = 1;
        int r;

        for (; p.end < n; p = q, length++) {
                q = look(text, n, p.end);
                if (token_class(q.cp) != TOKEN_HAN)
                        break;
                r = emit_pair(c, p, q);
                if (!r && length == 1 && after && c->mode == TOKEN_DOCUMENT)
                        r = emit_one(c, true, true, first);
                if (r)
                        return r;
        }
        *ret_next = p.end;
        if (c->mode == TOKEN_QUERY && (length > 1 || after)) {
                c->last = p;
                c->owed = true;
                c->alone = length == 1;
                return 0;
        }
        r = emit_one(c, false, false, p);
        if (!r && length == 1 && after)
                r = emit_one(c, true, true, p);
        return r;
}

static int
word_run(struct cutter *c, const char *text, size_t n, struct place p, size_t *ret_next)
{
        enum token_class class = token_class(p.cp);
        size_t start = p.start, end, l = 0;
        char out[TOKEN_MAX + 4];

        do {
                if (l < TOKEN_MAX)
                        l += text_encode(p.cp, out + l);
                end = p.end;
                if (end >= n)
                        break;
                p = look(text, n, end);
        } while (token_class(p.cp) == class);
        *ret_next = end;
        return c->emit(c->arg, false, out, l, start, end);
}

/* A tag is one token as it stands; no text of a visitor holds its first byte. */
static int
tag_run(const struct cutter *c, const char *text, size_t n, size_t start, size_t *ret_next)
{
        size_t i = start + 1;

        while (i < n && text[i] >= '0')
                i++;
        *ret_next = i;
        return c->emit(c->arg, false, text + start, i - start, start, i);
}

int
token_each(const char *text, size_t n, enum token_mode mode, token_fn *emit, void *arg)
{
        struct cutter c = {.mode = mode, .emit = emit, .arg = arg};
        size_t i = 0;
        int r;

        while (i < n) {
                struct place p = look(text, n, i);
                enum token_class class = token_class(p.cp);

                if (class == TOKEN_BREAK && text[i] != TOKEN_TAG) {
                        i = p.end;
                        continue;
                }
                r = settle(&c, false);
                if (!r)
                        r = class == TOKEN_BREAK ? tag_run(&c, text, n, i, &i)
                            : class == TOKEN_HAN ? han_run(&c, text, n, p, &i)
                                                 : word_run(&c, text, n, p, &i);
                if (r)
                        return r;
                c.before = class;
        }
        return settle(&c, true);
}
