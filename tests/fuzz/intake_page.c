/* tests/fuzz/intake_page.c: a web page, or any bytes taken for text: what comes out is text, tidied once is tidy. */
#include "base/text.h"
#include "fuzz.h"
#include "intake/answer.h"
#include "intake/html.h"
#include "intake/ole.h"
#include "intake/plain.h"
#include "intake/tree.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf out = buf_new(mem, MiB(16)), json = buf_new(mem, MiB(64));
        struct json_out o = {.buf = &json};
        struct tree tree = {.mem = mem};
        struct ole ole;
        const char *text, *tidy;
        size_t n;

        (void)ole_open(mem, (const char *)data, size, &ole);
        if (plain_decode(mem, (const char *)data, size, &text, &n))
                return 0;
        assert(text_valid(text, n));
        html_to_text(&out, text, n);
        assert(text_valid(buf_text(&out), out.len));
        tidy = plain_tidy(mem, buf_text(&out), out.len, &n);
        assert(answer_is_text(tidy, n));
        tree_from_text(&tree, tidy, n, true);
        tree_json(&o, &tree);
        return 0;
}
