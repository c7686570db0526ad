#include "domain/request/clock_run.h"

#include <stdarg.h>

void
clock_warn(struct run *run, const char *fmt, ...)
{
        va_list ap;

        mem_grow(run->mem, run->res->warnings, run->res->n_warnings);
        va_start(ap, fmt);
        run->res->warnings[run->res->n_warnings++] = mem_must(talloc_vasprintf(run->mem, fmt, ap));
        va_end(ap);
}

const char *
clock_iso(struct run *run, struct day d)
{
        char text[DAY_TEXT_SIZE];

        return mem_strdup(run->mem, day_text(d, text));
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
                for (; k > 0 && clock_before(when[i], when[order[k - 1]]); k--)
                        order[k] = order[k - 1];
                order[k] = i;
        }
        return order;
}

/* Does the event belong to what is known on the day on which one looks? Says why where it does not. */
static bool
is_known(struct run *run, const struct clock_event *e, size_t pos)
{
        struct day on = place(e);

        if (day_is_none(run->res->first_receipt) && e->type != CLOCK_WITHDRAWN) {
                problems_add(run->problems, pos, "type", "收到之日尚未确定，不应有后续事项");
                return false;
        }
        if (clock_before(on, run->res->first_receipt)) {
                problems_add(run->problems, pos, clock_event_key(e->type),
                             "事项日期%s早于收到之日%s", clock_iso(run, on),
                             clock_iso(run, run->res->first_receipt));
                return false;
        }
        if (clock_after(on, run->facts->as_of)) {
                clock_warn(run, "第%zu项事项的日期%s在计算日%s之后，未计入", pos,
                           clock_iso(run, on), clock_iso(run, run->facts->as_of));
                return false;
        }
        return true;
}

/* The day on which one looks; for what has ended before, the day on which it did. */
static struct day
last_seen(const struct run *run)
{
        struct day seen = clock_later(run->facts->as_of, run->res->first_receipt);

        for (size_t i = 0; i < run->facts->n_events; i++) {
                const struct clock_event *e = &run->facts->events[i];

                if (e->type == CLOCK_REPLIED || e->type == CLOCK_WITHDRAWN)
                        seen = clock_earlier(e->on, seen);
        }
        return seen;
}

static void
all_events(struct run *run)
{
        size_t *order = in_order(run);

        run->seen = last_seen(run);
        for (size_t k = 0; k < run->facts->n_events; k++) {
                const struct clock_event *e = &run->facts->events[order[k]];

                if (is_known(run, e, order[k] + 1))
                        clock_event(run, e, order[k] + 1);
        }
}

/* Days
 * --------------------------------------------------------------------------------------------- */

enum { YEAR_FIRST = 1949, YEAR_LAST = 2199 };

/* A day that can be computed with: within the calendar, and not decades after the receipt. */
static void
can_be(struct run *run, struct day d, size_t pos, const char *field)
{
        struct day first = run->res->first_receipt;

        if (day_is_none(d))
                return;
        if (day_year(d) < YEAR_FIRST || day_year(d) > YEAR_LAST)
                problems_add(run->problems, pos, field, "日期%s不在可计算的%d年至%d年之间",
                             clock_iso(run, d), YEAR_FIRST, YEAR_LAST);
        else if (!day_is_none(first) && day_year(d) - day_year(first) >= SPAN_YEARS)
                problems_add(run->problems, pos, field, "日期%s与收到之日%s相隔%d年以上，请核对",
                             clock_iso(run, d), clock_iso(run, first), SPAN_YEARS);
}

static void
all_can_be(struct run *run)
{
        const struct clock_facts *f = run->facts;

        can_be(run, f->received, 0, "received");
        can_be(run, f->submitted, 0, "submitted");
        can_be(run, f->arrived, 0, "arrived");
        can_be(run, f->confirmed, 0, "confirmed");
        can_be(run, f->as_of, 0, "as_of");
        for (size_t i = 0; i < f->n_events; i++) {
                const struct clock_event *e = &f->events[i];

                if (day_is_none(e->type == CLOCK_DELAY ? e->until : e->on))
                        problems_add(run->problems, i + 1, clock_event_key(e->type), "必须填写");
                can_be(run, e->on, i + 1, clock_event_key(e->type));
                can_be(run, e->served, i + 1, "served");
                can_be(run, e->their_receipt, i + 1, "their_receipt");
                can_be(run, e->answered, i + 1, "answered");
                can_be(run, e->limit, i + 1, "limit");
                can_be(run, e->until, i + 1, "until");
        }
}

/* Result
 * -------------------------------------------------------------------------------------------- */

