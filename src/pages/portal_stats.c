/* 数据统计: what was published, counted from the publications themselves, and what was told.
 * A count is a value with a kind: counted ones are exact; told ones exact, approximate or absent.
 * Cost       nine queries. */
#include "base/csv.h"
#include "document/sheet.h"
#include "domain/stats/figure.h"
#include "pages/pages.h"
#include "pages/portal.h"
#include "views/part/chart.h"

enum { TABLES_MAX = 8, TOP_BARS = 40, COLUMN_CONTENT = 3 };

struct stats {
        struct chrome c;
        struct view_portal_stats view;
        struct portal_count_table *tables;
        int year; /* 0: all */
        int64_t total, attested;
        struct public_year *years;
        size_t n_years;
};

static struct portal_count_row *
add_table(struct stats *s, const char *code, const char *title, const char *note, size_t n,
          struct portal_count_table **ret)
{
        struct portal_count_row *rows = mem_array(s->c.p->mem, struct portal_count_row, n);

        *ret = &s->tables[s->view.n_tables++];
        **ret =
            (struct portal_count_table){.code = code, .title = title, .note = note, .rows = rows};
        return rows;
}

static void
draw(struct stats *s, struct portal_count_table *t, const char *what, bool standing)
{
        struct chart_bar *bars = mem_array(s->c.p->mem, struct chart_bar, t->n_rows);
        struct chart_words words = {.id = mem_printf(s->c.p->mem, "chart-%s", t->code),
                                    .title = t->title,
                                    .what = what,
                                    .unit = "条数（条）"};
        size_t n = t->n_rows < TOP_BARS ? t->n_rows : TOP_BARS;

        for (size_t i = 0; i < n; i++)
                bars[i] = (struct chart_bar){
                    .label = t->rows[i].label, .url = t->rows[i].url, .count = t->rows[i].count};
        t->chart = standing ? part_chart_columns(s->c.p->mem, &words, bars, n)
                            : part_chart_bars(s->c.p->mem, &words, bars, n);
}

/* 渠道: an item is counted once in the total, each channel apart. */
static int
by_channel(struct stats *s)
{
        struct portal_count_table *t;
        struct portal_count_row *rows;
        struct public_figure *all;
        size_t n;
        int r;

        r = app_public_channels(s->c.p->mem, s->c.tx, s->c.scope, s->year, &all, &n);
        if (r < 0)
                return err_trace(r);
        rows = add_table(s, "channels", "按公开渠道",
                         "同一信息在多个渠道公开的，总数只计一次，各渠道分别计数。", n, &t);
        for (size_t i = 1; i < n; i++)
                rows[t->n_rows++] = (struct portal_count_row){
                    .code = all[i].code, .label = all[i].label, .count = count_of(all[i].n)};
        t->total = count_of(all[0].n);
        draw(s, t, "渠道", false);
        s->total = all[0].n;
        s->attested = all[0].n_attested;
        return 0;
}

/* 入库方式: what passed the reviews here, and what was public before and is attested. */
static void
by_origin(struct stats *s)
{
        struct portal_count_table *t;
        struct portal_count_row *rows = add_table(
            s, "origins", "按入库方式",
            "迁移入库的信息此前已在别处公开，由导入单位证明；其余在本平台经审核和保密审查后发布。",
            2, &t);

        rows[t->n_rows++] = (struct portal_count_row){
            .code = "reviewed", .label = "平台审查发布", .count = count_of(s->total - s->attested)};
        rows[t->n_rows++] = (struct portal_count_row){
            .code = "attested", .label = "迁移入库", .count = count_of(s->attested)};
        t->total = count_of(s->total);
        draw(s, t, "入库方式", false);
}

