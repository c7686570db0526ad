/* 信息办理: what waits, and everything there is. */
#include "pages/office_items.h"

#include "app/calendar.h"
#include "app/run.h"

int page_office_items(struct page *);

enum { ROWS_A_PAGE = 20, ROWS_A_TABLE = 5000 };

/* ---- shared --------------------------------------------------------------------------------- */

int
item_by(struct page *p, struct flow_by *ret)
{
        *ret = (struct flow_by){.who = p->actor, .now = p->now};
        return app_calendar(p->mem, p->app, &ret->calendar);
}

int64_t
item_id(const struct page *p)
{
        int64_t id;

        return page_arg_int(p, "id", 1, INT64_MAX, 0, &id) ? id : 0;
}

int
item_of_path(struct page *p, const struct flow_by *by, struct flow_item *ret)
{
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r < 0)
                return err_trace(r);
        r = item_id(p) ? app_flow_read(p->mem, tx, by, item_id(p), ret) : FLOW_NOT_FOUND;
        if (r > 0) {
                p->reason = "没有这条信息，或不在您的办理范围内。";
                return PAGE_NOT_FOUND;
        }
        return r < 0 ? err_trace(r) : 0;
}

const char *
item_link(const struct page *p, int64_t id, const char *tail)
{
        return mem_printf(p->mem, "%s%lld%s", page_link(p, "/office/items/"), (long long)id, tail);
}

void
item_crumbs(struct page *p, struct view_page *page, const struct flow_item *it, const char *last)
{
        office_crumb(p, page, "信息办理", page_link(p, "/office/items"));
        if (it)
                office_crumb(p, page, it->text.title, last ? item_link(p, it->id, "") : NULL);
        if (last)
                office_crumb(p, page, last, NULL);
}

struct part_tag
item_tag(enum flow_state state, int step)
{
        static const enum part_tone tones[N_FLOW_STATES] = {
            [FLOW_AT_DESK] = TONE_PLAIN, [FLOW_WAITING] = TONE_INFO, [FLOW_BACK] = TONE_WARNING,
            [FLOW_PUBLIC] = TONE_GOOD,   [FLOW_SHUT] = TONE_PLAIN,   [FLOW_TAKEN] = TONE_BAD,
            [FLOW_VOID] = TONE_PLAIN,    [FLOW_PURGING] = TONE_BAD,  [FLOW_PURGED] = TONE_BAD};

        if (state == FLOW_WAITING && step >= 0)
                return (struct part_tag){flow_waiting_label((enum review_step)step), TONE_INFO};
        return (struct part_tag){flow_state_label(state), tones[state]};
}

const char *
item_pending_words(const struct flow_relation *r)
{
        return r->coming ? "签发后生效" : r->going ? "签发后取消" : "";
}

const char *
item_day(const struct page *p, struct day d)
{
        char text[DAY_CHINESE_SIZE];

        return day_is_none(d) ? NULL : mem_strdup(p->mem, day_chinese(d, text));
}

struct part_tag
item_due_tag(const struct page *p, const struct flow_by *by, struct day due)
{
        static const enum part_tone tones[] = {[DUE_NONE] = TONE_PLAIN,
                                               [DUE_CALM] = TONE_PLAIN,
                                               [DUE_NEAR] = TONE_WARNING,
                                               [DUE_TODAY] = TONE_WARNING,
                                               [DUE_OVER] = TONE_BAD};
        struct due_words w = due_words(p->mem, by->calendar, due, p->today);

        return (struct part_tag){w.text, tones[w.tone]};
}

struct part_tag
item_workday_tag(const struct page *p, const struct flow_by *by, struct day due)
{
        struct part_tag tag = item_due_tag(p, by, due);

        if (due_is_provisional(by->calendar, due))
                tag.label = mem_printf(p->mem, "%s（暂定）", tag.label);
        return tag;
}

