/* views/part/form_input.h: one thing asked for in a form of the house. */
#ifndef VIEWS_PART_FORM_INPUT_H
#define VIEWS_PART_FORM_INPUT_H

#include "views/part/part.h"

enum office_input_kind {
        INPUT_FIELD,
        INPUT_TEXTAREA,
        INPUT_DATE,
        INPUT_SELECT,
        INPUT_RADIOS,
        INPUT_CHECKBOXES,
        INPUT_RICH,
        INPUT_FILE,    /* `field`: name, label, hint, error */
        INPUT_FILES,   /* `files`: several at once */
        INPUT_HEADING, /* `heading`, and `text` under it */
        INPUT_FOLD /* `inputs` that are seldom needed, under `heading` and `text`; in no other fold */
};
struct part_form_input {
        enum office_input_kind kind;
        struct part_field field;
        struct part_textarea textarea;
        struct part_rich_text rich;
        struct part_date date;
        struct part_choices choices;
        struct part_upload files;
        const char *heading, *text;
        bool open;
        const struct part_form_input *inputs;
        size_t n_inputs;
};

#endif
