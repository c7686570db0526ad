/* Acts on an item: submission and recall, the steps of the ladder, withdrawal, correction, revisiting, relations. */
#include "pages/office_items.h"

#include "app/inspect.h"
#include "app/run.h"

int page_office_item_submit(struct page *);
int page_office_item_submit_send(struct page *);
int page_office_item_recall(struct page *);
int page_office_item_recall_send(struct page *);
int page_office_item_review_send(struct page *);
int page_office_item_secrecy_send(struct page *);
int page_office_item_sign_send(struct page *);
int page_office_item_retro_send(struct page *);
int page_office_item_withdraw(struct page *);
int page_office_item_withdraw_send(struct page *);
int page_office_item_correct(struct page *);
int page_office_item_correct_send(struct page *);
int page_office_item_discard(struct page *);
int page_office_item_discard_send(struct page *);
int page_office_item_void(struct page *);
int page_office_item_void_send(struct page *);
int page_office_item_revive(struct page *);
int page_office_item_revive_send(struct page *);
int page_office_item_revisit(struct page *);
int page_office_item_revisit_send(struct page *);

struct act_page {
        struct page *p;
        struct flow_by by;
        struct flow_item it;
        struct problems problems;
        enum deed deed;
        bool emergency, reopen;
        struct flow_verdict verdict;
        const char *words, *index_no;
};

static int
open_act(struct page *p, struct act_page *a, enum deed deed)
{
        int r;

        *a = (struct act_page){
            .p = p, .problems = {.mem = p->mem}, .deed = deed, .words = form_value(p, "words")};
        r = item_by(p, &a->by);
        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &a->by, &a->it);
        return r < 0 ? err_trace(r) : r;
}

/* Where the act led, or the form again with what is wrong. */
static int
close_act(struct act_page *a, int r, const char *done, int (*again)(struct act_page *))
{
        struct page *p = a->p;

        switch (r) {
        case 0:
                page_redirect(p, item_link(p, a->it.id, mem_printf(p->mem, "?done=%s", done)));
                return 0;
        case FLOW_NOT_FOUND:
                return PAGE_NOT_FOUND;
        default:
                break;
        }
        app_snapshot_endp(&p->tx);
        r = item_of_path(p, &a->by, &a->it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        return again(a);
}

static int
show_item(struct act_page *a)
{
        return item_show(a->p, &a->by, &a->it, &a->problems);
}

/* ---- forms with a reason -------------------------------------------------------------------- */

static const struct reason_form {
        const char *title, *lead, *label, *hint, *button;
        enum part_button_kind kind;
        bool optional;
} reason_forms[N_DEEDS] = {
    [DEED_SUBMIT] = {"送审", "送审期间稿件不能修改。", "说明", "可写明需要审核人注意的地方", "送审",
                     BUTTON_PRIMARY, true},
    [DEED_EMERGENCY] = {"紧急送审",
                        "只经保密审查和签发即公开，签发人对内容负责；内容审核须在发布后补办，未补办"
                        "前列入“即将到期”。",
                        "紧急情况", "写明为什么不能等待正常审核", "紧急送审", BUTTON_WARNING,
                        false},
    [DEED_RECALL] = {"撤回送审", "撤回后可以修改，再次送审从第一个环节开始。", "原因", NULL,
                     "撤回送审", BUTTON_PRIMARY, false},
    [DEED_WITHDRAW] =
        {"撤回公开",
         "撤回后，公开页面、列表、检索、订阅和附件立即停止访问，原地址显示撤回原因。索引号保留。",
         "可以公开的撤回原因", "公众会看到这句话，不要写涉密和个人信息", "撤回公开", BUTTON_WARNING,
         false},
    [DEED_CORRECT] = {"更正", "以现有内容建立更正稿，修改后重新审核；签发前公开页面保持原样。",
                      "更正说明", "公众会看到这句话", "建立更正稿", BUTTON_PRIMARY, false},
    [DEED_DISCARD] = {"放弃更正",
                      "更正稿和随稿的关联调整作废，拟稿单恢复原样；公开页面不变。更正稿在“版本”中"
                      "仍可查看。",
                      "原因", NULL, "放弃更正", BUTTON_WARNING, false},
    [DEED_VOID] = {"作废草稿", "作废后不再列入待办，内容和附件保留，随时可以恢复。", "原因",
                   "如“重复起草”“不再需要”", "作废草稿", BUTTON_WARNING, false},
    [DEED_REVIVE] = {"恢复草稿", "恢复到起草环节，可以继续修改、送审。", "说明", NULL, "恢复草稿",
                     BUTTON_PRIMARY, true},
    [DEED_REVISIT] = {"评估调整",
                      "依照《条例》第十八条，不予公开的信息须定期评估；可以公开的，应当公开。",
                      "评估意见", NULL, "提交评估意见", BUTTON_PRIMARY, false}};

static void
facts_of(struct act_page *a, struct form *f)
{
        struct part_fact *facts = mem_array(a->p->mem, struct part_fact, 5);
        size_t n = 0;

        facts[n++] = (struct part_fact){.label = "标题", .value = a->it.text.title, .wide = true};
        facts[n++] = (struct part_fact){.label = "单位", .value = a->it.place.agency};
        facts[n++] = (struct part_fact){.label = "栏目", .value = a->it.place.column};
        if (a->it.index_no)
                facts[n++] = (struct part_fact){.label = "索引号", .value = a->it.index_no};
        else
                facts[n++] = (struct part_fact){.label = "公开属性",
                                                .value = disclosure_label(a->it.sheet.disclosure)};
        f->view.facts = (struct part_facts){facts, n};
}

static const char *
action_of(struct act_page *a)
{
        enum deed deed = a->deed == DEED_EMERGENCY ? DEED_SUBMIT : a->deed;

        return item_link(a->p, a->it.id, mem_printf(a->p->mem, "/%s", deed_code(deed)));
}

static int
show_reason(struct act_page *a)
{
        static const struct part_option ways[] = {
            {.value = "keep", .label = "仍不主动公开", .hint = "到下一个评估日期再评估"},
            {.value = "open", .label = "转为主动公开", .hint = "回到起草环节，补充拟稿单后送审"}};
        const struct reason_form *r = &reason_forms[a->deed];
        struct form f =
            form_begin(a->p, &a->problems, r->title, action_of(a), item_link(a->p, a->it.id, ""));
        struct part_textarea *words;

        f.view.lead = r->lead;
        facts_of(a, &f);
        if (a->deed == DEED_REVISIT)
                form_radios(&f, "way", "评估结论", NULL, ways, N(ways), "");
        words = form_text(&f, "words", r->label, r->hint, "", 4);
        words->optional = r->optional;
        words->max_length = 2000;
        if (a->deed == DEED_EMERGENCY)
                form_keep(&f, "emergency", "1");
        item_crumbs(a->p, &f.view.page, &a->it, r->title);
        f.view.button.kind = r->kind;
        return form_end(&f, r->button);
}

/* The form of an act, if it may be done; else the item's page, which says why not. */
static int
ask(struct page *p, enum deed deed)
{
        struct act_page a;
        int r = open_act(p, &a, deed);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (a.it.choices[deed].may)
                return show_reason(&a);
        problems_add(&a.problems, 0, "", "不能%s：%s", deed_label(deed), a.it.choices[deed].why);
        return show_item(&a);
}

static int
may_or_item(struct act_page *a)
{
        return a->it.choices[a->deed].may ? show_reason(a) : show_item(a);
}

/* ---- submission and recall ------------------------------------------------------------------ */

static bool
is_emergency(const struct page *p)
{
        return strcmp(office_arg(p, "emergency"), "1") == 0;
}

int
page_office_item_submit(struct page *p)
{
        return ask(p, is_emergency(p) ? DEED_EMERGENCY : DEED_SUBMIT);
}

static int
submit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_submit(mem, tx, &a->by, a->it.id, a->emergency, a->words, &a->problems);
}

