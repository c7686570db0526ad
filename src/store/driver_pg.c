#include "store/driver.h"

#include <endian.h>
#include <errno.h>
#include <libpq-fe.h>

enum {
        OID_BOOL = 16,
        OID_BYTEA = 17,
        OID_INT8 = 20,
        OID_INT2 = 21,
        OID_INT4 = 23,
        OID_TEXT = 25,
        OID_FLOAT4 = 700,
        OID_FLOAT8 = 701,
        OID_NUMERIC = 1700,
        PARAMS_MAX = 64
};
/* How long one statement may take (tx_patient() lifts it): somebody waits for a page, and a write
 * holds rows that others want. */
#define READ_TIMEOUT "30s"
#define WRITE_TIMEOUT "120s"

struct pg_conn {
        struct conn conn;
        PGconn *pg;
        struct pg_stmt *streaming; /* whose rows are still on the wire */
        unsigned long n_names;
};

struct pg_stmt {
        struct stmt stmt;
        char name[24];
        PGresult *result; /* the rows at hand */
        int row;          /* the one in front, -1 before the first */
        PGresult **later; /* rows taken off the wire for another statement's sake */
        size_t n_later, at_later;
        int64_t changed;
        TALLOC_CTX *bytes; /* blobs of the row in front */
};

static struct pg_conn *
conn_of(struct conn *c)
{
        return (struct pg_conn *)c;
}

static struct pg_stmt *
stmt_of(struct stmt *s)
{
        return (struct pg_stmt *)s;
}

static int
code_of(const char *state)
{
        static const struct {
                const char *state;
                int code;
        } table[] = {
            {"40001", ERR_BUSY},  {"40P01", ERR_BUSY},     {"55P03", ERR_BUSY},
            {"53300", ERR_BUSY},  {"57P0", ERR_BUSY},      {"08", ERR_BUSY},
            {"23", ERR_CONFLICT}, {"P0001", ERR_CONFLICT}, {"22", ERR_CONFLICT},
            {"53", ERR_FULL},     {"XX", ERR_DATA},
        };

        for (size_t i = 0; i < N(table); i++)
                if (strncmp(state, table[i].state, strlen(table[i].state)) == 0)
                        return table[i].code;
        return ERR_DB;
}

/* The server's answer as one of our codes. Its primary message and the constraint are told, never
 * its detail, which quotes values. */
static int
failed(struct pg_conn *c, const PGresult *result, const char *doing)
{
        const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
        const char *words = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
        const char *constraint =
            result ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : NULL;

        if (PQstatus(c->pg) != CONNECTION_OK)
                c->conn.lost = true;
        if (!state)
                return err_set(c->conn.lost ? ERR_BUSY : ERR_DB, "%s: the connection is gone",
                               doing);
        if (strcmp(state, "0A000") == 0) { /* a table changed under a prepared statement */
                c->conn.lost = true;
                return err_set(ERR_BUSY, "%s: %s", doing, words ? words : state);
        }
        return err_set(code_of(state), "%s: %s %s%s%s", doing, state, words ? words : "",
                       constraint ? ": " : "", constraint ? constraint : "");
}

/* Takes what is left of the running loop off the wire, so that another statement can be sent. */
static void
settle(struct pg_conn *c)
{
        struct pg_stmt *s = c->streaming;
        PGresult *result;

        if (!s)
                return;
        c->streaming = NULL;
        while ((result = PQgetResult(c->pg)) != NULL) {
                mem_grow(s, s->later, s->n_later);
                s->later[s->n_later++] = result;
        }
}

static int
exec_result(struct pg_conn *c, const char *sql, PGresult **ret)
{
        PGresult *result;
        ExecStatusType status;
        int r;

        settle(c);
        result = PQexec(c->pg, sql);
        status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
            status == PGRES_EMPTY_QUERY) {
                *ret = result;
                return 0;
        }
        r = failed(c, result, "exec");
        PQclear(result);
        return r;
}

static int
exec(struct conn *conn, const char *sql)
{
        PGresult *result = NULL;
        int r = exec_result(conn_of(conn), sql, &result);

        if (r < 0)
                return err_trace(r);
        PQclear(result);
        return 0;
}

static void
silent(void *arg, const PGresult *result)
{
        (void)arg;
        (void)result;
}

static void
conn_end(struct conn *conn)
{
        struct pg_conn *c = conn_of(conn);

        PQfinish(c->pg);
        c->pg = NULL;
}

