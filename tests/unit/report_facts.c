#include "cm.h"

#include "domain/report/report.h"

#include <math.h>

/* Sentences of our own writing in the turns of phrase that annual reports use. What is wanted of each: facts as
 * "name value unit", "~" before an approximate value, "!value" for a figure that is no count. */

struct row {
        const char *text, *wanted;
};

static bool
is_wanted(const struct report_fact *f, const char *name, double value, const char *unit,
          bool approx)
{
        return strcmp(f->name, name) == 0 && fabs(f->value - value) < 1e-6 * (1 + value) &&
               strcmp(f->unit, unit) == 0 && f->approx == approx;
}

/* One of "name ~12 条" in the facts; or no fact of that value. */
static bool
holds(const struct report *rep, char *want)
{
        char *save, *name, *value, *unit;
        bool approx, found = false;
        double v;

        while (*want == ' ')
                want++;
        if (*want == '!') {
                for (size_t i = 0; i < rep->n_facts; i++)
                        if (rep->facts[i].value == strtod(want + 1, NULL))
                                return false;
                return true;
        }
        name = strtok_r(want, " ", &save);
        value = strtok_r(NULL, " ", &save);
        unit = strtok_r(NULL, " ", &save);
        approx = *value == '~';
        v = strtod(value + (approx ? 1 : 0), NULL);
        for (size_t i = 0; i < rep->n_facts; i++)
                found = found || is_wanted(&rep->facts[i], name, v, unit ? unit : "", approx);
        return found;
}

static const char *
all_facts(TALLOC_CTX *mem, const struct report *rep)
{
        struct buf b = buf_new(mem, KiB(32));

        for (size_t i = 0; i < rep->n_facts; i++)
                buf_printf(&b, "  %s%s %s%.10g %s (%s)\n", rep->facts[i].name,
                           rep->facts[i].negated ? "*" : "", rep->facts[i].approx ? "~" : "",
                           rep->facts[i].value, rep->facts[i].unit, rep->facts[i].label);
        return buf_text(&b);
}

static void
try_rows(const struct row *rows, size_t n)
{
        size_t bad = 0;

        for (size_t i = 0; i < n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const char *text =
                    mem_printf(mem, "某市水务局2022年政府信息公开工作年度报告\n一、总体情况\n%s\n",
                               rows[i].text);
                char *wanted = mem_strdup(mem, rows[i].wanted), *save;
                struct report *rep = NULL;

                assert_int_equal(report_read(mem, "x.txt", text, strlen(text), &rep), 0);
                for (char *w = strtok_r(wanted, ";", &save); w; w = strtok_r(NULL, ";", &save)) {
                        const char *said = mem_strdup(mem, w);

                        if (holds(rep, w))
                                continue;
                        print_error("row %zu, %s: not%s. Read:\n%s", i, rows[i].text, said,
                                    all_facts(mem, rep));
                        bad++;
                }
        }
        if (bad)
                fail_msg("%zu wanted facts are not there", bad);
}

