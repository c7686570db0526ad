/* Telephones, mobile and fixed. */
#include "domain/scan/figures.h"

#define PHONE_WORDS "电话 手机 联系 热线 传真 致电 拨打 座机 咨询 tel 微信 短信"

static int
by_text(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_own(const struct scanner *s, const char *d)
{
        return s->n_own > 0 && bsearch(&d, s->own, s->n_own, sizeof(*s->own), by_text) != NULL;
}

/* What figures count stands right behind them. */
static bool
is_counted(const struct piece *p, size_t to)
{
        uint32_t c = char_at(p, to);

        if (c == ' ')
                c = char_at(p, ++to);
        if (c == '.' && is_digit(char_at(p, to + 1)))
                return true;
        return scan_begins_with(
                   p, to,
                   "元 万 亿 平方 公里 公斤 公顷 米 吨 % 度 株 次 立方 亩 斤 角 美元 港元 "
                   "千克 千瓦 千米 km kw ㎡ m") > 0;
}

/* 0.12345678 */
static bool
is_decimal(const struct piece *p, size_t from)
{
        return from > 1 && p->c[from - 1] == '.' && is_digit(p->c[from - 2]);
}

static bool
is_stuck(const struct piece *p, size_t from, size_t to)
{
        return (from > 0 && p->c[from - 1] >= 'a' && p->c[from - 1] <= 'z' &&
                !scan_ends_with(p, from, "tel 电话tel phone mobile wx vx")) ||
               (is_alnum(char_at(p, to)));
}

/* Words say that the figures number something else; a later word for a telephone wins. */
static bool
numbers_other(const struct piece *p, size_t from)
{
        size_t other = figures_word_before(p, from, 14, OTHER_NUMBERS);
        const char *head = scan_seg(p, from)->head;

        if (other && figures_word_before(p, from, 14, PHONE_WORDS) < other)
                return true;
        return scan_has_one(head, OTHER_NUMBERS) && !scan_has_one(head, PHONE_WORDS);
}

static bool
has_shape(const struct run *r, size_t a, size_t b, const char *shapes)
{
        char own[GROUPS * 2 + 2], w[GROUPS + 1];
        size_t n = 0;

        for (size_t k = a; k <= b; k++) {
                size_t len = r->g[k].to - r->g[k].from;

                w[n++] = len > 9 ? 'x' : (char)('0' + len);
        }
        w[n] = '\0';
        (void)snprintf(own, sizeof(own), " %s ", w);
        return strstr(shapes, own) != NULL;
}

bool
figures_try_mobile(struct scanner *s, struct piece *p, const struct run *r, size_t a, size_t b)
{
        char all[FIGURES + 1];
        size_t n = figures_join(p, r, a, b, all), from = r->g[a].from, to = r->g[b].to, ones = 0;
        const char *d = all, *masked;

        if (n == 13 && figures_start(all, "86"))
                d += 2;
        else if (n == 15 && figures_start(all, "0086"))
                d += 4;
        else if (n == 12 && all[0] == '0') /* 0 dialled before it */
                d += 1;
        else if (n != 11)
                return false;
        if (d[0] != '1' || d[1] < '3')
                return false;
        for (size_t k = a; k <= b; k++)
                ones += r->g[k].to - r->g[k].from == 1;
        if (a != b && d == all && ones != 11 && !has_shape(r, a, b, " 344  38  74  443  434  335 "))
                return false;
        if (n == 12 && a != b)
                return false;
        if (p->url[from] || is_stuck(p, from, to) || is_counted(p, to) || is_decimal(p, from) ||
            is_own(s, d))
                return false;
        /* 2020-13912345678: a dash makes it part of something else, except between telephones. */
        if (a > 0 && p->c[from - 1] == '-' && !p->taken[r->g[a - 1].from])
                return false;
        if (numbers_other(p, from))
                return false;
        masked = scan_masked(p->mem, p, from, to, 3 + (size_t)(d - all), 4);
        scan_note(s, p,
                  &(struct mark){.kind = SCAN_MOBILE,
                                 .severity = SCAN_WARNING,
                                 .from = from,
                                 .to = to,
                                 .masked = masked,
                                 .reason = "是手机号码，可能属于个人。",
                                 .suggestion = masked,
                                 .advice = "个人号码应当遮盖；对外办公号码可以保留，并写明理由。"});
        return true;
}

static bool
is_area(const char *d, size_t n)
{
        if (n == 3)
                return figures_start(d, "010") || (figures_start(d, "02") && d[2] != '6');
        return n == 4 && d[0] == '0' && d[1] >= '3';
}

/* How a landline is written: its first character, the groups it takes, figures of its area code. */
struct landline {
        size_t from, used, area;
};

static size_t
length(const struct run *r, size_t k)
{
        return k < r->n ? r->g[k].to - r->g[k].from : 0;
}

/* 053188880000 and 0531-88880000, 0531 8888 0000. */
static bool
with_area(const struct piece *p, const struct run *r, size_t a, struct landline *l)
{
        size_t len = length(r, a);
        char d[FIGURES + 1];

        (void)figures_join(p, r, a, a, d);
        if (len >= 10 && len <= 12) {
                l->area = is_area(d, 3) && len <= 11 ? 3 : 4;
                l->used = 1;
                return is_area(d, l->area) && len - l->area >= 7 && d[l->area] >= '2';
        }
        if ((len != 3 && len != 4) || !is_area(d, len) || length(r, a + 1) == 0 ||
            p->c[r->g[a + 1].from] < '2')
                return false;
        l->area = len;
        l->used = length(r, a + 1) <= 4 ? 3 : 2;
        len = length(r, a + 1);
        return l->used == 2 ? len == 7 || len == 8
                            : (len == 3 || len == 4) && length(r, a + 2) == 4;
}

/* （0531）88880000, and 88880000 behind 电话 or behind another telephone. */
static bool
without_area(const struct piece *p, const struct run *r, size_t a, bool listed, struct landline *l)
{
        size_t from = r->g[a].from, k = from, m = 0;
        char d[8] = "";

        if ((length(r, a) != 7 && length(r, a) != 8) || p->c[from] < '2')
                return false;
        l->used = 1;
        if (from > 4 && p->c[from - 1] == 0x3015) {
                for (k = from - 1; k > 0 && is_digit(p->c[k - 1]) && from - k < 6;)
                        k--;
                for (size_t i = k; i + 1 < from; i++)
                        d[m++] = (char)p->c[i];
                if (is_area(d, m) && k > 0 && p->c[k - 1] == 0x3014) {
                        l->from = k - 1;
                        l->area = m;
                        return true;
                }
        }
        if (from > 0 && p->c[from - 1] == '-')
                return false;
        return listed ||
               figures_labelled(p, from, "电话 座机 传真 热线 联系方式 tel fax 办公电 固话 宅电") ||
               scan_has_one(scan_seg(p, from)->head, "电话 联系方式 传真 座机");
}

static bool
is_own_landline(const struct scanner *s, const struct piece *p, const struct landline *l, size_t to)
{
        char d[FIGURES + 1];
        size_t n = 0;

        for (size_t i = l->from; i < to && n < FIGURES; i++)
                if (is_digit(p->c[i]))
                        d[n++] = (char)p->c[i];
        d[n] = '\0';
        return is_own(s, d) || is_own(s, d + l->area);
}

/* The groups that a landline takes, its extension too; 0 for none. */
size_t
figures_try_landline(struct scanner *s, struct piece *p, const struct run *r, size_t a, bool listed)
{
        struct landline l = {.from = r->g[a].from};
        const char *masked;
        size_t to;

        if (!with_area(p, r, a, &l)) {
                l = (struct landline){.from = r->g[a].from};
                if (!without_area(p, r, a, listed, &l))
                        return 0;
        }
        to = r->g[a + l.used - 1].to;
        if (p->url[l.from] || is_stuck(p, l.from, to) || is_counted(p, to) ||
            is_decimal(p, l.from) || numbers_other(p, l.from) ||
            (a > 0 && p->c[r->g[a].from - 1] == '-' && !p->taken[r->g[a - 1].from]))
                return 0;
        if (is_own_landline(s, p, &l, to))
                return l.used;
        if (a + l.used < r->n && p->c[to] == '-') { /* an extension; what is longer is a number */
                if (length(r, a + l.used) > 6)
                        return 0;
                to = r->g[a + l.used++].to;
        }
        masked = scan_masked(p->mem, p, l.from, to, l.area, 0);
        scan_note(s, p,
                  &(struct mark){.kind = SCAN_LANDLINE,
                                 .severity = SCAN_HINT,
                                 .from = l.from,
                                 .to = to,
                                 .masked = masked,
                                 .reason = "是固定电话，不在本单位公开的办公电话之内。",
                                 .suggestion = masked,
                                 .advice = "住宅电话应当遮盖；办公电话核对无误后可以保留。"});
        return l.used;
}
