/* Feeding: one writer, one transaction per call. */
#include "base/deflate.h"
#include "search/disk.h"
#include "search/query.h"
#include "search/rows.h"

enum statement {
        FIND, /* what is in the file about an id */
        TEXT, /* its text as indexed */
        PUT_ROW,
        PUT_TEXT,
        DROP_ROW,
        DROP_TEXT,
        PUT_WORDS,
        DROP_WORDS,
        STEP,
        STATEMENTS
};
static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT live, day FROM row WHERE id = ?1",
    [TEXT] = "SELECT title, head, tags, size, body FROM text WHERE id = ?1",
    [PUT_ROW] = "INSERT INTO row (id, step, live, day, turns, agency, catalogue, topic, genre,"
                " validity, validity_then, length)"
                " VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                " ON CONFLICT (id) DO UPDATE SET step = ?2, live = 1, day = ?3, turns = ?4,"
                " agency = ?5, catalogue = ?6, topic = ?7, genre = ?8, validity = ?9,"
                " validity_then = ?10, length = ?11",
    [PUT_TEXT] = "INSERT OR REPLACE INTO text (id, title, head, tags, size, body)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [DROP_ROW] = "UPDATE row SET live = 0, step = ?2 WHERE id = ?1",
    [DROP_TEXT] = "DELETE FROM text WHERE id = ?1",
    [PUT_WORDS] = "INSERT INTO word (rowid, title, head, body, tags) VALUES (?1, ?2, ?3, ?4, ?5)",
    [DROP_WORDS] = "INSERT INTO word (word, rowid, title, head, body, tags)"
                   " VALUES ('delete', ?1, ?2, ?3, ?4, ?5)",
    [STEP] = "UPDATE meta SET change_no = ?1, step = ?2",
};

struct search_writer {
        char *folder, *name; /* of the file written to */
        sqlite3 *db;
        sqlite3_stmt *s[STATEMENTS];
        struct packer *packer;
        struct disk_meta meta;
        bool is_building, is_done;
};

struct words {
        const char *title, *head, *body, *tags;
};

static int
writer_free(struct search_writer *w)
{
        for (size_t i = 0; i < STATEMENTS; i++)
                (void)sqlite3_finalize(w->s[i]);
        disk_closep(&w->db);
        if (w->is_building && !w->is_done) {
                const char *path = talloc_asprintf(NULL, "%s/%s", w->folder, w->name);

                if (path)
                        disk_remove(path);
                talloc_free((void *)(uintptr_t)path);
        }
        return 0;
}

static struct search_writer *
writer_new(TALLOC_CTX *mem, const char *folder)
{
        struct search_writer *w = mem_new(mem, struct search_writer);

        w->folder = mem_strdup(w, folder);
        talloc_set_destructor(w, writer_free);
        return w;
}

static int
prepare_all(struct search_writer *w)
{
        for (size_t i = 0; i < STATEMENTS; i++) {
                int r = disk_prepare(w->db, sql[i], &w->s[i]);

                if (r)
                        return err_trace(r);
        }
        w->packer = packer_new(w);
        return 0;
}

static int
open_current(struct search_writer *w, const char *store)
{
        const char *name = disk_current(w, w->folder);
        int r;

        if (!name)
                return SEARCH_STALE;
        w->name = mem_strdup(w, name);
        r = disk_open(disk_path(w, w->folder, name), DISK_WRITE, NULL, &w->db);
        if (!r)
                r = disk_meta(w->db, store, &w->meta);
        if (!r)
                r = prepare_all(w);
        return r;
}

int
search_writer_open(TALLOC_CTX *mem, const char *folder, const char *store,
                   struct search_writer **ret)
{
        struct search_writer *w = writer_new(mem, folder);
        int r = disk_lock(w, folder, "search.lock");

        if (!r)
                r = open_current(w, store);
        if (r) {
                talloc_free(w);
                /* A file that cannot be read is rebuilt; a full disk or a busy one is not its
                 * fault. */
                if (r == ERR_DATA || r == ERR_DB || r == ERR_IO) {
                        err_clear();
                        return SEARCH_STALE;
                }
                return r < 0 ? err_trace(r) : r;
        }
        *ret = w;
        return 0;
}

int64_t
search_writer_change(const struct search_writer *w)
{
        return w->meta.change_no;
}