const char *
relation_label(const char *kind, bool outward)
{
        static const struct {
                const char *kind, *out, *in;
        } labels[] = {{"interprets", "解读的文件", "解读材料"},
                      {"amends", "修改的文件", "被修改于"},
                      {"repeals", "废止的文件", "被废止于"},
                      {"replaces", "代替的文件", "被代替于"},
                      {"related", "相关信息", "相关信息"}};

        for (size_t i = 0; i < N(labels); i++)
                if (strcmp(labels[i].kind, kind) == 0)
                        return outward ? labels[i].out : labels[i].in;
        return kind;
}

/* ---- tabs ----------------------------------------------------------------------------------- */

static const struct {
        const char *code, *label, *empty, *advice;
} tabs[N_WORKLIST_TABS] = {
    [WORKLIST_MINE] = {"mine", "我的草稿", "您没有在起草的信息", "点“起草信息”开始拟稿。"},
    [WORKLIST_WAITING] = {"waiting", "待我办理", "没有等您办理的信息",
                          "有信息送到您这一环节时，会出现在这里。"},
    [WORKLIST_RETURNED] = {"returned", "被退回", "没有被退回的信息", NULL},
    [WORKLIST_DUE] = {"due", "即将到期", "没有即将到期的信息",
                      "公开期限在五个工作日以内、逾期、待补审和待发布解读的信息会列在这里。"},
    [WORKLIST_PUBLISHED] = {"published", "已发布", "没有符合条件的信息", "请放宽筛选条件。"},
    [WORKLIST_REVISIT] = {"revisit", "动态调整", "没有不主动公开的信息",
                          "依照《条例》第十八条，不主动公开的信息须定期评估。"},
    [WORKLIST_ALL] = {"all", "全部", "没有符合条件的信息", "请放宽筛选条件。"},
};

static enum worklist_tab
tab_of(const struct page *p)
{
        const char *asked = office_arg(p, "tab");

        for (size_t i = 0; i < N_WORKLIST_TABS; i++)
                if (strcmp(tabs[i].code, asked) == 0)
                        return (enum worklist_tab)i;
        if (access_roles(p->actor) & AS_CLERK)
                return WORKLIST_MINE;
        return WORKLIST_WAITING;
}

static bool
is_filtered(enum worklist_tab tab)
{
        return tab == WORKLIST_PUBLISHED || tab == WORKLIST_ALL;
}

static struct part_tabs
tab_links(struct page *p, enum worklist_tab current, const int64_t counts[N_WORKLIST_TABS])
{
        struct view_link *links = mem_array(p->mem, struct view_link, N_WORKLIST_TABS);

        for (size_t i = 0; i < N_WORKLIST_TABS; i++)
                links[i] = (struct view_link){
                    .label = tabs[i].label,
                    .url = mem_printf(p->mem, "%s?tab=%s", page_link(p, "/office/items"),
                                      tabs[i].code),
                    .current = i == current,
                    .count = counts[i] < 0 ? (struct view_count){0} : view_count_exact(counts[i])};
        return (struct part_tabs){.label = "信息办理", .links = links, .n_links = N_WORKLIST_TABS};
}

/* ---- filters -------------------------------------------------------------------------------- */

static int
ask_of(struct page *p, struct worklist_ask *ret, struct problems *problems)
{
        const char *sort = office_arg(p, "sort");
        enum flow_state state;

        *ret = (struct worklist_ask){.tab = tab_of(p),
                                     .size = p->format == HTML ? ROWS_A_PAGE : ROWS_A_TABLE,
                                     .from = DAY_NONE,
                                     .to = DAY_NONE,
                                     .order = strcmp(sort, "newest") == 0  ? WORKLIST_NEWEST
                                              : strcmp(sort, "title") == 0 ? WORKLIST_TITLE
                                                                           : WORKLIST_URGENT,
                                     .oldest = strcmp(sort, "oldest") == 0};
        if (!page_arg_int(p, "page", 1, 100000, 1, &ret->page) || p->format != HTML)
                ret->page = 1;
        if (!is_filtered(ret->tab))
                return 0;
        ret->words = form_value(p, "q");
        ret->state = office_arg(p, "state");
        if (!flow_state_from(ret->state, &state))
                ret->state = NULL;
        ret->agency = form_int(p, "agency", 0, INT64_MAX, 0, problems);
        ret->column = form_int(p, "column", 0, INT64_MAX, 0, problems);
        ret->author = form_int(p, "author", 0, INT64_MAX, 0, problems);
        ret->from = form_day(p, "from", problems);
        ret->to = form_day(p, "to", problems);
        return 0;
}

