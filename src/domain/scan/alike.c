#include "domain/scan/alike.h"

#include "base/text.h"

#include <inttypes.h>

enum { SHINGLE = 4 };

/* splitmix64's finisher: every bit depends on every bit. */
static uint64_t
mix(uint64_t x)
{
        x ^= x >> 30;
        x *= 0xbf58476d1ce4e5b9u;
        x ^= x >> 27;
        x *= 0x94d049bb133111ebu;
        return x ^ x >> 31;
}

static bool
counts(uint32_t c)
{
        return text_is_han(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* An empty bin takes the minimum of the next full one, marked with the way it came, so that two
 * short texts do not look alike because both have empty bins. */
static void
fill_bins(struct alike *a)
{
        uint32_t full[ALIKE_MINIMA];

        memcpy(full, a->min, sizeof(full));
        for (uint32_t i = 0; i < ALIKE_MINIMA; i++) {
                uint32_t way = 0;

                while (way < ALIKE_MINIMA && full[(i + way) % ALIKE_MINIMA] == UINT32_MAX)
                        way++;
                if (way > 0 && way < ALIKE_MINIMA)
                        a->min[i] = full[(i + way) % ALIKE_MINIMA] + way * 0x9e3779b1u;
        }
}

struct alike
alike_of(const char *text)
{
        struct alike a = {0};
        uint32_t last[SHINGLE] = {0};
        size_t len = strlen(text);

        memset(a.min, 0xff, sizeof(a.min));
        for (size_t i = 0; i < len;) {
                uint32_t c = 0;
                size_t k = text_decode(text + i, len - i, &c);
                uint64_t h;

                i += k ? k : 1;
                c = k ? text_fold(c) : 0;
                if (!counts(c))
                        continue;
                a.exact = mix(a.exact * 0x100000001b3u + c + 1);
                a.n++;
                memmove(last, last + 1, sizeof(last) - sizeof(last[0]));
                last[SHINGLE - 1] = c;
                if (a.n < SHINGLE)
                        continue;
                h = 0;
                for (size_t j = 0; j < SHINGLE; j++)
                        h = mix(h + last[j]);
                if ((uint32_t)h < a.min[h >> 58])
                        a.min[h >> 58] = (uint32_t)h;
        }
        fill_bins(&a);
        return a;
}

int
alike_likeness(const struct alike *a, const struct alike *b)
{
        int same = 0, most;

        if (a->n == b->n && a->exact == b->exact)
                return 100;
        if (a->n < ALIKE_SHORT || b->n < ALIKE_SHORT)
                return 0;
        for (size_t i = 0; i < ALIKE_MINIMA; i++)
                same += a->min[i] == b->min[i];
        /* One text within the other is not the other. */
        most = (int)(100 * (a->n < b->n ? a->n : b->n) / (a->n < b->n ? b->n : a->n));
        same = same * 100 / ALIKE_MINIMA;
        same = same < most ? same : most;
        return same < 100 ? same : 99;
}

void
alike_bands(const struct alike *a, uint64_t ret[ALIKE_BANDS])
{
        for (uint32_t b = 0; b < ALIKE_BANDS; b++) {
                uint64_t h = b + 1;

                for (size_t i = 0; i < ALIKE_MINIMA / ALIKE_BANDS; i++)
                        h = mix(h + a->min[b * (ALIKE_MINIMA / ALIKE_BANDS) + i]);
                ret[b] = a->n < ALIKE_SHORT ? mix(a->exact + b) : h;
        }
}

const char *
alike_text(const struct alike *a, char out[ALIKE_TEXT_SIZE])
{
        int at = snprintf(out, ALIKE_TEXT_SIZE, "%016" PRIx64 "%016" PRIx64, a->exact, a->n);

        for (size_t i = 0; i < ALIKE_MINIMA; i++)
                at += snprintf(out + at, (size_t)(ALIKE_TEXT_SIZE - at), "%08" PRIx32, a->min[i]);
        return out;
}

bool
alike_read(const char *text, struct alike *ret)
{
        struct alike a;

        if (strlen(text) != ALIKE_TEXT_SIZE - 1 ||
            strspn(text, "0123456789abcdef") != ALIKE_TEXT_SIZE - 1)
                return false;
        (void)sscanf(text, "%16" SCNx64 "%16" SCNx64, &a.exact, &a.n);
        for (size_t i = 0; i < ALIKE_MINIMA; i++)
                (void)sscanf(text + 16 + 16 + 8 * i, "%8" SCNx32, &a.min[i]);
        *ret = a;
        return true;
}
