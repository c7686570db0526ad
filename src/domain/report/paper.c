#include "domain/report/paper.h"

#include "base/text.h"

enum { WRAPPED_LEAST = 13 };

uint32_t
paper_fold(uint32_t cp)
{
        switch (cp) {
        case '[':
        case '(':
        case 0xff08: /* （ */
        case 0x3014: /* 〔 */
        case 0x3010: /* 【 */
                return '(';
        case ']':
        case ')':
        case 0xff09: /* ） */
        case 0x3015: /* 〕 */
        case 0x3011: /* 】 */
                return ')';
        case 0x201c: /* “ */
        case 0x201d: /* ” */
        case 0x2018:
        case 0x2019:
        case 0x300c: /* 「 */
        case 0x300d: /* 」 */
                return '"';
        case 0xff0c: /* ， */
                return ',';
        case 0xff1b: /* ； */
                return ';';
        case 0xff1a: /* ： */
                return ':';
        case 0xff0d: /* － */
        case 0x2212: /* − */
        case 0x2010:
        case 0x2011:
                return '-';
        case 0xff0e: /* ． */
                return '.';
        default:
                break;
        }
        cp = text_fold(cp);
        if (cp == 0x3014)
                return '(';
        return cp == 0x3015 ? ')' : cp;
}

bool
paper_is_blank(uint32_t cp)
{
        return cp <= ' ' || cp == 0xa0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200f) ||
               cp == 0xfeff || cp == 0x7f || cp == 0x2028 || cp == 0x2029;
}

