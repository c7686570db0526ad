#include "domain/request/clock.h"

/* The law's numbers, each once. */
enum {
        ANSWER_DAYS_2019 = 20,
        EXTENSION_MAX_2019 = 20,
        ANSWER_DAYS_2008 = 15,
        EXTENSION_MAX_2008 = 15,
        SUPPLEMENT_NOTICE_DAYS = 7,
        CONSULTATION_DAYS = 15,
        FEE_DAYS = 20,
        PUBLICATION_DAYS = 20,
        ACCOUNT_MAX = 4000, /* days of one account: a guard against dates a century apart */
};

/* Days not counted: open at the day of sending, closed at the day of the answer. */
struct pause {
        struct day sent, answered;
        enum clock_party party;
};

/* What is known while the events are read one after the other. */
struct run {
        TALLOC_CTX *mem;
        const struct clock_facts *facts;
        const struct calendar *cal;
        struct problems *problems;
        struct clock_result *res;
        struct day start; /* the running period counts from the day after */
        int extension;    /* granted in this period */
        struct day delay; /* 第三十五条: replaces the count */
        struct pause *pauses;
        size_t n_pauses;
        struct day open_consultation;      /* sent, no end in sight; DAY_NONE otherwise */
        struct day supplement_sent;        /* awaiting a supplement since; DAY_NONE otherwise */
        struct day fee_received, fee_paid; /* the last notice and its payment */
        struct day ended;                  /* replied or withdrawn */
        bool withdrawn, gave_up;
};

static bool
before(struct day a, struct day b)
{
        return !day_is_none(a) && !day_is_none(b) && day_cmp(a, b) < 0;
}

static bool
after(struct day a, struct day b)
{
        return before(b, a);
}

static struct day
earlier(struct day a, struct day b)
{
        return day_is_none(a) || before(b, a) ? b : a;
}

static struct day
later(struct day a, struct day b)
{
        return day_is_none(a) || after(b, a) ? b : a;
}

static bool
provisional(const struct calendar *cal, struct day d)
{
        return !calendar_has_year(cal, day_year(d));
}

static void
warn(struct run *run, const char *text)
{
        mem_grow(run->mem, run->res->warnings, run->res->n_warnings);
        run->res->warnings[run->res->n_warnings++] = text;
}

static const char *
iso(struct run *run, struct day d)
{
        char text[DAY_TEXT_SIZE];

        return mem_strdup(run->mem, day_text(d, text));
}

/* Receipt
 * ------------------------------------------------------------------------------------------- */

/* 第三十一条, and for e-mail before 2019-05-15 the answer of 2015: the day the mail system received
 * it. */
static void
receive(struct run *run)
{
        const struct clock_facts *f = run->facts;
        struct clock_result *res = run->res;
        struct day new_text = day_ymd(2019, 5, 15);

        if (before(f->arrived, f->submitted))
                problems_add(run->problems, 0, "arrived", "到达日期早于提交日期");
        if (before(f->confirmed, f->submitted))
                problems_add(run->problems, 0, "confirmed", "确认日期早于提交日期");
        else if (before(f->confirmed, f->arrived))
                problems_add(run->problems, 0, "confirmed", "确认日期早于到达日期");
        if (before(f->received, f->submitted))
                problems_add(run->problems, 0, "received", "收到日期早于提交日期");

        if (!day_is_none(f->received)) {
                res->receipt = f->received;
                res->receipt_rule = "given";
                return;
        }
        switch (f->channel) {
        case CLOCK_IN_PERSON:
        case CLOCK_ORAL:
                res->receipt = f->submitted;
                res->receipt_rule = "31(1)";
                if (day_is_none(f->submitted))
                        problems_add(run->problems, 0, "submitted", "当面提交的申请须填写提交日期");
                break;
        case CLOCK_MAIL_SIGNED:
                res->receipt = f->arrived;
                res->receipt_rule = "31(2)_signed";
                if (day_is_none(f->arrived))
                        problems_add(run->problems, 0, "arrived",
                                     "需要签收的邮寄申请须填写签收日期");
                break;
        case CLOCK_MAIL_PLAIN:
                res->receipt = f->confirmed;
                res->receipt_rule = "31(2)_plain";
                res->confirm_due = f->arrived;
                if (after(f->confirmed, f->arrived))
                        warn(run, "平常信函应当在到达当日与申请人确认，实际确认晚于到达之日；以确认"
                                  "之日为收到之日");
                break;
        case CLOCK_EMAIL: {
                struct day seen = day_is_none(f->arrived) ? f->submitted : f->arrived;

                if (f->regime == CLOCK_2008 ||
                    (f->regime == CLOCK_AUTO && before(seen, new_text))) {
                        res->receipt = seen;
                        res->receipt_rule = "2015_email";
                        if (day_is_none(seen))
                                problems_add(run->problems, 0, "arrived",
                                             "电子邮件申请须填写邮件系统收到的日期");
                        break;
                }
        } /* fall through */
        case CLOCK_ONLINE:
        case CLOCK_FAX:
                res->receipt = f->confirmed;
                res->receipt_rule = "31(3)";
                break;
        case CLOCK_NO_CHANNEL:
                problems_add(run->problems, 0, "channel",
                             "须填写收到日期，或者填写提交渠道和相应日期");
                break;
        }
}

