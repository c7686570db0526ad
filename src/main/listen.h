/* main/listen.h: sockets to listen on. */
#ifndef MAIN_LISTEN_H
#define MAIN_LISTEN_H

#include "base/problems.h"

enum { LISTEN_MAX = 8 };

/* "127.0.0.1:8080", "[::1]:0", ":8080" (both families), "unix:/run/xxgk.sock", several by comma.
 * Outcome 1: a problem with one of them (wrong, in use, not allowed). */
int listen_open(TALLOC_CTX *mem, const char *addresses, struct problems *, int ret_fds[LISTEN_MAX],
                size_t *ret_n) nodiscard;
/* Where a socket really listens, "http://127.0.0.1:43211" (port 0 was replaced). */
const char *listen_url(TALLOC_CTX *mem, int fd);

#endif
