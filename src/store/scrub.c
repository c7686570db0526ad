#include "store/scrub.h"

#include "store/tx.h"

static void
conn_endp(struct conn **c)
{
        if (*c)
                conn_close(*c);
}

/* Outside any transaction: neither a checkpoint nor VACUUM may stand in one. */
static int
exec(struct conn *c, const char *sql)
{
        int r = fault(sql);

        if (r == 0)
                r = c->driver->exec(c, sql);
        return r < 0 ? err_trace(r) : 0;
}

/* The row of a checkpoint says whether somebody stood in its way. */
static int
truncate_log(TALLOC_CTX *mem, struct conn *c)
{
        static const enum sql_type out[] = {SQL_INT, SQL_INT, SQL_INT};
        struct value busy = {0};
        struct stmt *st;
        int r = c->driver->prepare(mem, c, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, 0, out, N(out),
                                   &st);

        if (r == 0)
                r = c->driver->start(st, NULL, false);
        if (r == 0)
                r = c->driver->step(st);
        if (r == 0)
                r = c->driver->column(st, 0, &busy);
        if (r < 0)
                return err_trace(r);
        c->driver->stop(st);
        c->driver->forget(st);
        return busy.i ? STORE_BUSY : 0;
}

static int
rewrite_tables(TALLOC_CTX *mem, struct conn *c, const char *const *tables, size_t n)
{
        int r = exec(c, "SET statement_timeout = 0");

        for (size_t i = 0; r == 0 && i < n; i++)
                r = exec(c, mem_printf(mem, "VACUUM FULL %s", tables[i]));
        if (r == 0)
                r = exec(c, "CHECKPOINT");
        return r < 0 ? err_trace(r) : 0;
}

int
store_scrub(struct store *s, const char *const *tables, size_t n)
{
        TALLOC_CTX *mem = mem_root(); /* the connection's, which frees it */
        _cleanup_(conn_endp) struct conn *c = NULL;
        int r = s->driver->open(mem, s->where, &s->settings, true, &c);

        if (r < 0) {
                talloc_free(mem);
                return err_trace(r);
        }
        c->mem = mem;
        c->driver = s->driver;
        return s->engine == STORE_PG ? rewrite_tables(mem, c, tables, n) : truncate_log(mem, c);
}
