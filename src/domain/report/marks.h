/* domain/report/marks.h: what stands in a table's part of a report, mark by mark.
 * Purpose    words, figures and blanks in the order of the text, whichever way the cells were set apart: bars, tabs,
 *            blanks, lines, or not at all where the form's labels and units tell a label from its figure
 *            ("网站公开条120"). Columns of running numbers (代码, 序号) are left out. Ownership  hangs from mem. */
#ifndef DOMAIN_REPORT_MARKS_H
#define DOMAIN_REPORT_MARKS_H

#include "domain/report/form.h"
#include "domain/report/paper.h"

enum mark_kind { MARK_WORDS, MARK_FIGURE, MARK_BLANK, MARK_END_OF_ROW };

struct mark {
        enum mark_kind kind;
        size_t line, at, end;
        double value;
        const char *text; /* words: letters only; figure: its unit */
};

struct marks {
        TALLOC_CTX *mem;
        struct mark *list;
        size_t n;
        const struct form_table *t;
        const char **labels; /* of the table's rows, as paper_words() has them */
};

/* The marks of raw[where.from..where.to), taken for the table t. */
struct marks marks_cut(TALLOC_CTX *mem, const char *raw, struct span where,
                       const struct form_table *t);
/* A figure or a blank. */
bool mark_is_value(const struct mark *);
/* A cell of the column of units, between a label and its figure. */
bool mark_is_unit(const char *words);

#endif
