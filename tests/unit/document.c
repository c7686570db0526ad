#include "cm.h"

#include "document/paper.h"
#include "document/sheet.h"

static const char text[] = "# 一、总体要求\n\n为规范公文格式，现将有关事项通知如下。A&B <C>\n\n| "
                           "项目 | 数量 |\n| 甲 | 12 |\n| 乙 | 3 |\n";

static struct paper
sample(TALLOC_CTX *mem)
{
        struct problems problems = {.mem = mem};
        struct body *body;

        assert_int_equal(body_from_text(mem, text, &problems, &body), 0);
        return (struct paper){.title = "关于公文格式有关事项的通知",
                              .head = "某县人民政府文件",
                              .doc_no = "某政发〔2019〕1号",
                              .body = body,
                              .day = day_ymd(2019, 3, 4),
                              .author = "某县人民政府"};
}

static void /* GB/T 9704 */
a_paper_becomes_a_pdf(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct press *press;
        struct paper p = sample(mem);
        struct buf one = buf_new(mem, PAPER_SIZE_MAX), two = buf_new(mem, PAPER_SIZE_MAX);

        (void)state;
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_int_equal(paper_pdf(press, &p, &one), 0);
        assert_memory_equal(one.data, "%PDF-", 5);
        assert_int_equal(paper_pdf(press, &p, &two), 0);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        mem_endp(&mem);
}

static void
with_cut_fonts_it_is_smaller(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct press *whole, *cut;
        struct paper p = sample(mem);
        struct buf one = buf_new(mem, PAPER_SIZE_MAX), two = buf_new(mem, PAPER_SIZE_MAX);

        (void)state;
        assert_int_equal(press_new(mem, NULL, &whole), 0);
        assert_int_equal(press_new(mem,
                                   "关于公文格式有关事项的通知某县人民政府件发〔〕号一、总体要求为"
                                   "规范，现将如下。项目数量甲乙—",
                                   &cut),
                         0);
        assert_int_equal(paper_pdf(whole, &p, &one), 0);
        assert_int_equal(paper_pdf(cut, &p, &two), 0);
        assert_true(two.len < one.len);
        mem_endp(&mem);
}

static void
a_ceiling_is_an_error(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct press *press;
        struct paper p = sample(mem);
        struct buf pdf = buf_new(mem, 100), docx = buf_new(mem, 100);

        (void)state;
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_true(paper_pdf(press, &p, &pdf) < 0);
        err_clear();
        assert_true(paper_docx(mem, &p, &docx) < 0);
        err_clear();
        mem_endp(&mem);
}

static void
a_paper_becomes_a_docx(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct paper p = sample(mem);
        struct buf one = buf_new(mem, PAPER_SIZE_MAX), two = buf_new(mem, PAPER_SIZE_MAX);

        (void)state;
        assert_int_equal(paper_docx(mem, &p, &one), 0);
        assert_memory_equal(one.data, "PK\3\4", 4);
        assert_int_equal(paper_docx(mem, &p, &two), 0);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        mem_endp(&mem);
}

static void
a_table_becomes_a_workbook(void **state)
{
        static const struct sheet_column columns[] = {
            {"标题", SHEET_TEXT}, {"数量", SHEET_NUMBER}, {"日期", SHEET_DAY}};
        static const char *const cells[] = {"一则", "12", "2019-03-04", "=1+1", "", "1899-01-01"};
        const struct sheet sheet = {"统计[一]", "某表", columns, 3, cells, 2};
        TALLOC_CTX *mem = mem_root();
        struct buf out = buf_new(mem, MiB(1));

        (void)state;
        assert_int_equal(sheet_xlsx(mem, &sheet, 1, &out), 0);
        assert_memory_equal(out.data, "PK\3\4", 4);
        mem_endp(&mem);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_paper_becomes_a_pdf),
            cmocka_unit_test(with_cut_fonts_it_is_smaller),
            cmocka_unit_test(a_ceiling_is_an_error),
            cmocka_unit_test(a_paper_becomes_a_docx),
            cmocka_unit_test(a_table_becomes_a_workbook),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
