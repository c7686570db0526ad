/* views/part/part.h: the components pages are made of; one struct, one template, one class name
 * each. Ownership  borrowed for the call. A NULL or "" string leaves its piece out unless said
 * otherwise. */
#ifndef VIEWS_PART_PART_H
#define VIEWS_PART_PART_H

#include "views/site.h"

enum part_tone { TONE_PLAIN, TONE_INFO, TONE_GOOD, TONE_WARNING, TONE_BAD };

/* A word in a box: 有效, 废止. Colour and word say the same. */
struct part_tag {
        const char *label;
        enum part_tone tone;
};

/* A branch; the part renders its nodes, each with its own below it. */
struct part_tree {
        const char *label, *url;
        const char *note; /* 第二十条第（一）项 */
        struct view_count count;
        bool current; /* this page */
        bool open;    /* on the way to this page: nodes are shown */
        const struct part_tree *nodes;
        size_t n_nodes;
};

/* 专栏 left column: the five entries in the order of 国办公开办函〔2019〕61号. */
enum part_side_entry {
        SIDE_NONE,
        SIDE_GUIDE,
        SIDE_RULES,
        SIDE_CONTENT,
        SIDE_REPORTS,
        SIDE_REQUEST
};
struct part_side {
        const char *unit; /* name of the unit; NULL = whole government */
        const char *unit_url;
        const char *guide_url, *rules_url, *content_url, *reports_url, *request_url;
        enum part_side_entry current;
        struct part_tree content; /* its nodes: the statutory columns */
};

struct part_tabs {
        const char *label; /* what the tabs choose, for readers */
        const struct view_link *links;
        size_t n_links;
};

/* One item in a list. */
struct part_row {
        const char *title, *url;
        struct day day;
        const char *agency, *doc_no, *index_no;
        struct part_tag tag; /* shown when it has a label: what is not simply in force */
        size_t n_files;
};
struct part_rows {
        const struct part_row *rows;
        size_t n_rows;
        bool with_agency; /* name the unit in each row */
        size_t first;     /* number of the first row, from 1, for <ol start>; 0 = 1 */
};

/* A numbered pager. A link without url is the gap "…". */
struct part_pagination {
        const struct view_link *links;
        size_t n_links;
        const char *prev_url, *next_url;
        int64_t page, n_pages, n_items;
};

struct part_cell {
        const char *text, *url;
        struct view_count count; /* used when text is NULL */
};
struct part_table_row {
        const char *head, *url; /* first cell, a row header; NULL = none */
        const struct part_cell *cells;
        size_t n_cells;
        bool total; /* a line of sums */
};
struct part_head {
        const char *text;
        bool numeric;
};
struct part_table {
        const char *caption;
        const struct part_head *heads; /* one per column, the row header's too */
        size_t n_heads;
        const struct part_table_row *rows;
        size_t n_rows;
};

/* A table to work with: each row has cells of any kind and what may be done with it. Stands in
 * a form when rows can be chosen. On a phone each row becomes a card. */
struct part_sheet_head {
        const char *text;
        bool numeric;
        const char *url;            /* sorts by this column; NULL = not sortable */
        bool ascending, descending; /* sorted so now */
};
struct part_sheet_cell {
        const char *head; /* text of the column's head, for the card */
        int64_t indent;   /* how deep in a tree, 0 to 8 */
        const char *text, *url;
        const char *note;        /* under it, small */
        struct part_tag tag;     /* behind it; shown when it has a label */
        struct view_count count; /* used when text is NULL */
        bool numeric;
};
struct part_sheet_row {
        const char *pick_name, *pick_value;  /* a box to tick before the row; NULL = none */
        const char *pick_label;              /* names the row for who does not see it */
        const struct part_sheet_cell *cells; /* the first is the head of the row */
        size_t n_cells;
        const struct view_link
            *actions; /* label; note = what the label is about, read aloud only */
        size_t n_actions;
};
struct part_sheet {
        const char *caption;
        bool with_picks, with_actions; /* there is such a column */
        const struct part_sheet_head *heads;
        size_t n_heads;
        const struct part_sheet_row *rows;
        size_t n_rows;
};

/* A GET form that narrows a list. A field with options is a list to choose from. */
struct part_filter_field {
        const char *name, *label, *value, *hint;
        const char *type; /* NULL = text; "search" */
        const struct part_option *options;
        size_t n_options;
};
struct part_pair {
        const char *name, *value;
};
struct part_filter {
        const char *id; /* before the ids of its fields; unique on the page */
        const char *action;
        const struct part_pair *kept; /* arguments that stay as they are */
        size_t n_kept;
        const struct part_filter_field *fields;
        size_t n_fields;
        const char *clear_url; /* NULL: nothing is set */
};

/* Every act of a case, the newest last. */
struct part_event {
        struct instant at;
        const char *title, *who, *text;
        const struct view_link *files;
        size_t n_files;
        enum part_tone tone;
};
struct part_timeline {
        const char *label; /* what happened to what, for readers */
        const struct part_event *events;
        size_t n_events;
};

