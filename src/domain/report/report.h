/* domain/report/report.h: a published annual report (年报), read and checked.
 * Purpose    report_read() finds the issuer, year, form, parts, table cells and the narrative's figures in
 *            the text of a report; report_check() says where it contradicts itself, its form or the report
 *            before.
 * Units      offsets are bytes of the text given. Money of a cell that was printed with its unit is in yuan.
 * Ownership  all hangs from mem; the text must outlive the report.
 * Errors     report_read() outcome REPORT_NOT_ONE: no annual report (empty, another page, not UTF-8,
 *            longer than REPORT_TEXT_MAX).
 * Law        《政府信息公开条例》第四十九条、第五十条; 2007年条例第三十一条、第三十二条. */
#ifndef DOMAIN_REPORT_REPORT_H
#define DOMAIN_REPORT_REPORT_H

#include "base/json.h"
#include "domain/report/form.h"

struct report_cell {
        const char *id, *row, *column; /* labels of the form; column "" when there is but one */
        double value;
        bool blank;       /* an empty cell; value is 0 */
        const char *unit; /* as printed with the figure; "" when none was */
        size_t at;
};

struct report_fact {
        const char *name;  /* cli.md */
        const char *key;   /* finer than name, for the checks */
        const char *label; /* what it counts, in the report's words */
        const char *of;    /* percent: what it is a share of; a part: the name of its whole; NULL */
        double value;
        const char *unit;
        bool approx;  /* 余 多 近 约 */
        bool negated; /* "未收到": nought, in words */
        const char *text;
        size_t at;
        /* where it stands in the narrative (folded, without blanks) */
        size_t from, to; /* the figure with its unit */
        size_t clause;   /* where its clause begins */
        size_t sentence; /* where its sentence begins */
        int whole;       /* index of the fact it is said to be part of; -1 */
};

struct report_part {
        const struct form_part *of;
        bool found;
        size_t at;
};

struct paper; /* paper.h */

struct report {
        const char *file, *issuer; /* issuer "" when it cannot be told */
        int year;                  /* 0 when it cannot be told */
        const struct form *form;   /* whose tables or parts it uses */
        bool has_tables;
        bool hant;
        bool complete; /* the end is there */
        const char *form_mark, *raw;
        size_t n_raw;
        struct report_part *parts;
        size_t n_parts;
        struct report_cell *cells;
        size_t n_cells;
        struct report_fact *facts;
        size_t n_facts;
        const struct paper *paper; /* the narrative */
        const struct paper *words; /* all of it, letters and figures only */
};

enum { REPORT_NOT_ONE = 1, REPORT_TEXT_MAX = 1 << 20 };
int report_read(TALLOC_CTX *mem, const char *file, const char *text, size_t n,
                struct report **ret) nodiscard;
/* NULL when the report has no such cell. */
const struct report_cell *report_cell(const struct report *, const char *id);

enum report_status { REPORT_PASS, REPORT_FAIL, REPORT_UNSURE, REPORT_NOT_ASSESSABLE };
struct report_check {
        const char *id, *kind; /* kinds of cli.md */
        enum report_status status;
        bool has_sides;
        double left, right;
        const char **cells;
        size_t n_cells;
        const char *message;  /* Chinese, for the unit */
        const char *evidence; /* words of the report; "" when the cells are the evidence */
        const char *proposal; /* the id of the one wrong cell; NULL when it cannot be told */
        double proposed;
};
struct report_checks {
        TALLOC_CTX *mem;
        struct report_check *list;
        size_t n;
};
/* before: the same filer's report of the year before; NULL when not at hand. */
void report_check(TALLOC_CTX *mem, const struct report *, const struct report *before,
                  struct report_checks *ret);
/* Adds how much of the narrative is the same as in another report (雷同), figures aside. */
void report_check_likeness(TALLOC_CTX *mem, const struct report *, const struct report *other,
                           struct report_checks *);
/* Several reports among themselves: each against that of the same unit a year before, and those of
 * one year by different units for likeness, of which five findings and the nearest are kept.
 * previous (or NULL) is handed in as the report before and comes first for each that it precedes;
 * when it precedes none, the carry-over is not assessable where no other report is before.
 * ret_checks and ret_before have n places; ret_before[i] is the index of the report before, n when
 * it is previous or none. */
void report_check_several(TALLOC_CTX *mem, const struct report *const *, size_t n,
                          const struct report *previous, struct report_checks *ret_checks,
                          size_t *ret_before);
/* Whether a report handed in as that of the year before is it: the year, and the issuer where both are known. */
bool report_precedes(const struct report *before, const struct report *);
bool report_checks_fail(const struct report_checks *);
const char *report_status_word(enum report_status);

/* "12", "96171.6". */
const char *report_number(TALLOC_CTX *mem, double);
/* checks NULL: without them. */
void report_json(struct json_out *, const struct report *, const struct report_checks *checks);
void report_print(struct buf *, const struct report *, const struct report_checks *checks);

#endif
