/* tests/fuzz/numerals.c: a numeral is read within the text, within its ceiling, and the same again from the part that was
 * read; what stands behind it changes nothing that ends it. */
#include "base/text.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *text;
        int64_t value = -1, again = -1;

        if (size > 400 || !text_valid((const char *)data, size) || memchr(data, 0, size))
                return 0;
        text = mem_strndup(mem, (const char *)data, size);
        for (size_t at = 0, n; at < size; at += n) {
                size_t got = text_number(text + at, &value);
                uint32_t cp;

                assert(got <= size - at && text_valid(text + at, got));
                n = text_decode(text + at, size - at, &cp);
                if (got == 0)
                        continue;
                assert(value >= 0 && value <= 1000000000000000);
                assert(text_number(mem_strndup(mem, text + at, got), &again) == got);
                assert(again == value);
                assert(text_number(mem_printf(mem, "%.*s件", (int)got, text + at), &again) == got);
                assert(again == value);
        }
        return 0;
}
