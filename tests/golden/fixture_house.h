/* Fixtures of the pages about units and people: a list, a record, a form and the page that asks. Included once. */
#ifndef GOLDEN_FIXTURE_HOUSE_H
#define GOLDEN_FIXTURE_HOUSE_H

#include "views/office/form.h"
#include "views/office/record.h"
#include "views/office/roll.h"

static const struct part_sheet_head unit_heads[] = {
    {.text = "机关"}, {.text = "主动公开（条）", .numeric = true}, {.text = "状态"}};
static const struct part_sheet_cell unit_cells[][3] = {
    {{.head = "机关", .text = "靖宇县人民政府", .url = "/office/agencies/unit/gov"},
     {.head = "主动公开（条）", .count = {VIEW_COUNT_EXACT, 8916}, .numeric = true},
     {.head = "状态", .tag = {"在用", TONE_GOOD}}},
    {{.head = "机关", .indent = 1, .text = "靖宇县水利局", .url = "/office/agencies/unit/slj"},
     {.head = "主动公开（条）", .count = {VIEW_COUNT_EXACT, 318}, .numeric = true},
     {.head = "状态", .tag = {"已撤并", TONE_PLAIN}, .note = "2019年7月1日"}}};
static const struct part_sheet_row unit_rows[] = {{.cells = unit_cells[0], .n_cells = 3},
                                                  {.cells = unit_cells[1], .n_cells = 3}};
#define UNIT_SHEET                                                                                 \
        {                                                                                          \
                .caption = "机关（2 个）", .heads = unit_heads, .n_heads = 3, .rows = unit_rows,   \
                .n_rows = 2                                                                        \
        }
static const struct part_button unit_buttons[] = {
    {.label = "新建机关", .url = "/office/agencies/new"},
    {.label = "机构改革", .url = "/office/agencies/reform", .kind = BUTTON_SECONDARY}};

static void
office_roll(struct buf *out, const struct view_site *site)
{
        static const struct part_filter_field find[] = {{.name = "q", .label = "名称或代码"}};
        static const struct view_link downloads[] = {
            {.label = "Excel 表格", .url = "/office/agencies.xlsx"}};
        struct view_office_roll v = {
            .page = {.title = "机关"},
            .lead = "按隶属关系排列。",
            .notice = {.tone = TONE_GOOD, .title = "已导入 2 个机关"},
            .buttons = unit_buttons,
            .n_buttons = 2,
            .filter = {.id = "find", .action = "/office/agencies", .fields = find, .n_fields = 1},
            .sheet = UNIT_SHEET,
            .downloads = downloads,
            .n_downloads = 1};
        struct view_site desk = office_desk(site);

        view_office_roll(out, &desk, &v);
}

static void
office_roll_empty(struct buf *out, const struct view_site *site)
{
        struct view_office_roll v = {
            .page = {.title = "机关"},
            .empty = {.title = "没有符合条件的机关", .text = "请换一个名称或代码。"}};
        struct view_site desk = office_desk(site);

        view_office_roll(out, &desk, &v);
}

static void
office_record(struct buf *out, const struct view_site *site)
{
        static const struct part_answer answers[] = {
            {.label = "机构代码", .value = "220622013", .note = "索引号的前段，永不改变"},
            {.label = "上级机关", .value = "靖宇县人民政府"}};
        static const struct office_section sections[] = {
            {.id = "places", .title = "隶属沿革", .sheet = UNIT_SHEET},
            {.id = "names", .title = "曾用名", .nothing = "没有更过名。"}};
        struct view_office_record v = {.page = {.title = "靖宇县水利局"},
                                       .tag = {"已撤并", TONE_PLAIN},
                                       .state = {.tone = TONE_INFO, .title = "该机关已撤并"},
                                       .secret_label = "一次性密码",
                                       .secret = "Kd7-mWq2-Xp9r",
                                       .secret_note = "只显示这一次。",
                                       .buttons = unit_buttons,
                                       .n_buttons = 2,
                                       .summary = {answers, N(answers)},
                                       LIST(sections)};
        struct view_site desk = office_desk(site);

        view_office_record(out, &desk, &v);
}

static void
office_form(struct buf *out, const struct view_site *site)
{
        static const struct part_option kinds[] = {
            {.value = "merge", .label = "合并", .chosen = true},
            {.value = "split", .label = "拆分"}};
        static const struct part_problem problems[] = {{"name", "请填写机关名称"}};
        static const struct part_pair kept[] = {{"step", "do"}};
        static const struct part_form_input inputs[] = {
            {.kind = INPUT_FIELD,
             .field = {.name = "name", .label = "机关名称", .error = "请填写机关名称"}},
            {.kind = INPUT_HEADING, .heading = "方式和日期", .text = "先填写，再核对。"},
            {.kind = INPUT_RADIOS,
             .choices = {.name = "kind", .label = "方式", .options = kinds, .n_options = 2}},
            {.kind = INPUT_SELECT,
             .choices = {.name = "to", .label = "承接的机关", .options = kinds, .n_options = 2}},
            {.kind = INPUT_CHECKBOXES,
             .choices = {.name = "more", .label = "范围", .options = kinds, .n_options = 2}},
            {.kind = INPUT_DATE, .date = {.name = "on", .label = "日期"}},
            {.kind = INPUT_TEXTAREA,
             .textarea = {.name = "mandate", .label = "机构职能", .rows = 4}},
            {.kind = INPUT_FILE,
             .field = {.name = "file", .label = "CSV 文件", .hint = "不超过 4 MB"}}};
        struct view_office_form v = {.page = {.title = "机构改革", .is_error = true},
                                     .lead = "先填写，再核对。",
                                     .problems = {problems, 1},
                                     .action = "/office/agencies/reform",
                                     .csrf = "token",
                                     .upload = true,
                                     LIST(inputs),
                                     LIST(kept),
                                     .button = {.label = "下一步"},
                                     .cancel_url = "/office/agencies",
                                     .sheet = UNIT_SHEET,
                                     .sheet_title = "文件中的问题"};
        struct view_site desk = office_desk(site);

        view_office_form(out, &desk, &v);
}

static void
office_confirm(struct buf *out, const struct view_site *site)
{
        static const char *const lines[] = {"32 条草稿转入靖宇县水务局",
                                            "4 名人员转入靖宇县水务局"};
        static const struct part_fact facts[] = {{.label = "方式", .value = "合并"},
                                                 {.label = "撤并日期", .value = "2019年7月1日"}};
        static const struct part_pair kept[] = {{"kind", "merge"}, {"step", "do"}};
        struct view_office_confirm v = {
            .page = {.title = "核对机构改革的变动"},
            .facts = {facts, 2},
            .list_title = "将发生的变动",
            LIST(lines),
            .warning = {.tone = TONE_WARNING, .title = "办理后不能撤销"},
            .action = "/office/agencies/reform",
            .csrf = "token",
            .cancel_url = "/office/agencies",
            LIST(kept),
            .button = {.label = "确认办理", .kind = BUTTON_WARNING}};
        struct view_site desk = office_desk(site);

        view_office_confirm(out, &desk, &v);
}

#define HOUSE_PAGES                                                                                \
        PAGE(office_roll), PAGE(office_roll_empty), PAGE(office_record), PAGE(office_form),        \
            PAGE(office_confirm)

#endif
