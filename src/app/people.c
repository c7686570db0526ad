#include "app/people.h"

#include "app/run.h"
#include "app/session.h"
#include "base/crypto.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

/* One change to one account: what every use case here carries. */
struct change_of {
        struct instant now;
        const struct actor *who; /* NULL: the command line */
        const char *login;
        struct problems *problems;
        const char *agency, *hash, *secret, *name;
        enum role role;
        bool flag;
        const struct person_new *new;
        int64_t id;
};

/* Whether the one who asks may: everywhere for the command line, else below the own scope. */
static int
in_scope(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, int64_t agency, const char *field,
         const char *why)
{
        struct agency_of_scope_row *row;
        int r;

        if (!c->who)
                return 0;
        r = sql_agency_of_scope_one(
            mem, tx, &(struct agency_of_scope_in){.scope = c->who->scope, .id = agency}, &row);
        if (r == STORE_NONE) {
                problems_add(c->problems, 0, field, "%s", why);
                return PEOPLE_REFUSED;
        }
        return err_fold(r);
}

static int
find_login(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, struct person_by_login_row **ret)
{
        int r =
            sql_person_by_login_one(mem, tx, &(struct person_by_login_in){.login = c->login}, ret);

        if (r == STORE_NONE) {
                problems_add(c->problems, 0, "login", "没有登录名为“%s”的账号", c->login);
                return PEOPLE_REFUSED;
        }
        if (r)
                return err_fold(r);
        return in_scope(mem, tx, c, (*ret)->agency_id, "login", "该账号不在您的管理范围内");
}

static int
find_agency(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, const char *word, int64_t *ret)
{
        struct agency_by_slug_or_code_row *row;
        int r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = word}, &row);

        if (r == STORE_NONE) {
                problems_add(c->problems, 0, "agency", "没有行政机关“%s”（可用代码、地址名或全称）",
                             word);
                return PEOPLE_REFUSED;
        }
        if (r)
                return err_fold(r);
        *ret = row->id;
        return in_scope(mem, tx, c, row->id, "agency", "该机关不在您的管理范围内");
}

static int
note(struct tx *tx, const struct change_of *c, const char *event, int64_t id, const char *detail)
{
        tx_touch(tx, "person", id);
        return audit_write(tx, &(struct audit_entry){.at = c->now,
                                                     .person_id = c->who ? c->who->person_id : 0,
                                                     .event = event,
                                                     .object = "person",
                                                     .object_id = id,
                                                     .detail = detail});
}

/* An administrator's account is its holder's alone, and its holder stands in for nobody. */
static int
check_admin(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, int64_t id, enum role role,
            size_t stand_ins)
{
        struct person_by_id_row *person;
        int r;

        if (!c->who || !(1U << role & AS_ADMIN))
                return 0;
        r = sql_person_by_id_one(mem, tx, &(struct person_by_id_in){.id = id}, &person);
        if (r)
                return err_fold(r);
        if (person->must_change)
                problems_add(c->problems, 0, "role",
                             "该账号还在使用一次性密码，本人登录改过密码后才能任%s",
                             role_label(role));
        if (stand_ins)
                problems_add(c->problems, 0, "role", "该账号正在代理他人的角色，代理结束后才能任%s",
                             role_label(role));
        return person->must_change || stand_ins ? PEOPLE_REFUSED : 0;
}

/* Own roles and those held for others count alike. */
static int
check_roles(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, int64_t id, enum role more)
{
        unsigned roles = 1U << more;
        struct person_grants_row *rows;
        struct person_stand_ins_row *lent;
        enum role role;
        size_t n, n_lent;
        int r = sql_person_grants(mem, tx, &(struct person_grants_in){.person_id = id}, &rows, &n);

        if (r == 0)
                r = sql_person_stand_ins(
                    mem, tx,
                    &(struct person_stand_ins_in){.person_id = id, .today = instant_day(c->now)},
                    &lent, &n_lent);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                if (role_from(rows[i].role, &role))
                        roles |= 1U << role;
        for (size_t i = 0; i < n_lent; i++)
                if (role_from(lent[i].role, &role))
                        roles |= 1U << role;
        if (access_roles_compatible(roles))
                return check_admin(mem, tx, c, id, more, n_lent);
        problems_add(
            c->problems, 0, "role",
            "系统管理员、安全管理员、审计管理员须由三人分别担任，审计管理员不得兼任其他角色");
        return PEOPLE_REFUSED;
}

