#include "search/snippet.h"

enum { BEFORE_BYTES = 90, LEAD_BYTES = 45, RUNS_MAX = 64 };

/* A phrase is looked for as search/token.h defines a match, run by run, but straight in the folded
 * characters: of a page's texts that is a tenth of the work of cutting them into tokens. */
struct run {
        enum token_class class;
        size_t first, n; /* in cps */
};
struct phrase {
        uint32_t *cps;
        struct run runs[RUNS_MAX];
        size_t n;
        size_t word;
};
struct snippet {
        struct phrase *phrases;
        size_t n;
};
struct chars {
        uint32_t *cps; /* folded */
        uint32_t *at;  /* offsets in the text; one more than n */
        size_t n;
};
struct mark {
        size_t start, end, word;
};
struct marks {
        struct mark *list;
        size_t n;
};

static struct chars
chars_of(TALLOC_CTX *mem, const char *text, size_t n)
{
        struct chars c = {.cps = mem_must(talloc_array(mem, uint32_t, (unsigned)n + 1)),
                          .at = mem_must(talloc_array(mem, uint32_t, (unsigned)n + 1))};

        for (size_t i = 0; i < n;) {
                unsigned char b = (unsigned char)text[i];
                uint32_t cp = ' ';
                size_t l = 1;

                c.at[c.n] = (uint32_t)i;
                if (b < 0x80) {
                        c.cps[c.n++] = b >= 'A' && b <= 'Z' ? (uint32_t)b + 32 : b;
                } else {
                        l = text_decode(text + i, n - i, &cp);
                        c.cps[c.n++] = l ? text_fold(cp) : ' ';
                }
                i += l ? l : 1;
        }
        c.at[c.n] = (uint32_t)n;
        return c;
}

static void
add_phrase(struct snippet *s, const char *text, size_t word)
{
        struct chars c = chars_of(s, text, strlen(text));
        enum token_class before = TOKEN_BREAK;
        struct phrase *p;

        mem_grow(s, s->phrases, s->n);
        p = &s->phrases[s->n];
        *p = (struct phrase){.cps = c.cps, .word = word};
        for (size_t i = 0; i < c.n; i++) {
                enum token_class class = token_class(c.cps[i]);

                if (class != TOKEN_BREAK && class == before) {
                        p->runs[p->n - 1].n++;
                } else if (class != TOKEN_BREAK) {
                        if (p->n == RUNS_MAX)
                                break;
                        p->runs[p->n++] = (struct run){class, i, 1};
                }
                before = class;
        }
        s->n += p->n > 0;
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

/* Does a run of the phrase stand at i? is_first, is_last: where it may begin or end inside a run of
 * the text, if it is one of Han characters. */
static bool
run_at(const struct phrase *p, const struct run *r, const struct chars *c, size_t i, bool is_first,
       bool is_last)
{
        size_t end = i + r->n;
        bool han = r->class == TOKEN_HAN;

        if (end > c->n || memcmp(&c->cps[i], &p->cps[r->first], r->n * sizeof(c->cps[0])) != 0)
                return false;
        if (!(han && is_first) && i && token_class(c->cps[i - 1]) == r->class)
                return false;
        return (han && is_last) || end == c->n || token_class(c->cps[end]) != r->class;
}

/* The end of the phrase that begins at character i; 0 when there is none. */
static size_t
phrase_at(const struct phrase *p, const struct chars *c, size_t i)
{
        for (size_t k = 0; k < p->n; k++) {
                while (k && i < c->n && token_class(c->cps[i]) == TOKEN_BREAK)
                        i++;
                if (i >= c->n || !run_at(p, &p->runs[k], c, i, k == 0, k + 1 == p->n))
                        return 0;
                i += p->runs[k].n;
        }
        return i;
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
        struct chars c = chars_of(mem, text, n);
        struct marks m = {0};

        for (size_t k = 0; k < s->n; k++) {
                const struct phrase *p = &s->phrases[k];
                uint32_t first = p->cps[p->runs[0].first];

                for (size_t i = 0; i < c.n; i++) {
                        size_t end = c.cps[i] == first ? phrase_at(p, &c, i) : 0;

                        if (!end)
                                continue;
                        mem_grow(mem, m.list, m.n);
                        m.list[m.n++] = (struct mark){c.at[i], c.at[end], p->word};
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