static struct part_option *
options_of(struct page *p, const struct office_choice *list, size_t n, const char *none,
           int64_t chosen, size_t *ret_n)
{
        struct part_option *options = mem_array(p->mem, struct part_option, n + 1);

        options[0] = (struct part_option){.value = "", .label = none};
        for (size_t i = 0; i < n; i++)
                options[i + 1] = (struct part_option){.value = table_int(p->mem, list[i].id),
                                                      .label = list[i].name,
                                                      .chosen = list[i].id == chosen};
        *ret_n = n + 1;
        return options;
}

static struct part_option *
state_options(struct page *p, const char *chosen, size_t *ret_n)
{
        struct part_option *options = mem_array(p->mem, struct part_option, N_FLOW_STATES + 1);

        options[0] = (struct part_option){.value = "", .label = "全部状态"};
        for (size_t i = 0; i < N_FLOW_STATES; i++) {
                const char *code = flow_state_code((enum flow_state)i);

                options[i + 1] = (struct part_option){.value = code,
                                                      .label = flow_state_label((enum flow_state)i),
                                                      .chosen = chosen && !strcmp(chosen, code)};
        }
        *ret_n = N_FLOW_STATES + 1;
        return options;
}

enum { FILTERS = 6 };

static int
filter_of(struct page *p, struct tx *tx, const struct worklist_ask *ask, struct part_filter *ret)
{
        struct part_filter_field *f = mem_array(p->mem, struct part_filter_field, FILTERS);
        struct part_pair *kept = mem_array(p->mem, struct part_pair, 1);
        struct office_choice *agencies, *people;
        size_t n_agencies, n_people, n = 0;
        int r = app_choose_agencies(p->mem, tx, p->actor->scope, p->today, &agencies, &n_agencies);

        if (r == 0)
                r = app_choose_people(p->mem, tx, p->actor->scope, &people, &n_people);
        if (r < 0)
                return err_trace(r);
        f[n++] = (struct part_filter_field){
            .name = "q", .label = "标题、文号或索引号", .value = ask->words, .type = "search"};
        if (ask->tab == WORKLIST_ALL) {
                f[n] = (struct part_filter_field){.name = "state", .label = "状态"};
                f[n].options = state_options(p, ask->state, &f[n].n_options);
                n++;
        }
        if (n_agencies > 1) {
                f[n] = (struct part_filter_field){.name = "agency", .label = "单位"};
                f[n].options =
                    options_of(p, agencies, n_agencies, "全部单位", ask->agency, &f[n].n_options);
                n++;
        }
        f[n] = (struct part_filter_field){.name = "author", .label = "起草人"};
        f[n].options = options_of(p, people, n_people, "全部人员", ask->author, &f[n].n_options);
        n++;
        f[n++] = (struct part_filter_field){
            .name = "from", .label = "日期从", .value = office_arg(p, "from")};
        f[n++] =
            (struct part_filter_field){.name = "to", .label = "到", .value = office_arg(p, "to")};
        kept[0] = (struct part_pair){"tab", tabs[ask->tab].code};
        *ret = (struct part_filter){.id = "find",
                                    .action = page_link(p, "/office/items"),
                                    .kept = kept,
                                    .n_kept = 1,
                                    .fields = f,
                                    .n_fields = n,
                                    .clear_url = mem_printf(p->mem, "%s?tab=%s",
                                                            page_link(p, "/office/items"),
                                                            tabs[ask->tab].code)};
        return 0;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static struct part_sheet_cell
title_cell(struct page *p, const struct worklist_row *w)
{
        struct part_sheet_cell c = cell_link("标题", w->title, item_link(p, w->id, ""));

        c.note = w->index_no && w->doc_no ? mem_printf(p->mem, "%s　%s", w->doc_no, w->index_no)
                 : w->index_no            ? w->index_no
                                          : w->doc_no;
        if (w->emergency)
                c.tag = (struct part_tag){"紧急", TONE_BAD};
        return c;
}

/* What is owed next, and by when. */
static struct part_sheet_cell
due_cell(struct page *p, const struct flow_by *by, const struct worklist_row *w)
{
        struct part_sheet_cell c = {.head = "期限", .text = "—"};
        char text[DAY_TEXT_SIZE];
        struct day day = !day_is_none(w->mend_due)      ? w->mend_due
                         : !day_is_none(w->retro_due)   ? w->retro_due
                         : !day_is_none(w->explain_due) ? w->explain_due
                         : !day_is_none(w->revisit)     ? w->revisit
                                                        : w->due;

        if (day_is_none(day))
                return c;
        c.text = NULL;
        c.tag = day_cmp(day, w->revisit) == 0 && day_is_none(w->due) ? item_due_tag(p, by, day)
                                                                     : item_workday_tag(p, by, day);
        c.note = mem_printf(p->mem, "%s：%s",
                            !day_is_none(w->mend_due)      ? "更正或撤回"
                            : !day_is_none(w->retro_due)   ? "补审"
                            : !day_is_none(w->explain_due) ? "公开解读"
                            : !day_is_none(w->revisit)     ? "评估"
                                                           : "公开",
                            day_text(day, text));
        return c;
}

static const struct part_sheet_head work_heads[] = {
    {.text = "标题"}, {.text = "单位"}, {.text = "栏目"},    {.text = "起草人"},
    {.text = "状态"}, {.text = "期限"}, {.text = "最近办理"}};
static const struct part_sheet_head all_heads[] = {{.text = "标题"}, {.text = "单位"},
                                                   {.text = "栏目"}, {.text = "起草人"},
                                                   {.text = "状态"}, {.text = "日期"}};

static struct part_sheet_row
row_of(struct page *p, const struct flow_by *by, const struct worklist_row *w, bool all)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(work_heads));
        char at[INSTANT_TEXT_SIZE];

        c[0] = title_cell(p, w);
        c[1] = cell("单位", w->agency);
        c[2] = cell("栏目", w->column);
        c[3] = cell("起草人", w->author ? w->author : "—");
        c[4] = (struct part_sheet_cell){.head = "状态", .tag = item_tag(w->state, w->step)};
        if (w->retro_step >= 0)
                c[4].note = "待补审";
        else if (!day_is_none(w->mend_due))
                c[4].note = "补审提出问题";
        if (all) {
                c[5] = cell("日期", item_day(p, w->day));
        } else {
                c[5] = due_cell(p, by, w);
                c[6] = cell("最近办理", mem_strdup(p->mem, instant_text(w->acted, at)));
                c[6].note = w->acted_by;
        }
        return (struct part_sheet_row){.cells = c, .n_cells = all ? N(all_heads) : N(work_heads)};
}

