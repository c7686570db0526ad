/* views/office/report_run.h: what a check of several reports found, one line a report. */
#ifndef VIEWS_OFFICE_REPORT_RUN_H
#define VIEWS_OFFICE_REPORT_RUN_H

#include "views/part/part.h"

struct view_office_report_run {
        struct view_page page;
        const char *csrf, *forget_action, *again_url;
        struct part_figures figures;
        struct part_sheet reports;
        struct part_sheet unread; /* files that could not be checked, and why */
        const char *xlsx_url, *json_url;
        struct instant made_at, expires_at;
};

#endif