static int
grant_one(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, int64_t id, enum role role,
          int64_t scope)
{
        struct person_grant_in in = {.person_id = id,
                                     .role = role_text(role),
                                     .scope_agency_id = scope,
                                     .has_granted_by = c->who != NULL,
                                     .granted_by = c->who ? c->who->person_id : 0,
                                     .granted_at = c->now};
        int r;

        if (c->who && c->who->person_id == id) {
                problems_add(c->problems, 0, "role", "不能给自己授予角色");
                return PEOPLE_REFUSED;
        }
        r = check_roles(mem, tx, c, id, role);

        if (r)
                return r;
        r = sql_person_grant(tx, &in, NULL);
        if (r == STORE_CONFLICT) {
                problems_add(c->problems, 0, "role", "该账号已有角色“%s”", role_label(role));
                return PEOPLE_REFUSED;
        }
        if (r)
                return err_fold(r);
        return note(tx, c, "role_granted", id, role_text(role));
}

/* ---- adding --------------------------------------------------------------------------------- */

static int
add_person(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_add_in in = {.login = c->new->login,
                                   .name = c->new->name,
                                   .password_hash = c->hash,
                                   .must_change = c->new->must_change,
                                   .created_at = c->now};
        struct person_add_row *row;
        int r = find_agency(mem, tx, c, c->new->agency, &in.agency_id);

        if (r)
                return r;
        r = sql_person_add_one(mem, tx, &in, &row);
        if (r == STORE_CONFLICT) {
                problems_add(c->problems, 0, "login", "登录名“%s”已有人使用", in.login);
                return PEOPLE_REFUSED;
        }
        if (r)
                return err_fold(r);
        c->id = row->id;
        for (size_t i = 0; i < c->new->n_roles; i++) {
                r = grant_one(mem, tx, c, c->id, c->new->roles[i], in.agency_id);
                if (r)
                        return r;
        }
        return note(tx, c, "person_added", c->id, in.login);
}

