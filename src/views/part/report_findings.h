/* views/part/report_findings.h: what the check of an annual report found, to be read beside it. */
#ifndef VIEWS_PART_REPORT_FINDINGS_H
#define VIEWS_PART_REPORT_FINDINGS_H

#include "views/part/part.h"

struct part_report_finding {
        int64_t no;    /* unique on the page, from 1: id finding-<no> */
        bool is_wrong; /* 不符; else 存疑 */
        const char *kind, *message;
        const char *evidence; /* words of the report; "" = none */
        const char *proposal; /* "" = none */
};
struct part_report_findings {
        const struct part_report_finding *findings;
        size_t n_findings;
};

#endif