static int
by_agency(struct stats *s)
{
        struct portal_count_table *t;
        struct portal_count_row *rows;
        struct public_figure *all;
        int64_t total = 0;
        size_t n;
        int r;

        r = app_public_by_agency(s->c.p->mem, s->c.tx, s->c.scope, s->year, &all, &n);
        if (r < 0)
                return err_trace(r);
        rows = add_table(s, "agencies", "按单位", NULL, n, &t);
        for (size_t i = 0; i < n; i++) {
                rows[t->n_rows++] =
                    (struct portal_count_row){.code = all[i].code,
                                              .label = all[i].label,
                                              .url = page_link(s->c.p, "/agency/{}", all[i].code),
                                              .count = count_of(all[i].n)};
                total += all[i].n;
        }
        t->total = count_of(total);
        draw(s, t, "单位", false);
        return 0;
}

/* Towns have columns of the same name as the county (第二十一条): beside each other they say whose they are. */
static const char *
column_label(struct stats *s, const struct public_figure *column)
{
        return strncmp(column->code, "A21_T", 5) == 0
                   ? mem_printf(s->c.p->mem, "%s（乡镇）", column->label)
                   : column->label;
}

static int
by_column(struct stats *s)
{
        struct portal_count_table *t;
        struct portal_count_row *rows;
        struct public_figure *all;
        int64_t total = 0;
        size_t n;
        int r;

        r = app_public_by_column(s->c.p->mem, s->c.tx, s->c.scope, COLUMN_CONTENT, s->year, &all,
                                 &n);
        if (r < 0)
                return err_trace(r);
        rows = add_table(s, "columns", "按栏目", "法定主动公开内容各栏目；制度、年报等不在其中。",
                         n, &t);
        for (size_t i = 0; i < n; i++) {
                rows[t->n_rows++] =
                    (struct portal_count_row){.code = all[i].code,
                                              .label = column_label(s, &all[i]),
                                              .url = link_column(&s->c, all[i].code),
                                              .count = count_of(all[i].n)};
                total += all[i].n;
        }
        t->total = count_of(total);
        draw(s, t, "栏目", false);
        return 0;
}

/* A year, "all", or by itself the newest with items: figures are told by the year. */
static bool
ask_year(struct stats *s)
{
        const char *text = page_arg(s->c.p, "year");
        int64_t year;

        if (text && strcmp(text, "all") == 0)
                return true;
        if (!page_arg_int(s->c.p, "year", 1949, 2100, s->n_years ? s->years[0].year : 0, &year))
                return false;
        s->year = (int)year;
        return true;
}

/* The months of which year: the one asked for, or the newest. */
static int
year_shown(const struct stats *s)
{
        return s->year ? s->year : s->n_years ? s->years[0].year : day_year(s->c.p->today);
}

static void
fill_months(struct stats *s, struct portal_count_table *t, struct portal_count_row *rows,
            const int64_t months[12])
{
        int64_t total = 0;

        for (int i = 0; i < 12; i++) {
                rows[t->n_rows++] = (struct portal_count_row){
                    .code = mem_printf(s->c.p->mem, "%d-%02d", year_shown(s), i + 1),
                    .label = mem_printf(s->c.p->mem, "%d月", i + 1),
                    .count = count_of(months[i])};
                total += months[i];
        }
        t->total = count_of(total);
        draw(s, t, "月份", true);
}

static int
by_month(struct stats *s)
{
        struct portal_count_table *t;
        struct portal_count_row *rows;
        int64_t months[12];
        int r;

        r = app_public_months(s->c.p->mem, s->c.tx, s->c.scope, year_shown(s), months);
        if (r < 0)
                return err_trace(r);
        rows =
            add_table(s, "months", mem_printf(s->c.p->mem, "%d年按月（政府网站）", year_shown(s)),
                      NULL, 12, &t);
        fill_months(s, t, rows, months);
        return 0;
}

static int
readers(struct stats *s)
{
        struct portal_count_table *t;
        struct portal_count_row *rows;
        int64_t months[12], sum = 0;
        int r;

        r = app_public_readers(s->c.p->mem, s->c.tx, "site", s->c.p->site->id, year_shown(s),
                               months);
        if (r < 0)
                return err_trace(r);
        for (int i = 0; i < 12; i++)
                sum += months[i];
        if (sum == 0)
                return 0;
        rows = add_table(s, "readers", mem_printf(s->c.p->mem, "%d年浏览量（人次）", year_shown(s)),
                         "不含搜索引擎等自动程序的访问。", 12, &t);
        fill_months(s, t, rows, months);
        return 0;
}

