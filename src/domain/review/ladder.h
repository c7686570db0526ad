/* domain/review/ladder.h: the steps a text climbs before it is public (三审三校).
 * Purpose    which steps there are, in which order a unit has them, and what no order may lack. The order is data
 * (table review_rule), read here; a text keeps the ladder under which it was submitted.
 *
 *      初审 content ──> [复审 office] ──> 保密审查 secrecy ──> 签发 signature
 *
 * Law        《政府信息公开条例》第十七条 (review before publication), 《保守国家秘密法》第三十五条 (secrecy review). */
#ifndef DOMAIN_REVIEW_LADDER_H
#define DOMAIN_REVIEW_LADDER_H

#include "base/mem.h"
#include "domain/access/access.h"

enum review_step {
        REVIEW_CONTENT,   /* 初审, by a reviewer of the unit */
        REVIEW_OFFICE,    /* 复审, by the office for disclosure (信息公开工作机构) */
        REVIEW_SECRECY,   /* 保密审查 */
        REVIEW_SIGNATURE, /* 签发 */
        N_REVIEW_STEPS
};

enum { LADDER_MAX = 6 };
struct ladder {
        enum review_step steps[LADDER_MAX];
        size_t n;
};
/* content, secrecy, signature. */
#define LADDER_DEFAULT "content,secrecy,signature"

enum ladder_fault {
        LADDER_UNKNOWN_STEP = 1,
        LADDER_TOO_LONG,
        LADDER_NO_CONTENT,     /* at least one step of content review */
        LADDER_NO_SECRECY,     /* exactly one secrecy review */
        LADDER_SIGNATURE_LAST, /* exactly one signature, and nothing behind it */
};
/* "content,office,secrecy,signature". 0 or the fault; *ret is written on 0 only. */
int ladder_read(const char *text, struct ladder *ret) nodiscard;
const char *ladder_text(TALLOC_CTX *mem, const struct ladder *);
const char *ladder_fault_label(enum ladder_fault);
/* What holds in a unit whose own ladder is `below` under one that holds above it: a unit adds steps, it takes none away.
 * `below` itself when it lacks nothing; else each step as often as the one that has it oftener, in the usual order; `above`
 * when that would be too long. */
struct ladder ladder_join(const struct ladder *above, const struct ladder *below);
/* Whether `below` has every step of `above`, each at least as often. */
bool ladder_covers(const struct ladder *below, const struct ladder *above);
/* What remains before publication in an emergency: secrecy and signature (who signs answers for the
 * content too). */
struct ladder ladder_emergency(void);
/* What an emergency leaves for afterwards: the content steps, in their order. */
struct ladder ladder_retrospective(const struct ladder *);

const char *review_step_code(enum review_step);  /* content, office, secrecy, signature */
const char *review_step_label(enum review_step); /* 初审 … */
/* Kind of its row in table review: content, secrecy, signature. */
const char *review_step_kind(enum review_step);
enum permission review_step_permission(enum review_step);
/* Roles (bits AS_…) that hold the step. */
unsigned review_step_roles(enum review_step);
bool review_step_from(const char *code, size_t n, enum review_step *ret);

#endif
