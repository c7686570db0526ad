#include "base/file.h"
#include "domain/report/report.h"
#include "intake/intake.h"
#include "main/commands.h"

enum { REPORT_FILE_MAX = 50 << 20, REPORT_OUT_MAX = 64 << 20 };

/* 0 with the report, or an exit code after the message. */
static int
read_one(struct cli *cli, const char *path, struct report **ret)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems problems = {.mem = cli->mem};
        struct intake_text text;
        char *bytes;
        size_t n;
        int r = file_read(cli->mem, path, REPORT_FILE_MAX, &bytes, &n);

        if (r == FILE_NONE)
                return cli_fail(CLI_USAGE, "%s：没有这个文件", path);
        if (r == FILE_TOO_BIG)
                return cli_fail(CLI_USAGE, "%s：文件超过 50 MiB", path);
        if (r == 0)
                r = intake_memory(bytes, n, &fd);
        if (r < 0)
                return cli_broken("读取文件", r);
        r = intake_text(cli->mem, &(struct intake_file){path, fd}, &problems, &text);
        if (r < 0)
                return cli_broken("读取文件", r);
        if (r > 0)
                return cli_fail(CLI_USAGE, "%s：%s", path, problems_of(&problems, path));
        r = report_read(cli->mem, path, text.text, text.n, ret);
        if (r < 0)
                return cli_broken("读取年报", r);
        if (r > 0)
                return cli_fail(CLI_USAGE, "%s：不像政府信息公开年度报告", path);
        return 0;
}

static int
parse(struct cli *cli, const char *path)
{
        struct buf out = buf_new(cli->mem, REPORT_OUT_MAX);
        struct json_out o = {.buf = &out};
        struct report *rep = NULL;
        int r = read_one(cli, path, &rep);

        if (r)
                return r;
        if (cli->json)
                report_json(&o, rep, NULL);
        else
                report_print(&out, rep, NULL);
        return cli_print(&out);
}

/* The same filer's report of the year before among those given. */
static const struct report *
before_of(struct report *const *reps, size_t n, const struct report *rep)
{
        for (size_t i = 0; i < n; i++)
                if (reps[i]->year == rep->year - 1 && rep->issuer[0] &&
                    strcmp(reps[i]->issuer, rep->issuer) == 0)
                        return reps[i];
        return NULL;
}

static int
check(struct cli *cli, int n, char **paths, const char *previous)
{
        struct buf out = buf_new(cli->mem, REPORT_OUT_MAX);
        struct json_out o = {.buf = &out};
        struct report **reps = mem_array(cli->mem, struct report *, n), *before = NULL;
        bool bad = false;
        int r;

        for (int i = 0; i < n; i++) {
                r = read_one(cli, paths[i], &reps[i]);
                if (r)
                        return r;
        }
        if (previous) {
                r = read_one(cli, previous, &before);
                if (r)
                        return r;
        }
        if (cli->json && n > 1)
                json_open(&o, '[');
        for (int i = 0; i < n; i++) {
                struct report_checks checks;

                report_check(cli->mem, reps[i],
                             previous ? before : before_of(reps, (size_t)n, reps[i]), &checks);
                for (int j = 0; j < n; j++) /* the same words in another unit's report */
                        if (reps[j]->year == reps[i]->year &&
                            strcmp(reps[j]->issuer, reps[i]->issuer) != 0)
                                report_check_likeness(cli->mem, reps[i], reps[j], &checks);
                bad = bad || report_checks_fail(&checks);
                if (cli->json)
                        report_json(&o, reps[i], &checks);
                else
                        report_print(&out, reps[i], &checks);
        }
        if (cli->json && n > 1)
                json_close(&o, ']');
        r = cli_print(&out);
        return r ? r : bad ? CLI_NO : CLI_DONE;
}

int
cmd_report(struct cli *cli, int argc, char **argv)
{
        const char *previous = cli_option(&argc, argv, "--previous");

        if (argc < 3)
                return cli_usage(NULL, "report 需要 parse 或 check 和文件");
        if (strcmp(argv[1], "parse") == 0 && argc == 3 && !previous)
                return parse(cli, argv[2]);
        if (strcmp(argv[1], "check") == 0)
                return check(cli, argc - 2, argv + 2, previous);
        return cli_usage(NULL, "report 不认得这样的用法：%s", argv[1]);
}
