#include "main/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

static void
say(const char *fmt, va_list ap)
{
        (void)fputs("xxgk: ", stderr);
        (void)vfprintf(stderr, fmt, ap);
        (void)fputc('\n', stderr);
}

int
cli_fail(int code, const char *fmt, ...)
{
        va_list ap;

        va_start(ap, fmt);
        say(fmt, ap);
        va_end(ap);
        return code;
}

int
cli_usage(const struct command *c, const char *fmt, ...)
{
        va_list ap;

        va_start(ap, fmt);
        say(fmt, ap);
        va_end(ap);
        (void)fprintf(stderr, "用法见：xxgk %s --help\n", c ? c->name : "help");
        return CLI_USAGE;
}

int
cli_broken(const char *doing, int r)
{
        assert(r < 0);
        return cli_fail(CLI_MACHINE, "%s失败：%s", doing, err_text());
}

int
cli_unreadable(const char *path, int r)
{
        struct stat st;

        if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
                return cli_fail(CLI_USAGE, "%s：是文件夹，不是文件", path);
        if (strcmp(path, "-") != 0 && access(path, R_OK) < 0 && errno == EACCES)
                return cli_fail(CLI_USAGE, "%s：没有读取权限", path);
        return cli_broken("读取文件", r);
}

static void
problems_json(const char *file, const struct problems *problems)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf out = buf_new(mem, MiB(64));
        struct json_out o = {.buf = &out};

        json_open(&o, '{');
        json_name(&o, "file");
        json_put(&o, file);
        json_name(&o, "problems");
        json_open(&o, '[');
        for (size_t i = 0; i < problems->n_list; i++) {
                json_open(&o, '{');
                json_name(&o, "line");
                json_put_int(&o, (int64_t)problems->list[i].line);
                json_name(&o, "field");
                json_put(&o, problems->list[i].field);
                json_name(&o, "message");
                json_put(&o, problems->list[i].message);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
        (void)cli_print(&out);
}

int
cli_problems(const struct cli *cli, const char *file, const struct problems *problems)
{
        for (size_t i = 0; i < problems->n_list; i++) {
                const struct problem *p = &problems->list[i];

                (void)fputs(file, stderr);
                if (p->line)
                        (void)fprintf(stderr, ":%zu", p->line);
                (void)fprintf(stderr, ": %s%s%s\n", p->field, *p->field ? "：" : "", p->message);
        }
        if (problems->n > problems->n_list)
                (void)fprintf(stderr, "……另有 %zu 处\n", problems->n - problems->n_list);
        if (cli->json)
                problems_json(file, problems);
        return CLI_USAGE;
}

static void
take(int *argc, char **argv, int at, int n)
{
        for (int i = at; i + n <= *argc; i++)
                argv[i] = argv[i + n]; /* argv[argc] is NULL and moves along */
        *argc -= n;
}

const char *
cli_option(int *argc, char **argv, const char *name)
{
        size_t n = strlen(name);

        for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++) {
                const char *value = NULL;

                if (strncmp(argv[i], name, n) != 0)
                        continue;
                if (argv[i][n] == '=') {
                        value = argv[i] + n + 1;
                        take(argc, argv, i, 1);
                } else if (!argv[i][n] && i + 1 < *argc) {
                        value = argv[i + 1];
                        take(argc, argv, i, 2);
                }
                if (value)
                        return value;
        }
        return NULL;
}

bool
cli_flag(int *argc, char **argv, const char *name)
{
        for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++)
                if (strcmp(argv[i], name) == 0) {
                        take(argc, argv, i, 1);
                        return true;
                }
        return false;
}

const char *
cli_unknown(int argc, char **argv)
{
        for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
                if (strncmp(argv[i], "--", 2) == 0)
                        return argv[i];
        return NULL;
}

int
cli_print(struct buf *out)
{
        if (buf_done(out) < 0)
                return cli_fail(CLI_MACHINE, "输出超过上限");
        if (out->len == 0 || out->data[out->len - 1] != '\n')
                buf_char(out, '\n');
        if (fwrite(out->data, 1, out->len, stdout) != out->len || fflush(stdout) != 0)
                return cli_fail(CLI_MACHINE, "写标准输出失败");
        return CLI_DONE;
}
