#include "domain/report/lines.h"

#include "base/text.h"

static char *
field(TALLOC_CTX *mem, const char *s, size_t n)
{
        while (n && *s == ' ') {
                s++;
                n--;
        }
        while (n && (s[n - 1] == ' ' || s[n - 1] == '\r'))
                n--;
        return mem_strndup(mem, s, n);
}

void
lines_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct problems *p,
           void (*fn)(void *arg, size_t line, const char *word, char **fields, size_t n), void *arg)
{
        size_t line = 0;

        if (!text_valid(bytes, n) || memchr(bytes, '\0', n)) {
                problems_add(p, 0, "", "不是 UTF-8 文字");
                return;
        }
        for (const char *s = bytes, *end = bytes + n; s < end;) {
                const char *stop = memchr(s, '\n', (size_t)(end - s));
                size_t len = stop ? (size_t)(stop - s) : (size_t)(end - s), k = 0, n_fields = 0;
                char *fields[LINES_FIELDS_MAX];
                const char *word;

                line++;
                while (k < len && s[k] != ' ')
                        k++;
                word = field(mem, s, k);
                while (*word && k < len && n_fields < LINES_FIELDS_MAX) {
                        const char *bar = memchr(s + k, '|', len - k);
                        size_t to = bar ? (size_t)(bar - s) : len;

                        fields[n_fields++] = field(mem, s + k, to - k);
                        k = to + 1;
                }
                if (k < len && *word)
                        problems_add(p, line, word, "这一行超过%d项", LINES_FIELDS_MAX);
                else if (*word && *word != '#')
                        fn(arg, line, word, fields, n_fields);
                s += len + 1;
        }
}
