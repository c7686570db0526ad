/* 机构保障: of each unit, the leading group and what it tells of a year. */
#include "app/run.h"
#include "app/staffing.h"
#include "domain/stats/figure.h"
#include "pages/office_house.h"

int page_office_staffing(struct page *);
int page_office_staffing_unit(struct page *);
int page_office_staffing_send(struct page *);
int page_office_leaders(struct page *);
int page_office_leader_add(struct page *);
int page_office_leader_end(struct page *);

enum { YEAR_FIRST = 2008 };

static const char *
staffing_link(const struct page *p, const char *slug, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/staffing/{}", slug), tail);
}

static const struct part_sheet_head unit_heads[] = {{.text = "单位"}, {.text = "领导小组"}};

/* Which unit: straight to it when there is one. */
int
page_office_staffing(struct page *p)
{
        struct view_office_roll v = {
            .page = office_page(p, "机构保障"),
            .lead = "各单位信息公开的领导小组、工作人员、经费、会议和培训，供年度报告取用。"};
        const struct part_button buttons[] = {{.label = "年度情况汇总",
                                               .url = page_link(p, "/office/staffing/all/figures"),
                                               .kind = BUTTON_SECONDARY},
                                              {.label = "领导小组汇总",
                                               .url = page_link(p, "/office/staffing/all/groups"),
                                               .kind = BUTTON_SECONDARY}};
        struct part_sheet_row *rows;
        struct office_agency *list;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_agencies(p->mem, tx, p->actor->scope, false, &list, &n);
        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 2);

                c[0] = cell_link("单位", list[i].name, staffing_link(p, list[i].slug, ""));
                c[0].indent = list[i].depth < CELL_INDENT_MAX ? list[i].depth : CELL_INDENT_MAX;
                c[1] = cell_link("领导小组", "查看", staffing_link(p, list[i].slug, "/leaders"));
                c[1].note = list[i].short_name;
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = 2};
        }
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "单位（%zu 个）", n),
                                      .heads = unit_heads,
                                      .n_heads = N(unit_heads),
                                      .rows = rows,
                                      .n_rows = n};
        v.buttons = buttons;
        v.n_buttons = N(buttons);
        office_crumb(p, &v.page, "机构保障", NULL);
        return roll_end(p, &v);
}

/* ---- a year of a unit ------------------------------------------------------------------------- */

static int
show_year(struct page *p, const struct office_agency *a, int year, const struct problems *problems)
{
        struct form f = form_begin(p, problems, mem_printf(p->mem, "%s%d年机构保障", a->name, year),
                                   staffing_link(p, a->slug, ""), page_link(p, "/office/staffing"));
        const char *told[STAFFING_FIGURES];
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_staffing_year(p->mem, tx, p->actor->scope, a->id, year, told);
        if (r < 0)
                return err_trace(r);
        office_crumb(p, &f.view.page, "机构保障", page_link(p, "/office/staffing"));
        office_crumb(p, &f.view.page, a->name, NULL);
        if (*office_arg(p, "done"))
                f.view.notice = (struct part_notice){.tone = TONE_GOOD, .title = "年度情况已保存"};
        f.view.lead = "约数写作“150余”；没有统计的留空，留空不是零。";
        form_field(&f, "year", "年度", "改填其他年度即保存为该年度的情况",
                   mem_printf(p->mem, "%d", year))
            ->width = "short";
        for (size_t i = 0; i < STAFFING_FIGURES; i++) {
                struct part_field *field =
                    form_field(&f, staffing_names[i],
                               mem_printf(p->mem, "%s（%s）", figure_label(staffing_names[i]),
                                          staffing_unit(i)),
                               NULL, told[i]);

                field->width = "short";
                field->optional = true;
        }
        return form_end(&f, "保存");
}

int
page_office_staffing_unit(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_agency a;
        int64_t year;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        if (!page_arg_int(p, "year", YEAR_FIRST, day_year(p->today), day_year(p->today), &year))
                return PAGE_NOT_FOUND;
        return show_year(p, &a, (int)year, &none);
}

struct telling {
        struct act act;
        const char *slug, *figures[STAFFING_FIGURES];
        int year;
        struct leading_member member;
};

static int
put_year(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct telling *t = arg;
        struct page *p = t->act.p;

        t->act.problems.n = t->act.problems.n_list = 0;
        t->year = (int)form_int(p, "year", YEAR_FIRST, day_year(p->today), day_year(p->today),
                                &t->act.problems);
        return app_staffing_put(mem, tx, p->actor, p->now, t->slug, t->year, t->figures,
                                &t->act.problems);
}

int
page_office_staffing_send(struct page *p)
{
        struct telling t = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        t.slug = a.slug;
        for (size_t i = 0; i < STAFFING_FIGURES; i++)
                t.figures[i] = form_value(p, staffing_names[i]);
        r = app_run(p->mem, p->app, put_year, &t);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_year(p, &a, t.year, &t.act.problems);
        page_redirect(
            p, mem_printf(p->mem, "%s?year=%d&done=1", staffing_link(p, a.slug, ""), t.year));
        return 0;
}

/* ---- the leading group ------------------------------------------------------------------------ */

static const struct part_option seats[] = {{.value = "head", .label = "组长"},
                                           {.value = "deputy", .label = "副组长"},
                                           {.value = "member", .label = "成员"},
                                           {.value = "office", .label = "办公室负责人"}};
static const struct part_sheet_head leader_heads[] = {{.text = "姓名"},
                                                      {.text = "组内职务"},
                                                      {.text = "单位和职务"},
                                                      {.text = "任职"},
                                                      {.text = "离任"}};

