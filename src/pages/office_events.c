/* 其他公开活动 and 对接接口: what was made public and is no item; where messages go. */
#include "app/channel.h"
#include "app/run.h"
#include "app/session.h"
#include "pages/office_channels.h"
#include "pages/office_house.h"
#include "pages/office_imports.h"
#include "pages/portal.h"

int page_office_events(struct page *);
int page_office_event_new(struct page *);
int page_office_event_new_send(struct page *);
int page_office_event_remove(struct page *);
int page_office_event_remove_send(struct page *);
int page_office_events_import(struct page *);
int page_office_events_import_send(struct page *);
int page_office_connectors(struct page *);
int page_office_connector_new(struct page *);
int page_office_connector_new_send(struct page *);

enum { ROWS = 20, ALL_ROWS = 100000 };

static bool
id_of(const struct page *p, int64_t *ret)
{
        return page_arg_int(p, "id", 1, INT64_MAX, 0, ret) && *ret;
}

/* ---- events --------------------------------------------------------------------------------- */

static const struct part_sheet_head event_heads[] = {{.text = "名称"},
                                                     {.text = "公开方式"},
                                                     {.text = "机关"},
                                                     {.text = "日期"},
                                                     {.text = "数量", .numeric = true}};

static struct view_count
event_count(const struct channel_event *e)
{
        return (struct view_count){e->count == COUNT_EXACT         ? VIEW_COUNT_EXACT
                                   : e->count == COUNT_APPROXIMATE ? VIEW_COUNT_APPROXIMATE
                                                                   : VIEW_COUNT_ABSENT,
                                   e->n};
}

static struct part_sheet_row
event_row(struct page *p, const struct channel_event *e)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(event_heads));
        struct view_link *remove = mem_new(p->mem, struct view_link);

        c[0] = cell("名称", e->title);
        c[0].note = *e->proof ? e->proof : NULL;
        c[1] = cell("公开方式", e->channel_name);
        c[2] = cell("机关", e->agency);
        c[3] = cell("日期", house_day(p, e->day));
        c[4] = (struct part_sheet_cell){.head = "数量",
                                        .count = event_count(e),
                                        .note = e->count == COUNT_ABSENT ? NULL : e->unit,
                                        .numeric = true};
        *remove = (struct view_link){
            .label = "删除",
            .url = mem_printf(p->mem, "%s/remove",
                              page_link(p, "/office/channel-events/{}", table_int(p->mem, e->id))),
            .note = e->title};
        return (struct part_sheet_row){
            .cells = c, .n_cells = N(event_heads), .actions = remove, .n_actions = 1};
}

static const struct table_column event_columns[] = {
    {"agency", "机关", TABLE_TEXT, true}, {"channel", "公开方式", TABLE_TEXT, true},
    {"date", "日期", TABLE_DAY, true},    {"title", "名称", TABLE_TEXT, true},
    {"n", "数量", TABLE_TEXT, false},     {"unit", "单位", TABLE_TEXT, false},
    {"proof", "佐证", TABLE_TEXT, false},
};

static int
send_events(struct page *p, const struct channel_event *list, size_t n)
{
        struct table t =
            table_new(p->mem, "channel_events", "其他公开活动", event_columns, N(event_columns), n);
        int r;

        for (size_t i = 0; i < n; i++) {
                const char **c = t.cells + i * N(event_columns);

                c[0] = list[i].agency_code;
                c[1] = list[i].channel;
                c[2] = table_day(p->mem, list[i].day);
                c[3] = list[i].title;
                c[4] = list[i].count == COUNT_ABSENT
                           ? ""
                           : mem_printf(p->mem, "%lld%s", (long long)list[i].n,
                                        list[i].count == COUNT_APPROXIMATE ? "余" : "");
                c[5] = list[i].unit;
                c[6] = list[i].proof;
        }
        (void)table_send(p, &t, &r);
        return r < 0 ? err_trace(r) : 0;
}

