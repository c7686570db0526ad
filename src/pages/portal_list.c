/* Lists of items: a column, the rules, a topic, the newest; as page, JSON, feed and table.
 * Cost       six queries for a column of a unit: site, unit, column, left column, years, rows; a
 * filter by topic, genre or validity adds two, the form's choices up to two. */
#include "base/csv.h"
#include "document/sheet.h"
#include "pages/pages.h"
#include "pages/portal.h"

enum { PAGES_NEAR = 2 };

struct list {
        struct chrome c;
        struct public_ask ask;
        struct public_list found;
        struct view_portal_list view;
        struct public_agency narrowed; /* filter by unit, on pages of the whole portal */
        struct public_class topic, genre;
        int64_t page, size;
};

/* --- what was asked --------------------------------------------------------------------------- */

static bool
is_size(int64_t size)
{
        return size == 20 || size == 50 || size == 100;
}

static int
ask_class(struct list *l, const char *scheme, const char *arg, struct public_class *ret,
          int64_t *ret_id)
{
        const char *code = page_arg(l->c.p, arg);
        int r;

        if (!code || !*code)
                return 0;
        r = app_public_class(l->c.p->mem, l->c.tx, scheme, code, ret);
        if (r == APP_NONE) {
                l->c.p->reason = "没有这种分类。";
                return PAGE_BAD;
        }
        if (r)
                return err_fold(r);
        *ret_id = ret->id;
        return 0;
}

static int
ask_agency(struct list *l)
{
        const char *slug = page_arg(l->c.p, "agency");
        int r;

        if (l->c.is_unit || !slug || !*slug)
                return 0;
        r = app_public_agency(l->c.p->mem, l->c.tx, l->c.scope, slug, &l->narrowed);
        if (r == APP_NONE) {
                l->c.p->reason = "没有这个单位。";
                return PAGE_BAD;
        }
        if (r)
                return err_fold(r);
        l->ask.scope = l->narrowed.id;
        l->ask.leaf = !l->narrowed.below;
        return 0;
}

/* Everything in the query string; the page fails on what cannot be. */
static int
ask_all(struct list *l)
{
        struct page *p = l->c.p;
        const char *validity = page_arg(p, "validity"), *sort = page_arg(p, "sort");
        enum validity v;
        int64_t year;
        int r;

        l->ask.scope = l->c.scope;
        l->ask.leaf = !l->c.unit.below;
        l->ask.today = p->today;
        p->reason = "网址中的条件有误。";
        if (!page_arg_int(p, "size", 1, 100, LIST_DEFAULT, &l->size) || !is_size(l->size) ||
            !page_arg_int(p, "page", 1, LIST_REACH, 1, &l->page) ||
            !page_arg_int(p, "year", 1949, 2100, 0, &year))
                return PAGE_BAD;
        if (validity && *validity) {
                if (!validity_from_code(validity, &v))
                        return PAGE_BAD;
                l->ask.validity = validity_code(v);
        }
        if (sort && *sort && strcmp(sort, "newest") != 0) {
                if (strcmp(sort, "oldest") != 0)
                        return PAGE_BAD;
                l->ask.oldest_first = true;
        }
        l->ask.year = (int)year;
        r = ask_class(l, "genre", "genre", &l->genre, &l->ask.genre);
        if (r == 0 && !l->ask.topic)
                r = ask_class(l, "topic", "topic", &l->topic, &l->ask.topic);
        if (r == 0)
                r = ask_agency(l);
        if (r)
                return r < 0 ? err_trace(r) : r;
        p->reason = NULL;
        if (p->format == HTML || p->format == JSON) {
                l->ask.limit = (size_t)l->size;
                l->ask.offset = (size_t)((l->page - 1) * l->size);
        } else {
                l->ask.limit = p->format == ATOM ? 50 : DOWNLOAD_MAX;
        }
        if (l->ask.offset > LIST_REACH) {
                p->reason = "页码过大，请用年份或单位缩小范围。";
                return PAGE_BAD;
        }
        return 0;
}

