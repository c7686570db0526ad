/* views/office/roll.h: a list of the house: agencies, people, columns, classes, days. */
#ifndef VIEWS_OFFICE_ROLL_H
#define VIEWS_OFFICE_ROLL_H

#include "views/part/part.h"

struct view_office_roll {
        struct view_page page;
        const char *lead;
        struct part_notice notice;         /* what was just done; shown when it has a title */
        const struct part_button *buttons; /* what may be done here: links */
        size_t n_buttons;
        struct part_tabs tabs;
        struct part_filter filter; /* shown when it has fields */
        struct part_facts facts;   /* the whole in a few words */
        struct part_sheet sheet;
        struct part_pagination pagination;
        const char *older_url, *newest_url; /* of a list that grows while it is read; NULL: none */
        struct part_empty empty;
        const struct view_link *downloads; /* the list as shown, in other forms */
        size_t n_downloads;
};

#endif
