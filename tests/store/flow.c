/* The way through the office, on both engines: every step by its person, nothing by another, and what the trail says of it. */
#include "county.h"

#include <pthread.h>

#include "app/check.h"
#include "app/worklist.h"

enum { CLERK = 1, REVIEWER, SECRECY, SIGNER, OFFICE, CLERK2, N_PEOPLE };

struct desk {
        struct fixture *f;
        struct county county;
        struct actor people[N_PEOPLE];
        struct grant grants[N_PEOPLE];
        struct problems problems;
        struct draft draft;
        struct flow_sheet sheet;
        /* of the next act */
        int who;
        int64_t item, version, other;
        const char *words, *token, *kind, *index_no;
        bool approve, emergency, reopen, off;
        enum deed deed;
        enum disclosure disclosure;
        const char *ground, *ground_reason;
        struct flow_rule_row rule;
        struct flow_stand_in stand_in;
        struct flow_item read;
        struct instant now;
};

static const char body[] = "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
                           "\"type\":\"text\",\"text\":\"现将有关事项通知如下。\"}]}]}";

static void
begin(struct fixture *f, struct desk *d)
{
        static const enum role roles[N_PEOPLE] = {
            [CLERK] = ROLE_CLERK,   [REVIEWER] = ROLE_REVIEWER, [SECRECY] = ROLE_SECRECY_REVIEWER,
            [SIGNER] = ROLE_SIGNER, [OFFICE] = ROLE_GID_OFFICE, [CLERK2] = ROLE_CLERK};

        *d = (struct desk){.f = f, .now = f->now, .draft = DRAFT_EMPTY};
        county_build(f, &d->county);
        sql_do(f,
               "INSERT INTO person (id, login, name, agency_id, password_hash, created_at) VALUES"
               " (5, 'office', '公开办戊', 1, 'x', 1), (6, 'clerk2', '信息员己', 1, 'x', 1)");
        for (int i = CLERK; i < N_PEOPLE; i++) {
                d->grants[i] = (struct grant){.role = roles[i], .scope = i == OFFICE ? 1 : 2};
                d->people[i] = (struct actor){.person_id = i,
                                              .name = "某",
                                              .scope = i == OFFICE ? 1 : 2,
                                              .grants = &d->grants[i],
                                              .n_grants = 1};
                sql_do(f, mem_printf(f->mem,
                                     "INSERT INTO person_role (person_id, role, scope_agency_id, "
                                     "granted_at) VALUES (%d, '%s', %d, 1)",
                                     i, role_text(roles[i]), i == OFFICE ? 1 : 2));
        }
        d->draft.agency_id = 2;
        d->draft.column_id = 31;
        d->draft.title = "关于做好防汛工作的通知";
        d->draft.body = body;
        d->draft.formed = day_ymd(2024, 6, 3);
        d->sheet = (struct flow_sheet){.ground = "",
                                       .ground_reason = "",
                                       .origin_agency = "",
                                       .joint_agencies = "",
                                       .special_basis = "",
                                       .channels = "website",
                                       .exemption = "",
                                       .correction = "",
                                       .note = ""};
        d->ground = d->ground_reason = "";
        d->words = "";
}

static struct flow_by
by_of(struct desk *d)
{
        return (struct flow_by){
            .who = &d->people[d->who], .now = d->now, .calendar = calendar_shipped()};
}

static int
save(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_save(mem, tx, &by, d->item, d->version, &d->draft, &d->sheet, &d->problems,
                             &d->item);
}

static int
submit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_submit(mem, tx, &by, d->item, d->emergency, d->words, &d->problems);
}

static int
recall(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_recall(mem, tx, &by, d->item, d->words, &d->problems);
}

static int
step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);
        struct flow_verdict v = {.deed = d->deed,
                                 .approve = d->approve,
                                 .token = d->token,
                                 .words = d->words,
                                 .disclosure = d->disclosure,
                                 .ground = d->ground,
                                 .ground_reason = d->ground_reason};

        return app_flow_step(mem, tx, &by, d->item, &v, &d->problems, &d->index_no);
}

static int
withdraw(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_withdraw(mem, tx, &by, d->item, d->words, &d->problems);
}

static int
correct(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_correct(mem, tx, &by, d->item, d->words, &d->problems);
}

static int
discard(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_discard(mem, tx, &by, d->item, d->words, &d->problems);
}

static int
revisit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_revisit(mem, tx, &by, d->item, d->reopen, d->words, &d->problems);
}

static int
relate(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_relate(mem, tx, &by, d->item, d->kind, d->other, d->off, &d->problems);
}

static int
set_rule(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_rule_set(mem, tx, &by, &d->rule, &d->problems);
}

static int
stand_in(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_stand_in_make(mem, tx, &by, &d->stand_in, &d->problems);
}

static int
look(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_read(mem, tx, &by, d->item, &d->read);
}

/* An act by somebody; the outcome, and the problems begin anew. */
static int
act(struct desk *d, int who, use_case fn)
{
        d->who = who;
        d->problems = (struct problems){.mem = d->f->mem};
        return app_run(d->f->mem, &d->f->app, fn, d);
}

static const struct flow_item *
read_as(struct desk *d, int who)
{
        d->who = who;
        assert_done(app_read(d->f->mem, &d->f->app, look, d));
        return &d->read;
}

static int
decide(struct desk *d, int who, enum deed deed, bool approve, const char *words)
{
        d->token = app_flow_token(d->f->mem, read_as(d, CLERK));
        d->disclosure = d->read.sheet.disclosure;
        d->deed = deed;
        d->approve = approve;
        d->words = words;
        return act(d, who, step);
}

static void
draft_one(struct desk *d, const char *title)
{
        d->item = 0;
        d->draft.title = title;
        assert_done(act(d, CLERK, save));
}

