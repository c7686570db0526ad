#include "domain/request/clock_json.h"

#define BY_WORD(words, text) by_word(words, N(words), text)

static const char *const regimes[] = {
    [CLOCK_AUTO] = "auto", [CLOCK_2008] = "2008", [CLOCK_2019] = "2019"};
static const char *const channels[] = {[CLOCK_IN_PERSON] = "in_person",
                                       [CLOCK_MAIL_SIGNED] = "mail_signed",
                                       [CLOCK_MAIL_PLAIN] = "mail_plain",
                                       [CLOCK_ONLINE] = "online",
                                       [CLOCK_EMAIL] = "email",
                                       [CLOCK_FAX] = "fax",
                                       [CLOCK_ORAL] = "oral"};
static const char *const parties[] = {
    [CLOCK_THIRD] = "third", [CLOCK_JOINT] = "joint", [CLOCK_OTHER] = "other"};

/* What an event may say: the key of its own day, which must be there, then the others. */
static const struct {
        const char *type;
        const char *on; /* NULL: it has none */
        const char *others[4];
} shapes[] = {
    [CLOCK_SUPPLEMENT_NOTICE] = {"supplement_notice", "sent", {"served", "limit"}},
    [CLOCK_SUPPLEMENT_RECEIVED] = {"supplement_received", "on", {0}},
    [CLOCK_CONSULTATION] = {"consultation", "sent", {"party", "their_receipt", "answered"}},
    [CLOCK_EXTENSION] = {"extension", "notified", {"days"}},
    [CLOCK_FEE_NOTICE] = {"fee_notice", "received", {0}},
    [CLOCK_FEE_PAID] = {"fee_paid", "on", {0}},
    [CLOCK_DELAY] = {"delay", NULL, {"until"}},
    [CLOCK_REPLIED] = {"replied", "on", {0}},
    [CLOCK_WITHDRAWN] = {"withdrawn", "on", {0}},
};

/* Index of text in words, or -1. */
static int
by_word(const char *const *words, size_t n, const char *text)
{
        for (size_t i = 0; i < n; i++)
                if (words[i] && text && strcmp(words[i], text) == 0)
                        return (int)i;
        return -1;
}

/* A date or nothing; null is nothing. */
static struct day
date(const struct json *object, const char *key, size_t pos, struct problems *problems)
{
        const struct json *v = json_get(object, key);
        struct day d;

        if (json_type(v) == JSON_ABSENT || json_type(v) == JSON_NULL)
                return DAY_NONE;
        if (json_type(v) != JSON_STRING || !day_parse(json_string(v), &d)) {
                problems_add(problems, pos, key, "须为存在的日期，写作 YYYY-MM-DD%s%s",
                             json_string(v) ? "，现为" : "", json_string(v) ? json_string(v) : "");
                return DAY_NONE;
        }
        return d;
}

static void
only_known(const struct json *object, const char *const *known, size_t n, size_t pos,
           struct problems *problems)
{
        for (size_t i = 0; i < json_size(object); i++)
                if (by_word(known, n, json_key(object, i)) < 0)
                        problems_add(problems, pos, json_key(object, i), "没有这个键");
}

static int
choice(const struct json *object, const char *key, const char *const *words, size_t n,
       int otherwise, size_t pos, struct problems *problems)
{
        const struct json *v = json_get(object, key);
        int i;

        if (json_type(v) == JSON_ABSENT || json_type(v) == JSON_NULL)
                return otherwise;
        i = by_word(words, n, json_string(v));
        if (i < 0) {
                problems_add(problems, pos, key, "不认识的取值%s%s", json_string(v) ? " " : "",
                             json_string(v) ? json_string(v) : "");
                return otherwise;
        }
        return i;
}

static int64_t
days_of(const struct json *e, size_t pos, struct problems *problems)
{
        const struct json *v = json_get(e, "days");
        int64_t n = json_int(v, INT64_MIN);

        if (json_type(v) != JSON_INT || n < -1000000 || n > 1000000) {
                problems_add(problems, pos, "days", "须为整数");
                return 0;
        }
        return n;
}

static void
event_read(const struct json *e, size_t pos, struct problems *problems, struct clock_event *ret)
{
        struct clock_event ev = {0};
        const char *known[8] = {"type", "note"}, *word = json_string(json_get(e, "type"));
        size_t n_known = 2;
        int type = -1;

        for (size_t i = 0; word && i < N(shapes); i++)
                if (strcmp(shapes[i].type, word) == 0)
                        type = (int)i;
        if (type < 0) {
                problems_add(problems, pos, "type", "不认识的事项%s%s", word ? " " : "",
                             word ? word : "");
                *ret = (struct clock_event){.on = DAY_NONE};
                return;
        }
        if (shapes[type].on)
                known[n_known++] = shapes[type].on;
        for (size_t i = 0; i < N(shapes[type].others) && shapes[type].others[i]; i++)
                known[n_known++] = shapes[type].others[i];
        only_known(e, known, n_known, pos, problems);

        ev.type = (enum clock_event_type)type;
        ev.on = shapes[type].on ? date(e, shapes[type].on, pos, problems) : DAY_NONE;
        if (shapes[type].on && json_type(json_get(e, shapes[type].on)) != JSON_STRING)
                problems_add(problems, pos, shapes[type].on, "必须填写");
        ev.served = date(e, "served", pos, problems);
        ev.limit = date(e, "limit", pos, problems);
        ev.their_receipt = date(e, "their_receipt", pos, problems);
        ev.answered = date(e, "answered", pos, problems);
        ev.until = date(e, "until", pos, problems);
        ev.party =
            (enum clock_party)choice(e, "party", parties, N(parties), CLOCK_THIRD, pos, problems);
        if (ev.type == CLOCK_EXTENSION)
                ev.n = (int)days_of(e, pos, problems);
        if (ev.type == CLOCK_DELAY && json_type(json_get(e, "until")) != JSON_STRING)
                problems_add(problems, pos, "until", "必须填写");
        *ret = ev;
}