bool
paper_is_word(uint32_t cp)
{
        return text_is_han(cp) || (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z');
}

const char *
paper_folded(TALLOC_CTX *mem, const char *s, size_t n)
{
        char *out = mem_array(mem, char, n * 4 / 2 + 8);
        size_t len = 0;

        for (size_t i = 0; i < n;) {
                uint32_t cp;
                size_t k = text_decode(s + i, n - i, &cp);

                if (k == 0)
                        break;
                i += k;
                if (!paper_is_blank(cp))
                        len += text_encode(paper_fold(cp), out + len);
        }
        out[len] = '\0';
        return out;
}

/* "-3-" or "3" alone on its line. */
static bool
is_page_number(const char *s, size_t n)
{
        size_t digits = 0, other = 0;

        for (size_t i = 0; i < n; i++) {
                if (s[i] >= '0' && s[i] <= '9')
                        digits++;
                else if (s[i] != '-' && s[i] != ' ' && s[i] != '\r' && s[i] != '\f' && s[i] != '\t')
                        other++;
        }
        return other == 0 && digits > 0 && digits <= 3;
}

/* A line that begins a paragraph: 一、 (一) 1. 第一条 # | */
static bool
begins_part(const char *s, size_t n)
{
        static const char *const signs[] = {"一", "二", "三", "四", "五",
                                            "六", "七", "八", "九", "十"};
        const char *folded;
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        folded = paper_folded(mem, s, n < 48 ? n : 48);
        if (*folded == '#' || *folded == '|' || *folded == '-')
                return true;
        if (*folded == '(')
                folded++;
        if (*folded >= '1' && *folded <= '9' &&
            (strncmp(folded + 1, "、", 3) == 0 || folded[1] == '.'))
                return !(folded[2] >= '0' && folded[2] <= '9');
        for (size_t i = 0; i < N(signs); i++)
                if (strncmp(folded, signs[i], 3) == 0)
                        return strncmp(folded + 3, "、", 3) == 0 || folded[3] == ')' ||
                               strncmp(folded + 3, "是", 3) == 0;
        return false;
}

static bool
ends_sentence(uint32_t cp)
{
        return cp == 0x3002 || cp == ';' || cp == '!' || cp == '?' || cp == ':' || cp == '|' ||
               cp == '.';
}

/* A numbered line without any mark in it: a heading, which the next line does not continue. */
static bool
is_heading(const char *s, size_t n)
{
        enum { HEADING_MAX = 120 };
        static const char *const marks[] = {"，", "。", "；", "：", ",", ";", ":", "|"};

        if (n > HEADING_MAX || !begins_part(s, n))
                return false;
        for (size_t i = 0; i < N(marks); i++)
                if (memmem(s, n, marks[i], strlen(marks[i])))
                        return false;
        return true;
}

/* "其中:" at the end of a line, which is not short: what follows belongs to it. */
static bool
opens_list(const struct paper *p)
{
        static const char words[] = "其中:";

        return memcmp(p->text + p->n - strlen(words), words, strlen(words)) == 0;
}

struct paper *
paper_new(TALLOC_CTX *mem, const char *raw, size_t n, const struct span *without, size_t n_without)
{
        struct paper *p = mem_new(mem, struct paper);
        size_t skip = 0, last_len = 0;
        uint32_t last = '\n';
        bool headed = false;

        p->raw = raw;
        p->n_raw = n;
        p->text = mem_array(p, char, n * 2 + 8);
        p->at = mem_array(p, uint32_t, n * 2 + 8);
        for (size_t i = 0; i < n;) {
                const char *stop = memchr(raw + i, '\n', n - i);
                size_t end = stop ? (size_t)(stop - raw) : n, len = 0;
                bool broke =
                    headed || last_len < WRAPPED_LEAST || (ends_sentence(last) && !opens_list(p));

                if (is_page_number(raw + i, end - i)) {
                        i = end + 1;
                        continue;
                }
                for (size_t k = i; k < end;) {
                        uint32_t cp;
                        size_t w = text_decode(raw + k, end - k, &cp);
                        char bytes[4];
                        size_t m;

                        if (w == 0)
                                break;
                        while (skip < n_without && without[skip].to <= k)
                                skip++;
                        if (skip < n_without && k >= without[skip].from) {
                                broke = true;
                                last_len = 0;
                                k += w;
                                continue;
                        }
                        if (paper_is_blank(cp)) {
                                k += w;
                                continue;
                        }
                        if (len == 0 && p->n && (broke || begins_part(raw + k, end - k))) {
                                p->at[p->n] = (uint32_t)k;
                                p->text[p->n++] = '\n';
                        }
                        cp = paper_fold(cp);
                        m = text_encode(cp, bytes);
                        for (size_t b = 0; b < m; b++) {
                                p->at[p->n] = (uint32_t)k;
                                p->text[p->n++] = bytes[b];
                        }
                        last = cp;
                        len++;
                        k += w;
                }
                if (len) {
                        last_len = len;
                        headed = is_heading(raw + i, end - i);
                }
                i = end + 1;
        }
        p->text[p->n] = '\0';
        p->at[p->n] = (uint32_t)n;
        return p;
}

struct paper *
paper_words(TALLOC_CTX *mem, const char *raw, size_t n)
{
        struct paper *p = mem_new(mem, struct paper);

        p->raw = raw;
        p->n_raw = n;
        p->text = mem_array(p, char, n * 2 + 8);
        p->at = mem_array(p, uint32_t, n * 2 + 8);
        for (size_t i = 0; i < n;) {
                uint32_t cp;
                size_t w = text_decode(raw + i, n - i, &cp), m;

                if (w == 0)
                        break;
                cp = paper_fold(cp);
                if (paper_is_word(cp)) {
                        m = text_encode(cp, p->text + p->n);
                        for (size_t b = 0; b < m; b++)
                                p->at[p->n++] = (uint32_t)i;
                }
                i += w;
        }
        p->text[p->n] = '\0';
        p->at[p->n] = (uint32_t)n;
        return p;
}

const char *
paper_quote(TALLOC_CTX *mem, const struct paper *p, size_t from, size_t to)
{
        struct buf b = buf_new(mem, KiB(4));
        size_t end = to < p->n ? to : p->n;

        if (from >= end)
                return "";
        for (size_t i = p->at[from]; i < p->n_raw && i <= p->at[end - 1];) {
                uint32_t cp;
                size_t w = text_decode(p->raw + i, p->n_raw - i, &cp);

                if (w == 0)
                        break;
                if (!paper_is_blank(cp) && cp != '|')
                        buf_put(&b, p->raw + i, w);
                i += w;
        }
        return mem_strdup(mem, buf_text(&b));
}
