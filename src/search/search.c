/* Asking: one pass over the hits, everything else from memory. */
#include "search/search.h"

#include "base/deflate.h"
#include "search/query.h"
#include "search/reader.h"
#include "search/snippet.h"

enum {
        RANK_ALL = 5000,    /* up to here every hit is ranked */
        RANK_NEWEST = 2000, /* above: of the newest only, after the newest with a title hit */
        LOOK_AT_CLOCK = 1024,
        SEEN_SLOTS = 1 << 15,
};
_Static_assert(SEARCH_REACH + RANK_NEWEST < SEEN_SLOTS / 2, "the set of seen ids stays sparse");

struct search {
        char *folder;
        int64_t (*clock_us)(void);
        int64_t deadline_us;
        size_t n_readers;
        pthread_mutex_t lock; /* of the two generations */
        struct gen *gen;      /* answered from */
        struct gen *next;     /* loading; takes over when it is ready */
        struct hidden hidden;
};

/* --- Open, close, generations ------------------------------------------------------------------
 */

static int
search_free(struct search *s)
{
        gen_drop(s->gen);
        gen_drop(s->next);
        (void)pthread_mutex_destroy(&s->lock);
        (void)pthread_mutex_destroy(&s->hidden.lock);
        free(s->hidden.list);
        return 0;
}

/* Called with the lock held. The old generation answers until the new one has its rows; when there
 * is no old one, the new one begins at once, the slow way. */
static void
look_for_file(struct search *s)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *name = disk_current(mem, s->folder);
        struct gen *newest = s->next ? s->next : s->gen;

        if (name && (!newest || strcmp(newest->name, name) != 0)) {
                gen_drop(s->next);
                s->next = gen_new(s->folder, name, s->n_readers, &s->hidden);
        }
        if (s->next && (!s->gen || s->next->is_loaded)) {
                gen_drop(s->gen);
                s->gen = s->next;
                s->next = NULL;
        }
}

static struct gen *
take_gen(struct search *s)
{
        struct gen *g;

        (void)pthread_mutex_lock(&s->lock);
        look_for_file(s);
        g = s->gen;
        if (g)
                g->refs++;
        (void)pthread_mutex_unlock(&s->lock);
        return g;
}

static void
gen_dropp(struct gen **g)
{
        gen_drop(*g);
}

struct search *
search_open(TALLOC_CTX *mem, const struct search_settings *settings)
{
        struct search *s = mem_new(mem, struct search);

        s->folder = mem_strdup(s, settings->folder);
        s->clock_us = settings->clock_us;
        s->deadline_us = (settings->deadline_ms ? settings->deadline_ms : 2000) * (int64_t)1000;
        s->n_readers = settings->readers ? settings->readers : 4;
        (void)pthread_mutex_init(&s->lock, NULL);
        (void)pthread_mutex_init(&s->hidden.lock, NULL);
        talloc_set_destructor(s, search_free);
        (void)pthread_mutex_lock(&s->lock);
        look_for_file(s);
        (void)pthread_mutex_unlock(&s->lock);
        return s;
}

struct search_state
search_state(struct search *s)
{
        _cleanup_(gen_dropp) struct gen *g = take_gen(s);

        if (!g)
                return (struct search_state){0};
        return (struct search_state){true, g->is_loaded, g->change_no, g->rows->n_live};
}

static void
note_hidden(struct hidden *h, int64_t id, int64_t change_no)
{
        if (h->n == h->cap) {
                h->cap = h->cap ? h->cap * 2 : 64;
                h->list = mem_must(realloc(h->list, h->cap * sizeof(h->list[0])));
        }
        h->list[h->n].id = id;
        h->list[h->n].change_no = change_no;
        h->n++;
}

/* What every generation in use has come past needs no remembering. */
static void
forget_hidden(struct hidden *h, int64_t change_no)
{
        size_t n = 0;

        for (size_t i = 0; i < h->n; i++)
                if (h->list[i].change_no > change_no)
                        h->list[n++] = h->list[i];
        h->n = n;
}

static int
by_id(const void *a, const void *b)
{
        int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

        return (x > y) - (x < y);
}

