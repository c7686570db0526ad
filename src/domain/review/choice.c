#include "domain/review/choice.h"

#define REVIEW_LAW "《政府信息公开条例》第十七条"
#define SECRECY_LAW "《保守国家秘密法》第三十五条、《政府信息公开条例》第十七条"

static const struct {
        const char *code, *label, *ground;
} deeds[N_DEEDS] = {
    [DEED_EDIT] = {"edit", "修改拟稿单和正文", ""},
    [DEED_SUBMIT] = {"submit", "送审", REVIEW_LAW},
    [DEED_EMERGENCY] = {"emergency", "紧急送审", REVIEW_LAW "；内容审核事后补办"},
    [DEED_RECALL] = {"recall", "撤回送审", ""},
    [DEED_REVIEW] = {"review", "内容审核", REVIEW_LAW},
    [DEED_SECRECY] = {"secrecy", "保密审查", SECRECY_LAW},
    [DEED_SIGN] = {"sign", "签发", REVIEW_LAW},
    [DEED_RETRO] = {"retro", "补办内容审核", REVIEW_LAW},
    [DEED_CORRECT] = {"correct", "更正", "《政府信息公开条例》第六条"},
    [DEED_DISCARD] = {"discard", "放弃更正", ""},
    [DEED_VOID] = {"void", "作废草稿", ""},
    [DEED_REVIVE] = {"revive", "恢复草稿", ""},
    [DEED_WITHDRAW] = {"withdraw", "撤回公开", "《政府信息公开条例》第六条、第五十三条"},
    [DEED_REVISIT] = {"revisit", "评估调整", "《政府信息公开条例》第十八条"},
};

const char *
deed_label(enum deed deed)
{
        return deeds[deed].label;
}

const char *
deed_code(enum deed deed)
{
        return deeds[deed].code;
}

/* ---- rights --------------------------------------------------------------------------------- */

static bool
is_above(const int64_t *above, size_t n, int64_t agency)
{
        for (size_t i = 0; i < n; i++)
                if (above[i] == agency)
                        return true;
        return false;
}

/* The own grant weighs more than one held for another. */
static struct choice_right
right_of(const struct actor *who, const int64_t *above, size_t n, enum permission what,
         unsigned roles)
{
        struct choice_right right = {false, 0};

        for (size_t i = 0; who && i < who->n_grants; i++) {
                struct actor alone = {
                    .person_id = who->person_id, .grants = &who->grants[i], .n_grants = 1};

                if (!(roles & 1U << who->grants[i].role) || !access_may(&alone, what) ||
                    !is_above(above, n, who->grants[i].scope))
                        continue;
                if (!right.held || right.by)
                        right = (struct choice_right){true, who->grants[i].by};
        }
        return right;
}

struct choice_me
choice_me(const struct actor *who, const int64_t *above, size_t n)
{
        return (struct choice_me){
            .person = who ? who->person_id : 0,
            .write = right_of(who, above, n, MAY_ITEM_WRITE, AS_ANY_ROLE),
            .review = right_of(who, above, n, MAY_ITEM_REVIEW, review_step_roles(REVIEW_CONTENT)),
            .office = right_of(who, above, n, MAY_ITEM_REVIEW, review_step_roles(REVIEW_OFFICE)),
            .secrecy = right_of(who, above, n, MAY_ITEM_SECRECY, AS_ANY_ROLE),
            .sign = right_of(who, above, n, MAY_ITEM_SIGN, AS_ANY_ROLE),
            .withdraw = right_of(who, above, n, MAY_ITEM_WITHDRAW, AS_ANY_ROLE)};
}

/* ---- one deed ------------------------------------------------------------------------------- */

static struct choice_right
right_for_step(const struct choice_me *me, enum review_step step)
{
        switch (step) {
        case REVIEW_CONTENT:
                return me->review;
        case REVIEW_OFFICE:
                return me->office;
        case REVIEW_SECRECY:
                return me->secrecy;
        case REVIEW_SIGNATURE:
        case N_REVIEW_STEPS:
                break;
        }
        return me->sign;
}

static void
refuse(struct choice *c, const char *why)
{
        if (c->may)
                c->why = why;
        c->may = false;
}

static void
need(struct choice *c, struct choice_right right, const char *why)
{
        c->by = right.by;
        if (!right.held)
                refuse(c, why);
}

