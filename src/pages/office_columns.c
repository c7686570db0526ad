/* 栏目: the tree of them, and one with who keeps it up. */
#include "app/catalogue.h"
#include "app/run.h"
#include "pages/office_column.h"
#include "pages/office_imports.h"

int page_office_columns(struct page *);
int page_office_column(struct page *);
int page_office_column_new(struct page *);
int page_office_column_new_send(struct page *);
int page_office_column_edit(struct page *);
int page_office_column_edit_send(struct page *);
int page_office_column_close(struct page *);
int page_office_column_close_send(struct page *);
int page_office_column_duty(struct page *);
int page_office_column_duty_send(struct page *);
int page_office_column_import(struct page *);
int page_office_column_import_send(struct page *);

const char *
column_link(const struct page *p, const char *code, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/columns/column/{}", code), tail);
}

static int
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

static void
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

static const struct {
        const char *done, *title;
} dones[] = {{"created", "栏目已新建"},
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

static bool
is_own(const struct office_column *c)
{
        return strcmp(c->kind, "own") == 0 || strcmp(c->kind, "topic") == 0 ||
               strcmp(c->kind, "external") == 0;
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
        if (c->mine && is_own(c))
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

        for (size_t i = 0; i < N(dones); i++)
                if (strcmp(dones[i].done, office_arg(p, "done")) == 0)
                        v.notice = (struct part_notice){.tone = TONE_GOOD, .title = dones[i].title};
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

/* ---- making and changing ---------------------------------------------------------------------- */

static int
parent_options(struct page *p, struct part_option **ret, size_t *ret_n)
{
        struct office_column *list;
        struct part_option *options;
        size_t n, k = 0;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_columns(p->mem, tx, p->actor->scope, false, &list, &n);
        if (r < 0)
                return err_trace(r);
        options = mem_array(p->mem, struct part_option, n + 1);
        for (size_t i = 0; i < n; i++) {
                char *name = mem_strdup(p->mem, "");

                if (strcmp(list[i].kind, "external") == 0)
                        continue;
                for (int d = 0; d < list[i].depth; d++)
                        name = mem_printf(p->mem, "%s　", name);
                options[k++] = (struct part_option){
                    .value = list[i].code, .label = mem_printf(p->mem, "%s%s", name, list[i].name)};
        }
        *ret = options;
        *ret_n = k;
        return 0;
}

static const struct part_option kinds[] = {
    {.value = "own", .label = "自设", .hint = "本机关常设的栏目，如重点领域"},
    {.value = "topic", .label = "专题", .hint = "围绕一项工作的栏目，办结后可以关闭"},
    {.value = "external", .label = "外部", .hint = "内容已在别的网站上，这里只设链接"}};

struct making {
        struct act act;
        struct column_spec spec;
        const char *parent, *agency;
};

static int
make(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct making *m = arg;
        struct page *p = m->act.p;
        struct problems *problems = &m->act.problems;
        struct office_column parent;
        struct office_agency unit;
        int64_t id;
        int r;

        problems->n = problems->n_list = 0;
        r = app_office_column(mem, tx, p->actor->scope, m->parent, &parent);
        if (r < 0)
                return err_trace(r);
        if (r || !day_is_none(parent.closed))
                problems_add(problems, 0, "parent", "请选择上级栏目");
        m->spec.parent_id = r ? 0 : parent.id;
        r = app_office_agency(mem, tx, p->actor->scope, m->agency, &unit);
        if (r < 0)
                return err_trace(r);
        if (r || !day_is_none(unit.closed))
                problems_add(problems, 0, "agency", "请选择所属机关");
        m->spec.agency_id = r ? 0 : unit.id;
        m->spec.update_days = form_int(p, "update_days", 0, 3660, 0, problems);
        m->spec.sort = form_int(p, "sort", 0, 999999, 0, problems);
        if (problems->n) {
                column_spec_check(&m->spec, problems);
                return COLUMN_BAD;
        }
        return app_column_create(mem, tx, p->actor->person_id, p->now, &m->spec, problems, &id);
}

static void
common_fields(struct form *f, const struct office_column *c)
{
        struct page *p = f->p;

        form_field(f, "update_days", "更新周期（天）",
                   "国家检查的限期：动态要闻 14 天，通知公告和政策文件 183 天；0 为不规定",
                   mem_printf(p->mem, "%d", c ? c->update_days : 0))
            ->width = "short";
        form_field(f, "sort", "排列次序", "小的在前",
                   mem_printf(p->mem, "%lld", c ? (long long)c->sort : 0LL))
            ->width = "short";
        form_text(f, "description", "说明", "显示在网页的栏目说明中", c ? c->description : "", 3)
            ->optional = true;
}

static int
show_new(struct page *p, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "新建栏目", page_link(p, "/office/columns/new"),
                                   page_link(p, "/office/columns"));
        struct part_option *parents, *units;
        size_t n, n_units;
        int r = parent_options(p, &parents, &n);

        if (r == 0)
                r = agency_options(p, false, NULL, &units, &n_units);
        if (r < 0)
                return err_trace(r);
        column_crumbs(p, &f.view.page, NULL, "新建栏目");
        form_field(&f, "name", "栏目名称", NULL, "")->max_length = 40;
        form_field(&f, "code", "栏目代码", "1 至 32 位字母、数字或 -_.；定后不能更改", "")->width =
            "medium";
        form_radios(&f, "kind", "类别", NULL, kinds, N(kinds), "own");
        form_select(&f, "parent", "上级栏目", NULL, parents, n, office_arg(p, "parent"));
        form_select(&f, "agency", "所属机关", "该机关及其下级的信息可以在此公开", units, n_units,
                    "");
        form_field(&f, "external_url", "外部网址", "外部栏目填写，以 https:// 开头", "")->optional =
            true;
        common_fields(&f, NULL);
        return form_end(&f, "新建栏目");
}

int
page_office_column_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_new(p, &none);
}

