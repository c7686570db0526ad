#include "pages/portal.h"

/* --- links ------------------------------------------------------------------------------------ */

const char *
link_item(const struct page *p, const char *index_no)
{
        struct buf out = buf_new(p->mem, KiB(4));

        buf_str(&out, p->site->prefix);
        buf_str(&out, "/item/");
        page_encode_path(&out, index_no);
        return buf_text(&out);
}

const char *
link_file(const struct page *p, const char *sm3, const char *name)
{
        return page_link(p, "/file/{}/{}", sm3, name);
}

const char *
link_unit(const struct chrome *c, const char *tail)
{
        struct buf out = buf_new(c->p->mem, KiB(4));

        buf_str(&out, c->p->site->prefix);
        if (c->is_unit) {
                buf_str(&out, "/agency/");
                buf_str(&out, c->unit.slug);
        } else if (!*tail) {
                tail = "/";
        }
        buf_str(&out, tail);
        return buf_text(&out);
}

const char *
link_column(const struct chrome *c, const char *code)
{
        return c->is_unit ? page_link(c->p, "/agency/{}/content/{}", c->unit.slug, code)
                          : page_link(c->p, "/content/{}", code);
}

const char *
link_back(const struct page *p)
{
        struct buf out = buf_new(p->mem, KiB(16));

        page_encode_path(&out, p->path ? p->path : "/");
        if (p->query && *p->query) {
                buf_char(&out, '?');
                buf_str(&out, p->query);
        }
        return buf_text(&out);
}

/* --- the chrome ------------------------------------------------------------------------------- */

enum { NAV_MAX = 10 };

/* First segments of the path decide what is current in the main navigation. */
static bool
is_under(const struct page *p, const char *path)
{
        size_t n = strlen(path);

        return p->path && strncmp(p->path, path, n) == 0 &&
               (p->path[n] == '\0' || p->path[n] == '/');
}

/* A path that needs no encoding, with the prefix. */
static const char *
with_prefix(const struct page *p, const char *path)
{
        return *p->site->prefix ? mem_printf(p->mem, "%s%s", p->site->prefix, path) : path;
}

static void
fill_nav(struct chrome *c)
{
        static const struct {
                const char *label, *path;
        } entries[] = {{"公开指南", "/guide"},     {"公开制度", "/rules"},
                       {"主动公开", "/content"},   {"公开年报", "/reports"},
                       {"依申请公开", "/request"}, {"机构目录", "/agencies"},
                       {"主题目录", "/topics"},    {"数据统计", "/stats"}};
        struct view_link *nav = mem_array(c->p->mem, struct view_link, NAV_MAX);
        size_t n = 0;

        nav[n++] = (struct view_link){.label = "首页",
                                      .url = with_prefix(c->p, "/"),
                                      .current = c->p->path && strcmp(c->p->path, "/") == 0};
        for (size_t i = 0; i < N(entries); i++)
                nav[n++] = (struct view_link){.label = entries[i].label,
                                              .url = with_prefix(c->p, entries[i].path),
                                              .current = is_under(c->p, entries[i].path)};
        c->site.nav = nav;
        c->site.n_nav = n;
}

static const char *
host_of(const struct page *p)
{
        const char *at = strstr(p->site->origin, "://");

        return at ? at + 3 : "";
}

static void
fill_viewer(struct chrome *c)
{
        struct page *p = c->p;

        c->site.origin = p->site->origin;
        c->site.prefix = p->site->prefix;
        c->site.portal = "政府信息公开";
        c->site.elder = p->viewer.elder;
        c->site.hant = p->viewer.hant;
        c->site.font = p->viewer.font == FONT_LARGE   ? VIEW_FONT_LARGE
                       : p->viewer.font == FONT_SMALL ? VIEW_FONT_SMALL
                                                      : VIEW_FONT_MEDIUM;
        c->site.back = link_back(p);
        c->site.today = p->today;
        c->site.change_no = p->change_no;
        c->site.version = XXGK_VERSION;
        fill_nav(c);
}

