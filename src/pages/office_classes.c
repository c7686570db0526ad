/* 字典: classes of topic, genre and audience; and what all dictionaries share. */
#include "app/run.h"
#include "pages/office_dictionary.h"

int page_office_classes(struct page *);
int page_office_class_new(struct page *);
int page_office_class_new_send(struct page *);
int page_office_class_edit(struct page *);
int page_office_class_edit_send(struct page *);
int page_office_class_end(struct page *);
int page_office_class_end_send(struct page *);
int page_office_class_import(struct page *);
int page_office_class_import_send(struct page *);

/* ---- shared ----------------------------------------------------------------------------------- */

static const char *
classes_link(const struct page *p, const char *scheme, const char *tail)
{
        return mem_printf(p->mem, "%s?scheme=%s%s", page_link(p, "/office/dictionaries"), scheme,
                          tail);
}

struct part_tabs
dictionary_tabs(struct page *p, size_t current)
{
        struct view_link *links = mem_array(p->mem, struct view_link, CLASS_SCHEMES + 2);
        size_t n = 0;

        for (; n < CLASS_SCHEMES; n++)
                links[n] = (struct view_link){.label = class_schemes[n].label,
                                              .url = classes_link(p, class_schemes[n].code, "")};
        links[n++] = (struct view_link){.label = "公开渠道",
                                        .url = page_link(p, "/office/dictionaries/channels")};
        links[n++] = (struct view_link){.label = "错敏词",
                                        .url = page_link(p, "/office/dictionaries/words")};
        links[current].current = true;
        return (struct part_tabs){.label = "字典", .links = links, .n_links = n};
}

int
dictionary_buttons(struct page *p, struct view_office_roll *v, const struct part_button *buttons,
                   size_t n)
{
        struct tx *tx;
        bool mine;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_dictionary_mine(p->mem, tx, p->actor->scope, &mine);
        if (r < 0)
                return err_trace(r);
        if (mine) {
                v->buttons = buttons;
                v->n_buttons = n;
        } else {
                v->sheet.with_actions = false;
                if (!v->notice.title)
                        v->notice = (struct part_notice){
                            .tone = TONE_INFO, .title = "字典由最上级机关的信息公开工作机构维护"};
        }
        return 0;
}

void
dictionary_crumbs(struct page *p, struct view_page *page, const char *list, const char *url,
                  const char *last)
{
        office_crumb(p, page, "字典", page_link(p, "/office/dictionaries"));
        office_crumb(p, page, list, last ? url : NULL);
        if (last)
                office_crumb(p, page, last, NULL);
}

/* ---- the tree --------------------------------------------------------------------------------- */

static const char *
class_link(const struct page *p, const struct office_class *c, const char *tail)
{
        return mem_printf(p->mem, "%s%s",
                          page_link(p, "/office/dictionaries/classes/{}/{}", c->scheme, c->code),
                          tail);
}

static const struct part_sheet_head heads[] = {{.text = "名称"},
                                               {.text = "代码"},
                                               {.text = "排列次序", .numeric = true},
                                               {.text = "信息（条）", .numeric = true}};

static struct part_sheet_row
class_row(struct page *p, const struct office_class *c)
{
        struct part_sheet_cell *to = mem_array(p->mem, struct part_sheet_cell, N(heads));
        struct view_link *acts = mem_array(p->mem, struct view_link, 2);
        bool closed = !day_is_none(c->closed);

        to[0] = cell("名称", c->name);
        to[0].indent = c->depth;
        if (closed) {
                to[0].tag = (struct part_tag){c->merged_name ? "已并入" : "已停用", TONE_PLAIN};
                to[0].note = c->merged_name ? mem_printf(p->mem, "%s并入“%s”",
                                                         house_day(p, c->closed), c->merged_name)
                                            : mem_printf(p->mem, "%s停用", house_day(p, c->closed));
        }
        to[1] = cell("代码", c->code);
        to[2] = cell_count("排列次序", c->sort);
        to[3] = cell_count("信息（条）", c->n);
        acts[0] =
            (struct view_link){.label = "修改", .note = c->name, .url = class_link(p, c, "/edit")};
        acts[1] = (struct view_link){
            .label = "停用或并入", .note = c->name, .url = class_link(p, c, "/end")};
        return (struct part_sheet_row){
            .cells = to, .n_cells = N(heads), .actions = acts, .n_actions = closed ? 0 : 2};
}

static struct part_notice
class_notice(struct page *p)
{
        static const struct office_done dones[] = {{"added", "分类已新建"},
                                                   {"edited", "分类已修改"},
                                                   {"ended", "分类已停用"},
                                                   {"merged", "分类已并入，其中的信息一并归入"}};
        struct part_notice notice = office_done_notice(p, dones, N(dones));

        return notice.title ? notice : import_notice(p, "个分类");
}

