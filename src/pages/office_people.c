/* 人员与角色: who there is, one with the roles held, and making and changing an account. */
#include "app/import_people.h"
#include "app/run.h"
#include "pages/office_imports.h"
#include "pages/office_person.h"

int page_office_people(struct page *);
int page_office_person(struct page *);
int page_office_person_new(struct page *);
int page_office_person_new_send(struct page *);
int page_office_person_edit(struct page *);
int page_office_person_edit_send(struct page *);
int page_office_people_import(struct page *);
int page_office_people_import_send(struct page *);

enum { PEOPLE_PAGE = 50, PEOPLE_FILE = 20000 };

const char *
person_link(const struct page *p, const char *login, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/people/person/{}", login), tail);
}

int
person_of_path(struct page *p, struct office_person *ret)
{
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_person(p->mem, tx, p->actor->scope, page_arg(p, "login"), ret);
        if (r == PEOPLE_NONE) {
                p->reason = "没有这个账号，或不在您的管理范围内。";
                return PAGE_NOT_FOUND;
        }
        return r < 0 ? err_trace(r) : 0;
}

static struct part_tag
state_of(const struct page *p, const struct office_person *one)
{
        if (!instant_is_none(one->disabled_at))
                return (struct part_tag){"已停用", TONE_PLAIN};
        if (!instant_is_none(one->locked_until) && one->locked_until.ms > p->now.ms)
                return (struct part_tag){"已锁定", TONE_WARNING};
        if (!instant_is_none(one->held_at))
                return (struct part_tag){"职责待确认", TONE_WARNING};
        return (struct part_tag){"正常", TONE_GOOD};
}

static const char *
when(const struct page *p, struct instant t)
{
        char text[INSTANT_TEXT_SIZE];

        return instant_is_none(t) ? "从未登录" : mem_strdup(p->mem, instant_text(t, text));
}

/* ---- the list --------------------------------------------------------------------------------- */

static const struct part_option states[] = {{.value = "", .label = "全部"},
                                            {.value = "open", .label = "正常"},
                                            {.value = "locked", .label = "已锁定"},
                                            {.value = "disabled", .label = "已停用"},
                                            {.value = "held", .label = "职责待确认"}};

static int
read_people_ask(struct page *p, struct people_ask *ask)
{
        const char *state = office_arg(p, "state"), *unit = office_arg(p, "unit");
        struct office_agency a;
        struct tx *tx;
        int r = page_tx(p, &tx);

        *ask = (struct people_ask){.scope = p->actor->scope,
                                   .word = form_value(p, "q"),
                                   .role = office_arg(p, "role"),
                                   .now = p->now,
                                   .most = PEOPLE_PAGE};
        for (size_t i = 1; i < N(states); i++)
                if (strcmp(state, states[i].value) == 0)
                        ask->state = (enum person_state)i;
        if (r < 0 || !*unit)
                return r < 0 ? err_trace(r) : 0;
        r = app_office_agency(p->mem, tx, p->actor->scope, unit, &a);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        ask->scope = a.id;
        return 0;
}

static struct part_option *
pick(struct page *p, const struct part_option *list, size_t n, const char *name)
{
        struct part_option *copy = mem_array(p->mem, struct part_option, n + 1);

        for (size_t i = 0; i < n; i++) {
                copy[i] = list[i];
                copy[i].chosen = strcmp(list[i].value, office_arg(p, name)) == 0;
        }
        return copy;
}

struct part_option *
role_options(struct page *p, const char *none, size_t *ret_n)
{
        struct part_option *options = mem_array(p->mem, struct part_option, N_ROLES + 1);
        size_t n = 0;

        options[n++] = (struct part_option){.value = "", .label = none};
        for (enum role role = 0; role < N_ROLES; role++)
                options[n++] =
                    (struct part_option){.value = role_text(role), .label = role_label(role)};
        *ret_n = n;
        return options;
}

