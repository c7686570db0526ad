/* 审核环节 and 代理: the ladders of a unit, and who stands in for whom. */
#include "pages/office_items.h"

#include "app/run.h"
#include "app/session.h"

int page_office_rules(struct page *);
int page_office_rules_send(struct page *);
int page_office_stand_ins(struct page *);
int page_office_stand_ins_send(struct page *);
int page_office_stand_in_end_send(struct page *);

/* ---- ladders -------------------------------------------------------------------------------- */

struct rules_page {
        struct page *p;
        struct flow_by by;
        struct problems problems;
        struct flow_rule_row rule;
        struct flow_stand_in stand_in;
        int64_t id;
};

static const char *const ladders[] = {
    LADDER_DEFAULT, "content,office,secrecy,signature", "content,content,secrecy,signature",
    "content,content,office,secrecy,signature", "office,secrecy,signature"};

static const char *
ladder_words(struct page *p, const char *steps)
{
        const char *text = "";
        struct ladder l;

        if (ladder_read(steps, &l) != 0)
                return steps;
        for (size_t i = 0; i < l.n; i++)
                text = mem_printf(p->mem, "%s%s%s", text, i ? " → " : "",
                                  review_step_label(l.steps[i]));
        return text;
}

static const struct part_sheet_head rule_heads[] = {{.text = "单位"},     {.text = "栏目"},
                                                    {.text = "审核环节"}, {.text = "补审期限"},
                                                    {.text = "评估周期"}, {.text = "设置"}};

static int
rule_rows(struct page *p, struct tx *tx, struct form *f)
{
        struct flow_rule_row *list;
        struct part_sheet_row *rows;
        size_t n;
        int r = app_flow_rules(p->mem, tx, p->actor, &list, &n);

        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c =
                    mem_array(p->mem, struct part_sheet_cell, N(rule_heads));
                char at[INSTANT_TEXT_SIZE];

                c[0] = cell("单位", list[i].agency);
                c[1] = cell("栏目", list[i].column ? list[i].column : "全部");
                c[2] = cell("审核环节", ladder_words(p, list[i].steps));
                if (list[i].two_steps)
                        c[2].note = "允许一人办理两个环节";
                c[3] = cell("补审期限",
                            mem_printf(p->mem, "%lld 个工作日", (long long)list[i].retro_days));
                c[4] = cell("评估周期",
                            mem_printf(p->mem, "%lld 个月", (long long)list[i].revisit_months));
                c[5] = cell("设置", list[i].set_by);
                c[5].note = mem_strdup(p->mem, instant_text(list[i].set_at, at));
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = N(rule_heads)};
        }
        f->view.sheet_title = "已设置的审核环节";
        f->view.sheet = (struct part_sheet){.caption = "审核环节",
                                            .heads = rule_heads,
                                            .n_heads = N(rule_heads),
                                            .rows = rows,
                                            .n_rows = n};
        return 0;
}

static struct part_option *
choices_to_options(struct page *p, const struct office_choice *list, size_t n, const char *none,
                   size_t *ret_n)
{
        struct part_option *o = mem_array(p->mem, struct part_option, n + 1);
        size_t k = 0;

        if (none)
                o[k++] = (struct part_option){.value = "", .label = none};
        for (size_t i = 0; i < n; i++)
                o[k++] = (struct part_option){
                    .value = table_int(p->mem, list[i].id),
                    .label = list[i].group
                                 ? mem_printf(p->mem, "%s — %s", list[i].group, list[i].name)
                                 : list[i].name};
        *ret_n = k;
        return o;
}

