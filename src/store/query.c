#include "store/query.h"

#include <stdatomic.h>

#include "store/tx.h"

enum { PARAMS_MAX = 64 };

/* ---- text and cache ------------------------------------------------------------------------- */

const char *
query_text(TALLOC_CTX *mem, const struct sql_query *q, enum store_engine engine, unsigned opt,
           unsigned order)
{
        struct buf b = buf_new(mem, MiB(1));

        for (size_t i = 0; i < q->n_pieces; i++) {
                const struct sql_piece *p = &q->pieces[i];

                if (p->when == SQL_IF_OPT && !(opt & 1U << p->which))
                        continue;
                if (p->when == SQL_IF_NOT_OPT && (opt & 1U << p->which))
                        continue;
                if (p->when == SQL_IF_ORDER && order != p->which)
                        continue;
                buf_str(&b, p->text[engine]);
        }
        return buf_text(&b);
}

/* One prepared combination of a query; a connection keeps those it has met. */
struct combination {
        struct combination *next;
        struct stmt *stmt;
        unsigned opt, order;
};

static int
prepare(TALLOC_CTX *mem, struct conn *c, enum store_engine engine, const struct sql_query *q,
        unsigned opt, unsigned order, struct stmt **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *scratch = mem_root();
        enum sql_type *types = mem_array(mem, enum sql_type, q->n_in + q->n_out + 1);
        int r;

        for (size_t i = 0; i < q->n_in; i++)
                types[i] = q->in[i].type;
        for (size_t i = 0; i < q->n_out; i++)
                types[q->n_in + i] = q->out[i].type;
        r = c->driver->prepare(mem, c, query_text(scratch, q, engine, opt, order), types, q->n_in,
                               types + q->n_in, q->n_out, ret);
        if (r < 0) {
                char words[512];

                (void)snprintf(words, sizeof(words), "%s", err_text());
                return err_set(r, "%s (%s): %s", q->name, q->place, words);
        }
        return 0;
}

/* The statement of a combination, prepared on first use. When it is running already (a query
 * inside its own loop), a second one that hangs from the transaction; *ret_extra says so. */
static int
statement(struct tx *tx, const struct sql_query *q, unsigned opt, unsigned order, struct stmt **ret,
          bool *ret_extra)
{
        struct conn *c = tx->conn;
        struct combination **cache, *k;
        int r;

        if (!c->cache)
                c->cache = mem_array(c->mem, struct combination *, sql_n_queries);
        cache = c->cache;
        for (k = cache[q->id]; k; k = k->next)
                if (k->opt == opt && k->order == order)
                        break;
        *ret_extra = k && k->stmt->running;
        if (*ret_extra)
                return prepare(tx->mem, c, tx->store->engine, q, opt, order, ret);
        if (!k) {
                struct stmt *s;

                r = prepare(c->mem, c, tx->store->engine, q, opt, order, &s);
                if (r < 0)
                        return err_trace(r);
                k = mem_new(c->mem, struct combination);
                *k = (struct combination){cache[q->id], s, opt, order};
                cache[q->id] = k;
        }
        *ret = k->stmt;
        return 0;
}

/* ---- structs to values and back ------------------------------------------------------------- */

/* Reads a field of a struct known only by its offset. */
#define AT(type, base, at) (*(type *)((char *)(base) + (at)))
#define AT_CONST(type, base, at) (*(type const *)((const char *)(base) + (at)))

static struct value
value_of(const struct sql_field *f, const void *in)
{
        struct value v = {.kind = VALUE_INT};

        if (f->has_at && !AT_CONST(bool, in, f->has_at))
                return (struct value){.kind = VALUE_NULL};
        switch (f->type) {
        case SQL_INT:
                v.i = AT_CONST(int64_t, in, f->at);
                break;
        case SQL_BOOL:
                v.i = AT_CONST(bool, in, f->at);
                break;
        case SQL_DAY:
                v.i = AT_CONST(struct day, in, f->at).n;
                if (day_is_none(AT_CONST(struct day, in, f->at)))
                        v.kind = VALUE_NULL;
                break;
        case SQL_INSTANT:
                v.i = AT_CONST(struct instant, in, f->at).ms;
                if (instant_is_none(AT_CONST(struct instant, in, f->at)))
                        v.kind = VALUE_NULL;
                break;
        case SQL_REAL:
                v.kind = VALUE_REAL;
                v.real = AT_CONST(double, in, f->at);
                break;
        case SQL_TEXT:
                v.s = AT_CONST(const char *, in, f->at);
                v.kind = v.s ? VALUE_TEXT : VALUE_NULL;
                v.n = v.s ? strlen(v.s) : 0;
                break;
        case SQL_BLOB:
                v.s = (const char *)AT_CONST(struct blob, in, f->at).data;
                v.n = AT_CONST(struct blob, in, f->at).n;
                v.kind = v.s ? VALUE_BLOB : VALUE_NULL;
                break;
        }
        return v;
}

