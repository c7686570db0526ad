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

/* Office: who is signed in, in the top bar. */
struct part_person_bar {
        const char *name, *agency; /* name NULL: nobody */
        const char *csrf;          /* of the sign-out form */
};

/* The search box of the site. */
struct part_search_box {
        const char *value;
        const char *agency;      /* restricts to one unit: its slug */
        const char *agency_name; /* named then */
};

#endif
