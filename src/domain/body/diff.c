/* Two texts by character. Myers' greedy algorithm with its way kept, for at most EDITS_MAX edits and
 * a budget of steps; then short runs that happen to be the same between two changes are given up, so
 * that people read words and not crumbs. */
#include "domain/body/diff.h"

#include "base/text.h"
#include "domain/body/diff_kit.h"

/* ---- the shortest edit ---- */

/* One more step of furthest ways; true when the end was reached. v has room for -max … max at v[max]. */
static bool
further(const struct diff_seq *q, int32_t *v, int32_t d, int32_t n, int32_t m, size_t *budget)
{
        for (int32_t k = -d; k <= d; k += 2) {
                int32_t x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
                int32_t y = x - k;

                while (x < n && y < m &&
                       q->same(q->arg, q->from_l + (size_t)x, q->from_r + (size_t)y)) {
                        x++;
                        y++;
                        *budget = *budget ? *budget - 1 : 0;
                }
                v[k] = x;
                if (x == n && y == m)
                        return true;
        }
        *budget = *budget > (size_t)d ? *budget - (size_t)d : 0;
        return false;
}

static void
keep(const struct diff_seq *q, int32_t x, int32_t y)
{
        q->kept_l[q->from_l + (size_t)x] = true;
        q->kept_r[q->from_r + (size_t)y] = true;
}

/* From the end back along the ways kept: what lies on a diagonal is the same on both sides. */
static void
walk_back(const struct diff_seq *q, int32_t *const *ways, int32_t d, int32_t n, int32_t m)
{
        int32_t x = n, y = m;

        for (; d > 0; d--) {
                const int32_t *v = ways[d - 1] + d; /* holds -d … d */
                int32_t k = x - y;
                bool down = k == -d || (k != d && v[k - 1] < v[k + 1]);
                int32_t px = down ? v[k + 1] : v[k - 1], py = px - (down ? k + 1 : k - 1);

                while (x > px + !down)
                        keep(q, --x, --y);
                x = px;
                y = py;
        } /* the ways begin with an edit: the common beginning was taken before */
}

bool
diff_sequence(struct diff_seq *q, size_t n_l, size_t n_r, int32_t edits_max, size_t *budget)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        int32_t n, m, *v, **ways;

        q->from_l = q->from_r = 0;
        while (q->from_l < n_l && q->from_r < n_r && q->same(q->arg, q->from_l, q->from_r)) {
                q->kept_l[q->from_l++] = true;
                q->kept_r[q->from_r++] = true;
        }
        while (n_l > q->from_l && n_r > q->from_r && q->same(q->arg, n_l - 1, n_r - 1)) {
                q->kept_l[--n_l] = true;
                q->kept_r[--n_r] = true;
        }
        n = (int32_t)(n_l - q->from_l);
        m = (int32_t)(n_r - q->from_r);
        if (n == 0 || m == 0)
                return true;
        if (edits_max > n + m)
                edits_max = n + m;
        v = mem_array(tmp, int32_t, 2 * (size_t)edits_max + 3);
        v += edits_max + 1;
        ways = mem_array(tmp, int32_t *, (size_t)edits_max + 1);
        for (int32_t d = 0; d <= edits_max && *budget > 0; d++) {
                if (further(q, v, d, n, m, budget)) {
                        walk_back(q, ways, d, n, m);
                        return true;
                }
                /* Kept for the step d + 1: what it may look at lies within -(d+1) … d+1. */
                ways[d] = mem_memdup(tmp, v - d - 1, sizeof(*v) * (2 * (size_t)d + 3));
        }
        return false;
}

/* ---- characters ---- */

struct token {
        uint32_t at; /* byte */
        uint32_t id; /* the character, or the hash of a run */
};

struct tokens {
        const char *text;
        struct token *t; /* one more than n: the end */
        size_t n;
};

static bool
is_word(uint32_t c)
{
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '.' || c == ',' || c == '%';
}

static struct tokens
cut_up(TALLOC_CTX *mem, const char *s)
{
        size_t len = strlen(s);
        struct tokens ts = {.text = s, .t = mem_array(mem, struct token, len + 1)};

        for (size_t i = 0; i < len;) {
                uint32_t c = 0;
                size_t k = text_decode(s + i, len - i, &c);

                ts.t[ts.n] = (struct token){.at = (uint32_t)i, .id = c};
                i += k ? k : 1;
                if (is_word(c)) {
                        uint32_t h = c;

                        for (; i < len && is_word((uint8_t)s[i]); i++)
                                h = h * 16777619u + (uint8_t)s[i];
                        ts.t[ts.n].id = h | 0x80000000u;
                }
                ts.n++;
        }
        ts.t[ts.n].at = (uint32_t)len;
        return ts;
}

