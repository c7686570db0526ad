#include "store/driver.h"

#include <sqlite3.h>
#include <sys/inotify.h>
#include <unistd.h>

/* Milliseconds between two looks of a watch: while nothing is heard, and the first and the longest of
 * those that follow a write to the log; those go on for LOOK_AFTER_MS, which a slow disk may take to force it. */
enum { LOOK_MS = 200, LOOK_FIRST_MS = 1, LOOK_LAST_MS = 16, LOOK_AFTER_MS = 250 };

/* Statements without names that every transaction runs. */
enum often { BEGIN_READ, BEGIN_WRITE, COMMIT, ROLLBACK, N_OFTEN };
static const char *const often_sql[N_OFTEN] = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"};

struct sqlite_conn {
        struct conn conn;
        sqlite3 *db;
        sqlite3_stmt *look; /* watching: the file's data version */
        sqlite3_stmt *often[N_OFTEN];
        int version;
        int log_fd;    /* inotify on the write-ahead log; -1: there is none */
        int look_ms;   /* the log was written to: look again after so long; 0: nothing heard */
        int looked_ms; /* so long ago, in looks */
};

struct sqlite_stmt {
        struct stmt stmt;
        sqlite3_stmt *st;
        int64_t changed;
};

static struct sqlite_conn *
conn_of(struct conn *c)
{
        return (struct sqlite_conn *)c;
}

static struct sqlite_stmt *
stmt_of(struct stmt *s)
{
        return (struct sqlite_stmt *)s;
}

/* The engine's code as one of ours, with its words; they name tables and columns, never values. */
static int
failed(struct sqlite_conn *c, int code, const char *doing)
{
        int ours = ERR_DB;

        switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
                ours = ERR_BUSY;
                break;
        case SQLITE_CONSTRAINT:
                ours = ERR_CONFLICT;
                break;
        case SQLITE_FULL:
                ours = ERR_FULL;
                break;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
                ours = ERR_IO;
                break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
                ours = ERR_DATA;
                break;
        default:
                break;
        }
        return err_set(ours, "%s: %s (%d)", doing, c->db ? sqlite3_errmsg(c->db) : "no memory",
                       code);
}

static int
exec(struct conn *conn, const char *sql)
{
        struct sqlite_conn *c = conn_of(conn);
        int code = sqlite3_exec(c->db, sql, NULL, NULL, NULL);

        return code == SQLITE_OK ? 0 : failed(c, code, "exec");
}

static int
exec_often(struct conn *conn, enum often which)
{
        struct sqlite_conn *c = conn_of(conn);
        sqlite3_stmt **st = &c->often[which];
        int code = SQLITE_OK;

        if (!*st)
                code = sqlite3_prepare_v3(c->db, often_sql[which], -1, SQLITE_PREPARE_PERSISTENT,
                                          st, NULL);
        if (code == SQLITE_OK)
                code = sqlite3_step(*st);
        if (code == SQLITE_DONE) {
                (void)sqlite3_reset(*st);
                return 0;
        }
        code = failed(c, code, often_sql[which]);
        (void)sqlite3_reset(*st);
        return code;
}

static void
conn_end(struct conn *conn)
{
        struct sqlite_conn *c = conn_of(conn);

        /* v2: statements still to be finalized keep what they need. */
        (void)sqlite3_finalize(c->look);
        c->look = NULL;
        if (c->log_fd >= 0)
                (void)close(c->log_fd);
        c->log_fd = -1;
        for (size_t i = 0; i < N_OFTEN; i++) {
                (void)sqlite3_finalize(c->often[i]);
                c->often[i] = NULL;
        }
        if (c->db)
                (void)sqlite3_close_v2(c->db);
        c->db = NULL;
}

