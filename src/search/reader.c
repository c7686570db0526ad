#include "search/reader.h"

#define ROW_COLUMNS                                                                                \
        "slot, id, live, late, day, turn1, turn2, agency, catalogue, topic, genre, validity,"      \
        " validity1, validity2, length"
static const char *const sql[READ_STATEMENTS] = {
    [READ_TEXT] = "SELECT title, head, size, body FROM text WHERE slot = ?1",
    [READ_ROW] = "SELECT " ROW_COLUMNS " FROM row WHERE slot = ?1",
};

struct row
row_from(sqlite3_stmt *s)
{
        struct row row = {
            .id = (uint32_t)sqlite3_column_int64(s, 1),
            .live = (uint8_t)sqlite3_column_int(s, 2),
            .late = sqlite3_column_int(s, 3) != 0,
            .day = sqlite3_column_int(s, 4),
            .turns = {sqlite3_column_int(s, 5), sqlite3_column_int(s, 6)},
            .agency = (uint32_t)sqlite3_column_int(s, 7),
            .column = (uint32_t)sqlite3_column_int(s, 8),
            .topic = (uint16_t)sqlite3_column_int(s, 9),
            .genre = (uint16_t)sqlite3_column_int(s, 10),
            .validity = {(uint8_t)sqlite3_column_int(s, 11), (uint8_t)sqlite3_column_int(s, 12),
                         (uint8_t)sqlite3_column_int(s, 13)},
            .length = (uint16_t)sqlite3_column_int(s, 14),
        };

        if (row.day != INT32_MIN)
                row.year = (uint16_t)day_year((struct day){row.day});
        return row;
}

/* --- Rows --------------------------------------------------------------------------------------
 */

static bool
is_hidden(const struct hidden *h, int64_t id, int64_t change_no)
{
        for (size_t i = 0; i < h->n; i++)
                if (h->list[i].id == id && h->list[i].change_no > change_no)
                        return true;
        return false;
}

/* Puts what s yields into rows; the caller holds g->refresh. */
static int
take_rows(struct gen *g, sqlite3 *db, sqlite3_stmt *s, int64_t change_no)
{
        struct hidden *h = g->hidden;
        int code = SQLITE_DONE;

        (void)pthread_mutex_lock(&h->lock);
        g->taking = change_no;
        (void)pthread_mutex_unlock(&h->lock);
        while (!g->stop && (code = sqlite3_step(s)) == SQLITE_ROW) {
                int64_t slot = sqlite3_column_int64(s, 0);
                struct row row = row_from(s);

                if (slot < 1 || slot > ROWS_SLOT_MAX)
                        return err_set(ERR_DATA, "search file: a slot out of range");
                (void)pthread_mutex_lock(&h->lock);
                if (is_hidden(h, row.id, change_no))
                        row.live = 0;
                rows_put(g->rows, slot, &row);
                (void)pthread_mutex_unlock(&h->lock);
        }
        return g->stop || code == SQLITE_DONE ? 0 : disk_error(db, "rows");
}

static int
load_rows(struct gen *g, sqlite3 *db)
{
        struct disk_meta meta = {0};
        sqlite3_stmt *s = NULL;
        int r = disk_exec(db, "BEGIN");

        if (!r)
                r = err_fold(disk_meta(db, NULL, &meta));
        if (!r)
                r = disk_prepare(db, "SELECT " ROW_COLUMNS " FROM row", &s);
        if (!r) {
                (void)pthread_mutex_lock(&g->refresh);
                r = take_rows(g, db, s, meta.change_no);
                if (!r && !g->stop) {
                        g->step = g->base = meta.step;
                        g->change_no = meta.change_no;
                        g->is_loaded = true;
                }
                (void)pthread_mutex_unlock(&g->refresh);
        }
        (void)sqlite3_finalize(s);
        return r;
}

static void *
load(void *arg)
{
        struct gen *g = arg;
        _cleanup_(disk_closep) sqlite3 *db = NULL;
        int r = disk_open(g->path, DISK_READ, &db);

        if (!r)
                r = load_rows(g, db);
        /* Left unloaded, every query goes the slow way and is right; the feeder finds the fault. */
        if (r)
                err_clear();
        return NULL;
}

/* Brings rows up to what this transaction sees. */
static int
catch_up(struct gen *g, struct reader *rd, const struct disk_meta *meta)
{
        sqlite3_stmt *s = rd->changes;
        int r = 0;

        (void)pthread_mutex_lock(&g->refresh);
        if (g->step < meta->step) {
                (void)sqlite3_bind_int64(s, 1, g->base);
                r = take_rows(g, rd->db, s, meta->change_no);
                (void)sqlite3_reset(s);
                if (!r) {
                        /* A feeder that is not through with a change writes portions under the number before it;
                         * what they bring may be hidden until that change, so it is taken again with the last. */
                        if (meta->change_no > g->change_no)
                                g->base = meta->step;
                        g->step = meta->step;
                        g->change_no = meta->change_no;
                }
        }
        (void)pthread_mutex_unlock(&g->refresh);
        return r;
}

static int
by_id(const void *a, const void *b)
{
        int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

        return (x > y) - (x < y);
}