void
search_hide(struct search *s, int64_t change_no, const int64_t *ids, size_t n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int64_t *sorted = mem_array(mem, int64_t, n + 1);

        if (n) {
                memcpy(sorted, ids, n * sizeof(ids[0]));
                qsort(sorted, n, sizeof(sorted[0]), by_id);
        }
        (void)pthread_mutex_lock(&s->lock);
        (void)pthread_mutex_lock(&s->hidden.lock);
        if (s->gen && s->gen->is_loaded && !s->next)
                forget_hidden(&s->hidden, s->gen->change_no);
        for (size_t i = 0; i < n; i++)
                note_hidden(&s->hidden, sorted[i], change_no);
        if (s->gen && n)
                gen_hide(s->gen, sorted, n);
        if (s->next && n)
                gen_hide(s->next, sorted, n);
        if (s->gen)
                cache_clear(s->gen->cache);
        (void)pthread_mutex_unlock(&s->hidden.lock);
        (void)pthread_mutex_unlock(&s->lock);
}

/* --- One question ------------------------------------------------------------------------------
 */

struct asking {
        struct search *search;
        struct gen *gen;
        struct reader *rd;
        const struct search_ask *ask;
        struct query query;
        const char *match, *key;
        int64_t first, last; /* slots the days allow */
        int64_t change_no, began, give_up;
        bool slow; /* rows are not in memory yet */
        int64_t count;
        uint32_t *ring; /* the newest SEARCH_REACH hits that are not late, oldest overwritten */
        int64_t n_ring;
        uint32_t *recent; /* the RANK_NEWEST highest slots among the hits, likewise */
        struct late {
                int32_t day;
                uint32_t slot;
        } * late; /* every hit that is late */
        size_t n_late;
        uint32_t *counts[SEARCH_FACETS];
        uint32_t most[SEARCH_FACETS];
        bool is_partial;
};

static bool
is_overdue(struct asking *a)
{
        if (a->search->clock_us() < a->give_up)
                return false;
        a->is_partial = true;
        return true;
}

static int
interrupted(void *arg)
{
        return is_overdue(arg);
}

static bool
is_hidden_now(struct asking *a, int64_t id)
{
        struct hidden *h = &a->search->hidden;
        bool hit = false;

        if (!h->n)
                return false;
        (void)pthread_mutex_lock(&h->lock);
        for (size_t i = 0; i < h->n && !hit; i++)
                hit = h->list[i].id == id && h->list[i].change_no > a->change_no;
        (void)pthread_mutex_unlock(&h->lock);
        return hit;
}

/* The row of a hit: from memory, or, while that is being filled, from the table. */
static const struct row *
row_of(struct asking *a, int64_t slot, struct row *space)
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
        const struct row *row = row_of(a, slot, space);

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
count_facets(struct asking *a, const struct row *row)
{
        for (enum search_facet_kind k = 0; k < SEARCH_FACETS; k++) {
                uint32_t value = rows_value(row, k, a->ask->today);

                if (value <= a->most[k])
                        a->counts[k][value]++;
        }
}

static void
bind_range(sqlite3_stmt *s, const char *match, int64_t first, int64_t last)
{
        (void)sqlite3_bind_text(s, 1, match, -1, SQLITE_STATIC);
        (void)sqlite3_bind_int64(s, 2, first);
        (void)sqlite3_bind_int64(s, 3, last);
}

/* After a loop over sqlite3_step(): done, cut by the deadline, or broken. */
static int
ended(struct asking *a, int code)
{
        if (code == SQLITE_DONE || code == SQLITE_ROW ||
            ((code & 0xFF) == SQLITE_INTERRUPT && a->is_partial))
                return 0;
        return disk_error(a->rd->db, "query");
}

static void
note_hit(TALLOC_CTX *mem, struct asking *a, int64_t slot, const struct row *row)
{
        a->recent[a->count++ % RANK_NEWEST] = (uint32_t)slot;
        if (!row->late) {
                a->ring[a->n_ring++ % SEARCH_REACH] = (uint32_t)slot;
        } else {
                mem_grow(mem, a->late, a->n_late);
                a->late[a->n_late++] = (struct late){row->day, (uint32_t)slot};
        }
        if (a->ask->n_facets)
                count_facets(a, row);
}

static int
pass(TALLOC_CTX *mem, struct asking *a)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = a->rd->s[READ_HITS];
        struct row space;
        size_t n = 0;
        int code;

        bind_range(s, a->match, a->first, a->last);
        while ((code = sqlite3_step(s)) == SQLITE_ROW) {
                int64_t slot = sqlite3_column_int64(s, 0);
                const struct row *row = accept(a, slot, &space);

                if (++n % LOOK_AT_CLOCK == 0 && is_overdue(a))
                        break;
                if (row)
                        note_hit(mem, a, slot, row);
        }
        return ended(a, code);
}

