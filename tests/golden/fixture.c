#include "fixture.h"

#include "views/office/office.h"
#include "views/office/report_form.h"
#include "views/office/report_one.h"
#include "views/office/report_run.h"
#include "views/part/chart.h"
#include "views/part/diff.h"
#include "views/part/findings.h"
#include "views/portal/portal.h"
#include "views/views.h"

#define LIST(a) .a = a, .n_##a = N(a)
#define COUNT(x)                                                                                   \
        {                                                                                          \
                VIEW_COUNT_EXACT, x                                                                \
        }
#define DAY(y, m, d) day_ymd(y, m, d)

static const struct view_link nav[] = {
    {.label = "首页", .url = "/", .current = true},
    {.label = "法定主动公开内容", .url = "/content"},
    {.label = "政策解读", .url = "/content/interpretation"},
    {.label = "年度报告", .url = "/reports"},
    {.label = "机构目录", .url = "/agencies"},
    {.label = "主题目录", .url = "/topics"},
    {.label = "公开统计", .url = "/stats"},
    {.label = "数据开放", .url = "/open"},
};

struct view_site
fixture_site(void)
{
        return (struct view_site){
            .origin = "https://www.jingyu.example",
            .prefix = "",
            .name = "靖宇县人民政府",
            .portal = "政府信息公开",
            .domain = "www.jingyu.example",
            .id_code = "2206220001",
            .theme = "blue",
            LIST(nav),
            .organiser = "靖宇县人民政府办公室",
            .undertaker = "靖宇县政务服务和数字化建设管理局",
            .address = "吉林省白山市靖宇县靖宇大街",
            .phone = "0439-0000000",
            .postcode = "135200",
            .icp = "吉ICP备00000000号",
            .police_no = "吉公网安备 22062200000000号",
            .mark_url = "https://bszs.conac.cn/",
            .ipv6 = true,
            .font = VIEW_FONT_MEDIUM,
            .back = "/item/112206220135512345%2F2019-00268",
            .today = DAY(2020, 1, 6),
            .change_no = 8562,
            .version = "0.1.0",
        };
}

static TALLOC_CTX *region;

static void rows_once(void);

void
fixture_begin(TALLOC_CTX *mem)
{
        region = mem;
        rows_once();
}

/* ---- shared pieces ---- */

static const struct part_tree tree_license[] = {
    {.label = "行政许可事项", .url = "/content/license-items", .count = COUNT(283)},
    {.label = "行政许可结果", .url = "/content/license-results", .count = COUNT(378)},
};
static const struct part_tree tree_budget[] = {
    {.label = "政府预算", .url = "/content/budget", .count = COUNT(64), .current = true},
    {.label = "政府决算", .url = "/content/final", .count = COUNT(58)},
    {.label = "“三公”经费", .url = "/content/three", .count = COUNT(66)},
};
static const struct part_tree tree_nodes[] = {
    {.label = "履职依据",
     .url = "/content/basis",
     .note = "第二十条第（一）项",
     .count = COUNT(126)},
    {.label = "机关简介",
     .url = "/content/profile",
     .note = "第二十条第（二）项",
     .count = COUNT(64)},
    {.label = "规划信息", .url = "/content/plan", .note = "第二十条第（三）项", .count = COUNT(41)},
    {.label = "统计信息",
     .url = "/content/statistics",
     .note = "第二十条第（四）项",
     .count = COUNT(92)},
    {.label = "行政许可和其他对外管理服务事项",
     .url = "/content/license",
     .note = "第二十条第（五）项",
     .count = COUNT(661),
     .nodes = tree_license,
     .n_nodes = N(tree_license)},
    {.label = "行政处罚和行政强制",
     .url = "/content/penalty",
     .note = "第二十条第（六）项",
     .count = COUNT(1433)},
    {.label = "财政预算、决算",
     .url = "/content/finance",
     .note = "第二十条第（七）项",
     .count = COUNT(188),
     .open = true,
     .nodes = tree_budget,
     .n_nodes = N(tree_budget)},
    {.label = "行政事业性收费",
     .url = "/content/fees",
     .note = "第二十条第（八）项",
     .count = COUNT(49)},
    {.label = "政府集中采购",
     .url = "/content/procurement",
     .note = "第二十条第（九）项",
     .count = COUNT(178)},
    {.label = "重大建设项目",
     .url = "/content/projects",
     .note = "第二十条第（十）项",
     .count = COUNT(203)},
    {.label = "扶贫、教育、医疗、社会保障、就业",
     .url = "/content/welfare",
     .note = "第二十条第（十一）项",
     .count = COUNT(517)},
    {.label = "突发公共事件应急",
     .url = "/content/emergency",
     .note = "第二十条第（十二）项",
     .count = COUNT(37)},
    {.label = "环境保护、公共卫生、安全生产等监督检查",
     .url = "/content/inspection",
     .note = "第二十条第（十三）项",
     .count = COUNT(624)},
    {.label = "公务员招考",
     .url = "/content/recruit",
     .note = "第二十条第（十四）项",
     .count = COUNT(12)},
    {.label = "市政建设、公共服务、公益事业",
     .url = "/content/city",
     .note = "第二十一条",
     .count = COUNT(315)},
};

static const struct part_side side = {
    .unit = "靖宇县人民政府",
    .unit_url = "/agency/jingyu",
    .guide_url = "/guide",
    .rules_url = "/rules",
    .content_url = "/content",
    .reports_url = "/reports",
    .request_url = "/guide#apply",
    .current = SIDE_CONTENT,
    .content = {.nodes = tree_nodes, .n_nodes = N(tree_nodes)},
};

#define VALID .tag = {.label = NULL}
static struct part_row latest[8], documents[8], small_rows[3][5], list_rows[10], report_rows[5];