/* What the applicant did not do in time is given up from the day after. */
static enum clock_state
awaiting(const struct run *run, struct day limit, enum clock_state state)
{
        return clock_after(run->facts->as_of, limit) ? CLOCK_ABANDONED : state;
}

static enum clock_state
state_of(const struct run *run)
{
        if (run->withdrawn)
                return CLOCK_IS_WITHDRAWN;
        if (!day_is_none(run->ended))
                return CLOCK_ANSWERED;
        if (day_is_none(run->res->receipt))
                return CLOCK_AWAITING_CONFIRMATION;
        if (run->gave_up)
                return CLOCK_ABANDONED;
        if (clock_awaits_supplement(run))
                return awaiting(run, run->res->supplement_due, CLOCK_AWAITING_SUPPLEMENT);
        if (clock_awaits_fee(run))
                return awaiting(run, run->res->fee_due, CLOCK_AWAITING_FEE);
        return run->consulting ? CLOCK_CONSULTING : CLOCK_RUNNING;
}

/* The day on which nothing more was to be done; DAY_NONE while there is. */
static struct day
closed_on(const struct run *run)
{
        if (run->res->state == CLOCK_ABANDONED)
                return clock_awaits_supplement(run) ? run->res->supplement_due : run->res->fee_due;
        return run->ended;
}

/* A period runs, or ran when the answer was given. */
static bool
has_period(const struct run *run)
{
        return run->res->state == CLOCK_RUNNING || run->res->state == CLOCK_CONSULTING ||
               (run->res->state == CLOCK_ANSWERED && clock_runs(run));
}

/* Is the end of every consultation known, so that a day can be named? */
static bool
has_due(const struct run *run)
{
        return has_period(run) &&
               (run->res->state != CLOCK_CONSULTING || !run->unlimited || !day_is_none(run->delay));
}

static enum clock_verdict
verdict_of(const struct run *run)
{
        switch (run->res->state) {
        case CLOCK_ANSWERED:
                return clock_after(run->ended, run->res->due) ? CLOCK_LATE : CLOCK_IN_TIME;
        case CLOCK_RUNNING:
        case CLOCK_CONSULTING:
                return clock_after(run->seen, run->res->due) ? CLOCK_OVERDUE : CLOCK_OPEN;
        case CLOCK_AWAITING_SUPPLEMENT:
        case CLOCK_AWAITING_FEE:
        case CLOCK_AWAITING_CONFIRMATION:
                return CLOCK_OPEN;
        case CLOCK_ABANDONED:
        case CLOCK_IS_WITHDRAWN:
                break;
        }
        return CLOCK_NO_VERDICT;
}

/* Is there a year without a notice on the way from one day to the other? */
static bool
without_notice(const struct run *run, struct day from, struct day to)
{
        for (int y = day_year(from); y <= day_year(to); y++)
                if (!calendar_has_year(run->cal, y))
                        return true;
        return false;
}

static void
use(struct run *run)
{
        struct clock_result *res = run->res;

        res->has_use = true;
        res->workdays_used = clock_counted(run, run->start, run->seen);
        if (day_is_none(res->due))
                res->workdays_left = clock_answer_days(run) + run->extension - res->workdays_used;
        else if (clock_after(run->seen, res->due))
                res->workdays_left = -clock_counted(run, res->due, run->seen);
        else
                res->workdays_left = clock_counted(run, run->seen, res->due);
}

static void
due_and_provisional(struct run *run)
{
        struct clock_result *res = run->res;

        if (has_due(run)) {
                res->due = clock_due_now(run);
                res->provisional =
                    day_is_none(run->delay) && without_notice(run, run->start, res->due);
        } else if (res->state == CLOCK_AWAITING_FEE) {
                res->provisional = without_notice(run, run->fee_received, res->fee_due);
        }
        if (res->provisional)
                clock_warn(run, "期限跨入没有放假安排通知的年度，只按周末和日期固定的法定节假日推算"
                                "，为暂定日期，通知公布后重新计算");
}

static void
remedies(struct run *run)
{
        bool review, lawsuit;

        if (run->res->state != CLOCK_ANSWERED || day_is_none(run->served))
                return;
        run->res->review_due =
            clock_remedy_due(run->served, CLOCK_REVIEW_60_DAYS, run->cal, &review);
        run->res->lawsuit_due =
            clock_remedy_due(run->served, CLOCK_LAWSUIT_6_MONTHS, run->cal, &lawsuit);
        if (review || lawsuit)
                clock_warn(run, "申请行政复议或者提起行政诉讼的期限跨入没有放假安排通知的年度，为暂"
                                "定日期");
}

