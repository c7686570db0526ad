/* The scan before publication, on both engines: what is found and kept, who decides, what is held up, what survives an edit. */
#include "county.h"

#include "app/flow.h"
#include "app/scan.h"
#include "domain/calendar/calendar.h"

enum { CLERK = 1, REVIEWER, SECRECY, SIGNER, N_PEOPLE };

/* A number with a right checksum that belongs to nobody: a day in the 1900s of a county code that was closed. */
#define NUMBER "11010519491231002X"
#define LONG_TEXT                                                                                                               \
        "为做好全县防汛抗旱工作，保障人民群众生命财产安全，各乡镇和有关部门要压实责任，" \
        "加强值班值守，开展隐患排查，备足抢险物资，及时转移受威胁群众。"

struct desk {
        struct fixture *f;
        struct county county;
        struct actor people[N_PEOPLE];
        struct grant grants[N_PEOPLE];
        struct problems problems;
        struct draft draft;
        struct flow_sheet sheet;
        struct flow_item read;
        struct flow_settle settle[4];
        size_t n_settle;
        int who;
        int64_t item;
        const char *index_no;
        enum deed deed;
        bool approve;
};

static const char *
body_of(struct fixture *f, const char *text)
{
        return mem_printf(f->mem,
                          "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
                          "\"type\":\"text\",\"text\":\"%s\"}]}]}",
                          text);
}

static void
begin(struct fixture *f, struct desk *d)
{
        static const enum role roles[N_PEOPLE] = {[CLERK] = ROLE_CLERK,
                                                  [REVIEWER] = ROLE_REVIEWER,
                                                  [SECRECY] = ROLE_SECRECY_REVIEWER,
                                                  [SIGNER] = ROLE_SIGNER};

        *d = (struct desk){.f = f, .draft = DRAFT_EMPTY};
        county_build(f, &d->county);
        for (int i = CLERK; i < N_PEOPLE; i++) {
                d->grants[i] = (struct grant){.role = roles[i], .scope = 2};
                d->people[i] = (struct actor){.person_id = i,
                                              .name = "某",
                                              .scope = 2,
                                              .grants = &d->grants[i],
                                              .n_grants = 1};
        }
        d->draft.agency_id = 2;
        d->draft.column_id = 31;
        d->draft.title = "关于发放补助的公示";
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
}

static struct flow_by
by_of(struct desk *d)
{
        return (struct flow_by){
            .who = &d->people[d->who], .now = d->f->now, .calendar = calendar_shipped()};
}

static int
save(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_save(mem, tx, &by, d->item, d->item ? d->read.text.version : 0, &d->draft,
                             &d->sheet, &d->problems, &d->item);
}

static int
submit(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_submit(mem, tx, &by, d->item, false, "", &d->problems);
}

static int
settle(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_settle(mem, tx, &by, d->item, d->settle, d->n_settle, &d->problems);
}

static int
step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);
        struct flow_verdict v = {.deed = d->deed,
                                 .approve = d->approve,
                                 .token = app_flow_token(mem, &d->read),
                                 .words = "意见",
                                 .ground = "",
                                 .ground_reason = "",
                                 .kept = d->settle,
                                 .n_kept = d->n_settle};

        return app_flow_step(mem, tx, &by, d->item, &v, &d->problems, &d->index_no);
}

static int
look(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct desk *d = arg;
        struct flow_by by = by_of(d);

        return app_flow_read(mem, tx, &by, d->item, &d->read);
}

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

static void
write_text(struct desk *d, const char *text)
{
        d->draft.body = body_of(d->f, text);
        if (d->item)
                (void)read_as(d, CLERK);
        assert_done(act(d, CLERK, save));
        (void)read_as(d, CLERK);
}

/* All that is found, decided in one way. */
static void
all(struct desk *d, enum flow_settling how, const char *why)
{
        d->n_settle = 0;
        for (size_t i = 0; i < d->read.n_findings && i < N(d->settle); i++)
                d->settle[d->n_settle++] =
                    (struct flow_settle){.finding = d->read.findings[i].id, .how = how, .why = why};
}

