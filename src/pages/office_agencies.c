/* 机关: the tree of them, and one with its history. */
#include "app/catalogue.h"
#include "app/run.h"
#include "domain/agency/agency.h"
#include "domain/agency/reform.h"
#include "pages/office_house.h"
#include "pages/office_imports.h"

int page_office_agencies(struct page *);
int page_office_agency(struct page *);

/* ---- shared ----------------------------------------------------------------------------------- */

const char *
house_day(const struct page *p, struct day d)
{
        char text[DAY_CHINESE_SIZE];

        return mem_strdup(p->mem, day_chinese(d, text));
}

const char *
agency_link(const struct page *p, const char *slug, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/agencies/unit/{}", slug), tail);
}

/* "　" a level, so that a list to choose from shows the tree. */
static const char *
indented(const struct page *p, int depth, const char *name)
{
        char *text = mem_strdup(p->mem, "");

        for (int i = 0; i < depth; i++)
                text = mem_printf(p->mem, "%s　", text);
        return mem_printf(p->mem, "%s%s", text, name);
}

int
agency_options(struct page *p, bool closed_too, const char *none, struct part_option **ret,
               size_t *ret_n)
{
        struct office_agency *list;
        struct part_option *options;
        size_t n, k = 0;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_agencies(p->mem, tx, p->actor->scope, closed_too, &list, &n);
        if (r < 0)
                return err_trace(r);
        options = mem_array(p->mem, struct part_option, n + 1);
        if (none)
                options[k++] = (struct part_option){.value = "", .label = none};
        for (size_t i = 0; i < n; i++)
                options[k++] = (struct part_option){
                    .value = list[i].slug,
                    .label = mem_printf(p->mem, "%s%s", indented(p, list[i].depth, list[i].name),
                                        day_is_none(list[i].closed) ? "" : "（已撤并）")};
        *ret = options;
        *ret_n = k;
        return 0;
}

int
agency_of_path(struct page *p, struct office_agency *ret)
{
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_agency(p->mem, tx, p->actor->scope, page_arg(p, "slug"), ret);
        if (r == AGENCY_NONE) {
                p->reason = "没有这个机关，或不在您的管理范围内。";
                return PAGE_NOT_FOUND;
        }
        return r < 0 ? err_trace(r) : 0;
}

void
agency_crumbs(struct page *p, struct view_page *page, const struct office_agency *a)
{
        office_crumb(p, page, "机关", page_link(p, "/office/agencies"));
        if (a)
                office_crumb(p, page, a->name, agency_link(p, a->slug, ""));
}

/* ---- the list --------------------------------------------------------------------------------- */

static const struct part_sheet_head list_heads[] = {{.text = "机关"},
                                                    {.text = "机构代码"},
                                                    {.text = "类别"},
                                                    {.text = "层级"},
                                                    {.text = "主动公开（条）", .numeric = true},
                                                    {.text = "人员", .numeric = true},
                                                    {.text = "状态"}};

static bool
is_wanted(const struct office_agency *a, const char *q)
{
        return !*q || strstr(a->name, q) || strstr(a->short_name, q) || strstr(a->code, q);
}

static struct part_sheet_row
list_row(struct page *p, const struct office_agency *a)
{
        struct part_sheet_cell *cells = mem_array(p->mem, struct part_sheet_cell, N(list_heads));
        bool closed = !day_is_none(a->closed);

        cells[0] = cell_link("机关", a->name, agency_link(p, a->slug, ""));
        cells[0].indent = a->depth < CELL_INDENT_MAX ? a->depth : CELL_INDENT_MAX;
        cells[1] = cell("机构代码", a->code);
        cells[2] = cell("类别", agency_word_label(agency_kinds, AGENCY_KINDS, a->kind));
        cells[3] = cell("层级", agency_word_label(agency_levels, AGENCY_LEVELS, a->level));
        cells[4] = cell_count("主动公开（条）", a->n);
        cells[5] = cell_count("人员", a->people);
        cells[6] = (struct part_sheet_cell){
            .head = "状态",
            .tag = {closed ? "已撤并" : "在用", closed ? TONE_PLAIN : TONE_GOOD},
            .note = closed ? house_day(p, a->closed) : NULL};
        return (struct part_sheet_row){.cells = cells, .n_cells = N(list_heads)};
}

static struct part_filter
list_filter(struct page *p, const char *q, bool closed)
{
        struct part_filter_field *fields = mem_array(p->mem, struct part_filter_field, 2);
        struct part_option *which = mem_array(p->mem, struct part_option, 2);

        which[0] = (struct part_option){.value = "", .label = "在用的机关", .chosen = !closed};
        which[1] = (struct part_option){.value = "1", .label = "含已撤并的机关", .chosen = closed};
        fields[0] = (struct part_filter_field){
            .name = "q", .label = "名称或代码", .value = q, .type = "search"};
        fields[1] = (struct part_filter_field){
            .name = "closed", .label = "范围", .options = which, .n_options = 2};
        return (struct part_filter){.id = "find",
                                    .action = page_link(p, "/office/agencies"),
                                    .fields = fields,
                                    .n_fields = 2,
                                    .clear_url =
                                        *q || closed ? page_link(p, "/office/agencies") : NULL};
}

