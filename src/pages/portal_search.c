/* 检索: words, filters, facets, both orders.
 * Not kept in the page cache: the search file follows the store within a second, and a page made in
 * that second would stay. What is dear about a search is kept by the search itself. */
#include "app/find.h"
#include "domain/item/date.h"
#include "pages/pages.h"
#include "pages/portal.h"

enum { HITS = 20, FACET_SHOWN = 12, CHOSEN_MAX = 10 };

struct seek {
        struct chrome c;
        struct find_ask ask;
        struct find_answer found;
        struct view_portal_search view;
        struct public_agency agency;
        struct public_column column;
        struct public_class topic, genre;
        const char *from, *to; /* as typed */
        struct part_problem problems[2];
        int64_t page;
        struct view_link *chosen;
};

static const char *
arg(const struct seek *s, const char *name)
{
        const char *value = page_arg(s->c.p, name);

        return value ? value : "";
}

/* --- what was asked --------------------------------------------------------------------------- */

static void
choose(struct seek *s, const char *name, const char *label)
{
        s->chosen[s->view.n_chosen++] =
            (struct view_link){.label = label, .url = page_link_with(s->c.p, name, NULL)};
}

static int
ask_agency(struct seek *s)
{
        int r;

        if (!*arg(s, "agency"))
                return 0;
        r = app_public_agency(s->c.p->mem, s->c.tx, s->c.scope, arg(s, "agency"), &s->agency);
        if (r)
                return r == APP_NONE ? PAGE_BAD : err_fold(r);
        s->ask.agency = s->agency.id;
        choose(s, "agency", s->agency.name);
        return 0;
}

static int
ask_column(struct seek *s)
{
        int r;

        if (!*arg(s, "column"))
                return 0;
        r = app_public_column(s->c.p->mem, s->c.tx, s->c.scope, arg(s, "column"), &s->column);
        if (r)
                return r == APP_NONE ? PAGE_BAD : err_fold(r);
        s->ask.column = s->column.id;
        choose(s, "column", s->column.name);
        return 0;
}

static int
ask_class(struct seek *s, const char *scheme, struct public_class *ret, int64_t *ret_id)
{
        int r;

        if (!*arg(s, scheme))
                return 0;
        r = app_public_class(s->c.p->mem, s->c.tx, scheme, arg(s, scheme), ret);
        if (r)
                return r == APP_NONE ? PAGE_BAD : err_fold(r);
        *ret_id = ret->id;
        choose(s, scheme, ret->name);
        return 0;
}

/* A day as people write it; what is none is told beside its field. */
static struct day
ask_day(struct seek *s, const char *name, const char *label, const char *prefix)
{
        const char *text = arg(s, name);
        struct date date;

        if (!*text)
                return DAY_NONE;
        date = date_read(text);
        if (day_is_none(date.day))
                s->problems[s->view.problems.n_problems++] = (struct part_problem){
                    .id = name,
                    .message =
                        mem_printf(s->c.p->mem, "%s请写成 2019-03-04 或 2019年3月4日", label)};
        else
                choose(s, name,
                       mem_printf(s->c.p->mem, "%s%s", prefix, day_of(s->c.p->mem, date.day)));
        return date.day;
}

static int
ask_words(struct seek *s)
{
        const char *field = arg(s, "field"), *sort = arg(s, "sort"), *validity = arg(s, "validity");
        enum validity v;
        int64_t year;

        if (!page_arg_int(s->c.p, "page", 1, FIND_REACH / HITS, 1, &s->page) ||
            !page_arg_int(s->c.p, "year", 1949, 2100, 0, &year))
                return PAGE_BAD;
        if (strcmp(field, "title") == 0)
                s->ask.field = FIND_TITLE;
        else if (strcmp(field, "number") == 0)
                s->ask.field = FIND_NUMBER;
        s->ask.by_date = strcmp(sort, "date") == 0;
        s->ask.year = (int)year;
        if (year)
                choose(s, "year", mem_printf(s->c.p->mem, "%lld年", (long long)year));
        if (*validity) {
                if (!validity_from_code(validity, &v))
                        return PAGE_BAD;
                s->ask.validity = validity_code(v);
                choose(s, "validity", validity_label(v));
        }
        return 0;
}

