/* Identity numbers, bank cards, telephones: figures that belong to a person.
 *
 * Figures stand in groups, parted by a blank or a dash. A run of groups is read from each of its
 * beginnings; what fits the rule of a kind is that kind, the strictest rule first. What figures
 * count, name or number otherwise (金额, 编号, 发票 …) shows by the words before and behind. */
#include "domain/scan/kit.h"

#include "base/day.h"

enum { GROUPS = 24, FIGURES = 24 };

struct group {
        size_t from, to;
};
struct run {
        struct group g[GROUPS];
        size_t n;
};

/* The words that stand before figures which are no number of a person. */
#define OTHER_NUMBERS                                                                                                             \
        "编号 编码 代码 发票 票号 票据 单号 流水 条码 文号 案号 经度 纬度 坐标 金额 证号 许可 " \
        "批准 注册号 备案 登记号 合同 序列 学号 工号 考号 准考 型号 批号 邮编 面积 学籍 卷号 "  \
        "档案 项目 标号 宗地 图号 单元号 税号 识别号 统一 qq"
#define PHONE_WORDS "电话 手机 联系 热线 传真 致电 拨打 座机 咨询 tel 微信 短信"
#define CARD_WORDS "银行卡 卡号 账号 帐号 账户 帐户 开户 储蓄 信用卡 借记卡 存折 一卡通 社保卡"
#define IDENTITY_WORDS                                                                             \
        "身份证 身份号 公民身份 身份证号 证件号 证件编号 身份信息 身份编号 居民证 户口"

static bool
is_gap(uint32_t c)
{
        return c == ' ' || c == '-' || c == '\n';
}

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
static size_t
join(const struct piece *p, const struct run *r, size_t a, size_t b, char out[FIGURES + 1])
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
static size_t
word_before(const struct piece *p, size_t i, size_t far, const char *words)
{
        size_t from = i;

        while (from > 0 && i - from < far && p->c[from - 1] != 0x3002 && p->c[from - 1] != ';' &&
               p->c[from - 1] != '\t' && p->c[from - 1] != '\n' && p->c[from - 1] != ',' &&
               p->c[from - 1] != 0x3001)
                from--;
        return scan_last_of(p, from, i, words);
}

/* The word right before i, but for a colon and the like. */
static bool
labelled(const struct piece *p, size_t i, const char *words)
{
        while (i > 0 && (p->c[i - 1] == ':' || p->c[i - 1] == ' ' || p->c[i - 1] == 0x4e3a ||
                         p->c[i - 1] == 0x662f || p->c[i - 1] == 0x53f7 || p->c[i - 1] == 0x7801 ||
                         p->c[i - 1] == 0x3014 || p->c[i - 1] == 0x3015 || p->c[i - 1] == '+'))
                i--;
        return scan_ends_with(p, i, words) > 0;
}

/* ---- 18 and 15 figures ---- */

static bool
is_region(const char *d)
{
        static const char known[] =
            "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
            "50 51 52 53 54 61 62 63 64 65 71 81 82 83";

        for (size_t i = 0; i + 1 < sizeof(known); i += 3)
                if (d[0] == known[i] && d[1] == known[i + 1])
                        return true;
        return false;
}

static int
figure(const char *d, size_t n)
{
        int v = 0;

        for (size_t i = 0; i < n; i++)
                v = v * 10 + (d[i] - '0');
        return v;
}

static bool
is_birth(int year, const char *monthday)
{
        struct day day;

        return year >= 1900 && year <= 2100 &&
               day_from_ymd(year, figure(monthday, 2), figure(monthday + 2, 2), &day);
}

/* GB 11643-1999: ISO 7064 MOD 11-2. */
static char
identity_check(const char *d)
{
        static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;

        for (size_t i = 0; i < N(weight); i++)
                sum += (d[i] - '0') * weight[i];
        return "10x98765432"[sum % 11];
}

static void
note_identity(struct scanner *s, struct piece *p, size_t from, size_t to, const char *reason)
{
        const char *masked = scan_masked(p->mem, p, from, to, 6, 4);

        scan_note(s, p,
                  &(struct mark){.kind = SCAN_IDENTITY,
                                 .severity = SCAN_STOP,
                                 .from = from,
                                 .to = to,
                                 .masked = masked,
                                 .reason = reason,
                                 .suggestion = masked,
                                 .advice = "属个人隐私，应当遮盖出生日期等中间部分，或者删去。"});
}

/* A number of persons is its own word, or stuck to a few letters (ID1101…); a long word of letters
 * and figures is a digest or a code. */
static bool
in_long_word(const struct piece *p, size_t from, size_t to)
{
        size_t a = from, b = to;

        while (a > 0 && is_alnum(p->c[a - 1]) && from - a < 8)
                a--;
        while (b < p->n && is_alnum(p->c[b]) && b - to < 8)
                b++;
        return b - to > 3 || from - a > 3;
}

static bool
is_person_nearby(const struct piece *p, size_t from, size_t to)
{
        size_t a = from > 40 ? from - 40 : 0, b = to + 20 < p->n ? to + 20 : p->n;

        return scan_last_of(p, a, from,
                            "身份证 证件 公民身份 姓名 户主 出生 籍贯 汉族 性别 住址 "
                            ",男, ,女, 、男、 、女、 〔男 〔女 \t男 \t女") > 0 ||
               scan_last_of(p, to, b, "出生 住址 ,男 ,女") > 0;
}

