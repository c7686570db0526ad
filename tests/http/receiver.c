/* tests/http/receiver DIR: the other side of a connector. Listens on a free port of 127.0.0.1 and prints it; keeps
 * each request as DIR/N (headers, empty line, body) and answers as DIR/answer says ("200 {json}"; missing: 503). */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 1 << 20 };
static char got[MOST];

/* The whole request, or as much as comes. */
static size_t
take(int fd)
{
        size_t n = 0, want = 0;

        while (n < MOST - 1 && (!want || n < want)) {
                ssize_t k = read(fd, got + n, MOST - 1 - n);
                char *end, *length;

                if (k <= 0)
                        break;
                n += (size_t)k;
                got[n] = '\0';
                end = strstr(got, "\r\n\r\n");
                length = strcasestr(got, "content-length:");
                if (end && !want)
                        want = (size_t)(end - got) + 4 +
                               (length && length < end ? strtoul(length + 15, NULL, 10) : 0);
        }
        return n;
}

static void
answer(int fd, const char *dir)
{
        char path[512], text[4096] = "503 {}", out[5000];
        FILE *f;
        size_t n = 0;

        (void)snprintf(path, sizeof(path), "%s/answer", dir);
        f = fopen(path, "r");
        if (f) {
                n = fread(text, 1, sizeof(text) - 1, f);
                text[n] = '\0';
                (void)fclose(f);
        }
        (void)snprintf(out, sizeof(out),
                       "HTTP/1.1 %.3s x\r\nContent-Type: application/json\r\nContent-Length: "
                       "%zu\r\nConnection: close\r\n\r\n%s",
                       text, strlen(text) > 4 ? strlen(text + 4) : 0,
                       strlen(text) > 4 ? text + 4 : "");
        if (write(fd, out, strlen(out)) < 0)
                perror("write");
}

int
main(int argc, char **argv)
{
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t size = sizeof(a);
        int fd = socket(AF_INET, SOCK_STREAM, 0);

        if (argc != 2 || fd < 0 || bind(fd, (struct sockaddr *)&a, size) || listen(fd, 16) ||
            getsockname(fd, (struct sockaddr *)&a, &size))
                return 1;
        (void)printf("%d\n", ntohs(a.sin_port));
        (void)fflush(stdout);
        for (int i = 1;; i++) {
                int c = accept(fd, NULL, NULL);
                char path[512], part[520];
                size_t n;
                FILE *f;

                if (c < 0)
                        return 1;
                n = take(c);
                (void)snprintf(path, sizeof(path), "%s/%d", argv[1], i);
                (void)snprintf(part, sizeof(part), "%s.part", path);
                f = fopen(part, "w");
                if (f) {
                        (void)fwrite(got, 1, n, f);
                        (void)fclose(f);
                        (void)rename(part, path);
                }
                answer(c, argv[1]);
                (void)close(c);
        }
}
