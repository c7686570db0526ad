#include <errno.h>

#include "main/commands.h"
#include "main/open.h"
#include "store/audit.h"

static int
say_verdict(struct cli *cli, const struct audit_verdict *v)
{
        struct buf out = buf_new(cli->mem, KiB(4));
        struct json_out o = {.buf = &out};
        int code;

        if (!cli->json) {
                if (!v->why)
                        buf_printf(&out, "审计链完好：共 %lld 条，最后一条的 SM3 为 %s\n",
                                   (long long)v->n, v->head);
                else
                        buf_printf(&out, "审计链在第 %lld 条断裂：%s（此前 %lld 条完好）\n",
                                   (long long)v->broken_no, v->why, (long long)v->n);
        } else {
                json_open(&o, '{');
                json_name(&o, "ok");
                json_put_bool(&o, !v->why);
                json_name(&o, "rows");
                json_put_int(&o, v->n);
                json_name(&o, "head");
                json_put(&o, v->head);
                json_name(&o, "broken_no");
                if (v->why)
                        json_put_int(&o, v->broken_no);
                else
                        json_put_null(&o);
                json_name(&o, "why");
                json_put(&o, v->why);
                json_close(&o, '}');
        }
        code = cli_print(&out);
        return code == CLI_DONE && v->why ? CLI_NO : code;
}

static int
verify(struct cli *cli, const char *path)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        struct audit_verdict verdict;
        struct store *store = NULL;
        int code, r;

        if (path) {
                r = audit_verify_file(cli->mem, path, &verdict);
                if (r < 0 && errno == ENOENT)
                        return cli_fail(CLI_USAGE, "没有文件 %s", path);
                return r < 0 ? cli_broken("核验审计记录", r) : say_verdict(cli, &verdict);
        }
        code = open_store(cli, OPEN_AS_IS, &store);
        if (code != CLI_DONE)
                return code;
        r = store_read_begin(store, &tx);
        if (r == 0)
                r = audit_verify(cli->mem, tx, &verdict);
        return r < 0 ? cli_broken("核验审计记录", r) : say_verdict(cli, &verdict);
}

static int export(struct cli *cli, const char *path)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        bool to_stdout = !path || strcmp(path, "-") == 0;
        struct store *store = NULL;
        int64_t n = 0;
        FILE *out;
        int code = open_store(cli, OPEN_AS_IS, &store), r;

        if (code != CLI_DONE)
                return code;
        out = to_stdout ? stdout : fopen(path, "wx");
        if (!out)
                return cli_fail(CLI_USAGE, "不能新建文件 %s：%s", path, strerror(errno));
        r = store_read_begin(store, &tx);
        if (r == 0)
                r = audit_export(tx, out, &n);
        if (!to_stdout && fclose(out) != 0 && r == 0)
                r = err_errno("%s", path);
        if (r < 0)
                return cli_broken("导出审计记录", r);
        if (!to_stdout)
                (void)fprintf(stderr, "导出 %lld 条审计记录到 %s\n", (long long)n, path);
        return CLI_DONE;
}

int
cmd_audit(struct cli *cli, int argc, char **argv)
{
        const char *path = argc > 2 ? argv[2] : NULL;

        if (argc == 2 || argc == 3) {
                if (strcmp(argv[1], "verify") == 0)
                        return verify(cli, path);
                if (strcmp(argv[1], "export") == 0)
                        return export(cli, path);
        }
        return cli_usage(NULL, "audit 的子命令是 verify 或 export");
}
