/* 栏目更新: how well all columns are kept up, and duties from a file. */
#include "app/run.h"
#include "pages/office_column.h"
#include "pages/office_imports.h"

int page_office_upkeep(struct page *);
int page_office_upkeep_limits(struct page *);
int page_office_upkeep_limits_send(struct page *);
int page_office_upkeep_import(struct page *);
int page_office_upkeep_import_send(struct page *);

enum { UPKEEP_PAGE = 100 };

static const struct {
        const char *value, *label;
} shown_states[] = {{"", "全部"}, {"soon", "即将到期"}, {"overdue", "逾期"}, {"empty", "空白"}};

static bool
is_shown(const struct column_duty *d, const char *state)
{
        static const enum upkeep_state of[] = {UPKEEP_FINE, UPKEEP_SOON, UPKEEP_OVERDUE,
                                               UPKEEP_EMPTY};

        for (size_t i = 1; i < N(shown_states); i++)
                if (strcmp(state, shown_states[i].value) == 0)
                        return d->upkeep.state == of[i];
        return true;
}

static struct part_tabs
state_tabs(struct page *p, const struct upkeep_sum *sum, const char *state)
{
        struct view_link *links = mem_array(p->mem, struct view_link, N(shown_states));
        const int counts[] = {sum->n, sum->soon, sum->overdue, sum->empty};

        for (size_t i = 0; i < N(shown_states); i++)
                links[i] = (struct view_link){
                    .label = shown_states[i].label,
                    .url = page_link_with(p, "state", i ? shown_states[i].value : NULL),
                    .current = strcmp(state, shown_states[i].value) == 0,
                    .count = view_count_exact(counts[i])};
        return (struct part_tabs){.label = "更新状态", .links = links, .n_links = N(shown_states)};
}

static const struct part_sheet_head upkeep_heads[] = {{.text = "栏目"},       {.text = "单位"},
                                                      {.text = "更新周期"},   {.text = "最近更新"},
                                                      {.text = "应更新日期"}, {.text = "状态"}};

static struct part_sheet_row
upkeep_row(struct page *p, const struct column_duty *d)
{
        struct part_sheet_cell *to = mem_array(p->mem, struct part_sheet_cell, N(upkeep_heads));

        to[0] = cell("栏目", d->column_name);
        if (access_may(p->actor, MAY_COLUMN_MANAGE))
                to[0].url = column_link(p, d->column_code, "");
        to[1] = cell("单位", d->agency_name);
        to[2] = cell("更新周期", column_period(p, d->update_days));
        to[3] = cell("最近更新", day_is_none(d->last) ? "" : house_day(p, d->last));
        to[4] = cell("应更新日期", day_is_none(d->upkeep.due) ? "" : house_day(p, d->upkeep.due));
        to[5] = (struct part_sheet_cell){.head = "状态", .tag = upkeep_tag(p, &d->upkeep)};
        return (struct part_sheet_row){.cells = to, .n_cells = N(upkeep_heads)};
}

static void
upkeep_notice(struct page *p, const struct upkeep_sum *sum, struct view_office_roll *v)
{
        const char *why = upkeep_verdict(p->mem, sum);

        if (v->notice.title)
                return;
        if (why)
                v->notice = (struct part_notice){.tone = TONE_BAD,
                                                 .title = upkeep_limits_are_shipped(&sum->limits)
                                                              ? "达到国家检查“栏目不更新”的单项否决"
                                                              : "达到本站设定的“栏目不更新”标准",
                                                 .text = why};
        else if (sum->overdue || sum->empty)
                v->notice =
                    (struct part_notice){.tone = TONE_WARNING,
                                         .title = mem_printf(p->mem, "%d 个栏目逾期，%d 个栏目空白",
                                                             sum->overdue, sum->empty),
                                         .text = "尚未达到单项否决的数量，请尽快更新。"};
}

