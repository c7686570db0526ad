#include "search/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "search/fts.h"

/* `row` is narrow, so that reading it whole at the start is quick; `text` is what the hits show and
 * what must be known exactly to take a document out of a contentless index again. Both and the index
 * go by slot. last_day and next_slot say where the next document goes. */
static const char tables[] =
    "CREATE TABLE meta (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL,"
    " store TEXT NOT NULL, change_no INTEGER NOT NULL, step INTEGER NOT NULL,"
    " last_day INTEGER NOT NULL, next_slot INTEGER NOT NULL, born INTEGER NOT NULL) STRICT;"
    "CREATE TABLE row (slot INTEGER PRIMARY KEY, id INTEGER NOT NULL, step INTEGER NOT NULL,"
    " live INTEGER NOT NULL, late INTEGER NOT NULL, day INTEGER NOT NULL, turn1 INTEGER NOT NULL,"
    " turn2 INTEGER NOT NULL,"
    " agency INTEGER NOT NULL, catalogue INTEGER NOT NULL, topic INTEGER NOT NULL,"
    " genre INTEGER NOT NULL, validity INTEGER NOT NULL, validity1 INTEGER NOT NULL,"
    " validity2 INTEGER NOT NULL,"
    " length INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX row_by_id ON row (id) WHERE live = 1;"
    "CREATE INDEX row_by_step ON row (step);"
    "CREATE TABLE text (slot INTEGER PRIMARY KEY, title TEXT NOT NULL, head TEXT NOT NULL,"
    " tags TEXT NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL) STRICT;"
    "CREATE VIRTUAL TABLE word USING fts5 (title, head, body, tags, content = '',"
    " tokenize = 'xxgk');"
    "CREATE VIRTUAL TABLE title_word USING fts5 (title, content = '', columnsize = 0,"
    " tokenize = 'xxgk');"
    /* Larger pieces than the default: fewer merges while filling, fewer seeks while reading. */
    "INSERT INTO word (word, rank) VALUES ('hashsize', 16777216);"
    "INSERT INTO word (word, rank) VALUES ('pgsz', 16000);";

int
disk_error(sqlite3 *db, const char *doing)
{
        int code = sqlite3_errcode(db) & 0xFF, e = ERR_DB;

        switch (code) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT:
                e = ERR_DATA;
                break;
        case SQLITE_FULL:
                e = ERR_FULL;
                break;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
                e = ERR_BUSY;
                break;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
                e = ERR_IO;
                break;
        default:
                break;
        }
        return err_set(e, "search file, %s: %s", doing, sqlite3_errmsg(db));
}

int
disk_exec(sqlite3 *db, const char *sql)
{
        if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
                return disk_error(db, sql);
        return 0;
}

int
disk_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret)
{
        if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL) != SQLITE_OK)
                return disk_error(db, sql);
        return 0;
}

int
disk_run(sqlite3_stmt *s)
{
        int code = sqlite3_step(s), r = 0;

        if (code != SQLITE_DONE && code != SQLITE_ROW)
                r = disk_error(sqlite3_db_handle(s), sqlite3_sql(s));
        (void)sqlite3_reset(s);
        (void)sqlite3_clear_bindings(s);
        return r;
}

void
disk_resetp(sqlite3_stmt **s)
{
        if (!*s)
                return;
        (void)sqlite3_reset(*s);
        (void)sqlite3_clear_bindings(*s);
}

void
disk_closep(sqlite3 **db)
{
        (void)sqlite3_close_v2(*db);
        *db = NULL;
}

const char *
disk_path(TALLOC_CTX *mem, const char *folder, const char *name)
{
        return mem_printf(mem, "%s/%s", folder, name);
}

const char *
disk_current(TALLOC_CTX *mem, const char *folder)
{
        char name[64], link[4096];
        ssize_t n;

        (void)snprintf(link, sizeof(link), "%s/search.db", folder);
        n = readlink(link, name, sizeof(name) - 1);
        if (n <= 0)
                return NULL;
        name[n] = '\0';
        return mem_strdup(mem, name);
}

