/* domain/item/disclosure.h: whether an item is disclosed, and on what ground it is not (公开属性).
 * Purpose    the three attributes, the closed list of grounds with their articles, and which ground
 *            may stand with which attribute.
 * Law        《政府信息公开条例》第十三条 (disclosure unless Art. 14 to 16 say otherwise),
 * 第十四条, 第十五条, 第十六条, 第二十七条 (on request). */
#ifndef DOMAIN_ITEM_DISCLOSURE_H
#define DOMAIN_ITEM_DISCLOSURE_H

#include "base/mem.h"

enum disclosure {
        DISCLOSURE_PROACTIVE,  /* 主动公开 */
        DISCLOSURE_ON_REQUEST, /* 依申请公开 */
        DISCLOSURE_WITHHELD,   /* 不予公开 */
};

struct ground {
        const char *code;    /* as stored */
        const char *label;   /* 国家秘密 … */
        const char *article; /* 第十四条 … */
        bool must;           /* must not be disclosed (else: may be withheld) */
        bool
            override; /* consent or the public interest may weigh more (Art. 15): OVERRIDING_CONSENT, _INTEREST */
        bool
            yields; /* a law, regulation or rule that orders disclosure wins (Art. 16): OVERRIDING_LAW */
        unsigned fits; /* bit of each enum disclosure it may stand with */
};

/* Why an item is made public although a ground speaks against it (虽有上述情形仍主动公开). */
enum overriding {
        OVERRIDING_NONE,
        OVERRIDING_CONSENT, /* 第三方同意公开 */
        OVERRIDING_INTEREST, /* 不公开会对公共利益造成重大影响; the third party is told in writing (Art. 32) */
        OVERRIDING_LAW,      /* 法律、法规、规章规定应当公开 */
        OVERRIDING_UNSTATED, /* of before it was asked which: lifts nothing */
        N_OVERRIDING
};
const char *overriding_code(enum overriding);  /* "" consent public_interest law unstated */
const char *overriding_label(enum overriding); /* with its article; "" for none */
bool overriding_from(const char *code, enum overriding *ret);

/* All of them, in the order of the articles. */
const struct ground *ground_list(size_t *ret_n);
/* NULL when there is no such ground. */
const struct ground *ground_of(const char *code);

const char *disclosure_code(enum disclosure);
const char *disclosure_label(enum disclosure);
bool disclosure_from_code(const char *code, enum disclosure *ret);
/* Codes, and Chinese words as sources write them ("主动公开", "依申请", "不公开"). False: not told.
 */
bool disclosure_read(const char *text, enum disclosure *ret);

enum disclosure_fault {
        DISCLOSURE_NEEDS_GROUND = 1, /* anything but proactive needs one */
        DISCLOSURE_NO_SUCH_GROUND,   /* not in the list */
        DISCLOSURE_GROUND_MISMATCH,  /* does not go with this attribute */
        DISCLOSURE_NEEDS_NO_GROUND,  /* proactive with a ground, and no reason to override it */
        DISCLOSURE_NEVER,            /* Art. 14: nothing lifts it */
        DISCLOSURE_NOT_LIFTED,       /* that reason does not lift this ground */
        DISCLOSURE_NOTHING_TO_LIFT, /* a reason to override without a ground, or without disclosure */
};
/* 0 when attribute, ground (NULL: none) and what lifts it may stand together. Consent and the public interest lift Art. 15
 * alone, a law that orders disclosure Art. 16 alone, nothing lifts Art. 14. */
int disclosure_check(enum disclosure, const char *ground, enum overriding) nodiscard;
const char *disclosure_fault_label(enum disclosure_fault);

#endif
