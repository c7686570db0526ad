/* One item: its text, the metadata box, and what belongs to it.
 * Cost       one query, the item; files and relations only where there are some; the site and the
 *            left column from the memo. */
#include "domain/body/body.h"
#include "pages/pages.h"
#include "pages/portal.h"
#include "views/part/qr.h"

enum { FACTS_MAX = 14 };

/* The metadata box while it is filled. */
struct box {
        struct part_fact *facts;
        size_t n;
};

static void
fact(struct box *box, const char *label, const char *value, const char *url)
{
        if (value && *value)
                box->facts[box->n++] =
                    (struct part_fact){.label = label, .value = value, .url = url};
}

/* The relation through which this document stopped to hold, or NULL. */
static const struct public_relation *
undone_by(const struct public_relation *all, size_t n, enum validity v)
{
        for (size_t i = 0; i < n; i++)
                if (!all[i].forward &&
                    (v == VALIDITY_AMENDED ? strcmp(all[i].kind, "amends") == 0
                                           : strcmp(all[i].kind, "repeals") == 0 ||
                                                 strcmp(all[i].kind, "replaces") == 0))
                        return &all[i];
        return NULL;
}

static struct day
validity_since(const struct validity_facts *f, enum validity v, const struct public_relation *by)
{
        switch (v) {
        case VALIDITY_REPEALED:
                return f->repealed_on;
        case VALIDITY_LAPSED:
                return day_is_none(f->expires_on) ? DAY_NONE : day_add(f->expires_on, 1);
        case VALIDITY_VALID:
        case VALIDITY_PENDING:
                return f->effective_on;
        case VALIDITY_AMENDED: /* since its amendment, where that is known */
                return !by ? f->effective_on : day_is_none(by->effective) ? by->day : by->effective;
        case VALIDITY_UNSTATED:
                break;
        }
        return DAY_NONE;
}

/* 自2020年1月23日起废止; 自2020年1月23日起由《…》废止; 自2019年3月1日起施行，由《…》修改 where the day is not that of the
 * change. */
static const char *
validity_note(TALLOC_CTX *mem, enum validity v, struct day since, const char *by, bool is_change)
{
        struct buf out = buf_new(mem, KiB(4));
        bool named = by && *by, joined = named && (v == VALIDITY_REPEALED || is_change);

        if (!day_is_none(since))
                buf_printf(&out, "自%s起%s", day_cn_of(mem, since),
                           joined                   ? ""
                           : v == VALIDITY_REPEALED ? "废止"
                           : v == VALIDITY_LAPSED   ? "失效"
                                                    : "施行");
        if (named)
                buf_printf(&out, "%s由《%s》%s", out.len && !joined ? "，" : "", by,
                           v == VALIDITY_REPEALED ? "废止" : "修改");
        return buf_text(&out);
}

static void
fill_validity(struct chrome *c, const struct public_item *item,
              const struct public_relation *relations, size_t n, struct box *box,
              struct view_portal_item *view)
{
        enum validity v = validity_on(&item->validity, c->p->today);
        const struct public_relation *by = undone_by(relations, n, v);
        const char *note;

        view->validity = validity_tag(v, true);
        view->validity_code = validity_code(v);
        view->validity_day = validity_since(&item->validity, v, by);
        if (v == VALIDITY_REPEALED || v == VALIDITY_AMENDED) {
                view->validity_by_title = by ? by->title : item->repealed_by;
                view->validity_by_url = by ? link_item(c->p, by->index_no) : NULL;
        }
        note = validity_note(c->p->mem, v, view->validity_day, view->validity_by_title, by != NULL);
        if (v == VALIDITY_REPEALED || v == VALIDITY_LAPSED || v == VALIDITY_PENDING ||
            (v == VALIDITY_AMENDED && by))
                view->warning = (struct part_notice){
                    .tone = v == VALIDITY_PENDING ? TONE_INFO : TONE_WARNING,
                    .title = v == VALIDITY_REPEALED  ? "本文件已废止"
                             : v == VALIDITY_LAPSED  ? "本文件已失效"
                             : v == VALIDITY_AMENDED ? "本文件已修改"
                                                     : "本文件尚未施行",
                    .text = *note ? note : NULL,
                    .url = view->validity_by_url,
                    .url_label = view->validity_by_url ? view->validity_by_title : NULL};
        if (v != VALIDITY_UNSTATED)
                box->facts[box->n++] = (struct part_fact){
                    .label = "有效性", .tag = view->validity, .note = *note ? note : NULL};
}

