/* domain/scan/wordlist.h: the list of wrong words as rows: what ships, and what an office adds.
 * Purpose    an office's word stands instead of a shipped one that folds to the same; the list that
 * a scan uses (domain/scan/words.h) is made of both.
 * Ownership  results hang from mem and borrow what was given. */
#ifndef DOMAIN_SCAN_WORDLIST_H
#define DOMAIN_SCAN_WORDLIST_H

#include "domain/scan/scan.h"

/* Together they keep a list below what scan_words_read() takes. */
enum { SCAN_ENTRY_TEXT_MAX = 100, SCAN_OWN_MAX = 4000 };

struct scan_entry {
        const char *wrong;
        const char *right, *reason; /* one of them is "" */
        const char *exceptions;     /* longer words in which it is right, parted by blanks */
        enum scan_severity severity;
};
/* The shipped list, in its order. */
struct scan_entry *scan_entries_shipped(TALLOC_CTX *mem, size_t *ret_n);
/* 提示, 警告, 严重; "" is 警告; negative: none of them. */
int scan_severity_named(const char *word);
/* What is wrong with it: wrong, right, exceptions. */
void scan_entry_check(const struct scan_entry *, struct problems *);
/* As a line of the list. */
const char *scan_entry_line(TALLOC_CTX *mem, const struct scan_entry *);
/* All of them as a list to read: scan_words_read(). */
const char *scan_entries_text(TALLOC_CTX *mem, const struct scan_entry *const *, size_t n);

#endif