int
search_rebuild_begin(TALLOC_CTX *mem, const char *folder, const char *store,
                     struct search_writer **ret)
{
        struct search_writer *w = writer_new(mem, folder);
        const char *current;
        sqlite3_stmt *s = NULL;
        int r = disk_lock(w, folder, "search.rebuild.lock");

        if (r) {
                talloc_free(w);
                return r < 0 ? err_trace(r) : r;
        }
        disk_sweep(folder);
        current = disk_current(w, folder);
        w->name =
            mem_printf(w, "search.db.%ld",
                       current && strlen(current) > 10 ? strtol(current + 10, NULL, 10) + 1 : 1);
        w->is_building = true;
        disk_remove(disk_path(w, folder, w->name));
        r = disk_open(disk_path(w, folder, w->name), DISK_BUILD, NULL, &w->db);
        if (!r)
                r = disk_prepare(w->db, "INSERT INTO meta VALUES (1, ?1, ?2, 0, 0)", &s);
        if (!r) {
                (void)sqlite3_bind_int(s, 1, DISK_FORMAT);
                (void)sqlite3_bind_text(s, 2, store, -1, SQLITE_TRANSIENT);
                r = disk_run(s);
        }
        (void)sqlite3_finalize(s);
        if (!r)
                r = prepare_all(w);
        if (r) {
                talloc_free(w);
                return err_trace(r);
        }
        *ret = w;
        return 0;
}

int
search_rebuild_commit(struct search_writer *w)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *old = disk_current(mem, w->folder);
        int r;

        assert(w->is_building && !w->is_done);
        r = disk_seal(w->db);
        if (!r)
                r = disk_point(w->folder, w->name);
        if (r)
                return err_trace(r);
        w->is_done = true;
        if (old && strcmp(old, w->name) != 0)
                disk_remove(disk_path(mem, w->folder, old));
        return 0;
}

/* --- One document ------------------------------------------------------------------------------
 */

/* No text of ours may hold the byte that makes a tag. */
static const char *
without_tags(TALLOC_CTX *mem, const char *text)
{
        char *copy;

        if (!text)
                return "";
        if (!strchr(text, TOKEN_TAG))
                return text;
        copy = mem_strdup(mem, text);
        for (char *p = copy; (p = strchr(p, TOKEN_TAG));)
                *p = ' ';
        return copy;
}

static void
put_tag(struct buf *b, char kind, int64_t value)
{
        buf_char(b, TOKEN_TAG);
        buf_char(b, kind);
        buf_int(b, value);
        buf_char(b, ' ');
}

static uint16_t
year_of(int32_t day)
{
        return day == INT32_MIN ? 0 : (uint16_t)day_year((struct day){day});
}

static const char *
tags_of(TALLOC_CTX *mem, const struct search_doc *d)
{
        struct buf b = buf_new(mem, KiB(2));

        for (size_t i = 0; i < d->n_agencies; i++)
                put_tag(&b, 'a', d->agencies[i]);
        for (size_t i = 0; i < d->n_columns; i++)
                put_tag(&b, 'c', d->columns[i]);
        if (d->topic)
                put_tag(&b, 't', d->topic);
        if (d->genre)
                put_tag(&b, 'g', d->genre);
        if (!day_is_none(d->day))
                put_tag(&b, 'y', year_of(d->day.n));
        buf_str(&b, QUERY_ALL);
        return buf_text(&b);
}

static int
check_doc(const struct search_doc *d)
{
        bool ok = d->id > 0 && d->id <= SEARCH_ID_MAX && d->n_agencies > 0 && d->n_columns > 0 &&
                  d->n_agencies <= SEARCH_DEPTH_MAX && d->n_columns <= SEARCH_DEPTH_MAX &&
                  d->topic >= 0 && d->topic <= UINT16_MAX && d->genre >= 0 &&
                  d->genre <= UINT16_MAX && d->validity >= 0 && d->validity <= UINT8_MAX &&
                  d->validity_then >= 0 && d->validity_then <= UINT8_MAX;

        for (size_t i = 0; ok && i < d->n_agencies; i++)
                ok = d->agencies[i] > 0 && d->agencies[i] <= SEARCH_VALUE_MAX;
        for (size_t i = 0; ok && i < d->n_columns; i++)
                ok = d->columns[i] > 0 && d->columns[i] <= SEARCH_VALUE_MAX;
        return ok ? 0 : err_set(ERR_LIMIT, "document %lld is out of range", (long long)d->id);
}

