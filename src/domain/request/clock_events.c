#include "domain/request/clock_run.h"

/* The days in (from, to] do not count, for this reason. */
void
clock_mark(struct run *run, struct day from, struct day to, uint8_t why)
{
        int first = from.n - run->res->first_receipt.n + 1, last = to.n - run->res->first_receipt.n;

        assert(last <= SPAN);
        for (int i = first; i <= last; i++)
                run->marks[i] |= why;
}

static bool
counts(const struct run *run, struct day d)
{
        return calendar_is_workday(run->cal, d) && !clock_marks(run, d);
}

int
clock_answer_days(const struct run *run)
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

        while (n > 0) {
                d = day_add(d, 1);
                n -= counts(run, d);
        }
        return d;
}

int
clock_counted(const struct run *run, struct day from, struct day to)
{
        int n = 0;

        for (struct day d = day_add(from, 1); day_cmp(d, to) <= 0; d = day_add(d, 1))
                n += counts(run, d);
        return n;
}

struct day
clock_due_now(const struct run *run)
{
        return day_is_none(run->delay) ? count_to(run, clock_answer_days(run) + run->extension)
                                       : run->delay;
}

bool
clock_awaits_supplement(const struct run *run)
{
        return !day_is_none(run->supplement_sent);
}

bool
clock_awaits_fee(const struct run *run)
{
        return !day_is_none(run->fee_received) && day_is_none(run->fee_paid);
}

/* Does a period for the answer run? While the applicant has to act, none does. */
bool
clock_runs(const struct run *run)
{
        return !clock_awaits_supplement(run) && !clock_awaits_fee(run) && !run->gave_up;
}

struct day
clock_limit(const struct run *run, struct day from, int n)
{
        return calendar_nth(run->cal, from, n).day;
}

/* Events
 * -------------------------------------------------------------------------------------------- */

static void
restart(struct run *run, struct day on)
{
        run->start = on;
        run->extension = 0;
        run->delay = DAY_NONE;
}

static void
told_when_late(struct run *run, struct day on, const char *what)
{
        if (clock_runs(run) && clock_after(on, clock_due_now(run)))
                clock_warn(run, "%s的日期%s在答复期限%s届满之后", what, clock_iso(run, on),
                           clock_iso(run, clock_due_now(run)));
}

/* 第三十条. */
static void
supplement_notice(struct run *run, const struct clock_event *e, size_t pos)
{
        if (clock_before(e->served, e->on))
                problems_add(run->problems, pos, "served", "补正告知书的送达日期早于发出日期");
        if (clock_before(e->limit, day_is_none(e->served) ? e->on : e->served))
                problems_add(run->problems, pos, "limit", "补正期限早于告知书的送达（发出）日期");
        if (clock_awaits_supplement(run))
                problems_add(run->problems, pos, "type", "上一次补正尚未收到，不能再次要求补正");
        if (run->n_supplements > 0)
                clock_warn(run, "第%zu项事项再次要求补正，补正内容应当一次性告知（条例第三十条）",
                           pos);
        else if (clock_after(e->on, run->res->supplement_notice_due))
                clock_warn(run, "补正告知应当在%s前作出（收到之日起7个工作日内），实际发出日期为%s",
                           clock_iso(run, run->res->supplement_notice_due), clock_iso(run, e->on));
        told_when_late(run, e->on, "发出补正告知书");
        if (day_is_none(e->limit))
                clock_warn(run, "补正告知未载明补正期限，无法判断是否逾期不补正");
        else if (run->res->regime == CLOCK_2008)
                clock_warn(run, "2008年条例没有规定逾期不补正视为放弃申请");
        run->n_supplements++;
        run->supplement_sent = e->on;
        run->res->supplement_due = e->limit;
}

/* 第三十条 again: the period starts anew with what was corrected. */
static void
supplement_received(struct run *run, const struct clock_event *e, size_t pos)
{
        if (!clock_awaits_supplement(run)) {
                problems_add(run->problems, pos, "type", "没有补正告知，不应有收到补正");
                return;
        }
        if (clock_after(e->on, run->res->supplement_due))
                clock_warn(run,
                           "补正于%s收到，已过补正期限%s；按有正当理由处理，期限重新起算，"
                           "没有正当理由的视为放弃申请",
                           clock_iso(run, e->on), clock_iso(run, run->res->supplement_due));
        if (run->res->regime == CLOCK_2008 && !clock_before(e->on, clock_new_text())) {
                run->res->regime = CLOCK_2019;
                clock_warn(run, "补正于2019年5月15日以后收到，期限按修订后的条例重新起算");
        } else if (run->res->regime == CLOCK_2008) {
                clock_warn(run, "2008年条例没有规定补正后重新起算，此处按收到补正之日重新起算");
        }
        clock_mark(run, run->supplement_sent, e->on, MARK_SUPPLEMENT);
        restart(run, e->on);
        run->supplement_sent = DAY_NONE;
        run->res->supplement_due = DAY_NONE;
        run->res->receipt = e->on;
        /* One notice only: its limit stays that of the first receipt, if that had one. */
        if (run->res->regime == CLOCK_2019 && day_is_none(run->res->supplement_notice_due))
                run->res->supplement_notice_due = clock_limit(run, e->on, SUPPLEMENT_NOTICE_DAYS);
}

