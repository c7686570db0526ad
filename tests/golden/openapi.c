/* golden_openapi: the interface file names every address that is served for machines, with the arguments that the route
 * table takes, and no other. */
#include "base/json.h"
#include "base/mem.h"
#include "pages/page.h"
#include "views/asset.h"

#include <stdio.h>
#include <string.h>

#define ROUTE(handler, method, path, args, permission, scope, csrf, audit, pool, cache, body,      \
              formats)                                                                             \
        {#handler, #method, path, args, #permission, formats},
static const struct {
        const char *handler, *method, *path, *args, *permission;
        unsigned formats;
} routes[] = {
#include "web/routes.def"
};

static const struct {
        enum page_format format;
        const char *suffix;
} suffixes[] = {{JSON, ".json"}, {CSV, ".csv"}, {XLSX, ".xlsx"}, {ATOM, ".atom"},
                {XML, ".xml"},   {SVG, ".svg"}, {TEXT, ".txt"},  {BYTES, ""}};

static int n_done, n_bad;

static void
ok(bool is_ok, const char *name, const char *what)
{
        n_done++;
        n_bad += !is_ok;
        (void)printf("%sok %d - %s: %s\n", is_ok ? "" : "not ", n_done, name, what);
}

/* "/item/{index_no*}" as the file writes it, in one format. */
static const char *
path_of(TALLOC_CTX *mem, const char *path, const char *suffix)
{
        struct buf b = buf_new(mem, KiB(1));

        for (const char *c = strcmp(path, "/") == 0 ? "/index" : path; *c; c++)
                if (*c != '*')
                        buf_char(&b, *c);
        buf_str(&b, suffix);
        return buf_text(&b);
}

/* A parameter that stands there, or is referred to. */
static const struct json *
parameter(TALLOC_CTX *mem, const struct json *api, const struct json *given)
{
        const char *ref = json_string(json_get(given, "$ref")), *last;

        (void)mem;
        if (!ref)
                return given;
        last = strrchr(ref, '/');
        return json_get(json_get(json_get(api, "components"), "parameters"), last ? last + 1 : "");
}

static bool
takes(const char *args, const char *name)
{
        size_t n = strlen(name);

        for (const char *s = strstr(args, name); s; s = strstr(s + n, name))
                if ((s == args || s[-1] == ' ') && (s[n] == ' ' || s[n] == '\0'))
                        return true;
        return false;
}

static size_t
words(const char *args)
{
        size_t n = 0;

        for (const char *s = args; *s; s++)
                n += *s != ' ' && (s == args || s[-1] == ' ');
        return n;
}

/* Every argument is named, every named one is an argument or a part of the path. */
static bool
same_arguments(TALLOC_CTX *mem, const struct json *api, const struct json *get, const char *args,
               const char *path)
{
        const struct json *list = json_get(get, "parameters");
        size_t n_query = 0;

        for (size_t i = 0; i < json_size(list); i++) {
                const struct json *one = parameter(mem, api, json_at(list, i));
                const char *name = json_string(json_get(one, "name"));
                const char *in = json_string(json_get(one, "in"));

                if (!name || !in)
                        return false;
                if (strcmp(in, "query") != 0) {
                        if (!strstr(path, mem_printf(mem, "{%s}", name)))
                                return false;
                } else if (!takes(args, name)) {
                        (void)printf("# %s is no argument\n", name);
                        return false;
                } else {
                        n_query++;
                }
        }
        return n_query == words(args);
}

int
main(void)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        const struct asset *file = asset_find("openapi.json");
        const struct json *paths;
        size_t n_served = 0;
        struct json *api;

        if (!file || json_read(mem, (const char *)file->data, file->n, &problems, &api))
                return 1;
        paths = json_get(api, "paths");
        for (size_t i = 0; i < N(routes); i++) {
                if (strcmp(routes[i].permission, "PUBLIC") != 0 ||
                    strcmp(routes[i].method, "GET") != 0 ||
                    strncmp(routes[i].handler, "portal_", 7) != 0)
                        continue;
                for (size_t k = 0; k < N(suffixes); k++) {
                        const char *path = path_of(mem, routes[i].path, suffixes[k].suffix);
                        const struct json *get;

                        if (!(routes[i].formats & suffixes[k].format))
                                continue;
                        n_served++;
                        get = json_get(json_get(paths, path), "get");
                        ok(get && same_arguments(mem, api, get, routes[i].args, path), path,
                           "is named with its arguments");
                }
        }
        ok(json_size(paths) == n_served, "openapi.json", "names no address that is not served");
        (void)printf("1..%d\n", n_done);
        return n_bad ? 1 : 0;
}
