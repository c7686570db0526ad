#include "domain/review/due.h"

struct day
due_publish(const struct calendar *calendar, struct day formed, int64_t special)
{
        if (day_is_none(formed))
                return DAY_NONE;
        return calendar_nth(calendar, formed, special > 0 ? (int)special : DUE_DAYS).day;
}

bool
due_is_provisional(const struct calendar *calendar, struct day due)
{
        return !day_is_none(due) && !calendar_has_year(calendar, day_year(due));
}

struct day
due_months(struct day from, int64_t months)
{
        int y, m, d;
        struct day day;

        day_civil(from, &y, &m, &d);
        m += (int)months - 1;
        y += m / 12;
        m = m % 12 + 1;
        while (!day_from_ymd(y, m, d, &day))
                d--;
        return day;
}

struct due_words
due_words(TALLOC_CTX *mem, const struct calendar *calendar, struct day due, struct day today)
{
        struct due_words w = {.tone = DUE_NONE, .text = ""};

        if (day_is_none(due))
                return w;
        if (day_cmp(due, today) == 0)
                return (struct due_words){DUE_TODAY, 0, "今日到期"};
        if (day_cmp(due, today) < 0) {
                w.left = calendar_between(calendar, due, today);
                w.tone = DUE_OVER;
                w.text =
                    w.left ? mem_printf(mem, "已超 %lld 个工作日", (long long)w.left) : "已到期";
                return w;
        }
        w.left = calendar_between(calendar, today, due);
        w.tone = w.left <= DUE_SOON ? DUE_NEAR : DUE_CALM;
        w.text = mem_printf(mem, "还剩 %lld 个工作日", (long long)w.left);
        return w;
}
