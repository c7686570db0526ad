#include "app/export.h"
#include "base/clock.h"
#include "base/file.h"
#include "main/commands.h"
#include "main/open.h"

int cmd_archive_export(struct cli *, int argc, char **argv);

int
cmd_export(struct cli *cli, int argc, char **argv)
{
        struct buf out = buf_new(cli->mem, MiB(256));
        struct app app = {0};
        struct table t;
        FILE *file;
        int r;

        if (argc >= 2 && strcmp(argv[1], "archive") == 0)
                return cmd_archive_export(cli, argc, argv);
        if (argc < 2 || argc > 3)
                return cli_usage(
                    NULL,
                    "export 之后应是 agencies、people、roles、stand_ins、guides、figures、leaders、"
                    "columns、duties、classes、channels、words 或 calendar，可再写文件名");
        r = open_store(cli, OPEN_CURRENT, &app.store);
        if (r)
                return r;
        r = app_export(cli->mem, &app, argv[1], clock_now(), &t);
        if (r < 0)
                return cli_broken("导出", r);
        if (r)
                return cli_usage(NULL, "没有可以导出的“%s”", argv[1]);
        if (cli->json)
                table_json(&t, &out);
        else
                table_csv(&t, &out);
        if (argc == 2)
                return cli_print(&out);
        file = fopen(argv[2], "wxe");
        if (!file)
                return cli_fail(CLI_USAGE, "无法新建文件“%s”（不覆盖已有的文件）", argv[2]);
        r = fwrite(buf_text(&out), 1, out.len, file) == out.len;
        r = fclose(file) == 0 && r;
        return r ? CLI_DONE : cli_fail(CLI_USAGE, "写入文件“%s”失败", argv[2]);
}