static int
fill_filter(struct page *p, struct part_filter *ret)
{
        struct part_filter_field *f = mem_array(p->mem, struct part_filter_field, 4);
        struct part_option *units, *roles;
        size_t n_units, n_roles;
        int r = agency_options(p, true, "全部单位", &units, &n_units);

        if (r < 0)
                return err_trace(r);
        roles = role_options(p, "全部角色", &n_roles);
        f[0] = (struct part_filter_field){
            .name = "q", .label = "姓名或登录名", .value = office_arg(p, "q"), .type = "search"};
        f[1] = (struct part_filter_field){.name = "unit",
                                          .label = "单位（含下级）",
                                          .options = pick(p, units, n_units, "unit"),
                                          .n_options = n_units};
        f[2] = (struct part_filter_field){.name = "role",
                                          .label = "角色",
                                          .options = pick(p, roles, n_roles, "role"),
                                          .n_options = n_roles};
        f[3] = (struct part_filter_field){.name = "state",
                                          .label = "状态",
                                          .options = pick(p, states, N(states), "state"),
                                          .n_options = N(states)};
        *ret = (struct part_filter){.id = "find",
                                    .action = page_link(p, "/office/people"),
                                    .fields = f,
                                    .n_fields = 4,
                                    .clear_url = *p->query ? page_link(p, "/office/people") : NULL};
        return 0;
}

static const struct part_sheet_head people_heads[] = {{.text = "姓名"},     {.text = "登录名"},
                                                      {.text = "单位"},     {.text = "角色"},
                                                      {.text = "最近登录"}, {.text = "状态"}};

const char *
person_roles(struct page *p, const struct office_person *one)
{
        struct buf out = buf_new(p->mem, KiB(16));

        for (size_t i = 0; i < one->n_grants; i++) {
                buf_printf(&out, "%s%s", i ? "、" : "", role_label(one->grants[i].role));
                if (strcmp(one->scope_names[i], one->agency) != 0)
                        buf_printf(&out, "（%s）", one->scope_names[i]);
        }
        return one->n_grants ? buf_text(&out) : "尚未授予";
}

static struct part_sheet
people_sheet(struct page *p, const struct office_person *list, size_t n, size_t all)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, n + 1);

        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 6);

                c[0] = cell_link("姓名", list[i].name, person_link(p, list[i].login, ""));
                c[1] = cell("登录名", list[i].login);
                c[2] = cell("单位", list[i].agency);
                c[3] = cell("角色", person_roles(p, &list[i]));
                c[4] = cell("最近登录", when(p, list[i].signed_in_at));
                c[5] = (struct part_sheet_cell){.head = "状态", .tag = state_of(p, &list[i])};
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = 6};
        }
        return (struct part_sheet){.caption = mem_printf(p->mem, "账号（%zu 个）", all),
                                   .heads = people_heads,
                                   .n_heads = N(people_heads),
                                   .rows = rows,
                                   .n_rows = n};
}

static void
people_buttons(struct page *p, struct view_office_roll *v)
{
        struct part_button *b = mem_array(p->mem, struct part_button, 3);

        v->buttons = b;
        if (access_may(p->actor, MAY_PERSON_MANAGE)) {
                b[v->n_buttons++] = (struct part_button){.label = "新建账号",
                                                         .url = page_link(p, "/office/people/new")};
                b[v->n_buttons++] =
                    (struct part_button){.label = "批量新建",
                                         .url = page_link(p, "/office/people/import"),
                                         .kind = BUTTON_SECONDARY};
        }
        b[v->n_buttons++] = (struct part_button){.label = "角色汇总",
                                                 .url = page_link(p, "/office/people/roles"),
                                                 .kind = BUTTON_SECONDARY};
}

int
page_office_people(struct page *p)
{
        struct view_office_roll v = {
            .page = office_page(p, "人员与角色"),
            .lead = "账号由系统管理员管理，角色由安全管理员授予和收回，两项权限不由一人兼有。"};
        struct office_person *list;
        struct people_ask ask;
        size_t n, all, first, on_page;
        struct tx *tx;
        int64_t page;
        int r = read_people_ask(p, &ask);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = page_tx(p, &tx);
        if (r < 0)
                return err_trace(r);
        if (!page_arg_int(p, "page", 1, 1000000, 1, &page))
                return PAGE_NOT_FOUND;
        ask.first = p->format == HTML ? (size_t)(page - 1) * PEOPLE_PAGE : 0;
        ask.most = p->format == HTML ? PEOPLE_PAGE : PEOPLE_FILE;
        r = app_office_people(p->mem, tx, &ask, &list, &n, &all);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML) {
                struct table t = app_people_table(p->mem, list, n);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        r = table_page(p, all, PEOPLE_PAGE, &first, &on_page, &v.pagination);
        if (r == 0)
                r = fill_filter(p, &v.filter);
        if (r)
                return r < 0 ? err_trace(r) : r;
        people_buttons(p, &v);
        v.sheet = people_sheet(p, list, n, all);
        v.empty = (struct part_empty){.title = "没有符合条件的账号",
                                      .text = "请放宽单位、角色或状态的条件。"};
        table_links(p, &v);
        office_crumb(p, &v.page, "人员与角色", NULL);
        return roll_end(p, &v);
}

