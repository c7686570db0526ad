#include "main/listen.h"

#include "base/err.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static int
refuse(struct problems *problems, const char *address, const char *why)
{
        problems_add(problems, 0, "listen", "不能监听 %s：%s", address, why);
        return 1;
}

static int
open_unix(const char *address, struct problems *problems, int *ret)
{
        struct sockaddr_un un = {.sun_family = AF_UNIX};
        const char *path = address + strlen("unix:");
        int fd;

        if (!*path || strlen(path) >= sizeof(un.sun_path))
                return refuse(problems, address, "路径为空或过长");
        (void)snprintf(un.sun_path, sizeof(un.sun_path), "%s", path);
        fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
                return err_errno("socket");
        (void)unlink(path); /* of a process that was killed */
        if (bind(fd, (const struct sockaddr *)&un, sizeof(un)) != 0 || chmod(path, 0660) != 0 ||
            listen(fd, BACKLOG) != 0) {
                const char *why = strerror(errno);

                (void)close(fd);
                return refuse(problems, address, why);
        }
        *ret = fd;
        return 0;
}

static int
open_one(const struct addrinfo *ai, int *ret)
{
        int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1,
            zero = 0;

        if (fd < 0)
                return errno;
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
        if (ai->ai_family == AF_INET6)
                (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero));
        if (bind(fd, ai->ai_addr, ai->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
                int e = errno;

                (void)close(fd);
                return e;
        }
        *ret = fd;
        return 0;
}

static int
open_tcp(TALLOC_CTX *mem, const char *address, struct problems *problems, int *ret)
{
        const char *colon = strrchr(address, ':'), *host, *port;
        struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                 .ai_flags = AI_PASSIVE | AI_NUMERICHOST};
        struct addrinfo *list;
        int e;

        if (!colon || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1))
                return refuse(problems, address, "应为“地址:端口”");
        port = colon + 1;
        host = mem_strndup(mem, address, (size_t)(colon - address));
        if (*host == '[' && host[strlen(host) - 1] == ']')
                host = mem_strndup(mem, host + 1, strlen(host) - 2);
        if (strcmp(host, "localhost") == 0)
                host = "127.0.0.1";
        if (!*host)
                hints.ai_family = AF_INET6;
        e = getaddrinfo(*host ? host : NULL, port, &hints, &list);
        if (e)
                return refuse(problems, address, "地址或端口不对");
        e = open_one(list, ret);
        if (e == EAFNOSUPPORT && !*host) { /* a machine without IPv6 */
                freeaddrinfo(list);
                hints.ai_family = AF_INET;
                if (getaddrinfo(NULL, port, &hints, &list) != 0)
                        return refuse(problems, address, "地址或端口不对");
                e = open_one(list, ret);
        }
        freeaddrinfo(list);
        return e ? refuse(problems, address, strerror(e)) : 0;
}

int
listen_open(TALLOC_CTX *mem, const char *addresses, struct problems *problems,
            int ret_fds[LISTEN_MAX], size_t *ret_n)
{
        size_t n = 0;
        int r = 0;

        for (const char *at = addresses; *at && !r;) {
                size_t length = strcspn(at, ", ");
                const char *address = mem_strndup(mem, at, length);

                if (length) {
                        if (n == LISTEN_MAX)
                                r = refuse(problems, address, "监听地址过多");
                        else if (strncmp(address, "unix:", 5) == 0)
                                r = open_unix(address, problems, &ret_fds[n]);
                        else
                                r = open_tcp(mem, address, problems, &ret_fds[n]);
                        n += r == 0;
                }
                at += length + (at[length] != '\0');
        }
        if (!r && n == 0)
                r = refuse(problems, "", "没有监听地址");
        if (r) {
                while (n)
                        (void)close(ret_fds[--n]);
                return r < 0 ? err_trace(r) : 1;
        }
        *ret_n = n;
        return 0;
}

const char *
listen_url(TALLOC_CTX *mem, int fd)
{
        struct sockaddr_storage ss = {0};
        socklen_t n = sizeof(ss);
        char host[INET6_ADDRSTRLEN], port[8];

        if (getsockname(fd, (struct sockaddr *)&ss, &n) != 0)
                return "";
        if (ss.ss_family == AF_UNIX) {
                struct sockaddr_un un;

                memcpy(&un, &ss, sizeof(un));
                return mem_printf(mem, "unix:%s", un.sun_path);
        }
        if (getnameinfo((struct sockaddr *)&ss, n, host, sizeof(host), port, sizeof(port),
                        NI_NUMERICHOST | NI_NUMERICSERV) != 0)
                return "";
        return ss.ss_family == AF_INET6 ? mem_printf(mem, "http://[%s]:%s", host, port)
                                        : mem_printf(mem, "http://%s:%s", host, port);
}