static void
rows_once(void)
{
        static const struct part_row a[] = {
            {.title = "靖宇县人民政府办公室关于印发靖宇县2020年政务公开工作要点的通知",
             .url = "/item/1",
             .agency = "县政府办公室",
             .doc_no = "靖政办发〔2019〕26号"},
            {.title = "靖宇县2019年第四季度城市集中式饮用水水源水质状况报告",
             .url = "/item/2",
             .agency = "市生态环境局靖宇县分局"},
            {.title = "关于靖宇县龙泉镇农村饮水安全巩固提升工程竣工验收结果的公示",
             .url = "/item/3",
             .agency = "县水利局"},
            {.title = "靖宇县人力资源和社会保障局2020年春风行动招聘会公告",
             .url = "/item/4",
             .agency = "县人社局"},
            {.title = "靖宇县市场监督管理局食品安全监督抽检信息公示（2019年第12期）",
             .url = "/item/5",
             .agency = "县市场监管局"},
            {.title = "靖宇县2019年中央财政衔接推进乡村振兴补助资金项目计划完成情况",
             .url = "/item/6",
             .agency = "县财政局"},
            {.title = "花园口镇2019年12月份农村低保、特困人员救助发放情况公示",
             .url = "/item/7",
             .agency = "花园口镇"},
            {.title = "靖宇县自然资源局国有建设用地使用权挂牌出让公告（靖自然告字〔2019〕9号）",
             .url = "/item/8",
             .agency = "县自然资源局"},
        };
        static const struct part_row b[] = {
            {.title = "靖宇县人民政府关于公布县级行政许可事项清单的决定",
             .url = "/item/11",
             .doc_no = "靖政发〔2019〕12号"},
            {.title = "靖宇县人民政府办公室关于印发靖宇县城乡居民基本医疗保险实施细则的通知",
             .url = "/item/12",
             .doc_no = "靖政办规〔2019〕2号"},
            {.title = "靖宇县人民政府关于划定高污染燃料禁燃区的通告",
             .url = "/item/13",
             .doc_no = "靖政告〔2019〕3号"},
            {.title = "靖宇县人民政府关于废止部分行政规范性文件的决定",
             .url = "/item/14",
             .doc_no = "靖政发〔2019〕10号"},
            {.title = "靖宇县人民政府办公室关于进一步加强森林防火工作的通知",
             .url = "/item/15",
             .doc_no = "靖政办发〔2019〕21号"},
            {.title = "靖宇县人民政府关于2019年国有建设用地供应计划的批复",
             .url = "/item/16",
             .doc_no = "靖政函〔2019〕44号"},
            {.title = "靖宇县人民政府办公室关于调整县政务公开领导小组成员的通知",
             .url = "/item/17",
             .doc_no = "靖政办函〔2019〕8号"},
            {.title = "靖宇县畜禽养殖废弃物资源化利用工作方案",
             .url = "/item/18",
             .doc_no = "靖政办发〔2019〕17号"},
        };
        static const char *const c[3][5] = {
            {"靖宇县2020年政府预算公开说明", "靖宇县教育局2020年部门预算",
             "靖宇县2018年度政府决算公开", "靖宇县卫生健康局“三公”经费说明",
             "靖宇县林业局2018年度部门决算"},
            {"靖宇县2019年贫困人口脱贫退出公示", "农村危房改造第二批补助对象公示",
             "2019年秋季学期家庭经济困难学生资助公示", "雨露计划补助发放名单公示",
             "特困人员供养标准调整公告"},
            {"企业环境信用评价结果", "建设项目环境影响评价文件批复公告",
             "2019年12月城区环境空气质量月报", "固定污染源排污许可证核发公告",
             "重点排污单位名录（2019年）"},
        };

        for (size_t i = 0; i < 8; i++) {
                latest[i] = a[i];
                latest[i].day = day_add(DAY(2020, 1, 6), -(int)(i / 2));
                latest[i].n_files = i % 3 == 0 ? 1 : 0;
                documents[i] = b[i];
                documents[i].day = day_add(DAY(2019, 12, 26), -(int)i * 9);
        }
        for (size_t k = 0; k < 3; k++)
                for (size_t i = 0; i < 5; i++)
                        small_rows[k][i] =
                            (struct part_row){.title = c[k][i],
                                              .url = "/item/20",
                                              .day = day_add(DAY(2019, 12, 20), -(int)i)};
        for (size_t i = 0; i < 10; i++) {
                list_rows[i] = i % 2 ? a[i / 2] : b[i / 2];
                list_rows[i].day = day_add(DAY(2019, 12, 30), -(int)i * 5);
                list_rows[i].n_files = i % 4 == 0 ? 2 : 0;
        }
        list_rows[2].tag = (struct part_tag){"已修改", TONE_WARNING};
        list_rows[6].tag = (struct part_tag){"废止", TONE_BAD};
        for (size_t i = 0; i < 5; i++)
                report_rows[i] = (struct part_row){
                    .title =
                        mem_printf(region, "靖宇县%d年政府信息公开工作年度报告", 2019 - (int)i),
                    .url = "/item/31",
                    .day = DAY(2020 - (int)i, 1, 22)};
}

#define BLOCK(t, r)                                                                                \
        {                                                                                          \
                .title = t, .url = "/content/x", .rows = {.rows = r, .n_rows = N(r) }              \
        }
#define CRUMBS(...)                                                                                \
        .crumbs = (const struct view_link[]){{.label = "首页", .url = "/"}, __VA_ARGS__},          \
        .n_crumbs = N(((const struct view_link[]){{.label = "首页", .url = "/"}, __VA_ARGS__}))
#define COLUMN(n, t) .column = {n, n "信息", n ";政府信息公开;靖宇县", t}

static const struct part_figure figure_list[] = {
    {.label = "主动公开信息", .unit = "条", .url = "/stats", .value = COUNT(8562)},
    {.label = "政府网站", .unit = "条", .url = "/stats#channels", .value = COUNT(5371)},
    {.label = "政务微信", .unit = "条", .url = "/stats#channels", .value = COUNT(2589)},
    {.label = "政务微博", .unit = "条", .url = "/stats#channels", .value = COUNT(146)},
    {.label = "公开单位", .unit = "个", .url = "/agencies", .value = COUNT(32)},
};

static const struct part_fact office_facts[] = {
    {.label = "机构名称", .value = "靖宇县政务服务和数字化建设管理局"},
    {.label = "办公时间", .value = "工作日 8:00—11:30，13:00—16:30"},
    {.label = "办公地址", .value = "靖宇县靖宇大街政务服务中心三楼"},
    {.label = "联系电话", .value = "0439-0000000"},
    {.label = "传真号码", .value = "0439-0000001"},
    {.label = "电子邮箱", .value = "xxgk@jingyu.example"},
};

static const struct view_link departments[] = {
    {.label = "县政府办公室", .url = "/agency/a"},
    {.label = "县发展和改革局", .url = "/agency/a"},
    {.label = "县教育局", .url = "/agency/a"},
    {.label = "县科学技术局", .url = "/agency/a"},
    {.label = "县工业和信息化局", .url = "/agency/a"},
    {.label = "县公安局", .url = "/agency/a"},
    {.label = "县民政局", .url = "/agency/a"},
    {.label = "县司法局", .url = "/agency/a"},
    {.label = "县财政局", .url = "/agency/a"},
    {.label = "县人力资源和社会保障局", .url = "/agency/a"},
    {.label = "县自然资源局", .url = "/agency/a"},
    {.label = "县住房和城乡建设局", .url = "/agency/a"},
    {.label = "县交通运输局", .url = "/agency/a"},
    {.label = "县水利局", .url = "/agency/a"},
    {.label = "县农业农村局", .url = "/agency/a"},
    {.label = "县文化广播电视和旅游局", .url = "/agency/a"},
    {.label = "县卫生健康局", .url = "/agency/a"},
    {.label = "县应急管理局", .url = "/agency/a"},
    {.label = "县审计局", .url = "/agency/a"},
    {.label = "县市场监督管理局", .url = "/agency/a"},
    {.label = "县林业局", .url = "/agency/a"},
    {.label = "县医疗保障局", .url = "/agency/a"},
};
static const struct view_link upper[] = {{.label = "市生态环境局靖宇县分局", .url = "/agency/b"},
                                         {.label = "国家税务总局靖宇县税务局", .url = "/agency/b"}};