static const struct table_column columns[] = {
    {"id", "编号", TABLE_NUMBER, false},       {"title", "标题", TABLE_TEXT, true},
    {"doc_no", "发文字号", TABLE_TEXT, false}, {"index_no", "索引号", TABLE_TEXT, false},
    {"agency", "单位", TABLE_TEXT, false},     {"column", "栏目", TABLE_TEXT, false},
    {"author", "起草人", TABLE_TEXT, false},   {"state", "状态", TABLE_TEXT, false},
    {"due", "公开期限", TABLE_DAY, false},     {"day", "日期", TABLE_DAY, false}};

static int
send_table(struct page *p, const struct worklist_row *rows, size_t n)
{
        struct table t = table_new(p->mem, "items", "信息办理", columns, N(columns), n);
        int r;

        for (size_t i = 0; i < n; i++) {
                const char **c = &t.cells[i * N(columns)];

                c[0] = table_int(p->mem, rows[i].id);
                c[1] = rows[i].title;
                c[2] = rows[i].doc_no ? rows[i].doc_no : "";
                c[3] = rows[i].index_no ? rows[i].index_no : "";
                c[4] = rows[i].agency;
                c[5] = rows[i].column;
                c[6] = rows[i].author ? rows[i].author : "";
                c[7] = item_tag(rows[i].state, rows[i].step).label;
                c[8] = table_day(p->mem, rows[i].due);
                c[9] = table_day(p->mem, rows[i].day);
        }
        t.n_rows = n;
        (void)table_send(p, &t, &r);
        return r < 0 ? err_trace(r) : 0;
}

