/* The house's own books in the office: people, columns, dictionaries, channels, staffing, files of drafts. With the n-th
 * statement failing, for every n, each change is there whole or not at all. */
#include "county.h"

#include "app/agency.h"
#include "app/catalogue.h"
#include "app/channel.h"
#include "app/column.h"
#include "app/dictionary.h"
#include "app/file.h"
#include "app/flow.h"
#include "app/inspect_kit.h"
#include "app/people.h"
#include "app/redact.h"
#include "app/scan_list.h"
#include "app/staffing.h"
#include "store/audit.h"

/* Person 1 keeps the house, for all of it; person 5 is whom it is done to. */
struct desk {
        struct county county;
        struct actor admin, clerk;
        struct grant of_admin[3], of_clerk;
        struct problems problems;
        use_case step;
        int64_t id;
        const char *sm3, *base32;
        struct draft draft;
        struct flow_sheet sheet;
        int64_t item, version;
};

static struct flow_by
by_clerk(const struct desk *d)
{
        return (struct flow_by){
            .who = &d->clerk, .now = d->county.now, .calendar = calendar_shipped()};
}

static void
begin(struct fixture *f, struct desk *d)
{
        *d = (struct desk){.draft = DRAFT_EMPTY};
        county_build(f, &d->county);
        sql_do(f,
               "INSERT INTO person (id, login, name, agency_id, password_hash, created_at) VALUES"
               " (5, 'clerk', '信息员戊', 2, 'x', 1);"
               "INSERT INTO person_role (person_id, role, scope_agency_id, granted_at) VALUES"
               " (1, 'system_admin', 1, 1), (5, 'clerk', 2, 1);");
        if (f->engine == STORE_PG) /* persons with numbers of their own do not move the sequence */
                sql_do(f, "SELECT setval(pg_get_serial_sequence('person', 'id'), 100)");
        d->of_admin[0] = (struct grant){.role = ROLE_SYSTEM_ADMIN, .scope = 1};
        d->of_admin[1] = (struct grant){.role = ROLE_SECURITY_ADMIN, .scope = 1};
        d->of_admin[2] = (struct grant){.role = ROLE_GID_OFFICE, .scope = 1};
        d->of_clerk = (struct grant){.role = ROLE_CLERK, .scope = 2};
        d->problems = (struct problems){.mem = f->mem};
}

/* Grants point into the desk, which is put back as a whole after a failure. */
static void
sit_down(struct desk *d)
{
        d->admin = (struct actor){
            .person_id = 1, .name = "某", .scope = 1, .grants = d->of_admin, .n_grants = 3};
        d->clerk = (struct actor){
            .person_id = 5, .name = "某", .scope = 2, .grants = &d->of_clerk, .n_grants = 1};
        d->problems.n = d->problems.n_list = 0;
}

/* ---- people: use cases that bring their own transaction ------------------------------------- */

static int
add_person(struct fixture *f, void *arg)
{
        static const enum role roles[] = {ROLE_CLERK, ROLE_REVIEWER};
        struct desk *d = arg;

        return app_person_add(f->mem, &f->app, d->county.now, NULL,
                              &(struct person_new){.login = "newcomer",
                                                   .name = "信息员己",
                                                   .agency = "jiaoyu",
                                                   .password = "Kd7m-Wq2x-Xp9r",
                                                   .must_change = true,
                                                   .roles = roles,
                                                   .n_roles = N(roles)},
                              &d->problems, &d->id);
}

static int
grant_role(struct fixture *f, void *arg)
{
        struct desk *d = arg;

        return app_person_grant(f->mem, &f->app, d->county.now, &d->admin, "clerk", ROLE_REVIEWER,
                                "jiaoyu", &d->problems);
}

static int
revoke_role(struct fixture *f, void *arg)
{
        struct desk *d = arg;

        return app_person_revoke(f->mem, &f->app, d->county.now, &d->admin, "clerk", ROLE_REVIEWER,
                                 "jiaoyu", &d->problems);
}

static int
edit_person(struct fixture *f, void *arg)
{
        struct desk *d = arg;

        return app_person_edit(f->mem, &f->app, d->county.now, &d->admin, "clerk", "信息员庚",
                               "gov", &d->problems);
}

static int
new_password(struct fixture *f, void *arg)
{
        struct desk *d = arg;

        return app_person_password(f->mem, &f->app, d->county.now, &d->admin, "clerk",
                                   "Wq2x-Xp9r-Kd7m", true, &d->problems);
}

static int
new_totp(struct fixture *f, void *arg)
{
        static const uint8_t key[32] = {7};
        struct desk *d = arg;

        return app_person_totp(f->mem, &f->app, d->county.now, &d->admin, "clerk", key, false,
                               &d->problems, &d->base32);
}

static int
disable(struct fixture *f, void *arg)
{
        struct desk *d = arg;

        return app_person_disable(f->mem, &f->app, d->county.now, &d->admin, "clerk", true,
                                  &d->problems);
}

