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

static bool
is_peer(const struct report *a, const struct report *b)
{
        return a != b && a->year == b->year && strcmp(a->issuer, b->issuer) != 0;
}

/* Law: 国办公开办函〔2021〕30号 (雷同). */
static void
against_peers(struct checker *c, const struct report *const *reports, const uint8_t *const *bits,
              size_t n, size_t own)
{
        size_t nearest = n, most = 0, found = 0;

        for (size_t i = 0; i < n; i++) {
                size_t share = is_peer(reports[own], reports[i])
                                   ? check_likeness_share(bits[own], bits[i])
                                   : 0;

                if (share >= CHECK_NEAR_SHARE) {
                        check_likeness(c, bits[own], reports[i], bits[i]);
                        found++;
                } else if (share > most) {
                        most = share;
                        nearest = i;
                }
        }
        if (!found && nearest < n)
                check_likeness(c, bits[own], reports[nearest], bits[nearest]);
}

void
report_check_several(TALLOC_CTX *mem, const struct report *const *reports, size_t n,
                     struct report_checks *ret_checks, size_t *ret_before)
{
        const uint8_t **bits = mem_array(mem, const uint8_t *, n + 1);

        for (size_t i = 0; i < n; i++)
                bits[i] = check_shingles(mem, reports[i]);
        for (size_t i = 0; i < n; i++) {
                struct checker c = {.mem = mem, .rep = reports[i], .out = &ret_checks[i]};

                ret_before[i] = before_of(reports, n, reports[i]);
                report_check(mem, reports[i], ret_before[i] < n ? reports[ret_before[i]] : NULL,
                             &ret_checks[i]);
                against_peers(&c, reports, bits, n, i);
        }
}

const char *
report_number(TALLOC_CTX *mem, double n)
{
        return check_number(mem, n);
}
