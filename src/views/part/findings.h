/* views/part/findings.h: what the scan before publication found (发布前检查), a decision each.
 * Fields of the form, for a finding called f0: f0-do (keep, mask, change), f0-with (what the change
 * puts there), f0-why (the reason). Ownership  borrowed for the call. */
#ifndef VIEWS_PART_FINDINGS_H
#define VIEWS_PART_FINDINGS_H

#include "domain/scan/scan.h"
#include "views/part/part.h"

enum part_decision { DECISION_NONE, DECISION_KEEP, DECISION_MASK, DECISION_CHANGE };

struct part_finding {
        size_t no;                          /* its number on the page, in the text too */
        const char *name;                   /* of its fields, and its anchor */
        const char *kind;                   /* 身份证号码 */
        struct part_tag tag;                /* 严重, 警告, 提示 */
        const char *place;                  /* 正文第 3 段, 标题 */
        const char *url;                    /* the place on the page of the text; NULL = none */
        const char *before, *found, *after; /* found NULL: the field as a whole */
        const char *reason, *advice;
        const char *masked; /* what masking puts there; NULL: cannot be masked */
        bool can_change;
        enum part_decision decision;
        const char *changed, *why;
        const char *error;
        const char *decided; /* who and when, where nothing is to be decided any more */
};
struct part_findings {
        const char *label;
        const struct part_finding *findings;
        size_t n_findings;
        const char *form; /* id of the form that the fields belong to; NULL: the one around them */
        bool read_only;   /* the decisions as words */
};

/* 正文第 3 段, 正文第 5 段表格第 2 行第 3 列, 标题. */
const char *part_finding_place(TALLOC_CTX *mem, const struct scan_finding *);
/* All of them, undecided: named f0, f1, … in their order; a wrong word comes with what could stand
 * there. Hangs from mem and borrows the findings. */
struct part_findings part_findings_of(TALLOC_CTX *mem, const struct scan_findings *);

#endif
