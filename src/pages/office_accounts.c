/* What is done to an account, asked about first, and its roles: the one by the system administrator, the
 * other by the security administrator, never both in one hand. */
#include "app/session.h"
#include "pages/office_person.h"

int page_office_person_account(struct page *);
int page_office_person_account_send(struct page *);
int page_office_person_role(struct page *);
int page_office_person_role_send(struct page *);
int page_office_person_revoke(struct page *);
int page_office_person_revoke_send(struct page *);
int page_office_person_release(struct page *);
int page_office_person_release_send(struct page *);

/* ---- what is asked about first ---------------------------------------------------------------- */

static const struct account_act {
        const char *act, *title, *text, *button;
} acts[] = {
    {"password", "重设密码", "将生成一次性密码，原密码作废，已登录的设备全部退出，锁定同时解除。",
     "重设密码"},
    {"totp", "设置动态口令",
     "将生成验证器的密钥，只显示一次；此后登录须输入动态口令。已登录的设备全部退出。",
     "设置动态口令"},
    {"totp_off", "取消动态口令", "此后登录只需密码，安全性降低。已登录的设备全部退出。",
     "取消动态口令"},
    {"disable", "停用账号",
     "停用后不能登录，已登录的设备全部退出；角色和办理记录保留，可以重新启用。", "停用账号"},
    {"enable", "启用账号", "启用后可以用原密码登录。", "启用账号"},
    {"unlock", "解锁账号", "连续输错密码的账号提前解锁，密码不变。", "解锁账号"},
};

static const struct account_act *
act_of(const struct page *p)
{
        for (size_t i = 0; i < N(acts); i++)
                if (strcmp(acts[i].act, office_arg(p, "act")) == 0)
                        return &acts[i];
        return NULL;
}

static int
show_account(struct page *p, const struct office_person *one, const struct account_act *act,
             const struct problems *problems)
{
        static const char *const kept[] = {"act"};
        struct part_fact facts[] = {{.label = "姓名", .value = one->name},
                                    {.label = "登录名", .value = one->login},
                                    {.label = "单位", .value = one->agency}};
        struct view_office_confirm v = {
            .page = office_page(p, act->title),
            .lead = act->text,
            .facts = {facts, N(facts)},
            .action = person_link(p, one->login, "/account"),
            .cancel_url = person_link(p, one->login, ""),
            .button = {.label = act->button,
                       .kind = strcmp(act->act, "disable") == 0 ? BUTTON_WARNING : BUTTON_PRIMARY}};

        office_crumb(p, &v.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &v.page, one->name, person_link(p, one->login, ""));
        office_crumb(p, &v.page, act->title, NULL);
        v.problems = office_problems(p, problems, &v.page);
        return confirm_end(p, &v, kept, N(kept), "do");
}

int
page_office_person_account(struct page *p)
{
        const struct account_act *act = act_of(p);
        struct problems none = {.mem = p->mem};
        struct office_person one;
        int r = person_of_path(p, &one);

        if (r)
                return r;
        return act ? show_account(p, &one, act, &none) : PAGE_NOT_FOUND;
}

/* Does it; *ret_secret is what is told once, or NULL. */
static int
do_act(struct page *p, const struct office_person *one, const char *act, struct problems *problems,
       const char **ret_secret)
{
        const char *unused;
        int r;

        *ret_secret = NULL;
        if (strcmp(act, "password") == 0) {
                const char *password = password_once(p->mem);

                r = app_person_password(p->mem, p->app, p->now, p->actor, one->login, password,
                                        true, problems);
                *ret_secret = password;
                return r;
        }
        if (strcmp(act, "totp") == 0)
                return app_person_totp(p->mem, p->app, p->now, p->actor, one->login, p->rules->key,
                                       false, problems, ret_secret);
        if (strcmp(act, "totp_off") == 0)
                return app_person_totp(p->mem, p->app, p->now, p->actor, one->login, p->rules->key,
                                       true, problems, &unused);
        if (strcmp(act, "unlock") == 0)
                return app_person_unlock(p->mem, p->app, p->now, p->actor, one->login, problems);
        return app_person_disable(p->mem, p->app, p->now, p->actor, one->login,
                                  strcmp(act, "disable") == 0, problems);
}

