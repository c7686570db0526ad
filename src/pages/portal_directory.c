/* The ways in that are not lists: annual reports by year and unit, units, topics, the site map. */
#include "base/text.h"
#include "pages/pages.h"
#include "pages/portal.h"

enum { YEARS_MAX = 40, KINDS_MAX = 8, COLUMN_CONTENT = 3 };

/* --- 年报 ------------------------------------------------------------------------------------- */

struct reports {
        struct chrome c;
        struct public_report *all;
        size_t n;
        int years[YEARS_MAX];
        size_t n_years;
        int64_t year; /* asked; 0: all */
        bool by_unit;
};

static void
collect_years(struct reports *s)
{
        for (size_t i = 0; i < s->n; i++) {
                size_t at = 0;

                while (at < s->n_years && s->years[at] > s->all[i].year)
                        at++;
                if (at < s->n_years && s->years[at] == s->all[i].year)
                        continue;
                if (s->n_years == YEARS_MAX)
                        continue;
                memmove(&s->years[at + 1], &s->years[at], (s->n_years - at) * sizeof(s->years[0]));
                s->years[at] = s->all[i].year;
                s->n_years++;
        }
}

static struct part_row
report_row(struct page *p, const struct public_report *report)
{
        return (struct part_row){.title = report->title,
                                 .url = link_item(p, report->index_no),
                                 .day = report->day,
                                 .agency = report->agency_name,
                                 .index_no = report->index_no};
}

/* The reports of one year, or of one agency. */
static struct part_rows
reports_of(struct reports *s, int year, int64_t agency)
{
        struct part_row *rows = mem_array(s->c.p->mem, struct part_row, s->n);
        struct part_rows out = {.rows = rows};

        for (size_t i = 0; i < s->n; i++)
                if ((!year || s->all[i].year == year) && (!agency || s->all[i].agency_id == agency))
                        rows[out.n_rows++] = report_row(s->c.p, &s->all[i]);
        return out;
}

static const char *
year_url(struct reports *s, int year)
{
        return mem_printf(s->c.p->mem, "%s?year=%d", link_unit(&s->c, "/reports"), year);
}

static void
group_by_year(struct reports *s, struct view_portal_reports *view)
{
        struct portal_report_year *groups =
            mem_array(s->c.p->mem, struct portal_report_year, s->n_years);

        for (size_t i = 0; i < s->n_years; i++)
                if (!s->year || s->year == s->years[i])
                        groups[view->n_groups++] = (struct portal_report_year){
                            .label = mem_printf(s->c.p->mem, "%d年", s->years[i]),
                            .url = year_url(s, s->years[i]),
                            .rows = reports_of(s, s->years[i], 0)};
        view->groups = groups;
}

/* What one unit published, year by year. */
static struct part_table_row
grid_row(struct reports *s, const struct public_agency *unit)
{
        struct part_cell *cells = mem_array(s->c.p->mem, struct part_cell, s->n_years);

        for (size_t k = 0; k < s->n_years; k++)
                cells[k].text = "未公布";
        for (size_t i = 0; i < s->n; i++)
                for (size_t k = 0; k < s->n_years; k++)
                        if (s->all[i].agency_id == unit->id && s->all[i].year == s->years[k])
                                cells[k] = (struct part_cell){
                                    .text = "年报", .url = link_item(s->c.p, s->all[i].index_no)};
        return (struct part_table_row){.head = unit->name,
                                       .url = page_link(s->c.p, "/agency/{}/reports", unit->slug),
                                       .cells = cells,
                                       .n_cells = s->n_years};
}

/* Units down, years across: the table that shows at a glance who has not published. All units of the scope stand in it,
 * those without any report as well. */
static int
fill_grid(struct reports *s, struct view_portal_reports *view)
{
        TALLOC_CTX *mem = s->c.p->mem;
        struct part_head *heads = mem_array(mem, struct part_head, s->n_years + 1);
        struct part_table_row *rows;
        struct public_agency *units;
        size_t n;
        int r;

        r = app_public_agencies(mem, s->c.tx, s->c.scope, false, &units, &n);
        if (r)
                return err_fold(r);
        page_depends(s->c.p, "agency", 0);
        heads[0].text = "单位";
        for (size_t i = 0; i < s->n_years; i++)
                heads[i + 1].text = mem_printf(mem, "%d年", s->years[i]);
        rows = mem_array(mem, struct part_table_row, n + 1);
        for (size_t i = 0; i < n; i++)
                rows[i] = grid_row(s, &units[i]);
        view->grid = (struct part_table){.caption = "各单位年报公布情况",
                                         .heads = heads,
                                         .n_heads = s->n_years + 1,
                                         .rows = rows,
                                         .n_rows = n};
        return 0;
}

