#include "domain/review/ladder.h"

static const struct {
        const char *code, *label, *kind;
        enum permission permission;
        unsigned roles;
} steps[N_REVIEW_STEPS] = {
    [REVIEW_CONTENT] = {"content", "初审", "content", MAY_ITEM_REVIEW, AS_REVIEWER | AS_GID_OFFICE},
    [REVIEW_OFFICE] = {"office", "复审", "content", MAY_ITEM_REVIEW, AS_GID_OFFICE},
    [REVIEW_SECRECY] = {"secrecy", "保密审查", "secrecy", MAY_ITEM_SECRECY, AS_SECRECY_REVIEWER},
    [REVIEW_SIGNATURE] = {"signature", "签发", "signature", MAY_ITEM_SIGN, AS_SIGNER},
};

const char *
review_step_code(enum review_step step)
{
        return steps[step].code;
}

const char *
review_step_label(enum review_step step)
{
        return steps[step].label;
}

const char *
review_step_kind(enum review_step step)
{
        return steps[step].kind;
}

enum permission
review_step_permission(enum review_step step)
{
        return steps[step].permission;
}

unsigned
review_step_roles(enum review_step step)
{
        return steps[step].roles;
}

bool
review_step_from(const char *code, size_t n, enum review_step *ret)
{
        for (size_t i = 0; i < N_REVIEW_STEPS; i++)
                if (strlen(steps[i].code) == n && strncmp(steps[i].code, code, n) == 0) {
                        *ret = (enum review_step)i;
                        return true;
                }
        return false;
}

static size_t
count_of(const struct ladder *l, enum review_step step)
{
        size_t n = 0;

        for (size_t i = 0; i < l->n; i++)
                n += l->steps[i] == step;
        return n;
}

int
ladder_read(const char *text, struct ladder *ret)
{
        struct ladder l = {.n = 0};

        for (const char *s = text;; s++) {
                size_t n = strcspn(s, ",");

                if (l.n == LADDER_MAX)
                        return LADDER_TOO_LONG;
                if (!review_step_from(s, n, &l.steps[l.n]))
                        return LADDER_UNKNOWN_STEP;
                l.n++;
                s += n;
                if (!*s)
                        break;
        }
        if (count_of(&l, REVIEW_CONTENT) + count_of(&l, REVIEW_OFFICE) == 0)
                return LADDER_NO_CONTENT;
        if (count_of(&l, REVIEW_SECRECY) != 1)
                return LADDER_NO_SECRECY;
        if (count_of(&l, REVIEW_SIGNATURE) != 1 || l.steps[l.n - 1] != REVIEW_SIGNATURE)
                return LADDER_SIGNATURE_LAST;
        *ret = l;
        return 0;
}

bool
ladder_covers(const struct ladder *below, const struct ladder *above)
{
        for (size_t i = 0; i < N_REVIEW_STEPS; i++)
                if (count_of(below, (enum review_step)i) < count_of(above, (enum review_step)i))
                        return false;
        return true;
}

struct ladder
ladder_join(const struct ladder *above, const struct ladder *below)
{
        struct ladder l = {.n = 0};

        if (ladder_covers(below, above))
                return *below;
        for (size_t i = 0; i < N_REVIEW_STEPS; i++) {
                size_t a = count_of(above, (enum review_step)i);
                size_t b = count_of(below, (enum review_step)i);

                for (size_t k = 0; k < (a > b ? a : b); k++) {
                        if (l.n == LADDER_MAX)
                                return *above;
                        l.steps[l.n++] = (enum review_step)i;
                }
        }
        return l;
}

const char *
ladder_text(TALLOC_CTX *mem, const struct ladder *l)
{
        const char *text = "";

        for (size_t i = 0; i < l->n; i++)
                text = mem_printf(mem, "%s%s%s", text, i ? "," : "", steps[l->steps[i]].code);
        return text;
}

const char *
ladder_fault_label(enum ladder_fault fault)
{
        static const char *const labels[] = {
            [LADDER_UNKNOWN_STEP] = "有不认识的审核环节",
            [LADDER_TOO_LONG] = "审核环节最多六个",
            [LADDER_NO_CONTENT] = "至少要有一个内容审核环节（初审或复审）",
            [LADDER_NO_SECRECY] = "必须有且只有一个保密审查环节",
            [LADDER_SIGNATURE_LAST] = "签发必须有且只有一个，并且在最后",
        };

        return labels[fault];
}

struct ladder
ladder_emergency(void)
{
        return (struct ladder){.steps = {REVIEW_SECRECY, REVIEW_SIGNATURE}, .n = 2};
}

struct ladder
ladder_retrospective(const struct ladder *l)
{
        struct ladder left = {.n = 0};

        for (size_t i = 0; i < l->n; i++)
                if (strcmp(steps[l->steps[i]].kind, "content") == 0)
                        left.steps[left.n++] = l->steps[i];
        return left;
}
