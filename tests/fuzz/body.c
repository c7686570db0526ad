/* tests/fuzz/body.c: a tree that was taken is kept as it is: the same JSON again, its HTML well-formed UTF-8 without script. */
#include "domain/body/body.h"
#include "base/text.h"
#include "fuzz.h"

static void
holds(TALLOC_CTX *mem, const struct body *body)
{
        struct problems problems = {.mem = mem};
        const struct body_html_options options = {.file_base = "/file/", .heading_base = 2};
        const char *json = body_json(mem, body), *html;
        struct body *again;
        int r;

        r = body_parse(mem, json, strlen(json), false, &problems, &again);
        assert(r == 0);
        assert(!strcmp(json, body_json(mem, again)));
        html = body_html(mem, body, &options).html;
        html = html ? html : "";
        assert(text_valid(html, strlen(html)));
        assert(!strstr(html, "<script") && !strstr(html, "=\"javascript:"));
        (void)body_text(mem, body);
        assert(text_length(body_summary(mem, body, 100)) <= 101);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct body *body;
        int r;

        r = body_parse(mem, (const char *)data, size, false, &problems, &body);
        if (r == 0)
                holds(mem, body);
        else
                assert(problems.n > 0);
        if (!text_valid((const char *)data, size) || memchr(data, 0, size))
                return 0;
        r = body_from_text(mem, mem_strndup(mem, (const char *)data, size), &problems, &body);
        if (r == 0)
                holds(mem, body);
        return 0;
}