static void
expect(struct desk *d, const char *state, const char *waits)
{
        assert_string_equal(
            sql_text(d->f, mem_printf(d->f->mem,
                                      "SELECT state || ':' || COALESCE(step, '') FROM "
                                      "item_flow WHERE item_id = %lld",
                                      (long long)d->item)),
            mem_printf(d->f->mem, "%s:%s", state, waits));
}

/* ---- the whole way -------------------------------------------------------------------------- */

static void
from_the_desk_to_the_reader_and_back(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        draft_one(&d, "关于做好防汛工作的通知");
        expect(&d, "editing", "");
        assert_int_equal(read_as(&d, CLERK)->due.n, day_ymd(2024, 7, 2).n);
        assert_int_equal(decide(&d, REVIEWER, DEED_REVIEW, true, ""), FLOW_REFUSED);
        d.words = "";
        assert_int_equal(act(&d, REVIEWER, submit), FLOW_REFUSED);
        assert_done(act(&d, CLERK, submit));
        expect(&d, "submitted", "content");
        assert_int_equal(act(&d, CLERK, save), FLOW_REFUSED); /* not while it is looked at */
        assert_int_equal(decide(&d, SIGNER, DEED_SIGN, true, ""), FLOW_REFUSED);
        assert_int_equal(decide(&d, REVIEWER, DEED_REVIEW, false, ""), FLOW_BAD);
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, false, "请补充联系方式"));
        expect(&d, "returned", "");
        assert_string_equal(read_as(&d, CLERK)->flow.returned, "请补充联系方式");
        d.version = d.read.text.version;
        d.draft.title = "关于切实做好防汛工作的通知";
        assert_done(act(&d, CLERK, save));
        assert_int_equal(act(&d, CLERK, save), FLOW_RACED); /* the version went on */
        d.words = "已补充";
        assert_done(act(&d, CLERK, submit));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM draft_text"), 2);
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        expect(&d, "submitted", "secrecy");
        assert_int_equal(decide(&d, SIGNER, DEED_SECRECY, true, ""), FLOW_REFUSED);
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, "不涉密"));
        expect(&d, "submitted", "signature");
        d.token = "0";
        d.deed = DEED_SIGN;
        assert_int_equal(act(&d, SIGNER, step), FLOW_RACED); /* not the text that was shown */
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        expect(&d, "published", "");
        assert_non_null(d.index_no);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 1);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM review"), 4);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item_act"), 9);

        d.words = "有误";
        assert_int_equal(act(&d, CLERK, withdraw), FLOW_REFUSED);
        assert_done(act(&d, OFFICE, withdraw));
        expect(&d, "withdrawn", "");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 0);
        d.words = "更正了联系电话";
        assert_done(act(&d, CLERK, correct));
        expect(&d, "editing", "");
        sql_do(f, "UPDATE catalogue_column SET closed_on = 1 WHERE id = 31");
        d.version = read_as(&d, CLERK)->text.version; /* where it was public it is corrected */
        d.draft.title = "关于切实做好防汛工作的通知（更正）";
        d.sheet.correction = "更正了联系电话";
        assert_done(act(&d, CLERK, save));
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 1);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM index_number"), 1);
}

static void
who_helped_to_write_does_not_review(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        d.grants[REVIEWER].role = ROLE_GID_OFFICE; /* may write and review */
        draft_one(&d, "两人起草");
        d.version = 1;
        assert_done(act(&d, REVIEWER, save));
        assert_done(act(&d, CLERK, submit));
        assert_int_equal(decide(&d, REVIEWER, DEED_REVIEW, true, ""), FLOW_REFUSED);
        assert_done(decide(&d, OFFICE, DEED_REVIEW, true, ""));
        d.grants[OFFICE] = (struct grant){.role = ROLE_SECRECY_REVIEWER, .scope = 1};
        assert_int_equal(decide(&d, OFFICE, DEED_SECRECY, true, ""), FLOW_REFUSED); /* two steps */
        d.rule = (struct flow_rule_row){.agency_id = 2,
                                        .steps = LADDER_DEFAULT,
                                        .two_steps = true,
                                        .retro_days = 5,
                                        .revisit_months = 12};
        assert_int_equal(act(&d, CLERK2, set_rule), FLOW_BAD); /* a unit does not allow itself */
        assert_non_null(problems_of(&d.problems, "two_steps"));
        d.rule.agency_id = 1;
        d.grants[OFFICE] = (struct grant){.role = ROLE_GID_OFFICE, .scope = 1};
        assert_done(act(&d, OFFICE, set_rule));
        d.grants[OFFICE] = (struct grant){.role = ROLE_SECRECY_REVIEWER, .scope = 1};
        assert_done(decide(&d, OFFICE, DEED_SECRECY, true, "")); /* unless the county says so */
        d.grants[OFFICE] = (struct grant){.role = ROLE_SIGNER, .scope = 1};
        assert_int_equal(decide(&d, OFFICE, DEED_SIGN, true, ""), FLOW_REFUSED); /* never that */
}

static void
drafts_of_others_have_no_title_here(struct fixture *f)
{
        struct desk d;
        int64_t ours;

        begin(f, &d);
        draft_one(&d, "本单位的一件");
        ours = d.item;
        sql_do(f, "INSERT INTO agency (id, code, slug, name, short_name, kind, level, parent_id, "
                  "opened_on) VALUES (900, '000000900', 'fin', '静宇县财政局', '财政局', "
                  "'department', 'county', 1, 0)");
        sql_do(f, "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES (900, "
                  "900, 0, 0), (1, 900, 1, 0)");
        draft_one(&d, "外单位的秘密打算");
        sql_do(f, mem_printf(f->mem, "UPDATE item SET agency_id = 900 WHERE id = %lld",
                             (long long)d.item));
        sql_do(f, mem_printf(f->mem,
                             "INSERT INTO item_relation (from_item, kind, to_item) VALUES (%lld, "
                             "'related', %lld)",
                             (long long)d.item, (long long)ours));
        d.item = ours;
        assert_int_equal(read_as(&d, CLERK)->n_relations, 1);
        assert_true(d.read.relations[0].foreign);
        assert_string_equal(d.read.relations[0].title, "（其他单位未公开信息）");
        assert_string_equal(read_as(&d, OFFICE)->relations[0].title, "外单位的秘密打算");
}

