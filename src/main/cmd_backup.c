/* `backup` and `restore`: one file that holds everything. */
#include "store/backup.h"

#include "app/purge.h"
#include "base/clock.h"
#include "base/file.h"
#include "main/commands.h"
#include "main/open.h"

static int
say_report(struct cli *cli, const char *path, const struct backup_report *r, const char *done)
{
        struct buf out = buf_new(cli->mem, KiB(8));
        struct json_out o = {.buf = &out};

        if (!cli->json) {
                buf_printf(
                    &out,
                    "%s：%zu 张表 %lld 行，附件 %lld 个 %lld 字节，审计记录 %lld 条（SM3 %s）\n",
                    done, r->n_tables, (long long)r->n_rows, (long long)r->n_files,
                    (long long)r->n_bytes, (long long)r->change_no, r->audit_sm3);
                return cli_print(&out);
        }
        json_open(&o, '{');
        json_name(&o, "file");
        json_put(&o, path);
        json_name(&o, "engine");
        json_put(&o, r->engine);
        json_name(&o, "tables");
        json_put_int(&o, (int64_t)r->n_tables);
        json_name(&o, "rows");
        json_put_int(&o, r->n_rows);
        json_name(&o, "files");
        json_put_int(&o, r->n_files);
        json_name(&o, "bytes");
        json_put_int(&o, r->n_bytes);
        json_name(&o, "change_no");
        json_put_int(&o, r->change_no);
        json_name(&o, "audit_sm3");
        json_put(&o, r->audit_sm3);
        json_close(&o, '}');
        return cli_print(&out);
}

/* So that a purge can name it. A backup of a store that cannot be written is a backup all the same. */
static void
note_backup(struct cli *cli, struct store *store, const char *path,
            const struct backup_report *report)
{
        struct app app = {.store = store, .data = cli->data};
        char *whole = realpath(path, NULL);
        int r = app_backup_note(cli->mem, &app, clock_now(), whole ? whole : path,
                                report->change_no, report->audit_sm3);

        free(whole);
        if (r < 0) {
                (void)fprintf(stderr, "xxgk: 提醒：备份已完成，但未能登记到备份记录（%s）\n",
                              err_text());
                err_clear();
        }
}

int
cmd_backup(struct cli *cli, int argc, char **argv)
{
        struct problems problems = {.mem = cli->mem};
        bool replace = cli_flag(&argc, argv, "--replace");
        struct backup_report report;
        struct store *store = NULL;
        int code, r;

        if (argc != 2 || cli_unknown(argc, argv))
                return cli_usage(NULL, "backup 需要一个文件名");
        if (!replace && file_exists(argv[1]))
                return cli_fail(CLI_USAGE, "%s 已经存在：加 --replace 才覆盖", argv[1]);
        code = open_store(cli, OPEN_AS_IS, &store);
        if (code != CLI_DONE)
                return code;
        r = store_backup(cli->mem, store, open_files(cli), argv[1], clock_now(), &problems,
                         &report);
        if (r < 0)
                return cli_broken("备份", r);
        if (r == BACKUP_INCOMPLETE) {
                struct cli plain = *cli;

                plain.json =
                    false; /* one JSON document on standard output, and that is the report */
                (void)cli_problems(&plain, argv[1], &problems);
        }
        (void)fprintf(stderr,
                      "xxgk: 提醒：备份不含密钥文件 %s/secret.key，请另处单独备份；"
                      "没有它，动态口令都要重设\n",
                      cli->data);
        note_backup(cli, store, argv[1], &report);
        code = say_report(cli, argv[1], &report,
                          r == BACKUP_INCOMPLETE ? "已备份，但不完整" : "已备份");
        return code == CLI_DONE && r == BACKUP_INCOMPLETE ? CLI_NO : code;
}

int
cmd_restore(struct cli *cli, int argc, char **argv)
{
        struct problems problems = {.mem = cli->mem};
        struct backup_report report;
        int r;

        if (argc != 2 || cli_unknown(argc, argv))
                return cli_usage(NULL, "restore 需要一个备份文件");
        r = file_mkdirs(cli->data);
        if (r < 0)
                return cli_broken("建立数据目录", r);
        r = store_restore(cli->mem, argv[1], cli->db, open_files(cli), clock_now(), &problems,
                          &report);
        if (r < 0)
                return cli_broken("恢复", r);
        if (r == RESTORE_REFUSED)
                return cli_problems(cli, argv[1], &problems);
        return say_report(cli, argv[1], &report, "已恢复并逐表核验");
}
