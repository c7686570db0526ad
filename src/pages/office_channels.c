/* 公开渠道: of one item, the outbox, connectors, and what was made public without being an item. */
#include "pages/office_channels.h"
#include "app/channel.h"
#include "app/run.h"
#include "base/text.h"
#include "pages/office_house.h"
#include "pages/office_imports.h"
#include "pages/office_items.h"
#include "pages/portal.h"

int page_office_item_channels(struct page *);
int page_office_item_channel_proof(struct page *);
int page_office_item_channel_new(struct page *);
int page_office_item_channel_new_send(struct page *);
int page_office_item_channel_remove(struct page *);
int page_office_item_channel_remove_send(struct page *);
int page_office_channels(struct page *);
int page_office_channel_again(struct page *);
int page_office_channel_again_send(struct page *);
int page_office_channels_import(struct page *);
int page_office_channels_import_send(struct page *);

enum { ROWS = 20 };

static const struct {
        const char *code, *label;
        enum part_tone tone;
} states[] = {
    {"waiting", "待发送", TONE_WARNING},
    {"sent", "已送达", TONE_GOOD},
    {"failed", "未成功", TONE_BAD},
    {"cancelled", "已取消", TONE_PLAIN},
};
static const struct {
        const char *code, *label;
} kinds[] = {{"publish", "发布"}, {"correct", "更正"}, {"withdraw", "撤回通知"}};

static struct part_tag
state_tag(const char *code)
{
        for (size_t i = 0; i < N(states); i++)
                if (strcmp(states[i].code, code) == 0)
                        return (struct part_tag){states[i].label, states[i].tone};
        return (struct part_tag){code, TONE_PLAIN};
}

static const char *
kind_label(const char *code)
{
        for (size_t i = 0; i < N(kinds); i++)
                if (strcmp(kinds[i].code, code) == 0)
                        return kinds[i].label;
        return code;
}

static bool
id_of(const struct page *p, int64_t *ret)
{
        return page_arg_int(p, "id", 1, INT64_MAX, 0, ret) && *ret;
}

static const char *
moment(const struct page *p, struct instant at)
{
        char text[INSTANT_TEXT_SIZE];

        return instant_is_none(at) ? "" : mem_strdup(p->mem, instant_text(at, text));
}

int
channel_options(struct page *p, const char *none, struct part_option **ret, size_t *ret_n)
{
        struct channel_name *list;
        struct part_option *options;
        struct tx *tx;
        size_t n, k = 0;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_channels(p->mem, tx, &list, &n);
        if (r < 0)
                return err_trace(r);
        options = mem_array(p->mem, struct part_option, n + 1);
        options[k++] = (struct part_option){.value = "", .label = none};
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].code, "website") != 0)
                        options[k++] =
                            (struct part_option){.value = list[i].code, .label = list[i].name};
        *ret = options;
        *ret_n = k;
        return 0;
}

/* ---- one item ------------------------------------------------------------------------------- */

static const struct part_sheet_head entry_heads[] = {
    {.text = "渠道"}, {.text = "公开时间"}, {.text = "佐证"}, {.text = "登记人"}};

static struct part_sheet_row
entry_row(struct page *p, int64_t item, const struct channel_entry *e)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(entry_heads));
        struct view_link *actions = mem_array(p->mem, struct view_link, 2);
        bool is_url = strncmp(e->proof, "http", 4) == 0, is_site = !strcmp(e->channel, "website");
        size_t n = 0;

        c[0] = cell("渠道", e->name);
        c[1] = cell("公开时间", moment(p, e->at));
        c[2] = is_url ? cell_link("佐证", e->proof, e->proof) : cell("佐证", e->proof);
        if (e->proof_file)
                actions[n++] = (struct view_link){
                    .label = "查看截图",
                    .url = item_link(p, item, mem_printf(p->mem, "/channels/%s/proof", e->channel)),
                    .note = e->name};
        c[3] = cell("登记人", e->entered_by ? e->entered_by : "系统");
        if (!is_site)
                actions[n++] = (struct view_link){
                    .label = "删除",
                    .url =
                        item_link(p, item, mem_printf(p->mem, "/channels/%s/remove", e->channel)),
                    .note = e->name};
        return (struct part_sheet_row){
            .cells = c, .n_cells = N(entry_heads), .actions = actions, .n_actions = n};
}

