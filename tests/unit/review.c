/* domain/review and domain/item/origin: ladders, where a text stands, who may do what, by when. */
#include "cm.h"

#include "domain/item/origin.h"
#include "domain/review/choice.h"
#include "domain/review/due.h"

enum { AUTHOR = 1, REVIEWER, OFFICE, SECRECY, SIGNER, OTHER, GOV = 10, UNIT = 20 };

static TALLOC_CTX *mem;

static int
setup(void **state)
{
        (void)state;
        mem = mem_root();
        return 0;
}

static int
teardown(void **state)
{
        (void)state;
        mem_endp(&mem);
        return 0;
}

/* ---- ladders -------------------------------------------------------------------------------- */

static void /* 《条例》第十七条, 《保守国家秘密法》第三十五条 */
no_ladder_lacks_a_review(void **state)
{
        static const struct {
                const char *text;
                int outcome;
        } rows[] = {
            {"content,secrecy,signature", 0},
            {"content,office,secrecy,signature", 0},
            {"office,secrecy,signature", 0},
            {"secrecy,content,signature", 0},
            {"content,content,office,secrecy,signature", 0},
            {"secrecy,signature", LADDER_NO_CONTENT},
            {"content,signature", LADDER_NO_SECRECY},
            {"content,secrecy,secrecy,signature", LADDER_NO_SECRECY},
            {"content,secrecy", LADDER_SIGNATURE_LAST},
            {"content,signature,secrecy", LADDER_SIGNATURE_LAST},
            {"content,secrecy,signature,signature", LADDER_SIGNATURE_LAST},
            {"content,,secrecy,signature", LADDER_UNKNOWN_STEP},
            {"content,secrecy,signature,", LADDER_UNKNOWN_STEP},
            {"", LADDER_UNKNOWN_STEP},
            {"content,content,content,content,content,secrecy,signature", LADDER_TOO_LONG},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct ladder l;
                int r = ladder_read(rows[i].text, &l);

                print_message("# %s\n", rows[i].text);
                assert_int_equal(r, rows[i].outcome);
                if (r == 0)
                        assert_string_equal(ladder_text(mem, &l), rows[i].text);
                else
                        assert_true(*ladder_fault_label((enum ladder_fault)r) != '\0');
        }
}

/* ---- where a text stands -------------------------------------------------------------------- */

/* A trail in letters: c created, e edited, s submitted, u in an emergency, r recalled, 0-9 that step approved, b
 * returned, p published, x closed, w withdrawn, k kept closed, o reopened, R retrospective step, O objection, d given up (D: of what had been taken back, V: of what never was public), P purge ordered, Q confirmed, q called off,
 * z done. */
static struct flow
told(const char *trail, const char *ladder)
{
        struct flow_act *acts = mem_array(mem, struct flow_act, strlen(trail) + 1);
        static const char letters[] = "cesurbpxwkoROdDVPQqz";
        static const enum flow_act_kind kinds[] = {
            FLOW_CREATED,        FLOW_EDITED,          FLOW_SUBMITTED,       FLOW_SUBMITTED,
            FLOW_RECALLED,       FLOW_RETURNED,        FLOW_PUBLISHED,       FLOW_CLOSED,
            FLOW_WITHDRAWN,      FLOW_KEPT_CLOSED,     FLOW_REOPENED,        FLOW_RETRO_APPROVED,
            FLOW_RETRO_OBJECTED, FLOW_DISCARDED,       FLOW_DISCARDED,       FLOW_DISCARDED,
            FLOW_PURGE_ORDERED,  FLOW_PURGE_CONFIRMED, FLOW_PURGE_CANCELLED, FLOW_PURGE_DONE};
        static const int64_t steps[] = {REVIEWER, SECRECY, SIGNER, OTHER};
        size_t n = strlen(trail), retro = 0;
        bool urgent = false;

        for (size_t i = 0; i < n; i++) {
                const char *at = strchr(letters, trail[i]);
                struct flow_act *a = &acts[i];

                *a = (struct flow_act){.edition = 5, .person = AUTHOR, .words = "理由"};
                if (trail[i] >= '0' && trail[i] <= '9') {
                        a->kind = FLOW_APPROVED;
                        a->step = (size_t)(trail[i] - '0');
                        a->person = urgent ? steps[a->step + 1] : steps[a->step];
                        continue;
                }
                assert_non_null(at);
                a->kind = kinds[at - letters];
                a->ladder = ladder;
                urgent = (trail[i] == 's' || trail[i] == 'u') ? trail[i] == 'u' : urgent;
                a->emergency = urgent;
                a->step = trail[i] == 'D' ? 1 : trail[i] == 'V' ? FLOW_NEVER_PUBLIC : 0;
                if (trail[i] == 'R') {
                        a->step = retro++;
                        a->person = REVIEWER;
                }
        }
        return flow_of(acts, n);
}

