/* 归档移交: which years are to be handed over, the register, and entering what was delivered. */
#include "app/archive.h"
#include "app/run.h"
#include "pages/office_house.h"

int page_office_archive(struct page *);
int page_office_archive_register(struct page *);
int page_office_archive_deliver(struct page *);
int page_office_archive_deliver_send(struct page *);

enum { ROWS = 50, REGISTER_ROWS = 50, YEARS = 20 };

/* ---- years ------------------------------------------------------------------------------------ */

/* DUE and PACKED are both not handed over. */
enum shown { SHOWN_ALL, SHOWN_OPEN, SHOWN_HANDED, N_SHOWN };
static const struct {
        const char *value, *label;
} tabs[N_SHOWN] = {{"", "全部"}, {"open", "尚未移交"}, {"handed", "已移交"}};

static bool
is_of(const struct archive_sum *s, enum shown tab)
{
        return tab == SHOWN_ALL || (tab == SHOWN_HANDED && s->state == ARCHIVE_HANDED) ||
               (tab == SHOWN_OPEN && (s->state == ARCHIVE_DUE || s->state == ARCHIVE_PACKED));
}

static struct part_tabs
tabs_of(struct page *p, const struct archive_sum *list, size_t n, enum shown now)
{
        struct view_link *links = mem_array(p->mem, struct view_link, N_SHOWN);

        for (enum shown t = 0; t < N_SHOWN; t++) {
                int64_t count = 0;

                for (size_t i = 0; i < n; i++)
                        count += is_of(&list[i], t);
                links[t] = (struct view_link){
                    .label = tabs[t].label,
                    .url = page_link_with(p, "state", *tabs[t].value ? tabs[t].value : NULL),
                    .current = t == now,
                    .count = view_count_exact(count)};
        }
        return (struct part_tabs){.label = "移交情况", .links = links, .n_links = N_SHOWN};
}

static const struct part_sheet_head heads[] = {{.text = "机关"},
                                               {.text = "年度", .numeric = true},
                                               {.text = "信息（件）", .numeric = true},
                                               {.text = "移交包"},
                                               {.text = "档案馆"},
                                               {.text = "图书馆（次）", .numeric = true},
                                               {.text = "状态"}};

static const enum part_tone tones[] = {[ARCHIVE_CURRENT] = TONE_PLAIN,
                                       [ARCHIVE_DUE] = TONE_WARNING,
                                       [ARCHIVE_PACKED] = TONE_WARNING,
                                       [ARCHIVE_HANDED] = TONE_GOOD};

static const char *
of_year(struct page *p, const char *path, const struct archive_sum *s)
{
        return mem_printf(p->mem, "%s?agency=%s&year=%d", page_link(p, path),
                          page_encode(p->mem, s->slug), s->year);
}

static struct part_sheet_row
row_of(struct page *p, const struct archive_sum *s)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));
        struct view_link *acts = mem_array(p->mem, struct view_link, 2);
        const char *about = mem_printf(p->mem, "%s%d年", s->agency, s->year);

        c[0] = cell("机关", s->agency);
        c[1] = (struct part_sheet_cell){
            .head = "年度", .text = table_int(p->mem, s->year), .numeric = true};
        c[2] = cell_count("信息（件）", s->n_items);
        c[3] = cell("移交包", NULL);
        if (s->package_id) {
                c[3] = cell_link(
                    "移交包", mem_printf(p->mem, "第 %lld 号", (long long)s->package_id),
                    page_link(p, "/office/archive/packages/{}", table_int(p->mem, s->package_id)));
                c[3].note = mem_printf(p->mem, "%s，%lld 件", house_day(p, s->made),
                                       (long long)s->n_packed);
        }
        c[4] = cell("档案馆", s->receiver);
        if (s->receiver)
                c[4].note = house_day(p, s->handed);
        c[5] = cell_count("图书馆（次）", s->n_library);
        c[6] = (struct part_sheet_cell){
            .head = "状态", .text = "", .tag = {archive_state_label(s->state), tones[s->state]}};
        acts[0] = (struct view_link){.label = s->package_id ? "重新制作" : "制作移交包",
                                     .note = about,
                                     .url = of_year(p, "/office/archive/packages/new", s)};
        acts[1] = (struct view_link){.label = "登记移交",
                                     .note = about,
                                     .url = of_year(p, "/office/archive/deliveries/new", s)};
        return (struct part_sheet_row){
            .cells = c, .n_cells = N(heads), .actions = acts, .n_actions = 2};
}