static const struct part_sheet_head dispatch_heads[] = {
    {.text = "信息"}, {.text = "渠道"}, {.text = "内容"}, {.text = "状态"}, {.text = "时间"}};

static struct part_sheet_row
dispatch_sheet_row(struct page *p, const struct dispatch_row *d, bool with_item)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(dispatch_heads));
        struct view_link *again = mem_new(p->mem, struct view_link);
        size_t n = 0;

        if (with_item) {
                c[n] = cell_link("信息", d->title, item_link(p, d->item_id, "/channels"));
                c[n++].note = d->agency;
        }
        c[n++] = cell("渠道", d->channel);
        c[n++] = cell("内容", kind_label(d->kind));
        c[n] = (struct part_sheet_cell){.head = "状态", .text = "", .tag = state_tag(d->state)};
        c[n++].note = *d->error         ? d->error
                      : d->attempts > 1 ? mem_printf(p->mem, "已试 %lld 次", (long long)d->attempts)
                                        : NULL;
        c[n++] = cell("时间", moment(p, instant_is_none(d->ended_at) ? d->asked_at : d->ended_at));
        *again = (struct view_link){
            .label = "重新发送",
            .url = mem_printf(p->mem, "%s/again",
                              page_link(p, "/office/channels/{}", table_int(p->mem, d->id))),
            .note = d->title};
        return (struct part_sheet_row){
            .cells = c, .n_cells = n, .actions = again, .n_actions = d->may_again ? 1 : 0};
}

static struct part_sheet
dispatch_sheet(struct page *p, const struct dispatch_row *list, size_t n, bool with_item)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, n + 1);

        for (size_t i = 0; i < n; i++)
                rows[i] = dispatch_sheet_row(p, &list[i], with_item);
        return (struct part_sheet){.caption = "对接发送",
                                   .with_actions = true,
                                   .heads = with_item ? dispatch_heads : dispatch_heads + 1,
                                   .n_heads = N(dispatch_heads) - (with_item ? 0 : 1),
                                   .rows = rows,
                                   .n_rows = n};
}

static int
channel_item_of_path(struct page *p, int64_t *ret_id, struct channel_item *ret)
{
        struct tx *tx;
        int r;

        if (!id_of(p, ret_id))
                return PAGE_NOT_FOUND;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_channel_item(p->mem, tx, p->actor, *ret_id, ret);
        return r == CHANNEL_NOT_FOUND ? PAGE_NOT_FOUND : err_fold(r);
}

static void
channel_crumbs(struct page *p, struct view_page *page, const struct channel_item *item)
{
        office_crumb(p, page, "信息办理", page_link(p, "/office/items"));
        office_crumb(p, page, text_cut(p->mem, item->title, 20), item_link(p, item->id, ""));
}

int
page_office_item_channels(struct page *p)
{
        struct view_office_record v = {.page = office_page(p, "公开渠道")};
        struct office_section *sections = mem_array(p->mem, struct office_section, 2);
        struct part_button *buttons = mem_array(p->mem, struct part_button, 1);
        struct part_answer *answers = mem_array(p->mem, struct part_answer, 3);
        struct channel_item item;
        struct dispatch_row *sent;
        struct part_sheet_row *rows;
        struct tx *tx;
        int64_t id;
        size_t n;
        int r = channel_item_of_path(p, &id, &item);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_dispatches(p->mem, tx, p->actor, NULL, id, 100, 0, &sent, &n);
        if (r < 0)
                return err_trace(r);
        answers[0] = (struct part_answer){.label = "标题", .value = item.title};
        answers[1] = (struct part_answer){.label = "索引号",
                                          .value = item.index_no ? item.index_no : "尚未公开"};
        answers[2] = (struct part_answer){.label = "发布机构", .value = item.agency};
        v.summary = (struct part_summary_list){answers, 3};
        rows = mem_array(p->mem, struct part_sheet_row, item.n_entries + 1);
        for (size_t i = 0; i < item.n_entries; i++)
                rows[i] = entry_row(p, id, &item.entries[i]);
        sections[0] =
            (struct office_section){.id = "entries",
                                    .title = "已公开的渠道",
                                    .text = "一条信息只计一次，各渠道分别统计。政府网站由系统登记，"
                                            "其他渠道凭网址、期号版次或者截图登记。",
                                    .sheet = {.caption = "已公开的渠道",
                                              .with_actions = true,
                                              .heads = entry_heads,
                                              .n_heads = N(entry_heads),
                                              .rows = rows,
                                              .n_rows = item.n_entries},
                                    .nothing = "还没有登记任何渠道。"};
        sections[1] = (struct office_section){.id = "dispatches",
                                              .title = "对接发送",
                                              .sheet = dispatch_sheet(p, sent, n, false),
                                              .nothing = "没有经对接接口发送的记录。"};
        v.sections = sections;
        v.n_sections = 2;
        if (item.is_live) {
                buttons[0] = (struct part_button){.label = "登记渠道",
                                                  .url = item_link(p, id, "/channels/new")};
                v.buttons = buttons;
                v.n_buttons = 1;
        } else {
                v.state = (struct part_notice){.tone = TONE_INFO,
                                               .title = "该信息目前没有公开",
                                               .text = "公开以后才能登记渠道。"};
        }
        if (*office_arg(p, "done"))
                v.notice = (struct part_notice){
                    .tone = TONE_GOOD,
                    .title = strcmp(office_arg(p, "done"), "removed") == 0 ? "登记已删除"
                                                                           : "渠道已登记"};
        channel_crumbs(p, &v.page, &item);
        office_crumb(p, &v.page, "公开渠道", NULL);
        return record_end(p, &v);
}

