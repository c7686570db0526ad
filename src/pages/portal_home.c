/* The home of the site group, and the home of a unit (专栏).
 * Cost       home: eleven queries (site, left column, newest, boxes, units, years, channels,
 * reports and their years, topics, guide); a unit: eight, nine with units below. */
#include "pages/pages.h"
#include "pages/portal.h"

enum {
        COLUMN_REPORTS = 4,
        KINDS_MAX = 8,
        HOME_LATEST = 10,
        HOME_BOX = 6,
        HOME_REPORTS = 6,
        HOME_FIGURES = 6,
        OFFICE_FACTS = 8
};

/* The boxes of the home pages: statutory columns that readers ask for most; the first two stand
 * apart on the home of the site group. */
static const struct {
        int64_t column;
        const char *title, *code;
} boxes[] = {{8, "规范性文件", "A20_01_2"},  {9, "政策解读", "A20_01_3"},
             {24, "财政预决算", "A20_07"},   {30, "重大建设项目", "A20_10"},
             {31, "民生保障政策", "A20_11"}, {37, "应急管理", "A20_12"},
             {49, "通知公告", "A20_15_1"},   {52, "工作动态", "A20_15_4"}};
enum { BOX_DOCS, BOX_READINGS };

static void
office_fact(struct part_facts *list, struct part_fact *facts, const char *label, const char *value)
{
        if (value && *value)
                facts[list->n_facts++] = (struct part_fact){.label = label, .value = value};
}

struct part_facts
portal_office(struct page *p, const struct public_guide *g)
{
        struct part_fact *facts = mem_array(p->mem, struct part_fact, OFFICE_FACTS);
        struct part_facts list = {.facts = facts};

        office_fact(&list, facts, "机构名称", g->office_name);
        office_fact(&list, facts, "办公地址", g->office_address);
        office_fact(&list, facts, "办公时间", g->office_hours);
        office_fact(&list, facts, "联系电话", g->phone);
        office_fact(&list, facts, "传真号码", g->fax);
        office_fact(&list, facts, "互联网联系方式", g->internet);
        office_fact(&list, facts, "邮政编码", g->postcode);
        return list;
}

/* The guide's office; nothing when the unit has filed no guide. One query. */
static int
office(struct chrome *c, struct part_facts *ret)
{
        struct public_guide guide;
        int r;

        r = app_public_guide(c->p->mem, c->tx, c->house.root, c->unit.id, &guide);
        if (r == APP_NONE)
                return 0;
        if (r)
                return err_fold(r);
        *ret = portal_office(c->p, &guide);
        return 0;
}

/* What the scope has published, in one strip: of the whole site in the newest year with items, as
 * reports count; of a unit since ever. One query, two for the site. */
static int
figures(struct chrome *c, int64_t n_units, struct part_figures *ret)
{
        struct part_figure *list = mem_array(c->p->mem, struct part_figure, HOME_FIGURES);
        struct public_figure *all;
        struct public_year *years = NULL;
        size_t n, n_years = 0;
        int year, r = 0;

        if (!c->is_unit)
                r = app_public_years(c->p->mem, c->tx, c->scope, &years, &n_years);
        if (r < 0)
                return err_trace(r);
        year = n_years ? years[0].year : 0;
        r = app_public_channels(c->p->mem, c->tx, c->scope, year, &all, &n);
        if (r < 0)
                return err_trace(r);
        list[ret->n_figures++] = (struct part_figure){
            .label = year ? mem_printf(c->p->mem, "%d年主动公开", year) : "主动公开信息",
            .unit = "条",
            .url = c->is_unit ? NULL : page_link(c->p, "/stats"),
            .value = count_of(all[0].n)};
        if (n_units)
                list[ret->n_figures++] = (struct part_figure){.label = "公开单位",
                                                              .unit = "个",
                                                              .url = page_link(c->p, "/agencies"),
                                                              .value = count_of(n_units)};
        for (size_t i = 1; i < n && ret->n_figures < HOME_FIGURES; i++)
                list[ret->n_figures++] = (struct part_figure){
                    .label = all[i].label, .unit = all[i].note, .value = count_of(all[i].n)};
        ret->figures = list;
        return 0;
}

/* The boxes of one page; of a government that files by columns of its own, those columns. */
struct home_boxes {
        struct public_box found[PUBLIC_BOXES_MAX];
        const char *titles[PUBLIC_BOXES_MAX], *codes[PUBLIC_BOXES_MAX];
        size_t n, docs; /* docs: which of them are the documents */
        bool own;
};

