/* views/part/report_table.h: a table of an annual report (年报) in its printed shape, with what was
 * found in its cells. */
#ifndef VIEWS_PART_REPORT_TABLE_H
#define VIEWS_PART_REPORT_TABLE_H

#include "views/part/report_findings.h"

/* Colour, sign and word say the same. */
enum part_report_mark {
        REPORT_MARK_NONE,
        REPORT_MARK_TOUCHED, /* has a part in a finding, but another cell is the wrong one */
        REPORT_MARK_DOUBT,
        REPORT_MARK_WRONG
};
struct part_report_cell {
        const char *text; /* NULL: nothing is printed in it */
        bool absent;      /* the form has no such cell, or it was not found */
        int64_t span;     /* columns it takes, when more than one; else 0 */
        enum part_report_mark mark;
        const int64_t *refs; /* numbers of the findings, at most three */
        size_t n_refs;
        const char *proposed; /* what it should say; NULL: not told */
};
struct part_report_row {
        const char *group; /* a heading above the row; NULL: none */
        int64_t group_level;
        const char *label, *unit;
        int64_t level; /* 0 to 2: how far the label stands in */
        const struct part_report_cell *cells;
        size_t n_cells;
};
struct part_report_head {
        const char *label;
        int64_t span; /* as above */
};
/* Rows that have the same columns. */
struct part_report_block {
        const struct part_report_head *tops; /* above the heads; none: one line of heads */
        size_t n_tops;
        const struct part_report_head *heads;
        size_t n_heads;
        const struct part_report_row *rows;
        size_t n_rows;
};
struct part_report_table {
        const char *id, *title;
        int64_t n_columns; /* with that of the labels */
        bool wide;         /* more columns than stand beside the findings */
        const struct part_report_block *blocks;
        size_t n_blocks;
        struct part_report_findings findings; /* of its cells */
};

#endif
