#include "app/books.h"
#include "app/column.h"
#include "app/dictionary.h"
#include "app/import.h"
#include "app/import_people.h"
#include "app/move.h"
#include "app/scan_list.h"
#include "base/clock.h"
#include "base/file.h"
#include "domain/item/import.h"
#include "main/commands.h"
#include "main/open.h"

#include <sys/stat.h>

enum { FLAGGED_SHOWN = 200, STDIN_MAX = 256 << 20 };

typedef int (*importer)(TALLOC_CTX *, struct app *, const struct import_ask *, struct problems *,
                        struct import_result *);

struct kind {
        const char *name, *noun;
        importer run; /* NULL: reports */
};

static const struct kind kinds[] = {
    {"items", "条信息", app_import_items},
    {"agencies", "个机构", app_import_agencies},
    {"columns", "个栏目", app_import_columns},
    {"duties", "项更新职责", app_import_duties},
    {"classes", "个分类", app_import_classes},
    {"channels", "个渠道", app_import_channels},
    {"words", "个错敏词", app_import_words},
    {"people", "个账号", app_import_people},
    {"roles", "项角色", app_import_roles},
    {"stand_ins", "项代理", app_import_stand_ins},
    {"guides", "份公开指南", app_import_guides},
    {"figures", "个年度", app_import_figures},
    {"leaders", "名领导小组成员", app_import_leaders},
    {"reports", "份年报", NULL},
    {"calendar", "天日历", app_import_calendar},
};

static const struct kind *
kind_of(const char *name)
{
        for (size_t i = 0; name && i < N(kinds); i++)
                if (strcmp(kinds[i].name, name) == 0)
                        return &kinds[i];
        return NULL;
}

static void
progress(void *arg, size_t done, size_t all)
{
        (void)arg;
        (void)fprintf(stderr, "\r已写入 %zu / %zu", done, all);
        if (done == all)
                (void)fputc('\n', stderr);
}

/* The bytes of a file named on the command line; CLI_DONE or an exit code after the message. */
static int
read_input(struct cli *cli, const char *path, const char **ret, size_t *ret_n)
{
        struct stat st;
        char *bytes;
        int r;

        if (strcmp(path, "-") == 0) {
                r = file_read(cli->mem, path, STDIN_MAX, &bytes, ret_n);
                if (r == FILE_TOO_BIG)
                        return cli_fail(CLI_USAGE, "标准输入超过 %d MB，请改用文件",
                                        STDIN_MAX >> 20);
                if (r)
                        return cli_broken("读取标准输入", r);
                *ret = bytes;
                return CLI_DONE;
        }
        if (stat(path, &st) < 0)
                return cli_fail(CLI_USAGE, "%s：没有这个文件，或者无权读取", path);
        if (!S_ISREG(st.st_mode))
                return cli_fail(CLI_USAGE, "%s：不是普通文件", path);
        if ((uint64_t)st.st_size > IMPORT_FILE_MAX)
                return cli_fail(CLI_USAGE, "%s：文件有 %lld MB，超过 %zu MB，请分成几个导入", path,
                                (long long)st.st_size >> 20, IMPORT_FILE_MAX >> 20);
        r = file_map(cli->mem, path, ret, ret_n);
        if (r == FILE_NONE)
                return cli_fail(CLI_USAGE, "%s：没有这个文件，或者无权读取", path);
        return r ? cli_broken("读取文件", r) : CLI_DONE;
}

static const char *
folder_of(TALLOC_CTX *mem, const char *path)
{
        const char *slash = strrchr(path, '/');

        if (!slash || strcmp(path, "-") == 0)
                return ".";
        return slash == path ? "/" : mem_strndup(mem, path, (size_t)(slash - path));
}

static const char *
base_name(const char *path)
{
        const char *slash = strrchr(path, '/');

        return strcmp(path, "-") == 0 ? "标准输入" : slash ? slash + 1 : path;
}

static void
put_result_json(struct buf *out, const struct kind *kind, const char *file, bool dry_run,
                const struct import_result *res)
{
        struct json_out o = {.buf = out};

        json_open(&o, '{');
        json_name(&o, "kind");
        json_put(&o, kind->name);
        json_name(&o, "file");
        json_put(&o, file);
        json_name(&o, "count");
        json_put_int(&o, (int64_t)res->n);
        json_name(&o, kind->name);
        json_put_int(&o, (int64_t)res->n);
        json_name(&o, "flagged");
        json_put_int(&o, (int64_t)res->n_flagged);
        json_name(&o, "dry_run");
        json_put_bool(&o, dry_run);
        json_name(&o, "converted_from");
        json_put(&o, res->converted ? "GB18030" : NULL);
        json_name(&o, "batch");
        if (res->batch)
                json_put_int(&o, res->batch);
        else
                json_put_null(&o);
        json_name(&o, "flags");
        json_open(&o, '{');
        for (size_t i = 0; i < res->n_counts; i++) {
                json_name(&o, res->counts[i].code);
                json_put_int(&o, (int64_t)res->counts[i].n);
        }
        json_close(&o, '}');
        json_name(&o, "records");
        json_open(&o, '[');
        for (size_t i = 0; i < res->n_notes; i++) {
                json_open(&o, '{');
                json_name(&o, "line");
                json_put_int(&o, (int64_t)res->notes[i].line);
                json_name(&o, "title");
                json_put(&o, res->notes[i].title);
                json_name(&o, "flags");
                json_open(&o, '[');
                for (size_t f = 0; f < res->notes[i].n_flags; f++)
                        json_put(&o, res->notes[i].flags[f]);
                json_close(&o, ']');
                json_close(&o, '}');
        }
        json_close(&o, ']');
        if (res->made) { /* accounts: the only place where the passwords stand */
                json_name(&o, "made");
                json_open(&o, '[');
                for (size_t i = 0; i < res->n && !dry_run; i++) {
                        json_open(&o, '{');
                        json_name(&o, "login");
                        json_put(&o, res->made[i].login);
                        json_name(&o, "name");
                        json_put(&o, res->made[i].name);
                        json_name(&o, "password");
                        json_put(&o, res->made[i].password);
                        json_close(&o, '}');
                }
                json_close(&o, ']');
        }
        json_close(&o, '}');
}

