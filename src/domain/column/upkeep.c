#include "domain/column/upkeep.h"

struct upkeep
upkeep_of(struct day last, int period, struct day today)
{
        struct upkeep u = {.due = DAY_NONE};

        if (day_is_none(last)) {
                u.state = UPKEEP_EMPTY;
                return u;
        }
        u.due = day_add(last, period);
        u.days = u.due.n - today.n;
        if (u.days < 0) {
                u.state = UPKEEP_OVERDUE;
                u.days = -u.days;
        } else if (u.days <= UPKEEP_SOON_DAYS && u.days * 2 <= period)
                u.state = UPKEEP_SOON;
        return u;
}

const char *
upkeep_words(TALLOC_CTX *mem, const struct upkeep *u)
{
        switch (u->state) {
        case UPKEEP_EMPTY:
                return "空白栏目";
        case UPKEEP_OVERDUE:
                return mem_printf(mem, "已超 %d 天", u->days);
        case UPKEEP_FINE:
        case UPKEEP_SOON:
                break;
        }
        return u->days ? mem_printf(mem, "还剩 %d 天", u->days) : "今天到期";
}

void
upkeep_add(struct upkeep_sum *s, const struct upkeep *u, int period)
{
        s->n++;
        s->soon += u->state == UPKEEP_SOON;
        s->empty += u->state == UPKEEP_EMPTY;
        s->overdue += u->state == UPKEEP_OVERDUE;
        s->urgent += u->state == UPKEEP_OVERDUE && period <= UPKEEP_POLICY_DAYS;
}

const char *
upkeep_verdict(TALLOC_CTX *mem, const struct upkeep_sum *s)
{
        const char *why = NULL;

        if (s->urgent >= UPKEEP_FAIL_URGENT)
                why = mem_printf(mem,
                                 "动态要闻、通知公告和政策文件类栏目逾期 %d 个（达到 %d 个即否决）",
                                 s->urgent, UPKEEP_FAIL_URGENT);
        if (s->overdue >= UPKEEP_FAIL_OVERDUE)
                why = mem_printf(mem, "%s%s应更新未更新的栏目 %d 个（达到 %d 个即否决）",
                                 why ? why : "", why ? "；" : "", s->overdue, UPKEEP_FAIL_OVERDUE);
        if (s->empty >= UPKEEP_FAIL_EMPTY)
                why = mem_printf(mem, "%s%s空白栏目 %d 个（达到 %d 个即否决）", why ? why : "",
                                 why ? "；" : "", s->empty, UPKEEP_FAIL_EMPTY);
        return why;
}

void
column_move_check(int64_t column, const int64_t *above, size_t n, int height, struct problems *p)
{
        for (size_t i = 0; i < n; i++)
                if (above[i] == column) {
                        problems_add(p, 0, "parent", "不能移到本栏目或其子栏目之下");
                        return;
                }
        if ((int)n + height > COLUMN_DEPTH_MAX)
                problems_add(p, 0, "parent", "栏目最多 %d 层，移动后将有 %d 层",
                             COLUMN_DEPTH_MAX + 1, (int)n + height + 1);
}
