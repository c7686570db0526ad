/* Feeding: one writer, one transaction per call. */
#include "base/deflate.h"
#include "search/disk.h"
#include "search/query.h"
#include "search/rows.h"

/* None of these may need a savepoint of its own (as INSERT OR REPLACE does): at each, FTS5 writes out
 * all that it has gathered, which made filling twice as slow. */
enum statement {
        FIND, /* where an id is */
        TEXT, /* its text as indexed */
        PUT_ROW,
        SET_ROW,
        PUT_TEXT,
        SET_TEXT,
        DROP_ROW,
        DROP_TEXT,
        PUT_WORDS,
        DROP_WORDS,
        PUT_TITLE,
        DROP_TITLE,
        STEP,
        STATEMENTS
};
static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT slot, day, late FROM row WHERE id = ?1 AND live = 1",
    [TEXT] = "SELECT title, head, tags, size, body FROM text WHERE slot = ?1",
    [PUT_ROW] = "INSERT INTO row (slot, id, step, live, late, day, turn1, turn2, agency,"
                " catalogue, topic, genre, validity, validity1, validity2, length)"
                " VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [SET_ROW] = "UPDATE row SET id = ?2, step = ?3, late = ?4, day = ?5, turn1 = ?6, turn2 = ?7,"
                " agency = ?8, catalogue = ?9, topic = ?10, genre = ?11, validity = ?12,"
                " validity1 = ?13, validity2 = ?14, length = ?15 WHERE slot = ?1",
    [PUT_TEXT] = "INSERT INTO text (slot, title, head, tags, size, body)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [SET_TEXT] = "UPDATE text SET title = ?2, head = ?3, tags = ?4, size = ?5, body = ?6"
                 " WHERE slot = ?1",
    [DROP_ROW] = "UPDATE row SET live = 0, step = ?2 WHERE slot = ?1",
    [DROP_TEXT] = "DELETE FROM text WHERE slot = ?1",
    [PUT_WORDS] = "INSERT INTO word (rowid, title, head, body, tags) VALUES (?1, ?2, ?3, ?4, ?5)",
    [DROP_WORDS] = "INSERT INTO word (word, rowid, title, head, body, tags)"
                   " VALUES ('delete', ?1, ?2, ?3, ?4, ?5)",
    [PUT_TITLE] = "INSERT INTO title_word (rowid, title) VALUES (?1, ?2)",
    [DROP_TITLE] = "INSERT INTO title_word (title_word, rowid, title) VALUES ('delete', ?1, ?2)",
    [STEP] = "UPDATE meta SET change_no = ?1, step = ?2, last_day = ?3, next_slot = ?4",
};

struct search_writer {
        char *folder, *name; /* of the file written to */
        sqlite3 *db;
        sqlite3_stmt *s[STATEMENTS];
        struct packer *packer;
        struct disk_meta meta; /* within search_apply(): as it will be */
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
        r = disk_open(disk_path(w, w->folder, name), DISK_WRITE, &w->db);
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

int64_t
search_writer_size(const struct search_writer *w)
{
        return w->meta.next_slot - 1;
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
        w->meta = (struct disk_meta){.last_day = INT32_MIN, .next_slot = 1};
        disk_remove(disk_path(w, folder, w->name));
        r = disk_open(disk_path(w, folder, w->name), DISK_BUILD, &w->db);
        if (!r)
                r = disk_prepare(
                    w->db, "INSERT INTO meta VALUES (1, ?1, ?2, 0, 0, -2147483648, 1, 0)", &s);
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
        for (size_t i = 0; i < d->n_topics; i++)
                put_tag(&b, 't', d->topics[i]);
        if (d->genre)
                put_tag(&b, 'g', d->genre);
        if (!day_is_none(d->day))
                put_tag(&b, 'y', year_of(d->day.n));
        buf_str(&b, QUERY_ALL);
        return buf_text(&b);
}

static bool
is_path(const int64_t *path, size_t n, int64_t most)
{
        for (size_t i = 0; i < n; i++)
                if (path[i] < 1 || path[i] > most)
                        return false;
        return n <= SEARCH_DEPTH_MAX;
}

static int
check_doc(const struct search_doc *d)
{
        bool ok = d->id > 0 && d->id <= SEARCH_ID_MAX && d->n_agencies > 0 && d->n_columns > 0 &&
                  is_path(d->agencies, d->n_agencies, SEARCH_VALUE_MAX) &&
                  is_path(d->columns, d->n_columns, SEARCH_VALUE_MAX) &&
                  is_path(d->topics, d->n_topics, UINT16_MAX) && d->genre >= 0 &&
                  d->genre <= UINT16_MAX;

        for (size_t i = 0; ok && i < N(d->validity); i++)
                ok = d->validity[i] >= 0 && d->validity[i] <= UINT8_MAX;
        return ok ? 0 : err_set(ERR_LIMIT, "document %lld is out of range", (long long)d->id);
}

static void
bind_text(sqlite3_stmt *s, int i, const char *text)
{
        (void)sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
}

/* Puts the words of a text into the index, or takes them out. */
static int
words_run(struct search_writer *w, bool put, int64_t slot, const struct words *t)
{
        sqlite3_stmt *s = w->s[put ? PUT_WORDS : DROP_WORDS];
        int r;

        (void)sqlite3_bind_int64(s, 1, slot);
        bind_text(s, 2, t->title);
        bind_text(s, 3, t->head);
        bind_text(s, 4, t->body);
        bind_text(s, 5, t->tags);
        r = disk_run(s);
        if (r)
                return err_trace(r);
        s = w->s[put ? PUT_TITLE : DROP_TITLE];
        (void)sqlite3_bind_int64(s, 1, slot);
        bind_text(s, 2, t->title);
        return disk_run(s);
}

/* Where a document is, and what is to become of it. */
struct place {
        int64_t slot; /* 0: not in the file */
        int32_t day;
        bool late;
        const struct search_doc *doc; /* NULL: it is to go */
};

static int
find(struct search_writer *w, int64_t id, struct place *ret)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = w->s[FIND];
        int code;