int
page_office_classes(struct page *p)
{
        const struct class_scheme *scheme = class_scheme_of(office_arg(p, "scheme"));
        bool closed = strcmp(office_arg(p, "closed"), "1") == 0;
        struct view_office_roll v = {.page = office_page(p, "字典"),
                                     .notice = class_notice(p),
                                     .empty = {.title = "还没有分类"}};
        struct part_sheet_row *rows;
        struct office_class *list;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (*office_arg(p, "scheme") && !scheme)
                return PAGE_NOT_FOUND;
        if (!scheme)
                scheme = &class_schemes[0];
        struct part_button buttons[] = {
            {.label = "新建分类",
             .url = mem_printf(p->mem, "%s?scheme=%s",
                               page_link(p, "/office/dictionaries/classes/new"), scheme->code)},
            {.label = "批量导入",
             .url = page_link(p, "/office/dictionaries/classes/import"),
             .kind = BUTTON_SECONDARY},
            {.label = closed ? "只看在用的" : "含已停用的",
             .url = classes_link(p, scheme->code, closed ? "" : "&closed=1"),
             .kind = BUTTON_SECONDARY}};

        if (r == 0)
                r = app_office_classes(p->mem, tx, scheme->code, closed, &list, &n);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML) {
                struct table t = app_class_table(p->mem, list, n);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++)
                rows[i] = class_row(p, &list[i]);
        v.lead = "各单位填写信息时从中选择。代码永不改变；并入后，原来的地址转到并入的分类。";
        v.tabs = dictionary_tabs(p, (size_t)(scheme - class_schemes));
        v.sheet =
            (struct part_sheet){.caption = mem_printf(p->mem, "%s（%zu 个）", scheme->label, n),
                                .with_actions = true,
                                .heads = heads,
                                .n_heads = N(heads),
                                .rows = rows,
                                .n_rows = n};
        table_links(p, &v);
        dictionary_crumbs(p, &v.page, scheme->label, NULL, NULL);
        r = dictionary_buttons(p, &v, buttons, N(buttons));
        return r < 0 ? err_trace(r) : roll_end(p, &v);
}

/* ---- making and changing ---------------------------------------------------------------------- */

struct editing {
        struct act act;
        struct class_spec spec;
        const char *into;
        int64_t n;
};

/* Open classes of a scheme; `tops`: only those that may have others below. `but`: not this one. */
static int
class_options(struct page *p, const char *scheme, bool tops, const char *but, const char *none,
              struct part_option **ret, size_t *ret_n)
{
        struct office_class *list;
        struct part_option *options;
        size_t n, k = 0;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_classes(p->mem, tx, scheme, false, &list, &n);
        if (r < 0)
                return err_trace(r);
        options = mem_array(p->mem, struct part_option, n + 1);
        options[k++] = (struct part_option){.value = "", .label = none};
        for (size_t i = 0; i < n; i++)
                if (!(tops && list[i].depth) && strcmp(list[i].code, but) != 0)
                        options[k++] = (struct part_option){
                            .value = list[i].code,
                            .label = mem_printf(p->mem, "%s%s（%s）", list[i].depth ? "　" : "",
                                                list[i].name, list[i].code)};
        *ret = options;
        *ret_n = k;
        return 0;
}

static int
show_new(struct page *p, const struct class_scheme *scheme, const struct problems *problems)
{
        struct form f = form_begin(p, problems, mem_printf(p->mem, "新建%s", scheme->label),
                                   page_link(p, "/office/dictionaries/classes/new"),
                                   classes_link(p, scheme->code, ""));
        struct part_option *tops;
        size_t n;
        int r = class_options(p, scheme->code, true, "", "无（一级分类）", &tops, &n);

        if (r < 0)
                return err_trace(r);
        dictionary_crumbs(p, &f.view.page, scheme->label, classes_link(p, scheme->code, ""),
                          "新建");
        form_keep(&f, "scheme", scheme->code);
        form_field(&f, "name", "名称", NULL, "")->max_length = CLASS_NAME_MAX;
        form_field(&f, "code", "代码", "1 至 32 位字母、数字或 -_.；定后不能更改", "")->width =
            "medium";
        form_select(&f, "parent", "上级分类", "分类有两级", tops, n, office_arg(p, "parent"));
        form_field(&f, "sort", "排列次序", "小的在前", "0")->width = "short";
        return form_end(&f, "新建分类");
}

int
page_office_class_new(struct page *p)
{
        const struct class_scheme *scheme = class_scheme_of(office_arg(p, "scheme"));
        struct problems none = {.mem = p->mem};

        return scheme ? show_new(p, scheme, &none) : PAGE_NOT_FOUND;
}

static int
add(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct editing *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        e->spec.sort = form_int(p, "sort", 0, 999999, 0, &e->act.problems);
        return app_class_add(mem, tx, p->actor, p->now, &e->spec, &e->act.problems);
}

