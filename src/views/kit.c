#include "views/kit.h"

#include "base/json.h"

#include <inttypes.h>

const char *
kit_str_string(struct kit_tmp *t, const char *s)
{
        (void)t;
        return s ? s : "";
}

const char *
kit_str_int(struct kit_tmp *t, int64_t n)
{
        (void)snprintf(t->text, sizeof(t->text), "%" PRId64, n);
        return t->text;
}

const char *
kit_str_size(struct kit_tmp *t, uint64_t n)
{
        (void)snprintf(t->text, sizeof(t->text), "%" PRIu64, n);
        return t->text;
}

const char *
kit_str_real(struct kit_tmp *t, double x)
{
        (void)snprintf(t->text, sizeof(t->text), "%.10g", x);
        return t->text;
}

const char *
kit_str_day(struct kit_tmp *t, struct day d)
{
        return day_text(d, t->text);
}

const char *
kit_str_instant(struct kit_tmp *t, struct instant at)
{
        return instant_text(at, t->text);
}

const char *
kit_str_count(struct kit_tmp *t, struct view_count c)
{
        char digits[32];
        size_t n, k = 0;

        if (c.kind == VIEW_COUNT_ABSENT)
                return "—";
        (void)snprintf(digits, sizeof(digits), "%" PRId64, c.n);
        n = strlen(digits);
        for (size_t i = 0; i < n; i++) {
                if (i && digits[i - 1] != '-' && (n - i) % 3 == 0)
                        t->text[k++] = ',';
                t->text[k++] = digits[i];
        }
        (void)snprintf(t->text + k, sizeof(t->text) - k, "%s",
                       c.kind == VIEW_COUNT_APPROXIMATE ? "余" : "");
        return t->text;
}

/* Bytes that markup holds as they are: not the NUL, so that a run ends with the string. */
static const bool as_it_is[256] = {
    [0x09] = true,          [0x0a] = true,          [0x0d] = true,
    [0x20 ... 0x21] = true, [0x23 ... 0x25] = true, [0x28 ... 0x3b] = true,
    [0x3d] = true,          [0x3f ... 0x7e] = true, [0x80 ... 0xff] = true,
};

/* What stands for another; "" for a control character that XML cannot hold. */
static const char *const markup_of[128] = {
    [0x01 ... 0x08] = "", [0x0b ... 0x0c] = "", [0x0e ... 0x1f] = "",
    [0x7f] = "",          ['&'] = "&amp;",      ['<'] = "&lt;",
    ['>'] = "&gt;",       ['"'] = "&quot;",     ['\''] = "&#39;",
};

void
kit_markup(struct buf *out, const char *s)
{
        for (;;) {
                const char *from = s;

                while (as_it_is[(uint8_t)*s])
                        s++;
                buf_put(out, from, (size_t)(s - from));
                if (!*s)
                        return;
                buf_str(out, markup_of[(uint8_t)*s++]);
        }
}

static bool
is_plain(unsigned char c)
{
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '.' || c == '_' || c == '~';
}

