/* app/scan_list.h: the words that the scan before publication looks for (错敏词).
 * Purpose    those that ship and those of the house as one list; an office adds, changes and switches
 * off, and no shipped word is lost: what is switched off may be switched on again.
 * Ownership  results hang from mem.
 * Errors     SCAN_LIST_NONE: no such word; SCAN_LIST_BAD: all of it in problems, nothing done. */
#ifndef APP_SCAN_LIST_H
#define APP_SCAN_LIST_H

#include "app/import.h"
#include "app/table.h"
#include "domain/access/access.h"
#include "domain/scan/wordlist.h"

struct tx;

enum scan_list_outcome { SCAN_LIST_NONE = 1, SCAN_LIST_BAD = 2 };

struct office_word {
        struct scan_entry entry;
        const char *key;   /* folded */
        bool shipped, own; /* both: a shipped word that the house changed */
        bool enabled;
        const char *added_by; /* of an own one; NULL: the command line */
        struct instant added_at;
};
/* Own ones by word, then the shipped ones that stand as they came. */
int app_scan_list(TALLOC_CTX *mem, struct tx *, struct office_word **ret, size_t *ret_n) nodiscard;
int app_scan_word(TALLOC_CTX *mem, struct tx *, const char *wrong,
                  struct office_word *ret) nodiscard;
struct table app_word_table(TALLOC_CTX *mem, const struct office_word *, size_t n);

/* A word of the house; is_new: none of that writing may be there. who NULL: the command line. */
int app_scan_word_put(TALLOC_CTX *mem, struct tx *, const struct actor *who, struct instant now,
                      const struct scan_entry *, bool enabled, bool is_new,
                      struct problems *) nodiscard;
/* What is there already is changed; a shipped word as it came is left as it is. */
int app_import_words(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                     struct import_result *ret) nodiscard;

/* What a scan looks for: scan_options.words. */
int app_scan_words(TALLOC_CTX *mem, struct tx *, const struct scan_words **ret) nodiscard;

#endif