static void
put_notes(struct buf *out, const struct import_result *res)
{
        size_t shown = res->n_notes < FLAGGED_SHOWN ? res->n_notes : FLAGGED_SHOWN;

        buf_printf(out, "\n其中 %zu 条有需要留意的地方：", res->n_flagged);
        for (size_t i = 0; i < res->n_counts; i++)
                buf_printf(out, "\n  %6zu  %s（%s）", res->counts[i].n,
                           import_flag_label(res->counts[i].code), res->counts[i].code);
        for (size_t i = 0; i < shown; i++) {
                const struct import_note *note = &res->notes[i];

                buf_str(out, "\n");
                if (note->line)
                        buf_printf(out, "第 %zu 行 ", note->line);
                buf_str(out, note->title);
                for (size_t f = 0; f < note->n_flags; f++)
                        buf_printf(out, "%s%s", f ? "；" : "：", import_flag_label(note->flags[f]));
        }
        if (res->n_flagged > shown)
                buf_printf(out, "\n……其余 %zu 条从略，加 --json 可看前 %d 条",
                           res->n_flagged - shown, IMPORT_NOTES_MAX);
}

static int
tell(struct cli *cli, const struct kind *kind, const char *file, bool dry_run,
     const struct import_result *res)
{
        struct buf out = buf_new(cli->mem, MiB(16));

        if (cli->json) {
                put_result_json(&out, kind, file, dry_run, res);
                return cli_print(&out);
        }
        buf_printf(&out, "%s %zu %s%s", dry_run ? "可以导入" : "已导入", res->n, kind->noun,
                   res->converted ? "（文字由 GB18030 转换）" : "");
        if (res->n_flagged)
                put_notes(&out, res);
        if (res->made && !dry_run) {
                buf_str(&out, "\n一次性密码只显示这一次，首次登录须修改：");
                for (size_t i = 0; i < res->n; i++)
                        buf_printf(&out, "\n  %s  %s  %s", res->made[i].login, res->made[i].name,
                                   res->made[i].password);
        }
        return cli_print(&out);
}

struct options {
        const char *map, *agency, *attested_by;
        bool dry_run;
};

static int
make_ask(struct cli *cli, const char *path, const struct options *opt, struct import_ask *ret)
{
        struct import_ask ask = {.file_name = base_name(path),
                                 .folder = folder_of(cli->mem, path),
                                 .agency = opt->agency,
                                 .attested_by = opt->attested_by,
                                 .dry_run = opt->dry_run,
                                 .now = clock_now(),
                                 .clock_us = clock_us,
                                 .progress = cli->terminal && !cli->json ? progress : NULL};
        int r;

        r = read_input(cli, path, &ask.bytes, &ask.n);
        if (r)
                return r;
        if (opt->map) {
                r = read_input(cli, opt->map, &ask.map, &ask.n_map);
                if (r)
                        return r;
        }
        *ret = ask;
        return CLI_DONE;
}

static int
run(struct cli *cli, const struct kind *kind, char **files, size_t n, const struct options *opt)
{
        struct import_ask *asks = mem_array(cli->mem, struct import_ask, n);
        struct problems problems = {.mem = cli->mem};
        struct import_result res = {0};
        struct app app = {.data = cli->data};
        int r;

        for (size_t i = 0; i < n; i++) {
                r = make_ask(cli, files[i], opt, &asks[i]);
                if (r)
                        return r;
        }
        r = open_store(cli, OPEN_MAKE, &app.store);
        if (r)
                return r;
        r = kind->run ? kind->run(cli->mem, &app, &asks[0], &problems, &res)
                      : app_import_reports(cli->mem, &app, asks, n, &problems, &res);
        if (r < 0)
                return cli_broken("导入", r);
        if (r > 0)
                return cli_problems(cli, files[0], &problems);
        return tell(cli, kind, files[0], opt->dry_run, &res);
}

int
cmd_import(struct cli *cli, int argc, char **argv)
{
        struct options opt = {.map = cli_option(&argc, argv, "--map"),
                              .agency = cli_option(&argc, argv, "--agency"),
                              .attested_by = cli_option(&argc, argv, "--attested-by"),
                              .dry_run = cli_flag(&argc, argv, "--dry-run")};
        const struct kind *kind = kind_of(argc > 1 ? argv[1] : NULL);
        const char *unknown = cli_unknown(argc, argv);

        if (unknown)
                return cli_usage(NULL, "import 没有选项“%s”", unknown);
        if (!kind)
                return cli_usage(
                    NULL,
                    "import 之后应是 items、agencies、people、roles、stand_ins、guides、figures、"
                    "leaders、columns、duties、classes、channels、words、reports 或 calendar");
        if (argc < 3)
                return cli_usage(NULL, "import %s 之后应是文件名", kind->name);
        if (argc > 3 && kind->run)
                return cli_usage(NULL, "import %s 一次只导入一个文件", kind->name);
        return run(cli, kind, argv + 2, (size_t)(argc - 2), &opt);
}
