/* 泄密处置: the list, the order, and one of them with what may be done now. */
#include "app/purge.h"
#include "app/run.h"
#include "pages/office_kit.h"
#include "pages/portal.h"
#include "views/office/purge.h"
#include "views/views.h"

int page_office_purges(struct page *);
int page_office_purge_new(struct page *);
int page_office_purge_order(struct page *);
int page_office_purge(struct page *);
int page_office_purge_confirm(struct page *);
int page_office_purge_cancel(struct page *);

enum { ROWS = 20 };

static const struct {
        const char *state, *label;
        enum part_tone tone;
} states[] = {
    {"ordered", "待确认", TONE_WARNING},
    {"clearing", "正在清除", TONE_WARNING},
    {"done", "已清除", TONE_GOOD},
    {"cancelled", "已撤销", TONE_PLAIN},
};

static struct part_tag
tag_of(const char *state)
{
        for (size_t i = 0; i < N(states); i++)
                if (strcmp(states[i].state, state) == 0)
                        return (struct part_tag){states[i].label, states[i].tone};
        return (struct part_tag){state, TONE_PLAIN};
}

static const char *
link_of(struct page *p, int64_t id)
{
        return page_link(p, "/office/purges/{}", mem_printf(p->mem, "%lld", (long long)id));
}

/* ---- the list ------------------------------------------------------------------------------- */

static const struct part_sheet_head heads[] = {
    {.text = "索引号"}, {.text = "发布机构"}, {.text = "提出"}, {.text = "确认或撤销"}};

static struct part_sheet_row
sheet_row(struct page *p, const struct purge_row *row)
{
        struct part_sheet_cell *cells = mem_array(p->mem, struct part_sheet_cell, N(heads));
        char day[INSTANT_TEXT_SIZE];

        cells[0] = (struct part_sheet_cell){.text = row->index_no ? row->index_no : "（未编号）",
                                            .url = link_of(p, row->id),
                                            .tag = tag_of(row->state)};
        cells[1] = (struct part_sheet_cell){.text = row->agency};
        cells[2] = (struct part_sheet_cell){
            .text = row->orderer, .note = mem_strdup(p->mem, instant_text(row->ordered_at, day))};
        cells[3] = (struct part_sheet_cell){.text = row->decider ? row->decider : "—"};
        for (size_t i = 0; i < N(heads); i++)
                cells[i].head = heads[i].text;
        return (struct part_sheet_row){.cells = cells, .n_cells = N(heads)};
}

int
page_office_purges(struct page *p)
{
        struct view_office_purges view = {.page = office_page(p, "泄密处置"),
                                          .new_url = page_link(p, "/office/purges/new")};
        struct purge_row *rows;
        struct part_sheet_row *sheet;
        struct view_site site;
        struct tx *tx;
        int64_t n_page, all;
        size_t n;
        int r;

        if (!page_arg_int(p, "page", 1, 100000, 1, &n_page))
                return PAGE_BAD;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_purges(p->mem, tx, p->actor, ROWS, (n_page - 1) * ROWS, &rows, &n, &all);
        if (r)
                return err_fold(r);
        sheet = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++)
                sheet[i] = sheet_row(p, &rows[i]);
        view.sheet = (struct part_sheet){.caption = "泄密处置记录",
                                         .heads = heads,
                                         .n_heads = N(heads),
                                         .rows = sheet,
                                         .n_rows = n};
        view.pages = portal_pages(p, n_page, ROWS, all);
        office_crumb(p, &view.page, "泄密处置", NULL);
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_purges(&p->out, &site, &view);
        return 0;
}

/* ---- ordering ------------------------------------------------------------------------------- */

/* One that was chosen on its own page; it may have no number. */
static int64_t
item_asked(const struct page *p)
{
        int64_t id;

        return page_arg_int(p, "item", 1, INT64_MAX, 0, &id) ? id : 0;
}