static void
fill_tabs(struct reports *s, struct view_portal_reports *view)
{
        struct page *p = s->c.p;
        struct view_link *tabs = mem_array(p->mem, struct view_link, 2);
        struct view_link *years = mem_array(p->mem, struct view_link, s->n_years + 1);

        tabs[0] = (struct view_link){
            .label = "按年度", .url = link_unit(&s->c, "/reports"), .current = !s->by_unit};
        tabs[1] = (struct view_link){.label = "按单位",
                                     .url = mem_printf(p->mem, "%s?by=unit", tabs[0].url),
                                     .current = s->by_unit};
        if (!s->c.is_unit)
                view->tabs = (struct part_tabs){.label = "排列方式", .links = tabs, .n_links = 2};
        if (s->by_unit || s->n_years < 2)
                return;
        years[0] = (struct view_link){.label = "全部年度", .url = tabs[0].url, .current = !s->year};
        for (size_t i = 0; i < s->n_years; i++)
                years[i + 1] = (struct view_link){
                    .label = mem_printf(p->mem, "%d年", s->years[i]),
                    .url = year_url(s, s->years[i]),
                    .current = s->year == s->years[i],
                    .count = count_of((int64_t)reports_of(s, s->years[i], 0).n_rows)};
        view->years =
            (struct part_tabs){.label = "年度", .links = years, .n_links = s->n_years + 1};
}

static int
reports(struct page *p, const char *slug)
{
        struct reports *s = mem_new(p->mem, struct reports);
        struct view_portal_reports *view = mem_new(p->mem, struct view_portal_reports);
        const char *by = page_arg(p, "by");
        int r;

        r = portal_open(p, slug, &s->c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        if (!page_arg_int(p, "year", 1949, 2100, 0, &s->year))
                return PAGE_BAD;
        s->by_unit = !s->c.is_unit && by && strcmp(by, "unit") == 0;
        r = portal_side(&s->c, SIDE_REPORTS, 0);
        if (r == 0)
                r = app_public_reports(p->mem, s->c.tx, s->c.scope, &s->all, &s->n);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "scope", s->c.scope);
        collect_years(s);
        fill_tabs(s, view);
        if (s->by_unit)
                r = fill_grid(s, view);
        else
                group_by_year(s, view);
        if (r < 0)
                return err_trace(r);
        view->has_side = true;
        view->empty = (struct part_empty){.title = "暂未公布年度报告",
                                          .text = "年度报告应当在每年1月31日前公布。"};
        portal_title(&s->c, "政府信息公开年报");
        s->c.page.column = (struct view_column_meta){.name = "政府信息公开年报",
                                                     .description = "历年政府信息公开工作年度报告",
                                                     .keywords = "信息公开,年度报告",
                                                     .type = "信息公开年报"};
        portal_alternates(&s->c, "政府信息公开年报");
        view->page = s->c.page;
        view->side = s->c.side;
        if (p->format == JSON)
                view_portal_reports_json(&p->out, &s->c.site, view);
        else
                view_portal_reports(&p->out, &s->c.site, view);
        return 0;
}

int
page_portal_reports(struct page *p)
{
        return reports(p, NULL);
}

int
page_portal_unit_reports(struct page *p)
{
        return reports(p, page_arg(p, "slug"));
}

/* --- 机构目录 --------------------------------------------------------------------------------- */

static struct portal_unit
unit_of(struct page *p, const struct public_agency *a)
{
        return (struct portal_unit){.name = a->name,
                                    .short_name = a->short_name,
                                    .url = page_link(p, "/agency/{}", a->slug),
                                    .slug = a->slug,
                                    .code = a->code,
                                    .kind = a->kind,
                                    .kind_label = agency_kind_label(a->kind),
                                    .level = a->level,
                                    .parent = a->parent_name,
                                    .count = count_of(a->n),
                                    .latest = DAY_NONE};
}

static size_t
units_by_kind(struct page *p, const struct public_agency *all, size_t n,
              struct portal_units_group *groups)
{
        size_t n_groups = 0;

