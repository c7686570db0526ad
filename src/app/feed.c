#include "app/feed.h"

#include <stdatomic.h>

#include "base/json.h"
#include "domain/body/body.h"
#include "domain/item/validity.h"
#include "search/search.h"
#include "store/audit.h"
#include "store/query.h"
#include "store/sql.h"

enum {
        PORTION = 400,        /* items fetched and written at once */
        REBUILD_ABOVE = 5000, /* touched items: from here a rebuild may be quicker */
        DAY_FIRST = -400000,  /* before any day there is */
};

/* --- Paths ------------------------------------------------------------------------------------- */

/* Each thing with all above it, itself first; sorted by thing. */
struct path {
        int64_t id;
        size_t first, n;
};
struct paths {
        struct path *list;
        size_t n;
        int64_t *above;
};

static const struct path *
path_find(const struct paths *p, int64_t id)
{
        size_t low = 0, high = p->n;

        while (low < high) {
                size_t mid = low + (high - low) / 2;

                if (p->list[mid].id < id)
                        low = mid + 1;
                else
                        high = mid;
        }
        return low < p->n && p->list[low].id == id ? &p->list[low] : NULL;
}

/* The path of one id; the id alone when none is known. */
static const int64_t *
path_of(TALLOC_CTX *mem, const struct paths *p, int64_t id, size_t *ret_n)
{
        const struct path *path = path_find(p, id);

        if (!path) {
                *ret_n = 1;
                return mem_memdup(mem, &id, sizeof(id));
        }
        *ret_n = path->n < SEARCH_DEPTH_MAX ? path->n : SEARCH_DEPTH_MAX;
        return p->above + path->first;
}

static void
path_add(TALLOC_CTX *mem, struct paths *p, size_t *n_above, int64_t id, int64_t above)
{
        if (!p->n || p->list[p->n - 1].id != id) {
                mem_grow(mem, p->list, p->n);
                p->list[p->n++] = (struct path){id, *n_above, 0};
        }
        mem_grow(mem, p->above, *n_above);
        p->above[(*n_above)++] = above;
        p->list[p->n - 1].n++;
}

static bool
same_path(const struct paths *a, const struct paths *b, int64_t id)
{
        const struct path *x = path_find(a, id), *y = path_find(b, id);

        return x && y && x->n == y->n &&
               memcmp(a->above + x->first, b->above + y->first, x->n * sizeof(int64_t)) == 0;
}

struct tree {
        TALLOC_CTX *mem;
        struct paths agencies, columns, topics;
};

static void
add_topics(struct tree *t, const struct feed_topics_row *rows, size_t n)
{
        size_t n_above = 0;

        for (size_t i = 0; i < n; i++) {
                int64_t id = rows[i].id;

                /* A parent's number need not be lower, so each way up is walked in the rows. */
                for (int depth = 0; id && depth < SEARCH_DEPTH_MAX; depth++) {
                        int64_t parent = 0;

                        path_add(t->mem, &t->topics, &n_above, rows[i].id, id);
                        for (size_t k = 0; k < n; k++)
                                if (rows[k].id == id && rows[k].has_parent_id)
                                        parent = rows[k].parent_id;
                        id = parent;
                }
        }
}