static int
query_boxes(struct chrome *c, struct home_boxes *b, bool *ret_any)
{
        struct public_ask ask = {.scope = c->scope, .leaf = !c->unit.below, .limit = HOME_LATEST};
        int r = app_public_boxes(c->p->mem, c->tx, &ask, b->found, b->n);

        if (r < 0)
                return err_trace(r);
        *ret_any = false;
        for (size_t i = 0; i < b->n; i++)
                *ret_any |= b->found[i].n_rows > 0;
        return 0;
}

/* The columns that stand right below 法定主动公开内容 and are the government's own. */
static int
own_boxes(struct chrome *c, struct home_boxes *b)
{
        struct public_column content, *all;
        size_t n;
        int r;

        r = app_public_column(c->p->mem, c->tx, c->house.root, "content", &content);
        if (r)
                return err_fold(r);
        r = app_public_columns(c->p->mem, c->tx, c->house.root, content.id, &all, &n);
        if (r < 0)
                return err_trace(r);
        *b = (struct home_boxes){.own = true};
        for (size_t i = 0; i < n && b->n < PUBLIC_BOXES_MAX; i++) {
                if (all[i].parent_id != content.id || all[i].agency_id != c->house.root)
                        continue;
                if (strstr(all[i].name, "法规"))
                        b->docs = b->n;
                b->found[b->n].column = all[i].id;
                b->titles[b->n] = all[i].name;
                b->codes[b->n++] = all[i].code;
        }
        return 0;
}

/* All boxes in one query; three where the statutory columns are empty. */
static int
find_boxes(struct chrome *c, struct home_boxes *b)
{
        bool any;
        int r;

        *b = (struct home_boxes){.n = N(boxes), .docs = BOX_DOCS};
        for (size_t i = 0; i < N(boxes); i++) {
                b->found[i].column = boxes[i].column;
                b->titles[i] = boxes[i].title;
                b->codes[i] = boxes[i].code;
        }
        r = query_boxes(c, b, &any);
        if (r < 0 || any)
                return r < 0 ? err_trace(r) : 0;
        r = own_boxes(c, b);
        if (r == 0 && b->n)
                r = query_boxes(c, b, &any);
        return r < 0 ? err_trace(r) : 0;
}

/* Those that have something and are not shown apart. */
static void
fill_boxes(struct chrome *c, const struct home_boxes *b, bool apart,
           const struct portal_block **ret, size_t *ret_n)
{
        struct portal_block *list = mem_array(c->p->mem, struct portal_block, PUBLIC_BOXES_MAX);

        for (size_t i = 0; i < b->n; i++) {
                size_t n = b->found[i].n_rows;

                if (!n || (apart && (i == b->docs || (!b->own && i == BOX_READINGS))))
                        continue;
                list[(*ret_n)++] = (struct portal_block){
                    .title = b->titles[i],
                    .url = link_column(c, b->codes[i]),
                    .rows =
                        rows_of(c->p, b->found[i].rows, n < HOME_BOX ? n : HOME_BOX, !c->is_unit)};
        }
        *ret = list;
}

/* --- home ------------------------------------------------------------------------------------- */

struct portal_unit_group *
portal_unit_groups(struct page *p, const struct public_agency *all, size_t n, size_t *ret_n)
{
        struct portal_unit_group *groups = mem_array(p->mem, struct portal_unit_group, KINDS_MAX);
        size_t n_groups = 0;

        for (int rank = 0; rank < KINDS_MAX; rank++) {
                struct view_link *links = mem_array(p->mem, struct view_link, n);
                struct portal_unit_group *g = &groups[n_groups];

                *g = (struct portal_unit_group){.units = links};
                for (size_t i = 0; i < n; i++) {
                        if (agency_kind_rank(all[i].kind) != rank)
                                continue;
                        g->label = agency_kind_label(all[i].kind);
                        links[g->n_units++] =
                            (struct view_link){.label = all[i].short_name,
                                               .url = page_link(p, "/agency/{}", all[i].slug),
                                               .count = count_of(all[i].n)};
                }
                n_groups += g->n_units > 0;
        }
        *ret_n = n_groups;
        return groups;
}

/* The newest reports, and the years they are about: each appears in the year after. Two queries. */
static int
home_reports(struct chrome *c, struct view_portal_home *view)
{
        struct public_year *years;
        struct view_link *links = mem_array(c->p->mem, struct view_link, HOME_REPORTS);
        size_t n;
        int r;

        view->reports =
            (struct portal_block){.title = "政府信息公开年报", .url = link_unit(c, "/reports")};
        r = portal_newest(c, COLUMN_REPORTS, true, HOME_REPORTS, true, &view->reports.rows);
        if (r == 0)
                r = app_public_column_years(c->p->mem, c->tx, c->scope, COLUMN_REPORTS, &years, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n && i < HOME_REPORTS; i++)
                links[view->n_report_years++] =
                    (struct view_link){.label = mem_printf(c->p->mem, "%d年", years[i].year - 1),
                                       .url = mem_printf(c->p->mem, "%s/reports?year=%d",
                                                         c->p->site->prefix, years[i].year - 1)};
        view->report_years = links;
        return 0;
}