int
page_office_item_submit_send(struct page *p)
{
        struct act_page a;
        int r = open_act(p, &a, is_emergency(p) ? DEED_EMERGENCY : DEED_SUBMIT);

        if (r)
                return r < 0 ? err_trace(r) : r;
        a.emergency = is_emergency(p);
        /* Files of earlier releases, and those whose look was cut short. */
        r = app_inspect_item(p->mem, p->app, &a.by, a.it.id, p->clock_us);
        if (r < 0)
                return err_trace(r);
        r = app_run(p->mem, p->app, submit, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, "submitted", may_or_item);
}

int
page_office_item_recall(struct page *p)
{
        return ask(p, DEED_RECALL);
}

static int
recall(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_recall(mem, tx, &a->by, a->it.id, a->words, &a->problems);
}

int
page_office_item_recall_send(struct page *p)
{
        struct act_page a;
        int r = open_act(p, &a, DEED_RECALL);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_run(p->mem, p->app, recall, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, "recalled", may_or_item);
}

/* ---- steps of the ladder -------------------------------------------------------------------- */

static int
step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_step(mem, tx, &a->by, a->it.id, &a->verdict, &a->problems, &a->index_no);
}

static const char *
done_of(const struct act_page *a)
{
        if (a->deed == DEED_RETRO)
                return "looked";
        if (!a->verdict.approve)
                return "returned";
        if (a->deed != DEED_SIGN)
                return "approved";
        return a->index_no ? "published" : "closed";
}

/* With the form again, the opinion in it; where there is nothing to decide any more it is shown, so that it is not lost. */
static int
show_step(struct act_page *a)
{
        const struct choice *c = a->it.choices;

        if (*a->words && !c[DEED_REVIEW].may && !c[DEED_SECRECY].may && !c[DEED_SIGN].may &&
            !c[DEED_RETRO].may)
                problems_add(&a->problems, 0, "", "您填写的意见没有提交：%s", a->words);
        return show_item(a);
}

