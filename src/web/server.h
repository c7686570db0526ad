/* web/server.h: HTTP in and out.
 * Purpose    event loops that parse and answer from the page cache, and pools of workers for
 * everything else; see ARCHITECTURE.md for the way of one request.
 * Ownership  a server is malloc and ends with server_stop(). One per process. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "app/session.h"
#include "pages/page.h"
#include "web/address.h"

struct page_cache;
struct app;

enum { WATCH_WORKERS = 2 }; /* two, so that one who asks does not have them all */
enum part { PART_ALL, PART_PORTAL, PART_OFFICE };

struct server_settings {
        enum part part; /* PORTAL without `office` answers 404 to office routes, OFFICE to others */
        const int *listen; /* sockets, listening; the server closes them */
        size_t n_listen;
        const char *office; /* Unix socket of the office process, "" = none */
        const char *prefix, *origin;
        struct networks trusted, metrics_from;
        unsigned threads, portal_workers, office_workers, upload_workers, search_workers, queue,
            connections, connections_per_address, requests_per_address, header_seconds, body_rate;
        size_t cache_bytes;
        bool log_requests;
        struct app *app;    /* NULL: no store yet (tests) */
        const char *data;   /* folder for large bodies */
        uint8_t secret[32]; /* of this installation, for form tokens */
        struct session_rules session;
        unsigned forms_per_minute; /* of one address without a session */
};

struct server;
/* Makes caches and workers; then server_listen() lets visitors in. */
int server_start(const struct server_settings *, struct server **ret) nodiscard;
int server_listen(struct server *) nodiscard;
/* No new connections, and 503 with Connection: close to new requests on the old ones; waits until
 * what was begun is finished, at most `ms`. */
void server_drain(struct server *, int ms);
/* Ends everything; after server_drain(). */
void server_stop(struct server *);
struct page_cache *server_cache(struct server *);
/* The sites as the store has them; called at the start and when one changes. Copies. */
void server_sites(struct server *, const struct page_site *, const char *const *hosts, size_t n);
/* For /healthz: whether a part of the house is well; fn says so by returning NULL or what is
 * wrong. Before server_start(). */
void health_add(const char *name, const char *(*fn)(TALLOC_CTX *mem, void *arg), void *arg);

#endif
