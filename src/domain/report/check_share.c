#include "domain/report/check.h"
#include "domain/report/paper.h"

#include <math.h>

/* ---- what the checks of the narrative ask of a fact ---- */

bool
check_has(const char *s, const char *word)
{
        return strstr(s, word) != NULL;
}

const char *
check_quote(struct checker *c, size_t from, size_t to)
{
        return paper_quote(c->mem, c->rep->paper, from, to);
}

const char *
check_clause(struct checker *c, const struct report_fact *f)
{
        return mem_strndup(c->mem, c->rep->paper->text + f->clause, f->to - f->clause);
}

bool
check_other_year(struct checker *c, const struct report_fact *f)
{
        static const char *const words[] = {"同比", "较上年", "比上年", "去年",
                                            "以来", "历年",   "上年度", "上一年度"};
        const char *s = mem_strndup(c->mem, c->rep->paper->text + f->sentence, f->to - f->sentence);

        for (size_t i = 0; i < N(words); i++)
                if (check_has(s, words[i]))
                        return true;
        for (const char *y = s; (y = strstr(y, "20")) != NULL; y += 2)
                if (strspn(y, "0123456789") == 4 && strncmp(y + 4, "年", 3) == 0 &&
                    strtol(y, NULL, 10) != c->rep->year)
                        return true;
        return false;
}

/* ---- percentages ---- */

/* How exactly a share was written: to 1, 0.1 or 0.01. */
static double
step_of(double percent)
{
        return check_same(percent, rint(percent))             ? 1
               : check_same(percent * 10, rint(percent * 10)) ? 0.1
                                                              : 0.01;
}

/* "网上申请占76%": the part of the sentence that is named so; NULL when the share (with 占) names none. */
static const struct report_fact *
part_named(struct checker *c, const struct report_fact *p)
{
        char *words = mem_strndup(c->mem, c->rep->paper->text + p->clause, p->from - p->clause);
        char *share = strstr(words, "占");

        if (share == words)
                return NULL;
        *share = '\0';
        for (const struct report_fact *f = p; f-- > c->rep->facts && f->sentence == p->sentence;)
                if (f->whole >= 0 && check_has(check_clause(c, f), words))
                        return f;
        return NULL;
}

/* "A项，…其中B项，占…的92.3%": the last two figures of one unit in the sentence give the share. */
static void
check_percent(struct checker *c, size_t i)
{
        const struct report *rep = c->rep;
        const struct report_fact *p = &rep->facts[i], *part = p - 1, *whole, *named;
        const char *words = check_clause(c, p), *id, *evidence;
        double share, step = step_of(p->value);
        bool plain;
        struct report_check *k;

        if (!check_has(words, "占") || p->approx)
                return;
        named = part_named(c, p);
        part = named ? named : part;
        if (part->whole < 0 || part->sentence != p->sentence)
                return;
        whole = &rep->facts[part->whole];
        if (whole->value <= 0 || whole->approx || part->approx)
                return;
        /* "占14%" is of the whole just named; "占新媒体总量的66%" may be of something else. */
        plain = check_has(words, "总数") || check_has(words, "总量") || check_has(words, "全部") ||
                strcspn(words, "0123456789") <= strlen("占比为") || named;
        share = 100 * part->value / whole->value;
        id = mem_printf(c->mem, "text_percent_%zu", p->at);
        evidence = check_quote(c, part->clause, p->to);
        if (fabs(share - p->value) <= step * 0.51)
                k = check_add(c, id, "arithmetic", REPORT_PASS, "正文占比：%s÷%s＝%.2f%%，相符。",
                              check_number(c->mem, part->value), check_number(c->mem, whole->value),
                              share);
        else
                k = check_add(
                    c, id, "arithmetic",
                    plain && fabs(share - p->value) > 1.5 * step ? REPORT_FAIL : REPORT_UNSURE,
                    "正文“%s”的占比算得不对：%s÷%s＝%.2f%%，文中写的是%s%%。请核对这三个数，"
                    "改正其中有误的一个。",
                    evidence, check_number(c->mem, part->value), check_number(c->mem, whole->value),
                    share, check_number(c->mem, p->value));
        check_sides(k, p->value, share);
        k->evidence = evidence;
}

/* ---- growth ---- */

/* +1: 增长, -1: 下降, 0: neither, or a level that was reached (提高到98%). */
static int
direction(const char *words)
{
        static const char *const up[] = {"增长", "增加", "上升", "增幅", "提高", "提升"};
        static const char *const down[] = {"下降", "减少", "降低", "降幅", "下滑"};

        if (check_has(words, "提高到") || check_has(words, "提高至") ||
            check_has(words, "提升到") || check_has(words, "提升至") || check_has(words, "达"))
                return 0;
        for (size_t i = 0; i < N(up); i++)
                if (check_has(words, up[i]))
                        return 1;
        for (size_t i = 0; i < N(down); i++)
                if (check_has(words, down[i]))
                        return -1;
        return 0;
}

/* The figure is that of the year before: "上年为489件", "较2021年的100件". */
static bool
is_of_last_year(struct checker *c, const struct report_fact *f)
{
        static const char *const words[] = {"上年", "去年", "上一年", "同期"};
        const char *s = mem_strndup(c->mem, c->rep->paper->text + f->clause, f->from - f->clause);

        for (size_t i = 0; i < N(words); i++)
                if (check_has(s, words[i]))
                        return true;
        return check_has(s, mem_printf(c->mem, "%d年", c->rep->year - 1));
}

struct growth {
        const struct report_fact *now, *then, *more; /* more: the difference, "增加24件" */
};