/* Who clears a text does not sign it, in however small a unit. */
static bool
cleared(const struct flow *f, int64_t person, enum review_step step)
{
        if (step == REVIEW_SECRECY)
                return flow_did_step(f, person, REVIEW_SIGNATURE);
        return step == REVIEW_SIGNATURE && flow_did_step(f, person, REVIEW_SECRECY);
}

/* A step is for one who neither wrote the text nor did another step of it. */
static void
need_step(TALLOC_CTX *mem, const struct choice_facts *f, struct choice *c, enum review_step step)
{
        static const char *const nobody[N_REVIEW_STEPS] = {
            [REVIEW_CONTENT] = "由本单位审核人办理，您没有这项权限",
            [REVIEW_OFFICE] = "由信息公开工作机构办理，您没有这项权限",
            [REVIEW_SECRECY] = "由保密审查员办理，您没有这项权限",
            [REVIEW_SIGNATURE] = "由签发人办理，您没有这项权限"};
        const char *did;

        need(c, right_for_step(&f->me, step), nobody[step]);
        if (!c->may)
                return;
        if (flow_wrote(f->flow, f->me.person))
                refuse(c, "您起草或修改过本稿，不能审核自己的稿件");
        else if (flow_wrote(f->flow, c->by))
                refuse(c, "委托您代理的人起草或修改过本稿，不能代其审核");
        if (cleared(f->flow, f->me.person, step) || cleared(f->flow, c->by, step))
                refuse(c, "保密审查和签发不能由同一人办理");
        if (f->two_steps)
                return;
        did = flow_did(f->flow, f->me.person);
        if (did)
                refuse(c, mem_printf(mem, "您已办理本稿的%s，同一人不办理两个环节", did));
        did = flow_did(f->flow, c->by);
        if (did)
                refuse(c, mem_printf(mem, "委托您代理的人已办理本稿的%s", did));
}

static bool
is_waiting_for(const struct flow *f, enum review_step step)
{
        return f->state == FLOW_WAITING && f->at < f->ladder.n && f->ladder.steps[f->at] == step;
}

static bool
is_at_desk(const struct flow *f)
{
        return f->n_acts && (f->state == FLOW_AT_DESK || f->state == FLOW_BACK);
}

/* An imported draft has no trail yet: who edits it begins one. */
static bool
is_untouched(const struct choice_facts *f)
{
        return !f->flow->n_acts && f->flow->state != FLOW_SHUT && !f->live && !f->taken;
}

/* Places that nobody decided on hold up approval, not a return. */
static void
hold(TALLOC_CTX *mem, const struct choice_facts *f, struct choice *c)
{
        if (c->deed == DEED_SECRECY && f->secret && *f->secret)
                c->held = mem_printf(
                    mem, "密级和内部标志须由保密审查员本人写明理由才能保留，否则请退回：%s",
                    f->secret);
        else if (f->undecided && *f->undecided)
                c->held = mem_printf(mem, "发布前检查还有未处理的内容：%s", f->undecided);
}

/* 国办发〔2016〕80号: a policy document goes with its interpretation, or with a reason why there is none. */
bool
choice_lacks_interpretation(const struct choice_facts *f)
{
        return f->wants_interpretation && !f->has_interpretation && !*f->exemption;
}

static void
may_submit(TALLOC_CTX *mem, const struct choice_facts *f, struct choice *c)
{
        c->shown = is_at_desk(f->flow);
        need(c, f->me.write, "由信息员或信息公开工作机构送审");
        if (f->missing && *f->missing)
                refuse(c, f->missing);
        if (f->blocking && *f->blocking)
                refuse(c, mem_printf(mem, "发布前检查发现必须先处理的内容：%s", f->blocking));
        if (c->deed == DEED_EMERGENCY && f->proposed != DISCLOSURE_PROACTIVE)
                refuse(c, "紧急送审只用于主动公开的信息");
        if (c->deed == DEED_SUBMIT && f->proposed == DISCLOSURE_PROACTIVE &&
            choice_lacks_interpretation(f))
                refuse(
                    c,
                    "政策文件须与解读材料同步送审：请先关联解读稿，或在拟稿单中写明不作解读的理由");
}

