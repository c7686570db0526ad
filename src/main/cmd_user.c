#include "app/people.h"
#include "app/run.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "main/commands.h"
#include "main/house.h"
#include "main/open.h"

#include <termios.h>
#include <unistd.h>

struct order {
        struct cli *cli;
        struct app app;
        struct problems problems;
        int argc;
        char **argv;
};

static int
outcome(struct order *o, int r)
{
        if (r < 0)
                return cli_broken("更改账号", r);
        return r ? cli_problems(o->cli, "user", &o->problems) : CLI_DONE;
}

/* One line from standard input, not echoed on a terminal. */
static const char *
read_password(struct order *o)
{
        bool terminal = isatty(STDIN_FILENO);
        struct termios was, quiet;
        char line[256];
        char *got;

        if (terminal) {
                (void)fputs("密码：", stderr);
                (void)tcgetattr(STDIN_FILENO, &was);
                quiet = was;
                quiet.c_lflag &= ~(tcflag_t)ECHO;
                (void)tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
        }
        got = fgets(line, sizeof(line), stdin);
        if (terminal) {
                (void)tcsetattr(STDIN_FILENO, TCSANOW, &was);
                (void)fputc('\n', stderr);
        }
        if (!got)
                return "";
        line[strcspn(line, "\r\n")] = '\0';
        return mem_strdup(o->cli->mem, line);
}

static void
put_person(struct json_out *j, const struct person_view *p)
{
        json_open(j, '{');
        json_name(j, "login");
        json_put(j, p->login);
        json_name(j, "name");
        json_put(j, p->name);
        json_name(j, "agency");
        json_put(j, p->agency);
        json_name(j, "roles");
        json_open(j, '[');
        for (size_t i = 0; i < p->n_grants; i++) {
                json_open(j, '{');
                json_name(j, "role");
                json_put(j, role_text(p->grants[i].role));
                json_name(j, "agency");
                json_put(j, p->scope_names[i]);
                json_close(j, '}');
        }
        json_close(j, ']');
        json_name(j, "totp");
        json_put_bool(j, p->has_totp);
        json_name(j, "disabled");
        json_put_bool(j, !instant_is_none(p->disabled_at));
        json_close(j, '}');
}

static int
list(struct order *o)
{
        struct buf out = buf_new(o->cli->mem, MiB(64));
        struct json_out j = {.buf = &out};
        struct person_view *people;
        size_t n;
        int r = app_people(o->cli->mem, &o->app, &people, &n);

        if (r < 0)
                return cli_broken("读取账号", r);
        if (o->cli->json)
                json_open(&j, '[');
        for (size_t i = 0; i < n; i++) {
                if (o->cli->json) {
                        put_person(&j, &people[i]);
                        continue;
                }
                buf_printf(&out, "%-20s %s  %s", people[i].login, people[i].name, people[i].agency);
                for (size_t k = 0; k < people[i].n_grants; k++)
                        buf_printf(&out, "%s%s（%s）", k ? "、" : "  ",
                                   role_label(people[i].grants[k].role), people[i].scope_names[k]);
                buf_str(&out, instant_is_none(people[i].disabled_at) ? "\n" : "  已停用\n");
        }
        if (o->cli->json)
                json_close(&j, ']');
        return cli_print(&out);
}

static bool
role_wanted(struct order *o, const char *word, enum role *ret)
{
        if (word && role_from(word, ret))
                return true;
        problems_add(&o->problems, 0, "role", "没有角色“%s”；可用：", word ? word : "");
        for (size_t i = 0; i < N_ROLES; i++)
                problems_add(&o->problems, 0, "role", "%s %s", role_text((enum role)i),
                             role_label((enum role)i));
        return false;
}

