#include "search/snippet.h"

/* A token as a number: a pair of Han characters is first << CP_BITS | second, one alone has nothing
 * below, anything else is a hash with the top bit. */
enum { CP_BITS = 21, BEFORE_BYTES = 90, LEAD_BYTES = 45 };
#define WORD_BIT ((uint64_t)1 << 63)

struct phrase {
        uint64_t *keys;
        size_t n;
        bool open; /* the last is one Han character: what follows it does not matter */
        size_t word;
};
struct snippet {
        struct phrase *phrases;
        size_t n;
};
struct token {
        uint64_t key;
        uint32_t start, end;
};
struct tokens {
        TALLOC_CTX *mem;
        struct token *list;
        size_t n;
};
struct mark {
        size_t start, end, word;
};
struct marks {
        struct mark *list;
        size_t n;
};

static uint64_t
key_of(const char *token, size_t n)
{
        uint64_t hash = 0xcbf29ce484222325;
        uint32_t a = 0, b = 0;
        size_t l = text_decode(token, n, &a);

        if (l && token_class(a) == TOKEN_HAN) {
                if (l < n)
                        (void)text_decode(token + l, n - l, &b);
                return (uint64_t)a << CP_BITS | b;
        }
        for (size_t i = 0; i < n; i++)
                hash = (hash ^ (unsigned char)token[i]) * 0x100000001b3;
        return hash | WORD_BIT;
}

static bool
is_single(uint64_t key)
{
        return !(key & WORD_BIT) && !(key & (((uint64_t)1 << CP_BITS) - 1));
}

static int
collect(void *arg, bool beside, const char *token, size_t n, size_t start, size_t end)
{
        struct tokens *t = arg;

        if (beside)
                return 0;
        if (n > 1 && token[0] == TOKEN_AFTER) {
                token++;
                n--;
        }
        mem_grow(t->mem, t->list, t->n);
        t->list[t->n++] = (struct token){key_of(token, n), (uint32_t)start, (uint32_t)end};
        return 0;
}

static struct tokens
tokens_of(TALLOC_CTX *mem, const char *text, size_t n, enum token_mode mode)
{
        struct tokens t = {.mem = mem};

        (void)token_each(text, n, mode, collect, &t);
        return t;
}

static void
add_phrase(struct snippet *s, const char *text, size_t word)
{
        struct tokens t = tokens_of(s, text, strlen(text), TOKEN_QUERY);
        struct phrase *p;

        if (!t.n)
                return;
        mem_grow(s, s->phrases, s->n);
        p = &s->phrases[s->n++];
        *p = (struct phrase){.keys = mem_array(s, uint64_t, t.n), .n = t.n, .word = word};
        for (size_t i = 0; i < t.n; i++)
                p->keys[i] = t.list[i].key;
        p->open = is_single(p->keys[t.n - 1]);
}

struct snippet *
snippet_new(TALLOC_CTX *mem, const struct query *q)
{
        struct snippet *s = mem_new(mem, struct snippet);

        for (size_t i = 0; i < q->n; i++) {
                if (q->words[i].is_minus)
                        continue;
                add_phrase(s, q->words[i].text, i);
                if (q->words[i].other)
                        add_phrase(s, q->words[i].other, i);
        }
        return s;
}

static bool
is_at(const struct phrase *p, const struct tokens *t, size_t i)
{
        size_t last = p->n - 1;

        if (p->n > t->n - i)
                return false;
        for (size_t k = 0; k < last; k++)
                if (t->list[i + k].key != p->keys[k])
                        return false;
        if (p->open)
                return t->list[i + last].key >> CP_BITS == p->keys[last] >> CP_BITS;
        return t->list[i + last].key == p->keys[last];
}

static size_t
char_end(const char *text, size_t at, size_t n)
{
        uint32_t cp;
        size_t l = text_decode(text + at, n - at, &cp);

        return at + (l ? l : 1);
}

static int
by_start(const void *a, const void *b)
{
        const struct mark *x = a, *y = b;

        return (x->start > y->start) - (x->start < y->start);
}

static struct marks
marks_of(TALLOC_CTX *mem, const struct snippet *s, const char *text, size_t n)
{
        struct tokens t = tokens_of(mem, text, n, TOKEN_DOCUMENT);
        struct marks m = {0};

        for (size_t i = 0; i < t.n; i++) {
                for (size_t k = 0; k < s->n; k++) {
                        const struct phrase *p = &s->phrases[k];
                        const struct token *last;

                        if (!is_at(p, &t, i))
                                continue;
                        last = &t.list[i + p->n - 1];
                        mem_grow(mem, m.list, m.n);
                        m.list[m.n++] = (struct mark){
                            t.list[i].start, p->open ? char_end(text, last->start, n) : last->end,
                            p->word};
                }
        }
        if (m.n)
                qsort(m.list, m.n, sizeof(m.list[0]), by_start);
        return m;
}

