/* app/people.h: accounts and roles, as the command line and the demo make them.
 * Purpose    one person, one account; roles are granted for an agency and all below it, and the
 * three administrators (三员) are never two of them in one person.
 * Errors     what a caller gave wrong is in problems, with field names login, name, agency,
 * password, role; then the outcome is PEOPLE_REFUSED and nothing was changed. */
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

struct app;

enum { PEOPLE_REFUSED = 1 };

struct person_new {
        const char *login, *name;
        const char *agency; /* slug, code or name */
        const char *password;
        bool must_change;       /* at the first sign-in */
        const enum role *roles; /* for `agency` */
        size_t n_roles;
};
int app_person_add(TALLOC_CTX *mem, struct app *, struct instant now, const struct person_new *,
                   struct problems *, int64_t *ret_id) nodiscard;

struct person_view {
        int64_t id;
        const char *login, *name, *agency;
        const struct grant *grants;
        const char *const *scope_names;
        size_t n_grants;
        bool has_totp;
        struct instant locked_until, disabled_at;
};
int app_people(TALLOC_CTX *mem, struct app *, struct person_view **ret, size_t *ret_n) nodiscard;

/* agency NULL: where the person sits. */
int app_person_grant(TALLOC_CTX *mem, struct app *, struct instant now, const char *login,
                     enum role, const char *agency, struct problems *) nodiscard;
int app_person_revoke(TALLOC_CTX *mem, struct app *, struct instant now, const char *login,
                      enum role, const char *agency, struct problems *) nodiscard;
/* Also opens a locked account; ends its sessions. */
int app_person_password(TALLOC_CTX *mem, struct app *, struct instant now, const char *login,
                        const char *password, bool must_change, struct problems *) nodiscard;
int app_person_disable(TALLOC_CTX *mem, struct app *, struct instant now, const char *login,
                       bool disabled, struct problems *) nodiscard;
/* A new second factor, sealed with key; *ret_base32 is for the person's phone. off: none. */
int app_person_totp(TALLOC_CTX *mem, struct app *, struct instant now, const char *login,
                    const uint8_t key[32], bool off, struct problems *,
                    const char **ret_base32) nodiscard;

#endif
