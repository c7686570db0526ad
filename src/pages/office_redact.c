/* 涂黑: places of a PDF of a draft, chosen on pictures of its pages. */
#include "pages/office_items.h"

#include "app/redact.h"
#include "app/run.h"
#include "views/office/outcome.h"
#include "views/office/redact.h"
#include "views/views.h"

int page_office_redact(struct page *);
int page_office_redact_send(struct page *);
int page_office_redact_page(struct page *);
int page_office_redaction(struct page *);

enum { BOXES_BYTES_MAX = 60000, PAGE_NO_MAX = 10000, ASK_AGAIN_S = 2 };

struct redact_page {
        struct page *p;
        struct flow_by by;
        struct flow_item it;
        const struct flow_file *file;
        struct problems problems;
        int64_t id;
};

/* The file of the path, of an item that this actor may change now. */
static int
open_redact(struct page *p, struct redact_page *d)
{
        const char *sm3 = office_arg(p, "sm3");
        int r;

        *d = (struct redact_page){.p = p, .problems = {.mem = p->mem}};
        r = item_by(p, &d->by);
        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &d->by, &d->it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        for (size_t i = 0; i < d->it.n_files; i++)
                if (strcmp(d->it.files[i].sm3, sm3) == 0)
                        d->file = &d->it.files[i];
        if (!d->file)
                return PAGE_NOT_FOUND;
        if (d->it.choices[DEED_EDIT].may)
                return 0;
        p->reason = d->it.choices[DEED_EDIT].why;
        return p->post ? PAGE_CONFLICT : PAGE_FORBIDDEN;
}

static void
pages_of(struct redact_page *d, int n, struct view_office_redact *v)
{
        struct office_page_picture *list =
            mem_array(d->p->mem, struct office_page_picture, (size_t)n + 1);

        for (int i = 0; i < n; i++)
                list[i] = (struct office_page_picture){
                    .no = i + 1,
                    .url = item_link(d->p, d->it.id,
                                     mem_printf(d->p->mem, "/redact/%s/%d", d->file->sm3, i + 1))};
        v->pages = list;
        v->n_pages = (size_t)n;
}

static int
show(struct redact_page *d)
{
        struct page *p = d->p;
        struct view_office_redact v = {
            .page = office_page(p, "涂黑"),
            .name = d->file->name,
            .action = item_link(p, d->it.id, mem_printf(p->mem, "/redact/%s", d->file->sm3)),
            .csrf = p->csrf,
            .cancel_url = item_link(p, d->it.id, ""),
            .dpi = REDACT_PICTURE_DPI,
            .boxes = {
                .name = "boxes",
                .label = "涂黑位置",
                .hint = "一行一处：页, 左, 上, 宽, 高，单位毫米，从页面左上角量起，如“1, 20, 35.5, "
                        "60, 8”。A4 页面宽 210、高 297",
                .value = office_arg(p, "boxes"),
                .error = problems_of(&d->problems, "boxes"),
                .rows = 6}};
        struct view_site site;
        int pages = 0, r = office_site(p, &site);

        if (r == 0)
                r = app_redact_pages(p->mem, p->app, d->file, &d->problems, &pages);
        if (r < 0)
                return err_trace(r);
        pages_of(d, pages, &v);
        v.problems = office_problems(p, &d->problems, &v.page);
        item_crumbs(p, &v.page, &d->it, "涂黑");
        view_office_redact(&p->out, &site, &v);
        return 0;
}

int
page_office_redact(struct page *p)
{
        struct redact_page d;
        int r = open_redact(p, &d);

        if (r)
                return r < 0 ? err_trace(r) : r;
        return show(&d);
}

/* One page as a picture, for the page above. */
int
page_office_redact_page(struct page *p)
{
        struct redact_page d;
        const void *bytes;
        int64_t no;
        size_t n;
        int r = open_redact(p, &d);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (!page_arg_int(p, "no", 1, PAGE_NO_MAX, 1, &no))
                return PAGE_NOT_FOUND;
        r = app_redact_picture(p->mem, p->app, d.file, (int)no, &d.problems, &bytes, &n);
        if (r < 0)
                return err_trace(r);
        if (r)
                return PAGE_NOT_FOUND;
        buf_put(&p->out, bytes, n);
        p->content_type = "image/png";
        return 0;
}

static int
ask(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct redact_page *d = arg;

        d->problems.n = d->problems.n_list = 0;
        return app_redact_ask(mem, tx, &d->by, d->it.id, d->file->sm3, office_arg(d->p, "boxes"),
                              &d->problems, &d->id);
}

int
page_office_redact_send(struct page *p)
{
        struct redact_page d;
        int r = open_redact(p, &d);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (strlen(office_arg(p, "boxes")) > BOXES_BYTES_MAX)
                return PAGE_BAD;
        r = app_run(p->mem, p->app, ask, &d);
        if (r < 0)
                return err_trace(r);
        if (r == FLOW_NOT_FOUND)
                return PAGE_NOT_FOUND;
        if (r)
                return show(&d);
        page_redirect(
            p, item_link(p, d.it.id, mem_printf(p->mem, "/redactions/%lld", (long long)d.id)));
        return 0;
}

/* Asks again by itself until the job is done. */
int
page_office_redaction(struct page *p)
{
        struct view_office_outcome v = {.page = office_page(p, "涂黑")};
        struct view_link *links = mem_array(p->mem, struct view_link, 2);
        struct view_site site;
        struct redaction x;
        struct flow_item it;
        struct flow_by by;
        struct tx *tx;
        int64_t id;
        int r = item_by(p, &by);

        if (r == 0)
                r = page_tx(p, &tx);
        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &by, &it);
        if (r || !page_arg_int(p, "no", 1, INT64_MAX, 0, &id))
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        r = app_redact_read(p->mem, tx, it.id, id, &x);
        if (r == 0)
                r = office_site(p, &site);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        if (strcmp(x.state, "done") == 0) {
                page_redirect(p, item_link(p, it.id, "?done=redacted"));
                return 0;
        }
        v.links = links;
        if (strcmp(x.state, "waiting") == 0) {
                p->refresh_s = ASK_AGAIN_S;
                v.notice = (struct part_notice){
                    .tone = TONE_PLAIN,
                    .title = "正在涂黑",
                    .text = mem_printf(
                        p->mem,
                        "%s正在重新生成并核对，页数多的需要一两分钟。完成后自动回到稿件，"
                        "也可以先离开。",
                        x.name)};
                links[v.n_links++] = (struct view_link){
                    .label = "刷新",
                    .url =
                        item_link(p, it.id, mem_printf(p->mem, "/redactions/%lld", (long long)id))};
        } else {
                v.notice = (struct part_notice){
                    .tone = TONE_BAD, .title = "没有涂黑，附件没有变动", .text = x.message};
                links[v.n_links++] = (struct view_link){
                    .label = "重新框选",
                    .url = item_link(p, it.id, mem_printf(p->mem, "/redact/%s", x.sm3))};
        }
        links[v.n_links++] =
            (struct view_link){.label = "返回稿件", .url = item_link(p, it.id, "")};
        item_crumbs(p, &v.page, &it, "涂黑");
        view_office_outcome(&p->out, &site, &v);
        return 0;
}