static int
filter_of(struct page *p, int64_t year, struct part_filter *ret)
{
        struct part_filter_field *fields = mem_array(p->mem, struct part_filter_field, 2);
        struct part_option *years = mem_array(p->mem, struct part_option, YEARS + 1), *agencies;
        size_t n = 0, n_agencies;
        int r = agency_options(p, true, "全部机关", &agencies, &n_agencies);

        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n_agencies; i++)
                agencies[i].chosen = strcmp(agencies[i].value, office_arg(p, "agency")) == 0;
        years[n++] = (struct part_option){.value = "", .label = "全部年度"};
        for (int y = day_year(p->today); n <= YEARS; y--)
                years[n++] = (struct part_option){.value = table_int(p->mem, y),
                                                  .label = mem_printf(p->mem, "%d年", y),
                                                  .chosen = y == year};
        fields[0] = (struct part_filter_field){
            .name = "agency", .label = "机关", .options = agencies, .n_options = n_agencies};
        fields[1] = (struct part_filter_field){
            .name = "year", .label = "年度", .options = years, .n_options = n};
        *ret =
            (struct part_filter){.id = "find",
                                 .action = page_link(p, "/office/archive"),
                                 .fields = fields,
                                 .n_fields = 2,
                                 .clear_url = *p->query ? page_link(p, "/office/archive") : NULL};
        return 0;
}

static const struct office_done dones[] = {
    {"delivered", "移交已登记", "登记只增不改；登记有误的，另行登记一次并在回执中说明。"}};

/* Leaves what was asked for in the list. */
static enum shown
sift(struct page *p, struct archive_sum *list, size_t *n, int64_t year, struct part_tabs *ret_tabs)
{
        const char *agency = office_arg(p, "agency"), *state = office_arg(p, "state");
        enum shown now = SHOWN_ALL;
        size_t k = 0;

        for (enum shown t = 0; t < N_SHOWN; t++)
                if (strcmp(tabs[t].value, state) == 0)
                        now = t;
        for (size_t i = 0; i < *n; i++)
                if ((!year || list[i].year == year) &&
                    (!*agency || strcmp(list[i].slug, agency) == 0))
                        list[k++] = list[i];
        *n = k;
        *ret_tabs = tabs_of(p, list, k, now);
        k = 0;
        for (size_t i = 0; i < *n; i++)
                if (is_of(&list[i], now))
                        list[k++] = list[i];
        *n = k;
        return now;
}

