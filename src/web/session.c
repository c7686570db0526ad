/* Who is asking, and whether they may: before any handler runs. */
#include "app/session.h"
#include "app/scope.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "web/request.h"

enum { HTTP_UNAUTHORIZED = 401, HTTP_FORBIDDEN = 403, HTTP_TOO_MANY = 429 };
enum { FORM_BYTES = 24, BUCKETS = 4096 };

/* ---- forms of visitors ---------------------------------------------------------------------- */

/* The cookie holds a random word, the form its HMAC: another site can send neither. */
static const char *
token_of(const struct server *s, TALLOC_CTX *mem, const char *word)
{
        struct sm3 mac =
            sm3_hmac(s->settings.secret, sizeof(s->settings.secret), word, strlen(word));
        char hex[SM3_HEX_SIZE];

        return mem_strdup(mem, sm3_hex(&mac, hex));
}

static void
give_form_token(struct request *q, struct page *p)
{
        const char *word = q->form;

        if (!*word && !p->post) {
                word = crypto_token(p->mem, FORM_BYTES);
                page_cookie(p, "xxgk_form", word, 0, true);
        }
        p->csrf = *word ? token_of(q->server, p->mem, word) : "";
}

static bool
token_fits(const struct page *p)
{
        const char *given = page_arg(p, "csrf");
        size_t n = strlen(p->csrf);

        return n > 0 && given && strlen(given) == n && crypto_equal(given, p->csrf, n);
}

/* A leaky bucket per address, a few thousand of them shared by hash: forms without a session. */
static bool
may_send(struct request *q)
{
        static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
        static struct {
                int64_t since_us;
                double sent;
        } buckets[BUCKETS];
        double per_minute = q->server->settings.forms_per_minute;
        size_t i = address_hash(&q->visitor) % BUCKETS;
        int64_t now = clock_us();
        bool may;

        (void)pthread_mutex_lock(&lock);
        buckets[i].sent -= (double)(now - buckets[i].since_us) / 60e6 * per_minute;
        if (buckets[i].sent < 0)
                buckets[i].sent = 0;
        buckets[i].since_us = now;
        may = buckets[i].sent < per_minute;
        if (may)
                buckets[i].sent += 1;
        (void)pthread_mutex_unlock(&lock);
        return may;
}

/* ---- people --------------------------------------------------------------------------------- */

static int
find_session(struct request *q, struct page *p)
{
        struct session *session;
        int r;

        if (!q->session[0] || !p->app)
                return 0;
        session = mem_new(p->mem, struct session);
        r = app_session_find(p->mem, p->app, p->rules, p->now, q->session, session);
        if (r)
                return r < 0 ? err_trace(r) : 0;
        p->who = session;
        p->session = q->session;
        p->csrf = session->csrf;
        if (session->is_in)
                p->actor = &session->actor;
        return 0;
}

int
session_admit(struct request *q, struct page *p)
{
        const struct route *route = q->asked.route;
        int r;

        /* Pages for everybody know nobody, and set no cookie. */
        if (route->permission == MAY_PUBLIC && route->csrf == NO && route->pool != OFFICE)
                return 0;
        p->rules = &q->server->settings.session;
        r = find_session(q, p);
        if (r < 0)
                return err_trace(r);
        if (!p->who)
                give_form_token(q, p);
        if (route->csrf == YES) {
                if (!p->actor && !may_send(q))
                        return HTTP_TOO_MANY;
                if (q->heads.fetch_site && strcmp(q->heads.fetch_site, "cross-site") == 0)
                        return HTTP_FORBIDDEN;
        }
        if (route->permission != MAY_PUBLIC && !p->actor)
                return HTTP_UNAUTHORIZED;
        if (p->actor && p->actor->held && !access_may(p->actor, route->permission))
                p->reason = "您的密码或者动态口令由他人重设过，审核、保密审查、签发等职责已暂停。"
                            "请联系安全管理员，向其说明新密码已由本人掌握，确认后恢复。";
        if (!access_may(p->actor, route->permission) || (route->csrf == YES && !token_fits(p)))
                return HTTP_FORBIDDEN;
        if (p->who && route->scope == OWN) {
                struct session *session = mem_memdup(p->mem, p->who, sizeof(*session));

                r = app_scope_of(p->mem, p->app, &session->actor, route->permission,
                                 &session->actor.scope);
                if (r < 0)
                        return err_trace(r);
                p->who = session;
                p->actor = &session->actor;
        }
        return 0;
}
