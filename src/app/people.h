/* app/people.h: accounts and roles, as the command line and the demo make them.
 * Purpose    one person, one account; roles are granted for an agency and all below it, and the
 * three administrators (三员) are never two of them in one person.
 * Errors     what a caller gave wrong is in problems, with field names login, name, agency,
 * password, role; then the outcome is PEOPLE_REFUSED and nothing was changed. */
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "app/table.h"
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
/* who: within whose scope, and in whose name; NULL is the command line, everywhere. */
int app_person_add(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                   const struct person_new *, struct problems *, int64_t *ret_id) nodiscard;

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

/* agency NULL: where the person sits. Nobody grants to himself. */
int app_person_grant(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                     const char *login, enum role, const char *agency, struct problems *) nodiscard;
/* The same inside a transaction. */
struct tx;
int app_person_grant_in(TALLOC_CTX *mem, struct tx *, struct instant now, const struct actor *who,
                        const char *login, enum role, const char *agency,
                        struct problems *) nodiscard;
int app_person_revoke(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                      const char *login, enum role, const char *agency,
                      struct problems *) nodiscard;
/* Also opens a locked account; ends its sessions. Done by somebody else (who), it lets the roles rest that review, clear,
 * sign or purge (AS_DECIDING), lent ones too, until app_person_release(); so does another's hand on the second factor. The
 * command line, which has the data folder in its hands anyway, does not. */
int app_person_password(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                        const char *login, const char *password, bool must_change,
                        struct problems *) nodiscard;
/* Somebody who grants roles, and did not do it himself, has seen that the person has the account. */
int app_person_release(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                       const char *login, struct problems *) nodiscard;
int app_person_disable(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                       const char *login, bool disabled, struct problems *) nodiscard;
/* A locked account opens before its time; its password stays. */
int app_person_unlock(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                      const char *login, struct problems *) nodiscard;
/* A new second factor, sealed with key; *ret_base32 is for the person's phone. off: none. */
int app_person_totp(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                    const char *login, const uint8_t key[32], bool off, struct problems *,
                    const char **ret_base32) nodiscard;
/* Another name, another agency. Roles stay what they are. */
int app_person_edit(TALLOC_CTX *mem, struct app *, struct instant now, const struct actor *who,
                    const char *login, const char *name, const char *agency,
                    struct problems *) nodiscard;
/* Whether it can be a login; told of that line when it cannot. */
bool person_login_check(const char *login, size_t line, struct problems *);
/* A password to be given to a person once: "Kd7m-Wq2x-Xp9r". */
const char *password_once(TALLOC_CTX *mem);

/* ---- looking ---------------------------------------------------------------------------------- */

struct tx;

enum person_state { PERSON_ANY, PERSON_OPEN, PERSON_LOCKED, PERSON_DISABLED, PERSON_HELD };
struct people_ask {
        int64_t scope;    /* the office's, or an agency in it */
        const char *word; /* in login or name; "": any */
        const char *role; /* on disk; "": any */
        enum person_state state;
        struct instant now;
        size_t first, most;
};
struct office_person {
        int64_t id;
        const char *login, *name, *agency, *agency_slug, *agency_code;
        const struct grant *grants;
        const char *const *scope_names, *const *scope_slugs, *const *scope_codes;
        size_t n_grants;
        bool has_totp;
        struct instant locked_until, disabled_at, created_at,
            signed_in_at;       /* INSTANT_NONE: never */
        struct instant held_at; /* its deciding roles rest since; INSTANT_NONE: they do not */
        const char *holder;     /* who set the password then; NULL: none */
};
/* By login; *ret_all: how many there are without first and most. Two queries. */
int app_office_people(TALLOC_CTX *mem, struct tx *, const struct people_ask *,
                      struct office_person **ret, size_t *ret_n, size_t *ret_all) nodiscard;
enum { PEOPLE_NONE = 2 };
int app_office_person(TALLOC_CTX *mem, struct tx *, int64_t scope, const char *login,
                      struct office_person *ret) nodiscard;
/* The list as a table: its CSV is what `xxgk import people` takes. */
struct table app_people_table(TALLOC_CTX *mem, const struct office_person *, size_t n);
extern const struct table_column people_columns[];
enum { PEOPLE_COLUMNS = 8 };

#endif
