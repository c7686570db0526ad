/* Secret and internal marks: 密级标志、内部标志, in the spellings in which they slip through.
 * The same words are all over ordinary texts (国家秘密, 商业秘密, 内部资料管理办法), so a word counts
 * only where it stands as a mark: with a star, alone on its line, in brackets of its own, behind
 * 密级, or with the words that forbid passing it on. */
#include "domain/scan/kit.h"

enum { WORD_GAP = 3 };

static bool
is_star(uint32_t c)
{
        return c == 0x2605 || c == 0x2606 || (c >= 0x2729 && c <= 0x2730) || c == 0x2b50 ||
               c == 0x1f31f || c == '*' || c == 0x203b || c == 0x2217 || c == 0x22c6 ||
               c == 0x2736 || c == 0x2739;
}

/* The word at i with blanks or points between its characters; its length, 0 for no. */
static size_t
spaced(const struct piece *p, size_t i, const char *word)
{
        size_t len = strlen(word), from = i;

        for (size_t b = 0; b < len;) {
                uint32_t c = 0;
                size_t gap = 0;

                b += text_decode(word + b, len - b, &c);
                while (i > from && gap < WORD_GAP &&
                       (char_at(p, i) == ' ' || char_at(p, i) == 0xb7 || char_at(p, i) == '-')) {
                        i++;
                        gap++;
                }
                if (char_at(p, i) != c)
                        return 0;
                i++;
        }
        return i - from;
}

static size_t
one_spaced(const struct piece *p, size_t i, const char *const *words, size_t n)
{
        for (size_t k = 0; k < n; k++) {
                size_t len = spaced(p, i, words[k]);

                if (len)
                        return len;
        }
        return 0;
}

static size_t
skip_blanks(const struct piece *p, size_t i)
{
        while (char_at(p, i) == ' ')
                i++;
        return i;
}

static bool
begins_line(const struct piece *p, size_t i)
{
        while (i > 0 && p->c[i - 1] == ' ')
                i--;
        return i == 0 || p->c[i - 1] == '\n' || p->c[i - 1] == '\t';
}

static bool
ends_line(const struct piece *p, size_t i)
{
        i = skip_blanks(p, i);
        return i >= p->n || p->c[i] == '\n' || p->c[i] == '\t';
}

/* 1年, 10 年, 6个月, 长期: for how long. Where it ends, 0 for none. */
static size_t
period(const struct piece *p, size_t i)
{
        size_t n;

        i = skip_blanks(p, i);
        if (char_at(p, i) == ':' || char_at(p, i) == 0xb7 || char_at(p, i) == '-')
                i = skip_blanks(p, i + 1);
        n = scan_begins_with(p, i, "长期 一年 三年 五年 十年 二十年 三十年 启用前 解密前");
        if (n)
                return i + n;
        if (!is_digit(char_at(p, i)))
                return 0;
        while (is_digit(char_at(p, i)))
                i++;
        i = skip_blanks(p, i);
        n = scan_begins_with(p, i, "年 个月 月");
        return n ? i + n : 0;
}

static void
note_secret(struct scanner *s, struct piece *p, size_t from, size_t to, bool is_state)
{
        scan_note(
            s, p,
            &(struct mark){
                .kind = SCAN_SECRET,
                .severity = SCAN_STOP,
                .from = from,
                .to = to,
                .reason = is_state ? "带有国家秘密的密级标志。" : "带有内部文件或者不公开的标志。",
                .advice = is_state ? "停止发布，交保密审查机构按保密法核对是否已经解密。"
                                   : "不要发布，先查明是否可以公开；可以公开的，删去标志。"});
}

/* A file called 机密-… or 内部资料.doc: the word [i, end) begins a name that goes on. */
static bool
is_before_dash(const struct scanner *s, const struct piece *p, size_t i, size_t end)
{
        return s->is_name && i == 0 && char_at(p, end) < 0x80 &&
               strchr("-_ .", (int)char_at(p, end));
}

/* 绝密, 机密, 秘密 at i: where the mark ends, 0 for an ordinary word. */
static size_t
state_mark(const struct scanner *s, const struct piece *p, size_t i)
{
        static const char *const words[] = {"绝密", "机密", "秘密"};
        size_t n = one_spaced(p, i, words, N(words)), end = i + n, grade, k;

        if (n == 0)
                return 0;
        grade = end + (char_at(p, end) == 0x7ea7); /* 绝密级 */
        k = skip_blanks(p, grade);
        if (char_at(p, k) == 0xb7 || char_at(p, k) == '-')
                k = skip_blanks(p, k + 1);
        if (is_star(char_at(p, k))) {
                while (is_star(char_at(p, k)))
                        k++;
                end = period(p, k);
                return end ? end : k;
        }
        if (begins_line(p, i) && period(p, end) && (ends_line(p, period(p, end)) || n > 2))
                return period(p, end);
        if (begins_line(p, i) && ends_line(p, grade))
                return grade;
        k = i;
        while (k > 0 && (p->c[k - 1] == ' ' || p->c[k - 1] == ':' || p->c[k - 1] == 0x4e3a))
                k--;
        if (scan_ends_with(p, k, "密级 密级程度 保密级别 涉密等级 秘密等级") &&
            !text_is_han(char_at(p, grade)))
                return period(p, grade) ? period(p, grade) : grade;
        /* In brackets of its own: at the beginning of a line, or anywhere in a name. */
        if (i > 0 && p->c[i - 1] == 0x3014 && (s->is_name || begins_line(p, i - 1))) {
                k = period(p, end) ? period(p, end) : skip_blanks(p, end);
                if (char_at(p, k) == 0x3015)
                        return k;
        }
        return is_before_dash(s, p, i, end) ? end : 0;
}