static const struct view_link towns[] = {
    {.label = "靖宇镇", .url = "/agency/c"},   {.label = "三道湖镇", .url = "/agency/c"},
    {.label = "龙泉镇", .url = "/agency/c"},   {.label = "那尔轰镇", .url = "/agency/c"},
    {.label = "花园口镇", .url = "/agency/c"}, {.label = "景山镇", .url = "/agency/c"},
    {.label = "赤松镇", .url = "/agency/c"},   {.label = "蒙江乡", .url = "/agency/c"},
};
static const struct view_link hot[] = {{.label = "低保", .url = "/search?q=1"},
                                       {.label = "征地补偿", .url = "/search?q=2"},
                                       {.label = "部门预算", .url = "/search?q=3"},
                                       {.label = "教师招聘", .url = "/search?q=4"},
                                       {.label = "医保", .url = "/search?q=5"}};
static const struct view_link topics[] = {
    {.label = "综合政务", .url = "/topic/2", .count = COUNT(812)},
    {.label = "国民经济管理、国有资产监管", .url = "/topic/3", .count = COUNT(321)},
    {.label = "财政、金融、审计", .url = "/topic/4", .count = COUNT(604)},
    {.label = "国土资源、能源", .url = "/topic/5", .count = COUNT(230)},
    {.label = "农业、林业、水利", .url = "/topic/6", .count = COUNT(498)},
    {.label = "市场监管、安全生产监管", .url = "/topic/9", .count = COUNT(1022)},
    {.label = "城乡建设、环境保护", .url = "/topic/10", .count = COUNT(544)},
    {.label = "科技、教育", .url = "/topic/11", .count = COUNT(377)},
    {.label = "卫生、体育", .url = "/topic/13", .count = COUNT(290)},
    {.label = "劳动、人事、监察", .url = "/topic/15", .count = COUNT(266)},
    {.label = "民政、扶贫、救灾", .url = "/topic/17", .count = COUNT(418)},
};
static const struct view_link years[] = {
    {.label = "2019年", .url = "/reports/2019", .count = COUNT(33), .current = true},
    {.label = "2018年", .url = "/reports/2018", .count = COUNT(33)},
    {.label = "2017年", .url = "/reports/2017", .count = COUNT(31)},
    {.label = "2016年", .url = "/reports/2016", .count = COUNT(30)},
    {.label = "2015年", .url = "/reports/2015", .count = COUNT(30)}};

static void
portal_home(struct buf *out, const struct view_site *site)
{
        static const struct portal_unit_group groups[] = {
            {"县政府工作部门", departments, N(departments)},
            {"中省直部门", upper, N(upper)},
            {"乡镇人民政府", towns, N(towns)}};
        static const struct portal_pair pairs[] = {
            {"一图读懂《靖宇县城乡居民基本医疗保险实施细则》",
             "/item/41",
             "靖宇县城乡居民基本医疗保险实施细则",
             "/item/12",
             {18253}},
            {"《关于划定高污染燃料禁燃区的通告》政策解读",
             "/item/42",
             "靖宇县人民政府关于划定高污染燃料禁燃区的通告",
             "/item/13",
             {18240}},
            {"县司法局负责人就废止部分规范性文件答问",
             "/item/43",
             "靖宇县人民政府关于废止部分行政规范性文件的决定",
             "/item/14",
             {18231}},
            {"《靖宇县畜禽养殖废弃物资源化利用工作方案》解读",
             "/item/44",
             "靖宇县畜禽养殖废弃物资源化利用工作方案",
             "/item/18",
             {18219}},
        };
        const struct portal_block blocks[] = {
            BLOCK("财政预算、决算", small_rows[0]),
            BLOCK("扶贫、教育、医疗、社会保障、就业", small_rows[1]),
            BLOCK("环境保护", small_rows[2]),
            BLOCK("重大建设项目", small_rows[1]),
            BLOCK("公共资源配置", small_rows[2]),
            BLOCK("食品药品、安全生产", small_rows[0])};
        struct view_portal_home v = {
            .page = {.title = "首页",
                     .canonical = "/",
                     COLUMN("政府信息公开", "首页"),
                     .no_search = true},
            LIST(hot),
            .side = side,
            .figures = {figure_list, N(figure_list)},
            .latest = {.title = "最新公开信息",
                       .url = "/latest",
                       .rows = {.rows = latest, .n_rows = N(latest)}},
            .rules_docs = {.title = "规范性文件",
                           .url = "/content/documents",
                           .rows = {.rows = documents, .n_rows = N(documents)}},
            LIST(blocks),
            LIST(pairs),
            .pairs_url = "/content/interpretation",
            LIST(groups),
            LIST(topics),
            .reports = {.title = "政府信息公开年报",
                        .url = "/reports",
                        .rows = {.rows = report_rows, .n_rows = N(report_rows)}},
            .report_years = years,
            .n_report_years = N(years),
            .unit_name = "靖宇县人民政府",
            .office = {office_facts, N(office_facts)},
        };

        view_portal_home(out, site, &v);
}

static void
portal_home_json(struct buf *out, const struct view_site *site)
{
        struct view_portal_home v = {
            .page = {.title = "首页"},
            .figures = {figure_list, N(figure_list)},
            .latest = {.title = "最新", .rows = {.rows = latest, .n_rows = 2}},
            .hot = hot,
            .n_hot = 1};

        view_portal_home_json(out, site, &v);
}

static void
portal_unit(struct buf *out, const struct view_site *site)
{
        const struct portal_block blocks[] = {
            BLOCK("财政预算、决算", small_rows[0]),
            BLOCK("扶贫、教育、医疗、社会保障、就业", small_rows[1])};
        const struct view_link former[] = {{.label = "靖宇县水务局", .url = "/agency/shuiwu"}};
        struct view_portal_unit v = {
            .page = {.title = "政府信息公开专栏",
                     .unit = "靖宇县水利局",
                     CRUMBS({.label = "机构目录", .url = "/agencies"},
                            {.label = "靖宇县水利局", .url = "/agency/water"})},
            .side = side,
            .name = "靖宇县水利局",
            .short_name = "县水利局",
            .kind = "县政府工作部门",
            .mandate = "负责保障全县水资源的合理开发利用，统筹和保障生活、生产经营和生态环境用水；"
                       "组织实施水利工程建设与运行管理；负责水土保持、防洪和农村水利工作。",
            .search = {.agency = "water", .agency_name = "县水利局"},
            .figures = {figure_list, 4},
            .latest = {.title = "最新公开",
                       .url = "/agency/water/content",
                       .rows = {.rows = latest, .n_rows = 6}},
            LIST(blocks),
            .office = {office_facts, N(office_facts)},
            .history = "2019年3月25日承继原",
            .history_tail = "的职责，该日以前的信息见原机关专栏。",
            .relatives = former,
            .n_relatives = 1,
        };

        v.side.unit = "靖宇县水利局";
        v.side.current = SIDE_NONE;
        view_portal_unit(out, site, &v);
}

