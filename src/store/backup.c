#include "store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "store/audit.h"
#include "store/migrate.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/tx.h"

enum { PART_SIZE = 1 << 20, PATH_DEPTH = 8 };
static const char format[] = "1";

/* The container's own tables. The tables of the store stand beside them, without any type or
 * constraint: those are the migrations' affair. */
static const struct schema_table
    about_table = {"backup_about",
                   (struct schema_column[]){{"name", SQL_TEXT, 1}, {"value", SQL_TEXT, 0}}, 2},
    table_table = {"backup_table",
                   (struct schema_column[]){
                       {"name", SQL_TEXT, 1}, {"n_rows", SQL_INT, 0}, {"sm3", SQL_TEXT, 0}},
                   3},
    file_table = {"backup_file",
                  (struct schema_column[]){
                      {"path", SQL_TEXT, 1}, {"sm3", SQL_TEXT, 0}, {"size", SQL_INT, 0}},
                  3},
    part_table = {
        "backup_part",
        (struct schema_column[]){{"path", SQL_TEXT, 1}, {"no", SQL_INT, 2}, {"bytes", SQL_BLOB, 0}},
        3};
static const struct schema_table *const own_tables[] = {&about_table, &table_table, &file_table,
                                                        &part_table};

static struct value
text_value(const char *s)
{
        return (struct value){.kind = VALUE_TEXT, .s = s, .n = strlen(s)};
}

static struct value
int_value(int64_t i)
{
        return (struct value){.kind = VALUE_INT, .i = i};
}

static int
insert(struct raw *raw, const struct value *values)
{
        int r = raw_run(raw, values);

        if (r == 0)
                r = raw_step(raw);
        if (r == 0)
                return err_set(ERR_BUG, "an INSERT gave a row");
        return r < 0 ? err_trace(r) : 0;
}

static int
insert_once(struct tx *tx, const struct schema_table *t, const struct value *values)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct raw *raw;
        int r = schema_insert(mem, tx, t, &raw);

        if (r == 0)
                r = insert(raw, values);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- digest of rows ------------------------------------------------------------------------- */

/* SM3 over rows in which every value tells its kind and length, so that no two tables of different
 * content have the same text. */
struct digest {
        TALLOC_CTX *scratch;
        struct sm3_state *sm3;
        int64_t n_rows;
};

static struct digest
digest_begin(TALLOC_CTX *mem)
{
        return (struct digest){.scratch = mem_must(talloc_new(mem)), .sm3 = sm3_begin(mem)};
}

static void
digest_row(struct digest *d, const struct schema_table *t, const struct value *values)
{
        char head[64];

        for (size_t i = 0; i < t->n_columns; i++) {
                const struct value *v = &values[i];
                int n = 0;

                switch (v->kind) {
                case VALUE_NULL:
                        n = snprintf(head, sizeof(head), "n;");
                        break;
                case VALUE_INT:
                        n = snprintf(head, sizeof(head), "i%lld;", (long long)v->i);
                        break;
                case VALUE_REAL:
                        n = snprintf(head, sizeof(head), "r%.17g;", v->real);
                        break;
                case VALUE_TEXT:
                case VALUE_BLOB:
                        n = snprintf(head, sizeof(head),
                                     "%c%zu:", v->kind == VALUE_TEXT ? 't' : 'b', v->n);
                        break;
                }
                sm3_add(d->sm3, head, (size_t)n);
                if (v->kind == VALUE_TEXT || v->kind == VALUE_BLOB)
                        sm3_add(d->sm3, v->s, v->n);
        }
        sm3_add(d->sm3, "\n", 1);
        d->n_rows++;
}

static const char *
digest_end(TALLOC_CTX *mem, struct digest *d)
{
        struct sm3 sm3 = sm3_end(d->sm3);
        char hex[SM3_HEX_SIZE];

        return mem_strdup(mem, sm3_hex(&sm3, hex));
}