int
page_office_column_new_send(struct page *p)
{
        struct making m = {.act = {.p = p, .problems = {.mem = p->mem}}};
        const char *url = form_value(p, "external_url"), *words = form_value(p, "description");
        int r;

        m.spec = (struct column_spec){.code = form_value(p, "code"),
                                      .name = form_value(p, "name"),
                                      .kind = form_value(p, "kind"),
                                      .external_url = *url ? url : NULL,
                                      .description = *words ? words : NULL,
                                      .opened = p->today};
        m.parent = form_value(p, "parent");
        m.agency = form_value(p, "agency");
        r = app_run(p->mem, p->app, make, &m);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_new(p, &m.act.problems);
        page_redirect(p, column_link(p, m.spec.code, "?done=created"));
        return 0;
}

struct editing {
        struct act act;
        struct column_edit edit;
        const char *agency;
        int days;
        int64_t live;
};

static int
edit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct editing *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        e->edit.update_days = (int)form_int(p, "update_days", 0, 3660, 0, &e->act.problems);
        e->edit.sort = form_int(p, "sort", 0, 999999, 0, &e->act.problems);
        return e->act.problems.n
                   ? COLUMN_BAD
                   : app_column_edit(mem, tx, p->actor, p->now, &e->edit, &e->act.problems);
}

static int
show_edit(struct page *p, const struct office_column *c, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "修改栏目", column_link(p, c->code, "/edit"),
                                   column_link(p, c->code, ""));
        struct part_option *parents;
        size_t n;
        int r = parent_options(p, &parents, &n);

        if (r < 0)
                return err_trace(r);
        column_crumbs(p, &f.view.page, c, "修改");
        if (is_own(c)) {
                form_field(&f, "name", "栏目名称", NULL, c->name)->max_length = 40;
                form_select(&f, "parent", "上级栏目", NULL, parents, n, c->parent_code);
        } else {
                f.view.lead = "法定栏目的名称和位置不能更改。";
                form_keep(&f, "name", c->name);
        }
        if (c->external_url)
                form_field(&f, "external_url", "外部网址", NULL, c->external_url);
        common_fields(&f, c);
        return form_end(&f, "保存");
}

int
page_office_column_edit(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_column c;
        int r = column_of_path(p, &c);

        return r ? r : show_edit(p, &c, &none);
}

