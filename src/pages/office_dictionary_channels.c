/* 字典: the names of the channels. */
#include "app/run.h"
#include "pages/office_dictionary.h"

int page_office_channel_names(struct page *);
int page_office_channel_name_new(struct page *);
int page_office_channel_name_new_send(struct page *);
int page_office_channel_name(struct page *);
int page_office_channel_name_send(struct page *);
int page_office_channel_name_import(struct page *);
int page_office_channel_name_import_send(struct page *);

static const char *
channels_link(const struct page *p, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/dictionaries/channels"), tail);
}

static const struct part_sheet_head heads[] = {{.text = "名称"},
                                               {.text = "代码"},
                                               {.text = "计量单位"},
                                               {.text = "排列次序", .numeric = true},
                                               {.text = "公开数", .numeric = true}};

int
page_office_channel_names(struct page *p)
{
        const struct part_button buttons[] = {
            {.label = "新建渠道", .url = channels_link(p, "/new")},
            {.label = "批量导入", .url = channels_link(p, "/import"), .kind = BUTTON_SECONDARY}};
        struct view_office_roll v = {
            .page = office_page(p, "公开渠道的名称"),
            .lead = "登记公开渠道、统计和年报用到的名称、计量单位和次序。代码不变，渠道不能删除。",
            .notice = import_notice(p, "个渠道"),
            .tabs = dictionary_tabs(p, DICTIONARY_CHANNELS)};
        struct office_channel *list;
        struct part_sheet_row *rows;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_channels(p->mem, tx, &list, &n);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML) {
                struct table t = app_channel_table(p->mem, list, n);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));
                struct view_link *act = mem_array(p->mem, struct view_link, 1);

                c[0] = cell("名称", list[i].name);
                c[1] = cell("代码", list[i].code);
                c[2] = cell("计量单位", list[i].unit);
                c[3] = cell_count("排列次序", list[i].sort);
                c[4] = cell_count("公开数", list[i].n);
                act[0] = (struct view_link){
                    .label = "修改",
                    .note = list[i].name,
                    .url = page_link(p, "/office/dictionaries/channels/channel/{}", list[i].code)};
                rows[i] = (struct part_sheet_row){
                    .cells = c, .n_cells = N(heads), .actions = act, .n_actions = 1};
        }
        if (*office_arg(p, "done"))
                v.notice = (struct part_notice){.tone = TONE_GOOD, .title = "渠道已保存"};
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "公开渠道（%zu 个）", n),
                                      .with_actions = true,
                                      .heads = heads,
                                      .n_heads = N(heads),
                                      .rows = rows,
                                      .n_rows = n};
        table_links(p, &v);
        dictionary_crumbs(p, &v.page, "公开渠道", NULL, NULL);
        r = dictionary_buttons(p, &v, buttons, N(buttons));
        return r < 0 ? err_trace(r) : roll_end(p, &v);
}

/* ---- making and changing ---------------------------------------------------------------------- */

/* c NULL: a new one. */
static int
show(struct page *p, const struct office_channel *c, const struct problems *problems)
{
        struct form f =
            form_begin(p, problems, c ? "修改渠道" : "新建渠道",
                       c ? page_link(p, "/office/dictionaries/channels/channel/{}", c->code)
                         : channels_link(p, "/new"),
                       channels_link(p, ""));

        dictionary_crumbs(p, &f.view.page, "公开渠道", channels_link(p, ""), c ? "修改" : "新建");
        form_field(&f, "name", "名称", NULL, c ? c->name : "")->max_length = CLASS_NAME_MAX;
        if (c)
                f.view.lead = mem_printf(p->mem, "代码 %s 不变。", c->code);
        else
                form_field(&f, "code", "代码", "1 至 32 位字母、数字或 -_.；定后不能更改", "")
                    ->width = "medium";
        form_field(&f, "unit", "计量单位", "如“条”“次”“件”", c ? c->unit : "条")->width = "short";
        form_field(&f, "sort", "排列次序", "小的在前", c ? table_int(p->mem, c->sort) : "99")
            ->width = "short";
        return form_end(&f, "保存");
}

struct putting {
        struct act act;
        struct office_channel channel;
        bool is_new;
};

static int
put(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct putting *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        e->channel.sort = form_int(p, "sort", 0, 999999, 0, &e->act.problems);
        return app_channel_put(mem, tx, p->actor, p->now, &e->channel, e->is_new, &e->act.problems);
}

static int
send(struct page *p, const struct office_channel *there)
{
        struct putting e = {.act = {.p = p, .problems = {.mem = p->mem}}, .is_new = !there};
        int r;

        e.channel = (struct office_channel){.code = there ? there->code : form_value(p, "code"),
                                            .name = form_value(p, "name"),
                                            .unit = form_value(p, "unit")};
        r = app_run(p->mem, p->app, put, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show(p, there, &e.act.problems);
        page_redirect(p, channels_link(p, "?done=1"));
        return 0;
}

static int
channel_of_path(struct page *p, struct office_channel *ret)
{
        struct office_channel *list;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_channels(p->mem, tx, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].code, page_arg(p, "code")) == 0) {
                        *ret = list[i];
                        return 0;
                }
        p->reason = "没有这个渠道。";
        return PAGE_NOT_FOUND;
}

int
page_office_channel_name_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show(p, NULL, &none);
}

int
page_office_channel_name_new_send(struct page *p)
{
        return send(p, NULL);
}

int
page_office_channel_name(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_channel c;
        int r = channel_of_path(p, &c);

        return r ? r : show(p, &c, &none);
}

int
page_office_channel_name_send(struct page *p)
{
        struct office_channel c;
        int r = channel_of_path(p, &c);

        return r ? r : send(p, &c);
}

/* ---- bringing in ------------------------------------------------------------------------------ */

static const struct import_kind channels_in = {
    .title = "批量导入渠道",
    .lead = "列：code 代码、name 名称、unit 计量单位；可有 sort 排列次序。已有的代码按文件更新。",
    .unit = "个渠道",
    .path = "/office/dictionaries/channels/import",
    .back = "/office/dictionaries/channels",
    .back_label = "公开渠道",
    .run = app_import_channels};

int
page_office_channel_name_import(struct page *p)
{
        return import_begin(p, &channels_in);
}

int
page_office_channel_name_import_send(struct page *p)
{
        return import_send(p, &channels_in);
}