/* The figures of its sentence that a percentage of growth is about, back to the percentage before. */
static struct growth
growth_of(struct checker *c, size_t i)
{
        const struct report_fact *facts = c->rep->facts, *p = &facts[i];
        struct growth g = {0};

        for (size_t k = i; k-- > 0 && facts[k].sentence == p->sentence;) {
                const struct report_fact *f = &facts[k];
                const struct report_fact *known = g.now ? g.now : g.then ? g.then : g.more;

                if (strcmp(f->unit, "%") == 0 || f->approx)
                        break;
                if (known && strcmp(known->unit, f->unit) != 0)
                        break;
                if (direction(check_clause(c, f)) != 0)
                        g.more = g.more ? g.more : f;
                else if (is_of_last_year(c, f))
                        g.then = g.then ? g.then : f;
                else if (!g.now)
                        g.now = f;
                if (g.now && (g.then || g.more))
                        break;
        }
        return g;
}

/* "同比增长10%（上年为2100条）": the base behind the share. ret_sure: nothing but that is said of it. */
static const struct report_fact *
base_behind(struct checker *c, size_t i, const struct report_fact *now, bool *ret_sure)
{
        static const char *const words[] = {",上年为", ",去年为", "(上年为",    "(去年为",
                                            "(上年",   "(去年",   ",上年同期为"};
        const struct report_fact *p = &c->rep->facts[i], *f = p + 1;
        const char *between;

        *ret_sure = false;
        if (i + 1 >= c->rep->n_facts || f->sentence != p->sentence || f->from < p->to ||
            f->negated || f->approx || strcmp(f->unit, now->unit) != 0 || !is_of_last_year(c, f))
                return NULL;
        between = mem_strndup(c->mem, c->rep->paper->text + p->to, f->from - p->to);
        for (size_t k = 0; k < N(words); k++)
                *ret_sure = *ret_sure || strcmp(between, words[k]) == 0;
        return f;
}

/* "收到513件，上年为489件，同比增长4.9%"; "120件，比上年增加20件，增长20%". */
static void
check_growth(struct checker *c, size_t i)
{
        const struct report_fact *p = &c->rep->facts[i];
        int sign = direction(check_clause(c, p));
        struct growth g = sign ? growth_of(c, i) : (struct growth){0};
        double then, growth, step = step_of(p->value);
        const char *id = mem_printf(c->mem, "text_growth_%zu", p->at);
        bool same, sure = true;
        struct report_check *k;

        if (g.now && !g.then && !g.more)
                g.then = base_behind(c, i, g.now, &sure);
        if (!g.now || (!g.then && !g.more) || p->approx)
                return;
        then = g.then ? g.then->value : g.now->value - sign * g.more->value;
        if (then <= 0)
                return;
        growth = 100 * sign * (g.now->value - then) / then;
        same = fabs(growth - p->value) <= step * 0.51;
        if (!same && !sure)
                return;
        k = check_add(
            c, id, "arithmetic",
            same                                   ? REPORT_PASS
            : fabs(growth - p->value) > 1.5 * step ? REPORT_FAIL
                                                   : REPORT_UNSURE,
            same ? "正文增减幅度相符：由%s到%s，%s%.2f%%，文中写%s%%。%s"
                 : "正文增减幅度算得不对：上年%s，本年%s，应%s%.2f%%，文中写的是%s%%（“%s”）。请"
                   "核对。",
            check_number(c->mem, then), check_number(c->mem, g.now->value),
            growth * sign < 0 ? "下降" : "增长", fabs(growth), check_number(c->mem, p->value),
            same ? "" : check_quote(c, g.now->clause, p->to));
        check_sides(k, p->value, growth);
        k->evidence = check_quote(c, g.now->clause, g.then && g.then > p ? g.then->to : p->to);
}

/* "同比增长15%" of a figure that the report before tells too. Its counting may have changed: only pointed out. */
static void
check_growth_before(struct checker *c, size_t i)
{
        const struct report_fact *p = &c->rep->facts[i], *now = p - 1, *then = NULL;
        int sign = direction(check_clause(c, p));
        double growth;

        if (!c->before || !sign || p->approx || now->sentence != p->sentence || now->approx ||
            strcmp(now->key, "other") == 0 || now->whole >= 0 ||
            !(check_has(check_clause(c, p), "同比") || check_has(check_clause(c, p), "上年") ||
              check_has(check_clause(c, p), "去年")))
                return;
        for (size_t k = 0; k < c->before->n_facts; k++)
                if (strcmp(c->before->facts[k].key, now->key) == 0 && !then)
                        then = &c->before->facts[k];
        if (!then || then->approx || then->value <= 0 || strcmp(then->unit, now->unit) != 0)
                return;
        growth = 100 * sign * (now->value - then->value) / then->value;
        if (fabs(growth - p->value) > 1.5 * step_of(p->value)) {
                struct report_check *k = check_add(
                    c, mem_printf(c->mem, "growth_before_%zu", p->at), "inconsistent",
                    REPORT_UNSURE,
                    "正文“%s”：上年度报告为%s，据此应为%.2f%%，文中写的是%s%%。请核对；口径有变化的"
                    "请说明。",
                    check_quote(c, now->clause, p->to), check_number(c->mem, then->value), growth,
                    check_number(c->mem, p->value));

                check_sides(k, p->value, growth);
                k->evidence = check_quote(c, now->clause, p->to);
        }
}

void
check_shares(struct checker *c)
{
        for (size_t i = 1; i < c->rep->n_facts; i++) {
                if (strcmp(c->rep->facts[i].unit, "%") != 0)
                        continue;
                check_percent(c, i);
                check_growth(c, i);
                check_growth_before(c, i);
        }
}