static void
others_see_nothing(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        draft_one(&d, "外单位看不到");
        d.grants[CLERK2].scope = 77;
        d.who = CLERK2;
        assert_int_equal(app_read(f->mem, &f->app, look, &d), FLOW_NOT_FOUND);
        assert_int_equal(act(&d, CLERK2, submit), FLOW_NOT_FOUND);
        d.item = 0;
        assert_int_equal(act(&d, CLERK2, save), FLOW_BAD);
        draft_one(&d, "不能移到外单位");
        d.version = read_as(&d, CLERK)->text.version;
        d.draft.agency_id = 1;
        assert_int_equal(act(&d, CLERK, save), FLOW_BAD);
        assert_non_null(problems_of(&d.problems, "agency"));
        d.item = 9999;
        assert_int_equal(act(&d, CLERK, submit), FLOW_NOT_FOUND);
}

/* Two texts at the desk; when the first is public only what it explains may still be linked. */
static void
what_it_repeals_is_signed_with_it(struct fixture *f)
{
        struct desk d;
        int64_t old;

        begin(f, &d);
        draft_one(&d, "静宇县防汛旧办法");
        old = d.item;
        draft_one(&d, "静宇县防汛新办法");
        d.kind = "repeals";
        d.other = old;
        assert_done(act(&d, CLERK, relate));
        d.off = true;
        d.other = 9999;
        assert_int_equal(act(&d, CLERK, relate), FLOW_BAD);
        d.other = old;
        assert_done(act(&d, CLERK, relate));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item_relation"), 0);
        d.words = "";
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        d.off = false;
        assert_int_equal(act(&d, CLERK, relate), FLOW_REFUSED);
        d.kind = "related";
        assert_done(act(&d, CLERK, relate));
        d.kind = "repeals";
        d.words = "补充废止的文件";
        assert_done(act(&d, CLERK, correct));
        assert_done(act(&d, CLERK, relate));
}

