/* domain/report/form.h: the forms of annual reports (年报格式) as data.
 * Purpose    sections, tables, rows, columns, units, stable cell ids and identities (勾稽关系) of each form,
 *            read from data/forms/. A new form is a file. One definition serves parsing, checking, printing.
 * Ownership  all hangs from mem; the shipped forms live as long as the process.
 * Errors     form_read() outcome FORM_FAULTY: line and words of each fault in problems.
 * Law        《政府信息公开条例》第四十九条、第五十条; 2007年条例第三十一条、第三十二条. */
#ifndef DOMAIN_REPORT_FORM_H
#define DOMAIN_REPORT_FORM_H

#include "base/day.h"
#include "base/problems.h"

struct form_names {
        const char **list;
        size_t n;
};

struct form_part {
        int n;
        bool required;
        struct form_names names; /* the first is the form's own words, the others what is found */
};

struct form_row {
        const char *id, *unit, *label;
        const char *group;         /* a heading printed above it, without cells; NULL: none */
        bool spare;                /* stands only in some printings of the form */
        struct form_names cells;   /* ids, in the order of the columns */
        struct form_names columns; /* labels; "" for a table of one column */
};

struct form_table {
        const char *prefix, *title;
        bool ordered; /* rows are told by their order; otherwise by their labels alone */
        struct form_names from, to, column_ids, column_labels;
        struct form_row *rows;
        size_t n_rows;
};

enum form_rule_kind {
        FORM_SUM,      /* left = sum of right, exactly */
        FORM_MOST,     /* left is part of right: never larger */
        FORM_CHANNELS, /* left counts items once, right by channel: may overlap */
        FORM_AT_LEAST, /* the sum of left is not negative */
        FORM_ODD,      /* left = sum of right would be odd */
        FORM_CANNOT,   /* left is 0 for filers of the level */
        FORM_UNIT,     /* left was written with its unit */
        FORM_CARRY,    /* left = right of the report before */
        FORM_FOLLOW,   /* left = unsigned terms of the report before and signed ones of this */
        FORM_TEXT,     /* the fact named left says the same as the sum of right */
};

struct form_rule {
        enum form_rule_kind kind;
        const char *id, *message;
        struct form_names left, right;
        const char *level; /* FORM_CANNOT */
};

struct form {
        const char *id, *kind, *title; /* kind: pre2019, 2019, 2021 */
        const char *law;
        int from, to;           /* years of report */
        int due_month, due_day; /* of the next year */
        struct form_part *parts;
        size_t n_parts;
        struct form_names marks; /* labels that no other form has */
        struct form_table *tables;
        size_t n_tables;
        struct form_rule *rules;
        size_t n_rules;
};

enum { FORM_FAULTY = 1 };
int form_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct problems *,
              struct form **ret) nodiscard;

/* The forms of this program, oldest first. */
const struct form *const *forms_shipped(size_t *ret_n);
/* The form in force for reports of that year; of several local ones before 2014 the last. */
const struct form *form_of_year(int year);

#endif
