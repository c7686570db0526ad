#include "store/store.h"

#include <errno.h>
#include <stdatomic.h>

#include "store/tx.h"

enum { CONNECTIONS = 8, WAIT_MS = 5000, MMAP_MIB = 256 };

/* ---- faults on purpose ---------------------------------------------------------------------- */

static atomic_bool fault_armed, fault_fired;
static atomic_long fault_left;

void
store_fail_at(long n)
{
        atomic_store(&fault_fired, false);
        atomic_store(&fault_left, n);
        atomic_store(&fault_armed, n > 0);
}

bool
store_fail_fired(void)
{
        return atomic_load(&fault_fired);
}

int
fault(const char *what)
{
        if (!atomic_load_explicit(&fault_armed, memory_order_relaxed))
                return 0;
        if (atomic_fetch_sub(&fault_left, 1) != 1)
                return 0;
        atomic_store(&fault_armed, false);
        atomic_store(&fault_fired, true);
        return err_set(ERR_DB, "%s: failed on purpose", what);
}

static void
fault_from_environment(void)
{
        const char *n = getenv("XXGK_FAIL_AT");

        if (n)
                store_fail_at(strtol(n, NULL, 10));
}

/* ---- pools ---------------------------------------------------------------------------------- */

static void
pool_init(struct pool *p, unsigned max, bool writers)
{
        pthread_condattr_t attr;

        *p = (struct pool){.max = max, .writers = writers};
        (void)pthread_mutex_init(&p->lock, NULL);
        (void)pthread_condattr_init(&attr);
        (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
        (void)pthread_cond_init(&p->returned, &attr);
        (void)pthread_condattr_destroy(&attr);
}

void
conn_close(struct conn *c)
{
        TALLOC_CTX *mem = c->mem;

        c->driver->close(c);
        talloc_free(mem);
}

static void
pool_deinit(struct pool *p)
{
        while (p->idle) {
                struct conn *c = p->idle;

                p->idle = c->next;
                conn_close(c);
        }
        (void)pthread_mutex_destroy(&p->lock);
        (void)pthread_cond_destroy(&p->returned);
}

static void
pool_closed_one(struct pool *p)
{
        (void)pthread_mutex_lock(&p->lock);
        p->n_open--;
        (void)pthread_cond_signal(&p->returned);
        (void)pthread_mutex_unlock(&p->lock);
}

static int
conn_open(struct store *s, struct pool *p, struct conn **ret)
{
        TALLOC_CTX *mem = mem_root();
        struct conn *c = NULL;
        int r = s->driver->open(mem, s->where, &s->settings, p->writers, &c);

        if (r < 0) {
                talloc_free(mem);
                pool_closed_one(p);
                return err_trace(r);
        }
        c->mem = mem;
        c->driver = s->driver;
        c->writer = p->writers;
        *ret = c;
        return 0;
}

static struct timespec
deadline(unsigned ms)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        t.tv_sec += ms / 1000;
        t.tv_nsec += (long)(ms % 1000) * 1000000;
        if (t.tv_nsec >= 1000000000) {
                t.tv_sec++;
                t.tv_nsec -= 1000000000;
        }
        return t;
}

/* An idle connection, or a new one (*ret_fresh), or ERR_BUSY when none came back in time. */
static int
pool_take(struct store *s, struct pool *p, struct conn **ret, bool *ret_fresh)
{
        struct timespec until = deadline(s->settings.wait_ms);
        int late = 0;

        (void)pthread_mutex_lock(&p->lock);
        while (!p->idle && p->n_open >= p->max && late != ETIMEDOUT)
                late = pthread_cond_timedwait(&p->returned, &p->lock, &until);
        if (p->idle) {
                *ret = p->idle;
                p->idle = p->idle->next;
                (void)pthread_mutex_unlock(&p->lock);
                *ret_fresh = false;
                return 0;
        }
        if (p->n_open >= p->max) {
                (void)pthread_mutex_unlock(&p->lock);
                return err_set(ERR_BUSY, "no connection within %u ms", s->settings.wait_ms);
        }
        p->n_open++;
        (void)pthread_mutex_unlock(&p->lock);
        *ret_fresh = true;
        return conn_open(s, p, ret);
}

static void
pool_give(struct pool *p, struct conn *c)
{
        if (c->lost) {
                conn_close(c);
                pool_closed_one(p);
                return;
        }
        (void)pthread_mutex_lock(&p->lock);
        c->next = p->idle;
        p->idle = c;
        (void)pthread_cond_signal(&p->returned);
        (void)pthread_mutex_unlock(&p->lock);
}

/* ---- the store ------------------------------------------------------------------------------ */

bool
store_is_url(const char *where)
{
        return strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0;
}

static int
store_close(struct store *s)
{
        pool_deinit(&s->readers);
        pool_deinit(&s->writers);
        (void)pthread_mutex_destroy(&s->watches_lock);
        return 0;
}

int
store_open(TALLOC_CTX *mem, const char *where, const struct store_settings *settings,
           struct store **ret_store)
{
        static pthread_once_t once = PTHREAD_ONCE_INIT;
        struct store *s = mem_new(mem, struct store);
        struct conn *first;
        bool fresh;
        int r;

