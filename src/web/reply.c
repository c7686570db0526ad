#include "web/reply.h"

#include "base/compress.h"
#include "web/views.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

/* Below this, headers outweigh what compression saves. */
enum { COMPRESS_LEAST = 600 };

/* Well for what will be sent many times, quickly for what will be sent once. */
enum { GZIP_WELL = 6, GZIP_QUICK = 1, BROTLI_WELL = 5, BROTLI_QUICK = 1 };

struct reply_body {
        _Atomic unsigned refs;
        size_t n;
        void *bytes;
};

static const char *const encoding_names[] = {[GZIP] = "gzip", [BROTLI] = "br"};
static const char *const encoding_marks[] = {[PLAIN] = "", [GZIP] = "-gz", [BROTLI] = "-br"};

static struct reply_body *
body_new(void *bytes, size_t n)
{
        struct reply_body *b = mem_must(malloc(sizeof(*b)));

        atomic_init(&b->refs, 1);
        b->n = n;
        b->bytes = bytes;
        return b;
}

static void
body_drop(void *cls)
{
        struct reply_body *b = cls;

        if (b && atomic_fetch_sub(&b->refs, 1) == 1) {
                free(b->bytes);
                free(b);
        }
}

struct reply *
reply_new(int status, const void *bytes, size_t n)
{
        struct reply *reply = mem_must(calloc(1, sizeof(*reply)));
        void *copy = mem_must(malloc(n ? n : 1));

        if (n)
                memcpy(copy, bytes, n);
        atomic_init(&reply->refs, 1);
        reply->status = status;
        reply->fd = -1;
        reply->size = n;
        reply->vary = "Accept-Encoding";
        atomic_init(&reply->bodies[PLAIN], body_new(copy, n));
        return reply;
}

struct reply *
reply_new_file(int fd, uint64_t size, const char *etag)
{
        struct reply *reply = mem_must(calloc(1, sizeof(*reply)));

        atomic_init(&reply->refs, 1);
        reply->status = 200;
        reply->fd = fd;
        reply->size = size;
        (void)snprintf(reply->etag, sizeof(reply->etag), "%s", etag);
        return reply;
}

struct reply *
reply_ref(struct reply *reply)
{
        atomic_fetch_add_explicit(&reply->refs, 1, memory_order_relaxed);
        return reply;
}

void
reply_drop(struct reply *reply)
{
        if (!reply || atomic_fetch_sub(&reply->refs, 1) != 1)
                return;
        views_settle(reply);
        for (size_t e = 0; e < N_ENCODINGS; e++) {
                for (size_t s = 0; s < 2; s++) {
                        struct MHD_Response *full = atomic_load(&reply->full[e][s]);
                        struct MHD_Response *same = atomic_load(&reply->same[e][s]);

                        if (full)
                                MHD_destroy_response(full);
                        if (same)
                                MHD_destroy_response(same);
                }
                body_drop(atomic_load(&reply->bodies[e]));
        }
        for (size_t i = 0; i < reply->n_headers; i++) {
                free(reply->headers[i].name);
                free(reply->headers[i].value);
        }
        if (reply->fd >= 0)
                (void)close(reply->fd);
        free(reply);
}

void
reply_header(struct reply *reply, const char *name, const char *value)
{
        assert(reply->n_headers < REPLY_HEADERS_MAX);
        reply->headers[reply->n_headers].name = mem_must(strdup(name));
        reply->headers[reply->n_headers++].value = mem_must(strdup(value));
}

void
reply_type(struct reply *reply, const char *type)
{
        reply_header(reply, "Content-Type", type);
        reply->compressible = reply->fd < 0 && reply->size >= COMPRESS_LEAST &&
                              (strncmp(type, "text/", 5) == 0 || strstr(type, "json") ||
                               strstr(type, "xml") || strstr(type, "javascript")) &&
                              !strstr(type, "officedocument");
}

enum { LANES = 4 };

static uint64_t
mix(uint64_t lane, uint64_t word)
{
        lane = (lane ^ word) * UINT64_C(0xff51afd7ed558ccd);
        return lane ^ lane >> 32;
}

/* Lanes side by side, each word in one of them, folded twice into one number: tells versions of a page apart, protects
 * nothing. A step can be undone, so texts that differ in one word never have the same lanes. */
void
reply_tag(struct reply *reply)
{
        struct reply_body *body = atomic_load(&reply->bodies[PLAIN]);
        uint64_t lanes[LANES] = {1, 2, 3, 4}, words[LANES], a = body->n, b = ~a;
        const char *at = body->bytes;
        size_t left = body->n;

        for (; left >= sizeof(words); at += sizeof(words), left -= sizeof(words)) {
                memcpy(words, at, sizeof(words));
                for (size_t i = 0; i < LANES; i++)
                        lanes[i] = mix(lanes[i], words[i]);
        }
        memset(words, 0, sizeof(words));
        if (left)
                memcpy(words, at, left);
        for (size_t i = 0; i < LANES; i++) {
                a = mix(a, mix(lanes[i], words[i]));
                b = mix(b + lanes[i], words[i]);
        }
        (void)snprintf(reply->etag, sizeof(reply->etag), "%016llx%08llx", (unsigned long long)a,
                       (unsigned long long)(b & 0xffffffff));
}

