/* app/scan.h: the scan before publication as the office keeps it (发布前检查).
 * Purpose    looking at a text as it stands in the store, keeping what was found for exactly this text, and the signatures by
 * which texts that say nearly the same are found. What is decided about a finding is app/flow.h.
 * Ownership  results hang from mem. What was found (`found`, `before`, `after`) is never stored: scan_look() tells it anew.
 * Law        《政府信息公开条例》第十四条, 第十五条, 第十七条. */
#ifndef APP_SCAN_H
#define APP_SCAN_H

#include "base/err.h"
#include "base/instant.h"
#include "domain/scan/scan.h"

struct app;
struct tx;

/* The digest of a place with the words around it, and which of several with the same it is. */
struct scan_mark {
        const char *sm3;
        int64_t nth;
};
struct scan_looked {
        int64_t item, edition;
        const char *content_sm3;
        struct scan_findings findings;
        struct scan_mark *marks; /* one for each */
};
/* What any scan of the office goes by: its list of words, its telephones. */
int scan_options_of(TALLOC_CTX *mem, struct tx *, struct scan_options *ret) nodiscard;
/* Title, summary, body, number, keywords, source and names of files of an edition, whole; and what was found in its files. */
int scan_look(TALLOC_CTX *mem, struct tx *, int64_t edition, struct scan_looked *ret) nodiscard;
/* Looks, and keeps what was found. */
int scan_keep(TALLOC_CTX *mem, struct tx *, struct instant now, int64_t edition) nodiscard;
/* The same, unless exactly this text was looked at before. */
int scan_ensure(TALLOC_CTX *mem, struct tx *, struct instant now, int64_t edition,
                const char *content_sm3) nodiscard;

/* The signature of a text that is published now. body: its JSON. */
int alike_keep(TALLOC_CTX *mem, struct tx *, int64_t edition, const char *body) nodiscard;
/* Those of texts that came by other ways (import, an upgrade), some at a time; for a job. */
int app_alike_fill(TALLOC_CTX *mem, struct app *) nodiscard;

#endif