        (void)pthread_once(&once, fault_from_environment);
        if (settings)
                s->settings = *settings;
        if (!s->settings.n_connections)
                s->settings.n_connections = CONNECTIONS;
        if (!s->settings.wait_ms)
                s->settings.wait_ms = WAIT_MS;
        if (!s->settings.mmap_mib)
                s->settings.mmap_mib = MMAP_MIB;
        s->where = mem_strdup(s, where);
        s->engine = store_is_url(where) ? STORE_PG : STORE_SQLITE;
        s->driver = s->engine == STORE_PG ? &driver_pg : &driver_sqlite;
        pool_init(&s->readers, s->settings.n_connections, false);
        pool_init(&s->writers, s->engine == STORE_PG ? s->settings.n_connections : 1, true);
        (void)pthread_mutex_init(&s->watches_lock, NULL);
        talloc_set_destructor(s, store_close);
        r = pool_take(s, &s->writers, &first, &fresh);
        if (r < 0) {
                talloc_free(s);
                return err_trace(r);
        }
        pool_give(&s->writers, first);
        *ret_store = s;
        return 0;
}

enum store_engine
store_engine_of(const struct store *s)
{
        return s->engine;
}

/* ---- transactions --------------------------------------------------------------------------- */

static int
begin(struct store *s, bool write, const char *before, const char *after, struct tx **ret_tx)
{
        struct pool *p = write || s->engine == STORE_PG ? &s->writers : &s->readers;
        struct conn *c = NULL;
        TALLOC_CTX *mem;
        struct tx *tx;
        bool fresh = false;
        int r;

        if (write && s->settings.read_only)
                return err_set(ERR_BUG, "a write to a store opened for reading");
        do { /* connections that died while idle are passed over */
                r = pool_take(s, p, &c, &fresh);
                if (r < 0)
                        return err_trace(r);
                r = fault("BEGIN");
                if (r == 0 && before)
                        r = s->driver->exec(c, before);
                if (r == 0)
                        r = s->driver->begin(c, write);
                if (r < 0) {
                        bool again = c->lost && !fresh;

                        if (before) /* in a state of its own: not for others */
                                c->lost = true;
                        pool_give(p, c);
                        if (!again)
                                return err_trace(r);
                }
        } while (r < 0);
        mem = mem_root();
        tx = mem_new(mem, struct tx);
        *tx = (struct tx){
            .store = s, .pool = p, .conn = c, .mem = mem, .write = write, .after = after};
        *ret_tx = tx;
        return 0;
}

int
store_read_begin(struct store *s, struct tx **ret_tx)
{
        return begin(s, false, NULL, NULL, ret_tx);
}

int
store_write_begin(struct store *s, struct tx **ret_tx)
{
        return begin(s, true, NULL, NULL, ret_tx);
}

int
store_schema_begin(struct store *s, struct tx **ret_tx)
{
        int r;

        if (s->engine != STORE_PG)
                return begin(s, true, "PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON", ret_tx);
        r = begin(s, true, NULL, NULL, ret_tx);
        if (r < 0)
                return err_trace(r);
        r = tx_patient(*ret_tx);
        if (r < 0) {
                tx_endp(ret_tx);
                return err_trace(r);
        }
        return 0;
}

int
store_commit(struct tx *tx)
{
        int r;

        assert(!tx->ended);
        r = tx->write ? audit_flush(tx) : 0;
        if (r == 0)
                r = fault("COMMIT");
        if (r == 0)
                r = tx->store->driver->commit(tx->conn);
        if (r < 0)
                return err_trace(r);
        tx->ended = true;
        audit_told(tx);
        return 0;
}

void
tx_endp(struct tx **p)
{
        struct tx *tx = *p;

        if (!tx)
                return;
        if (!tx->ended)
                tx->store->driver->rollback(tx->conn);
        if (tx->after && !tx->conn->lost && tx->store->driver->exec(tx->conn, tx->after) < 0)
                tx->conn->lost = true;
        pool_give(tx->pool, tx->conn);
        talloc_free(tx->mem);
        *p = NULL;
}

struct store *
tx_store(const struct tx *tx)
{
        return tx->store;
}

TALLOC_CTX *
tx_mem(struct tx *tx)
{
        return tx->mem;
}

void
tx_unaudited(struct tx *tx)
{
        tx->unaudited = true;
}

int
tx_patient(struct tx *tx)
{
        if (tx->store->engine != STORE_PG)
                return 0;
        return tx->store->driver->exec(tx->conn, "SET LOCAL statement_timeout = 0");
}

static int
savepoint(struct tx *tx, const char *fmt)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int r = fault(fmt);

        if (r == 0)
                r = tx->conn->driver->exec(
                    tx->conn, talloc_asprintf_append(mem_strdup(mem, fmt), "%u", tx->depth));
        return r < 0 ? err_trace(r) : 0;
}

int
tx_savepoint(struct tx *tx)
{
        tx->depth++;
        return savepoint(tx, "SAVEPOINT s");
}

int
tx_release(struct tx *tx)
{
        int r = savepoint(tx, "RELEASE SAVEPOINT s");

        tx->depth--;
        return r;
}

int
tx_rollback(struct tx *tx)
{
        int r = savepoint(tx, "ROLLBACK TO SAVEPOINT s");

        if (r < 0)
                return err_trace(r);
        return tx_release(tx);
}