/* ---- one of them ------------------------------------------------------------------------------ */

static const struct office_done dones[] = {
    {"edited", "账号信息已修改"},   {"disabled", "账号已停用，已登录的设备全部退出"},
    {"enabled", "账号已启用"},      {"unlocked", "账号已解锁"},
    {"totp_off", "动态口令已取消"}, {"granted", "角色已授予"},
    {"revoked", "角色已收回"},      {"released", "职责已恢复"}};

static const struct part_sheet_head role_heads[] = {
    {.text = "角色"}, {.text = "范围（含下级）"}, {.text = "可办事项"}};

static const char *
acts_of(struct page *p, const struct grant *g)
{
        struct actor alone = {.person_id = 1, .grants = g, .n_grants = 1};
        struct buf out = buf_new(p->mem, KiB(16));

        for (size_t what = MAY_SIGNED_IN + 1; what < N_PERMISSIONS; what++)
                if (access_may(&alone, (enum permission)what))
                        buf_printf(&out, "%s%s", out.len ? "；" : "",
                                   permission_label((enum permission)what));
        return buf_text(&out);
}

static struct part_sheet
role_sheet(struct page *p, const struct office_person *one)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, one->n_grants + 1);
        bool may = access_may(p->actor, MAY_ROLE_GRANT) && one->id != p->actor->person_id;

        for (size_t i = 0; i < one->n_grants; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 3);
                struct view_link *act = mem_array(p->mem, struct view_link, 1);
                const char *role = role_text(one->grants[i].role);

                c[0] = cell("角色", role_label(one->grants[i].role));
                c[1] = cell("范围（含下级）", one->scope_names[i]);
                c[2] = cell("可办事项", acts_of(p, &one->grants[i]));
                act[0] = (struct view_link){
                    .label = "收回",
                    .note = role_label(one->grants[i].role),
                    .url = mem_printf(p->mem, "%s?role=%s&unit=%s",
                                      person_link(p, one->login, "/revoke"), role,
                                      page_encode(p->mem, one->scope_slugs[i]))};
                rows[i] = (struct part_sheet_row){
                    .cells = c, .n_cells = 3, .actions = act, .n_actions = may ? 1 : 0};
        }
        return (struct part_sheet){.caption = "角色",
                                   .with_actions = may,
                                   .heads = role_heads,
                                   .n_heads = N(role_heads),
                                   .rows = rows,
                                   .n_rows = one->n_grants};
}

static void
person_buttons(struct page *p, const struct office_person *one, struct view_office_record *v)
{
        struct part_button *b = mem_array(p->mem, struct part_button, 8);
        bool disabled = !instant_is_none(one->disabled_at);
        bool locked = !instant_is_none(one->locked_until) && one->locked_until.ms > p->now.ms;
        size_t n = 0;
        const struct {
                const char *label, *tail;
                bool shown;
        } all[] = {{"修改", "/edit", true},
                   {"解锁", "/account?act=unlock", locked && !disabled},
                   {"重设密码", "/account?act=password", !disabled},
                   {"设置动态口令", "/account?act=totp", !disabled && !one->has_totp},
                   {"取消动态口令", "/account?act=totp_off", one->has_totp},
                   {disabled ? "启用" : "停用",
                    disabled ? "/account?act=enable" : "/account?act=disable",
                    one->id != p->actor->person_id}};

        if (access_may(p->actor, MAY_PERSON_MANAGE))
                for (size_t i = 0; i < N(all); i++)
                        if (all[i].shown)
                                b[n++] = (struct part_button){
                                    .label = all[i].label,
                                    .url = person_link(p, one->login, all[i].tail),
                                    .kind = BUTTON_SECONDARY};
        if (access_may(p->actor, MAY_ROLE_GRANT) && one->id != p->actor->person_id && !disabled)
                b[n++] = (struct part_button){.label = "授予角色",
                                              .url = person_link(p, one->login, "/role")};
        if (access_may(p->actor, MAY_ROLE_GRANT) && one->id != p->actor->person_id &&
            !instant_is_none(one->held_at))
                b[n++] = (struct part_button){.label = "确认恢复职责",
                                              .url = person_link(p, one->login, "/release")};
        v->buttons = b;
        v->n_buttons = n;
}

