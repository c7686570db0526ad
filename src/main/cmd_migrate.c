#include "base/clock.h"
#include "main/commands.h"
#include "main/open.h"
#include "store/migrate.h"

static const char *
state_of(const struct migration_state *m)
{
        if (m->unknown)
                return "unknown";
        if (m->changed)
                return "changed";
        return instant_is_none(m->applied_at) ? "pending" : "applied";
}

static const char *
label_of(const struct migration_state *m)
{
        if (m->unknown)
                return "本程序不认识";
        if (m->changed)
                return "内容已变";
        return instant_is_none(m->applied_at) ? "未执行" : "已执行";
}

static void
put_json(struct buf *out, const struct migration_state *list, size_t n, int64_t applied)
{
        struct json_out o = {.buf = out};
        char text[INSTANT_RFC_SIZE];

        json_open(&o, '{');
        json_name(&o, "applied");
        json_put_int(&o, applied);
        json_name(&o, "migrations");
        json_open(&o, '[');
        for (size_t i = 0; i < n; i++) {
                json_open(&o, '{');
                json_name(&o, "name");
                json_put(&o, list[i].name);
                json_name(&o, "state");
                json_put(&o, state_of(&list[i]));
                json_name(&o, "applied_at");
                json_put(&o, instant_is_none(list[i].applied_at)
                                 ? NULL
                                 : instant_rfc3339(list[i].applied_at, text));
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
}

static int
show(struct cli *cli, struct store *store, int64_t applied, bool all)
{
        struct buf out = buf_new(cli->mem, MiB(1));
        struct migration_state *list;
        char text[INSTANT_TEXT_SIZE];
        size_t n;
        int r = store_migrations(cli->mem, store, &list, &n);

        if (r < 0)
                return cli_broken("读取迁移清单", r);
        if (cli->json) {
                put_json(&out, list, n, applied);
                return cli_print(&out);
        }
        for (size_t i = 0; all && i < n; i++)
                buf_printf(&out, "%-40s %s %s\n", list[i].name, label_of(&list[i]),
                           instant_text(list[i].applied_at, text));
        if (!all)
                buf_printf(&out, "数据库已是最新：本次执行 %lld 个迁移，共 %zu 个\n",
                           (long long)applied, n);
        return cli_print(&out);
}

int
cmd_migrate(struct cli *cli, int argc, char **argv)
{
        struct problems problems = {.mem = cli->mem};
        struct store *store = NULL;
        bool list = argc > 1 && strcmp(argv[1], "list") == 0;
        size_t applied = 0;
        int code, r;

        if (argc > 2 || (argc == 2 && !list))
                return cli_usage(NULL, "migrate 没有参数“%s”", argv[argc - 1]);
        code = open_store(cli, OPEN_AS_IS, &store);
        if (code != CLI_DONE)
                return code;
        if (list)
                return show(cli, store, 0, true);
        r = store_migrate(store, clock_now(), &problems, &applied);
        if (r < 0)
                return cli_broken("迁移数据库", r);
        if (r == MIGRATE_REFUSED)
                return cli_problems(cli, cli->db, &problems);
        return show(cli, store, (int64_t)applied, false);
}
