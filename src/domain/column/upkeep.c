#include "domain/column/upkeep.h"

#define SHIPPED(member, ships, least, most, label) .member = ships,
static const struct upkeep_limits shipped = {UPKEEP_LIMITS(SHIPPED)};

struct upkeep_limits
upkeep_limits_shipped(void)
{
        return shipped;
}

bool
upkeep_limits_are_shipped(const struct upkeep_limits *l)
{
        return memcmp(l, &shipped, sizeof(shipped)) == 0;
}

const char *
upkeep_limits_text(TALLOC_CTX *mem, const struct upkeep_limits *l)
{
        const char *text = "";

#define PUT(member, ships, least, most, label)                                                     \
        text = mem_printf(mem, "%s%s" #member "=%d", text, *text ? " " : "", l->member);
        UPKEEP_LIMITS(PUT)
        return text;
}

#define OFFSET(member, ships, least, most, label)                                                  \
        {#member "=", offsetof(struct upkeep_limits, member), least, most},
static const struct {
        const char *name;
        size_t at;
        int least, most;
} limits[] = {UPKEEP_LIMITS(OFFSET)};

struct upkeep_limits
upkeep_limits_read(const char *text)
{
        struct upkeep_limits l = shipped;

        while (*text) {
                for (size_t i = 0; i < N(limits); i++) {
                        size_t n = strlen(limits[i].name);
                        long value = strncmp(text, limits[i].name, n) == 0
                                         ? strtol(text + n, NULL, 10)
                                         : limits[i].least - 1L;

                        if (value >= limits[i].least && value <= limits[i].most)
                                *(int *)((char *)&l + limits[i].at) = (int)value;
                }
                text += strcspn(text, " ");
                text += strspn(text, " ");
        }
        return l;
}

struct upkeep
upkeep_of(struct day last, int period, struct day today, const struct upkeep_limits *l)
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
        } else if (u.days <= l->soon_days && u.days * 2 <= period)
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
        s->urgent += u->state == UPKEEP_OVERDUE && period <= s->limits.urgent_days;
}

const char *
upkeep_verdict(TALLOC_CTX *mem, const struct upkeep_sum *s)
{
        const struct upkeep_limits *l = &s->limits;
        const char *why = NULL;

        if (s->urgent >= l->fail_urgent)
                why = mem_printf(mem,
                                 "动态要闻、通知公告和政策文件类栏目逾期 %d 个（达到 %d 个即否决）",
                                 s->urgent, l->fail_urgent);
        if (s->overdue >= l->fail_overdue)
                why = mem_printf(mem, "%s%s应更新未更新的栏目 %d 个（达到 %d 个即否决）",
                                 why ? why : "", why ? "；" : "", s->overdue, l->fail_overdue);
        if (s->empty >= l->fail_empty)
                why = mem_printf(mem, "%s%s空白栏目 %d 个（达到 %d 个即否决）", why ? why : "",
                                 why ? "；" : "", s->empty, l->fail_empty);
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
