#include "outside/link.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <unistd.h>

enum { CONNECT_SECONDS = 5, WHOLE_SECONDS = 10, REDIRECTS = 5 };

struct asking {
        bool private_too, refused;
};

static bool
is_inside_v4(uint32_t a)
{
        static const struct {
                uint32_t net, mask;
        } nets[] = {
            {0x00000000, 0xff000000}, {0x0a000000, 0xff000000}, {0x64400000, 0xffc00000},
            {0x7f000000, 0xff000000}, {0xa9fe0000, 0xffff0000}, {0xac100000, 0xfff00000},
            {0xc0a80000, 0xffff0000}, {0xe0000000, 0xe0000000},
        };

        for (size_t i = 0; i < N(nets); i++)
                if ((a & nets[i].mask) == nets[i].net)
                        return true;
        return false;
}

static uint32_t
v4_at(const uint8_t *b)
{
        return ((uint32_t)b[0] << 24) | ((uint32_t)b[1] << 16) | ((uint32_t)b[2] << 8) | b[3];
}

/* An IPv6 address that stands for an IPv4 address is where that one is. */
static bool
is_inside_v6(const struct in6_addr *a)
{
        static const uint8_t nat64[12] = {0x00, 0x64, 0xff, 0x9b};
        const uint8_t *b = a->s6_addr;

        if (IN6_IS_ADDR_V4MAPPED(a) || IN6_IS_ADDR_V4COMPAT(a) ||
            memcmp(b, nat64, sizeof(nat64)) == 0)
                return is_inside_v4(v4_at(b + 12));
        if (memcmp(b, nat64, 4) == 0)
                return true; /* 64:ff9b:1::/48 and its like: translation inside a house */
        if (b[0] == 0x20 && b[1] == 0x02) /* 6to4 */
                return is_inside_v4(v4_at(b + 2));
        return IN6_IS_ADDR_UNSPECIFIED(a) || IN6_IS_ADDR_LOOPBACK(a) || IN6_IS_ADDR_LINKLOCAL(a) ||
               IN6_IS_ADDR_MULTICAST(a) || (b[0] & 0xfe) == 0xfc;
}

bool
link_is_inside(const struct sockaddr *a)
{
        if (a->sa_family == AF_INET)
                return is_inside_v4(
                    ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr));
        if (a->sa_family == AF_INET6)
                return is_inside_v6(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
        return true;
}

/* Asked for each address that is really connected to, after names and redirects: a name that points
 * inside is found out here. */
static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
        struct asking *asking = arg;

        (void)purpose;
        if (!asking->private_too && link_is_inside(&a->addr)) {
                asking->refused = true;
                return CURL_SOCKET_BAD;
        }
        return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

/* The first bytes of the page are enough. */
static size_t
stop(char *bytes, size_t one, size_t n, void *arg)
{
        (void)bytes;
        (void)one;
        (void)n;
        (void)arg;
        return 0;
}

static void
curl_endp(CURL **c)
{
        curl_easy_cleanup(*c);
}

static int
ask(const char *url, bool headers_only, struct asking *asking, CURLcode *ret_code, long *ret_status)
{
        _cleanup_(curl_endp) CURL *c = curl_easy_init();

        if (!c)
                return err_set(ERR_LIBRARY, "libcurl does not begin");
        (void)curl_easy_setopt(c, CURLOPT_URL, url);
        (void)curl_easy_setopt(c, CURLOPT_NOBODY, headers_only ? 1L : 0L);
        (void)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
        (void)curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
        (void)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
        (void)curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)REDIRECTS);
        (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
        (void)curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
        (void)curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
        (void)curl_easy_setopt(c, CURLOPT_USERAGENT, "xxgk/" XXGK_VERSION " (link check)");
        (void)curl_easy_setopt(c, CURLOPT_PROXY, "");
        (void)curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
        (void)curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, asking);
        (void)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, stop);
        *ret_code = curl_easy_perform(c);
        *ret_status = 0;
        (void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, ret_status);
        return 0;
}

static enum link_state
state_of(CURLcode code, long status)
{
        if (status == 404 || status == 410)
                return LINK_BROKEN;
        if (status >= 500)
                return LINK_UNREACHABLE;
        if (status >= 200) /* 401, 403, 429: it is there */
                return LINK_OK;
        return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_URL_MALFORMAT ? LINK_BROKEN
                                                                                 : LINK_UNREACHABLE;
}

int
link_ask(const char *url, bool private_too, struct link_answer *ret)
{
        struct asking asking = {.private_too = private_too};
        CURLcode code;
        long status;
        int r = ask(url, true, &asking, &code, &status);

        if (r == 0 && !asking.refused &&
            (status >= 400 || status == 0)) /* some answer only to GET */
                r = ask(url, false, &asking, &code, &status);
        if (r < 0)
                return err_trace(r);
        *ret = (struct link_answer){asking.refused ? LINK_PRIVATE : state_of(code, status), status};
        return 0;
}
