#include "app/export.h"

#include "app/agency.h"
#include "app/books.h"
#include "app/calendar.h"
#include "app/column.h"
#include "app/dictionary.h"
#include "app/people.h"
#include "app/scan_list.h"
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

/* What is the same for all. */
struct common {
        const char *name;
        struct table t;
};

static int
export_classes(TALLOC_CTX *mem, struct tx *tx, struct table *ret)
{
        struct office_class *lists[CLASS_SCHEMES], *all;
        size_t n[CLASS_SCHEMES], k = 0;

        for (size_t s = 0; s < CLASS_SCHEMES; s++) {
                int r = app_office_classes(mem, tx, class_schemes[s].code, true, &lists[s], &n[s]);

                if (r < 0)
                        return err_trace(r);
                k += n[s];
        }
        all = mem_array(mem, struct office_class, k + 1);
        k = 0;
        for (size_t s = 0; s < CLASS_SCHEMES; s++)
                for (size_t i = 0; i < n[s]; i++)
                        all[k++] = lists[s][i];
        *ret = app_class_table(mem, all, k);
        return 0;
}

static int
export_common(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct common *c = arg;
        struct office_channel *channels;
        struct office_word *words;
        size_t n;
        int r;

        if (strcmp(c->name, "classes") == 0)
                return export_classes(mem, tx, &c->t);
        if (strcmp(c->name, "channels") == 0) {
                r = app_office_channels(mem, tx, &channels, &n);
                if (r == 0)
                        c->t = app_channel_table(mem, channels, n);
        } else {
                r = app_scan_list(mem, tx, &words, &n);
                if (r == 0)
                        c->t = app_word_table(mem, words, n);
        }
        return err_fold(r);
}

static int
agencies(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct office_agency *list;
        size_t n;
        int r = app_office_agencies(mem, tx, scope, true, &list, &n);

        (void)today;
        if (r == 0)
                *ret = app_agency_table(mem, list, n);
        return err_fold(r);
}

static int
people(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct people_ask ask = {.scope = scope,
                                 .word = "",
                                 .role = "",
                                 .now = instant_of_day(today),
                                 .most = PEOPLE_MOST};
        struct office_person *list;
        size_t n, all;
        int r = app_office_people(mem, tx, &ask, &list, &n, &all);

        if (r == 0)
                *ret = app_people_table(mem, list, n);
        return err_fold(r);
}

static int
columns(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct office_column *list;
        size_t n;
        int r = app_office_columns(mem, tx, scope, true, &list, &n);

        (void)today;
        if (r == 0)
                *ret = app_column_table(mem, list, n);
        return err_fold(r);
}

static int
duties(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct column_duty *list;
        struct upkeep_sum sum;
        size_t n;
        int r = app_column_duties(mem, tx, scope, 0, today, &list, &n, &sum);

        if (r == 0)
                *ret = app_duty_table(mem, list, n);
        return err_fold(r);
}

/* Lists of a scope; those of all governments make the whole. */
static const struct {
        const char *name;
        book_table *fn;
} scoped[] = {
    {"agencies", agencies},
    {"people", people},
    {"columns", columns},
    {"duties", duties},
    {"guides", app_guide_table},
    {"figures", app_figure_table},
    {"leaders", app_leader_table},
    {"roles", app_role_table},
    {"stand_ins", app_stand_in_table},
};

struct exporting {
        book_table *fn;
        struct instant now;
        struct table t;
};

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
                r = e->fn(mem, tx, rows[i].id, instant_day(e->now), &one);
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
        static const char *const commons[] = {"classes", "channels", "words"};
        struct exporting e = {.now = now};
        struct common common = {.name = name};
        const struct calendar *calendar;
        int r;

        if (strcmp(name, "calendar") == 0) {
                r = app_calendar(mem, app, &calendar);
                if (r == 0)
                        *ret = app_calendar_table(mem, calendar, 0);
                return err_fold(r);
        }
        for (size_t i = 0; i < N(commons); i++)
                if (strcmp(name, commons[i]) == 0) {
                        r = app_read(mem, app, export_common, &common);
                        *ret = common.t;
                        return err_fold(r);
                }
        for (size_t i = 0; i < N(scoped); i++)
                if (strcmp(scoped[i].name, name) == 0)
                        e.fn = scoped[i].fn;
        if (!e.fn)
                return EXPORT_NONE;
        r = app_read(mem, app, export_scopes, &e);
        if (r < 0)
                return err_trace(r);
        *ret = e.t;
        return 0;
}
