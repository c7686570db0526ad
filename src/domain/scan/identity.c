/* Identity numbers and bank cards. */
#include "domain/scan/figures.h"

#include "base/day.h"

#define CARD_WORDS "银行卡 卡号 账号 帐号 账户 帐户 开户 储蓄 信用卡 借记卡 存折 一卡通 社保卡"
#define IDENTITY_WORDS                                                                             \
        "身份证 身份号 公民身份 身份证号 证件号 证件编号 身份信息 身份编号 居民证 户口"

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

static bool
is_person_nearby(const struct piece *p, size_t from, size_t to)
{
        size_t a = from > 40 ? from - 40 : 0, b = to + 20 < p->n ? to + 20 : p->n;

        return scan_last_of(p, a, from,
                            "身份证 证件 公民身份 姓名 户主 出生 籍贯 汉族 性别 住址 "
                            ",男, ,女, 、男、 、女、 〔男 〔女 \t男 \t女") > 0 ||
               scan_last_of(p, to, b, "出生 住址 ,男 ,女") > 0;
}

bool
figures_try_identity(struct scanner *s, struct piece *p, const struct run *r, size_t a, size_t b)
{
        char d[FIGURES + 1];
        size_t n = figures_join(p, r, a, b, d), from = r->g[a].from, to = r->g[b].to;

        if (n == 17) { /* X behind, perhaps after a gap */
                size_t x = is_gap(char_at(p, to)) ? to + 1 : to;

                if (char_at(p, x) != 'x' || is_alnum(char_at(p, x + 1)))
                        return false;
                d[17] = 'x';
                to = x + 1;
                n = 18;
        }
        if ((n != 18 && n != 15) || figures_in_long_word(p, from, to))
                return false;
        if (n == 15) {
                if (a != b || !is_region(d) || !is_birth(1900 + figure(d + 6, 2), d + 8))
                        return false;
                if (figures_word_before(p, from, 24, IDENTITY_WORDS) == 0 &&
                    !scan_has_one(scan_seg(p, from)->head, "身份证 身份号 证件号") &&
                    (!is_person_nearby(p, from, to) ||
                     figures_word_before(p, from, 12, OTHER_NUMBERS)))
                        return false;
                note_identity(s, p, from, to, "符合 15 位旧身份证号码的编码规则。");
                return true;
        }
        if (is_region(d) && is_birth(figure(d + 6, 4), d + 10) && identity_check(d) == d[17]) {
                note_identity(s, p, from, to, "符合公民身份号码的编码规则，校验码正确。");
                return true;
        }
        /* Written wrong, but said to be one: it may still tell who it is. */
        if (figures_labelled(p, from, IDENTITY_WORDS)) {
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

/* Issuers that are met in this country, with the lengths they use. */
static bool
is_issuer(const char *d, size_t n)
{
        if (figures_start(d, "62"))
                return n == 16 || n == 19;
        if (figures_start(d, "955"))
                return n == 19;
        return n == 16 && (d[0] == '4' || (d[0] == '5' && d[1] >= '1' && d[1] <= '5') ||
                           figures_start(d, "35") || figures_start(d, "60"));
}

bool
figures_try_card(struct scanner *s, struct piece *p, const struct run *r, size_t a, size_t b)
{
        char d[FIGURES + 1];
        size_t n = figures_join(p, r, a, b, d), from = r->g[a].from, to = r->g[b].to;
        const char *masked;
        bool labels;

        if (!luhn(d, n) || figures_in_long_word(p, from, to) || p->url[from] || strspn(d, "0") > 1)
                return false;
        for (size_t k = a; k <= b && a != b; k++) /* 4-4-4-4, 6-13, or figure by figure */
                if (k < b && r->g[k].to - r->g[k].from < 4 && r->g[k].to - r->g[k].from != 1)
                        return false;
        labels = figures_word_before(p, from, 20, CARD_WORDS) > 0 ||
                 scan_has_one(scan_seg(p, from)->head, CARD_WORDS);
        if (!labels && (!is_issuer(d, n) || figures_word_before(p, from, 14, OTHER_NUMBERS) ||
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