static int
add(struct order *o)
{
        struct person_new new = {.agency = cli_option(&o->argc, o->argv, "--agency"),
                                 .name = cli_option(&o->argc, o->argv, "--name"),
                                 .must_change = !cli_flag(&o->argc, o->argv, "--keep-password")};
        enum role roles[N_ROLES];
        const char *word;
        int64_t id;

        while ((word = cli_option(&o->argc, o->argv, "--role")) && new.n_roles < N_ROLES)
                if (!role_wanted(o, word, &roles[new.n_roles++]))
                        return outcome(o, PEOPLE_REFUSED);
        if (o->argc != 3 || !new.agency || !new.name)
                return cli_usage(NULL, "user add 需要登录名、--name 和 --agency");
        new.login = o->argv[2];
        new.roles = roles;
        new.password = read_password(o);
        return outcome(
            o, app_person_add(o->cli->mem, &o->app, clock_now(), NULL, &new, &o->problems, &id));
}

static int
grant(struct order *o, bool revoke)
{
        const char *agency = cli_option(&o->argc, o->argv, "--agency");
        TALLOC_CTX *mem = o->cli->mem;
        enum role role;

        if (o->argc != 4)
                return cli_usage(NULL, "需要登录名和角色");
        if (!role_wanted(o, o->argv[3], &role))
                return outcome(o, PEOPLE_REFUSED);
        if (revoke)
                return outcome(o, app_person_revoke(mem, &o->app, clock_now(), NULL, o->argv[2],
                                                    role, agency, &o->problems));
        return outcome(o, app_person_grant(mem, &o->app, clock_now(), NULL, o->argv[2], role,
                                           agency, &o->problems));
}

static int
password(struct order *o)
{
        bool keep = cli_flag(&o->argc, o->argv, "--keep-password");

        if (o->argc != 3)
                return cli_usage(NULL, "需要登录名");
        return outcome(o, app_person_password(o->cli->mem, &o->app, clock_now(), NULL, o->argv[2],
                                              read_password(o), !keep, &o->problems));
}

static int
disable(struct order *o, bool disabled)
{
        if (o->argc != 3)
                return cli_usage(NULL, "需要登录名");
        return outcome(o, app_person_disable(o->cli->mem, &o->app, clock_now(), NULL, o->argv[2],
                                             disabled, &o->problems));
}

static int
release(struct order *o)
{
        if (o->argc != 3)
                return cli_usage(NULL, "需要登录名");
        return outcome(o, app_person_release(o->cli->mem, &o->app, clock_now(), NULL, o->argv[2],
                                             &o->problems));
}

static int
totp(struct order *o)
{
        bool off = cli_flag(&o->argc, o->argv, "--off");
        struct buf out = buf_new(o->cli->mem, KiB(4));
        uint8_t secret[SECRET_SIZE];
        const char *key;
        int r;

        if (o->argc != 3)
                return cli_usage(NULL, "需要登录名");
        r = house_secret(o->cli, secret);
        if (r)
                return r;
        r = app_person_totp(o->cli->mem, &o->app, clock_now(), NULL, o->argv[2], secret, off,
                            &o->problems, &key);
        if (r || off)
                return outcome(o, r);
        buf_printf(&out, "otpauth://totp/xxgk:%s?secret=%s&issuer=xxgk", o->argv[2], key);
        return cli_print(&out);
}

int
cmd_user(struct cli *cli, int argc, char **argv)
{
        struct order o = {.cli = cli, .problems = {.mem = cli->mem}, .argc = argc, .argv = argv};
        const char *word = argc > 1 ? argv[1] : "list";
        int r = open_store(cli, OPEN_CURRENT, &o.app.store);

        if (r)
                return r;
        if (strcmp(word, "list") == 0)
                return list(&o);
        if (strcmp(word, "add") == 0)
                return add(&o);
        if (strcmp(word, "grant") == 0 || strcmp(word, "revoke") == 0)
                return grant(&o, strcmp(word, "revoke") == 0);
        if (strcmp(word, "password") == 0)
                return password(&o);
        if (strcmp(word, "disable") == 0 || strcmp(word, "enable") == 0)
                return disable(&o, strcmp(word, "disable") == 0);
        if (strcmp(word, "release") == 0)
                return release(&o);
        if (strcmp(word, "totp") == 0)
                return totp(&o);
        return cli_usage(NULL, "user 没有子命令“%s”", word);
}
