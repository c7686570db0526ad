/* 年报核查: handing in, the table over all, JSON and XLSX; one report stands in report_one.c. */
#include "pages/report_check.h"

#include "base/json.h"
#include "document/sheet.h"
#include "views/office/report_form.h"
#include "views/office/report_run.h"
#include "views/views.h"

int page_report_check(struct page *);
int page_report_check_send(struct page *);
int page_report_run(struct page *);
int page_report_run_forget(struct page *);

static const char accepted[] = ".txt,.htm,.html,.docx,.pdf";
enum { CELL_MAX = 32000 }; /* letters a cell of a workbook holds, with room */

/* ---- words ---------------------------------------------------------------------------------- */

int64_t
report_count(const struct report_run_file *f, enum report_status status)
{
        int64_t n = 0;

        for (size_t i = 0; i < f->checks.n; i++)
                n += f->checks.list[i].status == status;
        return n;
}

struct part_tag
report_verdict(const struct report_run_file *f)
{
        if (report_count(f, REPORT_FAIL))
                return (struct part_tag){"有不符", TONE_BAD};
        if (report_count(f, REPORT_UNSURE))
                return (struct part_tag){"待核实", TONE_WARNING};
        if (report_count(f, REPORT_NOT_ASSESSABLE))
                return (struct part_tag){"未见不符", TONE_INFO};
        return (struct part_tag){"未见问题", TONE_GOOD};
}

const char *
report_issuer(const struct report_run_file *f)
{
        return *f->report->issuer ? f->report->issuer : "（未写明机关）";
}

const char *
report_kind_label(const char *kind)
{
        static const char *const words[][2] = {
            {"arithmetic", "勾稽关系"}, {"inconsistent", "前后不一"},
            {"semantic", "内容"},       {"date", "日期"},
            {"form", "格式"},           {"missing", "缺项"},
            {"empty", "空白"},          {"structure", "结构"},
            {"unit", "计量单位"},       {"metadata", "文件信息"},
            {"text", "文字"},           {"range", "数值范围"},
            {"duplicate", "雷同"},      {"suspicious", "存疑数值"}};

        for (size_t i = 0; i < N(words); i++)
                if (!strcmp(words[i][0], kind))
                        return words[i][1];
        return kind;
}

size_t
report_findings(TALLOC_CTX *mem, const struct report_run_file *f, const struct report_check ***ret)
{
        static const enum report_status order[] = {REPORT_FAIL, REPORT_UNSURE};
        const struct report_check **list =
            mem_array(mem, const struct report_check *, f->checks.n + 1);
        size_t n = 0;

        for (size_t k = 0; k < N(order); k++)
                for (size_t i = 0; i < f->checks.n; i++)
                        if (f->checks.list[i].status == order[k])
                                list[n++] = &f->checks.list[i];
        *ret = list;
        return n;
}

/* ---- handing in ----------------------------------------------------------------------------- */

static struct part_sheet
runs_sheet(struct page *p, const struct report_run_line *lines, size_t n)
{
        static const struct part_sheet_head heads[] = {{.text = "核查时间"},
                                                       {.text = "文件"},
                                                       {.text = "份数", .numeric = true},
                                                       {.text = "保留至"}};
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, n + 1);

        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));
                char text[INSTANT_TEXT_SIZE];

                for (size_t k = 0; k < N(heads); k++)
                        c[k].head = heads[k].text;
                c[0].text = mem_strdup(p->mem, instant_text(lines[i].made_at, text));
                c[0].url = page_link(p, "/office/report-check/{}",
                                     mem_printf(p->mem, "%lld", (long long)lines[i].id));
                c[1].text = lines[i].n_files > 1 ? mem_printf(p->mem, "%s 等", lines[i].first_name)
                                                 : lines[i].first_name;
                c[2].count = view_count_exact(lines[i].n_files);
                c[2].numeric = true;
                c[3].text = mem_strdup(p->mem, instant_text(lines[i].expires_at, text));
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = N(heads)};
        }
        return (struct part_sheet){.caption = "最近的核查",
                                   .heads = heads,
                                   .n_heads = N(heads),
                                   .rows = rows,
                                   .n_rows = n};
}