struct digester {
        struct digest digest;
        const struct schema_table *table;
};
static int
digest_one(void *arg, const struct value *values)
{
        struct digester *d = arg;

        digest_row(&d->digest, d->table, values);
        return 0;
}

static int
digest_table(TALLOC_CTX *mem, struct tx *tx, const struct schema_table *t, int64_t *ret_rows,
             const char **ret_sm3)
{
        struct digester d = {digest_begin(mem), t};
        int r = schema_rows(tx, t, digest_one, &d);

        if (r < 0)
                return err_trace(r);
        *ret_rows = d.digest.n_rows;
        *ret_sm3 = digest_end(mem, &d.digest);
        return 0;
}

/* ---- backup: rows --------------------------------------------------------------------------- */

struct backup {
        TALLOC_CTX *mem;
        struct tx *from, *to;
        const char *files_dir;
        struct problems *problems;
        struct backup_report report;
        struct schema_table *tables;
        size_t n_tables;
        const char **found; /* SM3 of every file that was taken, sorted at the end */
        size_t n_found;
        struct raw *add_file, *add_part;
};

struct copier {
        struct digest digest;
        const struct schema_table *table;
        struct raw *add;
};
static int
copy_row(void *arg, const struct value *values)
{
        struct copier *c = arg;
        int r;

        digest_row(&c->digest, c->table, values);
        r = insert(c->add, values);
        return r < 0 ? err_trace(r) : 0;
}

static int
back_up_table(struct backup *b, const struct schema_table *t)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct copier c = {digest_begin(mem), t, NULL};
        struct value note[3];
        int r;

        r = schema_create(b->to, t);
        if (r == 0)
                r = schema_insert(mem, b->to, t, &c.add);
        if (r == 0)
                r = schema_rows(b->from, t, copy_row, &c);
        if (r < 0)
                return err_set(r, "table %s: %s", t->name, mem_strdup(mem, err_text()));
        note[0] = text_value(t->name);
        note[1] = int_value(c.digest.n_rows);
        note[2] = text_value(digest_end(mem, &c.digest));
        b->report.n_tables++;
        b->report.n_rows += c.digest.n_rows;
        r = insert_once(b->to, &table_table, note);
        return r < 0 ? err_trace(r) : 0;
}

static int
note_about(struct backup *b, const char *name, const char *value)
{
        struct value v[2] = {text_value(name), text_value(value)};
        int r = insert_once(b->to, &about_table, v);

        return r < 0 ? err_trace(r) : 0;
}

/* ---- backup: files -------------------------------------------------------------------------- */

static void
fd_endp(int *fd)
{
        if (*fd >= 0)
                (void)close(*fd);
}
static void
dir_endp(DIR **dir)
{
        if (*dir)
                (void)closedir(*dir);
}

static int
back_up_file(struct backup *b, const char *path, const char *below)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        _cleanup_(fd_endp) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        struct sm3_state *state = sm3_begin(mem);
        char *bytes = mem_must(talloc_size(mem, PART_SIZE)), hex[SM3_HEX_SIZE];
        struct value part[3] = {text_value(below)}, file[3] = {text_value(below)};
        int64_t size = 0, no = 0;
        struct sm3 sm3;
        ssize_t n = 0;
        int r = 0;

        if (fd < 0)
                return err_errno("%s", path);
        while (r == 0 && (n = read(fd, bytes, PART_SIZE)) > 0) {
                sm3_add(state, bytes, (size_t)n);
                part[1] = int_value(no++);
                part[2] = (struct value){.kind = VALUE_BLOB, .s = bytes, .n = (size_t)n};
                r = insert(b->add_part, part);
                size += n;
        }
        if (r == 0 && n < 0)
                return err_errno("%s", path);
        if (r < 0)
                return err_trace(r);
        sm3 = sm3_end(state);
        file[1] = text_value(sm3_hex(&sm3, hex));
        file[2] = int_value(size);
        r = insert(b->add_file, file);
        if (r < 0)
                return err_trace(r);
        mem_grow(b->mem, b->found, b->n_found);
        b->found[b->n_found++] = mem_strdup(b->mem, hex);
        b->report.n_files++;
        b->report.n_bytes += size;
        return 0;
}

