#include "search/match.h"

#include "search/fts.h"
#include "search/phrase.h"

enum {
        WIDE = 1 << 16,   /* slots looked at together at most */
        NEWEST = 1 << 15, /* so many slots of a prefix are weighed on the first way through */
};

struct part {
        struct phrase phrases[2]; /* either will do */
        size_t n, bytes;
        bool is_minus, is_tag;
};
struct match {
        struct phrase_work work;
        struct part *parts; /* wanted by size, then excluded */
        size_t n;
        int64_t n_slots;
        struct phrase *phrases[2 * QUERY_WORDS]; /* of the wanted words */
        size_t n_phrases;
        const double *weights;
        bool is_weighing;
        uint64_t bits[WIDE / 64];
};

/* --- Reading a question ------------------------------------------------------------------------ */

static void
open_part(struct match *m, const struct query_word *w, unsigned columns)
{
        struct part *part = &m->parts[m->n++];
        const char *texts[] = {w->text, w->other};

        part->is_minus = w->is_minus;
        for (size_t i = 0; i < N(texts) && texts[i]; i++) {
                struct phrase *ph = &part->phrases[part->n++];

                phrase_open(&m->work, ph, texts[i], w->prefix, columns);
                part->bytes =
                    ph->bytes > SIZE_MAX - part->bytes ? SIZE_MAX : part->bytes + ph->bytes;
        }
}

static void
open_tag(struct match *m, const char *tag)
{
        m->parts[m->n].is_tag = true;
        open_part(m, &(struct query_word){.text = tag}, PHRASE_EVERYWHERE);
}

static int
by_size(const void *a, const void *b)
{
        const struct part *x = a, *y = b;

        if (x->is_minus != y->is_minus)
                return x->is_minus ? 1 : -1;
        return (x->bytes > y->bytes) - (x->bytes < y->bytes);
}

static struct match *
new_match(struct postings *p, int64_t n_slots, size_t n)
{
        struct match *m = mem_new(p->mem, struct match);

        m->work.p = p;
        m->n_slots = n_slots;
        m->parts = mem_array(m, struct part, n);
        return m;
}

static struct match *
ready(struct match *m)
{
        qsort(m->parts, m->n, sizeof(m->parts[0]), by_size);
        for (size_t i = 0; i < m->n; i++)
                for (size_t k = 0; k < m->parts[i].n; k++)
                        if (!m->parts[i].is_minus && !m->parts[i].is_tag)
                                m->phrases[m->n_phrases++] = &m->parts[i].phrases[k];
        return m;
}

static unsigned
columns_of(const struct query_word *w, const char *column)
{
        if (w->in_title)
                column = "title";
        if (w->is_minus && !w->in_title)
                column = NULL;
        return !column                        ? PHRASE_EVERYWHERE
               : strcmp(column, "title") == 0 ? 1u << FTS_TITLE
                                              : 1u << FTS_HEAD;
}

struct match *
match_new(struct postings *p, const struct query *q, const char *const *tags, size_t n,
          const char *column, int64_t n_slots)
{
        struct match *m = new_match(p, n_slots, q->n + n + 1);

        for (size_t i = 0; i < q->n; i++)
                open_part(m, &q->words[i], columns_of(&q->words[i], column));
        for (size_t i = 0; i < n; i++)
                open_tag(m, tags[i]);
        if (!q->n_plus && !n)
                open_tag(m, QUERY_ALL);
        return ready(m);
}

struct match *
match_titles(struct postings *p, const struct query *q, int64_t n_slots)
{
        struct match *m = new_match(p, n_slots, q->n);

        for (size_t i = 0; i < q->n; i++)
                if (!q->words[i].is_minus)
                        open_part(m, &q->words[i], PHRASE_EVERYWHERE);
        return ready(m);
}

/* --- All of it --------------------------------------------------------------------------------- */

static int64_t
newest(const struct match *m)
{
        return m->n_slots > NEWEST ? m->n_slots - NEWEST : 0;
}

static void
find_whole(struct match *m, struct phrase *ph)
{
        struct sink k = {.hi = m->n_slots, .weigh_from = newest(m)};

        k.bits = ph->whole = mem_array(m, uint64_t, (size_t)m->n_slots / 64 + 1);
        if (m->is_weighing) {
                k.weights = m->weights;
                k.sums = ph->sums = mem_array(m, float, (size_t)(m->n_slots - k.weigh_from));
        }
        phrase_put_prefix(&m->work, ph, &k);
}