/* Nobody answered within the limit: 第三十二条 leaves the decision to the agency, 第三十四条 takes
 * silence for consent. */
static void
silence(struct run *run, enum clock_party party, struct day limit)
{
        if (party == CLOCK_THIRD)
                clock_warn(
                    run,
                    "第三方至%s（收到征求意见书之日起15个工作日）未提出意见，由行政机关依照条"
                    "例的规定决定是否公开（条例第三十二条）",
                    clock_iso(run, limit));
        else
                clock_warn(
                    run,
                    "共同制作机关至%s（收到征求意见书之日起15个工作日）未提出意见，视为同意公"
                    "开（条例第三十四条）",
                    clock_iso(run, limit));
}

/* The last day that is not counted, and whether the answer is still awaited. */
static struct day
consultation_end(struct run *run, enum clock_party party, struct day limit, struct day answered)
{
        if (clock_after(answered, limit)) {
                clock_warn(run,
                           "征求意见的答复于%s收到，已过15个工作日的期限%s；扣除至期限届满之日",
                           clock_iso(run, answered), clock_iso(run, limit));
                return limit;
        }
        if (!day_is_none(answered))
                return answered;
        if (!clock_before(limit, run->facts->as_of))
                run->res->consultation_due = clock_later(run->res->consultation_due, limit);
        if (!clock_before(limit, run->seen))
                run->consulting = true;
        if (!day_is_none(limit)) {
                if (clock_before(limit, run->seen))
                        silence(run, party, limit);
                return limit;
        }
        run->consulting = run->unlimited = true; /* nothing is counted until one looks again */
        return run->seen;
}

/* The order of the days of one consultation; those after the day on which one looks are not known yet. */
static bool
consultation_days(struct run *run, const struct clock_event *e, size_t pos,
                  struct day *ret_their_receipt, struct day *ret_answered)
{
        size_t had = run->problems->n;

        if (clock_before(e->their_receipt, e->on))
                problems_add(run->problems, pos, "their_receipt",
                             "对方收到征求意见书的日期早于发出日期");
        if (clock_before(e->answered, e->on))
                problems_add(run->problems, pos, "answered", "答复征求意见的日期早于发出日期");
        else if (clock_before(e->answered, e->their_receipt))
                problems_add(run->problems, pos, "answered", "答复征求意见的日期早于对方收到日期");
        *ret_their_receipt = e->their_receipt;
        *ret_answered = e->answered;
        if (clock_after(e->their_receipt, run->facts->as_of))
                *ret_their_receipt = DAY_NONE;
        if (clock_after(e->answered, run->facts->as_of)) {
                *ret_answered = DAY_NONE;
                clock_warn(run, "第%zu项事项的答复日期%s在计算日%s之后，未计入", pos,
                           clock_iso(run, e->answered), clock_iso(run, run->facts->as_of));
        }
        return run->problems->n == had;
}

/* 第三十二条 to 第三十四条; 2008 第二十四条. */
static void
consultation(struct run *run, const struct clock_event *e, size_t pos)
{
        bool is_2008 = run->res->regime == CLOCK_2008, unlimited = run->unlimited;
        struct day limit = DAY_NONE, theirs, answered, until;

        if (!consultation_days(run, e, pos, &theirs, &answered))
                return;
        if (is_2008 && e->party != CLOCK_THIRD) {
                clock_warn(run,
                           "2008年条例只扣除征求第三方意见的时间，征求其他机关意见的时间计入期限");
                return;
        }
        if (!is_2008 && e->party != CLOCK_OTHER && !day_is_none(theirs))
                limit = clock_limit(run, theirs, CONSULTATION_DAYS);
        else if (!is_2008 && e->party != CLOCK_OTHER && day_is_none(answered))
                clock_warn(run,
                           "第%zu项事项未填写对方收到征求意见书的日期，15个工作日的期限无法起"
                           "算",
                           pos);
        until = consultation_end(run, e->party, limit, answered);
        if (clock_runs(run) && !clock_before(e->on, clock_due_now(run))) {
                clock_warn(run, "征求意见书于%s发出，当时答复期限%s已经计满，不产生扣除",
                           clock_iso(run, e->on), clock_iso(run, clock_due_now(run)));
                run->unlimited = unlimited; /* this one moves nothing */
                return;
        }
        clock_mark(run, e->on, until, (uint8_t)(1 << e->party));
}