static int
show_rules(struct rules_page *s)
{
        struct page *p = s->p;
        struct form f =
            form_begin(p, &s->problems, "审核环节", page_link(p, "/office/review-rules"), NULL);
        struct part_option *o, *steps = mem_array(p->mem, struct part_option, N(ladders) + 1),
                               *two = mem_array(p->mem, struct part_option, 1);
        struct office_choice *list;
        struct tx *tx;
        size_t n, k;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_choose_agencies(p->mem, tx, p->actor->scope, p->today, &list, &n);
        if (r < 0)
                return err_trace(r);
        f.view.lead = "没有设置的单位，用上级单位的设置；都没有设置的，为初审、保密审查、签发。下级"
                      "单位的设置只能在上级单位的基础上增加环节。"
                      "任何设置都不能少于一次内容审核、一次保密审查和一次签发；已送审的稿件按送审时"
                      "的环节办完。";
        if (*office_arg(p, "done"))
                f.view.notice = (struct part_notice){.tone = TONE_GOOD, .title = "审核环节已设置"};
        o = choices_to_options(p, list, n, NULL, &k);
        form_select(&f, "agency", "单位", "对该单位及其下级单位有效", o, k, "");
        /* A set of units has no columns of its own. */
        r = app_choose_columns(p->mem, tx,
                               p->actor->scope > 0 ? p->actor->scope : p->actor->agency_id,
                               p->today, &list, &n);
        if (r < 0)
                return err_trace(r);
        o = choices_to_options(p, list, n, "全部栏目", &k);
        form_select(&f, "column", "栏目", NULL, o, k, "");
        for (size_t i = 0; i < N(ladders); i++)
                steps[i] =
                    (struct part_option){.value = ladders[i], .label = ladder_words(p, ladders[i])};
        steps[N(ladders)] = (struct part_option){
            .value = "none", .label = "取消设置", .hint = "改用上级单位的设置"};
        form_radios(&f, "steps", "审核环节", NULL, steps, N(ladders) + 1, LADDER_DEFAULT);
        two[0] = (struct part_option){
            .value = "1",
            .label = "人员少的单位，允许一人办理同一稿件的两个环节（保密审查和签发除外）",
            .chosen = *office_arg(p, "two_steps")};
        form_checks(&f, "two_steps", "人员不足", "由最上级单位允许后，下级单位才可以选择", two, 1);
        form_field(&f, "retro_days", "紧急发布后补审的期限（工作日）", NULL, "5")->width = "short";
        form_field(&f, "revisit_months", "不公开信息的评估周期（月）", "《条例》第十八条", "12")
            ->width = "short";
        r = rule_rows(p, tx, &f);
        if (r < 0)
                return err_trace(r);
        office_crumb(p, &f.view.page, "审核环节", NULL);
        return form_end(&f, "保存");
}

static int
begin(struct page *p, struct rules_page *s)
{
        *s = (struct rules_page){.p = p, .problems = {.mem = p->mem}};
        return item_by(p, &s->by);
}

int
page_office_rules(struct page *p)
{
        struct rules_page s;
        int r = begin(p, &s);

        return r < 0 ? err_trace(r) : show_rules(&s);
}

static int
set_rule(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct rules_page *s = arg;

        s->problems.n = s->problems.n_list = 0;
        return app_flow_rule_set(mem, tx, &s->by, &s->rule, &s->problems);
}

int
page_office_rules_send(struct page *p)
{
        const char *steps = office_arg(p, "steps");
        struct rules_page s;
        int r = begin(p, &s);

        if (r < 0)
                return err_trace(r);
        s.rule = (struct flow_rule_row){
            .agency_id = form_int(p, "agency", 1, INT64_MAX, 0, &s.problems),
            .column_id = form_int(p, "column", 1, INT64_MAX, 0, &s.problems),
            .steps = strcmp(steps, "none") == 0 ? "" : steps,
            .two_steps = *office_arg(p, "two_steps"),
            .retro_days = form_int(p, "retro_days", 1, 20, 5, &s.problems),
            .revisit_months = form_int(p, "revisit_months", 1, 60, 12, &s.problems)};
        if (!*steps)
                problems_add(&s.problems, 0, "steps", "请选择审核环节");
        if (s.problems.n)
                return show_rules(&s);
        r = app_run(p->mem, p->app, set_rule, &s);
        if (r < 0)
                return err_trace(r);
        if (r == FLOW_NOT_FOUND)
                problems_add(&s.problems, 0, "agency", "请选择您管理范围内的单位");
        if (r)
                return show_rules(&s);
        page_redirect(p, page_link(p, "/office/review-rules?done=1"));
        return 0;
}

