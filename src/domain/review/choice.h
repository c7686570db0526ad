/* domain/review/choice.h: what this person may do with this text now, and why or why not.
 * Purpose    the one rule behind the right column of the item page and behind each use case: both ask choices_of().
 * The route table says who may knock; this says who may pass.
 * Ownership  texts are literals or hang from mem.
 * Law        《政府信息公开条例》第十七条 (review), 第十八条 (revisiting), 《保守国家秘密法》第三十五条,
 * 第五十三条; 国办发〔2016〕80号 (document and interpretation go together). */
#ifndef DOMAIN_REVIEW_CHOICE_H
#define DOMAIN_REVIEW_CHOICE_H

#include "domain/item/disclosure.h"
#include "domain/review/flow.h"

enum deed {
        DEED_EDIT,      /* 修改 */
        DEED_SUBMIT,    /* 送审 */
        DEED_EMERGENCY, /* 紧急送审: secrecy and signature only */
        DEED_RECALL,    /* 撤回送审 */
        DEED_REVIEW,    /* 初审, 复审 */
        DEED_SECRECY,   /* 保密审查 */
        DEED_SIGN,      /* 签发并发布 */
        DEED_RETRO,     /* 补审 */
        DEED_CORRECT,   /* 更正: a new text of what is public */
        DEED_DISCARD,   /* 放弃更正 */
        DEED_VOID,      /* 作废草稿 */
        DEED_REVIVE,    /* 恢复草稿 */
        DEED_WITHDRAW,  /* 撤回公开 */
        DEED_REVISIT,   /* 动态调整 */
        N_DEEDS
};

/* A permission as held over the item's agency. */
struct choice_right {
        bool held;
        int64_t by; /* held only for this person (代理); 0: in the own right */
};
struct choice_me {
        int64_t person;
        struct choice_right write, review, office, secrecy, sign, withdraw;
};
/* The rights of an actor over an agency. above: the agency and all that stand above it. */
struct choice_me choice_me(const struct actor *, const int64_t *above, size_t n_above);

struct choice_facts {
        const struct flow *flow;
        struct choice_me me;
        bool live, taken; /* readers see a text of the item; it was taken back */
        bool
            two_steps; /* one person may do two steps of one text; never secrecy review and signature */
        enum disclosure proposed;
        bool wants_interpretation, has_interpretation; /* a policy document; one is linked */
        const char *exemption;                         /* why there is none; "" none */
        bool explains_hidden; /* interprets a document that is not public yet */
        const char *missing;  /* what the sheet lacks before it can be submitted; "" nothing */
        /* Of the scan before publication (发布前检查), in words; NULL or "" nothing. */
        const char *blocking;  /* must be decided before the text is handed in */
        const char *undecided; /* must be decided before anybody approves */
        const char *secret;    /* secret marks that this person did not decide to keep */
};

struct choice {
        enum deed deed;
        bool shown; /* has something to do with where the text stands */
        bool may;
        const char *why;    /* may not: the reason; may: "" */
        const char *ground; /* on which it rests */
        int64_t by;         /* would be done for this person */
        const char
            *held; /* a step that may be done, but only by returning the text: why; "" free */
};
/* All of enum deed, in its order. */
void choices_of(TALLOC_CTX *mem, const struct choice_facts *, struct choice ret[N_DEEDS]);
struct choice choice_of(TALLOC_CTX *mem, const struct choice_facts *, enum deed);
/* A policy document with neither a linked interpretation nor a reason why there is none. */
bool choice_lacks_interpretation(const struct choice_facts *);
const char *deed_label(enum deed);
const char *deed_code(enum deed);

#endif
