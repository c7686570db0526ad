/* 机构改革: what is to happen, what that means in numbers, and doing it. */
#include "app/reform.h"
#include "app/run.h"
#include "pages/office_house.h"
#include "views/views.h"

int page_office_reform(struct page *);
int page_office_reform_send(struct page *);

enum { FROM = 4, TO = 3 };
static const char *const from_names[FROM] = {"from1", "from2", "from3", "from4"};
static const char *const to_names[TO] = {"to1", "to2", "to3"};

struct reforming {
        struct act act;
        struct reform_ask ask;
        struct reform_told told;
};

static size_t
chosen(struct page *p, const char *const *names, size_t n, const char **ret)
{
        size_t k = 0;

        for (size_t i = 0; i < n; i++) {
                const char *slug = form_value(p, names[i]);

                if (*slug)
                        ret[k++] = slug;
        }
        return k;
}

static void
read_ask(struct page *p, struct reforming *f)
{
        if (!reform_from(form_value(p, "kind"), &f->ask.kind))
                problems_add(&f->act.problems, 0, "kind", "请选择改革的方式");
        f->ask.n_from = chosen(p, from_names, FROM, f->ask.from);
        f->ask.n_to = chosen(p, to_names, TO, f->ask.to);
        f->ask.on = form_day(p, "on", &f->act.problems);
        f->ask.basis = form_value(p, "basis");
}

/* The rule speaks of `from` and `to`; the form has several of each. */
static void
at_the_fields(struct problems *problems)
{
        for (size_t i = 0; i < problems->n_list; i++) {
                if (strcmp(problems->list[i].field, "from") == 0)
                        problems->list[i].field = "from1";
                else if (strcmp(problems->list[i].field, "to") == 0)
                        problems->list[i].field = "to1";
        }
}

/* ---- asking ----------------------------------------------------------------------------------- */

static const struct part_option kinds[] = {
    {.value = "merge", .label = "合并、并入", .hint = "一个或几个机关撤销，职责由一个机关承接"},
    {.value = "split", .label = "拆分", .hint = "一个机关撤销，职责分给几个机关"},
    {.value = "rename",
     .label = "更名并更换代码",
     .hint = "旧机关撤销，由新机关承接；代码不变的更名请在“修改机关信息”中办理"},
    {.value = "close", .label = "撤销", .hint = "没有承接的机关，也没有未办结的事项"},
};

static int
show(struct page *p, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "机构改革", page_link(p, "/office/agencies/reform"),
                                   page_link(p, "/office/agencies"));
        struct part_option *units;
        size_t n;
        int r = agency_options(p, false, "（不选）", &units, &n);

        if (r < 0)
                return err_trace(r);
        agency_crumbs(p, &f.view.page, NULL);
        office_crumb(p, &f.view.page, "机构改革", NULL);
        f.view.lead = "先填写，再核对将要发生的变动，最后确认。承接的机关是新设的，请先新建。";
        form_radios(&f, "kind", "方式", NULL, kinds, N(kinds), "merge");
        form_heading(&f, "被撤并的机关", "已公开的信息、索引号、专栏地址都留在原机关。");
        for (size_t i = 0; i < FROM; i++)
                form_select(&f, from_names[i],
                            i ? mem_printf(p->mem, "另一个被撤并的机关（之%zu，选填）", i)
                              : "被撤并的机关",
                            NULL, units, n, i ? "" : office_arg(p, "from"));
        form_heading(&f, "承接的机关",
                     "第一个承接草稿、人员、自设栏目、更新职责和下级机关；拆分时再选其余的机关。");
        for (size_t i = 0; i < TO; i++)
                form_select(&f, to_names[i],
                            i ? mem_printf(p->mem, "另一个承接的机关（之%zu，选填）", i)
                              : "承接的机关",
                            NULL, units, n, "");
        form_heading(&f, "日期和依据", NULL);
        form_date(&f, "on", "撤并日期",
                  "这一天起公开的信息计入承接的机关，此前的计入原机关；如 2024-7-1", p->today);
        form_field(&f, "basis", "依据", "如机构改革方案的名称和文号", "");
        return form_end(&f, "下一步：核对变动");
}

int
page_office_reform(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show(p, &none);
}

/* ---- telling what would happen ---------------------------------------------------------------- */

static const char *
names_of(struct page *p, const struct reform_unit *units, size_t n)
{
        char *text = mem_strdup(p->mem, "");

        for (size_t i = 0; i < n; i++)
                text = mem_printf(p->mem, "%s%s%s", text, i ? "、" : "", units[i].name);
        return n ? text : "没有";
}

enum { LINES = 12 };

static void
say(struct view_office_confirm *v, const char **lines, const char *line)
{
        lines[v->n_lines++] = line;
}

