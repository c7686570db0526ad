/* main/follow.h: what a running server does besides answering.
 * Purpose    a thread that follows the change log, so that the page cache and the list of sites
 * hear of every commit of every process; a thread that writes the counts of page views. */
#ifndef MAIN_FOLLOW_H
#define MAIN_FOLLOW_H

#include "app/run.h"
#include "web/server.h"

struct follow;
/* What the parts of one house share; -1 where there is one part only. */
struct follow_parts {
        int poke; /* eventfd: one part writes to it when it committed, the other hears of it */
        int heard; /* memory of 8 bytes: the change number up to which the other part knows everything */
        bool is_poking; /* this is the one that writes */
};
int follow_start(TALLOC_CTX *mem, struct app *, struct server *, struct follow_parts,
                 unsigned views_seconds, struct follow **ret) nodiscard;
/* Writes the last counts and ends. */
void follow_stop(struct follow *);

#endif
