#include "app/report_check.h"

#include "app/run.h"
#include "intake/intake.h"
#include "store/audit.h"
#include "store/sql.h"

enum { DAY_MS = 86400000 };

static const char too_late[] = "前面的文件用时过长，没有核查到这一个，请分批上传";
static const char not_one[] = "不像政府信息公开年度报告，没有核查";

/* ---- reading -------------------------------------------------------------------------------- */

/* The text of a file, or why there is none. */
struct reading {
        const char *name, *text, *problem;
};

static int
read_text(TALLOC_CTX *mem, const struct report_handed *f, struct reading *out)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems problems = {.mem = mem};
        struct intake_text text;
        int r = intake_memory(f->bytes, f->n, &fd);

        if (r < 0)
                return err_trace(r);
        r = intake_text(mem, &(struct intake_file){.name = f->name, .fd = fd}, &problems, &text);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                out->problem = problems.n_list ? problems.list[0].message : "无法读取";
        else if (text.n > REPORT_TEXT_MAX || memchr(text.text, '\0', text.n))
                out->problem = not_one;
        else
                out->text = text.text;
        return 0;
}

static int
read_file(TALLOC_CTX *mem, const struct report_handed *f, struct reading *out)
{
        struct report *report;
        int r;

        *out = (struct reading){.name = f->name};
        r = read_text(mem, f, out);
        if (r < 0)
                return err_trace(r);
        if (!out->text)
                return 0;
        /* Read once here so that what is no report is said at once and not kept. */
        r = report_read(mem, f->name, out->text, strlen(out->text), &report);
        if (r < 0)
                return err_trace(r);
        if (r == REPORT_NOT_ONE) {
                out->text = NULL;
                out->problem = not_one;
        }
        return 0;
}

/* ---- keeping -------------------------------------------------------------------------------- */

struct keeping {
        const struct actor *who;
        struct instant now;
        const struct reading *files;
        size_t n;
        int64_t id;
};

static int
keep(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct keeping *k = arg;
        struct report_run_add_in in = {
            .agency_id = k->who->agency_id,
            .person_id = k->who->person_id,
            .made_at = k->now,
            .expires_at = {k->now.ms + (int64_t)REPORT_RUN_DAYS * DAY_MS}};
        struct report_run_add_row *row;
        int r = sql_report_run_add_one(mem, tx, &in, &row);

        if (r)
                return err_fold(r);
        k->id = row->id;
        for (size_t i = 0; i < k->n; i++) {
                r = sql_report_run_file_add(
                    tx,
                    &(struct report_run_file_add_in){.run_id = k->id,
                                                     .no = (int64_t)i + 1,
                                                     .name = k->files[i].name,
                                                     .body = k->files[i].text,
                                                     .problem = k->files[i].problem},
                    NULL);
                if (r)
                        return err_fold(r);
        }
        return audit_write(tx, &(struct audit_entry){.at = k->now,
                                                     .person_id = k->who->person_id,
                                                     .event = "report_checked",
                                                     .object = "report_run",
                                                     .object_id = k->id,
                                                     .n = (int64_t)k->n});
}

int
app_report_run(TALLOC_CTX *mem, struct app *app, const struct actor *who, struct instant now,
               int64_t (*clock_us)(void), const struct report_handed *files, size_t n,
               int64_t *ret_id)
{
        struct reading *read = mem_array(mem, struct reading, n);
        struct keeping k = {.who = who, .now = now, .files = read, .n = n};
        int64_t until = clock_us() + (int64_t)REPORT_RUN_SECONDS * 1000000;
        int r;

        assert(n > 0 && n <= REPORT_RUN_FILES_MAX);
        for (size_t i = 0; i < n; i++) {
                if (clock_us() > until) {
                        read[i] = (struct reading){.name = files[i].name, .problem = too_late};
                        continue;
                }
                r = read_file(mem, &files[i], &read[i]);
                if (r < 0)
                        return err_trace(r);
        }
        r = app_run(mem, app, keep, &k);
        if (r)
                return err_fold(r);
        *ret_id = k.id;
        return 0;
}

/* ---- giving back ---------------------------------------------------------------------------- */

static int
find(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now, int64_t id,
     struct report_run_find_row **ret)
{
        struct report_run_find_in in = {
            .scope = who->scope, .id = id, .person_id = who->person_id, .now = now};
        int r = sql_report_run_find_one(mem, tx, &in, ret);

        return r < 0 ? err_trace(r) : r ? REPORT_RUN_NONE : 0;
}

