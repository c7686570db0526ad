/* Roles and stand-ins as tables. */
#include "app/books.h"
#include "app/flow.h"
#include "app/import_rows.h"
#include "app/people.h"
#include "app/session.h"
#include "store/sql.h"

/* ---- roles ------------------------------------------------------------------------------------ */

enum { R_LOGIN, R_ROLE, R_AGENCY, R_NAME, R_ROLE_NAME, R_AGENCY_NAME, R_MAX };
static const struct table_column role_columns[R_MAX] = {
    {"login", "登录名", TABLE_TEXT, true},    {"role", "角色代码", TABLE_TEXT, true},
    {"agency", "机构代码", TABLE_TEXT, true}, {"name", "姓名", TABLE_TEXT, false},
    {"role_name", "角色", TABLE_TEXT, false}, {"agency_name", "机构", TABLE_TEXT, false}};

static const char *
role_name(const char *text)
{
        enum role role;

        return role_from(text, &role) ? role_label(role) : text;
}

int
app_role_table(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct roles_of_scope_row *rows;
        size_t n;
        int r = sql_roles_of_scope(mem, tx, &(struct roles_of_scope_in){.scope = scope}, &rows, &n);

        (void)today;
        if (r)
                return err_fold(r);
        *ret = table_new(mem, "roles", "角色", role_columns, R_MAX, n);
        for (size_t i = 0; i < n; i++) {
                const char **c = ret->cells + i * R_MAX;

                c[R_LOGIN] = rows[i].login;
                c[R_ROLE] = rows[i].role;
                c[R_AGENCY] = rows[i].code;
                c[R_NAME] = rows[i].name;
                c[R_ROLE_NAME] = role_name(rows[i].role);
                c[R_AGENCY_NAME] = rows[i].agency;
        }
        return 0;
}

/* By code, or as people call it. */
static bool
cell_role(struct import_rows *b, size_t i, size_t column, enum role *ret)
{
        const char *word = import_cells(b, i)[column];

        if (role_from(word, ret))
                return true;
        for (size_t k = 0; k < N_ROLES; k++)
                if (strcmp(role_label((enum role)k), word) == 0) {
                        *ret = (enum role)k;
                        return true;
                }
        problems_add(b->p, b->lines[i], b->t.columns[column].key, "没有这个角色：“%s”", word);
        return false;
}

/* 0 and a problem when there is none. */
static int
cell_person(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i, size_t column,
            int64_t *ret)
{
        const char *login = import_cells(b, i)[column];
        struct person_by_login_row *person;
        int r =
            sql_person_by_login_one(mem, tx, &(struct person_by_login_in){.login = login}, &person);

        *ret = 0;
        if (r == STORE_NONE) {
                problems_add(b->p, b->lines[i], b->t.columns[column].key, "没有登录名为“%s”的账号",
                             login);
                return 0;
        }
        if (r == 0)
                *ret = person->id;
        return err_fold(r);
}

