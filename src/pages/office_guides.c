/* 公开指南: which unit has one, and writing it (Art. 12: no part may be missing). */
#include "app/books.h"
#include "app/catalogue.h"
#include "app/portal.h"
#include "app/run.h"
#include "pages/office_house.h"
#include "pages/office_imports.h"

int page_office_guides(struct page *);
int page_office_guide(struct page *);
int page_office_guide_send(struct page *);

static const char *
guide_link(const struct page *p, const char *slug, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/guides/{}", slug), tail);
}

static const struct part_sheet_head heads[] = {
    {.text = "单位"}, {.text = "指南"}, {.text = "更新日期"}, {.text = "版次", .numeric = true}};

int
page_office_guides(struct page *p)
{
        struct view_office_roll v = {
            .page = office_page(p, "公开指南"),
            .lead = "《条例》第十二条规定的内容缺一不可，机构、地址、电话有变动的应及时更新。",
            .notice = import_notice(p, "份指南")};
        struct part_button button = {.label = "批量导入",
                                     .url = page_link(p, "/office/guides/all/import"),
                                     .kind = BUTTON_SECONDARY};
        struct part_sheet_row *rows;
        struct office_agency *list;
        size_t n, missing = 0;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0 && p->format != HTML) {
                struct table t;

                r = app_guide_table(p->mem, tx, p->actor->scope, p->today, &t);
                if (r == 0)
                        (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        if (r == 0)
                r = app_office_agencies(p->mem, tx, p->actor->scope, false, &list, &n);
        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 4);
                bool there = !day_is_none(list[i].guide_updated);

                c[0] = cell_link("单位", list[i].name, guide_link(p, list[i].slug, ""));
                c[0].indent = list[i].depth < CELL_INDENT_MAX ? list[i].depth : CELL_INDENT_MAX;
                c[1] = (struct part_sheet_cell){
                    .head = "指南",
                    .tag = {there ? "已公布" : "尚未填写", there ? TONE_GOOD : TONE_BAD}};
                c[2] = cell("更新日期", there ? house_day(p, list[i].guide_updated) : "");
                c[3] = cell_count("版次", list[i].guide_edition);
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = 4};
                missing += !there;
        }
        if (*office_arg(p, "done"))
                v.notice = (struct part_notice){
                    .tone = TONE_GOOD, .title = "公开指南已更新", .text = "门户上的指南同时更新。"};
        else if (missing && !v.notice.title)
                v.notice = (struct part_notice){
                    .tone = TONE_WARNING,
                    .title = mem_printf(p->mem, "%zu 个单位还没有公开指南", missing)};
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "公开指南（%zu 个单位）", n),
                                      .heads = heads,
                                      .n_heads = N(heads),
                                      .rows = rows,
                                      .n_rows = n};
        v.buttons = &button;
        v.n_buttons = 1;
        table_links(p, &v);
        office_crumb(p, &v.page, "公开指南", NULL);
        return roll_end(p, &v);
}

/* ---- one of them ------------------------------------------------------------------------------ */

static int
show_guide(struct page *p, const struct office_agency *a, const struct problems *problems)
{
        struct form f = form_begin(p, problems, mem_printf(p->mem, "%s公开指南", a->name),
                                   guide_link(p, a->slug, ""), page_link(p, "/office/guides"));
        struct public_guide g = {.classes = "",
                                 .arrangement = "",
                                 .access = "",
                                 .office_name = "",
                                 .office_address = "",
                                 .office_hours = "",
                                 .phone = "",
                                 .fax = "",
                                 .internet = "",
                                 .postcode = "",
                                 .how_to_apply = "",
                                 .remedies = "",
                                 .updated = DAY_NONE};
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_public_guide(p->mem, tx, p->actor->scope, a->id, &g);
        if (r < 0)
                return err_trace(r);
        office_crumb(p, &f.view.page, "公开指南", page_link(p, "/office/guides"));
        office_crumb(p, &f.view.page, a->name, NULL);
        f.view.lead = day_is_none(g.updated)
                          ? "保存后即在门户公布。"
                          : mem_printf(p->mem, "第 %lld 版，%s更新。保存后即在门户公布，版次加一。",
                                       (long long)g.edition, house_day(p, g.updated));
        form_keep(&f, "seen", mem_printf(p->mem, "%lld", (long long)g.edition));
        form_heading(&f, "信息的分类和获取", "《条例》第十二条");
        form_text(&f, "classes", "信息分类", NULL, g.classes, 4);
        form_text(&f, "arrangement", "编排体系", NULL, g.arrangement, 3);
        form_text(&f, "access", "获取方式", NULL, g.access, 4);
        form_heading(&f, "信息公开工作机构", NULL);
        form_field(&f, "office_name", "机构名称", NULL, g.office_name);
        form_field(&f, "office_address", "办公地址", NULL, g.office_address);
        form_field(&f, "office_hours", "办公时间", "如“工作日 8:30—11:30，13:30—17:00”",
                   g.office_hours);
        form_field(&f, "phone", "联系电话", NULL, g.phone)->width = "medium";
        form_field(&f, "fax", "传真号码", NULL, g.fax)->width = "medium";
        form_field(&f, "internet", "互联网联系方式", "电子邮箱或网址", g.internet);
        form_field(&f, "postcode", "邮政编码", NULL, g.postcode)->width = "short";
        form_heading(&f, "申请和救济", "门户上“依申请公开”页一并显示。");
        form_text(&f, "how_to_apply", "申请方式和办理程序", NULL, g.how_to_apply, 5)->optional =
            true;
        form_text(&f, "remedies", "监督和救济渠道", NULL, g.remedies, 4)->optional = true;
        return form_end(&f, "保存并公布");
}

int
page_office_guide(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        return r ? r : show_guide(p, &a, &none);
}

struct writing {
        struct act act;
        struct guide_spec spec;
};

static int
put(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct writing *w = arg;

        w->act.problems.n = w->act.problems.n_list = 0;
        w->spec.seen = form_int(w->act.p, "seen", 0, INT64_MAX, 0, &w->act.problems);
        return app_guide_put(mem, tx, w->act.p->actor->person_id, w->act.p->now, &w->spec,
                             &w->act.problems);
}

int
page_office_guide_send(struct page *p)
{
        struct writing w = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        if (!day_is_none(a.closed)) {
                p->reason = "该机关已撤并，指南不再更新。";
                return PAGE_CONFLICT;
        }
        w.spec = (struct guide_spec){.agency_id = a.id,
                                     .classes = form_value(p, "classes"),
                                     .arrangement = form_value(p, "arrangement"),
                                     .access = form_value(p, "access"),
                                     .office_name = form_value(p, "office_name"),
                                     .office_address = form_value(p, "office_address"),
                                     .office_hours = form_value(p, "office_hours"),
                                     .phone = form_value(p, "phone"),
                                     .fax = form_value(p, "fax"),
                                     .internet = form_value(p, "internet"),
                                     .postcode = form_value(p, "postcode"),
                                     .how_to_apply = form_value(p, "how_to_apply"),
                                     .remedies = form_value(p, "remedies"),
                                     .updated = p->today};
        r = app_run(p->mem, p->app, put, &w);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_guide(p, &a, &w.act.problems);
        page_redirect(p, page_link(p, "/office/guides?done=1"));
        return 0;
}
