#include "search/pass.h"

#include "search/rank.h"

enum {
        TITLES_MOST = 2000, /* with more hits than that, these come first */
        LOOK_AT_CLOCK = 1024,
        SEEN_SLOTS = 1 << 15,
        STRETCH = MATCH_WEIGHED, /* slots asked for at once; */
        WIDE_STRETCH = 1 << 16,  /* when the newest are known */
};
_Static_assert(SEARCH_REACH < SEEN_SLOTS / 2, "the set of seen slots stays sparse");

struct late {
        int32_t day;
        uint32_t slot;
};
/* What the pass gathers. */
struct tally {
        int64_t count;
        uint32_t *slots; /* the newest hits that are not late, at most SEARCH_REACH */
        size_t n_slots;
        struct late *late; /* every hit that is late */
        size_t n_late;
        struct ranking *ranking; /* of the newest hits, late ones too; NULL: by date */
        uint8_t *hits;           /* a bit for every slot; NULL where nobody asks */
        uint32_t *counts[SEARCH_FACETS];
        uint32_t most[SEARCH_FACETS];
};

static bool
is_overdue(struct asking *a)
{
        if (a->clock_us() < a->give_up)
                return false;
        a->is_partial = true;
        return true;
}

static bool
is_interrupted(void *arg)
{
        return is_overdue(arg);
}

static bool
is_hidden_now(struct asking *a, int64_t id)
{
        struct hidden *h = a->hidden;
        bool hit = false;

        if (!h->n)
                return false;
        (void)pthread_mutex_lock(&h->lock);
        for (size_t i = 0; i < h->n && !hit; i++)
                hit = h->list[i].id == id && h->list[i].change_no > a->change_no;
        (void)pthread_mutex_unlock(&h->lock);
        return hit;
}

const struct row *
pass_row(struct asking *a, int64_t slot, struct row *space)
{
        sqlite3_stmt *s = a->rd->s[READ_ROW];
        bool there;

        if (slot < 1 || slot > ROWS_SLOT_MAX)
                return NULL;
        if (!a->slow)
                return rows_get(a->gen->rows, slot);
        (void)sqlite3_bind_int64(s, 1, slot);
        there = sqlite3_step(s) == SQLITE_ROW;
        if (there)
                *space = row_from(s);
        (void)sqlite3_reset(s);
        return there && !is_hidden_now(a, space->id) ? space : NULL;
}

/* The row of a hit that may be shown, or NULL. */
static const struct row *
accept(struct asking *a, int64_t slot, struct row *space)
{
        const struct search_ask *ask = a->ask;
        const struct row *row = pass_row(a, slot, space);

        if (!row || !row->live)
                return NULL;
        if (!day_is_none(ask->from) && row->day < ask->from.n)
                return NULL;
        if (!day_is_none(ask->to) && row->day > ask->to.n)
                return NULL;
        if (ask->validity != SEARCH_ANY_VALIDITY &&
            rows_value(row, SEARCH_VALIDITY, ask->today) != (uint32_t)ask->validity)
                return NULL;
        return row;
}

static void
count_facets(struct tally *t, const struct row *row, struct day today)
{
        for (enum search_facet_kind k = 0; k < SEARCH_FACETS; k++) {
                uint32_t value = rows_value(row, k, today);

                if (value <= t->most[k])
                        t->counts[k][value]++;
        }
}

/* --- The pass ---------------------------------------------------------------------------------- */

static void
note_hit(TALLOC_CTX *mem, struct asking *a, struct tally *t, int64_t slot, const struct row *row)
{
        t->count++;
        if (row->late) {
                mem_grow(mem, t->late, t->n_late);
                t->late[t->n_late++] = (struct late){row->day, (uint32_t)slot};
        } else if (t->n_slots < SEARCH_REACH) {
                t->slots[t->n_slots++] = (uint32_t)slot;
        }
        if (t->hits && slot < a->n_slots)
                t->hits[slot / 8] = (uint8_t)(t->hits[slot / 8] | 1u << slot % 8);
        if (a->ask->n_facets)
                count_facets(t, row, a->ask->today);
}

/* The hits of a stretch, downwards. False: the deadline came. */
static bool
go_down(TALLOC_CTX *mem, struct asking *a, struct tally *t, int64_t lo, const uint64_t *bits,
        size_t words)
{
        struct row space;
        size_t n = 0;

        for (size_t i = words; i-- > 0;) {
                for (uint64_t left = bits[i]; left;) {
                        int bit = 63 - __builtin_clzll(left);
                        int64_t slot = lo + (int64_t)i * 64 + bit;
                        const struct row *row;

                        left ^= (uint64_t)1 << bit;
                        if (++n % LOOK_AT_CLOCK == 0 && is_overdue(a))
                                return false;
                        if (slot < a->first || slot > a->last)
                                continue;
                        row = accept(a, slot, &space);
                        if (!row)
                                continue;
                        note_hit(mem, a, t, slot, row);
                        if (t->ranking && t->ranking->n < RANK_MOST)
                                t->ranking->slots[t->ranking->n++] = (uint32_t)slot;
                }
        }
        return true;
}