static int
values_of(const struct sql_query *q, const void *in, struct value *out)
{
        assert(q->n_in <= PARAMS_MAX);
        assert(in || (q->n_in == 0 && q->n_opts == 0));
        for (size_t i = 0; i < q->n_in; i++) {
                out[i] = value_of(&q->in[i], in);
                if (out[i].kind == VALUE_NULL && !q->in[i].nullable)
                        return err_set(ERR_BUG, "%s: %s is none", q->name, q->in[i].name);
        }
        return 0;
}

/* What a value points to; a copy, closed with a NUL, when the row must outlive the step. */
static const char *
kept(TALLOC_CTX *mem, const struct value *v)
{
        char *copy;

        if (!mem)
                return v->s;
        copy = mem_must(talloc_size(mem, v->n + 1));
        memcpy(copy, v->s, v->n);
        copy[v->n] = '\0';
        return copy;
}

static void
none_into(const struct sql_field *f, void *row)
{
        if (f->type == SQL_DAY)
                AT(struct day, row, f->at) = DAY_NONE;
        else if (f->type == SQL_INSTANT)
                AT(struct instant, row, f->at) = INSTANT_NONE;
        /* the others are zero already: NULL, no blob, has_… false */
}

static int
value_into(TALLOC_CTX *mem, const struct sql_query *q, const struct sql_field *f,
           const struct value *v, void *row)
{
        if (v->kind == VALUE_NULL) {
                if (!f->nullable)
                        return err_set(ERR_DATA, "%s: column %s is NULL", q->name, f->name);
                none_into(f, row);
                return 0;
        }
        if (f->has_at)
                AT(bool, row, f->has_at) = true;
        switch (f->type) {
        case SQL_INT:
                AT(int64_t, row, f->at) = v->i;
                break;
        case SQL_BOOL:
                AT(bool, row, f->at) = v->i != 0;
                break;
        case SQL_DAY:
                if (v->i < INT32_MIN || v->i > INT32_MAX)
                        return err_set(ERR_DATA, "%s: column %s is no day", q->name, f->name);
                AT(struct day, row, f->at).n = (int32_t)v->i;
                break;
        case SQL_INSTANT:
                AT(struct instant, row, f->at).ms = v->i;
                break;
        case SQL_REAL:
                AT(double, row, f->at) = v->real;
                break;
        case SQL_TEXT:
                AT(const char *, row, f->at) = kept(mem, v);
                break;
        case SQL_BLOB:
                AT(struct blob, row, f->at) = (struct blob){(const uint8_t *)kept(mem, v), v->n};
                break;
        }
        return 0;
}