static int
ask_all(struct seek *s)
{
        int r;

        s->chosen = mem_array(s->c.p->mem, struct view_link, CHOSEN_MAX);
        s->ask = (struct find_ask){.scope = s->c.scope,
                                   .text = arg(s, "q"),
                                   .from = DAY_NONE,
                                   .to = DAY_NONE,
                                   .today = s->c.p->today,
                                   .facets = true,
                                   .limit = HITS};
        r = ask_words(s);
        if (r == 0)
                r = ask_agency(s);
        if (r == 0)
                r = ask_column(s);
        if (r == 0)
                r = ask_class(s, "topic", &s->topic, &s->ask.topic);
        if (r == 0)
                r = ask_class(s, "genre", &s->genre, &s->ask.genre);
        if (r > 0)
                s->c.p->reason = "网址中的条件有误。";
        if (r)
                return r < 0 ? err_trace(r) : r;
        s->ask.from = ask_day(s, "from", "起始日期", "自");
        s->ask.to = ask_day(s, "to", "截止日期", "至");
        s->ask.offset = (size_t)((s->page - 1) * HITS);
        s->view.chosen = s->chosen;
        s->view.problems.problems = s->problems;
        return 0;
}

/* --- the form --------------------------------------------------------------------------------- */

static int
agencies_choice(struct seek *s)
{
        struct public_agency *all;
        struct part_option *list;
        size_t n;
        int r;

        r = app_public_agencies(s->c.p->mem, s->c.tx, s->c.scope, false, &all, &n);
        if (r < 0)
                return err_trace(r);
        list = mem_array(s->c.p->mem, struct part_option, n + 1);
        list[0] = (struct part_option){.value = "", .label = "全部单位"};
        for (size_t i = 0; i < n; i++)
                list[i + 1] = (struct part_option){.value = all[i].slug,
                                                   .label = all[i].name,
                                                   .chosen = all[i].id == s->agency.id};
        s->view.filter.agency = (struct part_choices){
            .name = "agency", .label = "发布单位", .options = list, .n_options = n + 1};
        return 0;
}

static int
genres_choice(struct seek *s)
{
        struct public_class *all;
        struct part_option *list;
        size_t n;
        int r;

        r = app_public_classes(s->c.p->mem, s->c.tx, "genre", &all, &n);
        if (r < 0)
                return err_trace(r);
        list = mem_array(s->c.p->mem, struct part_option, n + 1);
        list[0] = (struct part_option){.value = "", .label = "全部体裁"};
        for (size_t i = 0; i < n; i++)
                list[i + 1] = (struct part_option){
                    .value = all[i].code, .label = all[i].name, .chosen = all[i].id == s->genre.id};
        s->view.filter.genre = (struct part_choices){
            .name = "genre", .label = "体裁", .options = list, .n_options = n + 1};
        return 0;
}

static void
validity_choice(struct seek *s)
{
        static const enum validity shown[] = {VALIDITY_VALID, VALIDITY_LAPSED, VALIDITY_REPEALED,
                                              VALIDITY_AMENDED};
        struct part_option *list = mem_array(s->c.p->mem, struct part_option, N(shown) + 1);

        list[0] = (struct part_option){.value = "", .label = "全部"};
        for (size_t i = 0; i < N(shown); i++)
                list[i + 1] = (struct part_option){
                    .value = validity_code(shown[i]),
                    .label = validity_label(shown[i]),
                    .chosen =
                        s->ask.validity && strcmp(s->ask.validity, validity_code(shown[i])) == 0};
        s->view.filter.validity = (struct part_choices){
            .name = "validity", .label = "有效性", .options = list, .n_options = N(shown) + 1};
}

