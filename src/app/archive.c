#include "app/archive.h"

#include "app/import_rows.h"
#include "app/job.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

enum { NAME_MAX_LENGTH = 100 };

struct walk {
        struct app *app;
        const char *agency;
        int year;
        archive_fn *fn;
        void *arg;
        struct archive_year *ret;
};

static int
visit(TALLOC_CTX *mem, struct tx *tx, const struct walk *w, const struct archive_items_row *row,
      size_t nth, size_t of)
{
        struct edition_text_row *text;
        struct edition_files_row *rows;
        struct archive_file *files;
        size_t n;
        int r =
            sql_edition_text_one(mem, tx, &(struct edition_text_in){.id = row->edition_id}, &text);

        if (r == 0)
                r = sql_edition_files(mem, tx, &(struct edition_files_in){.id = row->edition_id},
                                      &rows, &n);
        if (r)
                return err_fold(r);
        files = mem_array(mem, struct archive_file, n);
        for (size_t i = 0; i < n; i++)
                files[i] = (struct archive_file){.name = rows[i].name, .sm3 = rows[i].sm3};
        return w->fn(mem, w->arg,
                     &(struct archive_item){.nth = nth,
                                            .of = of,
                                            .edition_no = row->edition_no,
                                            .index_no = row->index_no,
                                            .title = row->title,
                                            .doc_no = row->doc_no,
                                            .column = row->column_name,
                                            .column_code = row->column_code,
                                            .published = row->published_at,
                                            .formed = row->formed_on,
                                            .written = row->written_on,
                                            .effective = row->effective_on,
                                            .expires = row->expires_on,
                                            .repealed = row->repealed_on,
                                            .validity = row->validity,
                                            .repealed_by = row->repealed_by,
                                            .topic = row->topic,
                                            .genre = row->genre,
                                            .keywords = row->keywords,
                                            .sm3 = row->content_sm3,
                                            .correction = row->correction,
                                            .channels = row->channels,
                                            .body = text->body,
                                            .files = files,
                                            .n_files = n});
}

static int
each(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const struct walk *w = arg;
        struct agency_by_slug_or_code_row *a;
        struct archive_items_row *rows;
        size_t n;
        int r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = w->agency}, &a);

        if (r == STORE_NONE)
                return ARCHIVE_NOT_FOUND;
        if (r == 0)
                r = sql_archive_items(
                    mem, tx,
                    &(struct archive_items_in){.agency_id = a->id,
                                               .from_day = day_ymd(w->year, 1, 1),
                                               .before_day = day_ymd(w->year + 1, 1, 1)},
                    &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *own = mem_root();

                r = visit(own, tx, w, &rows[i], i + 1, n);
                if (r < 0)
                        return err_trace(r);
        }
        *w->ret = (struct archive_year){
            .agency_id = a->id, .agency = a->name, .year = w->year, .n_items = n};
        return 0;
}

int
app_archive_each(TALLOC_CTX *mem, struct app *app, const char *agency, int year, archive_fn *fn,
                 void *arg, struct archive_year *ret)
{
        struct walk w = {app, agency, year, fn, arg, ret};
        int r = app_read(mem, app, each, &w);

        return r < 0 ? err_trace(r) : r;
}

/* ---- registers ------------------------------------------------------------------------------ */

static int
write_down(struct tx *tx, int64_t person, struct instant now, const char *event, int64_t id,
           const char *detail)
{
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = person,
                                                     .event = event,
                                                     .object = "archive",
                                                     .object_id = id,
                                                     .detail = detail});
}

struct making {
        struct archive_package_insert_in in;
        const struct archive_work *work;
        int64_t id;
};

/* The order that this answers is done with it; one that somebody else has answered meanwhile is stale. */
static int
end_work(TALLOC_CTX *mem, struct tx *tx, const struct making *m)
{
        struct archive_purged_row *purged;
        int64_t changed;
        int r = sql_archive_purged_one(
            mem, tx, &(struct archive_purged_in){.since = m->work->began}, &purged);

        if (r == 0)
                r = sql_archive_work_end(tx,
                                         &(struct archive_work_end_in){.id = m->work->id,
                                                                       .state = "done",
                                                                       .message = "",
                                                                       .package_id = m->id,
                                                                       .has_package_id = true,
                                                                       .ended_at = m->in.made_at},
                                         &changed);
        if (r)
                return err_fold(r);
        return purged->n || !changed ? ARCHIVE_STALE : 0;
}