static struct ladder
ladder(const char *text)
{
        struct ladder l;

        assert_int_equal(ladder_read(text, &l), 0);
        return l;
}

static void
a_unit_takes_no_step_away(void **state)
{
        static const struct {
                const char *above, *below, *together;
        } rows[] = {
            {"content,secrecy,signature", "content,secrecy,signature", "content,secrecy,signature"},
            {"content,office,secrecy,signature", "content,secrecy,signature",
             "content,office,secrecy,signature"},
            {"content,secrecy,signature", "secrecy,content,office,signature",
             "secrecy,content,office,signature"},
            {"content,content,secrecy,signature", "office,secrecy,signature",
             "content,content,office,secrecy,signature"},
            {"content,content,content,secrecy,signature", "office,office,secrecy,signature",
             "content,content,content,secrecy,signature"}, /* no longer than can be */
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct ladder above = ladder(rows[i].above), below = ladder(rows[i].below);
                struct ladder l = ladder_join(&above, &below);

                print_message("# %s\n", rows[i].below);
                assert_string_equal(ladder_text(mem, &l), rows[i].together);
                assert_true(ladder_covers(&l, &above));
        }
}

/* What somebody did since the text was submitted, a retrospective step too. */
static void
who_did_which_step(void **state)
{
        struct flow f = told("cu01pR", "content,secrecy,signature");

        (void)state;
        assert_string_equal(flow_did(&f, SECRECY), review_step_label(REVIEW_SECRECY));
        assert_string_equal(flow_did(&f, REVIEWER), review_step_label(REVIEW_CONTENT));
        assert_true(flow_did_step(&f, SECRECY, REVIEW_SECRECY));
        assert_false(flow_did_step(&f, SECRECY, REVIEW_SIGNATURE));
        assert_false(flow_did_step(&f, 0, REVIEW_SECRECY));
        assert_null(flow_did(&f, AUTHOR));
        assert_null(flow_did(&f, 0));
}

static void
state_follows_from_the_trail(void **state)
{
        static const struct {
                const char *trail;
                enum flow_state state;
                int waits; /* step of the ladder, -1 none */
                bool owes;
        } rows[] = {
            {"c", FLOW_AT_DESK, -1, false},
            {"cee", FLOW_AT_DESK, -1, false},
            {"cs", FLOW_WAITING, REVIEW_CONTENT, false},
            {"csr", FLOW_AT_DESK, -1, false},
            {"cs0", FLOW_WAITING, REVIEW_SECRECY, false},
            {"cs01", FLOW_WAITING, REVIEW_SIGNATURE, false},
            {"cs0b", FLOW_BACK, -1, false},
            {"cs0bes", FLOW_WAITING, REVIEW_CONTENT, false}, /* from the bottom again */
            {"cs012p", FLOW_PUBLIC, -1, false},
            {"cs012x", FLOW_SHUT, -1, false},
            {"cs012xk", FLOW_SHUT, -1, false},
            {"cs012xo", FLOW_AT_DESK, -1, false},
            {"cs012pw", FLOW_TAKEN, -1, false},
            {"cs012pc", FLOW_AT_DESK, -1, false},
            {"cu", FLOW_WAITING, REVIEW_SECRECY, false},
            {"cu0", FLOW_WAITING, REVIEW_SIGNATURE, false},
            {"cu01p", FLOW_PUBLIC, -1, true},
            {"cu01pR", FLOW_PUBLIC, -1, false},
            {"cu01pO", FLOW_PUBLIC, -1, false},
            {"cu01pw", FLOW_TAKEN, -1, false},
            {"cs012pced", FLOW_PUBLIC, -1, false},
            {"cs012pcsbd", FLOW_PUBLIC, -1, false},
            {"cs012pcs012pcd", FLOW_PUBLIC, -1, false},
            {"cs012pcwcd", FLOW_TAKEN, -1, false},
            {"cd", FLOW_PUBLIC, -1, false}, /* imported, with no trail before */
            {"cD", FLOW_TAKEN, -1, false},
            {"cs012pcdce", FLOW_AT_DESK, -1, false},
            {"cV", FLOW_VOID, -1, false},
            {"cs0bV", FLOW_VOID, -1, false},
            {"cVe", FLOW_AT_DESK, -1, false},
            {"cVes", FLOW_WAITING, REVIEW_CONTENT, false},
            {"cs012pP", FLOW_PURGING, -1, false},
            {"cu01pPQ", FLOW_PURGING, -1, false},
            {"cs012pPq", FLOW_TAKEN, -1, false},
            {"cs012pPQz", FLOW_PURGED, -1, false},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct flow f = told(rows[i].trail, LADDER_DEFAULT);

                print_message("# %s\n", rows[i].trail);
                assert_int_equal(f.state, rows[i].state);
                if (rows[i].waits >= 0)
                        assert_int_equal(f.ladder.steps[f.at], rows[i].waits);
                assert_int_equal(flow_owes(&f), rows[i].owes);
        }
        assert_string_equal(told("cs0b", LADDER_DEFAULT).returned, "理由");
        assert_int_equal(told("cs0bs", LADDER_DEFAULT).rounds, 2);
        assert_true(told("cu01pO", LADDER_DEFAULT).objected);
        assert_true(told("cu01pOcd", LADDER_DEFAULT).objected); /* still nothing followed */
        assert_true(told("cu01pOc", LADDER_DEFAULT).objected);  /* not before it is signed */
        assert_false(told("cu01pOcs0123p", LADDER_DEFAULT).objected);
        assert_int_equal(told("cu01pR", "content,office,secrecy,signature").retro_at, 1);
}

