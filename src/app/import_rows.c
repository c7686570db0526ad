#include "app/import_rows.h"

#include "app/import_kit.h"
#include "domain/item/date.h"
#include "store/sql.h"

const char *const *
import_cells(const struct import_rows *rows, size_t i)
{
        return rows->t.cells + i * rows->t.n_columns;
}

int64_t
import_cell_int(struct import_rows *rows, size_t i, size_t column, int64_t least, int64_t most,
                int64_t otherwise)
{
        const char *text = import_cells(rows, i)[column];
        int64_t n = *text ? strtoll(text, NULL, 10) : otherwise;

        if (strspn(text, "0123456789") != strlen(text) || strlen(text) > 9 || n < least || n > most)
                problems_add(rows->p, rows->lines[i], rows->t.columns[column].key,
                             "应为 %lld 至 %lld 的整数", (long long)least, (long long)most);
        return n;
}

struct day
import_cell_day(struct import_rows *rows, size_t i, size_t column)
{
        struct date d = date_read(import_cells(rows, i)[column]);

        if (d.flags & DATE_EMPTY)
                return DAY_NONE;
        if (day_is_none(d.day))
                problems_add(rows->p, rows->lines[i], rows->t.columns[column].key,
                             "日期不成立，请按 2024-3-4 的样式填写");
        return d.day;
}

int
import_find_agency(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, const char *word,
                   int64_t *ret)
{
        struct agency_by_slug_or_code_row *a;
        struct agency_of_scope_row *in;
        int r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = word}, &a);

        if (r == 0 && who)
                r = sql_agency_of_scope_one(
                    mem, tx, &(struct agency_of_scope_in){.scope = who->scope, .id = a->id}, &in);
        if (r == 0)
                *ret = a->id;
        return r;
}

int
import_cell_agency(TALLOC_CTX *mem, struct tx *tx, struct import_rows *rows, size_t i,
                   size_t column, int64_t *ret)
{
        const char *word = import_cells(rows, i)[column];
        int r = import_find_agency(mem, tx, rows->ask->who, word, ret);

        if (r == STORE_NONE) {
                problems_add(rows->p, rows->lines[i], rows->t.columns[column].key,
                             "没有这个机关，或不在您的管理范围内：“%s”", word);
                *ret = 0;
                return 0;
        }
        return err_fold(r);
}

void
import_tell(struct import_rows *rows, size_t i, const struct problems *own)
{
        for (size_t k = 0; k < own->n_list; k++)
                problems_add(rows->p, rows->lines[i], own->list[k].field, "%s",
                             own->list[k].message);
}

struct trying {
        struct import_rows rows;
        import_row *one;
};

static int
try_all(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct trying *t = arg;
        struct import_rows *rows = &t->rows;

        rows->p->n = rows->p->n_list = 0;
        for (size_t i = 0; i < rows->t.n_rows; i++) {
                int r = t->one(mem, tx, rows, i);

                if (r < 0)
                        return err_trace(r);
        }
        return rows->p->n || rows->ask->dry_run ? IMPORT_REFUSED : 0;
}

int
import_rows(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask, struct problems *p,
            const struct table_column *columns, size_t n_columns, import_row *one, void *arg,
            struct import_result *ret)
{
        struct trying t = {.rows = {.ask = ask, .p = p, .arg = arg}, .one = one};
        const char *text;
        bool converted;
        size_t n;
        int r = import_text(mem, ask, p, &text, &n, &converted);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (table_read(mem, text, n, columns, n_columns, p, &t.rows.t, &t.rows.lines))
                return IMPORT_REFUSED;
        r = app_run(mem, app, try_all, &t);
        if (r < 0)
                return err_trace(r);
        if (p->n)
                return IMPORT_REFUSED;
        *ret = (struct import_result){.n = t.rows.t.n_rows, .converted = converted};
        return 0;
}
