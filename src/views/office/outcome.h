/* views/office/outcome.h: what came of something that took a moment, and where to go from here. */
#ifndef VIEWS_OFFICE_OUTCOME_H
#define VIEWS_OFFICE_OUTCOME_H

#include "views/part/part.h"

struct view_office_outcome {
        struct view_page page;
        struct part_notice notice;
        const char *list_title; /* shown with lines */
        const char *const *lines;
        size_t n_lines;
        const struct view_link *links; /* the first is the next step */
        size_t n_links;
};

#endif