static void
runs_json(struct page *p, const struct report_run_line *lines, size_t n)
{
        struct json_out o = {.buf = &p->out};
        char text[INSTANT_TEXT_SIZE];

        json_open(&o, '{');
        json_name(&o, "runs");
        json_open(&o, '[');
        for (size_t i = 0; i < n; i++) {
                json_open(&o, '{');
                json_name(&o, "id");
                json_put_int(&o, lines[i].id);
                json_name(&o, "files");
                json_put_int(&o, lines[i].n_files);
                json_name(&o, "made_at");
                json_put(&o, instant_text(lines[i].made_at, text));
                json_name(&o, "expires_at");
                json_put(&o, instant_text(lines[i].expires_at, text));
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
}

static int
show_form(struct page *p, const struct problems *problems)
{
        struct view_office_report_form view = {
            .page = office_page(p, "年报核查"),
            .csrf = p->csrf,
            .action = page_link(p, "/office/report-check"),
            .files = {.name = "report",
                      .label = "年度报告",
                      .hint =
                          "TXT、网页（HTML）、Word（docx）或 PDF 文件，一次最多 60 个、共 40 MB",
                      .error = problems_of(problems, "report"),
                      .accept = accepted,
                      .several = true},
            .days = REPORT_RUN_DAYS};
        struct report_run_line *lines;
        struct view_site site;
        struct tx *tx;
        size_t n;
        int r;

        view.problems = office_problems(p, problems, &view.page);
        office_crumb(p, &view.page, "年报核查", NULL);
        if (page_arg(p, "forgotten"))
                view.notice = (struct part_notice){.tone = TONE_GOOD, .title = "核查结果已删除"};
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_report_runs(p->mem, tx, p->actor, p->now, &lines, &n);
        if (r < 0)
                return err_trace(r);
        if (p->format == JSON) {
                runs_json(p, lines, n);
                return 0;
        }
        view.runs = runs_sheet(p, lines, n);
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_report_form(&p->out, &site, &view);
        return 0;
}

int
page_report_check(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_form(p, &none);
}

int
page_report_check_send(struct page *p)
{
        struct report_handed *files = mem_array(p->mem, struct report_handed, p->n_uploads + 1);
        struct problems problems = {.mem = p->mem};
        size_t n = 0;
        int64_t id;
        int r;

        for (size_t i = 0; i < p->n_uploads; i++)
                if (!strcmp(p->uploads[i].name, "report")) {
                        files[n] = (struct report_handed){.name = p->uploads[i].file_name,
                                                          .bytes = p->uploads[i].bytes,
                                                          .n = p->uploads[i].size};
                        n++;
                }
        if (!n)
                problems_add(&problems, 0, "report", "请选择要核查的年度报告文件");
        if (n > REPORT_RUN_FILES_MAX)
                problems_add(&problems, 0, "report",
                             "一次最多核查 %d 个文件，您选择了 %zu 个，请分批上传",
                             REPORT_RUN_FILES_MAX, n);
        if (problems.n)
                return show_form(p, &problems);
        r = app_report_run(p->mem, p->app, p->actor, p->now, p->clock_us, files, n, &id);
        if (r < 0)
                return err_trace(r);
        page_redirect(
            p, page_link(p, "/office/report-check/{}", mem_printf(p->mem, "%lld", (long long)id)));
        return 0;
}

/* ---- the run -------------------------------------------------------------------------------- */

int
report_asked(struct page *p, struct report_run **ret, struct report_run_file **ret_file)
{
        struct report_run *run;
        int64_t id, no;
        struct tx *tx;
        int r;

        p->reason = "没有这次核查，或者已经过期删除。请重新上传。";
        if (!page_arg_int(p, "run", 1, INT64_MAX, 0, &id) || !id)
                return PAGE_NOT_FOUND;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_report_run_read(p->mem, tx, p->actor, p->now, id, &run);
        if (r < 0)
                return err_trace(r);
        if (r)
                return PAGE_NOT_FOUND;
        if (ret_file) {
                if (!page_arg_int(p, "no", 1, (int64_t)run->n_files, 0, &no) || !no ||
                    !run->files[no - 1].report) {
                        p->reason = "这次核查中没有这份报告。";
                        return PAGE_NOT_FOUND;
                }
                *ret_file = &run->files[no - 1];
        }
        p->reason = NULL;
        *ret = run;
        return 0;
}

static const char *
link_to(const struct page *p, const struct report_run *run, const char *rest)
{
        return mem_printf(p->mem, "%s/%lld%s", page_link(p, "/office/report-check"),
                          (long long)run->id, rest);
}

static bool
has_findings(const struct report_run_file *f)
{
        return report_count(f, REPORT_FAIL) + report_count(f, REPORT_UNSURE) > 0;
}

static struct part_sheet
reports_sheet(struct page *p, const struct report_run *run)
{
        static const struct part_sheet_head heads[] = {{.text = "机关和文件"},
                                                       {.text = "年度和格式"},
                                                       {.text = "结论"},
                                                       {.text = "不符", .numeric = true},
                                                       {.text = "存疑", .numeric = true},
                                                       {.text = "无法核对", .numeric = true},
                                                       {.text = "相符", .numeric = true}};
        static const enum report_status counted[] = {REPORT_FAIL, REPORT_UNSURE,
                                                     REPORT_NOT_ASSESSABLE, REPORT_PASS};
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, run->n_files + 1);
        size_t n = 0;

        for (size_t i = 0; i < run->n_files; i++) {
                const struct report_run_file *f = &run->files[i];
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));
                struct view_link *acts = mem_array(p->mem, struct view_link, 3);
                const char *own;
                size_t n_acts = 0;

                if (!f->report)
                        continue;
                own = link_to(p, run, mem_printf(p->mem, "/%lld", (long long)f->no));
                for (size_t k = 0; k < N(heads); k++) {
                        c[k].head = heads[k].text;
                        c[k].numeric = heads[k].numeric;
                }
                c[0].text = report_issuer(f);
                c[0].url = own;
                c[0].note = f->name;
                c[1].text = f->report->year ? mem_printf(p->mem, "%d 年度", f->report->year) : "—";
                c[1].note = f->report->form->title;
                c[2].tag = report_verdict(f);
                for (size_t k = 0; k < N(counted); k++)
                        c[3 + k].count = view_count_exact(report_count(f, counted[k]));
                acts[n_acts++] = (struct view_link){
                    .label = "查看", .url = own, .note = mem_printf(p->mem, "%s", f->name)};
                if (has_findings(f)) {
                        acts[n_acts++] =
                            (struct view_link){.label = "函（PDF）",
                                               .url = mem_printf(p->mem, "%s/letter/pdf", own),
                                               .note = f->name};
                        acts[n_acts++] =
                            (struct view_link){.label = "函（Word）",
                                               .url = mem_printf(p->mem, "%s/letter/docx", own),
                                               .note = f->name};
                }
                rows[n++] = (struct part_sheet_row){
                    .cells = c, .n_cells = N(heads), .actions = acts, .n_actions = n_acts};
        }
        return (struct part_sheet){.caption = "各份报告",
                                   .with_actions = true,
                                   .heads = heads,
                                   .n_heads = N(heads),
                                   .rows = rows,
                                   .n_rows = n};
}

