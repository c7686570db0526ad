#include "property.h"

#include "base/text.h"

static int n_laws, n_broken;

/* splitmix64: every seed, 0 included, gives a good sequence. */
static uint64_t
next(struct gen *g)
{
        uint64_t z = (g->state += 0x9e3779b97f4a7c15U);

        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
}

int64_t
gen_int(struct gen *g, int64_t least, int64_t most)
{
        uint64_t range = (uint64_t)most - (uint64_t)least + 1;

        return (int64_t)((uint64_t)least + (range ? next(g) % range : next(g)));
}

const char *
gen_pick(struct gen *g, const char *const *list, size_t n)
{
        return list[gen_int(g, 0, (int64_t)n - 1)];
}

static uint32_t
code_point(struct gen *g)
{
        static const struct {
                uint32_t first, last;
        } planes[] = {
            {0x20, 0x7e},     {0x20, 0x7e},       {0x4e00, 0x9fa5},
            {0x4e00, 0x9fa5}, {0x3000, 0x303f},   {0xff01, 0xff5e},
            {0xa1, 0x2af},    {0x1f300, 0x1f64f}, {0x20000, 0x2a6d6},
        };
        size_t i = (size_t)gen_int(g, 0, (int64_t)N(planes) - 1);

        return (uint32_t)gen_int(g, planes[i].first, planes[i].last);
}

const char *
gen_text(TALLOC_CTX *mem, struct gen *g, size_t n)
{
        size_t n_chars = (size_t)gen_int(g, 0, (int64_t)n), len = 0;
        char *s = mem_array(mem, char, 4 * n_chars + 1);

        for (size_t i = 0; i < n_chars; i++)
                len += text_encode(code_point(g), s + len);
        s[len] = '\0';
        return s;
}

static int64_t
setting(const char *name, int64_t otherwise)
{
        const char *text = getenv(name);

        return text ? strtoll(text, NULL, 10) : otherwise;
}

void
property_run(const char *title, law *holds)
{
        int64_t is_full = setting("XXGK_TEST_FULL", 0), base = setting("XXGK_TEST_BASE", 0), rounds,
                seed;

        rounds = setting("XXGK_TEST_ROUNDS", is_full ? 20000 : 2000);
        seed = setting("XXGK_TEST_SEED", -1);
        if (seed >= 0)
                rounds = 1;
        n_laws++;
        for (int64_t i = 0; i < rounds; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct gen g = {.state = (uint64_t)(seed >= 0 ? seed : base + i)};
                const char *wrong = holds(mem, &g);

                if (wrong) {
                        printf("not ok %d - %s\n# XXGK_TEST_SEED=%lld: %s\n", n_laws, title,
                               (long long)(seed >= 0 ? seed : base + i), wrong);
                        n_broken++;
                        return;
                }
        }
        printf("ok %d - %s\n", n_laws, title);
}

int
property_end(void)
{
        printf("1..%d\n", n_laws);
        return n_broken ? 1 : 0;
}
