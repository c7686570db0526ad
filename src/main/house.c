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
                crypto_random(ret, SECRET_SIZE);
                r = file_write(path, ret, SECRET_SIZE, 0600);
                return r < 0 ? cli_broken("写密钥文件", r) : CLI_DONE;
        }
        if (r == FILE_TOO_BIG || n != SECRET_SIZE)
                return cli_fail(CLI_USAGE, "密钥文件 %s 应为 %d 字节", path, SECRET_SIZE);
        memcpy(ret, bytes, SECRET_SIZE);
        return CLI_DONE;
}
