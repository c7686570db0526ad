#include "base/qr.h"

/* Order of work (the standard's clauses): text to codewords, error correction codewords of each
 * block, both interleaved, placed in two-module columns from the right around the function
 * patterns, then the mask with the least penalty and the format bits that name it. */

/* Of a version at level M: error correction codewords a block, blocks of two kinds, data codewords
 * of the first kind (the second has one more), centres of alignment patterns. */
struct version {
        uint8_t n_ec, n_first, n_second, n_data, align[4];
};
static const struct version versions[] = {
    {10, 1, 0, 16, {0}},         {16, 1, 0, 28, {6, 18}},     {26, 1, 0, 44, {6, 22}},
    {18, 2, 0, 32, {6, 26}},     {24, 2, 0, 43, {6, 30}},     {16, 4, 0, 27, {6, 34}},
    {18, 4, 0, 31, {6, 22, 38}}, {22, 2, 2, 38, {6, 24, 42}}, {22, 3, 2, 36, {6, 26, 46}},
    {26, 4, 1, 43, {6, 28, 50}}, {30, 1, 4, 50, {6, 30, 54}}, {22, 6, 2, 36, {6, 32, 58}},
    {22, 8, 1, 37, {6, 34, 62}},
};
enum {
        CODEWORDS_MAX = 532,
        EC_MAX = 30,
        PENALTY_RUN = 3,
        PENALTY_BOX = 3,
        PENALTY_FINDER = 40,
        PENALTY_SHARE = 10
};

struct board {
        struct qr *qr;
        bool fixed[QR_SIDE_MAX][QR_SIDE_MAX]; /* function patterns: no data, no mask */
};

/* ---- codewords ---- */

/* Product in GF(256) over x^8 + x^4 + x^3 + x^2 + 1. */
static uint8_t
gf_times(uint8_t a, uint8_t b)
{
        unsigned r = 0;

        for (int i = 7; i >= 0; i--) {
                r = (r << 1) ^ ((r >> 7) * 0x11D);
                r ^= (((unsigned)b >> i) & 1U) * (unsigned)a;
        }
        return (uint8_t)r;
}

/* Coefficients, without the leading 1, of the product of (x - 2^i) for i below n. */
static void
ec_divisor(uint8_t *out, size_t n)
{
        uint8_t root = 1;

        memset(out, 0, n);
        out[n - 1] = 1;
        for (size_t i = 0; i < n; i++) {
                for (size_t j = 0; j < n; j++) {
                        out[j] = gf_times(out[j], root);
                        if (j + 1 < n)
                                out[j] ^= out[j + 1];
                }
                root = gf_times(root, 2);
        }
}

static void
ec_remainder(const uint8_t *data, size_t n, const uint8_t *divisor, size_t n_ec, uint8_t *out)
{
        memset(out, 0, n_ec);
        for (size_t i = 0; i < n; i++) {
                uint8_t factor = data[i] ^ out[0];

                memmove(out, out + 1, n_ec - 1);
                out[n_ec - 1] = 0;
                for (size_t j = 0; j < n_ec; j++)
                        out[j] ^= gf_times(divisor[j], factor);
        }
}

static size_t
data_size(const struct version *v)
{
        return (size_t)v->n_first * v->n_data + (size_t)v->n_second * (v->n_data + 1U);
}

static void
put_bits(uint8_t *bytes, size_t *at, unsigned value, int n)
{
        for (int i = n - 1; i >= 0; i--, (*at)++)
                bytes[*at / 8] |= (uint8_t)(((value >> i) & 1U) << (7 - *at % 8));
}

/* Mode, length, bytes, terminator, padding. */
static void
encode(const char *text, size_t n, size_t version, uint8_t *data, size_t size)
{
        size_t at = 0;

        put_bits(data, &at, 4, 4);
        put_bits(data, &at, (unsigned)n, version < 10 ? 8 : 16);
        for (size_t i = 0; i < n; i++)
                put_bits(data, &at, (uint8_t)text[i], 8);
        at += size * 8 - at < 4 ? size * 8 - at : 4;
        at = (at + 7) / 8 * 8;
        for (unsigned pad = 0xEC; at < size * 8; pad ^= 0xEC ^ 0x11)
                put_bits(data, &at, pad, 8);
}

