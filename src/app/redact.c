#include "app/redact.h"

#include "app/file.h"
#include "app/inspect_kit.h"
#include "app/job.h"
#include "app/session.h"
#include "base/file.h"
#include "intake/intake.h"

#include <fcntl.h>
#include <math.h>

static const double mm_an_inch = 25.4, points_an_inch = 72;

/* ---- looking -------------------------------------------------------------------------------- */

static int
open_file(const struct app *app, const struct flow_file *f, struct problems *problems, int *ret_fd)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        *ret_fd = open(app_file_path(mem, app, f->sm3), O_RDONLY | O_CLOEXEC);
        if (*ret_fd >= 0)
                return 0;
        problems_add(problems, 0, f->name, "找不到这个文件");
        return FLOW_BAD;
}

int
app_redact_pages(TALLOC_CTX *mem, const struct app *app, const struct flow_file *f,
                 struct problems *problems, int *ret)
{
        _cleanup_(intake_close) int fd = -1;
        int r = open_file(app, f, problems, &fd);

        if (r == 0)
                r = intake_pdf_pages(mem, &(struct intake_file){f->name, fd}, problems, ret);
        return r < 0 ? err_trace(r) : r ? FLOW_BAD : 0;
}

int
app_redact_picture(TALLOC_CTX *mem, const struct app *app, const struct flow_file *f, int page,
                   struct problems *problems, const void **ret, size_t *ret_n)
{
        _cleanup_(intake_close) int fd = -1;
        int r = open_file(app, f, problems, &fd);

        static_assert((int)REDACT_PICTURE_DPI == (int)INTAKE_LOOK_DPI, "one scale");
        if (r == 0)
                r = intake_pdf_picture(mem, &(struct intake_file){f->name, fd}, page, problems, ret,
                                       ret_n);
        return r < 0 ? err_trace(r) : r ? FLOW_BAD : 0;
}

/* ---- places --------------------------------------------------------------------------------- */

static bool
is_gap(const char **s)
{
        static const char *const gaps[] = {" ", "\t", ",", "，", "、", ";", "；"};

        for (size_t i = 0; i < N(gaps); i++)
                if (strncmp(*s, gaps[i], strlen(gaps[i])) == 0) {
                        *s += strlen(gaps[i]);
                        return true;
                }
        return false;
}

/* "1, 20, 35.5, 60, 8" up to the end of the line. */
static bool
read_line(const char *s, struct intake_box *ret)
{
        double v[5];

        for (size_t i = 0; i < N(v); i++) {
                char *end;

                while (is_gap(&s))
                        ;
                if (*s < '0' || *s > '9')
                        return false;
                v[i] = strtod(s, &end);
                if (end == s || !isfinite(v[i]) || v[i] < 0 || v[i] > 100000)
                        return false;
                s = end;
        }
        while (is_gap(&s))
                ;
        for (size_t i = 1; i < N(v); i++)
                v[i] *= points_an_inch / mm_an_inch;
        *ret = (struct intake_box){(int)v[0], v[1], v[2], v[3], v[4]};
        return !*s && ret->page >= 1 && ret->width > 0 && ret->height > 0;
}

/* 0, or FLOW_BAD with the first line that is no place. */
static int
read_boxes(TALLOC_CTX *mem, const char *text, struct problems *problems, struct intake_box **ret,
           size_t *ret_n)
{
        struct intake_box *boxes = NULL;
        size_t n = 0, line = 0;

        for (const char *s = text; *s;) {
                size_t len = strcspn(s, "\r\n");
                const char *one = mem_strndup(mem, s, len);

                line++;
                s += len;
                s += *s == '\r' && s[1] == '\n' ? 2 : *s ? 1 : 0;
                if (!one[strspn(one, " \t")])
                        continue;
                mem_grow(mem, boxes, n);
                if (n == REDACT_BOXES_MAX || !read_line(one, &boxes[n])) {
                        problems_add(problems, 0, "boxes",
                                     n == REDACT_BOXES_MAX ? "最多 1000 处"
                                                           : "第 %zu 行不是涂黑位置，应为“页, 左, "
                                                             "上, 宽, 高”，如“1, 20, 35.5, 60, 8”",
                                     line);
                        return FLOW_BAD;
                }
                n++;
        }
        if (!n) {
                problems_add(problems, 0, "boxes", "请框选或填写要涂黑的位置");
                return FLOW_BAD;
        }
        *ret = boxes;
        *ret_n = n;
        return 0;
}

