/* views/portal/portal.h: what each page of the portal shows; filled by pages/portal.
 * Ownership  borrowed for the call. Formats    a struct with templates .html and .json answers as
 * both: view_portal_item(), view_portal_item_json(). */
#ifndef VIEWS_PORTAL_PORTAL_H
#define VIEWS_PORTAL_PORTAL_H

#include "views/part/part.h"

/* A titled box of newest items: 规范性文件, 财政预决算 … */
struct portal_block {
        const char *title, *url;
        struct part_rows rows;
};
/* Units of one kind: 县政府部门, 乡镇. */
struct portal_unit_group {
        const char *label;
        const struct view_link *units;
        size_t n_units;
};
/* 文件 ↔ 解读 */
struct portal_pair {
        const char *title, *url;         /* interpretation */
        const char *doc_title, *doc_url; /* the document; NULL = not linked */
        struct day day;
};

/* Home of the site group: .html .json */
struct view_portal_home {
        struct view_page page;
        struct part_search_box search;
        const struct view_link *hot; /* words below the search box */
        size_t n_hot;
        struct part_side side; /* five doors */
        struct part_figures figures;
        struct portal_block latest;
        struct portal_block rules_docs;    /* 规范性文件 (or the most read column) */
        const struct portal_block *blocks; /* key columns, six or so */
        size_t n_blocks;
        const struct portal_pair *pairs; /* 政策解读 */
        size_t n_pairs;
        const char *pairs_url;
        const struct portal_unit_group *groups;
        size_t n_groups;
        const struct view_link *topics;
        size_t n_topics;
        struct portal_block reports; /* newest annual reports */
        const struct view_link *report_years;
        size_t n_report_years;
        const char *unit_name;    /* of the government */
        struct part_facts office; /* 信息公开工作机构: name, address, phone, hours */
};

/* 专栏 of one unit: .html .json */
struct view_portal_unit {
        struct view_page page;
        struct part_side side;
        const char *name, *short_name, *kind; /* kind as words */
        const char *mandate;                  /* 机构职能, one paragraph */
        struct part_search_box search;
        struct part_figures figures;
        struct portal_block latest;
        const struct portal_block *blocks;
        size_t n_blocks;
        struct part_facts office;      /* contact from the guide */
        const struct view_link *below; /* units under this one */
        size_t n_below;
        /* 机构改革: "…职责由" relatives "承继…"; "" = nothing */
        const char *history, *history_tail;
        const struct view_link *relatives;
        size_t n_relatives;
};

/* 政府信息公开指南, Art. 12: .html .json */
struct portal_section {
        const char *id, *title, *text; /* text: paragraphs split by '\n' */
        const char *const *paragraphs;
        size_t n_paragraphs;
};
struct view_portal_guide {
        struct view_page page;
        struct part_side side;
        const char *heading; /* NULL: 政府信息公开指南 of the unit */
        const char *unit;
        const struct portal_section *sections;
        size_t n_sections;
        struct part_facts
            office; /* 工作机构: name, address, hours, phone, fax, internet, postcode */
        struct day updated;
        int64_t edition;
        bool missing; /* the unit has not filed one */
};

/* Statutory content as one tree: .html .json */
struct view_portal_content {
        struct view_page page;
        struct part_side side;
        const char *unit;
        struct part_tree tree; /* root: its nodes are shown */
        struct view_count total;
};

/* The filters of a list, a GET form. */
struct portal_filter {
        const char *action; /* path of the list */
        const char *q;
        struct part_choices year, genre, validity, agency, sort,
            per_page; /* none without options */
        bool set;     /* something is chosen */
        const char *reset_url;
};
/* Any list of items: a column, 制度, a topic, a unit, newest: .html .json (and feed.xml) */
struct view_portal_list {
        struct view_page page;
        struct part_side side; /* url members NULL: no left column (topic lists) */
        bool has_side;
        const char *heading, *description, *law; /* law: 第二十条第（一）项 */
        const struct view_link *children;        /* columns below */
        size_t n_children;
        struct part_tabs validity; /* 全部 现行有效 失效 废止 with counts */
        struct portal_filter filter;
        struct part_rows rows;
        struct part_pagination pagination;
        struct part_empty empty; /* shown when there are no rows */
        const char *feed_url, *json_url, *csv_url, *xlsx_url;
};