/* Walks the folder; below is the way from files_dir to it, "" at the top. Half-written files, which
 * begin with a dot, are passed over. */
static int
back_up_files(struct backup *b, const char *below, int depth)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *folder = mem_printf(mem, "%s%s%s", b->files_dir, *below ? "/" : "", below);
        _cleanup_(dir_endp) DIR *dir = opendir(folder);
        struct dirent *e;

        if (!dir)
                return errno == ENOENT ? 0 : err_errno("%s", folder);
        if (depth == PATH_DEPTH)
                return err_set(ERR_LIMIT, "%s: folders too deep", folder);
        while ((e = readdir(dir)) != NULL) {
                const char *path = mem_printf(mem, "%s/%s", folder, e->d_name);
                const char *way = mem_printf(mem, "%s%s%s", below, *below ? "/" : "", e->d_name);
                struct stat st;
                int r = 0;

                if (e->d_name[0] == '.')
                        continue;
                if (lstat(path, &st) < 0)
                        return err_errno("%s", path);
                if (S_ISDIR(st.st_mode))
                        r = back_up_files(b, way, depth + 1);
                else if (S_ISREG(st.st_mode))
                        r = back_up_file(b, path, way);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

static int
by_text(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
check_file_object(void *arg, const struct value *values)
{
        struct backup *b = arg;
        const char *sm3 = values[0].s;

        if (!b->n_found || !bsearch(&sm3, b->found, b->n_found, sizeof(*b->found), by_text))
                problems_add(b->problems, 0, "files", "附件 %s 缺失或内容已损坏", sm3);
        return 0;
}

/* Every file that the store knows must be among those taken. */
static int
check_files(struct backup *b)
{
        struct schema_column sm3 = {"sm3", SQL_TEXT, 1};
        struct schema_table only = {"file_object", &sm3, 1};
        bool has = false;
        int r;

        for (size_t i = 0; i < b->n_tables; i++)
                has = has || strcmp(b->tables[i].name, only.name) == 0;
        if (!has)
                return 0;
        if (b->n_found)
                qsort(b->found, b->n_found, sizeof(*b->found), by_text);
        r = schema_rows(b->from, &only, check_file_object, b);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- backup: the whole ---------------------------------------------------------------------- */

static int
fill_container(struct backup *b, struct instant now)
{
        char stamp[INSTANT_RFC_SIZE];
        struct audit_head_read_row *head;
        int r = 0;

        for (size_t i = 0; r == 0 && i < N(own_tables); i++)
                r = schema_create(b->to, own_tables[i]);
        /* The first read fixes the snapshot. */
        if (r == 0)
                r = sql_audit_head_read_one(b->mem, b->from, NULL, &head);
        if (r != 0)
                return err_fold(r);
        b->report.change_no = head->no;
        b->report.audit_sm3 = head->sm3;
        assert(b->from); /* begun by store_backup() */
        b->report.engine = b->from->store->engine == STORE_PG ? "postgresql" : "sqlite";
        r = schema_read(b->mem, b->from, &b->tables, &b->n_tables);
        for (size_t i = 0; r == 0 && i < b->n_tables; i++)
                r = back_up_table(b, &b->tables[i]);
        if (r == 0)
                r = schema_insert(b->mem, b->to, &file_table, &b->add_file);
        if (r == 0)
                r = schema_insert(b->mem, b->to, &part_table, &b->add_part);
        if (r == 0)
                r = back_up_files(b, "", 0);
        if (r == 0)
                r = check_files(b);
        if (r == 0)
                r = note_about(b, "format", format);
        if (r == 0)
                r = note_about(b, "engine", b->report.engine);
        if (r == 0)
                r = note_about(b, "made_at", instant_rfc3339(now, stamp));
        if (r == 0)
                r = note_about(b, "program", XXGK_VERSION);
        if (r == 0)
                r = note_about(b, "change_no", mem_printf(b->mem, "%lld", (long long)head->no));
        if (r == 0)
                r = note_about(b, "audit_sm3", head->sm3);
        return r < 0 ? err_trace(r) : 0;
}

static void
keep_report(TALLOC_CTX *mem, struct backup_report *report)
{
        report->engine = mem_strdup(mem, report->engine);
        report->audit_sm3 = mem_strdup(mem, report->audit_sm3);
}

static int
write_container(TALLOC_CTX *keep, struct backup *b, struct store *from, const char *path,
                struct instant now)
{
        /* The container's memory goes first: it is closed, and so complete, when this returns. */
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct store_settings plain = {.plain = true, .n_connections = 1};
        _cleanup_(tx_endp) struct tx *read = NULL, *write = NULL;
        struct store *to;
        int r;

        r = store_open(mem, path, &plain, &to);
        if (r == 0)
                r = store_write_begin(to, &write);
        if (r == 0)
                r = store_read_begin(from, &read);
        if (r == 0)
                r = tx_patient(read);
        if (r < 0)
                return err_trace(r);
        tx_unaudited(write);
        b->mem = mem;
        b->from = read;
        b->to = write;
        r = raw_exec(write, mem_printf(mem, "PRAGMA application_id = %d", BACKUP_APPLICATION_ID));
        if (r == 0)
                r = fill_container(b, now);
        talloc_free(b->add_file);
        talloc_free(b->add_part);
        if (r == 0)
                r = store_commit(write);
        if (r < 0)
                return err_trace(r);
        keep_report(keep, &b->report);
        return 0;
}

/* On disk under its name, or not at all. */
static int
settle_file(const char *temporary, const char *path)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        _cleanup_(fd_endp) int fd = open(temporary, O_RDONLY | O_CLOEXEC), dir = -1;
        char *folder = mem_strdup(mem, path), *slash = strrchr(folder, '/');

        if (slash)
                slash[slash == folder] = '\0';
        if (fd < 0 || fsync(fd) < 0)
                return err_errno("%s", temporary);
        if (rename(temporary, path) < 0)
                return err_errno("%s", path);
        dir = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (dir < 0 || fsync(dir) < 0)
                return err_errno("%s", folder);
        return 0;
}

int
store_backup(TALLOC_CTX *mem, struct store *from, const char *files_dir, const char *path,
             struct instant now, struct problems *problems, struct backup_report *ret)
{
        const char *temporary = mem_printf(mem, "%s.part%d", path, (int)getpid());
        struct backup b = {.files_dir = files_dir, .problems = problems};
        size_t before = problems->n;
        int r;

        (void)unlink(temporary);
        r = write_container(mem, &b, from, temporary, now);
        if (r == 0)
                r = settle_file(temporary, path);
        if (r < 0) {
                (void)unlink(temporary);
                return err_trace(r);
        }
        *ret = b.report;
        return problems->n > before ? BACKUP_INCOMPLETE : 0;
}

/* ---- restore: reading the container --------------------------------------------------------- */

struct restore {
        TALLOC_CTX *mem;
        struct tx *from, *to;
        const char *files_dir;
        struct problems *problems;
        struct backup_report report;
        struct schema_table *tables; /* of the target */
        size_t n_tables;
        struct schema_table *kept; /* of the container, its own left out */
        size_t n_kept;
        struct migration *list; /* what the container was made under */
        size_t n_list;
        FILE *file; /* being written, and what it must come to */
        struct sm3_state *file_sm3;
        const char *file_path;
        int64_t file_part;
};

static int
about(void *arg, const struct value *v)
{
        struct restore *s = arg;

        if (strcmp(v[0].s, "format") == 0 && strcmp(v[1].s, format) != 0)
                problems_add(s->problems, 0, "format", "备份格式 %s 不是本程序的格式 %s", v[1].s,
                             format);
        if (strcmp(v[0].s, "engine") == 0)
                s->report.engine = mem_strdup(s->mem, v[1].s);
        if (strcmp(v[0].s, "audit_sm3") == 0)
                s->report.audit_sm3 = mem_strdup(s->mem, v[1].s);
        if (strcmp(v[0].s, "change_no") == 0)
                s->report.change_no = strtoll(v[1].s, NULL, 10);
        return 0;
}

/* One migration of the container: must be one of the program's, unchanged. */
static int
known_migration(void *arg, const struct value *v)
{
        struct restore *s = arg;

        for (size_t i = 1; i < n_migrations; i++) {
                struct sm3 sm3;
                char hex[SM3_HEX_SIZE];

                if (strcmp(migrations[i].name, v[0].s) != 0)
                        continue;
                sm3 = sm3_of(migrations[i].text, strlen(migrations[i].text));
                if (strcmp(sm3_hex(&sm3, hex), v[1].s) != 0)
                        problems_add(s->problems, 0, "migration", "迁移 %s 与备份时的内容不同",
                                     v[0].s);
                s->list[s->n_list++] = migrations[i];
                return 0;
        }
        problems_add(s->problems, 0, "migration",
                     "备份含有本程序不认识的迁移 %s：请用不低于备份时的版本恢复", v[0].s);
        return 0;
}

static bool
is_own(const char *name)
{
        for (size_t i = 0; i < N(own_tables); i++)
                if (strcmp(own_tables[i]->name, name) == 0)
                        return true;
        return false;
}

static const struct schema_table *
table_named(const struct schema_table *list, size_t n, const char *name)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].name, name) == 0)
                        return &list[i];
        return NULL;
}

