/* The door of the office: sign-in in one or two steps, the first page, the password. */
#include "views/office/office.h"
#include "app/channel.h"
#include "app/portal.h"
#include "app/scope.h"
#include "app/session.h"
#include "app/worklist.h"
#include "base/json.h"
#include "pages/office_items.h"
#include "pages/office_kit.h"
#include "views/views.h"

int page_sign_in(struct page *);
int page_sign_in_send(struct page *);
int page_code(struct page *);
int page_code_send(struct page *);
int page_sign_out(struct page *);
int page_office_home(struct page *);
int page_password(struct page *);
int page_password_send(struct page *);

/* ---- first step ----------------------------------------------------------------------------- */

static int
show_sign_in(struct page *p, const struct problems *problems)
{
        struct view_office_sign_in view = {
            .page = office_page(p, "登录"),
            .csrf = p->csrf,
            .action = page_link(p, "/office/sign-in"),
            .next = office_next(p),
            .login = {.name = "login",
                      .label = "登录名",
                      .value = page_arg(p, "login"),
                      .autocomplete = "username",
                      .max_length = 64,
                      .error = problems_of(problems, "login"),
                      .focus = problems->n == 0},
            .password = {.name = "password",
                         .label = "密码",
                         .type = "password",
                         .autocomplete = "current-password",
                         .max_length = 256,
                         .error = problems_of(problems, "password")}};
        struct view_site site;
        int r;

        if (page_arg(p, "left"))
                view.notice = (struct part_notice){.tone = TONE_GOOD, .title = "您已退出登录"};
        view.problems = office_problems(p, problems, &view.page);
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_sign_in(&p->out, &site, &view);
        return 0;
}

int
page_sign_in(struct page *p)
{
        struct problems none = {.mem = p->mem};

        if (p->actor) {
                office_go_on(p, office_next(p));
                return 0;
        }
        return show_sign_in(p, &none);
}

static void
take_session(struct page *p, const char *token)
{
        page_cookie(p, "xxgk_session", token, 0, true);
}

static void
say_locked(const struct page *p, struct instant until, struct problems *problems)
{
        int64_t minutes = (until.ms - p->now.ms + 59999) / 60000;

        problems_add(problems, 0, "", "登录失败次数过多，账号已锁定，请 %lld 分钟后再试",
                     (long long)minutes);
}

int
page_sign_in_send(struct page *p)
{
        const char *login = office_arg(p, "login"), *password = office_arg(p, "password");
        struct problems problems = {.mem = p->mem};
        struct signed_in in;
        struct instant until;
        int r;

        if (!*login)
                problems_add(&problems, 0, "login", "请输入登录名");
        if (!*password)
                problems_add(&problems, 0, "password", "请输入密码");
        if (problems.n || strlen(login) > 64 || strlen(password) > 1024)
                return show_sign_in(p, &problems);
        r = app_sign_in(p->mem, p->app, p->rules, p->now, login, password, p->session, &in, &until);
        if (r < 0)
                return err_trace(r);
        if (r) /* the same words for all: they do not say which logins there are */
                problems_add(&problems, 0, "login",
                             "登录名或密码不对，或账号已锁定（连续失败 %d 次，锁定 %lld 分钟）",
                             p->rules->lockout_failures, (long long)(p->rules->lockout_ms / 60000));
        if (r)
                return show_sign_in(p, &problems);
        take_session(p, in.token);
        if (in.needs_code)
                page_redirect(p, page_link(p, "/office/code?next={}", office_next(p)));
        else
                office_go_on(p, office_next(p));
        return 0;
}

/* ---- second step ---------------------------------------------------------------------------- */

static int
show_code(struct page *p, const struct problems *problems)
{
        struct view_office_totp view = {.page = office_page(p, "输入动态口令"),
                                        .csrf = p->csrf,
                                        .action = page_link(p, "/office/code"),
                                        .next = office_next(p),
                                        .code = {.name = "code",
                                                 .label = "动态口令",
                                                 .hint = "验证器应用中显示的六位数字",
                                                 .autocomplete = "one-time-code",
                                                 .inputmode = "numeric",
                                                 .width = "short",
                                                 .max_length = 6,
                                                 .error = problems_of(problems, "code"),
                                                 .focus = problems->n == 0}};
        struct view_site site;
        int r;

        view.problems = office_problems(p, problems, &view.page);
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_totp(&p->out, &site, &view);
        return 0;
}