static void
fill_lines(struct page *p, const struct reform_told *t, struct view_office_confirm *v)
{
        const char **lines = mem_array(p->mem, const char *, LINES);
        const struct reform_effect *e = &t->all;
        const char *heir = t->reform.n_to ? t->reform.to[0].name : NULL,
                   *day = house_day(p, t->reform.on);

        say(v, lines,
            mem_printf(p->mem,
                       "%lld 条已公开的信息留在原机关，索引号和地址不变，%s以前的统计仍计入原机关",
                       (long long)e->history, day));
        if (heir && e->late)
                say(v, lines,
                    mem_printf(p->mem, "%lld 条%s及以后公开的信息连同统计转入%s，索引号不变",
                               (long long)e->late, day, heir));
        if (heir && e->drafts)
                say(v, lines, mem_printf(p->mem, "%lld 条草稿转入%s", (long long)e->drafts, heir));
        if (heir && (e->people || e->grants))
                say(v, lines,
                    mem_printf(p->mem, "%lld 名人员转入%s，%lld 项角色的范围改为%s",
                               (long long)e->people, heir, (long long)e->grants, heir));
        if (heir && (e->columns || e->duties))
                say(v, lines,
                    mem_printf(p->mem, "%lld 个自设栏目和 %lld 项更新职责转入%s",
                               (long long)e->columns, (long long)e->duties, heir));
        if (heir && e->below)
                say(v, lines,
                    mem_printf(p->mem, "%lld 个下级机关改隶%s", (long long)e->below, heir));
        if (!e->drafts && !e->people && !e->columns && !e->duties && !e->below)
                say(v, lines, "没有草稿、人员、自设栏目、更新职责和下级机关需要转入");
        say(v, lines, "各年度的合计不变");
        say(v, lines,
            heir ? "门户上原机关的专栏注明撤并日期和承继的机关，并互相链接"
                 : "门户上原机关的专栏注明撤并日期");
        if (heir && !t->heir_has_guide)
                say(v, lines,
                    mem_printf(p->mem, "%s还没有公开指南，请尽快填写（《条例》第十二条）", heir));
        v->lines = lines;
        v->list_title = "将发生的变动";
}

static int
show_preview(struct page *p, const struct reform_told *t)
{
        static const char *const kept[] = {"kind", "from1", "from2", "from3", "from4",
                                           "to1",  "to2",   "to3",   "on",    "basis"};
        struct part_fact facts[] = {
            {.label = "方式", .value = reform_label(t->reform.kind)},
            {.label = "撤并日期", .value = house_day(p, t->reform.on)},
            {.label = "被撤并",
             .value = names_of(p, t->reform.from, t->reform.n_from),
             .wide = true},
            {.label = "承接", .value = names_of(p, t->reform.to, t->reform.n_to), .wide = true},
            {.label = "依据", .value = t->reform.basis, .wide = true}};
        struct view_office_confirm v = {
            .page = office_page(p, "核对机构改革的变动"),
            .facts = {facts, N(facts)},
            .warning = {.tone = TONE_WARNING,
                        .title = "办理后不能撤销",
                        .text = "撤并的机关不能恢复，转入的草稿、人员和栏目不能自动退回。"},
            .action = page_link(p, "/office/agencies/reform"),
            .cancel_url = page_link(p, "/office/agencies"),
            .button = {.label = "确认办理", .kind = BUTTON_WARNING}};

        agency_crumbs(p, &v.page, NULL);
        office_crumb(p, &v.page, "机构改革", NULL);
        fill_lines(p, t, &v);
        return confirm_end(p, &v, kept, N(kept), "do");
}

static int
preview(TALLOC_CTX *mem, struct tx *tx, struct reforming *f)
{
        return app_reform_preview(mem, tx, f->act.p->actor->scope, f->act.p->now, &f->ask,
                                  &f->act.problems, &f->told);
}

static int
carry_out(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct reforming *f = arg;

        f->act.problems.n = f->act.problems.n_list = 0;
        return app_reform(mem, tx, f->act.p->actor, f->act.p->now, &f->ask, &f->act.problems,
                          &f->told);
}

int
page_office_reform_send(struct page *p)
{
        struct reforming f = {.act = {.p = p, .problems = {.mem = p->mem}}};
        bool now = strcmp(office_arg(p, "step"), "do") == 0;
        struct tx *tx;
        int r;

        read_ask(p, &f);
        if (f.act.problems.n)
                return show(p, &f.act.problems);
        if (now)
                r = app_run(p->mem, p->app, carry_out, &f);
        else {
                r = page_tx(p, &tx);
                if (r == 0)
                        r = preview(p->mem, tx, &f);
        }
        if (r < 0)
                return err_trace(r);
        if (r) {
                at_the_fields(&f.act.problems);
                return show(p, &f.act.problems);
        }
        if (!now)
                return show_preview(p, &f.told);
        page_redirect(p, agency_link(p, f.ask.from[0], "?done=reformed"));
        return 0;
}
