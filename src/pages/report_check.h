/* pages/report_check.h: the pages of 年报核查 among themselves.
 * Ownership  everything hangs from the region of the page. */
#ifndef PAGES_REPORT_CHECK_H
#define PAGES_REPORT_CHECK_H

#include "app/report_check.h"
#include "pages/office_kit.h"
#include "views/part/report_table.h"

/* How many checks of a report have that status. */
int64_t report_count(const struct report_run_file *, enum report_status);
/* In a word: 有不符, 待核实, 未见不符 (something could not be checked), 未见问题. */
struct part_tag report_verdict(const struct report_run_file *);
/* 机关, or "（未写明机关）". */
const char *report_issuer(const struct report_run_file *);
/* What a kind of check (cli.md) is about, in Chinese. */
const char *report_kind_label(const char *kind);
/* The findings of a report: what does not agree first, then what is in doubt. */
size_t report_findings(TALLOC_CTX *mem, const struct report_run_file *,
                       const struct report_check ***ret);
/* 某行·某列: where a cell stands, for people; "" when the form has no such cell. */
const char *report_cell_place(TALLOC_CTX *mem, const struct report *, const char *id);
/* The words of the report that it rests on, unless the message quotes them already. */
const char *report_evidence(const struct report_check *);
/* "疑为…一格有误，按勾稽关系应为 12…", "" without a proposal. */
const char *report_proposal(TALLOC_CTX *mem, const struct report *, const struct report_check *);

/* The tables of the report in their printed shape. list and n are those of report_findings();
 * *ret_rest are the findings of no table, which stand apart; numbers count through both. */
void report_tables(TALLOC_CTX *mem, const struct report_run_file *,
                   const struct report_check *const *list, size_t n,
                   struct part_report_findings *ret_rest, struct part_report_table **ret,
                   size_t *ret_n);

/* The letter to the unit of `file` about all its reports of the run, until `due`, as body.
 * *ret_title is its title. False when there is nothing to write about. */
struct body;
bool report_letter(struct page *, const struct report_run *, const struct report_run_file *file,
                   struct day due, const char **ret_title, struct body **ret);

/* The run that the path names, and with ret_file its file. PAGE_NOT_FOUND with the reason. */
int report_asked(struct page *, struct report_run **ret,
                 struct report_run_file **ret_file) nodiscard;

#endif