static int
unlock(struct fixture *f, void *arg)
{
        struct desk *d = arg;

        return app_person_unlock(f->mem, &f->app, d->county.now, &d->admin, "clerk", &d->problems);
}

/* ---- the house: use cases inside a transaction ---------------------------------------------- */

static int
make_column(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_column_create(mem, tx, 1, d->county.now,
                                 &(struct column_spec){.code = "own-1",
                                                       .name = "招生专栏",
                                                       .kind = "own",
                                                       .parent_id = 3,
                                                       .agency_id = d->county.agency,
                                                       .opened = day_ymd(2024, 1, 1)},
                                 &d->problems, &d->id);
}

static int
edit_column(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_column_edit(mem, tx, &d->admin, d->county.now,
                               &(struct column_edit){.code = "own-1",
                                                     .name = "招生入学",
                                                     .description = "义务教育招生",
                                                     .external_url = "",
                                                     .update_days = 30,
                                                     .sort = 5},
                               &d->problems);
}

static int
set_duty(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_column_duty_set(mem, tx, &d->admin, d->county.now, "own-1", "jiaoyu", 14,
                                   &d->problems);
}

static int
close_column(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_column_close(mem, tx, &d->admin, d->county.now, "own-1", &d->problems, &d->id);
}

static int
add_class(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_class_add(
            mem, tx, &d->admin, d->county.now,
            &(struct class_spec){
                .scheme = "topic", .code = "ZZ", .name = "托育服务", .parent = "", .sort = 900},
            &d->problems);
}

static int
edit_class(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_class_edit(
            mem, tx, &d->admin, d->county.now,
            &(struct class_spec){.scheme = "topic", .code = "ZZ", .name = "托育", .sort = 901},
            &d->problems);
}

static int
end_class(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_class_end(mem, tx, &d->admin, d->county.now, "topic", "ZZ", "", &d->problems,
                             &d->id);
}

static int
put_channel(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_channel_put(
            mem, tx, &d->admin, d->county.now,
            &(struct office_channel){
                .code = "loudspeaker", .name = "村村响", .unit = "次", .sort = 99},
            true, &d->problems);
}

static int
put_word(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_scan_word_put(
            mem, tx, &d->admin, d->county.now,
            &(struct scan_entry){
                .wrong = "静宇縣府", .right = "静宇县人民政府", .reason = "", .exceptions = ""},
            true, true, &d->problems);
}

static int
add_event(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_channel_event_add(mem, tx, &d->admin, d->county.now,
                                     &(struct channel_event){.agency = "jiaoyu",
                                                             .channel = "press_conference",
                                                             .title = "招生政策发布会",
                                                             .unit = "",
                                                             .proof = "",
                                                             .day = day_ymd(2024, 1, 5)},
                                     "1", &d->problems, &d->id);
}

static int
drop_event(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_channel_event_drop(mem, tx, &d->admin, d->county.now, d->id);
}

static int
set_connector(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        static const uint8_t key[32] = {7};
        struct desk *d = arg;

        return app_connector_set(mem, tx, &d->admin, d->county.now, key, "jiaoyu",
                                 &(struct connector){.channel = "weibo",
                                                     .name = "教育局微博",
                                                     .url = "https://hook.example/weibo",
                                                     .enabled = true},
                                 "a-secret-of-some-length", &d->problems);
}

static int
put_staffing(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const char *figures[STAFFING_FIGURES];
        struct desk *d = arg;

        for (size_t i = 0; i < N(figures); i++)
                figures[i] = i % 3 == 0 ? "12" : i % 3 == 1 ? "150余" : "";
        return app_staffing_put(mem, tx, &d->admin, d->county.now, "jiaoyu", 2023, figures,
                                &d->problems);
}

static int
add_leader(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_leader_add(
            mem, tx, &d->admin, d->county.now, "jiaoyu",
            &(struct leading_member){
                .seat = "head", .name = "组长某", .post = "局长", .began = day_ymd(2023, 1, 1)},
            &d->problems);
}

static int
edit_agency(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;

        return app_agency_edit(mem, tx, &d->admin, d->county.now,
                               &(struct agency_edit){.id = 2,
                                                     .name = "静宇县教育体育局",
                                                     .short_name = "教体局",
                                                     .kind = "department",
                                                     .level = "county",
                                                     .mandate = "",
                                                     .supervisor = "",
                                                     .renamed = day_ymd(2024, 1, 2),
                                                     .rename_basis = "静编〔2024〕1号"},
                               &d->problems);
}

/* ---- files of a draft ----------------------------------------------------------------------- */

static int
save_with_file(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct draft_file file = {.name = "附件.csv", .sm3 = d->sm3, .type = "text/csv", .size = 6};
        struct flow_by by = by_clerk(d);

        d->draft.files = &file;
        d->draft.n_files = 1;
        return app_flow_save(mem, tx, &by, d->item, d->version, &d->draft, &d->sheet, &d->problems,
                             &d->item);
}

static int
save_without_file(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_clerk(d);

        d->draft.files = NULL;
        d->draft.n_files = 0;
        return app_flow_save(mem, tx, &by, d->item, d->version, &d->draft, &d->sheet, &d->problems,
                             &d->id);
}

