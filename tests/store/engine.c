/* The engine room itself: transactions, pools, conflicts, faults, migrations, every query. */
#include "suite.h"

#include "store/migrate.h"

/* ---- queries -------------------------------------------------------------------------------- */

enum { ALL_SUBSETS_TO = 6 };

/* All subsets of few options; of many, none, each alone and all. */
static bool
is_tried(const struct sql_query *q, unsigned opt)
{
        if (q->n_opts <= ALL_SUBSETS_TO)
                return true;
        return opt == 0 || (opt & (opt - 1)) == 0 || opt == (1U << q->n_opts) - 1;
}

static void
every_query_prepares_in_every_combination(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        const char *plan;
        size_t n = 0;

        assert_done(store_write_begin(f->store, &tx));
        for (size_t i = 0; i < sql_n_queries; i++) {
                const struct sql_query *q = &sql_queries[i];

                for (unsigned opt = 0; opt < 1U << q->n_opts; opt++)
                        for (unsigned order = 0; order == 0 || order < q->n_orders; order++) {
                                int r;

                                if (!is_tried(q, opt))
                                        continue;
                                r = query_prepare(tx, q, opt, order);
                                if (r == 0)
                                        r = query_plan(f->mem, tx, q, opt, order, &plan);
                                if (r != 0)
                                        print_error("%s (%s), parts %x, order %u\n", q->name,
                                                    q->place, opt, order);
                                assert_done(r);
                                n++;
                        }
        }
        assert_true(n >= sql_n_queries);
}

/* ---- transactions --------------------------------------------------------------------------- */

static int
setting_add(struct tx *tx, const char *name)
{
        struct migration_add_in in = {.name = name, .sm3 = "x", .applied_at = {1}};

        return sql_migration_add(tx, &in, NULL);
}

static void
what_is_not_committed_is_undone(struct fixture *f)
{
        struct tx *tx = NULL;

        assert_done(store_write_begin(f->store, &tx));
        tx_unaudited(tx);
        assert_done(setting_add(tx, "a"));
        tx_endp(&tx);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM migration WHERE name = 'a'"), 0);
        assert_done(store_write_begin(f->store, &tx));
        tx_unaudited(tx);
        assert_done(setting_add(tx, "a"));
        assert_done(store_commit(tx));
        tx_endp(&tx);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM migration WHERE name = 'a'"), 1);
}

static void
a_savepoint_takes_back_its_part_alone(struct fixture *f)
{
        struct tx *tx = NULL;

        assert_done(store_write_begin(f->store, &tx));
        tx_unaudited(tx);
        assert_done(setting_add(tx, "a"));
        assert_done(tx_savepoint(tx));
        assert_done(setting_add(tx, "b"));
        assert_int_equal(setting_add(tx, "b"), ERR_CONFLICT);
        assert_done(tx_rollback(tx));
        assert_done(setting_add(tx, "c"));
        assert_done(store_commit(tx));
        tx_endp(&tx);
        assert_string_equal(
            sql_text(f, "SELECT min(name) || max(name) || count(*) FROM migration WHERE sm3 = 'x'"),
            "ac2");
}

static void
a_snapshot_sees_nothing_later(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        struct migration_list_row *rows;
        size_t before, after;

        assert_done(store_read_begin(f->store, &tx));
        assert_done(sql_migration_list(f->mem, tx, NULL, &rows, &before));
        sql_do(f, "INSERT INTO migration (name, sm3, applied_at) VALUES ('z', 'z', 1)");
        assert_done(sql_migration_list(f->mem, tx, NULL, &rows, &after));
        assert_int_equal(before, after);
}

static void
a_snapshot_cannot_write(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;

        assert_done(store_read_begin(f->store, &tx));
        assert_true(setting_add(tx, "a") < 0);
}

