/* tests/unit/report_checks.c: what each rule of the checker says, rule by rule: of a narrative, and of a form of our own. */
#include "cm.h"

#include "domain/report/paper.h"
#include "domain/report/report.h"

static const struct report_check *
find(const struct report_checks *k, const char *id)
{
        for (size_t i = 0; i < k->n; i++)
                if (strncmp(k->list[i].id, id, strlen(id)) == 0)
                        return &k->list[i];
        return NULL;
}

static struct report *
read_text(TALLOC_CTX *mem, const char *text)
{
        struct report *rep = NULL;

        assert_int_equal(report_read(mem, "x.txt", text, strlen(text), &rep), 0);
        return rep;
}

#define NONE (-1)
#define IN_2022 "某县水务局2022年政府信息公开工作年度报告\n一、总体情况\n"
#define IN_2021 "某县水务局2021年政府信息公开工作年度报告\n一、总体情况\n"

struct told {
        const char *text, *before; /* the report of the year before; NULL */
        const char *id;            /* its beginning */
        int status;                /* NONE: nothing is said */
        const char *words;         /* in the message; NULL: any */
};

static void
try_rows(const struct told *rows, size_t n)
{
        size_t bad = 0;

        for (size_t i = 0; i < n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct report *rep = read_text(mem, rows[i].text);
                struct report *before = rows[i].before ? read_text(mem, rows[i].before) : NULL;
                struct report_checks k;
                const struct report_check *c;

                report_check(mem, rep, before, &k);
                c = find(&k, rows[i].id);
                if ((c ? (int)c->status : NONE) == rows[i].status &&
                    (!c || !rows[i].words || strstr(c->message, rows[i].words)))
                        continue;
                print_error("row %zu, %s: %s %s\n", i, rows[i].id,
                            c ? report_status_word(c->status) : "none", c ? c->message : "");
                for (size_t f = 0; f < rep->n_facts; f++)
                        print_error("    %s %s %g%s of %d\n", rep->facts[f].key,
                                    rep->facts[f].label, rep->facts[f].value, rep->facts[f].unit,
                                    rep->facts[f].whole);
                bad++;
        }
        assert_int_equal(bad, 0);
}

