#include "app/catalogue.h"
#include "app/feed.h"
#include "app/find.h"
#include "app/house.h"
#include "base/clock.h"
#include "main/commands.h"
#include "main/feeder.h"
#include "main/open.h"
#include "search/search.h"

#include <errno.h>
#include <unistd.h>

enum { LIMIT_DEFAULT = 20, LOADING_MS = 20000 };

/* --- What is asked ----------------------------------------------------------------------------- */

struct asked {
        struct find_ask ask;
        struct app *app;
        const char *column; /* code or name; NULL: any */
        bool no_column;
        struct find_answer answer;
};

/* The agency named by slug, code or name; 0 when there is none. */
static int64_t
agency_by(const struct agency_entry *list, size_t n, const char *name)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].slug, name) == 0 || strcmp(list[i].code, name) == 0 ||
                    strcmp(list[i].name, name) == 0)
                        return list[i].id;
        return 0;
}

/* The first site's root; without a site, the first agency that has none above it. */
static int
take_scope(struct cli *cli, struct app *app, const char *agency, struct find_ask *ask)
{
        struct agency_entry *agencies;
        struct house_site *sites;
        size_t n_agencies, n_sites;
        int r = app_agencies(cli->mem, app, &agencies, &n_agencies);

        if (!r)
                r = app_sites(cli->mem, app, &sites, &n_sites);
        if (r < 0)
                return cli_broken("读取机构", r);
        for (size_t i = 0; i < n_agencies && !ask->scope; i++)
                if (!agencies[i].parent)
                        ask->scope = agencies[i].id;
        if (n_sites)
                ask->scope = sites[0].root_agency;
        if (agency) {
                ask->agency = agency_by(agencies, n_agencies, agency);
                if (!ask->agency)
                        return cli_fail(CLI_USAGE, "没有行政机关“%s”（名称、代码或地址）", agency);
        }
        return CLI_DONE;
}

static int
take_options(int *argc, char **argv, struct asked *a, const char **ret_agency)
{
        const char *from = cli_option(argc, argv, "--from"), *to = cli_option(argc, argv, "--to");
        const char *sort = cli_option(argc, argv, "--sort");
        const char *limit = cli_option(argc, argv, "--limit");
        char *end;

        *ret_agency = cli_option(argc, argv, "--agency");
        a->column = cli_option(argc, argv, "--column");
        if (from && !day_parse(from, &a->ask.from))
                return cli_usage(NULL, "--from 应为 YYYY-MM-DD，现为“%s”", from);
        if (to && !day_parse(to, &a->ask.to))
                return cli_usage(NULL, "--to 应为 YYYY-MM-DD，现为“%s”", to);
        if (sort && strcmp(sort, "date") != 0 && strcmp(sort, "relevance") != 0)
                return cli_usage(NULL, "--sort 应为 date 或 relevance，现为“%s”", sort);
        a->ask.by_date = sort && strcmp(sort, "date") == 0;
        if (limit) {
                unsigned long n;

                errno = 0;
                n = strtoul(limit, &end, 10);
                if (end == limit || *end || errno || n < 1 || n > FIND_PAGE_MAX)
                        return cli_usage(NULL, "--limit 应为 1 至 %d，现为“%s”", FIND_PAGE_MAX,
                                         limit);
                a->ask.limit = n;
        }
        return CLI_DONE;
}

static int
find(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct asked *a = arg;
        struct public_column column;
        int r = 0;

        if (a->column) {
                r = app_public_column(mem, tx, a->ask.scope, a->column, &column);
                if (r == 0)
                        a->ask.column = column.id;
                if (r == APP_NONE)
                        r = app_find_column(mem, tx, a->column, &a->ask.column);
                a->no_column = r == APP_NONE;
                if (r)
                        return r < 0 ? err_trace(r) : 0;
        }
        r = app_find(mem, a->app, tx, &a->ask, &a->answer);
        return r ? err_fold(r) : 0;
}

/* --- What is found ----------------------------------------------------------------------------- */

static const char *const kinds[] = {
    [FIND_AGENCY] = "agency", [FIND_COLUMN] = "column", [FIND_TOPIC] = "topic",
    [FIND_GENRE] = "genre",   [FIND_YEAR] = "year",     [FIND_VALIDITY] = "validity"};

static void
put_facets(struct json_out *o, const struct find_answer *a)
{
        json_name(o, "facets");
        json_open(o, '{');
        for (enum find_facet_kind k = FIND_AGENCY; k <= FIND_VALIDITY; k++) {
                json_name(o, kinds[k]);
                json_open(o, '[');
                for (size_t i = 0; i < a->n_facets; i++) {
                        if (a->facets[i].kind != k)
                                continue;
                        json_open(o, '{');
                        json_name(o, "code");
                        json_put(o, a->facets[i].code);
                        json_name(o, "label");
                        json_put(o, a->facets[i].label);
                        json_name(o, "n");
                        json_put_int(o, a->facets[i].n);
                        json_close(o, '}');
                }
                json_close(o, ']');
        }
        json_close(o, '}');
}

