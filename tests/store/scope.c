/* A person with duties in two units that do not stand under each other sees both, and nothing else, on both engines. */
#include "county.h"

#include "app/agency.h"
#include "app/catalogue.h"
#include "app/column.h"
#include "app/flow.h"
#include "app/people.h"
#include "app/scope.h"
#include "app/worklist.h"

enum { GOV = 1, SCHOOLS, ROADS, PARKS, YARD, N_UNITS }; /* the yard is of the roads */
static const char *const slugs[N_UNITS] = {"", "gov", "jiaoyu", "daolu", "yuanlin", "yanghu"};

struct office {
        struct fixture *f;
        struct county county;
        struct grant grants[3];
        struct actor who;
        int64_t unit, parent;
        /* what was seen */
        struct worklist_ask ask;
        struct worklist_row *rows;
        size_t n, n_people, n_units, n_duties;
        int64_t all, counts[N_WORKLIST_TABS];
        struct office_agency *units;
};

static int
make_unit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct office *o = arg;
        int64_t id;
        int r = app_agency_create(
            mem, tx, 0, o->county.now,
            &(struct agency_spec){.code = mem_printf(mem, "00001435%lld", (long long)o->unit),
                                  .slug = slugs[o->unit],
                                  .name = mem_printf(mem, "静宇县%s", slugs[o->unit]),
                                  .kind = "department",
                                  .level = "county",
                                  .parent_id = o->parent,
                                  .opened = day_ymd(2000, 1, 1)},
            &problems, &id);

        assert_int_equal(id, o->unit);
        return r;
}

/* Handed in by the unit's own clerk, who is the person with the unit's number and ten. */
static int
hand_in(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct draft d = DRAFT_EMPTY;
        struct office *o = arg;
        struct grant grant = {ROLE_CLERK, o->unit, 0};
        struct actor clerk = {.person_id = 10 + o->unit, .grants = &grant, .n_grants = 1};
        struct flow_by by = {&clerk, o->county.now, calendar_shipped()};
        struct flow_sheet sheet = {.ground = "",
                                   .ground_reason = "",
                                   .origin_agency = "",
                                   .joint_agencies = "",
                                   .special_basis = "",
                                   .channels = "website",
                                   .exemption = "",
                                   .correction = "",
                                   .note = ""};
        int64_t item;
        int r;

        d.agency_id = o->unit;
        d.column_id = o->county.column;
        d.title = mem_printf(mem, "通知 %s", slugs[o->unit]);
        d.formed = day_ymd(2024, 3, 1);
        d.body = "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
                 "\"text\",\"text\":\"现将有关事项通知如下。\"}]}]}";
        r = app_flow_save(mem, tx, &by, 0, 0, &d, &sheet, &problems, &item);
        return r ? r : app_flow_submit(mem, tx, &by, item, false, "", &problems);
}

static void
begin(struct fixture *f, struct office *o)
{
        *o = (struct office){.f = f};
        county_build(f, &o->county);
        o->county.column = 31;
        for (o->unit = ROADS; o->unit < N_UNITS; o->unit++) {
                o->parent = o->unit == YARD ? ROADS : GOV;
                assert_done(app_run(f->mem, &f->app, make_unit, o));
        }
        for (o->unit = GOV; o->unit < N_UNITS; o->unit++) {
                sql_do(f,
                       mem_printf(f->mem,
                                  "INSERT INTO person (id, login, name, agency_id, password_hash, "
                                  "created_at) VALUES (%lld, 'p-%s', '某', %lld, 'x', 1)",
                                  (long long)o->unit + 10, slugs[o->unit], (long long)o->unit));
                sql_do(f, mem_printf(
                              f->mem,
                              "INSERT INTO column_duty (column_id, agency_id, update_days, set_at) "
                              "VALUES (31, %lld, 30, 1)",
                              (long long)o->unit));
                assert_done(app_run(f->mem, &f->app, hand_in, o));
        }
        o->who = (struct actor){.person_id = 2, .grants = o->grants};
}

static void
hold(struct office *o, enum role role, int64_t unit)
{
        o->grants[o->who.n_grants++] = (struct grant){role, unit, 0};
}