/* The year in a few words: 新闻发布会 3 场 · 查阅点 约 1200 人次. */
static struct part_facts
sums_of(struct page *p, const struct channel_sum *sums, size_t n)
{
        struct part_fact *facts = mem_array(p->mem, struct part_fact, n + 1);

        for (size_t i = 0; i < n; i++)
                facts[i] = (struct part_fact){
                    .label = sums[i].name,
                    .value = mem_printf(p->mem, "%lld%s%s", (long long)sums[i].n,
                                        sums[i].is_approximate ? "余" : "", sums[i].unit),
                    .note = mem_printf(p->mem, "%lld 项", (long long)sums[i].n_events)};
        return (struct part_facts){facts, n};
}

static struct part_filter
event_filter(struct page *p, int64_t year, const char *channel, struct part_option *channels,
             size_t n_channels)
{
        struct part_filter_field *fields = mem_array(p->mem, struct part_filter_field, 2);
        struct part_option *years = mem_array(p->mem, struct part_option, 20);
        int now = day_year(p->today);

        for (int i = 0; i < 20; i++)
                years[i] = (struct part_option){.value = table_int(p->mem, now - i),
                                                .label = mem_printf(p->mem, "%d年", now - i),
                                                .chosen = now - i == year};
        for (size_t i = 0; i < n_channels; i++)
                channels[i].chosen = strcmp(channels[i].value, channel) == 0;
        fields[0] = (struct part_filter_field){
            .name = "year", .label = "年份", .options = years, .n_options = 20};
        fields[1] = (struct part_filter_field){
            .name = "channel", .label = "公开方式", .options = channels, .n_options = n_channels};
        return (struct part_filter){.id = "find",
                                    .action = page_link(p, "/office/channel-events"),
                                    .fields = fields,
                                    .n_fields = 2,
                                    .clear_url =
                                        *channel ? page_link(p, "/office/channel-events") : NULL};
}

int
page_office_events(struct page *p)
{
        struct part_button buttons[] = {
            {.label = "登记活动", .url = page_link(p, "/office/channel-events/new")},
            {.label = "批量导入",
             .url = page_link(p, "/office/channel-events/import"),
             .kind = BUTTON_SECONDARY}};
        struct view_office_roll v = {
            .page = office_page(p, "其他公开活动"),
            .lead = "新闻发布会、会议公开、宣传资料、查阅点接待等，不是一条信息、但年报要统计的公开"
                    "活动。数量可以是约数；没有统计的留空，不等于零。",
            .buttons = buttons,
            .n_buttons = access_may(p->actor, MAY_ITEM_WRITE) ? N(buttons) : 0,
            .notice = import_notice(p, "项活动")};
        const char *channel = office_arg(p, "channel");
        struct part_option *channels;
        struct part_sheet_row *rows;
        struct channel_event *list;
        struct channel_sum *sums;
        struct day from, to;
        int64_t year, page, all = 0;
        size_t n, n_channels, n_sums;
        struct tx *tx;
        int r;

        if (!page_arg_int(p, "year", 1990, 2200, day_year(p->today), &year) ||
            !page_arg_int(p, "page", 1, 10000, 1, &page))
                return PAGE_BAD;
        from = day_ymd((int)year, 1, 1);
        to = day_ymd((int)year, 12, 31);
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_channel_events(p->mem, tx, p->actor, from, to, *channel ? channel : NULL,
                                       p->format == HTML ? ROWS : ALL_ROWS,
                                       p->format == HTML ? (page - 1) * ROWS : 0, &list, &n);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML)
                return send_events(p, list, n);
        r = app_channel_sums(p->mem, tx, p->actor, from, to, &sums, &n_sums);
        if (r == 0)
                r = channel_options(p, "全部方式", &channels, &n_channels);
        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++)
                rows[i] = event_row(p, &list[i]);
        for (size_t i = 0; i < n_sums; i++)
                if (!*channel || strcmp(sums[i].channel, channel) == 0)
                        all += sums[i].n_events;
        v.facts = sums_of(p, sums, n_sums);
        v.filter = event_filter(p, year, channel, channels, n_channels);
        v.sheet = (struct part_sheet){
            .caption = mem_printf(p->mem, "%lld年，共 %lld 项", (long long)year, (long long)all),
            .with_actions = true,
            .heads = event_heads,
            .n_heads = N(event_heads),
            .rows = rows,
            .n_rows = n};
        v.pagination = portal_pages(p, page, ROWS, all);
        v.empty = (struct part_empty){.title = "本年度还没有登记",
                                      .text = "可以逐项登记，也可以用表格批量导入。"};
        if (*office_arg(p, "done"))
                v.notice = (struct part_notice){.tone = TONE_GOOD,
                                                .title = strcmp(office_arg(p, "done"), "removed")
                                                             ? "活动已登记"
                                                             : "登记已删除"};
        table_links(p, &v);
        office_crumb(p, &v.page, "公开渠道", page_link(p, "/office/channels"));
        office_crumb(p, &v.page, "其他公开活动", NULL);
        return roll_end(p, &v);
}

