/* pages/page.h: one page being made: what was asked, and what the answer is.
 * Purpose    the contract between a page and whoever wants it (web, static export, tests). A page
 * function reads the asked half, calls use cases, fills a view into `out` and says what the bytes
 * depend on. Knows no HTTP: `web` turns a request into the asked half and the answer half into a
 * response.
 * Ownership  everything hangs from `mem`, the region of this one page, freed whole by the caller.
 * Errors     a page function returns 0, a negative machine failure (the visitor sees 500 with a
 * reference number), or one of enum page_outcome, for which page_run() renders the error page.
 *
 *      int
 *      page_portal_item(struct page *p)
 *      {
 *              struct tx *tx;
 *              ...
 *              r = page_tx(p, &tx);                       the snapshot, begun at first use
 *              r = app_item_read(p->mem, tx, page_arg(p, "index_no"), &item);
 *              if (r == STORE_NONE)
 *                      return PAGE_NOT_FOUND;
 *              page_depends(p, "item", item->id);         before or after reading, no matter
 *              p->valid_until = item->changes_by_itself_at;
 *              view_portal_item(&p->out, &view);
 *              return 0;
 *      } */
#ifndef PAGES_PAGE_H
#define PAGES_PAGE_H

#include "base/buf.h"
#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

struct app;
struct tx;
struct session;
struct session_rules;

/* What a page can be asked as; bits, since a route offers several. */
enum page_format {
        HTML = 1 << 0,
        JSON = 1 << 1, /* application/json */
        ATOM = 1 << 2,
        CSV = 1 << 3,
        XLSX = 1 << 4,
        XML = 1 << 5,
        TEXT = 1 << 6,
        SVG = 1 << 7,
        BYTES = 1 << 8 /* a file as it is: no negotiation, no suffix */
};

enum page_outcome {
        PAGE_NOT_FOUND = 1,
        PAGE_GONE,      /* withdrawn: 410; p->reason is what may be said */
        PAGE_BAD,       /* an argument that cannot be: 400; p->reason names it */
        PAGE_FORBIDDEN, /* signed in, but not for this row */
        PAGE_CONFLICT,  /* someone else was faster */
        PAGE_TOO_MANY,  /* try again later: 429 */
        PAGE_AWAY       /* a part of the house does not answer: 503 */
};

/* One name and its value, decoded, valid UTF-8. */
struct page_arg {
        const char *name, *value;
};

/* A file that came with the form: its bytes as they were sent, hostile until proven otherwise. They
 * end with the request unless a use case keeps them. */
struct page_upload {
        const char *name;      /* of the form field */
        const char *file_name; /* any script, no path, never "" */
        const char *type;      /* as the sender told: a claim */
        const char *bytes;     /* not ended by NUL */
        size_t size;
};

enum page_font { FONT_MEDIUM, FONT_LARGE, FONT_SMALL };

/* What the visitor chose; part of the cache key. */
struct page_viewer {
        bool elder; /* 长者模式 */
        bool hant;  /* 繁體: page_run() turns the finished HTML */
        enum page_font font;
};

/* Where the page stands: one row of table `site`, or the settings when there is none. */
struct page_site {
        int64_t id;
        const char *origin; /* "https://www.example.gov.cn", "" when unknown; no slash at the end */
        const char *prefix; /* "" or "/xxgk": before every link */
        const char *name;   /* of the portal */
        int64_t root_agency;
};

struct page_cookie {
        const char *name, *value; /* value "" deletes */
        int max_age;              /* seconds; 0 = until the browser closes */
        bool http_only;
};

/* What the bytes came from; a change with that topic and ref makes them old. */
struct page_dep {
        uint64_t topic; /* page_topic() of the name */
        int64_t ref;    /* 0 = anything of the topic */
};

/* An answer that is a file of the data folder instead of `out`. */
struct page_file {
        const char *path;
        const char *etag; /* strong; the SM3 of the content */
        int64_t size;
};

enum { PAGE_MAX = 8 << 20, PAGE_DEPS_MAX = 256 };

struct page {
        TALLOC_CTX *mem;
        struct app *app;

