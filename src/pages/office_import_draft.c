/* 从文件导入: a document becomes the text of a draft. */
#include "pages/office_items.h"

#include "app/draft_import.h"
#include "app/file.h"
#include "app/run.h"
#include "domain/body/body.h"
#include "views/office/outcome.h"
#include "views/views.h"

int page_office_import_new(struct page *);
int page_office_import_new_send(struct page *);
int page_office_item_import(struct page *);
int page_office_item_import_send(struct page *);

struct import_page {
        struct page *p;
        struct flow_by by;
        struct flow_item *it; /* NULL: a new one */
        struct problems problems;
        struct import_place at;
        struct draft_import in;
        int64_t saved;
};

static int
open_import(struct page *p, struct import_page *m, struct flow_item *it)
{
        int r;

        *m = (struct import_page){.p = p, .it = it, .problems = {.mem = p->mem}};
        r = item_by(p, &m->by);
        if (r < 0)
                return err_trace(r);
        if (!it)
                return 0;
        r = item_of_path(p, &m->by, it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        m->at.item = it->id;
        if (it->choices[DEED_EDIT].may)
                return 0;
        p->reason = it->choices[DEED_EDIT].why;
        return p->post ? PAGE_CONFLICT : PAGE_FORBIDDEN;
}

/* ---- asking --------------------------------------------------------------------------------- */

static bool
has_text(struct page *p, const struct flow_item *it)
{
        struct problems faults = {.mem = p->mem};
        struct body *body;

        if (body_parse(p->mem, it->text.body, strlen(it->text.body), true, &faults, &body) != 0) {
                err_clear();
                return true;
        }
        return *body_text(p->mem, body) != '\0';
}

static int
show_form(struct import_page *m)
{
        static const struct part_option ways[] = {{.value = "instead", .label = "替换现有正文"},
                                                  {.value = "behind", .label = "接在现有正文之后"}};
        struct page *p = m->p;
        struct part_option *attach = mem_array(p->mem, struct part_option, 1);
        struct form f = form_begin(
            p, &m->problems, "从文件导入",
            m->it ? item_link(p, m->it->id, "/import") : page_link(p, "/office/items/import"),
            m->it ? item_link(p, m->it->id, "") : page_link(p, "/office/items"));
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r < 0)
                return err_trace(r);
        f.view.lead = "Word 文档（.docx）转入标题、列表、表格和图片；PDF、网页和纯文本转入文字。"
                      "文件在隔离的程序中读取，读不了的会说明原因，草稿不受影响。";
        form_file(&f, "file", "文件", "不超过 50 MB。旧版 .doc、.wps 请先另存为 .docx");
        if (m->it && has_text(p, m->it))
                form_radios(&f, "way", "导入的正文", NULL, ways, N(ways), "instead");
        if (!m->it) {
                r = item_place_fields(p, NULL, &f, tx);
                if (r < 0)
                        return err_trace(r);
        }
        attach[0] =
            (struct part_option){.value = "1",
                                 .label = "同时把原文件作为附件",
                                 .hint = "附件会检查隐藏信息；有修订痕迹、批注等的，处理后才能送审",
                                 .chosen = p->post && strcmp(office_arg(p, "attach"), "1") == 0};
        form_checks(&f, "attach", "原文件", NULL, attach, 1);
        item_crumbs(p, &f.view.page, m->it, "从文件导入");
        return form_end(&f, "导入");
}

/* ---- what came of it ------------------------------------------------------------------------ */

static const char *
what_came(struct page *p, const struct draft_import *in, const char *name)
{
        const char *pictures =
            in->n_pictures ? mem_printf(p->mem, "，图片 %zu 张", in->n_pictures) : "";

        return mem_printf(p->mem, "%s（%s）已转为正文%s%s。请核对正文，再填写拟稿单的其他各项。",
                          name, in->kind, pictures,
                          in->n_files > in->n_pictures ? "，原文件已作为附件" : "");
}

static int
show_done(struct import_page *m, const char *name)
{
        struct page *p = m->p;
        struct view_link *links = mem_array(p->mem, struct view_link, 2);
        struct view_office_outcome v = {
            .page = office_page(p, "从文件导入"),
            .notice = {.tone = m->in.n_warnings ? TONE_WARNING : TONE_GOOD,
                       .title = m->in.n_warnings ? "已导入，有内容没有转入" : "已导入",
                       .text = what_came(p, &m->in, name)},
            .list_title = "没有转入的内容，请对照原文件核对",
            .lines = m->in.warnings,
            .n_lines = m->in.n_warnings,
            .links = links,
            .n_links = 2};
        struct view_site site;
        int r = office_site(p, &site);

        if (r < 0)
                return err_trace(r);
        links[0] = (struct view_link){.label = "核对正文，填写拟稿单",
                                      .url = item_link(p, m->saved, "/edit")};
        links[1] = (struct view_link){.label = "查看稿件", .url = item_link(p, m->saved, "")};
        item_crumbs(p, &v.page, m->it, "从文件导入");
        view_office_outcome(&p->out, &site, &v);
        return 0;
}

/* ---- doing ---------------------------------------------------------------------------------- */

static int
keep(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct import_page *m = arg;

        m->problems.n = m->problems.n_list = 0;
        return app_flow_import(mem, tx, &m->by, &m->at, &m->in, &m->problems, &m->saved);
}

static int
take(struct import_page *m)
{
        struct page *p = m->p;
        const struct page_upload *u = page_upload(p, "file");
        struct stored_file stored;
        bool attach = strcmp(office_arg(p, "attach"), "1") == 0;
        int r;

        if (!u || !u->size) {
                problems_add(&m->problems, 0, "file", "请选择文件");
                return show_form(m);
        }
        if (!m->it) {
                m->at.agency_id = form_int(p, "agency", 1, INT64_MAX, 0, &m->problems);
                m->at.column_id = form_int(p, "column", 1, INT64_MAX, 0, &m->problems);
                if (!m->at.column_id)
                        problems_add(&m->problems, 0, "column", "请选择栏目");
        }
        m->at.behind = strcmp(office_arg(p, "way"), "behind") == 0;
        if (m->problems.n)
                return show_form(m);
        r = app_draft_import(p->mem, p->app, u->file_name, u->bytes, u->size, attach, p->clock_us,
                             &m->problems, &m->in);
        if (r == 0)
                r = app_run(p->mem, p->app, keep, m);
        if (r == 0 && attach) /* see app_file_forget() */
                r = app_file_store(p->app, u->file_name, u->bytes, u->size, &stored);
        if (r < 0)
                return err_trace(r);
        return r ? show_form(m) : show_done(m, u->file_name);
}

int
page_office_import_new(struct page *p)
{
        struct import_page m;
        int r = open_import(p, &m, NULL);

        return r ? err_trace(r) : show_form(&m);
}

int
page_office_import_new_send(struct page *p)
{
        struct import_page m;
        int r = open_import(p, &m, NULL);

        return r ? err_trace(r) : take(&m);
}

int
page_office_item_import(struct page *p)
{
        struct flow_item it;
        struct import_page m;
        int r = open_import(p, &m, &it);

        if (r)
                return r < 0 ? err_trace(r) : r;
        return show_form(&m);
}

int
page_office_item_import_send(struct page *p)
{
        struct flow_item it;
        struct import_page m;
        int r = open_import(p, &m, &it);

        if (r)
                return r < 0 ? err_trace(r) : r;
        return take(&m);
}