/* The metadata box, in the order of 国办发〔2017〕47号. */
static void
fill_facts(struct chrome *c, const struct public_item *item, const char *agency_url,
           struct box *box)
{
        TALLOC_CTX *mem = c->p->mem;
        char text[INSTANT_TEXT_SIZE];

        box->facts = mem_array(mem, struct part_fact, FACTS_MAX);
        fact(box, "索引号", item->index_no, NULL);
        fact(box, "主题分类", /* 综合政务\\政务公开 */
             item->topic_above ? mem_printf(mem, "%s\\%s", item->topic_above, item->topic)
                               : item->topic,
             item->topic ? page_link(c->p, "/topic/{}", item->topic_code) : NULL);
        fact(box, "发布机构", item->agency_name, agency_url);
        if (!day_is_none(item->agency_closed))
                box->facts[box->n - 1].note =
                    mem_printf(mem, "已于%s撤并", day_cn_of(mem, item->agency_closed));
        fact(box, "发文字号", item->doc_no, NULL);
        fact(box, "生成日期", day_cn_of(mem, item->formed), NULL); /* 第十二条 */
        fact(box, "成文日期", day_cn_of(mem, item->written), NULL);
        fact(box, "发布日期",
             instant_is_none(item->published)
                 ? NULL
                 : mem_strdup(mem, instant_text(item->published, text)),
             NULL);
        fact(box, "体裁分类", item->genre, NULL);
        fact(box, "服务对象", item->audience, NULL);
}

static const char *
relation_label(const struct public_relation *r)
{
        static const struct {
                const char *kind, *forward, *back;
        } labels[] = {{"interprets", "原文", "解读"},
                      {"amends", "被修改", "修改"},
                      {"repeals", "被废止", "废止依据"},
                      {"replaces", "被代替", "现行文件"}};

        for (size_t i = 0; i < N(labels); i++)
                if (strcmp(labels[i].kind, r->kind) == 0)
                        return r->forward ? labels[i].forward : labels[i].back;
        return NULL;
}

static void
fill_related(struct chrome *c, const struct public_relation *all, size_t n,
             struct view_portal_item *view)
{
        struct part_row *rows = mem_array(c->p->mem, struct part_row, n);
        size_t n_read = 0, n_source = 0;

        for (size_t i = 0; i < n; i++) {
                const char *label = relation_label(&all[i]);

                page_depends(c->p, "item", all[i].id);
                n_read += strcmp(all[i].kind, "interprets") == 0 && !all[i].forward;
                n_source += strcmp(all[i].kind, "interprets") == 0 && all[i].forward;
                rows[i] = (struct part_row){.title = all[i].title,
                                            .url = link_item(c->p, all[i].index_no),
                                            .day = all[i].day,
                                            .doc_no = all[i].doc_no,
                                            .index_no = all[i].index_no,
                                            .tag = {label, TONE_INFO}};
        }
        view->related = rows;
        view->n_related = n;
        view->related_label = n && n_read == n     ? "政策解读"
                              : n && n_source == n ? "政策原文"
                                                   : "相关信息";
}

/* 上一条 and 下一条. The page grows old when a neighbour is edited or withdrawn ("item"), when one comes in between ("beside") and
 * when the whole list may have changed ("list"); a publication elsewhere in the unit leaves it alone. */
static void
fill_beside(struct chrome *c, const struct public_item *item, struct view_portal_item *view)
{
        page_depends(c->p, "beside", item->id);
        page_depends(c->p, "list", item->agency_id);
        if (item->prev.id) {
                page_depends(c->p, "item", item->prev.id);
                view->prev_index_no = item->prev.index_no;
                view->prev_title = item->prev.title;
                view->prev_url = link_item(c->p, item->prev.index_no);
        }
        if (item->next.id) {
                page_depends(c->p, "item", item->next.id);
                view->next_index_no = item->next.index_no;
                view->next_title = item->next.title;
                view->next_url = link_item(c->p, item->next.index_no);
        }
}

static const char *
extension_of(const char *name)
{
        const char *dot = strrchr(name, '.');

        return dot && strlen(dot) <= 6 ? dot + 1 : "";
}

static const char *
upper_of(TALLOC_CTX *mem, const char *s)
{
        char *out = mem_strdup(mem, s);

        for (char *c = out; *c; c++)
                if (*c >= 'a' && *c <= 'z')
                        *c = (char)(*c - 'a' + 'A');
        return out;
}