static void /* 《政府信息公开条例》第四十九条, 第五十条 */
dates_and_parts(void **state)
{
        static const struct told rows[] = {
            {IN_2022 "统计期限自2022年1月1日至2022年12月31号。\n", NULL, "period", REPORT_PASS,
             NULL},
            {IN_2022 "统计期限自2022年1月1日至2022年12月30号。\n", NULL, "period", REPORT_FAIL,
             "12月30号"},
            {IN_2022 "加强政务数据统计，于2022年6月20日组织培训。\n", NULL, "period", NONE, NULL},
            {IN_2022 "统计期限为2022年6月20日。\n", NULL, "period", REPORT_UNSURE, "一个日期"},
            {IN_2022 "数据统计截至2022年6月20日。\n", NULL, "period", REPORT_FAIL, NULL},
            {IN_2022 "统计期限自2022.1.1至2022.12.31。\n", NULL, "period", REPORT_PASS, NULL},
            {IN_2022 "统计期限自2022.1.1至2022.12.日。\n", NULL, "period", REPORT_FAIL, NULL},
            {IN_2022 "统计期限自02022年1月1日至2022年12月31日。\n", NULL, "period", REPORT_FAIL,
             NULL},
            {"某县水务局政府信息公开工作年度报告\n统计期限为1月1日至12月31日。\n一、总体情况\n",
             NULL, "period", NONE, NULL},
            {"某县水务局政府信息公开工作年度报告\n一、总体情况\n1999年1月10日\n", NULL,
             "closing_date", NONE, NULL},
            {IN_2022 "公开信息若干。\n2023年1月10日\n", NULL, "closing_date", REPORT_PASS, NULL},
            {IN_2022 "公开信息若干。\n2022年11月10日\n", NULL, "closing_date", REPORT_UNSURE,
             "早于"},
            {"某县水务局2016年政府信息公开工作年度报告\n一、概述\n主动公开信息若干。\n", NULL,
             "form_year", REPORT_PASS, NULL},
            {IN_2022 "（二）依申请公开。办理提案6件，均已办结。\n", NULL, "request_part",
             REPORT_FAIL, "提案6件"},
            {IN_2022 "（二）依申请公开。收到提案6件，均已办结。\n", NULL, "request_part", NONE,
             NULL},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void
shares_and_growth(void **state)
{
        static const struct told rows[] = {
            {IN_2022 "共收到政府信息公开申请20件，其中网上申请15件，占全部申请的85%。\n", NULL,
             "text_percent", REPORT_FAIL, "15÷20＝75.00%"},
            {IN_2022 "共收到政府信息公开申请20件，其中网上申请15件，占申请总量的85%。\n", NULL,
             "text_percent", REPORT_FAIL, NULL},
            {IN_2022 "共收到政府信息公开申请20件，其中网上申请15件，占76%。\n", NULL,
             "text_percent", REPORT_UNSURE, NULL},
            {IN_2022 "收到政府信息公开申请513件，上年为489件，同比增长4.9%。\n", NULL,
             "text_growth", REPORT_PASS, NULL},
            {IN_2022 "收到政府信息公开申请513件，上年为489件，满意率提升到4.9%。\n", NULL,
             "text_growth", NONE, NULL},
            {IN_2022 "收到政府信息公开申请120件，比上年增加20件，增长21%。\n", NULL, "text_growth",
             REPORT_UNSURE, "本年120"},
            {IN_2022 "收到政府信息公开申请120件，比上年增加20件，增长30%。\n", NULL, "text_growth",
             REPORT_FAIL, NULL},
            {IN_2022 "收到政府信息公开申请120件，比上年增加20件，增加企业申请5件，增长4.35%。\n",
             NULL, "text_growth", REPORT_PASS, NULL}, /* the nearest difference */
            {IN_2022 "收到政府信息公开申请120件，同比增长20%（上年为100件）。\n", NULL,
             "text_growth", REPORT_PASS, NULL},
            {IN_2022 "收到政府信息公开申请120件，同比增长30%（上年为100件）。\n", NULL,
             "text_growth", REPORT_FAIL, NULL},
            {IN_2022 "收到政府信息公开申请120件，同比增长30%，网上申请100件。\n", NULL,
             "text_growth", NONE, NULL},
            {IN_2022 "收到政府信息公开申请120件，同比增长30%，未发生行政复议。\n", NULL,
             "text_growth", NONE, NULL},
            {IN_2022 "未发生行政复议，收到政府信息公开申请120件，同比增长30%。\n", NULL,
             "text_growth", NONE, NULL},
            {IN_2022 "收到政府信息公开申请120件，同比增长50%。\n",
             IN_2021 "收到政府信息公开申请100件。\n", "growth_before", REPORT_UNSURE, "应为20.00%"},
            {IN_2022 "收到政府信息公开申请120件，较上年增长50%。\n",
             IN_2021 "收到政府信息公开申请100件。\n", "growth_before", REPORT_UNSURE, NULL},
            {IN_2022 "收到政府信息公开申请120件，较去年增长50%。\n",
             IN_2021 "收到政府信息公开申请100件。\n", "growth_before", REPORT_UNSURE, NULL},
            {IN_2022 "收到政府信息公开申请120件，同比增长20%。\n",
             IN_2021 "收到政府信息公开申请100件。\n", "growth_before", NONE, NULL},
            {IN_2022 "收到政府信息公开申请120件，同比增长50%。\n",
             IN_2021 "收到政府信息公开申请近100件。\n", "growth_before", NONE, NULL},
            {IN_2022 "收到政府信息公开申请120件，同比增长50%。\n",
             IN_2021 "收到政府信息公开申请100份。\n", "growth_before", NONE, NULL},
            {IN_2022 "主动公开政府信息200条，其中解读材料120条，同比增长50%。\n",
             IN_2021 "主动公开政府信息150条，其中解读材料100条，其他50条。\n", "growth_before",
             NONE, NULL},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void
sums_of_a_sentence(void **state)
{
        static const struct told rows[] = {
            {IN_2022
             "主动公开政府信息100条，其中机构职能20条，政策法规20条，规划计划20条，统计数据20条，"
             "人事信息10条。\n",
             NULL, "text_parts", REPORT_FAIL, "20+20+20+20+10＝90"},
            {IN_2022
             "主动公开政府信息100条，其中机构职能10条，政策法规10条，规划计划10条，统计数据10条，"
             "人事信息10条。\n",
             NULL, "text_parts", NONE, NULL},
            {IN_2022 "主动公开政府信息10件。\n通过门户网站公开10件。\n", NULL, "text_channels",
             REPORT_PASS, NULL},
            {IN_2022 "水质监测栏目公开信息14条。\n全年通过水质监测专栏公开信息19条。\n", NULL,
             "text_twice", REPORT_FAIL, "水质监测"},
            {IN_2022 "在通知公告栏目公开招聘信息12条。\n在通知公告栏目公开采购信息5条。\n", NULL,
             "text_twice", NONE, NULL},
            {IN_2022 "在通知公告栏目公开招聘信息12条。\n在通知公告栏目公开招聘信息5条。\n", NULL,
             "text_twice", REPORT_FAIL, NULL},
            {IN_2022 "水质监测栏目公开信息14条。\n全年通过节水宣传专栏公开信息19条。\n", NULL,
             "text_twice", NONE, NULL},
            {IN_2022 "水质监测栏目公开信息14条。\n全年通过水质监测专栏公开信息19篇。\n", NULL,
             "text_twice", NONE, NULL},
            /* information as such under two names, and beside a kind of it */
            {IN_2022 "水质监测栏目公开政府信息14条。\n全年通过水质监测专栏公开了各类信息19条。\n",
             NULL, "text_twice", REPORT_FAIL, "水质监测"},
            {IN_2022 "水质监测栏目公开信息14条。\n全年通过水质监测专栏公开整改信息19条。\n", NULL,
             "text_twice", NONE, NULL},
            /* a clause that does not say what was made public */
            {IN_2022 "水质监测栏目有14条信息公开。\n全年通过水质监测专栏公开信息19条。\n", NULL,
             "text_twice", NONE, NULL},
            {IN_2022 "水质监测栏目公开信息14条。\n水质监测专栏另有19条信息公开。\n", NULL,
             "text_twice", NONE, NULL},
            {IN_2022
             "制作政府信息190条，其中主动公开158条，不予公开32条。\n全年主动公开政府信息158条。\n",
             NULL, "text_twice", REPORT_PASS, NULL},
            {IN_2022
             "制作政府信息190条，其中主动公开158条，不予公开32条。\n全年主动公开政府信息160条。\n",
             NULL, "text_twice", NONE, NULL},
            {IN_2022 "制作政府信息190条，其中主动公开158条，不予公开32条。\n"
                     "另制作文件200份，其中主动公开政府信息158份、其他42份。\n",
             NULL, "text_twice", NONE, NULL},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void /* 《政府信息公开条例》第五十条 */
applications_and_results(void **state)
{
#define OUTCOMES(other)                                                                                                \
        IN_2022 "本年新收政府信息公开申请6件，上年结转0件，予以公开1件，部分公开1件，" \
                "不予公开1件，无法提供1件，不予处理1件，" other "结转下年度继续办理0件。\n"
        static const struct told rows[] = {
            {IN_2022
             "本年新收政府信息公开申请12件，上年结转1件，共答复申请12件，结转下年度继续办理1件。\n",
             NULL, "text_requests", REPORT_PASS, "13＝办理与结转下年度 13"},
            {IN_2022
             "本年新收政府信息公开申请12件，上年结转1件，结转下年度继续办理1件，共答复申请11件。\n",
             NULL, "text_requests", REPORT_FAIL, "合计13，办理与结转下年度合计12"},
            {IN_2022 "全年收到政府信息公开申请近10件。\n本年制发件数\n申请人情况\n"
                     "一、本年新收政府信息公开申请数量 |8|0|0|0|0|0|8|\n四、其他\n",
             NULL, "text_table_requests_received", REPORT_UNSURE, "口径"},
            {OUTCOMES("其他处理1件，"), NULL, "text_requests", REPORT_PASS, NULL},
            {OUTCOMES("其他处理2件，"), NULL, "text_requests", REPORT_FAIL, NULL},
            {OUTCOMES(""), NULL, "text_requests", NONE, NULL},
            {IN_2022
             "本年新收政府信息公开申请6件，上年结转0件，部分公开6件，结转下年度继续办理0件。\n",
             NULL, "text_requests", NONE, NULL},
            {IN_2022 "因政府信息公开引发行政复议10件，结果维持3件，结果纠正2件，其他结果1件，"
                     "尚未审结4件。\n",
             NULL, "text_reviews", REPORT_PASS, "行政复议"},
            {IN_2022 "因政府信息公开引发行政复议10件，结果维持3件，结果纠正2件，其他结果1件，"
                     "尚未审结5件。\n",
             NULL, "text_reviews", REPORT_FAIL, "合计11，总数却是10"},
            {IN_2022 "因政府信息公开引发行政诉讼10件，结果维持3件，结果纠正2件，其他结果1件，"
                     "尚未审结4件。\n",
             NULL, "text_lawsuits", REPORT_PASS, "行政诉讼"},
            {IN_2022 "因政府信息公开引发行政复议10件，其中结果维持3件，结果纠正2件，其他结果1件，"
                     "尚未审结4件。\n",
             NULL, "text_reviews", NONE, NULL},
        };

        (void)state;
        try_rows(rows, N(rows));
}

/* The headings that are there are the evidence for the one that is not; of many the first. */
static void
many_headings(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf text = buf_new(mem, KiB(16));
        struct report_checks k;
        const struct report_check *c;

        (void)state;
        buf_str(&text, "某县水务局2022年政府信息公开工作年度报告\n");
        for (int i = 0; i < 30; i++)
                buf_printf(&text, "九、围绕中心服务大局扎实推进各项水利重点工程建设第%d项。\n", i);
        buf_str(&text, "五、存在的主要问题及改进情况\n人手少。\n2023年1月10日\n");
        report_check(mem, read_text(mem, buf_text(&text)), NULL, &k);
        c = find(&k, "part_1");
        assert_non_null(c);
        assert_int_equal(c->status, REPORT_FAIL);
        assert_non_null(strstr(c->evidence, "九、围绕中心"));
        assert_in_range(strlen(c->evidence), 600, 700);
        assert_null(strstr(c->evidence, "主要问题"));
}

/* ---- a form of our own ---- */

#define FORM                                                                                              \
        "form t | 2021 | 2021 | 9999 | 表式\nlaw 《条例》\ndue 01-31\npart 1 | optional | 总体\n" \
        "table t1_ | ordered | T\nrow a | 件 | 甲\nrow b | 件 | 乙\nrow c | 件 | 丙\n"              \
        "row d | 件 | 丁\nrow e | 件 | 戊\n"

/* cells: "a=5 b=7万元 c=": a value with its unit, a blank. */
static struct report *
filled(TALLOC_CTX *mem, const char *rules, const char *cells)
{
        struct problems p = {.mem = mem};
        struct report *rep = mem_new(mem, struct report);
        struct form *form = NULL;
        const char *text = mem_printf(mem, "%s%s", FORM, rules);
        char *list = mem_strdup(mem, cells), *save;

        assert_int_equal(form_read(mem, text, strlen(text), &p, &form), 0);
        *rep = (struct report){.file = "x",
                               .issuer = "某县水务局",
                               .year = 2023,
                               .form = form,
                               .has_tables = true,
                               .form_mark = "",
                               .raw = "",
                               .paper = paper_new(mem, "", 0, NULL, 0),
                               .words = paper_words(mem, "", 0)};
        for (char *w = strtok_r(list, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
                struct report_cell c = {.id = mem_printf(mem, "t1_%c", *w), .column = ""};
                char *unit;

                c.row = mem_printf(mem, "%c", *w);
                c.blank = w[2] == '\0';
                c.value = strtod(w + 2, &unit);
                c.unit = unit;
                mem_grow(mem, rep->cells, rep->n_cells);
                rep->cells[rep->n_cells++] = c;
        }
        return rep;
}

static void
rules_of_a_form(void **state)
{
        static const struct {
                const char *rules, *cells, *before, *id;
                int status;
                const char *words;
        } rows[] = {
            /* signs, and the sides in the rule's own words */
            {"sum s | t1_a | t1_b -t1_c | 甲应等于乙减丙\n", "a=6 b=9 c=3", NULL, "s", REPORT_PASS,
             "6＝6"},
            {"sum s | t1_a | t1_b -t1_c | 甲应等于乙减丙\n", "a=5 b=9 c=3", NULL, "s", REPORT_FAIL,
             "“T”表，甲应等于乙减丙。现甲为5，乙减丙为9-3＝6，相差1"},
            {"sum s | t1_a | -t1_c t1_b | 甲应等于乙减丙\n", "a=5 b=9 c=3", NULL, "s", REPORT_FAIL,
             "-3+9＝6"},
            {"sum s | t1_a | t1_b | 甲是乙\n", "a=1 b=2", NULL, "s", REPORT_FAIL,
             "一边为1，另一边为2"},
            {"sum s | t1_a | t1_b | 各列：甲应等于乙\n", "a=1 b=2", NULL, "s", REPORT_FAIL,
             "现甲为1，乙为2"},
            {"sum s | t1_a | t1_b | 甲应等于乙：两处\n", "a=1 b=2", NULL, "s", REPORT_FAIL,
             "现甲为1"},
            {"sum s | t1_a | t1_b t1_c t1_d t1_e | 甲应等于各项\n", "a=1 b=0 c=0 d=0 e=0", NULL,
             "s", REPORT_FAIL, "各项为0＝0"},
            {"sum s | t1_a | t1_b | 甲应等于乙\n", "a=1 b=", NULL, "s", REPORT_NOT_ASSESSABLE,
             "空白"},
            {"sum s | t1_a | t1_b | 甲应等于乙\n", "a=1", NULL, "s", REPORT_NOT_ASSESSABLE,
             "没有找到"},
            {"sum s | t1_a | t1_b | 甲应等于乙\n", "c=1", NULL, "s", NONE, NULL},
            {"equalodd o | t1_a | t1_b t1_c | 甲与乙相同\n", "a=5 b=3 c=2", NULL, "o",
             REPORT_UNSURE, "5＝3+2"},
            {"equalodd o | t1_a | t1_b t1_c | 甲与乙相同\n", "a=5 b=5", NULL, "o", NONE, NULL},
            {"equalodd o | t1_a | t1_b t1_c | 甲与乙相同\n", "a=5 b=5 c=0", NULL, "o", NONE, NULL},
            {"unit u | t1_a | 件 | 金额\n", "a=5", NULL, "u", REPORT_UNSURE, "只写了 5"},
            {"unit u | t1_a | 件 | 金额\n", "a=5万元", NULL, "u", NONE, NULL},
            {"unit u | t1_a | 件 | 金额\n", "a=0", NULL, "u", NONE, NULL},
            {"follow follows | t1_a | t1_a +t1_b -t1_c | 甲\n", "a=6 b=4 c=3", "a=5", "follows",
             REPORT_PASS, NULL},
            {"follow follows | t1_a | t1_a +t1_b -t1_c | 甲\n", "a=7 b=4 c=3", "a=5", "follows",
             REPORT_UNSURE, "推算为6"},
            {"follow follows | t1_a | t1_a +t1_b | 甲\n", "a=7 b=4", "a=", "follows", NONE, NULL},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const struct report *before =
                    rows[i].before ? filled(mem, rows[i].rules, rows[i].before) : NULL;
                struct report_checks k;
                const struct report_check *c;

                report_check(mem, filled(mem, rows[i].rules, rows[i].cells), before, &k);
                c = find(&k, rows[i].id);
                if ((c ? (int)c->status : NONE) != rows[i].status ||
                    (rows[i].words && !strstr(c->message, rows[i].words)))
                        fail_msg("row %zu: %s", i, c ? c->message : "none");
        }
}

/* The cell that two identities agree on is proposed, but nothing below nought. */
static void
proposals(void **state)
{
        static const char rules[] = "sum s | t1_a | t1_b t1_c | 甲应等于乙加丙\n"
                                    "sum r | t1_d | t1_b t1_e | 丁应等于乙加戊\n";
        static const struct {
                const char *cells, *proposal;
                double proposed;
        } rows[] = {
            {"a=8 b=9 c=5 d=4 e=1", "t1_b", 3},
            {"a=1 b=9 c=5 d=0 e=4", NULL, 0},
            {"a=8 b=9 c=5 d=5 e=1", NULL, 0}, /* they do not agree */
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct report_checks k;
                const struct report_check *c;

                report_check(mem, filled(mem, rules, rows[i].cells), NULL, &k);
                c = find(&k, "s");
                assert_int_equal(c->status, REPORT_FAIL);
                assert_int_equal(c->proposal != NULL, rows[i].proposal != NULL);
                if (c->proposal) {
                        assert_string_equal(c->proposal, rows[i].proposal);
                        assert_true(c->proposed == rows[i].proposed);
                }
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(dates_and_parts),    cmocka_unit_test(shares_and_growth),
            cmocka_unit_test(sums_of_a_sentence), cmocka_unit_test(applications_and_results),
            cmocka_unit_test(many_headings),      cmocka_unit_test(rules_of_a_form),
            cmocka_unit_test(proposals),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