static void
publish_one(struct desk *d, const char *title)
{
        draft_one(d, title);
        d->words = "";
        assert_done(act(d, CLERK, submit));
        assert_done(decide(d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(d, SIGNER, DEED_SIGN, true, ""));
}

static void
sign_correction(struct desk *d)
{
        d->words = "";
        assert_done(act(d, CLERK, submit));
        assert_done(decide(d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(d, SIGNER, DEED_SIGN, true, ""));
}

static void
heirs_correct_and_withdraw(struct fixture *f)
{
        struct desk d;
        int64_t item;

        begin(f, &d);
        publish_one(&d, "撤并前公开的一件");
        item = d.item;
        sql_do(f, "INSERT INTO agency (id, code, slug, name, short_name, kind, level, parent_id, "
                  "opened_on) VALUES (901, '000000901', 'heir', '静宇县新局', '新局', "
                  "'department', 'county', 1, 0)");
        sql_do(f, "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES (901, "
                  "901, 0, 0), (1, 901, 1, 0)");
        for (int i = CLERK; i <= SIGNER; i++)
                d.grants[i].scope = d.people[i].scope = 901;
        d.who = CLERK;
        assert_int_equal(app_read(f->mem, &f->app, look, &d), FLOW_NOT_FOUND);
        sql_do(f, "INSERT INTO agency_succession (predecessor_id, successor_id, kind, on_day) "
                  "VALUES (2, 901, 'merge', 19000)");
        assert_int_equal(app_read(f->mem, &f->app, look, &d), FLOW_NOT_FOUND); /* still there */
        sql_do(f, "UPDATE agency SET closed_on = 19000 WHERE id = 2");
        d.words = "更正联系电话";
        assert_done(act(&d, CLERK, correct));
        sign_correction(&d);
        assert_int_equal(sql_int(f, "SELECT agency_id FROM item WHERE live_edition_id IS NOT NULL "
                                    "ORDER BY id DESC LIMIT 1"),
                         2); /* history stays with the predecessor */
        d.item = item;
        d.words = "泄露个人隐私";
        assert_done(act(&d, SIGNER, withdraw));
        expect(&d, "withdrawn", "");
}

/* What the trail says and what is told of it agree. */
static void
stands_as_told(struct fixture *f)
{
        struct check *all;
        size_t n;

        f->app.data = f->dir;
        assert_done(app_check(f->mem, &f->app, false, &all, &n));
        for (size_t i = 0; i < n; i++)
                if (strcmp(all[i].name, "flow") == 0)
                        assert_int_equal(all[i].n_wrong, 0);
}

static const char *
validity_of(struct desk *d, int64_t item)
{
        return sql_text(d->f, mem_printf(d->f->mem,
                                         "SELECT e.validity FROM edition e JOIN item i ON "
                                         "i.live_edition_id = e.id WHERE i.id = %lld",
                                         (long long)item));
}

static const struct flow_relation *
relation_to(struct desk *d, int64_t item, int64_t other)
{
        int64_t was = d->item;
        const struct flow_relation *found = NULL;

        d->item = item;
        (void)read_as(d, CLERK);
        for (size_t i = 0; i < d->read.n_relations; i++)
                if (d->read.relations[i].id == other)
                        found = &d->read.relations[i];
        d->item = was;
        return found;
}

/* Added and taken back while a text is being corrected: nothing before the signature, nothing at all when given up. */
static void
relations_wait_for_the_signature(struct fixture *f)
{
        struct desk d;
        int64_t old, later;

        begin(f, &d);
        publish_one(&d, "静宇县防汛旧办法");
        old = d.item;
        publish_one(&d, "静宇县防汛新办法");
        later = d.item;
        d.kind = "repeals";
        d.other = old;
        d.words = "补充废止的文件";
        assert_done(act(&d, CLERK, correct));
        assert_done(act(&d, CLERK, relate));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item_relation"), 0);
        assert_string_equal(validity_of(&d, old), "unstated");
        assert_true(relation_to(&d, later, old)->coming);
        assert_true(relation_to(&d, old, later)->coming); /* the office sees it from both sides */
        d.words = "";
        assert_int_equal(act(&d, CLERK, discard), FLOW_BAD);
        d.words = "不再补充";
        assert_int_equal(act(&d, REVIEWER, discard), FLOW_REFUSED);
        assert_done(act(&d, CLERK, discard));
        expect(&d, "published", "");
        assert_null(relation_to(&d, later, old));
        assert_string_equal(read_as(&d, CLERK)->text.state, "live");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM relation_change"), 0);
        assert_int_equal(act(&d, CLERK, discard), FLOW_REFUSED);

        assert_done(act(&d, CLERK2, correct)); /* another begins a new text, and is its author */
        assert_int_equal(read_as(&d, CLERK)->text.author_id, CLERK2);
        assert_int_equal(d.read.text.no, 3);
        assert_done(act(&d, CLERK, relate));
        d.words = "有误";
        sign_correction(&d);
        assert_string_equal(validity_of(&d, old), "repealed");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM relation_change"), 0);

        d.off = true;
        d.words = "废止有误";
        assert_int_equal(act(&d, CLERK, relate), FLOW_REFUSED);
        assert_done(act(&d, CLERK, correct));
        assert_done(act(&d, CLERK, relate));
        assert_string_equal(validity_of(&d, old), "repealed");
        assert_true(relation_to(&d, later, old)->going);
        d.off = false; /* and back again: nothing waits */
        assert_done(act(&d, CLERK, relate));
        assert_false(relation_to(&d, later, old)->going);
        d.off = true;
        assert_done(act(&d, CLERK, relate));
        sign_correction(&d);
        assert_string_equal(validity_of(&d, old), "unstated");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item_relation"), 0);
        stands_as_told(f);
}

/* The sheet is again what it was, and a correction of what was taken back goes back to that. */
static void
a_correction_given_up_leaves_nothing(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        d.sheet.exemption = "转发文件";
        publish_one(&d, "静宇县转发通知");
        d.words = "更正电话";
        assert_done(act(&d, CLERK, correct));
        d.version = read_as(&d, CLERK)->text.version;
        d.sheet.exemption = "";
        d.sheet.correction = "更正电话";
        assert_done(act(&d, CLERK, save));
        assert_string_equal(read_as(&d, CLERK)->sheet.exemption, "");
        assert_string_equal(d.read.sheet.exemption_now, "转发文件");
        d.words = "无须更正";
        assert_done(act(&d, CLERK, discard));
        assert_string_equal(read_as(&d, CLERK)->sheet.exemption, "转发文件");
        assert_string_equal(d.read.sheet.correction, "");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM sheet_before"), 0);
        assert_done(act(&d, OFFICE, withdraw));
        assert_done(act(&d, CLERK, correct));
        assert_done(act(&d, CLERK, discard));
        expect(&d, "withdrawn", "");
        stands_as_told(f);
}

/* A verdict from an old page, whatever of the sheet went on since. */
static void
what_was_shown_is_what_is_decided_on(struct fixture *f)
{
        const char *shown;
        struct desk d;
        int64_t item;

        begin(f, &d);
        draft_one(&d, "待审的稿件");
        item = d.item;
        assert_done(act(&d, CLERK, submit));
        shown = app_flow_token(f->mem, read_as(&d, REVIEWER));
        assert_string_equal(app_flow_token(f->mem, read_as(&d, SECRECY)), shown);
        draft_one(&d, "它的解读");
        d.kind = "interprets";
        d.other = item;
        assert_done(act(&d, CLERK, relate));
        d.item = item;
        assert_string_equal(app_flow_token_changes(f->mem, read_as(&d, REVIEWER), shown), "关联");
        d.deed = DEED_REVIEW;
        d.approve = true;
        d.token = shown;
        assert_int_equal(act(&d, REVIEWER, step), FLOW_RACED);
        assert_non_null(strstr(d.problems.list[0].message, "关联有变化"));
        d.words = "补充说明";
        assert_done(act(&d, CLERK, recall));
        d.version = read_as(&d, CLERK)->text.version;
        d.sheet.note = "请注意附件";
        d.draft.title = "待审的稿件";
        d.draft.keywords = "防汛";
        assert_done(act(&d, CLERK, save));
        assert_done(act(&d, CLERK, submit));
        assert_string_equal(app_flow_token_changes(f->mem, read_as(&d, REVIEWER), shown),
                            "栏目和元数据、拟稿单、关联、送审");
        assert_int_equal(act(&d, REVIEWER, step), FLOW_RACED);
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_string_equal(app_flow_token_changes(f->mem, &d.read, "x"), "稿件");
}

/* ---- what the sheet says -------------------------------------------------------------------- */

static void /* 《条例》第十八条 */
what_is_withheld_is_looked_at_again(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        draft_one(&d, "讨论记录");
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        d.token = app_flow_token(f->mem, read_as(&d, CLERK));
        d.deed = DEED_SIGN;
        d.approve = true;
        d.disclosure = DISCLOSURE_WITHHELD;
        assert_int_equal(act(&d, SIGNER, step), FLOW_BAD); /* no ground */
        d.ground = "G16_DISCUSSION";
        assert_int_equal(act(&d, SIGNER, step), FLOW_BAD); /* no reason */
        d.ground_reason = "会议讨论记录";
        assert_done(act(&d, SIGNER, step));
        expect(&d, "closed", "");
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item WHERE disclosure = 'withheld'"), 1);
        assert_int_equal(read_as(&d, CLERK)->revisit.n,
                         due_months(instant_day(d.now), DUE_REVISIT_MONTHS).n);
        d.words = "";
        assert_int_equal(act(&d, OFFICE, revisit), FLOW_BAD);
        d.words = "情形未变";
        assert_int_equal(act(&d, CLERK, revisit), FLOW_REFUSED);
        assert_done(act(&d, OFFICE, revisit));
        expect(&d, "closed", "");
        d.reopen = true;
        assert_done(act(&d, OFFICE, revisit));
        expect(&d, "editing", "");
        assert_done(act(&d, CLERK, submit));
        d.ground = d.ground_reason = "";
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 1);
}

static void
what_came_as_withheld_is_looked_at_again(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        sql_do(
            f,
            "INSERT INTO import_batch (id, kind, file_name, file_sm3, n_rows, state, started_at) "
            "VALUES (900, 'items', 'a.csv', '00', 1, 'moving', 1)");
        sql_do(f,
               "INSERT INTO item (id, agency_id, column_id, state, sort_day, disclosure, ground, "
               "batch_id, created_at) VALUES (900, 2, 31, 'draft', 19000, 'withheld', "
               "'G16_DRAFT', 900, 1)");
        sql_do(f, "INSERT INTO edition (id, item_id, no, state, title, summary, body, validity, "
                  "keywords, source, content_sm3, formed_on, created_at) VALUES (900, 900, 1, "
                  "'draft', '会议讨论稿', '', "
                  "'{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
                  "\"text\",\"text\":\"内容\"}]}]}', 'unstated', '', '', "
                  "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 19000, 1)");
        sql_do(f, "INSERT INTO item_sheet (item_id, disclosure, ground, origin) VALUES (900, "
                  "'withheld', 'G16_DRAFT', 'made')");
        sql_do(f, "INSERT INTO item_flow (item_id, edition_id, state, revisit_on, acted_at) VALUES "
                  "(900, 900, 'closed', 19999, 1)");
        d.item = 900;
        assert_int_equal(read_as(&d, OFFICE)->flow.state, FLOW_SHUT);
        assert_false(read_as(&d, CLERK)->choices[DEED_EDIT].may);
        assert_true(read_as(&d, OFFICE)->choices[DEED_REVISIT].may);
        d.words = "仍属过程性信息";
        assert_done(act(&d, OFFICE, revisit));
        expect(&d, "closed", "");
        assert_int_equal(sql_int(f, "SELECT revisit_on FROM item_flow WHERE item_id = 900"),
                         due_months(instant_day(d.now), DUE_REVISIT_MONTHS).n);
        d.reopen = true;
        assert_done(act(&d, OFFICE, revisit));
        expect(&d, "editing", "");
        assert_true(read_as(&d, CLERK)->choices[DEED_EDIT].may);
        /* counted from the day of the decision, not from 2022 */
        assert_int_equal(read_as(&d, CLERK)->due.n,
                         due_publish(calendar_shipped(), instant_day(d.now), 0).n);
}

static void
a_fault_found_afterwards_is_owed(struct fixture *f)
{
        static const char owed[] = "SELECT count(*) FROM item_flow WHERE mend_due_on IS NOT NULL";
        struct desk d;

        begin(f, &d);
        draft_one(&d, "暴雨橙色预警");
        d.emergency = true;
        d.words = "须立即发布";
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        assert_int_equal(sql_int(f, owed), 0);
        assert_done(decide(&d, REVIEWER, DEED_RETRO, false, "内容有错"));
        assert_int_equal(read_as(&d, CLERK)->mend_due.n,
                         calendar_nth(calendar_shipped(), instant_day(d.now), DUE_RETRO).day.n);
        assert_int_equal(sql_int(f, owed), 1);
        d.emergency = false;
        d.words = "更正时间";
        assert_done(act(&d, CLERK, correct));
        assert_int_equal(sql_int(f, owed), 1); /* begun is not done */
        sign_correction(&d);
        assert_int_equal(sql_int(f, owed), 0);
}

static void
what_secrecy_passed_as_withheld_is_not_signed_as_public(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        d.sheet.disclosure = DISCLOSURE_WITHHELD;
        d.sheet.ground = d.ground = "G16_DISCUSSION";
        d.sheet.ground_reason = d.ground_reason = "会议讨论记录";
        d.sheet.channels = "";
        draft_one(&d, "会议讨论记录");
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        d.token = app_flow_token(f->mem, read_as(&d, CLERK));
        d.deed = DEED_SIGN;
        d.disclosure = DISCLOSURE_PROACTIVE;
        d.ground = d.ground_reason = "";
        assert_int_equal(act(&d, SIGNER, step), FLOW_BAD);
        assert_string_equal(problems_of(&d.problems, "disclosure"),
                            "公开属性改为主动公开的，请退回重新送审");
        assert_done(decide(&d, SIGNER, DEED_SIGN, false, "应主动公开，请重新送审"));
        expect(&d, "returned", "");
        /* Before the secrecy review it may be; without a channel nothing is published. */
        assert_done(act(&d, CLERK, submit));
        d.token = app_flow_token(f->mem, read_as(&d, CLERK));
        d.deed = DEED_REVIEW;
        d.approve = true;
        d.words = "";
        d.disclosure = DISCLOSURE_PROACTIVE;
        assert_done(act(&d, REVIEWER, step));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_int_equal(decide(&d, SIGNER, DEED_SIGN, true, ""), FLOW_BAD);
        assert_non_null(problems_of(&d.problems, "channels"));
}

static void
a_policy_cannot_pass_as_on_request(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        d.draft.column_id = 8; /* 规范性文件 */
        d.sheet.disclosure = DISCLOSURE_ON_REQUEST;
        d.sheet.ground = "G16_DISCUSSION";
        d.sheet.ground_reason = "讨论中";
        draft_one(&d, "静宇县防汛管理办法");
        d.words = "";
        assert_done(act(&d, CLERK, submit));
        d.token = app_flow_token(f->mem, read_as(&d, CLERK));
        d.deed = DEED_REVIEW;
        d.approve = true;
        d.disclosure = DISCLOSURE_PROACTIVE;
        d.ground = d.ground_reason = "";
        assert_int_equal(act(&d, REVIEWER, step), FLOW_BAD);
        assert_string_equal(d.problems.list[0].field, "disclosure");
        expect(&d, "submitted", "content");
        /* nor by a sheet that says so by the time of the signature */
        d.sheet.ground = d.sheet.ground_reason = "";
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, false, "请补充解读"));
        d.sheet.disclosure = DISCLOSURE_PROACTIVE;
        d.sheet.exemption = "内部办事流程";
        d.version = read_as(&d, CLERK)->text.version;
        assert_done(act(&d, CLERK, save));
        d.words = "";
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        sql_do(f, "UPDATE item_sheet SET exemption = ''");
        assert_int_equal(decide(&d, SIGNER, DEED_SIGN, true, ""), FLOW_REFUSED);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 0);
}