static int
show_new(struct page *p, const struct problems *problems)
{
        int64_t item = item_asked(p);
        struct view_office_purge_new view = {
            .page = office_page(p, "提出泄密处置"),
            .csrf = p->csrf,
            .action = page_link(p, "/office/purges/new"),
            .cancel_url = page_link(p, "/office/purges"),
            .index_no = office_field(p, problems, "index_no", "索引号",
                                     "须处置的信息的索引号，见其页面上方"),
            .reason = {.name = "reason",
                       .label = "处置依据",
                       .hint = "写明谁在何时发现、依据何种认定；不得写入涉密内容本身",
                       .value = page_arg(p, "reason"),
                       .error = problems_of(problems, "reason"),
                       .rows = 4,
                       .max_length = 500}};
        struct view_site site;
        int r;

        view.index_no.max_length = 64;
        if (item) {
                view.item = mem_printf(p->mem, "%lld", (long long)item);
                view.item_url = page_link(p, "/office/items/{}", view.item);
        }
        view.problems = office_problems(p, problems, &view.page);
        office_crumb(p, &view.page, "泄密处置", page_link(p, "/office/purges"));
        office_crumb(p, &view.page, "提出处置", NULL);
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_purge_new(&p->out, &site, &view);
        return 0;
}

int
page_office_purge_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_new(p, &none);
}

struct act {
        struct page *p;
        struct problems problems;
        int64_t id;
};

static int
order(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act *a = arg;

        a->problems = (struct problems){.mem = a->p->mem}; /* this may be another try */
        return app_purge_order(mem, tx, a->p->actor, a->p->now,
                               &(struct purge_ask){.item = item_asked(a->p),
                                                   .index_no = office_arg(a->p, "index_no"),
                                                   .reason = office_arg(a->p, "reason")},
                               &a->problems, &a->id);
}

int
page_office_purge_order(struct page *p)
{
        struct act a = {.p = p};
        int r = app_run(p->mem, p->app, order, &a);

        if (r < 0)
                return err_trace(r);
        if (r == PURGE_WRONG_STATE)
                problems_add(&a.problems, 0, "index_no", "该信息的处置已在进行，请在列表中查看");
        if (r)
                return show_new(p, &a.problems);
        page_redirect(p, link_of(p, a.id));
        return 0;
}

/* ---- one of them ---------------------------------------------------------------------------- */

static void
fill_notice(const struct page *p, const struct purge_view *v, struct view_office_purge *view)
{
        bool own = v->ordered_by == p->actor->person_id;

        if (strcmp(v->row.state, "ordered") == 0)
                view->notice = (struct part_notice){.tone = TONE_WARNING,
                                                    .title = "该信息已停止公开，尚待确认",
                                                    .text = own ? "确认须由您以外的有权人员作出。"
                                                                : "请核对后确认或者撤销。"};
        else if (strcmp(v->row.state, "clearing") == 0)
                view->notice = (struct part_notice){
                    .tone = TONE_WARNING,
                    .title = "正在清除",
                    .text = "内容已从各页面和数据记录中删除，正在清除附件文件、检索和日志中的残留，"
                            "通常数分钟内完成。请稍后刷新本页。"};
        else if (strcmp(v->row.state, "done") == 0)
                view->notice =
                    v->n_holders
                        ? (struct part_notice){.tone = TONE_WARNING,
                                               .title =
                                                   "本条已清除，但有文件因其他信息仍在使用而保留",
                                               .text =
                                                   "请对下面列出的信息逐条提出处置，文件才会销毁。"}
                        : (struct part_notice){.tone = TONE_GOOD,
                                               .title = "已清除",
                                               .text = "数据目录中已无该内容。"};
        view->may_cancel = strcmp(v->row.state, "ordered") == 0;
        view->may_confirm = view->may_cancel && !own;
        view->is_confirmed =
            strcmp(v->row.state, "clearing") == 0 || strcmp(v->row.state, "done") == 0;
}