static void
readers_are_bounded_and_wait(struct fixture *f)
{
        struct store_settings few = {.n_connections = 2, .wait_ms = 50};
        struct tx *a = NULL, *b = NULL, *c = NULL;
        struct store *store;

        assert_done(store_open(f->mem, f->where, &few, &store));
        assert_done(store_read_begin(store, &a));
        assert_done(store_read_begin(store, &b));
        assert_int_equal(store_read_begin(store, &c), ERR_BUSY);
        tx_endp(&a);
        assert_done(store_read_begin(store, &c));
        tx_endp(&b);
        tx_endp(&c);
}

static void
one_writer_waits_for_the_other(struct fixture *f)
{
        struct store_settings hasty = {.wait_ms = 50};
        struct tx *a = NULL, *b = NULL;
        struct store *store;
        int r;

        assert_done(store_open(f->mem, f->where, &hasty, &store));
        assert_done(store_write_begin(f->store, &a));
        tx_unaudited(a);
        assert_done(setting_add(a, "a"));
        r = store_write_begin(store, &b);
        if (r == 0) { /* PostgreSQL: they meet at the row */
                tx_unaudited(b);
                r = setting_add(b, "a");
        }
        assert_int_equal(r, ERR_BUSY);
        tx_endp(&b);
        assert_done(store_commit(a));
        tx_endp(&a);
}

struct nested {
        struct fixture *f;
        struct tx *tx;
        size_t n_outer, n_inner;
};
static int
inner(void *arg, const struct migration_list_row *row)
{
        struct nested *n = arg;

        assert_non_null(row->name);
        n->n_inner++;
        return 0;
}
static int
outer(void *arg, const struct migration_list_row *row)
{
        struct nested *n = arg;

        assert_non_null(row->sm3);
        n->n_outer++;
        return sql_migration_list_each(n->tx, NULL, inner, n);
}
static int
stops(void *arg, const struct migration_list_row *row)
{
        (void)row;
        ++*(int *)arg;
        return 7;
}

static void
a_query_runs_inside_its_own_loop(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        struct nested n = {.f = f};
        int seen = 0;

        for (int i = 0; i < 5; i++)
                sql_do(f, mem_printf(f->mem, "INSERT INTO migration VALUES ('n%d', 'x', 1)", i));
        assert_done(store_read_begin(f->store, &tx));
        n.tx = tx;
        assert_done(sql_migration_list_each(tx, NULL, outer, &n));
        assert_true(n.n_outer >= 5);
        assert_int_equal(n.n_inner, n.n_outer * n.n_outer);
        assert_int_equal(sql_migration_list_each(tx, NULL, stops, &seen), 7);
        assert_int_equal(seen, 1);
        n.n_outer = n.n_inner = 0;
        assert_done(sql_migration_list_each(tx, NULL, outer, &n));
        assert_int_equal(n.n_inner, n.n_outer * n.n_outer);
}

/* ---- use cases ------------------------------------------------------------------------------ */

struct attempt {
        int tries, answer;
};
static int
busy_twice(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct attempt *a = arg;

        (void)mem;
        tx_unaudited(tx);
        if (a->tries++ < 2)
                return err_set(ERR_BUSY, "on purpose");
        return setting_add(tx, "a");
}
static int
answers(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct attempt *a = arg;
        int r;

        (void)mem;
        tx_unaudited(tx);
        r = setting_add(tx, "b");
        return r < 0 ? r : a->answer;
}

static void
busy_is_tried_again_and_an_outcome_undoes(struct fixture *f)
{
        struct attempt a = {0};

        assert_done(app_run(f->mem, &f->app, busy_twice, &a));
        assert_int_equal(a.tries, 3);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM migration WHERE name = 'a'"), 1);
        a.answer = 5;
        assert_int_equal(app_run(f->mem, &f->app, answers, &a), 5);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM migration WHERE name = 'b'"), 0);
}