/* --- Parts -------------------------------------------------------------------------------------
 */

struct parts {
        TALLOC_CTX *mem;
        struct search_part *list;
        size_t n;
        bool blank; /* the last thing written */
};

static void
put_part(struct parts *p, const char *text, size_t n, bool hit)
{
        struct buf b = buf_new(p->mem, n + 8);

        for (size_t i = 0; i < n; i++) {
                bool blank = (unsigned char)text[i] <= ' ';

                if (!blank)
                        buf_char(&b, text[i]);
                else if (!p->blank)
                        buf_char(&b, ' ');
                p->blank = blank;
        }
        if (!b.len)
                return;
        mem_grow(p->mem, p->list, p->n);
        p->list[p->n++] = (struct search_part){buf_text(&b), hit};
}

/* text[start, end) with what the marks cover in it. Returns the number of marked stretches. */
static size_t
cut_parts(struct parts *p, const char *text, size_t start, size_t end, const struct marks *m)
{
        size_t at = start, n_hits = 0;

        for (size_t i = 0; i < m->n && m->list[i].start < end;) {
                size_t from = m->list[i].start, to = m->list[i].end;

                for (i++; i < m->n && m->list[i].start <= to; i++)
                        if (m->list[i].end > to)
                                to = m->list[i].end;
                if (to <= at)
                        continue;
                if (from < at)
                        from = at;
                if (to > end)
                        to = end;
                put_part(p, text + at, from - at, false);
                put_part(p, text + from, to - from, true);
                at = to;
                n_hits++;
        }
        put_part(p, text + at, end - at, false);
        return n_hits;
}

void
snippet_whole(TALLOC_CTX *mem, const struct snippet *s, const char *text,
              const struct search_part **ret, size_t *ret_n)
{
        struct parts p = {.mem = mem, .blank = true};
        size_t n = strlen(text);
        struct marks m = marks_of(mem, s, text, n < SNIPPET_LOOK ? n : SNIPPET_LOOK);

        (void)cut_parts(&p, text, 0, n, &m);
        *ret = p.list;
        *ret_n = p.n;
}

/* The mark with which the best passage begins: most different words, then most marks. */
static size_t
best_mark(const struct marks *m)
{
        size_t best = 0, best_score = 0;

        for (size_t i = 0; i < m->n; i++) {
                uint32_t seen = 0;
                size_t score = 0;

                for (size_t k = i;
                     k < m->n && m->list[k].end <= m->list[i].start + SNIPPET_BYTES - BEFORE_BYTES;
                     k++) {
                        if (!(seen & 1u << m->list[k].word))
                                score += 100;
                        seen |= 1u << m->list[k].word;
                        score++;
                        if (k - i > 60)
                                break;
                }
                if (score > best_score) {
                        best = i;
                        best_score = score;
                }
                if (i > 5000)
                        break;
        }
        return best;
}

static bool
is_inside(const char *text, size_t at)
{
        return ((unsigned char)text[at] & 0xC0) == 0x80;
}

/* Is there the end of a sentence just before `at`? */
static bool
begins_sentence(const char *text, size_t at)
{
        static const char *const ends[] = {"。", "！", "？", "；"};

        if (at == 0 || text[at - 1] == '\n')
                return true;
        for (size_t i = 0; i < N(ends); i++)
                if (at >= 3 && memcmp(text + at - 3, ends[i], 3) == 0)
                        return true;
        return false;
}

static size_t
passage_start(const char *text, size_t hit)
{
        size_t far = hit > BEFORE_BYTES ? hit - BEFORE_BYTES : 0, at;

        for (at = hit;; at--) {
                if (!is_inside(text, at) && begins_sentence(text, at))
                        return at;
                if (at == far)
                        break;
        }
        at = hit > LEAD_BYTES ? hit - LEAD_BYTES : 0;
        while (is_inside(text, at))
                at++;
        return at;
}

void
snippet_passage(TALLOC_CTX *mem, const struct snippet *s, const char *text,
                const struct search_part **ret, size_t *ret_n, size_t *ret_hits)
{
        struct parts p = {.mem = mem, .blank = true};
        size_t n = strlen(text), look = n < SNIPPET_LOOK ? n : SNIPPET_LOOK, start = 0, end;
        struct marks m;

        while (look < n && look && is_inside(text, look))
                look--;
        m = marks_of(mem, s, text, look);
        if (m.n)
                start = passage_start(text, m.list[best_mark(&m)].start);
        end = n - start > SNIPPET_BYTES ? start + SNIPPET_BYTES : n;
        while (end < n && end > start && is_inside(text, end))
                end--;
        if (start)
                put_part(&p, "…", strlen("…"), false);
        *ret_hits = cut_parts(&p, text, start, end, &m);
        if (end < n)
                put_part(&p, "…", strlen("…"), false);
        *ret = p.list;
        *ret_n = p.n;
}
