/* web/reply.h: an answer, ready to be sent to many.
 * Purpose    the bytes of a page in up to three encodings with the headers that belong to them, as
 * libmicrohttpd responses that are built once and queued again and again.
 * Ownership  counted references; bodies are malloc and shared with libmicrohttpd, which may still
 * be sending them after the last reply_drop(). */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "base/buf.h"

#include <microhttpd.h>

enum encoding { PLAIN, GZIP, BROTLI, N_ENCODINGS };
enum { REPLY_HEADERS_MAX = 20, ETAG_SIZE = 72 };

/* Who is asking, as far as the choice of bytes goes. */
struct reply_wish {
        enum encoding encoding;
        bool secure;
        const char *if_none_match, *if_range, *range; /* or NULL */
};

struct reply {
        _Atomic unsigned refs;
        int status;
        char etag[ETAG_SIZE]; /* without quotes; "" = none */
        size_t n_headers;
        struct {
                char *name, *value;
        } headers[REPLY_HEADERS_MAX];
        bool compressible;
        const char *vary; /* a literal */
        int fd;           /* a file instead of a body; -1 */
        uint64_t size;
        struct reply_body *_Atomic bodies[N_ENCODINGS];
        struct MHD_Response *_Atomic full[N_ENCODINGS][2], *_Atomic same[N_ENCODINGS][2];
        /* views, counted when the reply goes out (web/views.h) */
        bool counted, is_search;
        int64_t view_item, view_agency, view_site;
        _Atomic uint32_t readers, robots;
};

/* Copies the bytes. */
struct reply *reply_new(int status, const void *bytes, size_t n);
/* Takes fd over. */
struct reply *reply_new_file(int fd, uint64_t size, const char *etag);
struct reply *reply_ref(struct reply *);
void reply_drop(struct reply *);
void reply_header(struct reply *, const char *name, const char *value);
/* Content type; text is compressed for those who take it. */
void reply_type(struct reply *, const char *type);
/* Strong tag from the bytes. */
void reply_tag(struct reply *);
/* Bytes it holds in memory. */
size_t reply_weight(struct reply *);

bool reply_has(struct reply *, enum encoding);
/* Makes the body in that encoding; in a worker, never in a loop; only the first call does. once: the
 * reply is kept nowhere, so quickly rather than well. */
int reply_encode(struct reply *, enum encoding, bool once) nodiscard;

/* Sends it: 304, 206, 416 or the whole, by the wish. The encoding must be there
 * (reply_has), else the plain one goes. Sets *ret_status to what was sent. */
enum MHD_Result reply_send(struct reply *, struct MHD_Connection *, const struct reply_wish *,
                           int *ret_status);
/* The last in `accept` order of preference that we speak: br, gzip, plain. */
enum encoding encoding_of(const char *accept_encoding);

#endif
