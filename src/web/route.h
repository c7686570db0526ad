/* web/route.h: from an address to a handler.
 * Purpose    the compiled form of routes.def, and the one place where a request line is taken
 * apart. Everything here works in the struct it is given: no allocation, so that a page in the
 * cache is found without any.
 * Errors     what cannot be an address is an outcome with its HTTP status. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "pages/page.h"

enum method { GET, POST };
enum scope { ANYONE, OWN };
enum csrf { NO, YES };
/* SEARCH has the searches and the tables of thousands of rows (CSV, XLSX), so that no page waits for
 * them; WATCH is apart, so that health and metrics answer when all others are busy. */
enum pool_kind { PORTAL, OFFICE, UPLOAD, SEARCH, WATCH, N_POOLS };
enum cache_class { NEVER, PAGE, FILE_RANGE, ASSET };

struct route {
        const char *name;
        enum method method;
        const char *path, *args;
        enum permission permission;
        enum scope scope;
        enum csrf csrf;
        const char *audit;
        enum pool_kind pool;
        enum cache_class cache;
        size_t body;
        unsigned formats;
        page_fn *fn;
};
extern const struct route routes[];
extern const size_t n_routes;

enum { URI_MAX = 2048, ASKED_ARGS_MAX = 32, ARG_REPEAT_MAX = 8 };

/* A request line, understood. */
struct asked {
        const struct route *route;
        enum format_source { BY_DEFAULT, BY_SUFFIX, BY_ACCEPT } source;
        enum page_format format;
        struct page_arg args[ASKED_ARGS_MAX]; /* path, then query in canonical order */
        size_t n_args, n_path_args;
        char path[URI_MAX + 1];  /* decoded, without prefix, suffix and arguments */
        char text[URI_MAX + 64]; /* where the values of args lie */
        size_t n_text;
};

enum route_outcome {
        ROUTE_BAD = 400,
        ROUTE_NOT_FOUND = 404,
        ROUTE_BAD_METHOD = 405,
        ROUTE_NOT_ACCEPTABLE = 406,
        ROUTE_SLASH = 301, /* would be found without the slash at its end: asked->path says where */
};

/* Whether the part that holds the office serves it: pool OFFICE, and the uploads below /office. */
bool route_in_office(const struct route *);
/* Compiles the templates; once, before threads. */
void routes_init(void);
/* Takes uri (as on the request line, at most URI_MAX bytes) apart and finds its route. prefix as
 * configured; accept is the header or NULL. 0 or an outcome; on ROUTE_BAD_METHOD *ret->route is a
 * route of the path. */
int route_find(enum method, const char *uri, const char *prefix, const char *accept,
               struct asked *ret);
/* Query of asked in canonical form, percent-encoded: "" or "a=1&b=2". */
const char *asked_query(TALLOC_CTX *mem, const struct asked *);
/* The table, for `config routes` and tests. */
void routes_print(struct buf *, bool json);
const char *pool_name(enum pool_kind);

#endif