/* Counting
 * ------------------------------------------------------------------------------------------ */

static const struct pause *
pause_on(const struct run *run, struct day d)
{
        for (size_t i = 0; i < run->n_pauses; i++)
                if (day_cmp(run->pauses[i].sent, d) < 0 && day_cmp(d, run->pauses[i].answered) <= 0)
                        return &run->pauses[i];
        return NULL;
}

static bool
counts(const struct run *run, struct day d)
{
        return calendar_is_workday(run->cal, d) && !pause_on(run, d);
}

static int
answer_days(const struct run *run)
{
        return run->res->regime == CLOCK_2008 ? ANSWER_DAYS_2008 : ANSWER_DAYS_2019;
}

static int
extension_max(const struct run *run)
{
        return run->res->regime == CLOCK_2008 ? EXTENSION_MAX_2008 : EXTENSION_MAX_2019;
}

/* The last day of n counted days after the start of the period. */
static struct day
count_to(const struct run *run, int n)
{
        struct day d = run->start;

        for (int guard = 0; n > 0 && guard < ACCOUNT_MAX; guard++) {
                d = day_add(d, 1);
                n -= counts(run, d);
        }
        return d;
}

static int
counted_between(const struct run *run, struct day from, struct day to)
{
        int n = 0;

        for (struct day d = day_add(from, 1); day_cmp(d, to) <= 0; d = day_add(d, 1))
                n += counts(run, d);
        return n;
}

static struct day
due_now(const struct run *run)
{
        return day_is_none(run->delay) ? count_to(run, answer_days(run) + run->extension)
                                       : run->delay;
}

/* Events
 * -------------------------------------------------------------------------------------------- */

static void
restart(struct run *run, struct day on)
{
        run->start = on;
        run->extension = 0;
        run->delay = DAY_NONE;
        run->n_pauses = 0;
        run->open_consultation = DAY_NONE;
        run->supplement_sent = DAY_NONE;
        run->res->supplement_due = DAY_NONE;
        run->res->consultation_due = DAY_NONE;
}

/* 第三十条. */
static void
supplement_notice(struct run *run, const struct clock_event *e, size_t pos)
{
        if (before(e->served, e->on))
                problems_add(run->problems, pos, "served", "补正告知书的送达日期早于发出日期");
        if (before(e->limit, day_is_none(e->served) ? e->on : e->served))
                problems_add(run->problems, pos, "limit", "补正期限早于告知书的送达（发出）日期");
        if (!day_is_none(run->supplement_sent))
                problems_add(run->problems, pos, "type", "上一次补正尚未收到，不能再次要求补正");
        if (after(e->on, run->res->supplement_notice_due))
                warn(run,
                     mem_printf(run->mem,
                                "补正告知应当在%s前作出（收到之日起7个工作日内），实际发出日期为%s",
                                iso(run, run->res->supplement_notice_due), iso(run, e->on)));
        if (day_is_none(e->limit))
                warn(run, "补正告知未载明补正期限，无法判断是否逾期不补正");
        run->supplement_sent = e->on;
        run->res->supplement_due = e->limit;
}