static void
words_and_codes_go_both_ways(void **state)
{
        (void)state;
        for (int i = 0; i < N_FLOW_ACTS; i++) {
                enum flow_act_kind back;

                assert_true(flow_act_from(flow_act_code((enum flow_act_kind)i), &back));
                assert_int_equal(back, i);
                assert_true(*flow_act_label((enum flow_act_kind)i) != '\0');
        }
        for (int i = 0; i < N_FLOW_STATES; i++) {
                enum flow_state back;

                assert_true(flow_state_from(flow_state_code((enum flow_state)i), &back));
                assert_int_equal(back, i);
                assert_true(*flow_state_label((enum flow_state)i) != '\0');
        }
        for (int i = 0; i < N_REVIEW_STEPS; i++)
                assert_true(*flow_waiting_label((enum review_step)i) != '\0');
        for (int i = 0; i < N_DEEDS; i++)
                assert_true(*deed_label((enum deed)i) && *deed_code((enum deed)i));
        assert_false(flow_act_from("nothing", &(enum flow_act_kind){0}));
        assert_false(flow_state_from("nothing", &(enum flow_state){0}));
}

/* ---- who may -------------------------------------------------------------------------------- */

struct who {
        int64_t person;
        enum role role;
        int64_t scope, by;
};

static struct choice
asked(const char *trail, const struct who *w, enum deed deed, struct choice_facts facts)
{
        static const int64_t above[] = {UNIT, GOV};
        struct grant grant = {.role = w->role, .scope = w->scope, .by = w->by};
        struct actor actor = {.person_id = w->person, .grants = &grant, .n_grants = 1};
        struct flow flow = told(trail, LADDER_DEFAULT);

        facts.flow = &flow;
        facts.me = choice_me(&actor, above, N(above));
        if (!facts.exemption)
                facts.exemption = "";
        return choice_of(mem, &facts, deed);
}

