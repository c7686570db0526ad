/* intake/tree.h: what a document says, between the reader of a format and the answer.
 * Purpose    blocks in order: paragraphs (with their place in a list and their number), tables, pictures.
 *            Written as plain text, or as the JSON of domain/body, which the parent's side checks in full.
 * Ownership  hangs from mem. */
#ifndef INTAKE_TREE_H
#define INTAKE_TREE_H

#include "base/json.h"

enum tree_align { TREE_PLAIN, TREE_LEFT, TREE_CENTER, TREE_RIGHT };
enum tree_mark { TREE_STRONG = 1, TREE_EM = 2, TREE_SUB = 4, TREE_SUP = 8 };
enum tree_list { TREE_NO_LIST, TREE_BULLETS, TREE_NUMBERS };

struct tree_inline {
        const char *text; /* NULL: a line break, or a picture when file is set */
        const char *href, *file, *alt;
        unsigned marks;
        struct tree_inline *next;
};

enum tree_type { TREE_PARAGRAPH, TREE_TABLE };

struct tree_cell {
        struct tree_block *first, *last; /* paragraphs only */
        unsigned col, colspan, rowspan;
        bool opens, below; /* first of a merged column; belongs to a cell above */
        struct tree_cell *next;
};
struct tree_row {
        struct tree_cell *first, *last;
        bool header;
        unsigned before; /* columns left out in front */
        struct tree_row *next;
};
struct tree_block {
        enum tree_type type;
        /* paragraph */
        unsigned heading; /* 0, or 1 to 3 */
        enum tree_align align;
        enum tree_list list;
        unsigned depth, number; /* in a list */
        const char *label;      /* its number in words ("一、"); "" for none */
        struct tree_inline *first, *last;
        /* table */
        struct tree_row *first_row, *last_row;
        size_t n_rows;
        struct tree_block *next;
};
struct tree {
        TALLOC_CTX *mem;
        struct tree_block *first, *last;
        size_t n;
};

enum { TREE_COLUMNS_MAX = 64, TREE_ROWS_MAX = 5000, TREE_DEPTH_MAX = 6 };

struct tree_block *tree_paragraph(TALLOC_CTX *mem);
void tree_append(struct tree_block **first, struct tree_block **last, struct tree_block *);
/* Joins what has the same marks. */
void tree_say(TALLOC_CTX *mem, struct tree_block *, const char *text, size_t n, unsigned marks,
              const char *href);
void tree_break(TALLOC_CTX *mem, struct tree_block *);
void tree_picture(TALLOC_CTX *mem, struct tree_block *, const char *file, const char *alt);
/* Makes a rectangle of a table as it was read: spans settled, short rows filled, rows that vanish dropped. A
 * table wider or longer than the ceilings becomes paragraphs; false then. */
bool tree_settle(TALLOC_CTX *mem, struct tree_block *table);

/* A paragraph a line, a row a line with " | " behind each cell. */
void tree_text(struct buf *, const struct tree *);
#define TREE_NOTHING "{\"type\":\"doc\",\"content\":[]}"
void tree_json(struct json_out *, const struct tree *);
/* Running text to paragraphs, a line each; paper: lines that the paper broke are joined again by indentation and
 * length, numbers of pages dropped. */
void tree_from_text(struct tree *, const char *text, size_t n, bool paper);
/* Whether a link may stand in a body: the web and mail. */
bool tree_is_href(const char *);

#endif
