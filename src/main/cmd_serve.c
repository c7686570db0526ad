/* serve: one part of the house, or all of them under a supervisor. */
#include "app/house.h"
#include "app/memo.h"
#include "base/file.h"
#include "base/log.h"
#include "jobs/jobs.h"
#include "main/commands.h"
#include "main/config.h"
#include "main/feeder.h"
#include "main/follow.h"
#include "main/house.h"
#include "main/listen.h"
#include "main/open.h"
#include "main/recover.h"
#include "main/supervise.h"
#include "web/server.h"

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DRAIN_MS = 3500, END_MS = 4500, SOCKET_PATH_MAX = 100 };

/* What one process of the house was told. The last four come from our own supervisor. */
struct telling {
        struct cli *cli;
        struct problems problems;
        struct config config;
        const char *part;
        const char *inherit, *office;
        int ready, poke; /* eventfd, or -1 */
        int heard;       /* shared memory, or -1: struct follow_parts */
        int fds[LISTEN_MAX];
        size_t n_fds;
};

/* ---- settings ------------------------------------------------------------------------------- */

static bool
set_log_level(const char *word, struct problems *problems)
{
        static const char *const words[] = {"debug", "info", "warn", "error"};

        for (size_t i = 0; i < N(words); i++)
                if (strcmp(word, words[i]) == 0) {
                        log_least = (enum log_level)i;
                        return true;
                }
        problems_add(problems, 0, "log_level", "应为 debug、info、warn 或 error，现为“%s”", word);
        return false;
}

static bool
check_prefix(const char *prefix, struct problems *problems)
{
        size_t n = strlen(prefix);

        if (n == 0 || (prefix[0] == '/' && prefix[n - 1] != '/' && !strstr(prefix, "//") &&
                       strspn(prefix, "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789-_.~") == n))
                return true;
        problems_add(problems, 0, "prefix",
                     "应以 / 开头、不以 / 结尾，只含字母、数字和 - _ . ~，现为“%s”", prefix);
        return false;
}

static void
take_networks(TALLOC_CTX *mem, const char *name, const char *text, struct networks *ret,
              struct problems *problems)
{
        const char *bad;

        if (!networks_parse(mem, text, ret, &bad))
                problems_add(problems, 0, name, "“%s”不是地址或网段", bad);
}

static void
take_settings(struct telling *t, struct server_settings *s)
{
        const struct config *c = &t->config;
        TALLOC_CTX *mem = t->cli->mem;

        s->data = t->cli->data;
        s->prefix = c->prefix;
        s->origin = c->origin;
        s->office = t->office ? t->office : "";
        s->threads = (unsigned)c->threads;
        s->portal_workers = (unsigned)c->portal_workers;
        s->office_workers = (unsigned)c->office_workers;
        s->upload_workers = (unsigned)c->upload_workers;
        s->search_workers = (unsigned)c->search_workers;
        s->queue = (unsigned)c->queue;
        s->connections = (unsigned)c->connections;
        s->connections_per_address = (unsigned)c->connections_per_address;
        s->requests_per_address = (unsigned)c->requests_per_address;
        s->header_seconds = (unsigned)c->header_seconds;
        s->body_rate = (unsigned)c->body_rate;
        s->cache_bytes = MiB((size_t)c->cache_mib);
        s->log_requests = c->log_requests;
        s->session.lockout_failures = (int)c->lockout_failures;
        s->session.lockout_ms = c->lockout_minutes * 60000;
        s->session.idle_ms = c->session_idle_minutes * 60000;
        s->session.most_ms = c->session_hours * 3600000;
        s->forms_per_minute = (unsigned)c->forms_per_minute;
        take_networks(mem, "trusted_proxies",
                      t->inherit ? mem_printf(mem, "127.0.0.1,%s", c->trusted_proxies)
                                 : c->trusted_proxies,
                      &s->trusted, &t->problems);
        take_networks(mem, "metrics_from", c->metrics_from, &s->metrics_from, &t->problems);
        (void)set_log_level(c->log_level, &t->problems);
        if (strcmp(c->link_checks, "no") != 0 && strcmp(c->link_checks, "public") != 0 &&
            strcmp(c->link_checks, "all") != 0)
                problems_add(&t->problems, 0, "link_checks", "应为 no、public 或 all，现为“%s”",
                             c->link_checks);
        (void)check_prefix(c->prefix, &t->problems);
}

