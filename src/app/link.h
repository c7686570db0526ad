/* app/link.h: do the links of texts still lead somewhere (断链检查).
 * Purpose    each address that a text leads to is kept once, with what came of asking it; a job asks a few at a time, the
 * new ones first, each again after a month. Off unless the operator switches it on (`link_checks`), since it
 * makes the server call addresses that clerks wrote.
 * Law        国办发〔2017〕47号 and the yearly inspections: links on government sites must work. */
#ifndef APP_LINK_H
#define APP_LINK_H

#include "app/run.h"
#include "base/instant.h"
#include "domain/access/access.h"
#include "domain/body/body.h"

struct tx;

/* The links of the item are those of this body from now on; inside the transaction that saves it. */
int app_links_note(TALLOC_CTX *mem, struct tx *, int64_t item, const struct body *) nodiscard;

enum link_known { LINK_IS_NEW, LINK_IS_OK, LINK_IS_BROKEN, LINK_IS_SILENT, LINK_IS_INSIDE };
struct item_link {
        const char *url, *why; /* "打开时返回 404"; "" when there is nothing to say */
        enum link_known known;
};
int app_item_links(TALLOC_CTX *mem, struct tx *, int64_t item, struct item_link **ret,
                   size_t *ret_n) nodiscard;

struct broken_link {
        int64_t item_id;
        const char *title, *agency, *url, *why;
        const char *index_no; /* NULL: none */
        bool is_live;
        struct instant checked_at;
};
int app_broken_links(TALLOC_CTX *mem, struct tx *, const struct actor *, int64_t limit,
                     int64_t offset, struct broken_link **ret, size_t *ret_n,
                     int64_t *ret_all) nodiscard;

/* For the job, outside any transaction: takes up the links of some public texts that came in by import,
 * then asks some addresses that are due. Nothing when link checks are off. */
int app_links_check(TALLOC_CTX *mem, struct app *, struct instant now, size_t *ret_asked) nodiscard;

#endif