int
page_office_archive(struct page *p)
{
        struct part_button buttons[] = {{.label = "移交登记簿",
                                         .url = page_link(p, "/office/archive/register"),
                                         .kind = BUTTON_SECONDARY}};
        struct view_office_roll v = {
            .page = office_page(p, "归档移交"),
            .lead = "各机关每年主动公开的信息，年度结束后制作移交包，移交同级国家档案馆；"
                    "并及时向国家档案馆、公共图书馆提供（《条例》第二十五条）。",
            .buttons = buttons,
            .n_buttons = N(buttons),
            .notice = office_done_notice(p, dones, N(dones))};
        struct archive_sum *list;
        struct part_sheet_row *rows;
        size_t n, first, on_page;
        struct tx *tx;
        int64_t year;
        bool any;
        int r;

        if (!page_arg_int(p, "year", ARCHIVE_YEAR_MIN, ARCHIVE_YEAR_MAX, 0, &year))
                return PAGE_BAD;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_archive_years(p->mem, tx, p->actor->scope, 0, p->today, &list, &n);
        if (r < 0)
                return err_trace(r);
        any = n > 0;
        (void)sift(p, list, &n, year, &v.tabs);
        if (p->format != HTML) {
                struct table t = app_archive_years_table(p->mem, list, n);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        r = table_page(p, n, ROWS, &first, &on_page, &v.pagination);
        if (r == 0)
                r = filter_of(p, year, &v.filter);
        if (r)
                return r < 0 ? err_trace(r) : r;
        rows = mem_array(p->mem, struct part_sheet_row, on_page + 1);
        for (size_t i = 0; i < on_page; i++)
                rows[i] = row_of(p, &list[first + i]);
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "机关的年度（%zu 个）", n),
                                      .with_actions = true,
                                      .heads = heads,
                                      .n_heads = N(heads),
                                      .rows = rows,
                                      .n_rows = on_page};
        v.empty =
            (struct part_empty){.title = any ? "没有符合条件的年度" : "还没有主动公开的信息",
                                .text = any ? "请放宽机关、年度或者移交情况的条件。"
                                            : "有信息公开以后，这里列出各机关每个年度的件数。"};
        table_links_out(p, &v);
        office_crumb(p, &v.page, "归档移交", NULL);
        return roll_end(p, &v);
}

/* ---- the register ----------------------------------------------------------------------------- */

static const struct part_sheet_head register_heads[] = {
    {.text = "事项"}, {.text = "机关"},           {.text = "年度", .numeric = true},
    {.text = "日期"}, {.text = "经办和接收单位"}, {.text = "凭证"}};

/* Row i of the table: deliveries first, then packages. */
static struct part_sheet_row
register_row(struct page *p, const struct archive_register *all, size_t i)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(register_heads));

        if (i < all->n_deliveries) {
                const struct archive_delivery *d = &all->deliveries[i];

                c[0] = cell("事项", strcmp(d->kind, "archive") == 0 ? "移交档案馆" : "送交图书馆");
                c[1] = cell("机关", d->agency);
                c[2] = cell("年度", table_int(p->mem, d->year));
                c[3] = cell("日期", house_day(p, d->on));
                c[4] = cell("经办和接收单位", d->receiver);
                c[4].note = mem_printf(p->mem, "移交人：%s", d->handed_by);
                c[5] = cell("凭证", d->receipt);
                if (d->package_id)
                        c[0].note = mem_printf(p->mem, "第 %lld 号包", (long long)d->package_id);
        } else {
                const struct archive_package *k = &all->packages[i - all->n_deliveries];

                c[0] = cell_link(
                    "事项", mem_printf(p->mem, "制作第 %lld 号移交包", (long long)k->id),
                    page_link(p, "/office/archive/packages/{}", table_int(p->mem, k->id)));
                c[1] = cell("机关", k->agency);
                c[2] = cell("年度", table_int(p->mem, k->year));
                c[3] = cell("日期", house_day(p, instant_day(k->made)));
                c[4] = cell("经办和接收单位", k->maker ? k->maker : "命令行");
                c[4].note = mem_printf(p->mem, "信息 %lld 件，文件 %lld 个", (long long)k->n_items,
                                       (long long)k->n_files);
                c[5] = cell("凭证", mem_printf(p->mem, "%.12s…", k->manifest_sm3));
                c[5].note = "校验清单的 SM3";
        }
        c[2].numeric = true;
        return (struct part_sheet_row){.cells = c, .n_cells = N(register_heads)};
}