static void
allot(TALLOC_CTX *mem, struct asking *a)
{
        a->ring = mem_array(mem, uint32_t, SEARCH_REACH);
        a->recent = mem_array(mem, uint32_t, RANK_NEWEST);
        for (size_t k = 0; a->ask->n_facets && k < SEARCH_FACETS; k++) {
                /* While rows are loading the highest values are not known. */
                a->most[k] = a->slow ? (k < SEARCH_TOPIC ? SEARCH_VALUE_MAX : UINT16_MAX)
                                     : a->gen->rows->most[k];
                a->counts[k] = mem_array(mem, uint32_t, (size_t)a->most[k] + 1);
        }
}

/* --- Order -------------------------------------------------------------------------------------
 */

struct seen {
        uint32_t slots[SEEN_SLOTS];
};

/* True the first time. */
static bool
see(struct seen *seen, uint32_t slot)
{
        size_t i = slot * 2654435761u % SEEN_SLOTS;

        for (; seen->slots[i]; i = (i + 1) % SEEN_SLOTS)
                if (seen->slots[i] == slot)
                        return false;
        seen->slots[i] = slot;
        return true;
}

struct list {
        uint32_t *slots;
        size_t n;
        struct seen *seen;
};

static void
list_put(struct list *l, int64_t slot)
{
        if (l->n < SEARCH_REACH && see(l->seen, (uint32_t)slot))
                l->slots[l->n++] = (uint32_t)slot;
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
put_by_date(struct asking *a, struct list *l)
{
        int64_t n = a->n_ring < SEARCH_REACH ? a->n_ring : SEARCH_REACH, i = 0;
        struct row space;
        size_t k = 0;

        if (a->n_late)
                qsort(a->late, a->n_late, sizeof(a->late[0]), latest_first);
        while (l->n < SEARCH_REACH && (i < n || k < a->n_late)) {
                uint32_t slot = i < n ? a->ring[(a->n_ring - 1 - i) % SEARCH_REACH] : 0;
                const struct row *row = i < n && k < a->n_late ? row_of(a, slot, &space) : NULL;

                if (i < n && (k == a->n_late || (row && row->day >= a->late[k].day))) {
                        list_put(l, slot);
                        i++;
                } else {
                        if (k == a->n_late)
                                break;
                        list_put(l, a->late[k++].slot);
                }
        }
}

struct ranked {
        int64_t slot;
        double score;
};

static int
by_score(const void *a, const void *b)
{
        const struct ranked *x = a, *y = b;

        if (x->score != y->score)
                return x->score < y->score ? 1 : -1;
        return (x->slot < y->slot) - (x->slot > y->slot);
}

static int
put_titles(struct asking *a, const char *match, struct list *l)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = a->rd->s[READ_TITLES];
        struct row space;
        int code;

        bind_range(s, match, a->first, a->last);
        (void)sqlite3_bind_int(s, 4, RANK_NEWEST);
        while ((code = sqlite3_step(s)) == SQLITE_ROW)
                if (accept(a, sqlite3_column_int64(s, 0), &space))
                        list_put(l, sqlite3_column_int64(s, 0));
        return ended(a, code);
}

/* The hits from slot `from` on, best first. */
static int
put_ranked(TALLOC_CTX *mem, struct asking *a, int64_t from, struct list *l)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = a->rd->s[READ_RANK];
        struct ranked *list = mem_array(mem, struct ranked, RANK_ALL);
        struct row space;
        size_t n = 0;
        int code = SQLITE_DONE;

        bind_range(s, a->match, from, a->last);
        while (n < RANK_ALL && (code = sqlite3_step(s)) == SQLITE_ROW) {
                int64_t slot = sqlite3_column_int64(s, 0);

                if (accept(a, slot, &space))
                        list[n++] = (struct ranked){slot, sqlite3_column_double(s, 1)};
                if (n % LOOK_AT_CLOCK == 0 && is_overdue(a))
                        break;
        }
        qsort(list, n, sizeof(list[0]), by_score);
        for (size_t i = 0; i < n; i++)
                list_put(l, list[i].slot);
        return ended(a, code);
}

/* Up to RANK_ALL hits all by rank; above, first those with the words in the title, newest first,
 * then the RANK_NEWEST newest by rank. What is left follows by date. */