static void
supplement_received(struct run *run, const struct clock_event *e, size_t pos)
{
        if (day_is_none(run->supplement_sent)) {
                problems_add(run->problems, pos, "type", "没有补正告知，不应有收到补正");
                return;
        }
        if (before(e->on, run->supplement_sent))
                problems_add(run->problems, pos, "on", "收到补正的日期早于补正告知的发出日期");
        if (after(e->on, run->res->supplement_due))
                warn(run, mem_printf(run->mem,
                                     "补正于%s收到，已过补正期限%s；按有正当理由处理，期限重新起算",
                                     iso(run, e->on), iso(run, run->res->supplement_due)));
        if (run->res->regime == CLOCK_2008 && !before(e->on, day_ymd(2019, 5, 15))) {
                run->res->regime = CLOCK_2019;
                warn(run, "补正于2019年5月15日以后收到，期限按修订后的条例重新起算");
        } else if (run->res->regime == CLOCK_2008) {
                warn(run, "2008年条例没有规定补正后重新起算，此处按收到补正之日重新起算");
        }
        restart(run, e->on);
        run->res->receipt = e->on;
        run->res->supplement_notice_due =
            run->res->regime == CLOCK_2019
                ? calendar_nth(run->cal, e->on, SUPPLEMENT_NOTICE_DAYS).day
                : DAY_NONE;
}

/* 第三十二条 to 第三十四条; 2008 第二十四条. */
static void
consultation(struct run *run, const struct clock_event *e, size_t pos)
{
        bool is_2008 = run->res->regime == CLOCK_2008;
        struct day limit = DAY_NONE, answered = e->answered;

        if (before(e->their_receipt, e->on))
                problems_add(run->problems, pos, "their_receipt",
                             "对方收到征求意见书的日期早于发出日期");
        if (before(e->answered, e->on))
                problems_add(run->problems, pos, "answered", "答复征求意见的日期早于发出日期");
        else if (before(e->answered, e->their_receipt))
                problems_add(run->problems, pos, "answered", "答复征求意见的日期早于对方收到日期");
        if (after(e->on, due_now(run)))
                warn(run, mem_printf(run->mem, "征求意见书于%s发出，当时答复期限%s已过，不产生扣除",
                                     iso(run, e->on), iso(run, due_now(run))));
        if (is_2008 && e->party != CLOCK_THIRD) {
                warn(run, "2008年条例只扣除征求第三方意见的时间，征求其他机关意见的时间计入期限");
                return;
        }
        if (after(answered, run->facts->as_of))
                answered = DAY_NONE; /* not yet, on the day on which one looks */
        if (!is_2008 && e->party != CLOCK_OTHER && !day_is_none(e->their_receipt))
                limit = calendar_nth(run->cal, e->their_receipt, CONSULTATION_DAYS).day;
        if (after(answered, limit)) {
                warn(run, mem_printf(
                              run->mem,
                              "征求意见的答复于%s收到，已过15个工作日的期限%s；扣除至期限届满之日",
                              iso(run, answered), iso(run, limit)));
                answered = limit;
        }
        if (day_is_none(answered) && (day_is_none(limit) || !before(limit, run->facts->as_of))) {
                run->open_consultation = later(run->open_consultation, e->on);
                run->res->consultation_due = later(run->res->consultation_due, limit);
        }
        if (day_is_none(answered)) {
                if (day_is_none(limit) && e->party != CLOCK_OTHER && !is_2008)
                        warn(run, "对方收到征求意见书的日期未填写，15个工作日的期限无法起算");
                /* Silence: the third party leaves the decision to the agency, a joint agency
                 * agrees. With no limit known, nothing is counted until the day on which one looks.
                 */
                answered = day_is_none(limit) ? later(run->facts->as_of, e->on) : limit;
        }
        mem_grow(run->mem, run->pauses, run->n_pauses);
        run->pauses[run->n_pauses++] = (struct pause){e->on, answered, e->party};
}