static int
fill(TALLOC_CTX *mem, const struct sql_query *q, struct stmt *s, void *row)
{
        struct value v;
        int r;

        for (size_t i = 0; i < q->n_out; i++) {
                r = s->driver->column(s, i, &v);
                if (r == 0)
                        r = value_into(mem, q, &q->out[i], &v, row);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

/* ---- running -------------------------------------------------------------------------------- */

struct run {
        struct tx *tx;
        const struct sql_query *query;
        struct stmt *stmt;
        bool extra, guarded;
};

static int
run_begin(struct run *run, struct tx *tx, const struct sql_query *q, const void *in, bool stream)
{
        struct value values[PARAMS_MAX];
        unsigned opt = in ? AT_CONST(unsigned, in, q->opt_at) : 0;
        unsigned order = in && q->n_orders ? AT_CONST(unsigned, in, q->order_at) : 0;
        struct run started = {.tx = tx, .query = q};
        int r;

        assert(!tx->ended);
        assert(order == 0 || order < q->n_orders);
        r = values_of(q, in, values);
        if (r == 0)
                r = statement(tx, q, opt, order, &started.stmt, &started.extra);
        if (r == 0)
                r = fault(q->name);
        if (r < 0)
                return err_trace(r);
        /* PostgreSQL gives a transaction up at the first error; SQLite undoes the statement alone.
         */
        if (q->may_conflict && tx->store->engine == STORE_PG) {
                r = tx_savepoint(tx);
                if (r < 0)
                        return err_trace(r);
                started.guarded = true;
        }
        *run = started;
        r = started.stmt->driver->start(started.stmt, values, stream);
        return r < 0 ? err_set(r, "%s: %s", q->name, mem_strdup(tx->mem, err_text())) : 0;
}

static int
run_step(struct run *run)
{
        int r = run->stmt->driver->step(run->stmt);

        return r < 0 ? err_set(r, "%s: %s", run->query->name, mem_strdup(run->tx->mem, err_text()))
                     : r;
}

/* Closes the run; r is what it came to, and what it comes to is returned. */
static int
run_end(struct run *run, int r)
{
        int undone;

        if (!run->stmt)
                return r;
        if (r >= 0 && run->stmt->driver->changed(run->stmt) > 0)
                run->tx->wrote = true;
        run->stmt->driver->stop(run->stmt);
        if (run->extra)
                run->stmt->driver->forget(run->stmt);
        if (run->query->may_conflict && r == ERR_CONFLICT) {
                undone = run->guarded ? tx_rollback(run->tx) : 0;
                return undone < 0 ? err_trace(undone) : STORE_CONFLICT;
        }
        if (run->guarded && r >= 0) {
                undone = tx_release(run->tx);
                if (undone < 0)
                        return err_trace(undone);
        }
        return r;
}

int
query_rows(TALLOC_CTX *mem, struct tx *tx, const struct sql_query *q, const void *in,
           void **ret_rows, size_t *ret_n)
{
        size_t size = q->row_size, n = 0, room = 0;
        struct run run = {0};
        char *rows = NULL;
        int r;

        for (r = run_begin(&run, tx, q, in, false); r == 0;) {
                r = run_step(&run);
                if (r != 0)
                        break;
                if (n == room) {
                        room = room ? room * 2 : 8;
                        rows = mem_must(talloc_realloc_size(mem, rows, room * size));
                }
                memset(rows + n * size, 0, size);
                r = fill(rows, q, run.stmt, rows + n * size);
                n++;
        }
        r = run_end(&run, r == STORE_NONE ? 0 : r);
        if (r != 0) {
                talloc_free(rows);
                return r;
        }
        if (!rows)
                rows = mem_must(talloc_size(mem, size));
        *ret_rows = rows;
        *ret_n = n;
        return 0;
}

int
query_one(TALLOC_CTX *mem, struct tx *tx, const struct sql_query *q, const void *in, void **ret_row)
{
        struct run run = {0};
        char *row = NULL;
        int r = run_begin(&run, tx, q, in, false), more;

        if (r == 0)
                r = run_step(&run);
        if (r == 0) {
                row = mem_must(talloc_zero_size(mem, q->row_size));
                r = fill(row, q, run.stmt, row);
        }
        if (r == 0 && tx->write) { /* a statement that changes rows is run to its end */
                do
                        more = run_step(&run);
                while (more == 0);
                r = more < 0 ? more : 0;
        }
        if (r == STORE_NONE) {
                r = run_end(&run, 0);
                return r != 0 ? r : STORE_NONE;
        }
        r = run_end(&run, r);
        if (r != 0) {
                talloc_free(row);
                return r;
        }
        *ret_row = row;
        return 0;
}

int
query_each(struct tx *tx, const struct sql_query *q, const void *in,
           int (*fn)(void *arg, const void *row), void *arg)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        void *row = mem_must(talloc_size(mem, q->row_size));
        struct run run = {0};
        int r;

        for (r = run_begin(&run, tx, q, in, true); r == 0;) {
                r = run_step(&run);
                if (r == STORE_NONE)
                        return run_end(&run, 0);
                if (r < 0)
                        break;
                memset(row, 0, q->row_size);
                r = fill(NULL, q, run.stmt, row);
                if (r == 0)
                        r = fn(arg, row);
        }
        return run_end(&run, r);
}

int
query_change(struct tx *tx, const struct sql_query *q, const void *in, int64_t *ret_changed)
{
        struct run run = {0};
        int64_t changed = 0;
        int r = run_begin(&run, tx, q, in, false);

        if (r == 0)
                r = run_step(&run);
        if (r == STORE_NONE) {
                changed = run.stmt->driver->changed(run.stmt);
                r = 0;
        }
        r = run_end(&run, r);
        if (r != 0)
                return r;
        if (ret_changed)
                *ret_changed = changed;
        return 0;
}

int
query_prepare(struct tx *tx, const struct sql_query *q, unsigned opt, unsigned order)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct stmt *s;
        int r = prepare(mem, tx->conn, tx->store->engine, q, opt, order, &s);

        if (r < 0)
                return err_trace(r);
        s->driver->forget(s);
        return 0;
}

/* ---- statements without a name -------------------------------------------------------------- */

int
raw_exec(struct tx *tx, const char *sql)
{
        int r = fault("exec");

        if (r == 0)
                r = tx->conn->driver->exec(tx->conn, sql);
        tx->wrote = true;
        return r < 0 ? err_trace(r) : 0;
}

struct raw {
        struct tx *tx;
        struct stmt *stmt;
};

static int
raw_close(struct raw *raw)
{
        raw->stmt->driver->stop(raw->stmt);
        raw->stmt->driver->forget(raw->stmt);
        return 0;
}

