#include "domain/review/flow.h"

#define ACT_CODE(id, code, label) [FLOW_##id] = code,
static const char *const act_codes[N_FLOW_ACTS] = {FLOW_ACTS(ACT_CODE)};
#define ACT_LABEL(id, code, label) [FLOW_##id] = label,
static const char *const act_labels[N_FLOW_ACTS] = {FLOW_ACTS(ACT_LABEL)};

static const struct {
        const char *code, *label;
} states[N_FLOW_STATES] = {
    [FLOW_AT_DESK] = {"editing", "起草中"}, [FLOW_WAITING] = {"submitted", "审核中"},
    [FLOW_BACK] = {"returned", "被退回"},   [FLOW_PUBLIC] = {"published", "已发布"},
    [FLOW_SHUT] = {"closed", "不主动公开"}, [FLOW_TAKEN] = {"withdrawn", "已撤回"},
    [FLOW_VOID] = {"voided", "已作废"},     [FLOW_PURGING] = {"purging", "泄密处置中"},
    [FLOW_PURGED] = {"purged", "已清除"},
};

/* ---- words ---------------------------------------------------------------------------------- */

const char *
flow_act_code(enum flow_act_kind kind)
{
        return act_codes[kind];
}

const char *
flow_act_label(enum flow_act_kind kind)
{
        return act_labels[kind];
}

bool
flow_act_from(const char *code, enum flow_act_kind *ret)
{
        for (size_t i = 0; i < N_FLOW_ACTS; i++)
                if (strcmp(act_codes[i], code) == 0) {
                        *ret = (enum flow_act_kind)i;
                        return true;
                }
        return false;
}

const char *
flow_state_code(enum flow_state state)
{
        return states[state].code;
}

const char *
flow_state_label(enum flow_state state)
{
        return states[state].label;
}

bool
flow_state_from(const char *code, enum flow_state *ret)
{
        for (size_t i = 0; i < N_FLOW_STATES; i++)
                if (strcmp(states[i].code, code) == 0) {
                        *ret = (enum flow_state)i;
                        return true;
                }
        return false;
}

const char *
flow_waiting_label(enum review_step step)
{
        static const char *const labels[N_REVIEW_STEPS] = {[REVIEW_CONTENT] = "待初审",
                                                           [REVIEW_OFFICE] = "待复审",
                                                           [REVIEW_SECRECY] = "待保密审查",
                                                           [REVIEW_SIGNATURE] = "待签发"};

        return labels[step];
}

/* ---- the trail ------------------------------------------------------------------------------ */

static void
submit(struct flow *f, const struct flow_act *a, size_t i)
{
        struct ladder whole;

        if (ladder_read(a->ladder ? a->ladder : LADDER_DEFAULT, &whole) != 0)
                (void)!ladder_read(LADDER_DEFAULT, &whole);
        f->state = FLOW_WAITING;
        f->emergency = a->emergency;
        f->ladder = a->emergency ? ladder_emergency() : whole;
        f->retro = a->emergency ? ladder_retrospective(&whole) : (struct ladder){.n = 0};
        f->retro_at = f->at = 0;
        f->submitted = i;
        f->rounds++;
}

static void
begin(struct flow *f, size_t i)
{
        f->state = FLOW_AT_DESK;
        f->first = i;
        f->rounds = 0;
        f->emergency = false;
        f->retro.n = f->retro_at = f->ladder.n = f->at = 0;
        f->returned = "";
}

/* All is as it was before the correction began; what never was public is void. */
static void
discard(struct flow *f, const struct flow_act *a)
{
        struct flow was;

        if (a->step == FLOW_NEVER_PUBLIC) {
                f->state = FLOW_VOID;
                return;
        }
        was = flow_of(f->acts, f->first);
        if (!f->first)
                was.state = a->step ? FLOW_TAKEN : FLOW_PUBLIC;
        was.n_acts = f->n_acts;
        *f = was;
}

static void
follow(struct flow *f, size_t i)
{
        const struct flow_act *a = &f->acts[i];

        switch (a->kind) {
        case FLOW_CREATED:
        case FLOW_REOPENED:
                begin(f, i);
                break;
        case FLOW_SUBMITTED:
                submit(f, a, i);
                break;
        case FLOW_RECALLED:
                f->state = FLOW_AT_DESK;
                break;
        case FLOW_APPROVED:
                f->at = a->step + 1;
                break;
        case FLOW_RETURNED:
                f->state = FLOW_BACK;
                f->returned = a->words;
                break;
        case FLOW_PUBLISHED:
                f->state = FLOW_PUBLIC;
                f->objected = false;
                break;
        case FLOW_CLOSED:
        case FLOW_KEPT_CLOSED:
                f->state = FLOW_SHUT;
                f->retro.n = 0;
                break;
        case FLOW_WITHDRAWN:
                f->state = FLOW_TAKEN;
                f->retro.n = 0;
                f->objected = false;
                break;
        case FLOW_RETRO_APPROVED:
                f->retro_at = a->step + 1;
                break;
        case FLOW_RETRO_OBJECTED:
                f->objected = true;
                f->retro_at = f->retro.n;
                break;
        case FLOW_DISCARDED:
                discard(f, a);
                break;
        case FLOW_PURGE_ORDERED:
        case FLOW_PURGE_CONFIRMED:
                f->state = FLOW_PURGING;
                f->retro.n = 0;
                break;
        case FLOW_PURGE_CANCELLED:
                f->state = FLOW_TAKEN;
                break;
        case FLOW_PURGE_DONE:
                f->state = FLOW_PURGED;
                break;
        case FLOW_EDITED:
                if (f->state == FLOW_VOID)
                        f->state = FLOW_AT_DESK;
                break;
        case FLOW_RELATED:
        case N_FLOW_ACTS:
                break;
        }
}

struct flow
flow_of(const struct flow_act *acts, size_t n)
{
        struct flow f = {.acts = acts, .n_acts = n, .returned = ""};

        for (size_t i = 0; i < n; i++)
                follow(&f, i);
        return f;
}

bool
flow_wrote(const struct flow *f, int64_t person)
{
        int64_t edition = f->n_acts ? f->acts[f->first].edition : 0;

        for (size_t i = 0; person && i < f->n_acts; i++) {
                const struct flow_act *a = &f->acts[i];

                if (a->edition == edition && (a->kind == FLOW_CREATED || a->kind == FLOW_EDITED) &&
                    (a->person == person || a->delegator == person))
                        return true;
        }
        return false;
}

bool
flow_did_step(const struct flow *f, int64_t person, enum review_step step)
{
        for (size_t i = f->submitted; person && f->rounds && i < f->n_acts; i++) {
                const struct flow_act *a = &f->acts[i];

                if ((a->person == person || a->delegator == person) && a->kind == FLOW_APPROVED &&
                    a->step < f->ladder.n && f->ladder.steps[a->step] == step)
                        return true;
        }
        return false;
}

const char *
flow_did(const struct flow *f, int64_t person)
{
        for (size_t i = f->submitted; person && f->rounds && i < f->n_acts; i++) {
                const struct flow_act *a = &f->acts[i];

                if (a->person != person && a->delegator != person)
                        continue;
                if (a->kind == FLOW_APPROVED && a->step < f->ladder.n)
                        return review_step_label(f->ladder.steps[a->step]);
                if (a->kind == FLOW_RETRO_APPROVED && a->step < f->retro.n)
                        return review_step_label(f->retro.steps[a->step]);
        }
        return NULL;
}

bool
flow_owes(const struct flow *f)
{
        return f->state == FLOW_PUBLIC && f->retro_at < f->retro.n;
}
