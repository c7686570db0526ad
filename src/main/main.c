/* The command line: global options, help, and the way to a command. */
#include "base/crypto.h"
#include "intake/intake.h"
#include "main/cli.h"
#include "main/commands.h"
#include "outside/webhook.h"

#include <signal.h>
#include <unistd.h>

#define COMMAND(name, usage, summary, help) {#name, cmd_##name, usage, summary, help},
const struct command commands[] = {
#include "main/commands.def"
};
#undef COMMAND
const size_t n_commands = N(commands);

static const struct command *
command_of(const char *name)
{
        for (size_t i = 0; i < n_commands; i++)
                if (strcmp(commands[i].name, name) == 0)
                        return &commands[i];
        return NULL;
}

static void
help_all(FILE *out)
{
        (void)fputs(
            "政府信息公开平台\n\n"
            "用法：xxgk [--data 目录 | --db postgresql://…] [--json] 命令 [参数 …]\n\n命令：\n",
            out);
        for (size_t i = 0; i < n_commands; i++)
                (void)fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
        (void)fputs("\n每个命令都有 --help。数据目录默认 ./data（环境变量 XXGK_DATA），"
                    "数据库默认为其中的 xxgk.db（XXGK_DB）。\n"
                    "退出码：0 完成；1 结果为否；2 用法或输入有误，未作任何更改；3 系统故障。\n",
                    out);
}

static int
help_one(const struct command *c)
{
        (void)printf("%s\n\n用法：xxgk %s %s\n\n%s", c->summary, c->name, c->usage, c->help);
        return fflush(stdout) == 0 ? CLI_DONE : CLI_MACHINE;
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct cli cli = {.mem = mem, .self = argv[0], .terminal = isatty(STDERR_FILENO)};
        const struct command *command;
        const char *data, *db;
        bool help;

        if (argc >= 2 && strcmp(argv[1], "intake") == 0)
                intake_child(argc, argv);
        (void)signal(SIGPIPE, SIG_IGN);
        crypto_init();
        webhook_init();
        data = cli_option(&argc, argv, "--data");
        db = cli_option(&argc, argv, "--db");
        cli.json = cli_flag(&argc, argv, "--json");
        help = cli_flag(&argc, argv, "--help");
        cli.data = data ? data : getenv("XXGK_DATA");
        if (!cli.data || !*cli.data)
                cli.data = "data";
        cli.db = db ? db : getenv("XXGK_DB");
        if (!cli.db || !*cli.db)
                cli.db = mem_printf(mem, "%s/xxgk.db", cli.data);
        if (argc < 2 || strcmp(argv[1], "help") == 0) {
                bool asked = help || argc >= 2;

                command = argc >= 3 ? command_of(argv[2]) : NULL;
                if (command)
                        return help_one(command);
                help_all(asked ? stdout : stderr);
                return asked ? CLI_DONE : CLI_USAGE;
        }
        command = command_of(argv[1]);
        if (!command)
                return cli_usage(NULL, "没有命令“%s”", argv[1]);
        if (help)
                return help_one(command);
        return command->run(&cli, argc - 1, argv + 1);
}
