/* main/follow.h: what a running server does besides answering.
 * Purpose    a thread that follows the change log, so that the page cache and the list of sites
 * hear of every commit of every process; a thread that writes the counts of page views. */
#ifndef MAIN_FOLLOW_H
#define MAIN_FOLLOW_H

#include "app/run.h"
#include "web/server.h"

struct follow;
/* poke: an eventfd shared with the other parts, or -1: this part writes to it when it committed
 * (is_poking), or hears from it. */
int follow_start(TALLOC_CTX *mem, struct app *, struct server *, int poke, bool is_poking,
                 unsigned views_seconds, struct follow **ret) nodiscard;
/* Writes the last counts and ends. */
void follow_stop(struct follow *);

#endif
