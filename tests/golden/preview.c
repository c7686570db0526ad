/* preview DIR [elder|red|hant-free]: every view with fixtures as files, to look at in a browser.
 * Links stay inside DIR as far as there is something to see: assets are written beside. */
#include "fixture.h"

#include "base/file.h"
#include "views/asset.h"

#include <limits.h>

static int
write_to(TALLOC_CTX *mem, const char *dir, const char *name, const void *bytes, size_t n)
{
        const char *path = mem_printf(mem, "%s/%s", dir, name);

        if (file_mkdirs(mem_strndup(mem, path, (size_t)(strrchr(path, '/') - path))) ||
            file_write(path, bytes, n, 0644)) {
                (void)fprintf(stderr, "%s\n", err_text());
                return 1;
        }
        return 0;
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct view_site site = fixture_site();
        char dir[PATH_MAX];

        if (argc < 2 || file_mkdirs(argv[1]) || !realpath(argv[1], dir)) {
                (void)fputs("usage: preview DIR [elder] [red]\n", stderr);
                return 2;
        }
        site.prefix = mem_printf(mem, "file://%s", dir);
        for (int i = 2; i < argc; i++) {
                site.elder = site.elder || !strcmp(argv[i], "elder");
                if (!strcmp(argv[i], "red"))
                        site.theme = "red";
        }
        fixture_begin(mem);
        for (size_t i = 0; i < asset_count; i++)
                if (write_to(mem, dir, mem_printf(mem, "assets/%s", asset_table[i].name),
                             asset_table[i].data, asset_table[i].n))
                        return 1;
        for (size_t i = 0; i < n_fixtures; i++) {
                struct buf out = buf_new(mem, MiB(1));

                fixtures[i].render(&out, &site);
                if (write_to(mem, dir, mem_printf(mem, "%s.%s", fixtures[i].name, fixtures[i].end),
                             buf_text(&out), out.len))
                        return 1;
        }
        return 0;
}
