/* views/office/report_form.h: where reports are handed in to be checked (年报核查). */
#ifndef VIEWS_OFFICE_REPORT_FORM_H
#define VIEWS_OFFICE_REPORT_FORM_H

#include "views/part/part.h"

struct view_office_report_form {
        struct view_page page;
        const char *csrf, *action;
        struct part_error_summary problems;
        struct part_upload files;
        struct part_notice notice; /* 已删除 */
        struct part_sheet runs;    /* one's own, the newest first */
        int64_t days;              /* they are kept */
};

#endif
