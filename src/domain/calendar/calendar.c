#include "domain/calendar/calendar.h"

#include "base/csv.h"
#include "base/text.h"
#include "domain/calendar/shipped.h"

#include <pthread.h>

enum { YEAR_MIN = 1949, YEAR_MAX = 2200, N_YEARS = YEAR_MAX - YEAR_MIN + 1, COUNT_MAX = 10000 };

struct calendar {
        struct calendar_row *rows; /* by day */
        size_t n;
        bool noticed[N_YEARS];
};

static int
by_day(const void *a, const void *b)
{
        return day_cmp(((const struct calendar_row *)a)->day,
                       ((const struct calendar_row *)b)->day);
}

struct calendar *
calendar_new(TALLOC_CTX *mem, const struct calendar_row *rows, size_t n_rows, const int *years,
             size_t n_years)
{
        struct calendar *c = mem_new(mem, struct calendar);

        c->rows = mem_array(c, struct calendar_row, n_rows);
        c->n = n_rows;
        for (size_t i = 0; i < n_rows; i++) {
                c->rows[i] = rows[i];
                c->rows[i].name = mem_strdup(c->rows, rows[i].name);
        }
        if (n_rows)
                qsort(c->rows, n_rows, sizeof(*rows), by_day);
        for (size_t i = 0; i < n_years; i++)
                if (years[i] >= YEAR_MIN && years[i] <= YEAR_MAX)
                        c->noticed[years[i] - YEAR_MIN] = true;
        return c;
}

const struct calendar_row *
calendar_rows(const struct calendar *c, size_t *ret_n)
{
        *ret_n = c->n;
        return c->rows;
}

/* One row of the file into *ret; false when something is wrong with it. */
static bool
read_row(const char *const *f, size_t n, size_t line, struct problems *p, struct calendar_row *ret)
{
        size_t before = p->n;
        bool weekend;

        if (n != 3) {
                problems_add(p, line, "", "应有 3 列（date,kind,name），这一行有 %zu 列", n);
                return false;
        }
        if (!day_parse(f[0], &ret->day))
                problems_add(p, line, "date", "不是 YYYY-MM-DD 形式的日期：%.40s", f[0]);
        if (strcmp(f[1], "off") != 0 && strcmp(f[1], "work") != 0)
                problems_add(p, line, "kind", "只能是 off 或 work：%.40s", f[1]);
        if (!f[2][0])
                problems_add(p, line, "name", "没有写是哪个节日");
        if (p->n > before)
                return false;
        ret->work = strcmp(f[1], "work") == 0;
        ret->name = f[2];
        weekend = day_weekday(ret->day) > 5;
        if (ret->work != weekend)
                problems_add(p, line, "kind", "%s 是%s，不能是 %s", f[0],
                             weekend ? "周末" : "周一至周五", f[1]);
        return p->n == before;
}

static void
refuse_twins(const struct calendar_row *rows, size_t n, struct problems *p)
{
        char text[DAY_TEXT_SIZE];

        for (size_t i = 1; i < n; i++)
                if (rows[i].day.n == rows[i - 1].day.n)
                        problems_add(p, 0, "date", "%s 写了两次", day_text(rows[i].day, text));
}

int
calendar_read(TALLOC_CTX *mem, const char *csv, size_t n, struct problems *p, struct calendar **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct csv *c = csv_open(tmp, csv, n);
        struct calendar_row *rows = NULL;
        size_t n_rows = 0, n_fields, before = p->n;
        struct calendar *cal;
        const char *const *f;
        int *years;
        int r;

        if (!text_valid(csv, n)) {
                problems_add(p, 0, "", "不是 UTF-8 文字");
                return 1;
        }
        while ((r = csv_next(c, p, &f, &n_fields)) == 0) {
                struct calendar_row row;

                if (csv_line(c) == 1 && strcmp(f[0], "date") == 0)
                        continue;
                if (!read_row(f, n_fields, csv_line(c), p, &row))
                        continue;
                mem_grow(tmp, rows, n_rows);
                row.name = mem_strdup(tmp, row.name);
                rows[n_rows++] = row;
        }
        if (p->n == before && n_rows == 0)
                problems_add(p, 0, "", "没有一行日历");
        years = mem_array(tmp, int, n_rows);
        for (size_t i = 0; i < n_rows; i++)
                years[i] = day_year(rows[i].day);
        cal = calendar_new(mem, rows, n_rows, years, n_rows);
        refuse_twins(cal->rows, n_rows, p);
        if (p->n > before) {
                talloc_free(cal);
                return 1;
        }
        *ret = cal;
        return 0;
}

