#include "domain/item/indexno.h"

#include "base/text.h"

static const struct {
        enum indexno_flag flag;
        const char *code, *label;
} flags[] = {
    {INDEXNO_NO_CODE, "index_no_code", "索引号缺机构代码"},
    {INDEXNO_NO_SERIAL, "index_no_serial", "索引号缺流水号"},
    {INDEXNO_NO_YEAR, "index_no_year", "索引号缺年份"},
    {INDEXNO_SEPARATOR, "index_separator", "索引号的分隔符不合规则"},
    {INDEXNO_MONTH, "index_month", "索引号里年份后面有月份"},
    {INDEXNO_YEAR_ODD, "index_year_odd", "索引号的年份不合常理"},
    {INDEXNO_UNREAD, "index_unread", "索引号不合规则，照原样保留"},
};

const char *
indexno_flag_code(enum indexno_flag f)
{
        for (size_t i = 0; i < N(flags); i++)
                if (flags[i].flag == f)
                        return flags[i].code;
        return "";
}

const char *
indexno_flag_label(enum indexno_flag f)
{
        for (size_t i = 0; i < N(flags); i++)
                if (flags[i].flag == f)
                        return flags[i].label;
        return "";
}

/* c is not the end of a text. */
static bool
is_plain(char c)
{
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               strchr("/-_.", c);
}

/* One {word} of a rule: 'c', 'y' or the digit of the serial; 0 when it is none. */
static char
word(const char *s, size_t *ret_len)
{
        static const struct {
                const char *text;
                char mark;
        } words[] = {{"{code}", 'c'}, {"{year}", 'y'}};

        for (size_t i = 0; i < N(words); i++)
                if (strncmp(s, words[i].text, strlen(words[i].text)) == 0) {
                        *ret_len = strlen(words[i].text);
                        return words[i].mark;
                }
        if (strncmp(s, "{serial", 7) == 0 && s[7] >= '1' && s[7] <= '9' && s[8] == '}') {
                *ret_len = 9;
                return s[7];
        }
        return 0;
}

bool
indexno_rule_read(const char *text, struct indexno_rule *ret)
{
        int n_code = 0, n_year = 0, n_serial = 0;
        bool after_word = false;

        if (strlen(text) >= sizeof(ret->text))
                return false;
        for (const char *s = text; *s;) {
                size_t len = 0;
                char w = word(s, &len);

                if (!w && !is_plain(*s))
                        return false;
                /* Two parts that touch could give one number for two: 1|11 and 11|1. */
                if (w && after_word)
                        return false;
                n_code += w == 'c';
                n_year += w == 'y';
                n_serial += w >= '1' && w <= '9';
                after_word = w != 0;
                s += w ? len : 1;
        }
        if (n_code != 1 || n_year != 1 || n_serial != 1)
                return false;
        memcpy(ret->text, text, strlen(text) + 1);
        return true;
}

const char *
indexno_make(TALLOC_CTX *mem, const struct indexno_rule *rule, const char *code, int year,
             int64_t serial)
{
        struct buf b = buf_new(mem, KiB(1));

        for (const char *s = rule->text; *s;) {
                size_t len = 1;
                char w = word(s, &len);

                if (w == 'c')
                        buf_str(&b, code);
                else if (w == 'y')
                        buf_printf(&b, "%04d", year);
                else if (w)
                        buf_printf(&b, "%0*lld", w - '0', (long long)serial);
                else
                        buf_char(&b, *s);
                s += len;
        }
        return buf_text(&b);
}

static bool
is_dash(uint32_t c)
{
        return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xff0d || c == 0x2500;
}

/* Plain letters: full-width to half-width, any dash to '-'. Case is kept. */
static char *
plain(TALLOC_CTX *mem, const char *s, unsigned *odd)
{
        struct buf b = buf_new(mem, strlen(s) * 2 + 1);
        size_t len = strlen(s);

        for (size_t i = 0; i < len;) {
                uint32_t c = 0;
                char out[4];

                i += text_decode(s + i, len - i, &c);
                if (is_dash(c) || c == 0xff0f) {
                        *odd |= INDEXNO_SEPARATOR;
                        c = c == 0xff0f ? '/' : '-';
                } else if (c >= 0xff01 && c <= 0xff5e) {
                        c -= 0xfee0;
                }
                if (c > ' ')
                        buf_put(&b, out, text_encode(c, out));
        }
        return mem_strdup(mem, buf_text(&b));
}

static size_t
digits(const char *s)
{
        return strspn(s, "0123456789");
}

/* "2024-001005", "201901-00336", "2021-None": true when a year was there. */
static bool
read_back(const char *back, struct indexno *x)
{
        size_t n = digits(back);
        char *end;
        long v;

        if ((n != 4 && n != 6) || (back[n] != '-' && back[n] != '\0'))
                return false;
        v = strtol(back, &end, 10);
        x->year = (int)(n == 6 ? v / 100 : v);
        if (n == 6) {
                x->month = (int)(v % 100);
                x->flags |= INDEXNO_MONTH;
        }
        if (x->year < 1949 || x->year > 2100 || x->month > 12)
                x->flags |= INDEXNO_YEAR_ODD;
        if (*end == '-')
                end++;
        n = digits(end);
        if (n > 0 && n <= 15 && end[n] == '\0')
                x->serial = strtoll(end, NULL, 10);
        else
                x->flags |= INDEXNO_NO_SERIAL;
        return true;
}

struct indexno
indexno_read(TALLOC_CTX *mem, const char *text)
{
        struct indexno x = {.text = text_trim(mem, text), .code = ""};
        char *s, *slash, *back;

        if (!x.text[0])
                return x;
        if (!text_valid(x.text, strlen(x.text))) {
                x.flags = INDEXNO_UNREAD;
                return x;
        }
        s = plain(mem, x.text, &x.flags);
        slash = strrchr(s, '/');
        if (slash) {
                *slash = '\0';
                back = slash + 1;
        } else {
                /* code-year-serial: the year is the last part but one. */
                char *dash = strrchr(s, '-');

                x.flags |= INDEXNO_SEPARATOR;
                back = NULL;
                if (dash) {
                        for (back = dash; back > s && back[-1] != '-'; back--)
                                ;
                        if (back == s)
                                back = NULL;
                        else
                                back[-1] = '\0';
                }
                if (!back) {
                        x.flags |= INDEXNO_UNREAD;
                        return x;
                }
        }
        x.code = s;
        if (!s[0])
                x.flags |= INDEXNO_NO_CODE;
        if (!read_back(back, &x))
                x.flags |= INDEXNO_NO_YEAR;
        return x;
}