/* ---- asking --------------------------------------------------------------------------------- */

int
app_redact_ask(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
               const char *sm3, const char *boxes, struct problems *problems, int64_t *ret_id)
{
        const struct flow_file *f;
        struct redaction_insert_row *row;
        struct intake_box *list;
        struct flow_item it;
        struct actor alone;
        size_t n;
        int r = flow_lock(mem, tx, by, item, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        f = inspect_file(&it, sm3);
        if (!f)
                return FLOW_NOT_FOUND;
        if (flow_demand(&it, DEED_EDIT, problems))
                return FLOW_REFUSED;
        if (read_boxes(mem, boxes, problems, &list, &n))
                return FLOW_BAD;
        r = sql_redaction_insert_one(mem, tx,
                                     &(struct redaction_insert_in){.item_id = item,
                                                                   .edition_id = it.text.id,
                                                                   .sm3 = sm3,
                                                                   .name = f->name,
                                                                   .boxes = boxes,
                                                                   .person_id = by->who->person_id,
                                                                   .asked_at = by->now},
                                     &row);
        if (r == STORE_CONFLICT) {
                problems_add(problems, 0, "boxes", "这个文件正在涂黑，请稍后再试");
                return FLOW_REFUSED;
        }
        if (r == 0)
                r = job_enqueue(tx, "redact", row->id, NULL, by->now, by->now);
        if (r)
                return err_fold(r);
        *ret_id = row->id;
        return item_write_down(tx, by->who, by->now, "redaction_asked", item, sm3);
}

int
app_redact_read(TALLOC_CTX *mem, struct tx *tx, int64_t item, int64_t id, struct redaction *ret)
{
        struct redaction_read_row *row;
        int r = sql_redaction_read_one(mem, tx, &(struct redaction_read_in){.id = id}, &row);

        if (r == STORE_NONE || (r == 0 && row->item_id != item))
                return FLOW_NOT_FOUND;
        if (r)
                return err_fold(r);
        *ret = (struct redaction){
            .name = row->name, .state = row->state, .message = row->message, .sm3 = row->sm3};
        return 0;
}

/* ---- doing ---------------------------------------------------------------------------------- */

struct doing {
        struct app *app;
        struct instant now;
        const struct calendar *calendar;
        int64_t id;
        struct redaction_read_row *row;
        struct draft_file file; /* the new one */
        const char *message;    /* NULL: it was done */
};

static int
read_row(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct doing *d = arg;
        int r = sql_redaction_read_one(mem, tx, &(struct redaction_read_in){.id = d->id}, &d->row);

        return err_fold(r);
}

/* The new bytes, stored and looked into; a message when there are none. */
static int
make(TALLOC_CTX *mem, struct doing *d, const struct intake_writer *writer)
{
        _cleanup_(intake_close) int fd =
            open(app_file_path(mem, d->app, d->row->sm3), O_RDONLY | O_CLOEXEC);
        struct problems problems = {.mem = mem};
        struct stored_file *stored = mem_new(mem, struct stored_file);
        struct intake_box *boxes;
        const void *bytes;
        size_t n;
        int r;

        d->message = "找不到原文件";
        if (fd < 0)
                return 0;
        r = read_boxes(mem, d->row->boxes, &problems, &boxes, &n);
        if (r == 0)
                r = intake_redact_pdf(mem, &(struct intake_file){d->row->name, fd}, boxes, n,
                                      writer, &problems, &bytes, &n);
        if (r < 0)
                return err_trace(r);
        if (r) {
                d->message = problems.n_list ? problems.list[0].message : "文件无法涂黑";
                return 0;
        }
        r = app_file_store(d->app, d->row->name, bytes, n, stored);
        if (r < 0)
                return err_trace(r);
        d->message = NULL;
        d->file = (struct draft_file){
            .name = d->row->name, .sm3 = stored->sm3, .type = stored->type, .size = stored->size};
        return err_fold(app_inspect(mem, d->app, &d->file, 1, NULL));
}

static int
end(struct tx *tx, const struct doing *d, const char *message)
{
        int r =
            sql_redaction_end(tx,
                              &(struct redaction_end_in){.id = d->id,
                                                         .state = message ? "failed" : "done",
                                                         .message = message ? message : "",
                                                         .result_sm3 = message ? NULL : d->file.sm3,
                                                         .ended_at = d->now},
                              NULL);

        return err_fold(r);
}

/* Each grave finding of the old file is settled by this, or the file as a whole when it had none. */
static int
settle(struct tx *tx, const struct flow_by *by, const struct flow_item *it,
       const struct flow_file *f)
{
        int r = 0;
        size_t n = 0;

        for (size_t i = 0; r == 0 && i < f->n_findings; i++)
                if (f->findings[i].grave) {
                        r = inspect_decide(tx, by, it, f, f->findings[i].code, "redacted", "");
                        n++;
                }
        if (r == 0 && n == 0)
                r = inspect_decide(tx, by, it, f, "file", "redacted", "");
        return r;
}

/* The draft with the new file in the place of the old; every check of a saving holds. */
static int
put_in_place(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct doing *d = arg;
        struct problems problems = {.mem = mem};
        struct actor who, alone;
        struct flow_by by = {.who = &who, .now = d->now, .calendar = d->calendar};
        const struct flow_file *old = NULL;
        struct flow_item it;
        struct draft text;
        struct draft_file *files;
        int64_t item;
        int r = app_actor_of(mem, tx, d->row->person_id, instant_day(d->now), &who);

        if (r == 0)
                r = flow_lock(mem, tx, &by, d->row->item_id, &it, &alone);
        if (r < 0)
                return err_trace(r);
        old = r == 0 && it.text.id == d->row->edition_id ? inspect_file(&it, d->row->sm3) : NULL;
        if (!old || !it.choices[DEED_EDIT].may) {
                tx_unaudited(tx);
                return end(tx, d, "稿件已不能修改，或者附件已经不在稿件中，没有涂黑");
        }
        text = flow_draft_of(mem, &it);
        files = mem_array(mem, struct draft_file, text.n_files + 1);
        for (size_t i = 0; i < text.n_files; i++)
                files[i] = strcmp(text.files[i].sm3, d->row->sm3) == 0 ? d->file : text.files[i];
        text.files = files;
        r = settle(tx, &by, &it, old);
        if (r == 0)
                r = app_flow_save(mem, tx, &by, it.id, it.text.version, &text, &it.sheet, &problems,
                                  &item);
        if (r < 0)
                return err_trace(r);
        if (r) /* it could be kept before, so it can be kept now */
                return err_set(ERR_DATA, "a draft cannot be saved: %s",
                               problems.n_list ? problems.list[0].message : "?");
        return end(tx, d, NULL);
}

static int
give_up(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct doing *d = arg;

        (void)mem;
        tx_unaudited(tx);
        return end(tx, d, d->message);
}

int
app_redact_run(TALLOC_CTX *mem, struct app *app, struct instant now, const struct calendar *cal,
               int64_t id, const struct intake_writer *writer)
{
        struct doing d = {.app = app, .now = now, .calendar = cal, .id = id};
        int r = app_read(mem, app, read_row, &d);

        if (r || strcmp(d.row->state, "waiting") != 0)
                return err_fold(r);
        r = make(mem, &d, writer);
        if (r == 0)
                r = app_run(mem, app, d.message ? give_up : put_in_place, &d);
        return err_fold(r);
}
