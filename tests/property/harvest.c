#include "harvest.h"

#include "base/file.h"
#include "base/text.h"

#include <dirent.h>

static void
keep(TALLOC_CTX *mem, struct harvest *h, const char *word)
{
        if (!*word || strchr(word, '%') || !text_valid(word, strlen(word)))
                return;
        mem_grow(mem, h->list, h->n);
        h->list[h->n++] = word;
}

/* The literal behind the quote at s; returns what follows its end. */
static const char *
literal(TALLOC_CTX *mem, struct harvest *h, const char *s)
{
        struct buf b = buf_new(mem, KiB(64));
        const char *whole;
        char *word, *rest;

        for (s++; *s && *s != '"'; s++) {
                if (*s != '\\') {
                        buf_char(&b, *s);
                } else if (*++s == 'x') {
                        buf_char(&b, (char)strtol((const char[]){s[1], s[2], 0}, NULL, 16));
                        s += 2;
                } else {
                        buf_char(&b, *s == 'n' ? '\n' : *s == 't' ? '\t' : *s);
                }
        }
        whole = buf_text(&b);
        keep(mem, h, whole);
        word = strchr(whole, ' ') ? mem_strdup(mem, whole) : NULL;
        for (word = word ? strtok_r(word, " ", &rest) : NULL; word;
             word = strtok_r(NULL, " ", &rest))
                keep(mem, h, word);
        return *s ? s + 1 : s;
}

static void
one_file(TALLOC_CTX *mem, struct harvest *h, const char *path)
{
        size_t n;
        char *bytes, utf8[5];

        if (file_read(mem, path, MiB(1), &bytes, &n) != 0)
                return;
        for (const char *s = bytes; *s;) {
                if (strncmp(s, "#include", 8) == 0 || strncmp(s, "/*", 2) == 0) {
                        const char *end = strstr(s, *s == '#' ? "\n" : "*/");

                        s = end ? end + 1 : s + strlen(s);
                } else if (*s == '\'' && s[1] == '"') {
                        s += 3;
                } else if (*s == '"') {
                        s = literal(mem, h, s);
                } else if (strncmp(s, "0x", 2) == 0) {
                        char *end;
                        unsigned long cp = strtoul(s, &end, 16);

                        if (cp >= 0x80 && cp < 0x30000 && (cp < 0xd800 || cp > 0xdfff)) {
                                utf8[text_encode((uint32_t)cp, utf8)] = '\0';
                                keep(mem, h, mem_strdup(mem, utf8));
                        }
                        s = end;
                } else {
                        s++;
                }
        }
}

struct harvest
harvest(TALLOC_CTX *mem, const char *folder)
{
        struct harvest h = {0};
        struct dirent **names;
        int n = scandir(folder, &names, NULL, alphasort);

        for (int i = 0; i < n; i++) {
                size_t len = strlen(names[i]->d_name);

                if (len > 2 && strcmp(names[i]->d_name + len - 2, ".c") == 0)
                        one_file(mem, &h, mem_printf(mem, "%s/%s", folder, names[i]->d_name));
                free(names[i]);
        }
        if (n >= 0)
                free(names);
        return h;
}

const char *
harvest_pick(const struct harvest *h, struct gen *g)
{
        return h->list[gen_int(g, 0, (int64_t)h->n - 1)];
}