struct two {
        struct tokens l, r;
};

static bool
same_token(const void *arg, size_t i, size_t j)
{
        const struct two *two = arg;
        const struct token *a = &two->l.t[i], *b = &two->r.t[j];

        if (a->id != b->id)
                return false;
        return !(a->id & 0x80000000u) ||
               (a[1].at - a->at == b[1].at - b->at &&
                memcmp(two->l.text + a->at, two->r.text + b->at, a[1].at - a->at) == 0);
}

/* A run of the same that is shorter than the changes on both of its sides says nothing. */
static void
give_up_crumbs(bool *kept_l, size_t n_l, bool *kept_r, size_t n_r)
{
        size_t i = 0, j = 0, before = 0; /* length of the change before */

        while (i < n_l || j < n_r) {
                size_t ci = i, cj = j, run, after_l, after_r, after;

                while (ci < n_l && !kept_l[ci])
                        ci++;
                while (cj < n_r && !kept_r[cj])
                        cj++;
                before = ci - i > cj - j ? ci - i : cj - j;
                for (run = 0; kept_l[ci + run] && kept_r[cj + run];) /* false behind the end */
                        run++;
                assert(run || before); /* what is kept is kept on both sides */
                i = ci + run;
                j = cj + run;
                for (after_l = i; after_l < n_l && !kept_l[after_l];)
                        after_l++;
                for (after_r = j; after_r < n_r && !kept_r[after_r];)
                        after_r++;
                after = after_l - i > after_r - j ? after_l - i : after_r - j;
                if (before > 0 && after > 0 && run <= 2 && run < before && run < after)
                        for (size_t k = 0; k < run; k++)
                                kept_l[ci + k] = kept_r[cj + k] = false;
        }
}

static struct diff_span *
spans_of(TALLOC_CTX *mem, const struct tokens *ts, const bool *kept, enum diff_mark other,
         size_t *ret_n)
{
        struct diff_span *list = NULL;
        size_t n = 0;

        for (size_t i = 0; i < ts->n;) {
                size_t from = i;

                while (i < ts->n && kept[i] == kept[from])
                        i++;
                mem_grow(mem, list, n);
                list[n++] = (struct diff_span){.mark = kept[from] ? DIFF_SAME : other,
                                               .text = mem_strndup(mem, ts->text + ts->t[from].at,
                                                                   ts->t[i].at - ts->t[from].at)};
        }
        *ret_n = n;
        return list;
}

struct diff_pair
diff_within(TALLOC_CTX *mem, const char *left, const char *right, size_t *budget)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct two two = {.l = cut_up(tmp, left), .r = cut_up(tmp, right)};
        struct diff_seq q = {.same = same_token,
                             .arg = &two,
                             .kept_l = mem_array(tmp, bool, two.l.n + 1),
                             .kept_r = mem_array(tmp, bool, two.r.n + 1)};
        struct diff_pair pair = {.differs = strcmp(left, right) != 0};

        if (diff_sequence(&q, two.l.n, two.r.n, DIFF_EDITS_MAX, budget) && pair.differs)
                give_up_crumbs(q.kept_l, two.l.n, q.kept_r, two.r.n);
        pair.left = spans_of(mem, &two.l, q.kept_l, DIFF_REMOVED, &pair.n_left);
        pair.right = spans_of(mem, &two.r, q.kept_r, DIFF_ADDED, &pair.n_right);
        return pair;
}

struct diff_pair
diff_text(TALLOC_CTX *mem, const char *left, const char *right)
{
        size_t budget = DIFF_BUDGET;

        return diff_within(mem, left, right, &budget);
}

size_t
diff_fields(TALLOC_CTX *mem, struct diff_field *fields, size_t n)
{
        size_t n_differ = 0, budget = DIFF_BUDGET;

        for (size_t i = 0; i < n; i++) {
                fields[i].left = fields[i].left ? fields[i].left : "";
                fields[i].right = fields[i].right ? fields[i].right : "";
                fields[i].words = diff_within(mem, fields[i].left, fields[i].right, &budget);
                n_differ += fields[i].words.differs;
        }
        return n_differ;
}