/* --- the form --------------------------------------------------------------------------------- */

static struct part_option *
options(struct page *p, size_t n, const char *all)
{
        struct part_option *list = mem_array(p->mem, struct part_option, n + 1);

        list[0] = (struct part_option){.value = "", .label = all};
        return list;
}

static struct part_choices
years_choice(struct list *l)
{
        struct page *p = l->c.p;
        struct part_option *list = options(p, l->found.n_years, "全部年份");

        for (size_t i = 0; i < l->found.n_years; i++) {
                int year = l->found.years[i].year;

                list[i + 1] =
                    (struct part_option){.value = mem_printf(p->mem, "%d", year),
                                         .label = mem_printf(p->mem, "%d年（%lld）", year,
                                                             (long long)l->found.years[i].n),
                                         .chosen = year == l->ask.year};
        }
        return (struct part_choices){.name = "year",
                                     .label = "发布年份",
                                     .options = list,
                                     .n_options = l->found.n_years ? l->found.n_years + 1 : 0};
}

static int
genres_choice(struct list *l, struct part_choices *ret)
{
        struct public_class *all;
        struct part_option *list;
        size_t n;
        int r;

        r = app_public_classes(l->c.p->mem, l->c.tx, "genre", &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(l->c.p, "class", 0);
        list = options(l->c.p, n, "全部体裁");
        for (size_t i = 0; i < n; i++)
                list[i + 1] = (struct part_option){.value = all[i].code,
                                                   .label = all[i].name,
                                                   .chosen = all[i].id == l->ask.genre};
        *ret = (struct part_choices){
            .name = "genre", .label = "体裁", .options = list, .n_options = n + 1};
        return 0;
}

static int
agencies_choice(struct list *l, struct part_choices *ret)
{
        struct public_agency *all;
        struct part_option *list;
        size_t n;
        int r;

        if (l->c.is_unit)
                return 0;
        r = app_public_agencies(l->c.p->mem, l->c.tx, l->c.scope, false, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(l->c.p, "agency", 0);
        list = options(l->c.p, n, "全部单位");
        for (size_t i = 0; i < n; i++)
                list[i + 1] = (struct part_option){.value = all[i].slug,
                                                   .label = all[i].name,
                                                   .chosen = all[i].id == l->narrowed.id};
        *ret = (struct part_choices){
            .name = "agency", .label = "发布单位", .options = list, .n_options = n + 1};
        return 0;
}

static struct part_choices
fixed_choice(struct page *p, const char *name, const char *label, const char *const (*all)[2],
             size_t n, const char *chosen)
{
        struct part_option *list = mem_array(p->mem, struct part_option, n);

        for (size_t i = 0; i < n; i++)
                list[i] = (struct part_option){.value = all[i][0],
                                               .label = all[i][1],
                                               .chosen = strcmp(all[i][0], chosen) == 0};
        return (struct part_choices){.name = name, .label = label, .options = list, .n_options = n};
}

static const char *const validities[][2] = {{"", "全部"},
                                            {"valid", "现行有效"},
                                            {"lapsed", "失效"},
                                            {"repealed", "废止"},
                                            {"amended", "已修改"}};
static const char *const sorts[][2] = {{"newest", "最新在前"}, {"oldest", "最早在前"}};
static const char *const sizes[][2] = {
    {"20", "每页20条"}, {"50", "每页50条"}, {"100", "每页100条"}};

static int
fill_form(struct list *l)
{
        struct page *p = l->c.p;
        struct portal_filter *f = &l->view.filter;
        struct view_link *tabs = mem_array(p->mem, struct view_link, N(validities));
        const char *chosen = l->ask.validity ? l->ask.validity : "";
        int r;

        for (size_t i = 0; i < N(validities); i++)
                tabs[i] = (struct view_link){
                    .label = validities[i][1],
                    .url =
                        page_link_with(p, "validity", *validities[i][0] ? validities[i][0] : NULL),
                    .current = strcmp(validities[i][0], chosen) == 0};
        l->view.validity =
            (struct part_tabs){.label = "有效性", .links = tabs, .n_links = N(validities)};
        f->action = mem_printf(p->mem, "%s%s", p->site->prefix, p->path);
        f->year = years_choice(l);
        f->sort = fixed_choice(p, "sort", "排序", sorts, N(sorts),
                               l->ask.oldest_first ? "oldest" : "newest");
        f->per_page = fixed_choice(p, "size", "每页条数", sizes, N(sizes),
                                   mem_printf(p->mem, "%lld", (long long)l->size));
        r = genres_choice(l, &f->genre);
        if (r == 0)
                r = agencies_choice(l, &f->agency);
        if (r < 0)
                return err_trace(r);
        f->set =
            l->ask.year || l->ask.genre || l->ask.validity || l->narrowed.id || l->ask.oldest_first;
        f->reset_url = f->action;
        return 0;
}

/* --- the pager -------------------------------------------------------------------------------- */

static const char *
page_url(struct page *p, int64_t n)
{
        const char *url =
            page_link_with(p, "page", n > 1 ? mem_printf(p->mem, "%lld", (long long)n) : NULL);
        size_t path = strcspn(url, "?");

        if (p->format != JSON)
                return url;
        return mem_printf(p->mem, "%.*s.json%s", (int)path, url, url + path);
}

struct part_pagination
portal_pages(struct page *p, int64_t page, int64_t size, int64_t count)
{
        int64_t all = (count + size - 1) / size, reach = LIST_REACH / size + 1;
        int64_t n_pages = all > reach ? reach : all;
        struct part_pagination out = {.page = page, .n_pages = n_pages, .n_items = count};
        struct view_link *links = mem_array(p->mem, struct view_link, 2 * PAGES_NEAR + 5);
        int64_t last = 0;

        for (int64_t i = 1; i <= n_pages; i++) {
                if (i > 1 && i < n_pages && (i < page - PAGES_NEAR || i > page + PAGES_NEAR)) {
                        i = i < page ? page - PAGES_NEAR - 1 : n_pages - 1;
                        continue;
                }
                if (i > last + 1)
                        links[out.n_links++] = (struct view_link){.label = "…"};
                links[out.n_links++] =
                    (struct view_link){.label = mem_printf(p->mem, "%lld", (long long)i),
                                       .url = page_url(p, i),
                                       .current = i == page};
                last = i;
        }
        out.links = links;
        if (n_pages <= 1)
                out.n_links = 0;
        if (page > 1 && page <= n_pages)
                out.prev_url = page_url(p, page - 1);
        if (page < n_pages)
                out.next_url = page_url(p, page + 1);
        return out;
}

/* --- formats ---------------------------------------------------------------------------------- */

/* A corrected text says so, and is newer than its first day. */
static int
tell_corrections(struct list *l, struct portal_entry *entries)
{
        struct page *p = l->c.p;
        int64_t *ids = mem_array(p->mem, int64_t, l->found.n_rows);
        struct public_correction *all;
        size_t n;
        int r;

        for (size_t i = 0; i < l->found.n_rows; i++)
                ids[i] = l->found.rows[i].id;
        r = app_public_corrections(p->mem, l->c.tx, ids, l->found.n_rows, &all, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t k = 0; k < n; k++)
                for (size_t i = 0; i < l->found.n_rows; i++) {
                        if (ids[i] != all[k].item)
                                continue;
                        entries[i].summary =
                            mem_printf(p->mem, "更正说明：%s%s%s", all[k].words,
                                       entries[i].summary && *entries[i].summary ? "　" : "",
                                       entries[i].summary ? entries[i].summary : "");
                        if (!instant_is_none(all[k].at))
                                entries[i].updated = all[k].at;
                }
        return 0;
}

static int
feed(struct list *l, const char *url)
{
        struct page *p = l->c.p;
        struct portal_entry *entries = mem_array(p->mem, struct portal_entry, l->found.n_rows);
        struct view_portal_feed view = {
            .title = mem_printf(p->mem, "%s - %s政府信息公开", l->view.heading, l->c.site.name),
            .url = url,
            .self_url = mem_printf(p->mem, "%s%s.atom", p->site->prefix, link_back(p)),
            .updated = INSTANT_NONE,
            .entries = entries,
            .n_entries = l->found.n_rows};
        int r;

        for (size_t i = 0; i < l->found.n_rows; i++) {
                const struct public_row *row = &l->found.rows[i];
                struct instant at =
                    instant_is_none(row->published) ? instant_of_day(row->day) : row->published;

                entries[i] = (struct portal_entry){
                    .id = mem_printf(p->mem, "%s%s", p->site->origin, link_item(p, row->index_no)),
                    .title = row->title,
                    .url = link_item(p, row->index_no),
                    .agency = row->agency_name,
                    .summary = row->summary,
                    .category = row->column_name,
                    .published = at,
                    .updated = at};
        }
        r = tell_corrections(l, entries);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < l->found.n_rows; i++)
                if (instant_is_none(view.updated) || view.updated.ms < entries[i].updated.ms)
                        view.updated = entries[i].updated;
        if (instant_is_none(view.updated))
                view.updated = instant_of_day(p->today);
        view.id = mem_printf(p->mem, "%s%s", p->site->origin, view.self_url);
        view_portal_feed_xml(&p->out, &l->c.site, &view);
        return 0;
}

static const char *const heads[] = {"索引号",   "标题",     "内容概述", "发文字号", "发布机构",
                                    "栏目",     "主题分类", "体裁分类", "生成日期", "成文日期",
                                    "发布日期", "有效性",   "附件数",   "入库方式", "网址"};
enum { HEAD_FORMED = 8, HEAD_DAY = 10, HEAD_FILES = 12 };

static void
row_cells(struct page *p, const struct public_row *row, const char *cells[N(heads)])
{
        size_t n = 0;

        cells[n++] = row->index_no;
        cells[n++] = row->title;
        cells[n++] = row->summary;
        cells[n++] = row->doc_no ? row->doc_no : "";
        cells[n++] = row->agency_name;
        cells[n++] = row->column_name;
        cells[n++] = row->topic ? row->topic : "";
        cells[n++] = row->genre ? row->genre : "";
        cells[n++] = day_of(p->mem, row->formed);
        cells[n++] = day_of(p->mem, row->written);
        cells[n++] = day_of(p->mem, row->day);
        cells[n++] = validity_label(public_row_validity(row, p->today));
        cells[n++] = mem_printf(p->mem, "%lld", (long long)row->n_files);
        cells[n++] = row->attested ? "迁移入库" : "平台审查发布";
        cells[n++] = mem_printf(p->mem, "%s%s", p->site->origin, link_item(p, row->index_no));
        assert(n == N(heads));
}

/* For people with a spreadsheet: a byte order mark, since theirs guesses wrong without one. */
static void
csv(struct list *l)
{
        struct page *p = l->c.p;

        buf_str(&p->out, "\xEF\xBB\xBF");
        for (size_t i = 0; i < N(heads); i++)
                csv_put(&p->out, heads[i], i + 1 == N(heads));
        for (size_t i = 0; i < l->found.n_rows; i++) {
                const char *cells[N(heads)];

                row_cells(p, &l->found.rows[i], cells);
                for (size_t k = 0; k < N(heads); k++)
                        csv_put(&p->out, cells[k], k + 1 == N(heads));
        }
        p->file_name = mem_printf(p->mem, "%s.csv", l->view.heading);
}

static int
xlsx(struct list *l)
{
        struct page *p = l->c.p;
        struct sheet_column *columns = mem_array(p->mem, struct sheet_column, N(heads));
        const char **cells = mem_array(p->mem, const char *, N(heads) * l->found.n_rows);
        struct sheet sheet = {.name = "信息",
                              .title = l->view.heading,
                              .columns = columns,
                              .n_columns = N(heads),
                              .cells = cells,
                              .n_rows = l->found.n_rows};

        for (size_t i = 0; i < N(heads); i++)
                columns[i] =
                    (struct sheet_column){heads[i], i >= HEAD_FORMED && i <= HEAD_DAY ? SHEET_DAY
                                                    : i == HEAD_FILES                 ? SHEET_NUMBER
                                                                                      : SHEET_TEXT};
        for (size_t i = 0; i < l->found.n_rows; i++)
                row_cells(p, &l->found.rows[i], cells + i * N(heads));
        p->file_name = mem_printf(p->mem, "%s.xlsx", l->view.heading);
        return sheet_xlsx(p->mem, &sheet, 1, &p->out);
}

static void
fill_links(struct list *l)
{
        struct page *p = l->c.p;

        l->view.feed_url = p->formats & ATOM ? page_link_format(p, ATOM) : NULL;
        l->view.json_url = p->formats & JSON ? page_link_format(p, JSON) : NULL;
        l->view.csv_url = p->formats & CSV ? page_link_format(p, CSV) : NULL;
        l->view.xlsx_url = p->formats & XLSX ? page_link_format(p, XLSX) : NULL;
}

static void
fill_empty(struct list *l)
{
        struct view_link *links = mem_array(l->c.p->mem, struct view_link, 2);
        size_t n = 0;

        if (l->view.filter.set)
                links[n++] =
                    (struct view_link){.label = "清除条件", .url = l->view.filter.reset_url};
        links[n++] =
            (struct view_link){.label = "查看全部公开内容", .url = link_unit(&l->c, "/content")};
        l->view.empty = (struct part_empty){
            .title = l->view.filter.set ? "没有符合条件的信息" : "本栏目暂无内容",
            .text =
                l->view.filter.set
                    ? "请放宽年份、体裁或有效性条件后再试。"
                    : "有关信息形成后将在20个工作日内公开。需要的信息尚未公开的，可以依法申请。",
            .links = links,
            .n_links = n};
}

/* Everything that all lists do alike, once heading, side and ask are set. */
static int
answer(struct list *l)
{
        struct page *p = l->c.p;
        const char *q = page_arg(p, "q");
        int r;

        if (q && *q) { /* words are for the search, which knows this place as a filter */
                page_redirect(p, mem_printf(p->mem, "%s/search?q=%s%s%s", p->site->prefix,
                                            page_encode(p->mem, q), l->c.is_unit ? "&agency=" : "",
                                            l->c.is_unit ? l->c.unit.slug : ""));
                p->uncached = true;
                return 0;
        }
        r = app_public_list(p->mem, l->c.tx, &l->ask, &l->found);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "scope", l->ask.scope);
        if (l->ask.offset && l->ask.offset >= (size_t)l->found.count)
                return PAGE_NOT_FOUND;
        if (p->format == ATOM) {
                r = feed(l, mem_printf(p->mem, "%s%s", p->site->prefix, link_back(p)));
                return r < 0 ? err_trace(r) : 0;
        }
        if (p->format == CSV) {
                csv(l);
                return 0;
        }
        if (p->format == XLSX) {
                r = xlsx(l);
                return r < 0 ? err_trace(r) : 0;
        }
        l->view.rows = rows_of(p, l->found.rows, l->found.n_rows, !l->c.is_unit && !l->narrowed.id);
        l->view.rows.first = l->ask.offset + 1;
        l->view.pagination = portal_pages(p, l->page, l->size, l->found.count);
        if (p->format == JSON) {
                l->view.page = l->c.page;
                view_portal_list_json(&p->out, &l->c.site, &l->view);
                return 0;
        }
        r = fill_form(l);
        if (r < 0)
                return err_trace(r);
        fill_links(l);
        fill_empty(l);
        portal_alternates(&l->c, l->view.heading);
        l->view.page = l->c.page;
        l->view.side = l->c.side;
        view_portal_list(&p->out, &l->c.site, &l->view);
        return 0;
}