int
page_code(struct page *p)
{
        struct problems none = {.mem = p->mem};

        if (!p->who || p->who->is_in) {
                page_redirect(p, page_link(p, p->who ? "/office" : "/office/sign-in"));
                return 0;
        }
        return show_code(p, &none);
}

int
page_code_send(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct signed_in in;
        struct instant until;
        int r;

        if (!p->who || p->who->is_in) {
                page_redirect(p, page_link(p, "/office/sign-in"));
                return 0;
        }
        r = app_sign_in_code(p->mem, p->app, p->rules, p->now, p->session, office_arg(p, "code"),
                             &in, &until);
        if (r < 0)
                return err_trace(r);
        if (r == SIGN_IN_LOCKED)
                say_locked(p, until, &problems);
        else if (r == SIGN_IN_SEALED)
                problems_add(&problems, 0, "",
                             "无法核对动态口令：它是用另一份密钥文件（secret.key）封存的，"
                             "请系统管理员恢复该文件，或重设您的第二因素");
        else if (r)
                problems_add(&problems, 0, "code", "动态口令不对或已用过");
        if (r)
                return show_code(p, &problems);
        take_session(p, in.token);
        office_go_on(p, office_next(p));
        return 0;
}

int
page_sign_out(struct page *p)
{
        int r = app_sign_out(p->mem, p->app, p->now, p->who, p->session);

        if (r < 0)
                return err_trace(r);
        take_session(p, "");
        page_redirect(p, page_link(p, "/office/sign-in?left=1"));
        return 0;
}

/* ---- first page ----------------------------------------------------------------------------- */

static const char *const *
acts_of(struct page *p, const struct grant *grant, size_t *ret_n)
{
        struct actor alone = {.person_id = 1, .grants = grant, .n_grants = 1};
        const char **acts = mem_array(p->mem, const char *, N_PERMISSIONS);
        size_t n = 0;

        for (size_t what = MAY_SIGNED_IN + 1; what < N_PERMISSIONS; what++)
                if (access_may(&alone, (enum permission)what))
                        acts[n++] = permission_label((enum permission)what);
        *ret_n = n;
        return acts;
}

static void
home_json(struct page *p)
{
        struct json_out o = {.buf = &p->out};

        json_open(&o, '{');
        json_name(&o, "login");
        json_put(&o, p->actor->login);
        json_name(&o, "name");
        json_put(&o, p->actor->name);
        json_name(&o, "agency");
        json_put(&o, p->who->agency_name);
        json_name(&o, "may");
        json_open(&o, '[');
        for (size_t what = 0; what < N_PERMISSIONS; what++)
                if (access_may(p->actor, (enum permission)what))
                        json_put(&o, permission_text((enum permission)what));
        json_close(&o, ']');
        json_close(&o, '}');
}

/* What waits for this person in the worklist and the outbox, each with the way there. */
static int
work_of(struct page *p, struct part_figures *ret)
{
        static const struct {
                enum worklist_tab tab;
                const char *label, *path;
        } tabs[] = {
            {WORKLIST_WAITING, "待我办理", "/office/items?tab=waiting"},
            {WORKLIST_MINE, "我的草稿", "/office/items?tab=mine"},
            {WORKLIST_RETURNED, "被退回", "/office/items?tab=returned"},
            {WORKLIST_DUE, "即将到期", "/office/items?tab=due"},
            {WORKLIST_REVISIT, "动态调整", "/office/items?tab=revisit"},
        };
        struct part_figure *list = mem_array(p->mem, struct part_figure, N(tabs) + 1);
        struct actor who = *p->actor;
        int64_t counts[N_WORKLIST_TABS];
        struct dispatch_counts sent;
        struct flow_by by;
        struct tx *tx;
        size_t n = 0;
        int r;

        *ret = (struct part_figures){0};
        if (!access_may(p->actor, MAY_ITEM_READ))
                return 0;
        /* This page itself is anyone's. */
        r = app_scope_of(p->mem, p->app, p->actor, MAY_ITEM_READ, &who.scope);
        if (r == 0)
                r = item_by(p, &by);
        if (r == 0)
                r = page_tx(p, &tx);
        by.who = &who;
        if (r == 0)
                r = app_worklist_counts(p->mem, tx, &by, counts);
        if (r == 0)
                r = app_dispatch_counts(p->mem, tx, &who, &sent);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < N(tabs); i++)
                list[n++] = (struct part_figure){.label = tabs[i].label,
                                                 .unit = "件",
                                                 .url = page_link(p, tabs[i].path),
                                                 .value = view_count_exact(counts[tabs[i].tab])};
        if (sent.failed)
                list[n++] =
                    (struct part_figure){.label = "渠道发送未成功",
                                         .unit = "条",
                                         .url = page_link(p, "/office/channels?state=failed"),
                                         .value = view_count_exact(sent.failed)};
        *ret = (struct part_figures){list, n};
        return 0;
}

