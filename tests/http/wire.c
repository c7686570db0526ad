/* tests/http/wire: requests that no HTTP client would send.
 *
 *      wire PORT send                  standard input as it is; prints the status of the first answer, or "closed"
 *      wire PORT count                 the same; prints how many answers came
 *      wire PORT slow BYTES_PER_SECOND prints "STATUS MS" or "closed MS": how long the connection lived
 *      wire PORT idle [REQUEST]        connects (sends REQUEST, reads its answer) and does nothing more; "closed MS"
 *      wire PORT load PATH SECONDS N   N keep-alive connections asking for PATH; prints "N P50_US P99_US ERRORS"
 *      wire PORT stale WORD MS         standard input: lines NAME TAB PATH TAB HEADERS ("|" between them; "@etag": the one
 *                                      that the page has now). Asks for each twice, prints "ready", then asks for all
 *                                      of them over and over for MS, and prints of each, in microseconds of the
 *                                      clock, when it was last asked and still told the WORD (or, where that cannot
 *                                      be seen, answered as at first): "NAME US STATUS"
 *      wire PORT hold N SECONDS [HEAD] N connections, each one byte a second after HEAD, for SECONDS
 */
#include "base/mem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

static int port;

static int64_t
now_us(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
dial(void)
{
        struct sockaddr_in in = {.sin_family = AF_INET,
                                 .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

        if (fd < 0 || connect(fd, (const struct sockaddr *)&in, sizeof(in)) != 0) {
                perror("wire");
                exit(1);
        }
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        return fd;
}

static bool
readable(int fd, int ms)
{
        struct pollfd p = {.fd = fd, .events = POLLIN};

        return poll(&p, 1, ms) == 1;
}

/* Everything until the other side closes, or nothing came for ms. */
static size_t
drain(int fd, char *in, size_t room, int ms)
{
        size_t n = 0;

        while (n + 1 < room && readable(fd, ms)) {
                ssize_t got = recv(fd, in + n, room - n - 1, 0);

                if (got <= 0)
                        break;
                n += (size_t)got;
        }
        in[n] = '\0';
        return n;
}

static char input[1 << 20], output[1 << 22];

static void
send_input(int fd, size_t n)
{
        for (size_t at = 0; at < n;) {
                ssize_t sent = send(fd, input + at, n - at, MSG_NOSIGNAL);

                if (sent <= 0)
                        return;
                at += (size_t)sent;
        }
}

static const char *
status_of(const char *text)
{
        static char status[4];

        if (strncmp(text, "HTTP/1.", 7) != 0 || strlen(text) < 12)
                return "closed";
        memcpy(status, text + 9, 3);
        return status;
}

static int
count(void)
{
        int n = 0;

        for (const char *at = output; (at = strstr(at, "HTTP/1.1 ")); at++)
                n += at[9] >= '1' && at[9] <= '5';
        return n;
}

static void
slow(int fd, size_t n, long rate)
{
        int64_t began = now_us();

        for (size_t at = 0; at < n; at++) {
                if (send(fd, input + at, 1, MSG_NOSIGNAL) != 1)
                        break;
                if (readable(fd, (int)(1000 / rate)))
                        break;
        }
        (void)drain(fd, output, sizeof(output), 2000);
        (void)printf("%s %lld\n", status_of(output), (long long)(now_us() - began) / 1000);
}

static void
idle(int fd, const char *request)
{
        int64_t began = now_us();

        if (request) {
                (void)snprintf(input, sizeof(input), "%s", request);
                send_input(fd, strlen(input));
                if (readable(fd, 2000) && recv(fd, output, sizeof(output) - 1, 0) <= 0)
                        (void)puts("closed at once");
                began = now_us();
        }
        (void)drain(fd, output, sizeof(output), 30000);
        (void)printf("closed %lld\n", (long long)(now_us() - began) / 1000);
}

/* ---- load ----------------------------------------------------------------------------------- */

enum { SAMPLES = 1 << 20 };
static int64_t samples[SAMPLES];
static _Atomic size_t n_samples, n_errors;
static char request[4096];
static int64_t until_us;

/* One answer with a Content-Length. */
static bool
read_answer(int fd, char *in, size_t room)
{
        size_t n = 0;

        for (;;) {
                ssize_t got = recv(fd, in + n, room - n - 1, 0);
                const char *end, *length;

                if (got <= 0)
                        return false;
                n += (size_t)got;
                in[n] = '\0';
                end = strstr(in, "\r\n\r\n");
                if (!end)
                        continue;
                length = strcasestr(in, "\r\nContent-Length:");
                if (!length || length > end)
                        return false;
                if (n >= (size_t)(end + 4 - in) + strtoul(length + 17, NULL, 10))
                        return strncmp(in, "HTTP/1.1 200", 12) == 0;
        }
}

static void *
ask_again_and_again(void *arg)
{
        size_t room = 1 << 20;
        char *in = mem_must(malloc(room));
        int fd = dial();

        (void)arg;
        while (now_us() < until_us) {
                int64_t began = now_us();

                if (send(fd, request, strlen(request), MSG_NOSIGNAL) <= 0 ||
                    !read_answer(fd, in, room)) {
                        n_errors++;
                        (void)close(fd);
                        fd = dial();
                        continue;
                }
                if (n_samples < SAMPLES)
                        samples[n_samples++ % SAMPLES] = now_us() - began;
        }
        (void)close(fd);
        free(in);
        return NULL;
}

static int
by_value(const void *a, const void *b)
{
        const int64_t *x = a, *y = b;

        return (*x > *y) - (*x < *y);
}

static void
load(const char *path, long seconds, long n)
{
        pthread_t threads[64];

        (void)snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n",
                       path);
        until_us = now_us() + seconds * 1000000;
        for (long i = 0; i < n && i < 64; i++)
                (void)pthread_create(&threads[i], NULL, ask_again_and_again, NULL);
        for (long i = 0; i < n && i < 64; i++)
                (void)pthread_join(threads[i], NULL);
        qsort(samples, n_samples, sizeof(samples[0]), by_value);
        (void)printf("%zu %lld %lld %zu\n", n_samples,
                     (long long)(n_samples ? samples[n_samples / 2] : 0),
                     (long long)(n_samples ? samples[n_samples * 99 / 100] : 0), (size_t)n_errors);
}

static void
hold(long n, long seconds, const char *head)
{
        int *fds = mem_must(calloc((size_t)n, sizeof(int)));

        for (long i = 0; i < n; i++) {
                fds[i] = dial();
                (void)send(fds[i], head, strlen(head), MSG_NOSIGNAL);
        }
        (void)puts("held");
        (void)fflush(stdout);
        for (long s = 0; s < seconds; s++) {
                (void)sleep(1);
                for (long i = 0; i < n; i++)
                        for (int k = 0; k < 32; k++) /* 1 KB a second, in pieces */
                                (void)send(fds[i], "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 32,
                                           MSG_NOSIGNAL);
        }
        free(fds);
}

/* --- how long an answer stays what it was ------------------------------------------------------ */

enum { PAGES_MAX = 200, PAGE_ROOM = 1 << 21 };

struct asked {
        const char *name, *path, *heads;
        char *request, *first;
        size_t n_first;
        bool says_word;
        int status, first_status;
        int64_t stale_us;
};

static int64_t
clock_us(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_REALTIME, &t);
        return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The body of one answer; its status, or -1. */
static int
answer(int fd, char *in, char **ret_body, size_t *ret_n)
{
        size_t n = 0;

        for (;;) {
                ssize_t got = recv(fd, in + n, PAGE_ROOM - n - 1, 0);
                const char *length;
                char *end;

                if (got <= 0)
                        return -1;
                n += (size_t)got;
                in[n] = '\0';
                end = strstr(in, "\r\n\r\n");
                if (!end)
                        continue;
                length = strcasestr(in, "\r\nContent-Length:");
                *ret_body = end + 4;
                *ret_n = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
                if (n >= (size_t)(end + 4 - in) + *ret_n)
                        return (int)strtol(in + 9, NULL, 10);
        }
}

static int
ask_page(struct asked *a, int *fd, char *in, char **ret_body, size_t *ret_n)
{
        int status = -1;

        for (int tries = 0; tries < 3 && status < 0; tries++) {
                if (send(*fd, a->request, strlen(a->request), MSG_NOSIGNAL) > 0)
                        status = answer(*fd, in, ret_body, ret_n);
                if (status < 0) { /* the server may end a connection after an answer */
                        (void)close(*fd);
                        *fd = dial();
                }
        }
        return status;
}

static void
compose(struct asked *a, const char *etag)
{
        char heads[2048] = "";

        for (const char *h = a->heads; *h; h += strcspn(h, "|") + (h[strcspn(h, "|")] == '|')) {
                size_t n = strlen(heads), len = strcspn(h, "|");

                if (strncmp(h, "@etag", 5) != 0)
                        (void)snprintf(heads + n, sizeof(heads) - n, "%.*s\r\n", (int)len, h);
                else if (etag)
                        (void)snprintf(heads + n, sizeof(heads) - n, "If-None-Match: %s\r\n", etag);
        }
        free(a->request);
        if (asprintf(&a->request, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", a->path, heads) <
            0)
                exit(1);
}

static void
warm(struct asked *a, int *fd, char *in, const char *word)
{
        char *body = in, *etag;
        size_t n = 0;

        compose(a, NULL);
        (void)ask_page(a, fd, in, &body, &n);
        etag = strcasestr(in, "\r\nETag: ");
        if (etag && etag < body) {
                etag[8 + strcspn(etag + 8, "\r")] = '\0';
                compose(a, etag + 8);
        }
        a->first_status = a->status = ask_page(a, fd, in, &body, &n);
        a->first = mem_must(malloc(n + 1));
        memcpy(a->first, body, n);
        a->n_first = n;
        a->says_word = memmem(body, n, word, strlen(word)) != NULL;
}

static void
watch_pages(struct asked *pages, size_t n_pages, int *fd, char *in, const char *word, long ms)
{
        int64_t until = clock_us() + ms * 1000;

        while (clock_us() < until) {
                for (size_t i = 0; i < n_pages; i++) {
                        struct asked *a = &pages[i];
                        int64_t began = clock_us();
                        char *body = in;
                        size_t n = 0;

                        a->status = ask_page(a, fd, in, &body, &n);
                        if (a->status == a->first_status &&
                            (a->says_word ? memmem(body, n, word, strlen(word)) != NULL
                                          : n == a->n_first && memcmp(body, a->first, n) == 0))
                                a->stale_us = began;
                }
                (void)usleep(1000);
        }
}

static void
stale(const char *word, long ms)
{
        struct asked *pages = mem_must(calloc(PAGES_MAX, sizeof(*pages)));
        char *in = mem_must(malloc(PAGE_ROOM)), *line, *rest = input;
        size_t n_pages = 0;
        int fd = dial();

        while (n_pages < PAGES_MAX && (line = strsep(&rest, "\n")) != NULL) {
                struct asked *a = &pages[n_pages];

                if (!*line)
                        continue;
                a->name = strsep(&line, "\t");
                a->path = line ? strsep(&line, "\t") : "/";
                a->heads = line ? line : "";
                warm(a, &fd, in, word);
                n_pages++;
        }
        (void)puts("ready");
        (void)fflush(stdout);
        watch_pages(pages, n_pages, &fd, in, word, ms);
        for (size_t i = 0; i < n_pages; i++) {
                (void)printf("%s %lld %d\n", pages[i].name, (long long)pages[i].stale_us,
                             pages[i].status);
                free(pages[i].request);
                free(pages[i].first);
        }
        free(pages);
        free(in);
        (void)close(fd);
}

int
main(int argc, char **argv)
{
        const char *what = argc > 2 ? argv[2] : "";
        size_t n = 0;

        if (argc < 3)
                return 2;
        port = (int)strtol(argv[1], NULL, 10);
        (void)signal(SIGPIPE, SIG_IGN);
        if (strcmp(what, "load") == 0 && argc == 6) {
                load(argv[3], strtol(argv[4], NULL, 10), strtol(argv[5], NULL, 10));
                return 0;
        }
        if (strcmp(what, "hold") == 0 && argc >= 5) {
                hold(strtol(argv[3], NULL, 10), strtol(argv[4], NULL, 10), argc > 5 ? argv[5] : "");
                return 0;
        }
        if (strcmp(what, "idle") == 0) {
                idle(dial(), argc > 3 ? argv[3] : NULL);
                return 0;
        }
        n = fread(input, 1, sizeof(input) - 1, stdin);
        if (strcmp(what, "stale") == 0 && argc == 5) {
                stale(argv[3], strtol(argv[4], NULL, 10));
        } else if (strcmp(what, "slow") == 0 && argc == 4) {
                slow(dial(), n, strtol(argv[3], NULL, 10));
        } else if (strcmp(what, "send") == 0 || strcmp(what, "count") == 0) {
                int fd = dial();

                send_input(fd, n);
                (void)drain(fd, output, sizeof(output), 1200);
                if (*what == 's')
                        (void)puts(status_of(output));
                else
                        (void)printf("%d\n", count());
        } else {
                return 2;
        }
        return 0;
}
