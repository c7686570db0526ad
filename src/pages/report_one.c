/* 年报核查: one report in its printed shape, and the letter to its unit. */
#include "pages/report_check.h"

#include "app/calendar.h"
#include "app/session.h"
#include "base/json.h"
#include "document/paper.h"
#include "views/office/report_one.h"
#include "views/views.h"

int page_report_one(struct page *);
int page_report_letter(struct page *);

enum { ANSWER_WORKDAYS = 10 };

static int
default_due(struct page *p, struct day *ret)
{
        const struct calendar *calendar;
        int r = app_calendar(p->mem, p->app, &calendar);

        if (r)
                return err_fold(r);
        *ret = calendar_nth(calendar, p->today, ANSWER_WORKDAYS).day;
        return 0;
}

static struct part_facts
facts_of(struct page *p, const struct report_run *run, const struct report_run_file *f)
{
        struct part_fact *facts = mem_array(p->mem, struct part_fact, 6);
        const struct report *rep = f->report;
        size_t n = 0;

        facts[n++] = (struct part_fact){.label = "机关", .value = report_issuer(f)};
        facts[n++] = (struct part_fact){.label = "年度",
                                        .value = rep->year ? mem_printf(p->mem, "%d 年", rep->year)
                                                           : "（未写明）"};
        facts[n++] = (struct part_fact){.label = "格式", .value = rep->form->title};
        facts[n++] = (struct part_fact){.label = "读到",
                                        .value = mem_printf(p->mem, "表格 %zu 格，正文数字 %zu 个",
                                                            rep->n_cells, rep->n_facts)};
        facts[n++] = (struct part_fact){.label = "上年报告",
                                        .value = f->before ? run->files[f->before - 1].name
                                                           : "没有一并上传，未核对上年结转"};
        facts[n++] = (struct part_fact){.label = "文件", .value = f->name};
        return (struct part_facts){.facts = facts, .n_facts = n};
}

static struct part_notice
verdict_of(struct page *p, const struct report_run_file *f)
{
        int64_t wrong = report_count(f, REPORT_FAIL), doubt = report_count(f, REPORT_UNSURE);
        int64_t open = report_count(f, REPORT_NOT_ASSESSABLE);
        const char *rest = mem_printf(p->mem, "核对相符 %lld 项，无法核对 %lld 项。",
                                      (long long)report_count(f, REPORT_PASS), (long long)open);

        if (wrong)
                return (struct part_notice){.tone = TONE_BAD,
                                            .title =
                                                mem_printf(p->mem, "不符 %lld 项，存疑 %lld 项",
                                                           (long long)wrong, (long long)doubt),
                                            .text = rest};
        if (doubt)
                return (struct part_notice){
                    .tone = TONE_WARNING,
                    .title = mem_printf(p->mem, "没有不符，存疑 %lld 项", (long long)doubt),
                    .text = rest};
        if (open)
                return (struct part_notice){
                    .tone = TONE_INFO, .title = "能核对的部分没有发现不符", .text = rest};
        return (struct part_notice){.tone = TONE_GOOD, .title = "未见问题", .text = rest};
}

static const char *const *
open_of(struct page *p, const struct report_run_file *f, size_t *ret_n)
{
        const char **list = mem_array(p->mem, const char *, f->checks.n + 1);
        size_t n = 0;

        for (size_t i = 0; i < f->checks.n; i++)
                if (f->checks.list[i].status == REPORT_NOT_ASSESSABLE)
                        list[n++] = f->checks.list[i].message;
        *ret_n = n;
        return list;
}

int
page_report_one(struct page *p)
{
        struct view_office_report_one view = {.page = office_page(p, "年报核查")};
        const struct report_check **list;
        struct part_report_table *tables;
        struct report_run_file *f;
        struct report_run *run;
        struct view_site site;
        struct day due;
        const char *own;
        size_t n;
        int r = report_asked(p, &run, &f);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (p->format == JSON) {
                struct json_out o = {.buf = &p->out};

                report_json(&o, f->report, &f->checks);
                return 0;
        }
        n = report_findings(p->mem, f, &list);
        report_tables(p->mem, f, list, n, &view.findings, &tables, &view.n_tables);
        view.tables = tables;
        view.heading = mem_printf(
            p->mem, "%s%s", report_issuer(f),
            f->report->year ? mem_printf(p->mem, "%d年政府信息公开年度报告", f->report->year)
                            : "政府信息公开年度报告");
        view.page.title = view.heading;
        own = page_link(p, "/office/report-check/{}", page_arg(p, "run"));
        office_crumb(p, &view.page, "年报核查", page_link(p, "/office/report-check"));
        office_crumb(p, &view.page, "核查结果", own);
        office_crumb(p, &view.page, view.heading, NULL);
        view.facts = facts_of(p, run, f);
        view.verdict = verdict_of(p, f);
        view.open = open_of(p, f, &view.n_open);
        if (!view.n_tables)
                view.no_tables = "报告中没有读到统计表，只核对了正文。";
        view.json_url = page_link_format(p, JSON);
        if (n) {
                char text[DAY_TEXT_SIZE];

                r = default_due(p, &due);
                if (r < 0)
                        return err_trace(r);
                own = page_link(p, "/office/report-check/{}/{}", page_arg(p, "run"),
                                page_arg(p, "no"));
                view.pdf_url = mem_printf(p->mem, "%s/letter/pdf", own);
                view.docx_url = mem_printf(p->mem, "%s/letter/docx", own);
                view.due =
                    (struct part_date){.name = "due",
                                       .label = "反馈期限",
                                       .hint = "默认为十个工作日后，可以改成别的日期，如 2019-3-4",
                                       .value = mem_strdup(p->mem, day_text(due, text))};
        }
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_report_one(&p->out, &site, &view);
        return 0;
}

/* ---- the letter ----------------------------------------------------------------------------- */

static int
print(struct page *p, const struct paper *paper, bool pdf)
{
        struct press *press;
        int r;

        p->content_type =
            pdf ? "application/pdf"
                : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        p->file_name = mem_printf(p->mem, "%s.%s", paper->title, pdf ? "pdf" : "docx");
        if (!pdf)
                return paper_docx(p->mem, paper, &p->out);
        r = press_new(p->mem, NULL, &press);
        return r < 0 ? err_trace(r) : paper_pdf(press, paper, &p->out);
}

int
page_report_letter(struct page *p)
{
        const char *kind = page_arg(p, "kind");
        struct paper paper = {.day = p->today};
        struct report_run_file *f;
        struct report_run *run;
        struct body *body;
        struct day due;
        bool pdf;
        int r;

        if (!kind || (strcmp(kind, "pdf") != 0 && strcmp(kind, "docx") != 0))
                return PAGE_NOT_FOUND;
        pdf = strcmp(kind, "pdf") == 0;
        if (!page_arg_day(p, "due", &due)) {
                p->reason = "反馈期限不是日期，请写成 2019-3-4 或 2019年3月4日。";
                return PAGE_BAD;
        }
        r = report_asked(p, &run, &f);
        if (r)
                return r < 0 ? err_trace(r) : r;
        if (day_is_none(due)) {
                r = default_due(p, &due);
                if (r < 0)
                        return err_trace(r);
        }
        if (!report_letter(p, run, f, due, &paper.title, &body)) {
                p->reason = "这份报告没有需要核实的问题，不必发函。";
                return PAGE_NOT_FOUND;
        }
        paper.body = body;
        paper.author = p->who->agency_name;
        r = print(p, &paper, pdf);
        return r < 0 ? err_trace(r) : 0;
}
