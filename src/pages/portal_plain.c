/* Pages that stand still: accessibility, open data, where to report a mistake; and the switch of
 * 长者版, 繁體 and 字号. */
#include "pages/pages.h"
#include "pages/portal.h"

int
page_portal_accessibility(struct page *p)
{
        struct view_portal_accessibility view = {0};
        struct chrome c;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        view.reviewed = DAY_NONE;
        portal_title(&c, "无障碍声明");
        view.page = c.page;
        view_portal_accessibility(&p->out, &c.site, &view);
        return 0;
}

/* --- 数据开放 --------------------------------------------------------------------------------- */

static void
set_of(struct page *p, struct portal_data_set *set, const char *title, const char *text,
       const char *path, unsigned formats)
{
        static const struct {
                enum page_format format;
                const char *label;
        } kinds[] = {{JSON, "JSON"}, {CSV, "CSV"}, {XLSX, "XLSX"}, {ATOM, "Atom"}, {XML, "XML"}};
        struct view_link *links = mem_array(p->mem, struct view_link, N(kinds));

        *set = (struct portal_data_set){.title = title, .text = text, .links = links};
        for (size_t i = 0; i < N(kinds); i++)
                if (formats & kinds[i].format)
                        links[set->n_links++] = (struct view_link){
                            .label = kinds[i].label,
                            .url = mem_printf(p->mem, "%s%s.%s", p->site->prefix, path,
                                              page_format_suffix(kinds[i].format))};
}

int
page_portal_open(struct page *p)
{
        struct portal_data_set *sets = mem_array(p->mem, struct portal_data_set, 8);
        struct view_portal_open view = {.sets = sets, .openapi_url = page_link(p, "/openapi.json")};
        struct chrome c;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        set_of(p, &sets[view.n_sets++], "主动公开信息",
               "全部单位最近公开的信息；可加年份、单位、体裁、有效性等条件，表格每次最多一万条。",
               "/latest", JSON | CSV | XLSX | ATOM);
        set_of(p, &sets[view.n_sets++], "规范性文件",
               "现行和已失效、废止的规范性文件，注明有效性。", "/content/A20_01_2",
               JSON | CSV | XLSX | ATOM);
        set_of(p, &sets[view.n_sets++], "栏目目录", "法定主动公开内容的栏目树、公开依据和条数。",
               "/content", JSON);
        set_of(p, &sets[view.n_sets++], "机构目录", "设有专栏的单位、类别、层级和已公开条数。",
               "/agencies", JSON);
        set_of(p, &sets[view.n_sets++], "政府信息公开年报", "各单位历年政府信息公开工作年度报告。",
               "/reports", JSON);
        set_of(p, &sets[view.n_sets++], "统计数据",
               "按渠道、月份、栏目、单位和入库方式的公开数量。", "/stats", JSON | CSV | XLSX);
        set_of(p, &sets[view.n_sets++], "网址清单",
               "全部公开信息的永久地址，供搜索引擎和归档使用。", "/sitemap", XML);
        portal_title(&c, "数据开放");
        view.page = c.page;
        view_portal_open(&p->out, &c.site, &view);
        return 0;
}

/* --- 找错 ------------------------------------------------------------------------------------- */

/* A path of this site, not an address that leads away. */
static bool
is_own_path(const char *path)
{
        if (!path || path[0] != '/' || path[1] == '/' || path[1] == '\\')
                return false;
        for (const char *c = path; *c; c++)
                if ((uint8_t)*c <= ' ' || *c == 0x7f || *c == '\\')
                        return false;
        return strlen(path) < 1024;
}

int
page_portal_feedback(struct page *p)
{
        const char *about = page_arg(p, "about");
        struct part_fact *facts = mem_array(p->mem, struct part_fact, 4);
        struct view_portal_feedback view = {.contact = {.facts = facts}, .about_url = ""};
        struct chrome c;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        if (is_own_path(about))
                view.about_url = mem_printf(p->mem, "%s%s", p->site->prefix, about);
        facts[view.contact.n_facts++] = (struct part_fact){
            .label = "主办单位",
            .value = c.site.organiser && *c.site.organiser ? c.site.organiser : c.house.root_name};
        if (c.site.phone && *c.site.phone)
                facts[view.contact.n_facts++] =
                    (struct part_fact){.label = "联系电话", .value = c.site.phone};
        if (c.site.email && *c.site.email)
                facts[view.contact.n_facts++] =
                    (struct part_fact){.label = "电子邮箱", .value = c.site.email};
        if (c.site.address && *c.site.address)
                facts[view.contact.n_facts++] =
                    (struct part_fact){.label = "通信地址", .value = c.site.address};
        portal_title(&c, "政府网站找错");
        view.page = c.page;
        view_portal_feedback(&p->out, &c.site, &view);
        return 0;
}

/* --- switches --------------------------------------------------------------------------------- */

enum { YEAR = 365 * 24 * 3600 };

static void
switch_cookie(struct page *p, const char *arg, const char *cookie)
{
        const char *value = page_arg(p, arg);

        if (value && (strcmp(value, "1") == 0 || strcmp(value, "0") == 0))
                page_cookie(p, cookie, *value == '1' ? "1" : "", YEAR, true);
}

/* A choice of the visitor, kept in a cookie, and back to where it was made. */
int
page_portal_view(struct page *p)
{
        const char *font = page_arg(p, "font"), *back = page_arg(p, "back");

        switch_cookie(p, "elder", "xxgk_elder");
        switch_cookie(p, "hant", "xxgk_hant");
        if (font && (strcmp(font, "large") == 0 || strcmp(font, "small") == 0))
                page_cookie(p, "xxgk_font", font, YEAR, true);
        else if (font && strcmp(font, "medium") == 0)
                page_cookie(p, "xxgk_font", "", YEAR, true);
        p->uncached = true;
        page_redirect(p,
                      mem_printf(p->mem, "%s%s", p->site->prefix, is_own_path(back) ? back : "/"));
        return 0;
}
