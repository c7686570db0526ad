#include "domain/request/clock_json.h"

/* Why the day of receipt is what it is, under the text of 2019 and before it. */
static const char *
receipt_reason(const struct clock_result *res)
{
        static const struct {
                const char *rule, *now, *older;
        } rows[] = {
            {"31(1)", "申请人当面提交，以提交之日为收到申请之日（条例第三十一条第一项）",
             "申请人当面提交，以提交之日为收到申请之日（国办公开办函〔2015〕207号）"},
            {"31(2)_signed",
             "邮寄方式提交，以行政机关签收之日为收到申请之日（条例第三十一条第二项）",
             "邮寄方式提交，以签收之日为收到申请之日（国办公开办函〔2015〕207号）"},
            {"31(2)_plain",
             "以平常信函等无需签收的邮寄方式提交，以与申请人确认之日为收到申请之日（条例第三十一条"
             "第二项）",
             "以平常信函提交，以与申请人确认之日为收到申请之日（国办公开办函〔2015〕207号）"},
            {"31(3)",
             "通过互联网渠道或者传真提交，以双方确认之日为收到申请之日（条例第三十一条第三项）",
             "通过互联网渠道或者传真提交，以双方确认之日为收到申请之日（国办公开办函〔2015〕207"
             "号）"},
            {"2015_email", NULL,
             "2019年5月15日前以电子邮件提交，以邮件系统收到之日为收到申请之日（国办公开办函〔2015〕"
             "207号）"},
            {"2015_other_office",
             "寄送至工作机构以外的单位或者个人，以工作机构实际收到并与申请人确认之日为收到申请之日"
             "（"
             "国办公开办函〔2015〕207号）",
             NULL},
            {"given", "收到申请之日由办理机关登记", NULL},
        };
        bool older = !day_is_none(res->first_receipt) &&
                     day_cmp(res->first_receipt, day_ymd(2019, 5, 15)) < 0;
        size_t i = 0;

        while (strcmp(rows[i].rule, res->receipt_rule) != 0)
                i++;
        return !rows[i].now || (older && rows[i].older) ? rows[i].older : rows[i].now;
}

static void
line(struct buf *out, const char *name, struct day d, const char *more)
{
        char text[DAY_CHINESE_SIZE];

        if (!day_is_none(d))
                buf_printf(out, "%s：%s%s\n", name, day_chinese(d, text), more);
}

/* "，2025年4月25日送达" */
static void
part(struct buf *out, const char *before, struct day d, const char *behind)
{
        char text[DAY_CHINESE_SIZE];

        if (!day_is_none(d))
                buf_printf(out, "%s%s%s", before, day_chinese(d, text), behind);
}

static const char *
party_name(enum clock_party party)
{
        static const char *const names[] = {"第三方", "共同制作机关", "其他机关"};

        return names[party];
}

static void
one_event(struct buf *out, const struct clock_event *e)
{
        switch (e->type) {
        case CLOCK_SUPPLEMENT_NOTICE:
                part(out, "", e->on, "发出补正告知书");
                part(out, "，", e->served, "送达");
                part(out, "，补正期限至", e->limit, "");
                break;
        case CLOCK_SUPPLEMENT_RECEIVED:
                part(out, "", e->on, "收到补正");
                break;
        case CLOCK_CONSULTATION:
                part(out, "", e->on, "向");
                buf_printf(out, "%s发出征求意见书", party_name(e->party));
                part(out, "，对方", e->their_receipt, "收到");
                part(out, "，", e->answered, "答复");
                break;
        case CLOCK_EXTENSION:
                part(out, "", e->on, "告知申请人延期");
                buf_printf(out, "%d个工作日", e->n);
                break;
        case CLOCK_FEE_NOTICE:
                part(out, "申请人", e->on, "收到收费通知");
                break;
        case CLOCK_FEE_PAID:
                part(out, "申请人", e->on, "缴费");
                break;
        case CLOCK_DELAY:
                part(out, "告知申请人延迟至", e->until, "答复（条例第三十五条）");
                break;
        case CLOCK_REPLIED:
                part(out, "", e->on, "作出并发出答复");
                part(out, "，", e->served, "送达");
                break;
        case CLOCK_WITHDRAWN:
                part(out, "", e->on, "申请人撤回申请");
                break;
        }
        buf_str(out, "\n");
}

static void
events(struct buf *out, const struct clock_facts *facts)
{
        if (facts->n_events > 0)
                buf_str(out, "\n办理经过：\n");
        for (size_t i = 0; i < facts->n_events; i++) {
                buf_printf(out, "  %zu. ", i + 1);
                one_event(out, &facts->events[i]);
        }
}

