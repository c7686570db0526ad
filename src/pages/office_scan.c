/* 发布前检查: the places that the scan marked, on the item's page: decided by the drafter here, by reviewers with their opinion. */
#include "pages/office_items.h"

#include "app/run.h"
#include "views/office/item.h"

int page_office_item_settle_send(struct page *);

/* ---- what was sent -------------------------------------------------------------------------- */

static const char *
field_of(struct page *p, int64_t id, const char *what)
{
        return mem_printf(p->mem, "f%lld-%s", (long long)id, what);
}

/* For a reviewer a reason is the decision. */
static bool
read_settle(struct page *p, int64_t id, bool only, struct flow_settle *ret)
{
        const char *how = office_arg(p, field_of(p, id, "do"));

        *ret = (struct flow_settle){.finding = id,
                                    .with = form_value(p, field_of(p, id, "with")),
                                    .why = form_value(p, field_of(p, id, "why"))};
        if (strcmp(how, "keep") == 0 || (only && *ret->why))
                ret->how = FLOW_KEEP;
        else if (strcmp(how, "mask") == 0)
                ret->how = FLOW_MASK;
        else if (strcmp(how, "change") == 0)
                ret->how = FLOW_CHANGE;
        else
                return false;
        return true;
}

struct flow_settle *
item_settles(struct page *p, const struct flow_item *it, bool only, size_t *ret_n)
{
        struct flow_settle *list = mem_array(p->mem, struct flow_settle, it->n_findings + 1);

        *ret_n = 0;
        for (size_t i = 0; i < it->n_findings; i++)
                *ret_n += read_settle(p, it->findings[i].id, only, &list[*ret_n]);
        return list;
}

/* ---- showing -------------------------------------------------------------------------------- */

static const char *
decided_by(struct page *p, const char *person, struct instant at)
{
        return mem_printf(p->mem, "%s，%s", person, item_day(p, instant_day(at)));
}

/* Whether this reader may decide on it here and now. */
static bool
is_open(const struct flow_item *it, const struct flow_mark *f)
{
        const struct choice *c = it->choices;
        bool secret = f->found.kind == SCAN_SECRET && f->blocks;

        if (c[DEED_EDIT].may)
                return !f->kept;
        if (c[DEED_SECRECY].may && secret)
                return !f->mine;
        return (c[DEED_REVIEW].may || c[DEED_SECRECY].may || c[DEED_SIGN].may) && !f->kept;
}

const char *
item_scan_row(struct page *p, const struct flow_item *it, size_t i)
{
        return mem_printf(p->mem, "%c%lld", is_open(it, &it->findings[i]) ? 'f' : 'k',
                          (long long)it->findings[i].id);
}

/* What was typed, shown again. */
static void
fill_in(struct page *p, const struct flow_item *it, const struct flow_mark *f,
        const struct problems *problems, struct part_finding *ret)
{
        bool drafter = it->choices[DEED_EDIT].may;
        struct flow_settle sent;

        ret->error = problems_of(problems, ret->name);
        if (!drafter || strcmp(f->found.field, "file") == 0 ||
            strcmp(f->found.field, "attached") == 0) {
                ret->masked = NULL;
                ret->can_change = false;
        }
        if (!read_settle(p, f->id, !drafter, &sent))
                return;
        ret->decision = sent.how == FLOW_KEEP   ? DECISION_KEEP
                        : sent.how == FLOW_MASK ? DECISION_MASK
                                                : DECISION_CHANGE;
        ret->why = sent.why;
        if (sent.how == FLOW_CHANGE)
                ret->changed = sent.with;
}

static void
as_kept(struct page *p, const struct flow_mark *f, struct part_finding *ret)
{
        ret->decision = f->kept ? DECISION_KEEP : DECISION_NONE;
        ret->why = f->why;
        ret->decided = f->kept ? decided_by(p, f->person, f->at) : NULL;
}

static const char *
lead_of(const struct flow_item *it, size_t n_open)
{
        const struct choice *c = it->choices;

        if (!n_open)
                return "系统检查了标题、正文、附件名和附件里的文字；以下各处均已有处理意见，或者由"
                       "其他环节处理。";
        if (c[DEED_EDIT].may)
                return "系统检查了标题、正文、附件名和附件里的文字。遮盖和修改直接改到稿件里；确需"
                       "保留的，写明理"
                       "由。"
                       "“严重”的不处理不能送审，“警告”的不处理审核人不能同意。";
        return "以下各处尚无处理意见。可以保留的，写明理由，与审核意见一并提交；不能保留的，退回修"
               "改。";
}

