#include "domain/item/origin.h"

static const struct {
        const char *code, *label, *ground, *reason;
} origins[N_ORIGINS] = {
    [ORIGIN_MADE] = {"made", "本机关制作", "第十条第一款",
                     "行政机关制作的，由制作该信息的行政机关公开"},
    [ORIGIN_FROM_PUBLIC] = {"from_public", "从公民、法人和其他组织获取", "第十条第一款",
                            "从公民、法人和其他组织获取的，由保存该信息的行政机关公开"},
    [ORIGIN_FROM_AGENCY] = {"from_agency", "从其他行政机关获取", "第十条第一款",
                            "从其他行政机关获取的，由制作或者最初获取该信息的行政机关公开"},
    [ORIGIN_JOINT] = {"joint", "与其他行政机关共同制作", "第十条第三款",
                      "共同制作的，由牵头制作的行政机关公开"},
};

const char *
origin_code(enum origin o)
{
        return origins[o].code;
}

const char *
origin_label(enum origin o)
{
        return origins[o].label;
}

bool
origin_from_code(const char *code, enum origin *ret)
{
        for (size_t i = 0; i < N_ORIGINS; i++)
                if (strcmp(origins[i].code, code) == 0) {
                        *ret = (enum origin)i;
                        return true;
                }
        return false;
}

bool
origin_responsible(const struct origin_facts *f, struct responsible *ret)
{
        bool by_other = f->origin == ORIGIN_FROM_AGENCY || f->origin == ORIGIN_JOINT;
        struct responsible who = {.name = f->own,
                                  .own = true,
                                  .ground = origins[f->origin].ground,
                                  .reason = origins[f->origin].reason};

        if (by_other && (!f->other || !*f->other))
                return false;
        if (by_other && strcmp(f->other, f->own) != 0) {
                who.name = f->other;
                who.own = false;
        }
        *ret = who;
        return true;
}