void
disk_remove(const char *path)
{
        static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
        char name[4096];

        for (size_t i = 0; i < N(suffixes); i++) {
                (void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
                (void)unlink(name);
        }
}

void
disk_sweep(const char *folder)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *current = disk_current(mem, folder);
        DIR *dir = opendir(folder);
        struct dirent *e;

        if (!dir)
                return;
        while ((e = readdir(dir))) {
                size_t n = current ? strlen(current) : 0;

                if (strncmp(e->d_name, "search.db.", 10) != 0)
                        continue;
                if (n && strncmp(e->d_name, current, n) == 0 &&
                    (!e->d_name[n] || e->d_name[n] == '-'))
                        continue;
                (void)unlink(disk_path(mem, folder, e->d_name));
        }
        (void)closedir(dir);
}

int
disk_point(const char *folder, const char *name)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *link = disk_path(mem, folder, "search.db");
        const char *new = disk_path(mem, folder, "search.link");

        (void)unlink(new);
        if (symlink(name, new) || rename(new, link))
                return err_errno("%s", link);
        return 0;
}

struct lock {
        int fd;
};

static int
lock_free(struct lock *l)
{
        return close(l->fd);
}

int
disk_lock(TALLOC_CTX *mem, const char *folder, const char *name)
{
        const char *path = disk_path(mem, folder, name);
        struct lock *l;
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

        if (fd < 0)
                return err_errno("%s", path);
        if (flock(fd, LOCK_EX | LOCK_NB)) {
                int e = errno;

                (void)close(fd);
                errno = e;
                return e == EWOULDBLOCK ? SEARCH_LOCKED : err_errno("%s", path);
        }
        l = mem_new(mem, struct lock);
        l->fd = fd;
        talloc_set_destructor(l, lock_free);
        return 0;
}

int
disk_open(const char *path, enum disk_mode mode, sqlite3 **ret)
{
        static const char *const pragmas[] = {
            [DISK_READ] = "PRAGMA query_only = 1; PRAGMA cache_size = -2048;"
                          "PRAGMA mmap_size = 0x7fff0000;",
            [DISK_WRITE] = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;"
                           "PRAGMA wal_autocheckpoint = 4000;"
                           "PRAGMA journal_size_limit = 67108864;",
            [DISK_BUILD] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                           "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32768;",
        };
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                    SQLITE_OPEN_EXRESCODE | (mode == DISK_BUILD ? SQLITE_OPEN_CREATE : 0);
        sqlite3 *db = NULL;
        int r = 0;

        if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
                r = db ? disk_error(db, "open") : err_set(ERR_DB, "no memory for SQLite");
        if (!r) {
                (void)sqlite3_busy_timeout(db, 5000);
                r = fts_register(db);
        }
        if (!r)
                r = disk_exec(db, pragmas[mode]);
        if (!r && mode == DISK_BUILD)
                r = disk_exec(db, tables);
        if (r) {
                disk_closep(&db);
                return err_trace(r);
        }
        *ret = db;
        return 0;
}

int
disk_seal(sqlite3 *db)
{
        int r = disk_exec(db, "PRAGMA locking_mode = NORMAL; PRAGMA synchronous = FULL;"
                              "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE;"
                              "UPDATE meta SET step = step + 1, born = change_no; COMMIT;"
                              "PRAGMA wal_checkpoint(TRUNCATE);");

        return r ? err_trace(r) : 0;
}

int
disk_meta(sqlite3 *db, const char *store, struct disk_meta *ret)
{
        sqlite3_stmt *s;
        int code, r;

        r = disk_prepare(
            db, "SELECT format, store, change_no, step, last_day, next_slot, born FROM meta", &s);
        if (r)
                return err_trace(r);
        code = sqlite3_step(s);
        if (code == SQLITE_ROW) {
                *ret = (struct disk_meta){.change_no = sqlite3_column_int64(s, 2),
                                          .step = sqlite3_column_int64(s, 3),
                                          .last_day = sqlite3_column_int(s, 4),
                                          .next_slot = sqlite3_column_int64(s, 5),
                                          .born = sqlite3_column_int64(s, 6)};
                if (sqlite3_column_int(s, 0) != DISK_FORMAT ||
                    (store && strcmp((const char *)sqlite3_column_text(s, 1), store) != 0))
                        r = SEARCH_STALE;
        } else {
                r = code == SQLITE_DONE ? SEARCH_STALE : disk_error(db, "meta");
        }
        (void)sqlite3_finalize(s);
        return r;
}