static void
fill_house(struct chrome *c)
{
        const struct public_site *h = &c->house;

        c->site.name = h->root_name;
        c->site.domain = *h->host ? h->host : host_of(c->p);
        c->site.id_code = h->id_code;
        c->site.theme = h->theme;
        c->site.organiser = h->organiser;
        c->site.undertaker = h->undertaker;
        c->site.icp = h->icp;
        c->site.police_no = h->police_no;
        c->site.address = h->address;
        c->site.phone = h->phone ? h->phone : h->contact;
        c->site.postcode = h->postcode;
        c->site.email = h->email;
        c->site.mark_url = h->mark_url;
        c->site.error_url = h->error_url;
        c->site.parent_url = h->parent_url;
        c->site.parent_name = h->parent_name;
        c->site.notice = h->notice;
        c->site.ipv6 = h->ipv6;
}

/* First and so far only crumb: home, and the unit. */
static void
fill_page(struct chrome *c)
{
        c->page = (struct view_page){.canonical = with_prefix(c->p, c->site.back),
                                     .updated = INSTANT_NONE,
                                     .crumbs = c->crumbs};
        portal_crumb(c, "首页", with_prefix(c->p, "/"));
        if (!c->is_unit)
                return;
        c->page.unit = c->unit.name;
        c->page.unit_url = link_unit(c, "");
        portal_crumb(c, c->unit.name, c->page.unit_url);
        c->p->view_agency = c->unit.id;
}

static int
open_unit(struct chrome *c, const char *slug)
{
        int r;

        if (!slug) {
                c->unit = (struct public_agency){.id = c->house.root,
                                                 .name = c->house.root_name,
                                                 .slug = c->house.root_slug,
                                                 .level = c->house.root_level,
                                                 .below = true};
                c->scope = c->house.root;
                return 0;
        }
        r = app_public_agency(c->p->mem, c->tx, c->house.root, slug, &c->unit);
        if (r == APP_NONE)
                return PAGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        c->is_unit = true;
        c->scope = c->unit.id;
        page_depends(c->p, "agency", c->unit.id);
        return 0;
}

int
portal_open(struct page *p, const char *slug, struct chrome *ret)
{
        int r;

        *ret = (struct chrome){.p = p};
        r = page_tx(p, &ret->tx);
        if (r < 0)
                return err_trace(r);
        r = app_public_site(p->mem, p->app, ret->tx, p->change_no, p->site->id, &ret->house);
        if (r == APP_NONE) {
                p->reason = "尚未建立站点，请由管理员导入机构和信息。";
                return PAGE_NOT_FOUND;
        }
        if (r)
                return err_fold(r);
        page_depends(p, "site", p->site->id);
        page_depends(p, "agency", ret->house.root);
        page_depends(p, "column", 0);
        fill_viewer(ret);
        fill_house(ret);
        r = open_unit(ret, slug);
        if (r)
                return r < 0 ? err_trace(r) : r;
        fill_page(ret);
        return 0;
}

void
portal_open_bare(struct page *p, struct chrome *ret)
{
        *ret = (struct chrome){.p = p};
        fill_viewer(ret);
        ret->site.name = p->site->name && *p->site->name ? p->site->name : "政府信息公开平台";
        if (strstr(ret->site.name, ret->site.portal))
                ret->site.portal = "";
        ret->site.domain = host_of(p);
        ret->site.theme = "blue";
        ret->page =
            (struct view_page){.updated = INSTANT_NONE, .crumbs = ret->crumbs, .no_index = true};
}

void
portal_crumb(struct chrome *c, const char *label, const char *url)
{
        if (c->page.n_crumbs < CRUMBS_MAX)
                c->crumbs[c->page.n_crumbs++] = (struct view_link){.label = label, .url = url};
        c->page.crumbs = c->crumbs;
}

