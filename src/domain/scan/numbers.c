/* Figures that belong to a person: found in runs, judged by identity.c and phones.c. What figures
 * count, name or number otherwise (金额, 编号, 发票 …) shows by the words before and behind. */
#include "domain/scan/figures.h"

/* The run that begins at i; false when there is none. */
static bool
read_run(const struct piece *p, size_t i, struct run *r)
{
        r->n = 0;
        while (r->n < GROUPS && is_digit(char_at(p, i))) {
                size_t from = i;

                while (is_digit(char_at(p, i)))
                        i++;
                r->g[r->n++] = (struct group){from, i};
                if (is_gap(char_at(p, i)) && is_digit(char_at(p, i + 1)))
                        i++;
                else if (char_at(p, i) == ' ' && is_gap(char_at(p, i + 1)) &&
                         is_digit(char_at(p, i + 2)))
                        i += 2;
                else if (char_at(p, i) == ' ' && char_at(p, i + 1) == '-' &&
                         char_at(p, i + 2) == ' ' && is_digit(char_at(p, i + 3)))
                        i += 3;
        }
        return r->n > 0;
}

/* Figures of the groups [a, b], at most FIGURES; 0 when there are more. */
size_t
figures_join(const struct piece *p, const struct run *r, size_t a, size_t b, char out[FIGURES + 1])
{
        size_t n = 0;

        for (size_t k = a; k <= b; k++)
                for (size_t i = r->g[k].from; i < r->g[k].to; i++) {
                        if (n == FIGURES)
                                return 0;
                        out[n++] = (char)p->c[i];
                }
        out[n] = '\0';
        return n;
}

/* Words within some characters before i and the same clause. */
size_t
figures_word_before(const struct piece *p, size_t i, size_t far, const char *words)
{
        size_t from = i;

        while (from > 0 && i - from < far && p->c[from - 1] != 0x3002 && p->c[from - 1] != ';' &&
               p->c[from - 1] != '\t' && p->c[from - 1] != '\n' && p->c[from - 1] != ',' &&
               p->c[from - 1] != 0x3001)
                from--;
        return scan_last_of(p, from, i, words);
}

/* The word right before i, but for a colon and the like. */
bool
figures_labelled(const struct piece *p, size_t i, const char *words)
{
        while (i > 0 && (p->c[i - 1] == ':' || p->c[i - 1] == ' ' || p->c[i - 1] == 0x4e3a ||
                         p->c[i - 1] == 0x662f || p->c[i - 1] == 0x53f7 || p->c[i - 1] == 0x7801 ||
                         p->c[i - 1] == 0x3014 || p->c[i - 1] == 0x3015 || p->c[i - 1] == '+'))
                i--;
        return scan_ends_with(p, i, words) > 0;
}

/* A number of persons is its own word, or stuck to a few letters (ID1101…); a long word of letters
 * and figures is a digest or a code. */
bool
figures_in_long_word(const struct piece *p, size_t from, size_t to)
{
        size_t a = from, b = to;

        while (a > 0 && is_alnum(p->c[a - 1]) && from - a < 8)
                a--;
        while (b < p->n && is_alnum(p->c[b]) && b - to < 8)
                b++;
        return b - to > 3 || from - a > 3;
}

/* ---- all runs ---- */

/* Only 、 and the like lie between the last telephone and this one. */
static bool
goes_on(const struct piece *p, size_t last, size_t from)
{
        size_t n = 0;

        if (last == 0 || from - last > 4)
                return false;
        for (size_t i = last; i < from; i++, n++)
                if (!strchr("/,; ", (int)(p->c[i] < 0x80 ? p->c[i] : 'x')) && p->c[i] != 0x3001 &&
                    p->c[i] != 0x6216 && p->c[i] != 0x548c && p->c[i] != 0x53ca)
                        return false;
        return n > 0;
}

/* Windows of groups from a on whose length fits the kind, the shortest first; the groups used. */
static size_t
judge_windows(struct scanner *s, struct piece *p, const struct run *r, size_t a, size_t kind,
              size_t *last_phone)
{
        static bool (*const tries[])(struct scanner *, struct piece *, const struct run *, size_t,
                                     size_t) = {figures_try_identity, figures_try_card,
                                                figures_try_mobile};
        static const size_t least[] = {15, 16, 11}, most[] = {18, 19, 15};
        size_t n = 0;

        for (size_t b = a; b < r->n; b++) {
                n += r->g[b].to - r->g[b].from;
                if (n > most[kind])
                        break;
                if (n < least[kind] || !tries[kind](s, p, r, a, b))
                        continue;
                if (kind == 2)
                        *last_phone = r->g[b].to;
                return b - a + 1;
        }
        return 0;
}

static void
judge_run(struct scanner *s, struct piece *p, const struct run *r, size_t *last_phone)
{
        for (size_t a = 0; a < r->n;) {
                size_t used = 0;

                if (p->taken[r->g[a].from]) {
                        a++;
                        continue;
                }
                for (size_t kind = 0; kind < 3 && !used; kind++)
                        used = judge_windows(s, p, r, a, kind, last_phone);
                if (!used) {
                        used =
                            figures_try_landline(s, p, r, a, goes_on(p, *last_phone, r->g[a].from));
                        if (used)
                                *last_phone = r->g[a + used - 1].to;
                }
                a += used ? used : 1;
        }
}

void
scan_numbers(struct scanner *s, struct piece *p)
{
        size_t last_phone = 0;
        struct run r;

        for (size_t i = 0; i < p->n;) {
                if (!read_run(p, i, &r)) {
                        i++;
                        continue;
                }
                judge_run(s, p, &r, &last_phone);
                i = r.g[r.n - 1].to;
        }
}