static int
show_leaders(struct page *p, const struct office_agency *a, const struct problems *problems)
{
        struct form f =
            form_begin(p, problems, mem_printf(p->mem, "%s领导小组", a->name),
                       staffing_link(p, a->slug, "/leaders"), page_link(p, "/office/staffing"));
        struct leading_member *list;
        struct part_sheet_row *rows;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_leaders(p->mem, tx, p->actor->scope, a->id, &list, &n);
        if (r < 0)
                return err_trace(r);
        office_crumb(p, &f.view.page, "机构保障", page_link(p, "/office/staffing"));
        office_crumb(p, &f.view.page, a->name, staffing_link(p, a->slug, ""));
        office_crumb(p, &f.view.page, "领导小组", NULL);
        if (*office_arg(p, "done"))
                f.view.notice = (struct part_notice){.tone = TONE_GOOD, .title = "领导小组已更新"};
        f.view.lead = "新任的成员在此登记；离任的在下表中办理，记录保留。";
        form_select(&f, "seat", "组内职务", NULL, seats, N(seats), "member");
        form_field(&f, "name", "姓名", NULL, "")->width = "medium";
        form_field(&f, "post", "单位和职务", "如“副县长”", "")->optional = true;
        form_date(&f, "began", "任职日期", NULL, p->today);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 5);
                struct view_link *act = mem_array(p->mem, struct view_link, 1);
                bool left = !day_is_none(list[i].ended);

                c[0] = cell("姓名", list[i].name);
                c[1] = cell("组内职务", leading_seat_label(list[i].seat));
                c[2] = cell("单位和职务", list[i].post);
                c[3] = cell("任职", house_day(p, list[i].began));
                c[4] = cell("离任", left ? house_day(p, list[i].ended) : "");
                act[0] = (struct view_link){.label = "离任",
                                            .note = list[i].name,
                                            .url = mem_printf(p->mem, "%s?leave=%lld",
                                                              staffing_link(p, a->slug, "/leaders"),
                                                              (long long)list[i].id)};
                rows[i] = (struct part_sheet_row){
                    .cells = c, .n_cells = 5, .actions = act, .n_actions = left ? 0 : 1};
        }
        f.view.sheet_title = "成员";
        f.view.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "领导小组（%zu 人次）", n),
                                           .with_actions = true,
                                           .heads = leader_heads,
                                           .n_heads = N(leader_heads),
                                           .rows = rows,
                                           .n_rows = n};
        return form_end(&f, "登记成员");
}

/* Leaving is asked about. */
static int
ask_leave(struct page *p, const struct office_agency *a, int64_t id)
{
        static const char *const kept[] = {"leave"};
        struct view_office_confirm v = {.page = office_page(p, "成员离任"),
                                        .lead = "自今天起离任，任职记录保留。",
                                        .action = staffing_link(p, a->slug, "/leaders/end"),
                                        .cancel_url = staffing_link(p, a->slug, "/leaders"),
                                        .button = {.label = "办理离任"}};
        struct leading_member *list;
        struct part_fact facts[2];
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_leaders(p->mem, tx, p->actor->scope, a->id, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (list[i].id == id && day_is_none(list[i].ended)) {
                        facts[0] = (struct part_fact){.label = "姓名", .value = list[i].name};
                        facts[1] = (struct part_fact){.label = "组内职务",
                                                      .value = leading_seat_label(list[i].seat)};
                        v.facts = (struct part_facts){facts, 2};
                }
        if (!v.facts.n_facts)
                return PAGE_NOT_FOUND;
        office_crumb(p, &v.page, "机构保障", page_link(p, "/office/staffing"));
        office_crumb(p, &v.page, "成员离任", NULL);
        return confirm_end(p, &v, kept, N(kept), "do");
}

int
page_office_leaders(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_agency a;
        int64_t leave;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        if (!page_arg_int(p, "leave", 0, INT64_MAX, 0, &leave))
                return PAGE_NOT_FOUND;
        return leave ? ask_leave(p, &a, leave) : show_leaders(p, &a, &none);
}

static int
add_leader(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct telling *t = arg;
        struct page *p = t->act.p;

        t->act.problems.n = t->act.problems.n_list = 0;
        t->member.began = form_day(p, "began", &t->act.problems);
        return app_leader_add(mem, tx, p->actor, p->now, t->slug, &t->member, &t->act.problems);
}

int
page_office_leader_add(struct page *p)
{
        struct telling t = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        t.slug = a.slug;
        t.member = (struct leading_member){.seat = form_value(p, "seat"),
                                           .name = form_value(p, "name"),
                                           .post = form_value(p, "post")};
        r = app_run(p->mem, p->app, add_leader, &t);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_leaders(p, &a, &t.act.problems);
        page_redirect(p, staffing_link(p, a.slug, "/leaders?done=1"));
        return 0;
}

static int
end_leader(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct telling *t = arg;
        struct page *p = t->act.p;

        return app_leader_end(mem, tx, p->actor, p->now, t->slug, t->member.id);
}

int
page_office_leader_end(struct page *p)
{
        struct telling t = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        t.slug = a.slug;
        if (!page_arg_int(p, "leave", 1, INT64_MAX, 0, &t.member.id))
                return PAGE_NOT_FOUND;
        r = app_run(p->mem, p->app, end_leader, &t);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        page_redirect(p, staffing_link(p, a.slug, "/leaders?done=1"));
        return 0;
}