static void
fill_timeline(struct page *p, const struct purge_view *v, struct view_office_purge *view)
{
        struct part_event *events = mem_array(p->mem, struct part_event, 3);
        bool cancelled = strcmp(v->row.state, "cancelled") == 0;
        size_t n = 0;

        events[n++] = (struct part_event){.at = v->row.ordered_at,
                                          .title = "提出处置，停止公开",
                                          .who = v->row.orderer,
                                          .text = v->row.reason,
                                          .tone = TONE_WARNING};
        if (v->row.decider)
                events[n++] = (struct part_event){
                    .at = v->decided_at,
                    .title = cancelled ? "撤销处置" : "确认清除",
                    .who = v->row.decider,
                    .text = cancelled ? NULL
                                      : mem_printf(p->mem, "涉及文本 %lld 稿、附件和图片 %lld 个。",
                                                   (long long)v->n_editions, (long long)v->n_files),
                    .tone = cancelled ? TONE_PLAIN : TONE_BAD};
        if (strcmp(v->row.state, "done") == 0)
                events[n++] = (struct part_event){
                    .at = v->row.ended_at, .title = "清除完毕", .who = "系统", .tone = TONE_GOOD};
        view->timeline = (struct part_timeline){"处置经过", events, n};
}

static struct part_sheet
holders_sheet(struct page *p, const struct purge_view *v)
{
        static const struct part_sheet_head names[] = {
            {.text = "信息"}, {.text = "发布机构"}, {.text = "共用文件", .numeric = true}};
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, v->n_holders + 1);

        for (size_t i = 0; i < v->n_holders; i++) {
                const struct purge_holder *h = &v->holders[i];
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(names));
                struct view_link *act = mem_new(p->mem, struct view_link);
                const char *id = mem_printf(p->mem, "%lld", (long long)h->item_id);

                c[0] = (struct part_sheet_cell){.text = h->index_no ? h->index_no : "（未编号）",
                                                .url = page_link(p, "/office/items/{}", id),
                                                .note = h->is_live ? "正在公开" : "未公开或已撤回"};
                c[1] = (struct part_sheet_cell){.text = h->agency};
                c[2] = (struct part_sheet_cell){.count = view_count_exact(h->n_files),
                                                .numeric = true};
                for (size_t k = 0; k < N(names); k++)
                        c[k].head = names[k].text;
                *act = (struct view_link){
                    .label = "提出处置",
                    .url = mem_printf(p->mem, "%s?item=%s", page_link(p, "/office/purges/new"), id),
                    .note = c[0].text};
                rows[i] = (struct part_sheet_row){
                    .cells = c, .n_cells = N(names), .actions = act, .n_actions = 1};
        }
        return (struct part_sheet){.caption = "仍在使用同一文件的其他信息",
                                   .heads = names,
                                   .n_heads = N(names),
                                   .rows = rows,
                                   .n_rows = v->n_holders,
                                   .with_actions = true};
}

static struct part_sheet
packages_sheet(struct page *p, const struct purge_view *v)
{
        static const struct part_sheet_head names[] = {
            {.text = "移交包"}, {.text = "校验值"}, {.text = "移交"}};
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, v->n_packages + 1);

        for (size_t i = 0; i < v->n_packages; i++) {
                const struct purge_package *k = &v->packages[i];
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(names));
                char at[INSTANT_TEXT_SIZE], on[DAY_TEXT_SIZE];

                c[0] = (struct part_sheet_cell){
                    .text = mem_printf(p->mem, "%d 年度", k->year),
                    .note = mem_printf(p->mem, "%s 制作", instant_text(k->made_at, at))};
                c[1] = (struct part_sheet_cell){.text = mem_printf(p->mem, "%.16s…", k->sm3)};
                c[2] = (struct part_sheet_cell){
                    .text = k->receiver ? k->receiver : "未移交",
                    .note = k->receiver ? mem_strdup(p->mem, day_text(k->handed_on, on)) : NULL};
                for (size_t n = 0; n < N(names); n++)
                        c[n].head = names[n].text;
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = N(names)};
        }
        return (struct part_sheet){.caption = "仍含该内容的移交包",
                                   .heads = names,
                                   .n_heads = N(names),
                                   .rows = rows,
                                   .n_rows = v->n_packages};
}