static struct part_sheet
unread_sheet(struct page *p, const struct report_run *run)
{
        static const struct part_sheet_head heads[] = {{.text = "文件"}, {.text = "原因"}};
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, run->n_files + 1);
        size_t n = 0;

        for (size_t i = 0; i < run->n_files; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));

                if (run->files[i].report)
                        continue;
                c[0] = (struct part_sheet_cell){.head = heads[0].text, .text = run->files[i].name};
                c[1] =
                    (struct part_sheet_cell){.head = heads[1].text, .text = run->files[i].problem};
                rows[n++] = (struct part_sheet_row){.cells = c, .n_cells = N(heads)};
        }
        return (struct part_sheet){.caption = "没有核查的文件",
                                   .heads = heads,
                                   .n_heads = N(heads),
                                   .rows = rows,
                                   .n_rows = n};
}

static void
run_json(struct page *p, const struct report_run *run)
{
        struct json_out o = {.buf = &p->out};
        char text[INSTANT_TEXT_SIZE];

        json_open(&o, '{');
        json_name(&o, "id");
        json_put_int(&o, run->id);
        json_name(&o, "made_at");
        json_put(&o, instant_text(run->made_at, text));
        json_name(&o, "expires_at");
        json_put(&o, instant_text(run->expires_at, text));
        json_name(&o, "files");
        json_open(&o, '[');
        for (size_t i = 0; i < run->n_files; i++) {
                const struct report_run_file *f = &run->files[i];

                json_open(&o, '{');
                json_name(&o, "no");
                json_put_int(&o, f->no);
                json_name(&o, "name");
                json_put(&o, f->name);
                json_name(&o, "problem");
                json_put(&o, f->problem);
                json_name(&o, "before");
                if (f->before)
                        json_put_int(&o, f->before);
                else
                        json_put_null(&o);
                json_name(&o, "report");
                if (f->report)
                        report_json(&o, f->report, &f->checks);
                else
                        json_put_null(&o);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
}

/* ---- the workbook --------------------------------------------------------------------------- */

static const char *
whole(TALLOC_CTX *mem, int64_t n)
{
        return mem_printf(mem, "%lld", (long long)n);
}

static struct sheet
summary_of(struct page *p, const struct report_run *run)
{
        static const struct sheet_column columns[] = {
            {"文件", SHEET_TEXT},        {"机关", SHEET_TEXT},       {"年度", SHEET_NUMBER},
            {"格式", SHEET_TEXT},        {"结论", SHEET_TEXT},       {"不符", SHEET_NUMBER},
            {"存疑", SHEET_NUMBER},      {"无法核对", SHEET_NUMBER}, {"相符", SHEET_NUMBER},
            {"未核查的原因", SHEET_TEXT}};
        const char **cells = mem_array(p->mem, const char *, N(columns) * run->n_files + 1);

        for (size_t i = 0; i < run->n_files; i++) {
                const struct report_run_file *f = &run->files[i];
                const char **c = cells + i * N(columns);

                for (size_t k = 1; k < N(columns); k++)
                        c[k] = "";
                c[0] = f->name;
                if (!f->report) {
                        c[4] = "没有核查";
                        c[9] = f->problem;
                        continue;
                }
                c[1] = f->report->issuer;
                c[2] = f->report->year ? whole(p->mem, f->report->year) : "";
                c[3] = f->report->form->title;
                c[4] = report_verdict(f).label;
                c[5] = whole(p->mem, report_count(f, REPORT_FAIL));
                c[6] = whole(p->mem, report_count(f, REPORT_UNSURE));
                c[7] = whole(p->mem, report_count(f, REPORT_NOT_ASSESSABLE));
                c[8] = whole(p->mem, report_count(f, REPORT_PASS));
        }
        return (struct sheet){.name = "汇总",
                              .title = "政府信息公开工作年度报告核查汇总表",
                              .columns = columns,
                              .n_columns = N(columns),
                              .cells = cells,
                              .n_rows = run->n_files};
}

static const char *
places_of(TALLOC_CTX *mem, const struct report *rep, const struct report_check *k)
{
        struct buf out = buf_new(mem, CELL_MAX);

        for (size_t i = 0; i < k->n_cells && i < 30; i++) {
                const char *place = report_cell_place(mem, rep, k->cells[i]);

                if (*place)
                        buf_printf(&out, "%s%s", out.len ? "；" : "", place);
        }
        return buf_text(&out);
}

static struct sheet
findings_of(struct page *p, const struct report_run *run)
{
        static const struct sheet_column columns[] = {
            {"机关", SHEET_TEXT},     {"年度", SHEET_NUMBER}, {"结论", SHEET_TEXT},
            {"类别", SHEET_TEXT},     {"问题", SHEET_TEXT},   {"报告原文", SHEET_TEXT},
            {"所在栏目", SHEET_TEXT}, {"建议", SHEET_TEXT},   {"文件", SHEET_TEXT}};
        const char **cells;
        size_t n = 0, most = 0;

        for (size_t i = 0; i < run->n_files; i++)
                most += run->files[i].checks.n;
        cells = mem_array(p->mem, const char *, N(columns) * most + 1);
        for (size_t i = 0; i < run->n_files; i++) {
                const struct report_run_file *f = &run->files[i];
                const struct report_check **list;
                size_t n_list = f->report ? report_findings(p->mem, f, &list) : 0;

                for (size_t j = 0; j < n_list; j++) {
                        const char **c = cells + n++ * N(columns);

                        c[0] = f->report->issuer;
                        c[1] = f->report->year ? whole(p->mem, f->report->year) : "";
                        c[2] = list[j]->status == REPORT_FAIL ? "不符" : "存疑";
                        c[3] = report_kind_label(list[j]->kind);
                        c[4] = list[j]->message;
                        c[5] = report_evidence(list[j]);
                        c[6] = places_of(p->mem, f->report, list[j]);
                        c[7] = report_proposal(p->mem, f->report, list[j]);
                        c[8] = f->name;
                }
        }
        return (struct sheet){.name = "问题清单",
                              .title = "政府信息公开工作年度报告核查问题清单",
                              .columns = columns,
                              .n_columns = N(columns),
                              .cells = cells,
                              .n_rows = n};
}

static int
run_xlsx(struct page *p, const struct report_run *run)
{
        struct sheet sheets[] = {summary_of(p, run), findings_of(p, run)};
        char day[DAY_TEXT_SIZE];

        p->file_name =
            mem_printf(p->mem, "年报核查汇总表%s.xlsx", day_text(instant_day(run->made_at), day));
        return sheet_xlsx(p->mem, sheets, N(sheets), &p->out);
}

/* ---- the page ------------------------------------------------------------------------------- */

static struct part_figures
figures_of(struct page *p, const struct report_run *run)
{
        struct part_figure *figures = mem_array(p->mem, struct part_figure, 4);
        int64_t read = 0, wrong = 0, doubt = 0;

        for (size_t i = 0; i < run->n_files; i++) {
                const struct report_run_file *f = &run->files[i];

                if (!f->report)
                        continue;
                read++;
                if (report_count(f, REPORT_FAIL))
                        wrong++;
                else if (report_count(f, REPORT_UNSURE))
                        doubt++;
        }
        figures[0] = (struct part_figure){
            .label = "核查报告", .unit = "份", .value = view_count_exact(read)};
        figures[1] =
            (struct part_figure){.label = "有不符", .unit = "份", .value = view_count_exact(wrong)};
        figures[2] =
            (struct part_figure){.label = "待核实", .unit = "份", .value = view_count_exact(doubt)};
        figures[3] = (struct part_figure){
            .label = "未见不符", .unit = "份", .value = view_count_exact(read - wrong - doubt)};
        return (struct part_figures){.figures = figures, .n_figures = 4};
}

int
page_report_run(struct page *p)
{
        struct view_office_report_run view = {.page = office_page(p, "年报核查结果")};
        struct report_run *run = NULL;
        struct view_site site;
        int r = report_asked(p, &run, NULL);

        if (r || !run)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        if (p->format == JSON) {
                run_json(p, run);
                return 0;
        }
        if (p->format == XLSX)
                return run_xlsx(p, run);
        office_crumb(p, &view.page, "年报核查", page_link(p, "/office/report-check"));
        office_crumb(p, &view.page, "核查结果", NULL);
        view.csrf = p->csrf;
        view.forget_action = link_to(p, run, "/forget");
        view.again_url = page_link(p, "/office/report-check");
        view.figures = figures_of(p, run);
        view.reports = reports_sheet(p, run);
        view.unread = unread_sheet(p, run);
        view.xlsx_url = page_link_format(p, XLSX);
        view.json_url = page_link_format(p, JSON);
        view.made_at = run->made_at;
        view.expires_at = run->expires_at;
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_report_run(&p->out, &site, &view);
        return 0;
}

int
page_report_run_forget(struct page *p)
{
        int64_t id;
        int r;

        p->reason = "没有这次核查，或者已经过期删除。";
        if (!page_arg_int(p, "run", 1, INT64_MAX, 0, &id) || !id)
                return PAGE_NOT_FOUND;
        r = app_report_run_forget(p->mem, p->app, p->actor, p->now, id);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        p->reason = NULL;
        page_redirect(p, page_link(p, "/office/report-check?forgotten=1"));
        return 0;
}