size_t
reply_weight(struct reply *reply)
{
        size_t weight = sizeof(*reply) + 1024; /* responses and headers, about */

        for (size_t e = 0; e < N_ENCODINGS; e++) {
                struct reply_body *body = atomic_load(&reply->bodies[e]);

                weight += body ? body->n : 0;
        }
        return weight;
}

bool
reply_has(struct reply *reply, enum encoding encoding)
{
        return !reply->compressible ||
               atomic_load_explicit(&reply->bodies[encoding], memory_order_acquire) != NULL;
}

int
reply_encode(struct reply *reply, enum encoding encoding, bool once)
{
        struct reply_body *plain = atomic_load(&reply->bodies[PLAIN]), *none = NULL, *made;
        void *bytes;
        size_t n;
        int r;

        if (reply_has(reply, encoding))
                return 0;
        if (encoding == GZIP)
                r = compress_gzip(plain->bytes, plain->n, once ? GZIP_QUICK : GZIP_WELL, &bytes,
                                  &n);
        else
                r = compress_brotli(plain->bytes, plain->n, once ? BROTLI_QUICK : BROTLI_WELL,
                                    &bytes, &n);
        if (r < 0)
                return err_trace(r);
        made = body_new(bytes, n);
        if (!atomic_compare_exchange_strong(&reply->bodies[encoding], &none, made))
                body_drop(made); /* another worker was faster */
        return 0;
}

static void
put_headers(struct reply *reply, struct MHD_Response *response, enum encoding encoding, bool secure)
{
        for (size_t i = 0; i < reply->n_headers; i++)
                (void)MHD_add_response_header(response, reply->headers[i].name,
                                              reply->headers[i].value);
        if (encoding != PLAIN)
                (void)MHD_add_response_header(response, "Content-Encoding",
                                              encoding_names[encoding]);
        if (reply->compressible)
                (void)MHD_add_response_header(response, "Vary", reply->vary);
        if (reply->etag[0]) {
                char tag[ETAG_SIZE + 8];

                (void)snprintf(tag, sizeof(tag), "\"%s%s\"", reply->etag, encoding_marks[encoding]);
                (void)MHD_add_response_header(response, "ETag", tag);
        }
        if (secure)
                (void)MHD_add_response_header(response, "Strict-Transport-Security",
                                              "max-age=31536000");
}

static struct MHD_Response *
response_of_body(struct reply_body *body)
{
        atomic_fetch_add(&body->refs, 1);
        return mem_must(MHD_create_response_from_buffer_with_free_callback_cls(body->n, body->bytes,
                                                                               body_drop, body));
}

