/* intake/process.h: one child, from its start to its end.
 * Purpose    starts this program as `xxgk intake VERB …` with the file as standard input, reads what it says
 *            with a ceiling and a time-out, kills its whole process group when either is passed, and
 *            waits for it. Nothing of it remains when the call returns.
 * Ownership  what it said hangs from mem. Errors     negative: no child could be started. */
#ifndef INTAKE_PROCESS_H
#define INTAKE_PROCESS_H

#include "base/buf.h"

enum { PROCESS_ARGS_MAX = 16 };

struct process_said {
        struct buf out;  /* standard output */
        struct buf err;  /* the first of standard error, as far as asked for */
        int exit_code;   /* -1 when a signal ended it */
        int signal;      /* 0 when it exited */
        bool slow, loud; /* killed by us: time passed, ceiling passed */
};

struct process {
        const char *const *args; /* after "intake"; NULL ends them */
        int fd;                  /* standard input */
        size_t out_max, err_max;
        int timeout_ms;
};
int process_run(TALLOC_CTX *mem, const struct process *, struct process_said *ret) nodiscard;

#endif
