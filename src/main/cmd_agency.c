#include "app/catalogue.h"
#include "app/run.h"
#include "main/commands.h"
#include "main/open.h"

static void
list_json(struct buf *out, const struct agency_entry *list, size_t n)
{
        struct json_out o = {.buf = out};
        char text[DAY_TEXT_SIZE];

        json_open(&o, '{');
        json_name(&o, "agencies");
        json_open(&o, '[');
        for (size_t i = 0; i < n; i++) {
                const struct agency_entry *a = &list[i];

                json_open(&o, '{');
                json_name(&o, "code");
                json_put(&o, a->code);
                json_name(&o, "slug");
                json_put(&o, a->slug);
                json_name(&o, "name");
                json_put(&o, a->name);
                json_name(&o, "kind");
                json_put(&o, a->kind);
                json_name(&o, "level");
                json_put(&o, a->level);
                json_name(&o, "parent");
                json_put(&o, a->parent);
                json_name(&o, "opened");
                json_put(&o, day_text(a->opened, text));
                json_name(&o, "closed");
                json_put(&o, day_is_none(a->closed) ? NULL : day_text(a->closed, text));
                json_name(&o, "items");
                json_put_int(&o, a->n);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
}

static void
list_text(struct buf *out, const struct agency_entry *list, size_t n)
{
        char text[DAY_TEXT_SIZE];

        for (size_t i = 0; i < n; i++)
                buf_printf(out, "%s  %s  %lld条%s%s\n", list[i].code, list[i].name,
                           (long long)list[i].n, day_is_none(list[i].closed) ? "" : "  撤销于",
                           day_text(list[i].closed, text));
        buf_printf(out, "共%zu个行政机关", n);
}

int
cmd_agency(struct cli *cli, int argc, char **argv)
{
        struct buf out = buf_new(cli->mem, MiB(64));
        struct agency_entry *list;
        struct app app = {0};
        size_t n;
        int r;

        if (argc > 2 || (argc == 2 && strcmp(argv[1], "list") != 0))
                return cli_usage(NULL, "agency 没有子命令“%s”", argv[argc - 1]);
        r = open_store(cli, OPEN_CURRENT, &app.store);
        if (r)
                return r;
        r = app_agencies(cli->mem, &app, &list, &n);
        if (r)
                return cli_broken("读取行政机关", r);
        if (cli->json)
                list_json(&out, list, n);
        else
                list_text(&out, list, n);
        return cli_print(&out);
}
