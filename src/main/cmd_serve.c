#include "app/house.h"
#include "base/file.h"
#include "base/log.h"
#include "main/commands.h"
#include "main/config.h"
#include "main/follow.h"
#include "main/house.h"
#include "main/listen.h"
#include "main/open.h"
#include "web/server.h"

#include <signal.h>
#include <sys/statvfs.h>

enum { STOP_MS = 4000 };

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
take_settings(TALLOC_CTX *mem, const struct config *c, struct problems *problems,
              struct server_settings *s)
{
        s->prefix = c->prefix;
        s->origin = c->origin;
        s->office = "";
        s->threads = (unsigned)c->threads;
        s->portal_workers = (unsigned)c->portal_workers;
        s->office_workers = (unsigned)c->office_workers;
        s->upload_workers = (unsigned)c->upload_workers;
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
        take_networks(mem, "trusted_proxies", c->trusted_proxies, &s->trusted, problems);
        take_networks(mem, "metrics_from", c->metrics_from, &s->metrics_from, problems);
        (void)set_log_level(c->log_level, problems);
        (void)check_prefix(c->prefix, problems);
}

static int
read_settings(struct cli *cli, int *argc, char **argv, struct problems *problems,
              struct config *config)
{
        static const char *const options[] = {"listen", "prefix", "origin"};
        const char *path = mem_printf(cli->mem, "%s/xxgk.conf", cli->data);
        int r;

        r = config_read(cli->mem, path, problems, config);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < N(options); i++) {
                const char *value =
                    cli_option(argc, argv, mem_printf(cli->mem, "--%s", options[i]));

                if (value)
                        (void)config_set(cli->mem, config, 0, options[i], value, problems);
        }
        return 0;
}

/* Sleeps until the operator or the system ends the program. */
static void
wait_for_end(const sigset_t *ends)
{
        int sig;

        (void)sigwait(ends, &sig);
        log_event(LOG_INFO, "stopping", LOG_N("signal", sig));
}

/* One for each worker that reads, the follower, the counter, and one to spare. */
static unsigned
n_connections(const struct server_settings *s)
{
        return s->portal_workers + s->office_workers + s->upload_workers + 4;
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

static int
serve(struct cli *cli, struct server_settings *settings, const struct config *config)
{
        uint8_t secret[SECRET_SIZE];
        struct server *server;
        struct follow *follow;
        sigset_t ends;
        int r;

        (void)sigemptyset(&ends);
        (void)sigaddset(&ends, SIGTERM);
        (void)sigaddset(&ends, SIGINT);
        (void)pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before threads: they inherit it */
        r = house_secret(cli, secret);
        if (r)
                return r;
        memcpy(settings->session.key, secret, 32);
        memcpy(settings->secret, secret + 32, 32);
        settings->app = mem_new(cli->mem, struct app);
        r = open_store_for(cli, OPEN_MAKE, n_connections(settings), &settings->app->store);
        if (r)
                return r;
        health_add("store", store_well, settings->app);
        health_add("disk", disk_well, mem_strdup(cli->mem, cli->data));
        r = server_start(settings, &server);
        if (r < 0)
                return cli_broken("启动服务", r);
        r = follow_start(cli->mem, settings->app, server, -1, (unsigned)config->views_seconds,
                         &follow);
        if (r < 0)
                return cli_broken("启动服务", r);
        r = server_listen(server);
        if (r < 0)
                return cli_broken("启动服务", r);
        for (size_t i = 0; i < settings->n_listen; i++)
                (void)printf("%s%s/\n", listen_url(cli->mem, settings->listen[i]),
                             settings->prefix);
        (void)fflush(stdout);
        wait_for_end(&ends);
        server_drain(server, STOP_MS);
        follow_stop(follow);
        server_stop(server);
        return CLI_DONE;
}

int
cmd_serve(struct cli *cli, int argc, char **argv)
{
        struct problems problems = {.mem = cli->mem};
        struct server_settings settings = {.data = cli->data};
        struct config config;
        int fds[LISTEN_MAX], r;

        r = read_settings(cli, &argc, argv, &problems, &config);
        if (r < 0)
                return cli_broken("读取配置", r);
        if (argc > 1)
                return cli_usage(NULL, "serve 不认识参数“%s”", argv[1]);
        take_settings(cli->mem, &config, &problems, &settings);
        if (problems.n)
                return cli_problems(cli, "serve", &problems);
        r = file_mkdirs(cli->data);
        if (r < 0)
                return cli_broken("建立数据目录", r);
        r = listen_open(cli->mem, config.listen, &problems, fds, &settings.n_listen);
        if (r < 0)
                return cli_broken("监听", r);
        if (r > 0)
                return cli_problems(cli, "serve", &problems);
        settings.listen = fds;
        return serve(cli, &settings, &config);
}
