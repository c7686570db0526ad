/* views/office/report_one.h: one annual report, printed as its form is, with the findings beside. */
#ifndef VIEWS_OFFICE_REPORT_ONE_H
#define VIEWS_OFFICE_REPORT_ONE_H

#include "views/part/report_table.h"

struct view_office_report_one {
        struct view_page page;
        const char *heading;
        struct part_facts facts;
        struct part_notice verdict;
        struct part_report_findings findings; /* of the narrative and the form */
        const struct part_report_table *tables;
        size_t n_tables;
        const char *no_tables;   /* why there are none; NULL with tables */
        const char *const *open; /* what could not be checked */
        size_t n_open;
        /* the letter to the unit; NULL: nothing to write about */
        const char *pdf_url, *docx_url;
        struct part_date due;
        const char *json_url;
};

#endif