static int
review_as(struct desk *d, int who, enum deed deed, const char *why)
{
        (void)read_as(d, who);
        d->n_settle = 0;
        if (why)
                all(d, FLOW_KEEP, why);
        d->deed = deed;
        d->approve = true;
        return act(d, who, step);
}

/* 《政府信息公开条例》第十五条 */
static void
an_identity_number_is_masked_or_kept_with_a_reason(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        write_text(&d, "补助对象张三，身份证号码" NUMBER "，每月三百元。");
        assert_int_equal(d.read.n_findings, 1);
        assert_int_equal(d.read.findings[0].found.kind, SCAN_IDENTITY);
        assert_true(d.read.findings[0].blocks);
        assert_null(strstr(d.read.findings[0].found.masked, NUMBER));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM scan_finding WHERE masked LIKE '%1949%'"),
                         0);
        assert_false(d.read.choices[DEED_SUBMIT].may);
        assert_non_null(strstr(d.read.choices[DEED_SUBMIT].why, "身份证号码"));
        assert_int_equal(act(&d, CLERK, submit), FLOW_REFUSED);
        all(&d, FLOW_KEEP, "");
        assert_int_equal(act(&d, CLERK, settle), FLOW_BAD);
        assert_non_null(
            problems_of(&d.problems, mem_printf(f->mem, "f%lld", (long long)d.settle[0].finding)));
        assert_int_equal(act(&d, REVIEWER, settle), FLOW_REFUSED);

        all(&d, FLOW_KEEP, "公示依据要求");
        assert_done(act(&d, CLERK, settle));
        assert_true(read_as(&d, CLERK)->findings[0].kept);
        assert_true(d.read.choices[DEED_SUBMIT].may);
        /* An edit elsewhere leaves it decided; one beside it does not. */
        write_text(&d,
                   "经审核公示如下，请予监督。补助对象张三，身份证号码" NUMBER "，每月三百元。");
        assert_true(d.read.n_findings == 1 && !d.read.findings[0].kept);
        write_text(&d, "补助对象张三，身份证号码" NUMBER "，每月三百元。");
        assert_true(d.read.n_findings == 1 && d.read.findings[0].kept);
        d.draft.title = "关于发放困难补助的公示";
        write_text(&d, "补助对象张三，身份证号码" NUMBER "，每月三百元。");
        assert_true(d.read.n_findings == 1 && d.read.findings[0].kept);

        all(&d, FLOW_MASK, "");
        assert_done(act(&d, CLERK, settle));
        assert_int_equal(read_as(&d, CLERK)->n_findings, 0);
        assert_null(strstr(d.read.text.body, NUMBER));
        assert_non_null(strstr(d.read.text.body, "补助对象张三"));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM scan_decision WHERE decision = 'masked'"),
                         1);
        assert_done(act(&d, CLERK, submit));
}

static void
one_place_is_changed_once(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        d.draft.title = "张三" NUMBER "补助公示";
        write_text(&d, "现予公示。");
        assert_int_equal(d.read.n_findings, 1);
        all(&d, FLOW_MASK, "");
        d.settle[d.n_settle++] = d.settle[0];
        assert_int_equal(act(&d, CLERK, settle), FLOW_BAD);
        d.n_settle = 1;
        sql_do(
            f,
            "UPDATE edition SET title = '公示', version = version + 1"); /* what was found is there no more */
        d.settle[0].how = FLOW_CHANGE;
        assert_int_equal(act(&d, CLERK, settle), FLOW_BAD);
        assert_string_equal(read_as(&d, CLERK)->text.title, "公示");
}

