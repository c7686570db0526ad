#include "domain/report/check.h"

/* Of two copies of one report the first counts. */
static size_t
before_of(const struct report *const *reports, size_t n, const struct report *rep)
{
        size_t i = 0;

        while (i < n && !(rep->year && reports[i]->year == rep->year - 1 && *rep->issuer &&
                          strcmp(reports[i]->issuer, rep->issuer) == 0))
                i++;
        return i;
}

bool
report_precedes(const struct report *before, const struct report *rep)
{
        return rep->year && before->year == rep->year - 1 &&
               (!*rep->issuer || !*before->issuer || strcmp(before->issuer, rep->issuer) == 0);
}

static bool
precedes_any(const struct report *before, const struct report *const *reports, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (report_precedes(before, reports[i]))
                        return true;
        return false;
}

static bool
is_peer(const struct report *a, const struct report *b)
{
        return a != b && a->year == b->year && strcmp(a->issuer, b->issuer) != 0;
}

enum { NEAR_TOLD = 5, BITS_LEAST = 100 };

/* The shingles of a report, as a table and as the places in it that are set. */
struct words {
        const uint8_t *bits;
        const uint32_t *set;
        size_t n;
};

/* The reports of its year that are most like it: of many copies a few will do. */
struct peers {
        size_t near[NEAR_TOLD], found, nearest, most;
};

static struct words
words_of(TALLOC_CTX *mem, const struct report *rep)
{
        struct words w = {.bits = check_shingles(mem, rep)};
        uint32_t *set;

        for (size_t i = 0; i < CHECK_SHINGLE_BYTES; i++)
                w.n += (size_t)__builtin_popcount(w.bits[i]);
        w.set = set = mem_array(mem, uint32_t, w.n + 1);
        for (uint32_t i = 0; i < CHECK_SHINGLE_BYTES * 8; i++)
                if (w.bits[i / 8] >> i % 8 & 1)
                        *set++ = i;
        return w;
}

static size_t
common(const struct words *a, const struct words *b)
{
        const struct words *fewer = a->n < b->n ? a : b, *more = fewer == a ? b : a;
        size_t n = 0;

        for (size_t i = 0; i < fewer->n; i++)
                n += more->bits[fewer->set[i] / 8] >> fewer->set[i] % 8 & 1;
        return n;
}

static void
note(struct peers *p, size_t other, size_t n, size_t same)
{
        size_t share = n < BITS_LEAST ? 0 : same * 100 / n;

        if (share >= CHECK_NEAR_SHARE) {
                if (p->found < NEAR_TOLD)
                        p->near[p->found++] = other;
        } else if (share > p->most) {
                p->most = share;
                p->nearest = other;
        }
}

/* Law: 国办公开办函〔2021〕30号 (雷同). */
static void
find_peers(const struct report *const *reports, const struct words *words, size_t n,
           struct peers *peers)
{
        for (size_t i = 0; i < n; i++)
                for (size_t k = i + 1; k < n; k++) {
                        size_t same;

                        if (!is_peer(reports[i], reports[k]))
                                continue;
                        same = common(&words[i], &words[k]);
                        note(&peers[i], k, words[i].n, same);
                        note(&peers[k], i, words[k].n, same);
                }
}

void
report_check_several(TALLOC_CTX *mem, const struct report *const *reports, size_t n,
                     const struct report *previous, struct report_checks *ret_checks,
                     size_t *ret_before)
{
        bool misfit = previous && !precedes_any(previous, reports, n);
        struct words *words = mem_array(mem, struct words, n + 1);
        struct peers *peers = mem_array(mem, struct peers, n + 1);

        for (size_t i = 0; i < n; i++)
                words[i] = words_of(mem, reports[i]);
        find_peers(reports, words, n, peers);
        for (size_t i = 0; i < n; i++) {
                struct checker c = {.mem = mem, .rep = reports[i], .out = &ret_checks[i]};
                const struct peers *p = &peers[i];
                const struct report *before = NULL;

                ret_before[i] = n;
                if (previous && report_precedes(previous, reports[i]))
                        before = previous;
                else
                        ret_before[i] = before_of(reports, n, reports[i]);
                if (ret_before[i] < n)
                        before = reports[ret_before[i]];
                report_check(mem, reports[i], before, &ret_checks[i]);
                if (misfit && !before)
                        check_carry_unknown(&c);
                for (size_t k = 0; k < p->found; k++)
                        check_likeness(&c, words[i].bits, reports[p->near[k]],
                                       words[p->near[k]].bits);
                if (!p->found && p->most)
                        check_likeness(&c, words[i].bits, reports[p->nearest],
                                       words[p->nearest].bits);
        }
}

const char *
report_number(TALLOC_CTX *mem, double n)
{
        return check_number(mem, n);
}