static int
send_step(struct page *p, enum deed deed)
{
        const char *verdict = office_arg(p, "verdict");
        struct flow_verdict *v;
        struct act_page a;
        int r = open_act(p, &a, deed);

        if (r)
                return r < 0 ? err_trace(r) : r;
        v = &a.verdict;
        *v = (struct flow_verdict){.deed = deed,
                                   .approve = strcmp(verdict, "approve") == 0,
                                   .token = office_arg(p, "token"),
                                   .words = a.words,
                                   .disclosure = a.it.sheet.disclosure,
                                   .ground = a.it.sheet.ground,
                                   .ground_reason = a.it.sheet.ground_reason};
        if (page_arg(p, "disclosure") &&
            disclosure_from_code(office_arg(p, "disclosure"), &v->disclosure)) {
                v->ground = office_arg(p, "ground");
                v->ground_reason = form_value(p, "ground_reason");
        }
        if (!v->approve && strcmp(verdict, "return") != 0) {
                problems_add(&a.problems, 0, "verdict", "请选择审核结论");
                return show_item(&a);
        }
        v->kept = item_settles(p, &a.it, true, &v->n_kept);
        r = app_inspect_item(p->mem, p->app, &a.by, a.it.id, p->clock_us);
        if (r < 0)
                return err_trace(r);
        r = app_run(p->mem, p->app, step, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, done_of(&a), show_step);
}

int
page_office_item_review_send(struct page *p)
{
        return send_step(p, DEED_REVIEW);
}

int
page_office_item_secrecy_send(struct page *p)
{
        return send_step(p, DEED_SECRECY);
}

int
page_office_item_sign_send(struct page *p)
{
        return send_step(p, DEED_SIGN);
}

int
page_office_item_retro_send(struct page *p)
{
        return send_step(p, DEED_RETRO);
}

/* ---- afterwards ----------------------------------------------------------------------------- */

int
page_office_item_withdraw(struct page *p)
{
        return ask(p, DEED_WITHDRAW);
}

static int
withdraw(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_withdraw(mem, tx, &a->by, a->it.id, a->words, &a->problems);
}

/* The use case below calls the field `reason`; here it is `words` as everywhere. */
static void
rename_field(struct problems *problems, const char *from, const char *to)
{
        for (size_t i = 0; i < problems->n_list; i++)
                if (strcmp(problems->list[i].field, from) == 0)
                        problems->list[i].field = to;
}

int
page_office_item_withdraw_send(struct page *p)
{
        struct act_page a;
        int r = open_act(p, &a, DEED_WITHDRAW);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_run(p->mem, p->app, withdraw, &a);
        if (r < 0)
                return err_trace(r);
        rename_field(&a.problems, "reason", "words");
        return close_act(&a, r, "withdrawn", may_or_item);
}

int
page_office_item_correct(struct page *p)
{
        return ask(p, DEED_CORRECT);
}

static int
correct(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_correct(mem, tx, &a->by, a->it.id, a->words, &a->problems);
}

int
page_office_item_correct_send(struct page *p)
{
        struct act_page a;
        int r = open_act(p, &a, DEED_CORRECT);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_run(p->mem, p->app, correct, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, "corrected", may_or_item);
}

int
page_office_item_discard(struct page *p)
{
        return ask(p, DEED_DISCARD);
}

static int
discard(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_discard(mem, tx, &a->by, a->it.id, a->words, &a->problems);
}

int
page_office_item_discard_send(struct page *p)
{
        struct act_page a;
        int r = open_act(p, &a, DEED_DISCARD);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_run(p->mem, p->app, discard, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, "discarded", may_or_item);
}

int
page_office_item_void(struct page *p)
{
        return ask(p, DEED_VOID);
}

static int
make_void(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_void(mem, tx, &a->by, a->it.id, a->words, &a->problems);
}

int
page_office_item_void_send(struct page *p)
{
        struct act_page a;
        int r = open_act(p, &a, DEED_VOID);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_run(p->mem, p->app, make_void, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, "voided", may_or_item);
}

int
page_office_item_revive(struct page *p)
{
        return ask(p, DEED_REVIVE);
}

static int
revive(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_revive(mem, tx, &a->by, a->it.id, &a->problems);
}

int
page_office_item_revive_send(struct page *p)
{
        struct act_page a;
        int r = open_act(p, &a, DEED_REVIVE);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_run(p->mem, p->app, revive, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, "revived", may_or_item);
}

int
page_office_item_revisit(struct page *p)
{
        return ask(p, DEED_REVISIT);
}

static int
revisit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct act_page *a = arg;

        a->problems.n = a->problems.n_list = 0;
        return app_flow_revisit(mem, tx, &a->by, a->it.id, a->reopen, a->words, &a->problems);
}

int
page_office_item_revisit_send(struct page *p)
{
        const char *way = office_arg(p, "way");
        struct act_page a;
        int r = open_act(p, &a, DEED_REVISIT);

        if (r)
                return r < 0 ? err_trace(r) : r;
        a.reopen = strcmp(way, "open") == 0;
        if (!a.reopen && strcmp(way, "keep") != 0) {
                problems_add(&a.problems, 0, "way", "请选择评估结论");
                return may_or_item(&a);
        }
        r = app_run(p->mem, p->app, revisit, &a);
        return r < 0 ? err_trace(r) : close_act(&a, r, a.reopen ? "reopened" : "kept", may_or_item);
}
