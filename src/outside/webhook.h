/* outside/webhook.h: one message to a connector (对接接口).
 * Purpose    POSTs JSON to an address and brings back what it says. The message is signed, so that the
 * other side can tell ours from others' and a repetition from a new one:
 *
 *     X-Xxgk-Delivery   number of the message; the same when it is sent again
 *     X-Xxgk-Time       seconds since 1970
 *     X-Xxgk-Signature  hex of HMAC-SM3(secret, time "." body); missing without a secret
 *
 * Ownership  the answer hangs from mem.
 * Errors     WEBHOOK_UNREACHABLE: no answer (name, connection, certificate, deadline); *ret->text says
 *            why. Any answer at all is 0, whatever its status. */
#ifndef OUTSIDE_WEBHOOK_H
#define OUTSIDE_WEBHOOK_H

#include "base/err.h"
#include "base/mem.h"

enum { WEBHOOK_UNREACHABLE = 1, WEBHOOK_TEXT_MAX = 16 << 10 };

struct webhook {
        const char *url;
        const char *secret; /* NULL: unsigned */
        const char *body;   /* JSON */
        int64_t delivery, unix_seconds;
};
struct webhook_answer {
        long status;
        const char *text; /* of the answer, cut at WEBHOOK_TEXT_MAX; "" when it is no clean text */
};

/* Once per process, before threads. */
void webhook_init(void);
int webhook_post(TALLOC_CTX *mem, const struct webhook *, struct webhook_answer *ret) nodiscard;

/* Whether an address may be a connector's: https, or plain http to this machine or a private network
 * (a gateway beside us). No user names, no fragments. */
bool webhook_url_ok(const char *url);

#endif
