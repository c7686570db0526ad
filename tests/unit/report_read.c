#include "cm.h"

#include "domain/report/paper.h"
#include "domain/report/report.h"

/* Reports of our own writing, broken the way published pages are broken. */

static struct report *
read_text(TALLOC_CTX *mem, const char *text)
{
        struct report *rep = NULL;

        assert_int_equal(report_read(mem, "x.txt", text, strlen(text), &rep), 0);
        return rep;
}

static void
assert_cell(const struct report *rep, const char *id, double value)
{
        const struct report_cell *c = report_cell(rep, id);

        if (!c)
                fail_msg("no cell %s", id);
        if (c->blank || c->value != value)
                fail_msg("%s is %g (blank %d), not %g", id, c->value, c->blank, value);
}

static const struct report_fact *
fact(const struct report *rep, const char *name, double value)
{
        for (size_t i = 0; i < rep->n_facts; i++)
                if (strcmp(rep->facts[i].name, name) == 0 && rep->facts[i].value == value)
                        return &rep->facts[i];
        fail_msg("no fact %s %g", name, value);
        return NULL;
}

static bool
has_value(const struct report *rep, double value)
{
        for (size_t i = 0; i < rep->n_facts; i++)
                if (rep->facts[i].value == value)
                        return true;
        return false;
}

static enum report_status
status_of(const struct report_checks *k, const char *id)
{
        for (size_t i = 0; i < k->n; i++)
                if (strncmp(k->list[i].id, id, strlen(id)) == 0)
                        return k->list[i].status;
        fail_msg("no check %s", id);
        return REPORT_PASS;
}

static size_t
n_fails(const struct report_checks *k, const char *kind)
{
        size_t n = 0;

        for (size_t i = 0; i < k->n; i++)
                if (k->list[i].status == REPORT_FAIL && (!kind || !strcmp(k->list[i].kind, kind)))
                        n++;
        return n;
}

#define HEAD_2019                                                                                                                   \
        "青禾县2020年政府信息公开工作年度报告\n"                                                                    \
        "本报告所列数据统计期限自2020年1月1日至2020年12月31日。\n一、总体情况\n"                          \
        "2020年，全县主动公开政府信息1200条，其中机构职能类300条、政策文件类400条、其他500条。\n" \
        "全年收到政府信息公开申请7件。\n二、主动公开政府信息情况\n"

/* One cell a line with a bar behind it, signs, money with its unit, blanks as bars alone. */
static void
flattened_table(void **state)
{
        static const char text[] = HEAD_2019
            "第二十条第(一)项 |\n||||\n信息内容 |\n本年新 |\n本年新 |\n对外公开总数量 |\n|\n规章 "
            "|\n0 |\n0 "
            "|\n0 |\n|\n规范性文件 |\n3 |\n2 |\n41 |\n|\n信息内容 |\n上一年项目数量 |\n本年增/减 "
            "|\n"
            "处理决定数量 |\n|\n行政许可 |\n120 |\n+15 |\n906 |\n|\n其他对外管理服务事项 |\n88 "
            "|\n-21 "
            "|\n54 |\n|\n行政处罚 |\n700 |\n减32 |\n11 |\n|\n行政强制 |\n31 |\n0 |\n0 |\n|\n"
            "行政事业性收费 |\n12 |\n0 |\n||\n政府集中采购 |\n64 |\n2310.5万元 |\n"
            "三、收到和处理政府信息公开申请情况\n申请人情况 "
            "|\n||||\n一、本年新收政府信息公开申请数量 |\n"
            "6 |\n1 |\n0 |\n0 |\n0 |\n0 |\n7 |\n||\n四、政府信息公开行政复议、行政诉讼情况\n"
            "未经复议直接起诉 |\n复议后起诉 |\n||\n|\n|\n|\n|\n0 |\n|\n|\n|\n|\n0 |\n|\n|\n|\n|\n0 "
            "|\n"
            "五、存在的主要问题及改进情况\n人手少。\n六、其他需要报告的事项\n无。\n";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep = read_text(mem, text);

        (void)state;
        assert_string_equal(rep->issuer, "青禾县人民政府");
        assert_int_equal(rep->year, 2020);
        assert_string_equal(rep->form->kind, "2019");
        assert_false(rep->hant);
        assert_true(rep->complete);
        assert_cell(rep, "b2_normative_published", 2);
        assert_cell(rep, "b2_license_delta", 15);
        assert_cell(rep, "b2_service_delta", -21);
        assert_cell(rep, "b2_penalty_delta", -32);
        assert_cell(rep, "b2_fee_prev_items", 12);
        assert_cell(rep, "b2_procure_projects", 64);
        assert_cell(rep, "b2_procure_amount", 23105000);
        assert_cell(rep, "b3_new_biz", 1);
        assert_cell(rep, "b3_new_sum", 7);
        assert_null(report_cell(rep, "b3_carried_in_sum"));
        assert_true(report_cell(rep, "b4_r_keep")->blank);
        assert_cell(rep, "b4_a_total", 0);
        for (size_t i = 0; i < rep->n_parts; i++)
                assert_true(rep->parts[i].found);
}

