/* app/demo/book.h: the phrase book of the demo data.
 * Purpose    word lists, sentence pools and document patterns in a small language
 * (data/demo/README.md), read once, and the pen that writes text from them: choices, numbers,
 * dates, sums. Pure: the same seed writes the same text everywhere. Ownership  a book hangs from
 * mem and never changes; a pen belongs to one thread. */
#ifndef APP_DEMO_BOOK_H
#define APP_DEMO_BOOK_H

#include "base/buf.h"
#include "base/day.h"
#include "base/problems.h"

enum { BOOK_CHANNELS = 4 }; /* site, weibo, wechat, other */

struct book_list {
        const char *name;
        const char **lines;
        size_t n_lines;
};

/* How one kind of document is written and by whom. */
struct pattern {
        const char *name;
        const char **by; /* keys of agencies; "*" = all */
        size_t n_by;
        const char *column; /* "A20_15_1 town=A21_T1": default, then by key */
        const char *topic, *genre, *audience, *to, *file, *years, *fixed;
        int weight; /* share of what is not fixed in number */
        int each;   /* so many of every agency in `by` */
        int count;  /* so many in all */
        bool doc, sign, policy, monthly;
        unsigned months; /* bit per month, 1 … 12 */
        int channel[BOOK_CHANNELS];
        const char **titles;
        size_t n_titles;
        const char **lets;
        size_t n_lets;
        const char **lines; /* the body */
        size_t n_lines;
};

struct book {
        struct book_list *lists;
        size_t n_lists;
        struct pattern *patterns;
        size_t n_patterns;
};

/* Adds one file to the book; `swaps` (pairs, NULL-terminated) are replaced in every line first,
 * which is how a county's phrases become a district's. Outcome 1: faults with their lines in
 * problems. */
int book_read(TALLOC_CTX *mem, struct book *, const char *file, const char *bytes, size_t n,
              const char *const *swaps, struct problems *) nodiscard;
const struct book_list *book_list(const struct book *, const char *name);
/* Adds or replaces a list of the scenario's own. */
void book_put_list(TALLOC_CTX *mem, struct book *, const char *name, const char **lines,
                   size_t n_lines);
const struct pattern *book_pattern(const struct book *, const char *name);
/* Sentences in all patterns and pools: what `n different ways of saying it` counts. */
size_t book_sentences(const struct book *);

/* Blocks of a written body. */
enum block_kind {
        BLOCK_TO,      /* 主送机关 */
        BLOCK_PARA,    /* paragraph */
        BLOCK_HEAD,    /* 一、 */
        BLOCK_SUBHEAD, /* （一）with its text */
        BLOCK_POINT,   /* 1. with its text */
        BLOCK_CLOSE,   /* 特此通知。 */
        BLOCK_TABLE,
        BLOCK_ANNEX,  /* 附件：… */
        BLOCK_SIGNER, /* 署名 */
        BLOCK_DATE,   /* 成文日期 */
};
struct block {
        enum block_kind kind;
        const char *text;   /* of a table: its caption */
        const char **cells; /* row by row, the header first */
        size_t n_rows, n_cols;
        bool *number; /* per column: figures, set right */
        bool total;   /* the last row is the sum */
};

struct pen {
        TALLOC_CTX *mem; /* what is written hangs here; the caller changes it from item to item */
        const struct book *book;
        uint64_t state;
        struct bound {
                const char *name, *value;
        } bound[192];
        size_t n_bound;
        struct {
                const struct book_list *list;
                size_t line;
        } used[96];
        size_t n_used;
        struct day day;        /* 成文日期: {d}, {md}, {y}, {m} */
        const char *key;       /* of the agency: lines "@key …" are for it alone */
        const char **villages; /* "镇:村 村 …" */
        size_t n_villages;
        int row;
        struct problems *problems; /* slots that name nothing: a fault of the book */
        const char *where;
};

uint64_t pen_random(struct pen *);
/* 0 … n − 1. */
size_t pen_pick(struct pen *, size_t n);
void pen_bind(struct pen *, const char *name, const char *value);
/* NULL when unbound. */
const char *pen_bound(const struct pen *, const char *name);
/* Forgets what was bound after `mark` (a former n_bound), and which sentences were used. */
void pen_forget(struct pen *, size_t mark);
/* Writes one line of the book. */
const char *pen_write(struct pen *, const char *text);
/* The whole body of a pattern, its lets and tables first (so that text may speak of sums). */
struct block *pen_body(struct pen *, const struct pattern *, size_t *ret_n);
void pen_lets(struct pen *, const struct pattern *);

#endif