/* Data of all blocks column by column, then their error correction. Returns the number of bytes. */
static size_t
interleave(const struct version *v, const uint8_t *data, uint8_t *out)
{
        size_t n_blocks = (size_t)v->n_first + v->n_second, k = 0;
        uint8_t divisor[EC_MAX], ec[16][EC_MAX];
        const uint8_t *block[16] = {0}, *p = data;

        ec_divisor(divisor, v->n_ec);
        for (size_t b = 0; b < n_blocks; b++) {
                size_t n = v->n_data + (b >= v->n_first ? 1U : 0U);

                block[b] = p;
                ec_remainder(p, n, divisor, v->n_ec, ec[b]);
                p += n;
        }
        for (size_t i = 0; i <= v->n_data; i++)
                for (size_t b = i < v->n_data ? 0 : v->n_first; b < n_blocks; b++)
                        out[k++] = block[b][i];
        for (size_t i = 0; i < v->n_ec; i++)
                for (size_t b = 0; b < n_blocks; b++)
                        out[k++] = ec[b][i];
        return k;
}

/* ---- the board ---- */

static void
fix(struct board *b, size_t x, size_t y, bool dark)
{
        b->qr->dark[y][x] = dark;
        b->fixed[y][x] = true;
}

static void
finder(struct board *b, int cx, int cy)
{
        int side = (int)b->qr->side;

        for (int dy = -4; dy <= 4; dy++)
                for (int dx = -4; dx <= 4; dx++) {
                        int far = abs(dx) > abs(dy) ? abs(dx) : abs(dy), x = cx + dx, y = cy + dy;

                        if (x >= 0 && x < side && y >= 0 && y < side)
                                fix(b, (size_t)x, (size_t)y, far != 2 && far != 4);
                }
}

static void
alignments(struct board *b, const struct version *v)
{
        size_t n = 0;

        while (n < N(v->align) && v->align[n])
                n++;
        for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++) {
                        if ((i == 0 && j == 0) || (i == 0 && j == n - 1) || (i == n - 1 && j == 0))
                                continue; /* the finders stand there */
                        for (int dy = -2; dy <= 2; dy++)
                                for (int dx = -2; dx <= 2; dx++)
                                        fix(b, (size_t)(v->align[i] + dx),
                                            (size_t)(v->align[j] + dy),
                                            abs(dx) == 2 || abs(dy) == 2 || (!dx && !dy));
                }
}

static void
format_bits(struct board *b, unsigned mask)
{
        size_t side = b->qr->side;
        unsigned data = mask, rest = mask, bits; /* level M is 00 */

        for (int i = 0; i < 10; i++)
                rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        bits = ((data << 10) | (rest & 0x3FF)) ^ 0x5412;
        for (size_t i = 0; i <= 5; i++)
                fix(b, 8, i, (bits >> i) & 1);
        fix(b, 8, 7, (bits >> 6) & 1);
        fix(b, 8, 8, (bits >> 7) & 1);
        fix(b, 7, 8, (bits >> 8) & 1);
        for (size_t i = 9; i < 15; i++)
                fix(b, 14 - i, 8, (bits >> i) & 1);
        for (size_t i = 0; i < 8; i++)
                fix(b, side - 1 - i, 8, (bits >> i) & 1);
        for (size_t i = 8; i < 15; i++)
                fix(b, 8, side - 15 + i, (bits >> i) & 1);
        fix(b, 8, side - 8, true);
}

static void
version_bits(struct board *b, unsigned version)
{
        unsigned rest = version, bits;

        if (version < 7)
                return;
        for (int i = 0; i < 12; i++)
                rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        bits = (version << 12) | (rest & 0xFFF);
        for (size_t i = 0; i < 18; i++) {
                size_t far = b->qr->side - 11 + i % 3, near = i / 3;

                fix(b, far, near, (bits >> i) & 1);
                fix(b, near, far, (bits >> i) & 1);
        }
}

static void
function_patterns(struct board *b, const struct version *v, unsigned version)
{
        int side = (int)b->qr->side;

        for (size_t i = 0; i < b->qr->side; i++) {
                fix(b, 6, i, i % 2 == 0);
                fix(b, i, 6, i % 2 == 0);
        }
        finder(b, 3, 3);
        finder(b, side - 4, 3);
        finder(b, 3, side - 4);
        alignments(b, v);
        format_bits(b, 0);
        version_bits(b, version);
}

