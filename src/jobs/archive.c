#include "jobs/archive.h"

#include "app/file.h"
#include "app/table.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/json.h"
#include "document/paper.h"
#include "document/sheet.h"
#include "jobs/jobs.h"

#include <unistd.h>

job_fn job_archive;

enum { LIST_MAX = 512 << 20, JSON_MAX = 1 << 20, TOLD_EVERY = 20 };

struct packing {
        TALLOC_CTX *mem; /* of the list, which is written last */
        struct app *app;
        const struct archive_work *work;
        struct bundle *bundle;
        struct press *press;
        struct buf csv, text; /* text: the list as a table for the press */
        const char **cells;
        size_t n_rows, room;
};

static const struct sheet_column columns[] = {{"序号", SHEET_NUMBER},   {"索引号", SHEET_TEXT},
                                              {"标题", SHEET_TEXT},     {"发文字号", SHEET_TEXT},
                                              {"成文日期", SHEET_DAY},  {"公开日期", SHEET_DAY},
                                              {"栏目", SHEET_TEXT},     {"附件数", SHEET_NUMBER},
                                              {"公开渠道", SHEET_TEXT}, {"内容SM3", SHEET_TEXT}};
/* Those that a sheet of A4 has room for. */
static const bool on_paper[N(columns)] = {true, true, true, true, true, true};

static const char *
day_of(TALLOC_CTX *mem, struct day day)
{
        return day_is_none(day) ? "" : table_day(mem, day);
}

/* ---- the list ------------------------------------------------------------------------------- */

/* A cell of a text table: no bar, no line break. */
static void
text_cell(struct buf *out, const char *s)
{
        for (; *s; s++)
                buf_char(out, *s == '|' || *s == '\n' ? ' ' : *s);
        buf_str(out, " | ");
}

static void
list_row(struct packing *p, const char *const *cells)
{
        buf_str(&p->text, "| ");
        for (size_t i = 0; i < N(columns); i++) {
                csv_put(&p->csv, cells[i], i + 1 == N(columns));
                if (on_paper[i])
                        text_cell(&p->text, cells[i]);
        }
        buf_str(&p->text, "\n");
}

static void
list_item(struct packing *p, const struct archive_item *it)
{
        const char *cells[N(columns)] = {
            table_int(p->mem, (int64_t)++p->n_rows),
            mem_strdup(p->mem, it->index_no),
            mem_strdup(p->mem, it->title),
            it->doc_no ? mem_strdup(p->mem, it->doc_no) : "",
            day_of(p->mem, it->written),
            day_of(p->mem, instant_is_none(it->published) ? DAY_NONE : instant_day(it->published)),
            mem_strdup(p->mem, it->column),
            table_int(p->mem, (int64_t)it->n_files),
            it->channels ? mem_strdup(p->mem, it->channels) : "",
            mem_strdup(p->mem, it->sm3)};

        if (p->n_rows * N(columns) > p->room) {
                p->room = 2 * p->n_rows * N(columns);
                p->cells = talloc_realloc(p->mem, p->cells, const char *, (unsigned)p->room);
                mem_must(p->cells);
        }
        memcpy(p->cells + (p->n_rows - 1) * N(columns), cells, sizeof(cells));
        list_row(p, cells);
}