static int
order(TALLOC_CTX *mem, struct asking *a, const char *const *tags, size_t n_tags, struct list *l)
{
        int64_t from = a->first;
        int r = 0;

        if (a->ask->sort == SEARCH_BY_RELEVANCE && a->query.n_plus && a->count) {
                if (a->count > RANK_ALL) {
                        from = a->recent[a->count % RANK_NEWEST];
                        if (a->ask->field == SEARCH_ANYWHERE)
                                r = put_titles(
                                    a, query_match(mem, &a->query, tags, n_tags, "title"), l);
                }
                if (!r && !a->is_partial)
                        r = put_ranked(mem, a, from, l);
        }
        put_by_date(a, l);
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
take_facets(TALLOC_CTX *mem, const struct asking *a, struct found *f)
{
        struct search_facet *all = NULL;
        size_t n = 0;

        for (enum search_facet_kind k = 0; k < SEARCH_FACETS; k++) {
                size_t first = n;

                for (uint32_t value = 0; value <= a->most[k]; value++) {
                        if (!a->counts[k][value] || (value == 0 && k != SEARCH_VALIDITY))
                                continue;
                        mem_grow(mem, all, n);
                        all[n++] = (struct search_facet){k, value, a->counts[k][value]};
                }
                if (n > first)
                        qsort(all + first, n - first, sizeof(all[0]), by_number);
                if (n - first > a->ask->n_facets)
                        n = first + a->ask->n_facets;
        }
        f->facets = all;
        f->n_facets = n;
}

/* --- Putting it together -----------------------------------------------------------------------
 */

enum { TAGS = 5 };

static void
add_tag(TALLOC_CTX *mem, const char **tags, size_t *n, char kind, int64_t value)
{
        if (value)
                tags[(*n)++] = mem_printf(mem, "\001%c%lld", kind, (long long)value);
}

static int
find(TALLOC_CTX *mem, struct asking *a, const char *const *tags, size_t n_tags, struct found *f)
{
        struct list l = {.slots = mem_array(mem, uint32_t, SEARCH_REACH),
                         .seen = mem_new(mem, struct seen)};
        int r;

        allot(mem, a);
        r = pass(mem, a);
        if (!r)
                r = order(mem, a, tags, n_tags, &l);
        if (r)
                return err_trace(r);
        *f = (struct found){.count = a->count,
                            .slots = l.slots,
                            .n_slots = l.n,
                            .is_partial = a->is_partial,
                            .is_loading = a->slow};
        if (a->ask->n_facets)
                take_facets(mem, a, f);
        return 0;
}

static bool
show_hit(TALLOC_CTX *mem, struct asking *a, const struct snippet *marks, uint32_t slot,
         struct search_hit *ret)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = a->rd->s[READ_TEXT];
        struct row space;
        const struct row *row = row_of(a, slot, &space);
        const char *head;
        char *body;
        size_t n_hits, n_head_hits;

        if (!row || !row->live)
                return false;
        (void)sqlite3_bind_int64(s, 1, slot);
        if (sqlite3_step(s) != SQLITE_ROW ||
            deflate_unpack(mem, sqlite3_column_blob(s, 3), (size_t)sqlite3_column_bytes(s, 3),
                           (size_t)sqlite3_column_int64(s, 2), &body))
                return false;
        *ret = (struct search_hit){.id = row->id, .day = {row->day}};
        head = mem_strdup(mem, (const char *)sqlite3_column_text(s, 1));
        snippet_whole(mem, marks, mem_strdup(mem, (const char *)sqlite3_column_text(s, 0)),
                      &ret->title, &ret->n_title);
        snippet_passage(mem, marks, body, &ret->snippet, &ret->n_snippet, &n_hits);
        if (!n_hits) {
                const struct search_part *parts;
                size_t n;

                snippet_passage(mem, marks, head, &parts, &n, &n_head_hits);
                if (n_head_hits) {
                        ret->snippet = parts;
                        ret->n_snippet = n;
                }
        }
        return true;
}

