/* 栏目: the tree of them, and one with who keeps it up. */
#include "pages/office_column.h"
#include "pages/office_imports.h"

int page_office_columns(struct page *);
int page_office_column(struct page *);
int page_office_column_import(struct page *);
int page_office_column_import_send(struct page *);

const char *
column_link(const struct page *p, const char *code, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/columns/column/{}", code), tail);
}

int
column_of_path(struct page *p, struct office_column *ret)
{
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_column(p->mem, tx, p->actor->scope, page_arg(p, "code"), ret);
        if (r == COLUMN_NONE) {
                p->reason = "没有这个栏目，或不在您的管理范围内。";
                return PAGE_NOT_FOUND;
        }
        return r < 0 ? err_trace(r) : 0;
}

void
column_crumbs(struct page *p, struct view_page *page, const struct office_column *c,
              const char *last)
{
        office_crumb(p, page, "栏目", page_link(p, "/office/columns"));
        if (c)
                office_crumb(p, page, c->name, last ? column_link(p, c->code, "") : NULL);
        if (last)
                office_crumb(p, page, last, NULL);
}

const char *
column_period(struct page *p, int days)
{
        return days ? mem_printf(p->mem, "%d 天", days) : "未规定";
}

/* ---- the tree --------------------------------------------------------------------------------- */

static const struct part_sheet_head list_heads[] = {{.text = "栏目"},
                                                    {.text = "代码"},
                                                    {.text = "类别"},
                                                    {.text = "所属机关"},
                                                    {.text = "更新周期"},
                                                    {.text = "信息（条）", .numeric = true},
                                                    {.text = "更新单位", .numeric = true}};

static struct part_sheet_row
list_row(struct page *p, const struct office_column *c)
{
        struct part_sheet_cell *to = mem_array(p->mem, struct part_sheet_cell, N(list_heads));

        to[0] = cell_link("栏目", c->name, column_link(p, c->code, ""));
        to[0].indent = c->depth < CELL_INDENT_MAX ? c->depth : CELL_INDENT_MAX;
        if (!day_is_none(c->closed))
                to[0].tag = (struct part_tag){"已关闭", TONE_PLAIN};
        to[1] = cell("代码", c->code);
        to[2] = cell("类别", column_kind_label(c->kind));
        to[2].note = *c->article ? c->article : NULL;
        to[3] = cell("所属机关", c->agency_name ? c->agency_name : "各机关共用");
        to[4] = cell("更新周期", column_period(p, c->update_days));
        to[5] = cell_count("信息（条）", c->n);
        to[6] = cell_count("更新单位", c->duties);
        return (struct part_sheet_row){.cells = to, .n_cells = N(list_heads)};
}

int
page_office_columns(struct page *p)
{
        bool closed = strcmp(office_arg(p, "closed"), "1") == 0;
        struct part_button buttons[] = {
            {.label = "新建栏目", .url = page_link(p, "/office/columns/new")},
            {.label = "批量导入",
             .url = page_link(p, "/office/columns/import"),
             .kind = BUTTON_SECONDARY}};
        struct view_link which[] = {
            {.label = "在用的栏目", .url = page_link(p, "/office/columns"), .current = !closed},
            {.label = "含已关闭的栏目",
             .url = page_link(p, "/office/columns?closed=1"),
             .current = closed}};
        struct view_office_roll v = {
            .page = office_page(p, "栏目"),
            .lead = "法定栏目依《条例》第二十条、第二十一条设置，名称和位置不变；自设、专题和外部栏"
                    "目可以新建、移动和关闭。",
            .notice = import_notice(p, "个栏目"),
            .buttons = buttons,
            .n_buttons = N(buttons),
            .tabs = {.label = "范围", .links = which, .n_links = N(which)}};
        struct part_sheet_row *rows;
        struct office_column *list;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_columns(p->mem, tx, p->actor->scope, closed, &list, &n);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML) {
                struct table t = app_column_table(p->mem, list, n);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++)
                rows[i] = list_row(p, &list[i]);
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "栏目（%zu 个）", n),
                                      .heads = list_heads,
                                      .n_heads = N(list_heads),
                                      .rows = rows,
                                      .n_rows = n};
        v.empty = (struct part_empty){.title = "还没有栏目"};
        table_links(p, &v);
        office_crumb(p, &v.page, "栏目", NULL);
        return roll_end(p, &v);
}

/* ---- one of them ------------------------------------------------------------------------------ */

static const struct office_done dones[] = {{"created", "栏目已新建"},
                                           {"edited", "栏目已修改"},
                                           {"closed", "栏目已关闭"},
                                           {"duty", "更新职责已设定"},
                                           {"dropped", "更新职责已取消"}};

struct part_tag
upkeep_tag(const struct page *p, const struct upkeep *u)
{
        static const enum part_tone tones[] = {[UPKEEP_FINE] = TONE_GOOD,
                                               [UPKEEP_SOON] = TONE_WARNING,
                                               [UPKEEP_OVERDUE] = TONE_BAD,
                                               [UPKEEP_EMPTY] = TONE_BAD};

        return (struct part_tag){upkeep_words(p->mem, u), tones[u->state]};
}

static const struct part_sheet_head duty_heads[] = {
    {.text = "单位"}, {.text = "更新周期"}, {.text = "最近更新"}, {.text = "状态"}};

