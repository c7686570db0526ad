#include "web/guard.h"

/* RFC 9110 token: what a header name may be made of. */
static bool
is_token(const char *text, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                char c = text[i];

                if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      (c && strchr("!#$%&'*+-.^_`|~", c))))
                        return false;
        }
        return n > 0;
}

static bool
is_clean(const char *text, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (((uint8_t)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7f)
                        return false;
        return true;
}

static bool
is_host(const char *text)
{
        size_t n = strlen(text);

        return n > 0 && n < 256 &&
               strspn(text,
                      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]") == n;
}

static bool
read_length(const char *text, uint64_t *ret)
{
        size_t n = strspn(text, "0123456789");

        if (n == 0 || n > 18 || text[n])
                return false;
        *ret = strtoull(text, NULL, 10);
        return true;
}

static void
keep(const char **slot, const char *value)
{
        if (!*slot)
                *slot = value;
}

static enum MHD_Result
look(void *cls, enum MHD_ValueKind kind, const char *key, size_t n_key, const char *value,
     size_t n_value)
{
        struct heads *h = cls;
        const struct {
                const char *name;
                size_t n;
                const char **slot;
        } plain[] = {
            {"Cookie", 6, &h->cookie},
            {"Accept", 6, &h->accept},
            {"Accept-Encoding", 15, &h->accept_encoding},
            {"User-Agent", 10, &h->user_agent},
            {"If-None-Match", 13, &h->if_none_match},
            {"If-Range", 8, &h->if_range},
            {"Range", 5, &h->range},
            {"X-Forwarded-Proto", 17, &h->forwarded_proto},
            {"Expect", 6, &h->expect},
            {"Origin", 6, &h->origin},
            {"Sec-Fetch-Site", 14, &h->fetch_site},
        };

        (void)kind;
        if (!value) {
                value = "";
                n_value = 0;
        }
        if (!is_token(key, n_key) || !is_clean(value, n_value) || strlen(value) != n_value)
                h->broken = true;
        for (size_t i = 0; i < N(plain); i++)
                if (n_key == plain[i].n && strcasecmp(key, plain[i].name) == 0) {
                        keep(plain[i].slot, value);
                        return MHD_YES;
                }
        if (strcasecmp(key, "Host") == 0) {
                h->n_host++;
                keep(&h->host, value);
        } else if (strcasecmp(key, "Content-Length") == 0) {
                h->n_length++;
                if (!read_length(value, &h->content_length))
                        h->broken = true;
        } else if (strcasecmp(key, "Transfer-Encoding") == 0) {
                h->n_transfer++;
                h->chunked = strcasecmp(value, "chunked") == 0;
        } else if (strcasecmp(key, "Content-Type") == 0) {
                h->n_type++;
                keep(&h->content_type, value);
        } else if (strcasecmp(key, "Content-Encoding") == 0) {
                h->content_encoding = true;
        } else if (strcasecmp(key, "X-Forwarded-For") == 0) {
                h->n_forwarded_for++;
                keep(&h->forwarded_for, value);
        }
        return MHD_YES;
}

int
guard_check(struct MHD_Connection *connection, const char *version, struct heads *ret)
{
        *ret = (struct heads){0};
        if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
                return MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED;
        (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, look, ret);
        if (ret->broken || ret->n_host != 1 || !is_host(ret->host) || ret->n_length > 1 ||
            ret->n_transfer > 1 || ret->n_type > 1 || ret->n_forwarded_for > 1 ||
            (ret->n_length && ret->n_transfer))
                return MHD_HTTP_BAD_REQUEST;
        if (ret->n_transfer)
                return ret->chunked ? MHD_HTTP_LENGTH_REQUIRED : MHD_HTTP_NOT_IMPLEMENTED;
        if (ret->expect && strcasecmp(ret->expect, "100-continue") != 0)
                return MHD_HTTP_EXPECTATION_FAILED;
        if (ret->content_encoding)
                return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
        ret->has_body = ret->content_length > 0;
        return 0;
}