int
clock_facts_read(TALLOC_CTX *mem, const struct json *json, struct day today,
                 struct problems *problems, struct clock_facts *ret)
{
        static const char *const known[] = {"regime",  "channel",   "submitted",
                                            "arrived", "confirmed", "received",
                                            "events",  "as_of",     "note"};
        const struct json *list = json_get(json, "events");
        struct clock_facts f = {.n_events = json_size(list)};
        struct clock_event *events;
        size_t had = problems->n;

        if (json_type(json) != JSON_OBJECT) {
                problems_add(problems, 0, "", "须为一个 JSON 对象");
                return CLOCK_CONTRADICTION;
        }
        only_known(json, known, N(known), 0, problems);
        f.regime =
            (enum clock_regime)choice(json, "regime", regimes, N(regimes), CLOCK_AUTO, 0, problems);
        f.channel = (enum clock_channel)choice(json, "channel", channels, N(channels),
                                               CLOCK_NO_CHANNEL, 0, problems);
        f.submitted = date(json, "submitted", 0, problems);
        f.arrived = date(json, "arrived", 0, problems);
        f.confirmed = date(json, "confirmed", 0, problems);
        f.received = date(json, "received", 0, problems);
        f.as_of = date(json, "as_of", 0, problems);
        if (day_is_none(f.as_of))
                f.as_of = today;
        if (json_type(list) != JSON_ABSENT && json_type(list) != JSON_NULL &&
            json_type(list) != JSON_ARRAY)
                problems_add(problems, 0, "events", "须为数组");
        else if (f.n_events > 1000)
                problems_add(problems, 0, "events", "事项过多，最多1000项");
        if (problems->n > had)
                return CLOCK_CONTRADICTION;
        events = mem_array(mem, struct clock_event, f.n_events + 1);
        for (size_t i = 0; i < f.n_events; i++)
                event_read(json_at(list, i), i + 1, problems, &events[i]);
        f.events = events;
        if (problems->n > had)
                return CLOCK_CONTRADICTION;
        *ret = f;
        return 0;
}

/* Writing ------------------------------------------------------------------------------------------- */

static void
put_day(struct json_out *o, const char *key, struct day d)
{
        char text[DAY_TEXT_SIZE];

        json_name(o, key);
        json_put(o, day_is_none(d) ? NULL : day_text(d, text));
}

static void
put_count(struct json_out *o, const char *key, bool has, int n)
{
        json_name(o, key);
        if (has)
                json_put_int(o, n);
        else
                json_put_null(o);
}

void
clock_result_json(struct json_out *o, const struct clock_result *res)
{
        json_open(o, '{');
        put_day(o, "receipt", res->receipt);
        put_day(o, "first_receipt", res->first_receipt);
        json_name(o, "receipt_rule");
        json_put(o, res->receipt_rule);
        json_name(o, "regime");
        json_put(o, day_is_none(res->receipt) && res->regime == CLOCK_AUTO ? NULL
                                                                           : regimes[res->regime]);
        put_day(o, "due", res->due);
        json_name(o, "provisional");
        json_put_bool(o, res->provisional);
        put_day(o, "supplement_notice_due", res->supplement_notice_due);
        put_day(o, "supplement_due", res->supplement_due);
        put_day(o, "consultation_due", res->consultation_due);
        put_day(o, "fee_due", res->fee_due);
        put_day(o, "confirm_due", res->confirm_due);
        json_name(o, "state");
        json_put(o, clock_state_word(res->state));
        json_name(o, "verdict");
        json_put(o, clock_verdict_word(res->verdict));
        put_count(o, "workdays_used", res->has_use, res->workdays_used);
        put_count(o, "workdays_left", res->has_use, res->workdays_left);
        json_name(o, "carried");
        json_put_bool(o, res->carried);
        json_name(o, "days");
        json_open(o, '[');
        for (size_t i = 0; i < res->n_days; i++) {
                const struct clock_day *d = &res->days[i];

                json_open(o, '{');
                put_day(o, "date", d->day);
                json_name(o, "counted");
                json_put_bool(o, d->counted);
                put_count(o, "n", d->counted, d->n);
                json_name(o, "why");
                json_put(o, d->why);
                json_close(o, '}');
        }
        json_close(o, ']');
        json_name(o, "warnings");
        json_open(o, '[');
        for (size_t i = 0; i < res->n_warnings; i++)
                json_put(o, res->warnings[i]);
        json_close(o, ']');
        json_close(o, '}');
}

