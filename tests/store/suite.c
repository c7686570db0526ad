#include "suite.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <unistd.h>

#include "base/crypto.h"
#include "store/migrate.h"
#include "store/schema.h"

enum { TESTS_MAX = 256 };

struct slot {
        const struct store_test *test;
        enum store_engine engine;
};

static char root[64];                                   /* folder of this run */
static unsigned n_databases;                            /* made so far */
static const struct instant test_now = {1718000000000}; /* 2024-06-10 */

void
assert_done_(int r, const char *file, int line)
{
        if (r == 0)
                return;
        print_error("%d: %s\n", r, err_text());
        _fail(file, line);
}

/* ---- databases ------------------------------------------------------------------------------ */

static void
pg_do(const char *sql)
{
        const char *url = getenv("XXGK_TEST_PG");
        PGconn *pg;
        PGresult *result;

        if (!url) {
                print_error("XXGK_TEST_PG is not set: run me through tests/with_pg\n");
                fail();
        }
        pg = PQconnectdb(url);
        PQclear(PQexec(pg, "SET client_min_messages = warning"));
        result = PQexec(pg, sql);
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
                print_error("%s: %s\n", sql, PQerrorMessage(pg));
        assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
        PQclear(result);
        PQfinish(pg);
}

/* The cluster's address with the database changed. */
static const char *
pg_url(TALLOC_CTX *mem, const char *database)
{
        const char *url = getenv("XXGK_TEST_PG"), *path, *query;

        assert_non_null(url);
        path = strchr(strstr(url, "://") + 3, '/');
        query = strchr(path, '?');
        return mem_printf(mem, "%.*s/%s%s", (int)(path - url), url, database, query ? query : "");
}

static void
copy_file(TALLOC_CTX *mem, const char *from, const char *to)
{
        FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
        char *bytes = mem_must(talloc_size(mem, 1 << 16));
        size_t n;

        assert_non_null(in);
        assert_non_null(out);
        while ((n = fread(bytes, 1, 1 << 16, in)) > 0)
                assert_int_equal(fwrite(bytes, 1, n, out), n);
        assert_int_equal(fclose(in), 0);
        assert_int_equal(fclose(out), 0);
}

/* An empty database, or a copy of a migrated one. */
static const char *
database(TALLOC_CTX *mem, const char *dir, enum store_engine engine, bool migrated)
{
        char name[64];
        const char *path;

        if (engine == STORE_SQLITE) {
                path = mem_printf(mem, "%s/%u.db", dir, ++n_databases);
                if (migrated)
                        copy_file(mem, mem_printf(mem, "%s/template.db", root), path);
                return path;
        }
        (void)snprintf(name, sizeof(name), "t%d_%u", (int)getpid(), ++n_databases);
        pg_do(migrated ? mem_printf(mem, "CREATE DATABASE %s TEMPLATE t%d", name, (int)getpid())
                       : mem_printf(mem, "CREATE DATABASE %s", name));
        return pg_url(mem, name);
}

const char *
fresh_database(struct fixture *f, enum store_engine engine)
{
        return database(f->mem, f->dir, engine, false);
}

static void
template_make(const char *where)
{
        TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct store *store;
        size_t applied;

        assert_done(store_open(mem, where, NULL, &store));
        assert_done(store_migrate(store, test_now, &problems, &applied));
        talloc_free(mem);
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
        (void)st;
        (void)flag;
        (void)at;
        return remove(path);
}

static int
group_setup(void **state)
{
        TALLOC_CTX *mem = mem_root();
        const char *name = mem_printf(mem, "t%d", (int)getpid());

        (void)state;
        crypto_init();
        /* In memory where there is such a folder: it is processes that die here, not machines. */
        (void)snprintf(root, sizeof(root), "%s/xxgk-store.XXXXXX",
                       access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        assert_non_null(mkdtemp(root));
        template_make(mem_printf(mem, "%s/template.db", root));
        pg_do(mem_printf(mem, "CREATE DATABASE %s", name));
        template_make(pg_url(mem, name));
        talloc_free(mem);
        return 0;
}

static int
group_teardown(void **state)
{
        TALLOC_CTX *mem = mem_root();

        (void)state;
        (void)nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        for (unsigned i = 0; i <= n_databases; i++) {
                const char *name = i ? mem_printf(mem, "t%d_%u", (int)getpid(), i)
                                     : mem_printf(mem, "t%d", (int)getpid());

                pg_do(mem_printf(mem, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name));
        }
        talloc_free(mem);
        return 0;
}

/* ---- a test --------------------------------------------------------------------------------- */

static int
test_setup(void **state)
{
        const struct slot *slot = *state;
        TALLOC_CTX *mem = mem_root();
        struct fixture *f = mem_new(mem, struct fixture);
        char *dir = mem_printf(mem, "%s/XXXXXX", root);

        assert_non_null(mkdtemp(dir));
        *f = (struct fixture){.mem = mem, .dir = dir, .engine = slot->engine, .now = test_now};
        f->where = database(mem, dir, slot->engine, true);
        assert_done(store_open(mem, f->where, NULL, &f->store));
        f->app.store = f->store;
        talloc_set_name_const(f, slot->test->name);
        *state = f;
        return 0;
}

static int
test_teardown(void **state)
{
        struct fixture *f = *state;

        store_fail_at(0);
        talloc_free(f->mem);
        return 0;
}

static const struct store_test *running;

static void
test_body(void **state)
{
        running->test(*state);
}

/* cmocka hands a test its state alone: the setup notes which one it is. */
static int
slot_setup(void **state)
{
        running = ((const struct slot *)*state)->test;
        return test_setup(state);
}

int
suite_run(const struct store_test *tests, size_t n)
{
        static struct CMUnitTest units[2 * TESTS_MAX];
        static struct slot slots[2 * TESTS_MAX];
        static char names[2 * TESTS_MAX][128];
        const char *only =
            getenv("XXGK_TEST_ONLY"); /* a part of a name, when looking for a fault */
        size_t n_units = 0;

        assert_true(n <= TESTS_MAX);
        for (size_t e = 0; e < 2; e++)
                for (size_t i = 0; i < n; i++) {
                        (void)snprintf(names[n_units], sizeof(names[0]), "%s: %s",
                                       e == STORE_PG ? "postgresql" : "sqlite", tests[i].name);
                        if (only && !strstr(names[n_units], only))
                                continue;
                        slots[n_units] = (struct slot){&tests[i], (enum store_engine)e};
                        units[n_units] = (struct CMUnitTest){names[n_units], test_body, slot_setup,
                                                             test_teardown, &slots[n_units]};
                        n_units++;
                }
        return _cmocka_run_group_tests("store", units, n_units, group_setup, group_teardown);
}

/* ---- raw SQL -------------------------------------------------------------------------------- */

static int
sql_try(struct fixture *f, const char *sql)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        int r = store_write_begin(f->store, &tx);

        assert_done(r);
        tx_unaudited(tx);
        r = raw_exec(tx, sql);
        if (r == 0)
                r = store_commit(tx);
        return r;
}