/* 第三十三条第二款; 2008 第二十四条第二款. */
static void
extension(struct run *run, const struct clock_event *e, size_t pos)
{
        if (run->extension > 0)
                problems_add(run->problems, pos, "type", "答复期限只能延长一次");
        else if (!clock_runs(run))
                problems_add(run->problems, pos, "type",
                             "等待申请人补正或者缴费期间没有正在计算的答复期限，不能延期");
        else if (e->n < 1 || e->n > extension_max(run))
                problems_add(run->problems, pos, "days", "延长的期限为1至%d个工作日，现为%d",
                             extension_max(run), e->n);
        else if (clock_after(e->on, clock_due_now(run)))
                problems_add(run->problems, pos, "notified",
                             "延期应当在答复期限%s届满前告知，实际告知日期为%s",
                             clock_iso(run, clock_due_now(run)), clock_iso(run, e->on));
        else if (!day_is_none(run->delay))
                clock_warn(run, "已经确定延迟答复的日期，延期不改变答复期限");
        else
                run->extension = e->n;
}

/* 国办函〔2020〕109号 第六条. */
static void
fee_notice(struct run *run, const struct clock_event *e, size_t pos)
{
        if (clock_awaits_fee(run) || run->gave_up)
                problems_add(run->problems, pos, "type", "上一次收费通知尚未缴费");
        else if (clock_awaits_supplement(run))
                problems_add(run->problems, pos, "type", "补正尚未收到，不应有收费通知");
        if (clock_before(e->on, day_ymd(2021, 1, 1)))
                clock_warn(run, "信息处理费自2021年1月1日起收取");
        told_when_late(run, e->on, "申请人收到收费通知");
        run->fee_received = e->on;
        run->fee_paid = DAY_NONE;
        run->res->fee_due = clock_limit(run, e->on, FEE_DAYS);
}

static void
fee_paid(struct run *run, const struct clock_event *e, size_t pos)
{
        if (!clock_awaits_fee(run)) {
                problems_add(run->problems, pos, "type", "没有收费通知，不应有缴费");
                return;
        }
        run->fee_paid = e->on;
        if (clock_after(e->on, run->res->fee_due)) {
                clock_warn(run, "缴费期限为%s，%s缴费已逾期，视为放弃申请",
                           clock_iso(run, run->res->fee_due), clock_iso(run, e->on));
                clock_mark(run, run->fee_received, run->res->fee_due, MARK_FEE);
                run->gave_up = true;
                return;
        }
        clock_mark(run, run->start, run->fee_received, MARK_VOID);
        clock_mark(run, run->fee_received, e->on, MARK_FEE);
        run->res->fee_due = DAY_NONE;
        restart(run, e->on);
}

/* 第三十五条. */
static void
delay(struct run *run, const struct clock_event *e, size_t pos)
{
        if (run->res->regime == CLOCK_2008)
                problems_add(run->problems, pos, "type", "2008年条例没有延迟答复的规定");
        else if (clock_before(e->until, run->start))
                problems_add(run->problems, pos, "until", "延迟答复的日期早于收到之日");
        if (!day_is_none(run->delay))
                clock_warn(run, "第%zu项事项再次确定延迟答复的日期，以后一日期为准", pos);
        else if (clock_before(e->until, clock_due_now(run)))
                clock_warn(run, "延迟答复的日期%s早于条例第三十三条规定的期限%s",
                           clock_iso(run, e->until), clock_iso(run, clock_due_now(run)));
        if (!calendar_is_workday(run->cal, e->until))
                clock_warn(run, "延迟答复的日期%s不是工作日", clock_iso(run, e->until));
        run->delay = e->until;
}

static void
end(struct run *run, const struct clock_event *e, size_t pos)
{
        if (clock_before(e->served, e->on))
                problems_add(run->problems, pos, "served", "答复的送达日期早于发出日期");
        run->ended = e->on;
        run->served = clock_after(e->served, run->facts->as_of) ? DAY_NONE : e->served;
        run->withdrawn = e->type == CLOCK_WITHDRAWN;
}

void
clock_event(struct run *run, const struct clock_event *e, size_t pos)
{
        if (!day_is_none(run->ended)) {
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
                fee_notice(run, e, pos);
                return;
        case CLOCK_FEE_PAID:
                fee_paid(run, e, pos);
                return;
        case CLOCK_DELAY:
                delay(run, e, pos);
                return;
        case CLOCK_REPLIED:
        case CLOCK_WITHDRAWN:
                end(run, e, pos);
                return;
        }
}