/* 第三十三条第二款; 2008 第二十四条第二款. */
static void
extension(struct run *run, const struct clock_event *e, size_t pos)
{
        struct day due = due_now(run);

        if (run->extension > 0)
                problems_add(run->problems, pos, "type", "答复期限只能延长一次");
        else if (!day_is_none(run->supplement_sent))
                problems_add(run->problems, pos, "type",
                             "等待补正期间没有正在计算的答复期限，不能延期");
        else if (e->n < 1 || e->n > extension_max(run))
                problems_add(run->problems, pos, "days", "延长的期限为1至%d个工作日，现为%d",
                             extension_max(run), e->n);
        else if (after(e->on, due))
                problems_add(run->problems, pos, "notified",
                             "延期应当在答复期限%s届满前告知申请人，现为%s", iso(run, due),
                             iso(run, e->on));
        else
                run->extension = e->n;
}

/* 国办函〔2020〕109号 第六条. */
static void
fee(struct run *run, const struct clock_event *e, size_t pos)
{
        if (e->type == CLOCK_FEE_NOTICE) {
                if (!day_is_none(run->fee_received) && day_is_none(run->fee_paid))
                        problems_add(run->problems, pos, "type", "上一次收费通知尚未缴费");
                if (before(e->on, day_ymd(2021, 1, 1)))
                        warn(run, "信息处理费自2021年1月1日起收取");
                if (after(e->on, due_now(run)))
                        warn(run,
                             mem_printf(run->mem,
                                        "收费通知应当在答复期限%s届满前送出，申请人收到日期为%s",
                                        iso(run, due_now(run)), iso(run, e->on)));
                run->fee_received = e->on;
                run->fee_paid = DAY_NONE;
                run->res->fee_due = calendar_nth(run->cal, e->on, FEE_DAYS).day;
                return;
        }
        if (day_is_none(run->fee_received) || !day_is_none(run->fee_paid)) {
                problems_add(run->problems, pos, "type", "没有收费通知，不应有缴费");
                return;
        }
        if (before(e->on, run->fee_received))
                problems_add(run->problems, pos, "on", "缴费日期早于收到收费通知的日期");
        if (after(e->on, run->res->fee_due)) {
                warn(run, mem_printf(run->mem, "缴费期限为%s，逾期缴费视为放弃申请",
                                     iso(run, run->res->fee_due)));
                run->gave_up = true;
        }
        restart(run, e->on);
        run->fee_paid = e->on;
}

static void
end(struct run *run, const struct clock_event *e, size_t pos)
{
        if (!day_is_none(run->ended))
                problems_add(run->problems, pos, "type", "申请已经答复或者撤回");
        run->ended = e->on;
        run->withdrawn = e->type == CLOCK_WITHDRAWN;
}

static void
one_event(struct run *run, const struct clock_event *e, size_t pos)
{
        if (!day_is_none(run->ended) && e->type != CLOCK_REPLIED && e->type != CLOCK_WITHDRAWN) {
                problems_add(run->problems, pos, "type", "申请已经答复或者撤回，其后不应再有事项");
                return;
        }
        switch (e->type) {
        case CLOCK_SUPPLEMENT_NOTICE:
                supplement_notice(run, e, pos);
                return;
        case CLOCK_SUPPLEMENT_RECEIVED:
                supplement_received(run, e, pos);
                return;
        case CLOCK_CONSULTATION:
                consultation(run, e, pos);
                return;
        case CLOCK_EXTENSION:
                extension(run, e, pos);
                return;
        case CLOCK_FEE_NOTICE:
        case CLOCK_FEE_PAID:
                fee(run, e, pos);
                return;
        case CLOCK_DELAY:
                if (before(e->until, run->start))
                        problems_add(run->problems, pos, "until", "延迟答复的日期早于收到之日");
                else if (run->res->regime == CLOCK_2008)
                        problems_add(run->problems, pos, "type", "2008年条例没有延迟答复的规定");
                run->delay = e->until;
                return;
        case CLOCK_REPLIED:
        case CLOCK_WITHDRAWN:
                end(run, e, pos);
                return;
        }
}