/* Those found in the text, split by whether this reader decides on them; then what was changed on the way. */
static void
sort_out(struct page *p, const struct flow_item *it, const struct flow_settled *settled,
         size_t n_settled, const struct problems *problems, struct office_scan *ret)
{
        size_t n = it->n_findings;
        struct scan_finding *all = mem_array(p->mem, struct scan_finding, n + n_settled + 1);
        struct scan_findings whole = {.list = all, .n = n + n_settled};
        struct part_finding *open = mem_array(p->mem, struct part_finding, n + 1),
                            *done = mem_array(p->mem, struct part_finding, n + n_settled + 1);
        const struct part_finding *drawn;

        for (size_t i = 0; i < n; i++)
                all[i] = it->findings[i].found;
        for (size_t i = 0; i < n_settled; i++)
                all[n + i] = settled[i].found;
        drawn = part_findings_of(p->mem, &whole).findings;
        for (size_t i = 0; i < n; i++) {
                const struct flow_mark *f = &it->findings[i];
                struct part_finding one = drawn[i];

                if (item_scan_is_shown(it, f))
                        one.url = mem_printf(p->mem, "#m%lld", (long long)f->id);
                else if (strcmp(f->found.field, "attached") == 0)
                        one.url = mem_printf(p->mem, "#file-%.8s", f->found.path);
                one.name = item_scan_row(p, it, i);
                if (is_open(it, f)) {
                        fill_in(p, it, f, problems, &one);
                        open[ret->open.n_findings++] = one;
                } else {
                        as_kept(p, f, &one);
                        done[ret->decided.n_findings++] = one;
                }
        }
        for (size_t i = 0; i < n_settled; i++) {
                const struct flow_settled *s = &settled[i];
                struct part_finding one = drawn[n + i];

                one.name = mem_printf(p->mem, "s%zu", i);
                one.decision = s->masked ? DECISION_MASK : DECISION_CHANGE;
                one.masked = one.changed = s->put;
                one.advice = "";
                one.why = s->why;
                one.decided = decided_by(p, s->person, s->at);
                done[ret->decided.n_findings++] = one;
        }
        ret->open.findings = open;
        ret->decided.findings = done;
}

int
item_scan(struct page *p, const struct flow_item *it, const struct problems *problems,
          struct office_scan *ret)
{
        struct flow_settled *settled;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        *ret = (struct office_scan){0};
        if (r == 0)
                r = app_flow_findings_tell(p->mem, tx, it);
        if (r == 0)
                r = app_flow_settled(p->mem, tx, it->id, &settled, &n);
        if (r < 0)
                return err_trace(r);
        if (it->n_findings + n == 0)
                return 0;
        *ret = (struct office_scan){.open = {.label = "尚未处理"},
                                    .decided = {.label = "已处理", .read_only = true}};
        sort_out(p, it, settled, n, problems, ret);
        ret->lead = lead_of(it, ret->open.n_findings);
        item_scan_fields(p, it, ret);
        if (it->choices[DEED_EDIT].may) {
                ret->action = item_link(p, it->id, "/findings");
                ret->csrf = p->csrf;
        } else {
                ret->open.form = "step";
        }
        return 0;
}

/* ---- the drafter's decisions ---------------------------------------------------------------- */

struct settle_page {
        struct flow_by by;
        struct flow_item it;
        struct problems problems;
        struct flow_settle *list;
        size_t n;
};

static int
settle(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct settle_page *s = arg;

        s->problems.n = s->problems.n_list = 0;
        return app_flow_settle(mem, tx, &s->by, s->it.id, s->list, s->n, &s->problems);
}

int
page_office_item_settle_send(struct page *p)
{
        struct settle_page s = {.problems = {.mem = p->mem}};
        int r = item_by(p, &s.by);

        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &s.by, &s.it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        s.list = item_settles(p, &s.it, false, &s.n);
        r = app_run(p->mem, p->app, settle, &s);
        if (r < 0)
                return err_trace(r);
        if (r == FLOW_NOT_FOUND)
                return PAGE_NOT_FOUND;
        if (r == 0) {
                page_redirect(p, item_link(p, s.it.id, "?done=settled"));
                return 0;
        }
        if (r == FLOW_RACED)
                problems_add(&s.problems, 0, "", "您处理期间，别人保存过本稿，请重新核对");
        app_snapshot_endp(&p->tx);
        r = item_of_path(p, &s.by, &s.it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        return item_show(p, &s.by, &s.it, &s.problems);
}
