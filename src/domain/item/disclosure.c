#include "domain/item/disclosure.h"

#define P (1U << DISCLOSURE_PROACTIVE)
#define R (1U << DISCLOSURE_ON_REQUEST)
#define W (1U << DISCLOSURE_WITHHELD)

static const struct ground grounds[] = {
    {"G14_SECRET", "依法确定为国家秘密的政府信息", "第十四条", .must = true, .fits = W},
    {"G14_LAW", "法律、行政法规禁止公开的政府信息", "第十四条", .must = true, .fits = W},
    {"G14_SAFETY", "公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息", "第十四条",
     .must = true, .fits = W},
    {"G15_THIRD_PARTY", "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息",
     "第十五条", .must = true, .override = true, .fits = P | R | W},
    {"G16_PERSONNEL", "人事管理方面的内部事务信息", "第十六条第一款", .yields = true,
     .fits = P | R | W},
    {"G16_LOGISTICS", "后勤管理方面的内部事务信息", "第十六条第一款", .yields = true,
     .fits = P | R | W},
    {"G16_WORKFLOW", "内部工作流程方面的内部事务信息", "第十六条第一款", .yields = true,
     .fits = P | R | W},
    {"G16_DISCUSSION", "讨论记录（过程性信息）", "第十六条第二款", .yields = true,
     .fits = P | R | W},
    {"G16_DRAFT", "过程稿（过程性信息）", "第十六条第二款", .yields = true, .fits = P | R | W},
    {"G16_LETTER", "磋商信函（过程性信息）", "第十六条第二款", .yields = true, .fits = P | R | W},
    {"G16_REPORT", "请示报告（过程性信息）", "第十六条第二款", .yields = true, .fits = P | R | W},
    {"G16_ENFORCEMENT_FILE", "行政执法案卷信息", "第十六条第二款", .yields = true,
     .fits = P | R | W},
    {"G27_ON_REQUEST", "不属于主动公开范围，可以申请获取", "第二十七条", .fits = R},
    {"UNSTATED", "来源没有写明理由", "", .fits = R | W},
};

static const struct {
        const char *code, *label;
} names[] = {
    [DISCLOSURE_PROACTIVE] = {"proactive", "主动公开"},
    [DISCLOSURE_ON_REQUEST] = {"on_request", "依申请公开"},
    [DISCLOSURE_WITHHELD] = {"withheld", "不予公开"},
};

const struct ground *
ground_list(size_t *ret_n)
{
        *ret_n = N(grounds);
        return grounds;
}

const struct ground *
ground_of(const char *code)
{
        for (size_t i = 0; i < N(grounds); i++)
                if (strcmp(grounds[i].code, code) == 0)
                        return &grounds[i];
        return NULL;
}

const char *
disclosure_code(enum disclosure d)
{
        return names[d].code;
}

const char *
disclosure_label(enum disclosure d)
{
        return names[d].label;
}

bool
disclosure_from_code(const char *code, enum disclosure *ret)
{
        for (size_t i = 0; i < N(names); i++)
                if (strcmp(names[i].code, code) == 0) {
                        *ret = (enum disclosure)i;
                        return true;
                }
        return false;
}

bool
disclosure_read(const char *text, enum disclosure *ret)
{
        static const struct {
                const char *word;
                enum disclosure d;
        } words[] = {
            {"不予公开", DISCLOSURE_WITHHELD},  {"不公开", DISCLOSURE_WITHHELD},
            {"依申请", DISCLOSURE_ON_REQUEST},  {"申请公开", DISCLOSURE_ON_REQUEST},
            {"主动公开", DISCLOSURE_PROACTIVE}, {"公开", DISCLOSURE_PROACTIVE},
        };

        if (disclosure_from_code(text, ret))
                return true;
        for (size_t i = 0; i < N(words); i++)
                if (strstr(text, words[i].word)) {
                        *ret = words[i].d;
                        return true;
                }
        return false;
}

static const struct {
        const char *code, *label;
} reasons[N_OVERRIDING] = {
    [OVERRIDING_NONE] = {"", ""},
    [OVERRIDING_CONSENT] = {"consent", "第三方同意公开（第十五条）"},
    [OVERRIDING_INTEREST] = {"public_interest", "不公开会对公共利益造成重大影响（第十五条）"},
    [OVERRIDING_LAW] = {"law", "法律、法规、规章规定应当公开（第十六条）"},
    [OVERRIDING_UNSTATED] = {"unstated", "以前没有写明是哪一种"},
};

const char *
overriding_code(enum overriding o)
{
        return reasons[o].code;
}

const char *
overriding_label(enum overriding o)
{
        return reasons[o].label;
}

bool
overriding_from(const char *code, enum overriding *ret)
{
        for (size_t i = 0; i < N_OVERRIDING; i++)
                if (strcmp(reasons[i].code, code) == 0) {
                        *ret = (enum overriding)i;
                        return true;
                }
        return false;
}

static bool
lifts(enum overriding o, const struct ground *g)
{
        if (o == OVERRIDING_CONSENT || o == OVERRIDING_INTEREST)
                return g->override;
        return o == OVERRIDING_LAW && g->yields;
}

int
disclosure_check(enum disclosure d, const char *ground, enum overriding o)
{
        const struct ground *g;

        if (!ground || !ground[0]) {
                if (d != DISCLOSURE_PROACTIVE)
                        return DISCLOSURE_NEEDS_GROUND;
                return o == OVERRIDING_NONE ? 0 : DISCLOSURE_NOTHING_TO_LIFT;
        }
        g = ground_of(ground);
        if (!g)
                return DISCLOSURE_NO_SUCH_GROUND;
        if (d == DISCLOSURE_PROACTIVE && g->must && !g->override)
                return DISCLOSURE_NEVER;
        if (!(g->fits & 1U << d))
                return DISCLOSURE_GROUND_MISMATCH;
        if (d != DISCLOSURE_PROACTIVE)
                return o == OVERRIDING_NONE ? 0 : DISCLOSURE_NOTHING_TO_LIFT;
        if (o == OVERRIDING_NONE || o == OVERRIDING_UNSTATED)
                return DISCLOSURE_NEEDS_NO_GROUND;
        return lifts(o, g) ? 0 : DISCLOSURE_NOT_LIFTED;
}

const char *
disclosure_fault_label(enum disclosure_fault f)
{
        switch (f) {
        case DISCLOSURE_NEEDS_GROUND:
                return "依申请公开和不予公开要写明理由";
        case DISCLOSURE_NO_SUCH_GROUND:
                return "没有这一种理由";
        case DISCLOSURE_GROUND_MISMATCH:
                return "理由与公开属性不符";
        case DISCLOSURE_NEEDS_NO_GROUND:
                return "有不予公开的理由，又没有应当公开的依据";
        case DISCLOSURE_NEVER:
                return "《条例》第十四条所列的信息一律不得公开，第三方同意、公共利益或者其他规定都"
                       "不能例外";
        case DISCLOSURE_NOT_LIFTED:
                return "仍主动公开的依据与所选情形不符：第十五条的信息须经第三方同意或者为公共利益"
                       "，第十六条的"
                       "信息须有法律、法规、规章规定";
        case DISCLOSURE_NOTHING_TO_LIFT:
                return "“虽有上述情形仍主动公开”只用于选了依据、仍主动公开的信息";
        }
        return "";
}
