/* views/office/record.h: one thing of the house: an agency, a person, a column. */
#ifndef VIEWS_OFFICE_RECORD_H
#define VIEWS_OFFICE_RECORD_H

#include "views/part/part.h"

/* A table, or why there is none, or words. */
struct office_section {
        const char *id, *title;
        const char *text;
        const struct view_link *links;
        size_t n_links;
        struct part_sheet sheet;
        const char *nothing; /* said when the table has no row */
};
struct view_office_record {
        struct view_page page;
        struct part_tag tag;               /* beside the title */
        struct part_notice notice;         /* what was just done */
        struct part_notice state;          /* what must be known */
        const char *secret_label, *secret; /* shown once: a password, a key */
        const char *secret_note;
        struct part_summary_list summary;
        const struct part_button *buttons;
        size_t n_buttons;
        const struct office_section *sections;
        size_t n_sections;
};

#endif