static void
a_policy_goes_with_its_interpretation(struct fixture *f)
{
        struct desk d;
        int64_t policy, words;

        begin(f, &d);
        d.draft.column_id = 8; /* 规范性文件 */
        draft_one(&d, "静宇县防汛管理办法");
        policy = d.item;
        assert_int_equal(act(&d, CLERK, submit), FLOW_REFUSED); /* 退文 */
        d.draft.column_id = 9;
        draft_one(&d, "《静宇县防汛管理办法》解读");
        words = d.item;
        d.kind = "interprets";
        d.other = policy;
        assert_done(act(&d, CLERK, relate));
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_int_equal(decide(&d, SIGNER, DEED_SIGN, true, ""), FLOW_REFUSED); /* too early */
        d.item = policy;
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        assert_int_equal(
            sql_int(f, "SELECT count(*) FROM item_flow WHERE explain_due_on IS NOT NULL"), 1);
        d.words = "更正联系电话";
        assert_done(act(&d, CLERK, correct)); /* which leaves it owed */
        assert_int_equal(
            sql_int(f, "SELECT count(*) FROM item_flow WHERE explain_due_on IS NOT NULL"), 1);
        d.item = words;
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        assert_int_equal(
            sql_int(f, "SELECT count(*) FROM item_flow WHERE explain_due_on IS NOT NULL"), 0);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM public_item"), 2);
        d.words = "解读有误";
        assert_done(act(&d, SIGNER, withdraw)); /* and is owed again when it is taken back */
        assert_int_equal(
            sql_int(f, "SELECT count(*) FROM item_flow WHERE explain_due_on IS NOT NULL"), 1);
}

