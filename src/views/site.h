/* views/site.h: what every page shares: the chrome around it and the words about it.
 * Purpose    `struct view_site` is the house (brand, chrome, what the visitor chose), filled once a
 * request; `struct view_page` is the first member, called `page`, of every HTML view: title,
 * breadcrumb, meta tags. Every view function is `view_NAME(out, site, view)`.
 * Addresses  every `url` and `path` in a view comes from page_link(): percent-encoded and with the
 * prefix. Literal links in templates get the prefix from `site`.
 * Ownership  views borrow everything for the call.
 * Law        国办发〔2017〕47号, 网页设计规范: the names of the meta tags. */
#ifndef VIEWS_SITE_H
#define VIEWS_SITE_H

#include "base/html.h"
#include "base/instant.h"

/* Counts are a value with a kind; absent is not zero. Shown as 1,234, 150余, —. */
enum view_count_kind { VIEW_COUNT_ABSENT, VIEW_COUNT_EXACT, VIEW_COUNT_APPROXIMATE };
struct view_count {
        enum view_count_kind kind;
        int64_t n;
};
static inline struct view_count
view_count_exact(int64_t n)
{
        return (struct view_count){VIEW_COUNT_EXACT, n};
}

struct view_link {
        const char *label, *url;
        bool current;     /* this page, or the branch it stands in */
        const char *note; /* small text behind; NULL = none */
        struct view_count count;
};

/* Office: who is signed in, in the top bar. */
struct part_person_bar {
        const char *name, *agency; /* name NULL: nobody */
        const char *csrf;          /* of the sign-out form */
};

/* Office: the left menu, by duty. A group holds what one duty needs. */
struct part_menu_group {
        const char *label;
        const struct view_link *links; /* current: the page stands in that branch */
        size_t n_links;
};
struct part_menu {
        const struct part_menu_group *groups;
        size_t n_groups; /* 0: nobody is signed in, no menu */
        bool folded;     /* shut at first: it stands above the page, not beside it */
};

enum view_font { VIEW_FONT_MEDIUM, VIEW_FONT_LARGE, VIEW_FONT_SMALL };

struct view_site {
        const char *origin;  /* "https://www.example.gov.cn"; "" when unknown */
        const char *prefix;  /* "" or "/xxgk" */
        const char *name;    /* 网站规范名称: "靖宇县人民政府" */
        const char *portal;  /* name of the portal: "政府信息公开" */
        const char *domain;  /* www.example.gov.cn */
        const char *id_code; /* 政府网站标识码 */
        const char *theme;   /* "blue" or "red" */
        const char *parent_url,
            *parent_name;            /* the government site this portal lives in; NULL = none */
        const struct view_link *nav; /* main navigation */
        size_t n_nav;

        /* footer */
        const char *organiser;                          /* 主办单位 */
        const char *undertaker;                         /* 承办单位, "" = none */
        const char *address, *phone, *postcode, *email; /* "" = none */
        const char *icp;                                /* ICP 备案号 */
        const char *police_no;                          /* 公安备案号 */
        const char *mark_url; /* 党政机关网站标识: certificate page; "" = none */
        const char *error_url; /* 政府网站找错 of the State Council platform; "" = our own page */
        bool ipv6;
        const char *notice; /* a line under everything: demonstration, trial run …; NULL: none */

        /* the office only */
        struct part_person_bar person;
        struct part_menu menu;

        /* what the visitor chose */
        bool elder, hant;
        enum view_font font;
        const char *search_value; /* what stands in the search box; NULL = nothing */
        const char *back;         /* path and query of this page (not encoded as a component) */

        struct day today;
        int64_t change_no;
        const char *version; /* of the program */
};

/* Column tags (ColumnName …). */
struct view_column_meta {
        const char *name, *description, *keywords, *type;
};

/* Article tags (ArticleTitle …); what is NULL or "" is left out. */
struct view_article_meta {
        const char *title;
        struct instant published;
        const char *source, *keywords, *author, *description, *image, *url;
};

/* <link rel="alternate">. */
struct view_alternate {
        const char *type, *title, *url;
};

struct view_page {
        const char *title; /* of the page, without the site */
        const char *unit;  /* name of the unit whose 专栏 this is; NULL = whole portal */
        const char *unit_url;
        const char *canonical; /* path with prefix; NULL = none */
        bool no_index;
        bool no_search; /* the page has its own search box */
        bool is_error;  /* "错误：" before the title */
        struct view_column_meta column;
        const struct view_article_meta *article; /* NULL = no article */
        const struct view_link *crumbs; /* from the home page down; the last is this page */
        size_t n_crumbs;
        const struct view_alternate *alternates;
        size_t n_alternates;
        struct instant updated; /* of the content; INSTANT_NONE = not said */
};

#endif
