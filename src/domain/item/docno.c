#include "domain/item/docno.h"

#include "base/text.h"

enum { LEFT = 0x3014, RIGHT = 0x3015, HAO = 0x53f7, DI = 0x7b2c, NIAN = 0x5e74, MAX_CPS = 200 };

/* The text as code points without blanks, twice: folded for reading, and as it was for keeping. */
struct line {
        uint32_t fold[MAX_CPS], kept[MAX_CPS];
        size_t n;
        unsigned flags;
};

static const struct {
        enum docno_flag flag;
        const char *code, *label;
} flags[] = {
    {DOCNO_SAID_NONE, "docno_said_none", "写明无文号"},
    {DOCNO_BRACKETS, "docno_brackets", "文号的年份没有用六角括号"},
    {DOCNO_BRACKET_LOST, "docno_bracket_lost", "文号缺括号，按推断补上"},
    {DOCNO_SPACES, "docno_spaces", "文号里有空格"},
    {DOCNO_ORDINAL, "docno_ordinal", "文号的序号前有“第”"},
    {DOCNO_NO_HAO, "docno_no_hao", "文号缺“号”字"},
    {DOCNO_TRADITIONAL, "docno_traditional", "文号是繁体字"},
    {DOCNO_WIDE, "docno_wide", "文号里有全角字符"},
    {DOCNO_LEADING_ZERO, "docno_leading_zero", "文号的序号编了虚位"},
    {DOCNO_CHINESE_NUMERAL, "docno_chinese_numeral", "文号用了汉字数字"},
    {DOCNO_YEAR_ODD, "docno_year_odd", "文号的年份不合常理"},
    {DOCNO_SUFFIX, "docno_suffix", "文号后面还有文字"},
    {DOCNO_NO_MARK, "docno_no_mark", "文号缺机关代字"},
    {DOCNO_UNREAD, "docno_unread", "文号不合格式，照原样保留"},
};

const char *
docno_flag_code(enum docno_flag f)
{
        for (size_t i = 0; i < N(flags); i++)
                if (flags[i].flag == f)
                        return flags[i].code;
        return "";
}

const char *
docno_flag_label(enum docno_flag f)
{
        for (size_t i = 0; i < N(flags); i++)
                if (flags[i].flag == f)
                        return flags[i].label;
        return "";
}

static bool
is_space(uint32_t c)
{
        return c <= ' ' || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200b) || c == 0xfeff;
}

/* False when the text is too long to be a number. */
static bool
split(const char *s, struct line *l)
{
        size_t len = strlen(s);

        for (size_t i = 0; i < len;) {
                uint32_t c = 0;
                size_t k = text_decode(s + i, len - i, &c);

                if (k == 0)
                        return false;
                i += k;
                if (is_space(c)) {
                        if (l->n > 0 && i < len)
                                l->flags |= DOCNO_SPACES;
                        continue;
                }
                if (l->n == MAX_CPS)
                        return false;
                l->kept[l->n] = c;
                l->fold[l->n] = text_fold(c);
                l->n++;
        }
        return true;
}

static bool
begins(const struct line *l, size_t at, const char *word)
{
        size_t len = strlen(word);

        for (size_t i = 0; i < len; at++) {
                uint32_t c = 0;

                i += text_decode(word + i, len - i, &c);
                if (at >= l->n || l->fold[at] != text_fold(c))
                        return false;
        }
        return true;
}

/* "文号：" in front of the number itself. */
static size_t
skip_label(const struct line *l)
{
        static const char *const labels[] = {"发文字号", "发文文号", "文件编号", "文号", "字号"};

        for (size_t i = 0; i < N(labels); i++) {
                size_t n = text_length(labels[i]);

                if (begins(l, 0, labels[i]) && n < l->n && l->fold[n] == ':')
                        return n + 1;
        }
        return 0;
}

static bool
is_none(const struct line *l, size_t from)
{
        static const char *const words[] = {"无文号", "无", "暂无", "没有", "不详", "none", "null",
                                            "n/a",    "-",  "--",   "—",    "——",   "/",    "空"};

        for (size_t i = 0; i < N(words); i++)
                if (l->n - from == text_length(words[i]) && begins(l, from, words[i]))
                        return true;
        return l->n == from;
}

static bool
is_digit(uint32_t c)
{
        return c >= '0' && c <= '9';
}

/* The numeral at `at`: its value, its length in code points (0: none), and what was odd. */
static size_t
numeral(const struct line *l, size_t at, int64_t *ret, unsigned *odd)
{
        char s[MAX_CPS * 4 + 1];
        size_t len = 0, bytes, n = 0;

        for (size_t i = at; i < l->n && i < at + 20; i++)
                len += text_encode(l->fold[i], s + len);
        s[len] = '\0';
        bytes = text_number(s, ret);
        for (size_t i = 0; i < bytes; i++)
                n += ((uint8_t)s[i] & 0xc0) != 0x80;
        if (n && !is_digit(l->fold[at]))
                *odd |= DOCNO_CHINESE_NUMERAL;
        return n;
}

