#include "app/calendar.h"

#include "store/sql.h"

struct kept {
        struct calendar_days_row *days;
        struct calendar_years_row *years;
        size_t n_days, n_years;
};

static int
read_kept(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct kept *k = arg;
        int r;

        r = sql_calendar_days(mem, tx, NULL, &k->days, &k->n_days);
        if (!r)
                r = sql_calendar_years(mem, tx, NULL, &k->years, &k->n_years);
        return err_fold(r);
}

static bool
is_kept(const struct kept *k, int year)
{
        for (size_t i = 0; i < k->n_years; i++)
                if (k->years[i].year == year)
                        return true;
        return false;
}

/* A year that is kept stands instead of the shipped one. */
static const struct calendar *
merged(TALLOC_CTX *mem, const struct kept *k)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const struct calendar_row *shipped;
        struct calendar_row *rows = NULL;
        size_t n_shipped, n = 0, n_years = 0;
        int *years = NULL;

        shipped = calendar_rows(calendar_shipped(), &n_shipped);
        for (size_t i = 0; i < n_shipped; i++) {
                int year = day_year(shipped[i].day);

                if (is_kept(k, year))
                        continue;
                mem_grow(tmp, rows, n);
                rows[n++] = shipped[i];
                if (n_years == 0 || years[n_years - 1] != year) {
                        mem_grow(tmp, years, n_years);
                        years[n_years++] = year;
                }
        }
        for (size_t i = 0; i < k->n_days; i++) {
                mem_grow(tmp, rows, n);
                rows[n++] = (struct calendar_row){.day = k->days[i].day,
                                                  .work = strcmp(k->days[i].day_kind, "work") == 0,
                                                  .name = k->days[i].name};
        }
        for (size_t i = 0; i < k->n_years; i++) {
                mem_grow(tmp, years, n_years);
                years[n_years++] = (int)k->years[i].year;
        }
        return calendar_new(mem, rows, n, years, n_years);
}

int
app_calendar_in(TALLOC_CTX *mem, struct tx *tx, const struct calendar **ret)
{
        struct kept k = {0};
        int r = read_kept(mem, tx, &k);

        if (r < 0)
                return err_trace(r);
        *ret = merged(mem, &k);
        return 0;
}

int
app_calendar(TALLOC_CTX *mem, struct app *app, const struct calendar **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct kept k = {0};
        int r = app_read(tmp, app, read_kept, &k);

        if (r)
                return err_fold(r);
        *ret = merged(mem, &k);
        return 0;
}
