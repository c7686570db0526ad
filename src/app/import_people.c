#include "app/import_people.h"

#include "app/import_kit.h"
#include "app/people.h"
#include "base/crypto.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

struct adding {
        const struct import_ask *ask;
        struct problems *p;
        struct table t;
        size_t *lines;
        struct person_made *made;
        const char **hashes;
};

static int
add_one(TALLOC_CTX *mem, struct tx *tx, struct adding *a, size_t i)
{
        const char *const *c = a->t.cells + i * PEOPLE_COLUMNS;
        const struct actor *who = a->ask->who;
        struct agency_by_slug_or_code_row *agency;
        struct person_by_login_row *there;
        struct person_add_row *row;
        int r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = c[2]}, &agency);

        if (r == 0 && who) {
                struct agency_of_scope_row *mine;

                r = sql_agency_of_scope_one(
                    mem, tx, &(struct agency_of_scope_in){.scope = who->scope, .id = agency->id},
                    &mine);
        }
        if (r == STORE_NONE)
                problems_add(a->p, a->lines[i], "agency",
                             "没有这个单位，或不在您的管理范围内：“%s”", c[2]);
        else if (r)
                return err_fold(r);
        if (r == STORE_NONE)
                agency = NULL;
        r = sql_person_by_login_one(mem, tx, &(struct person_by_login_in){.login = c[0]}, &there);
        if (r == 0)
                problems_add(a->p, a->lines[i], "login", "登录名“%s”已有人使用", c[0]);
        else if (r != STORE_NONE)
                return err_fold(r);
        if (!agency || r == 0 || a->p->n)
                return 0;
        r = sql_person_add_one(mem, tx,
                               &(struct person_add_in){.login = c[0],
                                                       .name = c[1],
                                                       .agency_id = agency->id,
                                                       .password_hash = a->hashes[i],
                                                       .must_change = true,
                                                       .created_at = a->ask->now},
                               &row);
        if (r)
                return err_fold(r);
        tx_touch(tx, "person", row->id);
        return audit_write(tx, &(struct audit_entry){.at = a->ask->now,
                                                     .person_id = who ? who->person_id : 0,
                                                     .event = "person_added",
                                                     .object = "person",
                                                     .object_id = row->id,
                                                     .detail = c[0]});
}

static int
add_all(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct adding *a = arg;

        a->p->n = a->p->n_list = 0;
        for (size_t i = 0; i < a->t.n_rows; i++) {
                int r = add_one(mem, tx, a, i);

                if (r < 0)
                        return err_trace(r);
        }
        return a->p->n || a->ask->dry_run ? IMPORT_REFUSED : 0;
}

static void
check_rows(struct adding *a)
{
        for (size_t i = 0; i < a->t.n_rows; i++) {
                const char *const *c = a->t.cells + i * PEOPLE_COLUMNS;

                (void)person_login_check(c[0], a->lines[i], a->p);
                if (text_length(c[1]) > 64)
                        problems_add(a->p, a->lines[i], "name", "姓名为 1 至 64 个字");
                for (size_t k = 0; k < i; k++)
                        if (strcmp(a->t.cells[k * PEOPLE_COLUMNS], c[0]) == 0)
                                problems_add(a->p, a->lines[i], "login", "登录名与第 %zu 行相同",
                                             a->lines[k]);
        }
        if (a->t.n_rows > IMPORT_PEOPLE_MAX)
                problems_add(a->p, 0, "", "一次最多 %d 个账号，请分成几个文件", IMPORT_PEOPLE_MAX);
}

/* Outside the transaction: hashing takes long. */
static int
make_passwords(TALLOC_CTX *mem, struct adding *a)
{
        a->made = mem_array(mem, struct person_made, a->t.n_rows + 1);
        a->hashes = mem_array(mem, const char *, a->t.n_rows + 1);
        for (size_t i = 0; i < a->t.n_rows; i++) {
                int r;

                a->made[i] =
                    (struct person_made){.login = a->t.cells[i * PEOPLE_COLUMNS],
                                         .name = a->t.cells[i * PEOPLE_COLUMNS + 1],
                                         .password = a->ask->dry_run ? "" : password_once(mem)};
                a->hashes[i] = "x"; /* of a dry run, which is undone */
                if (a->ask->dry_run)
                        continue;
                r = password_hash(mem, a->made[i].password, &a->hashes[i]);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

int
app_import_people(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                  struct problems *p, struct import_result *ret)
{
        struct adding a = {.ask = ask, .p = p};
        const char *text;
        bool converted;
        size_t n;
        int r = import_text(mem, ask, p, &text, &n, &converted);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = table_read(mem, text, n, people_columns, PEOPLE_COLUMNS, p, &a.t, &a.lines);
        if (r)
                return IMPORT_REFUSED;
        check_rows(&a);
        if (p->n)
                return IMPORT_REFUSED;
        r = make_passwords(mem, &a);
        if (r < 0)
                return err_trace(r);
        r = app_run(mem, app, add_all, &a);
        if (r < 0)
                return err_trace(r);
        if (p->n)
                return IMPORT_REFUSED;
        *ret = (struct import_result){.n = a.t.n_rows, .converted = converted, .made = a.made};
        return 0;
}
