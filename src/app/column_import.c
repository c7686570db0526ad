/* Columns and duties from a file. */
#include "app/catalogue.h"
#include "app/column_kit.h"
#include "app/import_rows.h"
#include "store/sql.h"

static int
find_column(TALLOC_CTX *mem, struct tx *tx, const struct import_rows *b, const char *code,
            struct office_column *ret)
{
        const struct actor *who = b->ask->who;
        struct import_columns_row *rows;
        size_t n;
        int r;

        if (who)
                return app_office_column(mem, tx, who->scope, code, ret);
        r = sql_import_columns(mem, tx, &(struct import_columns_in){0}, &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                if (strcmp(rows[i].code, code) == 0) {
                        *ret = (struct office_column){
                            .id = rows[i].id, .code = rows[i].code, .closed = DAY_NONE};
                        return 0;
                }
        return COLUMN_NONE;
}

static int
bring_column(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *c = import_cells(b, i);
        const struct actor *who = b->ask->who;
        struct column_spec spec = {.code = c[COLUMN_C_CODE],
                                   .name = c[COLUMN_C_NAME],
                                   .kind = c[COLUMN_C_KIND],
                                   .description = *c[COLUMN_C_WORDS] ? c[COLUMN_C_WORDS] : NULL,
                                   .external_url = *c[COLUMN_C_URL] ? c[COLUMN_C_URL] : NULL,
                                   .update_days = import_cell_int(b, i, COLUMN_C_DAYS, 0, 3660, 0),
                                   .sort = import_cell_int(b, i, COLUMN_C_SORT, 0, 999999, 0),
                                   .opened = instant_day(b->ask->now)};
        struct problems own = {.mem = mem};
        struct office_column parent;
        int64_t id;
        int r;

        spec.kind = column_kind_of(spec.kind);
        if (strcmp(spec.kind, "own") && strcmp(spec.kind, "topic") && strcmp(spec.kind, "external"))
                problems_add(b->p, b->lines[i], "kind",
                             "只能导入自设（own）、专题（topic）和外部（external）栏目");
        if (*c[COLUMN_C_PARENT]) {
                r = find_column(mem, tx, b, c[COLUMN_C_PARENT], &parent);
                if (r < 0)
                        return err_trace(r);
                if (r)
                        problems_add(b->p, b->lines[i], "parent", "没有这个上级栏目：“%s”",
                                     c[COLUMN_C_PARENT]);
                else
                        spec.parent_id = parent.id;
        }
        if (*c[COLUMN_C_AGENCY]) {
                r = import_cell_agency(mem, tx, b, i, COLUMN_C_AGENCY, &spec.agency_id);
                if (r < 0)
                        return err_trace(r);
        } else if (who)
                problems_add(b->p, b->lines[i], "agency", "请填写栏目所属机关的代码");
        if (b->p->n)
                return 0;
        r = app_column_create(mem, tx, who ? who->person_id : 0, b->ask->now, &spec, &own, &id);
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

static int
bring_duty(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *c = import_cells(b, i);
        struct office_column column;
        int64_t unit = 0, days = import_cell_int(b, i, DUTY_C_DAYS, 1, 3660, 1);
        int r = find_column(mem, tx, b, c[DUTY_C_COLUMN], &column);

        if (r < 0)
                return err_trace(r);
        if (r || !day_is_none(column.closed))
                problems_add(b->p, b->lines[i], "column", "没有这个在用的栏目：“%s”",
                             c[DUTY_C_COLUMN]);
        r = import_cell_agency(mem, tx, b, i, DUTY_C_AGENCY, &unit);
        if (r < 0)
                return err_trace(r);
        if (b->p->n)
                return 0;
        r = sql_duty_put(tx,
                         &(struct duty_put_in){.column_id = column.id,
                                               .agency_id = unit,
                                               .update_days = days,
                                               .set_at = b->ask->now},
                         NULL);
        return r ? err_fold(r)
                 : column_write_down(tx, b->ask->who, b->ask->now, "duty_set", column.id,
                                     c[DUTY_C_AGENCY]);
}

int
app_import_columns(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                   struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, column_columns, COLUMN_C_MAX, bring_column, NULL, ret);
}

int
app_import_duties(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                  struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, duty_columns, DUTY_C_MAX, bring_duty, NULL, ret);
}
