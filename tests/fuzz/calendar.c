/* tests/fuzz/calendar.c: a calendar that was taken answers for any day around its rows. */
#include "domain/calendar/calendar.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        const struct calendar_row *rows;
        struct calendar *calendar;
        size_t n;
        int r;

        r = calendar_read(mem, (const char *)data, size, &problems, &calendar);
        if (r) {
                assert(problems.n > 0);
                return 0;
        }
        rows = calendar_rows(calendar, &n);
        for (size_t i = 0; i < n && i < 50; i++) {
                assert(calendar_is_workday(calendar, rows[i].day) == rows[i].work);
                assert(calendar_nth(calendar, rows[i].day, 20).day.n > rows[i].day.n);
        }
        return 0;
}
