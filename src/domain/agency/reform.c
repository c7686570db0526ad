#include "domain/agency/reform.h"

static const struct {
        const char *text, *label;
        size_t from_least, from_most, to_least, to_most;
} kinds[N_REFORM_KINDS] = {
    [REFORM_MERGE] = {"merge", "合并", 1, REFORM_UNITS_MAX, 1, 1},
    [REFORM_SPLIT] = {"split", "拆分", 1, 1, 2, REFORM_UNITS_MAX},
    [REFORM_RENAME] = {"rename", "更名", 1, 1, 1, 1},
    [REFORM_CLOSE] = {"close", "撤销", 1, 1, 0, 0},
};

const char *
reform_text(enum reform_kind kind)
{
        return kinds[kind].text;
}

const char *
reform_label(enum reform_kind kind)
{
        return kinds[kind].label;
}

bool
reform_from(const char *text, enum reform_kind *ret)
{
        for (size_t i = 0; text && i < N_REFORM_KINDS; i++)
                if (strcmp(kinds[i].text, text) == 0) {
                        *ret = (enum reform_kind)i;
                        return true;
                }
        return false;
}

static bool
is_among(const struct reform_unit *list, size_t n, int64_t id)
{
        for (size_t i = 0; i < n; i++)
                if (list[i].id == id)
                        return true;
        return false;
}

static void
check_from(const struct reform *f, const struct reform_unit *u, struct problems *p)
{
        if (!day_is_none(u->closed))
                problems_add(p, 0, "from", "%s已经撤并", u->name);
        else if (!day_is_none(f->on) && day_cmp(f->on, u->opened) <= 0)
                problems_add(p, 0, "on", "%s在这一天还没有成立", u->name);
        if (u->is_site_root)
                problems_add(p, 0, "from", "%s是网站的主体，不能在这里撤并", u->name);
}

static void
check_to(const struct reform *f, const struct reform_unit *u, struct problems *p)
{
        if (!day_is_none(u->closed))
                problems_add(p, 0, "to", "%s已经撤并，不能承接", u->name);
        else if (!day_is_none(f->on) && day_cmp(u->opened, f->on) > 0)
                problems_add(p, 0, "on", "%s在这一天还没有成立", u->name);
        if (is_among(f->from, f->n_from, u->id))
                problems_add(p, 0, "to", "%s既被撤并又承接，须只选其一", u->name);
}

void
reform_check(const struct reform *f, struct day today, struct problems *p)
{
        if (f->n_from < kinds[f->kind].from_least || f->n_from > kinds[f->kind].from_most)
                problems_add(p, 0, "from", "%s须选%s被撤并的机关", kinds[f->kind].label,
                             kinds[f->kind].from_most > 1 ? "至少一个" : "一个");
        if (f->n_to < kinds[f->kind].to_least)
                problems_add(p, 0, "to", "%s须选%s承接的机关", kinds[f->kind].label,
                             kinds[f->kind].to_least > 1 ? "至少两个" : "一个");
        else if (f->n_to > kinds[f->kind].to_most)
                problems_add(p, 0, "to",
                             f->kind == REFORM_CLOSE ? "撤销没有承接机关；有承接机关的请选“合并”"
                                                     : "只能有一个承接的机关");
        if (day_is_none(f->on))
                problems_add(p, 0, "on", "请填写日期");
        else if (day_cmp(f->on, today) > 0)
                problems_add(p, 0, "on", "日期不能晚于今天，请到当日再办理");
        if (!f->basis || !*f->basis)
                problems_add(p, 0, "basis", "请填写依据，如机构改革方案的文号");
        for (size_t i = 0; i < f->n_from; i++)
                check_from(f, &f->from[i], p);
        for (size_t i = 0; i < f->n_to; i++)
                check_to(f, &f->to[i], p);
}

void
reform_check_effect(const struct reform *f, const struct reform_effect *e, struct problems *p)
{
        if (e->importing)
                problems_add(p, 0, "", "正在导入数据，请待导入结束后再办理");
        if (f->n_to)
                return;
        if (e->late)
                problems_add(p, 0, "on", "该日及以后仍公开了 %lld 条信息，请改期或选择承接的机关",
                             (long long)e->late);
        if (e->drafts || e->people || e->columns || e->duties || e->below)
                problems_add(
                    p, 0, "to",
                    "尚有 %lld 条草稿、%lld 名人员、%lld 个自设栏目、%lld 项更新职责、%lld "
                    "个下级机关，须选择承接的机关",
                    (long long)e->drafts, (long long)e->people, (long long)e->columns,
                    (long long)e->duties, (long long)e->below);
}