static int
add_lists(struct packing *p, const struct archive_year *year)
{
        const char *title =
            mem_printf(p->mem, "%s%d年主动公开信息移交清单", year->agency, year->year);
        struct sheet sheet = {.name = "移交清单",
                              .title = title,
                              .columns = columns,
                              .n_columns = N(columns),
                              .cells = p->cells,
                              .n_rows = p->n_rows};
        struct buf xlsx = buf_new(p->mem, LIST_MAX), pdf = buf_new(p->mem, LIST_MAX);
        struct problems problems = {.mem = p->mem};
        struct paper paper = {.title = title, .day = DAY_NONE, .author = year->agency};
        struct body *body;
        int r;

        buf_str(&p->text,
                "\n移交单位（盖章）：　　　　　　　　移交人：　　　　　　　　年　　月　　日\n\n"
                "接收单位（盖章）：　　　　　　　　接收人：　　　　　　　　年　　月　　日\n");
        r = bundle_bytes(p->bundle, "移交清单.csv", buf_text(&p->csv), p->csv.len);
        if (r == 0)
                r = sheet_xlsx(p->mem, &sheet, 1, &xlsx);
        if (r == 0)
                r = bundle_bytes(p->bundle, "移交清单.xlsx", buf_text(&xlsx), xlsx.len);
        if (r == 0)
                r = body_from_text(p->mem, buf_text(&p->text), &problems, &body);
        if (r > 0) { /* more rows than one table has: the workbook has them all */
                return 0;
        }
        paper.body = r == 0 ? body : NULL;
        if (r == 0)
                r = paper_pdf(p->press, &paper, &pdf);
        if (r == 0)
                r = bundle_bytes(p->bundle, "移交清单.pdf", buf_text(&pdf), pdf.len);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- an item -------------------------------------------------------------------------------- */

static void
put(struct json_out *o, const char *key, const char *value)
{
        json_name(o, key);
        json_put(o, value);
}

static void
put_day(struct json_out *o, TALLOC_CTX *mem, const char *key, struct day day)
{
        put(o, key, day_is_none(day) ? NULL : table_day(mem, day));
}

static void
metadata(TALLOC_CTX *mem, const struct archive_item *it, struct buf *out)
{
        struct json_out o = {.buf = out};
        char at[INSTANT_TEXT_SIZE];

        json_open(&o, '{');
        put(&o, "index_no", it->index_no);
        put(&o, "title", it->title);
        put(&o, "doc_no", it->doc_no);
        put(&o, "column", it->column);
        put(&o, "column_code", it->column_code);
        put(&o, "topic", it->topic);
        put(&o, "genre", it->genre);
        put(&o, "keywords", it->keywords);
        put(&o, "published_at",
            instant_is_none(it->published) ? NULL : instant_text(it->published, at));
        put_day(&o, mem, "formed_date", it->formed);
        put_day(&o, mem, "written_date", it->written);
        put(&o, "validity", it->validity);
        put_day(&o, mem, "effective_date", it->effective);
        put_day(&o, mem, "expiry_date", it->expires);
        put_day(&o, mem, "repeal_date", it->repealed);
        put(&o, "repealed_by", it->repealed_by);
        put(&o, "correction", it->correction);
        put(&o, "channels", it->channels);
        json_name(&o, "edition");
        json_put_int(&o, it->edition_no);
        put(&o, "content_sm3", it->sm3);
        json_name(&o, "files");
        json_open(&o, '[');
        for (size_t i = 0; i < it->n_files; i++) {
                json_open(&o, '{');
                put(&o, "name", it->files[i].name);
                put(&o, "sm3", it->files[i].sm3);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
}

/* A name of one file, never of a folder. */
static const char *
plain_name(TALLOC_CTX *mem, const char *name)
{
        char *out = mem_strdup(mem, name);

        for (char *c = out; *c; c++)
                if (*c == '/' || *c == '\\' || (unsigned char)*c < 0x20)
                        *c = '_';
        return out;
}

static int
add_files(TALLOC_CTX *mem, struct packing *p, const struct archive_item *it, const char *folder)
{
        int r = 0;

        for (size_t i = 0; r == 0 && i < it->n_files; i++)
                r = bundle_file(p->bundle,
                                mem_printf(mem, "%s/附件/%02zu_%s", folder, i + 1,
                                           plain_name(mem, it->files[i].name)),
                                app_file_path(mem, p->app, it->files[i].sm3));
        return r < 0 ? err_trace(r) : 0;
}

static int
add_item(TALLOC_CTX *mem, void *arg, const struct archive_item *it)
{
        struct packing *p = arg;
        struct buf pdf = buf_new(mem, PAPER_SIZE_MAX), json = buf_new(mem, JSON_MAX);
        struct problems problems = {.mem = mem};
        struct body *body;
        const char *folder;
        int r;

        list_item(p, it);
        folder = mem_printf(mem, "%04zu_%s", p->n_rows, plain_name(mem, it->index_no));
        r = body_parse(mem, it->body, strlen(it->body), true, &problems, &body);
        if (r)
                return r < 0 ? err_trace(r) : err_set(ERR_DATA, "body of %s", it->index_no);
        r = paper_pdf(p->press,
                      &(struct paper){.title = it->title,
                                      .doc_no = it->doc_no,
                                      .body = body,
                                      .day = it->written,
                                      .author = NULL},
                      &pdf);
        if (r == 0)
                r = bundle_bytes(p->bundle, mem_printf(mem, "%s/正文.pdf", folder), buf_text(&pdf),
                                 pdf.len);
        metadata(mem, it, &json);
        if (r == 0)
                r = bundle_bytes(p->bundle, mem_printf(mem, "%s/元数据.json", folder),
                                 buf_text(&json), json.len);
        if (r == 0)
                r = add_files(mem, p, it, folder);
        if (r == 0 && p->work && it->nth % TOLD_EVERY == 0)
                r = app_archive_step(mem, p->app, p->work->id, it->nth, it->of);
        return r < 0 ? err_trace(r) : 0;
}

static void
list_head(struct packing *p)
{
        const char *heads[N(columns)];

        for (size_t i = 0; i < N(columns); i++)
                heads[i] = columns[i].name;
        buf_str(&p->csv, "\xef\xbb\xbf");
        list_row(p, heads);
}

int
archive_pack(TALLOC_CTX *mem, struct app *app, const char *agency, int year, const char *path,
             struct instant now, const struct archive_work *work, struct archive_packed *ret)
{
        struct packing p = {.mem = mem,
                            .app = app,
                            .work = work,
                            .csv = buf_new(mem, LIST_MAX),
                            .text = buf_new(mem, LIST_MAX)};
        int r = bundle_new(mem, path, now, &p.bundle);

        if (r == BUNDLE_THERE)
                return PACK_THERE;
        if (r == 0)
                r = press_new(mem, NULL, &p.press);
        if (r < 0)
                return err_trace(r);
        list_head(&p);
        r = app_archive_each(mem, app, agency, year, add_item, &p, &ret->year);
        if (r == 0 && ret->year.n_items == 0)
                r = PACK_NOTHING;
        else if (r == ARCHIVE_NOT_FOUND)
                r = PACK_NO_AGENCY;
        if (r == 0)
                r = add_lists(&p, &ret->year);
        if (r == 0)
                r = bundle_close(p.bundle, ret->manifest_sm3, &ret->n_files);
        talloc_free(p.bundle);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_archive_made(mem, app, now, &ret->year, ret->n_files, ret->manifest_sm3, work,
                             &ret->id);
        if (r)
                (void)unlink(path); /* a package that no register knows is none */
        return r < 0 ? err_trace(r) : r ? PACK_STALE : 0;
}

/* ---- for the office ------------------------------------------------------------------------- */

struct opening {
        int64_t id;
        struct archive_work work;
};

static int
open_work(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct opening *o = arg;
        int r = app_archive_work(mem, tx, 0, o->id, &o->work);

        return r < 0 ? err_trace(r) : r;
}

/* It is tried again, and after the last time the office is told. */
static int
not_made(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job,
         const struct archive_work *w, const char *why)
{
        int r = app_archive_sweep(mem, app, w->id);

        if (r == 0 && jobs_is_last_try(job))
                r = app_archive_fail(mem, app, now, w->id,
                                     "多次尝试都没有成功，请运维人员查看运行日志");
        return r < 0 ? err_trace(r)
                     : err_set(ERR_IO, "package of %s, %d: %s", w->slug, w->year, why);
}

/* A work that was cut off begins anew. */
int
job_archive(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        struct opening o = {.id = job->ref};
        const struct archive_work *w = &o.work;
        struct archive_packed packed;
        int r = app_read(mem, app, open_work, &o);

        if (r < 0)
                return err_trace(r);
        if (r || strcmp(w->state, "waiting") != 0)
                return 0;
        o.work.began = now;
        r = app_archive_sweep(mem, app, w->id);
        if (r == 0)
                r = archive_pack(mem, app, w->slug, w->year, app_archive_part(mem, app, w->id),
                                 clock_now(), w, &packed);
        if (r == 0)
                return err_fold(app_archive_keep(mem, app, w->id, packed.id));
        if (r == PACK_NOTHING || r == PACK_NO_AGENCY)
                return err_fold(app_archive_fail(mem, app, now, w->id, "该年度没有主动公开的信息"));
        return not_made(mem, app, now, job, w,
                        r < 0 ? mem_strdup(mem, err_text()) : "something was purged meanwhile");
}