/* Stretch by stretch from the newest; narrow ones while hits are weighed. */
static void
go_over(TALLOC_CTX *mem, struct asking *a, struct tally *t, struct match *m)
{
        uint64_t *bits = mem_array(mem, uint64_t, WIDE_STRETCH / 64);
        int64_t hi = a->last < a->n_slots ? a->last + 1 : a->n_slots, lo;

        for (; hi > a->first && !a->is_partial; hi = lo) {
                bool weighing = t->ranking && t->ranking->n < RANK_MOST;
                int64_t width = weighing ? STRETCH : WIDE_STRETCH;

                lo = (hi - 1) / width * width;
                match_stretch(m, lo, hi, bits);
                if (a->rd->words.is_stopped || a->rd->words.is_broken ||
                    !go_down(mem, a, t, lo, bits, (size_t)(hi - lo + 63) / 64))
                        return;
                if (weighing)
                        rank_take(t->ranking, lo);
                if (weighing && t->ranking->n == RANK_MOST)
                        match_weigh(m, NULL);
        }
}

static void
allot(TALLOC_CTX *mem, const struct asking *a, struct tally *t, bool ranking)
{
        t->slots = mem_array(mem, uint32_t, SEARCH_REACH);
        if (ranking)
                t->hits = mem_array(mem, uint8_t, a->n_slots / 8 + 1);
        for (size_t k = 0; a->ask->n_facets && k < SEARCH_FACETS; k++) {
                /* While rows are loading the highest values are not known. */
                t->most[k] = a->slow ? (k < SEARCH_TOPIC ? SEARCH_VALUE_MAX : UINT16_MAX)
                                     : a->gen->rows->most[k];
                t->counts[k] = mem_array(mem, uint32_t, (size_t)t->most[k] + 1);
        }
}

/* --- Order ------------------------------------------------------------------------------------- */

struct list {
        uint32_t *slots;
        size_t n;
        uint32_t *seen; /* a set; NULL where nothing comes twice */
};

/* True the first time. */
static bool
see(uint32_t *seen, uint32_t slot)
{
        size_t i = slot * 2654435761u % SEEN_SLOTS;

        for (; seen[i]; i = (i + 1) % SEEN_SLOTS)
                if (seen[i] == slot)
                        return false;
        seen[i] = slot;
        return true;
}

static void
list_put(struct list *l, uint32_t slot)
{
        if (l->n < SEARCH_REACH && (!l->seen || see(l->seen, slot)))
                l->slots[l->n++] = slot;
}

static int
latest_first(const void *a, const void *b)
{
        const struct late *x = a, *y = b;

        if (x->day != y->day)
                return x->day < y->day ? 1 : -1;
        return (x->slot < y->slot) - (x->slot > y->slot);
}

/* All hits by date: those in order, with the late ones sorted in. */
static void
put_by_date(struct asking *a, struct tally *t, struct list *l)
{
        struct row space;
        size_t i = 0;

        if (t->n_late)
                qsort(t->late, t->n_late, sizeof(t->late[0]), latest_first);
        for (size_t k = 0; k < t->n_late && l->n < SEARCH_REACH; k++) {
                for (; i < t->n_slots; i++) {
                        const struct row *row = pass_row(a, t->slots[i], &space);

                        if (row && row->day < t->late[k].day)
                                break;
                        list_put(l, t->slots[i]);
                }
                list_put(l, t->late[k].slot);
        }
        for (; i < t->n_slots; i++)
                list_put(l, t->slots[i]);
}

/* Hits with all the words in the title, newest first. The index of titles is small and knows no
 * tags; what the pass did not meet is no hit. */
