/* outside/link.h: is there anything behind a link (链接检查).
 * Purpose    asks an address for its headers, and for the page where headers alone are refused, follows a few redirects,
 * and says what came of it. Nothing of the answer is kept. Addresses of this machine and of private
 * networks are not asked unless the caller says so: a link in a text must not make the server knock on doors inside.
 * Errors     none of its own: what cannot be asked is an answer. Negative: libcurl does not begin. */
#ifndef OUTSIDE_LINK_H
#define OUTSIDE_LINK_H

#include "base/err.h"
#include "base/mem.h"

#include <sys/socket.h>

enum link_state {
        LINK_OK,          /* there is something, perhaps not for everybody */
        LINK_BROKEN,      /* 404, 410, no such name */
        LINK_UNREACHABLE, /* no answer, or the other side failed: may pass */
        LINK_PRIVATE,     /* not asked */
};
struct link_answer {
        enum link_state state;
        long status; /* 0: none came */
};
/* Whether an address is of this machine or of a private network, also one that is translated to such (NAT64, 6to4, mapped
 * or compatible IPv4). What is neither IPv4 nor IPv6 is. */
bool link_is_inside(const struct sockaddr *);
int link_ask(const char *url, bool private_too, struct link_answer *ret) nodiscard;

#endif