static int
fd_option(int *argc, char **argv, const char *name)
{
        const char *text = cli_option(argc, argv, name);

        return text ? (int)strtol(text, NULL, 10) : -1;
}

static int
read_telling(struct telling *t, int *argc, char **argv)
{
        static const char *const options[] = {"listen", "prefix", "origin"};
        TALLOC_CTX *mem = t->cli->mem;
        int r = config_read(mem, mem_printf(mem, "%s/xxgk.conf", t->cli->data), &t->problems,
                            &t->config);

        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < N(options); i++) {
                const char *value = cli_option(argc, argv, mem_printf(mem, "--%s", options[i]));

                if (value)
                        (void)config_set(mem, &t->config, 0, options[i], value, &t->problems);
        }
        t->part = cli_option(argc, argv, "--part");
        t->inherit = cli_option(argc, argv, "--inherit");
        t->office = cli_option(argc, argv, "--office");
        t->ready = fd_option(argc, argv, "--ready");
        t->poke = fd_option(argc, argv, "--poke");
        t->heard = fd_option(argc, argv, "--heard");
        return 0;
}

static int
open_sockets(struct telling *t, const char *addresses)
{
        int r;

        if (!t->inherit) {
                r = listen_open(t->cli->mem, addresses, &t->problems, t->fds, &t->n_fds);
                if (r < 0)
                        return cli_broken("监听", r);
                return r ? cli_problems(t->cli, "serve", &t->problems) : CLI_DONE;
        }
        for (const char *at = t->inherit; *at && t->n_fds < LISTEN_MAX;) {
                char *end;

                t->fds[t->n_fds++] = (int)strtol(at, &end, 10);
                at = end + (*end == ',');
        }
        return CLI_DONE;
}

static void
block_ends(sigset_t *ret)
{
        (void)sigemptyset(ret);
        (void)sigaddset(ret, SIGTERM);
        (void)sigaddset(ret, SIGINT);
        (void)pthread_sigmask(SIG_BLOCK, ret, NULL); /* before threads: they inherit it */
}

static void
say_ready(const struct telling *t)
{
        uint64_t one = 1;

        if (t->ready >= 0) {
                if (write(t->ready, &one, sizeof(one)) < 0)
                        return; /* the supervisor is gone, and we soon will be */
                return;
        }
        for (size_t i = 0; i < t->n_fds; i++)
                (void)printf("%s%s/\n", listen_url(t->cli->mem, t->fds[i]), t->config.prefix);
        (void)fflush(stdout);
}

/* ---- one part ------------------------------------------------------------------------------- */

/* One for each worker that reads, the follower, the feeder, the counter, and two to spare. */
static unsigned
n_connections(const struct server_settings *s)
{
        return s->portal_workers + s->office_workers + s->upload_workers + s->search_workers +
               WATCH_WORKERS + 5;
}

static const char *
store_well(TALLOC_CTX *mem, void *app)
{
        const char *words;

        if (app_store_well(mem, app) >= 0)
                return NULL;
        words = mem_strdup(mem, err_text());
        err_clear();
        return words;
}

/* Room for what a day brings; a write that meets a full disk is refused by the engine, whole. */
static const char *
disk_well(TALLOC_CTX *mem, void *data)
{
        struct statvfs disk;

        if (statvfs(data, &disk) != 0)
                return "cannot be read";
        if (disk.f_bavail * disk.f_frsize >= MiB(64))
                return NULL;
        return mem_printf(mem, "%llu bytes left",
                          (unsigned long long)(disk.f_bavail * disk.f_frsize));
}

static enum app_links
link_checks(const struct telling *t)
{
        const char *word = t->config.link_checks;

        return strcmp(word, "all") == 0      ? APP_LINKS_ALL
               : strcmp(word, "public") == 0 ? APP_LINKS_PUBLIC
                                             : APP_LINKS_OFF;
}

/* What our addresses begin with outside of a request; NULL when nobody told. */
static const char *
whole_origin(const struct telling *t)
{
        return *t->config.origin
                   ? mem_printf(t->cli->mem, "%s%s", t->config.origin, t->config.prefix)
                   : NULL;
}

