/* tests/fuzz/report.c: whatever is taken for a report has facts and cells within the text, faults with evidence,
 * and JSON that reads back. */
#include "domain/report/report.h"
#include "base/text.h"
#include "fuzz.h"

static void
holds(TALLOC_CTX *mem, const struct report *rep, size_t size)
{
        struct report_checks checks;
        struct buf out = buf_new(mem, MiB(64));
        struct json_out o = {.buf = &out};
        struct problems p = {.mem = mem};
        struct json *json;
        int r;

        report_check(mem, rep, rep, &checks);
        for (size_t i = 0; i < rep->n_facts; i++)
                assert(rep->facts[i].at <= size && rep->facts[i].whole < (int)rep->n_facts);
        for (size_t i = 0; i < rep->n_cells; i++)
                assert(rep->cells[i].at <= size);
        for (size_t i = 0; i < checks.n; i++)
                assert(checks.list[i].message[0] &&
                       (checks.list[i].status != REPORT_FAIL || checks.list[i].evidence[0]));
        report_json(&o, rep, &checks);
        report_print(&out, rep, &checks);
        out = buf_new(mem, MiB(64));
        o = (struct json_out){.buf = &out};
        report_json(&o, rep, &checks);
        r = json_read(mem, buf_text(&out), out.len, &p, &json);
        assert(r == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *text = (const char *)data;
        struct report *rep;

        if (report_read(mem, "x", text, size, &rep) == 0)
                holds(mem, rep, size);
        return 0;
}
