#include "main/open.h"

#include "app/calendar.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/migrate.h"

const char *
open_files(const struct cli *cli)
{
        return mem_printf(cli->mem, "%s/files", cli->data);
}

int
open_store_for(struct cli *cli, enum open_how how, unsigned n, struct store **ret)
{
        struct store_settings settings = {.n_connections = n};
        struct problems problems = {.mem = cli->mem};
        struct store *store;
        size_t applied;
        int r;

        if (how == OPEN_MAKE) {
                r = file_mkdirs(cli->data);
                if (r < 0)
                        return cli_broken("建立数据目录", r);
        } else if (!store_is_url(cli->db) && !file_exists(cli->db)) {
                return cli_fail(CLI_USAGE, "没有数据库 %s：请用 --data 或 --db 指明", cli->db);
        }
        r = store_open(cli->mem, cli->db, &settings, &store);
        if (r < 0)
                return cli_broken("打开数据库", r);
        if (how != OPEN_AS_IS) {
                r = store_migrate(store, clock_now(), &problems, &applied);
                if (r < 0)
                        return cli_broken("迁移数据库", r);
                if (r == MIGRATE_REFUSED)
                        return cli_problems(cli, cli->db, &problems);
        }
        *ret = store;
        return CLI_DONE;
}

int
open_store(struct cli *cli, enum open_how how, struct store **ret)
{
        return open_store_for(cli, how, 0, ret);
}

int
open_calendar(struct cli *cli, const struct calendar **ret)
{
        struct app app = {.data = cli->data};
        int r;

        if (!store_is_url(cli->db) && !file_exists(cli->db)) {
                *ret = calendar_shipped();
                return CLI_DONE;
        }
        r = open_store(cli, OPEN_CURRENT, &app.store);
        if (r)
                return r;
        r = app_calendar(cli->mem, &app, ret);
        return r < 0 ? cli_broken("读取工作日历", r) : CLI_DONE;
}