static int
read_container(struct restore *s)
{
        static struct schema_column columns[] = {{"name", SQL_TEXT, 1}, {"sm3", SQL_TEXT, 0}};
        static const struct schema_table migration = {"migration", columns, N(columns)};
        struct schema_table *all;
        size_t n;
        int r;

        r = schema_read(s->mem, s->from, &all, &n);
        if (r < 0)
                return err_trace(r);
        s->kept = mem_array(s->mem, struct schema_table, n + 1);
        for (size_t i = 0; i < n; i++)
                if (!is_own(all[i].name))
                        s->kept[s->n_kept++] = all[i];
        for (size_t i = 0; i < N(own_tables); i++)
                if (!table_named(all, n, own_tables[i]->name))
                        problems_add(s->problems, 0, "", "不是备份文件：缺少 %s",
                                     own_tables[i]->name);
        if (!table_named(all, n, migration.name))
                problems_add(s->problems, 0, "", "不是备份文件：缺少迁移清单");
        if (s->problems->n)
                return RESTORE_REFUSED;
        s->list = mem_array(s->mem, struct migration, n_migrations + 1);
        s->list[s->n_list++] = migrations[0];
        r = schema_rows(s->from, &about_table, about, s);
        if (r == 0)
                r = schema_rows(s->from, &migration, known_migration, s);
        if (r < 0)
                return err_trace(r);
        if (!s->report.engine || !s->report.audit_sm3)
                problems_add(s->problems, 0, "", "备份说明不完整");
        return s->problems->n ? RESTORE_REFUSED : 0;
}

