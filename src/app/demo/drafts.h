/* app/demo/drafts.h: work on the desks of the demo.
 * Purpose    a few drafts in every state before publication, made through the use cases by the people of the demo, so
 * that a clerk's first worklist is not empty. None is published: what is public stays as the sources count it. */
#ifndef APP_DEMO_DRAFTS_H
#define APP_DEMO_DRAFTS_H

#include "base/instant.h"
#include "domain/access/access.h"

struct app;

struct demo_desk {
        struct app *app;
        struct instant now;
        int64_t agency; /* whose desks */
        struct {
                int64_t id;
                const char *name;
        } clerk, reviewer, secrecy, signer;
        /* Number of a column by its code; 0 none. */
        int64_t (*column)(void *arg, const char *code);
        void *arg;
};
int demo_drafts(TALLOC_CTX *mem, const struct demo_desk *) nodiscard;

#endif