        (void)sqlite3_bind_int64(s, 1, id);
        code = sqlite3_step(s);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
                return disk_error(w->db, sql[FIND]);
        if (code == SQLITE_DONE)
                *ret = (struct place){0};
        else
                *ret = (struct place){.slot = sqlite3_column_int64(s, 0),
                                      .day = sqlite3_column_int(s, 1),
                                      .late = sqlite3_column_int(s, 2) != 0};
        return 0;
}

static int
old_words(TALLOC_CTX *mem, struct search_writer *w, int64_t slot, struct words *ret)
{
        _cleanup_(disk_resetp) sqlite3_stmt *s = w->s[TEXT];
        char *body;
        int code, r;

        (void)sqlite3_bind_int64(s, 1, slot);
        code = sqlite3_step(s);
        if (code == SQLITE_DONE)
                return err_set(ERR_DATA, "search file has no text in slot %lld", (long long)slot);
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
put_row(struct search_writer *w, enum statement how, const struct place *at, const char *body)
{
        const struct search_doc *d = at->doc;
        sqlite3_stmt *s = w->s[how];
        size_t length = strlen(body) / 3 / ROWS_LENGTH_UNIT;

        (void)sqlite3_bind_int64(s, 1, at->slot);
        (void)sqlite3_bind_int64(s, 2, d->id);
        (void)sqlite3_bind_int64(s, 3, w->meta.step);
        (void)sqlite3_bind_int(s, 4, at->late);
        (void)sqlite3_bind_int(s, 5, d->day.n);
        (void)sqlite3_bind_int(s, 6, d->turns[0].n);
        (void)sqlite3_bind_int(s, 7, d->turns[1].n);
        (void)sqlite3_bind_int64(s, 8, d->agencies[0]);
        (void)sqlite3_bind_int64(s, 9, d->columns[0]);
        (void)sqlite3_bind_int64(s, 10, d->n_topics ? d->topics[0] : 0);
        (void)sqlite3_bind_int64(s, 11, d->genre);
        for (int i = 0; i < 3; i++)
                (void)sqlite3_bind_int(s, 12 + i, d->validity[i]);
        (void)sqlite3_bind_int(s, 15, length > UINT16_MAX ? UINT16_MAX : (int)length);
        return disk_run(s);
}

static int
put_text(struct search_writer *w, enum statement how, int64_t slot, const struct words *t)
{
        sqlite3_stmt *s = w->s[how];
        size_t n = strlen(t->body), n_packed;
        const uint8_t *packed;
        int r = packer_pack(w->packer, t->body, n, &packed, &n_packed);

        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(s, 1, slot);
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

static struct words
new_words(TALLOC_CTX *mem, const struct search_doc *d)
{
        return (struct words){.title = without_tags(mem, d->title),
                              .head = without_tags(mem, d->head),
                              .body = without_tags(mem, d->body),
                              .tags = tags_of(mem, d)};
}

/* A document that is in the file and keeps its day: in its old slot. */
static int
replace(struct search_writer *w, const struct place *at)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct words new = new_words(mem, at->doc), old;
        int r = old_words(mem, w, at->slot, &old);

        if (!r && !is_same(&old, &new)) {
                r = words_run(w, false, at->slot, &old);
                if (!r)
                        r = words_run(w, true, at->slot, &new);
                if (!r)
                        r = put_text(w, SET_TEXT, at->slot, &new);
        }
        if (!r)
                r = put_row(w, SET_ROW, at, new.body);
        return r ? err_trace(r) : 0;
}

static int
take_out(struct search_writer *w, int64_t slot)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct words old;
        int r = old_words(mem, w, slot, &old);

        if (!r)
                r = words_run(w, false, slot, &old);
        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(w->s[DROP_TEXT], 1, slot);
        r = disk_run(w->s[DROP_TEXT]);
        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(w->s[DROP_ROW], 1, slot);
        (void)sqlite3_bind_int64(w->s[DROP_ROW], 2, w->meta.step);
        return disk_run(w->s[DROP_ROW]);
}

