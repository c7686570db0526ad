#include "pages/page.h"

#include "app/run.h"
#include "base/json.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>

static const struct {
        enum page_format format;
        const char *suffix, *type;
} formats[] = {
    {HTML, "html", "text/html; charset=utf-8"},
    {JSON, "json", "application/json; charset=utf-8"},
    {ATOM, "atom", "application/atom+xml; charset=utf-8"},
    {CSV, "csv", "text/csv; charset=utf-8; header=present"},
    {XLSX, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {XML, "xml", "application/xml; charset=utf-8"},
    {TEXT, "txt", "text/plain; charset=utf-8"},
    {SVG, "svg", "image/svg+xml; charset=utf-8"},
    {BYTES, "", "application/octet-stream"},
};

const char *
page_format_suffix(enum page_format format)
{
        for (size_t i = 0; i < N(formats); i++)
                if (formats[i].format == format)
                        return formats[i].suffix;
        return "";
}

const char *
page_format_type(enum page_format format)
{
        for (size_t i = 0; i < N(formats); i++)
                if (formats[i].format == format)
                        return formats[i].type;
        return "application/octet-stream";
}

/* FNV-1a: topics are a handful of short words known at compile time. */
uint64_t
page_topic(const char *name)
{
        uint64_t h = UINT64_C(0xcbf29ce484222325);

        for (; *name; name++)
                h = (h ^ (uint8_t)*name) * UINT64_C(0x100000001b3);
        return h;
}

void
page_depends(struct page *p, const char *topic, int64_t ref)
{
        struct page_dep dep = {.topic = page_topic(topic), .ref = ref};

        for (size_t i = 0; i < p->n_deps; i++)
                if (p->deps[i].topic == dep.topic &&
                    (p->deps[i].ref == dep.ref || p->deps[i].ref == 0))
                        return;
        if (p->n_deps == PAGE_DEPS_MAX) {
                p->deps_full = true;
                return;
        }
        mem_grow(p->mem, p->deps, p->n_deps);
        p->deps[p->n_deps++] = dep;
}

const char *
page_arg(const struct page *p, const char *name)
{
        for (size_t i = 0; i < p->n_args; i++)
                if (strcmp(p->args[i].name, name) == 0)
                        return p->args[i].value;
        return NULL;
}

size_t
page_args_of(const struct page *p, const char *name, const char **ret, size_t max)
{
        size_t n = 0;

        for (size_t i = 0; i < p->n_args && n < max; i++)
                if (strcmp(p->args[i].name, name) == 0)
                        ret[n++] = p->args[i].value;
        return n;
}

const struct page_upload *
page_upload(const struct page *p, const char *name)
{
        for (size_t i = 0; i < p->n_uploads; i++)
                if (strcmp(p->uploads[i].name, name) == 0)
                        return &p->uploads[i];
        return NULL;
}

bool
page_arg_int(const struct page *p, const char *name, int64_t least, int64_t most, int64_t otherwise,
             int64_t *ret)
{
        const char *text = page_arg(p, name);
        char *end;
        long long value;

        if (!text || !*text) {
                *ret = otherwise;
                return true;
        }
        if (*text != '-' && (*text < '0' || *text > '9'))
                return false;
        errno = 0;
        value = strtoll(text, &end, 10);
        if (errno || *end || value < least || value > most)
                return false;
        *ret = value;
        return true;
}

bool
page_arg_day(const struct page *p, const char *name, struct day *ret)
{
        const char *text = page_arg(p, name);

        if (!text || !*text) {
                *ret = DAY_NONE;
                return true;
        }
        return day_parse(text, ret);
}

static const bool unreserved[256] = {
    ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['-'] = true,
    ['.'] = true,         ['_'] = true,         ['~'] = true,
};

/* `kept` stands as it is too; '\0': nothing does. */
static void
encode(struct buf *out, const char *text, char kept)
{
        static const char hex[] = "0123456789ABCDEF";

        for (size_t n; *text; text += n ? n : 1) {
                uint8_t c = (uint8_t)*text;

                for (n = 0; unreserved[(uint8_t)text[n]] || (text[n] && text[n] == kept); n++)
                        ;
                if (n)
                        buf_put(out, text, n);
                else
                        buf_put(out, (const char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
        }
}

const char *
page_encode(TALLOC_CTX *mem, const char *text)
{
        struct buf out = buf_new(mem, KiB(64));

        encode(&out, text, '\0');
        return buf_text(&out);
}

void
page_encode_path(struct buf *out, const char *path)
{
        encode(out, path, '/');
}

const char *
page_link(const struct page *p, const char *path, ...)
{
        struct buf out = buf_new(p->mem, KiB(64));
        va_list ap;

        buf_str(&out, p->site->prefix);
        va_start(ap, path);
        for (const char *c = path, *hole; *c; c = hole) {
                hole = strstr(c, "{}");
                if (!hole)
                        hole = c + strlen(c);
                buf_put(&out, c, (size_t)(hole - c));
                if (*hole) {
                        encode(&out, va_arg(ap, const char *), '\0');
                        hole += 2;
                }
        }
        va_end(ap);
        return buf_text(&out);
}

/* The path as asked, each segment encoded again. */
static void
put_path(const struct page *p, struct buf *out)
{
        buf_str(out, p->site->prefix);
        page_encode_path(out, p->path);
}

static bool
same_name(const char *pair, const char *name)
{
        size_t n = strlen(name);

        return strncmp(pair, name, n) == 0 && pair[n] == '=';
}

const char *
page_link_with(const struct page *p, const char *name, const char *value)
{
        struct buf out = buf_new(p->mem, KiB(64));
        const char *pair = p->query;
        char before = '?';

        put_path(p, &out);
        while (*pair) {
                size_t n = strcspn(pair, "&");
                if (!same_name(pair, name) && !same_name(pair, "page")) {
                        buf_char(&out, before);
                        buf_put(&out, pair, n);
                        before = '&';
                }
                pair += n + (pair[n] == '&');
        }
        if (value) {
                buf_char(&out, before);
                encode(&out, name, '\0');
                buf_char(&out, '=');
                encode(&out, value, '\0');
        }
        return buf_text(&out);
}

const char *
page_link_format(const struct page *p, enum page_format format)
{
        struct buf out = buf_new(p->mem, KiB(64));

        put_path(p, &out);
        if (strcmp(p->path, "/") == 0)
                buf_str(&out, "index");
        buf_char(&out, '.');
        buf_str(&out, page_format_suffix(format));
        if (*p->query) {
                buf_char(&out, '?');
                buf_str(&out, p->query);
        }
        return buf_text(&out);
}

void
page_redirect(struct page *p, const char *path)
{
        p->status = 303;
        p->location = path;
}

void
page_cookie(struct page *p, const char *name, const char *value, int max_age, bool http_only)
{
        mem_grow(p->mem, p->cookies, p->n_cookies);
        p->cookies[p->n_cookies++] = (struct page_cookie){.name = mem_strdup(p->mem, name),
                                                          .value = mem_strdup(p->mem, value),
                                                          .max_age = max_age,
                                                          .http_only = http_only};
}

static int
status_of(int outcome)
{
        static const int statuses[] = {
            [PAGE_NOT_FOUND] = 404, [PAGE_GONE] = 410,     [PAGE_BAD] = 400, [PAGE_FORBIDDEN] = 403,
            [PAGE_CONFLICT] = 409,  [PAGE_TOO_MANY] = 429, [PAGE_AWAY] = 503};

        return outcome > 0 && (size_t)outcome < N(statuses) ? statuses[outcome] : 500;
}

/* 简 to 繁 over the finished page: markup, addresses and numbers are ASCII and stay as they are. */
static int
turn_to_hant(struct page *p)
{
        const char *turned;
        int r;

        r = text_to_hant(p->mem, buf_text(&p->out), &turned);
        if (r < 0)
                return err_trace(r);
        p->out = buf_new(p->mem, PAGE_MAX);
        buf_str(&p->out, turned);
        return 0;
}

int
page_tx(struct page *p, struct tx **ret)
{
        int r;

        if (!p->tx) {
                r = app_snapshot_begin(p->app, &p->tx, &p->change_no);
                if (r < 0)
                        return err_trace(r);
        }
        *ret = p->tx;
        return 0;
}

int
page_run(struct page *p, page_fn *fn)
{
        struct instant midnight = instant_of_day(day_add(p->today, 1));
        int r;

        p->out = buf_new(p->mem, PAGE_MAX);
        p->status = 200;
        p->valid_until = INSTANT_NONE;
        r = fn(p);
        app_snapshot_endp(&p->tx);
        if (r == 0 && buf_done(&p->out) < 0)
                r = err_set(ERR_LIMIT, "page %s is larger than its ceiling", p->route);
        if (r < 0)
                return err_trace(r);
        if (r > 0) {
                p->status = status_of(r);
                r = page_error(p);
                if (r < 0)
                        return err_trace(r);
        }
        if (instant_is_none(p->valid_until) || p->valid_until.ms > midnight.ms)
                p->valid_until = midnight;
        if (p->viewer.hant && p->format == HTML && !p->file) {
                r = turn_to_hant(p);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}
