/* What an item interprets, amends, repeals, replaces or is related to. */
#include "pages/office_items.h"

#include "app/run.h"
#include "views/views.h"

int page_office_item_relate(struct page *);
int page_office_item_relate_send(struct page *);

enum { CANDIDATES = 20 };

struct relate_page {
        struct page *p;
        struct flow_by by;
        struct flow_item it;
        struct problems problems;
        struct worklist_row *found;
        size_t n_found;
        const char *kind;
        int64_t from, to;
        bool off;
};

/* What is said of the two, seen from this item; turned: the other does it to this one. */
static const struct {
        const char *value, *kind, *label;
        bool turned;
} kinds[] = {
    {"interpreted_by", "interprets", "对方是本信息的解读材料", true},
    {"interprets", "interprets", "本信息解读对方", false},
    {"amends", "amends", "本信息修改对方", false},
    {"repeals", "repeals", "本信息废止对方", false},
    {"replaces", "replaces", "本信息代替对方", false},
    {"related", "related", "与对方相关", false},
    /* said by the other item; only taken back here */
    {"amended_by", "amends", NULL, true},
    {"repealed_by", "repeals", NULL, true},
    {"replaced_by", "replaces", NULL, true},
    {"related_by", "related", NULL, true},
};

static const char *
value_of(const char *kind, bool outward)
{
        for (size_t i = 0; i < N(kinds); i++)
                if (strcmp(kinds[i].kind, kind) == 0 && kinds[i].turned != outward)
                        return kinds[i].value;
        return kind;
}

static int
open_relate(struct page *p, struct relate_page *s)
{
        int r;

        *s = (struct relate_page){.p = p, .problems = {.mem = p->mem}};
        r = item_by(p, &s->by);
        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &s->by, &s->it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        if (!s->it.choices[DEED_EDIT].may && !s->it.choices[DEED_CORRECT].may) {
                p->reason = "当前环节不能改变关联。";
                return p->post ? PAGE_CONFLICT : PAGE_FORBIDDEN;
        }
        return 0;
}

/* What is linked already; each with the way to take it back. */
static struct part_sheet
linked(struct page *p, const struct flow_item *it)
{
        static const struct part_sheet_head heads[] = {
            {.text = "信息"}, {.text = "关系"}, {.text = "生效"}};
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, it->n_relations + 1);

        for (size_t i = 0; i < it->n_relations; i++) {
                const struct flow_relation *r = &it->relations[i];
                struct part_sheet_cell *to = mem_array(p->mem, struct part_sheet_cell, N(heads));
                struct view_link *off = mem_array(p->mem, struct view_link, 1);

                to[0] = cell_link("信息", r->title, item_link(p, r->id, ""));
                to[1] = cell("关系", relation_label(r->kind, r->outward));
                to[2] = cell("生效", item_pending_words(r));
                off[0] = (struct view_link){
                    .label = "取消关联",
                    .url = item_link(p, it->id,
                                     mem_printf(p->mem, "/relate?off=%s&to=%lld",
                                                value_of(r->kind, r->outward), (long long)r->id)),
                    .note = r->title};
                rows[i] = (struct part_sheet_row){
                    .cells = to, .n_cells = N(heads), .actions = off, .n_actions = !r->going};
        }
        return (struct part_sheet){.caption = "已经关联的信息",
                                   .heads = heads,
                                   .n_heads = N(heads),
                                   .rows = rows,
                                   .n_rows = it->n_relations,
                                   .with_actions = true};
}

/* It belongs to the text that is being corrected. */
static bool
waits(const struct flow_item *it, const struct flow_relation *r)
{
        return r->outward && it->choices[DEED_DISCARD].shown;
}

/* Asked before a relation is taken back. */
static int
ask_off(struct relate_page *s)
{
        struct page *p = s->p;
        const char *kind = office_arg(p, "off");
        struct part_fact *facts = mem_array(p->mem, struct part_fact, 3);
        struct part_pair *kept = mem_array(p->mem, struct part_pair, 4);
        struct view_office_confirm v = {.page = office_page(p, "取消关联"),
                                        .lead =
                                            "取消后，公开页面上不再互相链接；两条信息的内容不变。",
                                        .action = item_link(p, s->it.id, "/relate"),
                                        .csrf = p->csrf,
                                        .cancel_url = item_link(p, s->it.id, "/relate"),
                                        .button = {.label = "取消关联", .kind = BUTTON_WARNING}};
        const struct flow_relation *r = NULL;
        struct view_site site;
        int64_t to;
        int err;

        (void)page_arg_int(p, "to", 1, INT64_MAX, 0, &to);
        for (size_t i = 0; i < s->it.n_relations; i++)
                if (s->it.relations[i].id == to &&
                    strcmp(value_of(s->it.relations[i].kind, s->it.relations[i].outward), kind) ==
                        0)
                        r = &s->it.relations[i];
        if (!r)
                return PAGE_NOT_FOUND;
        if (r->coming)
                v.lead = "这一关联尚未签发，取消后公开页面没有变化。";
        else if (waits(&s->it, r))
                v.lead = "随更正稿签发后，公开页面上不再互相链接；签发前公开页面没有变化。";
        facts[0] = (struct part_fact){.label = "本信息", .value = s->it.text.title, .wide = true};
        facts[1] = (struct part_fact){
            .label = relation_label(r->kind, r->outward), .value = r->title, .wide = true};
        kept[0] = (struct part_pair){"off", "1"};
        kept[1] = (struct part_pair){"kind", kind};
        kept[2] = (struct part_pair){"to", table_int(p->mem, to)};
        v.facts = (struct part_facts){facts, 2};
        v.kept = kept;
        v.n_kept = 3;
        v.problems = office_problems(p, &s->problems, &v.page);
        item_crumbs(p, &v.page, &s->it, "取消关联");
        err = office_site(p, &site);
        if (err < 0)
                return err_trace(err);
        view_office_confirm(&p->out, &site, &v);
        return 0;
}

