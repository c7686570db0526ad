/* domain/agency/reform.h: 机构改革: what may become of which agency, and on which day.
 * Purpose    the rule behind merging (合并), splitting (拆分), renaming under a new code (更名) and
 * closing (撤销). The predecessor is closed on the day and keeps its history; the first successor
 * is the heir: it takes open work, people, own columns, duties and lower agencies.
 *
 *      merge   1..n predecessors, one successor      split   one predecessor, 2..n successors
 *      rename  one predecessor, one successor        close   one predecessor, nobody
 *
 * Units      from `on`, what was made public counts for the heir; before it, for the predecessor.
 * Law        《政府信息公开条例》第十条 (职能变更的，由承继其职权的机关负责公开). */
#ifndef DOMAIN_AGENCY_REFORM_H
#define DOMAIN_AGENCY_REFORM_H

#include "base/day.h"
#include "base/problems.h"

enum reform_kind { REFORM_MERGE, REFORM_SPLIT, REFORM_RENAME, REFORM_CLOSE, N_REFORM_KINDS };
const char *reform_text(enum reform_kind);  /* "merge" … */
const char *reform_label(enum reform_kind); /* 合并 … */
bool reform_from(const char *text, enum reform_kind *ret);

enum { REFORM_UNITS_MAX = 16 };

struct reform_unit {
        int64_t id;
        const char *name;
        struct day opened, closed; /* closed: DAY_NONE while open */
        bool is_site_root;         /* a site stands on it */
};
struct reform {
        enum reform_kind kind;
        struct reform_unit from[REFORM_UNITS_MAX], to[REFORM_UNITS_MAX]; /* to[0]: the heir */
        size_t n_from, n_to;
        struct day on;
        const char *basis; /* 依据: the decision, in words */
};

/* What a reform meets, counted before it is done. */
struct reform_effect {
        int64_t history;   /* texts that stay with the predecessors */
        int64_t late;      /* made public on or after the day: go to the heir */
        int64_t drafts;    /* items never made public yet: go to the heir */
        int64_t people;    /* accounts that sit there */
        int64_t grants;    /* roles held for it, without the administrators' */
        int64_t columns;   /* its own columns */
        int64_t duties;    /* columns it has to keep up */
        int64_t below;     /* agencies right under it */
        int64_t importing; /* imports under way */
};
/* What is wrong, as problems of the fields kind, from, to, on, basis. */
void reform_check(const struct reform *, struct day today, struct problems *);
/* What nobody would take over, when there is no successor. */
void reform_check_effect(const struct reform *, const struct reform_effect *, struct problems *);

#endif