static void
show(TALLOC_CTX *mem, struct asking *a, const struct found *f, struct search_answer *ret)
{
        const struct search_ask *ask = a->ask;
        size_t limit = ask->limit < SEARCH_PAGE_MAX ? ask->limit : SEARCH_PAGE_MAX;
        struct search_hit *hits = mem_array(mem, struct search_hit, limit + 1);
        const struct snippet *marks = snippet_new(mem, &a->query);
        size_t n = 0;

        for (size_t i = ask->offset; i < f->n_slots && i - ask->offset < limit; i++)
                if (show_hit(mem, a, marks, f->slots[i], &hits[n]))
                        n++;
        ret->hits = hits;
        ret->n_hits = n;
        ret->count = f->count;
        ret->facets = f->facets;
        ret->n_facets = f->n_facets;
        ret->is_partial = f->is_partial;
        ret->is_loading = f->is_loading;
}

/* While no document is late, a stretch of days is a stretch of slots. */
static void
narrow(struct asking *a)
{
        const struct rows *rows = a->gen->rows;
        const struct search_ask *ask = a->ask;

        a->first = 1;
        a->last = INT64_MAX;
        if (a->slow || rows->n_late)
                return;
        if (!day_is_none(ask->from))
                a->first = rows_first(rows, ask->from);
        if (!day_is_none(ask->to))
                a->last = rows_first(rows, day_add(ask->to, 1)) - 1;
}

static const char *
key_of(TALLOC_CTX *mem, const struct asking *a)
{
        const struct search_ask *ask = a->ask;
        bool today = ask->n_facets || ask->validity != SEARCH_ANY_VALIDITY;

        return mem_printf(mem, "%d %zu %d %d %d %d %s", (int)ask->sort, ask->n_facets,
                          ask->validity, today ? ask->today.n : 0, ask->from.n, ask->to.n,
                          a->match);
}

static int
answer(TALLOC_CTX *mem, struct asking *a, int64_t step, struct search_answer *ret)
{
        static const char *const columns[] = {
            [SEARCH_ANYWHERE] = NULL, [SEARCH_TITLE] = "title", [SEARCH_HEAD] = "head"};
        const struct search_ask *ask = a->ask;
        const char *tags[TAGS];
        struct found f = {0};
        size_t n = 0;
        int r;

        add_tag(mem, tags, &n, 'a', ask->agency);
        add_tag(mem, tags, &n, 'c', ask->column);
        add_tag(mem, tags, &n, 't', ask->topic);
        add_tag(mem, tags, &n, 'g', ask->genre);
        add_tag(mem, tags, &n, 'y', ask->year);
        narrow(a);
        a->match = query_match(mem, &a->query, tags, n, columns[ask->field]);
        a->key = key_of(mem, a);
        ret->is_cached = cache_get(mem, a->gen->cache, a->key, step, &f);
        if (!ret->is_cached) {
                sqlite3_progress_handler(a->rd->db, 10000, interrupted, a);
                r = find(mem, a, tags, n, &f);
                sqlite3_progress_handler(a->rd->db, 0, NULL, NULL);
                if (r)
                        return err_trace(r);
                if (!f.is_partial && !f.is_loading)
                        cache_put(a->gen->cache, a->key, step, &f);
        }
        show(mem, a, &f, ret);
        return 0;
}

/* A question of nothing but signs, or of nothing at all without a filter, finds nothing. */
static bool
is_empty(const struct query *q, const struct search_ask *ask)
{
        size_t n = strlen(ask->text);

        return !q->n && strspn(ask->text, " \t\r\n") < n;
}

int
search_query(TALLOC_CTX *mem, struct search *s, const struct search_ask *ask,
             const struct search_answer **ret)
{
        _cleanup_(gen_dropp) struct gen *g = NULL;
        struct search_answer *answered = mem_new(mem, struct search_answer);
        struct asking *a = mem_new(mem, struct asking);
        struct disk_meta meta = {0};
        int r;

        *a = (struct asking){.search = s, .ask = ask, .began = s->clock_us()};
        a->give_up = a->began + s->deadline_us;
        query_parse(mem, ask->text, &a->query);
        answered->is_cut = a->query.is_cut;
        g = take_gen(s);
        if (!g || is_empty(&a->query, ask)) {
                answered->is_loading = !g;
                *ret = answered;
                return 0;
        }
        a->gen = g;
        r = gen_read(g, &a->rd, &meta);
        if (r)
                return err_trace(r);
        a->slow = !g->is_loaded;
        a->change_no = answered->change_no = meta.change_no;
        r = answer(mem, a, meta.step, answered);
        gen_done(g, a->rd);
        if (r)
                return err_trace(r);
        answered->took_us = s->clock_us() - a->began;
        *ret = answered;
        return 0;
}