static const char *
receipt_reason(const char *rule)
{
        static const char *const rows[][2] = {
            {"31(1)", "申请人当面提交，以提交之日为收到申请之日（条例第三十一条第一项）"},
            {"31(2)_signed",
             "邮寄方式提交，以行政机关签收之日为收到申请之日（条例第三十一条第二项）"},
            {"31(2)_plain", "以平常信函等无需签收的邮寄方式提交，以与申请人确认之日为收到申请之日（"
                            "条例第三十一条第二项）"},
            {"31(3)",
             "通过互联网渠道或者传真提交，以双方确认之日为收到申请之日（条例第三十一条第三项）"},
            {"2015_email", "2019年5月15日前以电子邮件提交，以邮件系统收到之日为收到申请之日（国办公"
                           "开办函〔2015〕207号）"},
            {"given", "收到申请之日由办理机关登记"},
        };

        for (size_t i = 0; i < N(rows); i++)
                if (strcmp(rows[i][0], rule) == 0)
                        return rows[i][1];
        return rule;
}

static const char *
state_chinese(enum clock_state state)
{
        static const char *const words[] = {"等待双方确认", "办理中",         "等待申请人补正",
                                            "征求意见中",   "等待申请人缴费", "视为放弃申请",
                                            "申请人已撤回", "已答复"};

        return words[state];
}

static void
line(struct buf *out, const char *name, struct day d, const char *more)
{
        char text[DAY_CHINESE_SIZE];

        if (!day_is_none(d))
                buf_printf(out, "%s：%s%s\n", name, day_chinese(d, text), more);
}

void
clock_result_text(struct buf *out, const struct clock_facts *facts, const struct clock_result *res)
{
        static const char *const weekdays[] = {"一", "二", "三", "四", "五", "六", "日"};
        static const char *const verdicts[] = {"", "在期限内答复", "逾期答复", "期限未届满",
                                               "已逾期，尚未答复"};
        char text[DAY_CHINESE_SIZE];

        buf_str(out, "政府信息公开申请答复期限计算说明\n\n");
        if (day_is_none(res->receipt)) {
                buf_printf(out, "收到申请之日：尚未确定。%s\n",
                           res->receipt_rule ? receipt_reason(res->receipt_rule) : "");
        } else {
                line(out, "收到申请之日", res->first_receipt, "");
                buf_printf(out, "依据：%s\n", receipt_reason(res->receipt_rule));
                if (day_cmp(res->receipt, res->first_receipt) != 0)
                        line(out, "收到补正之日", res->receipt,
                             "，答复期限自该日起重新计算（条例第三十条）");
                buf_printf(
                    out, "适用：%s\n",
                    res->regime == CLOCK_2008
                        ? "2008年施行的条例第二十四条：15个工作日，经批准可延长，最长15个工作日"
                        : "2019年修订的条例第三十三条：20个工作日，经批准可延长，最长20个工作日");
                line(out, "补正告知期限", res->supplement_notice_due,
                     "（条例第三十条，7个工作日）");
                line(out, "补正期限", res->supplement_due, "");
                line(out, "征求意见答复期限", res->consultation_due,
                     "（条例第三十二条、第三十四条，15个工作日）");
                line(out, "缴费期限", res->fee_due, "（国办函〔2020〕109号第六条，20个工作日）");
                line(out, "答复期限", res->due, res->provisional ? "（暂定）" : "");
        }
        buf_printf(out, "状态：%s%s%s（截至%s）\n", state_chinese(res->state),
                   res->verdict ? "，" : "", verdicts[res->verdict],
                   day_chinese(facts->as_of, text));
        if (res->has_use && res->workdays_left >= 0)
                buf_printf(out, "已用%d个工作日，还剩%d个工作日\n", res->workdays_used,
                           res->workdays_left);
        else if (res->has_use)
                buf_printf(out, "已用%d个工作日，超过期限%d个工作日\n", res->workdays_used,
                           -res->workdays_left);
        if (res->n_days)
                buf_str(out, "\n逐日计算（收到之日不计入，自次日起算）：\n");
        for (size_t i = 0; i < res->n_days; i++) {
                const struct clock_day *d = &res->days[i];

                buf_printf(out, "  %s 星期%s  ", day_chinese(d->day, text),
                           weekdays[day_weekday(d->day) - 1]);
                if (d->counted)
                        buf_printf(out, "第%d个工作日%s\n", d->n,
                                   strcmp(d->why, "工作日") ? "（调休上班）" : "");
                else
                        buf_printf(out, "不计入：%s\n", d->why);
        }
        for (size_t i = 0; i < res->n_warnings; i++)
                buf_printf(out, "%s注意：%s\n", i ? "" : "\n", res->warnings[i]);
}
