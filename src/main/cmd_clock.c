#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "domain/request/clock_json.h"
#include "main/commands.h"
#include "main/open.h"

enum { CLOCK_FILE_MAX = 1 << 20 };

static int
print(struct cli *cli, const struct clock_facts *facts, const struct clock_result *res)
{
        struct buf out = buf_new(cli->mem, MiB(4));
        struct json_out o = {.buf = &out};

        if (cli->json)
                clock_result_json(&o, res);
        else
                clock_result_text(&out, facts, res);
        return cli_print(&out);
}

/* Faults of the facts: on standard error only, and by the event's position, since it is no line. */
static int
refuse(const struct cli *cli, const char *path, const struct json *json, const struct problems *p)
{
        for (size_t i = 0; i < p->n_list; i++) {
                const struct problem *one = &p->list[i];
                const struct json *e = json_at(json_get(json, "events"), one->line - 1);
                const char *type = json_string(json_get(e, "type"));
                const char *where = "";

                if (one->line > 0)
                        where =
                            mem_printf(cli->mem, "第%zu项事项%s%s%s%s", one->line, type ? "（" : "",
                                       type ? text_cut(cli->mem, type, 30) : "", type ? "）" : "",
                                       *one->field ? " " : "");
                (void)fprintf(stderr, "%s: %s%s%s%s\n", path, where, one->field,
                              *where || *one->field ? "：" : "", one->message);
        }
        if (p->n > p->n_list)
                (void)fprintf(stderr, "……另有 %zu 处\n", p->n - p->n_list);
        return CLI_USAGE;
}

int
cmd_clock(struct cli *cli, int argc, char **argv)
{
        struct problems problems = {.mem = cli->mem};
        const struct calendar *calendar;
        struct clock_facts facts;
        struct clock_result res;
        struct json *json;
        const char *path;
        char *bytes;
        size_t n;
        int r;

        if (argc != 2)
                return cli_usage(NULL, "clock 需要一个文件（- 为标准输入）");
        path = argv[1];
        r = file_read(cli->mem, path, CLOCK_FILE_MAX, &bytes, &n);
        if (r == FILE_NONE)
                return cli_fail(CLI_USAGE, "%s：没有这个文件", path);
        if (r == FILE_TOO_BIG)
                return cli_fail(CLI_USAGE, "%s：文件超过 1 MiB", path);
        if (r < 0)
                return cli_unreadable(path, r);
        r = open_calendar(cli, &calendar);
        if (r)
                return r;
        r = json_read(cli->mem, bytes, n, &problems, &json);
        if (r > 0) {
                struct cli plain = *cli; /* nothing on standard output */

                plain.json = false;
                return cli_problems(&plain, path, &problems);
        }
        if (r == 0)
                r = clock_facts_read(cli->mem, json, instant_day(clock_now()), &problems, &facts);
        if (r == 0)
                r = clock_run(cli->mem, &facts, calendar, &problems, &res);
        if (r < 0)
                return cli_broken("计算期限", r);
        if (r > 0)
                return refuse(cli, path, json, &problems);
        return print(cli, &facts, &res);
}