static int
fill_files(struct chrome *c, const struct public_item *item, const char *html,
           struct view_portal_item *view)
{
        struct public_file *all;
        struct portal_file *files;
        size_t n;
        int r;

        if (!item->has_files)
                return 0;
        r = app_public_files(c->p->mem, c->tx, item->edition_id, &all, &n);
        if (r < 0)
                return err_trace(r);
        files = mem_array(c->p->mem, struct portal_file, n);
        for (size_t i = 0; i < n; i++)
                if (!body_html_shows(html, all[i].sm3)) /* pictures are seen where they stand */
                        files[view->n_files++] = (struct portal_file){
                            .name = all[i].name,
                            .url = link_file(c->p, all[i].sm3, all[i].name),
                            .type = upper_of(c->p->mem, extension_of(all[i].name)),
                            .size = all[i].size};
        view->files = files;
        return 0;
}

static int
fill_body(struct chrome *c, const struct public_item *item, const char **ret_html,
          struct view_portal_item *view)
{
        TALLOC_CTX *mem = c->p->mem;
        struct problems problems = {.mem = mem};
        const char *html = item->html;
        struct body *body;
        int r;

        if (item->body) {
                r = body_parse(mem, item->body, strlen(item->body), false, &problems, &body);
                if (r < 0)
                        return err_trace(r);
                if (r > 0)
                        return err_set(ERR_DATA, "body of item %lld cannot be read",
                                       (long long)item->id);
                html = body_html_keep(mem, body);
                if (c->p->format == JSON)
                        view->body_text = body_text(mem, body);
        }
        if (c->p->format == HTML)
                view->body =
                    body_html_kept(mem, html, mem_printf(mem, "%s/file/", c->p->site->prefix));
        *ret_html = html;
        return 0;
}

static void
fill_meta(struct chrome *c, const struct public_item *item, struct view_article_meta *meta,
          struct view_portal_item *view)
{
        *meta = (struct view_article_meta){.title = item->title,
                                           .published = item->published,
                                           .source = view->source,
                                           .keywords = item->keywords,
                                           .author = item->agency_name,
                                           .description = item->summary,
                                           .url = view->permalink};
        c->page.article = meta;
        c->page.column = (struct view_column_meta){.name = item->column_name,
                                                   .description = item->column_description,
                                                   .keywords = item->column_keywords,
                                                   .type = item->column_type};
        c->page.updated = instant_is_none(item->edited) ? item->published : item->edited;
        c->page.canonical = view->permalink;
}

static enum part_side_entry
entry_of(const char *column_code)
{
        static const struct {
                const char *code;
                enum part_side_entry entry;
        } doors[] = {{"guide", SIDE_GUIDE},
                     {"rules", SIDE_RULES},
                     {"report", SIDE_REPORTS},
                     {"request", SIDE_REQUEST}};

        for (size_t i = 0; i < N(doors); i++)
                if (strcmp(doors[i].code, column_code) == 0)
                        return doors[i].entry;
        return SIDE_CONTENT;
}

/* The page stands in the portal of the publishing unit, which the item names. */
static void
enter_unit(struct chrome *c, const struct public_item *item)
{
        c->is_unit = item->agency_id != c->house.root;
        c->unit.id = item->agency_id;
        c->unit.slug = item->agency_slug;
        c->unit.name = item->agency_name;
        c->unit.level = item->agency_level;
        c->scope = item->agency_id;
        if (c->is_unit) {
                c->page.unit = c->unit.name;
                c->page.unit_url = link_unit(c, "");
                portal_crumb(c, c->unit.name, c->page.unit_url);
        }
        page_depends(c->p, "agency", item->agency_id);
        c->p->view_agency = item->agency_id;
}

static void
crumb_door(struct chrome *c, enum part_side_entry entry)
{
        switch (entry) {
        case SIDE_RULES:
                portal_crumb(c, "政府信息公开制度", link_unit(c, "/rules"));
                break;
        case SIDE_CONTENT:
                portal_crumb(c, "法定主动公开内容", link_unit(c, "/content"));
                break;
        case SIDE_REPORTS:
                portal_crumb(c, "政府信息公开年报", link_unit(c, "/reports"));
                break;
        case SIDE_NONE:
        case SIDE_GUIDE:
        case SIDE_REQUEST:
                break;
        }
}

