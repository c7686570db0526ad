#include "base/csv.h"

struct csv {
        const char *p, *end;
        size_t line, row_line;
        char *text; /* the row's fields, one after the other, each with its NUL */
        size_t n_text;
        size_t *at; /* where each begins */
        const char **fields;
        bool over;
};

struct csv *
csv_open(TALLOC_CTX *mem, const char *bytes, size_t n)
{
        struct csv *c = mem_new(mem, struct csv);

        c->p = bytes;
        c->end = bytes + n;
        c->line = 1;
        if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
                c->p += 3;
        return c;
}

size_t
csv_line(const struct csv *c)
{
        return c->row_line;
}

static void
put(struct csv *c, const char *s, size_t n)
{
        size_t have = c->text ? talloc_get_size(c->text) : 0;

        if (n == 0)
                return;
        if (c->n_text + n > have) {
                while (have < c->n_text + n)
                        have = have ? have * 2 : 4096;
                c->text = mem_must(talloc_realloc_size(c, c->text, have));
        }
        memcpy(c->text + c->n_text, s, n);
        c->n_text += n;
}

static int
fault(struct csv *c, struct problems *p, size_t line, size_t field, const char *what)
{
        char name[32];

        (void)snprintf(name, sizeof(name), "第 %zu 列", field + 1);
        problems_add(p, line, name, "%s", what);
        c->over = true; /* what follows cannot be told apart any more */
        return CSV_FAULT;
}

/* The inside of a quoted field; p stands after the opening quote and ends after the closing one. */
static int
quoted(struct csv *c, struct problems *p, size_t field)
{
        size_t began = c->line;

        for (;;) {
                const char *from = c->p;

                while (c->p < c->end && *c->p != '"' && *c->p != '\0') {
                        c->line += *c->p == '\n';
                        c->p++;
                }
                put(c, from, (size_t)(c->p - from));
                if (c->p == c->end)
                        return fault(c, p, began, field, "引号没有结束");
                if (*c->p == '\0')
                        return fault(c, p, c->line, field, "含有空字符");
                c->p++;
                if (c->p == c->end || *c->p != '"')
                        return 0;
                put(c, "\"", 1);
                c->p++;
        }
}

static int
plain(struct csv *c, struct problems *p, size_t field)
{
        const char *from = c->p;

        while (c->p < c->end && *c->p != ',' && *c->p != '\n' && *c->p != '\r') {
                if (*c->p == '"')
                        return fault(c, p, c->line, field, "引号只能用在整个字段两端");
                if (*c->p == '\0')
                        return fault(c, p, c->line, field, "含有空字符");
                c->p++;
        }
        put(c, from, (size_t)(c->p - from));
        return 0;
}

int
csv_next(struct csv *c, struct problems *p, const char *const **ret_fields, size_t *ret_n)
{
        size_t n = 0;
        int r;

        /* Empty lines are not rows. */
        while (c->p < c->end && (*c->p == '\n' || *c->p == '\r')) {
                c->line += *c->p == '\n';
                c->p++;
        }
        if (c->over || c->p == c->end)
                return CSV_END;
        c->row_line = c->line;
        c->n_text = 0;
        for (;;) {
                mem_grow(c, c->at, n);
                c->at[n] = c->n_text;
                if (c->p < c->end && *c->p == '"') {
                        c->p++;
                        r = quoted(c, p, n);
                } else {
                        r = plain(c, p, n);
                }
                if (r)
                        return r;
                put(c, "", 1);
                n++;
                if (c->p == c->end)
                        break;
                if (*c->p == ',') {
                        c->p++;
                        continue;
                }
                if (*c->p != '\n' && *c->p != '\r')
                        return fault(c, p, c->line, n - 1, "引号之后还有文字");
                if (*c->p == '\r' && c->p + 1 < c->end && c->p[1] == '\n')
                        c->p++;
                c->p++;
                c->line++;
                break;
        }
        while (!c->fields || talloc_get_size(c->fields) / sizeof(*c->fields) < n)
                mem_grow(c, c->fields,
                         c->fields ? talloc_get_size(c->fields) / sizeof(*c->fields) : 0);
        for (size_t i = 0; i < n; i++)
                c->fields[i] = c->text + c->at[i];
        *ret_fields = c->fields;
        *ret_n = n;
        return 0;
}

void
csv_put(struct buf *b, const char *field, bool last)
{
        /* A spreadsheet would run what begins like a formula. */
        bool formula = field[0] && strchr("=+-@\t\r", field[0]) != NULL;
        bool quote = strpbrk(field, ",\"\r\n") != NULL || field[0] == ' ' || field[0] == '\t';

        if (quote)
                buf_char(b, '"');
        if (formula)
                buf_char(b, '\'');
        for (const char *s = field; *s; s++) {
                if (*s == '"')
                        buf_char(b, '"');
                buf_char(b, *s);
        }
        if (quote)
                buf_char(b, '"');
        buf_str(b, last ? "\r\n" : ",");
}