static int
show_event(struct page *p, const struct problems *problems)
{
        struct part_option *channels = NULL, *agencies = NULL;
        size_t n_channels = 0, n_agencies = 0;
        struct form f;
        int r = channel_options(p, "请选择", &channels, &n_channels);

        if (r == 0)
                r = agency_options(p, false, NULL, &agencies, &n_agencies);
        if (r < 0)
                return err_trace(r);
        f = form_begin(p, problems, "登记公开活动", page_link(p, "/office/channel-events/new"),
                       page_link(p, "/office/channel-events"));
        office_crumb(p, &f.view.page, "公开渠道", page_link(p, "/office/channels"));
        office_crumb(p, &f.view.page, "其他公开活动", page_link(p, "/office/channel-events"));
        office_crumb(p, &f.view.page, "登记", NULL);
        form_select(&f, "agency", "机关", NULL, agencies, n_agencies, "");
        form_select(&f, "channel", "公开方式", NULL, channels, n_channels, "");
        (void)form_date(&f, "date", "日期", "如 2024-3-4 或 2024年3月4日", p->today);
        (void)form_field(&f, "title", "名称", "如“优化营商环境新闻发布会”“一季度查阅点接待”", "");
        (void)form_field(&f, "n", "数量", "可写“300余”“约1200”；没有统计的留空", "");
        (void)form_field(&f, "unit", "单位", "如 场、人次、份；不填按公开方式的单位", "");
        (void)form_field(&f, "proof", "佐证", "网址、期号或者存档位置", "");
        return form_end(&f, "登记");
}

int
page_office_event_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_event(p, &none);
}

struct entering {
        struct act act;
        int64_t id;
};

static int
add(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct entering *e = arg;
        struct page *p = e->act.p;
        struct channel_event event;

        e->act.problems = (struct problems){.mem = p->mem};
        event = (struct channel_event){.agency = office_arg(p, "agency"),
                                       .channel = office_arg(p, "channel"),
                                       .title = form_value(p, "title"),
                                       .unit = form_value(p, "unit"),
                                       .proof = form_value(p, "proof"),
                                       .day = form_day(p, "date", &e->act.problems)};
        return app_channel_event_add(mem, tx, p->actor, p->now, &event, form_value(p, "n"),
                                     &e->act.problems, &e->id);
}

int
page_office_event_new_send(struct page *p)
{
        struct entering e = {.act = {.p = p}};
        int r = app_run(p->mem, p->app, add, &e);

        if (r < 0)
                return err_trace(r);
        if (r)
                return show_event(p, &e.act.problems);
        page_redirect(p, page_link(p, "/office/channel-events?done=added"));
        return 0;
}