/* What has no field in the form but must not be lost when it is sent. */
static void
fill_hidden(struct seek *s)
{
        static const char *const names[] = {"column", "topic", "year", "field", "sort"};
        struct part_option *list = mem_array(s->c.p->mem, struct part_option, N(names));

        for (size_t i = 0; i < N(names); i++)
                if (*arg(s, names[i]))
                        list[s->view.n_hidden++] =
                            (struct part_option){.label = names[i], .value = arg(s, names[i])};
        s->view.hidden = list;
}

static const char *
problem_of(const struct seek *s, const char *id)
{
        for (size_t i = 0; i < s->view.problems.n_problems; i++)
                if (strcmp(s->problems[i].id, id) == 0)
                        return s->problems[i].message;
        return NULL;
}

static int
fill_form(struct seek *s)
{
        int r;

        r = agencies_choice(s);
        if (r == 0)
                r = genres_choice(s);
        if (r < 0)
                return err_trace(r);
        validity_choice(s);
        fill_hidden(s);
        s->view.from_day = (struct part_date){.name = "from",
                                              .label = "起始日期",
                                              .value = arg(s, "from"),
                                              .error = problem_of(s, "from"),
                                              .optional = true};
        s->view.to_day = (struct part_date){.name = "to",
                                            .label = "截止日期",
                                            .value = arg(s, "to"),
                                            .error = problem_of(s, "to"),
                                            .optional = true};
        s->view.filter.set = s->view.n_chosen > 0 || s->view.problems.n_problems > 0;
        return 0;
}

/* --- what was found --------------------------------------------------------------------------- */

static const struct portal_run *
runs_of(struct page *p, const struct find_part *parts, size_t n)
{
        struct portal_run *list = mem_array(p->mem, struct portal_run, n);

        for (size_t i = 0; i < n; i++)
                list[i] = (struct portal_run){.text = parts[i].text, .hit = parts[i].hit};
        return list;
}

static void
fill_hits(struct seek *s)
{
        struct page *p = s->c.p;
        struct portal_hit *hits = mem_array(p->mem, struct portal_hit, s->found.n_hits);

        for (size_t i = 0; i < s->found.n_hits; i++) {
                const struct find_hit *h = &s->found.hits[i];

                hits[i] = (struct portal_hit){
                    .title = runs_of(p, h->title, h->n_title),
                    .n_title = h->n_title,
                    .snippet = runs_of(p, h->snippet, h->n_snippet),
                    .n_snippet = h->n_snippet,
                    .plain_title = h->row.title,
                    .plain_snippet = h->plain_snippet,
                    .url = link_item(p, h->row.index_no),
                    .index_no = h->row.index_no,
                    .agency = h->row.agency_name,
                    .column = h->row.column_name,
                    .doc_no = h->row.doc_no,
                    .day = h->row.day,
                    .tag = validity_tag(public_row_validity(&h->row, p->today), false),
                    .n_files = (size_t)h->row.n_files};
        }
        s->view.hits = hits;
        s->view.n_hits = s->found.n_hits;
}

/* One facet; nothing when it would not narrow anything. */
static bool
facet_of(struct seek *s, enum find_facet_kind kind, const char *name, const char *label,
         struct part_facet *ret)
{
        struct page *p = s->c.p;
        struct view_link *links = mem_array(p->mem, struct view_link, FACET_SHOWN);
        const char *chosen = arg(s, name);

        *ret = (struct part_facet){.code = name, .label = label, .links = links};
        for (size_t i = 0; i < s->found.n_facets && ret->n_links < FACET_SHOWN; i++) {
                const struct find_facet *f = &s->found.facets[i];

                if (f->kind != kind || !f->code)
                        continue;
                links[ret->n_links++] = (struct view_link){.label = f->label,
                                                           .url = page_link_with(p, name, f->code),
                                                           .count = count_of(f->n),
                                                           .current = strcmp(f->code, chosen) == 0};
        }
        if (*chosen)
                ret->clear_url = page_link_with(p, name, NULL);
        return ret->n_links > 0;
}