static int
made(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct making *m = arg;
        struct archive_package_insert_row *row;
        int r = sql_archive_package_insert_one(mem, tx, &m->in, &row);

        if (r)
                return err_fold(r);
        m->id = row->id;
        r = m->work ? end_work(mem, tx, m) : 0;
        if (r)
                return r < 0 ? err_trace(r) : r;
        return write_down(tx, m->work ? m->work->person_id : 0, m->in.made_at, "archive_packed",
                          row->id, m->in.manifest_sm3);
}

int
app_archive_made(TALLOC_CTX *mem, struct app *app, struct instant now,
                 const struct archive_year *year, size_t n_files, const char *manifest_sm3,
                 const struct archive_work *work, int64_t *ret_id)
{
        struct making m = {.in = {.agency_id = year->agency_id,
                                  .year = year->year,
                                  .made_at = now,
                                  .n_items = (int64_t)year->n_items,
                                  .n_files = (int64_t)n_files,
                                  .manifest_sm3 = manifest_sm3},
                           .work = work};
        int r = app_run(mem, app, made, &m);

        if (r)
                return r < 0 ? err_trace(r) : ARCHIVE_STALE;
        *ret_id = m.id;
        return 0;
}

static void
check_delivery(const struct archive_delivery *d, struct instant now, struct problems *problems)
{
        if (strcmp(d->kind, "archive") != 0 && strcmp(d->kind, "library") != 0)
                problems_add(problems, 0, "kind", "应为 archive（档案馆）或 library（图书馆）");
        if (!*d->receiver || text_length(d->receiver) > NAME_MAX_LENGTH)
                problems_add(problems, 0, "to", "请写明接收单位，不超过 %d 字", NAME_MAX_LENGTH);
        if (!*d->handed_by || text_length(d->handed_by) > NAME_MAX_LENGTH)
                problems_add(problems, 0, "by", "请写明移交人，不超过 %d 字", NAME_MAX_LENGTH);
        if (text_length(d->receipt) > NAME_MAX_LENGTH)
                problems_add(problems, 0, "receipt", "回执不超过 %d 字", NAME_MAX_LENGTH);
        if (!problems_of(problems, "on") &&
            (day_is_none(d->on) || day_cmp(d->on, instant_day(now)) > 0))
                problems_add(problems, 0, "on", "请写明移交日期，不能晚于今天");
        if (!problems_of(problems, "year") &&
            (d->year < ARCHIVE_YEAR_MIN || d->year > day_year(instant_day(now))))
                problems_add(problems, 0, "year", "没有这样的年度");
}

/* To an archive goes the newest package of the year. */
static int
check_package(TALLOC_CTX *mem, struct tx *tx, const struct archive_delivery *d, int64_t agency,
              struct problems *problems, int64_t *ret_package)
{
        struct archive_package_last_row *package = NULL;
        int r = sql_archive_package_last_one(
            mem, tx, &(struct archive_package_last_in){.agency_id = agency, .year = d->year},
            &package);

        if (r < 0)
                return err_trace(r);
        if (!package)
                problems_add(problems, 0, "year", "该年度还没有制作移交包");
        else if (!day_is_none(d->on) && day_cmp(d->on, instant_day(package->made_at)) < 0)
                problems_add(problems, 0, "on", "移交日期早于移交包的制作日期");
        *ret_package = package ? package->id : 0;
        return 0;
}

