/* Numerals of Chinese texts: text_number(). */
#include "base/text.h"

#define LARGEST INT64_C(1000000000000000)

enum kind { NOTHING, DIGIT, SMALL, LARGE };

struct token {
        enum kind kind;
        int64_t value;
        size_t len;
};

static const struct {
        uint32_t cp;
        enum kind kind;
        int64_t value;
} signs[] = {
    {0x3007, DIGIT, 0},         /* 〇 */
    {0x96f6, DIGIT, 0},         /* 零 */
    {0x25cb, DIGIT, 0},         /* ○, a circle typed for 〇 */
    {0x25ef, DIGIT, 0},         /* ◯ */
    {0x4e00, DIGIT, 1},         /* 一 */
    {0x58f9, DIGIT, 1},         /* 壹 */
    {0x5143, DIGIT, 1},         /* 元, first year or month: only where the caller means it */
    {0x4e8c, DIGIT, 2},         /* 二 */
    {0x8d30, DIGIT, 2},         /* 贰 */
    {0x8cb3, DIGIT, 2},         /* 貳 */
    {0x4e24, DIGIT, 2},         /* 两 */
    {0x5169, DIGIT, 2},         /* 兩 */
    {0x4e09, DIGIT, 3},         /* 三 */
    {0x53c1, DIGIT, 3},         /* 叁 */
    {0x53c3, DIGIT, 3},         /* 參 */
    {0x56db, DIGIT, 4},         /* 四 */
    {0x8086, DIGIT, 4},         /* 肆 */
    {0x4e94, DIGIT, 5},         /* 五 */
    {0x4f0d, DIGIT, 5},         /* 伍 */
    {0x516d, DIGIT, 6},         /* 六 */
    {0x9646, DIGIT, 6},         /* 陆 */
    {0x9678, DIGIT, 6},         /* 陸 */
    {0x4e03, DIGIT, 7},         /* 七 */
    {0x67d2, DIGIT, 7},         /* 柒 */
    {0x516b, DIGIT, 8},         /* 八 */
    {0x634c, DIGIT, 8},         /* 捌 */
    {0x4e5d, DIGIT, 9},         /* 九 */
    {0x7396, DIGIT, 9},         /* 玖 */
    {0x5341, SMALL, 10},        /* 十 */
    {0x62fe, SMALL, 10},        /* 拾 */
    {0x5eff, SMALL, 20},        /* 廿: a ten that already has its digit */
    {0x5345, SMALL, 30},        /* 卅 */
    {0x767e, SMALL, 100},       /* 百 */
    {0x4f70, SMALL, 100},       /* 佰 */
    {0x5343, SMALL, 1000},      /* 千 */
    {0x4edf, SMALL, 1000},      /* 仟 */
    {0x4e07, LARGE, 10000},     /* 万 */
    {0x842c, LARGE, 10000},     /* 萬 */
    {0x4ebf, LARGE, 100000000}, /* 亿 */
    {0x5104, LARGE, 100000000}, /* 億 */
};

/* Letters and figures that stand for 〇 inside a Chinese numeral, and only there. */
static bool
is_false_zero(uint32_t c)
{
        return c == '0' || c == 'O' || c == 'o' || c == 0x41e || c == 0x43e || /* Cyrillic О о */
               c == 0x39f || c == 0x3bf ||                                     /* Greek Ο ο */
               c == 0xff10 || c == 0xff2f || c == 0xff4f;
}

static struct token
token_at(const char *s, bool inside)
{
        struct token t = {NOTHING, 0, 0};
        uint32_t c;
        size_t n = strnlen(s, 4);

        if (n == 0)
                return t;
        t.len = text_decode(s, n, &c);
        if (t.len == 0)
                return t;
        if (inside && is_false_zero(c)) {
                t.kind = DIGIT;
                return t;
        }
        for (size_t i = 0; i < N(signs); i++)
                if (signs[i].cp == c) {
                        t.kind = signs[i].kind;
                        t.value = signs[i].value;
                }
        return t;
}

static int
arabic_digit(const char *s, size_t *ret_len)
{
        const uint8_t *p = (const uint8_t *)s;

        if (p[0] >= '0' && p[0] <= '9') {
                *ret_len = 1;
                return p[0] - '0';
        }
        if (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x90 && p[2] <= 0x99) { /* ０ to ９ */
                *ret_len = 3;
                return p[2] - 0x90;
        }
        return -1;
}

static size_t
arabic(const char *s, int64_t *ret)
{
        int64_t v = 0;
        size_t i = 0, len = 0;
        int d;

        while ((d = arabic_digit(s + i, &len)) >= 0) {
                v = v * 10 + d;
                if (v > LARGEST)
                        return 0;
                i += len;
        }
        *ret = v;
        return i;
}

/* 二〇一九: digits one after the other, as years are written. */
static size_t
positional(const char *s, int64_t *ret)
{
        int64_t v = 0;
        size_t i = 0;

        for (;;) {
                struct token t = token_at(s + i, i > 0);

                if (t.kind != DIGIT)
                        break;
                v = v * 10 + t.value;
                if (v > LARGEST)
                        return 0;
                i += t.len;
        }
        *ret = v;
        return i;
}

/* 一亿二千三百万零五十: each 亿 or 万 multiplies what was gathered since the last larger one. */
static size_t
with_units(const char *s, int64_t *ret)
{
        int64_t total = 0, section = 0, digit = 0;
        bool has_digit = false;
        size_t i = 0;

        for (;;) {
                struct token t = token_at(s + i, false);

                if (t.kind == NOTHING || (t.kind == DIGIT && has_digit && digit != 0))
                        break;
                if (t.kind == DIGIT) {
                        digit = t.value;
                        has_digit = true;
                } else if (t.kind == SMALL) {
                        if (t.value == 20 || t.value == 30)
                                section += t.value;
                        else
                                section += (has_digit && digit ? digit : 1) * t.value;
                        digit = 0;
                        has_digit = false;
                } else {
                        section += digit;
                        digit = 0;
                        has_digit = false;
                        if (total + section > LARGEST / t.value)
                                return 0;
                        if (t.value == 100000000) {
                                total = (total + section) * t.value;
                                section = 0;
                        } else {
                                total += section * t.value;
                                section = 0;
                        }
                }
                if (total > LARGEST || section > LARGEST)
                        return 0;
                i += t.len;
        }
        *ret = total + section + digit;
        return *ret > LARGEST ? 0 : i;
}

size_t
text_number(const char *s, int64_t *ret)
{
        struct token first = token_at(s, false), second;
        int64_t v = 0;
        size_t n, len;

        if (arabic_digit(s, &len) >= 0) {
                n = arabic(s, &v);
        } else if (first.kind == NOTHING || first.kind == LARGE || first.value == 0) {
                /* 万 alone is a word; 〇 may lead a row of digits */
                if (first.kind != DIGIT)
                        return 0;
                n = positional(s, &v);
        } else {
                second = token_at(s + first.len, true);
                if (first.kind == DIGIT && second.kind == DIGIT)
                        n = positional(s, &v);
                else
                        n = with_units(s, &v);
        }
        if (n)
                *ret = v;
        return n;
}
