/* assetgen: files of assets/ into C.
 * Purpose    `assetgen OUT.c OUT.list ROOT FILE…`: each file becomes bytes in the binary, under a
 * name that carries a hash of its content ("css/site.css" → "css/site.1f2e3d4c5b6a7988.css"), so
 * that a browser may keep it for ever. OUT.list has "path name" a line, for viewgen. The hash
 * (FNV-1a, 64 bits) tells versions apart; it is no protection. */
#include "base/buf.h"

static const struct {
        const char *end, *type;
} types[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".json", "application/json; charset=utf-8"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".txt", "text/plain; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
};

static const char *
type_of(const char *path)
{
        const char *dot = strrchr(path, '.');

        for (size_t i = 0; dot && i < N(types); i++)
                if (!strcmp(types[i].end, dot))
                        return types[i].type;
        (void)fprintf(stderr, "assetgen: %s: a kind of file that is not served\n", path);
        exit(1);
}

static void
read_file(struct buf *b, const char *path)
{
        FILE *f = fopen(path, "rbe");
        char chunk[4096];
        size_t n;

        if (!f) {
                (void)fprintf(stderr, "assetgen: %s: cannot be read\n", path);
                exit(1);
        }
        while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
                buf_put(b, chunk, n);
        (void)fclose(f);
}

static void
write_file(const char *path, const struct buf *b)
{
        FILE *f = fopen(path, "wbe");

        if (!f || fwrite(buf_text(b), 1, b->len, f) != b->len || fclose(f) || b->full) {
                (void)fprintf(stderr, "assetgen: %s: cannot be written\n", path);
                exit(1);
        }
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf c = buf_new(mem, MiB(64)), table = buf_new(mem, MiB(1)),
                   list = buf_new(mem, MiB(1));
        size_t n_root;

        if (argc < 4) {
                (void)fprintf(stderr, "usage: assetgen OUT.c OUT.list ROOT FILE...\n");
                return 2;
        }
        n_root = strlen(argv[3]);
        buf_str(&c, "/* Written by assetgen. */\n#include \"views/asset.h\"\n\n");
        for (int i = 4; i < argc; i++) {
                const char *path =
                    strncmp(argv[i], argv[3], n_root) ? argv[i] : argv[i] + n_root + 1;
                const char *dot = strrchr(path, '.');
                struct buf b = buf_new(mem, MiB(8));
                uint64_t hash = 0xcbf29ce484222325;

                read_file(&b, argv[i]);
                buf_printf(&c, "static const uint8_t bytes_%d[] = {", i);
                for (size_t k = 0; k < b.len; k++) {
                        hash = (hash ^ (uint8_t)b.data[k]) * 0x100000001b3;
                        buf_printf(&c, "%s%d,", k % 24 ? "" : "\n", (uint8_t)b.data[k]);
                }
                buf_str(&c, "0};\n");
                buf_printf(&table, "        {\"%s\", \"%.*s.%016llx%s\", \"%s\", bytes_%d, %zu},\n",
                           path, (int)(dot - path), path, (unsigned long long)hash, dot,
                           type_of(path), i, b.len);
                buf_printf(&list, "%s %.*s.%016llx%s\n", path, (int)(dot - path), path,
                           (unsigned long long)hash, dot);
        }
        buf_printf(&c,
                   "\nconst struct asset asset_table[] = {\n%s};\nconst size_t asset_count = "
                   "N(asset_table);\n",
                   buf_text(&table));
        write_file(argv[1], &c);
        write_file(argv[2], &list);
        return 0;
}
