#include "app/archive.h"

#include "store/audit.h"
#include "store/sql.h"

struct walk {
        struct app *app;
        const char *agency;
        int year;
        archive_fn *fn;
        void *arg;
        struct archive_year *ret;
};

static struct instant
year_begin(int year)
{
        return instant_of_day(day_ymd(year, 1, 1));
}

static int
visit(TALLOC_CTX *mem, struct tx *tx, const struct walk *w, const struct archive_items_row *row)
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
                     &(struct archive_item){.edition_no = row->edition_no,
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
                                               .from_at = year_begin(w->year),
                                               .before_at = year_begin(w->year + 1)},
                    &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *own = mem_root();

                r = visit(own, tx, w, &rows[i]);
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
write_down(struct tx *tx, struct instant now, const char *event, int64_t id, const char *detail)
{
        return audit_write(
            tx,
            &(struct audit_entry){
                .at = now, .event = event, .object = "archive", .object_id = id, .detail = detail});
}

struct making {
        struct archive_package_insert_in in;
        int64_t id;
};

static int
made(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct making *m = arg;
        struct archive_package_insert_row *row;
        int r = sql_archive_package_insert_one(mem, tx, &m->in, &row);

        if (r)
                return err_fold(r);
        m->id = row->id;
        return write_down(tx, m->in.made_at, "archive_packed", row->id, m->in.manifest_sm3);
}

int
app_archive_made(TALLOC_CTX *mem, struct app *app, struct instant now,
                 const struct archive_year *year, size_t n_files, const char *manifest_sm3,
                 int64_t *ret_id)
{
        struct making m = {.in = {.agency_id = year->agency_id,
                                  .year = year->year,
                                  .made_at = now,
                                  .n_items = (int64_t)year->n_items,
                                  .n_files = (int64_t)n_files,
                                  .manifest_sm3 = manifest_sm3}};
        int r = app_run(mem, app, made, &m);

        if (r)
                return err_fold(r);
        *ret_id = m.id;
        return 0;
}

struct delivering {
        struct instant now;
        const struct archive_delivery *d;
        struct problems *problems;
        int64_t id;
};

static void
check_delivery(const struct archive_delivery *d, struct instant now, struct problems *problems)
{
        if (strcmp(d->kind, "archive") != 0 && strcmp(d->kind, "library") != 0)
                problems_add(problems, 0, "kind", "应为 archive（档案馆）或 library（图书馆）");
        if (!*d->receiver)
                problems_add(problems, 0, "to", "请写明接收单位");
        if (!*d->handed_by)
                problems_add(problems, 0, "by", "请写明移交人");
        if (day_is_none(d->on) || day_cmp(d->on, instant_day(now)) > 0)
                problems_add(problems, 0, "on", "请写明移交日期，不能晚于今天");
        if (d->year < ARCHIVE_YEAR_MIN || d->year > ARCHIVE_YEAR_MAX)
                problems_add(problems, 0, "year", "没有这样的年度");
}

static int
deliver(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct delivering *g = arg;
        const struct archive_delivery *d = g->d;
        bool archive = strcmp(d->kind, "archive") == 0;
        struct archive_package_last_row *package = NULL;
        struct agency_by_slug_or_code_row *a = NULL;
        struct archive_delivery_insert_row *row;
        int r;

        g->problems->n = g->problems->n_list = 0; /* this may be another try */
        check_delivery(d, g->now, g->problems);
        r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = d->agency}, &a);
        if (r == STORE_NONE)
                problems_add(g->problems, 0, "agency", "没有机构“%s”", d->agency);
        else if (r == 0)
                r = sql_archive_package_last_one(
                    mem, tx, &(struct archive_package_last_in){.agency_id = a->id, .year = d->year},
                    &package);
        if (r < 0)
                return err_trace(r);
        if (a && archive && !package)
                problems_add(g->problems, 0, "year", "该年度还没有制作移交包");
        if (g->problems->n || (archive && !package))
                return ARCHIVE_BAD;
        r = sql_archive_delivery_insert_one(
            mem, tx,
            &(struct archive_delivery_insert_in){.agency_id = a->id,
                                                 .year = d->year,
                                                 .package_id = archive ? package->id : 0,
                                                 .has_package_id = archive,
                                                 .delivery_kind = d->kind,
                                                 .receiver = d->receiver,
                                                 .handed_by = d->handed_by,
                                                 .handed_on = d->on,
                                                 .receipt = d->receipt,
                                                 .recorded_at = g->now},
            &row);
        if (r)
                return err_fold(r);
        g->id = row->id;
        return write_down(tx, g->now, "archive_delivered", row->id, d->receiver);
}

int
app_archive_deliver(TALLOC_CTX *mem, struct app *app, struct instant now,
                    const struct archive_delivery *d, struct problems *problems, int64_t *ret_id)
{
        struct delivering g = {.now = now, .d = d, .problems = problems};
        int r = app_run(mem, app, deliver, &g);

        if (r)
                return r < 0 ? err_trace(r) : ARCHIVE_BAD;
        *ret_id = g.id;
        return 0;
}

static int
read_register(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct archive_register *ret = arg;
        struct archive_packages_row *p;
        struct archive_deliveries_row *d;
        int r = sql_archive_packages(mem, tx, &(struct archive_packages_in){.limit = ARCHIVE_LIST},
                                     &p, &ret->n_packages);

        if (r == 0)
                r = sql_archive_deliveries(mem, tx,
                                           &(struct archive_deliveries_in){.limit = ARCHIVE_LIST},
                                           &d, &ret->n_deliveries);
        if (r)
                return err_fold(r);
        ret->packages = mem_array(mem, struct archive_package, ret->n_packages);
        for (size_t i = 0; i < ret->n_packages; i++)
                ret->packages[i] = (struct archive_package){.id = p[i].id,
                                                            .agency = p[i].agency,
                                                            .year = (int)p[i].year,
                                                            .made = p[i].made_at,
                                                            .n_items = p[i].n_items,
                                                            .n_files = p[i].n_files,
                                                            .manifest_sm3 = p[i].manifest_sm3,
                                                            .handed = p[i].handed_on};
        ret->deliveries = mem_array(mem, struct archive_delivery, ret->n_deliveries);
        for (size_t i = 0; i < ret->n_deliveries; i++)
                ret->deliveries[i] = (struct archive_delivery){.id = d[i].id,
                                                               .package_id = d[i].package_id,
                                                               .agency = d[i].agency,
                                                               .year = (int)d[i].year,
                                                               .kind = d[i].delivery_kind,
                                                               .receiver = d[i].receiver,
                                                               .handed_by = d[i].handed_by,
                                                               .receipt = d[i].receipt,
                                                               .on = d[i].handed_on};
        return 0;
}

int
app_archive_register(TALLOC_CTX *mem, struct app *app, struct archive_register *ret)
{
        int r = app_read(mem, app, read_register, ret);

        return err_fold(r);
}
