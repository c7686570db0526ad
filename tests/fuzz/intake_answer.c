/* tests/fuzz/intake_answer.c: a child may answer anything; what is believed is text, known words and pictures. */
#include "base/text.h"
#include "fuzz.h"
#include "intake/answer.h"
#include "intake/picture.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *bytes = mem_array(mem, char, size + 13);
        struct answer a;

        /* head and length, which chance would never find, before the records */
        memcpy(bytes, "XXIN1", 5);
        for (size_t i = 0; i < 8; i++)
                bytes[5 + i] = (char)(uint8_t)((uint64_t)size >> (8 * i));
        if (size)
                memcpy(bytes + 13, data, size);
        if (answer_read(mem, (const char *)data, size, &a) &&
            answer_read(mem, bytes, size + 13, &a))
                return 0;
        assert(a.outcome >= 0 && a.outcome < N_INTAKE_OUTCOMES && a.kind < N_INTAKE_KINDS);
        assert(!a.text || (strlen(a.text) == a.n_text && text_valid(a.text, a.n_text)));
        for (size_t i = 0; i < a.n_pictures; i++)
                assert(!strchr(a.pictures[i].name, '/') &&
                       picture_kind(a.pictures[i].bytes, a.pictures[i].n) == a.pictures[i].kind);
        for (size_t i = 0; i < a.n_warnings; i++)
                assert(text_valid(a.warnings[i], strlen(a.warnings[i])));
        return 0;
}