/* The response kept in the slot; made by whoever comes first. */
static struct MHD_Response *
kept(struct reply *reply, struct MHD_Response *_Atomic *slot, bool same, enum encoding encoding,
     bool secure)
{
        struct MHD_Response *response = atomic_load_explicit(slot, memory_order_acquire);
        struct MHD_Response *none = NULL;

        if (response)
                return response;
        if (same)
                response =
                    mem_must(MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
        else
                response = response_of_body(atomic_load(&reply->bodies[encoding]));
        put_headers(reply, response, encoding, secure);
        if (!atomic_compare_exchange_strong(slot, &none, response)) {
                MHD_destroy_response(response);
                response = none;
        }
        return response;
}

/* If-None-Match is a list of tags, weak or not, or "*"; for GET a weak match counts. */
static bool
named(const char *list, const char *tag)
{
        size_t n = strlen(tag);

        for (const char *at = list; *at;) {
                at += strspn(at, " \t,");
                if (*at == '*')
                        return true;
                if (strncmp(at, "W/", 2) == 0)
                        at += 2;
                if (strncmp(at, tag, n) == 0 && (at[n] == '\0' || strchr(" \t,", at[n])))
                        return true;
                at += strcspn(at, ",");
        }
        return false;
}

enum range_kind { RANGE_WHOLE, RANGE_PART, RANGE_OUTSIDE };

static bool
read_number(const char **at, uint64_t *ret)
{
        const char *from = *at;
        uint64_t n = 0;

        for (; **at >= '0' && **at <= '9'; (*at)++) {
                if (n > UINT64_MAX / 16)
                        return false;
                n = n * 10 + (uint64_t)(**at - '0');
        }
        *ret = n;
        return *at > from;
}

/* One range; several, or what is none, is answered whole, as the RFC allows. */
static enum range_kind
range_of(const char *range, uint64_t size, uint64_t *ret_from, uint64_t *ret_n)
{
        uint64_t from, to;
        const char *at;

        if (!range || strncmp(range, "bytes=", 6) != 0)
                return RANGE_WHOLE;
        at = range + 6;
        if (*at == '-') { /* the last so many */
                at++;
                if (!read_number(&at, &to) || *at)
                        return RANGE_WHOLE;
                if (to == 0 || size == 0)
                        return RANGE_OUTSIDE;
                *ret_n = to < size ? to : size;
                *ret_from = size - *ret_n;
                return RANGE_PART;
        }
        if (!read_number(&at, &from) || *at++ != '-')
                return RANGE_WHOLE;
        if (!*at)
                to = size ? size - 1 : 0;
        else if (!read_number(&at, &to) || *at || to < from)
                return RANGE_WHOLE;
        if (from >= size)
                return RANGE_OUTSIDE;
        if (to >= size)
                to = size - 1;
        *ret_from = from;
        *ret_n = to - from + 1;
        return RANGE_PART;
}

static enum MHD_Result
send_outside(struct reply *reply, struct MHD_Connection *connection, bool secure)
{
        struct MHD_Response *response =
            mem_must(MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
        char range[64];
        enum MHD_Result result;

        (void)snprintf(range, sizeof(range), "bytes */%llu", (unsigned long long)reply->size);
        (void)MHD_add_response_header(response, "Content-Range", range);
        put_headers(reply, response, PLAIN, secure);
        result = MHD_queue_response(connection, MHD_HTTP_RANGE_NOT_SATISFIABLE, response);
        MHD_destroy_response(response);
        return result;
}

static enum MHD_Result
send_file(struct reply *reply, struct MHD_Connection *connection, const struct reply_wish *wish,
          int *ret_status)
{
        uint64_t from = 0, n = reply->size;
        enum range_kind kind = range_of(wish->range, reply->size, &from, &n);
        struct MHD_Response *response;
        enum MHD_Result result;
        char tag[ETAG_SIZE + 4];
        int fd;

        (void)snprintf(tag, sizeof(tag), "\"%s\"", reply->etag);
        if (wish->if_range && strcmp(wish->if_range, tag) != 0) {
                kind = RANGE_WHOLE;
                from = 0;
                n = reply->size;
        }
        if (kind == RANGE_OUTSIDE) {
                *ret_status = MHD_HTTP_RANGE_NOT_SATISFIABLE;
                return send_outside(reply, connection, wish->secure);
        }
        fd = dup(reply->fd);
        if (fd < 0)
                return MHD_NO;
        response = MHD_create_response_from_fd_at_offset64(n, fd, from);
        if (!response) {
                (void)close(fd);
                return MHD_NO;
        }
        put_headers(reply, response, PLAIN, wish->secure);
        (void)MHD_add_response_header(response, "Accept-Ranges", "bytes");
        *ret_status = reply->status;
        if (kind == RANGE_PART) {
                char range[96];

                (void)snprintf(range, sizeof(range), "bytes %llu-%llu/%llu",
                               (unsigned long long)from, (unsigned long long)(from + n - 1),
                               (unsigned long long)reply->size);
                (void)MHD_add_response_header(response, "Content-Range", range);
                *ret_status = MHD_HTTP_PARTIAL_CONTENT;
        }
        result = MHD_queue_response(connection, (unsigned)*ret_status, response);
        MHD_destroy_response(response);
        return result;
}

enum MHD_Result
reply_send(struct reply *reply, struct MHD_Connection *connection, const struct reply_wish *wish,
           int *ret_status)
{
        enum encoding encoding =
            reply->compressible && reply_has(reply, wish->encoding) ? wish->encoding : PLAIN;
        char tag[ETAG_SIZE + 8];

        if (wish->if_none_match && reply->etag[0] && reply->status == 200) {
                (void)snprintf(tag, sizeof(tag), "\"%s%s\"", reply->etag, encoding_marks[encoding]);
                if (named(wish->if_none_match, tag)) {
                        *ret_status = MHD_HTTP_NOT_MODIFIED;
                        return MHD_queue_response(connection, MHD_HTTP_NOT_MODIFIED,
                                                  kept(reply, &reply->same[encoding][wish->secure],
                                                       true, encoding, wish->secure));
                }
        }
        if (reply->fd >= 0)
                return send_file(reply, connection, wish, ret_status);
        *ret_status = reply->status;
        return MHD_queue_response(
            connection, (unsigned)reply->status,
            kept(reply, &reply->full[encoding][wish->secure], false, encoding, wish->secure));
}

/* Whether a coding is named with a quality above nothing. */
static bool
takes(const char *accept, const char *coding)
{
        size_t n = strlen(coding);

        for (const char *at = accept; *at;) {
                size_t length;

                at += strspn(at, " \t,");
                length = strcspn(at, ",");
                if (strncasecmp(at, coding, n) == 0 && (at[n] == '\0' || strchr(" \t,;", at[n]))) {
                        const char *q = memmem(at, length, "q=0", 3);

                        if (!q)
                                return true;
                        for (q += 3; q < at + length; q++)
                                if (*q >= '1' && *q <= '9')
                                        return true;
                        return false;
                }
                at += length;
        }
        return false;
}

enum encoding
encoding_of(const char *accept)
{
        if (!accept)
                return PLAIN;
        if (takes(accept, "br"))
                return BROTLI;
        return takes(accept, "gzip") ? GZIP : PLAIN;
}
