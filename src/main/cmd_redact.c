/* Blacks out places of a PDF: intake rebuilds the pages from pixels and proves the result, document writes it. */
#include "base/file.h"
#include "document/raster.h"
#include "intake/intake.h"
#include "main/commands.h"

enum { BOXES_MAX = 1000 };
static const double mm_an_inch = 25.4, points_an_inch = 72;

static int
add_page(void *arg, const struct intake_raster *r)
{
        return raster_page(arg, r->width, r->height, r->dpi, r->rgb);
}

static int
end_pages(void *arg, const void **ret, size_t *ret_n)
{
        return raster_end(arg, ret, ret_n);
}

/* "1,20,35.5,60,8": page, then millimetres from the left, from the top, width, height. */
static bool
read_box(const char *s, struct intake_box *ret)
{
        double v[5];

        for (size_t i = 0; i < N(v); i++) {
                char *end;

                v[i] = strtod(s, &end);
                if (end == s || *end != (i + 1 < N(v) ? ',' : '\0') ||
                    !(v[i] >= 0 && v[i] < 100000))
                        return false;
                s = end + 1;
        }
        for (size_t i = 1; i < N(v); i++)
                v[i] *= points_an_inch / mm_an_inch;
        *ret = (struct intake_box){(int)v[0], v[1], v[2], v[3], v[4]};
        return ret->page >= 1;
}

static int
redact(struct cli *cli, const char *path, const struct intake_box *boxes, size_t n, const char *out)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems problems = {.mem = cli->mem};
        struct intake_writer writer = {add_page, end_pages, NULL};
        struct raster *raster;
        const void *written;
        size_t n_bytes, n_written;
        char *bytes;
        int r = file_read(cli->mem, path, INTAKE_FILE_MAX, &bytes, &n_bytes);

        if (r == FILE_NONE)
                return cli_fail(CLI_USAGE, "%s：没有这个文件", path);
        if (r == FILE_TOO_BIG)
                return cli_fail(CLI_USAGE, "%s：文件超过 200 MiB", path);
        if (r == 0)
                r = intake_memory(bytes, n_bytes, &fd);
        if (r == 0)
                r = raster_new(cli->mem, &raster);
        if (r < 0)
                return cli_broken("读取文件", r);
        writer.arg = raster;
        r = intake_redact_pdf(cli->mem, &(struct intake_file){path, fd}, boxes, n, &writer,
                              &problems, &written, &n_written);
        if (r < 0)
                return cli_broken("涂黑", r);
        if (r > 0)
                return cli_fail(CLI_USAGE, "%s：%s", path, problems_of(&problems, path));
        r = file_create(out, written, n_written, 0640);
        if (r == FILE_THERE)
                return cli_fail(CLI_USAGE, "%s：文件已经存在", out);
        return r < 0 ? cli_broken("写入文件", r) : CLI_DONE;
}

int
cmd_redact(struct cli *cli, int argc, char **argv)
{
        struct intake_box *boxes = mem_array(cli->mem, struct intake_box, BOXES_MAX);
        const char *out = cli_option(&argc, argv, "-o"), *box;
        size_t n = 0;

        while (n < BOXES_MAX && (box = cli_option(&argc, argv, "--box")))
                if (!read_box(box, &boxes[n++]))
                        return cli_usage(NULL, "--box 应为 页,左,上,宽,高（毫米）：%s", box);
        if (argc != 2 || !out || !n || cli_unknown(argc, argv))
                return cli_usage(NULL, "redact 需要一个文件、至少一个 --box 和 -o");
        return redact(cli, argv[1], boxes, n, out);
}
