#include "domain/access/access.h"

#define ROLE_TEXT(id, text, label) [ROLE_##id] = text,
static const char *const role_texts[N_ROLES] = {ACCESS_ROLES(ROLE_TEXT)};
#define ROLE_LABEL(id, text, label) [ROLE_##id] = label,
static const char *const role_labels[N_ROLES] = {ACCESS_ROLES(ROLE_LABEL)};

#define MAY_ROLES(id, roles, label) [MAY_##id] = (unsigned)(roles),
static const unsigned holders[N_PERMISSIONS] = {ACCESS_PERMISSIONS(MAY_ROLES)};
#define MAY_TEXT(id, roles, label) [MAY_##id] = #id,
static const char *const may_texts[N_PERMISSIONS] = {ACCESS_PERMISSIONS(MAY_TEXT)};
#define MAY_LABEL(id, roles, label) [MAY_##id] = label,
static const char *const may_labels[N_PERMISSIONS] = {ACCESS_PERMISSIONS(MAY_LABEL)};

static size_t
n_grants_of(const struct actor *who, enum permission what)
{
        return who && (unsigned)what < N_PERMISSIONS ? who->n_grants : 0;
}

static bool
carries(const struct grant *grant, enum permission what)
{
        return (holders[what] & 1U << grant->role) != 0 && grant->scope != 0;
}

bool
access_may(const struct actor *who, enum permission what)
{
        if (what == MAY_PUBLIC)
                return true;
        if (what == MAY_OWN_ACCOUNT)
                return who != NULL;
        for (size_t i = 0; i < n_grants_of(who, what); i++)
                if (carries(&who->grants[i], what))
                        return true;
        return false;
}

size_t
access_roots(const struct actor *who, enum permission what, int64_t *ret)
{
        size_t n = 0;

        for (size_t i = 0; i < n_grants_of(who, what); i++) {
                int64_t root = who->grants[i].scope;
                size_t at = n;

                if (!carries(&who->grants[i], what))
                        continue;
                while (at > 0 && ret[at - 1] > root)
                        at--;
                if (at > 0 && ret[at - 1] == root)
                        continue;
                memmove(&ret[at + 1], &ret[at], (n - at) * sizeof(*ret));
                ret[at] = root;
                n++;
        }
        return n;
}

bool
access_roles_compatible(unsigned roles)
{
        unsigned admin = roles & AS_ADMIN;

        if (admin & (admin - 1))
                return false;
        return !(roles & AS_AUDIT_ADMIN) || roles == AS_AUDIT_ADMIN;
}

unsigned
access_roles(const struct actor *who)
{
        unsigned roles = 0;

        for (size_t i = 0; who && i < who->n_grants; i++)
                roles |= 1U << who->grants[i].role;
        return roles;
}

const char *
role_text(enum role role)
{
        return role_texts[role];
}

const char *
role_label(enum role role)
{
        return role_labels[role];
}

bool
role_from(const char *text, enum role *ret)
{
        for (size_t i = 0; i < N_ROLES; i++)
                if (strcmp(role_texts[i], text) == 0) {
                        *ret = (enum role)i;
                        return true;
                }
        return false;
}

const char *
permission_text(enum permission what)
{
        return may_texts[what];
}

const char *
permission_label(enum permission what)
{
        return may_labels[what];
}