/* ---- stand-ins ------------------------------------------------------------------------------ */

static const struct part_sheet_head stand_in_heads[] = {{.text = "委托人"}, {.text = "代理人"},
                                                        {.text = "角色"},   {.text = "期间"},
                                                        {.text = "原因"},   {.text = "状态"}};

static struct part_sheet_row
stand_in_row(struct page *p, const struct flow_stand_in *s)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(stand_in_heads));
        bool ended = !instant_is_none(s->ended) || day_cmp(s->last, p->today) < 0;
        bool later = day_cmp(s->first, p->today) > 0;

        c[0] = cell("委托人", s->from);
        c[1] = cell("代理人", s->to);
        c[2] = cell("角色", role_label(s->role));
        c[2].note = s->agency;
        c[3] =
            cell("期间", mem_printf(p->mem, "%s至%s", item_day(p, s->first), item_day(p, s->last)));
        c[4] = cell("原因", s->reason);
        c[5] = (struct part_sheet_cell){.head = "状态",
                                        .tag = {ended   ? "已结束"
                                                : later ? "未开始"
                                                        : "代理中",
                                                ended || later ? TONE_PLAIN : TONE_GOOD}};
        return (struct part_sheet_row){.cells = c, .n_cells = N(stand_in_heads)};
}

static int
stand_in_rows(struct page *p, struct tx *tx, struct form *f, const char **ret_mine)
{
        struct flow_stand_in *list;
        struct part_sheet_row *rows;
        size_t n;
        int r = app_flow_stand_ins(p->mem, tx, p->actor, p->today, &list, &n);

        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                rows[i] = stand_in_row(p, &list[i]);
                if (list[i].from_id == p->actor->person_id && instant_is_none(list[i].ended) &&
                    day_cmp(list[i].last, p->today) >= 0)
                        *ret_mine = table_int(p->mem, list[i].id);
        }
        f->view.sheet_title = "本单位的代理";
        f->view.sheet = (struct part_sheet){.caption = "代理",
                                            .heads = stand_in_heads,
                                            .n_heads = N(stand_in_heads),
                                            .rows = rows,
                                            .n_rows = n};
        return 0;
}

/* The own roles, not those held for others: "place in the list of grants". */
static struct part_option *
own_roles(struct page *p, size_t *ret_n)
{
        struct part_option *o = mem_array(p->mem, struct part_option, p->actor->n_grants + 1);
        size_t n = 0;

        for (size_t i = 0; i < p->actor->n_grants; i++)
                if (!p->actor->grants[i].by)
                        o[n++] = (struct part_option){
                            .value = table_int(p->mem, (int64_t)i),
                            .label =
                                mem_printf(p->mem, "%s（%s）", role_label(p->actor->grants[i].role),
                                           p->who->scope_names[i])};
        *ret_n = n;
        return o;
}

/* Nobody stands in for himself. */
static size_t
all_but(struct office_choice *people, size_t n, int64_t person)
{
        size_t k = 0;

        for (size_t i = 0; i < n; i++)
                if (people[i].id != person)
                        people[k++] = people[i];
        return k;
}

