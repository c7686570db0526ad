#include "domain/stats/figure.h"

#include "base/mem.h"

static const struct {
        const char *name, *label;
} figures[] = {
    {"proactive_total", "主动公开政府信息数"},
    {"portal_views", "网站访问量"},
    {"channel_website", "政府网站公开"},
    {"channel_weibo", "政务微博公开"},
    {"channel_wechat", "政务微信公开"},
    {"channel_gazette", "政府公报公开"},
    {"channel_journal", "政务刊物公开"},
    {"channel_press", "报刊公开"},
    {"channel_tv", "电视公开"},
    {"channel_radio", "广播公开"},
    {"channel_sms", "短信公开"},
    {"channel_screen", "电子信息屏公开"},
    {"channel_other", "其他方式公开"},
    {"class_items", "分类公开"},
    {"rules_issued", "制定规章"},
    {"normative_issued", "制定规范性文件"},
    {"interpretations", "政策解读"},
    {"press_conferences", "新闻发布会"},
    {"interviews", "在线访谈"},
    {"responses", "回应社会关切"},
    {"letters_received", "收到群众来信"},
    {"letters_answered", "答复群众来信"},
    {"proposals_total", "建议提案办理公开"},
    {"proposals_npc", "人大代表建议"},
    {"proposals_cppcc", "政协委员提案"},
    {"requests_received", "收到政府信息公开申请"},
    {"requests_carried_in", "上年结转申请"},
    {"requests_answered", "答复申请"},
    {"requests_granted", "予以公开"},
    {"requests_partial", "部分公开"},
    {"requests_refused", "不予公开"},
    {"requests_unable", "无法提供"},
    {"requests_rejected", "不予处理"},
    {"requests_other", "其他处理"},
    {"requests_carried_out", "结转下年度继续办理"},
    {"fees_yuan", "收取费用"},
    {"reviews", "行政复议"},
    {"lawsuits", "行政诉讼"},
    {"complaints", "举报投诉"},
    {"agencies", "公开单位"},
    {"staff", "工作人员"},
    {"staff_full", "专职人员"},
    {"staff_part", "兼职人员"},
    {"meetings", "工作会议"},
    {"trainings", "业务培训"},
    {"trainees", "接受培训"},
    {"budget_wan", "工作经费"},
    {"reading_points", "政府信息查阅点"},
    {"reading_visits", "查阅点接待"},
    {"power_items", "权责清单"},
    {"service_items", "政务服务事项"},
    {"key_area_items", "重点领域信息"},
    {"public_resource_items", "公共资源配置信息"},
    {"submissions", "向上级报送信息"},
    {"adopted", "上级采用信息"},
    {"columns_opened", "开设栏目"},
    {"sites", "政府网站"},
    {"sites_closed", "关停网站"},
    {"issue_lists", "下发问题清单"},
};

const char *
figure_label(const char *name)
{
        for (size_t i = 0; i < N(figures); i++)
                if (strcmp(figures[i].name, name) == 0)
                        return figures[i].label;
        return name;
}
