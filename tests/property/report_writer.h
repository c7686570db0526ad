/* tests/property/report_writer.h: annual reports written from the forms, whole and broken.
 * Purpose    draws a sheet (every cell of every table of a form, adding up) and a narrative about it, and writes
 *            them down the way published pages look: one of the shapes and damages below.
 * Ownership  all hangs from mem. */
#ifndef TESTS_PROPERTY_REPORT_WRITER_H
#define TESTS_PROPERTY_REPORT_WRITER_H

#include "domain/report/report.h"
#include "property.h"

enum damage {
        WHOLE,          /* laid out with blanks */
        PIPED,          /* a row a line, bars between the cells */
        RULED,          /* the same with outer bars and a rule under the heads */
        TABBED,         /* a row a line, tabs between */
        FLATTENED,      /* one cell a line */
        FLAT_BARRED,    /* one cell a line, a bar behind each */
        ONE_LINE,       /* a table in one line */
        PAGE,           /* a web page: table, tr, td */
        WRAPPED_LABEL,  /* labels broken over lines, the figures beside any of them */
        PAGE_SPLIT,     /* page numbers and repeated heads in the middle of tables and sentences */
        CUT_LABEL,      /* labels that end or begin too late */
        DAMAGED_LABEL,  /* characters of labels turned into others */
        LOST_CHARACTER, /* characters of labels and 年 of dates gone */
        LOST_CELL,      /* a figure gone, its place blank */
        TRADITIONAL,
        FULL_WIDTH, /* full-width figures, brackets and blanks */
        OTHER_FORM, /* the tables of another year's form */
        DAMAGES
};
extern const char *const damage_names[DAMAGES];

enum fault {
        NO_FAULT,
        WRONG_CELL,    /* one cell of a sum */
        PART_TOO_BIG,  /* 其中 larger than the whole, in a table */
        TEXT_TABLE,    /* the narrative against the table */
        WRONG_PARTS,   /* classes that do not make up the total */
        WRONG_SHARE,   /* a percentage */
        WRONG_GROWTH,  /* a percentage of growth over a figure that is given */
        WRONG_PERIOD,  /* the statistical period */
        FORM_OF_YEAR,  /* tables that were out of use */
        TOWN_RULES,    /* a township with 规章 */
        WRONG_TOPIC,   /* proposals under 依申请公开 */
        MISSING_PART,  /* a part the law requires */
        SAID_TWICE,    /* two figures for one thing */
        WRONG_BALANCE, /* applications in words */
        WRONG_CARRY,   /* carried in, against the report before */
        FAULTS
};
extern const char *const fault_names[FAULTS];
/* The kind of check (cli.md) that must fail for the fault. */
extern const char *const fault_kinds[FAULTS];

enum { SHEET_CELLS = 300, SHEET_FACTS = 40 };

struct sheet {
        const struct form *form; /* of the tables */
        int year;
        const char *place, *issuer;
        bool township;
        size_t n;
        const char *ids[SHEET_CELLS];
        int64_t value[SHEET_CELLS];
        bool blank[SHEET_CELLS];
        const char *wrong_cell; /* of WRONG_CELL, PART_TOO_BIG, WRONG_CARRY */
        int64_t right_value;
        size_t n_facts;
        const char *fact_names[SHEET_FACTS];
        double facts[SHEET_FACTS];
};

/* A sheet that adds up, for a report of the form in force. */
struct sheet sheet_draw(TALLOC_CTX *mem, struct gen *, enum damage);
/* A fault of the sheet's cells, planted; false when the form has no room for it. */
bool sheet_break(struct sheet *, struct gen *, enum fault);
/* NAN when there is no such cell. */
int64_t sheet_value(const struct sheet *, const char *id);
bool sheet_has(const struct sheet *, const char *id);
/* Writes it down; notes the facts told in the sheet. */
const char *sheet_write(TALLOC_CTX *mem, struct gen *, struct sheet *, enum damage, enum fault);

#endif
