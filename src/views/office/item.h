/* views/office/item.h: an item in the office: facts, text, what was done, what may be done now. */
#ifndef VIEWS_OFFICE_ITEM_H
#define VIEWS_OFFICE_ITEM_H

#include "views/part/findings.h"

/* One kind of hidden thing in a file. */
struct office_finding {
        const char *label, *advice, *code;
        const char *places, *excerpt; /* "" none */
        struct part_tag tag;
        const char *reason, *decided; /* why it may stay, who said so and when; NULL: not decided */
        const char
            *keep_action; /* where that is said; NULL: not to be said, or not by this reader */
        const char *id;   /* of the field for the reason */
};
struct office_file {
        const char *name, *url, *type;
        int64_t size;
        struct part_tag tag; /* what the look into it came to */
        const struct office_finding *findings;
        size_t n_findings;
        const char *redact_url;        /* NULL: no PDF, or not to be changed */
        const struct view_link *marks; /* what the scan found in its words, each in the list */
        size_t n_marks;
        const char *anchor;
};

/* One thing that could be done: a link when it may, else why not. */
struct office_deed {
        const char *label, *url; /* url NULL: not by a link (the form above, or not at all) */
        const char *why;         /* may not: the reason */
        const char *ground;      /* on which it rests */
        const char *standing_in; /* 代某某办理; NULL: in the own right */
        enum part_button_kind kind;
};

/* The step that waits for this reader, to be done on the spot. */
struct office_step {
        const char *title, *action, *csrf, *token;
        const char *ground;      /* legal */
        const char *standing_in; /* NULL: in the own right */
        const char *held;        /* what keeps it from being approved as it is; NULL: nothing */
        struct part_choices verdict;
        struct part_textarea words;
        bool with_attribute;                       /* may hold the attribute to be another */
        struct part_choices disclosure, ground_of; /* ground_of: why not proactive */
        struct part_field reason;
        struct part_button button;
};

/* A stretch of a field; id NULL: nothing was found in it. */
struct office_piece {
        const char *text, *id, *classes, *url;
        const char *label, *says; /* 3 身份证号码; what the number means, said aloud */
};
/* A field with what was found in it: 标题, 附件名. */
struct office_marked {
        const char *label;
        const struct office_piece *pieces;
        size_t n_pieces;
};

/* 发布前检查: what was found in the text, what of it this reader may decide here, and what was decided. */
struct office_scan {
        const char *lead; /* shown when there is one: the section */
        const char *action,
            *csrf; /* of the drafter's form; NULL: a reviewer's fields go with the opinion */
        struct part_findings open, decided;
        const struct office_marked *fields; /* those of the text's fields that have marks */
        size_t n_fields;
        size_t n_places; /* marked in the text and its fields */
};

struct office_related {
        const char *label, *title, *url; /* url NULL: of another unit, and not public */
        struct part_tag tag;
};

struct view_office_item {
        struct view_page page;
        const char *title;
        struct part_tag tag, due;
        struct part_error_summary problems;
        struct part_notice notice;         /* what was just done */
        const struct part_notice *notices; /* what must be known */
        size_t n_notices;
        struct part_facts facts, sheet;
        struct safe_html body;
        const struct office_file *files;
        size_t n_files;
        const char *files_csrf;
        const char *inspect_action; /* files were not looked into: to do it again; NULL: none */
        const char *const *settled; /* what was found in files that are gone, and what was done */
        size_t n_settled;
        const struct office_related *related;
        size_t n_related;
        const struct view_link
            *ladder; /* the steps; current: where it waits; note: what became of it */
        size_t n_ladder;
        struct part_timeline timeline;
        struct office_scan scan;
        struct office_step step;                  /* shown when it has a title */
        const struct office_deed *deeds, *others; /* may be done; may not, and why */
        size_t n_deeds, n_others;
        bool others_open; /* what is in the way of the next step */
        const char *versions_url, *public_url, *channels_url, *purge_url; /* NULL: none */
};

#endif
