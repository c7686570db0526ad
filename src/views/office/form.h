/* views/office/form.h: a form of the house, and the page that asks before it does. */
#ifndef VIEWS_OFFICE_FORM_H
#define VIEWS_OFFICE_FORM_H

#include "views/part/form_input.h"

struct view_office_form {
        struct view_page page;
        const char *lead;
        struct part_error_summary problems;
        struct part_notice notice;
        struct part_facts facts; /* what the form is about */
        const struct part_form_input *inputs;
        size_t n_inputs;
        const char *action, *csrf;
        const struct part_pair *kept; /* hidden fields */
        size_t n_kept;
        bool upload;          /* a file comes with it */
        const char *autosave; /* where a script saves what was typed; NULL: nowhere */
        bool wide;            /* many short fields: two beside each other where there is room */
        struct part_button button;
        const char *cancel_url;
        struct part_sheet sheet; /* under the form: what there is already, or what was found */
        const char *sheet_title;
        const char *theirs_title, *theirs; /* a text that somebody else saved meanwhile */
};

/* What is about to happen, in numbers, before it does. */
struct view_office_confirm {
        struct view_page page;
        const char *lead;
        struct part_error_summary problems;
        struct part_facts facts;
        const char *list_title;
        const char *const *lines;
        size_t n_lines;
        struct part_notice warning; /* shown when it has a title */
        const char *action, *csrf, *cancel_url;
        const struct part_pair *kept;
        size_t n_kept;
        struct part_button button; /* not shown without a label: it cannot be done */
};

#endif