static int
show_stand_ins(struct rules_page *s)
{
        struct page *p = s->p;
        struct form f =
            form_begin(p, &s->problems, "代理", page_link(p, "/office/stand-ins"), NULL);
        struct office_choice *people;
        const char *mine = NULL;
        struct part_option *o;
        struct tx *tx;
        size_t n, k;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_choose_people(p->mem, tx, p->actor->scope, &people, &n);
        if (r < 0)
                return err_trace(r);
        f.view.lead = "您外出期间，可以委托同事代理您的办件角色。代理人办理的事项，记录中注明“代”；"
                      "您起草或修改过的稿件，代理人不能代您审核。";
        if (*office_arg(p, "done"))
                f.view.notice = (struct part_notice){.tone = TONE_GOOD, .title = "代理已更新"};
        o = own_roles(p, &k);
        form_select(&f, "role", "委托的角色", NULL, o, k, "");
        n = all_but(people, n, p->actor->person_id);
        o = choices_to_options(p, people, n, "请选择", &k);
        form_select(&f, "to", "代理人", NULL, o, k, "");
        (void)form_date(&f, "first", "开始日期", NULL, p->today);
        (void)form_date(&f, "last", "结束日期", "含当日", DAY_NONE);
        (void)form_field(&f, "reason", "原因", NULL, "");
        r = stand_in_rows(p, tx, &f, &mine);
        if (r < 0)
                return err_trace(r);
        if (mine && !f.view.notice.title)
                f.view.notice = (struct part_notice){
                    .tone = TONE_INFO,
                    .title = "您有正在委托的代理",
                    .text = "提前回来的，可以结束代理。",
                    .url = mem_printf(p->mem, "%s?end=%s", page_link(p, "/office/stand-ins"), mine),
                    .url_label = "结束代理"};
        if (!f.view.notice.title)
                f.view.notice = (struct part_notice){.tone = TONE_PLAIN,
                                                     .title = "需要委托多项的，可以用表格批量办理",
                                                     .url = page_link(p, "/office/stand-ins/all"),
                                                     .url_label = "代理汇总"};
        office_crumb(p, &f.view.page, "代理", NULL);
        return form_end(&f, "委托代理");
}

int
page_office_stand_ins(struct page *p)
{
        struct rules_page s;
        struct problems none = {.mem = p->mem};
        int64_t id;
        int r = begin(p, &s);

        if (r < 0)
                return err_trace(r);
        if (page_arg_int(p, "end", 1, INT64_MAX, 0, &id) && id) {
                struct form f =
                    form_begin(p, &none, "结束代理", page_link(p, "/office/stand-ins/end"),
                               page_link(p, "/office/stand-ins"));

                f.view.lead = "结束后，代理人立即不能再代您办理。";
                form_keep(&f, "id", table_int(p->mem, id));
                office_crumb(p, &f.view.page, "代理", page_link(p, "/office/stand-ins"));
                office_crumb(p, &f.view.page, "结束代理", NULL);
                return form_end(&f, "结束代理");
        }
        return show_stand_ins(&s);
}

static int
make(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct rules_page *s = arg;

        s->problems.n = s->problems.n_list = 0;
        return app_flow_stand_in_make(mem, tx, &s->by, &s->stand_in, &s->problems);
}

int
page_office_stand_ins_send(struct page *p)
{
        struct rules_page s;
        int64_t grant;
        int r = begin(p, &s);

        if (r < 0)
                return err_trace(r);
        grant = form_int(p, "role", 0, (int64_t)p->actor->n_grants - 1, 0, &s.problems);
        s.stand_in =
            (struct flow_stand_in){.to_id = form_int(p, "to", 1, INT64_MAX, 0, &s.problems),
                                   .first = form_day(p, "first", &s.problems),
                                   .last = form_day(p, "last", &s.problems),
                                   .reason = form_value(p, "reason")};
        if (s.problems.n)
                return show_stand_ins(&s);
        s.stand_in.role = p->actor->grants[grant].role;
        s.stand_in.scope_id = p->actor->grants[grant].scope;
        r = app_run(p->mem, p->app, make, &s);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_stand_ins(&s);
        page_redirect(p, page_link(p, "/office/stand-ins?done=1"));
        return 0;
}

static int
end(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct rules_page *s = arg;

        return app_flow_stand_in_end(mem, tx, &s->by, s->id);
}

int
page_office_stand_in_end_send(struct page *p)
{
        struct rules_page s;
        int r = begin(p, &s);

        if (r < 0)
                return err_trace(r);
        if (!page_arg_int(p, "id", 1, INT64_MAX, 0, &s.id))
                return PAGE_NOT_FOUND;
        r = app_run(p->mem, p->app, end, &s);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        page_redirect(p, page_link(p, "/office/stand-ins?done=1"));
        return 0;
}