/* An event's place in time; a delay bears only its new date and stays where it was written. */
static struct day
place(const struct clock_event *e)
{
        return e->type == CLOCK_DELAY ? DAY_NONE : e->on;
}

/* Positions of the events in time order, those of one day as they were written. */
static size_t *
in_order(struct run *run)
{
        size_t n = run->facts->n_events, *order = mem_array(run->mem, size_t, n + 1);
        struct day *when = mem_array(run->mem, struct day, n + 1), last = DAY_NONE;

        for (size_t i = 0; i < n; i++) {
                struct day d = place(&run->facts->events[i]);
                size_t k = i;

                when[i] = day_is_none(d) ? last : d;
                last = when[i];
                for (; k > 0 && before(when[i], when[order[k - 1]]); k--)
                        order[k] = order[k - 1];
                order[k] = i;
        }
        return order;
}

static void
all_events(struct run *run)
{
        size_t *order = in_order(run);

        for (size_t k = 0; k < run->facts->n_events; k++) {
                const struct clock_event *e = &run->facts->events[order[k]];
                size_t pos = order[k] + 1;

                if (day_is_none(e->on) && e->type != CLOCK_DELAY) {
                        problems_add(run->problems, pos, "type", "事项缺少日期");
                } else if (day_is_none(run->res->first_receipt) && e->type != CLOCK_WITHDRAWN) {
                        problems_add(run->problems, pos, "type",
                                     "收到之日尚未确定，不应有后续事项");
                } else if (before(e->on, run->res->first_receipt) && e->type != CLOCK_DELAY) {
                        problems_add(run->problems, pos, "on", "事项日期%s早于收到之日%s",
                                     iso(run, e->on), iso(run, run->res->first_receipt));
                } else if (after(e->on, run->facts->as_of) && e->type != CLOCK_DELAY) {
                        warn(run, mem_printf(run->mem, "第%zu项事项的日期%s在计算日%s之后，未计入",
                                             pos, iso(run, e->on), iso(run, run->facts->as_of)));
                } else {
                        one_event(run, e, pos);
                }
        }
}

/* Result
 * -------------------------------------------------------------------------------------------- */

static bool
awaits_fee(const struct run *run)
{
        return !day_is_none(run->fee_received) && day_is_none(run->fee_paid);
}

static enum clock_state
state_of(const struct run *run)
{
        struct day as_of = run->facts->as_of;

        if (run->withdrawn)
                return CLOCK_IS_WITHDRAWN;
        if (!day_is_none(run->ended))
                return CLOCK_ANSWERED;
        if (day_is_none(run->res->receipt))
                return CLOCK_AWAITING_CONFIRMATION;
        if (run->gave_up)
                return CLOCK_ABANDONED;
        if (!day_is_none(run->supplement_sent))
                return after(as_of, run->res->supplement_due) ? CLOCK_ABANDONED
                                                              : CLOCK_AWAITING_SUPPLEMENT;
        if (awaits_fee(run))
                return after(as_of, run->res->fee_due) ? CLOCK_ABANDONED : CLOCK_AWAITING_FEE;
        if (!day_is_none(run->open_consultation))
                return CLOCK_CONSULTING;
        return CLOCK_RUNNING;
}

/* Is the end of every consultation known, so that a day can be named? */
static bool
has_due(const struct run *run)
{
        switch (run->res->state) {
        case CLOCK_RUNNING:
        case CLOCK_ANSWERED:
                return true;
        case CLOCK_CONSULTING:
                return !day_is_none(run->res->consultation_due) || !day_is_none(run->delay);
        default:
                return false;
        }
}

