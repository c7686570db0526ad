/* domain/report/check.h: the parts of report_check() among themselves. */
#ifndef DOMAIN_REPORT_CHECK_H
#define DOMAIN_REPORT_CHECK_H

#include "domain/report/report.h"

struct checker {
        TALLOC_CTX *mem;
        const struct report *rep, *before;
        struct report_checks *out;
};

/* Adds a check; its message is formatted. The result may be added to until the next call. */
struct report_check *check_add(struct checker *, const char *id, const char *kind,
                               enum report_status, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void check_cells(struct checker *, struct report_check *, const struct form_names *ids);
void check_sides(struct report_check *, double left, double right);
/* "12", "96171.6". */
const char *check_number(TALLOC_CTX *mem, double);
/* Whether the figures of money and counts are the same, rounding of decimals aside. */
bool check_same(double a, double b);

/* What the checks of the narrative ask: words of it as they stand in the report; of a fact its clause, folded;
 * whether its sentence compares with another year ("2023年…", 上年, 同比). */
bool check_has(const char *s, const char *word);
const char *check_quote(struct checker *, size_t from, size_t to);
const char *check_clause(struct checker *, const struct report_fact *);
bool check_other_year(struct checker *, const struct report_fact *);

/* The form's own rules; carry-over and validity against the report before. */
void check_rules(struct checker *);
/* The carry-over when the report handed in as that of the year before is another one. */
void check_carry_unknown(struct checker *);
/* Within the narrative, and the narrative against the tables. */
void check_text(struct checker *);
/* Percentages: parts of a whole, growth over a year. */
void check_shares(struct checker *);
/* Year, period, form, parts, blanks, near copies. */
void check_frame(struct checker *);

enum { CHECK_NEAR_SHARE = 80 }; /* per cent from which two narratives are one (雷同) */
enum { CHECK_SHINGLE_BYTES = 1 << 14 };
/* The narrative's shingles as a set of bits. */
const uint8_t *check_shingles(TALLOC_CTX *mem, const struct report *);
/* Adds what report_check_likeness() adds. */
void check_likeness(struct checker *, const uint8_t *bits, const struct report *other,
                    const uint8_t *other_bits);

#endif