static int
show_person(struct page *p, const struct office_person *one, struct view_office_record v)
{
        struct part_answer answers[] = {
            {.label = "登录名", .value = one->login},
            {.label = "单位", .value = one->agency},
            {.label = "最近登录", .value = when(p, one->signed_in_at)},
            {.label = "新建时间", .value = when(p, one->created_at)},
            {.label = "动态口令", .value = one->has_totp ? "已设置" : "未设置"}};
        struct office_section section = {.id = "roles",
                                         .title = "角色",
                                         .sheet = role_sheet(p, one),
                                         .nothing = "尚未授予任何角色，登录后没有可办的事项。"
                                                    "请安全管理员授予角色。"};

        v.page = office_page(p, one->name);
        office_crumb(p, &v.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &v.page, one->name, NULL);
        if (!instant_is_none(one->held_at) && !v.notice.title)
                v.notice = (struct part_notice){
                    .tone = TONE_WARNING,
                    .title = "审核、保密审查、签发等职责已暂停",
                    .text = mem_printf(
                        p->mem,
                        "%s重设了密码或者动态口令（%s）。安全管理员向本人核实后确认，职责才恢复。",
                        one->holder ? one->holder : "他人", when(p, one->held_at))};
        if (!instant_is_none(one->held_at) && v.notice.title && !v.notice.text)
                v.notice.text = "审核、保密审查、签发等职责已暂停，由安全管理员向本人核实后恢复。";
        v.tag = state_of(p, one);
        v.summary = (struct part_summary_list){answers, N(answers)};
        person_buttons(p, one, &v);
        v.sections = &section;
        v.n_sections = 1;
        return record_end(p, &v);
}

int
page_office_person(struct page *p)
{
        struct view_office_record v = {.notice = office_done_notice(p, dones, N(dones))};
        struct office_person one;
        int r = person_of_path(p, &one);

        return r ? r : show_person(p, &one, v);
}

/* The page of a person after something was done that is told only once. */
int
person_show_secret(struct page *p, const char *login, const char *title, const char *label,
                   const char *secret, const char *note)
{
        struct view_office_record v = {.notice = {.tone = TONE_GOOD, .title = title},
                                       .secret_label = label,
                                       .secret = secret,
                                       .secret_note = note};
        struct office_person one;
        struct tx *tx;
        int r;

        app_snapshot_endp(&p->tx); /* the account as it is now */
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_office_person(p->mem, tx, p->actor->scope, login, &one);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        return show_person(p, &one, v);
}

const char person_once_note[] =
    "只显示这一次，请当面或通过可靠的方式告知本人；本人首次登录时须改为自己的密码。";

/* ---- making one ------------------------------------------------------------------------------- */

static int
show_new(struct page *p, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "新建账号", page_link(p, "/office/people/new"),
                                   page_link(p, "/office/people"));
        struct part_option *units;
        size_t n;
        int r = agency_options(p, false, "请选择", &units, &n);

        if (r < 0)
                return err_trace(r);
        office_crumb(p, &f.view.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &f.view.page, "新建账号", NULL);
        f.view.lead = "新建后显示一次性密码。新账号没有角色，由安全管理员另行授予。";
        form_field(&f, "login", "登录名", "2 至 64 个字母、数字或 - _ . @；定后不能更改", "")
            ->width = "medium";
        form_field(&f, "name", "姓名", NULL, "")->width = "medium";
        form_select(&f, "agency", "单位", NULL, units, n, "");
        return form_end(&f, "新建账号");
}

