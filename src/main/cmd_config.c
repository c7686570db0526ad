#include "main/commands.h"
#include "main/config.h"
#include "web/route.h"

static const char *const type_words[] = {
    [CONFIG_TEXT] = "text", [CONFIG_INT] = "int", [CONFIG_BOOL] = "bool"};

static void
put_value(struct json_out *o, const struct config_entry *e, const struct config *config)
{
        const void *at = (const char *)config + e->at;

        if (e->type == CONFIG_INT)
                json_put_int(o, *(const int64_t *)at);
        else if (e->type == CONFIG_BOOL)
                json_put_bool(o, *(const bool *)at);
        else
                json_put(o, *(const char *const *)at);
}

static void
list_json(struct buf *out, const struct config *config)
{
        struct json_out o = {.buf = out};

        json_open(&o, '[');
        for (size_t i = 0; i < n_config_entries; i++) {
                const struct config_entry *e = &config_entries[i];

                json_open(&o, '{');
                json_name(&o, "name");
                json_put(&o, e->name);
                json_name(&o, "type");
                json_put(&o, type_words[e->type]);
                json_name(&o, "default");
                json_put(&o, e->otherwise);
                json_name(&o, "value");
                put_value(&o, e, config);
                json_name(&o, "help");
                json_put(&o, e->help);
                json_close(&o, '}');
        }
        json_close(&o, ']');
}

static void
list_text(struct buf *out, const struct config *config)
{
        for (size_t i = 0; i < n_config_entries; i++) {
                const struct config_entry *e = &config_entries[i];
                struct json_out o = {.buf = out};

                buf_printf(out, "# %s", e->help);
                if (e->type == CONFIG_INT)
                        buf_printf(out, "（%lld–%lld）", (long long)e->least, (long long)e->most);
                buf_printf(out, "\n%s = ", e->name);
                if (e->type == CONFIG_TEXT)
                        buf_str(out, *(const char *const *)((const char *)config + e->at));
                else if (e->type == CONFIG_BOOL)
                        buf_str(out, *(const bool *)((const char *)config + e->at) ? "yes" : "no");
                else
                        put_value(&o, e, config);
                buf_char(out, '\n');
        }
}

static int
list(struct cli *cli)
{
        struct buf out = buf_new(cli->mem, MiB(1));
        struct problems problems = {.mem = cli->mem};
        const char *path = mem_printf(cli->mem, "%s/xxgk.conf", cli->data);
        struct config config;
        int r;

        r = config_read(cli->mem, path, &problems, &config);
        if (r < 0)
                return cli_broken("读取配置", r);
        if (r > 0)
                return cli_problems(cli, path, &problems);
        if (cli->json)
                list_json(&out, &config);
        else
                list_text(&out, &config);
        return cli_print(&out);
}

int
cmd_config(struct cli *cli, int argc, char **argv)
{
        struct buf out = buf_new(cli->mem, MiB(1));

        if (argc < 2 || strcmp(argv[1], "list") == 0)
                return list(cli);
        if (strcmp(argv[1], "routes") != 0)
                return cli_usage(NULL, "config 没有子命令“%s”", argv[1]);
        routes_print(&out, cli->json);
        return cli_print(&out);
}
