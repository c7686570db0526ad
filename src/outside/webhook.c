#include "outside/webhook.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/text.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 5, WHOLE_SECONDS = 20 };

void
webhook_init(void)
{
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
                abort();
}

static bool
is_near(const char *host, size_t n)
{
        static const char *const beginnings[] = {"127.", "10.", "192.168."};
        unsigned second;

        if ((n == 9 && strncasecmp(host, "localhost", 9) == 0) ||
            (n == 5 && strncmp(host, "[::1]", 5) == 0))
                return true;
        if (strspn(host, "0123456789.") < n) /* a name could lead anywhere */
                return false;
        for (size_t i = 0; i < N(beginnings); i++)
                if (strncmp(host, beginnings[i], strlen(beginnings[i])) == 0)
                        return true;
        return sscanf(host, "172.%3u.", &second) == 1 && second >= 16 && second <= 31;
}

bool
webhook_url_ok(const char *url)
{
        bool plain = strncmp(url, "http://", 7) == 0;
        const char *host = plain ? url + 7 : url + 8;
        size_t n;

        if (!plain && strncmp(url, "https://", 8) != 0)
                return false;
        n = *host == '[' ? strcspn(host, "]/?#") + 1 : strcspn(host, ":/?#");
        if (n == 0 || strlen(url) > 500 || strpbrk(url, " \t\r\n#\\\"<>") ||
            memchr(host, '@', strcspn(host, "/?")))
                return false;
        return !plain || is_near(host, n);
}

static void
curl_endp(CURL **c)
{
        curl_easy_cleanup(*c);
}

static void
list_endp(struct curl_slist **l)
{
        curl_slist_free_all(*l);
}

/* What comes beyond the ceiling is taken and dropped: the status is what counts. */
static size_t
take(char *bytes, size_t one, size_t n, void *arg)
{
        struct buf *text = arg;
        size_t room = WEBHOOK_TEXT_MAX - text->len;

        buf_put(text, bytes, n < room ? n : room);
        return one * n;
}

static void
add(struct curl_slist **list, const char *line)
{
        struct curl_slist *longer = curl_slist_append(*list, line);

        assert(longer);
        *list = longer;
}

static void
sign(TALLOC_CTX *mem, const struct webhook *w, struct curl_slist **headers)
{
        char hex[SM3_HEX_SIZE];
        const char *signed_text;
        struct sm3 mac;

        add(headers, mem_printf(mem, "X-Xxgk-Delivery: %lld", (long long)w->delivery));
        add(headers, mem_printf(mem, "X-Xxgk-Time: %lld", (long long)w->unix_seconds));
        if (!w->secret)
                return;
        signed_text = mem_printf(mem, "%lld.%s", (long long)w->unix_seconds, w->body);
        mac = sm3_hmac(w->secret, strlen(w->secret), signed_text, strlen(signed_text));
        add(headers, mem_printf(mem, "X-Xxgk-Signature: %s", sm3_hex(&mac, hex)));
}

int
webhook_post(TALLOC_CTX *mem, const struct webhook *w, struct webhook_answer *ret)
{
        _cleanup_(curl_endp) CURL *c = curl_easy_init();
        _cleanup_(list_endp) struct curl_slist *headers = NULL;
        struct buf text = buf_new(mem, WEBHOOK_TEXT_MAX + 1);
        char why[CURL_ERROR_SIZE] = "";
        CURLcode code;

        if (!c)
                return err_set(ERR_LIBRARY, "libcurl does not begin");
        add(&headers, "Content-Type: application/json; charset=utf-8");
        add(&headers, "Expect:"); /* no round trip before the body */
        sign(mem, w, &headers);
        (void)curl_easy_setopt(c, CURLOPT_URL, w->url);
        (void)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
        (void)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
        (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
        (void)curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
        (void)curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
        (void)curl_easy_setopt(c, CURLOPT_USERAGENT, "xxgk/" XXGK_VERSION);
        (void)curl_easy_setopt(c, CURLOPT_PROXY, ""); /* the environment decides nothing here */
        (void)curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
        (void)curl_easy_setopt(c, CURLOPT_POSTFIELDS, w->body);
        (void)curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)strlen(w->body));
        (void)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
        (void)curl_easy_setopt(c, CURLOPT_WRITEDATA, &text);
        (void)curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
        code = curl_easy_perform(c);
        *ret = (struct webhook_answer){.text = ""};
        if (code != CURLE_OK) {
                ret->text = mem_strdup(mem, *why ? why : curl_easy_strerror(code));
                return WEBHOOK_UNREACHABLE;
        }
        (void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &ret->status);
        if (text_valid(buf_text(&text), text.len) && strlen(buf_text(&text)) == text.len)
                ret->text = buf_text(&text);
        return 0;
}
