#include "search/rank.h"

#include <math.h>

#include "search/fts.h"

enum { RARE_ENOUGH = 20000 };
static const double K1 = 1.2, B = 0.75;
static const double weights[FTS_COLUMNS] = {
    [FTS_TITLE] = 10, [FTS_HEAD] = 10, [FTS_BODY] = 1, [FTS_TAGS] = 0};

struct ranked {
        uint32_t slot;
        double score;
};

static int
by_score(const void *a, const void *b)
{
        const struct ranked *x = a, *y = b;

        if (x->score != y->score)
                return x->score < y->score ? 1 : -1;
        return (x->slot < y->slot) - (x->slot > y->slot);
}

struct ranking *
rank_new(TALLOC_CTX *mem, struct match *m)
{
        struct ranking *r = mem_new(mem, struct ranking);

        r->m = m;
        r->slots = mem_array(r, uint32_t, RANK_MOST);
        r->times = mem_array(r, float, RANK_MOST *match_phrases(m));
        match_weigh(m, weights);
        return r;
}

void
rank_take(struct ranking *r, int64_t lo)
{
        if (r->n > r->n_taken)
                for (size_t k = 0; k < match_phrases(r->m); k++)
                        if (!match_is_late(r->m, k))
                                match_times(r->m, k, lo, r->slots + r->n_taken, r->n - r->n_taken,
                                            r->times + k * RANK_MOST + r->n_taken);
        r->n_taken = r->n;
}

static void
add_phrase(struct ranked *list, const float *times, size_t n, const struct rows *rows,
           double rarity)
{
        double mean = ((double)rows->length + 1) / ((double)rows->n_live + 1);

        for (size_t i = 0; i < n; i++) {
                const struct row *row = rows_get(rows, list[i].slot);
                double length = row ? row->length : mean, f = (double)times[i];

                list[i].score += rarity * f * (K1 + 1) / (f + K1 * (1 - B + B * length / mean));
        }
}

void
rank_sort(TALLOC_CTX *mem, struct ranking *r, const struct rows *rows)
{
        struct ranked *list = mem_array(mem, struct ranked, r->n + 1);
        size_t n_phrases = match_phrases(r->m);

        for (size_t i = 0; i < r->n; i++)
                list[i].slot = r->slots[i];
        for (size_t k = 0; k < n_phrases; k++) {
                float *times = r->times + k * RANK_MOST;
                double all = (double)rows->n_live + 1, has = 0;

                if (match_is_late(r->m, k))
                        match_times(r->m, k, 0, r->slots, r->n, times);
                if (n_phrases > 1) /* of a single phrase the rarity changes nothing */
                        has = (double)match_count(r->m, k, RARE_ENOUGH);
                add_phrase(list, times, r->n, rows, log(1 + all / (has + 1)));
        }
        qsort(list, r->n, sizeof(list[0]), by_score);
        for (size_t i = 0; i < r->n; i++)
                r->slots[i] = list[i].slot;
}