int
page_office_event_remove(struct page *p)
{
        struct view_office_confirm v = {.page = office_page(p, "删除活动登记"),
                                        .lead =
                                            "误登记的才删除。删除后统计中不再计入，可以重新登记。",
                                        .cancel_url = page_link(p, "/office/channel-events"),
                                        .button = {.label = "删除登记", .kind = BUTTON_WARNING}};
        int64_t id;

        if (!id_of(p, &id))
                return PAGE_NOT_FOUND;
        v.action = mem_printf(p->mem, "%s/remove",
                              page_link(p, "/office/channel-events/{}", table_int(p->mem, id)));
        office_crumb(p, &v.page, "其他公开活动", page_link(p, "/office/channel-events"));
        office_crumb(p, &v.page, "删除登记", NULL);
        return confirm_end(p, &v, NULL, 0, "do");
}

static int
drop(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct entering *e = arg;

        return app_channel_event_drop(mem, tx, e->act.p->actor, e->act.p->now, e->id);
}

int
page_office_event_remove_send(struct page *p)
{
        struct entering e = {.act = {.p = p}};
        int r;

        if (!id_of(p, &e.id))
                return PAGE_NOT_FOUND;
        r = app_run(p->mem, p->app, drop, &e);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        page_redirect(p, page_link(p, "/office/channel-events?done=removed"));
        return 0;
}

static const struct import_kind events = {
    .title = "批量导入公开活动",
    .lead = "列：agency 机关（代码或名称）、channel 公开方式、date 日期、title 名称；可有 n "
            "数量、unit 单位、proof 佐证。",
    .unit = "项活动",
    .path = "/office/channel-events/import",
    .back = "/office/channel-events",
    .back_label = "其他公开活动",
    .run = app_import_channel_events};

int
page_office_events_import(struct page *p)
{
        return import_begin(p, &events);
}

int
page_office_events_import_send(struct page *p)
{
        return import_send(p, &events);
}

/* ---- connectors ----------------------------------------------------------------------------- */

static const struct part_sheet_head connector_heads[] = {
    {.text = "接口"}, {.text = "渠道"}, {.text = "机关"},
    {.text = "签名"}, {.text = "状态"}, {.text = "待发送", .numeric = true}};

static struct part_sheet_row
connector_row(struct page *p, const struct connector *k)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(connector_heads));
        struct view_link *edit = mem_new(p->mem, struct view_link);

        c[0] = cell("接口", k->name);
        c[0].note = k->url;
        c[1] = cell("渠道", k->channel_name);
        c[2] = cell("机关", k->agency);
        c[3] = cell("签名", k->is_signed ? "SM3 签名" : "不签名");
        c[4] = (struct part_sheet_cell){
            .head = "状态",
            .text = "",
            .tag = {k->enabled ? "启用" : "停用", k->enabled ? TONE_GOOD : TONE_PLAIN}};
        c[5] = cell_count("待发送", k->n_waiting);
        *edit = (struct view_link){
            .label = "修改",
            .url = mem_printf(p->mem, "%s&channel=%s",
                              page_link(p, "/office/connectors/new?agency={}", k->agency_slug),
                              k->channel),
            .note = k->name};
        return (struct part_sheet_row){
            .cells = c, .n_cells = N(connector_heads), .actions = edit, .n_actions = 1};
}

int
page_office_connectors(struct page *p)
{
        struct part_button buttons[] = {
            {.label = "设置接口", .url = page_link(p, "/office/connectors/new")}};
        struct view_office_roll v = {.page = office_page(p, "对接接口"),
                                     .lead =
                                         "信息公开后，系统把标题、文号、摘要、正文和网址发往接口；"
                                         "对方答复的网址记为佐证。接口约定见运维手册“渠道对接”。",
                                     .buttons = buttons,
                                     .n_buttons = N(buttons)};
        struct part_sheet_row *rows;
        struct connector *list;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_connectors(p->mem, tx, p->actor, &list, &n);
        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++)
                rows[i] = connector_row(p, &list[i]);
        v.sheet = (struct part_sheet){.caption = "对接接口",
                                      .with_actions = true,
                                      .heads = connector_heads,
                                      .n_heads = N(connector_heads),
                                      .rows = rows,
                                      .n_rows = n};
        v.empty = (struct part_empty){.title = "还没有对接接口",
                                      .text = "没有接口的渠道，由信息员在公开后登记。"};
        if (*office_arg(p, "done"))
                v.notice = (struct part_notice){.tone = TONE_GOOD, .title = "接口已保存"};
        office_crumb(p, &v.page, "对接接口", NULL);
        return roll_end(p, &v);
}