bool
person_login_check(const char *login, size_t line, struct problems *problems)
{
        size_t n = strlen(login);

        if (n >= 2 && n <= 64 &&
            strspn(login, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@") ==
                n)
                return true;
        problems_add(problems, line, "login", "登录名为 2 至 64 个字母、数字或 - _ . @");
        return false;
}

int
app_person_add(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
               const struct person_new *new, struct problems *problems, int64_t *ret_id)
{
        struct change_of c = {.now = now, .who = who, .problems = problems, .new = new};
        int r;

        (void)person_login_check(new->login, 0, problems);
        if (!*new->name || text_length(new->name) > 64)
                problems_add(problems, 0, "name", "姓名为 1 至 64 个字");
        password_check(new->login, new->password, "password", problems);
        if (problems->n)
                return PEOPLE_REFUSED;
        r = password_hash(mem, new->password, &c.hash);
        if (r < 0)
                return err_trace(r);
        r = app_run(mem, app, add_person, &c);
        if (r)
                return r < 0 ? err_trace(r) : PEOPLE_REFUSED;
        *ret_id = c.id;
        return 0;
}

/* ---- listing -------------------------------------------------------------------------------- */

struct listing {
        struct person_view *list;
        size_t n;
};

static int
load_grants(TALLOC_CTX *mem, struct tx *tx, struct person_view *p)
{
        struct person_grants_row *rows;
        struct grant *grants;
        const char **names;
        size_t n;
        int r =
            sql_person_grants(mem, tx, &(struct person_grants_in){.person_id = p->id}, &rows, &n);

        if (r)
                return err_fold(r);
        grants = mem_array(mem, struct grant, n + 1);
        names = mem_array(mem, const char *, n + 1);
        for (size_t i = 0; i < n; i++)
                if (role_from(rows[i].role, &grants[p->n_grants].role)) {
                        grants[p->n_grants].scope = rows[i].scope_agency_id;
                        names[p->n_grants++] = rows[i].agency_name;
                }
        p->grants = grants;
        p->scope_names = names;
        return 0;
}

static int
list_people(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct listing *l = arg;
        struct person_list_row *rows;
        int r = sql_person_list(mem, tx, &(struct person_list_in){0}, &rows, &l->n);

        if (r)
                return err_fold(r);
        l->list = mem_array(mem, struct person_view, l->n + 1);
        for (size_t i = 0; i < l->n; i++) {
                l->list[i] = (struct person_view){.id = rows[i].id,
                                                  .login = rows[i].login,
                                                  .name = rows[i].name,
                                                  .agency = rows[i].agency_name,
                                                  .has_totp = rows[i].has_totp,
                                                  .locked_until = rows[i].locked_until,
                                                  .disabled_at = rows[i].disabled_at};
                r = load_grants(mem, tx, &l->list[i]);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

int
app_people(TALLOC_CTX *mem, struct app *app, struct person_view **ret, size_t *ret_n)
{
        struct listing l = {0};
        int r = app_read(mem, app, list_people, &l);

        if (r)
                return err_fold(r);
        *ret = l.list;
        *ret_n = l.n;
        return 0;
}

/* ---- changing ------------------------------------------------------------------------------- */

static int
scope_of(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, int64_t seat, int64_t *ret)
{
        if (c->agency)
                return find_agency(mem, tx, c, c->agency, ret);
        *ret = seat;
        return 0;
}

static int
grant(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int64_t scope;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        r = scope_of(mem, tx, c, person->agency_id, &scope);
        return r ? r : grant_one(mem, tx, c, person->id, c->role, scope);
}

static int
revoke(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int64_t scope, changed;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        r = scope_of(mem, tx, c, person->agency_id, &scope);
        if (r)
                return r;
        r = sql_person_revoke(tx,
                              &(struct person_revoke_in){.person_id = person->id,
                                                         .role = role_text(c->role),
                                                         .scope_agency_id = scope},
                              &changed);
        if (r)
                return err_fold(r);
        if (changed == 0) {
                problems_add(c->problems, 0, "role", "该账号没有角色“%s”", role_label(c->role));
                return PEOPLE_REFUSED;
        }
        return note(tx, c, "role_revoked", person->id, role_text(c->role));
}

static int
end_sessions(struct tx *tx, int64_t id)
{
        int r = sql_session_remove_person(tx, &(struct session_remove_person_in){.person_id = id},
                                          NULL);

        return err_fold(r);
}

/* The system administrator holds accounts, the security administrator roles. With the password of
 * another administrator the one would have both; with that of somebody who holds a role beyond the
 * own scope, what the scope keeps away. */
static int
may_open(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, int64_t id)
{
        struct person_grants_row *rows;
        enum role role;
        size_t n;
        int r;

        if (!c->who)
                return 0;
        r = sql_person_grants(mem, tx, &(struct person_grants_in){.person_id = id}, &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                if (c->who->person_id != id && role_from(rows[i].role, &role) &&
                    (1U << role & AS_ADMIN)) {
                        problems_add(
                            c->problems, 0, "login",
                            "%s的密码和动态口令不能由他人重设，停用后也不能由他人启用（三员分立）；"
                            "由运维人员在服务器上用 xxgk user 命令办理",
                            role_label(role));
                        return PEOPLE_REFUSED;
                }
                r = in_scope(mem, tx, c, rows[i].scope_agency_id, "login",
                             "该账号在您的管理范围以外担任角色，由上级的系统管理员办理");
                if (r)
                        return r;
        }
        return 0;
}

/* Who was given a new way in by another could be that other: what decides about texts rests until it is confirmed. */
static int
let_rest(TALLOC_CTX *mem, struct tx *tx, struct change_of *c, int64_t id)
{
        struct person_decides_row *row;
        int r;

        if (!c->who || c->who->person_id == id)
                return 0;
        r = sql_person_decides_one(
            mem, tx, &(struct person_decides_in){.person_id = id, .today = instant_day(c->now)},
            &row);
        if (r || !row->n)
                return err_fold(r);
        r = sql_person_hold(
            tx, &(struct person_hold_in){.id = id, .held_by = c->who->person_id, .held_at = c->now},
            NULL);
        return r ? err_fold(r) : note(tx, c, "roles_held", id, NULL);
}

static int
release(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int64_t n;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        r = sql_person_release(tx,
                               &(struct person_release_in){.id = person->id,
                                                           .by = c->who ? c->who->person_id : 0,
                                                           .has_by = c->who != NULL},
                               &n);
        if (r)
                return err_fold(r);
        if (!n || (c->who && c->who->person_id == person->id)) {
                problems_add(c->problems, 0, "login",
                             "没有等待确认的职责，或者密码就是由您重设的，须由他人确认");
                return PEOPLE_REFUSED;
        }
        return note(tx, c, "roles_released", person->id, NULL);
}

static int
set_password(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        r = may_open(mem, tx, c, person->id);
        if (r)
                return r;
        r = sql_person_password_set(tx,
                                    &(struct person_password_set_in){.id = person->id,
                                                                     .password_hash = c->hash,
                                                                     .must_change = c->flag},
                                    NULL);
        if (r)
                return err_fold(r);
        r = end_sessions(tx, person->id);
        if (r == 0)
                r = note(tx, c, "password_reset", person->id, NULL);
        return r ? r : let_rest(mem, tx, c, person->id);
}

static int
disable(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        if (c->who && c->who->person_id == person->id) {
                problems_add(c->problems, 0, "login", "不能停用自己的账号");
                return PEOPLE_REFUSED;
        }
        if (!c->flag) {
                r = may_open(mem, tx, c, person->id);
                if (r)
                        return r;
        }
        r = sql_person_disable(
            tx,
            &(struct person_disable_in){.id = person->id,
                                        .disabled_at = c->flag ? c->now : INSTANT_NONE},
            NULL);
        if (r)
                return err_fold(r);
        r = end_sessions(tx, person->id);
        return r ? r
                 : note(tx, c, c->flag ? "person_disabled" : "person_enabled", person->id, NULL);
}

static int
set_totp(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        r = may_open(mem, tx, c, person->id);
        if (r)
                return r;
        r = sql_person_totp_set(
            tx, &(struct person_totp_set_in){.id = person->id, .totp_secret = c->secret}, NULL);
        if (r)
                return err_fold(r);
        r = end_sessions(tx, person->id);
        if (r == 0)
                r = note(tx, c, c->secret ? "totp_set" : "totp_removed", person->id, NULL);
        return r ? r : let_rest(mem, tx, c, person->id);
}

static int
run(TALLOC_CTX *mem, struct app *app, use_case fn, struct change_of *c)
{
        int r = app_run(mem, app, fn, c);

        return r < 0 ? err_trace(r) : r;
}

static int
unlock(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        r = sql_person_unlock(tx, &(struct person_unlock_in){.id = person->id}, NULL);
        return r ? err_fold(r) : note(tx, c, "person_unlocked", person->id, NULL);
}

static int
edit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct change_of *c = arg;
        struct person_by_login_row *person;
        int64_t agency;
        int r = find_login(mem, tx, c, &person);

        if (r)
                return r;
        r = find_agency(mem, tx, c, c->agency, &agency);
        if (r)
                return r;
        r = sql_person_edit(
            tx, &(struct person_edit_in){.id = person->id, .name = c->name, .agency_id = agency},
            NULL);
        return r ? err_fold(r) : note(tx, c, "person_edited", person->id, c->name);
}

int
app_person_release(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                   const char *login, struct problems *problems)
{
        struct change_of c = {.now = now, .who = who, .login = login, .problems = problems};

        return run(mem, app, release, &c);
}

int
app_person_grant(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                 const char *login, enum role role, const char *agency, struct problems *problems)
{
        struct change_of c = {.now = now,
                              .who = who,
                              .login = login,
                              .problems = problems,
                              .role = role,
                              .agency = agency};

        return run(mem, app, grant, &c);
}

int
app_person_grant_in(TALLOC_CTX *mem, struct tx *tx, struct instant now, const struct actor *who,
                    const char *login, enum role role, const char *agency,
                    struct problems *problems)
{
        struct change_of c = {.now = now,
                              .who = who,
                              .login = login,
                              .problems = problems,
                              .role = role,
                              .agency = agency};
        int r = grant(mem, tx, &c);

        return r < 0 ? err_trace(r) : r;
}

int
app_person_revoke(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                  const char *login, enum role role, const char *agency, struct problems *problems)
{
        struct change_of c = {.now = now,
                              .who = who,
                              .login = login,
                              .problems = problems,
                              .role = role,
                              .agency = agency};

        return run(mem, app, revoke, &c);
}

int
app_person_password(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                    const char *login, const char *password, bool must_change,
                    struct problems *problems)
{
        struct change_of c = {
            .now = now, .who = who, .login = login, .problems = problems, .flag = must_change};
        int r;

        password_check(login, password, "password", problems);
        if (problems->n)
                return PEOPLE_REFUSED;
        r = password_hash(mem, password, &c.hash);
        return r < 0 ? err_trace(r) : run(mem, app, set_password, &c);
}

int
app_person_disable(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                   const char *login, bool disabled, struct problems *problems)
{
        struct change_of c = {
            .now = now, .who = who, .login = login, .problems = problems, .flag = disabled};

        return run(mem, app, disable, &c);
}

int
app_person_totp(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                const char *login, const uint8_t key[32], bool off, struct problems *problems,
                const char **ret_base32)
{
        struct change_of c = {.now = now, .who = who, .login = login, .problems = problems};
        uint8_t secret[TOTP_SECRET_SIZE];
        struct buf hex = buf_new(mem, 256);
        int r;

        if (off) {
                *ret_base32 = "";
                return run(mem, app, set_totp, &c);
        }
        crypto_random(secret, sizeof(secret));
        buf_hex(&hex, secret, sizeof(secret));
        r = secret_seal(mem, key, buf_text(&hex), &c.secret);
        if (r < 0)
                return err_trace(r);
        *ret_base32 = base32(mem, secret, sizeof(secret));
        return run(mem, app, set_totp, &c);
}

int
app_person_unlock(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                  const char *login, struct problems *problems)
{
        struct change_of c = {.now = now, .who = who, .login = login, .problems = problems};

        return run(mem, app, unlock, &c);
}

int
app_person_edit(TALLOC_CTX *mem, struct app *app, struct instant now, const struct actor *who,
                const char *login, const char *name, const char *agency, struct problems *problems)
{
        struct change_of c = {.now = now,
                              .who = who,
                              .login = login,
                              .problems = problems,
                              .name = name,
                              .agency = agency};

        if (!*name || text_length(name) > 64)
                problems_add(problems, 0, "name", "姓名为 1 至 64 个字");
        return problems->n ? PEOPLE_REFUSED : run(mem, app, edit, &c);
}

/* No letter or digit that is taken for another. */
const char *
password_once(TALLOC_CTX *mem)
{
        static const char *const sets[] = {"ABCDEFGHJKMNPQRSTUVWXYZ", "abcdefghjkmnpqrstuvwxyz",
                                           "23456789", "abcdefghjkmnpqrstuvwxyz"};
        struct buf out = buf_new(mem, 64);
        uint32_t dice;

        for (int group = 0; group < 3; group++) {
                if (group)
                        buf_char(&out, '-');
                for (size_t i = 0; i < N(sets); i++) {
                        crypto_random(&dice, sizeof(dice));
                        buf_char(&out, sets[i][dice % strlen(sets[i])]);
                }
        }
        return buf_text(&out);
}