/* Blanks between the columns, labels broken over lines, words of a merged cell strewn in, a page number, the
 * label below its figures, a cut label. */
static void
laid_out_table(void **state)
{
        static const char text[] =
            "          石桥市人民政府\n    2023 年政府信息公开工作年度报告\n\n"
            "   一、总体情况\n   2023 年，市政府网站主动公开各类政府信息约 3100 "
            "条，制作《石桥市人民\n"
            "政府公报》4 期，召开新闻发布\n\n                -1-\n\n会 9 场。\n"
            "三、收到和处理政府信息公开申请情况\n          申请人情况\n自然人   商业  科研\n"
            "         企业  机构  总计\n本年制发件数\n"
            "一、本年新收政府信息公开申请数量      50   4  0  0  1  0  55\n\n"
            "二、上年结转政府信息公开申请数量      2   0  0  0  0  0  2\n"
            "   （一）予以公开    30  2  0  0  1  0   33\n"
            "   （二）部分公开（区分处理的，只计这一情\n             5  1  0  0  0  0   6\n"
            "   形，不计其他情形）\n三、\n本   1.属于国家秘密   0  0  0  0  0  0   0\n"
            "年   2.其他法律行政止公开   1  0  0  0  0  0   1\n           -2-\n"
            "度   3.危及“三安全一稳定”   0  0  0  0  0  0   0\n"
            "     4.保护第三方合法权益   0  0  0  0  0  0   0\n";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep = read_text(mem, text);

        (void)state;
        assert_string_equal(rep->issuer, "石桥市人民政府");
        assert_cell(rep, "c3_new_sum", 55);
        assert_cell(rep, "c3_carried_in_np", 2);
        assert_cell(rep, "c3_granted_law", 1);
        assert_cell(rep, "c3_partial_sum", 6);
        assert_cell(rep, "c3_deny_law_np", 1);
        assert_cell(rep, "c3_deny_third_sum", 0);
        assert_null(report_cell(rep, "c3_deny_internal_np"));
        assert_true(fact(rep, "channel_website", 3100)->approx);
        fact(rep, "press_conferences", 9);
        assert_false(has_value(rep, 2));
}

/* A row that the text's end cuts gives the cells that are whole and no more. */
static void
cut_table(void **state)
{
        static const char text[] =
            "柳荫镇人民政府2022年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n"
            "第二十条第（一）项 | |||\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
            "规章 | 0 | 0 | 0 |\n行政规范性文件 | 1 | 0 | 5 |\n三、收到和处理政府信息公开申请情况\n"
            "申请人情况 ||\n一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 | ||\n"
            "二、上年结转政府信息公开申请数量 | 0 | 0 | 1";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep = read_text(mem, text);
        struct report_checks k;

        (void)state;
        assert_false(rep->complete);
        assert_cell(rep, "c2_normative_in_force", 5);
        assert_cell(rep, "c3_new_sum", 3);
        assert_cell(rep, "c3_carried_in_biz", 0);
        assert_null(report_cell(rep, "c3_carried_in_res")); /* 1, 10 or 178 */
        report_check(mem, rep, NULL, &k);
        assert_int_equal(n_fails(&k, NULL), 0);
        assert_int_equal(status_of(&k, "t3_balance_np"), REPORT_NOT_ASSESSABLE);
        assert_int_equal(status_of(&k, "t3_across_new"), REPORT_PASS);
        assert_int_equal(status_of(&k, "part_5"), REPORT_NOT_ASSESSABLE);
}

#define ROWS_2021                                                                                                             \
        "一、本年新收政府信息公开申请数量 |3|0|0|0|0|0|3|\n二、上年结转政府信息公开申请数量 " \
        "|0|0|0|0|0|0|0|\n（一）予以公开 |2|0|0|0|0|0|2|\n"

/* Shapes of a table that say the same: its label first of all, blank lines of tabs, a page's figure before it,
 * blanks behind a row. */