int
raw_open(TALLOC_CTX *mem, struct tx *tx, const char *sql, const enum sql_type *in, size_t n_in,
         const enum sql_type *out, size_t n_out, struct raw **ret_raw)
{
        struct raw *raw = mem_new(mem, struct raw);
        enum sql_type *types = mem_array(raw, enum sql_type, n_in + n_out + 1);
        int r;

        for (size_t i = 0; i < n_in; i++)
                types[i] = in[i];
        for (size_t i = 0; i < n_out; i++)
                types[n_in + i] = out[i];
        raw->tx = tx;
        r = tx->conn->driver->prepare(raw, tx->conn, sql, types, n_in, types + n_in, n_out,
                                      &raw->stmt);
        if (r < 0) {
                talloc_free(raw);
                return err_trace(r);
        }
        talloc_set_destructor(raw, raw_close);
        *ret_raw = raw;
        return 0;
}

int
raw_run(struct raw *raw, const struct value *in)
{
        int r = fault("statement");

        raw->stmt->driver->stop(raw->stmt);
        if (r == 0)
                r = raw->stmt->driver->start(raw->stmt, in, true);
        return r < 0 ? err_trace(r) : 0;
}

int
raw_step(struct raw *raw)
{
        int r = raw->stmt->driver->step(raw->stmt);

        if (r < 0)
                return err_trace(r);
        if (r == STORE_NONE && raw->stmt->driver->changed(raw->stmt) > 0)
                raw->tx->wrote = true;
        return r;
}

int
raw_value(struct raw *raw, size_t i, struct value *ret)
{
        return raw->stmt->driver->column(raw->stmt, i, ret);
}

/* PostgreSQL plans with values unless the statement has a name and is told to plan without. */
static int
plan_open(TALLOC_CTX *mem, struct tx *tx, const struct sql_query *q, const char *sql,
          struct raw **ret_raw)
{
        static const enum sql_type sqlite_out[] = {SQL_INT, SQL_INT, SQL_INT, SQL_TEXT};
        static const enum sql_type pg_out[] = {SQL_TEXT};
        static const char *const names[] = {
            [SQL_INT] = "bigint",     [SQL_DAY] = "bigint", [SQL_BOOL] = "bigint",
            [SQL_INSTANT] = "bigint", [SQL_TEXT] = "text",  [SQL_REAL] = "double precision",
            [SQL_BLOB] = "bytea"};
        struct buf b = buf_new(mem, MiB(1)), nulls = buf_new(mem, KiB(4));
        static atomic_uint n_planned;
        unsigned planned = ++n_planned;
        enum sql_type types[PARAMS_MAX];
        int r;

        for (size_t i = 0; i < q->n_in; i++)
                types[i] = q->in[i].type;
        if (tx->store->engine == STORE_SQLITE)
                return raw_open(mem, tx, mem_printf(mem, "EXPLAIN QUERY PLAN %s", sql), types,
                                q->n_in, sqlite_out, N(sqlite_out), ret_raw);
        buf_printf(&b,
                   "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off;"
                   "SET LOCAL enable_bitmapscan = off; PREPARE planned%u",
                   planned);
        for (size_t i = 0; i < q->n_in; i++) {
                buf_str(&b, i ? ", " : " (");
                buf_str(&b, names[types[i]]);
                buf_str(&nulls, i ? ", NULL" : "(NULL");
        }
        buf_printf(&b, "%s AS ", q->n_in ? ")" : "");
        buf_str(&b, sql);
        r = raw_exec(tx, buf_text(&b));
        if (r < 0)
                return err_trace(r);
        return raw_open(mem, tx,
                        mem_printf(mem, "EXPLAIN (COSTS OFF) EXECUTE planned%u %s%s", planned,
                                   buf_text(&nulls), q->n_in ? ")" : ""),
                        NULL, 0, pg_out, N(pg_out), ret_raw);
}

int
query_plan(TALLOC_CTX *mem, struct tx *tx, const struct sql_query *q, unsigned opt, unsigned order,
           const char **ret_plan)
{
        _cleanup_(mem_endp) TALLOC_CTX *scratch = mem_root();
        size_t column = tx->store->engine == STORE_PG ? 0 : 3;
        struct value nulls[PARAMS_MAX] = {0}, v;
        struct buf plan = buf_new(mem, MiB(1));
        struct raw *raw;
        int r;

        r = plan_open(scratch, tx, q, query_text(scratch, q, tx->store->engine, opt, order), &raw);
        if (r == 0)
                r = raw_run(raw, nulls);
        while (r == 0 && (r = raw_step(raw)) == 0) {
                r = raw_value(raw, column, &v);
                if (r == 0) {
                        buf_put(&plan, v.s, v.n);
                        buf_char(&plan, '\n');
                }
        }
        if (r < 0)
                return err_trace(r);
        *ret_plan = buf_text(&plan);
        return 0;
}
