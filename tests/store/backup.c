/* Backup of a running store, and restore from either engine into either, row for row. */
#include "house.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "store/audit.h"
#include "store/backup.h"
#include "store/migrate.h"

static const char attached[] = "%PDF-1.4 an attachment, not a real one \0 with a NUL";

static int
deed(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct audit_entry e = {
            .at = {1718000000000}, .event = "job_done", .object = "job", .object_id = 1};
        int r = raw_exec(
            tx, mem_printf(mem,
                           "INSERT INTO page_view (on_day, kind, ref, readers) VALUES (%d, "
                           "'site', 1, 2)",
                           *(int *)arg));

        tx_touch(tx, "site", 1);
        return r < 0 ? r : audit_write(tx, &e);
}

/* The house, two audited writes, and one attachment in the files folder. */
static const char *
furnish(struct fixture *f)
{
        const char *files = mem_printf(f->mem, "%s/files", f->dir);
        struct sm3 sm3 = sm3_of(attached, sizeof(attached));
        char hex[SM3_HEX_SIZE];
        const char *folder;

        house_build(f);
        for (int day = 1; day < 3; day++)
                assert_done(app_run(f->mem, &f->app, deed, &day));
        sm3_hex(&sm3, hex);
        sql_do(f, mem_printf(f->mem,
                             "UPDATE edition SET version = version + 1 WHERE id = 3;"
                             "INSERT INTO file_object VALUES ('%s', %zu, 'application/pdf', 1);"
                             "INSERT INTO attachment (id, edition_id, sort, name, sm3) VALUES (1, "
                             "3, 1, 'a.pdf', "
                             "'%s')",
                             hex, sizeof(attached), hex));
        folder = mem_printf(f->mem, "%s/%.2s", files, hex);
        assert_done(file_mkdirs(folder));
        assert_done(
            file_write(mem_printf(f->mem, "%s/%s", folder, hex), attached, sizeof(attached), 0600));
        return files;
}

static void
restores_row_for_row(struct fixture *f, enum store_engine into)
{
        const char *files = furnish(f), *path = mem_printf(f->mem, "%s/backup", f->dir);
        const char *back = mem_printf(f->mem, "%s/restored", f->dir),
                   *where = fresh_database(f, into);
        struct problems problems = {.mem = f->mem};
        struct backup_report made, restored;
        struct audit_verdict verdict;
        struct tx *tx = NULL;
        struct store *copy;
        int day = 77;

        assert_done(store_backup(f->mem, f->store, files, path, f->now, &problems, &made));
        assert_int_equal(made.n_files, 1);
        assert_int_equal(made.change_no, 2);
        assert_string_equal(made.audit_sm3, sql_text(f, "SELECT sm3 FROM audit_head"));
        for (size_t i = 0; i < 1; i++) {
                int r = store_restore(f->mem, path, where, back, f->now, &problems, &restored);

                for (size_t k = 0; k < problems.n_list; k++)
                        print_error("%s: %s\n", problems.list[k].field, problems.list[k].message);
                assert_done(r);
        }
        assert_int_equal(restored.n_rows, made.n_rows);
        assert_int_equal(restored.n_tables, made.n_tables);
        assert_int_equal(restored.n_files, 1);
        assert_int_equal(restored.n_bytes, sizeof(attached));
        assert_done(store_open(f->mem, where, NULL, &copy));
        assert_string_equal(content_of(f, f->store), content_of(f, copy));
        assert_done(store_read_begin(copy, &tx));
        assert_int_equal(audit_verify(f->mem, tx, &verdict), 0);
        assert_int_equal(verdict.n, 2);
        tx_endp(&tx);
        /* and it lives on: numbers follow, keys and guards hold, the chain goes on */
        f->store = f->app.store = copy;
        assert_done(app_run(f->mem, &f->app, deed, &day));
        sql_do(f, "INSERT INTO agency (code, slug, name, short_name, kind, level, opened_on) VALUES"
                  " ('12', 'x', 'x', 'x', 'park', 'county', 1)");
        assert_true(sql_int(f, "SELECT id FROM agency WHERE code = '12'") >= 3);
        sql_refused(f, "DELETE FROM agency WHERE id = 1");
        sql_refused(f, "UPDATE audit SET at = 2");
        /* a second one on top is refused and changes nothing */
        assert_int_equal(store_restore(f->mem, path, where, mem_printf(f->mem, "%s/other", f->dir),
                                       f->now, &problems, &restored),
                         RESTORE_REFUSED);
        assert_int_equal(sql_int(f, "SELECT no FROM audit_head"), 3);
}

static void
a_backup_is_restored_into_sqlite(struct fixture *f)
{
        restores_row_for_row(f, STORE_SQLITE);
}
static void
a_backup_is_restored_into_postgresql(struct fixture *f)
{
        restores_row_for_row(f, STORE_PG);
}