static bool
try_identity(struct scanner *s, struct piece *p, const struct run *r, size_t a, size_t b)
{
        char d[FIGURES + 1];
        size_t n = join(p, r, a, b, d), from = r->g[a].from, to = r->g[b].to;

        if (n == 17) { /* X behind, perhaps after a gap */
                size_t x = is_gap(char_at(p, to)) ? to + 1 : to;

                if (char_at(p, x) != 'x' || is_alnum(char_at(p, x + 1)))
                        return false;
                d[17] = 'x';
                to = x + 1;
                n = 18;
        }
        if ((n != 18 && n != 15) || in_long_word(p, from, to))
                return false;
        if (n == 15) {
                if (a != b || !is_region(d) || !is_birth(1900 + figure(d + 6, 2), d + 8))
                        return false;
                if (word_before(p, from, 24, IDENTITY_WORDS) == 0 &&
                    !scan_has_one(scan_seg(p, from)->head, "身份证 身份号 证件号") &&
                    (!is_person_nearby(p, from, to) || word_before(p, from, 12, OTHER_NUMBERS)))
                        return false;
                note_identity(s, p, from, to, "符合 15 位旧身份证号码的编码规则。");
                return true;
        }
        if (is_region(d) && is_birth(figure(d + 6, 4), d + 10) && identity_check(d) == d[17]) {
                note_identity(s, p, from, to, "符合公民身份号码的编码规则，校验码正确。");
                return true;
        }
        /* Written wrong, but said to be one: it may still tell who it is. */
        if (labelled(p, from, IDENTITY_WORDS)) {
                note_identity(s, p, from, to, "写明是身份证号码，但校验码不符，可能有错字。");
                return true;
        }
        return false;
}

/* ---- bank cards ---- */

static bool
luhn(const char *d, size_t n)
{
        int sum = 0;

        for (size_t i = 0; i < n; i++) {
                int v = d[n - 1 - i] - '0';

                if (i % 2)
                        v = v * 2 > 9 ? v * 2 - 9 : v * 2;
                sum += v;
        }
        return sum % 10 == 0;
}

static bool
starts(const char *d, const char *with)
{
        return strncmp(d, with, strlen(with)) == 0;
}

/* Issuers that are met in this country, with the lengths they use. */
static bool
is_issuer(const char *d, size_t n)
{
        if (starts(d, "62"))
                return n == 16 || n == 19;
        if (starts(d, "955"))
                return n == 19;
        return n == 16 && (d[0] == '4' || (d[0] == '5' && d[1] >= '1' && d[1] <= '5') ||
                           starts(d, "35") || starts(d, "60"));
}

static bool
try_card(struct scanner *s, struct piece *p, const struct run *r, size_t a, size_t b)
{
        char d[FIGURES + 1];
        size_t n = join(p, r, a, b, d), from = r->g[a].from, to = r->g[b].to;
        const char *masked;
        bool labels;

        if (n < 16 || n > 19 || !luhn(d, n) || in_long_word(p, from, to) || p->url[from] ||
            strspn(d, "0") > 1)
                return false;
        for (size_t k = a; k <= b && a != b; k++) /* 4-4-4-4, 6-13, or figure by figure */
                if (k < b && r->g[k].to - r->g[k].from < 4 && r->g[k].to - r->g[k].from != 1)
                        return false;
        labels = word_before(p, from, 20, CARD_WORDS) > 0 ||
                 scan_has_one(scan_seg(p, from)->head, CARD_WORDS);
        if (!labels && (!is_issuer(d, n) || word_before(p, from, 14, OTHER_NUMBERS) ||
                        scan_has_one(scan_seg(p, from)->head, OTHER_NUMBERS)))
                return false;
        masked = scan_masked(p->mem, p, from, to, 4, 4);
        scan_note(s, p,
                  &(struct mark){.kind = SCAN_BANK_CARD,
                                 .severity = SCAN_STOP,
                                 .from = from,
                                 .to = to,
                                 .masked = masked,
                                 .reason = "符合银行卡号的长度和校验规则。",
                                 .suggestion = masked,
                                 .advice = "个人账户不应公开；单位收款账户可以保留，并写明理由。"});
        return true;
}

/* ---- telephones ---- */

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

/* 1,234,567 */
static bool
is_thousands(const struct piece *p, size_t from, size_t to)
{
        if (from > 1 && p->c[from - 1] == ',' && is_digit(p->c[from - 2]) && to - from == 3)
                return true;
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
        size_t other = word_before(p, from, 14, OTHER_NUMBERS);
        const char *head = scan_seg(p, from)->head;

        if (other && word_before(p, from, 14, PHONE_WORDS) < other)
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

static bool
try_mobile(struct scanner *s, struct piece *p, const struct run *r, size_t a, size_t b)
{
        char all[FIGURES + 1];
        size_t n = join(p, r, a, b, all), from = r->g[a].from, to = r->g[b].to, ones = 0;
        const char *d = all, *masked;

        if (n == 13 && starts(all, "86"))
                d += 2;
        else if (n == 15 && starts(all, "0086"))
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
        if (p->url[from] || is_stuck(p, from, to) || is_counted(p, to) ||
            is_thousands(p, from, to) || is_own(s, d))
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
                return starts(d, "010") || (starts(d, "02") && d[2] != '6');
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

        (void)join(p, r, a, a, d);
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
               labelled(p, from, "电话 座机 传真 热线 联系方式 tel fax 办公电 固话 宅电") ||
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
static size_t
try_landline(struct scanner *s, struct piece *p, const struct run *r, size_t a, bool listed)
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
            is_thousands(p, l.from, to) || numbers_other(p, l.from) ||
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

/* ---- all runs ---- */

/* Only 、 and the like lie between the last telephone and this one. */
static bool
goes_on(const struct piece *p, size_t last, size_t from)
{
        size_t n = 0;

        if (last == 0 || from < last || from - last > 4)
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
                                     size_t) = {try_identity, try_card, try_mobile};
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
                        used = try_landline(s, p, r, a, goes_on(p, *last_phone, r->g[a].from));
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
