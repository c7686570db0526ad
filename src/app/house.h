/* app/house.h: what the house itself needs of the store: its sites, its page views. */
#ifndef APP_HOUSE_H
#define APP_HOUSE_H

#include "base/instant.h"

struct app;
struct tx;

struct house_site {
        int64_t id, root_agency;
        const char *name, *host; /* host "": answers for every other host */
};
/* Empty when nothing was filled in yet. */
int app_sites(TALLOC_CTX *mem, struct app *, struct house_site **ret, size_t *ret_n) nodiscard;

struct house_views {
        const char *kind; /* site, agency, item, search */
        int64_t ref, readers, robots;
};
/* Adds to the numbers of a day, all at once. */
int app_views_add(TALLOC_CTX *mem, struct app *, struct day, const struct house_views *,
                  size_t n) nodiscard;

/* 0 when the store answers; what was wrong stays in err_text(). */
int app_store_well(TALLOC_CTX *mem, struct app *) nodiscard;

#endif