static enum clock_verdict
verdict_of(const struct run *run)
{
        switch (run->res->state) {
        case CLOCK_ANSWERED:
                return after(run->ended, run->res->due) ? CLOCK_LATE : CLOCK_IN_TIME;
        case CLOCK_RUNNING:
        case CLOCK_CONSULTING:
                return after(run->facts->as_of, run->res->due) ? CLOCK_OVERDUE : CLOCK_OPEN;
        case CLOCK_AWAITING_SUPPLEMENT:
        case CLOCK_AWAITING_FEE:
        case CLOCK_AWAITING_CONFIRMATION:
                return CLOCK_OPEN;
        default:
                return CLOCK_NO_VERDICT;
        }
}

static const char *
party_word(enum clock_party party)
{
        return party == CLOCK_THIRD   ? "征求意见（第三方）"
               : party == CLOCK_JOINT ? "征求意见（共同制作机关）"
                                      : "征求意见（其他机关）";
}

/* Why a day counts or not. The kind of day comes first: a Sunday is not counted for being a Sunday.
 */
static const char *
why(const struct run *run, struct day d)
{
        struct calendar_day look = calendar_look(run->cal, d);
        const struct pause *pause;

        if (!look.work)
                return look.why == CALENDAR_OFF ? mem_printf(run->mem, "放假 %s", look.name)
                                                : "周末";
        if (!day_is_none(run->supplement_sent) && after(d, run->supplement_sent) &&
            run->res->state != CLOCK_ANSWERED)
                return "等待补正";
        if (!day_is_none(run->fee_received) && after(d, run->fee_received) &&
            (day_is_none(run->fee_paid) || !after(d, run->fee_paid)))
                return "等待缴费";
        pause = pause_on(run, d);
        if (pause)
                return party_word(pause->party);
        return look.why == CALENDAR_WORKED ? "调休上班" : "工作日";
}

static void
account(struct run *run)
{
        struct clock_result *res = run->res;
        struct day from = res->receipt,
                   to = later(res->due, earlier(run->facts->as_of, run->ended));
        int n = 0;

        for (struct day d = day_add(from, 1); day_cmp(d, to) <= 0 && res->n_days < ACCOUNT_MAX;
             d = day_add(d, 1)) {
                struct clock_day one = {.day = d, .why = why(run, d)};

                one.counted = strcmp(one.why, "工作日") == 0 || strcmp(one.why, "调休上班") == 0;
                if (day_cmp(d, day_add(run->start, 1)) == 0)
                        n = 0; /* a payment restarts the count */
                one.n = one.counted ? ++n : 0;
                mem_grow(run->mem, res->days, res->n_days);
                res->days[res->n_days++] = one;
        }
}

static void
conclude(struct run *run)
{
        struct clock_result *res = run->res;
        struct day seen = earlier(run->ended, run->facts->as_of);

        res->state = state_of(run);
        if (has_due(run)) {
                res->due = due_now(run);
                res->provisional = provisional(run->cal, res->due);
        }
        res->verdict = verdict_of(run);
        if (res->state == CLOCK_RUNNING || res->state == CLOCK_CONSULTING ||
            res->state == CLOCK_ANSWERED) {
                res->has_use = true;
                res->workdays_used = counted_between(run, run->start, seen);
                if (day_is_none(res->due))
                        res->workdays_left = answer_days(run) + run->extension - res->workdays_used;
                else
                        res->workdays_left = after(seen, res->due)
                                                 ? -counted_between(run, res->due, seen)
                                                 : counted_between(run, seen, res->due);
        }
        if (res->provisional)
                warn(run, "答复期限跨入放假安排尚未公布的年度，为暂定日期，通知公布后重新计算");
        res->carried =
            !day_is_none(res->first_receipt) &&
            (day_is_none(run->ended) || day_year(run->ended) > day_year(res->first_receipt)) &&
            day_year(run->facts->as_of) > day_year(res->first_receipt) &&
            res->state != CLOCK_ABANDONED;
        if (!day_is_none(res->receipt))
                account(run);
}

