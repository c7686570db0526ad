/* The audit trail and the change log: a chain that holds, and shows where it does not. */
#include "suite.h"

#include <pthread.h>
#include <unistd.h>

#include "base/file.h"
#include "store/audit.h"

struct deed {
        const char *name;
        int64_t ref;
        int entries;
};

static int
write_setting(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const struct deed *d = arg;
        int r =
            raw_exec(tx, mem_printf(mem,
                                    "INSERT INTO setting (name, value, changed_at) VALUES ('%s', "
                                    "'v', 1)",
                                    d->name));

        if (r < 0)
                return err_trace(r);
        for (int i = 0; i < d->entries; i++) {
                struct audit_entry e = {.at = {1718000000000 + i},
                                        .event = "setting_changed",
                                        .object = "setting",
                                        .object_id = d->ref,
                                        .detail = "old=a new=b 机密"};

                tx_touch(tx, "setting", d->ref);
                tx_touch(tx, "site", 1);
                tx_touch(tx, "setting", d->ref);
                r = audit_write(tx, &e);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

static int
deed(struct fixture *f, const char *name, int64_t ref, int entries)
{
        struct deed d = {name, ref, entries};

        return app_run(f->mem, &f->app, write_setting, &d);
}

static int
verdict(struct fixture *f, struct audit_verdict *ret)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;

        assert_done(store_read_begin(f->store, &tx));
        return audit_verify(f->mem, tx, ret);
}

static void
a_write_leaves_its_rows_in_a_chain_that_holds(struct fixture *f)
{
        struct audit_verdict v;

        assert_int_equal(verdict(f, &v), 0);
        assert_int_equal(v.n, 0);
        assert_done(deed(f, "a", 1, 1));
        assert_done(deed(f, "b", 2, 3));
        assert_done(deed(f, "c", 3, 1));
        assert_int_equal(verdict(f, &v), 0);
        assert_int_equal(v.n, 5);
        assert_int_equal(sql_int(f, "SELECT no FROM audit_head"), 5);
        assert_string_equal(v.head, sql_text(f, "SELECT sm3 FROM audit_head"));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM audit WHERE digest LIKE '%机密%'"), 0);
}

static void
a_write_without_an_audit_row_is_refused(struct fixture *f)
{
        assert_int_equal(deed(f, "a", 1, 0), ERR_BUG);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM setting WHERE name = 'a'"), 0);
}

static void
what_was_tampered_with_is_found(struct fixture *f)
{
        static const char *const guards[][2] = {
            {"DROP TRIGGER audit_no_update", "ALTER TABLE audit DISABLE TRIGGER audit_no_change"},
            {"DROP TRIGGER audit_no_delete", "SELECT 1"},
        };
        struct audit_verdict v;

        for (int i = 0; i < 5; i++)
                assert_done(deed(f, mem_printf(f->mem, "s%d", i), i, 1));
        sql_refused(f, "UPDATE audit SET at = 1 WHERE no = 3");
        sql_refused(f, "DELETE FROM audit WHERE no = 3");
        for (size_t i = 0; i < N(guards); i++)
                sql_do(f, guards[i][f->engine]);
        sql_do(f, "UPDATE audit SET object_id = 99 WHERE no = 3");
        assert_int_equal(verdict(f, &v), AUDIT_BROKEN);
        assert_int_equal(v.broken_no, 3);
        assert_int_equal(v.n, 2);
        assert_non_null(v.why);
        sql_do(f, "UPDATE audit SET object_id = 2 WHERE no = 3");
        assert_int_equal(verdict(f, &v), 0);
        sql_do(f, "UPDATE audit_head SET no = 6");
        assert_int_equal(verdict(f, &v), AUDIT_BROKEN);
        sql_do(f, "UPDATE audit_head SET no = 5");
        sql_do(f, "DELETE FROM change; DELETE FROM audit WHERE no = 2");
        assert_int_equal(verdict(f, &v), AUDIT_BROKEN);
        assert_int_equal(v.broken_no, 2);
}

static void
write_text(const char *path, const char *text)
{
        assert_done(file_write(path, text, strlen(text), 0600));
}

static void
an_exported_trail_is_verified_by_an_outsider(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        const char *path = mem_printf(f->mem, "%s/trail", f->dir);
        char *text, *at;
        struct audit_verdict v;
        int64_t n;
        size_t size;
        FILE *out;

        assert_done(deed(f, "a", 1, 2));
        assert_done(deed(f, "b", 0, 1));
        out = fopen(path, "wb");
        assert_non_null(out);
        assert_done(store_read_begin(f->store, &tx));
        assert_done(audit_export(tx, out, &n));
        assert_int_equal(fclose(out), 0);
        assert_int_equal(n, 3);
        assert_int_equal(audit_verify_file(f->mem, path, &v), 0);
        assert_int_equal(v.n, 3);
        assert_done(file_read(f->mem, path, MiB(1), &text, &size));
        /* cut, changed, followed by more, not a trail */
        at = strstr(text, "{\"head\"");
        write_text(path, mem_strndup(f->mem, text, (size_t)(at - text)));
        assert_int_equal(audit_verify_file(f->mem, path, &v), AUDIT_BROKEN);
        write_text(path, mem_printf(f->mem, "%s%s", text, text));
        assert_int_equal(audit_verify_file(f->mem, path, &v), AUDIT_BROKEN);
        write_text(path, "no trail\n");
        assert_int_equal(audit_verify_file(f->mem, path, &v), AUDIT_BROKEN);
        at = strstr(strchr(text, '\n'), "setting_changed");
        *at = 'S';
        write_text(path, text);
        assert_int_equal(audit_verify_file(f->mem, path, &v), AUDIT_BROKEN);
        assert_int_equal(v.broken_no, 2);
}

static void
a_digest_proves_the_detail(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        const char *digest;
        bool same;

        assert_done(deed(f, "a", 1, 1));
        digest = sql_text(f, "SELECT digest FROM audit WHERE no = 1");
        assert_done(store_read_begin(f->store, &tx));
        assert_done(audit_digest_matches(tx, digest, "old=a new=b 机密", &same));
        assert_true(same);
        assert_done(audit_digest_matches(tx, digest, "old=a new=c 机密", &same));
        assert_false(same);
        assert_done(audit_digest_matches(tx, "", "old=a new=c 机密", &same));
        assert_false(same);
}

struct told {
        int64_t no;
        size_t n, calls;
};
static void
hook(void *arg, int64_t change_no, const struct change *list, size_t n)
{
        struct told *t = arg;

        t->no = change_no;
        t->n = n;
        t->calls++;
        assert_true(n == 0 || list[0].no == change_no);
}

static void
changes_are_told_and_can_be_asked_for(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        struct change *list;
        struct told told = {0};
        int64_t upto, no;
        size_t n;

        store_on_commit(f->store, hook, &told);
        assert_done(deed(f, "a", 7, 2));
        assert_int_equal(told.no, 2);
        assert_int_equal(told.n, 2); /* the same thing twice counts once */
        assert_done(deed(f, "b", 8, 1));
        assert_int_equal(deed(f, "b", 8, 1), ERR_CONFLICT);
        assert_int_equal(told.calls, 2);
        assert_done(store_read_begin(f->store, &tx));
        assert_done(store_change_no(tx, &no));
        assert_int_equal(no, 3);
        assert_done(store_changes_since(f->mem, tx, 2, &list, &n, &upto));
        assert_int_equal(upto, 3);
        assert_int_equal(n, 2);
        assert_string_equal(list[0].topic, "setting");
        assert_int_equal(list[0].ref, 8);
        assert_string_equal(list[1].topic, "site");
        assert_done(store_changes_since(f->mem, tx, 0, &list, &n, &upto));
        assert_int_equal(n, 4);
        assert_done(store_changes_since(f->mem, tx, 3, &list, &n, &upto));
        assert_int_equal(n, 0);
        assert_int_equal(upto, 3);
}

static int64_t
ms_now(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct later {
        struct fixture f;
        const char *name;
        struct watch *wake;
};
static void *
commit_later(void *arg)
{
        struct later *l = arg;

        (void)usleep(100000);
        if (l->wake)
                watch_wake(l->wake);
        else if (deed(&l->f, l->name, 1, 1) != 0)
                abort();
        return NULL;
}

static void
a_watch_wakes_for_every_process(struct fixture *f)
{
        struct store *other;
        struct watch *w;
        struct later l = {.f = {.mem = mem_root()}, .name = "own"};
        pthread_t thread;
        int64_t began;

        assert_done(store_open(f->mem, f->where, NULL, &other)); /* as another process would */
        assert_done(watch_open(f->mem, f->store, &w));
        assert_int_equal(watch_wait(w, 50), STORE_NONE);
        l.f.app.store = f->store;
        assert_int_equal(pthread_create(&thread, NULL, commit_later, &l), 0);
        began = ms_now();
        assert_int_equal(watch_wait(w, 5000), 0);
        assert_true(ms_now() - began < 400);
        assert_int_equal(pthread_join(thread, NULL), 0);
        while (watch_wait(w, 250) == 0) /* its echo from the engine */
                ;
        l.f.app.store = other;
        l.name = "foreign";
        assert_int_equal(pthread_create(&thread, NULL, commit_later, &l), 0);
        began = ms_now();
        assert_int_equal(watch_wait(w, 5000), 0);
        assert_true(ms_now() - began < 500);
        print_message("# told of a foreign commit %lld ms after its thread began\n",
                      (long long)(ms_now() - began - 100));
        assert_int_equal(pthread_join(thread, NULL), 0);
        while (watch_wait(w, 250) == 0)
                ;
        l.wake = w;
        assert_int_equal(pthread_create(&thread, NULL, commit_later, &l), 0);
        began = ms_now();
        assert_int_equal(watch_wait(w, 5000), STORE_NONE);
        assert_true(ms_now() - began < 1000);
        assert_int_equal(pthread_join(thread, NULL), 0);
        talloc_free(w);
        talloc_free(l.f.mem);
}

enum { WRITERS = 6, WRITES = 20 };
static void *
write_many(void *arg)
{
        struct later *l = arg;

        for (int i = 0; i < WRITES; i++) {
                TALLOC_CTX *mem = mem_root();

                l->f.mem = mem;
                if (deed(&l->f, mem_printf(mem, "%s-%d", l->name, i), i, 1) != 0) {
                        print_error("%s\n", err_text());
                        abort();
                }
                talloc_free(mem);
        }
        return NULL;
}

static void
writers_at_once_make_one_chain(struct fixture *f)
{
        struct later l[WRITERS];
        pthread_t threads[WRITERS];
        struct audit_verdict v;

        for (int i = 0; i < WRITERS; i++) {
                l[i] = (struct later){.f = {.app = f->app}, .name = mem_printf(f->mem, "w%d", i)};
                assert_int_equal(pthread_create(&threads[i], NULL, write_many, &l[i]), 0);
        }
        for (int i = 0; i < WRITERS; i++)
                assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(verdict(f, &v), 0);
        assert_int_equal(v.n, WRITERS * WRITES);
}

static void
a_failing_statement_leaves_no_half_row(struct fixture *f)
{
        struct audit_verdict v;
        long n;

        for (n = 1;; n++) {
                int r;

                store_fail_at(n);
                r = deed(f, "a", 1, 2);
                if (!store_fail_fired()) {
                        store_fail_at(0);
                        assert_done(r);
                        break;
                }
                store_fail_at(0);
                assert_true(r < 0);
                assert_int_equal(verdict(f, &v), 0);
                assert_int_equal(v.n, 0);
                assert_int_equal(sql_int(f, "SELECT count(*) FROM setting WHERE name = 'a'"), 0);
        }
        assert_true(n > 8);
        assert_int_equal(verdict(f, &v), 0);
        assert_int_equal(v.n, 2);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(a_write_leaves_its_rows_in_a_chain_that_holds),
            STORE_TEST(a_write_without_an_audit_row_is_refused),
            STORE_TEST(what_was_tampered_with_is_found),
            STORE_TEST(an_exported_trail_is_verified_by_an_outsider),
            STORE_TEST(a_digest_proves_the_detail),
            STORE_TEST(changes_are_told_and_can_be_asked_for),
            STORE_TEST(a_watch_wakes_for_every_process),
            STORE_TEST(writers_at_once_make_one_chain),
            STORE_TEST(a_failing_statement_leaves_no_half_row),
        };

        return suite_run(tests, N(tests));
}
