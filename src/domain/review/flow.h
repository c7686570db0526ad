/* domain/review/flow.h: where a text stands, told from what was done with it.
 * Purpose    the trail of acts of an item (table item_act, append-only) is all there is; state, waiting step and
 * what is still owed follow from it and from nothing else. Pure.
 *
 *             edit            approve × steps
 *   editing ───────> editing ─ submit ─> submitted ──── last step, proactive ──> published ── withdraw ─> withdrawn
 *      ^                        │  │  └─ last step, on request or withheld ──> closed ── revisit ─> closed | editing
 *      │        recall          │  └──── return with reason ──> returned ─ edit, submit …
 *      └────────────────────────┘
 *   An emergency climbs secrecy and signature only; the content steps are owed afterwards (retro).
 *   A correction begins a new text: created again, while the item stays live; discarded, all is as before it.
 *   A draft that was never public may be voided, and taken up again.
 *   A purge (泄密处置) takes an item back by its order; called off, the item stays withdrawn.
 * Ownership  a flow borrows the acts.
 * Law        《政府信息公开条例》第十七条, 第十八条 (what is withheld is looked at again). */
#ifndef DOMAIN_REVIEW_FLOW_H
#define DOMAIN_REVIEW_FLOW_H

#include "base/instant.h"
#include "domain/review/ladder.h"

/*    identifier   on disk              what the timeline says */
#define FLOW_ACTS(X)                                                                               \
        X(CREATED, "created", "起草")                                                              \
        X(EDITED, "edited", "修改")                                                                \
        X(SUBMITTED, "submitted", "送审")                                                          \
        X(RECALLED, "recalled", "撤回送审")                                                        \
        X(APPROVED, "approved", "同意")                                                            \
        X(RETURNED, "returned", "退回")                                                            \
        X(PUBLISHED, "published", "公开发布")                                                      \
        X(CLOSED, "closed", "决定不主动公开")                                                      \
        X(WITHDRAWN, "withdrawn", "撤回公开")                                                      \
        X(RETRO_APPROVED, "retro_approved", "补审同意")                                            \
        X(RETRO_OBJECTED, "retro_objected", "补审提出问题")                                        \
        X(KEPT_CLOSED, "kept_closed", "评估后仍不公开")                                            \
        X(REOPENED, "reopened", "评估后转为主动公开")                                              \
        X(RELATED, "related", "关联")                                                              \
        X(DISCARDED, "discarded", "稿件作废")                                                      \
        X(PURGE_ORDERED, "purge_ordered", "提出泄密处置")                                          \
        X(PURGE_CONFIRMED, "purge_confirmed", "确认泄密处置")                                      \
        X(PURGE_CANCELLED, "purge_cancelled", "撤销泄密处置")                                      \
        X(PURGE_DONE, "purge_done", "清除完毕")
#define FLOW_ACT_ENUM(id, code, label) FLOW_##id,
enum flow_act_kind { FLOW_ACTS(FLOW_ACT_ENUM) N_FLOW_ACTS };

enum {
        FLOW_NEVER_PUBLIC = 2
}; /* step of an act DISCARDED: a draft came to nothing, no correction */
struct flow_act {
        enum flow_act_kind kind;
        int64_t edition;
        int64_t person, delegator; /* delegator: for whom, 0 = in the own right */
        size_t step; /* approved, returned: place in the ladder, from 0; discarded: 1 when the
                                      item had been taken back, for a trail that began with the correction */
        const char *ladder; /* submitted: the whole ladder; else NULL */
        bool emergency;     /* submitted */
        const char *words;  /* opinion, reason; "" none */
        struct instant at;
};

enum flow_state {
        FLOW_AT_DESK, /* 起草中 */
        FLOW_WAITING, /* 审核中: at ladder.steps[at] */
        FLOW_BACK,    /* 被退回 */
        FLOW_PUBLIC,  /* 已发布 */
        FLOW_SHUT,    /* 已决定不主动公开 */
        FLOW_TAKEN,   /* 已撤回 */
        FLOW_VOID,    /* 已作废: a draft that came to nothing */
        FLOW_PURGING, /* 泄密处置中 */
        FLOW_PURGED,  /* 已清除 */
        N_FLOW_STATES
};

struct flow {
        enum flow_state state;
        struct ladder ladder; /* of this submission: what is climbed before publication */
        size_t at;            /* FLOW_WAITING: the step it waits for */
        bool emergency;
        struct ladder retro; /* steps owed after an emergency publication */
        size_t retro_at;     /* done of them; < retro.n: still owed */
        bool
            objected; /* a retrospective review found fault: a correction or a withdrawal is owed */
        size_t rounds;        /* submissions of this text */
        const char *returned; /* FLOW_BACK: why */
        const struct flow_act *acts;
        size_t n_acts, first, submitted; /* first act of this text; its last submission */
};

/* acts: of one item, in the order in which they were done. */
struct flow flow_of(const struct flow_act *acts, size_t n);
/* Whether the person, in whatever capacity, wrote or changed this text. */
bool flow_wrote(const struct flow *, int64_t person);
/* The step of this submission that the person has done already, alone or for another, or that another
 * has done for the person; NULL none. */
const char *flow_did(const struct flow *, int64_t person);
/* Whether it was this step of the ladder. */
bool flow_did_step(const struct flow *, int64_t person, enum review_step);
/* After publication a content step is still owed. */
bool flow_owes(const struct flow *);

const char *flow_act_code(enum flow_act_kind);
const char *flow_act_label(enum flow_act_kind);
bool flow_act_from(const char *code, enum flow_act_kind *ret);
const char *
    flow_state_code(enum flow_state); /* editing submitted returned published closed withdrawn
                                         voided purging purged */
bool flow_state_from(const char *code, enum flow_state *ret);
/* 起草中 …; waiting names the step: 待初审. */
const char *flow_state_label(enum flow_state);
const char *flow_waiting_label(enum review_step);

#endif
