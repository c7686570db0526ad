/* app/item_kit.h: what the use cases of one item share; inside app only. */
#ifndef APP_ITEM_KIT_H
#define APP_ITEM_KIT_H

#include "app/publish.h"
#include "store/audit.h"
#include "store/sql.h"

/* One audit row about an item. */
int item_write_down(struct tx *, const struct actor *, struct instant now, const char *event,
                    int64_t item, const char *detail) nodiscard;
/* The item, locked until the end of the transaction. STORE_NONE outside the actor's scope. */
int item_lock(TALLOC_CTX *mem, struct tx *, const struct actor *, int64_t id,
              struct item_lock_row **ret) nodiscard;

/* Whether a relation of this kind changes the validity of the other text: amends, repeals, replaces. */
bool item_relation_changes(const char *kind);
/* The item that points and, when the relation changes the other, that one too: locked and within the actor's reach; what
 * is only linked may be anything public. PUBLISH_NOT_FOUND, PUBLISH_WRONG_STATE (an item and itself). */
int item_hold_both(TALLOC_CTX *mem, struct tx *, const struct actor *, int64_t from,
                   const char *kind, int64_t to) nodiscard;

#endif
