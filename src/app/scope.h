/* app/scope.h: the root of a scope, as queries take it.
 * Purpose    one number that stands for all agencies over which a permission is held: the agency itself when it is one, or
 * when all others stand under it; else that of a set of them, below zero (view scope_member tells its roots).
 * See docs/decisions/0015. */
#ifndef APP_SCOPE_H
#define APP_SCOPE_H

#include "app/run.h"
#include "domain/access/access.h"

/* 0: the permission is not held. Writes a row for a set that nobody had before; outside any transaction of the caller. */
int app_scope_of(TALLOC_CTX *mem, struct app *, const struct actor *, enum permission,
                 int64_t *ret) nodiscard;
/* The agencies over which one of these roles (bits AS_…) is held, as ",2,7,"; "," none. */
const char *app_scope_text(TALLOC_CTX *mem, const struct actor *, unsigned roles);

#endif