static void
tables_alike(void **state)
{
        static const char *const rows[] = {
            "第二十条第（一）项 | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n"
            "规章 | 0 | 0 | 0\n行政规范性文件 | 1 | 0 | 5\n某局2022年政府信息公开年度报告\n",
            "某局2022年政府信息公开年度报告\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件"
            "数\t"
            "现行有效件数\n\t\t\n规章\t0\t0\t0\n\t\t\t\n行政规范性文件\t1\t0\t5\n",
            "某局2022年政府信息公开年度报告\n12 第二十条第（一）项\n信息内容  本年制发件数  "
            "本年废止件数  "
            "现行有效件数\n规章  0  0  0\n行政规范性文件  1  0  5\n二、其他\n",
        };
        static const char behind[] =
            "某局2022年政府信息公开年度报告\n本年制发件数\n申请人情况\n"
            "一、本年新收政府信息公开申请数量 |3|0|0|0|0|0|3|-|-|-|-|-|-|-|\n"
            "二、上年结转政府信息公开申请数量 |1|0|0|0|0|0|1|\n四、其他\n";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                rep = read_text(mem, rows[i]);
                assert_cell(rep, "c2_rules_in_force", 0);
                assert_cell(rep, "c2_normative_issued", 1);
                assert_cell(rep, "c2_normative_in_force", 5);
        }
        rep = read_text(mem, behind);
        assert_cell(rep, "c3_new_np", 3);
        assert_cell(rep, "c3_new_sum", 3);
        assert_cell(rep, "c3_carried_in_sum", 1);
        rep =
            read_text(mem, "某局2022年政府信息公开年度报告\n第二十条第（六）项\n本年处理决定数量\n"
                           "第二十条第（一）项\n规章 | 12.5km | 0 | 0\n二、其他\n");
        assert_cell(rep, "c2_rules_issued", 12.5);
        assert_string_equal(report_cell(rep, "c2_rules_issued")->unit, "km");
}

/* A table of one column, out of the form itself: what its rows hold beside their figures. */
static void
columns_that_count_nothing(void **state)
{
        static const struct {
                const char *heads, *row; /* n: its number, L: its label, v: its figure */
                bool read;
        } shapes[] = {
            {"统计指标 | 数量 |", "L | v |\n", true},
            {"统计指标 | 代码 | 数量 |", "L | n | v |\n", true},
            {"代码 | 统计指标 | 数量 |", "n | L | v |\n", true},
            {"统计指标 | 数量 |", "L | n |\n", true}, /* running, but the figures */
            {"统计指标 | 本期 | 累计 |", "L | 0 | v |\n", true},
            {"统计指标 | 甲 | 乙 |", "L | 0 | v |\n", false},
        };
        const struct form_table *t = &form_of_year(2016)->tables[0];

        (void)state;
        for (size_t i = 0; i < N(shapes); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct buf text = buf_new(mem, KiB(64));
                bool running = !strchr(shapes[i].row, 'v');
                struct report *rep;

                buf_printf(&text, "某局2016年政府信息公开年度报告\n%s\n%s\n", t->from.list[0],
                           shapes[i].heads);
                for (size_t k = 0; k < t->n_rows; k++)
                        for (const char *c = shapes[i].row; *c; c++)
                                if (*c == 'L')
                                        buf_str(&text, t->rows[k].label);
                                else if (*c == 'n' || *c == 'v')
                                        buf_printf(&text, "%zu",
                                                   *c == 'n' ? k + 1 : 7 * k % 50 + 1);
                                else
                                        buf_char(&text, *c);
                buf_str(&text, "二、其他\n");
                rep = read_text(mem, buf_text(&text));
                for (size_t k = 0; k < t->n_rows; k++) {
                        const struct report_cell *c = report_cell(rep, t->rows[k].cells.list[0]);

                        if ((c != NULL) != shapes[i].read)
                                fail_msg("shape %zu, %s", i, t->rows[k].label);
                        if (c && c->value != (double)(running ? k + 1 : 7 * k % 50 + 1))
                                fail_msg("shape %zu, %s: %g", i, t->rows[k].label, c->value);
                }
        }
}

