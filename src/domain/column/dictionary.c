#include "domain/column/dictionary.h"

#include "base/text.h"

const struct class_scheme class_schemes[CLASS_SCHEMES] = {
    {"topic", "主题分类"}, {"genre", "体裁分类"}, {"audience", "服务对象分类"}};

const struct class_scheme *
class_scheme_of(const char *word)
{
        size_t n = strlen(word);

        for (size_t i = 0; i < CLASS_SCHEMES; i++) {
                const struct class_scheme *s = &class_schemes[i];

                if (strcmp(word, s->code) == 0 || strcmp(word, s->label) == 0 ||
                    (n && n + strlen("分类") == strlen(s->label) &&
                     strncmp(word, s->label, n) == 0))
                        return s;
        }
        return NULL;
}

static bool
is_code(const char *s)
{
        size_t n = strlen(s);

        return n && n <= DICTIONARY_CODE_MAX &&
               strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == n;
}

static void
needs_name(const char *name, struct problems *p)
{
        if (!*name || text_length(name) > CLASS_NAME_MAX)
                problems_add(p, 0, "name", "名称为 1 至 %d 个字", CLASS_NAME_MAX);
        else if (strpbrk(name, "\\;\n")) /* they part names in what is imported */
                problems_add(p, 0, "name", "名称中不能有反斜线、分号和换行");
}

void
class_check(const char *code, const char *name, struct problems *p)
{
        if (!is_code(code))
                problems_add(p, 0, "code", "代码为 1 至 %d 位字母、数字或 -_.",
                             DICTIONARY_CODE_MAX);
        needs_name(name, p);
}

void
class_end_check(const struct class_end *e, struct problems *p)
{
        if (e->closed)
                problems_add(p, 0, "", "这个分类已经停用");
        if (e->is_self)
                problems_add(p, 0, "into", "不能并入自己");
        if (e->target_missing)
                problems_add(p, 0, "into", "请选择在用的分类");
        if (e->below)
                problems_add(p, 0, "", "尚有 %lld 个下级分类在用，请先停用或并入其他分类",
                             (long long)e->below);
        if (e->used && !e->merges)
                problems_add(p, 0, "into", "尚有 %lld 份文本属于这个分类，请选择并入哪个分类",
                             (long long)e->used);
}

void
channel_check(const char *code, const char *name, const char *unit, struct problems *p)
{
        class_check(code, name, p);
        if (!*unit || text_length(unit) > 4)
                problems_add(p, 0, "unit", "计量单位为 1 至 4 个字，如“条”“次”");
}