static void
put_json(struct buf *out, const struct find_answer *a)
{
        struct json_out o = {.buf = out};
        char day[DAY_TEXT_SIZE];

        json_open(&o, '{');
        json_name(&o, "count");
        json_put_int(&o, a->count);
        json_name(&o, "hits");
        json_open(&o, '[');
        for (size_t i = 0; i < a->n_hits; i++) {
                const struct find_hit *h = &a->hits[i];

                json_open(&o, '{');
                json_name(&o, "index_no");
                json_put(&o, h->row.index_no);
                json_name(&o, "title");
                json_put(&o, h->row.title);
                json_name(&o, "doc_no");
                json_put(&o, h->row.doc_no);
                json_name(&o, "agency");
                json_put(&o, h->row.agency_name);
                json_name(&o, "column");
                json_put(&o, h->row.column_name);
                json_name(&o, "date");
                json_put(&o, day_text(h->row.day, day));
                json_name(&o, "snippet");
                json_put(&o, h->plain_snippet);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        put_facets(&o, a);
        json_name(&o, "partial");
        json_put_bool(&o, a->is_more);
        json_name(&o, "took_us");
        json_put_int(&o, a->took_us);
        json_close(&o, '}');
}

static void
put_parts(struct buf *out, const struct find_part *parts, size_t n, bool colour)
{
        for (size_t i = 0; i < n; i++)
                buf_printf(out, colour && parts[i].hit ? "\033[1;31m%s\033[0m" : "%s",
                           parts[i].text);
}

static void
put_text(struct buf *out, const struct find_answer *a, bool colour)
{
        char day[DAY_TEXT_SIZE];

        for (size_t i = 0; i < a->n_hits; i++) {
                const struct find_hit *h = &a->hits[i];

                put_parts(out, h->title, h->n_title, colour);
                buf_printf(out, "\n  %s  %s  %s\n  ", h->row.index_no, h->row.agency_name,
                           day_text(h->row.day, day));
                put_parts(out, h->snippet, h->n_snippet, colour);
                buf_char(out, '\n');
        }
        buf_printf(out, "共找到%s%lld条，用时%.1f毫秒", a->is_more ? "至少" : "",
                   (long long)a->count, (double)a->took_us / 1000);
}

/* --- The file ---------------------------------------------------------------------------------- */

/* Feeds what is new, unless a server is doing that already: then it is as new as that server. */
static int
catch_up(struct cli *cli, struct app *app)
{
        struct feed *feed = feed_new(cli->mem, app, cli->data);
        struct feed_done done;

        do {
                int r = feed_step(feed, instant_day(clock_now()), &done);

                if (r < 0)
                        return cli_broken("更新检索索引", r);
        } while (done.state == FEED_MORE);
        talloc_free(feed);
        return CLI_DONE;
}

static bool
show_progress(void *arg, size_t done)
{
        const struct cli *cli = arg;

        if (cli->terminal)
                (void)fprintf(stderr, "\r已索引 %zu 条", done);
        return true;
}

static int
rebuild(struct cli *cli, struct app *app)
{
        struct buf out = buf_new(cli->mem, KiB(4));
        struct json_out o = {.buf = &out};
        int64_t began = clock_us();
        size_t n = 0;
        int r = feed_rebuild(app, cli->data, instant_day(clock_now()), show_progress, cli, &n);

        if (cli->terminal)
                (void)fputc('\n', stderr);
        if (r == FEED_BUSY)
                return cli_fail(CLI_NO, "检索索引正在由另一个进程重建");
        if (r < 0)
                return cli_broken("重建检索索引", r);
        if (cli->json) {
                json_open(&o, '{');
                json_name(&o, "items");
                json_put_int(&o, (int64_t)n);
                json_name(&o, "took_us");
                json_put_int(&o, clock_us() - began);
                json_close(&o, '}');
        } else {
                buf_printf(&out, "检索索引已重建：%zu条，用时%.1f秒", n,
                           (double)(clock_us() - began) / 1e6);
        }
        return cli_print(&out);
}

static int
ask(struct cli *cli, struct asked *a)
{
        struct buf out = buf_new(cli->mem, MiB(64));
        int r = catch_up(cli, a->app);

        if (r)
                return r;
        feeder_open(cli->mem, a->app, cli->data, 1);
        for (int ms = 0; ms < LOADING_MS && !search_state(a->app->search).is_loaded; ms += 2)
                (void)usleep(2000);
        r = app_read(cli->mem, a->app, find, a);
        if (r)
                return cli_broken("检索", err_fold(r));
        if (a->no_column)
                return cli_fail(CLI_USAGE, "没有栏目“%s”（代码或名称）", a->column);
        if (cli->json)
                put_json(&out, &a->answer);
        else
                put_text(&out, &a->answer, cli->terminal && isatty(STDOUT_FILENO));
        return cli_print(&out);
}

int
cmd_search(struct cli *cli, int argc, char **argv)
{
        struct asked a = {.ask = {.from = DAY_NONE,
                                  .to = DAY_NONE,
                                  .today = instant_day(clock_now()),
                                  .facets = true,
                                  .limit = LIMIT_DEFAULT}};
        struct app app = {.data = cli->data};
        const char *agency;
        int r = take_options(&argc, argv, &a, &agency);

        if (r)
                return r;
        if (argc > 1 && strcmp(argv[1], "--") == 0)
                argv[1] = NULL;
        if (argc > 1 && argv[1] && cli_unknown(argc, argv))
                return cli_usage(NULL, "search 不认识选项“%s”", cli_unknown(argc, argv));
        if (argc != (argc > 1 && !argv[1] ? 3 : 2))
                return cli_usage(NULL,
                                 "用法：search 检索词，或者 search rebuild；检索词含空格时加引号");
        a.ask.text = argv[argc - 1];
        r = open_store(cli, OPEN_AS_IS, &app.store);
        if (r)
                return r;
        a.app = &app;
        if (argc == 2 && strcmp(argv[1], "rebuild") == 0)
                return rebuild(cli, &app);
        r = take_scope(cli, &app, agency, &a.ask);
        return r ? r : ask(cli, &a);
}