static int
duty_section(struct page *p, const struct office_column *c, struct office_section *ret)
{
        struct column_duty *list;
        struct upkeep_sum sum;
        struct part_sheet_row *rows;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_column_duties(p->mem, tx, p->actor->scope, c->id, p->today, &list, &n,
                                      &sum);
        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *to = mem_array(p->mem, struct part_sheet_cell, 4);
                struct view_link *act = mem_array(p->mem, struct view_link, 1);

                to[0] = cell("单位", list[i].agency_name);
                to[1] = cell("更新周期", column_period(p, list[i].update_days));
                to[2] =
                    cell("最近更新", day_is_none(list[i].last) ? "" : house_day(p, list[i].last));
                to[3] =
                    (struct part_sheet_cell){.head = "状态", .tag = upkeep_tag(p, &list[i].upkeep)};
                act[0] = (struct view_link){
                    .label = "变更",
                    .note = list[i].agency_name,
                    .url =
                        mem_printf(p->mem, "%s?agency=%s&days=%d", column_link(p, c->code, "/duty"),
                                   page_encode(p->mem, list[i].agency_slug), list[i].update_days)};
                rows[i] = (struct part_sheet_row){
                    .cells = to, .n_cells = 4, .actions = act, .n_actions = 1};
        }
        *ret = (struct office_section){.id = "duties",
                                       .title = "更新职责",
                                       .nothing = "还没有规定由哪个单位更新本栏目。",
                                       .sheet = {.caption = "更新职责",
                                                 .with_actions = true,
                                                 .heads = duty_heads,
                                                 .n_heads = N(duty_heads),
                                                 .rows = rows,
                                                 .n_rows = n}};
        return 0;
}

static void
column_buttons(struct page *p, const struct office_column *c, struct view_office_record *v)
{
        struct part_button *b = mem_array(p->mem, struct part_button, 4);
        size_t n = 0;

        if (!day_is_none(c->closed))
                return;
        if (c->mine)
                b[n++] =
                    (struct part_button){.label = "修改", .url = column_link(p, c->code, "/edit")};
        if (strcmp(c->kind, "external") != 0) {
                b[n++] = (struct part_button){.label = "设定更新职责",
                                              .url = column_link(p, c->code, "/duty"),
                                              .kind = BUTTON_SECONDARY};
                b[n++] = (struct part_button){.label = "新建子栏目",
                                              .url = mem_printf(p->mem, "%s?parent=%s",
                                                                page_link(p, "/office/columns/new"),
                                                                page_encode(p->mem, c->code)),
                                              .kind = BUTTON_SECONDARY};
        }
        if (c->mine && !column_is_law(c->kind))
                b[n++] = (struct part_button){.label = "关闭栏目",
                                              .url = column_link(p, c->code, "/close"),
                                              .kind = BUTTON_SECONDARY};
        v->buttons = b;
        v->n_buttons = n;
}

int
page_office_column(struct page *p)
{
        struct view_office_record v = {0};
        struct office_section section;
        struct office_column c;
        int r = column_of_path(p, &c);

        if (r == 0)
                r = duty_section(p, &c, &section);
        if (r)
                return r < 0 ? err_trace(r) : r;
        struct part_answer answers[] = {
            {.label = "栏目代码", .value = c.code, .note = "专栏地址的一段，永不改变"},
            {.label = "类别",
             .value = column_kind_label(c.kind),
             .note = *c.article ? c.article : NULL},
            {.label = "上级栏目", .value = c.parent_name && *c.parent_name ? c.parent_name : "无"},
            {.label = "所属机关", .value = c.agency_name ? c.agency_name : "各机关共用"},
            {.label = "更新周期", .value = column_period(p, c.update_days)},
            {.label = "外部网址", .value = c.external_url},
            {.label = "说明", .value = c.description},
            {.label = "信息", .value = mem_printf(p->mem, "%lld 条", (long long)c.n)},
            {.label = "开设日期", .value = house_day(p, c.opened)}};

        v.notice = office_done_notice(p, dones, N(dones));
        v.page = office_page(p, c.name);
        column_crumbs(p, &v.page, &c, NULL);
        if (!day_is_none(c.closed))
                v.tag = (struct part_tag){"已关闭", TONE_PLAIN};
        v.summary = (struct part_summary_list){answers, N(answers)};
        column_buttons(p, &c, &v);
        v.sections = &section;
        v.n_sections = strcmp(c.kind, "external") != 0;
        return record_end(p, &v);
}

/* ---- bringing in ------------------------------------------------------------------------------ */

static const struct import_kind columns_in = {
    .title = "批量导入栏目",
    .lead = "列：code 栏目代码、name 栏目名称、kind 类别（自设、专题、外部）、parent "
            "上级栏目代码、agency "
            "所属机关代码；可有 "
            "update_days、sort、external_url、description。上级栏目须在前面的行或已经存在。",
    .unit = "个栏目",
    .path = "/office/columns/import",
    .back = "/office/columns",
    .back_label = "栏目",
    .run = app_import_columns};

int
page_office_column_import(struct page *p)
{
        return import_begin(p, &columns_in);
}

int
page_office_column_import_send(struct page *p)
{
        return import_send(p, &columns_in);
}
