#include "main/house.h"

#include "base/crypto.h"
#include "base/file.h"

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
                uint8_t fresh[SECRET_SIZE];

                crypto_random(fresh, sizeof(fresh));
                r = file_create(path, fresh, sizeof(fresh), 0600);
                if (r < 0)
                        return cli_broken("写密钥文件", r);
                /* FILE_THERE: a part that started at the same time was faster, and its key counts. */
                r = file_read(cli->mem, path, SECRET_SIZE, &bytes, &n);
                if (r < 0)
                        return cli_broken("读取密钥文件", r);
        }
        if (r || n != SECRET_SIZE)
                return cli_fail(CLI_USAGE, "密钥文件 %s 应为 %d 字节", path, SECRET_SIZE);
        memcpy(ret, bytes, SECRET_SIZE);
        return CLI_DONE;
}