static int
open_house(struct telling *t, struct server_settings *settings)
{
        uint8_t secret[SECRET_SIZE];
        int r = house_secret(t->cli, secret);

        if (r)
                return r;
        memcpy(settings->session.key, secret, 32);
        memcpy(settings->secret, secret + 32, 32);
        settings->app = mem_new(t->cli->mem, struct app);
        settings->app->data = t->cli->data;
        settings->app->memo = memo_new(settings->app);
        settings->app->origin = whole_origin(t);
        settings->app->link_checks = link_checks(t);
        settings->app->key = settings->session.key;
        r = open_store_for(t->cli, OPEN_MAKE, n_connections(settings), &settings->app->store);
        if (r)
                return r;
        if (settings->part != PART_OFFICE)
                feeder_open(t->cli->mem, settings->app, t->cli->data,
                            settings->portal_workers + settings->search_workers);
        health_add("store", store_well, settings->app);
        health_add("disk", disk_well, mem_strdup(t->cli->mem, t->cli->data));
        return CLI_DONE;
}

static int
run_server(struct telling *t, const struct server_settings *settings, const sigset_t *ends)
{
        struct server *server;
        struct follow *follow;
        struct feeder *feeder = NULL;
        struct recover *recover = NULL;
        int r = server_start(settings, &server), sig;

        if (r < 0)
                return cli_broken("启动服务", r);
        r = follow_start(t->cli->mem, settings->app, server,
                         (struct follow_parts){.poke = t->poke,
                                               .heard = t->heard,
                                               .is_poking = settings->part == PART_OFFICE},
                         (unsigned)t->config.views_seconds, &follow);
        if (r < 0)
                return cli_broken("启动服务", r);
        if (settings->part != PART_OFFICE)
                r = feeder_start(t->cli->mem, settings->app, t->cli->data, &feeder);
        if (r < 0)
                return cli_broken("启动服务", r);
        r = server_listen(server);
        if (r < 0)
                return cli_broken("启动服务", r);
        say_ready(t);
        if (settings->part != PART_PORTAL)
                r = recover_start(t->cli->mem, settings->app, &recover);
        if (r < 0)
                return cli_broken("启动服务", r);
        (void)sigwait(ends, &sig);
        log_event(LOG_INFO, "stopping", LOG_S("part", t->part), LOG_N("signal", sig));
        server_drain(server, DRAIN_MS);
        recover_stop(recover);
        feeder_stop(feeder);
        follow_stop(follow);
        server_stop(server);
        return CLI_DONE;
}

static int
serve_part(struct telling *t, struct server_settings *settings)
{
        sigset_t ends;
        int r;

        block_ends(&ends);
        r = open_sockets(t, t->config.listen);
        if (r)
                return r;
        settings->listen = t->fds;
        settings->n_listen = t->n_fds;
        r = open_house(t, settings);
        return r ? r : run_server(t, settings, &ends);
}