static int
put_titles(TALLOC_CTX *mem, struct asking *a, const struct tally *t, struct list *l)
{
        struct postings *p = &a->rd->titles;
        uint64_t *bits = mem_array(mem, uint64_t, STRETCH / 64);
        struct match *m;
        int r = postings_begin(mem, p, is_interrupted, a);

        if (r)
                return err_trace(r);
        m = match_titles(p, &a->query, a->n_slots);
        for (int64_t lo = (a->n_slots - 1) / STRETCH * STRETCH; lo >= 0 && l->n < TITLES_MOST;
             lo -= STRETCH) {
                int64_t hi = lo + STRETCH < a->n_slots ? lo + STRETCH : a->n_slots;

                match_stretch(m, lo, hi, bits);
                if (p->is_stopped || p->is_broken)
                        break;
                for (int64_t slot = hi; slot-- > lo && l->n < TITLES_MOST;)
                        if ((bits[(slot - lo) / 64] >> (slot - lo) % 64 & 1) &&
                            (t->hits[slot / 8] >> slot % 8 & 1))
                                list_put(l, (uint32_t)slot);
        }
        return postings_end(p);
}

/* Up to RANK_MOST hits all by rank; above, first those with the words in the title, newest first,
 * then the RANK_MOST newest by rank. What is left follows by date. */
static int
order(TALLOC_CTX *mem, struct asking *a, struct tally *t, struct list *l)
{
        int r = 0;

        if (t->ranking && t->count > RANK_MOST && a->ask->field == SEARCH_ANYWHERE)
                r = put_titles(mem, a, t, l);
        for (size_t i = 0; t->ranking && i < t->ranking->n; i++)
                list_put(l, t->ranking->slots[i]);
        put_by_date(a, t, l);
        return r;
}

/* --- Facets ------------------------------------------------------------------------------------
 */

static int
by_number(const void *a, const void *b)
{
        const struct search_facet *x = a, *y = b;

        if (x->kind == SEARCH_YEAR)
                return (x->key < y->key) - (x->key > y->key);
        if (x->n != y->n)
                return x->n < y->n ? 1 : -1;
        return (x->key > y->key) - (x->key < y->key);
}

static void
take_facets(TALLOC_CTX *mem, const struct tally *t, size_t most, struct found *f)
{
        struct search_facet *all = NULL;
        size_t n = 0;

        for (enum search_facet_kind k = 0; k < SEARCH_FACETS; k++) {
                size_t first = n;

                for (uint32_t value = 0; value <= t->most[k]; value++) {
                        if (!t->counts[k][value] || (value == 0 && k != SEARCH_VALIDITY))
                                continue;
                        mem_grow(mem, all, n);
                        all[n++] = (struct search_facet){k, value, t->counts[k][value]};
                }
                if (n > first)
                        qsort(all + first, n - first, sizeof(all[0]), by_number);
                if (n - first > most)
                        n = first + most;
        }
        f->facets = all;
        f->n_facets = n;
}

/* --- All of it --------------------------------------------------------------------------------- */

void
pass_narrow(struct asking *a)
{
        const struct rows *rows = a->gen->rows;
        const struct search_ask *ask = a->ask;

        a->first = 1;
        a->last = INT64_MAX;
        /* Only while no document is late a stretch of days is a stretch of slots. */
        if (a->slow || rows->n_late)
                return;
        if (!day_is_none(ask->from))
                a->first = rows_first(rows, ask->from);
        if (!day_is_none(ask->to))
                a->last = rows_first(rows, day_add(ask->to, 1)) - 1;
}

/* Counts, and puts the newest hits in the order of their rank. */
static int
match_all(TALLOC_CTX *mem, struct asking *a, struct tally *t, bool ranking)
{
        struct postings *p = &a->rd->words;
        struct match *m;
        int r = postings_begin(mem, p, is_interrupted, a);

        if (r)
                return err_trace(r);
        m = match_new(p, &a->query, a->tags, a->n_tags, a->column, a->n_slots);
        if (ranking)
                t->ranking = rank_new(mem, m);
        go_over(mem, a, t, m);
        if (ranking && !a->is_partial)
                rank_sort(mem, t->ranking, a->gen->rows);
        return postings_end(p);
}

int
pass_run(TALLOC_CTX *mem, struct asking *a, struct found *ret)
{
        bool ranking = a->ask->sort == SEARCH_BY_RELEVANCE && a->query.n_plus;
        struct list l = {.slots = mem_array(mem, uint32_t, SEARCH_REACH),
                         .seen = ranking ? mem_array(mem, uint32_t, SEEN_SLOTS) : NULL};
        struct tally t = {0};
        int r;

        allot(mem, a, &t, ranking);
        r = match_all(mem, a, &t, ranking);
        if (!r)
                r = order(mem, a, &t, &l);
        if (r)
                return err_trace(r);
        *ret = (struct found){.count = t.count,
                              .slots = l.slots,
                              .n_slots = l.n,
                              .is_partial = a->is_partial,
                              .is_loading = a->slow};
        if (a->ask->n_facets)
                take_facets(mem, &t, a->ask->n_facets, ret);
        return 0;
}
