/* What a later document does to an earlier one, on both engines: marked when it goes out, as before when it is taken back;
 * what a correction says of it; a day that lies ahead; and who was marked by what stands in the trail. */
#include "county.h"

#include "app/validity.h"

struct pair {
        struct fixture *f;
        struct county c;
        int64_t old, later; /* items */
        struct day effective;
        const char *kind;
        struct instant now;
};

static const char body[] = "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
                           "\"type\":\"text\",\"text\":\"第一条　为了规范管理，制定本办法。\"}]}]}";

static int
draft(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct draft d = DRAFT_EMPTY;
        struct pair *p = arg;

        d.item_id = p->c.item;
        d.agency_id = p->c.agency;
        d.column_id = p->c.column;
        d.title = p->c.title;
        d.body = body;
        d.effective = p->effective;
        return app_item_draft(mem, tx, &p->c.author, p->c.now, &d, &problems, &p->c.item,
                              &p->c.edition);
}

static int
relate(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct pair *p = arg;

        return app_item_relate(mem, tx, &p->c.author, p->c.now, p->later, p->kind, p->old);
}

static void
draft_one(struct pair *p, const char *title, struct day effective)
{
        p->c.item = 0;
        p->c.title = title;
        p->effective = effective;
        assert_done(app_run(p->f->mem, &p->f->app, draft, p));
}

static void
go_out(struct pair *p)
{
        static const use_case steps[] = {county_content_review, county_secrecy_review,
                                         county_signature, county_publish};

        for (size_t i = 0; i < N(steps); i++)
                assert_done(app_run(p->f->mem, &p->f->app, steps[i], &p->c));
}

/* Two documents, the later a draft that does something to the earlier. */
static void
begin(struct fixture *f, struct pair *p, const char *kind, struct day effective)
{
        *p = (struct pair){.f = f, .kind = kind};
        county_build(f, &p->c);
        draft_one(p, "旧办法", day_ymd(2020, 1, 1));
        go_out(p);
        p->old = p->c.item;
        draft_one(p, "新办法", effective);
        p->later = p->c.item;
        assert_done(app_run(f->mem, &f->app, relate, p));
}

static const char *
held(struct pair *p)
{
        return sql_text(
            p->f,
            mem_printf(p->f->mem,
                       "SELECT e.validity || ' ' || COALESCE(CAST(e.repealed_on AS TEXT), '-')"
                       " || ' ' || COALESCE(e.repealed_by, '-') FROM item i JOIN edition e"
                       " ON e.id = i.live_edition_id WHERE i.id = %lld",
                       (long long)p->old));
}

static const char *
since(struct pair *p, struct day day)
{
        return mem_printf(p->f->mem, "repealed %d 新办法", day.n);
}

static void
marked_when_it_goes_out_and_as_before_when_it_is_taken_back(struct fixture *f)
{
        struct pair p;

        begin(f, &p, "repeals", day_ymd(2024, 7, 1));
        assert_string_equal(held(&p), "unstated - -"); /* a draft undoes nothing */
        go_out(&p);
        assert_string_equal(held(&p), since(&p, day_ymd(2024, 7, 1)));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM audit WHERE event = 'item_marked'"), 1);
        assert_int_equal(
            sql_int(
                f, mem_printf(f->mem,
                              "SELECT count(*) FROM change WHERE topic = 'item' AND ref = %lld AND "
                              "change_no = (SELECT MAX(no) FROM audit)",
                              (long long)p.old)),
            1);
        assert_done(app_run(f->mem, &f->app, county_withdraw, &p.c));
        assert_string_equal(held(&p), "unstated - -");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM validity_mark"), 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM audit WHERE event = 'item_unmarked'"), 1);
}

static void
related_afterwards(struct fixture *f)
{
        struct pair p;

        begin(f, &p, "related", DAY_NONE);
        go_out(&p);
        assert_string_equal(held(&p), "unstated - -");
        p.kind = "replaces";
        assert_done(app_run(f->mem, &f->app, relate, &p));
        assert_string_equal(held(&p), since(&p, instant_day(p.c.now)));
}

static void
a_correction_goes_on_from_its_own_words(struct fixture *f)
{
        struct pair p;

        begin(f, &p, "repeals", day_ymd(2024, 5, 1));
        go_out(&p);
        p.c.item = p.old;
        p.c.title = "旧办法（更正）";
        p.effective = DAY_NONE;
        assert_done(app_run(f->mem, &f->app, draft, &p));
        go_out(&p);
        assert_string_equal(held(&p), since(&p, day_ymd(2024, 5, 1)));
        assert_string_equal(sql_text(f, mem_printf(f->mem,
                                                   "SELECT validity FROM edition WHERE item_id = "
                                                   "%lld AND state = 'superseded'",
                                                   (long long)p.old)),
                            "unstated");
        assert_done(app_run(f->mem, &f->app, county_withdraw, &p.c)); /* the old one itself */
        assert_int_equal(sql_int(f, "SELECT count(*) FROM validity_mark"), 0);
}

static void
an_amendment_holds_from_its_day(struct fixture *f)
{
        struct pair p;
        struct instant day = instant_of_day(day_ymd(2024, 6, 30));

        begin(f, &p, "amends", day_ymd(2024, 7, 1));
        go_out(&p);
        assert_string_equal(held(&p), "unstated - -");
        assert_done(app_validity_due(f->mem, &f->app, day));
        assert_string_equal(held(&p), "unstated - -");
        day.ms += 86400000;
        assert_done(app_validity_due(f->mem, &f->app, day));
        assert_string_equal(held(&p), "amended - 新办法");
        assert_done(app_validity_due(f->mem, &f->app, day)); /* once */
        assert_int_equal(sql_int(f, "SELECT count(*) FROM audit WHERE event = 'item_marked'"), 1);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(marked_when_it_goes_out_and_as_before_when_it_is_taken_back),
            STORE_TEST(related_afterwards),
            STORE_TEST(a_correction_goes_on_from_its_own_words),
            STORE_TEST(an_amendment_holds_from_its_day),
        };

        return suite_run(tests, N(tests));
}
