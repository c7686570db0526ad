#include "domain/item/report_head.h"

#include "base/buf.h"
#include "base/text.h"
#include "domain/item/date.h"

enum { LINES_MAX = 60, TITLE_MAX = 60, WINDOW = 6000 };

static bool
is_title(const char *s)
{
        return (strstr(s, "年度报告") || strstr(s, "工作报告") || strstr(s, "年报")) &&
               (strstr(s, "公开") || strstr(s, "公開")) && text_length(s) <= TITLE_MAX &&
               !strstr(s, "》") && !strstr(s, "。");
}

/* The year within a title: the first four-digit number before 年. */
static int
find_year(const char *s, size_t *ret_at)
{
        for (size_t i = 0; s[i]; i++) {
                int64_t v = 0;
                size_t n = ((uint8_t)s[i] & 0xc0) == 0x80 ? 0 : text_number(s + i, &v);
                const char *after = s + i + n;

                if (n == 0)
                        continue;
                while (*after == ' ')
                        after++;
                if (v >= 2000 && v <= 2100 && strncmp(after, "年", strlen("年")) == 0) {
                        *ret_at = i;
                        return (int)v;
                }
                i += n - 1;
        }
        return 0;
}

/* Without blanks: titles are spaced out for the eye. */
static const char *
tight(TALLOC_CTX *mem, const char *s)
{
        struct buf b = buf_new(mem, strlen(s) + 1);

        for (; *s; s++)
                if ((uint8_t)*s > ' ')
                        buf_char(&b, *s);
        return mem_strdup(mem, buf_text(&b));
}

/* "标题: X" and "标 题: | X": only X. */
static const char *
without_label(const char *s)
{
        static const char *const labels[] = {"标题", "名称"};

        for (size_t i = 0; i < N(labels); i++)
                if (strncmp(s, labels[i], strlen(labels[i])) == 0) {
                        const char *rest = s + strlen(labels[i]);

                        if (*rest == ':' || strncmp(rest, "：", 3) == 0)
                                return rest + strspn(rest, ":|\xef\xbc\x9a"); /* ： byte by byte */
                }
        return s;
}

/* What follows a label up to the next blank or bar. */
static const char *
after_label(TALLOC_CTX *mem, const char *text, const char *const *labels, size_t n_labels)
{
        for (size_t i = 0; i < n_labels; i++) {
                const char *s = strstr(text, labels[i]);
                size_t n;

                if (!s)
                        continue;
                s += strlen(labels[i]);
                while (*s == ':' || *s == '|' || *s == ' ' || strncmp(s, "：", 3) == 0)
                        s += *s == ':' || *s == '|' || *s == ' ' ? 1 : 3;
                n = strcspn(s, "|\r\n\t");
                return text_trim(mem, mem_strndup(mem, s, n));
        }
        return "";
}

/* The beginning of the text, cut between two characters. */
static const char *
beginning(TALLOC_CTX *mem, const char *text)
{
        size_t n = strnlen(text, WINDOW);

        return mem_strndup(mem, text, text_first_bad(text, n));
}

struct report_head
report_head_read(TALLOC_CTX *mem, const char *text)
{
        static const char *const dates[] = {"发布日期", "发布时间", "发文日期", "成文日期",
                                            "时间:"};
        static const char *const indexes[] = {"索引号", "索 引 号"};
        struct report_head h = {.title = "", .agency = "", .published = "", .index_no = ""};
        const char *top = beginning(mem, text), *last = "";
        size_t at = 0;

        for (int line = 0; line < LINES_MAX && *top; line++) {
                size_t n = strcspn(top, "\r\n");
                const char *s = tight(mem, text_trim(mem, mem_strndup(mem, top, n)));

                s = without_label(s);
                if (s[strlen(s) ? strlen(s) - 1 : 0] == '|')
                        s = mem_strndup(mem, s, strcspn(s, "|"));
                if (!h.title[0] && s[0]) {
                        const char *both = mem_printf(mem, "%s%s", last, s);

                        /* A title may be cut by a line break: its year stands in one, 报告 in the next. */
                        if (is_title(s) && find_year(s, &at) && at > 0)
                                h.title = s;
                        else if (is_title(both) && find_year(both, &at))
                                h.title =
                                    last[0] && !strchr(last, '>') && !strchr(last, ':') ? both : s;
                        else if (is_title(s) && find_year(s, &at))
                                h.title = s;
                }
                if (s[0])
                        last = s;
                top += n;
                top += strspn(top, "\r\n");
        }
        h.year = find_year(h.title, &at);
        if (h.year)
                h.agency = mem_strndup(mem, h.title, at);
        top = beginning(mem, text);
        h.published = after_label(mem, top, dates, N(dates));
        h.index_no = after_label(mem, top, indexes, N(indexes));
        if (!h.year)
                h.year = find_year(top, &at);
        return h;
}