static void
bind_text(sqlite3_stmt *s, int i, const char *text)
{
        (void)sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
}

static int
words_run(sqlite3_stmt *s, int64_t rowid, const struct words *t)
{
        (void)sqlite3_bind_int64(s, 1, rowid);
        bind_text(s, 2, t->title);
        bind_text(s, 3, t->head);
        bind_text(s, 4, t->body);
        bind_text(s, 5, t->tags);
        return disk_run(s);
}

/* What the file has about an id; false in *ret_live when it is not among the living. */
static int
find(struct search_writer *w, int64_t id, bool *ret_live, int32_t *ret_day)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = w->s[FIND];
        int code;

        (void)sqlite3_bind_int64(s, 1, id);
        code = sqlite3_step(s);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
                return disk_error(w->db, sql[FIND]);
        *ret_live = code == SQLITE_ROW && sqlite3_column_int(s, 0);
        if (*ret_live)
                *ret_day = sqlite3_column_int(s, 1);
        return 0;
}

static int
old_words(TALLOC_CTX *mem, struct search_writer *w, int64_t id, struct words *ret)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = w->s[TEXT];
        char *body;
        int code, r;

        (void)sqlite3_bind_int64(s, 1, id);
        code = sqlite3_step(s);
        if (code == SQLITE_DONE)
                return err_set(ERR_DATA, "search file has no text of item %lld", (long long)id);
        if (code != SQLITE_ROW)
                return disk_error(w->db, sql[TEXT]);
        r = deflate_unpack(mem, sqlite3_column_blob(s, 4), (size_t)sqlite3_column_bytes(s, 4),
                           (size_t)sqlite3_column_int64(s, 3), &body);
        if (r)
                return err_trace(r);
        *ret = (struct words){
            .title = mem_strdup(mem, (const char *)sqlite3_column_text(s, 0)),
            .head = mem_strdup(mem, (const char *)sqlite3_column_text(s, 1)),
            .tags = mem_strdup(mem, (const char *)sqlite3_column_text(s, 2)),
            .body = body,
        };
        return 0;
}

static int
drop_words(TALLOC_CTX *mem, struct search_writer *w, int64_t id, int32_t day)
{
        struct words old;
        int r = old_words(mem, w, id, &old);

        if (!r)
                r = words_run(w->s[DROP_WORDS], rowid_of(day, id), &old);
        return r ? err_trace(r) : 0;
}

static int
put_row(struct search_writer *w, const struct search_doc *d, const char *body)
{
        sqlite3_stmt *s = w->s[PUT_ROW];
        size_t length = strlen(body) / 3 / ROWS_LENGTH_UNIT;

        (void)sqlite3_bind_int64(s, 1, d->id);
        (void)sqlite3_bind_int64(s, 2, w->meta.step + 1);
        (void)sqlite3_bind_int(s, 3, d->day.n);
        (void)sqlite3_bind_int(s, 4, d->turns.n);
        (void)sqlite3_bind_int64(s, 5, d->agencies[0]);
        (void)sqlite3_bind_int64(s, 6, d->columns[0]);
        (void)sqlite3_bind_int64(s, 7, d->topic);
        (void)sqlite3_bind_int64(s, 8, d->genre);
        (void)sqlite3_bind_int(s, 9, d->validity);
        (void)sqlite3_bind_int(s, 10, d->validity_then);
        (void)sqlite3_bind_int(s, 11, length > UINT16_MAX ? UINT16_MAX : (int)length);
        return disk_run(s);
}

static int
put_text(struct search_writer *w, int64_t id, const struct words *t)
{
        sqlite3_stmt *s = w->s[PUT_TEXT];
        size_t n = strlen(t->body), n_packed;
        const uint8_t *packed;
        int r = packer_pack(w->packer, t->body, n, &packed, &n_packed);

        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(s, 1, id);
        bind_text(s, 2, t->title);
        bind_text(s, 3, t->head);
        bind_text(s, 4, t->tags);
        (void)sqlite3_bind_int64(s, 5, (int64_t)n);
        (void)sqlite3_bind_blob64(s, 6, packed, n_packed, SQLITE_STATIC);
        return disk_run(s);
}

