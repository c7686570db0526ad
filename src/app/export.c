#include "app/export.h"

#include "app/agency.h"
#include "app/calendar.h"
#include "app/column.h"
#include "app/people.h"
#include "store/sql.h"

enum { PEOPLE_MOST = 1000000 };

static const struct table_column calendar_columns[] = {{"date", "日期", TABLE_DAY, true},
                                                       {"kind", "安排", TABLE_TEXT, true},
                                                       {"name", "节日", TABLE_TEXT, true}};

struct table
app_calendar_table(TALLOC_CTX *mem, const struct calendar *calendar, int year)
{
        const struct calendar_row *rows;
        struct table t;
        size_t n, k = 0;

        rows = calendar_rows(calendar, &n);
        t = table_new(mem, "calendar", "工作日历", calendar_columns, N(calendar_columns), n);
        for (size_t i = 0; i < n; i++) {
                const char **c = t.cells + k * N(calendar_columns);

                if (year && day_year(rows[i].day) != year)
                        continue;
                c[0] = table_day(mem, rows[i].day);
                c[1] = rows[i].work ? "work" : "off";
                c[2] = rows[i].name;
                k++;
        }
        t.n_rows = k;
        return t;
}

static const struct table_column class_columns[] = {{"scheme", "分类方法", TABLE_TEXT, true},
                                                    {"code", "代码", TABLE_TEXT, true},
                                                    {"name", "名称", TABLE_TEXT, true},
                                                    {"parent", "上级代码", TABLE_TEXT, false}};

/* Topics, genres and audiences; the upper one by its code. */
static int
export_classes(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        static const char *const schemes[] = {"topic", "genre", "audience"};
        struct class_list_row *rows[N(schemes)];
        struct table *t = arg;
        size_t n[N(schemes)], k = 0, all = 0;

        for (size_t s = 0; s < N(schemes); s++) {
                int r = sql_class_list(mem, tx, &(struct class_list_in){.scheme = schemes[s]},
                                       &rows[s], &n[s]);

                if (r)
                        return err_fold(r);
                all += n[s];
        }
        *t = table_new(mem, "classes", "分类", class_columns, N(class_columns), all);
        for (size_t s = 0; s < N(schemes); s++)
                for (size_t i = 0; i < n[s]; i++) {
                        const char **c = t->cells + k++ * N(class_columns);

                        c[0] = schemes[s];
                        c[1] = rows[s][i].code;
                        c[2] = rows[s][i].name;
                        for (size_t u = 0; u < n[s]; u++)
                                if (rows[s][i].has_parent_id &&
                                    rows[s][u].id == rows[s][i].parent_id)
                                        c[3] = rows[s][u].code;
                }
        return 0;
}

struct exporting {
        const char *name;
        struct instant now;
        struct table t;
};

static int
one_table(TALLOC_CTX *mem, struct tx *tx, const struct exporting *e, int64_t scope,
          struct table *ret)
{
        int r;

        if (strcmp(e->name, "agencies") == 0) {
                struct office_agency *list;
                size_t n;

                r = app_office_agencies(mem, tx, scope, true, &list, &n);
                if (r == 0)
                        *ret = app_agency_table(mem, list, n);
        } else if (strcmp(e->name, "people") == 0) {
                struct people_ask ask = {
                    .scope = scope, .word = "", .role = "", .now = e->now, .most = PEOPLE_MOST};
                struct office_person *list;
                size_t n, all;

                r = app_office_people(mem, tx, &ask, &list, &n, &all);
                if (r == 0)
                        *ret = app_people_table(mem, list, n);
        } else if (strcmp(e->name, "columns") == 0) {
                struct office_column *list;
                size_t n;

                r = app_office_columns(mem, tx, scope, true, &list, &n);
                if (r == 0)
                        *ret = app_column_table(mem, list, n);
        } else {
                struct column_duty *list;
                struct upkeep_sum sum;
                size_t n;

                r = app_column_duties(mem, tx, scope, 0, instant_day(e->now), &list, &n, &sum);
                if (r == 0)
                        *ret = app_duty_table(mem, list, n);
        }
        return err_fold(r);
}

/* Columns of all agencies come with each government: once is enough. */
static bool
is_there(const struct table *t, const char *const *row)
{
        for (size_t i = 0; i < t->n_rows; i++) {
                size_t k = 0;

                while (k < t->n_columns && strcmp(t->cells[i * t->n_columns + k], row[k]) == 0)
                        k++;
                if (k == t->n_columns)
                        return true;
        }
        return false;
}

static void
append(TALLOC_CTX *mem, struct table *to, const struct table *from)
{
        size_t old = to->n_rows, n = from->n_columns;
        struct table both =
            table_new(mem, from->name, from->title, from->columns, n, old + from->n_rows);

        both.n_rows = old;
        memcpy(both.cells, to->cells, old * n * sizeof(*both.cells));
        for (size_t i = 0; i < from->n_rows; i++)
                if (!is_there(to, from->cells + i * n)) {
                        memcpy(both.cells + both.n_rows * n, from->cells + i * n,
                               n * sizeof(*both.cells));
                        both.n_rows++;
                }
        *to = both;
}

static int
export_scopes(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct exporting *e = arg;
        struct import_agencies_row *rows;
        size_t n;
        int r = sql_import_agencies(mem, tx, &(struct import_agencies_in){0}, &rows, &n);

        if (r)
                return err_fold(r);
        e->t.n_rows = 0;
        e->t.columns = NULL;
        for (size_t i = 0; i < n; i++) {
                struct table one;

                if (rows[i].has_parent_id)
                        continue;
                r = one_table(mem, tx, e, rows[i].id, &one);
                if (r < 0)
                        return err_trace(r);
                if (!e->t.columns)
                        e->t = one;
                else
                        append(mem, &e->t, &one);
        }
        return 0;
}

int
app_export(TALLOC_CTX *mem, struct app *app, const char *name, struct instant now,
           struct table *ret)
{
        static const char *const names[] = {"agencies", "people", "columns", "duties"};
        struct exporting e = {.name = name, .now = now};
        const struct calendar *calendar;
        bool known = false;
        int r;

        if (strcmp(name, "calendar") == 0) {
                r = app_calendar(mem, app, &calendar);
                if (r == 0)
                        *ret = app_calendar_table(mem, calendar, 0);
                return err_fold(r);
        }
        if (strcmp(name, "classes") == 0) {
                r = app_read(mem, app, export_classes, ret);
                return err_fold(r);
        }
        for (size_t i = 0; i < N(names); i++)
                known = known || strcmp(names[i], name) == 0;
        if (!known)
                return EXPORT_NONE;
        r = app_read(mem, app, export_scopes, &e);
        if (r < 0)
                return err_trace(r);
        *ret = e.t;
        return 0;
}
