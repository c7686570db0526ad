#include "domain/request/clock_run.h"

/* What the days of coming in say of each other. */
static void
in_sequence(struct run *run)
{
        const struct clock_facts *f = run->facts;

        if (clock_before(f->arrived, f->submitted))
                problems_add(run->problems, 0, "arrived", "到达日期早于提交日期");
        if (clock_before(f->confirmed, f->submitted))
                problems_add(run->problems, 0, "confirmed", "确认日期早于提交日期");
        else if (clock_before(f->confirmed, f->arrived))
                problems_add(run->problems, 0, "confirmed", "确认日期早于到达日期");
        if (clock_before(f->received, f->submitted))
                problems_add(run->problems, 0, "received", "收到日期早于提交日期");
        else if (clock_before(f->received, f->arrived))
                problems_add(run->problems, 0, "received", "收到日期早于到达日期");
}

static void
fixed(struct run *run, struct day d, const char *rule, const char *field, const char *missing)
{
        run->res->receipt = d;
        run->res->receipt_rule = rule;
        if (day_is_none(d))
                problems_add(run->problems, 0, field, "%s", missing);
}

/* The day on which both sides confirm, which may not have come yet. */
static void
confirmed(struct run *run, const char *rule)
{
        run->res->receipt = run->facts->confirmed;
        run->res->receipt_rule = rule;
}

/* A letter that nobody signed for, or that went astray in the house: the office calls the applicant on
 * the day it gets it. */
static void
called(struct run *run, const char *rule, const char *what)
{
        const struct clock_facts *f = run->facts;

        confirmed(run, rule);
        run->res->confirm_due = f->arrived;
        if (clock_after(f->confirmed, f->arrived))
                clock_warn(run,
                           "%s应当在工作机构实际收到的当日（%s）与申请人确认，实际确认日期为%s；"
                           "以确认之日为收到之日，晚于当日确认的，应当有无法联系申请人的登记",
                           what, clock_iso(run, f->arrived), clock_iso(run, f->confirmed));
}

static void
by_mail(struct run *run)
{
        const struct clock_facts *f = run->facts;

        if (f->addressee == CLOCK_TO_OTHERS) {
                called(run, "2015_other_office", "寄送至工作机构以外的单位或者个人的申请");
                if (!clock_before(f->confirmed, clock_new_text()) && !day_is_none(f->confirmed))
                        clock_warn(run, "2019年修订的条例以行政机关签收之日为收到之日，签收在先的，"
                                        "可能被认为自签收之日起算");
        } else if (f->channel == CLOCK_MAIL_PLAIN) {
                called(run, "31(2)_plain", "平常信函");
        } else {
                fixed(run, f->arrived, "31(2)_signed", "arrived",
                      "需要签收的邮寄申请须填写签收日期");
        }
}

/* 国办公开办函〔2015〕207号, for what came in before the new text: the day the mail system had it. */
static bool
by_older_email(struct run *run)
{
        const struct clock_facts *f = run->facts;
        struct day seen = day_is_none(f->arrived) ? f->submitted : f->arrived;

        if (f->channel != CLOCK_EMAIL || f->regime == CLOCK_2019 ||
            (f->regime == CLOCK_AUTO && !clock_before(seen, clock_new_text())))
                return false;
        fixed(run, seen, "2015_email", "arrived", "电子邮件申请须填写邮件系统收到的日期");
        return true;
}

static void
by_channel(struct run *run)
{
        switch (run->facts->channel) {
        case CLOCK_IN_PERSON:
        case CLOCK_ORAL:
                fixed(run, run->facts->submitted, "31(1)", "submitted",
                      "当面提交的申请须填写提交日期");
                return;
        case CLOCK_MAIL_SIGNED:
        case CLOCK_MAIL_PLAIN:
                by_mail(run);
                return;
        case CLOCK_EMAIL:
        case CLOCK_ONLINE:
        case CLOCK_FAX:
                if (!by_older_email(run))
                        confirmed(run, "31(3)");
                return;
        case CLOCK_NO_CHANNEL:
                break;
        }
        problems_add(run->problems, 0, "channel", "须填写收到日期，或者填写提交渠道和相应日期");
}

void
clock_receive(struct run *run)
{
        in_sequence(run);
        if (day_is_none(run->facts->received)) {
                by_channel(run);
        } else {
                run->res->receipt = run->facts->received;
                run->res->receipt_rule = "given";
        }
}