void
sql_do(struct fixture *f, const char *sql)
{
        int r = sql_try(f, sql);

        if (r != 0)
                print_error("%s\n", sql);
        assert_done(r);
}

void
sql_refused(struct fixture *f, const char *sql)
{
        int r = sql_try(f, sql);

        if (r != ERR_CONFLICT)
                print_error("not refused (%d): %s\n", r, sql);
        assert_int_equal(r, ERR_CONFLICT);
}

static void
sql_value(struct fixture *f, const char *sql, enum sql_type type, struct value *ret)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        TALLOC_CTX *mem = talloc_new(f->mem);
        struct raw *raw;
        struct value v;

        assert_done(store_read_begin(f->store, &tx));
        assert_done(raw_open(mem, tx, sql, NULL, 0, &type, 1, &raw));
        assert_done(raw_run(raw, NULL));
        assert_done(raw_step(raw));
        assert_done(raw_value(raw, 0, &v));
        if (v.s)
                v.s = mem_strndup(f->mem, v.s, v.n);
        *ret = v;
        talloc_free(mem);
}

int64_t
sql_int(struct fixture *f, const char *sql)
{
        struct value v;

        sql_value(f, sql, SQL_INT, &v);
        return v.i;
}

const char *
sql_text(struct fixture *f, const char *sql)
{
        struct value v;

        sql_value(f, sql, SQL_TEXT, &v);
        return v.s;
}

/* ---- content -------------------------------------------------------------------------------- */

struct rows {
        struct buf *all;
        const struct schema_table *table;
};
static int
put_row(void *arg, const struct value *v)
{
        struct rows *rows = arg;

        for (size_t i = 0; i < rows->table->n_columns; i++) {
                if (v[i].kind == VALUE_NULL)
                        buf_str(rows->all, "NULL|");
                else if (v[i].kind == VALUE_INT)
                        buf_printf(rows->all, "%lld|", (long long)v[i].i);
                else
                        buf_printf(rows->all, "%.*s|", (int)v[i].n, v[i].s);
        }
        buf_char(rows->all, '\n');
        return 0;
}

const char *
content_of(struct fixture *f, struct store *store)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        struct buf all = buf_new(f->mem, MiB(16));
        struct schema_table *tables;
        size_t n;

        assert_done(store_read_begin(store, &tx));
        assert_done(schema_read(f->mem, tx, &tables, &n));
        assert_true(n > 20);
        for (size_t i = 0; i < n; i++) {
                struct rows rows = {&all, &tables[i]};

                buf_printf(&all, "== %s\n", tables[i].name);
                assert_done(schema_rows(tx, &tables[i], put_row, &rows));
        }
        return buf_text(&all);
}

/* ---- whole or nothing ----------------------------------------------------------------------- */

long
whole_or_nothing(struct fixture *f, const char *name, long stride, whole_step step, void *arg,
                 size_t size)
{
        const char *before = content_of(f, f->store);
        void *was = size ? talloc_memdup(f->mem, arg, size) : NULL;

        for (long n = 1;; n++) {
                int r;

                store_fail_at(n);
                r = step(f, arg);
                if (!store_fail_fired()) {
                        store_fail_at(0);
                        if (r != 0)
                                print_error("%s: %d\n", name, r);
                        assert_done(r);
                        return n - 1;
                }
                store_fail_at(0);
                if (r >= 0)
                        print_error("%s: statement %ld failed and nobody noticed\n", name, n);
                assert_true(r < 0);
                err_clear();
                if (n % stride == 0)
                        assert_string_equal(content_of(f, f->store), before);
                if (was)
                        memcpy(arg, was, size);
        }
}
