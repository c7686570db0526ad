#include "domain/request/fee.h"

enum {
        ITEM_FREE = 10,
        ITEM_FIRST_END = 30,
        ITEM_STEP = 10,  /* width of each band after the first */
        ITEM_RATE = 100, /* of the first band, and what each further band adds */
};

static const struct {
        int64_t to, rate;
} page_bands[] = {{30, 0}, {100, 10}, {200, 20}, {FEE_MAX_QUANTITY, 40}};

/* The last ordinal of the band in which ordinal lies, and its rate. */
static int64_t
band_end(enum fee_method method, int64_t ordinal, int64_t *ret_rate)
{
        int64_t k;
        size_t i = 0;

        if (method == FEE_BY_PAGE) {
                while (ordinal > page_bands[i].to)
                        i++;
                *ret_rate = page_bands[i].rate;
                return page_bands[i].to;
        }
        if (ordinal <= ITEM_FREE) {
                *ret_rate = 0;
                return ITEM_FREE;
        }
        if (ordinal <= ITEM_FIRST_END) {
                *ret_rate = ITEM_RATE;
                return ITEM_FIRST_END;
        }
        k = (ordinal - ITEM_FIRST_END - 1) / ITEM_STEP + 1; /* the k-th band after the first */
        *ret_rate = ITEM_RATE + ITEM_RATE * k;
        return ITEM_FIRST_END + k * ITEM_STEP;
}

int64_t
fee_quantity(const char *text)
{
        int64_t n = 0;

        if (!*text)
                return -1;
        for (; *text; text++) {
                if (*text < '0' || *text > '9')
                        return -1;
                n = 10 * n + (*text - '0');
                if (n > FEE_MAX_QUANTITY / 2)
                        return -1;
        }
        return n;
}

int64_t
fee_rate(enum fee_method method, int64_t ordinal)
{
        int64_t rate;

        assert(ordinal >= 1 && ordinal <= FEE_MAX_QUANTITY);
        (void)band_end(method, ordinal, &rate);
        return rate;
}

struct fee
fee_of(TALLOC_CTX *mem, enum fee_method method, int64_t already, int64_t n)
{
        struct fee fee = {0};
        int64_t from = already + 1, last = already + n;

        assert(already >= 0 && n >= 0 && last <= FEE_MAX_QUANTITY);
        while (from <= last) {
                struct fee_band b = {.from = from};
                int64_t end = band_end(method, from, &b.rate);

                b.to = end < last ? end : last;
                b.amount = (b.to - b.from + 1) * b.rate;
                mem_grow(mem, fee.bands, fee.n_bands);
                fee.bands[fee.n_bands++] = b;
                fee.total += b.amount;
                from = b.to + 1;
        }
        return fee;
}