int
page_office_agencies(struct page *p)
{
        const char *q = form_value(p, "q");
        bool closed = strcmp(office_arg(p, "closed"), "1") == 0;
        struct part_button buttons[] = {
            {.label = "新建机关", .url = page_link(p, "/office/agencies/new")},
            {.label = "机构改革",
             .url = page_link(p, "/office/agencies/reform"),
             .kind = BUTTON_SECONDARY},
            {.label = "批量导入",
             .url = page_link(p, "/office/agencies/import"),
             .kind = BUTTON_SECONDARY}};
        struct view_office_roll v = {
            .page = office_page(p, "机关"),
            .lead = "按隶属关系排列。撤并的机关保留其名称、代码和已公开的信息。",
            .buttons = buttons,
            .n_buttons = N(buttons),
            .notice = import_notice(p, "个机关"),
            .filter = list_filter(p, q, closed)};
        struct part_sheet_row *rows;
        struct office_agency *list;
        size_t n, k = 0;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_agencies(p->mem, tx, p->actor->scope, closed, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (is_wanted(&list[i], q))
                        list[k++] = list[i];
        if (p->format != HTML) {
                struct table t = app_agency_table(p->mem, list, k);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        rows = mem_array(p->mem, struct part_sheet_row, k + 1);
        for (size_t i = 0; i < k; i++)
                rows[i] = list_row(p, &list[i]);
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "机关（%zu 个）", k),
                                      .heads = list_heads,
                                      .n_heads = N(list_heads),
                                      .rows = rows,
                                      .n_rows = k};
        v.empty = (struct part_empty){.title = "没有符合条件的机关",
                                      .text = "请换一个名称或代码，或把范围改为“含已撤并的机关”。"};
        table_links(p, &v);
        office_crumb(p, &v.page, "机关", NULL);
        return roll_end(p, &v);
}

/* ---- one of them ------------------------------------------------------------------------------ */

static const struct office_done dones[] = {
    {"created", "机关已新建", "接下来可以新建人员、授予角色，并填写公开指南。"},
    {"edited", "机关信息已修改", NULL},
    {"moved", "上级机关已变更", "原来的隶属关系保留在“隶属沿革”中。"},
    {"reformed", "机构改革已办理", "草稿、人员、栏目和更新职责已转入承接的机关。"},
    {"guide", "公开指南已更新", "门户上的指南同时更新。"},
    {"year", "年度情况已保存", NULL},
    {"leaders", "领导小组已更新", NULL},
};

enum { ANSWERS = 12 };

static void
answer(struct view_office_record *v, struct part_answer *list, const char *label, const char *value,
       const char *note)
{
        list[v->summary.n_answers++] =
            (struct part_answer){.label = label, .value = value, .note = note};
}

static void
fill_summary(struct page *p, const struct office_agency *a, struct view_office_record *v)
{
        struct part_answer *list = mem_array(p->mem, struct part_answer, ANSWERS);

        answer(v, list, "机构代码", a->code, "索引号的前段，永不改变");
        answer(v, list, "网址名", a->slug, page_link(p, "/agency/{}", a->slug));
        answer(v, list, "简称", a->short_name, NULL);
        answer(v, list, "类别", agency_word_label(agency_kinds, AGENCY_KINDS, a->kind), NULL);
        answer(v, list, "行政层级", agency_word_label(agency_levels, AGENCY_LEVELS, a->level),
               NULL);
        answer(v, list, "上级机关", a->parent_name, NULL);
        answer(v, list, "主管部门", a->supervisor_name, "《条例》第三条");
        answer(v, list, "机构职能", a->mandate, NULL);
        answer(v, list, "成立日期", house_day(p, a->opened), NULL);
        if (!day_is_none(a->closed))
                answer(v, list, "撤并日期", house_day(p, a->closed), NULL);
        v->summary.answers = list;
}

static const struct part_sheet_head name_heads[] = {
    {.text = "曾用名"}, {.text = "起"}, {.text = "止"}, {.text = "依据"}};
static const struct part_sheet_head place_heads[] = {
    {.text = "上级机关"}, {.text = "起"}, {.text = "止"}};
static const struct part_sheet_head reform_heads[] = {
    {.text = "机关"}, {.text = "关系"}, {.text = "方式"}, {.text = "日期"}, {.text = "依据"}};

static struct part_sheet
names_sheet(struct page *p, const struct agency_history *h)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, h->n_names + 1);

        for (size_t i = 0; i < h->n_names; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 4);

                c[0] = cell("曾用名", h->names[i].name);
                c[1] = cell("起", house_day(p, h->names[i].began));
                c[2] = cell("止", house_day(p, h->names[i].ended));
                c[3] = cell("依据", h->names[i].basis);
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = 4};
        }
        return (struct part_sheet){.caption = "曾用名",
                                   .heads = name_heads,
                                   .n_heads = N(name_heads),
                                   .rows = rows,
                                   .n_rows = h->n_names};
}

