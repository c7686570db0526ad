/* What an item interprets, amends, repeals, replaces or is related to. */
#include "pages/office_items.h"

#include "app/run.h"

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
};

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

static int
show_relate(struct relate_page *s)
{
        struct page *p = s->p;
        struct form f = form_begin(p, &s->problems, "关联信息", item_link(p, s->it.id, "/relate"),
                                   item_link(p, s->it.id, ""));
        struct part_option *o = mem_array(p->mem, struct part_option, N(kinds)),
                           *to = mem_array(p->mem, struct part_option, CANDIDATES);
        size_t n = 0;

        for (size_t i = 0; i < N(kinds); i++)
                o[i] = (struct part_option){.value = kinds[i].value, .label = kinds[i].label};
        f.view.lead = s->it.text.title;
        form_select(&f, "kind", "关系", NULL, o, N(kinds),
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

int
page_office_item_relate_send(struct page *p)
{
        const char *words = form_value(p, "find");
        struct relate_page s;
        int64_t other;
        int r = open_relate(p, &s);

        if (r)
                return r < 0 ? err_trace(r) : r;
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
        s.off = strcmp(office_arg(p, "off"), "1") == 0;
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