int
clock_run(TALLOC_CTX *mem, const struct clock_facts *facts, const struct calendar *cal,
          struct problems *problems, struct clock_result *ret)
{
        struct clock_result res = {.receipt = DAY_NONE,
                                   .first_receipt = DAY_NONE,
                                   .due = DAY_NONE,
                                   .supplement_notice_due = DAY_NONE,
                                   .supplement_due = DAY_NONE,
                                   .consultation_due = DAY_NONE,
                                   .fee_due = DAY_NONE,
                                   .confirm_due = DAY_NONE};
        struct run run = {.mem = mem,
                          .facts = facts,
                          .cal = cal,
                          .problems = problems,
                          .res = &res,
                          .start = DAY_NONE,
                          .delay = DAY_NONE,
                          .open_consultation = DAY_NONE,
                          .supplement_sent = DAY_NONE,
                          .fee_received = DAY_NONE,
                          .fee_paid = DAY_NONE,
                          .ended = DAY_NONE};
        size_t had = problems->n;

        assert(!day_is_none(facts->as_of));
        receive(&run);
        if (after(res.receipt, facts->as_of)) {
                warn(&run, "收到之日在计算日之后");
                run.res->receipt = res.receipt;
        }
        res.first_receipt = run.start = res.receipt;
        res.regime = facts->regime;
        if (res.regime ==
            CLOCK_AUTO) /* no transition article: the text in force on the day of receipt */
                res.regime = before(res.receipt, day_ymd(2019, 5, 15)) ? CLOCK_2008 : CLOCK_2019;
        if (!day_is_none(res.receipt) && res.regime == CLOCK_2019)
                res.supplement_notice_due =
                    calendar_nth(cal, res.receipt, SUPPLEMENT_NOTICE_DAYS).day;
        if (problems->n == had)
                all_events(&run);
        if (problems->n > had)
                return CLOCK_CONTRADICTION;
        conclude(&run);
        *ret = res;
        return 0;
}

/* Words and other periods
 * --------------------------------------------------------------------------- */

const char *
clock_state_word(enum clock_state state)
{
        static const char *const words[] = {
            "awaiting_confirmation", "running",   "awaiting_supplement", "consulting",
            "awaiting_fee",          "abandoned", "withdrawn",           "answered"};

        return words[state];
}

const char *
clock_verdict_word(enum clock_verdict verdict)
{
        static const char *const words[] = {NULL, "in_time", "late", "open", "overdue"};

        return words[verdict];
}

struct day
clock_publication_due(struct day formed, const struct calendar *cal, bool *ret_provisional)
{
        struct day due = calendar_nth(cal, formed, PUBLICATION_DAYS).day;

        *ret_provisional = provisional(cal, due);
        return due;
}

/* The same day n months on, or the last of a shorter month. */
static struct day
months_on(struct day d, int n)
{
        struct day out = DAY_NONE;
        int y, m, dd;

        day_civil(d, &y, &m, &dd);
        m += n;
        y += (m - 1) / 12;
        m = (m - 1) % 12 + 1;
        while (!day_from_ymd(y, m, dd, &out))
                dd--;
        return out;
}

struct day
clock_remedy_due(struct day served, enum clock_remedy remedy, const struct calendar *cal,
                 bool *ret_provisional)
{
        struct day d = remedy == CLOCK_REVIEW_60_DAYS     ? day_add(served, 60)
                       : remedy == CLOCK_LAWSUIT_6_MONTHS ? months_on(served, 6)
                                                          : day_add(served, 15);

        while (!calendar_is_workday(
            cal, d)) /* 《民事诉讼法》第八十五条: the last day moves, no other does */
                d = day_add(d, 1);
        *ret_provisional = provisional(cal, d);
        return d;
}