void
kit_query(struct buf *out, const char *s)
{
        static const char hex[] = "0123456789ABCDEF";

        for (size_t n; *s; s += n ? n : 1) {
                uint8_t c = (uint8_t)*s;

                for (n = 0; is_plain((uint8_t)s[n]); n++)
                        ;
                if (n)
                        buf_put(out, s, n);
                else
                        buf_put(out, (const char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
        }
}

void
kit_line(struct buf *out, const char *s)
{
        for (; *s; s++)
                buf_char(out, (unsigned char)*s < 0x20 || *s == 0x7f ? ' ' : *s);
}

void
kit_safe(struct buf *out, struct safe_html h)
{
        if (h.html)
                buf_str(out, h.html);
}

/* The address if it is harmless, else "#". A browser drops control characters and white space at
 * the front and reads a backslash as a slash, so neither is let through. */
static const char *
address(const char *url)
{
        static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};
        static const bool in_address[256] = {
            [0x21 ... 0x5b] = true, [0x5d ... 0x7e] = true, [0x80 ... 0xff] = true};
        const char *end;

        if (!url)
                return "#";
        for (end = url; in_address[(uint8_t)*end]; end++)
                ;
        if (*end)
                return "#";
        if (url[0] == '/') /* this site; two of them would be another */
                return url[1] == '/' ? "#" : url;
        for (size_t i = 0; i < N(schemes); i++)
                if (!strncmp(url, schemes[i], strlen(schemes[i])))
                        return url;
        return strcspn(url, ":") < strcspn(url, "/?#") ? "#" : url;
}

typedef void put_fn(struct buf *, const char *);

static void
put_url(struct buf *out, const char *url, put_fn *put)
{
        put(out, address(url));
}

static void
put_abs(struct buf *out, const struct view_site *site, const char *url, put_fn *put)
{
        url = address(url);
        if (url[0] == '/')
                put(out, site->origin);
        put(out, url);
}

void
kit_url_markup(struct buf *out, const struct view_site *site, const char *url)
{
        (void)site;
        put_url(out, url, kit_markup);
}

void
kit_abs_markup(struct buf *out, const struct view_site *site, const char *url)
{
        put_abs(out, site, url, kit_markup);
}

void
kit_url_json_text(struct buf *out, const struct view_site *site, const char *url)
{
        (void)site;
        put_url(out, url, kit_json_text);
}

void
kit_abs_json_text(struct buf *out, const struct view_site *site, const char *url)
{
        put_abs(out, site, url, kit_json_text);
}

void
kit_url_json(struct buf *out, const struct view_site *site, const char *url)
{
        if (!url) {
                buf_str(out, "null");
                return;
        }
        buf_char(out, '"');
        kit_url_json_text(out, site, url);
        buf_char(out, '"');
}

void
kit_abs_json(struct buf *out, const struct view_site *site, const char *url)
{
        if (!url) {
                buf_str(out, "null");
                return;
        }
        buf_char(out, '"');
        kit_abs_json_text(out, site, url);
        buf_char(out, '"');
}

void
kit_url_line(struct buf *out, const struct view_site *site, const char *url)
{
        (void)site;
        put_url(out, url, kit_line);
}

void
kit_abs_line(struct buf *out, const struct view_site *site, const char *url)
{
        put_abs(out, site, url, kit_line);
}

void
kit_json_text(struct buf *out, const char *s)
{
        json_escape(out, s);
}

void
kit_json_string(struct buf *out, const char *s)
{
        if (!s) {
                buf_str(out, "null");
                return;
        }
        buf_char(out, '"');
        json_escape(out, s);
        buf_char(out, '"');
}

void
kit_json_int(struct buf *out, int64_t n)
{
        buf_int(out, n);
}

void
kit_json_size(struct buf *out, uint64_t n)
{
        buf_printf(out, "%" PRIu64, n);
}

void
kit_json_real(struct buf *out, double x)
{
        buf_printf(out, "%.10g", x);
}

void
kit_json_bool(struct buf *out, bool b)
{
        buf_str(out, b ? "true" : "false");
}

void
kit_json_day(struct buf *out, struct day d)
{
        char text[DAY_TEXT_SIZE];

        kit_json_string(out, day_is_none(d) ? NULL : day_text(d, text));
}

void
kit_json_instant(struct buf *out, struct instant t)
{
        char text[INSTANT_RFC_SIZE];

        kit_json_string(out, instant_is_none(t) ? NULL : instant_rfc3339(t, text));
}

void
kit_json_count(struct buf *out, struct view_count c)
{
        if (c.kind == VIEW_COUNT_ABSENT)
                buf_str(out, "null");
        else
                buf_int(out, c.n);
}

void
kit_json_comma(struct buf *out)
{
        if (out->len && !strchr("{[:", out->data[out->len - 1]))
                buf_char(out, ',');
}