/* Answers to be looked over, each with a way to change it. */
struct part_answer {
        const char *label, *value, *note;
        const char *change_url, *change_label; /* NULL = cannot be changed; label: 修改 */
};
struct part_summary_list {
        const struct part_answer *answers;
        size_t n_answers;
};

/* Summary list and metadata box. */
struct part_fact {
        const char *label, *value, *url;
        const char *note; /* behind the value */
        struct part_tag tag;
        bool wide; /* takes the whole line of the box */
};
struct part_facts {
        const struct part_fact *facts;
        size_t n_facts;
};

struct part_notice {
        enum part_tone tone;
        const char *title, *text, *url, *url_label;
};

struct part_problem {
        const char *id, *message; /* id of the field; "" = the whole form */
};
struct part_error_summary {
        const struct part_problem *problems;
        size_t n_problems;
};

struct part_option {
        const char *value, *label, *hint;
        bool chosen;
};
/* One text field. id = name. */
struct part_field {
        const char *name, *label, *hint, *error, *value;
        const char *type; /* NULL = text */
        const char *autocomplete, *inputmode;
        const char *width;  /* "short", "medium"; NULL = full */
        int64_t max_length; /* 0 = not said */
        bool optional;
        bool focus; /* the first thing to type */
};
struct part_textarea {
        const char *name, *label, *hint, *error, *value;
        int64_t rows, max_length;
        bool optional;
};
/* One file or several; with a script they can be dropped on it too. The form around it is
 * multipart/form-data. */
struct part_upload {
        const char *name, *label, *hint, *error;
        const char *accept; /* ".pdf,.docx"; NULL: any */
        bool several, optional;
};
/* The text of an item (正文): with script an editor whose tree goes along as JSON in `name`-tree and
 * the textarea does not; without it the textarea as body_from_text() reads it, and `name`-tree is "". */
struct part_rich_text {
        const char *name, *label, *hint, *error;
        const char *value; /* for the textarea: as plain text */
        const char *tree;  /* for the editor: body_json() */
        const char *files; /* before the 64 digits of a picture: "/file/" */
        int64_t rows;
};
/* One text that accepts 2024-3-4 and 2024年3月4日. */
struct part_date {
        const char *name, *label, *hint, *error, *value;
        bool optional;
};
/* radios, checkboxes, select. */
struct part_choices {
        const char *name, *label, *hint, *error;
        const struct part_option *options;
        size_t n_options;
        bool optional;
};
/* Template "fieldset": several fields under one question. */
struct part_fieldset {
        const char *legend, *hint, *error, *id;
        const struct part_field *fields;
        size_t n_fields;
};
enum part_button_kind { BUTTON_PRIMARY, BUTTON_SECONDARY, BUTTON_WARNING };
struct part_button {
        const char *label;
        enum part_button_kind kind;
        const char *name, *value;
        const char *url; /* a link that looks like a button */
};
/* A page that asks before it does. */
struct part_confirm {
        const char *title, *text;
        struct part_facts facts;
        const char *action, *csrf, *cancel_url;
        struct part_button button;
};
/* Why there is nothing, and what next. */
struct part_empty {
        const char *title, *text;
        const struct view_link *links;
        size_t n_links;
};

/* One way to narrow a list: links with counts. */
struct part_facet {
        const char *code; /* for machines: agency, year … */
        const char *label;
        const char *clear_url; /* set when one is chosen */
        const struct view_link *links;
        size_t n_links;
        bool folded; /* long: behind <details> */
};
struct part_facets {
        const struct part_facet *facets;
        size_t n_facets;
};

/* One big number of the strip of figures. */
struct part_figure {
        const char *label, *unit, *url;
        struct view_count value;
};
struct part_figures {
        const struct part_figure *figures;
        size_t n_figures;
};

/* A drawing list, placed already; made by part_chart_bars() and part_chart_lines() of
 * views/part/chart.h. */
enum part_shape_kind { SHAPE_BAR, SHAPE_LINE, SHAPE_GRID, SHAPE_LABEL, SHAPE_DOT };
struct part_shape {
        enum part_shape_kind kind;
        double x, y, w, h;  /* LINE and GRID: from x, y to w, h */
        int series;         /* colour 1–5 */
        const char *text;   /* LABEL; BAR and DOT: what a pointer shows */
        const char *anchor; /* LABEL: start, middle, end */
};
struct part_chart {
        const char *id; /* unique on the page */
        const char *title, *description;
        double width, height;
        const struct part_shape *shapes;
        size_t n_shapes;
        const struct view_link *legend; /* label; series = place in the list */
        size_t n_legend;
        struct part_table table; /* the same figures */
};

/* Black modules of a QR code, one path per row of pixels is enough for print. */
struct part_qr {
        const char *label;
        int64_t size;     /* modules a side, quiet zone included */
        const char *path; /* SVG path data: only digits, M h v z and signs */
};

/* The search box of the site. */
struct part_search_box {
        const char *value;
        const char *agency;      /* restricts to one unit: its slug */
        const char *agency_name; /* named then */
};

#endif
