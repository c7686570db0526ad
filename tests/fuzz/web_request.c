/* tests/fuzz/web_request.c: whatever a request line or a form is, what is taken from it is clean UTF-8
 * within its bounds, and its canonical query leads to the same place again. */
#include "base/text.h"
#include "fuzz.h"
#include "web/request.h"

static struct asked asked, again;

static void
check(const struct asked *a)
{
        assert(a->route && a->route->formats & a->format && a->n_args <= ASKED_ARGS_MAX);
        assert(text_valid(a->path, strlen(a->path)));
        for (size_t i = 0; i < a->n_args; i++)
                assert(text_valid(a->args[i].value, strlen(a->args[i].value)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        static bool begun;
        struct page_arg *fields;
        size_t n;
        char *uri;

        if (!begun)
                routes_init();
        begun = true;
        if (form_parse(mem, (const char *)data, size, &fields, &n) == 0)
                for (size_t i = 0; i < n; i++)
                        assert(text_valid(fields[i].value, strlen(fields[i].value)));
        if (size > URI_MAX)
                return 0;
        uri = mem_strndup(mem, (const char *)data, size);
        (void)route_find(POST, uri, "", NULL, &asked);
        if (route_find(GET, uri, "", NULL, &asked) == 0) {
                const char *query = asked_query(mem, &asked);

                check(&asked);
                uri = mem_printf(mem, "%.*s?%s", (int)strcspn(uri, "?"), uri, query);
                if (strlen(uri) <= URI_MAX) {
                        assert(route_find(GET, uri, "", NULL, &again) == 0);
                        assert(again.route == asked.route && again.n_args == asked.n_args);
                        assert(!strcmp(asked_query(mem, &again), query));
                }
        }
        return 0;
}