static bool
is_year(int64_t v)
{
        return v >= 1000 && v <= 9999;
}

/* Where the parts of a number stand. */
struct parts {
        enum docno_form form;
        size_t mark_end; /* [from, mark_end) is the mark */
        int64_t year;
        size_t number_at;
        int64_t number;
        size_t rest_at;
        unsigned flags;
};

/* After the year: 第, the number, and whether there is one at all. */
static bool
read_number(const struct line *l, size_t at, struct parts *p)
{
        size_t k;

        if (at < l->n && l->fold[at] == DI) {
                if (p->form == DOCNO_BRACKETED)
                        p->flags |= DOCNO_ORDINAL;
                at++;
        }
        p->number_at = at;
        k = numeral(l, at, &p->number, &p->flags);
        if (k == 0)
                return false;
        p->rest_at = at + k;
        if (p->rest_at < l->n && is_digit(l->fold[p->rest_at]))
                return false; /* 十二 2019: two numbers, or one that is too long */
        if (k > 1 && l->fold[at] == '0')
                p->flags |= DOCNO_LEADING_ZERO;
        return true;
}

/* 国办发〔2019〕12号, or with one of the brackets missing. */
static bool
read_bracketed(const struct line *l, size_t from, struct parts *p)
{
        for (size_t i = from; i < l->n; i++) {
                bool left = l->fold[i] == LEFT;
                size_t at = left ? i + 1 : i, k;

                if (!left && !(is_digit(l->fold[i]) && (i == from || !is_digit(l->fold[i - 1]))))
                        continue;
                *p = (struct parts){.form = DOCNO_BRACKETED, .mark_end = i};
                k = numeral(l, at, &p->year, &p->flags);
                if (k == 0)
                        continue;
                if (k == 4 && is_year(p->year)) {
                        at += 4;
                        if (at < l->n && l->fold[at] == NIAN)
                                at++;
                        if (at < l->n && l->fold[at] == RIGHT) {
                                if (!left)
                                        p->flags |= DOCNO_BRACKET_LOST;
                                if ((left && l->kept[i] != LEFT) || l->kept[at] != RIGHT)
                                        p->flags |= DOCNO_BRACKETS;
                                at++;
                        } else if (left) {
                                p->flags |= DOCNO_BRACKET_LOST;
                        } else {
                                continue; /* a bare year: read_yearly() knows more */
                        }
                        if (read_number(l, at, p))
                                return true;
                        continue;
                }
                /* 〔2014146号: the closing bracket fell out between year and number. */
                if (left && k > 4 && k <= 9 && is_digit(l->fold[at])) {
                        int64_t ten = 1;

                        for (size_t d = 4; d < k; d++)
                                ten *= 10;
                        if (p->year / ten < 1949 || p->year / ten > 2100)
                                continue;
                        p->number = p->year % ten;
                        p->year /= ten;
                        p->number_at = at + 4;
                        p->rest_at = at + k;
                        p->flags |= DOCNO_BRACKET_LOST;
                        if (l->fold[at + 4] == '0')
                                p->flags |= DOCNO_LEADING_ZERO;
                        return true;
                }
        }
        return false;
}

/* 公告2020年第5号; 国办发2019第12号 and 国办发201912号 have lost their brackets. */
static bool
read_yearly(const struct line *l, size_t from, struct parts *p)
{
        for (size_t i = from; i < l->n; i++) {
                size_t k, end;

                if (!is_digit(l->fold[i]))
                        continue;
                *p = (struct parts){.form = DOCNO_YEARLY, .mark_end = i};
                k = numeral(l, i, &p->year, &p->flags);
                end = i + k;
                if (k == 4 && is_year(p->year) && end + 1 < l->n && l->fold[end] == NIAN &&
                    l->fold[end + 1] == DI)
                        return read_number(l, end + 1, p);
                p->form = DOCNO_BRACKETED;
                p->flags |= DOCNO_BRACKET_LOST;
                if (k == 4 && p->year >= 1949 && p->year <= 2100 && end < l->n) {
                        if (l->fold[end] == NIAN || l->fold[end] == '-')
                                end++;
                        if (end < l->n && (l->fold[end] == DI || is_digit(l->fold[end])) &&
                            read_number(l, end, p) && p->rest_at < l->n &&
                            l->fold[p->rest_at] == HAO)
                                return true;
                }
                if (k > 4 && k <= 9 && end < l->n && l->fold[end] == HAO && i > from) {
                        int64_t ten = 1;

                        for (size_t d = 4; d < k; d++)
                                ten *= 10;
                        p->number = p->year % ten;
                        p->year /= ten;
                        p->number_at = i + 4;
                        p->rest_at = end;
                        if (l->fold[i + 4] == '0')
                                p->flags |= DOCNO_LEADING_ZERO;
                        if (p->year >= 1949 && p->year <= 2100)
                                return true;
                }
                return false;
        }
        return false;
}