static const char *const guide_text[] = {
    "本机关依照《中华人民共和国政府信息公开条例》的规定，主动公开本机关制作的，以及从公民、法人和其"
    "他组织获取并保存的政府信息。",
    "公众可以通过本专栏、政府公报、政务新媒体以及县档案馆、县图书馆的政府信息查阅场所获取主动公开的"
    "政府信息。",
};

static void
portal_guide(struct buf *out, const struct view_site *site)
{
        static const struct portal_section sections[] = {
            {.id = "classes",
             .title = "一、政府信息的分类和编排体系",
             .paragraphs = guide_text,
             .n_paragraphs = 2},
            {.id = "access",
             .title = "二、获取政府信息的方式",
             .paragraphs = guide_text,
             .n_paragraphs = 2},
            {.id = "apply", .title = "三、依申请公开", .paragraphs = guide_text, .n_paragraphs = 2},
            {.id = "remedies",
             .title = "四、监督与救济",
             .paragraphs = guide_text,
             .n_paragraphs = 1}};
        struct view_portal_guide v = {
            .page = {.title = "政府信息公开指南",
                     CRUMBS({.label = "政府信息公开指南", .url = "/guide"}),
                     COLUMN("政府信息公开指南", "信息公开指南")},
            .side = side,
            .unit = "靖宇县人民政府",
            LIST(sections),
            .office = {office_facts, N(office_facts)},
            .updated = DAY(2019, 11, 28),
            .edition = 3};

        v.side.current = SIDE_GUIDE;
        view_portal_guide(out, site, &v);
}

static void
portal_content(struct buf *out, const struct view_site *site)
{
        struct view_portal_content v = {
            .page = {.title = "法定主动公开内容",
                     CRUMBS({.label = "法定主动公开内容", .url = "/content"}),
                     COLUMN("法定主动公开内容", "信息公开目录")},
            .side = side,
            .tree = {.label = "法定主动公开内容", .nodes = tree_nodes, .n_nodes = N(tree_nodes)},
            .total = COUNT(8562)};

        v.side.content.n_nodes = 0;
        view_portal_content(out, site, &v);
}

static const struct part_option year_options[] = {
    {.value = "", .label = "全部年份"},
    {.value = "2019", .label = "2019年", .chosen = true},
    {.value = "2018", .label = "2018年"}};
static const struct part_option genre_options[] = {{.value = "", .label = "全部体裁"},
                                                   {.value = "05", .label = "通知"},
                                                   {.value = "10", .label = "意见"}};
static const struct part_option sort_options[] = {{.value = "new", .label = "最新在前"},
                                                  {.value = "old", .label = "最早在前"}};
static const struct part_option size_options[] = {{.value = "20", .label = "每页 20 条"},
                                                  {.value = "50", .label = "每页 50 条"}};
static const struct view_link validity_links[] = {
    {.label = "全部", .url = "/c", .count = COUNT(126), .current = true},
    {.label = "现行有效", .url = "/c?v=1", .count = COUNT(98)},
    {.label = "失效", .url = "/c?v=2", .count = COUNT(12)},
    {.label = "废止", .url = "/c?v=3", .count = COUNT(16)}};
static const struct view_link page_links[] = {{.label = "1", .url = "/c"},
                                              {.label = "2", .url = "/c?page=2", .current = true},
                                              {.label = "3", .url = "/c?page=3"},
                                              {.label = "4", .url = "/c?page=4"},
                                              {.label = "…"},
                                              {.label = "13", .url = "/c?page=13"}};
static const struct part_pagination pager = {.links = page_links,
                                             .n_links = N(page_links),
                                             .prev_url = "/c",
                                             .next_url = "/c?page=3",
                                             .page = 2,
                                             .n_pages = 13,
                                             .n_items = 126};

static struct view_portal_list
list_view(void)
{
        static const struct view_link crumbs[] = {{.label = "首页", .url = "/"},
                                                  {.label = "法定主动公开内容", .url = "/content"},
                                                  {.label = "履职依据", .url = "/content/basis"}};
        return (struct view_portal_list){
            .page = {.title = "履职依据",
                     .crumbs = crumbs,
                     .n_crumbs = N(crumbs),
                     COLUMN("履职依据", "政策文件")},
            .side = side,
            .has_side = true,
            .heading = "履职依据",
            .description = "行政法规、规章和规范性文件。",
            .law = "第二十条第（一）项",
            .validity = {.label = "有效性", .links = validity_links, .n_links = N(validity_links)},
            .filter = {.action = "/content/basis",
                       .year = {.name = "year",
                                .label = "年份",
                                .options = year_options,
                                .n_options = N(year_options)},
                       .genre = {.name = "genre",
                                 .label = "体裁",
                                 .options = genre_options,
                                 .n_options = N(genre_options)},
                       .sort = {.name = "sort",
                                .label = "排序",
                                .options = sort_options,
                                .n_options = N(sort_options)},
                       .per_page = {.name = "per",
                                    .label = "显示",
                                    .options = size_options,
                                    .n_options = N(size_options)},
                       .set = true,
                       .reset_url = "/content/basis"},
            .rows = {.rows = list_rows, .n_rows = N(list_rows), .with_agency = true, .first = 11},
            .pagination = pager,
            .feed_url = "/content/basis.xml",
            .json_url = "/content/basis.json",
            .csv_url = "/content/basis.csv",
            .xlsx_url = "/content/basis.xlsx"};
}

static void
portal_list(struct buf *out, const struct view_site *site)
{
        struct view_portal_list v = list_view();

        view_portal_list(out, site, &v);
}

static void
portal_list_json(struct buf *out, const struct view_site *site)
{
        struct view_portal_list v = list_view();

        view_portal_list_json(out, site, &v);
}

static void
portal_list_empty(struct buf *out, const struct view_site *site)
{
        static const struct view_link links[] = {{.label = "查看全部年份", .url = "/c"},
                                                 {.label = "在全站搜索", .url = "/search"}};
        struct view_portal_list v = list_view();

        v.rows.n_rows = 0;
        v.pagination = (struct part_pagination){.n_items = 0};
        v.empty = (struct part_empty){.title = "没有符合条件的信息",
                                      .text = "本栏目最近更新于2019年12月30日，可放宽筛选条件。",
                                      LIST(links)};
        view_portal_list(out, site, &v);
}

