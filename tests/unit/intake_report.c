#include "intake_kit.h"

#include "document/paper.h"
#include "domain/report/report.h"

/* A report as a page, a Word document and a PDF: all figures are read again, whatever the file. The page that stands
 * in a row is of our own writing, in the broken shapes that published pages have. */

static const struct report_cell *
cell_of(const struct report *rep, const char *id)
{
        const struct report_cell *c = report_cell(rep, id);

        if (!c)
                fail_msg("%s: no cell %s", rep->file, id);
        return c;
}

static struct report *
report_of(TALLOC_CTX *mem, const char *name, const void *bytes, size_t n)
{
        struct report *rep = NULL;
        const char *text;

        if (kit_text(mem, name, bytes, n, &text))
                fail_msg("%s: %s", name, text);
        if (report_read(mem, name, text, strlen(text), &rep))
                fail_msg("%s is no report: %s", name, text);
        return rep;
}

static void
a_page_in_a_bad_state(void **state)
{
        static const char page[] =
            "<!DOCTYPE html><html><head><title>x</title><style>td{width:9px}</style></head><body>"
            "<h1>柳荫镇人民政府2022年政府信息公开工作年度报告</h1><p>一、总体情况</"
            "p>\n<p>全年主动公开政府信息\n<b>86</b>"
            "条。</p><script>var a='收到申请9件';</script><!-- 收到申请8件 --><table><tr><td "
            "colspan=3>本年制发件数 &amp; "
            "本年废止件数</td></tr><tr><td>申请人情况</td></"
            "tr><tr><td>一、本年新收政府信息公开申请数量</td><td></td>"
            "<td><p>4</p></td><td>0</td><td>0</td><td>0</td><td>0</td><td>&#49;</td><td>5</td></tr>"
            "<tr><td>二、上年结转政府信息公开申请数量</td><td>1</td><td></td><td>0</td><td>0</"
            "td><td>0</td><td>0</td>"
            "<td>1</td></tr></table></body></html>";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep = report_of(mem, "a.html", page, strlen(page));
        size_t n_total = 0;

        (void)state;
        for (size_t i = 0; i < rep->n_facts; i++) {
                assert_true(rep->facts[i].value != 9 && rep->facts[i].value != 8);
                n_total +=
                    strcmp(rep->facts[i].name, "proactive_total") == 0 && rep->facts[i].value == 86;
        }
        assert_int_equal(n_total, 1);
        assert_true(cell_of(rep, "c3_new_np")->value == 4);
        assert_true(cell_of(rep, "c3_new_oth")->value == 1);
        assert_true(cell_of(rep, "c3_new_sum")->value == 5);
        assert_true(cell_of(rep, "c3_carried_in_biz")->blank);
}

/* The figure that stands in a cell of the report below. */
static int
figure(size_t row, size_t col)
{
        return (int)((row * 7 + col * 3) % 40);
}

/* The third table of the form of 2021, whole, as plain text of a body. */
static const char *
source(TALLOC_CTX *mem, const struct form_table *t)
{
        struct buf b = buf_new(mem, KiB(64));

        buf_str(&b, "# 一、总体情况\n\n2023年，全镇主动公开政府信息86条。\n\n"
                    "# 二、主动公开政府信息情况\n\n| 信息内容 | 本年制发件数 | 本年废止件数 | "
                    "现行有效件数 |\n"
                    "| 规章 | 0 | 0 | 0 |\n| 规范性文件 | 2 | 1 | 41 |\n\n# "
                    "三、收到和处理政府信息公开申请情况\n\n"
                    "| 本列数据的勾稽关系 | 申请人情况 | | | | | | |\n| |");
        for (size_t c = 0; c < t->column_labels.n; c++)
                buf_printf(&b, " %s |", t->column_labels.list[c]);
        buf_char(&b, '\n');
        for (size_t r = 0; r < t->n_rows; r++) {
                if (t->rows[r].spare)
                        continue;
                buf_printf(&b, "| %s |", t->rows[r].label);
                for (size_t c = 0; c < t->rows[r].cells.n; c++)
                        buf_printf(&b, " %d |", figure(r, c));
                buf_char(&b, '\n');
        }
        buf_str(&b, "\n# 四、政府信息公开行政复议、行政诉讼情况\n\n无。\n\n# "
                    "五、存在的主要问题及改进情况\n\n人手少。\n\n"
                    "# 六、其他需要报告的事项\n\n无。\n");
        return buf_text(&b);
}

static void
all_figures(const struct report *rep, const struct form_table *t)
{
        assert_int_equal(rep->year, 2023);
        assert_string_equal(rep->form->kind, "2021");
        assert_true(cell_of(rep, "c2_normative_in_force")->value == 41);
        for (size_t r = 0; r < t->n_rows; r++)
                for (size_t c = 0; !t->rows[r].spare && c < t->rows[r].cells.n; c++) {
                        double value = cell_of(rep, t->rows[r].cells.list[c])->value;

                        if (value != figure(r, c))
                                fail_msg("%s: %s is %g, not %d", rep->file,
                                         t->rows[r].cells.list[c], value, figure(r, c));
                }
}

static void
the_same_figures_from_every_kind_of_file(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct form_table *t = &form_of_year(2023)->tables[1];
        struct problems p = {.mem = mem};
        struct paper paper = {.title = "柳荫镇人民政府2023年政府信息公开工作年度报告",
                              .day = DAY_NONE};
        struct buf docx = buf_new(mem, PAPER_SIZE_MAX), pdf = buf_new(mem, PAPER_SIZE_MAX);
        struct body *body;
        struct press *press;
        const char *html;

        (void)state;
        assert_int_equal(body_from_text(mem, source(mem, t), &p, &body), 0);
        paper.body = body;
        html =
            mem_printf(mem, "<html><body><h1>%s</h1>%s</body></html>", paper.title,
                       body_html(mem, body, &(struct body_html_options){.heading_base = 2}).html);
        all_figures(report_of(mem, "a.html", html, strlen(html)), t);
        assert_int_equal(paper_docx(mem, &paper, &docx), 0);
        all_figures(report_of(mem, "a.docx", docx.data, docx.len), t);
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_int_equal(paper_pdf(press, &paper, &pdf), 0);
        all_figures(report_of(mem, "a.pdf", pdf.data, pdf.len), t);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_page_in_a_bad_state),
            cmocka_unit_test(the_same_figures_from_every_kind_of_file),
        };

        KIT_CHILD;
        return cmocka_run_group_tests(tests, NULL, NULL);
}