int
page_office_person_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_new(p, &none);
}

int
page_office_person_new_send(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct person_new new = {.login = form_value(p, "login"),
                                 .name = form_value(p, "name"),
                                 .agency = form_value(p, "agency"),
                                 .password = password_once(p->mem),
                                 .must_change = true};
        int64_t id;
        int r;

        if (!*new.agency)
                problems_add(&problems, 0, "agency", "请选择单位");
        r = app_person_add(p->mem, p->app, p->now, p->actor, &new, &problems, &id);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_new(p, &problems);
        return person_show_secret(p, new.login, "账号已新建", "一次性密码", new.password,
                                  person_once_note);
}

/* ---- changing one ----------------------------------------------------------------------------- */

static int
show_edit(struct page *p, const struct office_person *one, const struct problems *problems)
{
        struct form f = form_begin(p, problems, "修改账号信息", person_link(p, one->login, "/edit"),
                                   person_link(p, one->login, ""));
        struct part_option *units;
        size_t n;
        int r = agency_options(p, false, NULL, &units, &n);

        if (r < 0)
                return err_trace(r);
        office_crumb(p, &f.view.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &f.view.page, one->name, person_link(p, one->login, ""));
        office_crumb(p, &f.view.page, "修改", NULL);
        f.view.lead = "调动单位后，原有的角色和范围不变；需要调整的，由安全管理员收回后重新授予。";
        form_field(&f, "name", "姓名", NULL, one->name)->width = "medium";
        form_select(&f, "agency", "单位", NULL, units, n, one->agency_slug);
        return form_end(&f, "保存");
}

int
page_office_person_edit(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_person one;
        int r = person_of_path(p, &one);

        return r ? r : show_edit(p, &one, &none);
}

int
page_office_person_edit_send(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct office_person one;
        int r = person_of_path(p, &one);

        if (r)
                return r;
        r = app_person_edit(p->mem, p->app, p->now, p->actor, one.login, form_value(p, "name"),
                            form_value(p, "agency"), &problems);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show_edit(p, &one, &problems);
        page_redirect(p, person_link(p, one.login, "?done=edited"));
        return 0;
}

/* ---- many at once ----------------------------------------------------------------------------- */

static const struct import_kind people = {
    .title = "批量新建账号",
    .lead = "列：login 登录名、name 姓名、agency 单位代码。一次最多 100 "
            "个。导入后显示各人的一次性密码，"
            "只显示一次；角色由安全管理员另行授予。",
    .unit = "个账号",
    .path = "/office/people/import",
    .back = "/office/people",
    .back_label = "人员与角色",
    .run = app_import_people};

int
page_office_people_import(struct page *p)
{
        return import_begin(p, &people);
}

static const struct part_sheet_head made_heads[] = {
    {.text = "登录名"}, {.text = "姓名"}, {.text = "一次性密码"}};

/* The passwords, this once. */
static int
show_made(struct page *p, const struct person_made *made, size_t n)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        struct view_office_roll v = {.page = office_page(p, "账号已新建"),
                                     .notice = {.tone = TONE_GOOD,
                                                .title = mem_printf(p->mem, "已新建 %zu 个账号", n),
                                                .text = person_once_note}};

        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 3);

                c[0] = cell_link("登录名", made[i].login, person_link(p, made[i].login, ""));
                c[1] = cell("姓名", made[i].name);
                c[2] = cell("一次性密码", made[i].password);
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = 3};
        }
        v.sheet = (struct part_sheet){.caption = "一次性密码",
                                      .heads = made_heads,
                                      .n_heads = N(made_heads),
                                      .rows = rows,
                                      .n_rows = n};
        office_crumb(p, &v.page, "人员与角色", page_link(p, "/office/people"));
        office_crumb(p, &v.page, "账号已新建", NULL);
        return roll_end(p, &v);
}

int
page_office_people_import_send(struct page *p)
{
        struct import_result result = {0};
        int r = import_take(p, &people, &result);

        if (r)
                return r == IMPORT_SHOWN ? 0 : err_trace(r);
        return show_made(p, result.made, result.n);
}
