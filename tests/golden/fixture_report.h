/* 年报核查: its parts and pages; included by fixture.c only. */
#ifndef GOLDEN_FIXTURE_REPORT_H
#define GOLDEN_FIXTURE_REPORT_H

static const struct part_report_finding report_rest[] = {
    {.no = 1,
     .is_wrong = true,
     .kind = "格式",
     .message = "2021年度报告用了<2019>年的格式。",
     .evidence = "上一年项目数量"}};
static const struct part_report_finding report_found[] = {
    {.no = 2,
     .is_wrong = true,
     .kind = "勾稽关系",
     .message = "自然人列：总计应等于各项办理结果之和：5≠4。",
     .evidence = "",
     .proposal = "疑为“(一)予以公开·自然人”一格有误，按勾稽关系应为 4，请以台账为准。"},
    {.no = 3, .kind = "空白", .message = "有空白的单元格。", .evidence = "", .proposal = ""}};
static const int64_t report_refs[] = {2, 3};
static const struct part_report_head report_heads[] = {{"自然人"}, {"总计"}};
static const struct part_report_head report_one_head[] = {{"本年收费金额", 2}};
static const struct part_report_head report_tops[] = {{"行政复议", 2}};
static const struct part_report_cell report_cells[][2] = {
    {{.text = "5", .mark = REPORT_MARK_TOUCHED, .refs = report_refs, .n_refs = 1}, {.text = "5"}},
    {{.text = "3", .mark = REPORT_MARK_WRONG, .refs = report_refs, .n_refs = 2, .proposed = "4"},
     {.mark = REPORT_MARK_DOUBT, .refs = report_refs + 1, .n_refs = 1}}};
static const struct part_report_cell report_amount[] = {{.absent = true, .span = 2}};
static const struct part_report_row report_lines[] = {
    {.label = "一、本年新收", .unit = "件", .cells = report_cells[0], .n_cells = 2},
    {.group = "三、本年度办理结果",
     .label = "(一)予以公开",
     .unit = "件",
     .level = 1,
     .cells = report_cells[1],
     .n_cells = 2}};
static const struct part_report_row report_fee[] = {
    {.label = "行政事业性收费", .unit = "万元", .cells = report_amount, .n_cells = 1}};
static const struct part_report_block report_blocks[] = {
    {.tops = report_tops,
     .n_tops = 1,
     .heads = report_heads,
     .n_heads = 2,
     .rows = report_lines,
     .n_rows = 2},
    {.heads = report_one_head, .n_heads = 1, .rows = report_fee, .n_rows = 1}};
static const struct part_report_table report_table = {.id = "table-1",
                                                      .title = "收到和处理政府信息公开申请情况",
                                                      .n_columns = 3,
                                                      .blocks = report_blocks,
                                                      .n_blocks = 2,
                                                      .findings = {report_found, 2}};

RENDER(report_findings, report_findings, report_findings, report_found, 2)
RENDER(upload, upload, upload, .name = "report", .label = "年度报告", .hint = "最多 60 个",
       .error = "请选择文件", .accept = ".pdf,.docx", .several = true)
static void
part_report_table(struct buf *out, const struct view_site *site)
{
        view_part_report_table(out, site, &report_table);
}

static void
office_report_form(struct buf *out, const struct view_site *site)
{
        static const struct part_problem problems[] = {{"report", "请选择要核查的年度报告文件"}};
        static const struct part_sheet_head run_heads[] = {{.text = "核查时间"}, {.text = "文件"}};
        static const struct part_sheet_cell run_cells[] = {
            {.head = "核查时间", .text = "2020-01-05 08:31", .url = "/office/report-check/1"},
            {.head = "文件", .text = "水利局2019年报.docx 等"}};
        static const struct part_sheet_row run_rows[] = {{.cells = run_cells, .n_cells = 2}};
        struct view_office_report_form v = {.page = {.title = "年报核查", .is_error = true},
                                            .csrf = "token",
                                            .action = "/office/report-check",
                                            .problems = {problems, 1},
                                            .files = {.name = "report",
                                                      .label = "年度报告",
                                                      .hint = "一次最多 60 个、共 40 MB",
                                                      .error = "请选择要核查的年度报告文件",
                                                      .accept = ".pdf",
                                                      .several = true},
                                            .runs = {.caption = "最近的核查",
                                                     .heads = run_heads,
                                                     .n_heads = N(run_heads),
                                                     .rows = run_rows,
                                                     .n_rows = 1},
                                            .days = 7};
        struct view_site desk = office_desk(site);

        view_office_report_form(out, &desk, &v);
}

