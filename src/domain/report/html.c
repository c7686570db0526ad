#include "domain/report/html.h"

#include "base/text.h"

#include <strings.h>

enum { NAME_MAX = 12, ENTITY_MAX = 10 };

struct stripper {
        struct buf out;
        bool in_row, in_cell;
};

static bool
named(const char *name, const char *const *list, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (strcasecmp(name, list[i]) == 0)
                        return true;
        return false;
}

bool
html_is_page(const char *bytes, size_t n)
{
        static const char *const signs[] = {"<html", "<!doctype", "<body", "<table",
                                            "<div",  "<p>",       "<td"};
        size_t look = n < 4096 ? n : 4096;

        for (size_t i = 0; i < look; i++)
                for (size_t k = 0; bytes[i] == '<' && k < N(signs); k++)
                        if (n - i >= strlen(signs[k]) &&
                            strncasecmp(bytes + i, signs[k], strlen(signs[k])) == 0)
                                return true;
        return false;
}

/* The bytes of an entity at s ("&nbsp;"), what it stands for put out; 0 when it is none. */
static size_t
put_entity(struct buf *out, const char *s, size_t n)
{
        static const struct {
                const char *name;
                uint32_t cp;
        } names[] = {{"nbsp", ' '},     {"amp", '&'},       {"lt", '<'},       {"gt", '>'},
                     {"quot", '"'},     {"ldquo", 0x201c},  {"rdquo", 0x201d}, {"middot", 0xb7},
                     {"mdash", 0x2014}, {"hellip", 0x2026}, {"ensp", ' '},     {"emsp", ' '},
                     {"times", 0xd7},   {"minus", '-'},     {"lsquo", 0x2018}, {"rsquo", 0x2019}};
        size_t len = 1;
        uint32_t cp = 0;
        char bytes[4];

        while (len < n && len <= ENTITY_MAX && s[len] != ';')
                len++;
        if (len >= n || s[len] != ';')
                return 0;
        if (s[1] == '#') {
                bool hex = s[2] == 'x' || s[2] == 'X';
                char digits[ENTITY_MAX + 1] = "";

                memcpy(digits, s + (hex ? 3 : 2), len - (hex ? 3 : 2));
                cp = (uint32_t)strtoul(digits, NULL, hex ? 16 : 10);
        } else
                for (size_t i = 0; i < N(names); i++)
                        if (strlen(names[i].name) == len - 1 &&
                            memcmp(s + 1, names[i].name, len - 1) == 0)
                                cp = names[i].cp;
        if (cp == 0 || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
                return 0;
        buf_put(out, bytes, text_encode(cp, bytes));
        return len + 1;
}

static void
take_tag(struct stripper *st, const char *name, bool closes)
{
        static const char *const blocks[] = {"p",  "div", "br", "li", "h1",    "h2",      "h3",
                                             "h4", "h5",  "ul", "ol", "title", "section", "table"};
        static const char *const cells[] = {"td", "th"};

        if (strcasecmp(name, "tr") == 0) {
                buf_str(&st->out, "\n");
                st->in_row = !closes;
                st->in_cell = false;
        } else if (named(name, cells, N(cells))) {
                if (closes)
                        buf_str(&st->out, " | ");
                st->in_cell = !closes;
        } else if (named(name, blocks, N(blocks)) && !st->in_cell)
                buf_str(&st->out, "\n");
        else if (named(name, blocks, N(blocks)))
                buf_char(&st->out, ' '); /* a paragraph within a cell */
}

/* Past an element whose content is no text. */
static size_t
skip_element(const char *html, size_t n, size_t i, const char *name)
{
        size_t len = strlen(name);

        for (; i + len + 2 < n; i++)
                if (html[i] == '<' && html[i + 1] == '/' &&
                    strncasecmp(html + i + 2, name, len) == 0)
                        return i;
        return n;
}

const char *
html_text(TALLOC_CTX *mem, const char *html, size_t n)
{
        static const char *const silent[] = {"script", "style", "select", "noscript"};
        struct stripper st = {.out = buf_new(mem, n + KiB(4) + n / 2)};

        for (size_t i = 0; i < n;) {
                char name[NAME_MAX + 1] = "";
                size_t k = 0, used;
                bool closes;

                if (html[i] == '&' && (used = put_entity(&st.out, html + i, n - i)) > 0) {
                        i += used;
                        continue;
                }
                if (html[i] != '<') {
                        /* The source's own line breaks mean nothing. */
                        buf_char(&st.out, (uint8_t)html[i] < ' ' ? ' ' : html[i]);
                        i++;
                        continue;
                }
                if (n - i >= 4 && memcmp(html + i, "<!--", 4) == 0) {
                        const char *end = memmem(html + i, n - i, "-->", 3);

                        i = end ? (size_t)(end - html) + 3 : n;
                        continue;
                }
                i++;
                closes = i < n && html[i] == '/';
                i += closes;
                while (i < n && k < NAME_MAX &&
                       ((html[i] | 0x20) >= 'a' || (html[i] >= '0' && html[i] <= '9')) &&
                       html[i] != '>' && html[i] != '/')
                        name[k++] = html[i++];
                while (i < n && html[i] != '>')
                        i++;
                i += i < n;
                if (!closes && named(name, silent, N(silent)))
                        i = skip_element(html, n, i, name);
                else
                        take_tag(&st, name, closes);
        }
        return buf_text(&st.out);
}