static int
show(struct page *p, int64_t id)
{
        struct part_fact facts[3];
        struct office_backup *backups;
        struct view_office_purge view = {.page = office_page(p, "泄密处置"), .csrf = p->csrf};
        struct purge_view v;
        struct view_site site;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_purge_read(p->mem, tx, p->actor, id, &v);
        if (r == PURGE_NOT_FOUND)
                return PAGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        facts[0] = (struct part_fact){.label = "索引号",
                                      .value = v.row.index_no ? v.row.index_no : "（未编号）"};
        facts[1] = (struct part_fact){.label = "发布机构", .value = v.row.agency};
        facts[2] = (struct part_fact){.label = "待销毁文件",
                                      .value = mem_printf(p->mem, "%lld 个", (long long)v.n_left)};
        view.facts = (struct part_facts){facts, v.n_left ? 3 : 2};
        view.state = tag_of(v.row.state);
        view.confirm_url = mem_printf(p->mem, "%s/confirm", link_of(p, id));
        view.cancel_url = mem_printf(p->mem, "%s/cancel", link_of(p, id));
        fill_notice(p, &v, &view);
        fill_timeline(p, &v, &view);
        backups = mem_array(p->mem, struct office_backup, v.n_backups + 1);
        for (size_t i = 0; i < v.n_backups; i++)
                backups[i] = (struct office_backup){v.backups[i].made_at, v.backups[i].path};
        view.backups = backups;
        view.n_backups = v.n_backups;
        view.holders = holders_sheet(p, &v);
        view.packages = packages_sheet(p, &v);
        office_crumb(p, &view.page, "泄密处置", page_link(p, "/office/purges"));
        office_crumb(p, &view.page, v.row.index_no ? v.row.index_no : "处置", NULL);
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_purge(&p->out, &site, &view);
        return 0;
}

static bool
id_of(const struct page *p, int64_t *ret)
{
        return page_arg_int(p, "id", 1, INT64_MAX, 0, ret) && *ret;
}

int
page_office_purge(struct page *p)
{
        int64_t id;

        return id_of(p, &id) ? show(p, id) : PAGE_NOT_FOUND;
}

static int
confirm(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act *a = arg;

        return app_purge_confirm(mem, tx, a->p->actor, a->p->now, a->id);
}

static int
cancel(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act *a = arg;

        return app_purge_cancel(mem, tx, a->p->actor, a->p->now, a->id);
}

static int
decide(struct page *p, use_case fn)
{
        struct act a = {.p = p};
        int r;

        if (!id_of(p, &a.id))
                return PAGE_NOT_FOUND;
        r = app_run(p->mem, p->app, fn, &a);
        switch (r) {
        case 0:
                page_redirect(p, link_of(p, a.id));
                return 0;
        case PURGE_NOT_FOUND:
                return PAGE_NOT_FOUND;
        case PURGE_SAME_PERSON:
                p->reason = "提出处置的人不能自己确认，请另一名有权人员办理。";
                return PAGE_FORBIDDEN;
        case PURGE_WRONG_STATE:
                p->reason = "该处置已由他人确认或者撤销，请刷新后查看。";
                return PAGE_CONFLICT;
        default:
                return err_fold(r);
        }
}

int
page_office_purge_confirm(struct page *p)
{
        return decide(p, confirm);
}

int
page_office_purge_cancel(struct page *p)
{
        return decide(p, cancel);
}
