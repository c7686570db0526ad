#include "main/house.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"
#include "store/migrate.h"
#include "store/store.h"

int
house_open_with(struct cli *cli, unsigned n_connections, struct app **ret)
{
        struct store_settings settings = {.n_connections = n_connections};
        struct problems problems = {.mem = cli->mem};
        struct app *app = mem_new(cli->mem, struct app);
        size_t applied;
        int r;

        r = file_mkdirs(cli->data);
        if (r < 0)
                return cli_broken("建立数据目录", r);
        r = store_open(cli->mem, cli->db, &settings, &app->store);
        if (r < 0)
                return cli_broken("打开数据库", r);
        r = store_migrate(app->store, clock_now(), &problems, &applied);
        if (r < 0)
                return cli_broken("升级数据库", r);
        if (r > 0)
                return cli_problems(cli, cli->db, &problems);
        if (applied)
                log_event(LOG_DEBUG, "migrated", LOG_N("applied", applied));
        *ret = app;
        return CLI_DONE;
}

int
house_open(struct cli *cli, struct app **ret)
{
        return house_open_with(cli, 0, ret);
}

int
house_secret(struct cli *cli, uint8_t ret[SECRET_SIZE])
{
        const char *path = mem_printf(cli->mem, "%s/secret.key", cli->data);
        char *bytes;
        size_t n;
        int r = file_read(cli->mem, path, SECRET_SIZE, &bytes, &n);

        if (r < 0)
                return cli_broken("读取密钥文件", r);
        if (r == FILE_NONE) {
                crypto_random(ret, SECRET_SIZE);
                r = file_write(path, ret, SECRET_SIZE, 0600);
                return r < 0 ? cli_broken("写密钥文件", r) : CLI_DONE;
        }
        if (r == FILE_TOO_BIG || n != SECRET_SIZE)
                return cli_fail(CLI_USAGE, "密钥文件 %s 应为 %d 字节", path, SECRET_SIZE);
        memcpy(ret, bytes, SECRET_SIZE);
        return CLI_DONE;
}