static int
read_tree(TALLOC_CTX *mem, struct tx *tx, struct tree **ret)
{
        struct tree *t = mem_new(mem, struct tree);
        struct feed_agency_paths_row *agencies;
        struct feed_column_paths_row *columns;
        struct feed_topics_row *topics;
        size_t n, n_above = 0;
        int r;

        t->mem = t;
        r = sql_feed_agency_paths(mem, tx, &(struct feed_agency_paths_in){0}, &agencies, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                path_add(t, &t->agencies, &n_above, agencies[i].below, agencies[i].above);
        r = sql_feed_column_paths(mem, tx, &(struct feed_column_paths_in){0}, &columns, &n);
        if (r)
                return err_fold(r);
        n_above = 0;
        for (size_t i = 0; i < n; i++)
                path_add(t, &t->columns, &n_above, columns[i].below, columns[i].above);
        r = sql_feed_topics(mem, tx, &(struct feed_topics_in){0}, &topics, &n);
        if (r)
                return err_fold(r);
        add_topics(t, topics, n);
        *ret = t;
        return 0;
}

/* --- Documents --------------------------------------------------------------------------------- */

/* What both queries yield. */
struct item {
        int64_t id, agency, column, topic, genre;
        struct day day;
        const char *index_no, *source_index_no, *title, *doc_no, *body, *keywords, *files;
        struct validity_facts validity;
};

static struct validity_facts
facts_of(const char *code, struct day effective, struct day expires, struct day repealed)
{
        struct validity_facts f = {.stated = VALIDITY_UNSTATED,
                                   .effective_on = effective,
                                   .expires_on = expires,
                                   .repealed_on = repealed};

        (void)validity_from_code(code, &f.stated);
        return f;
}

#define ITEM_OF(row)                                                                               \
        ((struct item){.id = (row)->id,                                                            \
                       .agency = (row)->agency_id,                                                 \
                       .column = (row)->column_id,                                                 \
                       .topic = (row)->has_topic_id ? (row)->topic_id : 0,                         \
                       .genre = (row)->has_genre_id ? (row)->genre_id : 0,                         \
                       .day = (row)->sort_day,                                                     \
                       .index_no = (row)->index_no,                                                \
                       .source_index_no = (row)->source_index_no,                                  \
                       .title = (row)->title,                                                      \
                       .doc_no = (row)->doc_no,                                                    \
                       .body = (row)->body,                                                        \
                       .keywords = (row)->keywords,                                                \
                       .files = (row)->files,                                                      \
                       .validity = facts_of((row)->validity, (row)->effective_on,                  \
                                            (row)->expires_on, (row)->repealed_on)})

static void
put_line(struct buf *b, const char *text)
{
        if (!text || !*text)
                return;
        if (b->len)
                buf_char(b, '\n');
        buf_str(b, text);
}

/* 发文字号, 索引号, that of the source, 主题词. */
static const char *
head_of(TALLOC_CTX *mem, const struct item *i)
{
        struct buf b = buf_new(mem, KiB(16));

        put_line(&b, i->doc_no);
        put_line(&b, i->index_no);
        put_line(&b, i->source_index_no);
        put_line(&b, i->keywords);
        return buf_text(&b);
}

/* The running text and the names of the files. A stored body was checked when it came in; one that
 * cannot be read now is searched by its title alone. */
static const char *
text_of(TALLOC_CTX *mem, const struct item *i)
{
        struct problems problems = {.mem = mem};
        struct buf b = buf_new(mem, BODY_BYTES_MAX * 2);
        struct body *body;
        int r = body_parse(mem, i->body, strlen(i->body), true, &problems, &body);

        if (r == 0)
                put_line(&b, body_text(mem, body));
        else
                err_clear();
        put_line(&b, i->files);
        return buf_text(&b);
}

static void
set_validity(struct search_doc *d, const struct validity_facts *facts, struct day today)
{
        struct day day = today;

        d->turns[0] = d->turns[1] = DAY_NONE;
        d->validity[0] = d->validity[1] = d->validity[2] = (int)validity_on(facts, today);
        for (size_t i = 0; i < N(d->turns); i++) {
                day = validity_next_change(facts, day);
                if (day_is_none(day))
                        break;
                d->turns[i] = day;
                d->validity[i + 1] = (int)validity_on(facts, day);
        }
}

static struct search_doc
doc_of(TALLOC_CTX *mem, const struct tree *t, const struct item *i, struct day today)
{
        struct search_doc d = {.id = i->id,
                               .day = i->day,
                               .title = i->title,
                               .head = head_of(mem, i),
                               .body = text_of(mem, i),
                               .genre = i->genre};

        d.agencies = path_of(mem, &t->agencies, i->agency, &d.n_agencies);
        d.columns = path_of(mem, &t->columns, i->column, &d.n_columns);
        if (i->topic)
                d.topics = path_of(mem, &t->topics, i->topic, &d.n_topics);
        set_validity(&d, &i->validity, today);
        return d;
}

/* --- Rebuilding -------------------------------------------------------------------------------- */

struct beginning {
        const char *store; /* which one it is */
        int64_t change_no;
        struct tree *tree;
};

static int
read_beginning(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct beginning *b = arg;
        struct feed_identity_row *row;
        int r = sql_feed_identity_one(mem, tx, &(struct feed_identity_in){0}, &row);

        if (r < 0)
                return err_trace(r);
        b->store = r == 0 ? row->sm3 : "empty";
        r = store_change_no(tx, &b->change_no);
        if (r)
                return err_fold(r);
        r = read_tree(mem, tx, &b->tree);
        return r < 0 ? err_trace(r) : 0;
}

struct portion {
        struct day after_day;
        int64_t after_id;
        const struct tree *tree;
        struct day today;
        struct search_doc *docs;
        size_t n;
};

static int
read_portion(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct portion *p = arg;
        struct feed_after_in in = {
            .after_day = p->after_day, .after_id = p->after_id, .limit = PORTION};
        struct feed_after_row *rows;
        int r = sql_feed_after(mem, tx, &in, &rows, &p->n);

        if (r)
                return err_fold(r);
        p->docs = mem_array(mem, struct search_doc, p->n + 1);
        for (size_t i = 0; i < p->n; i++) {
                struct item item = ITEM_OF(&rows[i]);

                p->docs[i] = doc_of(mem, p->tree, &item, p->today);
        }
        return 0;
}

/* All public items in the order of their days, a portion and a snapshot at a time. What changes
 * meanwhile is in the log after b->change_no, and is fed from there. */
static int
fill(struct app *app, struct search_writer *w, const struct beginning *b, struct day today,
     bool (*progress)(void *arg, size_t done), void *arg, size_t *ret_n)
{
        struct portion p = {.after_day = {DAY_FIRST}, .tree = b->tree, .today = today};
        size_t n = 0;

        do {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                int r = app_read(mem, app, read_portion, &p);

                if (r)
                        return err_fold(r);
                r = search_apply(w, b->change_no, p.docs, p.n, NULL, 0);
                if (r)
                        return err_fold(r);
                n += p.n;
                if (p.n) {
                        p.after_day = p.docs[p.n - 1].day;
                        p.after_id = p.docs[p.n - 1].id;
                }
                if (progress && !progress(arg, n))
                        return FEED_LEFT;
        } while (p.n == PORTION);
        *ret_n = n;
        return 0;
}

int
feed_rebuild(struct app *app, const char *data, struct day today,
             bool (*progress)(void *arg, size_t done), void *arg, size_t *ret_n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct search_writer *w;
        struct beginning b;
        int r = app_read(mem, app, read_beginning, &b);

        if (r)
                return err_fold(r);
        r = search_rebuild_begin(mem, data, b.store, &w);
        if (r == SEARCH_LOCKED)
                return FEED_BUSY;
        if (r)
                return err_fold(r);
        r = fill(app, w, &b, today, progress, arg, ret_n);
        if (r) /* what was filled goes with mem */
                return r < 0 ? err_trace(r) : r;
        r = search_rebuild_commit(w);
        return r ? err_trace(r) : 0;
}

/* --- Following --------------------------------------------------------------------------------- */

struct feed {
        struct app *app;
        const char *data;
        struct search_writer *writer;
        TALLOC_CTX *tree_mem;
        struct tree *tree; /* as of the last step; NULL before the first */
        bool distrust;     /* the file gave trouble: rebuild it */
        atomic_bool stopping;
        enum { TIDY_NOTHING, TIDY_SOME, TIDY_ALL } tidy;
};

struct feed *
feed_new(TALLOC_CTX *mem, struct app *app, const char *data)
{
        struct feed *f = mem_new(mem, struct feed);

        f->app = app;
        f->data = mem_strdup(f, data);
        return f;
}

void
feed_stop(struct feed *f)
{
        atomic_store(&f->stopping, true);
}

static bool
may_go_on(void *arg, size_t done)
{
        struct feed *f = arg;

        (void)done;
        return !atomic_load(&f->stopping);
}

static void
feed_close(struct feed *f)
{
        talloc_free(f->writer);
        f->writer = NULL;
}

struct ids {
        int64_t *list;
        size_t n;
};

static void
ids_add(TALLOC_CTX *mem, struct ids *ids, int64_t id)
{
        mem_grow(mem, ids->list, ids->n);
        ids->list[ids->n++] = id;
}

static int
by_number(const void *a, const void *b)
{
        int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

        return (x > y) - (x < y);
}

static void
ids_sort(struct ids *ids)
{
        size_t n = 0;

        if (!ids->n)
                return;
        qsort(ids->list, ids->n, sizeof(ids->list[0]), by_number);
        for (size_t i = 0; i < ids->n; i++)
                if (!n || ids->list[n - 1] != ids->list[i])
                        ids->list[n++] = ids->list[i];
        ids->n = n;
}

/* What a step reads in one snapshot. */
struct step {
        const struct tree *old; /* NULL: not known */
        struct tree *tree;
        int64_t after, upto, now;
        struct ids ids;
        bool purged; /* words of a purged item may still lie in pieces of the index */
};

static int
add_agency(TALLOC_CTX *mem, struct tx *tx, struct ids *ids, int64_t agency)
{
        struct feed_of_agency_row *rows;
        size_t n;
        int r = sql_feed_of_agency(mem, tx, &(struct feed_of_agency_in){.agency_id = agency}, &rows,
                                   &n);

        for (size_t i = 0; !r && i < n; i++)
                ids_add(mem, ids, rows[i].id);
        return r ? err_fold(r) : 0;
}

static int
add_column(TALLOC_CTX *mem, struct tx *tx, struct ids *ids, int64_t column)
{
        struct feed_of_column_row *rows;
        size_t n;
        int r = sql_feed_of_column(mem, tx, &(struct feed_of_column_in){.column_id = column}, &rows,
                                   &n);

        for (size_t i = 0; !r && i < n; i++)
                ids_add(mem, ids, rows[i].id);
        return r ? err_fold(r) : 0;
}

static int
add_batch(TALLOC_CTX *mem, struct tx *tx, struct ids *ids, int64_t batch)
{
        struct batch_items_row *rows;
        size_t n;
        int r = sql_batch_items(mem, tx, &(struct batch_items_in){.id = batch}, &rows, &n);

        for (size_t i = 0; !r && i < n; i++)
                ids_add(mem, ids, rows[i].id);
        return r ? err_fold(r) : 0;
}

/* A tree that changed moves the items of every agency or column whose way up is another now. With
 * no older tree to compare with, all below what was touched. */
static int
add_moved(TALLOC_CTX *mem, struct tx *tx, struct step *s, bool columns, int64_t touched)
{
        const struct paths *now = columns ? &s->tree->columns : &s->tree->agencies;
        const struct paths *old = !s->old ? NULL : columns ? &s->old->columns : &s->old->agencies;
        int r = 0;

        for (size_t i = 0; !r && i < now->n; i++) {
                const struct path *p = &now->list[i];
                bool moved = old && !same_path(old, now, p->id);

                for (size_t k = 0; !old && k < p->n; k++)
                        moved = moved || now->above[p->first + k] == touched;
                if (moved)
                        r = columns ? add_column(mem, tx, &s->ids, p->id)
                                    : add_agency(mem, tx, &s->ids, p->id);
        }
        return r;
}

static int
read_changes(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct step *s = arg;
        struct change *list;
        bool agencies = false, columns = false;
        size_t n;
        int r = store_change_no(tx, &s->now);

        if (r)
                return err_fold(r);
        s->ids = (struct ids){0};
        s->upto = s->now;
        if (s->now <= s->after)
                return 0;
        r = store_changes_since(mem, tx, s->after, &list, &n, &s->upto);
        if (!r)
                r = read_tree(mem, tx, &s->tree);
        for (size_t i = 0; !r && i < n; i++) {
                const char *topic = list[i].topic;

                if (strcmp(topic, "item") == 0)
                        ids_add(mem, &s->ids, list[i].ref);
                else if (strcmp(topic, "purge") == 0)
                        s->purged = true;
                else if (strcmp(topic, "import") == 0)
                        r = add_batch(mem, tx, &s->ids, list[i].ref);
                else if (strcmp(topic, "agency") == 0 && (!s->old || !agencies))
                        agencies = !(r = add_moved(mem, tx, s, false, list[i].ref));
                else if (strcmp(topic, "column") == 0 && (!s->old || !columns))
                        columns = !(r = add_moved(mem, tx, s, true, list[i].ref));
        }
        if (r)
                return err_fold(r);
        ids_sort(&s->ids);
        return 0;
}

struct fetch {
        const int64_t *ids;
        size_t n;
        const struct tree *tree;
        struct day today;
        struct search_doc *docs;
        size_t n_docs;
        int64_t *gone;
        size_t n_gone;
};

static int
read_items(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct fetch *f = arg;
        struct buf text = buf_new(mem, KiB(64));
        struct json_out out = {.buf = &text};
        struct feed_items_row *rows;
        struct ids found = {0};
        int r;

        json_open(&out, '[');
        for (size_t i = 0; i < f->n; i++)
                json_put_int(&out, f->ids[i]);
        json_close(&out, ']');
        r = sql_feed_items(mem, tx, &(struct feed_items_in){.ids = buf_text(&text)}, &rows,
                           &f->n_docs);
        if (r)
                return err_fold(r);
        f->docs = mem_array(mem, struct search_doc, f->n_docs + 1);
        f->gone = mem_array(mem, int64_t, f->n + 1);
        f->n_gone = 0;
        for (size_t i = 0; i < f->n_docs; i++) {
                struct item item = ITEM_OF(&rows[i]);

                f->docs[i] = doc_of(mem, f->tree, &item, f->today);
                ids_add(mem, &found, rows[i].id);
        }
        ids_sort(&found);
        for (size_t i = 0; i < f->n; i++)
                if (!found.n ||
                    !bsearch(&f->ids[i], found.list, found.n, sizeof(int64_t), by_number))
                        f->gone[f->n_gone++] = f->ids[i];
        return 0;
}

/* Hands on what was touched, a portion at a time; only the last portion carries the new number, so
 * whoever dies in between begins again at the old one, and what is there already costs little. */
static int
feed_ids(struct feed *f, const struct step *s, struct day today)
{
        size_t at = 0;

        do {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                size_t n = s->ids.n - at < PORTION ? s->ids.n - at : PORTION;
                struct fetch get = {
                    .ids = s->ids.list + at, .n = n, .tree = f->tree, .today = today};
                int r = n ? app_read(mem, f->app, read_items, &get) : 0;

                if (r)
                        return err_fold(r);
                at += n;
                r = search_apply(f->writer, at == s->ids.n ? s->upto : s->after, get.docs,
                                 get.n_docs, get.gone, get.n_gone);
                if (r)
                        return r < 0 ? err_trace(r) : r;
        } while (at < s->ids.n);
        return 0;
}

static void
keep_tree(struct feed *f, TALLOC_CTX *mem, struct tree *tree)
{
        if (!tree)
                return;
        talloc_free(f->tree_mem);
        f->tree_mem = mem_must(talloc_steal(f, mem));
        f->tree = tree;
}

static int
rebuild(struct feed *f, struct day today, struct feed_done *ret)
{
        int r = feed_rebuild(f->app, f->data, today, may_go_on, f, &ret->n_items);

        if (r < 0)
                return err_trace(r);
        ret->state = r == FEED_BUSY ? FEED_ELSEWHERE : FEED_MORE;
        ret->rebuilt = r == 0;
        f->tidy = TIDY_ALL;
        f->distrust = f->distrust && r != 0;
        return 0;
}

/* 0 with a writer; SEARCH_LOCKED; SEARCH_STALE when it must be rebuilt. */
static int
open_writer(struct feed *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct beginning b;
        int r = app_read(mem, f->app, read_beginning, &b);

        if (r)
                return err_fold(r);
        r = search_writer_open(f, f->data, b.store, &f->writer);
        if (r)
                return r < 0 ? err_trace(r) : r;
        /* A store that was put back to an earlier state knows less than its search file. */
        if (f->distrust || search_writer_change(f->writer) > b.change_no) {
                feed_close(f);
                return SEARCH_STALE;
        }
        return 0;
}

static int
follow(struct feed *f, struct day today, struct feed_done *ret)
{
        TALLOC_CTX *mem = mem_must(talloc_new(f));
        struct step s = {.old = f->tree, .after = search_writer_change(f->writer)};
        int r = app_read(mem, f->app, read_changes, &s);

        if (r) {
                talloc_free(mem);
                return err_fold(r);
        }
        ret->change_no = s.upto;
        ret->n_items = s.ids.n;
        ret->state = s.upto < s.now ? FEED_MORE : FEED_CURRENT;
        if (s.purged ||
            (s.ids.n > REBUILD_ABOVE && (int64_t)s.ids.n > search_writer_size(f->writer) / 2)) {
                talloc_free(mem);
                feed_close(f);
                return rebuild(f, today, ret);
        }
        if (s.upto == s.after) {
                talloc_free(mem);
                return 0;
        }
        keep_tree(f, mem, s.tree);
        if (!f->tidy)
                f->tidy = TIDY_SOME;
        r = feed_ids(f, &s, today);
        if (!s.tree)
                talloc_free(mem);
        if (r == 0)
                return 0;
        feed_close(f);
        talloc_free(
            f->tree_mem); /* the next try, with nothing to compare, takes all below what was touched */
        f->tree_mem = NULL;
        f->tree = NULL;
        ret->state = FEED_MORE;
        if (r == SEARCH_MOVED)
                return 0;
        f->distrust = r == ERR_DATA;
        return r < 0 ? err_trace(r) : err_fold(r);
}

int
feed_step(struct feed *f, struct day today, struct feed_done *ret)
{
        int r = f->writer ? 0 : open_writer(f);

        *ret = (struct feed_done){.state = FEED_CURRENT};
        if (r == SEARCH_STALE)
                return rebuild(f, today, ret);
        if (r == SEARCH_LOCKED) {
                ret->state = FEED_ELSEWHERE;
                return 0;
        }
        if (r < 0)
                return err_trace(r);
        return follow(f, today, ret);
}

int
feed_tidy(struct feed *f, bool *ret_more)
{
        int r;

        *ret_more = false;
        if (!f->writer || !f->tidy)
                return 0;
        r = search_tidy(f->writer, f->tidy == TIDY_ALL, ret_more);
        f->tidy = *ret_more ? TIDY_SOME : TIDY_NOTHING;
        if (r == 0)
                return 0;
        feed_close(f);
        f->distrust = r == ERR_DATA;
        return r < 0 ? err_trace(r) : 0;
}
