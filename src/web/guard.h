/* web/guard.h: requests that are not to be understood.
 * Purpose    libmicrohttpd 0.9.75 accepts several requests that other servers read differently;
 * whoever stands between could be talked past. They are refused before a handler runs. What it
 * does not tell (NUL bytes, folded lines, lines without a name) is found by checking that names and
 * values stand in the bytes that came without a gap. */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include "base/mem.h"

#include <microhttpd.h>

/* The headers that matter, borrowed for the time of the request; NULL when absent. */
struct heads {
        const char *host, *cookie, *accept, *accept_encoding, *user_agent, *if_none_match,
            *if_range, *range, *forwarded_for, *forwarded_proto, *content_type, *expect, *origin,
            *fetch_site;
        uint64_t content_length;
        bool has_body;
        size_t n_host, n_length, n_transfer, n_forwarded_for, n_type;
        bool broken, content_encoding, chunked;
        const char *at; /* end of what was understood, in the bytes that came */
};

/* 0, or the status with which to refuse. */
int guard_check(struct MHD_Connection *, const char *method, const char *version,
                struct heads *ret);

#endif