static const char body[] =
    "<p>各乡镇人民政府，县政府各部门：</"
    "p><p>经县政府同意，现将《靖宇县2020年政务公开工作要点》印发给你们，请结合实际认真贯彻落实。</"
    "p>"
    "<h2>一、总体要求</"
    "h2><p>"
    "以人民群众需求为导向，坚持以公开为常态、不公开为例外，着力提升政策发布、解读、回应质量，以公开"
    "促落实、促规范、促服务，为全县经济社会发展营造良好环境。</p>"
    "<h2>二、重点任务</"
    "h2><p>"
    "（一）加强政策文件公开。县政府及县政府办公室制发的规范性文件，自印发之日起20个工作日内在政府信"
    "息公开专栏公开，并同步公开政策解读。</p>"
    "<p>"
    "（二）推进重点领域信息公开。围绕财政预算、重大建设项目、公共资源配置、社会公益事业建设等领域，"
    "明确公开内容和时限。</p>"
    "<div "
    "class=\"table-scroll\" role=\"group\" aria-label=\"表格\" "
    "tabindex=\"0\"><table><thead><tr><th>任务</th><th>牵头单位</th><th>完成时限</th></tr></"
    "thead><tbody><tr><td>财政预算、决算公开</td><td>县财政局</td><td>2020年3月底</td></"
    "tr><tr><td>重大建设项目批准和实施信息公开</td><td>县发展和改革局</td><td>全年</td></tr></"
    "tbody></table></div>"
    "<p class=\"align-right\">靖宇县人民政府办公室</p><p class=\"align-right\">2019年12月26日</p>";

static struct view_portal_item
item_view(void)
{
        static const struct view_link crumbs[] = {{.label = "首页", .url = "/"},
                                                  {.label = "法定主动公开内容", .url = "/content"},
                                                  {.label = "履职依据", .url = "/content/basis"},
                                                  {.label = "正文"}};
        static const struct view_article_meta article = {
            .title = "靖宇县人民政府办公室关于印发靖宇县2020年政务公开工作要点的通知",
            .published = {1577347200000},
            .source = "靖宇县人民政府办公室",
            .keywords = "政务公开;要点",
            .author = "信息员甲",
            .description = "明确2020年政务公开重点任务。",
            .url = "/item/112206220135512345%2F2019-00268"};
        static const struct part_fact facts[] = {
            {.label = "索引号", .value = "112206220135512345/2019-00268"},
            {.label = "主题分类", .value = "综合政务\\政务公开", .url = "/topic/2-1"},
            {.label = "发布机构", .value = "靖宇县人民政府办公室", .url = "/agency/office"},
            {.label = "发文字号", .value = "靖政办发〔2019〕26号"},
            {.label = "成文日期", .value = "2019年12月26日"},
            {.label = "发布日期", .value = "2019-12-26 16:00"},
            {.label = "有效性",
             .value = "",
             .tag = {"有效", TONE_GOOD},
             .note = "自2019年12月26日起"},
            {.label = "所属栏目", .value = "履职依据", .url = "/content/basis"}};
        static const struct portal_file files[] = {
            {"靖宇县2020年政务公开工作要点.pdf", "/file/1", "PDF", 286720},
            {"任务分工表.docx", "/file/2", "DOCX", 40233}};
        static const struct part_row related[] = {
            {.title = "《靖宇县2020年政务公开工作要点》解读", .url = "/item/9", .day = {18253}}};
        static const struct view_link channels[] = {{.label = "政府网站"}, {.label = "政务微信"}};

        return (struct view_portal_item){
            .page = {.title = "靖宇县人民政府办公室关于印发靖宇县2020年政务公开工作要点的通知",
                     .canonical = "/item/112206220135512345%2F2019-00268",
                     .article = &article,
                     COLUMN("履职依据", "政策文件"),
                     .crumbs = crumbs,
                     .n_crumbs = N(crumbs)},
            .side = side,
            .title = article.title,
            .index_no = "112206220135512345/2019-00268",
            .doc_no = "靖政办发〔2019〕26号",
            .agency = "靖宇县人民政府办公室",
            .agency_url = "/agency/office",
            .formed = DAY(2019, 12, 25),
            .written = DAY(2019, 12, 26),
            .published = {1577347200000},
            .validity = {"有效", TONE_GOOD},
            .validity_code = "valid",
            .validity_day = DAY(2019, 12, 26),
            .correction = "附件2中牵头单位原写作“县政务服务局”，应为“县政务服务和数据管理局”。",
            .corrected = DAY(2020, 1, 8),
            .facts = {facts, N(facts)},
            .body = {body},
            .body_text = "各乡镇人民政府，县政府各部门：",
            LIST(files),
            LIST(related),
            .related_label = "政策解读",
            LIST(channels),
            .views = COUNT(1204),
            .source = "靖宇县人民政府办公室",
            .json_url = "/item/112206220135512345%2F2019-00268.json",
            .permalink = "/item/112206220135512345%2F2019-00268",
            .qr_url = "/item/220622001/2019-00318.svg",
            .prev_title = "靖宇县人民政府办公室关于进一步加强森林防火工作的通知",
            .prev_url = "/item/15",
            .prev_index_no = "112206220135512345/2019-00269",
            .next_title = "靖宇县人民政府关于公布县级行政许可事项清单的决定",
            .next_url = "/item/11",
            .next_index_no = "112206220135512345/2019-00267"};
}

static void
portal_item(struct buf *out, const struct view_site *site)
{
        struct view_portal_item v = item_view();

        view_portal_item(out, site, &v);
}

static void
portal_item_repealed(struct buf *out, const struct view_site *site)
{
        struct view_portal_item v = item_view();

        v.warning =
            (struct part_notice){.tone = TONE_BAD,
                                 .title = "本文件已废止",
                                 .text = "自2021年3月1日起废止，仅供查阅。",
                                 .url = "/item/14",
                                 .url_label = "《靖宇县人民政府关于废止部分行政规范性文件的决定》"};
        view_portal_item(out, site, &v);
}

static void
portal_item_json(struct buf *out, const struct view_site *site)
{
        struct view_portal_item v = item_view();

        view_portal_item_json(out, site, &v);
}

static void
portal_withdrawn(struct buf *out, const struct view_site *site)
{
        struct view_portal_withdrawn v = {.page = {.title = "该信息已撤回", .no_index = true},
                                          .index_no = "112206220135512345/2019-00012",
                                          .agency = "靖宇县水利局",
                                          .agency_url = "/agency/water",
                                          .reason = "公示内容有误，已重新发布。",
                                          .withdrawn = DAY(2019, 8, 2),
                                          .phone = "0439-0000000"};

        view_portal_withdrawn(out, site, &v);
}

static void
portal_reports(struct buf *out, const struct view_site *site)
{
        static const struct view_link tab_links[] = {
            {.label = "按年度", .url = "/reports", .current = true},
            {.label = "按单位", .url = "/reports?by=unit"}};
        const struct portal_report_year groups[] = {
            {"2019年", "/reports/2019", {.rows = report_rows, .n_rows = 5}}};
        struct view_portal_reports v = {
            .page = {.title = "政府信息公开年报",
                     CRUMBS({.label = "政府信息公开年报", .url = "/reports"})},
            .side = side,
            .has_side = true,
            .tabs = {.label = "排列方式", .links = tab_links, .n_links = 2},
            .years = {.links = years, .n_links = N(years)},
            LIST(groups)};

        v.side.current = SIDE_REPORTS;
        view_portal_reports(out, site, &v);
}

