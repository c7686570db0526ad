/* tests/golden/fixture.h: every view with plausible content, rendered by name.
 * Purpose    golden HTML of parts, the weight of pages, and the preview to look at share one set of
 * fixtures. People in it are duties; the county is Jingyu as in the 2019 source. */
#ifndef GOLDEN_FIXTURE_H
#define GOLDEN_FIXTURE_H

#include "base/buf.h"
#include "views/site.h"

struct fixture {
        const char *name; /* file name without ending */
        const char *end;  /* "html", "json", "xml", "txt" */
        void (*render)(struct buf *, const struct view_site *);
        bool is_part;
};
extern const struct fixture fixtures[];
extern const size_t n_fixtures;

/* The chrome of the demo county. */
struct view_site fixture_site(void);
/* For drawings that are computed; call first. */
void fixture_begin(TALLOC_CTX *mem);

#endif
