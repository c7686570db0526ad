/* tests/store/county.h: a county made and run through the use cases, as people do it.
 * Agencies 1 (government) and 2 under it; persons 1 author, 2 reviewer, 3 secrecy reviewer, 4 signer. */
#ifndef TESTS_STORE_COUNTY_H
#define TESTS_STORE_COUNTY_H

#include "suite.h"

#include "app/publish.h"

struct county {
        struct actor author, reviewer, secrecy, signer;
        struct instant now;
        int64_t agency, column;
        int64_t item, edition; /* in work */
        int64_t first;         /* an item that stays */
        const char *title, *index_no;
};

/* What the steps below need; raw persons, the rest through use cases. */
void county_build(struct fixture *, struct county *);

/* Use cases over a struct county. */
int county_draft(TALLOC_CTX *mem, struct tx *, void *county) nodiscard;
int county_content_review(TALLOC_CTX *mem, struct tx *, void *county) nodiscard;
int county_secrecy_review(TALLOC_CTX *mem, struct tx *, void *county) nodiscard;
int county_signature(TALLOC_CTX *mem, struct tx *, void *county) nodiscard;
int county_publish(TALLOC_CTX *mem, struct tx *, void *county) nodiscard;
int county_withdraw(TALLOC_CTX *mem, struct tx *, void *county) nodiscard;
/* The five that make a text public, each in its own transaction. */
int county_issue(TALLOC_CTX *mem, struct app *, struct county *, const char *title) nodiscard;

#endif