static int64_t
scope(struct office *o, enum permission what)
{
        int64_t id = 0;

        assert_done(app_scope_of(o->f->mem, &o->f->app, &o->who, what, &id));
        return id;
}

static int
look(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct office *o = arg;
        struct flow_by by = {&o->who, o->county.now, calendar_shipped()};
        struct people_ask ask = {
            .scope = o->who.scope, .word = "p-", .role = "", .now = o->county.now, .most = 100};
        struct office_person *people;
        struct column_duty *duties;
        struct upkeep_sum sum;
        size_t all;
        int r = app_worklist(mem, tx, &by, &o->ask, &o->rows, &o->n, &o->all);

        if (r == 0)
                r = app_worklist_counts(mem, tx, &by, o->counts);
        if (r == 0)
                r = app_office_people(mem, tx, &ask, &people, &o->n_people, &all);
        if (r == 0)
                r = app_office_agencies(mem, tx, o->who.scope, false, &o->units, &o->n_units);
        if (r == 0)
                r = app_column_duties(mem, tx, o->who.scope, 0, instant_day(o->county.now), &duties,
                                      &o->n_duties, &sum);
        return r;
}

static void
see(struct office *o, enum worklist_tab tab, const char *words)
{
        o->who.scope = scope(o, MAY_ITEM_READ);
        o->ask = (struct worklist_ask){
            .tab = tab, .page = 1, .size = 20, .words = words, .from = DAY_NONE, .to = DAY_NONE};
        assert_done(app_read(o->f->mem, &o->f->app, look, o));
}

static void
two_scopes_are_both_seen(struct fixture *f)
{
        struct office o;

        begin(f, &o);
        hold(&o, ROLE_REVIEWER, ROADS);
        hold(&o, ROLE_CLERK, PARKS);
        see(&o, WORKLIST_ALL, NULL);
        assert_true(o.who.scope < 0);
        assert_int_equal(o.n, 3); /* roads, their yard, parks */
        assert_int_equal(o.n_people, 3);
        assert_int_equal(o.n_units, 3);
        assert_int_equal(o.n_duties, 3);
        see(&o, WORKLIST_ALL, "通知 yuanlin");
        assert_int_equal(o.n, 1);
        see(&o, WORKLIST_ALL, "通知 jiaoyu"); /* not theirs */
        assert_int_equal(o.n, 0);
        see(&o, WORKLIST_WAITING, NULL); /* reviewer of the roads alone */
        assert_int_equal(o.n, 2);
        assert_int_equal(o.counts[WORKLIST_WAITING], 2);
        hold(&o, ROLE_REVIEWER, PARKS);
        see(&o, WORKLIST_WAITING, NULL);
        assert_int_equal(o.n, 3);
}

static void
one_number_for_each_set(struct fixture *f)
{
        struct office o;
        int64_t id;

        begin(f, &o);
        assert_int_equal(scope(&o, MAY_ITEM_READ), 0);
        hold(&o, ROLE_REVIEWER, PARKS);
        assert_int_equal(scope(&o, MAY_ITEM_READ), PARKS);
        hold(&o, ROLE_CLERK, ROADS);
        id = scope(&o, MAY_ITEM_READ);
        assert_true(id < 0);
        assert_int_equal(scope(&o, MAY_ITEM_READ), id);
        assert_int_equal(scope(&o, MAY_ITEM_REVIEW), PARKS);
        assert_int_equal(scope(&o, MAY_ITEM_WRITE), ROADS);
        hold(&o, ROLE_CLERK, YARD); /* under the roads: nothing new */
        assert_int_equal(scope(&o, MAY_ITEM_READ), id);
        assert_int_equal(scope(&o, MAY_ITEM_WRITE), ROADS);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM scope_set"), 1);
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM scope_root"), 2);
        o.grants[2].scope = GOV; /* covers all */
        assert_int_equal(scope(&o, MAY_ITEM_READ), GOV);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(two_scopes_are_both_seen),
            STORE_TEST(one_number_for_each_set),
        };

        return suite_run(tests, N(tests));
}
