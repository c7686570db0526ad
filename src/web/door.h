/* web/door.h: who comes in, and to which loop.
 * Purpose    one thread accepts for all event loops and hands them their connections in turn. Left to themselves, the loop
 * that wakes first takes all that wait, and one processor serves what two could.
 * Ownership  borrows the listening sockets and the daemons until door_close(). */
#ifndef WEB_DOOR_H
#define WEB_DOOR_H

#include "base/err.h"

#include <microhttpd.h>
#include <stdatomic.h>

struct door;
struct door_settings {
        const int *listen; /* non-blocking */
        size_t n_listen;
        struct MHD_Daemon *const *loops; /* without a listening socket of their own */
        size_t n_loops;
        const _Atomic size_t *n_connections; /* while there are so many, who comes waits outside */
        size_t most;
};
int door_open(const struct door_settings *, struct door **ret) nodiscard;
/* Nobody comes in any more; NULL is none. */
void door_close(struct door *);

#endif
