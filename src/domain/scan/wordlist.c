#include "domain/scan/wordlist.h"

#include "base/buf.h"
#include "domain/scan/kit.h"

static bool
entry_of(TALLOC_CTX *mem, const char *line, size_t n, struct scan_entry *ret)
{
        const char *right = scan_word_field(mem, line, n, 1);
        size_t mark = strncmp(right, "：", 3) == 0 ? 3 : right[0] == ':' ? 1 : 0;

        ret->wrong = scan_word_field(mem, line, n, 0);
        ret->right = mark ? "" : right;
        ret->reason = mark ? text_trim(mem, right + mark) : "";
        ret->severity = (enum scan_severity)scan_severity_named(scan_word_field(mem, line, n, 2));
        ret->exceptions = scan_word_field(mem, line, n, 3);
        return ret->wrong[0] && ret->wrong[0] != '#';
}

struct scan_entry *
scan_entries_shipped(TALLOC_CTX *mem, size_t *ret_n)
{
        struct scan_entry *list = NULL, one;
        size_t n = 0;

        for (const char *s = scan_words_shipped(); *s;) {
                size_t len = strcspn(s, "\n");

                if (entry_of(mem, s, len, &one)) {
                        mem_grow(mem, list, n);
                        list[n++] = one;
                }
                s += len + (s[len] == '\n');
        }
        *ret_n = n;
        return list;
}

const char *
scan_entry_line(TALLOC_CTX *mem, const struct scan_entry *e)
{
        return mem_printf(mem, "%s | %s%s | %s | %s", e->wrong, e->reason[0] ? "：" : "",
                          e->reason[0] ? e->reason : e->right, scan_severity_label(e->severity),
                          e->exceptions);
}

/* The fields of a line by the names of a form. */
static const char *
form_name(const char *field)
{
        static const char *const names[][2] = {
            {"错词", "wrong"}, {"正词", "right"}, {"例外", "exceptions"}};

        for (size_t i = 0; i < N(names); i++)
                if (strcmp(field, names[i][0]) == 0)
                        return names[i][1];
        return "";
}

void
scan_entry_check(const struct scan_entry *e, struct problems *p)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *const texts[][2] = {{"wrong", e->wrong},
                                        {"right", e->right},
                                        {"reason", e->reason},
                                        {"exceptions", e->exceptions}};
        struct problems own = {.mem = tmp};
        const struct scan_words *words;
        size_t before = p->n;

        for (size_t i = 0; i < N(texts); i++)
                if (strpbrk(texts[i][1], "|\n\r"))
                        problems_add(p, 0, texts[i][0], "不能有竖线和换行");
        for (size_t i = 1; i < N(texts); i++)
                if (text_length(texts[i][1]) > SCAN_ENTRY_TEXT_MAX)
                        problems_add(p, 0, texts[i][0], "不超过 %d 个字", SCAN_ENTRY_TEXT_MAX);
        if (e->wrong[0] == '#')
                problems_add(p, 0, "wrong", "不能以 # 开头");
        if (e->right[0] && e->reason[0])
                problems_add(p, 0, "right", "正词和理由只填一项");
        if (p->n > before)
                return;
        if (!e->wrong[0])
                problems_add(p, 0, "wrong", "请填写错词");
        else if (!e->right[0] && !e->reason[0])
                problems_add(p, 0, "right", "请填写正词，没有正词的填写理由");
        else if (scan_words_read(tmp, scan_entry_line(tmp, e), &own, &words))
                for (size_t i = 0; i < own.n_list; i++)
                        problems_add(p, 0, form_name(own.list[i].field), "%s", own.list[i].message);
}

const char *
scan_entries_text(TALLOC_CTX *mem, const struct scan_entry *const *list, size_t n)
{
        struct buf b = buf_new(mem, MiB(16));

        for (size_t i = 0; i < n; i++) {
                buf_str(&b, scan_entry_line(mem, list[i]));
                buf_char(&b, '\n');
        }
        return buf_text(&b);
}
