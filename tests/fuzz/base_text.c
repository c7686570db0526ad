/* tests/fuzz/base_text.c: decoding never leaves the buffer, folding is idempotent and stays
 * well-formed. */
#include "base/text.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *s = (const char *)data, *folded, *text;
        int64_t number;
        size_t bad = text_first_bad(s, size);

        assert(bad <= size);
        assert(text_valid(s, size) == (bad == size));
        for (size_t at = 0; at < bad;) {
                char again[4];
                uint32_t cp;
                size_t n = text_decode(s + at, size - at, &cp);

                assert(n >= 1 && n <= 4 && n <= size - at);
                assert(text_encode(cp, again) == n && !memcmp(again, s + at, n));
                at += n;
        }
        if (bad != size || memchr(s, 0, size))
                return 0;
        text = mem_strndup(mem, s, size);
        assert(text_length(text) <= size);
        folded = text_folded(mem, text);
        assert(text_valid(folded, strlen(folded)));
        assert(!strcmp(folded, text_folded(mem, folded)));
        assert(text_number(text, &number) <= size);
        assert(text_length(text_cut(mem, text, 5)) <= 6);
        assert(strlen(text_trim(mem, text)) <= size);
        return 0;
}
