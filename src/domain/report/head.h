/* domain/report/head.h: what a report is: whose, of which year, in which form, whether it is all there.
 * Purpose    the parts of report_read() that look at the text as a whole. Ownership  hangs from mem. */
#ifndef DOMAIN_REPORT_HEAD_H
#define DOMAIN_REPORT_HEAD_H

#include "domain/report/paper.h"
#include "domain/report/report.h"

bool head_is_report(const struct paper *words);
bool head_is_hant(const char *raw, size_t n);
int head_year(TALLOC_CTX *mem, const char *raw, const struct paper *words);
/* As written in the report; "" when it names nobody. */
const char *head_issuer(TALLOC_CTX *mem, const char *raw, const struct paper *words);
/* By the labels that only one form has; NULL when there are none. */
const struct form *head_form_of_tables(const struct paper *words, const char **ret_mark);
/* The form of the year, when many rows of its tables stand there without any of its own labels (table 3 alone). */
const struct form *head_form_of_rows(const struct paper *words, int year, const char **ret_mark);
/* By the names of its parts. */
const struct form *head_form_of_parts(const struct paper *words, int year, const char **ret_mark);
/* Law: 2007年条例第三十二条; 《政府信息公开条例》第五十条 (what a report must contain). */
void head_parts(TALLOC_CTX *mem, struct report *);
/* Whether the end of the report is there: a signature, a date, or its last part with its last words. */
bool head_is_complete(const struct report *);

#endif
