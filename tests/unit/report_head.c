#include "cm.h"

#include "domain/item/report_head.h"

static void /* 《政府信息公开条例》第四十九条 */
heads_as_published(void **state)
{
        static const struct {
                const char *text, *title, *agency, *published, *index_no;
                int year;
        } rows[] = {
            {"靖宇县2019年政府信息公开工作年度报告\n根据……", "靖宇县2019年政府信息公开工作年度报告",
             "靖宇县", "", "", 2019},
            {"中国某市首页 | 站群导航\n当前位置: 首页 > "
             "信息公开年度工作报告\n安源区2012年度政府信息公开年度报告\n",
             "安源区2012年度政府信息公开年度报告", "安源区", "", "", 2012},
            {"2015年度铁山区政府信息公开工作报告\n", "2015年度铁山区政府信息公开工作报告", "", "",
             "", 2015},
            {"某市外办2010年度政府信息公开工作年度报告\n发布日期:2011-03-09 10:56 浏览次数:\n",
             "某市外办2010年度政府信息公开工作年度报告", "某市外办",
             "2011-03-09 10:56 浏览次数:", "", 2010},
            {"索 引 号: | a/2021-73 | 主题分类: | 其他; |\n标 题: | "
             "某局2009年政府信息公开工作年度报告 | ||\n",
             "某局2009年政府信息公开工作年度报告", "某局", "", "a/2021-73", 2009},
            {"         淮安市洪泽区人民政府\n    2024 年政府信息公开工作年度报告\n",
             "淮安市洪泽区人民政府2024年政府信息公开工作年度报告", "淮安市洪泽区人民政府", "", "",
             2024},
            {"某街道办事处2023年度政府\n信息公开工作年度报告\n",
             "某街道办事处2023年度政府信息公开工作年度报告", "某街道办事处", "", "", 2023},
            {"正文\n2024 年上海市科委政府信息公开工作\n年度报告\n",
             "2024年上海市科委政府信息公开工作年度报告", "", "", "", 2024},
            {"根據《條例》要求,現公布二连办公室2011年政府信息公開年度報告。", "", "", "", "", 2011},
            {"一、总体情况\n没有年份", "", "", "", "", 0},
            {"", "", "", "", "", 0},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct report_head h = report_head_read(mem, rows[i].text);

                assert_string_equal(h.title, rows[i].title);
                assert_string_equal(h.agency, rows[i].agency);
                assert_string_equal(h.published, rows[i].published);
                assert_string_equal(h.index_no, rows[i].index_no);
                assert_int_equal(h.year, rows[i].year);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(heads_as_published)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
