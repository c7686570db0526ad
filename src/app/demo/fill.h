/* app/demo/fill.h: a demo moved into the store.
 * Purpose    first the house (government, agencies with their guides, columns of its own, site, people, told
 *            figures), then the items as an import of what was public before: attested, counted,
 *            numbered like any other.
 * Errors     DEMO_THERE: the store has this government and items of it already; nothing was
 *            changed. One that was cut short before its items came is gone on with. */
#ifndef APP_DEMO_FILL_H
#define APP_DEMO_FILL_H

#include "app/demo/demo.h"

struct app;

enum { DEMO_THERE = 1 };

/* One account of the demo. */
struct demo_login {
        const char *login, *name, *role, *agency; /* role: label */
};

struct demo_fill {
        struct app *app;
        const struct demo *demo;
        struct instant now;
        const char *password;                                 /* of all demo accounts */
        int64_t (*clock_us)(void);                            /* monotonic */
        void (*progress)(void *arg, size_t done, size_t all); /* NULL: silent */
        void *progress_arg;
        /* Writes the attachment of an item (item->file says which); NULL: items come without. */
        int (*print)(void *arg, TALLOC_CTX *mem, const struct demo_item *, struct buf *out);
        void *print_arg;
};
struct demo_filled {
        size_t n_agencies, n_items, n_files;
        struct demo_login *logins;
        size_t n_logins;
};
int demo_fill(TALLOC_CTX *mem, const struct demo_fill *, struct demo_filled *ret) nodiscard;

#endif