static void
put_phrase(struct match *m, struct phrase *ph, const struct sink *k)
{
        if (!ph->prefix) {
                phrase_put(&m->work, ph, k);
                return;
        }
        if (!ph->whole)
                find_whole(m, ph);
        for (int64_t i = k->lo / 64; i * 64 < k->hi; i++)
                k->bits[i - k->lo / 64] |= ph->whole[i];
}

static bool
is_none(const uint64_t *bits, size_t n)
{
        uint64_t any = 0;

        for (size_t i = 0; i < n; i++)
                any |= bits[i];
        return !any;
}

/* Where the times of a phrase go, if they are asked for. */
static void
weigh(struct match *m, struct phrase *ph, const struct part *part, struct sink *k)
{
        bool is_weighed = m->is_weighing && !part->is_minus && !part->is_tag && !ph->prefix;

        k->weights = is_weighed ? m->weights : NULL;
        if (!is_weighed)
                return;
        if (!ph->sums)
                ph->sums = mem_array(m, float, MATCH_WEIGHED);
        else
                memset(ph->sums, 0, MATCH_WEIGHED * sizeof(ph->sums[0]));
        k->sums = ph->sums;
        k->weigh_from = k->lo;
}

void
match_stretch(struct match *m, int64_t lo, int64_t hi, uint64_t *bits)
{
        size_t words = (size_t)(hi - lo + 63) / 64;
        uint64_t *part = m->bits;

        assert(lo % 64 == 0 && lo <= hi &&
               hi - lo <= (m->is_weighing ? (int64_t)MATCH_WEIGHED : WIDE));
        memset(bits, 0, words * sizeof(bits[0]));
        for (size_t i = 0; i < m->n; i++) {
                struct part *x = &m->parts[i];
                struct sink k = {
                    .lo = lo, .hi = hi, .only = i ? bits : NULL, .bits = i ? part : bits};

                if (i)
                        memset(part, 0, words * sizeof(part[0]));
                for (size_t j = 0; j < x->n; j++) {
                        weigh(m, &x->phrases[j], x, &k);
                        put_phrase(m, &x->phrases[j], &k);
                }
                for (size_t j = 0; i && j < words; j++)
                        bits[j] &= x->is_minus ? ~part[j] : part[j];
                if (is_none(bits, words))
                        break;
        }
}

size_t
match_phrases(const struct match *m)
{
        return m->n_phrases;
}

int64_t
match_count(struct match *m, size_t phrase, int64_t enough)
{
        struct phrase *ph = m->phrases[phrase];
        int64_t n = 0;

        for (int64_t lo = (m->n_slots - 1) / WIDE * WIDE; lo >= 0 && n < enough; lo -= WIDE) {
                struct sink k = {.lo = lo, .hi = lo + WIDE, .bits = m->bits};

                if (k.hi > m->n_slots)
                        k.hi = m->n_slots;
                memset(m->bits, 0, sizeof(m->bits));
                put_phrase(m, ph, &k);
                for (size_t i = 0; i < N(m->bits); i++)
                        n += __builtin_popcountll(m->bits[i]);
        }
        return n < enough ? n : enough;
}

void
match_weigh(struct match *m, const double *weights)
{
        m->is_weighing = weights;
        if (weights)
                m->weights = weights;
}

bool
match_is_late(const struct match *m, size_t phrase)
{
        return m->phrases[phrase]->prefix;
}

void
match_times(struct match *m, size_t phrase, int64_t lo, const uint32_t *slots, size_t n, float *ret)
{
        struct phrase *ph = m->phrases[phrase];

        if (ph->prefix)
                lo = newest(m);
        if (ph->prefix && n &&
            (!ph->sums || slots[n - 1] < lo)) { /* older ones too: once more, for these alone */
                struct sink k = {.hi = m->n_slots, .weights = m->weights};
                uint64_t *only = mem_array(m, uint64_t, (size_t)m->n_slots / 64 + 1);

                for (size_t i = 0; i < n; i++)
                        only[slots[i] / 64] |= (uint64_t)1 << slots[i] % 64;
                k.only = only;
                lo = k.weigh_from = slots[n - 1];
                k.sums = ph->sums = mem_array(m, float, (size_t)(m->n_slots - lo));
                phrase_put_prefix(&m->work, ph, &k);
        }
        for (size_t i = 0; i < n; i++)
                ret[i] = ph->sums[slots[i] - lo];
}