static int
bring_role(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *c = import_cells(b, i);
        struct problems own = {.mem = mem};
        struct role_held_row *held;
        int64_t person, agency = 0;
        enum role role = ROLE_CLERK;
        int r = cell_person(mem, tx, b, i, R_LOGIN, &person);

        (void)cell_role(b, i, R_ROLE, &role);
        if (r == 0)
                r = import_cell_agency(mem, tx, b, i, R_AGENCY, &agency);
        if (r < 0)
                return err_trace(r);
        if (b->p->n)
                return 0;
        r = sql_role_held_one(mem, tx,
                              &(struct role_held_in){.person_id = person,
                                                     .role = role_text(role),
                                                     .scope_agency_id = agency},
                              &held);
        if (r)
                return err_fold(r);
        if (held->n) {
                tx_unaudited(tx);
                return 0;
        }
        r = app_person_grant_in(mem, tx, b->ask->now, b->ask->who, c[R_LOGIN], role, c[R_AGENCY],
                                &own);
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

int
app_import_roles(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask, struct problems *p,
                 struct import_result *ret)
{
        return import_rows(mem, app, ask, p, role_columns, R_MAX, bring_role, NULL, ret);
}

/* ---- stand-ins -------------------------------------------------------------------------------- */

enum {
        S_FROM,
        S_TO,
        S_ROLE,
        S_AGENCY,
        S_FIRST,
        S_LAST,
        S_REASON,
        S_FROM_NAME,
        S_TO_NAME,
        S_ROLE_NAME,
        S_AGENCY_NAME,
        S_MAX
};
static const struct table_column stand_in_columns[S_MAX] = {
    {"from", "委托人登录名", TABLE_TEXT, true}, {"to", "代理人登录名", TABLE_TEXT, true},
    {"role", "角色代码", TABLE_TEXT, true},     {"agency", "机构代码", TABLE_TEXT, true},
    {"first", "开始日期", TABLE_DAY, true},     {"last", "结束日期", TABLE_DAY, true},
    {"reason", "原因", TABLE_TEXT, true},       {"from_name", "委托人", TABLE_TEXT, false},
    {"to_name", "代理人", TABLE_TEXT, false},   {"role_name", "角色", TABLE_TEXT, false},
    {"agency_name", "机构", TABLE_TEXT, false}};

int
app_stand_in_table(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today,
                   struct table *ret)
{
        struct delegations_open_row *rows;
        size_t n;
        int r = sql_delegations_open(
            mem, tx, &(struct delegations_open_in){.scope = scope, .today = today}, &rows, &n);

        if (r)
                return err_fold(r);
        *ret = table_new(mem, "stand_ins", "代理", stand_in_columns, S_MAX, n);
        for (size_t i = 0; i < n; i++) {
                const char **c = ret->cells + i * S_MAX;

                c[S_FROM] = rows[i].from_login;
                c[S_TO] = rows[i].to_login;
                c[S_ROLE] = rows[i].role;
                c[S_AGENCY] = rows[i].code;
                c[S_FIRST] = table_day(mem, rows[i].from_day);
                c[S_LAST] = table_day(mem, rows[i].to_day);
                c[S_REASON] = rows[i].reason;
                c[S_FROM_NAME] = rows[i].from_name;
                c[S_TO_NAME] = rows[i].to_name;
                c[S_ROLE_NAME] = role_name(rows[i].role);
                c[S_AGENCY_NAME] = rows[i].agency;
        }
        return 0;
}

/* In whose name: the one who is stood in for. */
static int
make_stand_in(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i, int64_t from,
              const struct flow_stand_in *s)
{
        struct problems own = {.mem = mem};
        struct actor who;
        struct flow_by by = {.who = &who, .now = b->ask->now};
        struct delegation_same_row *same;
        int r = sql_delegation_same_one(mem, tx,
                                        &(struct delegation_same_in){.from_id = from,
                                                                     .to_id = s->to_id,
                                                                     .role = role_text(s->role),
                                                                     .scope_agency_id = s->scope_id,
                                                                     .from_day = s->first,
                                                                     .to_day = s->last},
                                        &same);

        if (r)
                return err_fold(r);
        if (same->n) {
                tx_unaudited(tx);
                return 0;
        }
        r = app_actor_of(mem, tx, from, instant_day(b->ask->now), &who);
        if (r == 0)
                r = app_flow_stand_in_make(mem, tx, &by, s, &own);
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

static int
bring_stand_in(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const struct actor *who = b->ask->who;
        struct flow_stand_in s = {.reason = import_cells(b, i)[S_REASON],
                                  .first = import_cell_day(b, i, S_FIRST),
                                  .last = import_cell_day(b, i, S_LAST)};
        int64_t from = 0;
        int r = cell_person(mem, tx, b, i, S_FROM, &from);

        (void)cell_role(b, i, S_ROLE, &s.role);
        if (r == 0)
                r = cell_person(mem, tx, b, i, S_TO, &s.to_id);
        if (r == 0)
                r = import_find_agency(mem, tx, NULL, import_cells(b, i)[S_AGENCY], &s.scope_id);
        if (r < 0)
                return err_trace(r);
        if (r == STORE_NONE)
                problems_add(b->p, b->lines[i], "agency", "没有这个机关：“%s”",
                             import_cells(b, i)[S_AGENCY]);
        if (who && from && from != who->person_id)
                problems_add(b->p, b->lines[i], "from", "只能委托他人代理本人的角色");
        if (b->p->n)
                return 0;
        return make_stand_in(mem, tx, b, i, from, &s);
}

int
app_import_stand_ins(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                     struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, stand_in_columns, S_MAX, bring_stand_in, NULL, ret);
}
