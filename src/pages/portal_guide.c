/* 政府信息公开指南 (Art. 12) and 依申请公开 (how to apply): what a unit says about itself.
 * Cost       four queries: site, unit, left column, guide. */
#include "pages/pages.h"
#include "pages/portal.h"

enum { SECTIONS_MAX = 8, PARAGRAPHS_MAX = 64 };

/* Text of several lines as paragraphs. */
static void
section(struct page *p, struct view_portal_guide *view, struct portal_section *list, const char *id,
        const char *title, const char *text)
{
        const char **paragraphs;
        size_t n = 0;

        if (!text || !*text)
                return;
        paragraphs = mem_array(p->mem, const char *, PARAGRAPHS_MAX);
        for (const char *at = text; *at && n < PARAGRAPHS_MAX;) {
                size_t len = strcspn(at, "\n");

                if (len)
                        paragraphs[n++] = mem_strndup(p->mem, at, len);
                at += len + (at[len] == '\n');
        }
        list[view->n_sections++] = (struct portal_section){
            .id = id, .title = title, .text = text, .paragraphs = paragraphs, .n_paragraphs = n};
}

static const char apply_ways[] =
    "公民、法人或者其他组织可以当面、邮寄、通过互联网（本机关公布的电子邮箱或网上渠道）或者传真提出"
    "申请。\n"
    "采用书面形式确有困难的，可以口头提出，由受理申请的工作机构代为填写。";
static const char apply_content[] = "申请应当包括：申请人的姓名或者名称、身份证明、联系方式；申请公"
                                    "开的政府信息的名称、文号或者便于行政机关查询的其他特征性描述；"
                                    "申请公开的政府信息的形式要求，包括获取信息的方式、途径。";
static const char apply_time[] =
    "能够当场答复的，当场予以答复；不能当场答复的，自收到申请之日起20个工作日内答复。需要延长的，经"
    "工作机构负责人同意并告知申请人，"
    "延长期限最长不超过20个工作日。征求第三方和其他机关意见所需时间不计算在内。";
static const char apply_fee[] =
    "提供政府信息不收取费用。申请公开政府信息的数量、频次明显超过合理范围的，可以收取信息处理费。";
static const char apply_remedy[] =
    "认为行政机关在政府信息公开工作中侵犯其合法权益的，可以向上一级"
    "行政机关或者政府信息公开工作主管部门投诉、举报，"
    "也可以依法申请行政复议或者提起行政诉讼；"
    "对不予公开决定不服的，应当先依法申请行政复议，对复议决定不服的，"
    "再依法提起行政诉讼（《行政复议法》第二十三条）。";

/* The statutory frame stands for every unit; what the unit adds in its guide comes first. */
static void
fill_request(struct page *p, const struct public_guide *g, struct view_portal_guide *view,
             struct portal_section *list)
{
        if (g)
                section(p, view, list, "how", "本机关受理方式", g->how_to_apply);
        section(p, view, list, "ways", "申请的方式", apply_ways);
        section(p, view, list, "content", "申请应当包括的内容", apply_content);
        section(p, view, list, "time", "答复的期限", apply_time);
        section(p, view, list, "fee", "收费", apply_fee);
        section(p, view, list, "remedy", "监督和救济",
                g && *g->remedies ? g->remedies : apply_remedy);
}

static void
fill_guide(struct page *p, const struct public_guide *g, struct view_portal_guide *view,
           struct portal_section *list)
{
        section(p, view, list, "classes", "政府信息的分类", g->classes);
        section(p, view, list, "arrangement", "编排体系", g->arrangement);
        section(p, view, list, "access", "获取方式", g->access);
        section(p, view, list, "apply", "依申请公开", g->how_to_apply);
        section(p, view, list, "remedies", "监督和救济", g->remedies);
}

static int
guide(struct page *p, const char *slug, bool request)
{
        struct view_portal_guide *view = mem_new(p->mem, struct view_portal_guide);
        struct portal_section *list = mem_array(p->mem, struct portal_section, SECTIONS_MAX);
        const char *title = request ? "依申请公开" : "政府信息公开指南";
        struct public_guide g;
        struct chrome c;
        int r;

        r = portal_open(p, slug, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = portal_side(&c, request ? SIDE_REQUEST : SIDE_GUIDE, 0);
        if (r < 0)
                return err_trace(r);
        r = app_public_guide(p->mem, c.tx, c.house.root, c.unit.id, &g);
        if (r < 0)
                return err_trace(r);
        view->missing = r == APP_NONE && !request;
        view->updated = r == APP_NONE ? DAY_NONE : g.updated;
        view->edition = r == APP_NONE || request ? 0 : g.edition;
        view->unit = c.unit.name;
        view->heading = mem_printf(p->mem, "%s%s", c.unit.name, title);
        view->sections = list;
        if (request)
                fill_request(p, r == APP_NONE ? NULL : &g, view, list);
        else if (!r)
                fill_guide(p, &g, view, list);
        if (!r)
                view->office = portal_office(p, &g);
        portal_title(&c, title);
        c.page.column = (struct view_column_meta){
            .name = title,
            .description = mem_printf(p->mem, "%s%s", c.unit.name, title),
            .keywords = request ? "依申请公开,申请" : "信息公开,指南,获取方式",
            .type = request ? "依申请公开" : "信息公开指南"};
        portal_alternates(&c, title);
        view->page = c.page;
        view->side = c.side;
        if (p->format == JSON)
                view_portal_guide_json(&p->out, &c.site, view);
        else
                view_portal_guide(&p->out, &c.site, view);
        return 0;
}

int
page_portal_guide(struct page *p)
{
        return guide(p, NULL, false);
}

int
page_portal_unit_guide(struct page *p)
{
        return guide(p, page_arg(p, "slug"), false);
}

int
page_portal_request(struct page *p)
{
        return guide(p, NULL, true);
}

int
page_portal_unit_request(struct page *p)
{
        return guide(p, page_arg(p, "slug"), true);
}
