/* The office stands in another process, behind a Unix socket: an abort there does not touch the
 * portal. A worker of the office pool hands the request on and brings the answer back, whole. */
#include "base/clock.h"
#include "base/log.h"
#include "web/request.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum {
        ANSWER_MAX = 64 << 20,
        PATIENCE_SECONDS = 60,
        RESTART_MS = 2000, /* a part that fell is up again by then */
        STEP_MS = 20
};

static void
closep(int *fd)
{
        if (*fd >= 0)
                (void)close(*fd);
}

static int
try_connect(const char *path)
{
        struct sockaddr_un un = {.sun_family = AF_UNIX};
        struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

        if (fd < 0)
                return -1;
        (void)snprintf(un.sun_path, sizeof(un.sun_path), "%s", path);
        if (connect(fd, (const struct sockaddr *)&un, sizeof(un)) != 0) {
                (void)close(fd);
                return -1;
        }
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
        return fd;
}

static int
connect_to(const char *path)
{
        for (int waited = 0;; waited += STEP_MS) {
                int fd = try_connect(path);

                if (fd >= 0 || waited >= RESTART_MS)
                        return fd;
                (void)usleep(STEP_MS * 1000);
        }
}

static int
send_all(int fd, const char *bytes, size_t n)
{
        while (n) {
                ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

                if (sent <= 0)
                        return err_errno("sending to the office");
                bytes += sent;
                n -= (size_t)sent;
        }
        return 0;
}

static void
put_header(struct buf *out, const char *name, const char *value)
{
        if (value)
                buf_printf(out, "%s: %s\r\n", name, value);
}

static void
put_head(struct request *q, struct buf *out)
{
        char from[ADDRESS_TEXT_SIZE];

        buf_printf(out, "%s %s HTTP/1.1\r\n", q->method == POST ? "POST" : "GET", q->uri);
        put_header(out, "Host", q->heads.host);
        put_header(out, "Connection", "close");
        put_header(out, "X-Forwarded-For", address_text(&q->visitor, from));
        put_header(out, "X-Forwarded-Proto", q->secure ? "https" : "http");
        put_header(out, "Cookie", q->heads.cookie);
        put_header(out, "Accept", q->heads.accept);
        put_header(out, "User-Agent", q->heads.user_agent);
        put_header(out, "Content-Type", q->heads.content_type);
        put_header(out, "Sec-Fetch-Site", q->heads.fetch_site);
        if (q->method == POST)
                buf_printf(out, "Content-Length: %zu\r\n", q->body.n);
        buf_str(out, "\r\n");
}

static int
receive_all(int fd, struct buf *in)
{
        char chunk[16384];

        for (;;) {
                ssize_t n = recv(fd, chunk, sizeof(chunk), 0);

                if (n < 0)
                        return err_errno("hearing from the office");
                if (n == 0)
                        return buf_done(in);
                buf_put(in, chunk, (size_t)n);
        }
}

/* Headers that belong to one hop, or that this process writes itself. */
static bool
is_own(const char *name)
{
        static const char *const own[] = {"Connection", "Content-Length",    "Date",
                                          "Keep-Alive", "Transfer-Encoding", "Vary"};

        for (size_t i = 0; i < N(own); i++)
                if (strcasecmp(own[i], name) == 0)
                        return true;
        return false;
}

static struct reply *
understand(TALLOC_CTX *mem, const struct buf *in)
{
        const char *text = buf_text(in), *end = strstr(text, "\r\n\r\n");
        struct reply *reply;
        const char *length;
        int status;

        if (!end || strncmp(text, "HTTP/1.1 ", 9) != 0)
                return NULL;
        status = (int)strtol(text + 9, NULL, 10);
        length = strcasestr(text, "\r\nContent-Length:");
        if (status < 200 || status > 599 || !length || length > end ||
            strtoull(length + 17, NULL, 10) != in->len - (size_t)(end + 4 - text))
                return NULL; /* cut off: the office fell while it answered */
        reply = reply_new(status, end + 4, in->len - (size_t)(end + 4 - text));
        for (const char *at = strstr(text, "\r\n"); at < end; at = strstr(at + 2, "\r\n")) {
                const char *colon = strchr(at + 2, ':'), *stop = strstr(at + 2, "\r\n");
                const char *name;

                if (!colon || !stop || colon > stop || reply->n_headers == REPLY_HEADERS_MAX)
                        break;
                name = mem_strndup(mem, at + 2, (size_t)(colon - at - 2));
                colon += 1 + strspn(colon + 1, " ");
                if (!is_own(name))
                        reply_header(reply, name, mem_strndup(mem, colon, (size_t)(stop - colon)));
        }
        return reply;
}

static int
ask(TALLOC_CTX *mem, struct request *q, struct reply **ret)
{
        _cleanup_(closep) int fd = connect_to(q->server->settings.office);
        struct buf head = buf_new(mem, KiB(64)), in = buf_new(mem, ANSWER_MAX);
        const char *body;
        size_t n;
        int r;

        if (fd < 0)
                return err_errno("the office does not listen");
        put_head(q, &head);
        r = buf_done(&head);
        if (r < 0)
                return err_trace(r);
        r = body_whole(mem, q, &body, &n);
        if (r < 0)
                return err_trace(r);
        r = send_all(fd, head.data, head.len);
        if (r == 0)
                r = send_all(fd, body, n);
        if (r == 0)
                r = receive_all(fd, &in);
        if (r < 0)
                return err_trace(r);
        *ret = understand(mem, &in);
        return *ret ? 0 : err_set(ERR_IO, "the office did not finish its answer");
}

void
relay_run(struct job *job, TALLOC_CTX *mem)
{
        struct request *q = (struct request *)(void *)((char *)job - offsetof(struct request, job));
        struct reply *reply;

        if (ask(mem, q, &reply) < 0) {
                log_event(LOG_ERROR, "relay", LOG_S("route", q->asked.route->name),
                          LOG_S("error", err_text()));
                err_clear();
                reply = refusal_of(q->server, 503);
        }
        request_resume(q, reply);
}
