/* 机关: making, changing and moving one. */
#include "app/catalogue.h"
#include "app/run.h"
#include "domain/agency/agency.h"
#include "pages/office_house.h"

int page_office_agency_new(struct page *);
int page_office_agency_new_send(struct page *);
int page_office_agency_edit(struct page *);
int page_office_agency_edit_send(struct page *);
int page_office_agency_move(struct page *);
int page_office_agency_move_send(struct page *);

static struct part_option *
words(struct page *p, const struct agency_word *list, size_t n)
{
        struct part_option *options = mem_array(p->mem, struct part_option, n + 1);

        for (size_t i = 0; i < n; i++)
                options[i] = (struct part_option){.value = list[i].code, .label = list[i].label};
        return options;
}

/* ---- making one ------------------------------------------------------------------------------- */

struct making {
        struct act act;
        struct agency_spec spec;
        const char *parent;
        int64_t id;
};

static int
make(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct making *m = arg;
        struct problems *problems = &m->act.problems;
        const struct actor *who = m->act.p->actor;
        struct office_agency above;
        int r;

        problems->n = problems->n_list = 0;
        r = app_office_agency(mem, tx, who->scope, m->parent, &above);
        if (r < 0)
                return err_trace(r);
        if (r || !day_is_none(above.closed))
                problems_add(problems, 0, "parent", "请选择上级机关");
        m->spec.parent_id = r ? 0 : above.id;
        m->spec.supervisor_id = m->spec.parent_id;
        m->spec.opened = form_day(m->act.p, "opened", problems);
        if (day_is_none(m->spec.opened) && !problems_of(problems, "opened"))
                problems_add(problems, 0, "opened", "请填写成立日期");
        m->spec.sort = form_int(m->act.p, "sort", 0, 999999, 0, problems);
        if (problems->n) {
                agency_spec_check(&m->spec, problems);
                return AGENCY_BAD;
        }
        return app_agency_create(mem, tx, who->person_id, m->act.p->now, &m->spec, problems,
                                 &m->id);
}

static const char code_hint[] = "索引号的前段，如组织机构代码或统一社会信用代码；定后不能更改";

static int
show_new(struct page *p, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "新建机关", page_link(p, "/office/agencies/new"),
                                   page_link(p, "/office/agencies"));
        struct part_option *parents;
        size_t n;
        int r = agency_options(p, false, "请选择", &parents, &n);

        if (r < 0)
                return err_trace(r);
        agency_crumbs(p, &f.view.page, NULL);
        office_crumb(p, &f.view.page, "新建机关", NULL);
        form_field(&f, "name", "机关名称", "全称，如“静宇县教育局”", "")->max_length = 60;
        form_field(&f, "short_name", "简称", NULL, "")->optional = true;
        form_field(&f, "code", "机构代码", code_hint, "")->width = "medium";
        form_field(&f, "slug", "网址名", "专栏地址的一段，小写字母、数字或 -；定后不能更改", "")
            ->width = "medium";
        form_select(&f, "parent", "上级机关", NULL, parents, n, office_arg(p, "parent"));
        form_select(&f, "kind", "类别", NULL, words(p, agency_kinds, AGENCY_KINDS), AGENCY_KINDS,
                    "department");
        form_select(&f, "level", "行政层级", NULL, words(p, agency_levels, AGENCY_LEVELS),
                    AGENCY_LEVELS, "county");
        form_date(&f, "opened", "成立日期", NULL, p->today);
        form_text(&f, "mandate", "机构职能", NULL, "", 4)->optional = true;
        form_field(&f, "sort", "排列次序", "小的在前", "0")->width = "short";
        return form_end(&f, "新建机关");
}

int
page_office_agency_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_new(p, &none);
}

int
page_office_agency_new_send(struct page *p)
{
        struct making m = {.act = {.p = p, .problems = {.mem = p->mem}}};
        const char *short_name = form_value(p, "short_name");
        int r;

        m.spec = (struct agency_spec){.code = form_value(p, "code"),
                                      .slug = form_value(p, "slug"),
                                      .name = form_value(p, "name"),
                                      .short_name = *short_name ? short_name : NULL,
                                      .kind = form_value(p, "kind"),
                                      .level = form_value(p, "level"),
                                      .mandate = form_value(p, "mandate")};
        m.parent = form_value(p, "parent");
        r = app_run(p->mem, p->app, make, &m);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_new(p, &m.act.problems);
        page_redirect(p, agency_link(p, m.spec.slug, "?done=created"));
        return 0;
}

/* ---- changing one ----------------------------------------------------------------------------- */

struct editing {
        struct act act;
        struct agency_edit edit;
};

static int
edit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct editing *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        e->edit.sort = form_int(p, "sort", 0, 999999, 0, &e->act.problems);
        e->edit.renamed = form_day(p, "renamed", &e->act.problems);
        return app_agency_edit(mem, tx, p->actor, p->now, &e->edit, &e->act.problems);
}