static int
add(struct search_writer *w, const struct search_doc *d)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct words t = new_words(mem, d);
        struct place at = {.slot = w->meta.next_slot++,
                           .day = d->day.n,
                           .late = d->day.n < w->meta.last_day,
                           .doc = d};
        int r;

        if (at.slot > ROWS_SLOT_MAX)
                return err_set(ERR_LIMIT, "the search file is full");
        if (!at.late)
                w->meta.last_day = d->day.n;
        r = words_run(w, true, at.slot, &t);
        if (!r)
                r = put_text(w, PUT_TEXT, at.slot, &t);
        if (!r)
                r = put_row(w, PUT_ROW, &at, t.body);
        return r ? err_trace(r) : 0;
}

/* --- One call ---------------------------------------------------------------------------------- */

/* The index writes out what it has gathered whenever a rowid goes down. So: first what is there
 * already, by slot; then what is new, by day, which also keeps slots in the order of days. */
static int
by_slot(const void *a, const void *b)
{
        const struct place *x = a, *y = b;

        return (x->slot > y->slot) - (x->slot < y->slot);
}

static int
by_day(const void *a, const void *b)
{
        const struct search_doc *x = *(const struct search_doc *const *)a;
        const struct search_doc *y = *(const struct search_doc *const *)b;

        if (x->day.n != y->day.n)
                return x->day.n > y->day.n ? 1 : -1;
        return (x->id > y->id) - (x->id < y->id);
}

struct plan {
        struct place *known; /* in the file: to replace, to move or to take out */
        const struct search_doc **new;
        size_t n_known, n_new;
};

static int
make_plan(TALLOC_CTX *mem, struct search_writer *w, const struct search_doc *docs, size_t n,
          const int64_t *removed, size_t n_removed, struct plan *p)
{
        int r = 0;

        p->known = mem_array(mem, struct place, n + n_removed + 1);
        p->new = mem_array(mem, const struct search_doc *, n + 1);
        for (size_t i = 0; !r && i < n_removed; i++) {
                r = find(w, removed[i], &p->known[p->n_known]);
                if (!r && p->known[p->n_known].slot)
                        p->n_known++;
        }
        for (size_t i = 0; !r && i < n; i++) {
                struct place *at = &p->known[p->n_known];

                r = check_doc(&docs[i]);
                if (!r)
                        r = find(w, docs[i].id, at);
                if (r)
                        break;
                if (at->slot && at->day == docs[i].day.n)
                        at->doc = &docs[i];
                else
                        p->new[p->n_new++] = &docs[i];
                p->n_known += at->slot != 0;
        }
        qsort(p->known, p->n_known, sizeof(p->known[0]), by_slot);
        qsort(p->new, p->n_new, sizeof(p->new[0]), by_day);
        return r;
}

static int
apply_all(struct search_writer *w, int64_t change_no, const struct search_doc *docs, size_t n,
          const int64_t *removed, size_t n_removed)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct plan p = {0};
        int r = make_plan(mem, w, docs, n, removed, n_removed, &p);

        for (size_t i = 0; !r && i < p.n_known; i++)
                r = p.known[i].doc ? replace(w, &p.known[i]) : take_out(w, p.known[i].slot);
        for (size_t i = 0; !r && i < p.n_new; i++)
                r = add(w, p.new[i]);
        if (r)
                return err_trace(r);
        (void)sqlite3_bind_int64(w->s[STEP], 1, change_no);
        (void)sqlite3_bind_int64(w->s[STEP], 2, w->meta.step);
        (void)sqlite3_bind_int(w->s[STEP], 3, w->meta.last_day);
        (void)sqlite3_bind_int64(w->s[STEP], 4, w->meta.next_slot);
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
        struct disk_meta before = w->meta;
        int r;

        if (is_moved(w))
                return SEARCH_MOVED;
        r = disk_exec(w->db, "BEGIN IMMEDIATE");
        if (r)
                return err_trace(r);
        w->meta.change_no = change_no;
        w->meta.step++;
        r = apply_all(w, change_no, docs, n, removed, n_removed);
        if (!r)
                r = disk_exec(w->db, "COMMIT");
        if (r) {
                if (!sqlite3_get_autocommit(w->db))
                        (void)sqlite3_exec(w->db, "ROLLBACK", NULL, NULL, NULL);
                w->meta = before;
                return err_trace(r);
        }
        return 0;
}

int
search_tidy(struct search_writer *w, bool from_start, bool *ret_more)
{
        int before = sqlite3_total_changes(w->db), r;

        if (is_moved(w))
                return SEARCH_MOVED;
        r = disk_exec(w->db, from_start ? "INSERT INTO word (word, rank) VALUES ('merge', -64)"
                                        : "INSERT INTO word (word, rank) VALUES ('merge', 64)");
        if (r)
                return err_trace(r);
        /* Documented: a merge that found nothing to do counts as one change. */
        *ret_more = sqlite3_total_changes(w->db) - before >= 2;
        return 0;
}
