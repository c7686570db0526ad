/* main/recover.h: what a server does once at its start: large writes that were cut off are finished.
 * Purpose    a thread, since that may take minutes and the portal answers within a second. It stops
 * between two chunks when the server stops, and the next start goes on. */
#ifndef MAIN_RECOVER_H
#define MAIN_RECOVER_H

#include "app/run.h"

struct recover;
int recover_start(TALLOC_CTX *mem, struct app *, struct recover **ret) nodiscard;
/* NULL is fine. */
void recover_stop(struct recover *);

#endif