int
page_office_column_edit_send(struct page *p)
{
        struct editing e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_column c;
        int r = column_of_path(p, &c);

        if (r)
                return r;
        e.edit = (struct column_edit){.code = c.code,
                                      .name = form_value(p, "name"),
                                      .description = form_value(p, "description"),
                                      .external_url = form_value(p, "external_url"),
                                      .parent = page_arg(p, "parent")};
        r = app_run(p->mem, p->app, edit, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_edit(p, &c, &e.act.problems);
        page_redirect(p, column_link(p, c.code, "?done=edited"));
        return 0;
}

/* ---- closing ---------------------------------------------------------------------------------- */

static int
show_close(struct page *p, const struct office_column *c, const struct problems *problems)
{
        struct part_fact facts[] = {
            {.label = "栏目", .value = c->name},
            {.label = "所属机关", .value = c->agency_name ? c->agency_name : "各机关共用"},
            {.label = "已公开的信息", .value = mem_printf(p->mem, "%lld 条", (long long)c->n)}};
        struct view_office_confirm v = {
            .page = office_page(p, "关闭栏目"),
            .lead = "今天起关闭，门户上不再显示本栏目，更新职责一并取消。已公开的信息仍可从检索、机"
                    "关专栏和"
                    "原地址查阅。",
            .facts = {facts, N(facts)},
            .warning = {.tone = TONE_WARNING, .title = "关闭后不能重新开设"},
            .action = column_link(p, c->code, "/close"),
            .cancel_url = column_link(p, c->code, ""),
            .button = {.label = "关闭栏目", .kind = BUTTON_WARNING}};

        column_crumbs(p, &v.page, c, "关闭");
        v.problems = office_problems(p, problems, &v.page);
        if (problems->n)
                v.button.label = NULL;
        return confirm_end(p, &v, NULL, 0, "do");
}

int
page_office_column_close(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_column c;
        int r = column_of_path(p, &c);

        return r ? r : show_close(p, &c, &none);
}

static int
close_it(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct editing *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        return app_column_close(mem, tx, p->actor, p->now, e->edit.code, &e->act.problems,
                                &e->live);
}

int
page_office_column_close_send(struct page *p)
{
        struct editing e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_column c;
        int r = column_of_path(p, &c);

        if (r)
                return r;
        e.edit.code = c.code;
        r = app_run(p->mem, p->app, close_it, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_close(p, &c, &e.act.problems);
        page_redirect(p, column_link(p, c.code, "?done=closed"));
        return 0;
}

/* ---- who keeps it up -------------------------------------------------------------------------- */

static int
show_duty(struct page *p, const struct office_column *c, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "设定更新职责", column_link(p, c->code, "/duty"),
                                   column_link(p, c->code, ""));
        struct part_option *units;
        const char *days = office_arg(p, "days");
        size_t n;
        int r = agency_options(p, false, "请选择", &units, &n);

        if (r < 0)
                return err_trace(r);
        column_crumbs(p, &f.view.page, c, "更新职责");
        f.view.lead = mem_printf(
            p->mem, "规定由哪个单位更新“%s”（含子栏目），以及至少多少天更新一次。", c->name);
        form_select(&f, "agency", "单位", NULL, units, n, office_arg(p, "agency"));
        form_field(&f, "update_days", "更新周期（天）", "1 至 3660；填 0 取消该单位的职责",
                   *days            ? days
                   : c->update_days ? mem_printf(p->mem, "%d", c->update_days)
                                    : "183")
            ->width = "short";
        return form_end(&f, "保存");
}

int
page_office_column_duty(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_column c;
        int r = column_of_path(p, &c);

        return r ? r : show_duty(p, &c, &none);
}

static int
set_duty(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct editing *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        e->days = (int)form_int(p, "update_days", 0, 3660, -1, &e->act.problems);
        return app_column_duty_set(mem, tx, p->actor, p->now, e->edit.code, e->agency, e->days,
                                   &e->act.problems);
}

int
page_office_column_duty_send(struct page *p)
{
        struct editing e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_column c;
        int r = column_of_path(p, &c);

        if (r)
                return r;
        e.edit.code = c.code;
        e.agency = form_value(p, "agency");
        r = app_run(p->mem, p->app, set_duty, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_duty(p, &c, &e.act.problems);
        page_redirect(p, column_link(p, c.code, e.days ? "?done=duty" : "?done=dropped"));
        return 0;
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
        struct problems none = {.mem = p->mem};

        return import_page(p, &columns_in, &none);
}

int
page_office_column_import_send(struct page *p)
{
        return import_send(p, &columns_in);
}