static int
withdrawn(struct chrome *c, const struct public_item *item)
{
        struct view_portal_withdrawn view = {.index_no = item->index_no,
                                             .agency = item->agency_name,
                                             .agency_url =
                                                 page_link(c->p, "/agency/{}", item->agency_slug),
                                             .reason = item->withdrawn_reason,
                                             .withdrawn = instant_day(item->withdrawn_at),
                                             .phone = c->site.phone};

        c->p->status = 410;
        page_depends(c->p, "agency", item->agency_id);
        portal_title(c, "信息已撤回");
        c->page.no_index = true;
        view.page = c->page;
        if (c->p->format == JSON)
                view_portal_withdrawn_json(&c->p->out, &c->site, &view);
        else
                view_portal_withdrawn(&c->p->out, &c->site, &view);
        return 0;
}

/* The address as a drawing, for those who want the page on their phone. */
static int
draw(struct chrome *c, const struct public_item *item)
{
        const char *address =
            mem_printf(c->p->mem, "%s%s", c->site.origin, link_item(c->p, item->index_no));
        struct part_qr qr = part_qr_of(c->p->mem, "", address);
        struct view_portal_qr view = {.size = qr.size, .path = qr.path};

        if (!*c->site.origin || !qr.size)
                return PAGE_NOT_FOUND;
        view_portal_qr_svg(&c->p->out, &c->site, &view);
        return 0;
}

static int
show(struct chrome *c, const struct public_item *item)
{
        enum part_side_entry entry = entry_of(item->column_code);
        struct view_portal_item view = {
            .title = item->title,
            .index_no = item->index_no,
            .doc_no = item->doc_no,
            .agency = item->agency_name,
            .agency_url = page_link(c->p, "/agency/{}", item->agency_slug),
            .topic = item->topic,
            .genre = item->genre,
            .audience = item->audience,
            .column = item->column_name,
            .formed = item->formed,
            .written = item->written,
            .attested = item->attested_source,
            .correction = item->correction,
            .corrected = item->correction && *item->correction && !instant_is_none(item->edited)
                             ? instant_day(item->edited)
                             : DAY_NONE,
            .published = item->published,
            .source = item->source && *item->source ? item->source : item->agency_name,
            .json_url = page_link_format(c->p, JSON),
            .permalink = link_item(c->p, item->index_no)};
        struct view_article_meta meta;
        struct box box = {0};
        struct view_link channels = {.label = item->channels};
        struct public_relation *relations = NULL;
        const char *html = NULL;
        size_t n_relations = 0;
        int r;

        enter_unit(c, item);
        crumb_door(c, entry);
        r = portal_side(c, entry, item->column_id);
        if (r < 0)
                return err_trace(r);
        view.column_url = entry == SIDE_CONTENT ? link_column(c, item->column_code) : NULL;
        if (item->has_relations) {
                r = app_public_relations(c->p->mem, c->tx, c->house.root, item->id, &relations,
                                         &n_relations);
                if (r < 0)
                        return err_trace(r);
        }
        r = fill_body(c, item, &html, &view);
        if (r < 0)
                return err_trace(r);
        r = fill_files(c, item, html, &view);
        if (r < 0)
                return err_trace(r);
        fill_facts(c, item, view.agency_url, &box);
        fill_validity(c, item, relations, n_relations, &box, &view);
        view.facts = (struct part_facts){.facts = box.facts, .n_facts = box.n};
        fill_related(c, relations, n_relations, &view);
        fill_beside(c, item, &view);
        fill_meta(c, item, &meta, &view);
        portal_title(c, item->title);
        portal_alternates(c, item->title);
        if (item->channels) {
                view.channels = &channels;
                view.n_channels = 1;
        }
        if (*c->site.origin)
                view.qr_url = page_link_format(c->p, SVG);
        view.page = c->page;
        view.side = c->side;
        c->p->view_item = item->id;
        if (c->p->format == JSON)
                view_portal_item_json(&c->p->out, &c->site, &view);
        else
                view_portal_item(&c->p->out, &c->site, &view);
        return 0;
}

int
page_portal_item(struct page *p)
{
        struct public_item item;
        struct chrome c;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_public_item(p->mem, c.tx, c.house.root, page_arg(p, "index_no"), p->format == JSON,
                            &item);
        if (r == APP_NONE)
                return PAGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        page_depends(p, "item", item.id);
        page_depends(p, "class", 0); /* what its classes and channels are called */
        if (item.withdrawn && p->format == SVG) {
                p->reason = item.withdrawn_reason;
                return PAGE_GONE;
        }
        if (item.withdrawn)
                return withdrawn(&c, &item);
        return p->format == SVG ? draw(&c, &item) : show(&c, &item);
}
