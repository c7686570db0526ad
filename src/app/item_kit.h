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

#endif
