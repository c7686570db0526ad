/* Is what the file says right? The index against itself, the tables against each other, and the
 * texts against the index: each is looked for by a word of its own. */
#include "base/deflate.h"
#include "search/disk.h"
#include "search/query.h"
#include "search/rows.h"

enum { PROBE_CHARS = 5 };

static int
number(sqlite3 *db, const char *sql, int64_t *ret)
{
        sqlite3_stmt *s;
        int r = disk_prepare(db, sql, &s);

        if (r)
                return err_trace(r);
        if (sqlite3_step(s) == SQLITE_ROW)
                *ret = sqlite3_column_int64(s, 0);
        else
                r = disk_error(db, sql);
        (void)sqlite3_finalize(s);
        return r;
}

/* A few Han characters that stand together in text, from the n-th byte on; NULL when there are
 * none. */
static const char *
probe_of(TALLOC_CTX *mem, const char *text, size_t from)
{
        size_t n = strlen(text), start = 0, count = 0;

        for (size_t i = from; i < n;) {
                uint32_t cp;
                size_t l = text_decode(text + i, n - i, &cp);
                bool han = l && token_class(text_fold(cp)) == TOKEN_HAN;

                if (han && !count)
                        start = i;
                i += l ? l : 1;
                count = han ? count + 1 : 0;
                if (count == PROBE_CHARS)
                        return mem_strndup(mem, text + start, i - start);
        }
        return NULL;
}

static int
look_for(TALLOC_CTX *mem, sqlite3_stmt *s, int64_t slot, const char *text, size_t from,
         bool *ret_lost)
{
        const char *probe = probe_of(mem, text, from);
        struct query q;
        int code;

        *ret_lost = false;
        if (!probe)
                return 0;
        query_parse(mem, probe, &q);
        (void)sqlite3_bind_text(s, 1, query_match(mem, &q, NULL, 0, NULL), -1, SQLITE_TRANSIENT);
        (void)sqlite3_bind_int64(s, 2, slot);
        code = sqlite3_step(s);
        *ret_lost = code == SQLITE_DONE;
        (void)sqlite3_reset(s);
        return code == SQLITE_DONE || code == SQLITE_ROW
                   ? 0
                   : disk_error(sqlite3_db_handle(s), "probe");
}

static int
check_one(sqlite3_stmt *doc, sqlite3_stmt *probe, struct problems *problems)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int64_t slot = sqlite3_column_int64(doc, 0), id = sqlite3_column_int64(doc, 1);
        bool lost_title = false, lost_body = false;
        char *body;
        size_t size = (size_t)sqlite3_column_int64(doc, 3);
        int r;

        r = deflate_unpack(mem, sqlite3_column_blob(doc, 4), (size_t)sqlite3_column_bytes(doc, 4),
                           size, &body);
        if (r) {
                err_clear();
                problems_add(problems, 0, "text", "条目 %lld 的检索文本损坏", (long long)id);
                return 0;
        }
        r = look_for(mem, probe, slot, (const char *)sqlite3_column_text(doc, 2), 0, &lost_title);
        if (!r)
                r = look_for(mem, probe, slot, body, size ? (size_t)slot * 7919 % size : 0,
                             &lost_body);
        if (lost_title || lost_body)
                problems_add(problems, 0, "word", "条目 %lld 用自身的词检索不到", (long long)id);
        return r;
}

static int
check_docs(sqlite3 *db, int64_t n, size_t sample, struct problems *problems)
{
        sqlite3_stmt *doc = NULL, *probe = NULL;
        int64_t stride = sample && n > (int64_t)sample ? n / (int64_t)sample : 1;
        int code = SQLITE_DONE, r;

        r = disk_prepare(db,
                         "SELECT r.slot, r.id, t.title, t.size, t.body FROM row r"
                         " JOIN text t ON t.slot = r.slot WHERE r.live = 1 AND r.slot % ?1 = 0",
                         &doc);
        if (!r)
                r = disk_prepare(db, "SELECT 1 FROM word WHERE word MATCH ?1 AND rowid = ?2",
                                 &probe);
        if (!r) {
                (void)sqlite3_bind_int64(doc, 1, stride);
                while (!r && (code = sqlite3_step(doc)) == SQLITE_ROW)
                        r = check_one(doc, probe, problems);
                if (!r && code != SQLITE_DONE)
                        r = disk_error(db, "documents");
        }
        (void)sqlite3_finalize(doc);
        (void)sqlite3_finalize(probe);
        return r;
}

static int
check_counts(sqlite3 *db, struct problems *problems, int64_t *ret_n)
{
        int64_t live = 0, texts = 0, words = 0;
        int r = number(db, "SELECT count(*) FROM row WHERE live = 1", &live);

        if (!r)
                r = number(db, "SELECT count(*) FROM text", &texts);
        if (!r)
                r = number(db, "SELECT count(*) FROM word WHERE word MATCH '\"" QUERY_ALL "\"'",
                           &words);
        if (r)
                return err_trace(r);
        if (live != texts || live != words)
                problems_add(problems, 0, "row", "数目不符：条目 %lld，文本 %lld，索引 %lld",
                             (long long)live, (long long)texts, (long long)words);
        *ret_n = live;
        return 0;
}

int
search_check(const char *folder, size_t sample, struct problems *problems, int64_t *ret_n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        _cleanup_(disk_closep) sqlite3 *db = NULL;
        const char *name = disk_current(mem, folder);
        struct disk_meta meta;
        int64_t n = 0;
        int r;

        if (!name) {
                problems_add(problems, 0, "search.db", "没有检索文件，请运行 xxgk search rebuild");
                *ret_n = 0;
                return 0;
        }
        r = disk_open(disk_path(mem, folder, name), DISK_WRITE, &db);
        if (!r)
                r = disk_meta(db, NULL, &meta);
        if (r == SEARCH_STALE) {
                problems_add(problems, 0, "search.db",
                             "检索文件的格式已过时，请运行 xxgk search rebuild");
                r = ERR_DATA;
        }
        if (!r)
                r = disk_exec(db, "INSERT INTO word (word) VALUES ('integrity-check');"
                                  "INSERT INTO title_word (title_word) VALUES ('integrity-check')");
        if (!r)
                r = check_counts(db, problems, &n);
        if (!r)
                r = check_docs(db, n, sample, problems);
        if (r == ERR_DATA) {
                if (!problems->n)
                        problems_add(problems, 0, "search.db",
                                     "检索文件已损坏，请运行 xxgk search rebuild");
                err_clear();
                r = 0;
        }
        if (r)
                return err_trace(r);
        *ret_n = n;
        return 0;
}

int
search_born(const char *folder, int64_t *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        _cleanup_(disk_closep) sqlite3 *db = NULL;
        const char *name = disk_current(mem, folder);
        struct disk_meta meta;
        int r;

        *ret = 0;
        if (!name)
                return 0;
        r = disk_open(disk_path(mem, folder, name), DISK_READ, &db);
        if (!r)
                r = disk_meta(db, NULL, &meta);
        if (r < 0)
                return err_trace(r);
        *ret = r ? 1 : meta.born; /* of another format: it will be rebuilt, and is older than all */
        return 0;
}