int
app_archive_deliver(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                    const struct archive_delivery *d, struct problems *problems, int64_t *ret_id)
{
        bool archive = strcmp(d->kind, "archive") == 0;
        struct archive_delivery_insert_row *row;
        int64_t agency = 0, package = 0;
        int r;

        check_delivery(d, now, problems);
        r = import_find_agency(mem, tx, who, d->agency, &agency);
        if (r == STORE_NONE)
                problems_add(problems, 0, "agency", "没有机构“%s”", d->agency);
        else if (r == 0 && archive)
                r = check_package(mem, tx, d, agency, problems, &package);
        if (r < 0)
                return err_trace(r);
        if (problems->n)
                return ARCHIVE_BAD;
        r = sql_archive_delivery_insert_one(
            mem, tx,
            &(struct archive_delivery_insert_in){.agency_id = agency,
                                                 .year = d->year,
                                                 .package_id = package,
                                                 .has_package_id = archive,
                                                 .delivery_kind = d->kind,
                                                 .receiver = d->receiver,
                                                 .handed_by = d->handed_by,
                                                 .handed_on = d->on,
                                                 .receipt = d->receipt,
                                                 .recorded_at = now},
            &row);
        if (r)
                return err_fold(r);
        *ret_id = row->id;
        return write_down(tx, who ? who->person_id : 0, now, "archive_delivered", row->id,
                          d->receiver);
}

/* ---- orders ----------------------------------------------------------------------------------- */

int
app_archive_ask(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                const char *slug, int year, struct problems *problems, int64_t *ret_id)
{
        struct archive_work_insert_row *row;
        struct archive_work_open_row *open;
        struct archive_sum *sums;
        int64_t agency, n_items = 0;
        size_t n;
        int r = import_find_agency(mem, tx, who, slug, &agency);

        if (r == STORE_NONE)
                return ARCHIVE_NOT_FOUND;
        if (r == 0)
                r = app_archive_years(mem, tx, who->scope, agency, instant_day(now), &sums, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                if (sums[i].year == year)
                        n_items = sums[i].n_items;
        if (!n_items) {
                problems_add(problems, 0, "year", "该年度没有主动公开的信息");
                return ARCHIVE_BAD;
        }
        r = sql_archive_work_open_one(
            mem, tx, &(struct archive_work_open_in){.agency_id = agency, .year = year}, &open);
        if (r == 0) {
                *ret_id = open->id;
                tx_unaudited(tx);
                return 0;
        }
        if (r < 0)
                return err_trace(r);
        r = sql_archive_work_insert_one(
            mem, tx,
            &(struct archive_work_insert_in){.agency_id = agency,
                                             .year = year,
                                             .n_all = n_items,
                                             .person_id = who->person_id,
                                             .asked_at = now},
            &row);
        if (r == STORE_CONFLICT) { /* another was faster */
                problems_add(problems, 0, "year", "该年度的移交包正在制作，请稍后再看");
                return ARCHIVE_BAD;
        }
        if (r == 0)
                r = job_enqueue(tx, "archive", row->id, NULL, now, now);
        if (r)
                return err_fold(r);
        *ret_id = row->id;
        return write_down(tx, who->person_id, now, "archive_asked", row->id, slug);
}

int
app_archive_work(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t id,
                 struct archive_work *ret)
{
        struct archive_work_read_row *row;
        int r = sql_archive_work_read_one(
            mem, tx, &(struct archive_work_read_in){.scope = scope, .id = id}, &row);

        if (r == STORE_NONE)
                return ARCHIVE_NOT_FOUND;
        if (r)
                return err_fold(r);
        *ret = (struct archive_work){.id = id,
                                     .person_id = row->person_id,
                                     .package_id = row->has_package_id ? row->package_id : 0,
                                     .slug = row->slug,
                                     .agency = row->agency,
                                     .year = (int)row->year,
                                     .state = row->state,
                                     .message = row->message,
                                     .n_done = row->n_done,
                                     .n_all = row->n_all};
        return 0;
}

static int
step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        (void)mem;
        tx_unaudited(tx);
        return err_fold(sql_archive_work_step(tx, arg, NULL));
}

int
app_archive_step(TALLOC_CTX *mem, struct app *app, int64_t work, size_t n_done, size_t n_all)
{
        struct archive_work_step_in in = {
            .id = work, .n_done = (int64_t)n_done, .n_all = (int64_t)n_all};

        return err_fold(app_run(mem, app, step, &in));
}

static int
give_up(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        (void)mem;
        tx_unaudited(tx);
        return err_fold(sql_archive_work_end(tx, arg, NULL));
}

int
app_archive_fail(TALLOC_CTX *mem, struct app *app, struct instant now, int64_t work,
                 const char *why)
{
        struct archive_work_end_in in = {
            .id = work, .state = "failed", .message = why, .ended_at = now};

        return err_fold(app_run(mem, app, give_up, &in));
}
