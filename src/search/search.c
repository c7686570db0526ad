/* Asking: one pass over the hits, everything else from memory. */
#include "search/search.h"

#include "base/deflate.h"
#include "search/pass.h"
#include "search/snippet.h"

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
                gen_hide(s->gen, change_no, sorted, n);
        if (s->next && n)
                gen_hide(s->next, change_no, sorted, n);
        if (s->gen)
                cache_clear(s->gen->cache);
        (void)pthread_mutex_unlock(&s->hidden.lock);
        (void)pthread_mutex_unlock(&s->lock);
}

/* --- Putting it together -----------------------------------------------------------------------
 */

static void
add_tag(TALLOC_CTX *mem, struct asking *a, char kind, int64_t value)
{
        if (value)
                a->tags[a->n_tags++] = mem_printf(mem, "\001%c%lld", kind, (long long)value);
}

static bool
show_hit(TALLOC_CTX *mem, struct asking *a, const struct snippet *marks, uint32_t slot,
         struct search_hit *ret)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = a->rd->s[READ_TEXT];
        struct row space;
        const struct row *row = pass_row(a, slot, &space);
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

static const char *
key_of(TALLOC_CTX *mem, const struct asking *a)
{
        const struct search_ask *ask = a->ask;
        bool today = ask->n_facets || ask->validity != SEARCH_ANY_VALIDITY;

        return mem_printf(mem, "%d %zu %d %d %d %d %s", (int)ask->sort, ask->n_facets,
                          ask->validity, today ? ask->today.n : 0, ask->from.n, ask->to.n,
                          query_match(mem, &a->query, a->tags, a->n_tags, a->column));
}

static int
answer(TALLOC_CTX *mem, struct asking *a, int64_t step, struct search_answer *ret)
{
        static const char *const columns[] = {
            [SEARCH_ANYWHERE] = NULL, [SEARCH_TITLE] = "title", [SEARCH_HEAD] = "head"};
        const struct search_ask *ask = a->ask;
        const char *key;
        struct found f = {0};
        int r;

        add_tag(mem, a, 'a', ask->agency);
        add_tag(mem, a, 'c', ask->column);
        add_tag(mem, a, 't', ask->topic);
        add_tag(mem, a, 'g', ask->genre);
        add_tag(mem, a, 'y', ask->year);
        pass_narrow(a);
        a->column = columns[ask->field];
        key = key_of(mem, a);
        ret->is_cached = cache_get(mem, a->gen->cache, key, step, &f);
        if (!ret->is_cached) {
                r = pass_run(mem, a, &f);
                if (r)
                        return err_trace(r);
                if (!f.is_partial && !f.is_loading)
                        cache_put(a->gen->cache, key, step, &f);
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
        int64_t began = s->clock_us();
        int r;

        *a = (struct asking){.ask = ask, .clock_us = s->clock_us, .hidden = &s->hidden};
        a->give_up = began + s->deadline_us;
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
        a->n_slots = meta.next_slot;
        a->change_no = answered->change_no = meta.change_no;
        r = answer(mem, a, meta.step, answered);
        gen_done(g, a->rd);
        if (r)
                return err_trace(r);
        answered->took_us = s->clock_us() - began;
        *ret = answered;
        return 0;
}