static void
an_emergency_is_reviewed_afterwards(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        draft_one(&d, "暴雨红色预警");
        d.emergency = true;
        assert_int_equal(act(&d, CLERK, submit), FLOW_BAD); /* why */
        d.words = "暴雨红色预警，须立即发布";
        assert_done(act(&d, CLERK, submit));
        expect(&d, "submitted", "secrecy");
        assert_int_equal(decide(&d, SIGNER, DEED_SIGN, true, ""), FLOW_REFUSED);
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        expect(&d, "published", "");
        assert_int_equal(
            sql_int(f, "SELECT count(*) FROM item_flow WHERE retro_due_on IS NOT NULL"), 1);
        d.grants[SIGNER].role = ROLE_GID_OFFICE;
        assert_int_equal(decide(&d, SIGNER, DEED_RETRO, true, ""), FLOW_REFUSED);
        assert_done(decide(&d, REVIEWER, DEED_RETRO, true, "属实"));
        assert_int_equal(
            sql_int(f, "SELECT count(*) FROM item_flow WHERE retro_due_on IS NOT NULL"), 0);
        assert_int_equal(decide(&d, OFFICE, DEED_RETRO, true, ""), FLOW_REFUSED);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM review"), 4);
}

/* ---- ladders and stand-ins ------------------------------------------------------------------ */

static void
a_unit_only_adds_to_the_ladder(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        d.rule = (struct flow_rule_row){.agency_id = 1,
                                        .steps = "content,office,secrecy,signature",
                                        .retro_days = 5,
                                        .revisit_months = 6};
        assert_int_equal(act(&d, CLERK, set_rule), FLOW_NOT_FOUND); /* not his unit */
        assert_done(act(&d, OFFICE, set_rule));
        d.rule.steps = "content,signature";
        assert_int_equal(act(&d, OFFICE, set_rule), FLOW_BAD);
        d.rule = (struct flow_rule_row){.agency_id = 2,
                                        .column_id = 3,
                                        .steps = "content,content,secrecy,signature",
                                        .retro_days = 5,
                                        .revisit_months = 3};
        assert_int_equal(act(&d, OFFICE, set_rule), FLOW_BAD); /* a unit takes no step away */
        assert_non_null(problems_of(&d.problems, "steps"));
        d.rule.steps = "content,content,office,secrecy,signature";
        assert_done(act(&d, OFFICE, set_rule));
        draft_one(&d, "在法定栏目下");
        assert_string_equal(read_as(&d, CLERK)->rule.steps, d.rule.steps);
        assert_int_equal(read_as(&d, CLERK)->rule.revisit_months, 3);
        /* One that was set before the county asked for more adds what it has to that. */
        sql_do(f,
               "UPDATE review_rule SET steps = 'content,content,secrecy,signature', two_steps = 1, "
               "revisit_months = 60 WHERE agency_id = 2");
        assert_string_equal(read_as(&d, CLERK)->rule.steps, d.rule.steps);
        assert_int_equal(read_as(&d, CLERK)->rule.revisit_months, 6);
        assert_false(read_as(&d, CLERK)->rule.two_steps);
        d.draft.column_id = 2;
        draft_one(&d, "在制度栏目下");
        assert_string_equal(read_as(&d, CLERK)->rule.steps, "content,office,secrecy,signature");
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        expect(&d, "submitted", "office");
        d.rule = (struct flow_rule_row){.agency_id = 1, .steps = ""};
        assert_done(act(&d, OFFICE, set_rule)); /* what is under way keeps its ladder */
        assert_done(decide(&d, OFFICE, DEED_REVIEW, true, ""));
        expect(&d, "submitted", "secrecy");
        assert_string_equal(read_as(&d, CLERK)->rule.steps, LADDER_DEFAULT);
}

