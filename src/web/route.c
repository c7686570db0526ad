#include "web/route.h"

#include "base/json.h"
#include "base/text.h"

#define MAY(permission) MAY_##permission
#define ROUTE(handler, method, path, args, permission, scope, csrf, audit, pool, cache, body,      \
              formats)                                                                             \
        int page_##handler(struct page *);
#include "web/routes.def"
#undef ROUTE

#define ROUTE(handler, method, path, args, permission, scope, csrf, audit, pool, cache, body,      \
              formats)                                                                             \
        {#handler, method, path,  args, MAY_##permission, scope,         csrf,                     \
         #audit,   pool,   cache, body, formats,          page_##handler},
const struct route routes[] = {
#include "web/routes.def"
};
#undef ROUTE
const size_t n_routes = N(routes);

enum { SEGMENTS_MAX = 12, QUERY_NAMES_MAX = 24, NAME_SIZE = 32 };

/* A template cut at its slashes. */
struct segment {
        char literal[64]; /* "" for a parameter */
        size_t n;
        char name[NAME_SIZE]; /* of the parameter */
        bool rest;            /* {name*}: takes all that is left */
};
struct compiled {
        struct segment segments[SEGMENTS_MAX];
        size_t n_segments;
        char names[QUERY_NAMES_MAX][NAME_SIZE]; /* of the query arguments */
        size_t n_names;
        bool catch_all; /* "/{x*}": last resort, no witness that the path exists */
};
static struct compiled compiled[N(routes)];

static void
copy(char *to, size_t size, const char *from, size_t n)
{
        assert(n < size);
        memcpy(to, from, n);
        to[n] = '\0';
}

static void
compile_segment(struct segment *s, const char *text, size_t n)
{
        if (n < 2 || text[0] != '{') {
                copy(s->literal, sizeof(s->literal), text, n);
                s->n = n;
                return;
        }
        assert(text[n - 1] == '}');
        s->rest = text[n - 2] == '*';
        copy(s->name, sizeof(s->name), text + 1, n - 2 - (s->rest ? 1 : 0));
}

static void
compile(const struct route *route, struct compiled *c)
{
        const char *at = route->path;

        *c = (struct compiled){0};
        assert(*at == '/' && route->formats);
        while (at[0] == '/' && at[1]) {
                size_t n = strcspn(at + 1, "/");

                assert(c->n_segments < SEGMENTS_MAX);
                compile_segment(&c->segments[c->n_segments++], at + 1, n);
                at += 1 + n;
        }
        for (at = route->args; *at;) {
                size_t n = strcspn(at, " ");

                assert(n > 0 && c->n_names < QUERY_NAMES_MAX);
                copy(c->names[c->n_names++], NAME_SIZE, at, n);
                at += n + (at[n] == ' ');
        }
        c->catch_all = c->n_segments == 1 && c->segments[0].rest;
}

bool
route_in_office(const struct route *route)
{
        return route->pool == OFFICE ||
               (route->pool == UPLOAD && strncmp(route->path, "/office/", 8) == 0);
}

void
routes_init(void)
{
        for (size_t i = 0; i < N(routes); i++)
                compile(&routes[i], &compiled[i]);
}

static int
hex(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        if (c >= 'a' && c <= 'f')
                return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
                return c - 'A' + 10;
        return -1;
}

/* Decodes n bytes to out (which has room for n + 1). False for a broken escape, a control
 * character or bytes that are not UTF-8. */
static bool
decode(const char *in, size_t n, bool plus, char *out, size_t *ret_n)
{
        size_t k = 0;

        for (size_t i = 0; i < n; i++) {
                unsigned c = (uint8_t)in[i];

                if (c == '%') {
                        int high = i + 2 < n ? hex(in[i + 1]) : -1;
                        int low = i + 2 < n ? hex(in[i + 2]) : -1;

                        if (high < 0 || low < 0)
                                return false;
                        c = (unsigned)(high * 16 + low);
                        i += 2;
                } else if (c == '+' && plus) {
                        c = ' ';
                }
                if (c < 0x20 || c == 0x7f)
                        return false;
                out[k++] = (char)c;
        }
        out[k] = '\0';
        *ret_n = k;
        return text_valid(out, k);
}

/* A path cut at its raw slashes and decoded; values lie in asked->text. */
struct parts {
        const char *part[SEGMENTS_MAX + 4];
        size_t length[SEGMENTS_MAX + 4], n;
};

static int
cut_path(const char *path, size_t n, struct asked *a, struct parts *ret)
{
        const char *end = path + n;

        if (n == 0 || *path != '/')
                return ROUTE_BAD;
        ret->n = 0;
        for (const char *at = path; at < end;) {
                const char *slash = memchr(at + 1, '/', (size_t)(end - at - 1));
                const char *stop = slash ? slash : end;
                char *to = a->text + a->n_text;
                size_t length;

                if (ret->n == N(ret->part))
                        return ROUTE_NOT_FOUND;
                if (!decode(at + 1, (size_t)(stop - at - 1), false, to, &length))
                        return ROUTE_BAD;
                if (strcmp(to, ".") == 0 || strcmp(to, "..") == 0)
                        return ROUTE_BAD;
                ret->part[ret->n] = to;
                ret->length[ret->n++] = length;
                a->n_text += length + 1;
                at = stop;
        }
        return 0;
}

/* "/a/b" from its parts; keeps the slash at the end. */
static void
put_path(struct asked *a, const struct parts *parts)
{
        size_t k = 0;

        for (size_t i = 0; i < parts->n; i++) {
                a->path[k++] = '/';
                memcpy(a->path + k, parts->part[i], parts->length[i]);
                k += parts->length[i];
        }
        a->path[k] = '\0';
}

static bool
same(const struct segment *s, const char *part, size_t n)
{
        return s->n == n && memcmp(s->literal, part, n) == 0;
}

static bool
matches(const struct compiled *c, const struct parts *parts)
{
        /* The home page: no segment, one empty part. */
        if (parts->n == 1 && parts->length[0] == 0)
                return c->n_segments == 0;
        for (size_t i = 0; i < c->n_segments; i++) {
                const struct segment *s = &c->segments[i];

                if (i >= parts->n)
                        return false;
                if (s->rest)
                        return true;
                if (s->name[0] ? parts->length[i] == 0 : !same(s, parts->part[i], parts->length[i]))
                        return false;
        }
        return c->n_segments == parts->n;
}

static const struct route *
match(enum method method, const struct parts *parts, enum page_format format)
{
        for (size_t i = 0; i < N(routes); i++)
                if (routes[i].method == method && (!format || routes[i].formats & format) &&
                    matches(&compiled[i], parts))
                        return &routes[i];
        return NULL;
}

static const struct route *
match_other_method(enum method method, const struct parts *parts)
{
        for (size_t i = 0; i < N(routes); i++)
                if (routes[i].method != method && !compiled[i].catch_all &&
                    matches(&compiled[i], parts))
                        return &routes[i];
        return NULL;
}

static enum page_format
suffix_of(const char *part, size_t n, size_t *ret_stem)
{
        const char *dot = memrchr(part, '.', n);

        for (unsigned bit = HTML; dot && dot > part && bit < BYTES; bit <<= 1)
                if (strcmp(dot + 1, page_format_suffix((enum page_format)bit)) == 0) {
                        *ret_stem = (size_t)(dot - part);
                        return (enum page_format)bit;
                }
        return 0;
}

/* First by suffix, if the route offers that format; then as it stands. */
static int
find(enum method method, struct asked *a, struct parts *parts)
{
        size_t last = parts->n - 1, stem;
        enum page_format format = suffix_of(parts->part[last], parts->length[last], &stem);
        const struct route *route;

        if (format && format != HTML) {
                struct parts cut = *parts;

                cut.length[last] = stem;
                if (parts->n == 1 && stem == 5 && memcmp(parts->part[0], "index", 5) == 0)
                        cut.length[0] = 0;
                route = match(method, &cut, format);
                if (route && !compiled[route - routes].catch_all) {
                        *parts = cut;
                        a->text[parts->part[last] - a->text + (ptrdiff_t)cut.length[last]] = '\0';
                        a->route = route;
                        a->format = format;
                        a->source = BY_SUFFIX;
                        return 0;
                }
        }
        route = match(method, parts, 0);
        if (!route || compiled[route - routes].catch_all) {
                const struct route *other = match_other_method(method, parts);

                if (other) {
                        a->route = other;
                        return ROUTE_BAD_METHOD;
                }
                if (parts->n > 1 && parts->length[last] == 0) {
                        struct parts cut = *parts;

                        cut.n--;
                        if (match(GET, &cut, 0) &&
                            !compiled[match(GET, &cut, 0) - routes].catch_all) {
                                put_path(a, &cut);
                                return ROUTE_SLASH;
                        }
                }
        }
        if (!route)
                return ROUTE_NOT_FOUND;
        a->route = route;
        return 0;
}

static void
take_path_args(struct asked *a, const struct parts *parts)
{
        const struct compiled *c = &compiled[a->route - routes];

        for (size_t i = 0; i < c->n_segments; i++) {
                const struct segment *s = &c->segments[i];
                const char *value = parts->part[i];

                if (!s->name[0])
                        continue;
                if (s->rest) { /* the tail of path, where its slashes still are */
                        const char *at = a->path;

                        for (size_t k = 0; k < i; k++)
                                at += 1 + parts->length[k];
                        value = at + 1;
                }
                a->args[a->n_args++] = (struct page_arg){.name = s->name, .value = value};
        }
        a->n_path_args = a->n_args;
}

/* Takes all values of one whitelisted name, in the order given. */
static int
take_query_arg(struct asked *a, const char *query, const char *name)
{
        size_t n_name = strlen(name), taken = 0;

        for (const char *at = query; *at;) {
                size_t n = strcspn(at, "&");
                char *to = a->text + a->n_text;
                size_t length;

                if (n > n_name && at[n_name] == '=' && memcmp(at, name, n_name) == 0 &&
                    n > n_name + 1) {
                        if (taken == ARG_REPEAT_MAX || a->n_args == ASKED_ARGS_MAX)
                                return ROUTE_BAD;
                        if (!decode(at + n_name + 1, n - n_name - 1, true, to, &length))
                                return ROUTE_BAD;
                        a->args[a->n_args++] = (struct page_arg){.name = name, .value = to};
                        a->n_text += length + 1;
                        taken++;
                }
                at += n + (at[n] == '&');
        }
        return 0;
}

static int
take_query(struct asked *a, const char *query)
{
        const struct compiled *c = &compiled[a->route - routes];

        for (size_t i = 0; i < c->n_names; i++) {
                int r = take_query_arg(a, query, c->names[i]);

                if (r)
                        return r;
        }
        return 0;
}

/* Whether a media type is asked for at all, and how much: its q in thousandths, -1 when it is not
 * named. The most specific range that names it decides. */
static int
wanted(const char *accept, const char *type)
{
        size_t n_main = strcspn(type, "/"), n_type = strcspn(type, ";");
        int q_any = -1, q_main = -1, q_exact = -1;

        for (const char *at = accept; *at;) {
                size_t n = strcspn(at, ","), n_range;
                const char *q;
                int value = 1000;

                while (n && *at == ' ') {
                        at++;
                        n--;
                }
                n_range = strcspn(at, ",; ");
                q = memmem(at, n, "q=", 2);
                if (q && q[2] == '0') {
                        value = 0;
                        if (q[3] == '.')
                                for (int i = 4, unit = 100; unit && q[i] >= '0' && q[i] <= '9';
                                     i++, unit /= 10)
                                        value += (q[i] - '0') * unit;
                }
                if (n_range == 3 && memcmp(at, "*/*", 3) == 0)
                        q_any = value;
                else if (n_range == n_main + 2 && memcmp(at, type, n_main + 1) == 0 &&
                         at[n_main + 1] == '*')
                        q_main = value;
                else if (n_range == n_type && memcmp(at, type, n_type) == 0)
                        q_exact = value;
                at += n + (at[n] == ',');
        }
        return q_exact >= 0 ? q_exact : q_main >= 0 ? q_main : q_any;
}

/* Between HTML and JSON alone: everything else has an address of its own. */
static int
negotiate(const char *accept, struct asked *a)
{
        unsigned first = a->route->formats & (~a->route->formats + 1);
        int html, json;

        if (a->source == BY_SUFFIX)
                return 0;
        a->format = (enum page_format)first;
        if (!accept || !(a->route->formats & HTML) || a->route->method == POST)
                return 0;
        html = wanted(accept, page_format_type(HTML));
        json = a->route->formats & JSON ? wanted(accept, page_format_type(JSON)) : -1;
        if (json > 0 && json > html) {
                a->format = JSON;
                a->source = BY_ACCEPT;
                return 0;
        }
        /* A browser that forbids HTML and every other range is asking for what is not here. */
        return html == 0 && json <= 0 ? ROUTE_NOT_ACCEPTABLE : 0;
}

int
route_find(enum method method, const char *uri, const char *prefix, const char *accept,
           struct asked *ret)
{
        size_t n_prefix = strlen(prefix), n = strcspn(uri, "?");
        const char *query = uri[n] == '?' ? uri + n + 1 : "";
        struct parts parts;
        int r;

        ret->route = NULL;
        ret->source = BY_DEFAULT;
        ret->format = HTML;
        ret->n_args = ret->n_path_args = ret->n_text = 0;
        ret->path[0] = '\0';
        if (memchr(uri, '#', strlen(uri)))
                return ROUTE_BAD;
        if (n_prefix) {
                if (n < n_prefix || memcmp(uri, prefix, n_prefix) != 0)
                        return ROUTE_NOT_FOUND;
                uri += n_prefix;
                n -= n_prefix;
                if (n == 0)
                        return ROUTE_SLASH; /* "/xxgk" to "/xxgk/": see the caller */
                if (*uri != '/')
                        return ROUTE_NOT_FOUND;
        }
        r = cut_path(uri, n, ret, &parts);
        if (r)
                return r;
        put_path(ret, &parts);
        r = find(method, ret, &parts);
        if (r)
                return r;
        put_path(ret, &parts);
        take_path_args(ret, &parts);
        r = take_query(ret, query);
        return r ? r : negotiate(accept, ret);
}

const char *
asked_query(TALLOC_CTX *mem, const struct asked *a)
{
        struct buf out = buf_new(mem, KiB(16));

        for (size_t i = a->n_path_args; i < a->n_args; i++) {
                if (i > a->n_path_args)
                        buf_char(&out, '&');
                buf_str(&out, a->args[i].name);
                buf_char(&out, '=');
                buf_str(&out, page_encode(mem, a->args[i].value));
        }
        return buf_text(&out);
}

static const char *const pool_names[] = {[PORTAL] = "portal",
                                         [OFFICE] = "office",
                                         [UPLOAD] = "upload",
                                         [SEARCH] = "search",
                                         [WATCH] = "watch"};
static const char *const cache_names[] = {
    [NEVER] = "never", [PAGE] = "page", [FILE_RANGE] = "file", [ASSET] = "asset"};

const char *
pool_name(enum pool_kind pool)
{
        return pool_names[pool];
}

static void
put_formats(struct json_out *o, unsigned formats)
{
        json_open(o, '[');
        for (unsigned bit = HTML; bit <= BYTES; bit <<= 1)
                if (formats & bit)
                        json_put(o, bit == BYTES ? "bytes"
                                                 : page_format_suffix((enum page_format)bit));
        json_close(o, ']');
}

static void
put_route(struct json_out *o, const struct route *r)
{
        json_open(o, '{');
        json_name(o, "name");
        json_put(o, r->name);
        json_name(o, "method");
        json_put(o, r->method == GET ? "GET" : "POST");
        json_name(o, "path");
        json_put(o, r->path);
        json_name(o, "args");
        json_put(o, r->args);
        json_name(o, "permission");
        json_put(o, permission_text(r->permission));
        json_name(o, "scope");
        json_put(o, r->scope == OWN ? "own" : "anyone");
        json_name(o, "csrf");
        json_put_bool(o, r->csrf == YES);
        json_name(o, "audit");
        json_put(o, r->audit);
        json_name(o, "pool");
        json_put(o, pool_names[r->pool]);
        json_name(o, "cache");
        json_put(o, cache_names[r->cache]);
        json_name(o, "body");
        json_put_int(o, (int64_t)r->body);
        json_name(o, "formats");
        put_formats(o, r->formats);
        json_close(o, '}');
}

void
routes_print(struct buf *out, bool json)
{
        struct json_out o = {.buf = out};

        if (!json) {
                for (size_t i = 0; i < N(routes); i++)
                        buf_printf(out, "%-4s %-40s %-20s %s\n",
                                   routes[i].method == GET ? "GET" : "POST", routes[i].path,
                                   routes[i].name, permission_text(routes[i].permission));
                return;
        }
        json_open(&o, '[');
        for (size_t i = 0; i < N(routes); i++)
                put_route(&o, &routes[i]);
        json_close(&o, ']');
}