/* 国务院令第711号. */
static bool
read_order(const struct line *l, size_t from, struct parts *p)
{
        for (size_t i = from; i < l->n; i++) {
                if (l->fold[i] != DI)
                        continue;
                *p = (struct parts){.form = DOCNO_ORDER, .mark_end = i};
                if (read_number(l, i, p) && p->rest_at < l->n && l->fold[p->rest_at] == HAO)
                        return true;
        }
        return false;
}

/* The mark keeps its letters' case; Han characters become simplified ones. */
static void
put_mark(struct buf *b, const struct line *l, size_t from, size_t to, unsigned *odd)
{
        char s[4];

        for (size_t i = from; i < to; i++) {
                uint32_t c = l->kept[i];

                if (text_is_han(c) && l->fold[i] != c) {
                        *odd |= DOCNO_TRADITIONAL;
                        c = l->fold[i];
                } else if (c >= 0xff01 && c <= 0xff5e && c != 0xff08 && c != 0xff09) {
                        *odd |= DOCNO_WIDE;
                        c -= 0xfee0;
                }
                buf_put(b, s, text_encode(c, s));
        }
}

static void
put_rest(struct buf *b, const struct line *l, size_t from, bool folded)
{
        char s[4];

        for (size_t i = from; i < l->n; i++)
                buf_put(b, s, text_encode(folded ? l->fold[i] : l->kept[i], s));
}

/* Full-width figures and traditional 號 in what was read. */
static unsigned
oddities(const struct line *l, size_t from, size_t to)
{
        unsigned odd = 0;

        for (size_t i = from; i < to && i < l->n; i++) {
                if (l->kept[i] >= 0xff10 && l->kept[i] <= 0xff19)
                        odd |= DOCNO_WIDE;
                if (l->fold[i] == HAO && l->kept[i] != HAO)
                        odd |= DOCNO_TRADITIONAL;
        }
        return odd;
}

static struct docno
build(TALLOC_CTX *mem, const struct line *l, size_t from, struct parts *p)
{
        struct docno d = {.form = p->form, .year = (int)p->year, .number = p->number};
        struct buf mark = buf_new(mem, KiB(1)), text = buf_new(mem, KiB(2)), key;
        size_t rest = p->rest_at;
        bool hao_in_rest = false;

        put_mark(&mark, l, from, p->mark_end, &p->flags);
        d.mark = buf_text(&mark);
        buf_str(&text, d.mark);
        if (p->form == DOCNO_BRACKETED)
                buf_printf(&text, "〔%d〕", d.year);
        else if (p->form == DOCNO_YEARLY)
                buf_printf(&text, "%d年第", d.year);
        else
                buf_str(&text, "第");
        buf_int(&text, d.number);
        key = buf_new(mem, KiB(2));
        buf_str(&key, text_folded(mem, buf_text(&text)));
        p->flags |= oddities(l, p->mark_end, rest + 1);
        if (rest == l->n) {
                p->flags |= DOCNO_NO_HAO;
                buf_str(&text, "号");
        } else if (l->fold[rest] == HAO) {
                buf_str(&text, "号");
                rest++;
        } else {
                hao_in_rest = true; /* 12-1号 */
        }
        if (rest < l->n) {
                p->flags |= DOCNO_SUFFIX;
                put_rest(&text, l, rest, false);
                buf_char(&key, hao_in_rest ? '~' : '^');
                put_rest(&key, l, rest, true);
        }
        if (p->mark_end == from)
                p->flags |= DOCNO_NO_MARK;
        if (p->form != DOCNO_ORDER && (p->year < 1949 || p->year > 2100))
                p->flags |= DOCNO_YEAR_ODD;
        d.text = buf_text(&text);
        d.key = buf_text(&key);
        d.flags = p->flags | l->flags;
        return d;
}

struct docno
docno_read(TALLOC_CTX *mem, const char *text)
{
        struct docno none = {.form = DOCNO_NONE, .text = "", .key = "", .mark = ""}, other = none;
        struct line *l = mem_new(mem, struct line);
        struct parts p;
        size_t from;

        other.form = DOCNO_OTHER;
        other.flags = DOCNO_UNREAD;
        other.text = text_trim(mem, text);
        other.key = text_folded(mem, other.text);
        if (!split(text, l))
                return other;
        if (l->n == 0)
                return none;
        from = skip_label(l);
        if (is_none(l, from)) {
                none.flags = DOCNO_SAID_NONE;
                return none;
        }
        if (!read_bracketed(l, from, &p) && !read_yearly(l, from, &p) && !read_order(l, from, &p))
                return other;
        if (l->n - p.rest_at > 20) /* a sentence that begins with a number */
                return other;
        return build(mem, l, from, &p);
}