int
page_office_class_new_send(struct page *p)
{
        const struct class_scheme *scheme = class_scheme_of(office_arg(p, "scheme"));
        struct editing e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        int r;

        if (!scheme)
                return PAGE_NOT_FOUND;
        e.spec = (struct class_spec){.scheme = scheme->code,
                                     .code = form_value(p, "code"),
                                     .name = form_value(p, "name"),
                                     .parent = form_value(p, "parent")};
        r = app_run(p->mem, p->app, add, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_new(p, scheme, &e.act.problems);
        page_redirect(p, classes_link(p, scheme->code, "&done=added"));
        return 0;
}

static int
class_of_path(struct page *p, struct office_class *ret)
{
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_class(p->mem, tx, page_arg(p, "scheme"), page_arg(p, "code"), ret);
        if (r == DICTIONARY_NONE) {
                p->reason = "没有这个分类。";
                return PAGE_NOT_FOUND;
        }
        return r < 0 ? err_trace(r) : 0;
}

static void
crumbs_of(struct page *p, struct view_page *page, const struct office_class *c, const char *last)
{
        dictionary_crumbs(p, page, class_scheme_of(c->scheme)->label,
                          classes_link(p, c->scheme, ""), last);
}

static int
show_edit(struct page *p, const struct office_class *c, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "修改分类", class_link(p, c, "/edit"),
                                   classes_link(p, c->scheme, ""));

        crumbs_of(p, &f.view.page, c, "修改");
        f.view.lead =
            mem_printf(p->mem, "代码 %s 不变。名称改动后，门户和各单位的表单同时更新。", c->code);
        form_field(&f, "name", "名称", NULL, c->name)->max_length = CLASS_NAME_MAX;
        form_field(&f, "sort", "排列次序", "小的在前", table_int(p->mem, c->sort))->width = "short";
        return form_end(&f, "保存");
}

int
page_office_class_edit(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_class c;
        int r = class_of_path(p, &c);

        return r ? r : show_edit(p, &c, &none);
}

static int
edit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct editing *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        e->spec.sort = form_int(p, "sort", 0, 999999, 0, &e->act.problems);
        return app_class_edit(mem, tx, p->actor, p->now, &e->spec, &e->act.problems);
}

int
page_office_class_edit_send(struct page *p)
{
        struct editing e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_class c;
        int r = class_of_path(p, &c);

        if (r)
                return r;
        e.spec = (struct class_spec){
            .scheme = c.scheme, .code = c.code, .name = form_value(p, "name"), .parent = ""};
        r = app_run(p->mem, p->app, edit, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_edit(p, &c, &e.act.problems);
        page_redirect(p, classes_link(p, c.scheme, "&done=edited"));
        return 0;
}

/* ---- ending ----------------------------------------------------------------------------------- */

static int
show_end(struct page *p, const struct office_class *c, const struct problems *problems)
{
        struct form f = form_begin(p, problems, mem_printf(p->mem, "停用或并入“%s”", c->name),
                                   class_link(p, c, "/end"), classes_link(p, c->scheme, ""));
        struct part_option *others;
        size_t n;
        int r = class_options(p, c->scheme, false, c->code, "不并入（没有信息的才能停用）", &others,
                              &n);

        if (r < 0)
                return err_trace(r);
        crumbs_of(p, &f.view.page, c, "停用或并入");
        f.view.lead =
            mem_printf(p->mem, "分类“%s”（%s）有 %lld 条信息。今天起不能再选用，办理后不能恢复。",
                       c->name, c->code, (long long)c->n);
        form_select(&f, "into", "并入",
                    "其中的信息（含草稿和旧版本）归入该分类，原来的地址转到该分类", others, n, "");
        return form_end(&f, "办理");
}

int
page_office_class_end(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_class c;
        int r = class_of_path(p, &c);

        return r ? r : show_end(p, &c, &none);
}

static int
end(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct editing *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        return app_class_end(mem, tx, p->actor, p->now, e->spec.scheme, e->spec.code, e->into,
                             &e->act.problems, &e->n);
}

int
page_office_class_end_send(struct page *p)
{
        struct editing e = {.act = {.p = p, .problems = {.mem = p->mem}}};
        struct office_class c;
        int r = class_of_path(p, &c);

        if (r)
                return r;
        e.spec = (struct class_spec){.scheme = c.scheme, .code = c.code};
        e.into = form_value(p, "into");
        r = app_run(p->mem, p->app, end, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_end(p, &c, &e.act.problems);
        page_redirect(p, classes_link(p, c.scheme, *e.into ? "&done=merged" : "&done=ended"));
        return 0;
}

/* ---- bringing in ------------------------------------------------------------------------------ */

static const struct import_kind classes_in = {
    .title = "批量导入分类",
    .lead = "列：scheme 分类方法（主题、体裁、服务对象）、code 代码、name 名称；可有 parent "
            "上级代码、sort 排列次序。已有的代码按文件更新名称和次序；上级分类须在前面的行或已经存"
            "在。",
    .unit = "个分类",
    .path = "/office/dictionaries/classes/import",
    .back = "/office/dictionaries",
    .back_label = "字典",
    .run = app_import_classes};

int
page_office_class_import(struct page *p)
{
        return import_begin(p, &classes_in);
}

int
page_office_class_import_send(struct page *p)
{
        return import_send(p, &classes_in);
}