static int
conn_begin(TALLOC_CTX *mem, const char *where, const struct store_settings *settings, bool writer,
           struct conn **ret)
{
        /* What the address says comes later and so wins. */
        static const char *const keys[] = {
            "connect_timeout",  "keepalives_idle",  "keepalives_interval",
            "keepalives_count", "tcp_user_timeout", "fallback_application_name",
            "dbname",           "client_encoding",  NULL};
        /* A server that is gone without a word is noticed within a minute. */
        const char *const values[] = {"5", "30", "10", "3", "30000", "xxgk", where, "UTF8", NULL};
        struct pg_conn *c = mem_new(mem, struct pg_conn);
        int r;

        (void)writer;
        c->pg = PQconnectdbParams(keys, values, 1);
        if (PQstatus(c->pg) != CONNECTION_OK) {
                char *line = mem_strdup(mem, PQerrorMessage(c->pg));

                line[strcspn(line, "\n")] = '\0';
                r = err_set(ERR_DB, "PostgreSQL: %s", line);
                conn_end(&c->conn);
                return r;
        }
        (void)PQsetNoticeReceiver(c->pg, silent, NULL);
        if (strcmp(PQparameterStatus(c->pg, "server_encoding"), "UTF8") != 0) {
                conn_end(&c->conn);
                return err_set(ERR_DB, "PostgreSQL: the database is not in UTF8");
        }
        r = exec(&c->conn,
                 mem_printf(mem, "SET lock_timeout = %u; SET bytea_output = 'hex'; SET jit = off",
                            settings->wait_ms));
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
        int r = exec(conn, write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
                                   "SET LOCAL statement_timeout = '" WRITE_TIMEOUT "'"
                                 : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                                   "SET LOCAL statement_timeout = '" READ_TIMEOUT "'");

        if (r < 0 && PQtransactionStatus(conn_of(conn)->pg) != PQTRANS_IDLE)
                conn->lost = true;
        return r;
}

static int
tx_commit(struct conn *conn)
{
        struct pg_conn *c = conn_of(conn);
        PGresult *result = NULL;
        int r = exec_result(c, "COMMIT", &result);

        if (r < 0) /* without an answer nobody knows whether it was kept: not to be tried again */
                return conn->lost ? err_set(ERR_DB, "the connection was lost during COMMIT") : r;
        if (strcmp(PQcmdStatus(result), "COMMIT") != 0)
                r = err_set(ERR_DB, "the transaction had failed before COMMIT");
        PQclear(result);
        return r;
}

static void
tx_undo(struct conn *conn)
{
        if (conn->lost)
                return;
        if (PQtransactionStatus(conn_of(conn)->pg) != PQTRANS_IDLE && exec(conn, "ROLLBACK") < 0)
                conn->lost = true;
}

static Oid
oid_of(enum sql_type type)
{
        switch (type) {
        case SQL_TEXT:
                return OID_TEXT;
        case SQL_REAL:
                return OID_FLOAT8;
        case SQL_BLOB:
                return OID_BYTEA;
        case SQL_INT:
        case SQL_DAY:
        case SQL_INSTANT:
        case SQL_BOOL:
                break;
        }
        return OID_INT8;
}

static bool
fits(enum sql_type type, Oid oid)
{
        switch (type) {
        case SQL_TEXT: /* every type has a text form */
                return oid != OID_BYTEA;
        case SQL_BLOB:
                return oid == OID_BYTEA;
        case SQL_REAL:
                return oid == OID_FLOAT8 || oid == OID_FLOAT4 || oid == OID_NUMERIC ||
                       oid == OID_INT8 || oid == OID_INT4;
        case SQL_INT:
        case SQL_DAY:
        case SQL_INSTANT:
        case SQL_BOOL:
                break;
        }
        return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2 || oid == OID_NUMERIC ||
               oid == OID_BOOL;
}

static void
clear(struct pg_stmt *s)
{
        struct pg_conn *c = conn_of(s->stmt.conn);
        PGresult *result;

        if (c->streaming == s) {
                c->streaming = NULL;
                while ((result = PQgetResult(c->pg)) != NULL)
                        PQclear(result);
        }
        PQclear(s->result);
        s->result = NULL;
        while (s->at_later < s->n_later)
                PQclear(s->later[s->at_later++]);
        s->at_later = s->n_later = 0;
        TALLOC_FREE(s->bytes);
}

static void
stop(struct stmt *stmt)
{
        clear(stmt_of(stmt));
        stmt->running = false;
}

static int
stmt_end(struct pg_stmt *s)
{
        struct pg_conn *c = conn_of(s->stmt.conn);
        char sql[48];

        if (!c->pg) /* the connection was closed, and its statements with it */
                return 0;
        clear(s);
        if (c->conn.lost || PQtransactionStatus(c->pg) == PQTRANS_INERROR)
                return 0;
        (void)snprintf(sql, sizeof(sql), "DEALLOCATE %s", s->name);
        settle(c);
        PQclear(PQexec(c->pg, sql));
        return 0;
}

