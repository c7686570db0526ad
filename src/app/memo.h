/* app/memo.h: what was read before and cannot have changed.
 * Purpose    the site's own words and the left column stand on every page of the portal and change a few
 * times a year. A memo holds such answers together with the change number of the snapshot they were read in; a snapshot of
 * the same number gets them without asking the store, any other one does not. So nothing need be told
 * to a memo, and two processes may each have one.
 * Ownership  what is handed out is shared and does not change; it lives as long as the mem it was
 * handed to. Thread-safe. A memo that is NULL remembers nothing. */
#ifndef APP_MEMO_H
#define APP_MEMO_H

#include "app/portal.h"

struct memo;
struct memo *memo_new(TALLOC_CTX *mem);

/* A site as app_public_site() tells it. false: not known at this change number. */
bool memo_find_site(TALLOC_CTX *mem, struct memo *, int64_t change_no, int64_t id,
                    struct public_site *ret);
/* Copies it, unless a later change is known already. */
void memo_keep_site(struct memo *, int64_t change_no, const struct public_site *);

/* Which branch of the columns (app_public_branch). */
struct memo_branch {
        int64_t scope, column;
        const char *level;
};
/* false: not known at this change number. */
bool memo_find(TALLOC_CTX *mem, struct memo *, int64_t change_no, const struct memo_branch *,
               const struct public_column **ret, size_t *ret_n);
/* Copies the columns, unless a later change is known already. */
void memo_keep(struct memo *, int64_t change_no, const struct memo_branch *,
               const struct public_column *, size_t n);

#endif