static void
fill_facets(struct seek *s)
{
        static const struct {
                enum find_facet_kind kind;
                const char *name, *label;
        } kinds[] = {{FIND_AGENCY, "agency", "发布单位"}, {FIND_YEAR, "year", "年份"},
                     {FIND_COLUMN, "column", "栏目"},     {FIND_TOPIC, "topic", "主题"},
                     {FIND_GENRE, "genre", "体裁"},       {FIND_VALIDITY, "validity", "有效性"}};
        struct part_facet *list = mem_array(s->c.p->mem, struct part_facet, N(kinds));

        for (size_t i = 0; i < N(kinds); i++) {
                struct part_facet *f = &list[s->view.facets.n_facets];

                if (!facet_of(s, kinds[i].kind, kinds[i].name, kinds[i].label, f))
                        continue;
                f->folded = i > 1;
                s->view.facets.n_facets++;
        }
        s->view.facets.facets = list;
}

static void
tabs_of(struct seek *s, const char *name, const char *label, const char *const (*words)[2],
        size_t n, struct part_tabs *ret)
{
        struct view_link *links = mem_array(s->c.p->mem, struct view_link, n);
        const char *chosen = arg(s, name);

        for (size_t i = 0; i < n; i++)
                links[i] = (struct view_link){
                    .label = words[i][1],
                    .url = page_link_with(s->c.p, name, *words[i][0] ? words[i][0] : NULL),
                    .current = strcmp(words[i][0], chosen) == 0};
        *ret = (struct part_tabs){.label = label, .links = links, .n_links = n};
}

static int
find(struct seek *s)
{
        static const char *const sorts[][2] = {{"", "按相关度"}, {"date", "按日期"}};
        static const char *const fields[][2] = {
            {"", "全文"}, {"title", "标题"}, {"number", "文号、索引号"}};
        int r;

        r = app_find(s->c.p->mem, s->c.p->app, s->c.tx, &s->ask, &s->found);
        if (r < 0)
                return err_trace(r);
        tabs_of(s, "sort", "排序", sorts, N(sorts), &s->view.sort);
        tabs_of(s, "field", "查找范围", fields, N(fields), &s->view.fields);
        fill_hits(s);
        fill_facets(s);
        s->view.more_than = s->found.is_more;
        s->view.milliseconds = (s->found.took_us + 999) / 1000;
        s->view.pagination = portal_pages(s->c.p, s->page, HITS, s->found.count);
        s->view.json_url = page_link_format(s->c.p, JSON);
        return 0;
}

int
page_portal_search(struct page *p)
{
        struct seek *s = mem_new(p->mem, struct seek);
        int r;

        r = portal_open(p, NULL, &s->c);
        if (r == 0)
                r = ask_all(s);
        if (r)
                return r < 0 ? err_trace(r) : r;
        s->view.q = s->ask.text;
        s->c.site.search_value = s->ask.text;
        s->view.asked = (*s->ask.text || s->view.n_chosen > 0) && !s->view.problems.n_problems;
        if (s->view.asked)
                r = find(s);
        if (r == 0 && p->format == HTML)
                r = fill_form(s);
        if (r < 0)
                return err_trace(r);
        portal_hot_words(&s->c, &s->view.hot, &s->view.n_hot);
        portal_title(&s->c, *s->ask.text ? mem_printf(p->mem, "搜索：%s", s->ask.text) : "搜索");
        s->c.page.no_index = true;
        s->c.page.no_search = true; /* the form of the page is the one */
        s->c.page.is_error = s->view.problems.n_problems > 0;
        s->view.page = s->c.page;
        p->uncached = true;
        p->view_search = s->view.asked;
        if (p->format == JSON)
                view_portal_search_json(&p->out, &s->c.site, &s->view);
        else
                view_portal_search(&p->out, &s->c.site, &s->view);
        return 0;
}