/* No visitors here: what was put off, and the search file. */
static int
serve_jobs(struct telling *t)
{
        struct app *app = mem_new(t->cli->mem, struct app);
        uint8_t *secret = mem_array(t->cli->mem, uint8_t, SECRET_SIZE);
        struct feeder *feeder;
        struct jobs *jobs;
        sigset_t ends;
        int r, sig;

        block_ends(&ends);
        r = house_secret(t->cli, secret);
        if (r)
                return r;
        r = open_store_for(t->cli, OPEN_MAKE, 4, &app->store);
        if (r)
                return r;
        app->data = t->cli->data;
        app->origin = whole_origin(t);
        app->link_checks = link_checks(t);
        app->key = secret;
        r = feeder_start(t->cli->mem, app, t->cli->data, &feeder);
        if (r == 0)
                r = jobs_start(t->cli->mem, app, &jobs);
        if (r < 0)
                return cli_broken("启动后台任务", r);
        say_ready(t);
        (void)sigwait(&ends, &sig);
        log_event(LOG_INFO, "stopping", LOG_S("part", t->part), LOG_N("signal", sig));
        jobs_stop(jobs);
        feeder_stop(feeder);
        return CLI_DONE;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static void
add_args(struct part_process *p, size_t *n, const char *const *args)
{
        for (; *args; args++) {
                assert(*n + 1 < PART_ARGS_MAX);
                p->args[(*n)++] = *args;
        }
        p->args[*n] = NULL;
}

static const char *
number(TALLOC_CTX *mem, int n)
{
        return mem_printf(mem, "%d", n);
}

static void
describe(struct telling *t, struct part_process *p, const char *name, const int *fds, size_t n_fds,
         const char *office)
{
        TALLOC_CTX *mem = t->cli->mem;
        struct buf inherit = buf_new(mem, 256);
        size_t n = 0;

        *p = (struct part_process){.name = name};
        for (size_t i = 0; i < n_fds; i++) {
                buf_printf(&inherit, i ? ",%d" : "%d", fds[i]);
                p->fds[p->n_fds++] = fds[i];
        }
        p->fds[p->n_fds++] = t->ready;
        p->fds[p->n_fds++] = t->poke;
        p->fds[p->n_fds++] = t->heard;
        add_args(p, &n,
                 (const char *const[]){"serve", "--part", name, "--prefix", t->config.prefix,
                                       "--origin", t->config.origin, "--inherit",
                                       buf_text(&inherit), "--ready", number(mem, t->ready),
                                       "--poke", number(mem, t->poke), "--heard",
                                       number(mem, t->heard), NULL});
        if (office)
                add_args(p, &n, (const char *const[]){"--office", office, NULL});
}

static void
all_ready(void *arg)
{
        struct telling *t = arg;

        t->ready = -1;
        say_ready(t);
}

/* Made and brought up to date once, before the parts open it. */
static int
prepare_store(struct telling *t)
{
        uint8_t secret[SECRET_SIZE];
        struct store *store;
        int r = open_store(t->cli, OPEN_MAKE, &store);

        if (r)
                return r;
        talloc_free(store);
        return house_secret(t->cli, secret);
}

static const char *
office_path(struct cli *cli)
{
        const char *path = mem_printf(cli->mem, "%s/office.sock", cli->data);
        char *folder;

        if (strlen(path) < SOCKET_PATH_MAX)
                return path;
        folder = mem_strdup(cli->mem, "/tmp/xxgk-XXXXXX"); /* sockets have short names */
        return mkdtemp(folder) ? mem_printf(cli->mem, "%s/office.sock", folder) : path;
}

static int
serve_all(struct telling *t)
{
        const char *office = office_path(t->cli);
        struct part_process parts[3];
        int office_fds[LISTEN_MAX], r;
        size_t n_office;
        sigset_t ends;

        block_ends(&ends);
        /* Not as arguments, which every user of the machine can read. */
        (void)setenv("XXGK_DATA", t->cli->data, 1);
        (void)setenv("XXGK_DB", t->cli->db, 1);
        r = open_sockets(t, t->config.listen);
        if (r)
                return r;
        r = prepare_store(t);
        if (r)
                return r;
        r = listen_open(t->cli->mem, mem_printf(t->cli->mem, "unix:%s", office), &t->problems,
                        office_fds, &n_office);
        if (r < 0)
                return cli_broken("监听", r);
        if (r > 0)
                return cli_problems(t->cli, "serve", &t->problems);
        t->ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        t->poke = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        t->heard = memfd_create("heard", MFD_CLOEXEC);
        if (t->ready < 0 || t->poke < 0 || t->heard < 0 || ftruncate(t->heard, sizeof(int64_t)) < 0)
                return cli_broken("启动服务", err_errno("eventfd, memfd"));
        describe(t, &parts[0], "portal", t->fds, t->n_fds, office);
        describe(t, &parts[1], "office", office_fds, n_office, NULL);
        describe(t, &parts[2], "jobs", NULL, 0, NULL);
        r = supervise(parts, N(parts), t->ready, all_ready, t, END_MS);
        (void)unlink(office);
        return r < 0 ? cli_broken("启动服务", r) : r;
}

int
cmd_serve(struct cli *cli, int argc, char **argv)
{
        struct telling t = {.cli = cli, .problems = {.mem = cli->mem}};
        struct server_settings settings = {.part = PART_ALL};
        int r = read_telling(&t, &argc, argv);

        if (r < 0)
                return cli_broken("读取配置", r);
        if (argc > 1)
                return cli_usage(NULL, "serve 不认识参数“%s”", argv[1]);
        take_settings(&t, &settings);
        if (t.part && strcmp(t.part, "portal") == 0)
                settings.part = PART_PORTAL;
        else if (t.part && strcmp(t.part, "office") == 0)
                settings.part = PART_OFFICE;
        else if (t.part && strcmp(t.part, "jobs") != 0)
                problems_add(&t.problems, 0, "part", "应为 portal、office 或 jobs，现为“%s”",
                             t.part);
        if (t.problems.n)
                return cli_problems(cli, "serve", &t.problems);
        r = file_mkdirs(cli->data);
        if (r < 0)
                return cli_broken("建立数据目录", r);
        if (!t.part)
                return serve_all(&t);
        return strcmp(t.part, "jobs") == 0 ? serve_jobs(&t) : serve_part(&t, &settings);
}
