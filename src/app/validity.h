/* app/validity.h: what a later document does to an earlier one (修改, 废止, 代替).
 * Purpose    the words of a public text are frozen, its validity is not: while a public document amends, repeals or replaces
 * an item, the item's live text bears a mark, from which page, lists, search and feeds tell it. The mark keeps what
 * the text says by itself; it comes back when the later document is withdrawn, the relation taken off, or the item
 * itself corrected or withdrawn. Each change of a mark is an audit row and touches the pages of the item and of its lists.
 * Locking    the earlier item's row is locked first, then its undoers are read.
 * Law        《规章制定程序条例》第三十八条; 国办发〔2018〕37号 (validity of normative documents). */
#ifndef APP_VALIDITY_H
#define APP_VALIDITY_H

#include "app/publish.h"
#include "app/run.h"
#include "domain/item/validity.h"

/* Works the mark of an item out anew; who is NULL for the housekeeping. An item that is not public bears none. */
int app_validity_mark(TALLOC_CTX *mem, struct tx *, const struct actor *who, struct instant now,
                      int64_t item) nodiscard;
/* Takes it away, before the text that bears it goes. */
int app_validity_unmark(TALLOC_CTX *mem, struct tx *, int64_t item) nodiscard;
/* The marks of all that an item amends, repeals or replaces, after it went out or was taken back. */
int app_validity_of_others(TALLOC_CTX *mem, struct tx *, const struct actor *who,
                           struct instant now, int64_t from) nodiscard;
/* What an item's text says by itself, for a draft that goes on from it: the facts, and in *ret_by who repealed it by
 * the text's own words (NULL: nobody). Nothing is changed where there is no mark. */
int app_validity_own(TALLOC_CTX *mem, struct tx *, int64_t item, enum validity *stated,
                     struct day *repealed, const char **repealed_by) nodiscard;
/* Amendments that come into force by their day. */
int app_validity_due(TALLOC_CTX *mem, struct app *, struct instant now) nodiscard;

#endif