static int
described(struct pg_conn *c, struct pg_stmt *s)
{
        PGresult *result = PQdescribePrepared(c->pg, s->name);
        int r = 0;

        if (PQresultStatus(result) != PGRES_COMMAND_OK)
                r = failed(c, result, "describe");
        else if ((size_t)PQnfields(result) != s->stmt.n_columns)
                r = err_set(ERR_BUG, "%d columns where %zu are declared", PQnfields(result),
                            s->stmt.n_columns);
        for (int i = 0; r == 0 && i < PQnfields(result); i++)
                if (!fits(s->stmt.out[i], PQftype(result, i)))
                        r = err_set(ERR_BUG, "column %s has a type that does not fit (oid %u)",
                                    PQfname(result, i), PQftype(result, i));
        PQclear(result);
        return r;
}

static int
prepare(TALLOC_CTX *mem, struct conn *conn, const char *sql, const enum sql_type *in, size_t n_in,
        const enum sql_type *out, size_t n_out, struct stmt **ret)
{
        struct pg_conn *c = conn_of(conn);
        struct pg_stmt *s = mem_new(mem, struct pg_stmt);
        Oid oids[PARAMS_MAX];
        PGresult *result;
        int r = 0;

        assert(n_in <= PARAMS_MAX);
        settle(c);
        for (size_t i = 0; i < n_in; i++)
                oids[i] = oid_of(in[i]);
        (void)snprintf(s->name, sizeof(s->name), "q%lu", ++c->n_names);
        result = PQprepare(c->pg, s->name, sql, (int)n_in, oids);
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
                r = failed(c, result, "prepare");
        PQclear(result);
        if (r < 0) {
                talloc_free(s);
                return r;
        }
        s->stmt = (struct stmt){.driver = &driver_pg,
                                .conn = conn,
                                .n_params = n_in,
                                .n_columns = n_out,
                                .in = in,
                                .out = out};
        talloc_set_destructor(s, stmt_end);
        r = described(c, s);
        if (r < 0) {
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

struct params {
        const char *values[PARAMS_MAX];
        int lengths[PARAMS_MAX], formats[PARAMS_MAX];
        uint64_t ints[PARAMS_MAX];
};

static void
encode(struct params *p, size_t i, const struct value *v)
{
        p->values[i] = v->s;
        p->lengths[i] = (int)v->n;
        p->formats[i] = 1;
        switch (v->kind) {
        case VALUE_NULL:
                p->values[i] = NULL;
                p->formats[i] = 0;
                break;
        case VALUE_TEXT:
                p->formats[i] = 0;
                break;
        case VALUE_BLOB:
                break;
        case VALUE_REAL:
                memcpy(&p->ints[i], &v->real, sizeof(p->ints[i]));
                p->ints[i] = htobe64(p->ints[i]);
                break;
        case VALUE_INT:
                p->ints[i] = htobe64((uint64_t)v->i);
                break;
        }
        if (v->kind == VALUE_INT || v->kind == VALUE_REAL) {
                p->values[i] = (const char *)&p->ints[i];
                p->lengths[i] = sizeof(p->ints[i]);
        }
}

static int
answer(struct pg_conn *c, struct pg_stmt *s, PGresult *result)
{
        ExecStatusType status = PQresultStatus(result);
        const char *tuples;

        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK &&
            status != PGRES_SINGLE_TUPLE) {
                int r = failed(c, result, "run");

                PQclear(result);
                return r;
        }
        PQclear(s->result);
        s->result = result;
        s->row = -1;
        /* What a SELECT found is no change. */
        tuples = strncmp(PQcmdStatus(result), "SELECT", 6) == 0 ? "" : PQcmdTuples(result);
        if (*tuples)
                s->changed = strtoll(tuples, NULL, 10);
        return 0;
}

static int
start(struct stmt *stmt, const struct value *params, bool stream)
{
        struct pg_conn *c = conn_of(stmt->conn);
        struct pg_stmt *s = stmt_of(stmt);
        struct params p;
        int n = (int)stmt->n_params, r = 0;

        settle(c);
        clear(s);
        for (size_t i = 0; i < stmt->n_params; i++)
                encode(&p, i, &params[i]);
        s->changed = 0;
        stmt->running = true;
        if (!stream) {
                r = answer(c, s,
                           PQexecPrepared(c->pg, s->name, n, p.values, p.lengths, p.formats, 0));
                return r < 0 ? err_trace(r) : 0;
        }
        if (!PQsendQueryPrepared(c->pg, s->name, n, p.values, p.lengths, p.formats, 0))
                return failed(c, NULL, "send");
        (void)PQsetSingleRowMode(c->pg);
        c->streaming = s;
        return 0;
}

static int
step(struct stmt *stmt)
{
        struct pg_conn *c = conn_of(stmt->conn);
        struct pg_stmt *s = stmt_of(stmt);
        PGresult *next;
        int r;

        TALLOC_FREE(s->bytes);
        for (;;) {
                if (s->result && ++s->row < PQntuples(s->result))
                        return 0;
                if (s->at_later < s->n_later)
                        next = s->later[s->at_later++];
                else if (c->streaming == s)
                        next = PQgetResult(c->pg);
                else
                        return STORE_NONE;
                if (!next) {
                        c->streaming = NULL;
                        return STORE_NONE;
                }
                r = answer(c, s, next);
                if (r < 0)
                        return err_trace(r);
        }
}

static int
number(const char *text, size_t i, int64_t *ret)
{
        char *end;

        if ((*text == 't' || *text == 'f') && !text[1]) {
                *ret = *text == 't';
                return 0;
        }
        errno = 0;
        *ret = strtoll(text, &end, 10);
        /* numeric, as sum() gives it, may come as 12.000 */
        if (errno || end == text || (*end && *end != '.'))
                return err_set(ERR_DATA, "column %zu is no number", i + 1);
        return 0;
}

/* The bytes behind \\x…; they hang from the statement until its next step. */
static const char *
unhex(struct pg_stmt *s, const char *text, size_t *n)
{
        size_t n_raw;
        unsigned char *raw = mem_must(PQunescapeBytea((const unsigned char *)text, &n_raw));
        char *copy;

        if (!s->bytes)
                s->bytes = mem_must(talloc_new(s));
        copy = mem_must(talloc_size(s->bytes, n_raw + 1));
        memcpy(copy, raw, n_raw);
        copy[n_raw] = '\0';
        PQfreemem(raw);
        *n = n_raw;
        return copy;
}

static int
column(struct stmt *stmt, size_t i, struct value *ret)
{
        struct pg_stmt *s = stmt_of(stmt);
        struct value v = {.kind = VALUE_NULL};
        int at = (int)i, r;

        if (PQgetisnull(s->result, s->row, at)) {
                *ret = v;
                return 0;
        }
        v.s = PQgetvalue(s->result, s->row, at);
        v.n = (size_t)PQgetlength(s->result, s->row, at);
        switch (stmt->out[i]) {
        case SQL_INT:
        case SQL_DAY:
        case SQL_INSTANT:
        case SQL_BOOL:
                v.kind = VALUE_INT;
                r = number(v.s, i, &v.i);
                if (r < 0)
                        return err_trace(r);
                break;
        case SQL_REAL:
                v.kind = VALUE_REAL;
                v.real = strtod(v.s, NULL);
                break;
        case SQL_TEXT:
                v.kind = VALUE_TEXT;
                break;
        case SQL_BLOB:
                v.kind = VALUE_BLOB;
                v.s = unhex(s, v.s, &v.n);
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

static int
watch_begin(struct conn *conn)
{
        int r = exec(conn, "LISTEN xxgk_change");

        return r < 0 ? err_trace(r) : 0;
}

static int
watch_fd(struct conn *conn)
{
        return PQsocket(conn_of(conn)->pg);
}

static int
watch_ms(struct conn *conn)
{
        (void)conn;
        return -1; /* NOTIFY tells */
}

static int
watch_look(struct conn *conn, bool *ret_changed)
{
        struct pg_conn *c = conn_of(conn);
        PGnotify *notify;

        *ret_changed = false;
        if (!PQconsumeInput(c->pg))
                return failed(c, NULL, "watch");
        while ((notify = PQnotifies(c->pg)) != NULL) {
                *ret_changed = true;
                PQfreemem(notify);
        }
        return 0;
}

const struct driver driver_pg = {
    .schema_sql =
        "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL),"
        " a.attgenerated <> '', COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
        " AND NOT a.attisdropped"
        " LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
        " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
        " ORDER BY c.relname::text COLLATE \"C\", a.attnum",
    .bindings_sql =
        "SELECT format('DROP TRIGGER %I ON %s;', t.tgname, t.tgrelid::regclass),"
        " pg_get_triggerdef(t.oid) || ';'"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        " UNION ALL"
        " SELECT format('ALTER TABLE %s DROP CONSTRAINT %I;', conrelid::regclass, conname),"
        " format('ALTER TABLE %s ADD CONSTRAINT %I %s;', conrelid::regclass, conname,"
        " pg_get_constraintdef(oid)) FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        " ORDER BY 1",
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