static void
portal_topics(struct buf *out, const struct view_site *site)
{
        static const struct view_link below[] = {
            {.label = "政务公开", .url = "/topic/2-1", .count = COUNT(120)},
            {.label = "政务督查", .url = "/topic/2-2", .count = COUNT(31)},
            {.label = "应急管理", .url = "/topic/2-3", .count = COUNT(64)},
            {.label = "电子政务", .url = "/topic/2-4", .count = COUNT(22)},
            {.label = "信访", .url = "/topic/2-7", .count = COUNT(9)}};
        struct portal_topic list[N(topics)];
        struct view_portal_topics v = {
            .page = {.title = "主题目录", CRUMBS({.label = "主题目录", .url = "/topics"})},
            .topics = list,
            .n_topics = N(list)};

        for (size_t i = 0; i < N(list); i++)
                list[i] = (struct portal_topic){.label = topics[i].label,
                                                .url = topics[i].url,
                                                .count = topics[i].count,
                                                LIST(below)};
        view_portal_topics(out, site, &v);
}

static void
portal_units(struct buf *out, const struct view_site *site)
{
        static const struct view_link order_links[] = {
            {.label = "按类别", .url = "/agencies", .current = true},
            {.label = "按拼音", .url = "/agencies?by=pinyin"}};
        struct portal_unit units[N(departments)], more[N(towns)];
        const struct portal_units_group groups[] = {
            {"县政府工作部门", "department", units, N(units)},
            {"乡镇人民政府", "township", more, N(more)}};
        struct view_portal_units v = {
            .page = {.title = "机构目录", CRUMBS({.label = "机构目录", .url = "/agencies"})},
            .orders = {.label = "排列方式", .links = order_links, .n_links = 2},
            LIST(groups),
            .n_all = 32};

        for (size_t i = 0; i < N(units); i++)
                units[i] = (struct portal_unit){.name = departments[i].label,
                                                .url = departments[i].url,
                                                .count = view_count_exact(412 - (int64_t)i * 9),
                                                .latest = DAY(2020, 1, 6)};
        for (size_t i = 0; i < N(more); i++)
                more[i] = (struct portal_unit){.name = towns[i].label,
                                               .url = towns[i].url,
                                               .count = view_count_exact(122 - (int64_t)i * 7),
                                               .latest = DAY(2020, 1, 3)};
        view_portal_units(out, site, &v);
}

static struct view_portal_search
search_view(void)
{
        static const struct view_link crumbs[] = {{.label = "首页", .url = "/"},
                                                  {.label = "搜索", .url = "/search"}};
        static const struct portal_run title[] = {
            {"靖宇县民政局关于调整城乡", false}, {"低保", true}, {"标准的通知", false}};
        static const struct portal_run snippet[] = {
            {"……自2019年7月1日起，城市", false},
            {"低保", true},
            {"标准由每人每月430元提高到480元，农村", false},
            {"低保", true},
            {"标准由每人每年3600元提高到4000元，特困人员供养标准同步调整……", false}};
        static const struct portal_hit hits[] = {
            {.title = title,
             .n_title = 3,
             .snippet = snippet,
             .n_snippet = 5,
             .plain_title = "靖宇县民政局关于调整城乡低保标准的通知",
             .plain_snippet = "自2019年7月1日起，城市低保标准由每人每月430元提高到480元",
             .url = "/item/51",
             .index_no = "x/2019-00051",
             .agency = "县民政局",
             .column = "社会保障",
             .doc_no = "靖民发〔2019〕8号",
             .day = {18077}},
            {.title = title,
             .n_title = 3,
             .snippet = snippet,
             .n_snippet = 5,
             .plain_title = "靖宇县民政局关于调整城乡低保标准的通知",
             .url = "/item/52",
             .index_no = "x/2018-00033",
             .agency = "县民政局",
             .column = "社会保障",
             .day = {17720},
             .tag = {"废止", TONE_BAD}},
            {.title = title,
             .n_title = 3,
             .snippet = snippet,
             .n_snippet = 5,
             .plain_title = "靖宇县民政局关于调整城乡低保标准的通知",
             .url = "/item/53",
             .index_no = "x/2019-00077",
             .agency = "花园口镇",
             .column = "社会救助",
             .day = {18102},
             .n_files = 1}};
        static const struct view_link units[] = {
            {.label = "县民政局", .url = "/s", .count = COUNT(86)},
            {.label = "花园口镇", .url = "/s", .count = COUNT(14)},
            {.label = "龙泉镇", .url = "/s", .count = COUNT(11)}};
        static const struct view_link by_year[] = {
            {.label = "2019年", .url = "/s", .count = COUNT(104), .current = true},
            {.label = "2018年", .url = "/s", .count = COUNT(23)}};
        static const struct part_facet facets[] = {
            {.code = "agency", .label = "发布机构", .links = units, .n_links = 3},
            {.code = "year", .label = "年份", .links = by_year, .n_links = 2, .clear_url = "/s"}};
        static const struct view_link sorts[] = {
            {.label = "按相关度", .url = "/s", .current = true},
            {.label = "按日期", .url = "/s?sort=date"}};
        static const struct view_link chosen[] = {{.label = "2019年", .url = "/s"}};

        return (struct view_portal_search){.page = {.title = "搜索：低保",
                                                    .crumbs = crumbs,
                                                    .n_crumbs = N(crumbs),
                                                    .no_search = true},
                                           .q = "低保",
                                           .asked = true,
                                           .sort = {.label = "排序", .links = sorts, .n_links = 2},
                                           LIST(hits),
                                           LIST(chosen),
                                           .facets = {facets, N(facets)},
                                           .pagination = pager,
                                           .milliseconds = 6,
                                           .json_url = "/search.json?q=1",
                                           .filter = {.genre = {.name = "genre",
                                                                .label = "体裁",
                                                                .options = genre_options,
                                                                .n_options = 3}},
                                           .from_day = {.name = "from", .label = "起始日期"},
                                           .to_day = {.name = "to", .label = "截止日期"}};
}

static void
portal_search(struct buf *out, const struct view_site *site)
{
        struct view_portal_search v = search_view();

        view_portal_search(out, site, &v);
}

static void
portal_search_json(struct buf *out, const struct view_site *site)
{
        struct view_portal_search v = search_view();

        view_portal_search_json(out, site, &v);
}

static void
portal_search_nothing(struct buf *out, const struct view_site *site)
{
        struct view_portal_search v = {.page = {.title = "搜索：磁悬浮",
                                                CRUMBS({.label = "搜索", .url = "/search"}),
                                                .no_search = true},
                                       .q = "磁悬浮",
                                       .asked = true};

        view_portal_search(out, site, &v);
}

