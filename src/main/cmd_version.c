#include "main/commands.h"

int
cmd_version(struct cli *cli, int argc, char **argv)
{
        struct buf out = buf_new(cli->mem, KiB(4));
        struct json_out o = {.buf = &out};

        (void)argc;
        (void)argv;
        if (!cli->json) {
                buf_str(&out, "xxgk " XXGK_VERSION);
                return cli_print(&out);
        }
        json_open(&o, '{');
        json_name(&o, "version");
        json_put(&o, XXGK_VERSION);
        json_close(&o, '}');
        return cli_print(&out);
}