int
page_office_person_account_send(struct page *p)
{
        const struct account_act *act = act_of(p);
        struct problems problems = {.mem = p->mem};
        struct office_person one;
        const char *secret;
        int r = person_of_path(p, &one);

        if (r)
                return r;
        if (!act)
                return PAGE_NOT_FOUND;
        r = do_act(p, &one, act->act, &problems, &secret);
        if (r < 0)
                return err_trace(r);
        if (r) { /* told above the form: the fields of the rule are not on this page */
                for (size_t i = 0; i < problems.n_list; i++)
                        problems.list[i].field = "";
                return show_account(p, &one, act, &problems);
        }
        if (secret && strcmp(act->act, "totp") == 0)
                return person_show_secret(
                    p, one.login, "动态口令已设置", "验证器密钥（Base32）", secret,
                    "只显示这一次，请本人在验证器应用中手工录入（类型：基于时间，六位）。");
        if (secret)
                return person_show_secret(p, one.login, "密码已重设", "一次性密码", secret,
                                          person_once_note);
        page_redirect(p, mem_printf(p->mem, "%s?done=%s%s", person_link(p, one.login, ""), act->act,
                                    strcmp(act->act, "totp_off") == 0 ? ""
                                    : strcmp(act->act, "unlock") == 0 ? "ed"
                                                                      : "d"));
        return 0;
}

/* ---- roles ------------------------------------------------------------------------------------ */

static int
show_role(struct page *p, const struct office_person *one, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "授予角色", person_link(p, one->login, "/role"),
                                   person_link(p, one->login, ""));
        struct part_fact facts[] = {{.label = "姓名", .value = one->name},
                                    {.label = "单位", .value = one->agency},
                                    {.label = "已有角色", .value = person_roles(p, one)}};
        struct part_option *units, *roles;
        size_t n, n_roles;
        int r = agency_options(p, false, NULL, &units, &n);

        if (r < 0)
                return err_trace(r);
        roles = role_options(p, "请选择", &n_roles);
        office_crumb(p, &f.view.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &f.view.page, one->name, person_link(p, one->login, ""));
        office_crumb(p, &f.view.page, "授予角色", NULL);
        f.view.lead =
            "系统管理员、安全管理员、审计管理员须由三人分别担任，审计管理员不得兼任其他角色。"
            "授予后下次打开页面即生效。";
        f.view.facts = (struct part_facts){facts, N(facts)};
        form_select(&f, "role", "角色", NULL, roles, n_roles, "");
        form_select(&f, "agency", "范围", "及于该机关的下级", units, n, one->agency_slug);
        return form_end(&f, "授予角色");
}

int
page_office_person_role(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_person one;
        int r = person_of_path(p, &one);

        return r ? r : show_role(p, &one, &none);
}

int
page_office_person_role_send(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct office_person one;
        enum role role;
        int r = person_of_path(p, &one);

        if (r)
                return r;
        if (!role_from(office_arg(p, "role"), &role)) {
                problems_add(&problems, 0, "role", "请选择角色");
                return show_role(p, &one, &problems);
        }
        r = app_person_grant(p->mem, p->app, p->now, p->actor, one.login, role,
                             form_value(p, "agency"), &problems);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_role(p, &one, &problems);
        page_redirect(p, person_link(p, one.login, "?done=granted"));
        return 0;
}