int
page_office_item_channel_proof(struct page *p)
{
        struct page_file *file = mem_new(p->mem, struct page_file);
        struct channel_item item;
        int64_t id;
        int r = channel_item_of_path(p, &id, &item);

        if (r)
                return r < 0 ? err_trace(r) : r;
        for (size_t i = 0; i < item.n_entries; i++) {
                const struct channel_entry *e = &item.entries[i];

                if (strcmp(e->channel, office_arg(p, "channel")) != 0 || !e->proof_file)
                        continue;
                *file = (struct page_file){.path = app_file_path(p->mem, p->app, e->proof_file),
                                           .etag = e->proof_file,
                                           .size = e->file_size};
                p->file = file;
                p->content_type = e->file_type;
                return 0;
        }
        return PAGE_NOT_FOUND;
}

static int
show_entry(struct page *p, const struct problems *problems)
{
        struct channel_item item;
        struct part_option *options = NULL;
        struct form f;
        int64_t id;
        size_t n = 0;
        int r = channel_item_of_path(p, &id, &item);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = channel_options(p, "请选择", &options, &n);
        if (r < 0)
                return err_trace(r);
        f = form_begin(p, problems, "登记渠道", item_link(p, id, "/channels/new"),
                       item_link(p, id, "/channels"));
        channel_crumbs(p, &f.view.page, &item);
        office_crumb(p, &f.view.page, "公开渠道", item_link(p, id, "/channels"));
        office_crumb(p, &f.view.page, "登记", NULL);
        form_select(&f, "channel", "渠道", NULL, options, n, "");
        (void)form_date(&f, "date", "公开日期", "如 2024-3-4 或 2024年3月4日", p->today);
        (void)form_field(&f, "proof", "网址或者期号版次",
                         "如 https://…、2024年第3期、某日第2版；有截图的可以不填", "");
        form_file(&f, "file", "截图或者扫描件（可不传）", "图片或 PDF，不超过 10 MB");
        return form_end(&f, "登记");
}

int
page_office_item_channel_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_entry(p, &none);
}

struct entering {
        struct act act;
        int64_t item;
        struct day day;
        const struct stored_file *file;
};

static int
enter(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct entering *e = arg;
        struct page *p = e->act.p;

        e->act.problems = (struct problems){.mem = p->mem};
        e->day = form_day(p, "date", &e->act.problems);
        return app_channel_enter(mem, tx, p->actor, p->now, e->item, office_arg(p, "channel"),
                                 e->day, form_value(p, "proof"), e->file, &e->act.problems);
}

static bool
is_proof(const char *type)
{
        return strncmp(type, "image/", 6) == 0 || strcmp(type, "application/pdf") == 0;
}

