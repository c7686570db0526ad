/* Accounts as the office looks at them. */
#include "app/people.h"
#include "base/err.h"
#include "base/json.h"
#include "store/sql.h"

/* Rows of the queries that give accounts. */
#define PERSON_OF(row)                                                                             \
        (struct office_person)                                                                     \
        {                                                                                          \
                .id = (row)->id, .login = (row)->login, .name = (row)->name,                       \
                .agency = (row)->agency_name, .agency_slug = (row)->agency_slug,                   \
                .agency_code = (row)->agency_code, .has_totp = (row)->has_totp,                    \
                .locked_until = (row)->locked_until, .disabled_at = (row)->disabled_at,            \
                .created_at = (row)->created_at, .signed_in_at = (row)->signed_in_at,              \
                .held_at = (row)->held_at, .holder = (row)->holder                                 \
        }

/* "%word%", with what LIKE would take for a sign escaped. */
static const char *
pattern_of(TALLOC_CTX *mem, const char *word)
{
        struct buf out = buf_new(mem, KiB(4));

        buf_char(&out, '%');
        for (; *word; word++) {
                if (strchr("%_!", *word))
                        buf_char(&out, '!');
                buf_char(&out, *word);
        }
        buf_char(&out, '%');
        return buf_text(&out);
}

static int
add_roles(TALLOC_CTX *mem, struct tx *tx, struct office_person *list, size_t n)
{
        struct buf ids = buf_new(mem, MiB(1));
        struct json_out o = {.buf = &ids};
        struct person_roles_of_row *rows;
        size_t n_rows, at = 0;
        int r;

        json_open(&o, '[');
        for (size_t i = 0; i < n; i++)
                json_put_int(&o, list[i].id);
        json_close(&o, ']');
        r = sql_person_roles_of(mem, tx, &(struct person_roles_of_in){.ids = buf_text(&ids)}, &rows,
                                &n_rows);
        if (r)
                return err_fold(r);
        while (at < n_rows) {
                struct office_person *p = NULL;
                const char **names, **slugs, **codes;
                struct grant *grants;
                size_t end = at;

                while (end < n_rows && rows[end].person_id == rows[at].person_id)
                        end++;
                for (size_t i = 0; i < n; i++)
                        if (list[i].id == rows[at].person_id)
                                p = &list[i];
                names = mem_array(mem, const char *, end - at);
                slugs = mem_array(mem, const char *, end - at);
                codes = mem_array(mem, const char *, end - at);
                grants = mem_array(mem, struct grant, end - at);
                for (; p && at < end; at++) {
                        size_t k = p->n_grants;

                        if (!role_from(rows[at].role, &grants[k].role))
                                continue;
                        grants[k].scope = rows[at].scope_agency_id;
                        names[k] = rows[at].agency_name;
                        slugs[k] = rows[at].agency_slug;
                        codes[k] = rows[at].agency_code;
                        p->n_grants++;
                }
                if (p) {
                        p->grants = grants;
                        p->scope_names = names;
                        p->scope_slugs = slugs;
                        p->scope_codes = codes;
                }
                at = end;
        }
        return 0;
}

int
app_office_people(TALLOC_CTX *mem, struct tx *tx, const struct people_ask *ask,
                  struct office_person **ret, size_t *ret_n, size_t *ret_all)
{
        struct person_office_list_in in = {.scope = ask->scope,
                                           .first = (int64_t)ask->first,
                                           .most = (int64_t)ask->most,
                                           .word = pattern_of(mem, ask->word),
                                           .role = ask->role,
                                           .now = ask->now};
        struct person_office_n_in all = {
            .scope = ask->scope, .word = in.word, .role = ask->role, .now = ask->now};
        struct person_office_list_row *rows;
        struct person_office_n_row *count;
        size_t n;
        int r;

        if (*ask->word)
                in.opt |= PERSON_OFFICE_LIST_OPT_WORD, all.opt |= PERSON_OFFICE_N_OPT_WORD;
        if (*ask->role)
                in.opt |= PERSON_OFFICE_LIST_OPT_ROLE, all.opt |= PERSON_OFFICE_N_OPT_ROLE;
        if (ask->state == PERSON_OPEN)
                in.opt |= PERSON_OFFICE_LIST_OPT_OPEN, all.opt |= PERSON_OFFICE_N_OPT_OPEN;
        if (ask->state == PERSON_LOCKED)
                in.opt |= PERSON_OFFICE_LIST_OPT_LOCKED, all.opt |= PERSON_OFFICE_N_OPT_LOCKED;
        if (ask->state == PERSON_DISABLED)
                in.opt |= PERSON_OFFICE_LIST_OPT_DISABLED, all.opt |= PERSON_OFFICE_N_OPT_DISABLED;
        if (ask->state == PERSON_HELD)
                in.opt |= PERSON_OFFICE_LIST_OPT_HELD, all.opt |= PERSON_OFFICE_N_OPT_HELD;
        r = sql_person_office_n_one(mem, tx, &all, &count);
        if (r == 0)
                r = sql_person_office_list(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct office_person, n + 1);
        for (size_t i = 0; i < n; i++)
                (*ret)[i] = PERSON_OF(&rows[i]);
        *ret_n = n;
        *ret_all = (size_t)count->n;
        return add_roles(mem, tx, *ret, n);
}

int
app_office_person(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *login,
                  struct office_person *ret)
{
        struct person_office_one_row *row;
        int r = sql_person_office_one_one(
            mem, tx, &(struct person_office_one_in){.scope = scope, .login = login}, &row);

        if (r == STORE_NONE)
                return PEOPLE_NONE;
        if (r)
                return err_fold(r);
        *ret = PERSON_OF(row);
        return add_roles(mem, tx, ret, 1);
}

const struct table_column people_columns[PEOPLE_COLUMNS] = {
    {"login", "登录名", TABLE_TEXT, true},    {"name", "姓名", TABLE_TEXT, true},
    {"agency", "单位代码", TABLE_TEXT, true}, {"agency_name", "单位", TABLE_TEXT, false},
    {"roles", "角色", TABLE_TEXT, false},     {"signed_in", "最近登录", TABLE_TEXT, false},
    {"totp", "动态口令", TABLE_TEXT, false},  {"state", "状态", TABLE_TEXT, false}};

/* "clerk@000014350 signer@000014349" */
static const char *
roles_of(TALLOC_CTX *mem, const struct office_person *p)
{
        struct buf out = buf_new(mem, KiB(16));

        for (size_t i = 0; i < p->n_grants; i++)
                buf_printf(&out, "%s%s@%s", i ? " " : "", role_text(p->grants[i].role),
                           p->scope_codes[i]);
        return buf_text(&out);
}

struct table
app_people_table(TALLOC_CTX *mem, const struct office_person *list, size_t n)
{
        struct table t = table_new(mem, "people", "账号和角色", people_columns, PEOPLE_COLUMNS, n);
        char text[INSTANT_TEXT_SIZE];

        for (size_t i = 0; i < n; i++) {
                const struct office_person *p = &list[i];
                const char **c = t.cells + i * PEOPLE_COLUMNS;

                c[0] = p->login;
                c[1] = p->name;
                c[2] = p->agency_code;
                c[3] = p->agency;
                c[4] = roles_of(mem, p);
                c[5] = mem_strdup(mem, instant_text(p->signed_in_at, text));
                c[6] = p->has_totp ? "yes" : "";
                c[7] = instant_is_none(p->disabled_at) ? "" : "disabled";
        }
        return t;
}
