#include "app/check.h"
#include "main/commands.h"
#include "main/open.h"
#include "search/search.h"

enum { SEARCH_SAMPLE = 200 };

/* The search file beside the store: derived, but a reader cannot tell. */
static int
check_search(struct cli *cli, bool is_full, struct check *ret)
{
        struct problems problems = {.mem = cli->mem};
        int64_t n = 0;
        int r = search_check(cli->data, is_full ? 0 : SEARCH_SAMPLE, &problems, &n);

        if (r < 0)
                return err_trace(r);
        *ret = (struct check){"search", "搜索索引完好", n, (int64_t)problems.n,
                              problems.n ? problems.list[0].message : NULL};
        return 0;
}

static void
put_json(struct buf *out, const struct check *list, size_t n, bool well)
{
        struct json_out o = {.buf = out};

        json_open(&o, '{');
        json_name(&o, "ok");
        json_put_bool(&o, well);
        json_name(&o, "checks");
        json_open(&o, '[');
        for (size_t i = 0; i < n; i++) {
                json_open(&o, '{');
                json_name(&o, "name");
                json_put(&o, list[i].name);
                json_name(&o, "ok");
                json_put_bool(&o, list[i].n_wrong == 0);
                json_name(&o, "seen");
                if (list[i].n_seen < 0)
                        json_put_null(&o);
                else
                        json_put_int(&o, list[i].n_seen);
                json_name(&o, "wrong");
                json_put_int(&o, list[i].n_wrong);
                json_name(&o, "first");
                json_put(&o, list[i].first);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
}

static void
put_text(struct buf *out, const struct check *list, size_t n, bool well)
{
        for (size_t i = 0; i < n; i++)
                if (list[i].n_wrong)
                        buf_printf(out, "不符  %s：%lld处，如 %s\n", list[i].label,
                                   (long long)list[i].n_wrong, list[i].first);
                else if (list[i].n_seen >= 0)
                        buf_printf(out, "符合  %s（%lld）\n", list[i].label,
                                   (long long)list[i].n_seen);
                else
                        buf_printf(out, "符合  %s\n", list[i].label);
        buf_str(out, well ? "全部符合" : "有不符之处，见上");
}

int
cmd_check(struct cli *cli, int argc, char **argv)
{
        bool is_full = cli_flag(&argc, argv, "--full"), well = true;
        struct app app = {.data = cli->data};
        struct buf out = buf_new(cli->mem, MiB(1));
        struct check *list, *all;
        size_t n;
        int r;

        if (argc > 1 && strcmp(argv[1], "list") != 0)
                return cli_usage(NULL, "check 不认识参数“%s”", argv[1]);
        r = open_store(cli, OPEN_AS_IS, &app.store);
        if (r != CLI_DONE)
                return r;
        r = app_check(cli->mem, &app, is_full, &list, &n);
        if (r)
                return cli_broken("检查", r);
        all = mem_array(cli->mem, struct check, n + 1);
        memcpy(all, list, n * sizeof(*list));
        r = check_search(cli, is_full, &all[n]);
        if (r)
                return cli_broken("检查搜索索引", r);
        n++;
        for (size_t i = 0; i < n; i++)
                well = well && all[i].n_wrong == 0;
        if (cli->json)
                put_json(&out, all, n, well);
        else
                put_text(&out, all, n, well);
        r = cli_print(&out);
        return r != CLI_DONE ? r : well ? CLI_DONE : CLI_NO;
}