/* --- the lists -------------------------------------------------------------------------------- */

/* Columns right below the asked one, as chips. */
static int
fill_children(struct list *l, const struct public_column *column)
{
        struct public_column *all;
        struct view_link *links;
        size_t n;
        int r;

        if (!column->below)
                return 0;
        r = app_public_columns(l->c.p->mem, l->c.tx, l->c.scope, column->id, &all, &n);
        if (r < 0)
                return err_trace(r);
        links = mem_array(l->c.p->mem, struct view_link, n);
        for (size_t i = 0; i < n; i++) {
                int64_t sum = 0;

                if (all[i].parent_id != column->id)
                        continue;
                for (size_t k = 0; k < n; k++)
                        if (all[k].id == all[i].id || all[k].parent_id == all[i].id)
                                sum += all[k].n;
                links[l->view.n_children++] =
                    (struct view_link){.label = all[i].name,
                                       .url = all[i].external_url ? all[i].external_url
                                                                  : link_column(&l->c, all[i].code),
                                       .count = count_of(sum)};
        }
        l->view.children = links;
        return 0;
}

static int
column_list(struct page *p, const char *slug, const char *code, enum part_side_entry entry,
            const char *heading)
{
        struct list *l = mem_new(p->mem, struct list);
        struct public_column column;
        int r;

        r = portal_open(p, slug, &l->c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_public_column(p->mem, l->c.tx, l->c.scope, code, &column);
        if (r == APP_NONE)
                return PAGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        r = ask_all(l);
        if (r)
                return r < 0 ? err_trace(r) : r;
        l->ask.column = column.id;
        l->ask.column_leaf = !column.below;
        if (entry == SIDE_CONTENT)
                portal_crumb(&l->c, "法定主动公开内容", link_unit(&l->c, "/content"));
        r = portal_side(&l->c, entry, column.id);
        if (r < 0)
                return err_trace(r);
        if (entry == SIDE_CONTENT && l->c.page.n_crumbs && column.parent_id)
                l->c.crumbs[l->c.page.n_crumbs - 1].url = NULL; /* the way down ends here */
        else
                portal_crumb(&l->c, heading ? heading : column.name, NULL);
        l->c.page.title = heading ? heading : column.name;
        portal_column_meta(&l->c, &column);
        l->view.has_side = true;
        l->view.heading = l->c.page.title;
        l->view.description =
            strcmp(column.description, column.name) == 0 ? NULL : column.description;
        l->view.law = column.article;
        if (p->format == HTML || p->format == JSON) {
                r = fill_children(l, &column);
                if (r < 0)
                        return err_trace(r);
        }
        return answer(l);
}

int
page_portal_column(struct page *p)
{
        return column_list(p, NULL, page_arg(p, "column"), SIDE_CONTENT, NULL);
}

int
page_portal_unit_column(struct page *p)
{
        return column_list(p, page_arg(p, "slug"), page_arg(p, "column"), SIDE_CONTENT, NULL);
}

int
page_portal_rules(struct page *p)
{
        return column_list(p, NULL, "rules", SIDE_RULES, "政府信息公开制度");
}

int
page_portal_unit_rules(struct page *p)
{
        return column_list(p, page_arg(p, "slug"), "rules", SIDE_RULES, "政府信息公开制度");
}

static int
newest_list(struct page *p, const char *slug)
{
        struct list *l = mem_new(p->mem, struct list);
        int r;

        r = portal_open(p, slug, &l->c);
        if (r == 0)
                r = ask_all(l);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = portal_side(&l->c, SIDE_NONE, 0);
        if (r < 0)
                return err_trace(r);
        portal_title(&l->c, "最新公开");
        l->view.has_side = true;
        l->view.heading = "最新公开";
        l->view.description = mem_printf(p->mem, "%s最近公开的政府信息。",
                                         l->c.is_unit ? l->c.unit.name : "全部单位");
        return answer(l);
}

int
page_portal_latest(struct page *p)
{
        return newest_list(p, NULL);
}

int
page_portal_unit_latest(struct page *p)
{
        return newest_list(p, page_arg(p, "slug"));
}

int
page_portal_topic(struct page *p)
{
        struct list *l = mem_new(p->mem, struct list);
        int r;

        r = portal_open(p, NULL, &l->c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_public_class(p->mem, l->c.tx, "topic", page_arg(p, "code"), &l->topic);
        if (r == APP_NONE)
                return PAGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        page_depends(p, "class", 0);
        l->ask.topic = l->topic.id;
        r = ask_all(l);
        if (r)
                return r < 0 ? err_trace(r) : r;
        portal_crumb(&l->c, "主题目录", page_link(p, "/topics"));
        if (l->topic.parent_id)
                portal_crumb(&l->c, l->topic.parent_name,
                             page_link(p, "/topic/{}", l->topic.parent_code));
        portal_title(&l->c, l->topic.name);
        l->view.heading = l->topic.name;
        return answer(l);
}

/* --- the tree --------------------------------------------------------------------------------- */

struct whole {
        struct chrome *c;
        const struct public_column *all;
        size_t n;
};

/* Nodes below one column with the sums of all below them; columns of another level only where
 * there is something in them. */
static int64_t
whole_nodes(const struct whole *w, int64_t parent, struct part_tree *ret)
{
        struct part_tree *nodes = mem_array(w->c->p->mem, struct part_tree, w->n);
        int64_t total = 0;

        ret->nodes = nodes;
        for (size_t i = 0; i < w->n; i++) {
                const struct public_column *column = &w->all[i];
                struct part_tree node;
                int64_t sum;

                if (column->parent_id != parent)
                        continue;
                node = (struct part_tree){.label = column->name,
                                          .url = column->external_url
                                                     ? column->external_url
                                                     : link_column(w->c, column->code),
                                          .note = column->depth == 1 ? column->article : NULL,
                                          .open = true};
                sum = column->n + whole_nodes(w, column->id, &node);
                total += sum;
                if (sum == 0 && !column_is_of_level(column->levels, w->c->unit.level))
                        continue;
                if (!column->external_url)
                        node.count = count_of(sum);
                nodes[ret->n_nodes++] = node;
        }
        return total;
}

static int
content(struct page *p, const char *slug)
{
        struct view_portal_content view = {0};
        struct public_column column;
        struct chrome c;
        struct whole w = {.c = &c};
        struct public_column *all;
        int r;

        r = portal_open(p, slug, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_public_column(p->mem, c.tx, c.scope, "content", &column);
        if (r)
                return r == APP_NONE ? PAGE_NOT_FOUND : err_fold(r);
        r = portal_side(&c, SIDE_CONTENT, column.id);
        if (r < 0)
                return err_trace(r);
        r = app_public_columns(p->mem, c.tx, c.scope, column.id, &all, &w.n);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "scope", c.scope);
        w.all = all;
        view.total = count_of(whole_nodes(&w, column.id, &view.tree));
        portal_title(&c, "法定主动公开内容");
        portal_column_meta(&c, &column);
        portal_alternates(&c, "法定主动公开内容");
        view.unit = c.is_unit ? c.unit.name : NULL;
        view.page = c.page;
        view.side = c.side;
        if (p->format == JSON)
                view_portal_content_json(&p->out, &c.site, &view);
        else
                view_portal_content(&p->out, &c.site, &view);
        return 0;
}

int
page_portal_content(struct page *p)
{
        return content(p, NULL);
}

int
page_portal_unit_content(struct page *p)
{
        return content(p, page_arg(p, "slug"));
}