static int
show_revoke(struct page *p, const struct office_person *one, const struct problems *problems)
{
        static const char *const kept[] = {"role", "unit"};
        struct part_fact facts[3] = {{.label = "姓名", .value = one->name}};
        struct view_office_confirm v = {.page = office_page(p, "收回角色"),
                                        .lead = "收回后下次打开页面即生效，该角色的事项不能再办。",
                                        .action = person_link(p, one->login, "/revoke"),
                                        .cancel_url = person_link(p, one->login, ""),
                                        .button = {.label = "收回角色", .kind = BUTTON_WARNING}};

        for (size_t i = 0; i < one->n_grants; i++)
                if (strcmp(role_text(one->grants[i].role), office_arg(p, "role")) == 0 &&
                    strcmp(one->scope_slugs[i], office_arg(p, "unit")) == 0) {
                        facts[1] = (struct part_fact){.label = "角色",
                                                      .value = role_label(one->grants[i].role)};
                        facts[2] =
                            (struct part_fact){.label = "范围", .value = one->scope_names[i]};
                        v.facts = (struct part_facts){facts, 3};
                }
        if (!v.facts.n_facts && !problems->n)
                return PAGE_NOT_FOUND;
        office_crumb(p, &v.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &v.page, one->name, person_link(p, one->login, ""));
        office_crumb(p, &v.page, "收回角色", NULL);
        v.problems = office_problems(p, problems, &v.page);
        return confirm_end(p, &v, kept, N(kept), "do");
}

int
page_office_person_revoke(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_person one;
        int r = person_of_path(p, &one);

        return r ? r : show_revoke(p, &one, &none);
}

int
page_office_person_revoke_send(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct office_person one;
        enum role role;
        int r = person_of_path(p, &one);

        if (r)
                return r;
        if (!role_from(office_arg(p, "role"), &role))
                return PAGE_NOT_FOUND;
        r = app_person_revoke(p->mem, p->app, p->now, p->actor, one.login, role,
                              office_arg(p, "unit"), &problems);
        if (r < 0)
                return err_trace(r);
        if (r) {
                for (size_t i = 0; i < problems.n_list; i++)
                        problems.list[i].field = "";
                return show_revoke(p, &one, &problems);
        }
        page_redirect(p, person_link(p, one.login, "?done=revoked"));
        return 0;
}

/* ---- roles that rest -------------------------------------------------------------------------- */

static int
show_release(struct page *p, const struct office_person *one, const struct problems *problems)
{
        struct part_fact facts[] = {{.label = "姓名", .value = one->name},
                                    {.label = "登录名", .value = one->login},
                                    {.label = "单位", .value = one->agency},
                                    {.label = "重设人", .value = one->holder ? one->holder : "—"}};
        struct view_office_confirm v = {
            .page = office_page(p, "确认恢复职责"),
            .lead = "请当面或者电话向本人核实：新密码已由本人收到并改过。确认后，其审核、保密审查、"
                    "签发、处置等职责恢复。",
            .facts = {facts, N(facts)},
            .action = person_link(p, one->login, "/release"),
            .cancel_url = person_link(p, one->login, ""),
            .button = {.label = "已向本人核实，恢复职责", .kind = BUTTON_PRIMARY}};

        office_crumb(p, &v.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &v.page, one->name, person_link(p, one->login, ""));
        office_crumb(p, &v.page, "确认恢复职责", NULL);
        v.problems = office_problems(p, problems, &v.page);
        return confirm_end(p, &v, NULL, 0, "do");
}

int
page_office_person_release(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_person one;
        int r = person_of_path(p, &one);

        return r ? r : show_release(p, &one, &none);
}

int
page_office_person_release_send(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct office_person one;
        int r = person_of_path(p, &one);

        if (r)
                return r;
        r = app_person_release(p->mem, p->app, p->now, p->actor, one.login, &problems);
        if (r < 0)
                return err_trace(r);
        if (r) {
                for (size_t i = 0; i < problems.n_list; i++)
                        problems.list[i].field = "";
                return show_release(p, &one, &problems);
        }
        page_redirect(p, person_link(p, one.login, "?done=released"));
        return 0;
}