static void
limits(struct buf *out, const struct clock_result *res)
{
        line(out, "收到申请之日", res->first_receipt, "");
        buf_printf(out, "依据：%s\n", receipt_reason(res));
        if (day_cmp(res->receipt, res->first_receipt) != 0)
                line(out, "收到补正之日", res->receipt,
                     res->regime == CLOCK_2019 ? "，答复期限自该日起重新计算（条例第三十条）"
                                               : "，答复期限自该日起重新计算");
        buf_printf(out, "适用：%s\n",
                   res->regime == CLOCK_2008
                       ? "2008年施行的条例第二十四条：15个工作日，经批准可延长，最长15个工作日"
                       : "2019年修订的条例第三十三条：20个工作日，经批准可延长，最长20个工作日");
        line(out, "补正告知期限", res->supplement_notice_due, "（条例第三十条，7个工作日）");
        line(out, "补正期限", res->supplement_due, "");
        line(out, "征求意见答复期限", res->consultation_due,
             "（条例第三十二条、第三十四条，15个工作日）");
        line(out, "缴费期限", res->fee_due, "（国办函〔2020〕109号第六条，20个工作日）");
        line(out, "答复期限", res->due, res->provisional ? "（暂定）" : "");
        line(out, "申请行政复议期限", res->review_due, "（自送达之日起60日，行政复议法第二十条）");
        line(out, "提起行政诉讼期限", res->lawsuit_due,
             "（自送达之日起六个月，行政诉讼法第四十六条；依法应当先申请行政复议的除外）");
}

static void
state(struct buf *out, const struct clock_facts *facts, const struct clock_result *res)
{
        static const char *const states[] = {"等待双方确认", "办理中",         "等待申请人补正",
                                             "征求意见中",   "等待申请人缴费", "视为放弃申请",
                                             "申请人已撤回", "已答复"};
        static const char *const verdicts[] = {"", "在期限内答复", "逾期答复", "期限未届满",
                                               "已逾期，尚未答复"};
        char text[DAY_CHINESE_SIZE];

        buf_printf(out, "状态：%s%s%s（截至%s）\n", states[res->state], res->verdict ? "，" : "",
                   verdicts[res->verdict], day_chinese(facts->as_of, text));
        if (res->has_use && res->workdays_left >= 0)
                buf_printf(out, "已用%d个工作日，还剩%d个工作日\n", res->workdays_used,
                           res->workdays_left);
        else if (res->has_use)
                buf_printf(out, "已用%d个工作日，超过期限%d个工作日\n", res->workdays_used,
                           -res->workdays_left);
        if (res->carried)
                buf_str(out, "收到申请的年度终了时尚未办结，结转下年度继续办理\n");
}

/* Why a day does not count, with what says so. */
static void
not_counted(struct buf *out, const struct clock_day *d)
{
        if (strncmp(d->why, "放假 ", strlen("放假 ")) == 0)
                buf_printf(out, "不计入：%s放假\n", d->why + strlen("放假 "));
        else if (d->with)
                buf_printf(out, "不计入：征求%s意见期间\n", d->with);
        else
                buf_printf(out, "不计入：%s\n", d->why);
}

static void
account(struct buf *out, const struct clock_result *res)
{
        static const char *const weekdays[] = {"一", "二", "三", "四", "五", "六", "日"};
        char text[DAY_CHINESE_SIZE];
        int over = 0;

        if (res->n_days > 0)
                buf_printf(out, "\n逐日计算（收到之日不计入，自次日起算）：\n");
        for (size_t i = 0; i < res->n_days; i++) {
                const struct clock_day *d = &res->days[i];

                buf_printf(out, "  %s 星期%s  ", day_chinese(d->day, text),
                           weekdays[day_weekday(d->day) - 1]);
                if (!d->counted) {
                        not_counted(out, d);
                        continue;
                }
                buf_printf(out, "第%d个工作日%s", d->n,
                           strcmp(d->why, "工作日") ? "（调休上班）" : "");
                if (!day_is_none(res->due) && day_cmp(d->day, res->due) > 0)
                        buf_printf(out, "，逾期第%d个工作日", ++over);
                if (day_cmp(d->day, res->due) == 0)
                        buf_str(out, "，答复期限届满");
                buf_str(out, "\n");
        }
}

void
clock_result_text(struct buf *out, const struct clock_facts *facts, const struct clock_result *res)
{
        buf_str(out, "政府信息公开申请答复期限计算说明\n\n");
        if (!day_is_none(res->receipt))
                limits(out, res);
        else
                buf_printf(out, "收到申请之日：尚未确定。%s\n", receipt_reason(res));
        state(out, facts, res);
        events(out, facts);
        account(out, res);
        for (size_t i = 0; i < res->n_warnings; i++)
                buf_printf(out, "%s注意：%s\n", i ? "" : "\n", res->warnings[i]);
}
