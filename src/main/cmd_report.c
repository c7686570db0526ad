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
        if (r < 0)
                return cli_unreadable(path, r);
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

/* A report of another year or issuer is not compared with; the checks without it go on. */
static void
tell_misfit(const char *path, const struct report *before, struct report **reps, int n)
{
        for (int i = 0; i < n; i++)
                if (report_precedes(before, reps[i]))
                        return;
        (void)fprintf(stderr,
                      "%s：不是所核对机关上一年度的报告（%s%d年度），结转和现行有效件数没有核对\n",
                      path, before->issuer, before->year);
}

static int
check(struct cli *cli, int n, char **paths, const char *previous)
{
        struct buf out = buf_new(cli->mem, REPORT_OUT_MAX);
        struct json_out o = {.buf = &out};
        struct report **reps = mem_array(cli->mem, struct report *, n), *before = NULL;
        struct report_checks *checks = mem_array(cli->mem, struct report_checks, n);
        size_t *of = mem_array(cli->mem, size_t, n);
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
                tell_misfit(previous, before, reps, n);
        }
        if (cli->json && n > 1)
                json_open(&o, '[');
        report_check_several(cli->mem, (const struct report *const *)reps, (size_t)n, before,
                             checks, of);
        for (int i = 0; i < n; i++) {
                bad = bad || report_checks_fail(&checks[i]);
                if (cli->json)
                        report_json(&o, reps[i], &checks[i]);
                else
                        report_print(&out, reps[i], &checks[i]);
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