/* Seven digits behind a label are seven cells when they add up; a column may be missing in the middle. */
static void
cells_without_anything_between(void **state)
{
        static const struct {
                const char *row;
                bool read;
        } rows[] = {
            {"一、本年新收政府信息公开申请数量2010003", true},
            {"一、本年新收政府信息公开申请数量2010003件", true},
            {"一、本年新收政府信息公开申请数量2010004", false},
            {"一、本年新收政府信息公开申请数量201003", false},
            {"一、本年新收政府信息公开申请数量2,10003", false},
            {"一、本年新收政府信息公开申请数量2010003以下略", false},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                rep = read_text(
                    mem, mem_printf(mem,
                                    "某局2022年政府信息公开年度报告\n本年制发件数\n申请人情况\n%s\n"
                                    "（一）予以公开 |1|0|0|0|0|0|1|\n四、其他\n",
                                    rows[i].row));
                if ((report_cell(rep, "c3_new_sum") != NULL) != rows[i].read)
                        fail_msg("%s", rows[i].row);
                if (rows[i].read) {
                        assert_cell(rep, "c3_new_np", 2);
                        assert_cell(rep, "c3_new_res", 1);
                        assert_cell(rep, "c3_new_sum", 3);
                }
        }
        rep = read_text(mem, "某局2022年政府信息公开年度报告\n本年制发件数\n申请人情况\n"
                             "自然人|商业企业|科研机构|法律服务机构|其他|总计|\n"
                             "一、本年新收政府信息公开申请数量|1|2|3|4|5|15|\n"
                             "二、上年结转政府信息公开申请数量|0|0|0|0|0|0|\n四、其他\n");
        assert_cell(rep, "c3_new_res", 3);
        assert_null(report_cell(rep, "c3_new_ngo"));
        assert_cell(rep, "c3_new_law", 4);
        assert_cell(rep, "c3_new_sum", 15);
}

/* A question ends its line: the next is no part of it, however long the line. */
static void
questions_end_lines(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep =
            read_text(mem, "某局2022年政府信息公开年度报告\n办事流程是否清楚明白群众是否满意？\n"
                           "公开信息12条，所列事项均已按照要求在门户网站上发布\n公开栏同步。\n");

        (void)state;
        assert_non_null(strstr(rep->paper->text, "满意?\n公开信息"));
        assert_non_null(strstr(rep->paper->text, "发布公开栏"));
}

/* The last row of all, its label lost: believed when the text goes on, not when it may be cut there. */
static void
a_last_row_without_label(void **state)
{
        static const char *const ends[] = {"\n", "\n五、存在的主要问题及改进情况\n人手少。\n"};

        (void)state;
        for (size_t i = 0; i < N(ends); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct report *rep = read_text(
                    mem, mem_printf(
                             mem,
                             "某局2022年政府信息公开年度报告\n本年制发件数\n申请人情况\n" ROWS_2021
                             "3.其他 |0|0|0|0|0|0|0|\n（七）总计 |2|0|0|0|0|0|2|\n□□ "
                             "|1|0|0|0|0|0|1|%s",
                             ends[i]));

                assert_cell(rep, "c3_total_sum", 2);
                assert_int_equal(report_cell(rep, "c3_carried_out_sum") != NULL, i == 1);
        }
}

/* 二О一一年, with a letter for the nought, is a date as good as any. */
static void
dates_that_end_a_report(void **state)
{
        static const struct {
                const char *last;
                bool complete;
        } rows[] = {{"二О一一年二月二十一日", true},
                    {"2011年2月21日", true},
                    {"二Ж一一年二月二十一日", false}};

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct report *rep = read_text(
                    mem, mem_printf(
                             mem, "某局2010年政府信息公开年度报告\n一、概述\n公开信息若干。\n%s\n",
                             rows[i].last));

                assert_int_equal(rep->complete, rows[i].complete);
        }
}

static void
narrative_figures(void **state)
{
        static const char text[] =
            "雲溪鎮人民政府2021年政府信息公開工作年度報告\n一、總體情況\n"
            "（一）主動公開。根據國辦發〔2021〕30號和第五十條，全年主動公開政府信息2,"
            "150余條，其中微信公眾號發布"
            "六十五條。電話：0712-"
            "4455667，郵編432000，地址建設路88號。召開會議五次，培訓120人次，投入經費3.5萬元。\n"
            "（二）依申請公開。未收到政府信息公開申請，沒有發生行政複議、行政訴訟。\n"
            "（三）收到網民留言41件，答復率達百分之九十五。接受舉報3件。\n";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep = read_text(mem, text);

        (void)state;
        assert_true(rep->hant);
        assert_true(fact(rep, "proactive_total", 2150)->approx);
        fact(rep, "channel_wechat", 65);
        fact(rep, "meetings", 5);
        assert_string_equal(fact(rep, "trainees", 120)->unit, "人次");
        assert_string_equal(fact(rep, "budget_wan", 3.5)->unit, "万元");
        assert_true(fact(rep, "requests_received", 0)->negated);
        fact(rep, "reviews", 0);
        fact(rep, "lawsuits", 0);
        fact(rep, "letters_received", 41);
        fact(rep, "percent", 95);
        fact(rep, "complaints", 3);
        assert_false(has_value(rep, 2021));
        assert_false(has_value(rep, 30));
        assert_false(has_value(rep, 50));
        assert_false(has_value(rep, 10));
        assert_false(has_value(rep, 432000));
        assert_false(has_value(rep, 88));
}