static int
keep_finding(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_clerk(d);

        return app_file_keep(mem, tx, &by, d->item, d->sm3, "comments", "批注不含秘密",
                             &d->problems);
}

static int
ask_redaction(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_clerk(d);

        return app_redact_ask(mem, tx, &by, d->item, d->sm3, "1, 20, 30, 50, 10", &d->problems,
                              &d->id);
}

/* ---- each of them --------------------------------------------------------------------------- */

static int
run_step(struct fixture *f, void *arg)
{
        struct desk *d = arg;

        return app_run(f->mem, &f->app, d->step, d);
}

static int
verify(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct audit_verdict verdict;

        (void)arg;
        return audit_verify(mem, tx, &verdict);
}

struct act {
        const char *name;
        whole_step whole; /* NULL: step in a transaction */
        use_case step;
};

static void
each_whole_or_nothing(struct fixture *f, struct desk *d, const struct act *acts, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                const char *before = content_of(f, f->store);
                long statements;

                sit_down(d);
                d->step = acts[i].step;
                statements = whole_or_nothing(
                    f, acts[i].name, 1, acts[i].whole ? acts[i].whole : run_step, d, sizeof(*d));
                print_message("# %s: %ld statements\n", acts[i].name, statements);
                assert_true(statements > 3);
                assert_string_not_equal(content_of(f, f->store), before);
        }
        assert_done(app_read(f->mem, &f->app, verify, NULL));
}

static void
accounts(struct fixture *f)
{
        static const struct act acts[] = {
            {"add a person", add_person, NULL}, {"grant", grant_role, NULL},
            {"revoke", revoke_role, NULL},      {"edit a person", edit_person, NULL},
            {"password", new_password, NULL},   {"second factor", new_totp, NULL},
            {"unlock", unlock, NULL},           {"disable", disable, NULL},
        };
        struct desk d;

        begin(f, &d);
        sql_do(f, "UPDATE person SET failures = 5, locked_until = 4102444800000 WHERE id = 5");
        each_whole_or_nothing(f, &d, acts, N(acts));
}

static void
the_house(struct fixture *f)
{
        static const struct act acts[] = {
            {"column", NULL, make_column},
            {"edit a column", NULL, edit_column},
            {"column duty", NULL, set_duty},
            {"close a column", NULL, close_column},
            {"class", NULL, add_class},
            {"edit a class", NULL, edit_class},
            {"end a class", NULL, end_class},
            {"channel", NULL, put_channel},
            {"word", NULL, put_word},
            {"event", NULL, add_event},
            {"drop an event", NULL, drop_event},
            {"connector", NULL, set_connector},
            {"staffing", NULL, put_staffing},
            {"leader", NULL, add_leader},
            {"edit an agency", NULL, edit_agency},
        };
        struct desk d;

        begin(f, &d);
        each_whole_or_nothing(f, &d, acts, N(acts));
}

static void
files(struct fixture *f)
{
        static const struct act acts[] = {
            {"a file comes", NULL, save_with_file},
            {"a finding stays", NULL, keep_finding},
            {"a redaction is asked for", NULL, ask_redaction},
            {"the file goes", NULL, save_without_file},
        };
        struct stored_file stored;
        struct desk d;

        begin(f, &d);
        f->app.data = f->dir;
        assert_done(app_file_store(&f->app, "附件.csv", "a,b\n1\n", 6, &stored));
        d.sm3 = mem_strdup(f->mem, stored.sm3);
        d.draft.agency_id = 2;
        d.draft.column_id = 31;
        d.draft.title = "关于做好防汛工作的通知";
        d.draft.body = "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
                       "\"type\":\"text\",\"text\":\"现将有关事项通知如下。\"}]}]}";
        d.draft.formed = day_ymd(2024, 1, 3);
        d.sheet = (struct flow_sheet){.ground = "",
                                      .ground_reason = "",
                                      .origin_agency = "",
                                      .joint_agencies = "",
                                      .special_basis = "",
                                      .channels = "website",
                                      .exemption = "",
                                      .correction = "",
                                      .note = ""};
        each_whole_or_nothing(f, &d, acts, 1);
        sql_do(f, mem_printf(f->mem,
                             "INSERT INTO file_inspection (sm3, claim, inspector, kind, "
                             "inspected_at) SELECT '%s', 'csv', %d, '表格', 1;"
                             "INSERT INTO file_finding (sm3, claim, inspector, no, code, place, "
                             "excerpt) VALUES ('%s', 'csv', %d, 1, 'comments', '第1行', '内');",
                             d.sm3, INSPECTOR, d.sm3, INSPECTOR));
        d.version = sql_int(f, "SELECT version FROM edition");
        each_whole_or_nothing(f, &d, acts + 1, N(acts) - 1);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM attachment"), 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM file_decision"), 1);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(accounts),
            STORE_TEST(the_house),
            STORE_TEST(files),
        };

        return suite_run(tests, N(tests));
}