/* A file of some other program is not touched. */
static int
is_ours(struct sqlite_conn *c, const char *where, int wanted)
{
        sqlite3_stmt *st = NULL;
        int id = 0, code = sqlite3_prepare_v2(c->db, "PRAGMA application_id", -1, &st, NULL);

        if (code == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
                id = sqlite3_column_int(st, 0);
        code = sqlite3_finalize(st);
        if (code != SQLITE_OK)
                return failed(c, code, where);
        if (id != 0 && id != wanted)
                return err_set(ERR_DATA, "%s: not a %s of xxgk", where,
                               wanted == STORE_APPLICATION_ID ? "store" : "backup");
        return 0;
}

static int
conn_begin(TALLOC_CTX *mem, const char *where, const struct store_settings *settings, bool writer,
           struct conn **ret)
{
        struct sqlite_conn *c = mem_new(mem, struct sqlite_conn);
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, code, r;

        c->log_fd = -1;
        if (!settings->read_only)
                flags |= SQLITE_OPEN_CREATE;
        code = sqlite3_open_v2(where, &c->db, flags, NULL);
        if (code != SQLITE_OK) {
                r = failed(c, code, where);
                conn_end(&c->conn);
                return r;
        }
        (void)sqlite3_extended_result_codes(c->db, 1);
        (void)sqlite3_busy_timeout(c->db, (int)settings->wait_ms);
        r = exec(&c->conn,
                 mem_printf(
                     mem,
                     "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
                     "PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL;"
                     "PRAGMA secure_delete=ON;" /* what a purge removed is not left in free space */
                     "PRAGMA mmap_size=%llu; PRAGMA cache_size=-%d",
                     (unsigned long long)settings->mmap_mib << 20, writer ? 16384 : 2048));
        if (r == 0 && settings->plain && !settings->read_only)
                r = exec(&c->conn, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
        else if (r == 0 && writer && !settings->read_only)
                r = exec(&c->conn, "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864;"
                                   " PRAGMA wal_autocheckpoint=8192");
        if (r == 0 && !writer)
                r = exec(&c->conn, "PRAGMA query_only=ON");
        if (r == 0)
                r = is_ours(c, where,
                            settings->plain ? BACKUP_APPLICATION_ID : STORE_APPLICATION_ID);
        if (r < 0) {
                conn_end(&c->conn);
                return err_trace(r);
        }
        *ret = &c->conn;
        return 0;
}

static int
tx_begin(struct conn *conn, bool write)
{
        return exec_often(conn, write ? BEGIN_WRITE : BEGIN_READ);
}

static int
tx_commit(struct conn *conn)
{
        return exec_often(conn, COMMIT);
}

static void
tx_undo(struct conn *conn)
{
        /* An engine in trouble may have rolled back by itself. */
        if (!sqlite3_get_autocommit(conn_of(conn)->db) && exec_often(conn, ROLLBACK) < 0)
                conn->lost = true;
}

static int
stmt_end(struct sqlite_stmt *s)
{
        (void)sqlite3_finalize(s->st);
        return 0;
}

static int
prepare(TALLOC_CTX *mem, struct conn *conn, const char *sql, const enum sql_type *in, size_t n_in,
        const enum sql_type *out, size_t n_out, struct stmt **ret)
{
        struct sqlite_conn *c = conn_of(conn);
        struct sqlite_stmt *s = mem_new(mem, struct sqlite_stmt);
        const char *tail = "";
        int code = sqlite3_prepare_v3(c->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->st, &tail);

        if (code != SQLITE_OK || !s->st) {
                talloc_free(s);
                return code == SQLITE_OK ? err_set(ERR_BUG, "no statement")
                                         : failed(c, code, "prepare");
        }
        talloc_set_destructor(s, stmt_end);
        s->stmt = (struct stmt){.driver = &driver_sqlite,
                                .conn = conn,
                                .n_params = (size_t)sqlite3_bind_parameter_count(s->st),
                                .n_columns = n_out,
                                .in = in,
                                .out = out};
        if (tail[strspn(tail, " \n\t;")] || s->stmt.n_params > n_in ||
            (size_t)sqlite3_column_count(s->st) != n_out) {
                int r =
                    err_set(ERR_BUG, "%d columns where %zu are declared, %zu parameters of %zu%s",
                            sqlite3_column_count(s->st), n_out, s->stmt.n_params, n_in,
                            tail[strspn(tail, " \n\t;")] ? ", text after the statement" : "");

                talloc_free(s);
                return r;
        }
        *ret = &s->stmt;
        return 0;
}

static void
forget(struct stmt *stmt)
{
        talloc_free(stmt_of(stmt));
}

static int
bind(struct sqlite_stmt *s, int i, const struct value *v)
{
        switch (v->kind) {
        case VALUE_NULL:
                return sqlite3_bind_null(s->st, i);
        case VALUE_INT:
                return sqlite3_bind_int64(s->st, i, v->i);
        case VALUE_REAL:
                return sqlite3_bind_double(s->st, i, v->real);
        case VALUE_TEXT: /* the caller's bytes stay until the statement is stopped or done */
                return sqlite3_bind_text64(s->st, i, v->s, v->n, SQLITE_TRANSIENT, SQLITE_UTF8);
        case VALUE_BLOB:
                return v->n ? sqlite3_bind_blob64(s->st, i, v->s, v->n, SQLITE_TRANSIENT)
                            : sqlite3_bind_zeroblob(s->st, i, 0);
        }
        return SQLITE_MISUSE;
}

static void
stop(struct stmt *stmt)
{
        struct sqlite_stmt *s = stmt_of(stmt);

        (void)sqlite3_reset(s->st);
        stmt->running = false;
}

static int
start(struct stmt *stmt, const struct value *params, bool stream)
{
        struct sqlite_stmt *s = stmt_of(stmt);

        (void)stream;
        (void)sqlite3_reset(s->st);
        for (size_t i = 0; i < stmt->n_params; i++) {
                int code = bind(s, (int)i + 1, &params[i]);

                if (code != SQLITE_OK)
                        return failed(conn_of(stmt->conn), code, "bind");
        }
        s->changed = 0;
        stmt->running = true;
        return 0;
}

static int
step(struct stmt *stmt)
{
        struct sqlite_stmt *s = stmt_of(stmt);
        struct sqlite_conn *c = conn_of(stmt->conn);
        int code = sqlite3_step(s->st);

        if (code == SQLITE_ROW)
                return 0;
        if (code != SQLITE_DONE)
                return failed(c, code, "step");
        s->changed = sqlite3_stmt_readonly(s->st) ? 0 : sqlite3_changes64(c->db);
        return STORE_NONE;
}

static int
column(struct stmt *stmt, size_t i, struct value *ret)
{
        struct sqlite_stmt *s = stmt_of(stmt);
        int at = (int)i, kind = sqlite3_column_type(s->st, at);
        struct value v = {.kind = VALUE_NULL};

        switch (kind == SQLITE_NULL ? SQL_BLOB : stmt->out[i]) {
        case SQL_INT:
        case SQL_DAY:
        case SQL_INSTANT:
        case SQL_BOOL:
                if (kind != SQLITE_INTEGER && kind != SQLITE_FLOAT)
                        return err_set(ERR_DATA, "column %zu is no number", i + 1);
                v.kind = VALUE_INT;
                v.i = sqlite3_column_int64(s->st, at);
                break;
        case SQL_REAL:
                if (kind != SQLITE_INTEGER && kind != SQLITE_FLOAT)
                        return err_set(ERR_DATA, "column %zu is no number", i + 1);
                v.kind = VALUE_REAL;
                v.real = sqlite3_column_double(s->st, at);
                break;
        case SQL_TEXT:
                v.kind = VALUE_TEXT;
                v.s = (const char *)sqlite3_column_text(s->st, at);
                v.n = (size_t)sqlite3_column_bytes(s->st, at);
                if (!v.s)
                        return err_set(ERR_DB, "column %zu: no memory", i + 1);
                break;
        case SQL_BLOB:
                if (kind == SQLITE_NULL)
                        break;
                v.kind = VALUE_BLOB;
                v.s = sqlite3_column_blob(s->st, at);
                v.n = (size_t)sqlite3_column_bytes(s->st, at);
                if (!v.s) /* so the engine answers for no bytes */
                        v.s = "";
                break;
        }
        *ret = v;
        return 0;
}

static int64_t
changed(struct stmt *stmt)
{
        return stmt_of(stmt)->changed;
}

/* The data version moves when another connection, of this process or of another, has committed;
 * reading it touches a few bytes of shared memory. When to read it is told by the write-ahead log: a
 * commit is written there, forced to the disk, and only then shown in the shared memory, which no
 * event tells of. So after each write one looks again soon, then ever less often. */
static bool
log_written(struct sqlite_conn *c)
{
        _Alignas(struct inotify_event) char events[4096];
        bool any = false;

        while (c->log_fd >= 0 && read(c->log_fd, events, sizeof(events)) > 0)
                any = true;
        return any;
}

static int
watch_look(struct conn *conn, bool *ret_changed)
{
        struct sqlite_conn *c = conn_of(conn);
        int code, version;

        if (log_written(c)) {
                c->look_ms = LOOK_FIRST_MS;
                c->looked_ms = 0;
        } else if (c->look_ms) {
                c->looked_ms += c->look_ms;
                c->look_ms = 2 * c->look_ms < LOOK_LAST_MS ? 2 * c->look_ms : LOOK_LAST_MS;
                if (c->looked_ms >= LOOK_AFTER_MS)
                        c->look_ms = 0;
        }
        code = sqlite3_step(c->look);
        if (code != SQLITE_ROW)
                return failed(c, code, "watch");
        version = sqlite3_column_int(c->look, 0);
        (void)sqlite3_reset(c->look);
        *ret_changed = version != c->version;
        c->version = version;
        return 0;
}

static int
watch_begin(struct conn *conn)
{
        struct sqlite_conn *c = conn_of(conn);
        int code = sqlite3_prepare_v2(c->db, "PRAGMA data_version", -1, &c->look, NULL);
        bool changed;
        int r;

        if (code != SQLITE_OK)
                return failed(c, code, "watch");
        r = watch_look(conn, &changed);
        if (r < 0)
                return err_trace(r);
        /* From here on the log is open, so it stays the file it is. Without events, the clock will do. */
        c->log_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (c->log_fd >= 0 &&
            inotify_add_watch(c->log_fd, sqlite3_filename_wal(sqlite3_db_filename(c->db, "main")),
                              IN_MODIFY) < 0) {
                (void)close(c->log_fd);
                c->log_fd = -1;
        }
        return 0;
}

/* Not while one looks again by the clock: a long import writes more often than one needs to look. */
static int
watch_fd(struct conn *conn)
{
        struct sqlite_conn *c = conn_of(conn);

        return c->look_ms ? -1 : c->log_fd;
}

static int
watch_ms(struct conn *conn)
{
        struct sqlite_conn *c = conn_of(conn);

        return c->look_ms ? c->look_ms : LOOK_MS;
}

const struct driver driver_sqlite = {
    .schema_sql = "SELECT m.name, x.name, x.type, x.hidden IN (2, 3), x.pk"
                  " FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) x"
                  " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                  " ORDER BY m.name, x.cid",
    .bindings_sql = "SELECT 'DROP TRIGGER \"' || name || '\";', sql || ';' FROM sqlite_master"
                    " WHERE type = 'trigger' ORDER BY name",
    .parts_sql = "SELECT path, no, bytes FROM backup_part WHERE path = ?1 ORDER BY no",
    .open = conn_begin,
    .close = conn_end,
    .begin = tx_begin,
    .commit = tx_commit,
    .rollback = tx_undo,
    .exec = exec,
    .prepare = prepare,
    .forget = forget,
    .start = start,
    .step = step,
    .column = column,
    .changed = changed,
    .stop = stop,
    .watch_begin = watch_begin,
    .watch_fd = watch_fd,
    .watch_ms = watch_ms,
    .watch_look = watch_look,
};
