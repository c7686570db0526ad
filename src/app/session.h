/* app/session.h: signing in, staying in, going out.
 * Purpose    passwords, lockout, second factor, sessions. A token is in the browser's cookie alone;
 * the store has its SM3. A new token is made at every step up (password, code, new password), so
 * that one planted before is worth nothing. Hashing a password takes long and happens outside any
 * transaction.
 * Law        GB/T 22239-2019, 8.1.4.1 (身份鉴别): lockout, idle limit, second factor. */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

struct app;

struct session_rules {
        int64_t idle_ms, most_ms, lockout_ms;
        int lockout_failures;
        uint8_t key[32]; /* opens the second factors */
};

enum sign_in_outcome {
        SIGN_IN_WRONG = 1,  /* login or password; which of them is not said */
        SIGN_IN_LOCKED = 2, /* *ret_until says until when */
        SIGN_IN_SEALED = 3  /* the second factor was sealed with another secret.key: set it anew */
};
struct signed_in {
        const char *token; /* for the cookie */
        bool needs_code;   /* the session is good for nothing but the second step */
};
/* `replaced` is the token the browser had, or "": its session ends with success. A wrong password is
 * counted; failures are forgotten when somebody is wholly inside. */
int app_sign_in(TALLOC_CTX *mem, struct app *, const struct session_rules *, struct instant now,
                const char *login, const char *password, const char *replaced,
                struct signed_in *ret, struct instant *ret_until) nodiscard;
/* The second step, with the token of the first. SIGN_IN_WRONG: the code; counted as a failure. */
int app_sign_in_code(TALLOC_CTX *mem, struct app *, const struct session_rules *,
                     struct instant now, const char *token, const char *code, struct signed_in *ret,
                     struct instant *ret_until) nodiscard;

struct session {
        int64_t id;
        struct actor actor;
        const char *agency_name;
        const char *const *scope_names; /* of actor.grants, in their order */
        const char *csrf;
        bool is_in;       /* false: the code is still missing */
        bool must_change; /* the password, before anything else */
        struct instant created_at;
};
/* What a person may do today, own roles and those held for others, for work that was put off: no session, no scope, no
 * names. */
struct tx;
int app_actor_of(TALLOC_CTX *mem, struct tx *, int64_t person, struct day today,
                 struct actor *ret) nodiscard;

enum { SESSION_NONE = 1 };
int app_session_find(TALLOC_CTX *mem, struct app *, const struct session_rules *,
                     struct instant now, const char *token, struct session *ret) nodiscard;
int app_sign_out(TALLOC_CTX *mem, struct app *, struct instant now, const struct session *,
                 const char *token) nodiscard;

enum { PASSWORD_REFUSED = 1 };
/* Ends all sessions of the person and begins a new one. PASSWORD_REFUSED: problems say why (fields
 * old, fresh, again); a wrong `old` counts as a failure to sign in does. */
int app_password_change(TALLOC_CTX *mem, struct app *, const struct session_rules *,
                        struct instant now, const struct session *, const char *old,
                        const char *fresh, const char *again, struct problems *,
                        struct signed_in *ret) nodiscard;
/* The rule of a good password; adds to problems under `field`. */
void password_check(const char *login, const char *password, const char *field, struct problems *);

#endif