/* ColumnType of pages that are no column of the catalogue. */
static const char *
column_type_of(const char *title)
{
        static const struct {
                const char *title, *type;
        } rows[] = {{"机构目录", "机构职能"},
                    {"数据统计", "数据发布"},
                    {"数据开放", "数据开放"},
                    {"政府网站找错", "咨询投诉"},
                    {"无障碍声明", "概况信息"}};

        for (size_t i = 0; i < N(rows); i++)
                if (!strcmp(rows[i].title, title))
                        return rows[i].type;
        return "信息公开目录";
}

void
portal_column_words(struct chrome *c, const char *name, const char *type)
{
        c->page.column = (struct view_column_meta){
            .name = name,
            .description = mem_printf(c->p->mem, "%s%s", c->site.name, name),
            .keywords = mem_printf(c->p->mem, "%s,政府信息公开", name),
            .type = type};
}

void
portal_title(struct chrome *c, const char *title)
{
        c->page.title = title;
        portal_crumb(c, title, NULL);
        if (!c->page.column.name)
                portal_column_words(c, title, column_type_of(title));
}

void
portal_column_meta(struct chrome *c, const struct public_column *column)
{
        c->page.column = (struct view_column_meta){.name = column->name,
                                                   .description = column->description,
                                                   .keywords = column->keywords,
                                                   .type = column->column_type};
}

void
portal_alternates(struct chrome *c, const char *title)
{
        static const struct {
                enum page_format format;
                const char *type;
        } kinds[] = {{ATOM, "application/atom+xml"}, {JSON, "application/json"}};
        struct view_alternate *list = mem_array(c->p->mem, struct view_alternate, N(kinds));
        size_t n = 0;

        for (size_t i = 0; i < N(kinds); i++)
                if (c->p->formats & kinds[i].format)
                        list[n++] =
                            (struct view_alternate){.type = kinds[i].type,
                                                    .title = title,
                                                    .url = page_link_format(c->p, kinds[i].format)};
        c->page.alternates = list;
        c->page.n_alternates = n;
}

/* --- the left column -------------------------------------------------------------------------- */

static const struct public_column *
column_of(const struct public_column *all, size_t n, int64_t id)
{
        for (size_t i = 0; i < n; i++)
                if (all[i].id == id)
                        return &all[i];
        return NULL;
}

/* Does it stand at the top of the content tree? The statutory root itself is the door above it;
 * own and topic columns without a parent come after the statutory ones. */
static bool
is_top(const struct public_column *all, size_t n, const struct public_column *c)
{
        const struct public_column *up = column_of(all, n, c->parent_id);

        if (up)
                return strcmp(up->code, "content") == 0;
        return strcmp(c->kind, "own") == 0 || strcmp(c->kind, "topic") == 0 ||
               strcmp(c->kind, "external") == 0;
}

static size_t
nodes_below(struct chrome *c, const struct public_column *all, size_t n, int64_t parent,
            int64_t here, struct part_tree **ret)
{
        struct part_tree *nodes = mem_array(c->p->mem, struct part_tree, n);
        size_t n_nodes = 0;

        for (size_t i = 0; i < n; i++) {
                struct part_tree *node = &nodes[n_nodes];
                struct part_tree *below;

                if (parent ? all[i].parent_id != parent : !is_top(all, n, &all[i]))
                        continue;
                *node = (struct part_tree){.label = all[i].name,
                                           .url = all[i].external_url ? all[i].external_url
                                                                      : link_column(c, all[i].code),
                                           .current = all[i].id == here,
                                           .open = all[i].on_way};
                if (all[i].on_way) {
                        node->n_nodes = nodes_below(c, all, n, all[i].id, here, &below);
                        node->nodes = below;
                }
                n_nodes++;
        }
        *ret = nodes;
        return n_nodes;
}