static void
a_statement_fails_on_purpose(struct fixture *f)
{
        struct attempt a = {0};
        long n;

        for (n = 1;; n++) {
                int r;

                a.tries = 2;
                store_fail_at(n);
                r = app_run(f->mem, &f->app, busy_twice, &a);
                if (!store_fail_fired()) {
                        store_fail_at(0);
                        assert_done(r);
                        break;
                }
                store_fail_at(0);
                assert_int_equal(r, ERR_DB);
                assert_int_equal(sql_int(f, "SELECT count(*) FROM migration WHERE name = 'a'"), 0);
        }
        assert_int_equal(n, 4); /* begin, insert, commit, and then none */
        assert_int_equal(sql_int(f, "SELECT count(*) FROM migration WHERE name = 'a'"), 1);
}

/* Every other connection of this database is cut, as by a server that starts again. */
static void
cut_connections(struct fixture *f)
{
        struct fixture other = *f;

        assert_done(store_open(f->mem, f->where, NULL, &other.store));
        (void)sql_int(&other, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                              " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        talloc_free(other.store);
}

static int
cut_once(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct nested *n = arg;
        int r;

        (void)mem;
        tx_unaudited(tx);
        r = setting_add(tx, "a");
        if (r == 0 && n->n_outer++ == 0)
                cut_connections(n->f);
        return r < 0 ? r : setting_add(tx, "b");
}

static void
a_lost_connection_is_made_again(struct fixture *f)
{
        struct nested n = {.f = f};

        if (f->engine == STORE_SQLITE) /* a file is not lost */
                return;
        assert_true(sql_int(f, "SELECT count(*) FROM migration") > 0);
        cut_connections(f); /* while idle */
        assert_true(sql_int(f, "SELECT count(*) FROM migration") > 0);
        assert_done(app_run(f->mem, &f->app, cut_once, &n)); /* in the middle */
        assert_int_equal(n.n_outer, 2);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM migration WHERE sm3 = 'x'"), 2);
}

/* ---- migrations ----------------------------------------------------------------------------- */

static const struct migration *
list_of(struct fixture *f, const char *first, const char *second, size_t *ret_n)
{
        struct migration *list = mem_array(f->mem, struct migration, 3);

        list[0] = migrations[0];
        list[1] = (struct migration){"0001_a", first};
        list[2] = (struct migration){"0002_b", second};
        *ret_n = second ? 3 : 2;
        return list;
}

static void
migrations_run_once_and_refuse_what_changed(struct fixture *f)
{
        static const char a[] =
            "CREATE TABLE a (id @id, t @text, ok @bool NOT NULL DEFAULT 0, j @json,"
            " b @blob, x @real, d @day) @strict; INSERT INTO a (id, t) VALUES (7, '@id');",
                          b[] = "@sqlite CREATE TABLE only_sqlite (id @id) @strict; @end\n"
                                "@pg CREATE TABLE only_pg (id @id) @strict; @end\n"
                                "INSERT INTO a (t, j) VALUES ('second', '{}');",
                          broken[] =
                              "INSERT INTO a (t) VALUES ('third'); SELECT nothing FROM nowhere;";
        struct problems problems = {.mem = f->mem};
        const struct migration *list;
        struct store *store;
        size_t n, applied = 99;

        assert_done(store_open(f->mem, fresh_database(f, f->engine), NULL, &store));
        f->store = store;
        list = list_of(f, a, NULL, &n);
        assert_done(store_migrate_with(store, list, n, f->now, &problems, &applied));
        assert_int_equal(applied, 1);
        assert_done(store_migrate_with(store, list, n, f->now, &problems, &applied));
        assert_int_equal(applied, 0);
        assert_int_equal(sql_int(f, "SELECT id FROM a WHERE t = '@id'"), 7);
        sql_refused(f, "INSERT INTO a (ok) VALUES (2)");
        sql_refused(f, "INSERT INTO a (j) VALUES ('{')");
        /* one that fails leaves nothing */
        list = list_of(f, a, broken, &n);
        assert_true(store_migrate_with(store, list, n, f->now, &problems, &applied) < 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM a WHERE t = 'third'"), 0);
        list = list_of(f, a, b, &n);
        assert_done(store_migrate_with(store, list, n, f->now, &problems, &applied));
        assert_int_equal(applied, 1);
        assert_true(sql_int(f, "SELECT id FROM a WHERE t = 'second'") > 7);
        assert_int_equal(problems.n, 0);
        /* unknown, then changed */
        list = list_of(f, a, NULL, &n);
        assert_int_equal(store_migrate_with(store, list, n, f->now, &problems, &applied),
                         MIGRATE_REFUSED);
        assert_int_equal(problems.n, 1);
        assert_string_equal(problems.list[0].field, "0002_b");
        list = list_of(f, b, b, &n);
        assert_int_equal(store_migrate_with(store, list, n, f->now, &problems, &applied),
                         MIGRATE_REFUSED);
        assert_string_equal(problems.list[1].field, "0001_a");
}

static void
a_migration_that_breaks_a_reference_is_refused(struct fixture *f)
{
        static const char a[] =
            "CREATE TABLE a (id @id) @strict; CREATE TABLE b (a @ref REFERENCES a (id)) "
            "@strict; INSERT INTO a (id) VALUES (1); INSERT INTO b VALUES (1);",
                          b[] = "DELETE FROM a;";
        struct problems problems = {.mem = f->mem};
        const struct migration *list;
        struct store *store;
        size_t n, applied = 0;

        assert_done(store_open(f->mem, fresh_database(f, f->engine), NULL, &store));
        f->store = store;
        list = list_of(f, a, b, &n);
        assert_true(store_migrate_with(store, list, n, f->now, &problems, &applied) < 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM a"), 1);
        sql_refused(f, "DELETE FROM a"); /* and the keys are on again */
}

static void
the_programs_own_migrations_are_listed(struct fixture *f)
{
        struct migration_state *list;
        size_t n;

        assert_done(store_migrations(f->mem, f->store, &list, &n));
        assert_int_equal(n, n_migrations - 1);
        for (size_t i = 0; i < n; i++) {
                assert_int_equal(list[i].applied_at.ms, f->now.ms);
                assert_false(list[i].changed || list[i].unknown);
        }
}

/* A statement that hangs ends by itself, unless the transaction is known to be long. */
static void
a_statement_takes_only_so_long(struct fixture *f)
{
        static const enum sql_type out[] = {SQL_TEXT};
        static const char *const told[] = {"30s", "2min", "0"};

        if (f->engine != STORE_PG)
                return;
        for (size_t i = 0; i < N(told); i++) {
                _cleanup_(tx_endp) struct tx *tx = NULL;
                struct raw *raw;
                struct value v;

                if (i == 1)
                        assert_done(store_write_begin(f->store, &tx));
                else
                        assert_done(store_read_begin(f->store, &tx));
                if (i == 2)
                        assert_done(tx_patient(tx));
                assert_done(raw_open(f->mem, tx, "SHOW statement_timeout", NULL, 0, out, 1, &raw));
                assert_done(raw_run(raw, NULL));
                assert_done(raw_step(raw));
                assert_done(raw_value(raw, 0, &v));
                assert_string_equal(v.s, told[i]);
                talloc_free(raw);
        }
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(every_query_prepares_in_every_combination),
            STORE_TEST(what_is_not_committed_is_undone),
            STORE_TEST(a_savepoint_takes_back_its_part_alone),
            STORE_TEST(a_snapshot_sees_nothing_later),
            STORE_TEST(a_snapshot_cannot_write),
            STORE_TEST(readers_are_bounded_and_wait),
            STORE_TEST(one_writer_waits_for_the_other),
            STORE_TEST(a_query_runs_inside_its_own_loop),
            STORE_TEST(busy_is_tried_again_and_an_outcome_undoes),
            STORE_TEST(a_statement_fails_on_purpose),
            STORE_TEST(a_lost_connection_is_made_again),
            STORE_TEST(migrations_run_once_and_refuse_what_changed),
            STORE_TEST(a_migration_that_breaks_a_reference_is_refused),
            STORE_TEST(the_programs_own_migrations_are_listed),
            STORE_TEST(a_statement_takes_only_so_long),
        };

        return suite_run(tests, N(tests));
}