static void
portal_search_start(struct buf *out, const struct view_site *site)
{
        struct view_portal_search v = {.page = {.title = "搜索",
                                                CRUMBS({.label = "搜索", .url = "/search"}),
                                                .no_search = true},
                                       LIST(hot)};

        view_portal_search(out, site, &v);
}

static const struct chart_bar channel_bars[] = {{"政府网站", "/latest", COUNT(5371)},
                                                {"政务微信", NULL, COUNT(2589)},
                                                {"其他方式", NULL, COUNT(456)},
                                                {"政务微博", NULL, COUNT(146)}};
static const struct chart_bar month_bars[] = {
    {"1月", NULL, COUNT(612)},  {"2月", NULL, COUNT(498)},  {"3月", NULL, COUNT(701)},
    {"4月", NULL, COUNT(744)},  {"5月", NULL, COUNT(689)},  {"6月", NULL, COUNT(733)},
    {"7月", NULL, COUNT(702)},  {"8月", NULL, COUNT(690)},  {"9月", NULL, COUNT(720)},
    {"10月", NULL, COUNT(655)}, {"11月", NULL, COUNT(804)}, {"12月", NULL, COUNT(1014)}};
static const struct portal_count_row channel_rows[] = {{"site", "政府网站", NULL, COUNT(5371)},
                                                       {"wechat", "政务微信", NULL, COUNT(2589)},
                                                       {"other", "其他方式", NULL, COUNT(456)},
                                                       {"weibo", "政务微博", NULL, COUNT(146)}};

static void
stats_view(struct portal_count_table tables[2], struct view_portal_stats *v)
{
        static const struct view_link crumbs[] = {{.label = "首页", .url = "/"},
                                                  {.label = "公开统计", .url = "/stats"}};

        tables[0] = (struct portal_count_table){
            .code = "channels",
            .title = "按公开渠道",
            .note = "同一信息经多个渠道公开的，各渠道分别计数。",
            .rows = channel_rows,
            .n_rows = 4,
            .total = COUNT(8562),
            .chart =
                part_chart_bars(region,
                                &(struct chart_words){"channels", "2019年主动公开信息按渠道统计",
                                                      "公开渠道", "条数（条）"},
                                channel_bars, N(channel_bars))};
        tables[1] = (struct portal_count_table){
            .code = "months",
            .title = "按月份",
            .total = COUNT(8562),
            .chart = part_chart_columns(
                region,
                &(struct chart_words){"months", "2019年各月主动公开信息", "月份", "条数（条）"},
                month_bars, N(month_bars))};
        *v = (struct view_portal_stats){
            .page = {.title = "公开统计", .crumbs = crumbs, .n_crumbs = N(crumbs)},
            .scope = "靖宇县 2019年",
            .years = {.links = years, .n_links = N(years)},
            .figures = {figure_list, N(figure_list)},
            .tables = tables,
            .n_tables = 2,
            .as_of = DAY(2020, 1, 6),
            .json_url = "/stats.json"};
}

static void
portal_stats(struct buf *out, const struct view_site *site)
{
        struct portal_count_table tables[2];
        struct view_portal_stats v;

        stats_view(tables, &v);
        view_portal_stats(out, site, &v);
}

static void
portal_stats_json(struct buf *out, const struct view_site *site)
{
        struct portal_count_table tables[2];
        struct view_portal_stats v;

        stats_view(tables, &v);
        view_portal_stats_json(out, site, &v);
}

static void
portal_sitemap(struct buf *out, const struct view_site *site)
{
        const struct part_tree sections[] = {{.label = "法定主动公开内容",
                                              .url = "/content",
                                              .nodes = tree_nodes,
                                              .n_nodes = N(tree_nodes)},
                                             {.label = "财政", .nodes = tree_budget, .n_nodes = 3}};
        struct view_portal_sitemap v = {
            .page = {.title = "站点地图", CRUMBS({.label = "站点地图", .url = "/sitemap"})},
            LIST(sections)};

        view_portal_sitemap(out, site, &v);
}

static void
portal_accessibility(struct buf *out, const struct view_site *site)
{
        struct view_portal_accessibility v = {
            .page = {.title = "无障碍声明",
                     CRUMBS({.label = "无障碍声明", .url = "/accessibility"})},
            .reviewed = DAY(2020, 1, 2)};

        view_portal_accessibility(out, site, &v);
}

static void
portal_open(struct buf *out, const struct view_site *site)
{
        static const struct view_link links[] = {{.label = "JSON", .url = "/latest.json"},
                                                 {.label = "CSV", .url = "/latest.csv"},
                                                 {.label = "XLSX", .url = "/latest.xlsx"},
                                                 {.label = "Atom", .url = "/feed.xml"}};
        static const struct portal_data_set sets[] = {
            {"主动公开信息", "全部现行公开信息的索引号、标题、发文字号、发布机构、日期和有效性。",
             links, 4},
            {"公开统计", "按渠道、单位、栏目和月份的条数。", links, 3}};
        struct view_portal_open v = {
            .page = {.title = "数据开放", CRUMBS({.label = "数据开放", .url = "/open"})},
            LIST(sets),
            .openapi_url = "/openapi.json"};

        view_portal_open(out, site, &v);
}

static void
portal_feedback(struct buf *out, const struct view_site *site)
{
        struct view_portal_feedback v = {
            .page = {.title = "政府网站找错",
                     CRUMBS({.label = "政府网站找错", .url = "/feedback"})},
            .contact = {office_facts, N(office_facts)},
            .about_url = "/item/12"};

        view_portal_feedback(out, site, &v);
}

static void
portal_error(struct buf *out, const struct view_site *site)
{
        struct view_portal_error v = {.page = {.title = "页面不存在", .no_index = true},
                                      .status = 404,
                                      .title = "页面不存在",
                                      .reason = "您访问的地址可能已变更或输入有误。",
                                      .advice = "可以返回首页，或用标题、文号搜索。",
                                      .with_search = true};

        view_portal_error(out, site, &v);
}

static void
portal_error_500(struct buf *out, const struct view_site *site)
{
        struct view_portal_error v = {.page = {.title = "系统出现故障", .no_index = true},
                                      .status = 500,
                                      .title = "系统出现故障",
                                      .reason = "已记录此故障，请稍后重试。",
                                      .reference = "20200106-7F3A"};

        view_portal_error(out, site, &v);
}