/* What a report or an office said: kept apart from what the program counts. */
static int
told(struct stats *s)
{
        struct portal_count_table *t;
        struct portal_count_row *rows;
        struct public_stated *all;
        size_t n;
        int r;

        r = app_public_stated(s->c.p->mem, s->c.tx, s->c.scope, s->year, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(s->c.p, "figure", 0);
        if (n == 0)
                return 0;
        rows = add_table(
            s, "stated", "各单位填报数据",
            "由单位填报或取自年度报告，不由本平台计数；“余”为约数，“—”为未填报，不等于零。", n, &t);
        for (size_t i = 0; i < n; i++)
                rows[t->n_rows++] = (struct portal_count_row){
                    .code = all[i].name,
                    .label = *all[i].label ? all[i].label : figure_label(all[i].name),
                    .unit = all[i].unit,
                    .source = mem_printf(s->c.p->mem, "%s，%d年", all[i].agency_name, all[i].year),
                    .count = {all[i].kind == TOLD_ABSENT  ? VIEW_COUNT_ABSENT
                              : all[i].kind == TOLD_EXACT ? VIEW_COUNT_EXACT
                                                          : VIEW_COUNT_APPROXIMATE,
                              all[i].value}};
        return 0;
}

static void
fill_years(struct stats *s)
{
        struct page *p = s->c.p;
        struct view_link *links = mem_array(p->mem, struct view_link, s->n_years + 1);

        links[0] = (struct view_link){
            .label = "全部年度", .url = page_link(p, "/stats?year=all"), .current = s->year == 0};
        for (size_t i = 0; i < s->n_years; i++)
                links[i + 1] =
                    (struct view_link){.label = mem_printf(p->mem, "%d年", s->years[i].year),
                                       .url = mem_printf(p->mem, "%s/stats?year=%d",
                                                         p->site->prefix, s->years[i].year),
                                       .current = s->years[i].year == s->year};
        s->view.years =
            (struct part_tabs){.label = "年度", .links = links, .n_links = s->n_years + 1};
}

/* ---- as a table for spreadsheets ------------------------------------------------------------- */

static const struct sheet_column heads[] = {
    {"统计表", SHEET_TEXT},   {"代码", SHEET_TEXT}, {"项目", SHEET_TEXT}, {"数量", SHEET_NUMBER},
    {"计数方式", SHEET_TEXT}, {"单位", SHEET_TEXT}, {"来源", SHEET_TEXT}};

static const char *
kind_word(struct view_count c)
{
        return c.kind == VIEW_COUNT_EXACT         ? "准确数"
               : c.kind == VIEW_COUNT_APPROXIMATE ? "约数"
                                                  : "未填报";
}

/* All tables below each other; each ends with its total, except what was told, which has none. */
static const char **
cells_of(struct stats *s, size_t *ret_n)
{
        TALLOC_CTX *mem = s->c.p->mem;
        size_t n = 0, n_cells = 0;
        const char **cells;

        for (size_t i = 0; i < s->view.n_tables; i++)
                n += s->tables[i].n_rows + 1;
        cells = mem_array(mem, const char *, n *N(heads));
        for (size_t i = 0; i < s->view.n_tables; i++) {
                const struct portal_count_table *t = &s->tables[i];
                bool is_told = strcmp(t->code, "stated") == 0;

                for (size_t k = 0; k < t->n_rows + !is_told; k++) {
                        bool is_total = k == t->n_rows;
                        struct view_count c = is_total ? t->total : t->rows[k].count;
                        const struct portal_count_row *row = is_total ? NULL : &t->rows[k];

                        cells[n_cells++] = t->title;
                        cells[n_cells++] = row && row->code ? row->code : "";
                        cells[n_cells++] = row ? row->label : "合计";
                        cells[n_cells++] = c.kind == VIEW_COUNT_ABSENT
                                               ? ""
                                               : mem_printf(mem, "%lld", (long long)c.n);
                        cells[n_cells++] = kind_word(c);
                        cells[n_cells++] = row && row->unit ? row->unit : "条";
                        cells[n_cells++] = row && row->source ? row->source : "平台计数";
                }
        }
        *ret_n = n_cells / N(heads);
        return cells;
}

static int
as_table(struct stats *s)
{
        struct page *p = s->c.p;
        struct sheet sheet = {
            .name = "统计", .title = s->view.scope, .columns = heads, .n_columns = N(heads)};
        const char **cells = cells_of(s, &sheet.n_rows);

        sheet.cells = cells;
        p->file_name =
            mem_printf(p->mem, "公开统计%s.%s", s->year ? mem_printf(p->mem, "%d年", s->year) : "",
                       page_format_suffix(p->format));
        if (p->format == XLSX)
                return sheet_xlsx(p->mem, &sheet, 1, &p->out);
        buf_str(&p->out, "\xEF\xBB\xBF");
        for (size_t i = 0; i < N(heads); i++)
                csv_put(&p->out, heads[i].name, i + 1 == N(heads));
        for (size_t i = 0; i < sheet.n_rows * N(heads); i++)
                csv_put(&p->out, cells[i], (i + 1) % N(heads) == 0);
        return 0;
}

/* The channels once more, as the strip above the charts. */
static void
fill_strip(struct stats *s)
{
        const struct portal_count_table *t = &s->tables[0];
        struct part_figure *list = mem_array(s->c.p->mem, struct part_figure, t->n_rows + 1);
        size_t n = 0;

        list[n++] = (struct part_figure){.label = "主动公开信息", .unit = "条", .value = t->total};
        for (size_t i = 0; i < t->n_rows && n < 6; i++)
                list[n++] = (struct part_figure){
                    .label = t->rows[i].label, .unit = "条", .value = t->rows[i].count};
        s->view.figures = (struct part_figures){.figures = list, .n_figures = n};
}

/* Charts stand in twos; the last of an odd number has the line to itself. */
static void
by_twos(struct stats *s)
{
        size_t n = 0;

        for (size_t i = 0; i < s->view.n_tables; i++)
                n += s->tables[i].chart.n_shapes > 0;
        for (size_t i = s->view.n_tables; n % 2 && i-- > 0;)
                if (s->tables[i].chart.n_shapes) {
                        s->tables[i].wide = true;
                        break;
                }
}

int
page_portal_stats(struct page *p)
{
        struct stats *s = mem_new(p->mem, struct stats);
        int r;

        r = portal_open(p, NULL, &s->c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        s->tables = mem_array(p->mem, struct portal_count_table, TABLES_MAX);
        r = app_public_years(p->mem, s->c.tx, s->c.scope, &s->years, &s->n_years);
        if (r < 0)
                return err_trace(r);
        if (!ask_year(s))
                return PAGE_BAD;
        if (r == 0)
                r = by_channel(s);
        if (r == 0)
                r = by_month(s);
        if (r == 0)
                r = by_column(s);
        if (r == 0)
                r = by_agency(s);
        if (r == 0) {
                by_origin(s);
                r = readers(s);
        }
        if (r == 0)
                r = told(s);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "scope", s->c.scope);
        page_depends(p, "agency", 0);
        by_twos(s);
        fill_years(s);
        fill_strip(s);
        portal_title(&s->c, "数据统计");
        portal_alternates(&s->c, "数据统计");
        s->view.scope = s->year ? mem_printf(p->mem, "%s　%d年", s->c.house.root_name, s->year)
                                : s->c.house.root_name;
        s->view.tables = s->tables;
        s->view.as_of = p->today;
        if (p->format == CSV || p->format == XLSX)
                return as_table(s);
        s->view.json_url = page_link_format(p, JSON);
        s->view.csv_url = page_link_format(p, CSV);
        s->view.xlsx_url = page_link_format(p, XLSX);
        s->view.page = s->c.page;
        if (p->format == JSON)
                view_portal_stats_json(&p->out, &s->c.site, &s->view);
        else
                view_portal_stats(&p->out, &s->c.site, &s->view);
        return 0;
}