static struct part_notice
done_notice(const struct page *p)
{
        if (strcmp(office_arg(p, "done"), "deleted") == 0)
                return (struct part_notice){.tone = TONE_GOOD, .title = "草稿已删除"};
        return (struct part_notice){0};
}

static const struct view_link *
download_links(struct page *p, int64_t all, size_t *ret_n)
{
        struct view_link *links = mem_array(p->mem, struct view_link, 2);
        bool cut = all > ROWS_A_TABLE; /* a file that ends early says so before it is fetched */

        links[0] = (struct view_link){.label = cut ? "Excel 表格（前 5000 条）" : "Excel 表格",
                                      .url = page_link_format(p, XLSX)};
        links[1] = (struct view_link){.label = cut ? "CSV（前 5000 条）" : "CSV",
                                      .url = page_link_format(p, CSV)};
        *ret_n = 2;
        return links;
}

static int
show(struct page *p, const struct flow_by *by, const struct worklist_ask *ask, struct tx *tx,
     const struct worklist_row *rows, size_t n, int64_t all)
{
        bool filtered = is_filtered(ask->tab);
        struct part_button buttons[] = {
            {.label = "起草信息", .url = page_link(p, "/office/items/new")}};
        struct view_office_roll v = {
            .page = office_page(p, "信息办理"),
            .notice = done_notice(p),
            .buttons = buttons,
            .n_buttons = access_may(p->actor, MAY_ITEM_WRITE) ? N(buttons) : 0,
            .empty = {.title = tabs[ask->tab].empty, .text = tabs[ask->tab].advice}};
        struct part_sheet_row *list = mem_array(p->mem, struct part_sheet_row, n + 1);
        int64_t counts[N_WORKLIST_TABS];
        size_t first, shown;
        int r = app_worklist_counts(p->mem, tx, by, counts);

        if (r == 0 && filtered)
                r = filter_of(p, tx, ask, &v.filter);
        if (r < 0)
                return err_trace(r);
        if (all > WORKLIST_COUNT_MAX)
                v.lead = mem_printf(p->mem, "共 %d 条以上，请用条件缩小范围。", WORKLIST_COUNT_MAX);
        v.tabs = tab_links(p, ask->tab, counts);
        for (size_t i = 0; i < n; i++)
                list[i] = row_of(p, by, &rows[i], filtered);
        v.sheet = (struct part_sheet){
            .caption = mem_printf(p->mem, "%s（%lld 条）", tabs[ask->tab].label, (long long)all),
            .heads = filtered ? all_heads : work_heads,
            .n_heads = filtered ? N(all_heads) : N(work_heads),
            .rows = list,
            .n_rows = n};
        r = table_page(p, (size_t)all, ROWS_A_PAGE, &first, &shown, &v.pagination);
        if (r)
                return PAGE_NOT_FOUND;
        v.downloads = download_links(p, all, &v.n_downloads);
        office_crumb(p, &v.page, "信息办理", NULL);
        return roll_end(p, &v);
}

int
page_office_items(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct worklist_row *rows;
        struct worklist_ask ask;
        struct flow_by by;
        struct tx *tx;
        int64_t all;
        size_t n;
        int r = item_by(p, &by);

        if (r == 0)
                r = page_tx(p, &tx);
        if (r == 0)
                r = ask_of(p, &ask, &problems);
        if (r == 0)
                r = app_worklist(p->mem, tx, &by, &ask, &rows, &n, &all);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML)
                return send_table(p, rows, n);
        r = show(p, &by, &ask, tx, rows, n, all);
        return r < 0 ? err_trace(r) : r;
}
