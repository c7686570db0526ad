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

/* The library hands over names and values as pointers into the bytes that came, with zeros where
 * colons and line ends stood. So what it skipped shows as a gap: the rest of a value behind a NUL,
 * a folded line (which is copied elsewhere), a line without a name (which it takes for the end). */
static void
follow_bytes(struct heads *h, const char *key, size_t n_key, const char *value, size_t n_value)
{
        size_t line_end = (size_t)(key - h->at);

        if (key < h->at || line_end < 1 || line_end > 2 || h->at[0] || h->at[line_end - 1] ||
            value < key + n_key) {
                h->broken = true;
                return;
        }
        for (const char *c = key + n_key; c < value; c++)
                if (*c && *c != ' ' && *c != '\t')
                        h->broken = true;
        h->at = value + n_value;
}

/* Behind the last value: its line end and the empty line. */
static bool
ends_there(struct MHD_Connection *connection, const struct heads *h, const char *method)
{
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
        size_t left;

        if (!info || h->at < method || (size_t)(h->at - method) > info->header_size)
                return false;
        left = info->header_size - (size_t)(h->at - method);
        if (left < 2 || left > 4)
                return false;
        for (size_t i = 0; i < left; i++)
                if (h->at[i])
                        return false;
        return true;
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
                h->broken = true;
                return MHD_YES;
        }
        if (!h->broken)
                follow_bytes(h, key, n_key, value, n_value);
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
guard_check(struct MHD_Connection *connection, const char *method, const char *version,
            struct heads *ret)
{
        *ret = (struct heads){0};
        if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
                return MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED;
        ret->at = version + strlen(version);
        (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, look, ret);
        if (ret->broken || !ends_there(connection, ret, method) || ret->n_host != 1 ||
            !is_host(ret->host) || ret->n_length > 1 || ret->n_transfer > 1 || ret->n_type > 1 ||
            ret->n_forwarded_for > 1 || (ret->n_length && ret->n_transfer))
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
