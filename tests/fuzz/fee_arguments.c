/* tests/fuzz/fee_arguments.c: a quantity as typed is a plain number within the tariff or none, and its bands join without a
 * gap and add up. */
#include "domain/request/fee.h"
#include "fuzz.h"

static void
joins(TALLOC_CTX *mem, enum fee_method method, int64_t already, int64_t n)
{
        struct fee fee = fee_of(mem, method, already, n);
        int64_t next = already + 1, sum = 0;

        for (size_t i = 0; i < fee.n_bands; i++) {
                const struct fee_band *b = &fee.bands[i];

                assert(b->from == next && b->to >= b->from);
                assert(b->rate == fee_rate(method, b->from) && b->rate == fee_rate(method, b->to));
                assert(b->amount == b->rate * (b->to - b->from + 1));
                next = b->to + 1;
                sum += b->amount;
        }
        assert(next == already + n + 1 && sum == fee.total);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *text = mem_strndup(mem, (const char *)data, size), *second = strchr(text, ' ');
        int64_t n, already = 0;

        if (second)
                *second++ = 0;
        n = fee_quantity(text);
        assert(n >= -1 && n <= FEE_MAX_QUANTITY / 2);
        assert(n < 0 || (strspn(text, "0123456789") == strlen(text) && *text));
        if (second)
                already = fee_quantity(second);
        if (n < 0 || already < 0)
                return 0;
        joins(mem, FEE_BY_ITEM, already, n);
        joins(mem, FEE_BY_PAGE, 0, n);
        return 0;
}
