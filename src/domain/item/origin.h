/* domain/item/origin.h: whose information it is, and so who discloses it (公开责任主体).
 * Purpose    from where an item came to which agency is responsible for its disclosure.
 * Law        《政府信息公开条例》第十条: made, the maker; from citizens or organisations, who keeps it; from another
 * agency, who made or first obtained it; made jointly, who took the lead. */
#ifndef DOMAIN_ITEM_ORIGIN_H
#define DOMAIN_ITEM_ORIGIN_H

#include "base/mem.h"

enum origin {
        ORIGIN_MADE,        /* 本机关制作 */
        ORIGIN_FROM_PUBLIC, /* 从公民、法人和其他组织获取 */
        ORIGIN_FROM_AGENCY, /* 从其他行政机关获取 */
        ORIGIN_JOINT,       /* 共同制作 */
        N_ORIGINS
};

struct origin_facts {
        enum origin origin;
        const char *own; /* name of the unit at whose desk it lies */
        const char *
            other; /* from_agency: who made or first obtained it; joint: who took the lead; "" none told */
};

struct responsible {
        const char *name;   /* borrowed from the facts */
        bool own;           /* it is the unit itself */
        const char *ground; /* 第十条第一款 … */
        const char *reason; /* one clause for the page */
};
/* False: the facts do not tell (another agency is meant and none is named). */
bool origin_responsible(const struct origin_facts *, struct responsible *ret);

const char *origin_code(enum origin); /* made from_public from_agency joint */
const char *origin_label(enum origin);
bool origin_from_code(const char *code, enum origin *ret);

#endif