static int
show_edit(struct page *p, const struct office_agency *a, const struct problems *problems)
{
        struct form f = form_begin(p, problems, mem_printf(p->mem, "修改机关信息"),
                                   agency_link(p, a->slug, "/edit"), agency_link(p, a->slug, ""));
        struct part_option *units;
        size_t n;
        int r = agency_options(p, false, "没有", &units, &n);

        if (r < 0)
                return err_trace(r);
        agency_crumbs(p, &f.view.page, a);
        office_crumb(p, &f.view.page, "修改", NULL);
        form_keep(&f, "seen", app_agency_mark(p->mem, a));
        form_field(&f, "name", "机关名称", NULL, a->name)->max_length = 60;
        form_field(&f, "short_name", "简称", NULL, a->short_name)->optional = true;
        form_date(&f, "renamed", "更名日期",
                  "机关更名而代码不变的，填写更名日期，原名记入曾用名；只改错字的不必填写",
                  DAY_NONE)
            ->optional = true;
        form_field(&f, "rename_basis", "更名依据", "更名时填写，如批准文件的文号", "")->optional =
            true;
        form_select(&f, "kind", "类别", NULL, words(p, agency_kinds, AGENCY_KINDS), AGENCY_KINDS,
                    a->kind);
        form_select(&f, "level", "行政层级", NULL, words(p, agency_levels, AGENCY_LEVELS),
                    AGENCY_LEVELS, a->level);
        form_select(&f, "supervisor", "政府信息公开主管部门", "《条例》第三条", units, n,
                    a->supervisor_slug ? a->supervisor_slug : "");
        form_text(&f, "mandate", "机构职能", NULL, a->mandate, 5)->optional = true;
        form_field(&f, "sort", "排列次序", "小的在前",
                   mem_printf(p->mem, "%lld", (long long)a->sort))
            ->width = "short";
        return form_end(&f, "保存");
}

int
page_office_agency_edit(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        return r ? r : show_edit(p, &a, &none);
}

int
page_office_agency_edit_send(struct page *p)
{
        struct editing e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        e.edit = (struct agency_edit){.id = a.id,
                                      .name = form_value(p, "name"),
                                      .short_name = form_value(p, "short_name"),
                                      .kind = form_value(p, "kind"),
                                      .level = form_value(p, "level"),
                                      .mandate = form_value(p, "mandate"),
                                      .supervisor = form_value(p, "supervisor"),
                                      .rename_basis = form_value(p, "rename_basis"),
                                      .seen = form_value(p, "seen")};
        r = app_run(p->mem, p->app, edit, &e);
        if (r < 0)
                return err_trace(r);
        if (r == AGENCY_NONE)
                return PAGE_NOT_FOUND;
        if (r)
                return show_edit(p, &a, &e.act.problems);
        page_redirect(p, agency_link(p, a.slug, "?done=edited"));
        return 0;
}

/* ---- moving one ------------------------------------------------------------------------------- */

struct moving {
        struct act act;
        int64_t id;
        const char *parent;
};

static int
move(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct moving *m = arg;
        struct page *p = m->act.p;
        struct office_agency above;
        int r;

        m->act.problems.n = m->act.problems.n_list = 0;
        r = app_office_agency(mem, tx, p->actor->scope, m->parent, &above);
        if (r < 0)
                return err_trace(r);
        if (r) {
                problems_add(&m->act.problems, 0, "parent", "请选择上级机关");
                return AGENCY_BAD;
        }
        return app_agency_move(mem, tx, p->actor, p->now, m->id, above.id, &m->act.problems);
}

static int
show_move(struct page *p, const struct office_agency *a, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "变更上级机关", agency_link(p, a->slug, "/move"),
                                   agency_link(p, a->slug, ""));
        struct part_fact facts[] = {
            {.label = "机关", .value = a->name},
            {.label = "现在的上级机关", .value = a->parent_name ? a->parent_name : "没有"}};
        struct part_option *units;
        size_t n;
        int r = agency_options(p, false, "请选择", &units, &n);

        if (r < 0)
                return err_trace(r);
        agency_crumbs(p, &f.view.page, a);
        office_crumb(p, &f.view.page, "变更上级机关", NULL);
        f.view.facts = (struct part_facts){facts, N(facts)};
        f.view.lead = "今天起生效。所属的下级机关一并移动，原来的隶属关系保留在沿革中；"
                      "上级机关的统计随之改变，本机关的统计不变。";
        form_select(&f, "parent", "新的上级机关", NULL, units, n, "");
        return form_end(&f, "变更上级机关");
}

int
page_office_agency_move(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        return r ? r : show_move(p, &a, &none);
}

int
page_office_agency_move_send(struct page *p)
{
        struct moving m = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_agency a;
        int r = agency_of_path(p, &a);

        if (r)
                return r;
        m.id = a.id;
        m.parent = form_value(p, "parent");
        r = app_run(p->mem, p->app, move, &m);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_move(p, &a, &m.act.problems);
        page_redirect(p, agency_link(p, a.slug, "?done=moved"));
        return 0;
}