static void
a_stand_in_is_named(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        d.stand_in = (struct flow_stand_in){.to_id = CLERK2,
                                            .scope_id = 2,
                                            .role = ROLE_REVIEWER,
                                            .reason = "出差",
                                            .first = instant_day(d.now),
                                            .last = day_add(instant_day(d.now), 3)};
        assert_int_equal(act(&d, SECRECY, stand_in), FLOW_BAD); /* has no such role */
        d.stand_in.to_id = REVIEWER;
        assert_int_equal(act(&d, REVIEWER, stand_in), FLOW_BAD); /* himself */
        d.stand_in.to_id = CLERK2;
        assert_int_equal(act(&d, REVIEWER, stand_in), FLOW_BAD); /* sits elsewhere */
        assert_non_null(problems_of(&d.problems, "to"));
        sql_do(f, "UPDATE person SET agency_id = 2 WHERE id = 6");
        assert_done(act(&d, REVIEWER, stand_in));
        draft_one(&d, "由代理人审核");
        assert_done(act(&d, CLERK, submit));
        d.grants[CLERK2] = (struct grant){.role = ROLE_REVIEWER, .scope = 2, .by = REVIEWER};
        assert_done(decide(&d, CLERK2, DEED_REVIEW, true, "同意"));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM review WHERE reviewer_id = 6 AND "
                                    "delegator_id = 2"),
                         1);
        assert_string_equal(read_as(&d, CLERK)->events[2].delegator, "审核员乙");
}

/* ---- lists ---------------------------------------------------------------------------------- */

struct listing {
        struct desk *d;
        struct worklist_ask ask;
        struct worklist_row *rows;
        size_t n;
        int64_t all, counts[N_WORKLIST_TABS];
};

static int
list(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct listing *l = arg;
        struct flow_by by = by_of(l->d);
        int r = app_worklist(mem, tx, &by, &l->ask, &l->rows, &l->n, &l->all);

        return r ? r : app_worklist_counts(mem, tx, &by, l->counts);
}

static void
each_tab_has_its_rows(struct fixture *f)
{
        static const struct {
                int who;
                enum worklist_tab tab;
                const char *words, *state;
                int64_t n;
        } rows[] = {
            {CLERK, WORKLIST_MINE, NULL, NULL, 2},
            {CLERK2, WORKLIST_MINE, NULL, NULL, 0},
            {CLERK, WORKLIST_WAITING, NULL, NULL, 0},
            {REVIEWER, WORKLIST_WAITING, NULL, NULL, 1},
            {SECRECY, WORKLIST_WAITING, NULL, NULL, 1},
            {SIGNER, WORKLIST_WAITING, NULL, NULL, 0},
            {CLERK, WORKLIST_RETURNED, NULL, NULL, 1},
            {CLERK, WORKLIST_DUE, NULL, NULL, 4},
            {CLERK, WORKLIST_REVISIT, NULL, NULL, 0},
            {CLERK, WORKLIST_PUBLISHED, NULL, NULL, 1},
            {CLERK, WORKLIST_ALL, NULL, NULL, 5},
            {CLERK, WORKLIST_ALL, "已公", NULL, 1},
            {CLERK, WORKLIST_ALL, "100%", NULL, 0},
            {CLERK, WORKLIST_ALL, NULL, "returned", 1},
            {OFFICE, WORKLIST_ALL, NULL, "submitted", 2},
        };
        struct listing l = {0};
        struct desk d;

        begin(f, &d);
        draft_one(&d, "在起草");
        draft_one(&d, "待初审");
        assert_done(act(&d, CLERK, submit));
        draft_one(&d, "待保密审查");
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        draft_one(&d, "已退回");
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, false, "不清楚"));
        d.words = "";
        draft_one(&d, "已公开");
        assert_done(act(&d, CLERK, submit));
        assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
        assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
        assert_done(decide(&d, SIGNER, DEED_SIGN, true, ""));
        l.d = &d;
        d.now = instant_of_day(day_ymd(2024, 6, 28));
        for (size_t i = 0; i < N(rows); i++) {
                l.ask = (struct worklist_ask){.tab = rows[i].tab,
                                              .page = 1,
                                              .size = 10,
                                              .words = rows[i].words,
                                              .state = rows[i].state,
                                              .from = DAY_NONE,
                                              .to = DAY_NONE};
                d.who = rows[i].who;
                print_message("# %zu\n", i);
                assert_done(app_read(f->mem, &f->app, list, &l));
                assert_int_equal(l.n, rows[i].n);
                assert_int_equal(l.all, rows[i].n);
                if (l.counts[rows[i].tab] >= 0)
                        assert_int_equal(l.counts[rows[i].tab], rows[i].n);
        }
}

static void
a_state_that_its_trail_does_not_bear_out_is_found(struct fixture *f)
{
        struct check *all;
        struct desk d;
        size_t n;

        begin(f, &d);
        draft_one(&d, "在起草");
        draft_one(&d, "待初审");
        assert_done(act(&d, CLERK, submit));
        f->app.data = f->dir;
        assert_done(app_check(f->mem, &f->app, false, &all, &n));
        for (size_t i = 0; i < n; i++)
                assert_int_equal(all[i].n_wrong, 0);
        sql_do(f, "UPDATE item_flow SET step = 'signature' WHERE step = 'content'");
        assert_done(app_check(f->mem, &f->app, false, &all, &n));
        for (size_t i = 0; i < n; i++)
                assert_int_equal(all[i].n_wrong, strcmp(all[i].name, "flow") == 0);
}