int
page_office_item_channel_new_send(struct page *p)
{
        const struct page_upload *file = page_upload(p, "file");
        struct entering e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct stored_file stored;
        int r;

        if (!id_of(p, &e.item))
                return PAGE_NOT_FOUND;
        if (file && file->size) {
                if (!is_proof(app_file_type(file->file_name, file->bytes, file->size))) {
                        problems_add(&e.act.problems, 0, "file", "只接受图片和 PDF 文件");
                        return show_entry(p, &e.act.problems);
                }
                r = app_file_store(p->app, file->file_name, file->bytes, file->size, &stored);
                if (r < 0)
                        return err_trace(r);
                e.file = &stored;
        }
        r = app_run(p->mem, p->app, enter, &e);
        if (r < 0)
                return err_trace(r);
        if (r == CHANNEL_NOT_FOUND)
                return PAGE_NOT_FOUND;
        if (r == CHANNEL_WRONG_STATE) {
                p->reason = "该信息目前没有公开，不能登记渠道。";
                return PAGE_CONFLICT;
        }
        if (r)
                return show_entry(p, &e.act.problems);
        page_redirect(p, item_link(p, e.item, "/channels?done=entered"));
        return 0;
}

int
page_office_item_channel_remove(struct page *p)
{
        struct view_office_confirm v = {.page = office_page(p, "删除渠道登记")};
        struct part_fact *facts = mem_array(p->mem, struct part_fact, 2);
        const char *channel = page_arg(p, "channel");
        const struct channel_entry *entry = NULL;
        struct channel_item item;
        int64_t id;
        int r = channel_item_of_path(p, &id, &item);

        if (r)
                return r < 0 ? err_trace(r) : r;
        for (size_t i = 0; i < item.n_entries; i++)
                if (strcmp(item.entries[i].channel, channel) == 0)
                        entry = &item.entries[i];
        if (!entry || strcmp(channel, "website") == 0)
                return PAGE_NOT_FOUND;
        facts[0] = (struct part_fact){.label = "信息", .value = item.title, .wide = true};
        facts[1] = (struct part_fact){.label = "渠道", .value = entry->name};
        v.facts = (struct part_facts){facts, 2};
        v.lead = "删除后，统计中该渠道少计一条。误登记的才删除；以后可以重新登记。";
        v.action = item_link(p, id, mem_printf(p->mem, "/channels/%s/remove", channel));
        v.cancel_url = item_link(p, id, "/channels");
        v.button = (struct part_button){.label = "删除登记", .kind = BUTTON_WARNING};
        channel_crumbs(p, &v.page, &item);
        office_crumb(p, &v.page, "公开渠道", item_link(p, id, "/channels"));
        office_crumb(p, &v.page, "删除登记", NULL);
        return confirm_end(p, &v, NULL, 0, "do");
}

static int
drop_entry(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct entering *e = arg;
        struct page *p = e->act.p;

        return app_channel_remove(mem, tx, p->actor, p->now, e->item, page_arg(p, "channel"));
}