static void
office_report_run(struct buf *out, const struct view_site *site)
{
        static const struct part_figure figures[] = {{"核查报告", "份", NULL, COUNT(2)},
                                                     {"有不符", "份", NULL, COUNT(1)}};
        static const struct part_sheet_head run_heads[] = {
            {.text = "机关和文件"}, {.text = "结论"}, {.text = "不符", .numeric = true}};
        static const struct part_sheet_cell run_cells[] = {
            {.head = "机关和文件",
             .text = "青禾县林业局",
             .url = "/office/report-check/1/1",
             .note = "林业局年报.docx"},
            {.head = "结论", .tag = {"有不符", TONE_BAD}},
            {.head = "不符", .count = COUNT(2), .numeric = true}};
        static const struct view_link acts[] = {
            {.label = "查看", .url = "/office/report-check/1/1", .note = "林业局年报.docx"}};
        static const struct part_sheet_row run_rows[] = {
            {.cells = run_cells, .n_cells = 3, .actions = acts, .n_actions = 1}};
        static const struct part_sheet_head why_heads[] = {{.text = "文件"}, {.text = "原因"}};
        static const struct part_sheet_cell why[] = {{.head = "文件", .text = "说明.pdf"},
                                                     {.head = "原因", .text = "文件已损坏"}};
        static const struct part_sheet_row unread[] = {{.cells = why, .n_cells = 2}};
        struct view_office_report_run v = {.page = {.title = "年报核查结果"},
                                           .csrf = "token",
                                           .forget_action = "/office/report-check/1/forget",
                                           .again_url = "/office/report-check",
                                           .figures = {figures, 2},
                                           .reports = {.caption = "各份报告",
                                                       .with_actions = true,
                                                       .heads = run_heads,
                                                       .n_heads = N(run_heads),
                                                       .rows = run_rows,
                                                       .n_rows = 1},
                                           .unread = {.caption = "没有核查的文件",
                                                      .heads = why_heads,
                                                      .n_heads = 2,
                                                      .rows = unread,
                                                      .n_rows = 1},
                                           .xlsx_url = "/office/report-check/1.xlsx",
                                           .json_url = "/office/report-check/1.json",
                                           .made_at = {1578184260000},
                                           .expires_at = {1578789060000}};
        struct view_site desk = office_desk(site);

        view_office_report_run(out, &desk, &v);
}

static void
office_report_one(struct buf *out, const struct view_site *site)
{
        static const struct part_fact facts[] = {{.label = "机关", .value = "青禾县林业局"},
                                                 {.label = "年度", .value = "2021 年"}};
        static const char *const open[] = {"“总计”一格没有读到，无法核对。"};
        struct view_office_report_one v = {
            .page = {.title = "青禾县林业局2021年政府信息公开年度报告"},
            .heading = "青禾县林业局2021年政府信息公开年度报告",
            .facts = {facts, 2},
            .verdict = {.tone = TONE_BAD,
                        .title = "不符 2 项，存疑 1 项",
                        .text = "核对相符 12 项。"},
            .findings = {report_rest, 1},
            .tables = &report_table,
            .n_tables = 1,
            LIST(open),
            .pdf_url = "/office/report-check/1/1/letter/pdf",
            .docx_url = "/office/report-check/1/1/letter/docx",
            .due = {.name = "due", .label = "反馈期限", .value = "2022-02-15"},
            .json_url = "/office/report-check/1/1.json"};
        struct view_site desk = office_desk(site);

        view_office_report_one(out, &desk, &v);
}

#define REPORT_PAGES PAGE(office_report_form), PAGE(office_report_run), PAGE(office_report_one)
#define REPORT_PARTS PART(report_findings), PART(report_table), PART(upload)

#endif