/* ---- two at once ---------------------------------------------------------------------------- */

struct rival {
        struct desk *desk;
        int outcome;
};

static void *
sign_too(void *arg)
{
        struct rival *r = arg;
        TALLOC_CTX *mem = mem_root();

        r->outcome = app_run(mem, &r->desk->f->app, step, r->desk);
        talloc_free(mem);
        return NULL;
}

static void
many_sign_at_once(struct fixture *f)
{
        enum { ITEMS = 20, SIGNERS = 2 };
        struct desk d, each[ITEMS * SIGNERS];
        struct rival rivals[ITEMS * SIGNERS];
        pthread_t threads[ITEMS * SIGNERS];
        int64_t done = 0;

        begin(f, &d);
        d.grants[CLERK2].role = ROLE_SIGNER;
        for (size_t i = 0; i < ITEMS; i++) {
                draft_one(&d, mem_printf(f->mem, "同时签发第%zu件", i));
                d.words = "";
                assert_done(act(&d, CLERK, submit));
                assert_done(decide(&d, REVIEWER, DEED_REVIEW, true, ""));
                assert_done(decide(&d, SECRECY, DEED_SECRECY, true, ""));
                d.token = app_flow_token(f->mem, read_as(&d, CLERK));
                d.deed = DEED_SIGN;
                d.approve = true;
                for (size_t k = 0; k < SIGNERS; k++) {
                        each[i * SIGNERS + k] = d;
                        each[i * SIGNERS + k].who = k ? CLERK2 : SIGNER;
                        each[i * SIGNERS + k].problems.mem = mem_root();
                        rivals[i * SIGNERS + k] = (struct rival){&each[i * SIGNERS + k], -1};
                }
        }
        for (size_t i = 0; i < N(threads); i++)
                assert_int_equal(pthread_create(&threads[i], NULL, sign_too, &rivals[i]), 0);
        for (size_t i = 0; i < N(threads); i++) {
                assert_int_equal(pthread_join(threads[i], NULL), 0);
                assert_true(rivals[i].outcome == 0 || rivals[i].outcome == FLOW_REFUSED);
                done += rivals[i].outcome == 0;
                talloc_free(each[i].problems.mem);
        }
        assert_int_equal(done, ITEMS);
        assert_int_equal(sql_int(f, "SELECT count(DISTINCT index_no) FROM item"), ITEMS);
        assert_int_equal(sql_int(f, "SELECT max(serial) FROM index_number"), ITEMS);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM index_number"), ITEMS);
        assert_int_equal(sql_int(f, "SELECT last FROM index_counter"), ITEMS);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM item_act WHERE kind = 'published'"),
                         ITEMS);
}

/* ---- whole or nothing ----------------------------------------------------------------------- */

struct doing {
        struct desk desk;
        int who;
        use_case fn;
};

static int
do_act(struct fixture *f, void *arg)
{
        struct doing *g = arg;

        (void)f;
        return act(&g->desk, g->who, g->fn);
}

static void
every_act_is_whole_or_nothing(struct fixture *f)
{
        static const struct {
                int who;
                use_case fn;
                enum deed deed;
        } acts[] = {
            {CLERK, save, DEED_EDIT},       {CLERK, submit, DEED_SUBMIT},
            {CLERK, recall, DEED_RECALL},   {CLERK, submit, DEED_SUBMIT},
            {REVIEWER, step, DEED_REVIEW},  {SECRECY, step, DEED_SECRECY},
            {SIGNER, step, DEED_SIGN},      {CLERK, correct, DEED_CORRECT},
            {CLERK, discard, DEED_DISCARD}, {SIGNER, withdraw, DEED_WITHDRAW},
        };
        struct doing g;

        begin(f, &g.desk);
        g.desk.words = "理由";
        g.desk.approve = true;
        for (size_t i = 0; i < N(acts); i++) {
                g.desk.deed = acts[i].deed;
                g.who = acts[i].who;
                g.fn = acts[i].fn;
                if (g.desk.item)
                        g.desk.token = app_flow_token(f->mem, read_as(&g.desk, CLERK));
                print_message("# act %zu: %ld statements\n", i,
                              whole_or_nothing(f, "act", 1, do_act, &g, sizeof(g)));
        }
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(from_the_desk_to_the_reader_and_back),
            STORE_TEST(who_helped_to_write_does_not_review),
            STORE_TEST(others_see_nothing),
            STORE_TEST(heirs_correct_and_withdraw),
            STORE_TEST(drafts_of_others_have_no_title_here),
            STORE_TEST(what_it_repeals_is_signed_with_it),
            STORE_TEST(relations_wait_for_the_signature),
            STORE_TEST(what_was_shown_is_what_is_decided_on),
            STORE_TEST(a_correction_given_up_leaves_nothing),
            STORE_TEST(what_is_withheld_is_looked_at_again),
            STORE_TEST(what_came_as_withheld_is_looked_at_again),
            STORE_TEST(a_fault_found_afterwards_is_owed),
            STORE_TEST(what_secrecy_passed_as_withheld_is_not_signed_as_public),
            STORE_TEST(a_policy_goes_with_its_interpretation),
            STORE_TEST(a_policy_cannot_pass_as_on_request),
            STORE_TEST(an_emergency_is_reviewed_afterwards),
            STORE_TEST(a_unit_only_adds_to_the_ladder),
            STORE_TEST(a_stand_in_is_named),
            STORE_TEST(each_tab_has_its_rows),
            STORE_TEST(a_state_that_its_trail_does_not_bear_out_is_found),
            STORE_TEST(many_sign_at_once),
            STORE_TEST(every_act_is_whole_or_nothing),
        };

        return suite_run(tests, N(tests));
}