struct portal_file {
        const char *name, *url, *type; /* type: "PDF" */
        int64_t size;
};
/* One item: .html .json */
struct view_portal_item {
        struct view_page page;
        struct part_side side;
        const char *title, *index_no, *doc_no, *agency, *agency_url, *topic, *genre, *audience;
        const char *column, *column_url;
        struct day formed;         /* 生成日期 */
        struct day written;        /* 成文日期 */
        struct instant published;  /* 发布日期 */
        struct part_tag validity;  /* 有效 … */
        const char *validity_code; /* for machines: valid, lapsed, repealed, amended */
        struct day validity_day;   /* since when */
        const char *validity_by_title, *validity_by_url; /* the document that did it */
        struct part_facts facts;                         /* the metadata box, in order */
        struct part_notice warning; /* shown above the text when it has a title: 已废止 … */
        const char *correction;     /* 更正说明; NULL or "": none */
        struct day corrected;       /* when the corrected text went out */
        struct safe_html body;
        const char *body_text; /* the same as plain text, for JSON */
        const struct portal_file *files;
        size_t n_files;
        const struct part_row *related; /* 解读, 原文 and other documents of the matter */
        size_t n_related;
        const char *related_label;        /* "政策解读", "政策原文", "相关信息" */
        const struct view_link *channels; /* where else it was published */
        size_t n_channels;
        struct view_count views;
        const char *source;               /* ContentSource */
        const char *json_url, *permalink; /* permalink: path with prefix */
        const char *qr_url;               /* its address as a drawing; NULL: none */
        const char *attested; /* where an imported item was public before; NULL: reviewed here */
        const char *prev_title, *prev_url, *prev_index_no; /* 上一条 in the column; NULL: none */
        const char *next_title, *next_url, *next_index_no;
};

/* The address of an item as a QR code, an image of its own: .svg. A page has no use for it until someone shares. */
struct view_portal_qr {
        int64_t size;
        const char *path;
};

/* 410: .html .json */
struct view_portal_withdrawn {
        struct view_page page;
        const char *index_no, *agency, *agency_url, *reason;
        struct day withdrawn;
        const char *phone; /* whom to ask */
};

/* 政府信息公开年报: .html .json */
struct portal_report_year {
        const char *label, *url; /* "2019年", page of the year */
        struct part_rows rows;   /* reports of that year */
};
struct view_portal_reports {
        struct view_page page;
        struct part_side side;
        bool has_side;
        struct part_tabs tabs;                   /* 按年度 · 按单位 */
        struct part_tabs years;                  /* all years, newest first */
        const struct portal_report_year *groups; /* by year, or by unit */
        size_t n_groups;
        struct part_table grid; /* units × years, cells link; no rows: not shown */
        struct part_empty empty;
};

/* 主题目录: .html .json */
struct portal_topic {
        const char *label, *url;
        struct view_count count;
        const struct view_link *below;
        size_t n_below;
};
struct view_portal_topics {
        struct view_page page;
        struct part_tabs schemes; /* 主题 · 体裁 · 服务对象 */
        const struct portal_topic *topics;
        size_t n_topics;
};

/* 机构目录: .html .json */
struct portal_unit {
        const char *name, *short_name, *url, *slug, *code, *kind, *kind_label, *level, *parent,
            *phone;
        struct view_count count;
        struct day latest;
};
struct portal_units_group {
        const char *label, *id; /* "县政府部门", or the letter "A" */
        const struct portal_unit *units;
        size_t n_units;
};
struct view_portal_units {
        struct view_page page;
        struct part_tabs orders; /* 按类别 · 按拼音 */
        const struct portal_units_group *groups;
        size_t n_groups;
        int64_t n_all;
        struct part_chart chart; /* not shown without shapes */
};