        for (int rank = 0; rank < KINDS_MAX; rank++) {
                struct portal_unit *units = mem_array(p->mem, struct portal_unit, n);
                struct portal_units_group *g = &groups[n_groups];

                *g = (struct portal_units_group){.units = units,
                                                 .id = mem_printf(p->mem, "kind-%d", rank + 1)};
                for (size_t i = 0; i < n; i++)
                        if (agency_kind_rank(all[i].kind) == rank) {
                                g->label = agency_kind_label(all[i].kind);
                                units[g->n_units++] = unit_of(p, &all[i]);
                        }
                n_groups += g->n_units > 0;
        }
        return n_groups;
}

/* "靖宇县" of "靖宇县人民政府": what nearly every name begins with tells nothing in an index. */
static size_t
place_of(const char *government)
{
        const char *at = strstr(government, "人民政府");

        return at ? (size_t)(at - government) : 0;
}

/* Keys of the names as people look for them: 教育局, not 靖宇县教育局. */
static int
index_keys(struct page *p, const char *government, struct public_agency *all, size_t n)
{
        size_t place = place_of(government);

        for (size_t i = 0; i < n; i++) {
                const char *name = all[i].name;
                int r;

                if (strncmp(name, government, place) == 0 && name[place])
                        name += place;
                r = text_pinyin_key(p->mem, name, &all[i].pinyin_key);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

static int
pinyin_order(const void *a, const void *b)
{
        const struct public_agency *x = a, *y = b;
        int order = strcmp(x->pinyin_key, y->pinyin_key);

        return order ? order : (x->id > y->id) - (x->id < y->id);
}

/* The first characters of each letter in the order of pinyin; no syllable begins with I, U or V. */
static const struct {
        const char *first;
        char letter;
} letters[] = {{"阿", 'A'}, {"八", 'B'}, {"嚓", 'C'}, {"咑", 'D'}, {"妸", 'E'}, {"发", 'F'},
               {"旮", 'G'}, {"铪", 'H'}, {"丌", 'J'}, {"咔", 'K'}, {"垃", 'L'}, {"呣", 'M'},
               {"拿", 'N'}, {"噢", 'O'}, {"趴", 'P'}, {"七", 'Q'}, {"蚺", 'R'}, {"仨", 'S'},
               {"他", 'T'}, {"挖", 'W'}, {"夕", 'X'}, {"丫", 'Y'}, {"匝", 'Z'}};

static int
letter_keys(struct page *p, const char *keys[N(letters)])
{
        for (size_t i = 0; i < N(letters); i++) {
                int r = text_pinyin_key(p->mem, letters[i].first, &keys[i]);

                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

/* The letter under which a sort key stands; '#' for what comes before all Chinese. */
static char
letter_of(const char *const keys[N(letters)], const struct public_agency *a)
{
        char letter = '#';

        for (size_t i = 0; i < N(letters) && strcmp(keys[i], a->pinyin_key) <= 0; i++)
                letter = letters[i].letter;
        return letter;
}

static int
units_by_letter(struct chrome *c, struct public_agency *all, size_t n,
                struct portal_units_group *groups, size_t *ret_n)
{
        const char *keys[N(letters)];
        struct page *p = c->p;
        size_t n_groups = 0;
        int r;

        r = letter_keys(p, keys);
        if (r == 0)
                r = index_keys(p, c->house.root_name, all, n);
        if (r < 0)
                return err_trace(r);
        qsort(all, n, sizeof(*all), pinyin_order);
        for (size_t i = 0; i < n;) {
                struct portal_unit *units = mem_array(p->mem, struct portal_unit, n - i);
                struct portal_units_group *g = &groups[n_groups++];
                char letter = letter_of(keys, &all[i]);

                *g = (struct portal_units_group){
                    .label = letter == '#' ? "其他" : mem_printf(p->mem, "%c", letter),
                    .id = letter == '#' ? "letter-other" : mem_printf(p->mem, "letter-%c", letter),
                    .units = units};
                for (; i < n && letter_of(keys, &all[i]) == letter; i++)
                        units[g->n_units++] = unit_of(p, &all[i]);
        }
        *ret_n = n_groups;
        return 0;
}

/* Those that ended stand last; what they made public stays where it was. One query. */
static int
units_closed(struct chrome *c, struct portal_units_group *g, size_t *n_groups)
{
        struct public_agency *all;
        struct portal_unit *units;
        size_t n;
        int r = app_public_closed_agencies(c->p->mem, c->tx, c->scope, &all, &n);

        if (r < 0)
                return err_trace(r);
        units = mem_array(c->p->mem, struct portal_unit, n + 1);
        for (size_t i = 0; i < n; i++)
                units[i] = unit_of(c->p, &all[i]);
        *g = (struct portal_units_group){
            .label = "已撤并的机关", .id = "closed", .units = units, .n_units = n};
        *n_groups += n > 0;
        return 0;
}

int
page_portal_units(struct page *p)
{
        struct view_portal_units *view = mem_new(p->mem, struct view_portal_units);
        struct view_link *tabs = mem_array(p->mem, struct view_link, 2);
        const char *by = page_arg(p, "by");
        bool pinyin = by && strcmp(by, "pinyin") == 0;
        struct portal_units_group *groups;
        struct public_agency *all;
        struct chrome c;
        size_t n;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_public_agencies(p->mem, c.tx, c.scope, true, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "agency", 0);
        page_depends(p, "scope", c.scope);
        groups = mem_array(p->mem, struct portal_units_group, n + KINDS_MAX + 1);
        if (pinyin)
                r = units_by_letter(&c, all, n, groups, &view->n_groups);
        else
                view->n_groups = units_by_kind(p, all, n, groups);
        if (r < 0)
                return err_trace(r);
        r = units_closed(&c, &groups[view->n_groups], &view->n_groups);
        if (r < 0)
                return err_trace(r);
        view->groups = groups;
        view->n_all = (int64_t)n - 1; /* the government above them is no unit of its own count */
        tabs[0] = (struct view_link){
            .label = "按类别", .url = page_link(p, "/agencies"), .current = !pinyin};
        tabs[1] = (struct view_link){
            .label = "按拼音", .url = page_link(p, "/agencies?by=pinyin"), .current = pinyin};
        view->orders = (struct part_tabs){.label = "排列方式", .links = tabs, .n_links = 2};
        portal_title(&c, "机构目录");
        portal_alternates(&c, "机构目录");
        view->page = c.page;
        if (p->format == JSON)
                view_portal_units_json(&p->out, &c.site, view);
        else
                view_portal_units(&p->out, &c.site, view);
        return 0;
}

/* --- 主题目录 --------------------------------------------------------------------------------- */

static const struct {
        const char *scheme, *label;
} schemes[] = {{"topic", "主题分类"}, {"genre", "体裁分类"}};

/* Topics have pages of their own; a genre is a filter of the newest. */
static const char *
class_url(struct page *p, const char *scheme, const char *code)
{
        if (strcmp(scheme, "topic") == 0)
                return page_link(p, "/topic/{}", code);
        return mem_printf(p->mem, "%s/latest?genre=%s", p->site->prefix, page_encode(p->mem, code));
}

int
page_portal_topics(struct page *p)
{
        struct view_portal_topics *view = mem_new(p->mem, struct view_portal_topics);
        struct view_link *tabs = mem_array(p->mem, struct view_link, N(schemes));
        const char *by = page_arg(p, "by");
        size_t which = by && strcmp(by, "genre") == 0 ? 1 : 0;
        struct portal_topic *topics;
        struct public_class *all;
        struct chrome c;
        size_t n;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_public_classes(p->mem, c.tx, schemes[which].scheme, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "class", 0);
        topics = mem_array(p->mem, struct portal_topic, n);
        for (size_t i = 0; i < n; i++) {
                struct portal_topic *t = &topics[view->n_topics];
                struct view_link *below;

                if (all[i].parent_id)
                        continue;
                below = mem_array(p->mem, struct view_link, n);
                *t = (struct portal_topic){.label = all[i].name,
                                           .url = class_url(p, schemes[which].scheme, all[i].code),
                                           .below = below};
                for (size_t k = 0; k < n; k++)
                        if (all[k].parent_id == all[i].id)
                                below[t->n_below++] = (struct view_link){
                                    .label = all[k].name,
                                    .url = class_url(p, schemes[which].scheme, all[k].code)};
                view->n_topics++;
        }
        view->topics = topics;
        for (size_t i = 0; i < N(schemes); i++)
                tabs[i] =
                    (struct view_link){.label = schemes[i].label,
                                       .url = i ? mem_printf(p->mem, "%s/topics?by=%s",
                                                             p->site->prefix, schemes[i].scheme)
                                                : page_link(p, "/topics"),
                                       .current = i == which};
        view->schemes = (struct part_tabs){.label = "分类", .links = tabs, .n_links = N(schemes)};
        portal_title(&c, "主题目录");
        portal_alternates(&c, "主题目录");
        view->page = c.page;
        if (p->format == JSON)
                view_portal_topics_json(&p->out, &c.site, view);
        else
                view_portal_topics(&p->out, &c.site, view);
        return 0;
}

/* --- 站点地图 --------------------------------------------------------------------------------- */

static struct part_tree
map_of(struct page *p, const char *label, const char *url, const struct view_link *links, size_t n)
{
        struct part_tree *nodes = mem_array(p->mem, struct part_tree, n);

        for (size_t i = 0; i < n; i++)
                nodes[i] = (struct part_tree){.label = links[i].label, .url = links[i].url};
        return (struct part_tree){
            .label = label, .url = url, .open = true, .nodes = nodes, .n_nodes = n};
}

/* Columns as branches, those of another level only where there is something in them. */
static void
map_columns(struct chrome *c, const struct public_column *all, size_t n, int64_t parent,
            struct part_tree *ret)
{
        struct part_tree *nodes = mem_array(c->p->mem, struct part_tree, n);

        ret->nodes = nodes;
        ret->open = true;
        for (size_t i = 0; i < n; i++) {
                if (all[i].parent_id != parent ||
                    !(column_is_of_level(all[i].levels, c->unit.level) || all[i].n))
                        continue;
                nodes[ret->n_nodes] = (struct part_tree){
                    .label = all[i].name,
                    .url = all[i].external_url ? all[i].external_url : link_column(c, all[i].code)};
                map_columns(c, all, n, all[i].id, &nodes[ret->n_nodes++]);
        }
}

static int
map_units(struct chrome *c, struct part_tree *ret)
{
        struct public_agency *all;
        struct view_link *links;
        size_t n;
        int r;

        r = app_public_agencies(c->p->mem, c->tx, c->scope, false, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(c->p, "agency", 0);
        links = mem_array(c->p->mem, struct view_link, n);
        for (size_t i = 0; i < n; i++)
                links[i] = (struct view_link){.label = all[i].name,
                                              .url = page_link(c->p, "/agency/{}", all[i].slug)};
        *ret = map_of(c->p, "各单位专栏", page_link(c->p, "/agencies"), links, n);
        return 0;
}

int
page_portal_sitemap(struct page *p)
{
        struct view_portal_sitemap *view = mem_new(p->mem, struct view_portal_sitemap);
        struct part_tree *sections = mem_array(p->mem, struct part_tree, 4);
        struct view_link others[] = {{.label = "主题目录", .url = page_link(p, "/topics")},
                                     {.label = "最新公开", .url = page_link(p, "/latest")},
                                     {.label = "搜索", .url = page_link(p, "/search")},
                                     {.label = "数据统计", .url = page_link(p, "/stats")},
                                     {.label = "数据开放", .url = page_link(p, "/open")},
                                     {.label = "无障碍声明", .url = page_link(p, "/accessibility")},
                                     {.label = "政府网站找错", .url = page_link(p, "/feedback")}};
        struct public_column *columns;
        struct chrome c;
        size_t n;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        if (p->format == XML)
                return portal_sitemap_index(p, &c);
        r = app_public_columns(p->mem, c.tx, c.scope, COLUMN_CONTENT, &columns, &n);
        if (r == 0)
                r = map_units(&c, &sections[2]);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "scope", c.scope);
        /* The first link of the navigation is the home page itself. */
        sections[0] = map_of(p, "首页", page_link(p, "/"), c.site.nav + 1, c.site.n_nav - 1);
        sections[1] =
            (struct part_tree){.label = "法定主动公开内容", .url = page_link(p, "/content")};
        map_columns(&c, columns, n, COLUMN_CONTENT, &sections[1]);
        sections[3] = map_of(p, "其他服务", NULL, others, N(others));
        view->sections = sections;
        view->n_sections = 4;
        portal_title(&c, "站点地图");
        view->page = c.page;
        view_portal_sitemap(&p->out, &c.site, view);
        return 0;
}