static void
may_review(TALLOC_CTX *mem, const struct choice_facts *f, struct choice *c)
{
        bool office = is_waiting_for(f->flow, REVIEW_OFFICE);

        c->shown = office || is_waiting_for(f->flow, REVIEW_CONTENT);
        need_step(mem, f, c, office ? REVIEW_OFFICE : REVIEW_CONTENT);
        hold(mem, f, c);
}

static void
may_sign(TALLOC_CTX *mem, const struct choice_facts *f, struct choice *c)
{
        c->shown = is_waiting_for(f->flow, REVIEW_SIGNATURE);
        need_step(mem, f, c, REVIEW_SIGNATURE);
        hold(mem, f, c);
        /* The attribute, or the link, may have changed since it was handed in; in an emergency it is owed. */
        if (!*c->held && f->proposed == DISCLOSURE_PROACTIVE && !f->flow->emergency &&
            choice_lacks_interpretation(f))
                c->held = "政策文件没有关联解读稿，也没有写明不作解读的理由，请退回补充";
        if (f->explains_hidden)
                refuse(c, "所解读的文件尚未公开：请先签发原文，再签发解读");
}

static void
may_retro(TALLOC_CTX *mem, const struct choice_facts *f, struct choice *c)
{
        c->shown = flow_owes(f->flow);
        if (c->shown)
                need_step(mem, f, c, f->flow->retro.steps[f->flow->retro_at]);
}

static void
decide(TALLOC_CTX *mem, const struct choice_facts *f, struct choice *c)
{
        const struct flow *flow = f->flow;

        switch (c->deed) {
        case DEED_EDIT:
                c->shown = is_at_desk(flow) || is_untouched(f);
                need(c, f->me.write, "由信息员或信息公开工作机构修改");
                break;
        case DEED_SUBMIT:
        case DEED_EMERGENCY:
                may_submit(mem, f, c);
                break;
        case DEED_RECALL:
                c->shown = flow->state == FLOW_WAITING;
                need(c, f->me.write, "由起草单位的信息员撤回");
                break;
        case DEED_REVIEW:
                may_review(mem, f, c);
                break;
        case DEED_SECRECY:
                c->shown = is_waiting_for(flow, REVIEW_SECRECY);
                need_step(mem, f, c, REVIEW_SECRECY);
                hold(mem, f, c);
                break;
        case DEED_SIGN:
                may_sign(mem, f, c);
                break;
        case DEED_RETRO:
                may_retro(mem, f, c);
                break;
        case DEED_CORRECT:
                c->shown = (f->live || f->taken) && (!flow->n_acts || flow->state == FLOW_PUBLIC ||
                                                     flow->state == FLOW_TAKEN);
                need(c, f->me.write, "由信息员或信息公开工作机构办理");
                if (flow_owes(flow)) /* a new text would leave it undone for good */
                        refuse(c, "先补办内容审核");
                break;
        case DEED_DISCARD:
                c->shown = is_at_desk(flow) && (f->live || f->taken);
                need(c, f->me.write, "由信息员或信息公开工作机构办理");
                break;
        case DEED_VOID:
                c->shown = is_at_desk(flow) && !f->live && !f->taken;
                need(c, f->me.write, "由信息员或信息公开工作机构办理");
                break;
        case DEED_REVIVE:
                c->shown = flow->state == FLOW_VOID;
                need(c, f->me.write, "由信息员或信息公开工作机构办理");
                break;
        case DEED_WITHDRAW:
                c->shown = f->live;
                need(c, f->me.withdraw, "由签发人或信息公开工作机构办理");
                break;
        case DEED_REVISIT:
                c->shown = flow->state == FLOW_SHUT;
                need(c, f->me.office.held ? f->me.office : f->me.sign,
                     "由信息公开工作机构或签发人办理");
                break;
        case N_DEEDS:
                break;
        }
        if (!c->shown)
                refuse(c, "当前环节不办理这一事项");
}

struct choice
choice_of(TALLOC_CTX *mem, const struct choice_facts *f, enum deed deed)
{
        struct choice c = {
            .deed = deed, .may = true, .why = "", .ground = deeds[deed].ground, .held = ""};

        decide(mem, f, &c);
        return c;
}

void
choices_of(TALLOC_CTX *mem, const struct choice_facts *f, struct choice ret[N_DEEDS])
{
        for (size_t i = 0; i < N_DEEDS; i++)
                ret[i] = choice_of(mem, f, (enum deed)i);
}