/* Checks those that could be read, against each other. */
static void
check(TALLOC_CTX *mem, struct report_run *run)
{
        const struct report **reports = mem_array(mem, const struct report *, run->n_files);
        struct report_checks *checks = mem_array(mem, struct report_checks, run->n_files);
        struct report_run_file **of = mem_array(mem, struct report_run_file *, run->n_files);
        size_t *before = mem_array(mem, size_t, run->n_files);
        size_t n = 0;

        for (size_t i = 0; i < run->n_files; i++)
                if (run->files[i].report) {
                        reports[n] = run->files[i].report;
                        of[n++] = &run->files[i];
                }
        report_check_several(mem, reports, n, NULL, checks, before);
        for (size_t i = 0; i < n; i++) {
                of[i]->checks = checks[i];
                of[i]->before = before[i] < n ? of[before[i]]->no : 0;
        }
}

int
app_report_run_read(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                    int64_t id, struct report_run **ret)
{
        struct report_run_find_row *row;
        struct report_run_files_row *rows;
        struct report_run *run;
        size_t n;
        int r = find(mem, tx, who, now, id, &row);

        if (r)
                return r < 0 ? err_trace(r) : REPORT_RUN_NONE;
        r = sql_report_run_files(mem, tx, &(struct report_run_files_in){.run_id = id}, &rows, &n);
        if (r)
                return err_fold(r);
        run = mem_new(mem, struct report_run);
        *run = (struct report_run){.id = id,
                                   .made_at = row->made_at,
                                   .expires_at = row->expires_at,
                                   .files = mem_array(mem, struct report_run_file, n),
                                   .n_files = n};
        for (size_t i = 0; i < n; i++) {
                struct report_run_file *f = &run->files[i];
                struct report *report = NULL;

                *f = (struct report_run_file){
                    .no = rows[i].no, .name = rows[i].name, .problem = rows[i].problem};
                if (f->problem)
                        continue;
                r = report_read(mem, f->name, rows[i].body, strlen(rows[i].body), &report);
                if (r < 0)
                        return err_trace(r);
                if (r) /* by the rules of a later program */
                        f->problem = not_one;
                f->report = report;
        }
        check(mem, run);
        *ret = run;
        return 0;
}

int
app_report_runs(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                struct report_run_line **ret, size_t *ret_n)
{
        struct report_run_list_in in = {.scope = who->scope,
                                        .person_id = who->person_id,
                                        .now = now,
                                        .limit = REPORT_RUN_LIST_MAX};
        struct report_run_list_row *rows;
        struct report_run_line *lines;
        size_t n;
        int r = sql_report_run_list(mem, tx, &in, &rows, &n);

        if (r)
                return err_fold(r);
        lines = mem_array(mem, struct report_run_line, n + 1);
        for (size_t i = 0; i < n; i++)
                lines[i] = (struct report_run_line){.id = rows[i].id,
                                                    .n_files = rows[i].n_files,
                                                    .made_at = rows[i].made_at,
                                                    .expires_at = rows[i].expires_at,
                                                    .first_name = rows[i].first_name};
        *ret = lines;
        *ret_n = n;
        return 0;
}

/* ---- forgetting ----------------------------------------------------------------------------- */

struct forgetting {
        const struct actor *who;
        struct instant now;
        int64_t id;
};

static int
forget(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const struct forgetting *f = arg;
        struct report_run_find_row *row;
        int r = find(mem, tx, f->who, f->now, f->id, &row);

        if (r)
                return r < 0 ? err_trace(r) : REPORT_RUN_NONE;
        r = sql_report_run_files_forget(tx, &(struct report_run_files_forget_in){.run_id = f->id},
                                        NULL);
        if (r == 0)
                r = sql_report_run_forget(tx, &(struct report_run_forget_in){.id = f->id}, NULL);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = f->now,
                                                     .person_id = f->who->person_id,
                                                     .event = "report_run_forgotten",
                                                     .object = "report_run",
                                                     .object_id = f->id});
}

int
app_report_run_forget(TALLOC_CTX *mem, struct app *app, const struct actor *who, struct instant now,
                      int64_t id)
{
        struct forgetting f = {.who = who, .now = now, .id = id};
        int r = app_run(mem, app, forget, &f);

        return r < 0 ? err_trace(r) : r;
}

int
report_runs_expire(struct tx *tx, struct instant now)
{
        int r =
            sql_report_run_files_expire(tx, &(struct report_run_files_expire_in){.now = now}, NULL);

        if (r == 0)
                r = sql_report_run_expire(tx, &(struct report_run_expire_in){.now = now}, NULL);
        return r ? err_fold(r) : 0;
}