/* Law: 2007年条例第三十二条. */
static void
planted_faults(void **state)
{
        static const struct {
                const char *text, *kind;
        } rows[] = {
            {"本局2016年政府信息公开工作年度报告\n一、概述\n全年制作政府信息90条，其中主动公开40条"
             "，不予公开48条；"
             "收到申请2条。\n",
             "arithmetic"},
            {"某县水务局2016年政府信息公开工作年度报告\n一、概述\n主动公开政府信息30条，其中：领导"
             "信息5条，规划8条，"
             "预算9条，其他10条。\n",
             "arithmetic"},
            {"某县水务局2016年政府信息公开工作年度报告\n一、概述\n水质监测栏目公开信息14条。\n二、"
             "平台\n"
             "全年通过水质监测专栏公开信息19条。\n",
             "inconsistent"},
            {"某县水务局2020年政府信息公开工作年度报告\n统计期限自2020年1月1日至2019年12月31日。\n"
             "一、总体情况\n",
             "date"},
            {"某县水务局2023年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n第"
             "二十条第（一）项\n"
             "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n规章 | 0 | 0 | 0 |\n",
             "form"},
            {"某县双河镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息"
             "情况\n第二十条第（一）项\n"
             "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n规章 | 1 | 0 | 4 |\n",
             "semantic"},
            {"某县水务局2023年政府信息公开工作年度报告\n一、总体情况\n（二）依申请公开。全年办理人"
             "大建议4件、政协提案6件，均已办结。\n",
             "semantic"},
            {"某县水务局2023年政府信息公开工作年度报告\n一、总体情况\n共收到政府信息公开申请20件。"
             "其中，当面申请5件，占25%；"
             "网上申请15件，占85%。\n",
             "arithmetic"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct report *rep = read_text(mem, rows[i].text);
                struct report_checks k;

                report_check(mem, rep, NULL, &k);
                if (n_fails(&k, rows[i].kind) != 1 || n_fails(&k, NULL) != 1)
                        fail_msg("row %zu: %zu of %s, %zu in all", i, n_fails(&k, rows[i].kind),
                                 rows[i].kind, n_fails(&k, NULL));
        }
}

/* Lost characters, overlapping parts, channels counted twice, other offices' figures: no fault. */
static void
no_false_faults(void **state)
{
        static const char *const rows[] = {
            "某区教育局2013年政府信息公开工作年度报告\n统计期限自20131月1日起至201312月31日止。\n一"
            "、概述\n"
            "主动公开政府信息158条。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n梳理服务事项1000项，其中网办事项900"
            "项，占服务事项的90%，"
            "能够就近办事项800项。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n主动公开政府信息300条。通过政府网站"
            "公开210条，"
            "通过微信公开180条。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n公开信息500条，其中重点领域60条，政"
            "策文件20条。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n设立5个栏目，由12个部门维护。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n收到政府信息公开申请20件，其中自然人"
            "15件，法人5件，"
            "当面3件，网上17件。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n收到政府信息公开申请58件，上年结转2"
            "件，办结59件，"
            "结转下年度1件。其中予以公开30件，部分公开29件。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n收到留言100件，其中办结90件，按时回"
            "复80件。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n制作信息100条，其中主动公开80条，依"
            "申请公开10条。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n公开信息200条，其中要闻80条，占新媒"
            "体总发布的66%。\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n2019年主动公开政府信息80条。2020年主"
            "动公开政府信息95条。\n",
            "某区2020年政府信息公开工作年度报告\n数据统计截至2020年12月31日，2021年1月20日公布。\n"
            "一、总体情况\n",
            "某区2020年政府信息公开工作年度报告\n一、总体情况\n收到低保申请300件，办理行政复议案件1"
            "20件。\n本年新制作数量\n"
            "对外公开总数量\n申请人情况\n一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 "
            "| 1 |\n"
            "未经复议直接起诉\n0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct report *rep = read_text(mem, rows[i]);
                struct report_checks k;

                report_check(mem, rep, NULL, &k);
                if (n_fails(&k, NULL) > 0)
                        fail_msg("row %zu has a fault", i);
        }
}

static void
no_report(void **state)
{
        static const char *const rows[] = {"", "天气晴", "\xff\xfe", "招标公告：采购电脑20台。"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(report_read(mem, "x", rows[i], strlen(rows[i]), &rep),
                                 REPORT_NOT_ONE);
        assert_int_equal(report_read(mem, "x", "政府信息公开年度报告\0", 31, &rep), REPORT_NOT_ONE);
}

/* The cell that two identities agree on is proposed; carry-over is held against the report before.
 * Law: 《政府信息公开条例》第五十条. */
static void
proposal_and_carry(void **state)
{
        static const char head[] =
            "某市卫生局%"
            "d年政府信息公开工作年度报告\n一、总体情况\n三、收到和处理政府信息公开申请情况\n本年制"
            "发件数 "
            "本年废止件数\n申请人情况\n一、本年新收政府信息公开申请数量 |%d|0|0|0|0|0|%d|\n"
            "二、上年结转政府信息公开申请数量 |%d|0|0|0|0|0|%d|\n（一）予以公开 "
            "|%d|0|0|0|0|0|%d|\n";
        static const char *const rest[] = {
            "（二）部分公开",
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
            "1.本机关不掌握相关政府信息",
            "2.没有现成信息需要另行制作",
            "3.补正后申请内容仍不明确",
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct report *rep[2];
        struct report_checks k;

        (void)state;
        for (int y = 0; y < 2; y++) {
                struct buf b = buf_new(mem, KiB(64));
                int granted = 9 + y * 90; /* 99: a slip of the second year; the rest says 9 */

                buf_printf(&b, head, 2022 + y, 10, 10, y * 2, y * 2, granted, granted - y * 90);
                for (size_t i = 0; i < N(rest); i++)
                        buf_printf(&b, "%s |0|0|0|0|0|0|0|\n", rest[i]);
                buf_printf(&b,
                           "（七）总计 |9|0|0|0|0|0|9|\n四、结转下年度继续办理 |%d|0|0|0|0|0|%d|\n",
                           y ? 3 : 1, y ? 3 : 1);
                rep[y] = read_text(mem, buf_text(&b));
        }
        report_check(mem, rep[0], NULL, &k);
        assert_int_equal(n_fails(&k, NULL), 0);
        report_check(mem, rep[1], rep[0], &k);
        for (size_t i = 0; i < k.n; i++)
                if (strcmp(k.list[i].id, "t3_results_np") == 0) {
                        assert_int_equal(k.list[i].status, REPORT_FAIL);
                        assert_string_equal(k.list[i].proposal, "c3_granted_np");
                        assert_true(k.list[i].proposed == 9);
                }
        assert_int_equal(status_of(&k, "t3_results_np"), REPORT_FAIL);
        assert_int_equal(status_of(&k, "t3_carry_sum"), REPORT_FAIL);
        assert_int_equal(status_of(&k, "t3_carry_np"), REPORT_UNSURE);
        assert_int_equal(status_of(&k, "t3_balance_sum"), REPORT_PASS);
}

static void
forms_are_checked(void **state)
{
        static const struct {
                const char *text;
                size_t line;
        } rows[] = {
            {"form 1 | 2019 | 2019 | 2020 | x\ndue 01-31\npart 1 | required | x\ntable t_ | "
             "ordered | x\n"
             "row a | 件 | 甲\nrow a | 件 | 乙\n",
             6},
            {"form 1 | 2019 | 2019 | 2020 | x\ndue 13-31\n", 2},
            {"form 1 | 2019 | 2020 | 2019 | x\n", 1},
            {"form 1 | 2019 | 2019 | 2020 | x\nrow a | 件 | 甲\n", 2},
            {"form 1 | 2019 | 2019 | 2020 | x\nwhat 1\n", 2},
            {"form 1 | 2019 | 2019 | 2020 | x\ntable t_ | ordered | x\nrow a | 件 | 甲\nsum s | "
             "t_a | t_b | x\n",
             4},
            {"form 1 | 2019\n", 1},
            {"form 1 | 2019 | 2019 | 2020 | x\nbycol s | t_ | a | b | x\n", 2},
            {"form 1 | 2019 | 2019 | 2020 | x\n", 0},
            {"form 1 | 2019 | 2019 | 2020 | x\npart 1 | required | x\n", 0},
            {"form 1 | 2019 | 2019 | 2020 | x\ntable | ordered | x\n", 2},
            {"form 1 | 2019 | 2019 | 2020 | x\n"
             "part "
             "1|r|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|"
             "32|33\n",
             2},
        };
        size_t n;
        const struct form *const *forms = forms_shipped(&n);
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        assert_int_equal(n, 5);
        assert_string_equal(forms[4]->kind, "2021");
        assert_string_equal(form_of_year(2019)->kind, "2019");
        assert_string_equal(form_of_year(2018)->id, "2014");
        assert_string_equal(form_of_year(2010)->id, "2012");
        assert_null(form_of_year(1990));
        assert_null(form_of_year(10000));
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct form *form;

                assert_int_equal(form_read(mem, rows[i].text, strlen(rows[i].text), &p, &form),
                                 FORM_FAULTY);
                if (p.list[0].line != rows[i].line)
                        fail_msg("row %zu: line %zu, %s", i, p.list[0].line, p.list[0].message);
        }
        {
                static const char dos[] = "form 1 | 2019 | 2019 | 2020 | 题\r\ndue 01-31\r\n"
                                          "part 1 | required | 甲\r\n";
                struct problems p = {.mem = mem};
                struct form *form;

                assert_int_equal(form_read(mem, dos, strlen(dos), &p, &form), 0);
                assert_string_equal(form->title, "题");
                assert_string_equal(form->parts[0].names.list[0], "甲");
        }
}

/* The head of a table right behind the first sign of a text: its line begins where the text does. */
static void
a_table_at_the_first_words(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct report *rep =
            read_text(mem, "(统计表)青禾县水务局2012年政府信息公开工作年度报告\n"
                           "主动公开信息数|条|12\n受理依申请公开总数|件|3\n对申请的答复数|件|3\n");
        double found[3] = {0};

        (void)state;
        assert_int_equal(rep->year, 2012);
        for (size_t i = 0; i < rep->n_cells; i++) {
                found[0] +=
                    strcmp(rep->cells[i].id, "y12_proactive_total") == 0 ? rep->cells[i].value : 0;
                found[1] +=
                    strcmp(rep->cells[i].id, "y12_req_total") == 0 ? rep->cells[i].value : 0;
                found[2] +=
                    strcmp(rep->cells[i].id, "y12_ans_total") == 0 ? rep->cells[i].value : 0;
        }
        assert_true(found[0] == 12 && found[1] == 3 && found[2] == 3);
}

/* A year of one unit and the year before, two units with the same words, one of another year. Law: 雷同. */
static void
several_among_themselves(void **state)
{
#define NARRATIVE                                                                                                   \
        "一、总体情况\n"                                                                                      \
        "我局围绕群众关心的办事流程、收费标准和监督渠道，在门户网站设立专栏，"    \
        "及时发布工作动态，规范信息审核，明确专人负责，确保发布内容准确完整。"    \
        "组织业务人员参加培训，研究制度，改进服务，主动接受社会监督，回应关切。" \
        "开展自查自纠，对发现的薄弱环节逐一整改，压实责任，健全长效机制，提升质量。\n"
        static const char *const texts[] = {
            "青禾县林业局2021年政府信息公开工作年度报告\n" NARRATIVE,
            "青禾县林业局2020年政府信息公开工作年度报告\n一、总体情况\n全年植树造林成效明显，"
            "公开信息若干，群众满意，护林员队伍得到充实，防火巡查常态开展。\n",
            "青禾县粮食局2021年政府信息公开工作年度报告\n" NARRATIVE,
            "青禾县气象局2021年政府信息公开工作年度报告\n一、总体情况\n预警信息发布平台覆盖全县"
            "所有乡镇，气象灾害防御知识进学校进社区，雷电防护检测按照标准开展，服务农业生产。\n"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct report *reps[N(texts)];
        struct report_checks checks[N(texts)];
        size_t before[N(texts)], n_near = 0;

        (void)state;
        for (size_t i = 0; i < N(texts); i++)
                reps[i] = read_text(mem, texts[i]);
        report_check_several(mem, reps, N(texts), NULL, checks, before);
        assert_int_equal(before[0], 1);
        for (size_t i = 1; i < N(texts); i++)
                assert_int_equal(before[i], N(texts));
        for (size_t i = 0; i < checks[0].n; i++)
                if (!strcmp(checks[0].list[i].kind, "duplicate") &&
                    checks[0].list[i].status == REPORT_UNSURE) {
                        assert_non_null(strstr(checks[0].list[i].message, "粮食局"));
                        n_near++;
                }
        assert_int_equal(n_near, 1);
        for (size_t i = 0; i < checks[3].n; i++) /* the nearest alone is told, and is no finding */
                assert_false(!strcmp(checks[3].list[i].kind, "duplicate") &&
                             checks[3].list[i].status != REPORT_PASS);
        report_check_several(mem, reps, 0, NULL, checks, before);
}

/* Who cannot be told of a report has no report before; two copies of one are no peers; the nearest of the
 * others is told even when it is far. */
static void
several_of_uncertain_origin(void **state)
{
        static const char *const texts[] = {
            "政府信息公开工作年度报告\n" NARRATIVE,                       /* no year, nobody */
            "2021年政府信息公开工作年度报告\n一、总体情况\n公开若干。\n", /* nobody */
            "2020年政府信息公开工作年度报告\n一、总体情况\n公开若干。\n",
            "青禾县林业局2021年政府信息公开工作年度报告\n" NARRATIVE,
            "青禾县林业局2021年政府信息公开工作年度报告\n" NARRATIVE,
            "青禾县气象局2021年政府信息公开工作年度报告\n一、总体情况\n"
            "我局围绕群众关心的办事流程、收费标准和监督渠道，在门户网站设立专栏，"
            "预警信息发布平台覆盖全县所有乡镇，气象灾害防御知识进学校进社区，雷电防护检测按照标准开"
            "展，"
            "服务农业生产，防火巡查常态开展，护林员队伍得到充实，植树造林成效明显，水质监测稳定达标"
            "。\n"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct report *reps[N(texts)];
        struct report_checks checks[N(texts)];
        size_t before[N(texts)], near = 0;

        (void)state;
        for (size_t i = 0; i < N(texts); i++)
                reps[i] = read_text(mem, texts[i]);
        assert_int_equal(reps[0]->year, 0);
        assert_string_equal(reps[1]->issuer, "");
        report_check_several(mem, reps, N(texts), NULL, checks, before);
        for (size_t i = 0; i < N(texts); i++)
                assert_int_equal(before[i], N(texts));
        for (size_t i = 0; i < checks[5].n; i++)
                if (!strcmp(checks[5].list[i].kind, "duplicate")) {
                        assert_int_equal(checks[5].list[i].status, REPORT_PASS);
                        assert_non_null(strstr(checks[5].list[i].message, "林业局"));
                        near++;
                }
        assert_int_equal(near, 1);

        /* One report given twice has itself for no peer. */
        report_check_several(mem, (const struct report *[]){reps[3], reps[3]}, 2, NULL, checks,
                             before);
        for (size_t i = 0; i < checks[1].n; i++)
                assert_string_not_equal(checks[1].list[i].kind, "duplicate");
        for (size_t i = 0; i < checks[3].n; i++)
                assert_null(strstr(checks[3].list[i].message, "林业局"));
}

/* Of many copies each report names a few. */
static void
many_copies(void **state)
{
        enum { COPIES = 9, TOLD = 5 };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct report *reps[COPIES];
        struct report_checks checks[COPIES];
        size_t before[COPIES];

        (void)state;
        for (int i = 0; i < COPIES; i++)
                reps[i] = read_text(
                    mem, mem_printf(mem, "青禾县%c林业局2021年政府信息公开工作年度报告\n" NARRATIVE,
                                    'a' + i));
        report_check_several(mem, reps, COPIES, NULL, checks, before);
        for (int i = 0; i < COPIES; i++) {
                size_t n = 0;

                for (size_t k = 0; k < checks[i].n; k++)
                        n += strcmp(checks[i].list[k].kind, "duplicate") == 0;
                assert_int_equal(n, TOLD);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(flattened_table),
            cmocka_unit_test(laid_out_table),
            cmocka_unit_test(cut_table),
            cmocka_unit_test(tables_alike),
            cmocka_unit_test(columns_that_count_nothing),
            cmocka_unit_test(cells_without_anything_between),
            cmocka_unit_test(questions_end_lines),
            cmocka_unit_test(a_last_row_without_label),
            cmocka_unit_test(dates_that_end_a_report),
            cmocka_unit_test(narrative_figures),
            cmocka_unit_test(planted_faults),
            cmocka_unit_test(no_false_faults),
            cmocka_unit_test(no_report),
            cmocka_unit_test(proposal_and_carry),
            cmocka_unit_test(a_table_at_the_first_words),
            cmocka_unit_test(several_among_themselves),
            cmocka_unit_test(several_of_uncertain_origin),
            cmocka_unit_test(many_copies),
            cmocka_unit_test(forms_are_checked),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