/* A stretch of text, found or around what was found. */
struct portal_run {
        const char *text;
        bool hit;
};
struct portal_hit {
        const struct portal_run *title;
        size_t n_title;
        const struct portal_run *snippet;
        size_t n_snippet;
        const char *plain_title, *plain_snippet; /* for JSON */
        const char *url, *index_no, *agency, *column, *doc_no;
        struct day day;
        struct part_tag tag;
        size_t n_files;
};
/* Search: .html .json */
struct view_portal_search {
        struct view_page page;
        const char *q;
        struct portal_filter
            filter; /* year, genre, validity, agency hidden in the form when chosen by facets */
        const struct part_option *hidden; /* label = name of an argument the form carries on */
        size_t n_hidden;
        struct part_tabs sort;        /* 按相关度 · 按日期 */
        struct part_tabs fields;      /* 全文 · 标题 · 文号 */
        struct part_choices from, to; /* unused without name */
        struct part_date from_day, to_day;
        struct part_error_summary problems;
        const struct portal_hit *hits;
        size_t n_hits;
        bool asked;     /* a word was given */
        bool more_than; /* n_items is a lower bound */
        int64_t milliseconds;
        struct part_facets facets;
        const struct view_link *chosen; /* filters in effect; url removes one */
        size_t n_chosen;
        struct part_pagination pagination;
        const struct view_link *hot; /* shown before anything was asked */
        size_t n_hot;
        const char *json_url;
};

/* Statistics: .html .json */
struct portal_count_row {
        const char *code, *label, *url;
        struct view_count count;
        const char *unit, *source; /* of figures that were told; NULL for counted ones */
};
struct portal_count_table {
        const char *code, *title,
            *note; /* code: "channels", "months", "columns", "agencies", "origins", "stated", "readers" */
        const struct portal_count_row *rows;
        size_t n_rows;
        struct view_count total;
        struct part_chart chart;
        bool wide; /* nothing stands beside it */
};
struct view_portal_stats {
        struct view_page page;
        const char *scope; /* "靖宇县 2019年" */
        struct part_tabs years;
        struct part_figures figures;
        const struct portal_count_table *tables;
        size_t n_tables;
        struct day as_of;
        const char *json_url, *csv_url, *xlsx_url;
};

/* Site map for people. */
struct view_portal_sitemap {
        struct view_page page;
        const struct part_tree *sections;
        size_t n_sections;
};

/* 无障碍声明 */
struct view_portal_accessibility {
        struct view_page page;
        struct day reviewed;
};

/* 数据开放 */
struct portal_data_set {
        const char *title, *text;
        const struct view_link *links; /* JSON, CSV, XLSX, Atom */
        size_t n_links;
};
struct view_portal_open {
        struct view_page page;
        const struct portal_data_set *sets;
        size_t n_sets;
        const char *openapi_url;
};

/* 找错: how to report; the form is an issue of its own. */
struct view_portal_feedback {
        struct view_page page;
        struct part_facts contact;
        const char *about_url; /* the page on which the visitor found the mistake; "" = not said */
};

/* 400 403 404 405 410 413 429 500 503: .html */
struct view_portal_error {
        struct view_page page;
        int64_t status;
        const char *title, *reason, *advice;
        const char *reference; /* number in the log; NULL = none */
        struct part_search_box search;
        bool with_search;
};

/* Atom: feed.xml */
struct portal_entry {
        const char *id, *title, *url, *agency, *summary, *category;
        struct instant published, updated;
};
struct view_portal_feed {
        const char *title, *url, *self_url, *id;
        struct instant updated;
        const struct portal_entry *entries;
        size_t n_entries;
};

/* sitemap.xml and its index */
struct portal_address {
        const char *url;
        struct day changed;
};
struct view_portal_addresses {
        const struct portal_address *addresses;
        size_t n_addresses;
};
struct view_portal_addresses_index {
        const struct portal_address *addresses;
        size_t n_addresses;
};
/* opensearch.xml and robots.txt need the site only. */
struct view_portal_opensearch {
        const char *search_url; /* /search with prefix */
        const char *name;
};
struct view_portal_robots {
        const char *sitemap_url; /* /sitemap.xml with prefix */
        bool closed;             /* a test site: nobody may index */
};

#endif
