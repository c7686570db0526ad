#include "app/table.h"

#include "base/csv.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

struct table
table_new(TALLOC_CTX *mem, const char *name, const char *title, const struct table_column *columns,
          size_t n, size_t rows)
{
        struct table t = {.name = name,
                          .title = title,
                          .columns = columns,
                          .n_columns = n,
                          .n_rows = rows,
                          .cells = mem_array(mem, const char *, n *rows + 1)};

        for (size_t i = 0; i < n * rows; i++)
                t.cells[i] = "";
        return t;
}

const char *
table_day(TALLOC_CTX *mem, struct day d)
{
        char text[DAY_TEXT_SIZE];

        return mem_strdup(mem, day_text(d, text));
}

const char *
table_int(TALLOC_CTX *mem, int64_t n)
{
        return mem_printf(mem, "%lld", (long long)n);
}

void
table_csv(const struct table *t, struct buf *out)
{
        buf_str(out, "\xEF\xBB\xBF");
        for (size_t k = 0; k < t->n_columns; k++)
                csv_put(out, t->columns[k].key, k + 1 == t->n_columns);
        for (size_t i = 0; i < t->n_rows; i++)
                for (size_t k = 0; k < t->n_columns; k++)
                        csv_put(out, t->cells[i * t->n_columns + k], k + 1 == t->n_columns);
}

void
table_json(const struct table *t, struct buf *out)
{
        struct json_out o = {.buf = out};

        json_open(&o, '[');
        for (size_t i = 0; i < t->n_rows; i++) {
                json_open(&o, '{');
                for (size_t k = 0; k < t->n_columns; k++) {
                        const char *cell = t->cells[i * t->n_columns + k];

                        json_name(&o, t->columns[k].key);
                        if (!*cell)
                                json_put_null(&o);
                        else if (t->columns[k].type == TABLE_NUMBER)
                                json_put_int(&o, strtoll(cell, NULL, 10));
                        else
                                json_put(&o, cell);
                }
                json_close(&o, '}');
        }
        json_close(&o, ']');
}

/* ---- reading ---------------------------------------------------------------------------------- */

struct reading {
        TALLOC_CTX *mem;
        const struct table_column *columns;
        size_t n_columns;
        struct problems *p;
        int *at; /* of each column, in the file; -1: not there */
};

static bool
read_head(struct reading *t, const char *const *f, size_t n)
{
        size_t before = t->p->n;

        t->at = mem_array(t->mem, int, t->n_columns + 1);
        for (size_t k = 0; k < t->n_columns; k++)
                t->at[k] = -1;
        for (size_t i = 0; i < n; i++) {
                const char *word = text_trim(t->mem, f[i]);
                size_t k = 0;

                while (k < t->n_columns && strcmp(t->columns[k].key, word) != 0 &&
                       strcmp(t->columns[k].head, word) != 0)
                        k++;
                if (k == t->n_columns)
                        problems_add(t->p, 1, word, "没有这一列");
                else if (t->at[k] >= 0)
                        problems_add(t->p, 1, word, "这一列写了两次");
                else
                        t->at[k] = (int)i;
        }
        for (size_t k = 0; k < t->n_columns; k++)
                if (t->columns[k].required && t->at[k] < 0)
                        problems_add(t->p, 1, t->columns[k].key, "缺少“%s”这一列",
                                     t->columns[k].head);
        return t->p->n == before;
}

int
table_read(TALLOC_CTX *mem, const char *text, size_t n, const struct table_column *columns,
           size_t n_columns, struct problems *p, struct table *ret, size_t **ret_lines)
{
        struct reading t = {.mem = mem, .columns = columns, .n_columns = n_columns, .p = p};
        struct csv *csv = csv_open(mem, text, n);
        const char **cells = NULL;
        size_t *lines = NULL, n_cells = 0, n_lines = 0, wide, got;
        const char *const *f;
        int r = csv_next(csv, p, &f, &wide);

        if (r == CSV_END)
                problems_add(p, 0, "", "文件是空的");
        if (r || !read_head(&t, f, wide))
                return TABLE_BAD;
        while ((r = csv_next(csv, p, &f, &got)) == 0) {
                if (got != wide) {
                        problems_add(p, csv_line(csv), "", "应有 %zu 列，这一行有 %zu 列", wide,
                                     got);
                        continue;
                }
                if (n_lines == TABLE_ROWS_MAX) {
                        problems_add(p, csv_line(csv), "", "一次最多 %d 行，请分成几个文件",
                                     TABLE_ROWS_MAX);
                        return TABLE_BAD;
                }
                for (size_t k = 0; k < n_columns; k++) {
                        mem_grow(mem, cells, n_cells);
                        cells[n_cells++] =
                            t.at[k] < 0 ? "" : text_trim(mem, mem_strdup(mem, f[t.at[k]]));
                        if (columns[k].required && !*cells[n_cells - 1])
                                problems_add(p, csv_line(csv), columns[k].key, "“%s”不能为空",
                                             columns[k].head);
                }
                mem_grow(mem, lines, n_lines);
                lines[n_lines++] = csv_line(csv);
        }
        if (n_lines == 0 && p->n == 0)
                problems_add(p, 0, "", "除表头外没有一行内容");
        if (p->n)
                return TABLE_BAD;
        *ret = (struct table){
            .columns = columns, .n_columns = n_columns, .cells = cells, .n_rows = n_lines};
        *ret_lines = lines;
        return 0;
}