static struct part_sheet
places_sheet(struct page *p, const struct agency_history *h)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, h->n_places + 1);

        for (size_t i = 0; i < h->n_places; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 3);

                c[0] =
                    cell_link("上级机关", h->places[i].name, agency_link(p, h->places[i].slug, ""));
                c[1] = cell("起", house_day(p, h->places[i].began));
                c[2] =
                    cell("止", day_is_none(h->places[i].ended) ? "至今"
                                                               : house_day(p, h->places[i].ended));
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = 3};
        }
        return (struct part_sheet){.caption = "隶属沿革",
                                   .heads = place_heads,
                                   .n_heads = N(place_heads),
                                   .rows = rows,
                                   .n_rows = h->n_places};
}

static struct part_sheet
reforms_sheet(struct page *p, const struct agency_history *h)
{
        struct part_sheet_row *rows =
            mem_array(p->mem, struct part_sheet_row, h->n_successions + 1);

        for (size_t i = 0; i < h->n_successions; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 5);
                const struct agency_succession *s = &h->successions[i];
                enum reform_kind kind;

                c[0] = cell_link("机关", s->name, agency_link(p, s->slug, ""));
                c[1] = cell("关系", s->forward ? "承继机关" : "原机关");
                c[2] = cell("方式", reform_from(s->kind, &kind) ? reform_label(kind) : s->kind);
                c[3] = cell("日期", house_day(p, s->on));
                c[4] = cell("依据", s->basis);
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = 5};
        }
        return (struct part_sheet){.caption = "机构改革",
                                   .heads = reform_heads,
                                   .n_heads = N(reform_heads),
                                   .rows = rows,
                                   .n_rows = h->n_successions};
}

static void
fill_buttons(struct page *p, const struct office_agency *a, struct view_office_record *v)
{
        struct part_button *b = mem_array(p->mem, struct part_button, 6);
        size_t n = 0;

        if (!day_is_none(a->closed))
                return;
        b[n++] = (struct part_button){.label = "修改", .url = agency_link(p, a->slug, "/edit")};
        if (a->parent_id)
                b[n++] = (struct part_button){.label = "变更上级机关",
                                              .url = agency_link(p, a->slug, "/move"),
                                              .kind = BUTTON_SECONDARY};
        b[n++] = (struct part_button){.label = "新建下级机关",
                                      .url = mem_printf(p->mem, "%s?parent=%s",
                                                        page_link(p, "/office/agencies/new"),
                                                        page_encode(p->mem, a->slug)),
                                      .kind = BUTTON_SECONDARY};
        if (!a->is_site_root)
                b[n++] = (struct part_button){
                    .label = "撤并",
                    .url = mem_printf(p->mem, "%s?from=%s", page_link(p, "/office/agencies/reform"),
                                      page_encode(p->mem, a->slug)),
                    .kind = BUTTON_SECONDARY};
        v->buttons = b;
        v->n_buttons = n;
}

int
page_office_agency(struct page *p)
{
        struct office_section sections[3];
        struct view_office_record v = {.notice = office_done_notice(p, dones, N(dones))};
        struct agency_history h;
        struct office_agency a;
        struct tx *tx;
        int r = agency_of_path(p, &a);

        if (r == 0)
                r = page_tx(p, &tx);
        if (r == 0)
                r = app_agency_history(p->mem, tx, a.id, &h);
        if (r)
                return r < 0 ? err_trace(r) : r;
        v.page = office_page(p, a.name);
        office_crumb(p, &v.page, "机关", page_link(p, "/office/agencies"));
        office_crumb(p, &v.page, a.name, NULL);
        if (!day_is_none(a.closed)) {
                v.tag = (struct part_tag){"已撤并", TONE_PLAIN};
                v.state = (struct part_notice){
                    .tone = TONE_INFO,
                    .title = "该机关已撤并",
                    .text = "已公开的信息、索引号和专栏地址保留不变，专栏上注明承继的机关。"};
        }
        fill_summary(p, &a, &v);
        fill_buttons(p, &a, &v);
        sections[0] = (struct office_section){.id = "names",
                                              .title = "曾用名",
                                              .sheet = names_sheet(p, &h),
                                              .nothing = "没有更过名。"};
        sections[1] = (struct office_section){.id = "places",
                                              .title = "隶属沿革",
                                              .sheet = places_sheet(p, &h),
                                              .nothing = "这是最上一级的机关。"};
        sections[2] = (struct office_section){.id = "reforms",
                                              .title = "机构改革",
                                              .sheet = reforms_sheet(p, &h),
                                              .nothing = "没有合并、拆分、撤销的记录。"};
        v.sections = sections;
        v.n_sections = N(sections);
        return record_end(p, &v);
}
