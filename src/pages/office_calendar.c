/* 工作日历: a year as it is counted, and a notice of the State Council brought in. */
#include "app/calendar.h"
#include "app/export.h"
#include "pages/office_house.h"
#include "pages/office_imports.h"

int page_office_calendar(struct page *);
int page_office_calendar_import(struct page *);
int page_office_calendar_import_send(struct page *);

enum { YEAR_FIRST = 2008, YEAR_LAST = 2099, CHANGES_SHOWN = 200 };

static const struct part_sheet_head heads[] = {
    {.text = "日期"}, {.text = "星期"}, {.text = "安排"}, {.text = "节日"}};

static const char *const weekdays[] = {"",       "星期一", "星期二", "星期三",
                                       "星期四", "星期五", "星期六", "星期日"};

static struct part_sheet
days_sheet(struct page *p, const struct calendar *calendar, int year)
{
        const struct calendar_row *all;
        struct part_sheet_row *rows;
        size_t n, k = 0;

        all = calendar_rows(calendar, &n);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c;

                if (day_year(all[i].day) != year)
                        continue;
                c = mem_array(p->mem, struct part_sheet_cell, 4);
                c[0] = cell("日期", house_day(p, all[i].day));
                c[1] = cell("星期", weekdays[day_weekday(all[i].day)]);
                c[2] = (struct part_sheet_cell){
                    .head = "安排",
                    .tag = {all[i].work ? "上班" : "放假", all[i].work ? TONE_WARNING : TONE_GOOD}};
                c[3] = cell("节日", all[i].name);
                rows[k++] = (struct part_sheet_row){.cells = c, .n_cells = 4};
        }
        return (struct part_sheet){.caption =
                                       mem_printf(p->mem, "%d年放假和调休（%zu 天）", year, k),
                                   .heads = heads,
                                   .n_heads = N(heads),
                                   .rows = rows,
                                   .n_rows = k};
}

static struct part_tabs
year_tabs(struct page *p, int year)
{
        struct view_link *links = mem_array(p->mem, struct view_link, 5);
        size_t n = 0;

        for (int y = year - 2; y <= year + 2; y++)
                if (y >= YEAR_FIRST && y <= YEAR_LAST)
                        links[n++] = (struct view_link){
                            .label = mem_printf(p->mem, "%d年", y),
                            .url = mem_printf(p->mem, "%s?year=%d",
                                              page_link(p, "/office/calendar"), y),
                            .current = y == year};
        return (struct part_tabs){.label = "年份", .links = links, .n_links = n};
}

int
page_office_calendar(struct page *p)
{
        struct part_button button = {.label = "导入放假通知",
                                     .url = page_link(p, "/office/calendar/import")};
        struct view_office_roll v = {
            .page = office_page(p, "工作日历"),
            .lead =
                "答复、公开的期限按工作日计算。国务院办公厅公布下一年度的放假安排后，请及时导入。",
            .notice = import_notice(p, "天放假和调休，未办结事项的期限已重新计算"),
            .buttons = &button,
            .n_buttons = 1};
        const struct calendar *calendar;
        int64_t year;
        bool known;
        int r;

        if (!page_arg_int(p, "year", YEAR_FIRST, YEAR_LAST, day_year(p->today), &year))
                return PAGE_NOT_FOUND;
        r = app_calendar(p->mem, p->app, &calendar);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML) {
                struct table t = app_calendar_table(p->mem, calendar, (int)year);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        known = calendar_has_year(calendar, (int)year);
        struct part_fact facts[] = {
            {.label = "全年工作日",
             .value = mem_printf(p->mem, "%d 个", calendar_workdays(calendar, (int)year))},
            {.label = "放假通知",
             .tag = {known ? "已公布" : "尚未公布", known ? TONE_GOOD : TONE_WARNING},
             .note = known ? NULL : "暂按周末和日期固定的法定假日计算，涉及本年的期限注明“暂定”"}};

        v.facts = (struct part_facts){facts, N(facts)};
        v.tabs = year_tabs(p, (int)year);
        v.sheet = days_sheet(p, calendar, (int)year);
        v.empty = (struct part_empty){.title = "这一年的放假通知尚未公布",
                                      .text = "公布后请导入；导入前期限按暂定的工作日计算。"};
        table_links(p, &v);
        office_crumb(p, &v.page, "工作日历", NULL);
        return roll_end(p, &v);
}

/* ---- a notice --------------------------------------------------------------------------------- */

static const struct import_kind notice = {
    .title = "导入放假通知",
    .lead = "列：date 日期、kind 安排（off 放假，work 调休上班）、name "
            "节日。文件中的年度整年替换，其他年度不变；上一年度只有 12 月几天的，并入上一年度。"
            "先检查，可以看到哪些未办结事项的期限会变。",
    .unit = "天放假和调休",
    .path = "/office/calendar/import",
    .back = "/office/calendar",
    .back_label = "工作日历",
    .run = app_import_calendar,
    .told = true};

int
page_office_calendar_import(struct page *p)
{
        return import_begin(p, &notice);
}

static const struct part_sheet_head change_heads[] = {
    {.text = "信息"}, {.text = "单位"}, {.text = "原期限"}, {.text = "新期限"}};

/* What would change, before it does. */
static int
show_changes(struct page *p, const struct import_result *result)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, CHANGES_SHOWN);
        struct part_button button = {.label = "返回导入",
                                     .url = page_link(p, "/office/calendar/import")};
        struct view_office_roll v = {
            .page = office_page(p, "检查放假通知"),
            .notice = {.tone = TONE_GOOD,
                       .title = mem_printf(p->mem, "检查无误：%zu 天放假和调休", result->n),
                       .text = "还没有写入。请返回，再次选择文件，并选“检查无误即导入”。"},
            .buttons = &button,
            .n_buttons = 1,
            .empty = {.title = "没有未办结事项的期限会变"}};

        for (size_t i = 0; i < result->n_changes && i < CHANGES_SHOWN; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 4);
                const struct due_change *one = &result->changes[i];

                c[0] = cell("信息", one->title);
                c[0].note = one->what;
                c[1] = cell("单位", one->agency);
                c[2] = cell("原期限", house_day(p, one->old));
                c[3] = cell("新期限", house_day(p, one->now));
                rows[v.sheet.n_rows++] = (struct part_sheet_row){.cells = c, .n_cells = 4};
        }
        v.sheet.caption = mem_printf(p->mem, "期限将变的未办结事项（%zu 件）", result->n_changes);
        v.sheet.heads = change_heads;
        v.sheet.n_heads = N(change_heads);
        v.sheet.rows = rows;
        office_crumb(p, &v.page, "工作日历", page_link(p, "/office/calendar"));
        office_crumb(p, &v.page, "检查放假通知", NULL);
        return roll_end(p, &v);
}

int
page_office_calendar_import_send(struct page *p)
{
        bool write = strcmp(office_arg(p, "mode"), "write") == 0;
        struct import_result result = {0};
        int r = import_take(p, &notice, &result);

        if (r)
                return r == IMPORT_SHOWN ? 0 : err_trace(r);
        if (!write)
                return show_changes(p, &result);
        page_redirect(
            p, mem_printf(p->mem, "%s?imported=%zu", page_link(p, "/office/calendar"), result.n));
        return 0;
}