static void
place(struct board *b, const uint8_t *bytes, size_t n)
{
        int side = (int)b->qr->side;
        size_t at = 0;

        for (int right = side - 1; right >= 1; right -= 2) {
                bool up;

                if (right == 6)
                        right = 5; /* the timing column is passed over */
                up = ((right + 1) & 2) == 0;
                for (int i = 0; i < side; i++)
                        for (int j = 0; j < 2; j++) {
                                size_t x = (size_t)(right - j), y = (size_t)(up ? side - 1 - i : i);

                                if (b->fixed[y][x] || at >= n * 8)
                                        continue;
                                b->qr->dark[y][x] = (bytes[at / 8] >> (7 - at % 8)) & 1;
                                at++;
                        }
        }
}

static bool
mask_bit(unsigned mask, size_t x, size_t y)
{
        switch (mask) {
        case 0:
                return (x + y) % 2 == 0;
        case 1:
                return y % 2 == 0;
        case 2:
                return x % 3 == 0;
        case 3:
                return (x + y) % 3 == 0;
        case 4:
                return (x / 3 + y / 2) % 2 == 0;
        case 5:
                return x * y % 2 + x * y % 3 == 0;
        case 6:
                return (x * y % 2 + x * y % 3) % 2 == 0;
        default:
                return ((x + y) % 2 + x * y % 3) % 2 == 0;
        }
}

static void
apply_mask(struct board *b, unsigned mask)
{
        for (size_t y = 0; y < b->qr->side; y++)
                for (size_t x = 0; x < b->qr->side; x++)
                        if (!b->fixed[y][x] && mask_bit(mask, x, y))
                                b->qr->dark[y][x] ^= 1;
}

static uint8_t
at_line(const struct qr *q, size_t line, size_t i, bool down)
{
        return down ? q->dark[i][line] : q->dark[line][i];
}

/* Long runs of one colour, and what looks like a finder, in one row or column. */
static int
line_penalty(const struct qr *q, size_t line, bool down)
{
        static const uint8_t finders[2][11] = {{1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0},
                                               {0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1}};
        int penalty = 0;
        size_t run = 1;

        for (size_t i = 1; i <= q->side; i++) {
                if (i < q->side && at_line(q, line, i, down) == at_line(q, line, i - 1, down)) {
                        run++;
                        continue;
                }
                if (run >= 5)
                        penalty += PENALTY_RUN + (int)run - 5;
                run = 1;
        }
        for (size_t i = 0; i + 11 <= q->side; i++)
                for (size_t k = 0; k < 2; k++) {
                        size_t n = 0;

                        while (n < 11 && at_line(q, line, i + n, down) == finders[k][n])
                                n++;
                        penalty += n == 11 ? PENALTY_FINDER : 0;
                }
        return penalty;
}

static int
penalty_of(const struct qr *q)
{
        int penalty = 0, dark = 0, total = (int)(q->side * q->side), off;

        for (size_t i = 0; i < q->side; i++)
                penalty += line_penalty(q, i, false) + line_penalty(q, i, true);
        for (size_t y = 0; y < q->side; y++)
                for (size_t x = 0; x < q->side; x++) {
                        uint8_t c = q->dark[y][x];

                        dark += c;
                        if (x + 1 < q->side && y + 1 < q->side && c == q->dark[y][x + 1] &&
                            c == q->dark[y + 1][x] && c == q->dark[y + 1][x + 1])
                                penalty += PENALTY_BOX;
                }
        off = abs(dark * 20 - total * 10);
        return penalty + (off + total - 1) / total * PENALTY_SHARE - (off ? PENALTY_SHARE : 0);
}

int
qr_make(const char *text, struct qr *ret)
{
        size_t n = strlen(text), version = 1;
        uint8_t data[CODEWORDS_MAX] = {0}, all[CODEWORDS_MAX];
        struct board b = {.qr = ret};
        unsigned best = 0;
        int least = 0;

        while (version <= N(versions) &&
               data_size(&versions[version - 1]) < n + (version < 10 ? 2 : 3))
                version++;
        if (version > N(versions))
                return QR_TOO_LONG;
        memset(ret, 0, sizeof(*ret));
        ret->side = version * 4 + 17;
        encode(text, n, version, data, data_size(&versions[version - 1]));
        function_patterns(&b, &versions[version - 1], (unsigned)version);
        place(&b, all, interleave(&versions[version - 1], data, all));
        for (unsigned mask = 0; mask < 8; mask++) {
                int penalty;

                apply_mask(&b, mask);
                format_bits(&b, mask);
                penalty = penalty_of(ret);
                if (mask == 0 || penalty < least) {
                        least = penalty;
                        best = mask;
                }
                apply_mask(&b, mask); /* twice is not at all */
        }
        apply_mask(&b, best);
        format_bits(&b, best);
        return 0;
}