static void
refused(struct fixture *f, const char *path, const char *word)
{
        const char *where = fresh_database(f, f->engine),
                   *files = mem_printf(f->mem, "%s/none", f->dir);
        struct problems problems = {.mem = f->mem};
        struct backup_report report;
        bool said = false;
        int r = store_restore(f->mem, path, where, files, f->now, &problems, &report);

        if (r < 0)
                print_error("%s\n", err_text());
        assert_int_equal(r, RESTORE_REFUSED);
        for (size_t i = 0; i < problems.n_list; i++)
                said = said || strstr(problems.list[i].message, word);
        if (!said)
                print_error("%s\n", problems.n_list ? problems.list[0].message : "nothing");
        assert_true(said);
        assert_true(f->engine == STORE_PG || !file_exists(where));
}

static void
damage(struct fixture *f, const char *path, const char *sql)
{
        struct store_settings plain = {.plain = true};
        TALLOC_CTX *mem = mem_root();
        struct tx *tx = NULL;
        struct store *s;

        (void)f;
        assert_done(store_open(mem, path, &plain, &s));
        assert_done(store_write_begin(s, &tx));
        tx_unaudited(tx);
        assert_done(raw_exec(tx, sql));
        assert_done(store_commit(tx));
        tx_endp(&tx);
        talloc_free(mem);
}

static void
a_damaged_backup_is_refused(struct fixture *f)
{
        static const struct {
                const char *sql, *word;
        } rows[] = {
            {"UPDATE agency SET name = '改过的名称' WHERE id = 2", "校验"},
            {"DELETE FROM publication", "校验"},
            {"UPDATE audit SET object_id = 5 WHERE no = 1", "校验"},
            {"UPDATE backup_part SET bytes = x'00'", "SM3"},
            {"UPDATE backup_file SET path = '../' || path", "路径"},
            {"UPDATE edition SET state = 'live' WHERE id = 3", "约束"},
            {"DELETE FROM agency WHERE id = 2", "引用"},
            {"UPDATE migration SET name = '9999_later' WHERE name = (SELECT max(name) FROM "
             "migration)",
             "不认识"},
            {"UPDATE backup_about SET value = '99' WHERE name = 'format'", "格式"},
            {"DROP TABLE backup_part", "不是备份"},
        };
        const char *files = furnish(f), *path = mem_printf(f->mem, "%s/backup", f->dir);
        struct problems problems = {.mem = f->mem};
        struct backup_report made;
        char *bytes;
        size_t n;

        assert_done(store_backup(f->mem, f->store, files, path, f->now, &problems, &made));
        assert_done(file_read(f->mem, path, MiB(64), &bytes, &n));
        for (size_t i = 0; i < N(rows); i++) {
                assert_done(file_write(path, bytes, n, 0600));
                damage(f, path, rows[i].sql);
                print_message("# %s\n", rows[i].sql);
                refused(f, path, rows[i].word);
        }
        assert_done(file_write(path, bytes, n / 2, 0600));
        refused(f, path, "");
        assert_done(file_write(path, "no backup at all, but long enough to look at", 44, 0600));
        refused(f, path, "备份");
        refused(f, mem_printf(f->mem, "%s/nowhere", f->dir), "没有这个文件");
}

static void
a_missing_attachment_is_named(struct fixture *f)
{
        const char *path = mem_printf(f->mem, "%s/backup", f->dir);
        struct problems problems = {.mem = f->mem};
        struct backup_report made;

        (void)furnish(f);
        assert_int_equal(store_backup(f->mem, f->store, mem_printf(f->mem, "%s/elsewhere", f->dir),
                                      path, f->now, &problems, &made),
                         BACKUP_INCOMPLETE);
        assert_int_equal(problems.n, 1);
}

struct writer {
        struct app app;
        bool stop;
};
static void *
writes_on(void *arg)
{
        struct writer *w = arg;

        for (int day = 1000; !__atomic_load_n(&w->stop, __ATOMIC_RELAXED); day++) {
                TALLOC_CTX *mem = mem_root();

                if (app_run(mem, &w->app, deed, &day) != 0)
                        abort();
                talloc_free(mem);
        }
        return NULL;
}

static void
a_backup_under_writes_is_of_one_moment(struct fixture *f)
{
        const char *files = furnish(f);
        struct writer w = {.app = f->app};
        struct problems problems = {.mem = f->mem};
        struct backup_report made, restored;
        pthread_t thread;

        assert_int_equal(pthread_create(&thread, NULL, writes_on, &w), 0);
        for (int i = 0; i < 5; i++) {
                const char *path = mem_printf(f->mem, "%s/backup%d", f->dir, i), *where;

                (void)usleep(20000);
                assert_done(store_backup(f->mem, f->store, files, path, f->now, &problems, &made));
                where = fresh_database(f, STORE_SQLITE);
                assert_done(store_restore(f->mem, path, where,
                                          mem_printf(f->mem, "%s/r%d", f->dir, i), f->now,
                                          &problems, &restored));
                assert_int_equal(restored.change_no, made.change_no);
        }
        __atomic_store_n(&w.stop, true, __ATOMIC_RELAXED);
        assert_int_equal(pthread_join(thread, NULL), 0);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(a_backup_is_restored_into_sqlite),
            STORE_TEST(a_backup_is_restored_into_postgresql),
            STORE_TEST(a_damaged_backup_is_refused),
            STORE_TEST(a_missing_attachment_is_named),
            STORE_TEST(a_backup_under_writes_is_of_one_moment),
        };

        return suite_run(tests, N(tests));
}