        /* asked */
        const char *route;     /* its name in routes.def */
        const char *path;      /* after the prefix, without suffix and arguments, as it was asked */
        const char *query;     /* the whitelisted arguments, canonical, "" or "a=1&b=2" */
        const char *raw_query; /* all of them as they came, undecoded; for former addresses only */
        bool post;             /* a form was sent */
        unsigned formats;      /* all that the route offers */
        enum page_format format;
        const struct page_arg *args; /* of the path, then of the query, then of the form */
        size_t n_args;
        const struct page_upload *uploads; /* only routes of pool UPLOAD have any */
        size_t n_uploads;
        struct page_viewer viewer;
        const struct page_site *site;
        const struct actor *actor; /* NULL: the public */
        const char *csrf;          /* token for forms on this page; "" on cacheable routes */
        const char *address; /* of the visitor, behind trusted proxies; for limits and audit only */
        bool watcher;        /* may see how the machine is (/healthz) */
        const char *session; /* token of the session, "" without one */
        const struct session *who; /* its session (app/session.h); NULL without one */
        const struct session_rules *rules;
        struct instant now;
        struct day today;
        int64_t (*clock_us)(void); /* monotonic, for pages that stop long work in time */

        /* answered */
        struct buf out;
        int status;               /* 200 unless set */
        const char *content_type; /* NULL: by format */
        const char *location;     /* with a 3xx; from page_link() */
        int refresh_s;            /* the browser asks again after so many seconds; 0 = not */
        const char *file_name;    /* download under this name (any script) */
        const char *reason;       /* with an outcome: one sentence for the visitor */
        const char *reference;    /* number under which the log has this failure */
        const struct page_file *file;
        struct page_cookie *cookies;
        size_t n_cookies;
        struct instant valid_until; /* INSTANT_NONE: no change without a write; never later than
                                       the next midnight in effect, see page_run() */
        bool uncached;              /* this answer must not be kept although its route may be */
        int64_t view_item;          /* item whose page this is, for the count of views; else 0 */
        int64_t view_agency;        /* unit to whose portal the page belongs; else 0 */
        bool view_search;           /* a page of search results */
        const char *allow;          /* with 405: the methods there are */

        /* kept by page.c */
        struct tx *tx;
        int64_t change_no; /* of the snapshot; 0 before page_tx() */
        struct page_dep *deps;
        size_t n_deps;
        bool deps_full; /* more than PAGE_DEPS_MAX: page depends on everything */
};

typedef int page_fn(struct page *);

/* The read snapshot of this page, begun at first use, ended by page_run(). */
int page_tx(struct page *, struct tx **ret) nodiscard;

/* Runs fn: midnight as the last valid_until, error page for an outcome, 繁體 for those who chose
 * it, the snapshot ended. Negative only when not even the error page could be made. */
int page_run(struct page *, page_fn *fn) nodiscard;

/* The error page for p->status and p->reason in p->format; what page_run() and the dispatcher
 * call. Replaces what was written. */
int page_error(struct page *) nodiscard;

void page_depends(struct page *, const char *topic, int64_t ref);
uint64_t page_topic(const char *name);

/* First value of an argument; NULL when it was not given. Names are those of routes.def; form
 * fields by any name. */
const char *page_arg(const struct page *, const char *name);
/* As a whole number within [least, most]; otherwise when absent, and false when it is none. */
bool page_arg_int(const struct page *, const char *name, int64_t least, int64_t most,
                  int64_t otherwise, int64_t *ret);
/* "" and absent give DAY_NONE; false when it is no day. */
bool page_arg_day(const struct page *, const char *name, struct day *ret);
/* All values of a repeated field, in order. */
size_t page_args_of(const struct page *, const char *name, const char **ret, size_t max);

/* The first file of a form field; NULL when none was sent. */
const struct page_upload *page_upload(const struct page *, const char *name);

/* Prefix and path; each {} in it takes one `const char *`, percent-encoded as a path segment:
 * page_link(p, "/item/{}", item->index_no). */
const char *page_link(const struct page *, const char *path, ...);
/* One path segment or argument value, percent-encoded. */
const char *page_encode(TALLOC_CTX *mem, const char *text);
/* A path, its slashes kept. */
void page_encode_path(struct buf *out, const char *path);
/* This page with one argument changed (value NULL drops it), for pagers and filters; drops `page`
 * unless that is the name. */
const char *page_link_with(const struct page *, const char *name, const char *value);
/* This page in another format ("/item/1.json?…"). */
const char *page_link_format(const struct page *, enum page_format);
/* Word of a format as it stands in a suffix: "json". */
const char *page_format_suffix(enum page_format);
const char *page_format_type(enum page_format);

/* Answers 303 to a path under the prefix (already encoded). */
void page_redirect(struct page *, const char *path);
void page_cookie(struct page *, const char *name, const char *value, int max_age, bool http_only);

#endif