int
page_office_upkeep(struct page *p)
{
        const char *state = office_arg(p, "state");
        struct view_office_roll v = {.page = office_page(p, "栏目更新"),
                                     .lead =
                                         "按规定的周期，各单位负责的栏目最近何时更新，还剩多少天。",
                                     .notice = import_notice(p, "项更新职责")};
        const struct part_button buttons[] = {{.label = "批量设定",
                                               .url = page_link(p, "/office/upkeep/import"),
                                               .kind = BUTTON_SECONDARY},
                                              {.label = "提醒和标准",
                                               .url = page_link(p, "/office/upkeep/limits"),
                                               .kind = BUTTON_SECONDARY}};
        size_t n, k = 0, first, on_page;
        struct part_sheet_row *rows;
        struct column_duty *list;
        struct upkeep_sum sum;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_column_duties(p->mem, tx, p->actor->scope, 0, p->today, &list, &n, &sum);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (is_shown(&list[i], state))
                        list[k++] = list[i];
        if (p->format != HTML) {
                struct table t = app_duty_table(p->mem, list, k);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        r = table_page(p, k, UPKEEP_PAGE, &first, &on_page, &v.pagination);
        if (r)
                return r;
        rows = mem_array(p->mem, struct part_sheet_row, on_page + 1);
        for (size_t i = 0; i < on_page; i++)
                rows[i] = upkeep_row(p, &list[first + i]);
        if (*office_arg(p, "done"))
                v.notice = (struct part_notice){.tone = TONE_GOOD, .title = "提醒和标准已保存"};
        upkeep_notice(p, &sum, &v);
        v.tabs = state_tabs(p, &sum, state);
        if (access_may(p->actor, MAY_COLUMN_MANAGE)) {
                v.buttons = buttons;
                v.n_buttons = N(buttons);
        }
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "栏目更新（%zu 项）", k),
                                      .heads = upkeep_heads,
                                      .n_heads = N(upkeep_heads),
                                      .rows = rows,
                                      .n_rows = on_page};
        v.empty = (struct part_empty){
            .title = n ? "没有这种状态的栏目" : "还没有规定更新职责",
            .text = n ? NULL
                      : "由信息公开工作机构在“栏目”中规定哪个单位更新哪个栏目、多少天更新一次。"};
        table_links(p, &v);
        office_crumb(p, &v.page, "栏目更新", NULL);
        return roll_end(p, &v);
}

/* ---- limits ----------------------------------------------------------------------------------- */

static int
show_limits(struct page *p, const struct problems *problems)
{
        struct form f =
            form_begin(p, problems, "栏目更新的提醒和标准", page_link(p, "/office/upkeep/limits"),
                       page_link(p, "/office/upkeep"));
        struct upkeep_limits l;
        struct tx *tx;
        bool may;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_upkeep_limits(p->mem, tx, p->actor->scope, &l, &may);
        if (r < 0)
                return err_trace(r);
        if (!may) {
                p->reason = "提醒和标准适用于整个站点，由管理全站的工作机构设定。";
                return PAGE_FORBIDDEN;
        }
        office_crumb(p, &f.view.page, "栏目更新", page_link(p, "/office/upkeep"));
        office_crumb(p, &f.view.page, "提醒和标准", NULL);
        f.view.lead = "适用于本站全部栏目。初始值是《政府网站与政务新媒体检查指标》“栏目不更新”的"
                      "单项否决，可以从严。";
#define LIMIT_FIELD(member, ships, least, most, label)                                             \
        form_field(&f, #member, label,                                                             \
                   mem_printf(p->mem, "%d 至 %d，初始值 %d", least, most, ships),                  \
                   table_int(p->mem, l.member))                                                    \
            ->width = "short";
        UPKEEP_LIMITS(LIMIT_FIELD)
        return form_end(&f, "保存");
}

int
page_office_upkeep_limits(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_limits(p, &none);
}

struct limiting {
        struct act act;
        struct upkeep_limits limits;
};

static int
set_limits(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct limiting *g = arg;

        return app_upkeep_limits_set(mem, tx, g->act.p->actor, g->act.p->now, &g->limits);
}

int
page_office_upkeep_limits_send(struct page *p)
{
        struct limiting g = {.act = {.p = p, .problems = {.mem = p->mem}}};
        int r;

#define LIMIT_READ(member, ships, least, most, label)                                              \
        g.limits.member = (int)form_int(p, #member, least, most, ships, &g.act.problems);
        UPKEEP_LIMITS(LIMIT_READ)
        if (g.act.problems.n)
                return show_limits(p, &g.act.problems);
        r = app_run(p->mem, p->app, set_limits, &g);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_FORBIDDEN;
        page_redirect(p, page_link(p, "/office/upkeep?done=limits"));
        return 0;
}

/* ---- bringing in ------------------------------------------------------------------------------ */

static const struct import_kind duties_in = {
    .title = "批量设定更新职责",
    .lead =
        "列：column 栏目代码、agency 机构代码、update_days 更新周期（天）。已有的职责按文件更新。",
    .unit = "项更新职责",
    .path = "/office/upkeep/import",
    .back = "/office/upkeep",
    .back_label = "栏目更新",
    .run = app_import_duties};

int
page_office_upkeep_import(struct page *p)
{
        return import_begin(p, &duties_in);
}

int
page_office_upkeep_import_send(struct page *p)
{
        return import_send(p, &duties_in);
}