static int
show_relate(struct relate_page *s)
{
        struct page *p = s->p;
        struct form f = form_begin(p, &s->problems, "关联信息", item_link(p, s->it.id, "/relate"),
                                   item_link(p, s->it.id, ""));
        struct part_option *o = mem_array(p->mem, struct part_option, N(kinds)),
                           *to = mem_array(p->mem, struct part_option, CANDIDATES);
        size_t n = 0, n_kinds = 0;

        for (size_t i = 0; i < N(kinds); i++)
                if (kinds[i].label)
                        o[n_kinds++] =
                            (struct part_option){.value = kinds[i].value, .label = kinds[i].label};
        f.view.lead = s->it.text.title;
        form_select(&f, "kind", "关系", NULL, o, n_kinds,
                    s->it.place.wants_interpretation ? "interpreted_by" : "related");
        (void)form_field(&f, "find", "查找对方信息", "标题中的词，或者完整的文号、索引号", "");
        for (size_t i = 0; i < s->n_found; i++)
                if (s->found[i].id != s->it.id)
                        to[n++] = (struct part_option){
                            .value = table_int(p->mem, s->found[i].id),
                            .label = s->found[i].title,
                            .hint =
                                mem_printf(p->mem, "%s　%s", s->found[i].agency,
                                           item_tag(s->found[i].state, s->found[i].step).label)};
        if (n)
                form_radios(&f, "to", "选择对方信息", NULL, to, n, "");
        f.view.sheet = linked(p, &s->it);
        item_crumbs(p, &f.view.page, &s->it, "关联信息");
        return form_end(&f, n ? "关联" : "查找");
}

static int
find(struct relate_page *s, const char *words)
{
        struct worklist_ask ask = {.tab = WORKLIST_ALL,
                                   .page = 1,
                                   .size = CANDIDATES,
                                   .words = words,
                                   .from = DAY_NONE,
                                   .to = DAY_NONE};
        struct tx *tx;
        int64_t all;
        int r = page_tx(s->p, &tx);

        if (r == 0)
                r = app_worklist(s->p->mem, tx, &s->by, &ask, &s->found, &s->n_found, &all);
        return r < 0 ? err_trace(r) : 0;
}

int
page_office_item_relate(struct page *p)
{
        struct relate_page s;
        int r = open_relate(p, &s);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (*office_arg(p, "off"))
                return ask_off(&s);
        return show_relate(&s);
}

static int
relate(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct relate_page *s = arg;

        s->problems.n = s->problems.n_list = 0;
        return app_flow_relate(mem, tx, &s->by, s->from, s->kind, s->to, s->off, &s->problems);
}

static bool
take_kind(struct relate_page *s, int64_t other)
{
        const char *asked = office_arg(s->p, "kind");

        for (size_t i = 0; i < N(kinds); i++) {
                if (strcmp(kinds[i].value, asked) != 0)
                        continue;
                s->kind = kinds[i].kind;
                s->from = kinds[i].turned ? other : s->it.id;
                s->to = kinds[i].turned ? s->it.id : other;
                return true;
        }
        problems_add(&s->problems, 0, "kind", "请选择关系");
        return false;
}

static int
close_off(struct relate_page *s, int64_t other)
{
        struct page *p = s->p;
        int r;

        s->off = true;
        if (!take_kind(s, other))
                return show_relate(s);
        r = app_run(p->mem, p->app, relate, s);
        if (r < 0)
                return err_trace(r);
        if (r == 0) {
                page_redirect(p, item_link(p, s->it.id, "?done=unrelated"));
                return 0;
        }
        s->problems.n = s->problems.n_list = 0;
        problems_add(&s->problems, 0, "find",
                     "这一关联由对方信息建立，对方正在审核或已经公开，请在对方信息中更正时取消");
        return show_relate(s);
}

int
page_office_item_relate_send(struct page *p)
{
        const char *words = form_value(p, "find");
        struct relate_page s;
        int64_t other;
        int r = open_relate(p, &s);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (strcmp(office_arg(p, "off"), "1") == 0 &&
            page_arg_int(p, "to", 1, INT64_MAX, 0, &other))
                return close_off(&s, other);
        if (!*words)
                problems_add(&s.problems, 0, "find", "请填写标题中的词、文号或索引号");
        else
                r = find(&s, words);
        if (r < 0)
                return err_trace(r);
        if (!page_arg_int(p, "to", 1, INT64_MAX, 0, &other) || !other) {
                if (*words && !s.n_found)
                        problems_add(&s.problems, 0, "find", "没有找到，请换一个词");
                return show_relate(&s);
        }
        if (!take_kind(&s, other))
                return show_relate(&s);
        r = app_run(p->mem, p->app, relate, &s);
        if (r < 0)
                return err_trace(r);
        if (r == FLOW_NOT_FOUND)
                problems_add(&s.problems, 0, "to", "没有这条信息，或不在您的办理范围内");
        if (r)
                return show_relate(&s);
        page_redirect(p, item_link(p, s.it.id, "?done=related"));
        return 0;
}
