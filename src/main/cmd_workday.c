#include "domain/calendar/calendar.h"
#include "main/commands.h"
#include "main/open.h"

enum { FIRST_YEAR = 1949, LAST_YEAR = 2199 };

/* Digits and nothing else. */
static bool
number(const char *text, int least, int most, int *ret)
{
        *ret = 0;
        if (!*text)
                return false;
        for (; *text; text++) {
                if (*text < '0' || *text > '9')
                        return false;
                *ret = 10 * *ret + (*text - '0');
                if (*ret > most)
                        return false;
        }
        return *ret >= least;
}

static int
add(struct cli *cli, const struct calendar *calendar, const char *from_text, const char *n_text)
{
        struct buf out = buf_new(cli->mem, KiB(4));
        struct json_out o = {.buf = &out};
        char text[DAY_CHINESE_SIZE];
        struct calendar_nth to;
        struct day from;
        int n;

        if (!day_parse(from_text, &from))
                return cli_usage(NULL, "日期“%s”不存在或者写法不对，应为 YYYY-MM-DD", from_text);
        if (day_year(from) < FIRST_YEAR || day_year(from) > LAST_YEAR)
                return cli_usage(NULL, "日期“%s”应在 %d 年至 %d 年之间", from_text, FIRST_YEAR,
                                 LAST_YEAR);
        if (!number(n_text, 0, 10000, &n))
                return cli_usage(NULL, "工作日数“%s”应为 0 至 10000 的整数", n_text);
        to = calendar_nth(calendar, from, n);
        if (cli->json) {
                json_open(&o, '{');
                json_name(&o, "from");
                json_put(&o, from_text);
                json_name(&o, "n");
                json_put_int(&o, n);
                json_name(&o, "date");
                json_put(&o, day_text(to.day, text));
                json_name(&o, "provisional");
                json_put_bool(&o, to.provisional);
                json_close(&o, '}');
        } else {
                buf_printf(&out, "%s%s", day_text(to.day, text), to.provisional ? "（暂定）" : "");
        }
        return cli_print(&out);
}

static void
list_json(struct buf *out, const struct calendar *calendar, int year,
          const struct calendar_row *rows, size_t n)
{
        struct json_out o = {.buf = out};
        char text[DAY_TEXT_SIZE];

        json_open(&o, '{');
        json_name(&o, "year");
        json_put_int(&o, year);
        json_name(&o, "workdays");
        json_put_int(&o, calendar_workdays(calendar, year));
        json_name(&o, "exceptions");
        json_open(&o, '[');
        for (size_t i = 0; i < n; i++) {
                if (day_year(rows[i].day) != year)
                        continue;
                json_open(&o, '{');
                json_name(&o, "date");
                json_put(&o, day_text(rows[i].day, text));
                json_name(&o, "kind");
                json_put(&o, rows[i].work ? "work" : "off");
                json_name(&o, "name");
                json_put(&o, rows[i].name);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_name(&o, "provisional");
        json_put_bool(&o, !calendar_has_year(calendar, year));
        json_close(&o, '}');
}

static void
list_text(struct buf *out, const struct calendar *calendar, int year,
          const struct calendar_row *rows, size_t n)
{
        bool known = calendar_has_year(calendar, year);
        char text[DAY_TEXT_SIZE];

        buf_printf(out, "%d年：%d个工作日%s\n", year, calendar_workdays(calendar, year),
                   known ? "" : "（暂定：放假通知尚未公布，只计周末和日期固定的法定假日）");
        for (size_t i = 0; i < n; i++)
                if (day_year(rows[i].day) == year)
                        buf_printf(out, "%s  %s  %s\n", day_text(rows[i].day, text),
                                   rows[i].work ? "上班" : "放假", rows[i].name);
}

static int
list(struct cli *cli, const struct calendar *calendar, const char *year_text)
{
        struct buf out = buf_new(cli->mem, MiB(1));
        const struct calendar_row *rows;
        size_t n;
        int year;

        if (!number(year_text, FIRST_YEAR, LAST_YEAR, &year))
                return cli_usage(NULL, "年份“%s”应在 %d 至 %d 之间", year_text, FIRST_YEAR,
                                 LAST_YEAR);
        rows = calendar_rows(calendar, &n);
        if (cli->json)
                list_json(&out, calendar, year, rows, n);
        else
                list_text(&out, calendar, year, rows, n);
        return cli_print(&out);
}

int
cmd_workday(struct cli *cli, int argc, char **argv)
{
        bool is_add = argc == 4 && strcmp(argv[1], "add") == 0;
        bool is_list = argc == 3 && strcmp(argv[1], "list") == 0;
        const struct calendar *calendar;
        int r;

        if (is_add || is_list) {
                r = open_calendar(cli, &calendar);
                if (r)
                        return r;
                return is_add ? add(cli, calendar, argv[2], argv[3]) : list(cli, calendar, argv[2]);
        }
        return cli_usage(NULL, "用法：workday add 日期 N，或者 workday list 年份");
}
