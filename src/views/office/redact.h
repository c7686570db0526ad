/* views/office/redact.h: places of a PDF of a draft that are to be blacked out (涂黑). */
#ifndef VIEWS_OFFICE_REDACT_H
#define VIEWS_OFFICE_REDACT_H

#include "views/part/part.h"

struct office_page_picture {
        int64_t no;
        const char *url;
};
/* 涂黑: the pages as pictures; places are drawn with a script, or written as numbers. */
struct view_office_redact {
        struct view_page page;
        const char *name; /* of the file */
        struct part_error_summary problems;
        const char *action, *csrf, *cancel_url;
        int64_t dpi; /* of the pictures */
        struct part_textarea boxes;
        const struct office_page_picture *pages;
        size_t n_pages; /* 0: cannot be shown, problems say why */
};

#endif
