/* tests/fuzz/base_json.c: what is read can be walked; a string written is a string read. */
#include "base/json.h"
#include "fuzz.h"

static void
walk(TALLOC_CTX *mem, const struct json *v)
{
        const char *s = json_string(v);

        if (s) {
                struct buf out = buf_new(mem, MiB(8));
                struct problems problems = {.mem = mem};
                struct json *again;
                int r;

                buf_str(&out, "[\"");
                json_escape(&out, s);
                buf_str(&out, "\"]");
                assert(buf_done(&out) == 0);
                r = json_read(mem, out.data, out.len, &problems, &again);
                assert(r == 0);
                assert(!strcmp(json_string(json_at(again, 0)), s));
        }
        for (size_t i = 0; i < json_size(v); i++) {
                const char *key = json_key(v, i);

                walk(mem, key ? json_get(v, key) : json_at(v, i));
        }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct json *root;
        int r;

        r = json_read(mem, (const char *)data, size, &problems, &root);
        if (r == 0)
                walk(mem, root);
        else
                assert(problems.n > 0);
        return 0;
}
