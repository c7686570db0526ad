/* app/flow_kit.h: what the files of app/flow.h share; inside app only. */
#ifndef APP_FLOW_KIT_H
#define APP_FLOW_KIT_H

#include "app/flow.h"
#include "app/item_kit.h"

/* The agency and all above it; of a closed one, its heirs and all above them too. */
int flow_above(TALLOC_CTX *mem, struct tx *, int64_t agency, int64_t **ret,
               size_t *ret_n) nodiscard;
/* The item, locked, then read; with the actor as one whose scope is the item's agency, for the use cases of
 * app/publish.h. */
int flow_lock(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t id,
              struct flow_item *ret, struct actor *ret_who) nodiscard;
/* 0, or FLOW_REFUSED with the reason of the rule. */
int flow_demand(const struct flow_item *, enum deed, struct problems *) nodiscard;
/* What every act begins with: the item locked, and the rule asked. */
int flow_enter(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t id, enum deed,
               struct problems *, struct flow_item *ret, struct actor *ret_who) nodiscard;
/* A problem with this field unless there are words. */
bool flow_needs_words(const char *words, const char *field, const char *message, struct problems *);
/* One more row of the trail about the newest text. */
struct flow_note {
        enum flow_act_kind kind;
        int64_t edition; /* 0: the newest text of the item */
        int64_t delegator, review;
        size_t step;
        const char *ladder; /* submitted */
        bool emergency;
        const char *words;
        const char *disclosure, *ground; /* codes; NULL: not said */
};
int flow_note(TALLOC_CTX *mem, struct tx *, const struct flow_by *, const struct flow_item *,
              const struct flow_note *) nodiscard;
/* What every act ends with: a row of the trail, the state from it, an audit row (event NULL: there is one already). */
int flow_leave(TALLOC_CTX *mem, struct tx *, const struct flow_by *, const struct flow_item *,
               const struct flow_note *, const char *event) nodiscard;
/* One act that is about the item and not about a text (泄密处置), and where it stands then; no permission is asked. */
int flow_tell(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now, int64_t id,
              enum flow_act_kind) nodiscard;
/* The newest text, with its pictures, as it is now: to be compared with, and as what was handed in. */
int flow_text_keep(struct tx *, const struct flow_by *, const struct flow_item *) nodiscard;
/* Reads the trail again and writes where the item stands. */
int flow_refresh(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t id) nodiscard;
/* The days of an item that are counted in working days, by this calendar; DAY_NONE: not owed. */
struct flow_days {
        struct day due, retro_due, mend_due, explain_due;
};
int flow_days(TALLOC_CTX *mem, struct tx *, const struct calendar *, struct instant now, int64_t id,
              struct flow_days *ret) nodiscard;
/* Findings of the newest text with their decisions, as this actor sees them. */
int flow_findings(TALLOC_CTX *mem, struct tx *, const struct flow_by *,
                  struct flow_item *) nodiscard;
/* Some of them in words for choice.h: those that block, those nobody decided on, secret marks not kept by this actor. */
enum flow_open { FLOW_OPEN_BLOCKING, FLOW_OPEN_ANY, FLOW_OPEN_SECRET };
const char *flow_open_text(TALLOC_CTX *mem, const struct flow_item *, enum flow_open);
/* Looks at the newest text and keeps what is found. */
int flow_scan(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item) nodiscard;
/* Keeps findings for the reasons given; problems name the finding. */
int flow_keep(TALLOC_CTX *mem, struct tx *, const struct flow_by *, const struct flow_item *,
              const struct flow_settle *, size_t n, struct problems *) nodiscard;
/* A sheet that says nothing yet. */
struct flow_sheet flow_sheet_empty(void);
/* The newest text as a draft to be saved again; borrows from the item, the list of files hangs from mem. */
struct draft flow_draft_of(TALLOC_CTX *mem, const struct flow_item *);
/* The ladder that holds for a place. */
int flow_rule_for(TALLOC_CTX *mem, struct tx *, int64_t agency, int64_t column,
                  struct flow_rule *ret) nodiscard;

#endif
