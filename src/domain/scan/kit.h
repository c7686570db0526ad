/* domain/scan/kit.h: what the detectors share; for the files of this folder only.
 * Purpose    a piece is what is looked at in one go: a line of metadata, a paragraph, or a row of a
 * table with its cells parted by tabs, so that a name in one cell meets an address in the next. Its
 * characters are folded, invisible ones left out, blanks and dashes made one; each knows its byte.
 * Ownership  a piece borrows and lives until the next one is looked at. */
#ifndef DOMAIN_SCAN_KIT_H
#define DOMAIN_SCAN_KIT_H

#include "base/text.h"
#include "domain/scan/scan.h"

/* A paragraph within a piece. */
struct seg {
        size_t at;        /* its first byte in the piece */
        size_t ch;        /* its first character */
        size_t base;      /* what its first byte is counted as */
        const char *path; /* of the block */
        const char *head; /* folded text of the column's header cell, "" for none */
};

/* A stretch of a piece that is a link. */
struct linked {
        size_t from, to; /* bytes */
        const char *href;
};

struct piece {
        TALLOC_CTX *mem;
        const char *field, *label;
        const char *text; /* bytes */
        size_t n_bytes;
        uint32_t *c;  /* folded characters … */
        uint32_t *at; /* … and the byte of each; at[n] = n_bytes */
        bool *taken;  /* belongs to a finding that others must not repeat */
        bool *url;    /* within an address of the web */
        size_t n;
        struct seg *segs;
        size_t n_segs;
        struct linked *links;
        size_t n_links;
};

struct scanner {
        TALLOC_CTX *mem; /* findings hang from it */
        struct scan_findings out;
        size_t cap;
        const struct scan_options *opt;
        const char **own; /* digits of own telephones, sorted */
        size_t n_own;
        bool is_name; /* the piece is a title or the name of a file */
};

/* What a detector has to say; characters [from, to) of the piece. */
struct mark {
        enum scan_kind kind;
        enum scan_severity severity;
        size_t from, to;
        const char *masked, *reason, *suggestion, *advice; /* masked NULL: as found */
};
/* Notes a finding and takes its characters. */
void scan_note(struct scanner *, struct piece *, const struct mark *);

/* Detectors, in the order in which they take their characters. */
void scan_secret(struct scanner *, struct piece *);
void scan_numbers(struct scanner *, struct piece *);
void scan_plates(struct scanner *, struct piece *);
void scan_addresses(struct scanner *, struct piece *);
void scan_docnos(struct scanner *, struct piece *);
void scan_hrefs(struct scanner *, struct piece *);
void scan_wrong_words(struct scanner *, struct piece *);

/* Fills in the characters of a piece that has its bytes and paragraphs. */
void scan_split(struct piece *);
/* Every piece of a body, in order. */
typedef void piece_fn(void *arg, struct piece *);
void scan_each_piece(const struct body *, piece_fn *, void *arg);
/* Keys of the document numbers of a piece; fn gets each key with the characters it stands for. */
struct docno_mention {
        size_t from, to;     /* the likely number, its mark guessed */
        size_t bracket, end; /* 〔 and behind 号 */
        size_t least;        /* where its mark may begin at the earliest */
};
bool scan_docno_next(const struct piece *, size_t *at, struct docno_mention *ret);
const char *scan_docno_key(TALLOC_CTX *mem, const struct piece *, size_t from, size_t to);

/* ---- characters ---- */
static inline bool
is_digit(uint32_t c)
{
        return c >= '0' && c <= '9';
}
static inline bool
is_alnum(uint32_t c)
{
        return is_digit(c) || (c >= 'a' && c <= 'z');
}
static inline uint32_t
char_at(const struct piece *p, size_t i)
{
        return i < p->n ? p->c[i] : 0;
}
/* Whether the (folded, UTF-8) word stands at i; its length in characters, 0 for no. */
size_t scan_word_at(const struct piece *, size_t i, const char *word);
/* Whether one of the words, parted by blanks, ends right before i; its length, 0 for no. */
size_t scan_ends_with(const struct piece *, size_t i, const char *words);
/* Whether one of the words stands at i. */
size_t scan_begins_with(const struct piece *, size_t i, const char *words);
/* The place behind the last of the words that begins within [from, to), 0 for none. */
size_t scan_last_of(const struct piece *, size_t from, size_t to, const char *words);
/* Whether folded text has one of the words. */
bool scan_has_one(const char *folded, const char *words);
/* The paragraph in which character i stands. */
const struct seg *scan_seg(const struct piece *, size_t i);
/* Digits and letters of [from, to) but for the first and last few become *. */
const char *scan_masked(TALLOC_CTX *mem, const struct piece *, size_t from, size_t to, size_t first,
                        size_t last);

/* The k-th field of a line of the list of words, trimmed. */
const char *scan_word_field(TALLOC_CTX *mem, const char *line, size_t n, int k);

#endif