/* 结转下年度继续办理: nothing had ended it when the year of the receipt did. */
static bool
is_carried(const struct run *run)
{
        struct day closed = closed_on(run), first = run->res->first_receipt;

        if (day_is_none(first) || day_year(run->facts->as_of) <= day_year(first))
                return false;
        return day_is_none(closed) || day_year(closed) > day_year(first);
}

static void
conclude(struct run *run)
{
        struct clock_result *res = run->res;
        struct day to;

        res->state = state_of(run);
        due_and_provisional(run);
        res->verdict = verdict_of(run);
        if (has_period(run))
                use(run);
        if (res->state == CLOCK_ANSWERED && !clock_runs(run))
                clock_warn(run, "答复时正在等待申请人补正或者缴费，没有正在计算的答复期限");
        remedies(run);
        res->carried = is_carried(run);
        if (day_is_none(res->receipt))
                return;
        to = clock_later(res->due, clock_earlier(closed_on(run), run->seen));
        if (clock_awaits_supplement(run))
                clock_mark(run, run->supplement_sent, to, MARK_SUPPLEMENT);
        if (clock_awaits_fee(run))
                clock_mark(run, run->fee_received, to, MARK_FEE);
        clock_account(run, to);
}

/* No article on transition: the text in force on the day of receipt, or on the day on which one looks. */
static void
choose_regime(struct run *run)
{
        const struct clock_facts *f = run->facts;
        struct day first = run->res->first_receipt, by = day_is_none(first) ? f->as_of : first;
        enum clock_regime by_day = clock_before(by, clock_new_text()) ? CLOCK_2008 : CLOCK_2019;

        run->res->regime = f->regime == CLOCK_AUTO ? by_day : f->regime;
        if (run->res->regime != by_day && !day_is_none(first))
                clock_warn(run, "收到之日%s应适用%s，按指定适用%s计算", clock_iso(run, first),
                           by_day == CLOCK_2008 ? "2008年条例" : "2019年修订的条例",
                           by_day == CLOCK_2008 ? "2019年修订的条例" : "2008年条例");
        if (clock_before(first, day_ymd(2008, 5, 1)))
                clock_warn(run, "收到之日%s在条例2008年5月1日施行之前", clock_iso(run, first));
        if (clock_after(first, f->as_of))
                clock_warn(run, "收到之日%s在计算日%s之后", clock_iso(run, first),
                           clock_iso(run, f->as_of));
        if (!day_is_none(first) && run->res->regime == CLOCK_2019)
                run->res->supplement_notice_due = clock_limit(run, first, SUPPLEMENT_NOTICE_DAYS);
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
                                   .confirm_due = DAY_NONE,
                                   .review_due = DAY_NONE,
                                   .lawsuit_due = DAY_NONE};
        struct run run = {.mem = mem,
                          .facts = facts,
                          .cal = cal,
                          .problems = problems,
                          .res = &res,
                          .marks = mem_array(mem, uint8_t, SPAN + 1),
                          .delay = DAY_NONE,
                          .supplement_sent = DAY_NONE,
                          .fee_received = DAY_NONE,
                          .fee_paid = DAY_NONE,
                          .ended = DAY_NONE,
                          .served = DAY_NONE};
        size_t had = problems->n;

        assert(!day_is_none(facts->as_of));
        clock_receive(&run);
        res.first_receipt = run.start = res.receipt;
        all_can_be(&run);
        if (problems->n == had) {
                choose_regime(&run);
                all_events(&run);
        }
        if (problems->n > had)
                return CLOCK_CONTRADICTION;
        conclude(&run);
        *ret = res;
        return 0;
}

/* Words
 * ------------------------------------------------------------------------------------------- */

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

static const struct {
        const char *word, *key;
} event_words[] = {
    [CLOCK_SUPPLEMENT_NOTICE] = {"supplement_notice", "sent"},
    [CLOCK_SUPPLEMENT_RECEIVED] = {"supplement_received", "on"},
    [CLOCK_CONSULTATION] = {"consultation", "sent"},
    [CLOCK_EXTENSION] = {"extension", "notified"},
    [CLOCK_FEE_NOTICE] = {"fee_notice", "received"},
    [CLOCK_FEE_PAID] = {"fee_paid", "on"},
    [CLOCK_DELAY] = {"delay", "until"},
    [CLOCK_REPLIED] = {"replied", "on"},
    [CLOCK_WITHDRAWN] = {"withdrawn", "on"},
};

const char *
clock_event_word(enum clock_event_type type)
{
        return event_words[type].word;
}

const char *
clock_event_key(enum clock_event_type type)
{
        return event_words[type].key;
}