static bool
is_same(const struct words *a, const struct words *b)
{
        return strcmp(a->title, b->title) == 0 && strcmp(a->head, b->head) == 0 &&
               strcmp(a->tags, b->tags) == 0 && strcmp(a->body, b->body) == 0;
}

/* Takes out what is there under the id, unless it is what is to be put there: then *ret_same. */
static int
make_way(TALLOC_CTX *mem, struct search_writer *w, const struct search_doc *d,
         const struct words *new, bool *ret_same)
{
        struct words old;
        int32_t day = 0;
        bool live;
        int r = find(w, d->id, &live, &day);

        *ret_same = false;
        if (r || !live)
                return r;
        r = old_words(mem, w, d->id, &old);
        if (r)
                return err_trace(r);
        *ret_same = day == d->day.n && is_same(&old, new);
        if (*ret_same)
                return 0;
        return words_run(w->s[DROP_WORDS], rowid_of(day, d->id), &old);
}

static int
put_doc(struct search_writer *w, const struct search_doc *d)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct words t = {.title = without_tags(mem, d->title),
                          .head = without_tags(mem, d->head),
                          .body = without_tags(mem, d->body),
                          .tags = tags_of(mem, d)};
        bool same = false;
        int r = check_doc(d);

        if (!r)
                r = make_way(mem, w, d, &t, &same);
        if (!r && !same)
                r = words_run(w->s[PUT_WORDS], rowid_of(d->day.n, d->id), &t);
        if (!r && !same)
                r = put_text(w, d->id, &t);
        if (!r)
                r = put_row(w, d, t.body);
        return r ? err_trace(r) : 0;
}

static int
take_out(struct search_writer *w, int64_t id)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int32_t day = 0;
        bool live;
        int r = find(w, id, &live, &day);

        if (r || !live)
                return r;
        r = drop_words(mem, w, id, day);
        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(w->s[DROP_TEXT], 1, id);
        r = disk_run(w->s[DROP_TEXT]);
        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(w->s[DROP_ROW], 1, id);
        (void)sqlite3_bind_int64(w->s[DROP_ROW], 2, w->meta.step + 1);
        return disk_run(w->s[DROP_ROW]);
}

/* --- One call ----------------------------------------------------------------------------------
 */

/* The index grows fastest, and in order, when rowids only go up. */
static int
by_rowid(const void *a, const void *b)
{
        const struct search_doc *x = *(const struct search_doc *const *)a;
        const struct search_doc *y = *(const struct search_doc *const *)b;
        int64_t i = rowid_of(x->day.n, x->id), k = rowid_of(y->day.n, y->id);

        return (i > k) - (i < k);
}

static int
apply_all(struct search_writer *w, int64_t change_no, const struct search_doc *docs, size_t n,
          const int64_t *removed, size_t n_removed)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct search_doc **sorted = mem_array(mem, const struct search_doc *, n + 1);
        int r = 0;

        for (size_t i = 0; i < n; i++)
                sorted[i] = &docs[i];
        qsort(sorted, n, sizeof(sorted[0]), by_rowid);
        for (size_t i = 0; !r && i < n_removed; i++)
                r = take_out(w, removed[i]);
        for (size_t i = 0; !r && i < n; i++)
                r = put_doc(w, sorted[i]);
        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(w->s[STEP], 1, change_no);
        (void)sqlite3_bind_int64(w->s[STEP], 2, w->meta.step + 1);
        return disk_run(w->s[STEP]);
}

static bool
is_moved(const struct search_writer *w)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *current = disk_current(mem, w->folder);

        return !w->is_building && (!current || strcmp(current, w->name) != 0);
}

int
search_apply(struct search_writer *w, int64_t change_no, const struct search_doc *docs, size_t n,
             const int64_t *removed, size_t n_removed)
{
        int r;

        if (is_moved(w))
                return SEARCH_MOVED;
        r = disk_exec(w->db, "BEGIN IMMEDIATE");
        if (r)
                return err_trace(r);
        r = apply_all(w, change_no, docs, n, removed, n_removed);
        if (!r)
                r = disk_exec(w->db, "COMMIT");
        if (r) {
                if (!sqlite3_get_autocommit(w->db))
                        (void)sqlite3_exec(w->db, "ROLLBACK", NULL, NULL, NULL);
                return err_trace(r);
        }
        w->meta.change_no = change_no;
        w->meta.step++;
        return 0;
}