bool
calendar_only_tail(const struct calendar *c, int year)
{
        bool any = false;

        if (!calendar_has_year(c, year + 1))
                return false;
        for (size_t i = 0; i < c->n; i++) {
                if (day_year(c->rows[i].day) != year)
                        continue;
                if (day_cmp(c->rows[i].day, day_ymd(year, 12, 1)) < 0)
                        return false;
                any = true;
        }
        return any;
}

/* 元旦 may be taken in the last days of December: then it is that of the next year. */
static bool
names_holiday(const struct calendar *c, int year, const char *name)
{
        bool new_year = strcmp(name, "元旦") == 0;
        struct day first = new_year ? day_ymd(year - 1, 12, 1) : day_ymd(year, 1, 1);
        struct day end = new_year ? day_ymd(year, 12, 1) : day_ymd(year + 1, 1, 1);

        for (size_t i = 0; i < c->n; i++)
                if (day_cmp(c->rows[i].day, first) >= 0 && day_cmp(c->rows[i].day, end) < 0 &&
                    strstr(c->rows[i].name, name))
                        return true;
        return false;
}

bool
calendar_notice_check(const struct calendar *c, struct problems *p)
{
        static const char *const names[] = {"元旦", "春节", "劳动节", "国庆节"};
        size_t before = p->n;
        int last = 0;

        for (size_t i = 0; i < c->n; i++) {
                int year = day_year(c->rows[i].day);

                if (year == last)
                        continue;
                last = year;
                if (calendar_only_tail(c, year))
                        continue;
                for (size_t k = 0; k < N(names); k++)
                        if (!names_holiday(c, year, names[k]))
                                problems_add(p, 0, "name", "%d 年的放假安排不全：没有%s", year,
                                             names[k]);
        }
        return p->n == before;
}

static struct calendar *shipped;
static pthread_once_t shipped_once = PTHREAD_ONCE_INIT;

static void
read_shipped(void)
{
        static TALLOC_CTX *mem; /* lives as long as the process */
        struct problems p = {0};
        int r;

        mem = mem_root();
        p.mem = mem;
        r = calendar_read(mem, (const char *)calendar_csv, calendar_csv_size, &p, &shipped);
        assert(r == 0);
        (void)r;
}

const struct calendar *
calendar_shipped(void)
{
        (void)pthread_once(&shipped_once, read_shipped);
        return shipped;
}

bool
calendar_has_year(const struct calendar *c, int year)
{
        return year >= YEAR_MIN && year <= YEAR_MAX && c->noticed[year - YEAR_MIN];
}

static const struct calendar_row *
find(const struct calendar *c, struct day d)
{
        struct calendar_row key = {.day = d};

        return c->n ? bsearch(&key, c->rows, c->n, sizeof(key), by_day) : NULL;
}

/* The holidays whose date is fixed by law; the others hang on the moon, the sun or the notice. */
static const char *
fixed_holiday(int year, int month, int day)
{
        if (month == 1 && day == 1)
                return "元旦";
        if (month == 5 && (day == 1 || (day == 2 && year >= 2025)))
                return "劳动节";
        if (month == 10 && day <= 3)
                return "国庆节";
        return NULL;
}

struct calendar_day
calendar_look(const struct calendar *c, struct day d)
{
        const struct calendar_row *row = find(c, d);
        bool weekend = day_weekday(d) > 5;
        struct calendar_day out = {.name = ""};
        int year, month, day;

        day_civil(d, &year, &month, &day);
        out.provisional = !calendar_has_year(c, year);
        out.why = weekend ? CALENDAR_WEEKEND : CALENDAR_WEEKDAY;
        if (row) {
                out.why = row->work ? CALENDAR_WORKED : CALENDAR_OFF;
                out.name = row->name;
        } else if (out.provisional && !weekend && fixed_holiday(year, month, day)) {
                out.why = CALENDAR_OFF;
                out.name = fixed_holiday(year, month, day);
        }
        out.work = out.why == CALENDAR_WEEKDAY || out.why == CALENDAR_WORKED;
        return out;
}

bool
calendar_is_workday(const struct calendar *c, struct day d)
{
        return calendar_look(c, d).work;
}

struct calendar_nth
calendar_nth(const struct calendar *c, struct day from, int n)
{
        struct calendar_nth out = {.day = from};

        assert(n >= 0 && n <= COUNT_MAX);
        while (n > 0) {
                struct calendar_day look;

                out.day = day_add(out.day, 1);
                look = calendar_look(c, out.day);
                out.provisional |= look.provisional;
                n -= look.work;
        }
        return out;
}

int
calendar_between(const struct calendar *c, struct day from, struct day to)
{
        int n = 0;

        for (struct day d = day_add(from, 1); day_cmp(d, to) <= 0; d = day_add(d, 1))
                n += calendar_is_workday(c, d);
        return n;
}

int
calendar_workdays(const struct calendar *c, int year)
{
        return calendar_between(c, day_ymd(year - 1, 12, 31), day_ymd(year, 12, 31));
}