static void
what_a_step_leaves_open_is_not_approved(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        write_text(&d, "联系人王某，手机13912345678，欢迎来电。");
        assert_int_equal(d.read.n_findings, 1);
        assert_int_equal(d.read.findings[0].found.severity, SCAN_WARNING);
        assert_done(act(&d, CLERK, submit)); /* a warning goes with the text */
        assert_int_equal(review_as(&d, REVIEWER, DEED_REVIEW, NULL), FLOW_REFUSED);
        assert_non_null(strstr(problems_of(&d.problems, ""), "手机号码"));
        assert_int_equal(review_as(&d, REVIEWER, DEED_REVIEW, ""), FLOW_BAD);
        assert_done(review_as(&d, REVIEWER, DEED_REVIEW, "单位公开的联系方式"));
        assert_done(review_as(&d, SECRECY, DEED_SECRECY, NULL));
        assert_done(review_as(&d, SIGNER, DEED_SIGN, NULL));
        assert_non_null(d.index_no);
}

/* 《保守国家秘密法》第三十五条 */
static void
a_secret_mark_stays_by_the_secrecy_reviewer_alone(struct fixture *f)
{
        struct desk d;

        begin(f, &d);
        write_text(&d, "原件标注机密★10年，现已解密公开。");
        assert_true(d.read.n_findings >= 1 && d.read.findings[0].found.kind == SCAN_SECRET);
        assert_int_equal(act(&d, CLERK, submit), FLOW_REFUSED);
        all(&d, FLOW_KEEP, "已经解密，请保密审查员核定");
        assert_done(act(&d, CLERK, settle));
        assert_done(act(&d, CLERK, submit));
        assert_done(review_as(&d, REVIEWER, DEED_REVIEW, NULL));
        assert_int_equal(review_as(&d, SECRECY, DEED_SECRECY, NULL), FLOW_REFUSED);
        assert_non_null(strstr(problems_of(&d.problems, ""), "保密审查员本人"));
        assert_done(review_as(&d, SECRECY, DEED_SECRECY, "解密通知在案"));
        assert_done(review_as(&d, SIGNER, DEED_SIGN, NULL));
}

static void
what_was_published_before_is_found(struct fixture *f)
{
        struct desk d;
        const char *first;

        begin(f, &d);
        write_text(&d, LONG_TEXT "请认真落实。");
        assert_int_equal(d.read.n_findings, 0);
        assert_done(act(&d, CLERK, submit));
        assert_done(review_as(&d, REVIEWER, DEED_REVIEW, NULL));
        assert_done(review_as(&d, SECRECY, DEED_SECRECY, NULL));
        assert_done(review_as(&d, SIGNER, DEED_SIGN, NULL));
        first = d.index_no;
        assert_int_equal(sql_int(f, "SELECT count(*) FROM edition_alike_key"), 8);

        d.item = 0;
        write_text(&d, LONG_TEXT "请抓好落实。");
        assert_int_equal(d.read.n_findings, 1);
        assert_int_equal(d.read.findings[0].found.kind, SCAN_ALIKE);
        assert_non_null(strstr(d.read.findings[0].found.suggestion, strrchr(first, '/') + 1));
        write_text(
            &d, "今年汛期来得早，来得猛，请大家注意安全，不要到河道游泳，不要靠近山体滑坡地段。");
        assert_int_equal(d.read.n_findings, 0);
        /* Signatures that are missing are made by the job. */
        sql_do(f, "DELETE FROM edition_alike_key; DELETE FROM edition_alike");
        assert_done(app_alike_fill(f->mem, &f->app));
        assert_done(app_alike_fill(f->mem, &f->app));
        assert_int_equal(sql_int(f, "SELECT count(*) FROM edition_alike_key"), 8);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(an_identity_number_is_masked_or_kept_with_a_reason),
            STORE_TEST(one_place_is_changed_once),
            STORE_TEST(what_a_step_leaves_open_is_not_approved),
            STORE_TEST(a_secret_mark_stays_by_the_secrecy_reviewer_alone),
            STORE_TEST(what_was_published_before_is_found),
        };

        return suite_run(tests, N(tests));
}