/* ---- restore: rows -------------------------------------------------------------------------- */

static int
same_columns(struct restore *s, const struct schema_table *a, const struct schema_table *b)
{
        bool same = b && a->n_columns == b->n_columns;

        for (size_t i = 0; same && i < a->n_columns; i++)
                same = strcmp(a->columns[i].name, b->columns[i].name) == 0;
        if (!same)
                problems_add(s->problems, 0, a->name, "表的结构与备份时不同");
        return same ? 0 : RESTORE_REFUSED;
}

struct loader {
        struct raw *add;
        const struct schema_table *table;
};
static int
load_row(void *arg, const struct value *values)
{
        struct loader *l = arg;
        int r = insert(l->add, values);

        return r < 0 ? err_trace(r) : 0;
}

/* Rows that the migrations put there make room for those of the backup. */
static int
empty_table(struct restore *s, const struct schema_table *t)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *sm3;
        int64_t n;
        int r = digest_table(mem, s->to, t, &n, &sm3);

        if (r == 0 && n)
                r = schema_clear(s->to, t);
        return r < 0 ? err_trace(r) : 0;
}

static int
load_table(struct restore *s, const struct schema_table *t)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct schema_table from = *t;
        struct loader l = {.table = t};
        int r = same_columns(s, t, table_named(s->tables, s->n_tables, t->name));

        if (r != 0)
                return r;
        from = *table_named(s->tables, s->n_tables, t->name);
        r = empty_table(s, &from);
        if (r == 0)
                r = schema_insert(mem, s->to, &from, &l.add);
        if (r == 0)
                r = schema_rows(s->from, &from, load_row, &l);
        if (r == ERR_CONFLICT) {
                problems_add(s->problems, 0, t->name, "备份中的行违反约束：%s", err_text());
                err_clear();
                return RESTORE_REFUSED;
        }
        return r < 0 ? err_trace(r) : 0;
}

