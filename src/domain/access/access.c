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

bool
access_may(const struct actor *who, enum permission what)
{
        if (what == MAY_PUBLIC)
                return true;
        if (what == MAY_OWN_ACCOUNT)
                return who != NULL;
        return access_scope(who, what) != 0;
}

int64_t
access_scope(const struct actor *who, enum permission what)
{
        if (!who || (unsigned)what >= N_PERMISSIONS)
                return 0;
        for (size_t i = 0; i < who->n_grants; i++)
                if (holders[what] & 1U << who->grants[i].role)
                        return who->grants[i].scope;
        return 0;
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