/* The newest readings of policy; the document is named on the reading's own page. */
static void
home_readings(struct chrome *c, const struct public_box *box, struct view_portal_home *view)
{
        size_t n = box->n_rows < HOME_BOX ? box->n_rows : HOME_BOX;
        struct portal_pair *pairs = mem_array(c->p->mem, struct portal_pair, n);

        for (size_t i = 0; i < n; i++)
                pairs[i] = (struct portal_pair){.title = box->rows[i].title,
                                                .url = link_item(c->p, box->rows[i].index_no),
                                                .day = box->rows[i].day};
        view->pairs = pairs;
        view->n_pairs = n;
        view->pairs_url = link_column(c, boxes[BOX_READINGS].code);
}

static int
home_topics(struct chrome *c, struct view_portal_home *view)
{
        struct public_class *all;
        struct view_link *links;
        size_t n;
        int r;

        r = app_public_classes(c->p->mem, c->tx, "topic", &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(c->p, "class", 0);
        links = mem_array(c->p->mem, struct view_link, n);
        for (size_t i = 0; i < n; i++)
                if (!all[i].parent_id)
                        links[view->n_topics++] = (struct view_link){
                            .label = all[i].name, .url = page_link(c->p, "/topic/{}", all[i].code)};
        view->topics = links;
        return 0;
}

static int
home_units(struct chrome *c, struct view_portal_home *view, size_t *ret_n)
{
        struct public_agency *all;
        size_t n;
        int r;

        r = app_public_agencies(c->p->mem, c->tx, c->scope, false, &all, &n);
        if (r < 0)
                return err_trace(r);
        *ret_n = 0;
        for (size_t i = 0; i < n; i++) {
                all[i].short_name = all[i].name;
                *ret_n += all[i].depth > 0; /* the government is not one of its own units */
        }
        page_depends(c->p, "agency", 0);
        view->groups = portal_unit_groups(c->p, all, n, &view->n_groups);
        return 0;
}

void
portal_hot_words(struct chrome *c, const struct view_link **ret, size_t *ret_n)
{
        static const char *const words[] = {"预算", "招聘", "低保", "通知", "规划"};
        struct view_link *links = mem_array(c->p->mem, struct view_link, N(words));

        for (size_t i = 0; i < N(words); i++)
                links[i] = (struct view_link){.label = words[i],
                                              .url = mem_printf(c->p->mem, "%s/search?q=%s",
                                                                c->p->site->prefix,
                                                                page_encode(c->p->mem, words[i]))};
        *ret = links;
        *ret_n = N(words);
}

int
page_portal_home(struct page *p)
{
        struct view_portal_home *view = mem_new(p->mem, struct view_portal_home);
        struct home_boxes found;
        struct chrome c;
        size_t n_units = 0;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        page_depends(p, "scope", c.scope);
        view->unit_name = c.house.root_name;
        view->latest = (struct portal_block){.title = "最新公开", .url = page_link(p, "/latest")};
        view->rules_docs =
            (struct portal_block){.title = "规范性文件", .url = link_column(&c, "A20_01_2")};
        portal_hot_words(&c, &view->hot, &view->n_hot);
        r = portal_side(&c, SIDE_NONE, 0);
        if (r == 0)
                r = portal_newest(&c, 0, false, HOME_LATEST, true, &view->latest.rows);
        if (r == 0)
                r = find_boxes(&c, &found);
        if (r == 0)
                r = home_units(&c, view, &n_units);
        if (r == 0)
                r = figures(&c, (int64_t)n_units, &view->figures);
        if (r == 0)
                r = home_reports(&c, view);
        if (r == 0)
                r = home_topics(&c, view);
        if (r == 0)
                r = office(&c, &view->office);
        if (r < 0)
                return err_trace(r);
        if (found.n)
                view->rules_docs =
                    (struct portal_block){.title = found.titles[found.docs],
                                          .url = link_column(&c, found.codes[found.docs]),
                                          .rows = rows_of(p, found.found[found.docs].rows,
                                                          found.found[found.docs].n_rows, true)};
        if (!found.own)
                home_readings(&c, &found.found[BOX_READINGS], view);
        fill_boxes(&c, &found, true, &view->blocks, &view->n_blocks);
        c.page.title = "首页";
        portal_column_words(&c, "首页", "首页");
        c.page.no_search = true; /* the box of the page is the one */
        c.page.n_crumbs = 0;
        c.page.canonical = mem_printf(p->mem, "%s/", p->site->prefix);
        portal_alternates(&c, "最新公开");
        view->page = c.page;
        view->side = c.side;
        if (p->format == JSON)
                view_portal_home_json(&p->out, &c.site, view);
        else
                view_portal_home(&p->out, &c.site, view);
        return 0;
}

/* --- a unit ----------------------------------------------------------------------------------- */

static int
units_below(struct chrome *c, struct view_portal_unit *view)
{
        struct public_agency *all;
        struct view_link *links;
        size_t n;
        int r;

        if (!c->unit.below)
                return 0;
        r = app_public_agencies(c->p->mem, c->tx, c->scope, false, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(c->p, "agency", 0);
        links = mem_array(c->p->mem, struct view_link, n);
        for (size_t i = 0; i < n; i++)
                if (all[i].id != c->unit.id)
                        links[view->n_below++] =
                            (struct view_link){.label = all[i].name,
                                               .url = page_link(c->p, "/agency/{}", all[i].slug)};
        view->below = links;
        return 0;
}

/* 机构改革: what became of the unit, or of whom it came. One query. */
static int
reforms(struct chrome *c, struct view_portal_unit *view)
{
        TALLOC_CTX *mem = c->p->mem;
        bool closed = !day_is_none(c->unit.closed);
        struct public_succession *all;
        struct view_link *links;
        struct day last = DAY_NONE;
        size_t n;
        int r = app_public_successions(mem, c->tx, c->unit.id, &all, &n);

        if (r < 0)
                return err_trace(r);
        links = mem_array(mem, struct view_link, n + 1);
        for (size_t i = 0; i < n; i++)
                if (all[i].forward == closed &&
                    (closed || day_is_none(last) || day_cmp(all[i].on, last) >= 0))
                        last = all[i].on;
        for (size_t i = 0; i < n; i++)
                if (all[i].forward == closed && day_cmp(all[i].on, last) == 0)
                        links[view->n_relatives++] =
                            (struct view_link){.label = all[i].name,
                                               .url = page_link(c->p, "/agency/{}", all[i].slug)};
        view->relatives = links;
        view->history = view->history_tail = "";
        if (closed) {
                view->history =
                    mem_printf(mem, "该机关已于%s撤并%s", day_cn_of(mem, c->unit.closed),
                               view->n_relatives ? "，职责由" : "");
                view->history_tail = view->n_relatives ? "承继。此前公开的信息继续在此查阅。"
                                                       : "。此前公开的信息继续在此查阅。";
        } else if (view->n_relatives) {
                view->history = mem_printf(mem, "%s承继原", day_cn_of(mem, last));
                view->history_tail = "的职责，该日以前的信息见原机关专栏。";
        }
        return 0;
}

int
page_portal_unit(struct page *p)
{
        struct view_portal_unit *view = mem_new(p->mem, struct view_portal_unit);
        struct home_boxes found;
        struct chrome c;
        int r;

        r = portal_open(p, page_arg(p, "slug"), &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        page_depends(p, "scope", c.scope);
        view->name = c.unit.name;
        view->short_name = c.unit.short_name;
        view->kind = agency_kind_label(c.unit.kind);
        view->mandate = c.unit.mandate;
        view->search = (struct part_search_box){.agency = c.unit.slug, .agency_name = c.unit.name};
        view->latest = (struct portal_block){.title = "最新公开", .url = link_unit(&c, "/latest")};
        r = portal_side(&c, SIDE_NONE, 0);
        if (r == 0)
                r = portal_newest(&c, 0, false, HOME_LATEST, false, &view->latest.rows);
        if (r == 0)
                r = find_boxes(&c, &found);
        if (r == 0)
                r = figures(&c, 0, &view->figures);
        if (r == 0)
                r = office(&c, &view->office);
        if (r == 0)
                r = units_below(&c, view);
        if (r == 0)
                r = reforms(&c, view);
        if (r < 0)
                return err_trace(r);
        fill_boxes(&c, &found, false, &view->blocks, &view->n_blocks);
        c.page.title = "政府信息公开专栏";
        portal_column_words(&c, "政府信息公开", "信息公开目录");
        c.crumbs[c.page.n_crumbs - 1].url = NULL;
        portal_alternates(&c, c.unit.name);
        view->page = c.page;
        view->side = c.side;
        if (p->format == JSON)
                view_portal_unit_json(&p->out, &c.site, view);
        else
                view_portal_unit(&p->out, &c.site, view);
        return 0;
}