static void
portal_feed(struct buf *out, const struct view_site *site)
{
        static const struct portal_entry entries[] = {
            {.id = "tag:www.jingyu.example,2019:112206220135512345/2019-00268",
             .title = "关于印发<要点>的通知 & 附件",
             .url = "/item/1",
             .agency = "县政府办公室",
             .summary = "摘要",
             .category = "履职依据",
             .published = {1577347200000},
             .updated = {1577347200000}}};
        struct view_portal_feed v = {.title = "靖宇县人民政府 最新公开信息",
                                     .url = "/latest",
                                     .self_url = "/feed.xml",
                                     .id = "tag:www.jingyu.example,2019:latest",
                                     .updated = {1577347200000},
                                     LIST(entries)};

        view_portal_feed_xml(out, site, &v);
}

static void
portal_addresses(struct buf *out, const struct view_site *site)
{
        static const struct portal_address addresses[] = {
            {"/", {18262}}, {"/item/112206220135512345%2F2019-00268", {18256}}};
        struct view_portal_addresses v = {LIST(addresses)};

        view_portal_addresses_xml(out, site, &v);
}

static void
portal_robots(struct buf *out, const struct view_site *site)
{
        struct view_portal_robots v = {.sitemap_url = "/sitemap.xml"};

        view_portal_robots_txt(out, site, &v);
}

static void
portal_opensearch(struct buf *out, const struct view_site *site)
{
        struct view_portal_opensearch v = {.search_url = "/search", .name = "靖宇信息公开"};

        view_portal_opensearch_xml(out, site, &v);
}

/* ---- office ---- */

static const struct view_link menu_start[] = {{.label = "首页", .url = "/office", .current = true}};
static const struct view_link menu_items[] = {
    {.label = "信息", .url = "/office/items", .count = COUNT(12)},
    {.label = "栏目", .url = "/office/columns"}};
static const struct part_menu_group menu_groups[] = {
    {.links = menu_start, .n_links = 1}, {.label = "主动公开", .links = menu_items, .n_links = 2}};

static struct view_site
office_desk(const struct view_site *site)
{
        struct view_site desk = *site;

        desk.person = (struct part_person_bar){"信息员甲", "靖宇县水利局", "token"};
        desk.menu = (struct part_menu){menu_groups, N(menu_groups)};
        return desk;
}

static void
office_sign_in(struct buf *out, const struct view_site *site)
{
        static const struct part_problem problems[] = {{"login", "账号或密码不正确"}};
        struct view_office_sign_in v = {.page = {.title = "登录", .is_error = true},
                                        .csrf = "token",
                                        .action = "/office/sign-in",
                                        .problems = {problems, 1},
                                        .login = {.name = "login",
                                                  .label = "账号",
                                                  .value = "xinxiyuan-jia",
                                                  .autocomplete = "username",
                                                  .error = "账号或密码不正确"},
                                        .password = {.name = "password",
                                                     .label = "密码",
                                                     .type = "password",
                                                     .autocomplete = "current-password"}};

        view_office_sign_in(out, site, &v);
}

static void
office_home(struct buf *out, const struct view_site *site)
{
        static const char *const acts[] = {"查看本单位信息及其版本", "起草、修改拟公开信息",
                                           "办理依申请公开", "编制年度报告"};
        static const struct office_duty duties[] = {{"信息员", "靖宇县水利局", acts, N(acts)},
                                                    {"信息公开工作机构", "靖宇县水利局", acts, 2}};
        static const struct part_fact facts[] = {
            {.label = "所在单位", .value = "靖宇县水利局"},
            {.label = "上次登录", .value = "2020-01-05 08:31"}};
        static const struct part_figure figures[] = {{.label = "待我办理",
                                                      .unit = "件",
                                                      .url = "/office/items?tab=waiting",
                                                      .value = COUNT(2)},
                                                     {.label = "被退回",
                                                      .unit = "件",
                                                      .url = "/office/items?tab=returned",
                                                      .value = COUNT(1)}};
        struct view_office_home v = {.page = {.title = "办公首页"},
                                     .name = "信息员甲",
                                     .work = {LIST(figures)},
                                     .facts = {facts, 2},
                                     LIST(duties)};

        struct view_site desk = office_desk(site);

        view_office_home(out, &desk, &v);
}

static void
office_password(struct buf *out, const struct view_site *site)
{
        struct view_office_password v = {
            .page = {.title = "修改密码"},
            .csrf = "token",
            .action = "/office/password",
            .forced = true,
            .old = {.name = "old", .label = "现在的密码", .type = "password"},
            .fresh = {.name = "fresh",
                      .label = "新密码",
                      .type = "password",
                      .hint = "至少12个字符，建议用几个词组成的短句。"},
            .again = {.name = "again", .label = "再次输入新密码", .type = "password"}};

        struct view_site desk = office_desk(site);

        view_office_password(out, &desk, &v);
}

#include "fixture_house.h"

static void
office_error(struct buf *out, const struct view_site *site)
{
        struct view_office_error v = {.page = {.title = "无权访问", .is_error = true},
                                      .status = 403,
                                      .title = "无权访问",
                                      .advice = "您的账号没有使用此功能的权限。"};
        struct view_site desk = office_desk(site);

        view_office_error(out, &desk, &v);
}

/* First: the items below show what it defines. */
#include "fixture_parts.h"

#include "fixture_items.h"
#include "fixture_purge.h"
#include "fixture_report.h"

const struct fixture fixtures[] = {
#define PAGE(name)                                                                                 \
        {                                                                                          \
#name, "html", name, false                                                         \
        }
#define DATA(name, end)                                                                            \
        {                                                                                          \
#name, end, name, false                                                            \
        }
#define PART(name)                                                                                 \
        {                                                                                          \
#name, "html", part_##name, true                                                   \
        }
    PAGE(portal_home),
    PAGE(portal_unit),
    PAGE(portal_guide),
    PAGE(portal_content),
    PAGE(portal_list),
    PAGE(portal_list_empty),
    PAGE(portal_item),
    PAGE(portal_item_repealed),
    PAGE(portal_withdrawn),
    PAGE(portal_reports),
    PAGE(portal_topics),
    PAGE(portal_units),
    PAGE(portal_search),
    PAGE(portal_search_nothing),
    PAGE(portal_search_start),
    PAGE(portal_stats),
    PAGE(portal_sitemap),
    PAGE(portal_accessibility),
    PAGE(portal_open),
    PAGE(portal_feedback),
    PAGE(portal_error),
    PAGE(portal_error_500),
    PAGE(office_sign_in),
    PAGE(office_home),
    PAGE(office_password),
    PAGE(office_purges),
    PAGE(office_purge_new),
    PAGE(office_purge),
    PAGE(office_error),
    REPORT_PAGES,
    HOUSE_PAGES,
    ITEM_PAGES,
    DATA(portal_home_json, "json"),
    DATA(portal_list_json, "json"),
    DATA(portal_item_json, "json"),
    DATA(portal_search_json, "json"),
    DATA(portal_stats_json, "json"),
    DATA(portal_feed, "xml"),
    DATA(portal_addresses, "xml"),
    DATA(portal_opensearch, "xml"),
    DATA(portal_robots, "txt"),
    PARTS,
    REPORT_PARTS};
const size_t n_fixtures = N(fixtures);