int
page_office_home(struct page *p)
{
        struct office_duty *duties = mem_array(p->mem, struct office_duty, p->actor->n_grants + 1);
        char since[INSTANT_TEXT_SIZE];
        struct part_fact facts[] = {
            {.label = "所在单位", .value = p->who->agency_name},
            {.label = "登录名", .value = p->actor->login},
            {.label = "登录时间", .value = instant_text(p->who->created_at, since)}};
        struct view_office_home view = {.page = office_page(p, "办公首页"),
                                        .name = p->actor->name,
                                        .facts = {.facts = facts, .n_facts = N(facts)},
                                        .duties = duties,
                                        .n_duties = p->actor->n_grants};
        struct view_site site;
        int r;

        if (p->format == JSON) {
                home_json(p);
                return 0;
        }
        for (size_t i = 0; i < p->actor->n_grants; i++) {
                const struct grant *g = &p->actor->grants[i];

                duties[i].role = role_label(g->role);
                duties[i].scope = p->who->scope_names[i];
                duties[i].acts = acts_of(p, g, &duties[i].n_acts);
        }
        if (p->actor->held)
                view.notice =
                    (struct part_notice){.tone = TONE_WARNING,
                                         .title = "您的审核、保密审查、签发等职责已暂停",
                                         .text = "您的密码或者动态口令由他人重设过。请联系安全管理"
                                                 "员，向其说明新密码已由本人掌握，确认后恢复。"};
        r = work_of(p, &view.work);
        if (r == 0)
                r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_home(&p->out, &site, &view);
        return 0;
}

/* ---- password ------------------------------------------------------------------------------- */

static struct part_field
password_field(const struct problems *problems, const char *name, const char *label,
               const char *hint, const char *autocomplete)
{
        return (struct part_field){.name = name,
                                   .label = label,
                                   .hint = hint,
                                   .type = "password",
                                   .autocomplete = autocomplete,
                                   .max_length = 128,
                                   .error = problems_of(problems, name)};
}

static int
show_password(struct page *p, const struct problems *problems)
{
        struct view_office_password view = {
            .page = office_page(p, "修改密码"),
            .csrf = p->csrf,
            .action = page_link(p, "/office/password"),
            .forced = p->who->must_change,
            .old = password_field(problems, "old", "现用密码", NULL, "current-password"),
            .fresh = password_field(problems, "fresh", "新密码",
                                    "至少 10 个字符，含大写字母、小写字母、数字、符号中的三种",
                                    "new-password"),
            .again = password_field(problems, "again", "再输入一次新密码", NULL, "new-password")};
        struct view_site site;
        int r;

        if (page_arg(p, "done"))
                view.notice = (struct part_notice){.tone = TONE_GOOD,
                                                   .title = "密码已修改",
                                                   .text = "其他设备上的登录已全部退出。"};
        view.problems = office_problems(p, problems, &view.page);
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_password(&p->out, &site, &view);
        return 0;
}

int
page_password(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_password(p, &none);
}

int
page_password_send(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct signed_in in;
        int r = app_password_change(p->mem, p->app, p->rules, p->now, p->who, office_arg(p, "old"),
                                    office_arg(p, "fresh"), office_arg(p, "again"), &problems, &in);

        if (r < 0)
                return err_trace(r);
        if (r)
                return show_password(p, &problems);
        take_session(p, in.token);
        page_redirect(p, page_link(p, "/office/password?done=1"));
        return 0;
}