static void /* 《条例》第十七条, 《保守国家秘密法》第五十三条 */
each_step_has_its_person(void **state)
{
        static const struct {
                const char *trail;
                struct who who;
                enum deed deed;
                bool may;
                const char *why; /* a piece of it */
        } rows[] = {
            {"c", {AUTHOR, ROLE_CLERK, UNIT, 0}, DEED_EDIT, true, ""},
            {"c", {OTHER, ROLE_CLERK, GOV, 0}, DEED_EDIT, true, ""},
            {"c", {OTHER, ROLE_CLERK, 99, 0}, DEED_EDIT, false, "信息员"},
            {"cs", {AUTHOR, ROLE_CLERK, UNIT, 0}, DEED_EDIT, false, "当前环节"},
            {"cs", {AUTHOR, ROLE_CLERK, UNIT, 0}, DEED_RECALL, true, ""},
            {"cs", {REVIEWER, ROLE_REVIEWER, UNIT, 0}, DEED_RECALL, false, "信息员"},
            {"cs", {REVIEWER, ROLE_REVIEWER, UNIT, 0}, DEED_REVIEW, true, ""},
            {"cs", {OFFICE, ROLE_GID_OFFICE, GOV, 0}, DEED_REVIEW, true, ""},
            {"cs", {SECRECY, ROLE_SECRECY_REVIEWER, UNIT, 0}, DEED_REVIEW, false, "审核人"},
            {"cs", {AUTHOR, ROLE_REVIEWER, UNIT, 0}, DEED_REVIEW, false, "自己的稿件"},
            {"cs", {OTHER, ROLE_REVIEWER, UNIT, AUTHOR}, DEED_REVIEW, false, "不能代其审核"},
            {"cs", {OTHER, ROLE_REVIEWER, UNIT, REVIEWER}, DEED_REVIEW, true, ""},
            {"cs0", {SECRECY, ROLE_SECRECY_REVIEWER, UNIT, 0}, DEED_SECRECY, true, ""},
            {"cs0", {REVIEWER, ROLE_SECRECY_REVIEWER, UNIT, 0}, DEED_SECRECY, false, "两个环节"},
            {"cs0", {OTHER, ROLE_SECRECY_REVIEWER, UNIT, REVIEWER}, DEED_SECRECY, false, "代理"},
            {"cs0", {SECRECY, ROLE_SECRECY_REVIEWER, UNIT, 0}, DEED_REVIEW, false, "审核人"},
            {"cs01", {SIGNER, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, true, ""},
            {"cs01", {AUTHOR, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, false, "自己的稿件"},
            {"cs0", {SIGNER, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, false, "当前环节"},
            {"cu", {SECRECY, ROLE_SECRECY_REVIEWER, UNIT, 0}, DEED_SECRECY, true, ""},
            {"cu0", {SIGNER, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, true, ""},
            {"cu0", {SECRECY, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, false, "同一人"},
            {"cu01p", {REVIEWER, ROLE_REVIEWER, UNIT, 0}, DEED_RETRO, true, ""},
            {"cu01p", {SIGNER, ROLE_REVIEWER, UNIT, 0}, DEED_RETRO, false, "两个环节"},
            {"cs012p", {REVIEWER, ROLE_REVIEWER, UNIT, 0}, DEED_RETRO, false, "当前环节"},
            {"cs012x", {OFFICE, ROLE_GID_OFFICE, GOV, 0}, DEED_REVISIT, true, ""},
            {"cs012x", {SIGNER, ROLE_SIGNER, UNIT, 0}, DEED_REVISIT, true, ""},
            {"cs012x", {AUTHOR, ROLE_CLERK, UNIT, 0}, DEED_REVISIT, false, "信息公开工作机构"},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct choice c = asked(rows[i].trail, &rows[i].who, rows[i].deed,
                                        (struct choice_facts){.live = false});

                print_message("# %zu %s: %s\n", i, rows[i].trail, c.why);
                assert_int_equal(c.may, rows[i].may);
                assert_non_null(strstr(c.why, rows[i].why));
                assert_true(c.may == (*c.why == '\0'));
                if (c.may)
                        assert_int_equal(c.by, rows[i].who.by);
        }
}

/* Where the top allows one person two steps: never those two. */
static void
who_clears_does_not_sign(void **state)
{
        static const struct {
                const char *trail;
                struct who who;
                enum deed deed;
                bool may;
        } rows[] = {
            {"cs01", {REVIEWER, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, true},
            {"cs0", {REVIEWER, ROLE_SECRECY_REVIEWER, UNIT, 0}, DEED_SECRECY, true},
            {"cs01", {SECRECY, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, false},
            {"cs01", {OTHER, ROLE_SIGNER, UNIT, SECRECY}, DEED_SIGN, false},
            {"cs01", {AUTHOR, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, false},
            {"cu0", {SECRECY, ROLE_SIGNER, UNIT, 0}, DEED_SIGN, false},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct choice c = asked(rows[i].trail, &rows[i].who, rows[i].deed,
                                        (struct choice_facts){.two_steps = true});

                print_message("# %zu %s: %s\n", i, rows[i].trail, c.why);
                assert_int_equal(c.may, rows[i].may);
        }
}

static void
what_the_sheet_says_opens_and_shuts(void **state)
{
        static const struct who clerk = {AUTHOR, ROLE_CLERK, UNIT, 0},
                                signer = {SIGNER, ROLE_SIGNER, UNIT, 0},
                                office = {OFFICE, ROLE_GID_OFFICE, GOV, 0};
        struct choice_facts plain = {.exemption = ""}, policy = {.wants_interpretation = true};

        (void)state;
        assert_true(asked("c", &clerk, DEED_SUBMIT, plain).may);
        assert_false(asked("c", &clerk, DEED_SUBMIT, policy).may); /* 退文 */
        assert_true(asked("c", &clerk, DEED_EMERGENCY, policy).may);
        policy.exemption = "内容简单，不需要解读";
        assert_true(asked("c", &clerk, DEED_SUBMIT, policy).may);
        policy.exemption = "";
        policy.has_interpretation = true;
        assert_true(asked("c", &clerk, DEED_SUBMIT, policy).may);
        plain.missing = "请填写生成日期";
        assert_string_equal(asked("c", &clerk, DEED_SUBMIT, plain).why, "请填写生成日期");
        plain.missing = "";
        plain.proposed = DISCLOSURE_WITHHELD;
        assert_false(asked("c", &clerk, DEED_EMERGENCY, plain).may);
        plain.proposed = DISCLOSURE_PROACTIVE;
        plain.explains_hidden = true;
        assert_non_null(strstr(asked("cs01", &signer, DEED_SIGN, plain).why, "尚未公开"));
        plain.explains_hidden = false;
        assert_false(asked("cs012p", &office, DEED_WITHDRAW, plain).may);
        assert_true(asked("cs0b", &clerk, DEED_VOID, plain).may);
        assert_false(asked("cs", &clerk, DEED_VOID, plain).may); /* recalled first */
        assert_false(asked("c", &signer, DEED_VOID, plain).may);
        assert_false(asked("cV", &clerk, DEED_EDIT, plain).may);
        assert_true(asked("cV", &clerk, DEED_REVIVE, plain).may);
        assert_false(asked("c", &clerk, DEED_REVIVE, plain).may);
        plain.live = true;
        assert_false(asked("cs012pc", &clerk, DEED_VOID, plain).may);
        assert_true(asked("cs012p", &office, DEED_WITHDRAW, plain).may);
        assert_true(asked("cs012p", &clerk, DEED_CORRECT, plain).may);
        assert_true(asked("cs012pc", &clerk, DEED_DISCARD, plain).may);
        assert_true(asked("cs012pcsb", &clerk, DEED_DISCARD, plain).may);
        assert_false(asked("cs012pcs", &clerk, DEED_DISCARD, plain).may); /* recalled first */
        assert_false(asked("cs012pc", &office, DEED_SIGN, plain).may);
        assert_false(asked("cs012pP", &clerk, DEED_CORRECT, plain).may);
        assert_false(asked("cs012pPQz", &clerk, DEED_CORRECT, plain).may);
        assert_false(asked("cs012pcs", &clerk, DEED_CORRECT, plain).may);
        assert_string_equal(asked("cu01p", &clerk, DEED_CORRECT, plain).why, "先补办内容审核");
        assert_true(asked("cu01pR", &clerk, DEED_CORRECT, plain).may);
        assert_false(asked("cs012p", &clerk, DEED_WITHDRAW, plain).may);
        assert_true(asked("", &clerk, DEED_CORRECT, plain).may); /* imported: no trail */
}

static void
all_choices_say_why(void **state)
{
        struct choice_facts f = {.exemption = ""};
        struct flow flow = told("cs", LADDER_DEFAULT);
        struct choice all[N_DEEDS];

        (void)state;
        f.flow = &flow;
        choices_of(mem, &f, all); /* the public */
        for (size_t i = 0; i < N_DEEDS; i++) {
                assert_int_equal(all[i].deed, i);
                assert_false(all[i].may);
                assert_true(*all[i].why != '\0');
        }
}

/* ---- days ----------------------------------------------------------------------------------- */

static void /* 《条例》第二十六条, 第十八条 */
days_are_counted_as_the_law_counts(void **state)
{
        static const struct {
                int m, d;
                const char *words;
                enum due_tone tone;
        } rows[] = {
            {3, 29, "还剩 3 个工作日", DUE_NEAR}, {3, 20, "还剩 10 个工作日", DUE_CALM},
            {4, 3, "今日到期", DUE_TODAY},        {4, 7, "已超 1 个工作日", DUE_OVER},
            {4, 5, "已到期", DUE_OVER},
        };
        const struct calendar *c = calendar_shipped();

        (void)state;
        assert_int_equal(due_publish(c, day_ymd(2024, 3, 4), 0).n, day_ymd(2024, 4, 1).n);
        assert_int_equal(due_publish(c, day_ymd(2024, 3, 4), 7).n, day_ymd(2024, 3, 13).n);
        assert_true(day_is_none(due_publish(c, DAY_NONE, 0)));
        assert_false(due_is_provisional(c, day_ymd(2024, 4, 1)));
        assert_true(due_is_provisional(c, due_publish(c, day_ymd(2026, 12, 25), 0)));
        assert_false(due_is_provisional(c, DAY_NONE));
        assert_int_equal(due_months(day_ymd(2024, 2, 29), 12).n, day_ymd(2025, 2, 28).n);
        assert_int_equal(due_months(day_ymd(2024, 10, 31), 4).n, day_ymd(2025, 2, 28).n);
        assert_int_equal(due_months(day_ymd(2024, 1, 15), 6).n, day_ymd(2024, 7, 15).n);
        for (size_t i = 0; i < N(rows); i++) {
                struct due_words w =
                    due_words(mem, c, day_ymd(2024, 4, 3), day_ymd(2024, rows[i].m, rows[i].d));

                assert_string_equal(w.text, rows[i].words);
                assert_int_equal(w.tone, rows[i].tone);
        }
        assert_int_equal(due_words(mem, c, DAY_NONE, day_ymd(2024, 4, 3)).tone, DUE_NONE);
}

static void /* 《条例》第十条 */
the_responsible_agency_follows_from_the_origin(void **state)
{
        static const struct {
                enum origin origin;
                const char *other, *name; /* name NULL: not told */
                bool own;
        } rows[] = {
            {ORIGIN_MADE, "", "教育局", true},
            {ORIGIN_MADE, "市教育局", "教育局", true},
            {ORIGIN_FROM_PUBLIC, "", "教育局", true},
            {ORIGIN_FROM_AGENCY, "市教育局", "市教育局", false},
            {ORIGIN_FROM_AGENCY, "", NULL, false},
            {ORIGIN_JOINT, "财政局", "财政局", false},
            {ORIGIN_JOINT, "教育局", "教育局", true},
            {ORIGIN_JOINT, "", NULL, false},
            {ORIGIN_JOINT, NULL, NULL, false},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct origin_facts f = {rows[i].origin, "教育局", rows[i].other};
                struct responsible who;
                bool told = origin_responsible(&f, &who);

                assert_int_equal(told, rows[i].name != NULL);
                if (!told)
                        continue;
                assert_string_equal(who.name, rows[i].name);
                assert_int_equal(who.own, rows[i].own);
                assert_true(*who.ground && *who.reason);
        }
        for (int i = 0; i < N_ORIGINS; i++) {
                enum origin back;

                assert_true(origin_from_code(origin_code((enum origin)i), &back));
                assert_int_equal(back, i);
        }
        assert_false(origin_from_code("found", &(enum origin){0}));
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
            cmocka_unit_test(no_ladder_lacks_a_review),
            cmocka_unit_test(a_unit_takes_no_step_away),
            cmocka_unit_test(state_follows_from_the_trail),
            cmocka_unit_test(who_did_which_step),
            cmocka_unit_test(words_and_codes_go_both_ways),
            cmocka_unit_test(each_step_has_its_person),
            cmocka_unit_test(who_clears_does_not_sign),
            cmocka_unit_test(what_the_sheet_says_opens_and_shuts),
            cmocka_unit_test(all_choices_say_why),
            cmocka_unit_test(days_are_counted_as_the_law_counts),
            cmocka_unit_test(the_responsible_agency_follows_from_the_origin),
        };

        return cmocka_run_group_tests(tests, setup, teardown);
}
