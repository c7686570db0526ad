/* The page for everything that is not the page asked for. */
#include "base/json.h"
#include "pages/office_kit.h"
#include "pages/portal.h"
#include "views/office/office.h"

struct words {
        int status;
        const char *title, *advice;
};

static const struct words all[] = {
    {400, "请求有误", "请检查网址或所填内容后再试。"},
    {401, "请先登录", "此页面须登录后使用。"},
    {403, "无权访问", "您的账号没有使用此功能的权限，如有需要请联系本单位管理员。"},
    {404, "页面不存在", "网址可能已变更或输入有误，可返回首页或使用搜索。"},
    {405, "不支持的请求方式", "请从页面上的链接或表单进入。"},
    {406, "没有所要的格式", "此页面不提供所请求的数据格式。"},
    {408, "请求超时", "网络过慢，请稍后重试。"},
    {409, "内容已被他人修改", "请刷新页面后再操作。"},
    {410, "信息已撤回", "该信息已由发布机关撤回，不再公开。"},
    {411, "缺少内容长度", "请求未说明内容长度。"},
    {413, "提交内容过大", "请减小内容或附件后再提交。"},
    {414, "网址过长", "请缩短网址或查询条件。"},
    {415, "不支持的内容类型", "请从页面上的表单提交。"},
    {417, "无法满足的要求", "服务器不支持请求中的 Expect 要求。"},
    {421, "未知的站点", "此服务器不提供该网址的内容。"},
    {429, "操作过于频繁", "请稍候再试。"},
    {431, "请求头过大", "请清除浏览器中本站的 Cookie 后再试。"},
    {500, "系统出现故障", "已记录此故障，请稍后重试。"},
    {501, "不支持的请求", "服务器不支持该请求方式。"},
    {503, "系统繁忙", "当前访问较多或系统正在维护，请稍候几秒再试。"},
};

static const struct words *
words_of(int status)
{
        for (size_t i = 0; i < N(all); i++)
                if (all[i].status == status)
                        return &all[i];
        return words_of(500);
}

static void
error_json(struct page *p, const struct words *w)
{
        struct json_out o = {.buf = &p->out};

        json_open(&o, '{');
        json_name(&o, "status");
        json_put_int(&o, p->status);
        json_name(&o, "error");
        json_put(&o, w->title);
        json_name(&o, "message");
        json_put(&o, p->reason ? p->reason : w->advice);
        json_name(&o, "reference");
        json_put(&o, p->reference);
        json_close(&o, '}');
        buf_char(&p->out, '\n');
}

static void
error_text(struct page *p, const struct words *w)
{
        buf_printf(&p->out, "%d %s\n%s\n", p->status, w->title, p->reason ? p->reason : w->advice);
        if (p->reference)
                buf_printf(&p->out, "故障编号：%s\n", p->reference);
}

/* Without the store, which may be what failed. */
static void
error_html(struct page *p, const struct words *w)
{
        struct view_portal_error view = {.status = p->status,
                                         .title = w->title,
                                         .reason = p->reason,
                                         .advice = w->advice,
                                         .reference = p->reference,
                                         .with_search = p->status == 404 || p->status == 410};
        struct chrome c;

        portal_open_bare(p, &c);
        c.page.title = w->title;
        c.page.is_error = true;
        view.page = c.page;
        view_portal_error(&p->out, &c.site, &view);
}

static bool
in_office(const struct page *p)
{
        return p->path && !strncmp(p->path, "/office", 7) && (!p->path[7] || p->path[7] == '/');
}

static void
office_html(struct page *p, const struct words *w)
{
        struct view_office_error view = {.page = office_page(p, w->title),
                                         .status = p->status,
                                         .title = w->title,
                                         .reason = p->reason,
                                         .advice = w->advice,
                                         .reference = p->reference};
        struct view_site site;

        view.page.is_error = true;
        office_site_bare(p, &site);
        if (!site.name || !*site.name)
                site.name = "政府信息公开平台";
        view_office_error(&p->out, &site, &view);
}

int
page_error(struct page *p)
{
        const struct words *w = words_of(p->status);

        p->out = buf_new(p->mem, PAGE_MAX);
        p->file = NULL;
        p->location = NULL;
        p->file_name = NULL;
        p->content_type = NULL;
        p->uncached = true;
        if (p->format == JSON) {
                error_json(p, w);
        } else if (p->format == HTML && in_office(p)) {
                office_html(p, w);
        } else if (p->format == HTML) {
                error_html(p, w);
        } else {
                p->content_type = page_format_type(TEXT);
                error_text(p, w);
        }
        return buf_done(&p->out);
}
