/* tests/fuzz/report_form.c: a form that is refused says where; one that is taken has rules over its own cells. */
#include "domain/report/form.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct form *form = NULL;
        int r = form_read(mem, (const char *)data, size, &p, &form);

        if (r == FORM_FAULTY)
                assert(p.n > 0);
        else
                assert(r == 0 && form->id && form->n_parts > 0);
        return 0;
}
