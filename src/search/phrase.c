#include "search/phrase.h"

#include "search/fts.h"
#include "search/token.h"

enum { COLUMN_SHIFT = 28 }; /* a place: the column above, the position below */
static const uint32_t PLACE_MAX = ((uint32_t)1 << COLUMN_SHIFT) - 1;

/* --- Opening ----------------------------------------------------------------------------------- */

struct tokens {
        struct phrase_work *m;
        struct phrase *ph;
};

static int
add_token(void *arg, bool beside, const char *text, size_t n, size_t start, size_t end)
{
        struct tokens *t = arg;
        struct phrase *ph = t->ph;

        (void)beside; /* never in a question */
        (void)start;
        (void)end;
        ph->tokens[ph->n] = (struct token){
            .text = mem_strndup(t->m->p->mem, text, n), .n = n, .at = (uint32_t)ph->n};
        ph->n++;
        return 0;
}

static int
by_bytes(const void *a, const void *b)
{
        const struct token *x = a, *y = b;

        if (x->term.bytes != y->term.bytes)
                return x->term.bytes < y->term.bytes ? -1 : 1;
        return (x->at > y->at) - (x->at < y->at);
}

void
phrase_open(struct phrase_work *m, struct phrase *ph, const char *text, bool prefix,
            unsigned columns)
{
        struct tokens t = {m, ph};
        size_t whole;

        *ph = (struct phrase){.tokens = mem_array(m->p->mem, struct token, strlen(text) + 1),
                              .columns = columns,
                              .prefix = prefix,
                              .bytes = SIZE_MAX};
        (void)token_each(text, strlen(text), TOKEN_QUERY, add_token, &t);
        whole = ph->n - (prefix && ph->n);
        for (size_t i = 0; i < whole; i++) {
                struct token *k = &ph->tokens[i];

                postings_open(m->p, k->text, k->n, &k->term);
                if (k->term.bytes < ph->bytes)
                        ph->bytes = k->term.bytes;
                if (!k->term.n) { /* then the others need not be looked up */
                        ph->tokens[0] = *k;
                        ph->n = whole = 1;
                        ph->prefix = false;
                }
        }
        if (whole)
                qsort(ph->tokens, whole, sizeof(ph->tokens[0]), by_bytes);
}

/* --- Places ------------------------------------------------------------------------------------ */

/* The places of a token in a document, as those where the phrase would begin. */
struct places {
        const uint8_t *p, *end;
        uint32_t column, at, before; /* before: of the token in the phrase */
        unsigned columns;
};

static inline struct places
places_of(struct stream *s, const struct phrase *ph, uint32_t before)
{
        size_t n;
        const uint8_t *p = stream_positions(s, &n);

        return (struct places){p, p + n, 0, 0, before, ph->columns};
}

/* Into another column, a step of more than two bytes; what cannot be is the end. False: no place. */
static __attribute__((noinline)) bool
step_far(struct places *w)
{
        uint64_t v;

        w->p = postings_number(w->p, &v);
        if (v == 1) {
                w->p = postings_number(w->p, &v);
                w->column = (uint32_t)v << COLUMN_SHIFT;
                w->at = 0;
                if (v > FTS_TAGS)
                        w->p = w->end;
                return false;
        }
        if (v < 2 || v - 2 > PLACE_MAX - w->at) {
                w->p = w->end;
                return false;
        }
        w->at += (uint32_t)(v - 2);
        return true;
}

/* False at the end. Steps of one byte and of two come mixed, so both are read without a branch. */
static inline bool
next_begin(struct places *w, uint32_t *ret)
{
        while (w->p < w->end) {
                uint32_t low = w->p[0], next = w->p[1], two = low >> 7;
                uint32_t step = (low & 0x7F) << 7 * two | (next & (0u - two));

                if (step < 2 || (two & next >> 7)) {
                        if (!step_far(w))
                                continue;
                } else {
                        w->at = (w->at + step - 2) & PLACE_MAX;
                        w->p += 1 + two;
                }
                if (w->at >= w->before && w->columns >> (w->column >> COLUMN_SHIFT) & 1) {
                        *ret = (w->column | w->at) - w->before;
                        return true;
                }
        }
        return false;
}

