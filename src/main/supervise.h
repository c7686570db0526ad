/* main/supervise.h: the parts of the house as processes of their own.
 * Purpose    starts a process for each part, starts it again when it ends unasked (within a second),
 * and ends them all when asked to. An abort in one part does not touch another. */
#ifndef MAIN_SUPERVISE_H
#define MAIN_SUPERVISE_H

#include "base/err.h"

enum { PART_ARGS_MAX = 32, PART_FDS_MAX = 12 };

struct part_process {
        const char *name;
        const char *args[PART_ARGS_MAX]; /* of the program itself, from argv[1]; NULL at the end */
        int fds[PART_FDS_MAX];           /* it inherits them, under the same numbers */
        size_t n_fds;
};

/* Runs until SIGTERM or SIGINT (which must be blocked); then the parts end one after the other,
 * in their order, within ms. ready is
 * called once, when each part has written to ready_fd (an eventfd they inherit). */
int supervise(const struct part_process *, size_t n, int ready_fd, void (*ready)(void *arg),
              void *arg, int ms) nodiscard;

#endif
