/* archive: packages for hand-over, and the registers of what was handed over. */
#include "app/archive.h"
#include "app/table.h"
#include "base/clock.h"
#include "jobs/archive.h"
#include "main/commands.h"
#include "main/open.h"

int cmd_archive_export(struct cli *, int argc, char **argv);

static bool
read_year(const char *text, int *ret)
{
        char *end = NULL;
        long year = text ? strtol(text, &end, 10) : 0;

        if (!text || !*text || *end || year < ARCHIVE_YEAR_MIN || year > ARCHIVE_YEAR_MAX)
                return false;
        *ret = (int)year;
        return true;
}

static int
say_package(struct cli *cli, const char *sm3, int64_t id, size_t n_items, size_t n_files)
{
        struct buf out = buf_new(cli->mem, KiB(4));
        struct json_out o = {.buf = &out};

        if (!cli->json) {
                if (id)
                        buf_printf(
                            &out,
                            "第 %lld 号移交包：信息 %zu 件，文件 %zu 个，校验清单的 SM3 为 %s",
                            (long long)id, n_items, n_files, sm3);
                else
                        buf_printf(&out, "完好：文件 %zu 个，校验清单的 SM3 为 %s", n_files, sm3);
                return cli_print(&out);
        }
        json_open(&o, '{');
        if (id) {
                json_name(&o, "id");
                json_put_int(&o, id);
                json_name(&o, "items");
                json_put_int(&o, (int64_t)n_items);
        }
        json_name(&o, "files");
        json_put_int(&o, (int64_t)n_files);
        json_name(&o, "manifest_sm3");
        json_put(&o, sm3);
        json_close(&o, '}');
        return cli_print(&out);
}

int
cmd_archive_export(struct cli *cli, int argc, char **argv)
{
        const char *agency = cli_option(&argc, argv, "--agency"),
                   *word = cli_option(&argc, argv, "--year"), *path = cli_option(&argc, argv, "-o");
        struct archive_packed packed;
        struct app app = {.data = cli->data};
        int year, r;

        if (!path && argc == 3)
                path = argv[--argc];
        if (!agency || !path || argc != 2 || !read_year(word, &year))
                return cli_usage(NULL, "export archive 须写 --agency 机构 --year 年度 和文件名");
        r = open_store(cli, OPEN_CURRENT, &app.store);
        if (r)
                return r;
        r = archive_pack(cli->mem, &app, agency, year, path, clock_now(), NULL, &packed);
        switch (r) {
        case 0:
                return say_package(cli, packed.manifest_sm3, packed.id, packed.year.n_items,
                                   packed.n_files);
        case PACK_NO_AGENCY:
                return cli_fail(CLI_USAGE, "没有机构“%s”", agency);
        case PACK_NOTHING:
                return cli_fail(CLI_USAGE, "%s %d年没有主动公开的信息", agency, year);
        case PACK_THERE:
                return cli_fail(CLI_USAGE, "文件“%s”已经存在（不覆盖已有的文件）", path);
        default:
                return cli_broken("制作移交包", r);
        }
}

static int
verify(struct cli *cli, const char *path)
{
        struct problems problems = {.mem = cli->mem};
        char sm3[BUNDLE_HEX] = "";
        size_t n = 0;
        int r = bundle_verify(cli->mem, path, &problems, sm3, &n);

        if (r < 0)
                return cli_broken("核验移交包", r);
        if (r) {
                (void)cli_problems(cli, path, &problems);
                return CLI_NO;
        }
        return say_package(cli, sm3, 0, 0, n);
}

struct delivering {
        struct archive_delivery d;
        struct problems problems;
        int64_t id;
};

static int
deliver_once(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct delivering *g = arg;

        g->problems.n = g->problems.n_list = 0; /* this may be another try */
        return app_archive_deliver(mem, tx, NULL, clock_now(), &g->d, &g->problems, &g->id);
}

static int
deliver(struct cli *cli, int argc, char **argv)
{
        struct delivering g = {.d = {.agency = cli_option(&argc, argv, "--agency"),
                                     .kind = cli_option(&argc, argv, "--kind"),
                                     .receiver = cli_option(&argc, argv, "--to"),
                                     .handed_by = cli_option(&argc, argv, "--by"),
                                     .receipt = cli_option(&argc, argv, "--receipt"),
                                     .on = DAY_NONE},
                               .problems = {.mem = cli->mem}};
        const char *year = cli_option(&argc, argv, "--year"), *on = cli_option(&argc, argv, "--on");
        struct app app = {.data = cli->data};
        int r;

        if (argc != 2 || !g.d.agency || !g.d.kind || !g.d.receiver || !g.d.handed_by || !on ||
            !read_year(year, &g.d.year) || !day_parse(on, &g.d.on))
                return cli_usage(NULL,
                                 "archive deliver 须写 --agency --year --kind --to --by --on");
        g.d.receipt = g.d.receipt ? g.d.receipt : "";
        r = open_store(cli, OPEN_CURRENT, &app.store);
        if (r)
                return r;
        r = app_run(cli->mem, &app, deliver_once, &g);
        if (r < 0)
                return cli_broken("登记移交", r);
        return r ? cli_problems(cli, "archive", &g.problems) : CLI_DONE;
}

static int
read_register(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        return err_fold(app_archive_register(mem, tx, 0, arg));
}

static int
list(struct cli *cli)
{
        struct buf out = buf_new(cli->mem, MiB(4));
        struct archive_register all;
        struct app app = {.data = cli->data};
        struct table t;
        int r = open_store(cli, OPEN_CURRENT, &app.store);

        if (r)
                return r;
        r = app_read(cli->mem, &app, read_register, &all);
        if (r < 0)
                return cli_broken("读取归档登记", r);
        t = app_archive_table(cli->mem, &all);
        if (cli->json)
                table_json(&t, &out);
        else
                table_csv(&t, &out);
        return cli_print(&out);
}

int
cmd_archive(struct cli *cli, int argc, char **argv)
{
        if (argc == 3 && strcmp(argv[1], "verify") == 0)
                return verify(cli, argv[2]);
        if (argc == 2 && strcmp(argv[1], "list") == 0)
                return list(cli);
        if (argc >= 2 && strcmp(argv[1], "deliver") == 0)
                return deliver(cli, argc, argv);
        return cli_usage(NULL, "archive 之后应是 verify 文件、deliver 或 list");
}