static void
crumbs_down(struct chrome *c, const struct public_column *all, size_t n, int64_t column)
{
        const struct public_column *at = column_of(all, n, column);

        if (!at || !at->parent_id)
                return; /* the tops have doors of their own */
        crumbs_down(c, all, n, at->parent_id);
        portal_crumb(c, at->name, link_column(c, at->code));
}

int
portal_side(struct chrome *c, enum part_side_entry current, int64_t column)
{
        const struct public_column *all;
        struct part_tree *nodes;
        size_t n;
        int r;

        r = app_public_branch(c->p->mem, c->p->app, c->tx, c->p->change_no, c->scope, c->unit.level,
                              column, &all, &n);
        if (r < 0)
                return err_trace(r);
        c->side = (struct part_side){.unit = c->is_unit ? c->unit.name : NULL,
                                     .unit_url = c->is_unit ? link_unit(c, "") : NULL,
                                     .guide_url = link_unit(c, "/guide"),
                                     .rules_url = link_unit(c, "/rules"),
                                     .content_url = link_unit(c, "/content"),
                                     .reports_url = link_unit(c, "/reports"),
                                     .request_url = link_unit(c, "/request"),
                                     .current = current};
        if (current == SIDE_CONTENT) {
                c->side.content.n_nodes = nodes_below(c, all, n, 0, column, &nodes);
                c->side.content.nodes = nodes;
        }
        crumbs_down(c, all, n, column);
        return 0;
}

/* --- rows ------------------------------------------------------------------------------------- */

struct view_count
count_of(int64_t n)
{
        return view_count_exact(n);
}

const char *
day_of(TALLOC_CTX *mem, struct day day)
{
        return day_text(day, mem_array(mem, char, DAY_TEXT_SIZE));
}

const char *
day_cn_of(TALLOC_CTX *mem, struct day day)
{
        return day_chinese(day, mem_array(mem, char, DAY_CHINESE_SIZE));
}

struct part_tag
validity_tag(enum validity v, bool always)
{
        switch (v) {
        case VALIDITY_VALID:
                return always ? (struct part_tag){validity_label(v), TONE_GOOD}
                              : (struct part_tag){0};
        case VALIDITY_LAPSED:
        case VALIDITY_REPEALED:
                return (struct part_tag){validity_label(v), TONE_BAD};
        case VALIDITY_AMENDED:
        case VALIDITY_PENDING:
                return (struct part_tag){validity_label(v), TONE_WARNING};
        case VALIDITY_UNSTATED:
                break;
        }
        return always ? (struct part_tag){validity_label(v), TONE_PLAIN} : (struct part_tag){0};
}

struct part_row
row_of(const struct page *p, const struct public_row *row)
{
        return (struct part_row){.title = row->title,
                                 .url = link_item(p, row->index_no),
                                 .day = row->day,
                                 .agency = row->agency_name,
                                 .doc_no = row->doc_no,
                                 .index_no = row->index_no,
                                 .tag = validity_tag(public_row_validity(row, p->today), false),
                                 .n_files = (size_t)row->n_files};
}

struct part_rows
rows_of(const struct page *p, const struct public_row *rows, size_t n, bool with_agency)
{
        struct part_row *list = mem_array(p->mem, struct part_row, n);

        for (size_t i = 0; i < n; i++)
                list[i] = row_of(p, &rows[i]);
        return (struct part_rows){.rows = list, .n_rows = n, .with_agency = with_agency};
}

int
portal_newest(struct chrome *c, int64_t column, bool column_leaf, size_t n, bool with_agency,
              struct part_rows *ret)
{
        struct public_ask ask = {.scope = c->scope,
                                 .leaf = !c->unit.below,
                                 .column = column,
                                 .column_leaf = column_leaf,
                                 .today = c->p->today,
                                 .limit = n};
        struct public_row *rows;
        size_t n_rows;
        int r;

        r = app_public_newest(c->p->mem, c->tx, &ask, &rows, &n_rows);
        if (r < 0)
                return err_trace(r);
        *ret = rows_of(c->p, rows, n_rows, with_agency);
        return 0;
}
