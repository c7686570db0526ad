/* tests/fuzz/clock_json.c: facts are refused with a place, or give an account that adds up to the
 * due day, JSON that reads back and text that is well-formed. */
#include "domain/request/clock_json.h"
#include "base/text.h"
#include "fuzz.h"

static void
adds_up(const struct clock_result *res)
{
        int n = 0;

        for (size_t i = 0; i < res->n_days; i++) {
                const struct clock_day *d = &res->days[i];

                assert(i == 0 || d->day.n == d[-1].day.n + 1);
                n += d->counted;
                assert(d->n == (d->counted ? n : 0) && d->why[0]);
        }
        assert(!res->has_use || res->workdays_used >= 0);
        assert(res->state == CLOCK_AWAITING_CONFIRMATION || res->state == CLOCK_IS_WITHDRAWN ||
               !day_is_none(res->receipt));
}

static void
tells(TALLOC_CTX *mem, const struct clock_facts *facts, const struct clock_result *res)
{
        struct buf out = buf_new(mem, MiB(16)), text = buf_new(mem, MiB(16));
        struct json_out o = {.buf = &out};
        struct problems p = {.mem = mem};
        struct json *again;
        int r;

        clock_result_json(&o, res);
        assert(buf_done(&out) == 0);
        r = json_read(mem, out.data, out.len, &p, &again);
        assert(r == 0);
        clock_result_text(&text, facts, res);
        assert(buf_done(&text) == 0 && text_valid(text.data, text.len));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct clock_facts facts;
        struct clock_result res;
        struct json *json;
        int r;

        r = json_read(mem, (const char *)data, size, &problems, &json);
        if (r == 0)
                r = clock_facts_read(mem, json, day_ymd(2026, 3, 31), &problems, &facts);
        if (r == 0)
                r = clock_run(mem, &facts, calendar_shipped(), &problems, &res);
        assert(r >= 0 && (r == 0) == (problems.n == 0));
        if (r == 0) {
                adds_up(&res);
                tells(mem, &facts, &res);
        }
        return 0;
}