int
page_office_item_channel_remove_send(struct page *p)
{
        struct entering e = {.act = {.p = p}};
        int r;

        if (!id_of(p, &e.item))
                return PAGE_NOT_FOUND;
        r = app_run(p->mem, p->app, drop_entry, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return PAGE_NOT_FOUND;
        page_redirect(p, item_link(p, e.item, "/channels?done=removed"));
        return 0;
}

/* ---- the outbox ----------------------------------------------------------------------------- */

static struct part_tabs
outbox_tabs(struct page *p, const struct dispatch_counts *n, const char *state)
{
        const int64_t counts[] = {n->waiting, n->sent, n->failed, n->cancelled};
        struct view_link *links = mem_array(p->mem, struct view_link, N(states));

        for (size_t i = 0; i < N(states); i++)
                links[i] = (struct view_link){.label = states[i].label,
                                              .url = page_link_with(p, "state", states[i].code),
                                              .current = strcmp(states[i].code, state) == 0,
                                              .count = view_count_exact(counts[i])};
        return (struct part_tabs){.label = "按状态", .links = links, .n_links = N(states)};
}

int
page_office_channels(struct page *p)
{
        const char *state = *office_arg(p, "state") ? office_arg(p, "state") : "waiting";
        bool writes = access_may(p->actor, MAY_ITEM_WRITE);
        struct part_button buttons[] = {
            {.label = "批量登记渠道", .url = page_link(p, "/office/channels/import")},
            {.label = "其他公开活动",
             .url = page_link(p, "/office/channel-events"),
             .kind = BUTTON_SECONDARY},
            {.label = "对接接口",
             .url = page_link(p, "/office/connectors"),
             .kind = BUTTON_SECONDARY}};
        struct view_office_roll v = {
            .page = office_page(p, "公开渠道"),
            .lead = "微博、微信、短信等有对接接口的渠道，公开后自动发送，未成功的自动重试；其他渠道"
                    "在信息的“公开渠道”页登记，或者批量登记。",
            .buttons = writes ? buttons : buttons + 1,
            .n_buttons = (writes ? 2U : 1U) + (access_may(p->actor, MAY_SETTING_MANAGE) ? 1U : 0U),
            .notice = import_notice(p, "条渠道登记")};
        struct dispatch_counts counts;
        struct dispatch_row *list;
        struct tx *tx;
        int64_t page;
        size_t n;
        int r;

        if (!page_arg_int(p, "page", 1, 100000, 1, &page))
                return PAGE_BAD;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_dispatch_counts(p->mem, tx, p->actor, &counts);
        if (r == 0)
                r = app_dispatches(p->mem, tx, p->actor, state, 0, ROWS, (page - 1) * ROWS, &list,
                                   &n);
        if (r < 0)
                return err_trace(r);
        v.tabs = outbox_tabs(p, &counts, state);
        v.sheet = dispatch_sheet(p, list, n, true);
        v.pagination = portal_pages(p, page, ROWS,
                                    strcmp(state, "waiting") == 0  ? counts.waiting
                                    : strcmp(state, "sent") == 0   ? counts.sent
                                    : strcmp(state, "failed") == 0 ? counts.failed
                                                                   : counts.cancelled);
        v.empty =
            (struct part_empty){.title = "没有这种状态的发送记录",
                                .text = strcmp(state, "waiting") == 0 ? "所有应发送的都已发送。"
                                                                      : "请换一个状态查看。"};
        office_crumb(p, &v.page, "公开渠道", NULL);
        return roll_end(p, &v);
}

int
page_office_channel_again(struct page *p)
{
        struct view_office_confirm v = {.page = office_page(p, "重新发送"),
                                        .lead = "请先核对失败原因，确认对方接口已经恢复。重新发送使"
                                                "用原来的编号，对方不会重复发布。",
                                        .cancel_url = page_link(p, "/office/channels?state=failed"),
                                        .button = {.label = "重新发送"}};
        int64_t id;

        if (!id_of(p, &id))
                return PAGE_NOT_FOUND;
        v.action = mem_printf(p->mem, "%s/again",
                              page_link(p, "/office/channels/{}", table_int(p->mem, id)));
        office_crumb(p, &v.page, "公开渠道", page_link(p, "/office/channels"));
        office_crumb(p, &v.page, "重新发送", NULL);
        return confirm_end(p, &v, NULL, 0, "do");
}

static int
again(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct entering *e = arg;

        return app_dispatch_again(mem, tx, e->act.p->actor, e->act.p->now, e->item);
}

int
page_office_channel_again_send(struct page *p)
{
        struct entering e = {.act = {.p = p}};
        int r;

        if (!id_of(p, &e.item))
                return PAGE_NOT_FOUND;
        r = app_run(p->mem, p->app, again, &e);
        if (r < 0)
                return err_trace(r);
        if (r) {
                p->reason = "没有这条记录，或者它不是“未成功”的状态。";
                return PAGE_NOT_FOUND;
        }
        page_redirect(p, page_link(p, "/office/channels?state=waiting"));
        return 0;
}

/* ---- many at once --------------------------------------------------------------------------- */

static const struct import_kind publications = {
    .title = "批量登记渠道",
    .lead =
        "列：index_no 索引号、channel 渠道（名称或代码）、date 公开日期、proof 网址或期号版次。",
    .unit = "条渠道登记",
    .path = "/office/channels/import",
    .back = "/office/channels",
    .back_label = "公开渠道",
    .run = app_import_publications};

int
page_office_channels_import(struct page *p)
{
        return import_begin(p, &publications);
}

int
page_office_channels_import_send(struct page *p)
{
        return import_send(p, &publications);
}