int
page_office_archive_register(struct page *p)
{
        struct view_office_roll v = {
            .page = office_page(p, "移交登记簿"),
            .lead = "移交档案馆、送交图书馆的登记在前，制作的移交包在后，各以新的在前。只增不改。"};
        struct archive_register all;
        struct part_sheet_row *rows;
        size_t n, first, on_page;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_archive_register(p->mem, tx, p->actor->scope, &all);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML) {
                struct table t = app_archive_table(p->mem, &all);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        n = all.n_deliveries + all.n_packages;
        r = table_page(p, n, REGISTER_ROWS, &first, &on_page, &v.pagination);
        if (r)
                return r;
        rows = mem_array(p->mem, struct part_sheet_row, on_page + 1);
        for (size_t i = 0; i < on_page; i++)
                rows[i] = register_row(p, &all, first + i);
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "登记（%zu 项）", n),
                                      .heads = register_heads,
                                      .n_heads = N(register_heads),
                                      .rows = rows,
                                      .n_rows = on_page};
        v.empty = (struct part_empty){.title = "还没有登记",
                                      .text = "制作移交包、登记移交以后列在这里。"};
        table_links_out(p, &v);
        office_crumb(p, &v.page, "归档移交", page_link(p, "/office/archive"));
        office_crumb(p, &v.page, "移交登记簿", NULL);
        return roll_end(p, &v);
}

/* ---- what was delivered ----------------------------------------------------------------------- */

static const struct part_option kinds[] = {
    {.value = "archive", .label = "移交国家档案馆", .hint = "移交该年度最近一次制作的移交包"},
    {.value = "library", .label = "送交公共图书馆", .hint = "纸质或者电子副本，可多次登记"}};

static int
show_delivery(struct page *p, const struct problems *problems)
{
        struct part_option *agencies;
        struct form f;
        size_t n;
        int r = agency_options(p, true, NULL, &agencies, &n);

        if (r < 0)
                return err_trace(r);
        f = form_begin(p, problems, "登记移交", page_link(p, "/office/archive/deliveries/new"),
                       page_link(p, "/office/archive"));
        office_crumb(p, &f.view.page, "归档移交", page_link(p, "/office/archive"));
        office_crumb(p, &f.view.page, "登记移交", NULL);
        f.view.lead = "登记簿只增不改，请对照回执填写。";
        form_select(&f, "agency", "机关", NULL, agencies, n, "");
        form_field(&f, "year", "年度", "信息公开的年度", table_int(p->mem, day_year(p->today) - 1))
            ->width = "short";
        form_radios(&f, "kind", "事项", NULL, kinds, N(kinds), "archive");
        (void)form_field(&f, "to", "接收单位", "如“县档案馆”", "");
        (void)form_date(&f, "on", "移交日期", "如 2024-3-4 或 2024年3月4日", p->today);
        form_field(&f, "by", "移交人", NULL, p->actor->name)->width = "medium";
        form_field(&f, "receipt", "回执", "接收单位出具的回执号", "")->optional = true;
        return form_end(&f, "登记");
}

int
page_office_archive_deliver(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_delivery(p, &none);
}

struct delivering {
        struct act act;
        int64_t id;
};

static int
deliver(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct delivering *g = arg;
        struct page *p = g->act.p;
        struct problems *problems = &g->act.problems;
        struct archive_delivery d;

        *problems = (struct problems){.mem = p->mem}; /* this may be another try */
        d = (struct archive_delivery){.agency = form_value(p, "agency"),
                                      .year = (int)form_int(p, "year", ARCHIVE_YEAR_MIN,
                                                            day_year(p->today),
                                                            day_year(p->today) - 1, problems),
                                      .kind = form_value(p, "kind"),
                                      .receiver = form_value(p, "to"),
                                      .handed_by = form_value(p, "by"),
                                      .receipt = form_value(p, "receipt"),
                                      .on = form_day(p, "on", problems)};
        return app_archive_deliver(mem, tx, p->actor, p->now, &d, problems, &g->id);
}

int
page_office_archive_deliver_send(struct page *p)
{
        struct delivering g = {.act = {.p = p}};
        int r = app_run(p->mem, p->app, deliver, &g);

        if (r < 0)
                return err_trace(r);
        if (r)
                return show_delivery(p, &g.act.problems);
        page_redirect(p, page_link(p, "/office/archive?done=delivered"));
        return 0;
}