static void
disclosed(void **state)
{
        static const struct row rows[] = {
            {"2022年，全市主动公开政府信息12.3万条。", "proactive_total 123000 条"},
            {"全年累计主动公开各类政府信息２，３４５条。", "proactive_total 2345 条"},
            {"一年来，我局主动公开信息共计1,"
             "234条，其中政策法规类120条，工作动态类1100条，其他14条。",
             "proactive_total 1234 条;class_items 120 条;class_items 1100 条;class_items 14 条"},
            {"通过局门户网站主动公开政府信息56条，其中：机构职能6条，财政预决算4条，工作动态46条。",
             "proactive_total 56 条;class_items 6 条;class_items 4 条;class_items 46 条"},
            {"通过局门户网站主动公开政府信息56条，通过政务微信公开32条，政务微博公开18条。",
             "channel_website 56 条;channel_wechat 32 条;channel_weibo 18 条"},
            {"全年公开政府信息320条，其中，政府网站公开210条、政务微博公开40条、政务微信公开60条、"
             "其他方"
             "式公开10条。",
             "proactive_total 320 条;channel_website 210 条;channel_weibo 40 条;channel_wechat 60 "
             "条;channel_other 10 条"},
            {"在各类平台发布政务信息近2000条。", "proactive_total ~2000 条"},
            {"“两微一端”发布信息650条，其中微信公众号350条，微博300条。",
             "channel_wechat 350 条;channel_weibo 300 条;!2"},
            {"微信公众号“清水水务”推送文章186篇，抖音号发布短视频24条。",
             "channel_wechat 186 篇;channel_other 24 条"},
            {"编发《水务简报》24期，在《清水日报》刊登稿件15篇，电视台播出新闻8条。",
             "channel_journal 24 期;channel_press 15 篇;channel_tv 8 条"},
            {"出版《清水市人民政府公报》12期，免费发放。", "channel_gazette 12 期"},
            {"通过电子显示屏滚动播放政务信息130条，发送短信5600条，广播播报12次。",
             "channel_screen 130 条;channel_sms 5600 条;channel_radio 12 次"},
            {"在公开栏张贴信息42条。", "channel_other 42 条"},
            {"全年主动公开信息一百二十三条。", "proactive_total 123 条"},
            {"全年共主动公开政府信息三百余条。", "proactive_total ~300 条"},
            {"全年主动公开政府信息的数量为87条。", "proactive_total 87 条"},
            {"主动公开政府信息数：87条。", "proactive_total 87 条"},
            {"本年度新增主动公开政府信息215条，历年累计公开1890条。",
             "proactive_total 215 条;other 1890 条"},
            {"政府网站访问量达1.25亿次，门户网站点击量356.7万人次。",
             "portal_views 125000000 次;portal_views 3567000 人次"},
            {"网站总浏览量80余万次，日均访问量约2万人次。", "portal_views ~800000 次"},
            {"网站全年独立用户访问量三万余人次。", "portal_views ~30000 人次"},
            {"公开重点领域信息350条，公共资源配置领域信息45条。",
             "key_area_items 350 条;public_resource_items 45 条"},
            {"向市政府网站报送信息320条，被采用180条。", "submissions 320 条;adopted 180 条"},
            {"全年向上级报送政务信息96篇，录用54篇。", "submissions 96 篇;adopted 54 篇"},
            {"开设“优化营商环境”等专栏5个，新增栏目3个，关停网站2个。",
             "columns_opened 5 个;columns_opened 3 个;sites_closed 2 个"},
            {"全县现有政府网站1个，政务新媒体12个。", "sites 1 个;other 12 个"},
            {"公布权责清单3210项，政务服务事项1200项。",
             "power_items 3210 项;service_items 1200 项"},
            {"梳理公布行政权力事项１５６项。", "power_items 156 项"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void
documents(void **state)
{
        static const struct row rows[] = {
            {"制定规范性文件6件，废止2件，现行有效25件。", "normative_issued 6 件;!3"},
            {"全年制发行政规范性文件三件。", "normative_issued 3 件"},
            {"公布政府规章2部。", "rules_issued 2 部"},
            {"发布政策解读材料45篇，其中图文解读20篇。",
             "interpretations 45 篇;interpretations 20 篇"},
            {"采用图解、视频等形式解读政策文件18件。", "interpretations 18 件"},
            {"全年发布解读信息56条。", "interpretations 56 条"},
            {"召开新闻发布会12场，参加在线访谈8期，回应社会关切35次。",
             "press_conferences 12 场;interviews 8 期;responses 35 次"},
            {"举办4场新闻发布会、3次在线访谈。", "press_conferences 4 场;interviews 3 次"},
            {"主要负责同志带头解读政策5次。", "interpretations 5 次"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void
letters(void **state)
{
        static const struct row rows[] = {
            {"办理人大代表建议23件、政协提案45件。", "proposals_npc 23 件;proposals_cppcc 45 件"},
            {"共承办建议提案68件，其中人大建议23件，政协提案45件，办结率100%。",
             "proposals_total 68 件;proposals_npc 23 件;proposals_cppcc 45 件;percent 100 %"},
            {"办理答复市人大代表建议11件、政协委员提案9件。",
             "proposals_npc 11 件;proposals_cppcc 9 件"},
            {"公开人大代表建议和政协提案复文31件。", "proposals_total 31 件"},
            {"市长信箱共收到群众来信230封，办结228封。",
             "letters_received 230 封;letters_answered 228 封"},
            {"受理网民留言咨询87条，回复85条，回复率97.7%。",
             "letters_received 87 条;letters_answered 85 条;percent 97.7 %"},
            {"12345热线转办工单452件，全部按期办结。", "!12345"},
            {"回复网上咨询投诉两件。", "letters_answered 2 件"},
            {"全年接到举报投诉5起。", "complaints 5 起"},
            {"未接到有关政府信息公开的投诉、举报。", "complaints 0 件"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void
applications(void **state)
{
        static const struct row rows[] = {
            {"全年共收到政府信息公开申请45件，其中：当面申请5件，信函申请10件，网络申请30件。",
             "requests_received 45 件;other 5 件;other 10 件;other 30 件"},
            {"本年新收政府信息公开申请12件，上年结转1件，共办理13件，其中予以公开8件，部分公开2件，"
             "不予公开"
             "1件，无法提供1件，不予处理0件，其他处理1件，结转下年度继续办理0件。",
             "requests_received 12 件;requests_carried_in 1 件;requests_answered 13 "
             "件;requests_granted 8 件;requests_partial 2 件;requests_refused 1 件;requests_unable "
             "1 "
             "件;requests_rejected 0 件;requests_other 1 件;requests_carried_out 0 件"},
            {"全年共受理依申请公开20余件，均按时答复。", "requests_received ~20 件"},
            {"共收到依申请公开事项近百件。", "requests_received ~100 件"},
            {"共受理依申请公开政府信息五件，均已按期答复。", "requests_received 5 件"},
            {"收到公民、法人和其他组织政府信息公开申请37件，已答复35件，2件正在办理。",
             "requests_received 37 件;requests_answered 35 件"},
            {"全年收到依申请公开两件。", "requests_received 2 件"},
            {"2022年，我局受理政府信息公开申请零件。", "requests_received 0 件"},
            {"2022年度我局政府信息公开申请数量为零。", "requests_received 0"},
            {"全年依申请公开件数为0。", "requests_received 0 件"},
            {"上年结转0件，结转下年度0件。", "requests_carried_in 0 件;requests_carried_out 0 件"},
            {"2022年未收到公民、法人或者其他组织要求获取政府信息的申请。",
             "requests_received 0 件"},
            {"2022年本机关没有收到政府信息公开申请，也没有发生行政复议和行政诉讼。",
             "requests_received 0 件;reviews 0 件;lawsuits 0 件"},
            {"本年度无依申请公开事项，无行政复议、行政诉讼案件。",
             "requests_received 0 件;reviews 0 件;lawsuits 0 件"},
            {"依申请公开：无。", "requests_received 0 件"},
            {"办结34件，其中：同意公开20件，同意部分公开6件，不同意公开3件，不属于本机关公开2件，信"
             "息不存在"
             "3件，均为政府信息公开申请。",
             "requests_granted 20 件;requests_partial 6 件;requests_refused 3 件"},
            {"因政府信息公开引发行政复议3件，其中维持2件，纠正1件；行政诉讼2起，均胜诉。",
             "reviews 3 件;lawsuits 2 起"},
            {"被申请行政复议案件1件，被提起行政诉讼案件0件。", "reviews 1 件;lawsuits 0 件"},
            {"全年没有因政府信息公开被提起行政复议或行政诉讼。", "reviews 0 件;lawsuits 0 件"},
            {"全年共收取信息处理费400元。", "fees_yuan 400 元"},
            {"依申请提供政府信息收取检索、复制费用共计0.5万元。", "fees_yuan 5000 元"},
            {"本年度未收取信息处理费。", "fees_yuan 0 元"},
            {"我局未就提供政府信息收取任何费用。", "fees_yuan 0 元"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void
staff_and_money(void **state)
{
        static const struct row rows[] = {
            {"举办政务公开培训3次，培训人员150人次。", "trainings 3 次;trainees 150 人次"},
            {"组织业务培训2期，参训200余人。", "trainings 2 期;trainees ~200 人"},
            {"举办培训班一期，参加人员四十余人次。", "trainings 1 期;trainees ~40 人次"},
            {"共召开专题会议4次，领导小组会议两次。", "meetings 4 次;meetings 2 次"},
            {"组织召开了3次政务公开推进会。", "meetings 3 次"},
            {"现有专职工作人员2名，兼职人员5名。", "staff_full 2 名;staff_part 5 名"},
            {"配备政府信息公开工作人员十二人，其中专职3人、兼职9人。",
             "staff 12 人;staff_full 3 人;staff_part 9 人"},
            {"设立政府信息公开查阅点3个，全年接待查阅群众1200余人次。",
             "reading_points 3 个;reading_visits ~1200 人次"},
            {"安排专项经费20万元，投入网站建设资金1.2亿元。",
             "budget_wan 20 万元;budget_wan 12000 万元"},
            {"政务公开专项经费50000元。", "budget_wan 5 万元"},
            {"全市共有公开责任单位45个。", "agencies 45 个"},
            {"督促全市32个乡镇、56个部门做好公开工作。", "agencies 32 个;agencies 56 个"},
            {"下发问题清单3份。", "issue_lists 3 份"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

static void
shares(void **state)
{
        static const struct row rows[] = {
            {"主动公开信息1000条，同比增长15.3%。", "percent 15.3 %"},
            {"较上年增长百分之十二，满意度达98.5%。", "percent 12 %;percent 98.5 %"},
            {"其中工作动态350条，占公开总数的35％。", "percent 35 %"},
            {"办结率为百分之百，按时答复率100%。", "percent 100 %"},
            {"同比下降3.6个百分点。", "percent 3.6 个百分点"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

/* Years, dates, numbers of documents, telephones, ordinals, articles, names. */
static void
no_counts(void **state)
{
        static const struct row rows[] = {
            {"根据国办公开办函〔2021〕30号、国务院令第711号和《条例》第五十条规定编制。",
             "!2021;!30;!711;!50;!10;!5"},
            {"地址：建设路88号水务大厦1206室，邮编：432000，电话：0712-4455667，传真0712-4455668。",
             "!88;!1206;!432000;!4455667;!712"},
            {"统计期限自2022年1月1日起至2022年12月31日止，2023年1-3月另行公布。",
             "!1;!31;!12;!2022;!3"},
            {"落实“两个维护”“四个意识”，推进“三审三校”“五公开”和“一网通办”，学习二十大精神。",
             "!2;!4;!3;!5;!20"},
            {"本报告由六个部分组成，一是加强领导，二是完善机制，三个方面取得成效。", "!6;!3;!2"},
            {"办公时间为8:30-12:00，24小时自助服务，联系人张三。", "!8;!30;!12"},
            {"制定《“十四五”规划》，第一时间公开，每季度检查1-2次。", "!14;!4;!5;!1;!2"},
            {"文号：清水发〔2022〕12号；索引号11420000-04-2022-000123。", "!12;!123;!4"},
            {"信用代码11420000011043023L，网址www.qs123.gov.cn/col/col5678/index.html。",
             "!123;!5678"},
            {"在政府信息公开申请答复中严格执行20个工作日的规定。", "!7"},
            {"位列全市前10名，排名第3位。", "!3;!10"},
            {"对照26个试点领域标准目录。", "other 26 个"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

/* Whose report it is, however its title is put. Law: 《政府信息公开条例》第四十九条. */
static void
titles(void **state)
{
        static const struct {
                const char *title, *issuer;
                int year;
        } rows[] = {
            {"青禾县水利局政府信息公开工作年度报告（2022年度）", "青禾县水利局", 2022},
            {"2022年度青禾县发展和改革局政府信息公开工作年度报告", "青禾县发展和改革局", 2022},
            {"青禾县人力资源和社会保障局\n2023年政府信息公开\n工作年度报告",
             "青禾县人力资源和社会保障局", 2023},
            {"国家税务总局青禾县税务局2020年政府信息公开工作年度报告", "国家税务总局青禾县税务局",
             2020},
            {"青禾县市场监督管理局关于2019年政府信息公开工作的年度报告", "青禾县市场监督管理局",
             2019},
            {"关于报送《青禾县审计局2016年政府信息公开工作年度报告》的函", "青禾县审计局", 2016},
            {"青禾省人民政府办公厅２０２４年政府信息公开工作年度报告", "青禾省人民政府办公厅",
             2024},
            {"青禾经济技术开发区管理委员会2022年政府信息公开工作年度报告",
             "青禾经济技术开发区管理委员会", 2022},
            {"二〇一三年青禾市公安局政府信息公开工作年度报告", "青禾市公安局", 2013},
            {"当前位置：首页>政务公开>"
             "年报\n青禾市城市管理局2022年政府信息公开工作年度报告\n来源：市城管局",
             "青禾市城市管理局", 2022},
            {"2025年度临溪市林业和草原局政府信息公开年报", "临溪市林业和草原局", 2025},
            {"临溪市气象局\n政府信息公开工作2017年度报告", "临溪市气象局", 2017},
            {"柳荫乡2010年度政府信息公开工作年度报告", "柳荫乡人民政府", 2010},
            {"政府信息公开工作年度报告\n（2014年度）\n临溪市物价局", "临溪市物价局", 2014},
            {"临溪市司法局政府信息公开2009年年度报告", "临溪市司法局", 2009},
            {"# 临溪市2021年政府信息公开工作年度报告", "临溪市人民政府", 2021},
            {"关于报送青禾县审计局2016年政府信息公开工作年度报告的函", "青禾县审计局", 2016},
            {"按照要求，2022年青禾县水务局的政务公开工作稳步推进", "青禾县水务局", 2022},
            {"2015年度鐵山區政府信息公開（政府信息公开）工作报告\n鐵山區年報", "鐵山區人民政府",
             2015},
            {"2015年度铁山区政府信息公开（政府信息公開）工作报告", "铁山区人民政府", 2015},
            /* of a place the office that made the report, when it is that place's */
            {"安源区2012年度政府信息公开年度报告\n本报告由安源区人民政府办公室编制",
             "安源区人民政府办公室", 2012},
            {"安源区2012年度政府信息公开年度报告\n本报告由临溪市人民政府办公室编制",
             "安源区人民政府", 2012},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const char *text = mem_printf(
                    mem, "%s\n一、总体情况\n（一）主动公开。全年主动公开政府信息12条。\n",
                    rows[i].title);
                struct report *rep = NULL;

                assert_int_equal(report_read(mem, "x.txt", text, strlen(text), &rep), 0);
                if (strcmp(rep->issuer, rows[i].issuer) != 0 || rep->year != rows[i].year)
                        fail_msg("%s: %s, %d", rows[i].title, rep->issuer, rep->year);
        }
}

/* Who is named most often counts in the first pages only, and a name that is too long is cut between
 * characters. */
static void
names_in_long_texts(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf text = buf_new(mem, KiB(64));
        struct report *rep = NULL;

        (void)state;
        buf_str(&text, "政务公开年报\n由青禾县水务局全力推进。\n");
        for (int i = 0; i < 1000; i++)
                buf_str(&text, "节约用水人人有责。");
        for (int i = 0; i < 5; i++)
                buf_str(&text, "临溪市教育局牵头。");
        assert_int_equal(report_read(mem, "x", buf_text(&text), text.len, &rep), 0);
        assert_string_equal(rep->issuer, "青禾县水务局");
        text = buf_new(mem, KiB(1));
        buf_str(&text, "政务公开年报\n𠮷𠮷");
        for (int i = 0; i < 22; i++)
                buf_str(&text, "山");
        buf_str(&text, "局编制\n");
        assert_int_equal(report_read(mem, "x", buf_text(&text), text.len, &rep), 0);
        assert_memory_equal(rep->issuer, "𠮷山", strlen("𠮷山"));
}

/* More of the same, from counties, towns and bureaus of other years. */
static void
second_reading(void **state)
{
        static const struct row rows[] = {
            {"截止2022年12月31日，累计公开信息1560条，其中政务动态1201条、通知公告359条。",
             "proactive_total 1560 条;class_items 1201 条;class_items 359 条"},
            {"本年度通过区政府门户网站公开政府信息共计98条。", "channel_website 98 条"},
            {"我镇全年在政务公开平台发布信息共128条（其中政策法规20条，工作动态108条）。",
             "proactive_total 128 条;class_items 20 条;class_items 108 条"},
            {"网站信息公开专栏更新信息321条，政务微博发布信息56条，微信公众号发布信息212条。",
             "channel_website 321 条;channel_weibo 56 条;channel_wechat 212 条"},
            {"今日头条发布87条，抖音发布45条。", "channel_other 87 条;channel_other 45 条"},
            {"在省级以上媒体刊发稿件36篇。", "channel_press 36 篇"},
            {"印发政务信息简报12期。", "channel_journal 12 期"},
            {"主动公开规范性文件5件，公开率100%。", "percent 100 %"},
            {"全年收到政府信息公开申请共计16份，其中信函方式9份，现场方式7份。",
             "requests_received 16 份;other 9 份;other 7 份"},
            {"2022年，我局共办理依申请公开12件，均在法定期限内答复。", "requests_received 12 件"},
            {"全年接收申请政府信息公开8宗，已全部办结。", "requests_received 8 宗"},
            {"本年度共收到信息公开申请1起，申请人为公民个人。", "requests_received 1 起"},
            {"本年度受理信息公开申请0宗。", "requests_received 0 宗"},
            {"我局2022年度依申请公开政府信息为0件。", "requests_received 0 件"},
            {"未收到公民、法人或其他组织的信息公开申请。", "requests_received 0 件"},
            {"2022年我局没有产生依申请公开信息的收费。", "fees_yuan 0 元"},
            {"予以公开12件、部分公开3件、不予公开2件、无法提供4件、不予处理1件，均为政府信息公开申"
             "请办理结果。",
             "requests_granted 12 件;requests_partial 3 件"},
            {"收到行政复议申请6件，其中维持4件，撤销2件；行政应诉3件。", "reviews 6 件"},
            {"发生涉及政府信息公开的行政诉讼案件4件，复议案件2件。", "lawsuits 4 件;reviews 2 件"},
            {"无因政府信息公开引起的行政复议、行政诉讼案件。", "reviews 0 件;lawsuits 0 件"},
            {"收到举报0件，投诉0件。", "complaints 0 件"},
            {"全年办理12345政务热线工单1532件，办结率99.2%，满意率97.5%。",
             "percent 99.2 %;percent 97.5 %;!12345"},
            {"局长信箱收到咨询、建议类信件23件，答复23件。",
             "letters_received 23 件;letters_answered 23 件"},
            {"征集调查5次，收到意见建议46条，采纳12条。", "other 46 条"},
            {"组织在线访谈4期、新闻发布会2场、政府开放日活动3次。",
             "interviews 4 期;press_conferences 2 场;other 3 次"},
            {"围绕重点工作解读政策17次，其中部门负责人解读6次，专家解读3次。",
             "interpretations 17 次;interpretations 6 次;interpretations 3 次"},
            {"举办全市政务公开业务培训班2期，培训业务骨干160余名。",
             "trainings 2 期;trainees ~160 名"},
            {"召开领导小组会议2次、专题部署会1次。", "meetings 2 次;meetings 1 次"},
            {"配备专职工作人员1人，兼职工作人员2人，共3人。", "staff_full 1 人;staff_part 2 人"},
            {"各级财政投入政务公开经费156.8万元。", "budget_wan 156.8 万元"},
            {"设置政务公开专区15个，查阅室3处，全年接待群众查询1.2万人次。",
             "reading_points 3 处;reading_visits 12000 人次"},
            {"乡镇（街道）、村（社区）设置公开栏246个。", "!0"},
            {"公开行政许可事项126项，行政处罚结果35件。", "other 126 项;other 35 件"},
            {"公示“双公示”信息2036条。", "other 2036 条"},
            {"政府网站群集约化整合网站12个，关停9个。", "sites 12 个;sites_closed 9 个"},
            {"梳理基层政务公开标准目录26个领域368项。", "other 26 个;other 368 项"},
            {"总访问量1023万余次，比上年增长近三成。", "portal_views ~10230000 次"},
            {"平均每日点击量超过3000次。", "portal_views ~3000 次"},
            {"向市政府信息公开网报送信息96条，采用率62%。", "submissions 96 条;percent 62 %"},
            {"被市政府网站采用信息35条。", "adopted 35 条"},
            {"举办业务培训2场次、150人次。", "trainings 2 场次;trainees 150 人次"},
            {"举办培训班2期，参训136人（次）。", "trainings 2 期;trainees 136 人次"},
            {"网站独立用户访问总量98.6万个。", "other 986000 个"},
            {"收取检索费、复制费共计三百二十元。", "fees_yuan 320 元"},
            {"来源：县政府办　浏览次数：1382次", "!1382"},
            {"印发公文368件，其中依申请公开3件，不予公开319件。", "other 319 件"},
            {"根据国办公开办函［2021］30号编制。", "!2021;!30"},
            {"全年收到政府信息公开申请9件，由3件当面申请、6件网上申请组成。",
             "requests_received 9 件"},
            {"通过门户网站主动公开文件56件。", "channel_website 56 件"},
            {"主动公开信息100条，其中按时公开率占总数的35%。", "percent 35 %"},
            {"全年收到政府信息公开申请9件，由3件当面申请、6件网上申请", "requests_received 9 件"},
            {"主动公开政府信息300余内容涉及民生。", "proactive_total ~300"},
            {"通过局门户网站发布信息56条，其中解读材料6条，其他50条。", "interpretations 6 条"},
            {"全年公开信息100条，其中通过门户网站主动公开56条，其他44条。",
             "proactive_total 100 条;class_items 56 条;class_items 44 条"},
        };

        (void)state;
        try_rows(rows, N(rows));
}

/* A text that ends within a figure does not say how large it was. */
static void
cut_figures(void **state)
{
        static const struct {
                const char *end;
                size_t facts;
        } rows[] = {{"主动公开信息数19", 0}, {"主动公开信息数19\n", 1}, {"主动公开信息19条", 1}};

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                const char *text =
                    mem_printf(mem, "某市水务局2012年政府信息公开工作年度报告\n%s", rows[i].end);
                struct report *rep = NULL;

                assert_int_equal(report_read(mem, "x.txt", text, strlen(text), &rep), 0);
                assert_int_equal(rep->n_facts, rows[i].facts);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(disclosed),       cmocka_unit_test(documents),
            cmocka_unit_test(letters),         cmocka_unit_test(applications),
            cmocka_unit_test(staff_and_money), cmocka_unit_test(shares),
            cmocka_unit_test(no_counts),       cmocka_unit_test(second_reading),
            cmocka_unit_test(titles),          cmocka_unit_test(names_in_long_texts),
            cmocka_unit_test(cut_figures),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