void
gen_hide(struct gen *g, int64_t change_no, const int64_t *ids, size_t n)
{
        /* What the rows know already, or are just being told, must not be hidden: nobody would bring
         * it back. */
        if (g->taking >= change_no)
                return;
        for (int64_t slot = g->rows->last; slot > 0; slot--) {
                struct row *row = rows_get(g->rows, slot);
                int64_t id = row ? row->id : 0;

                if (!id || !bsearch(&id, ids, n, sizeof(id), by_id))
                        continue;
                if (atomic_exchange(&row->live, 0)) {
                        g->rows->n_live--;
                        g->rows->length -= row->length;
                }
        }
}

/* --- Generations -------------------------------------------------------------------------------
 */

struct gen *
gen_new(const char *folder, const char *name, size_t n_readers, struct hidden *hidden)
{
        struct gen *g = mem_must(calloc(1, sizeof(*g)));
        size_t n = strlen(folder) + strlen(name) + 2;

        g->refs = 1;
        g->name = mem_must(strdup(name));
        g->path = mem_must(malloc(n));
        (void)snprintf(g->path, n, "%s/%s", folder, name);
        g->rows = rows_new();
        g->cache = cache_new();
        g->hidden = hidden;
        g->n_readers = n_readers;
        g->readers = mem_must(calloc(n_readers, sizeof(*g->readers)));
        (void)pthread_mutex_init(&g->lock, NULL);
        (void)pthread_mutex_init(&g->refresh, NULL);
        (void)pthread_cond_init(&g->freed, NULL);
        g->has_loader = pthread_create(&g->loader, NULL, load, g) == 0;
        return g;
}

static void
reader_close(struct reader *rd)
{
        for (size_t i = 0; i < READ_STATEMENTS; i++)
                (void)sqlite3_finalize(rd->s[i]);
        (void)sqlite3_finalize(rd->meta);
        (void)sqlite3_finalize(rd->changes);
        postings_finish(&rd->words);
        postings_finish(&rd->titles);
        disk_closep(&rd->db);
        *rd = (struct reader){.busy = rd->busy};
}

void
gen_drop(struct gen *g)
{
        if (!g || --g->refs)
                return;
        g->stop = true;
        if (g->has_loader)
                (void)pthread_join(g->loader, NULL);
        for (size_t i = 0; i < g->n_readers; i++)
                reader_close(&g->readers[i]);
        (void)pthread_mutex_destroy(&g->lock);
        (void)pthread_mutex_destroy(&g->refresh);
        (void)pthread_cond_destroy(&g->freed);
        cache_free(g->cache);
        rows_free(g->rows);
        free(g->readers);
        free(g->path);
        free(g->name);
        free(g);
}

static int
reader_open(struct gen *g, struct reader *rd)
{
        int r = disk_open(g->path, DISK_READ, &rd->db);

        for (size_t i = 0; !r && i < READ_STATEMENTS; i++)
                r = disk_prepare(rd->db, sql[i], &rd->s[i]);
        if (!r)
                r = disk_prepare(rd->db, "SELECT change_no, step, next_slot FROM meta", &rd->meta);
        if (!r)
                r = disk_prepare(rd->db, "SELECT " ROW_COLUMNS " FROM row WHERE step > ?1",
                                 &rd->changes);
        if (!r)
                r = postings_prepare(rd->db, "word", &rd->words);
        if (!r)
                r = postings_prepare(rd->db, "title_word", &rd->titles);
        return r;
}

static struct reader *
take_reader(struct gen *g)
{
        struct reader *open = NULL, *closed = NULL, *rd;

        (void)pthread_mutex_lock(&g->lock);
        for (;;) {
                for (size_t i = 0; i < g->n_readers; i++) {
                        if (!g->readers[i].busy && g->readers[i].db)
                                open = &g->readers[i];
                        else if (!g->readers[i].busy)
                                closed = &g->readers[i];
                }
                rd = open ? open : closed;
                if (rd)
                        break;
                (void)pthread_cond_wait(&g->freed, &g->lock);
        }
        rd->busy = true;
        (void)pthread_mutex_unlock(&g->lock);
        return rd;
}

void
gen_done(struct gen *g, struct reader *rd)
{
        if (rd->db && !sqlite3_get_autocommit(rd->db))
                (void)sqlite3_exec(rd->db, "COMMIT", NULL, NULL, NULL);
        (void)pthread_mutex_lock(&g->lock);
        rd->busy = false;
        (void)pthread_cond_signal(&g->freed);
        (void)pthread_mutex_unlock(&g->lock);
}

static int
begin(struct gen *g, struct reader *rd, struct disk_meta *ret_meta)
{
        int code, r = rd->db ? 0 : reader_open(g, rd);

        if (!r)
                r = disk_exec(rd->db, "BEGIN");
        if (r)
                return err_trace(r);
        code = sqlite3_step(rd->meta);
        if (code != SQLITE_ROW)
                r = disk_error(rd->db, "meta");
        *ret_meta = (struct disk_meta){.change_no = sqlite3_column_int64(rd->meta, 0),
                                       .step = sqlite3_column_int64(rd->meta, 1),
                                       .next_slot = sqlite3_column_int64(rd->meta, 2)};
        (void)sqlite3_reset(rd->meta);
        if (!r && g->is_loaded && g->step < ret_meta->step)
                r = catch_up(g, rd, ret_meta);
        return r ? err_trace(r) : 0;
}

int
gen_read(struct gen *g, struct reader **ret, struct disk_meta *ret_meta)
{
        struct reader *rd = take_reader(g);
        int r = begin(g, rd, ret_meta);

        if (r) {
                reader_close(rd);
                gen_done(g, rd);
                return err_trace(r);
        }
        *ret = rd;
        return 0;
}
