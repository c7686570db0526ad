/* 栏目: making, changing and closing one, and who keeps it up. */
#include "app/catalogue.h"
#include "app/run.h"
#include "pages/office_column.h"

int page_office_column_new(struct page *);
int page_office_column_new_send(struct page *);
int page_office_column_edit(struct page *);
int page_office_column_edit_send(struct page *);
int page_office_column_close(struct page *);
int page_office_column_close_send(struct page *);
int page_office_column_duty(struct page *);
int page_office_column_duty_send(struct page *);

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
        form_select(&f, "parent", "上级栏目", NULL, parents, n,
                    *office_arg(p, "parent") ? office_arg(p, "parent") : "content");
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
        form_keep(&f, "seen", app_column_mark(p->mem, c));
        if (!column_is_law(c->kind)) {
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
                                      .parent = page_arg(p, "parent"),
                                      .seen = form_value(p, "seen")};
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