#define KEEP_WORDS                                                                                                              \
        "注意保存 妥善保管 妥善保存 不得外传 请勿外传 严禁外传 禁止外传 切勿外传 不得翻印 " \
        "严禁翻印 "                                                                                                         \
        "不得公开 严禁公开 请勿公开 不得复制 请勿扩散 不得扩散 严禁扩散 注意保密 不得转发 " \
        "不得传播 "                                                                                                         \
        "严禁传播 请勿传播 请勿转发 不得上网 严禁上网 不外传 严格保密 阅后收回 阅后即焚 勿外传"

/* ★内部 or 内部★ as a line of its own. */
static size_t
starred_inner(const struct piece *p, size_t i)
{
        static const char *const word[] = {"内部"};
        size_t n = one_spaced(p, i, word, N(word)), k = i, end = skip_blanks(p, i + n);

        if (n == 0)
                return 0;
        if (is_star(char_at(p, end)) && begins_line(p, i))
                return period(p, end + 1)      ? period(p, end + 1)
                       : ends_line(p, end + 1) ? end + 1
                                               : 0;
        while (k > 0 && p->c[k - 1] == ' ')
                k--;
        return k > 0 && is_star(p->c[k - 1]) && begins_line(p, k - 1) && ends_line(p, end) ? i + n
                                                                                           : 0;
}

/* 内部资料 and the like at i. */
static size_t
inner_mark(const struct scanner *s, const struct piece *p, size_t i)
{
        static const char *const words[] = {"内部资料", "内部文件", "内部材料", "内部刊物",
                                            "内部使用", "内部参考", "工作秘密", "内部情况"};
        static const char *const whole[] = {
            "仅供内部使用", "仅供内部参考", "仅供内部掌握", "仅供内部传阅",  "仅供内部参阅",
            "限内部使用",   "供内部使用",   "仅限内部使用", "仅限内部传阅",  "此件不公开",
            "此件不予公开", "本件不公开",   "此文不公开",   "此件不对外公开"};
        size_t n = one_spaced(p, i, whole, N(whole)), end, k;

        if (n) {
                n += scan_begins_with(p, i + n, "发布 发表");
                return i + n;
        }
        n = one_spaced(p, i, words, N(words));
        if (n == 0)
                return starred_inner(p, i);
        end = i + n;
        k = end;
        while (k < p->n && k - end < 3 &&
               (strchr(" ,.!*", (int)(p->c[k] < 0x80 ? p->c[k] : 'x')) || p->c[k] == 0x3001 ||
                is_star(p->c[k]) || p->c[k] == 0xb7 || p->c[k] == 0x3015))
                k++;
        if (scan_begins_with(p, k, KEEP_WORDS))
                return k + scan_begins_with(p, k, KEEP_WORDS);
        if (is_star(char_at(p, skip_blanks(p, end))))
                return skip_blanks(p, end) + 1;
        if (begins_line(p, i) && ends_line(p, end))
                return end;
        if (i > 0 && p->c[i - 1] == 0x3014 && char_at(p, end) == 0x3015 &&
            (s->is_name || begins_line(p, i - 1) || ends_line(p, end + 1)))
                return end;
        return is_before_dash(s, p, i, end) ? end : 0;
}

/* 此件依申请公开: the text's own word against publishing it unasked. */
static size_t
on_request_mark(const struct piece *p, size_t i)
{
        return scan_begins_with(p, i, "此件依申请公开 此件为依申请公开 本件依申请公开");
}

void
scan_secret(struct scanner *s, struct piece *p)
{
        for (size_t i = 0; i < p->n; i++) {
                size_t end;

                if (!text_is_han(p->c[i]))
                        continue;
                if ((end = state_mark(s, p, i))) {
                        note_secret(s, p, i, end, true);
                        i = end - 1;
                } else if ((end = inner_mark(s, p, i))) {
                        note_secret(s, p, i, end, false);
                        i = end - 1;
                } else if ((end = on_request_mark(p, i))) {
                        note_secret(s, p, i, i + end, false);
                        i += end - 1;
                }
        }
}