/* --- Where documents go ------------------------------------------------------------------------ */

static inline bool
is_wanted(const struct sink *k, int64_t slot)
{
        uint64_t i = (uint64_t)(slot - k->lo);

        return slot >= k->lo && (!k->only || k->only[i / 64] >> i % 64 & 1);
}

static inline void
put(const struct sink *k, int64_t slot, double weight)
{
        uint64_t i = (uint64_t)(slot - k->lo);

        if (k->bits)
                k->bits[i / 64] |= (uint64_t)1 << i % 64;
        if (k->weights && slot >= k->weigh_from)
                k->sums[slot - k->weigh_from] += (float)weight;
}

static inline double
weight_of(const struct sink *k, uint32_t place)
{
        return k->weights ? k->weights[place >> COLUMN_SHIFT] : 1;
}

/* Every document of a term that is a phrase alone. */
static void
put_term(const struct phrase *ph, struct term *t, const struct sink *k)
{
        struct stream *s;
        int64_t hi = t->hi;

        if (!k->only && ph->columns == PHRASE_EVERYWHERE) {
                if (k->weights && k->weigh_from < hi)
                        t->hi = k->weigh_from;
                term_mark(t, k->lo, k->bits);
                if (!k->weights)
                        return;
                t->hi = hi;
        }
        while ((s = term_next(t))) {
                struct places w;
                uint32_t place;
                double weight = 0;

                if (!is_wanted(k, s->slot))
                        continue;
                if (!k->weights && ph->columns == PHRASE_EVERYWHERE) {
                        put(k, s->slot, 0);
                        continue;
                }
                w = places_of(s, ph, 0);
                while (next_begin(&w, &place))
                        weight += weight_of(k, place);
                if (weight > 0)
                        put(k, s->slot, weight);
        }
}

/* --- Phrases ----------------------------------------------------------------------------------- */

static void
make_room(struct phrase_work *m, size_t places)
{
        struct held *h = &m->held;

        if (h->n + 2 > h->cap) {
                h->cap = h->cap ? 2 * h->cap : 4096;
                h->slots =
                    mem_must(talloc_realloc(m->p->mem, h->slots, uint32_t, (unsigned)h->cap));
                h->from = mem_must(talloc_realloc(m->p->mem, h->from, uint32_t, (unsigned)h->cap));
        }
        if (h->n_places + places > h->cap_places) {
                h->cap_places = 2 * (h->n_places + places) + 16384;
                h->places = mem_must(
                    talloc_realloc(m->p->mem, h->places, uint32_t, (unsigned)h->cap_places));
        }
}

static void
hold(struct phrase_work *m, const struct phrase *ph, struct token *t, const struct sink *k)
{
        struct held *h = &m->held;
        struct stream *s;

        h->n = h->n_places = 0;
        while ((s = term_next(&t->term))) {
                struct places w;
                uint32_t begin;
                size_t n = h->n_places;

                if (!is_wanted(k, s->slot))
                        continue;
                w = places_of(s, ph, t->at);
                make_room(m, (size_t)(w.end - w.p));
                while (next_begin(&w, &begin))
                        h->places[n++] = begin;
                if (n == h->n_places)
                        continue;
                h->slots[h->n] = (uint32_t)(s->slot - k->lo);
                h->from[h->n++] = (uint32_t)h->n_places;
                h->n_places = n;
        }
        make_room(m, 0);
        h->from[h->n] = (uint32_t)h->n_places;
}

/* The held document at which a stream stands, from h->next on, in steps that double: what is held may
 * be much more than has the token. False: none. */
static inline bool
is_held(struct held *h, uint32_t slot)
{
        size_t low = h->next, step = 1, high;

        if (low < h->n && h->slots[low] < slot) {
                for (; low + step < h->n && h->slots[low + step] < slot; step *= 2)
                        low += step;
                high = low + step < h->n ? low + step : h->n;
                while (low + 1 < high) { /* slots[low] is below, slots[high] is not */
                        size_t middle = low + (high - low) / 2;

                        if (h->slots[middle] < slot)
                                low = middle;
                        else
                                high = middle;
                }
                h->next = high;
        }
        return h->next < h->n && h->slots[h->next] == slot;
}