/* A line of backup_table against the rows that now stand in the target. */
static int
prove_table(void *arg, const struct value *v)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct restore *s = arg;
        const struct schema_table *t = table_named(s->tables, s->n_tables, v[0].s);
        const char *sm3 = "";
        int64_t n = -1;
        int r;

        if (!t) {
                problems_add(s->problems, 0, v[0].s, "备份中的表在本程序中不存在");
                return 0;
        }
        r = digest_table(mem, s->to, t, &n, &sm3);
        if (r < 0)
                return err_trace(r);
        if (n != v[1].i || strcmp(sm3, v[2].s) != 0)
                problems_add(s->problems, 0, t->name,
                             "恢复出 %lld 行（备份时 %lld 行），内容校验不符", (long long)n,
                             (long long)v[1].i);
        s->report.n_tables++;
        s->report.n_rows += n;
        return 0;
}

static int
prove(struct restore *s)
{
        struct audit_verdict verdict;
        int r = schema_rows(s->from, &table_table, prove_table, s);

        if (r < 0)
                return err_trace(r);
        if (s->report.n_tables != s->n_kept)
                problems_add(s->problems, 0, "", "备份中有 %zu 张表，登记了 %zu 张", s->n_kept,
                             s->report.n_tables);
        r = audit_verify(s->mem, s->to, &verdict);
        if (r < 0)
                return err_trace(r);
        if (r == AUDIT_BROKEN)
                problems_add(s->problems, 0, "audit", "审计链在第 %lld 号断裂：%s",
                             (long long)verdict.broken_no, verdict.why);
        else if (strcmp(verdict.head, s->report.audit_sm3) != 0)
                problems_add(s->problems, 0, "audit", "审计链首与备份时不同");
        return s->problems->n ? RESTORE_REFUSED : 0;
}

/* ---- restore: files ------------------------------------------------------------------------- */

/* A path that stays below its folder and names no hidden file. */
static bool
is_safe(const char *path)
{
        if (*path == '/' || *path == '.' || !*path)
                return false;
        return !strstr(path, "/.") && !strstr(path, "//") && path[strlen(path) - 1] != '/';
}

static int
load_part(void *arg, const struct value *v)
{
        struct restore *s = arg;

        if (strcmp(v[0].s, s->file_path) != 0)
                return 0;
        if (v[1].i != s->file_part++)
                return RESTORE_REFUSED;
        sm3_add(s->file_sm3, v[2].s, v[2].n);
        if (fwrite(v[2].s, 1, v[2].n, s->file) != v[2].n)
                return err_errno("%s", s->file_path);
        return 0;
}

