#include "domain/request/clock_run.h"

/* 第三方, 共同制作机关, 其他机关, or several of them. */
static const char *
whose(struct run *run, uint8_t marks)
{
        static const struct {
                uint8_t mark;
                const char *name;
        } rows[] = {{MARK_THIRD, "第三方"}, {MARK_JOINT, "共同制作机关"}, {MARK_OTHER, "其他机关"}};
        const char *out = NULL;

        for (size_t i = 0; i < N(rows); i++)
                if (marks & rows[i].mark)
                        out =
                            out ? mem_printf(run->mem, "%s、%s", out, rows[i].name) : rows[i].name;
        return out;
}

/* The kind of day comes first: a Sunday is not counted for being a Sunday, whatever else goes on. */
static struct clock_day
one_day(struct run *run, struct day d)
{
        struct calendar_day look = calendar_look(run->cal, d);
        uint8_t marks = clock_marks(run, d);
        struct clock_day out = {.day = d};

        if (look.why == CALENDAR_OFF) {
                out.why = mem_printf(run->mem, "放假 %s", look.name);
        } else if (!look.work) {
                out.why = "周末";
        } else if (marks & MARK_SUPPLEMENT) {
                out.why = "等待补正";
        } else if (marks & MARK_FEE) {
                out.why = "等待缴费";
        } else if (marks & MARK_CONSULTING) {
                out.why = "征求意见";
                out.with = whose(run, marks);
        } else if (marks & MARK_VOID) {
                out.why = "缴费前（重新起算）";
        } else {
                out.why = look.why == CALENDAR_WORKED ? "调休上班" : "工作日";
                out.counted = true;
        }
        return out;
}

void
clock_account(struct run *run, struct day to)
{
        struct clock_result *res = run->res;
        int n = 0;

        for (struct day d = day_add(res->receipt, 1); day_cmp(d, to) <= 0; d = day_add(d, 1)) {
                struct clock_day one = one_day(run, d);

                if (one.counted)
                        one.n = ++n;
                mem_grow(run->mem, res->days, res->n_days);
                res->days[res->n_days++] = one;
        }
}