static const struct part_option uses[] = {{.value = "1", .label = "启用"},
                                          {.value = "0", .label = "停用，待发送的留到启用以后"}};

/* What stands there already, when an agency and a channel were named. */
static int
connector_now(struct page *p, struct connector *ret)
{
        struct connector *list;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        *ret = (struct connector){.name = "", .url = "", .enabled = true};
        if (r == 0)
                r = app_connectors(p->mem, tx, p->actor, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].agency_slug, office_arg(p, "agency")) == 0 &&
                    strcmp(list[i].channel, office_arg(p, "channel")) == 0)
                        *ret = list[i];
        return 0;
}

static int
show_connector(struct page *p, const struct problems *problems)
{
        struct part_option *channels = NULL, *agencies = NULL;
        size_t n_channels = 0, n_agencies = 0;
        struct connector now = {.name = "", .url = "", .enabled = true};
        struct form f;
        int r = channel_options(p, "请选择", &channels, &n_channels);

        if (r == 0)
                r = agency_options(p, false, NULL, &agencies, &n_agencies);
        if (r == 0)
                r = connector_now(p, &now);
        if (r < 0)
                return err_trace(r);
        f = form_begin(p, problems, "设置接口", page_link(p, "/office/connectors/new"),
                       page_link(p, "/office/connectors"));
        office_crumb(p, &f.view.page, "对接接口", page_link(p, "/office/connectors"));
        office_crumb(p, &f.view.page, "设置", NULL);
        f.view.lead = "一个机关的一种渠道只有一个接口，下级机关没有自己的接口时也用它。";
        form_select(&f, "agency", "机关", NULL, agencies, n_agencies, "");
        form_select(&f, "channel", "渠道", NULL, channels, n_channels, "");
        (void)form_field(&f, "name", "接口名称", "如“政务微博管理平台”", now.name);
        (void)form_field(&f, "url", "接口地址", "以 https:// 开头；本机和内网可用 http://",
                         now.url);
        (void)form_field(&f, "secret", "签名密钥",
                         now.is_signed ? "已设置；不修改的留空" : "16 至 200 个字符；留空则不签名",
                         "");
        form_radios(&f, "enabled", "状态", NULL, uses, N(uses), now.enabled ? "1" : "0");
        return form_end(&f, "保存");
}

int
page_office_connector_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_connector(p, &none);
}

static int
set(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct entering *e = arg;
        struct page *p = e->act.p;
        struct connector c = {.channel = office_arg(p, "channel"),
                              .name = form_value(p, "name"),
                              .url = form_value(p, "url"),
                              .enabled = strcmp(office_arg(p, "enabled"), "0") != 0};

        e->act.problems = (struct problems){.mem = p->mem};
        return app_connector_set(mem, tx, p->actor, p->now, p->rules->key, office_arg(p, "agency"),
                                 &c, form_value(p, "secret"), &e->act.problems);
}

int
page_office_connector_new_send(struct page *p)
{
        struct entering e = {.act = {.p = p}};
        int r = app_run(p->mem, p->app, set, &e);

        if (r < 0)
                return err_trace(r);
        if (r)
                return show_connector(p, &e.act.problems);
        page_redirect(p, page_link(p, "/office/connectors?done=set"));
        return 0;
}
