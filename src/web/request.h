/* web/request.h: one connection and the request on it; inside web only.
 * Purpose    all that is known of a request lives in its connection, which is made once and used
 * for every request on it: a page in the cache is answered without an allocation of ours.
 *
 *      HEADER ──header complete──> BODY ──all here──> PENDING (suspended, with a pool or a flight)
 *        ^                           │ found in the cache        │ resumed
 *        └──────── answered ─────────┴────────── READY <─────────┘
 *
 * Threads    the event loop that owns the connection, except while it is suspended: then the worker
 * that has its job. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "web/cache.h"
#include "web/guard.h"
#include "web/metrics.h"
#include "web/pool.h"
#include "web/route.h"
#include "web/server.h"

#include <pthread.h>

enum phase { PHASE_HEADER, PHASE_BODY, PHASE_PENDING, PHASE_READY };
enum { KEY_MAX = URI_MAX + 1536, TOKEN_SIZE = 64 };

/* A form on its way in: in memory, beyond 256 KiB in a file that has no name. */
struct body {
        char *bytes;
        size_t n, room;
        int fd; /* -1 while in memory */
};

struct site {
        struct page_site page;
        const char *host;
};
struct sites {
        struct sites *older; /* requests may still read them; freed at the end */
        size_t n;
        struct site list[];
};

struct request {
        struct page_cache_waiter waiter; /* first: a waiter is its request */
        struct job job;
        struct server *server;
        struct MHD_Connection *connection;
        struct request *prev, *next; /* of all connections */
        int fd;
        _Atomic int64_t deadline_us; /* the sweeper cuts the connection then; 0 = never */
        bool in_count;
        struct address peer;

        /* of this request */
        char uri[URI_MAX + 1];
        bool uri_too_long;
        enum phase phase;
        bool head, secure, form_allowed, active, counted, leading,
            kept;    /* kept: has a key in the cache */
        int outcome; /* of route_find() */
        enum method method;
        struct heads heads;
        struct address visitor;
        struct asked asked;
        const struct site *site;
        struct page_site site_here; /* with an origin taken from the request */
        char origin[320];
        struct page_viewer viewer;
        struct reply_wish wish;
        char session[TOKEN_SIZE], form[TOKEN_SIZE]; /* cookies */
        struct body body;
        char key[KEY_MAX];
        size_t n_key;
        uint64_t hash;
        enum cache_result result;
        struct reply *reply;
        int64_t began_us;
};

struct server {
        struct server_settings settings;
        struct MHD_Daemon *loops[64]; /* as many as threads */
        size_t n_loops;
        struct door *door;
        struct page_cache *cache;
        struct pool *pools[N_POOLS];
        struct address_counts *connections, *requests;
        struct sites *_Atomic sites;
        pthread_mutex_t list_lock; /* of all connections */
        struct request *first;
        _Atomic size_t n_connections, n_active;
        _Atomic bool stopping; /* new requests are refused, and the sweeper ends */
        pthread_t sweeper;
        struct reply *refusals[600]; /* by status; plain text, made at the start */
        struct MHD_Response *closing[600];
};

/* dispatch.c: header complete, body complete. */
enum MHD_Result dispatch_header(struct request *, const char *method, const char *version);
enum MHD_Result dispatch_body(struct request *, const char *data, size_t n);
enum MHD_Result dispatch_ready(struct request *);
enum MHD_Result dispatch_answer(struct request *);
/* Asks the cache (again) and hands the request on; in a loop or a worker. True: it has its reply.
 */
bool dispatch_find(struct request *);
/* Gives the request its reply (taken over) and wakes its connection. */
void request_resume(struct request *, struct reply *);
struct reply *refusal_of(struct server *, int status);

/* work.c */
void work_run(struct job *, TALLOC_CTX *mem);
void work_encode(struct job *, TALLOC_CTX *mem);
struct reply *reply_of_page(struct request *, struct page *);
void security_headers(struct reply *, bool file);

/* body.c */
int body_add(struct request *, const char *data, size_t n) nodiscard;
/* The whole, for as long as mem lives; mapped when it is a file. */
int body_whole(TALLOC_CTX *mem, struct request *, const char **ret, size_t *ret_n) nodiscard;
void body_clear(struct body *);

/* form.c: application/x-www-form-urlencoded; outcome 1: not one, or not clean UTF-8. */
int form_parse(TALLOC_CTX *mem, const char *bytes, size_t n, struct page_arg **ret,
               size_t *ret_n) nodiscard;

/* relay.c: the office stands in another process. */
void relay_run(struct job *, TALLOC_CTX *mem);

/* session.c: who is asking. Sets p->actor, p->session and p->csrf; outcome is an HTTP status. */
int session_admit(struct request *, struct page *) nodiscard;

#endif