/* The parts of one file, found by its key. */
static int
load_parts(TALLOC_CTX *mem, struct restore *s)
{
        static const enum sql_type in[] = {SQL_TEXT}, out[] = {SQL_TEXT, SQL_INT, SQL_BLOB};
        struct value path = text_value(s->file_path), v[N(out)];
        struct raw *raw;
        int r =
            raw_open(mem, s->from, s->from->conn->driver->parts_sql, in, N(in), out, N(out), &raw);

        if (r == 0)
                r = raw_run(raw, &path);
        while (r == 0 && (r = raw_step(raw)) == 0) {
                for (size_t i = 0; r == 0 && i < N(out); i++)
                        r = raw_value(raw, i, &v[i]);
                if (r == 0)
                        r = load_part(s, v);
        }
        return r == STORE_NONE ? 0 : r;
}

static int
load_file(void *arg, const struct value *v)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct restore *s = arg;
        const char *path = mem_printf(mem, "%s/%s", s->files_dir, v[0].s);
        char *folder = mem_strdup(mem, path), hex[SM3_HEX_SIZE];
        struct sm3 sm3;
        int r;

        if (!is_safe(v[0].s)) {
                problems_add(s->problems, 0, "files", "附件路径不合规：%s", v[0].s);
                return 0;
        }
        *strrchr(folder, '/') = '\0';
        r = file_mkdirs(folder);
        if (r < 0)
                return err_trace(r);
        s->file = fopen(path, "wbx");
        if (!s->file)
                return err_errno("%s", path);
        s->file_sm3 = sm3_begin(mem);
        s->file_path = v[0].s;
        s->file_part = 0;
        r = load_parts(mem, s);
        if (fflush(s->file) != 0 || fsync(fileno(s->file)) < 0)
                r = err_errno("%s", path);
        (void)fclose(s->file);
        if (r < 0)
                return err_trace(r);
        sm3 = sm3_end(s->file_sm3);
        if (r == RESTORE_REFUSED || strcmp(sm3_hex(&sm3, hex), v[1].s) != 0)
                problems_add(s->problems, 0, "files", "附件 %s 的内容与其 SM3 不符", v[0].s);
        s->report.n_files++;
        s->report.n_bytes += v[2].i;
        return 0;
}

static int
load_files(struct restore *s)
{
        int r = schema_rows(s->from, &file_table, load_file, s);

        if (r < 0)
                return err_trace(r);
        return s->problems->n ? RESTORE_REFUSED : 0;
}

/* ---- restore: the whole --------------------------------------------------------------------- */

static int
load_rows(struct restore *s)
{
        const char *binding;
        int r = schema_read(s->mem, s->to, &s->tables, &s->n_tables);

        if (r == 0)
                r = schema_unbind(s->mem, s->to, &binding);
        for (size_t i = 0; r == 0 && i < s->n_kept; i++)
                r = load_table(s, &s->kept[i]);
        if (r == 0)
                r = schema_bind(s->to, binding);
        if (r == 0)
                r = store_settle_rows(s->mem, s->to);
        if (r == ERR_CONFLICT || r == ERR_DATA) {
                problems_add(s->problems, 0, "", "备份中的行互相引用不符：%s", err_text());
                err_clear();
                return RESTORE_REFUSED;
        }
        return r < 0 ? err_trace(r) : r;
}

static bool
is_empty_folder(const char *path)
{
        _cleanup_(dir_endp) DIR *dir = opendir(path);
        struct dirent *e;

        if (!dir)
                return true;
        while ((e = readdir(dir)) != NULL)
                if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
                        return false;
        return true;
}

/* Whether anything was ever written to the target: a store that was only made has an audit chain of
 * no rows. */
static int
is_empty_store(TALLOC_CTX *mem, struct store *target, bool *ret)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        struct schema_table *tables;
        size_t n = 0;
        int64_t no = 0;
        int r = store_read_begin(target, &tx);

        if (r == 0)
                r = schema_read(mem, tx, &tables, &n);
        if (r == 0 && n && table_named(tables, n, "audit_head"))
                r = store_change_no(tx, &no);
        else if (r == 0 && n)
                no = table_named(tables, n, "migration") && n == 1 ? 0 : -1;
        if (r < 0)
                return err_trace(r);
        *ret = no == 0;
        return 0;
}