/* Keeps of what is held that which the token follows. */
static void
keep(struct phrase_work *m, const struct phrase *ph, struct token *t, const struct sink *k)
{
        struct held *h = &m->held;
        size_t n = 0, n_places = 0;
        struct stream *s;

        h->next = 0;
        while (h->next < h->n && (s = term_next(&t->term))) {
                struct places w;
                uint32_t begin, first = (uint32_t)n_places;
                size_t i, end;

                if (s->slot < k->lo || !is_held(h, (uint32_t)(s->slot - k->lo)))
                        continue;
                i = h->from[h->next];
                end = h->from[h->next + 1];
                w = places_of(s, ph, t->at);
                while (i < end && next_begin(&w, &begin)) {
                        while (i < end && h->places[i] < begin)
                                i++;
                        if (i < end && h->places[i] == begin)
                                h->places[n_places++] = h->places[i++];
                }
                /* What is kept never passes what is read: as many or fewer, of this one or earlier. */
                i = h->next++;
                if (n_places > first) {
                        h->slots[n] = h->slots[i];
                        h->from[n++] = first;
                }
        }
        h->n = n;
        h->n_places = n_places;
        h->from[n] = (uint32_t)n_places;
}

static void
put_held(const struct held *h, const struct sink *k)
{
        for (size_t i = 0; i < h->n; i++) {
                double weight = 0;

                for (uint32_t j = h->from[i]; k->weights && j < h->from[i + 1]; j++)
                        weight += weight_of(k, h->places[j]);
                put(k, k->lo + h->slots[i], weight);
        }
}

/* Holds the documents that have the first n tokens as they stand in the phrase. */
static void
hold_tokens(struct phrase_work *m, struct phrase *ph, size_t n, const struct sink *k)
{
        for (size_t i = 0; i < n && (i == 0 || m->held.n); i++) {
                term_from(&ph->tokens[i].term, k->lo, k->hi);
                if (i == 0)
                        hold(m, ph, &ph->tokens[i], k);
                else
                        keep(m, ph, &ph->tokens[i], k);
        }
}

void
phrase_put(struct phrase_work *m, struct phrase *ph, const struct sink *k)
{
        if (ph->n == 1) {
                term_from(&ph->tokens[0].term, k->lo, k->hi);
                put_term(ph, &ph->tokens[0].term, k);
                return;
        }
        hold_tokens(m, ph, ph->n, k);
        put_held(&m->held, k);
}

/* --- Prefixes ---------------------------------------------------------------------------------- */

struct prefix {
        struct phrase_work *m;
        struct phrase *ph;
        const struct sink *sink;
};

/* A term that may end the phrase. What is held stays, for the next one. */
static void
put_last(void *arg, struct term *t)
{
        const struct prefix *x = arg;
        const struct phrase *ph = x->ph;
        struct held *h = &x->m->held;
        struct stream *s;

        if (ph->n == 1) {
                put_term(ph, t, x->sink);
                return;
        }
        h->next = 0;
        while (h->next < h->n && (s = term_next(t))) {
                struct places w;
                uint32_t begin;
                double weight = 0;
                size_t i, end;

                if (s->slot < x->sink->lo || !is_held(h, (uint32_t)(s->slot - x->sink->lo)))
                        continue;
                i = h->from[h->next];
                end = h->from[h->next + 1];
                w = places_of(s, ph, (uint32_t)ph->n - 1);
                while (i < end && next_begin(&w, &begin)) {
                        while (i < end && h->places[i] < begin)
                                i++;
                        if (i < end && h->places[i] == begin)
                                weight += weight_of(x->sink, h->places[i++]);
                }
                if (weight > 0)
                        put(x->sink, s->slot, weight);
        }
}

void
phrase_put_prefix(struct phrase_work *m, struct phrase *ph, const struct sink *k)
{
        struct prefix x = {m, ph, k};
        const struct token *last = &ph->tokens[ph->n - 1];

        hold_tokens(m, ph, ph->n - 1, k);
        if (ph->n == 1 || m->held.n)
                postings_prefix(m->p, last->text, last->n, k->lo, k->hi, put_last, &x);
}
