/* domain/body/diff.h: two versions side by side (版本比较).
 * Purpose    what changed from one text to another, as rows for a view: a paragraph, an entry of a
 * list or a row of a table each, with the changed characters marked. Paragraphs are matched first,
 * then the characters within those that belong together; figures and Latin words are never parted.
 * Work is bounded: where two texts are too far apart, whole paragraphs are told apart.
 * Units      texts of rows: cells are parted by " │ ", a break is '\n'. Ownership  results hang from
 * mem. The texts of the spans that are no addition give the left side again, those that are no
 * removal the right side. */
#ifndef DOMAIN_BODY_DIFF_H
#define DOMAIN_BODY_DIFF_H

#include "domain/body/body.h"

enum diff_mark { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED };

struct diff_span {
        enum diff_mark mark;
        const char *text;
};

/* Left: same and removed; right: same and added. */
struct diff_pair {
        struct diff_span *left, *right;
        size_t n_left, n_right;
        bool differs;
};

/* By character, within the bound; beyond it one span each. */
struct diff_pair diff_text(TALLOC_CTX *mem, const char *left, const char *right);

enum diff_row_kind {
        DIFF_ROW_SAME,
        DIFF_ROW_CHANGED,
        DIFF_ROW_FORM, /* the words are the same, their form or links are not */
        DIFF_ROW_REMOVED,
        DIFF_ROW_ADDED,
};

enum diff_block { DIFF_PARAGRAPH, DIFF_HEADING, DIFF_ENTRY, DIFF_TABLE_ROW, DIFF_IMAGE };

struct diff_row {
        enum diff_row_kind kind;
        enum diff_block block; /* of the right side where there is one */
        int level;             /* of a heading, or how deep an entry lies */
        struct diff_pair words;
};

struct diff {
        struct diff_row *rows;
        size_t n_rows;
        size_t n_changed, n_removed, n_added; /* rows; changed: words or form */
};

struct diff diff_bodies(TALLOC_CTX *mem, const struct body *left, const struct body *right);

/* Metadata: one row a field, in the order given; NULL is "". */
struct diff_field {
        const char *label, *left, *right;
        struct diff_pair words; /* filled in */
};
/* Fills in the words; the number of fields that differ. */
size_t diff_fields(TALLOC_CTX *mem, struct diff_field *, size_t n);

#endif