static int
restore_into(struct restore *s, struct store *target, struct instant now)
{
        size_t applied;
        int r = store_migrate_with(target, s->list, s->n_list, now, s->problems, &applied);

        if (r < 0)
                return err_trace(r);
        if (r == MIGRATE_REFUSED)
                return RESTORE_REFUSED;
        r = store_schema_begin(target, &s->to);
        if (r < 0)
                return err_trace(r);
        tx_unaudited(s->to); /* the chain is that of the backup, to the row */
        r = load_rows(s);
        if (r == 0)
                r = prove(s);
        if (r == 0)
                r = load_files(s);
        if (r == 0)
                r = store_commit(s->to);
        tx_endp(&s->to);
        return r < 0 ? err_trace(r) : r;
}

static void
remove_store(TALLOC_CTX *mem, const char *where)
{
        static const char *const ends[] = {"", "-wal", "-shm"};

        for (size_t i = 0; i < N(ends); i++)
                (void)unlink(mem_printf(mem, "%s%s", where, ends[i]));
}

static int
remove_below(const char *path, const struct stat *st, int flag, struct FTW *at)
{
        (void)st;
        (void)flag;
        if (at->level > 0) /* the folder itself was there, or may stay */
                (void)remove(path);
        return 0;
}

static int
restore_opened(struct restore *s, const char *where, struct instant now)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        bool fresh = !store_is_url(where) && !file_exists(where), empty = false;
        struct store *target;
        int r;

        if (!store_is_url(where) && !fresh) {
                problems_add(s->problems, 0, "", "%s 已经存在：只能恢复到空的数据目录", where);
                return RESTORE_REFUSED;
        }
        if (!is_empty_folder(s->files_dir)) {
                problems_add(s->problems, 0, "", "%s 不是空的：只能恢复到空的数据目录",
                             s->files_dir);
                return RESTORE_REFUSED;
        }
        r = store_open(mem, where, NULL, &target);
        if (r == 0)
                r = is_empty_store(mem, target, &empty);
        if (r == 0 && !empty) {
                problems_add(s->problems, 0, "", "目标数据库不是空的：只能恢复到空的数据库");
                return RESTORE_REFUSED;
        }
        if (r == 0)
                r = restore_into(s, target, now);
        if (r != 0) { /* both were empty before */
                (void)nftw(s->files_dir, remove_below, PATH_DEPTH, FTW_DEPTH | FTW_PHYS);
                TALLOC_FREE(mem);
                mem = mem_root();
                if (fresh)
                        remove_store(mem, where);
        }
        return r < 0 ? err_trace(r) : r;
}

int
store_restore(TALLOC_CTX *mem, const char *path, const char *where, const char *files_dir,
              struct instant now, struct problems *problems, struct backup_report *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *scratch = mem_root();
        struct store_settings plain = {.plain = true, .read_only = true, .n_connections = 1};
        struct restore s = {.mem = scratch, .files_dir = files_dir, .problems = problems};
        _cleanup_(tx_endp) struct tx *from = NULL;
        struct store *container;
        int r;

        if (!file_exists(path)) {
                problems_add(problems, 0, "", "%s：没有这个文件", path);
                return RESTORE_REFUSED;
        }
        r = store_open(scratch, path, &plain, &container);
        if (r == 0)
                r = store_read_begin(container, &from);
        if (r == 0) {
                s.from = from;
                r = read_container(&s);
        }
        if (r == ERR_DATA || r == ERR_IO) {
                problems_add(problems, 0, "", "不是完好的备份文件：%s", err_text());
                err_clear();
                return RESTORE_REFUSED;
        }
        if (r == 0)
                r = restore_opened(&s, where, now);
        if (r != 0)
                return r < 0 ? err_trace(r) : r;
        *ret = s.report;
        keep_report(mem, ret);
        return 0;
}
