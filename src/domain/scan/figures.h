/* domain/scan/figures.h: runs of figures, shared by numbers.c, identity.c and phones.c only.
 * Purpose    figures stand in groups, parted by a blank or a dash. A run of groups is read from each
 * of its beginnings; what fits the rule of a kind is that kind, the strictest rule first. */
#ifndef DOMAIN_SCAN_FIGURES_H
#define DOMAIN_SCAN_FIGURES_H

#include "domain/scan/kit.h"

enum { GROUPS = 24, FIGURES = 24 };

struct group {
        size_t from, to;
};
struct run {
        struct group g[GROUPS];
        size_t n;
};

/* The words that stand before figures which are no number of a person. */
#define OTHER_NUMBERS                                                                                                             \
        "编号 编码 代码 发票 票号 票据 单号 流水 条码 文号 案号 经度 纬度 坐标 金额 证号 许可 " \
        "批准 注册号 备案 登记号 合同 序列 学号 工号 考号 准考 型号 批号 邮编 面积 学籍 卷号 "  \
        "档案 项目 标号 宗地 图号 单元号 税号 识别号 统一 qq"
static inline bool
is_gap(uint32_t c)
{
        return c == ' ' || c == '-' || c == '\n';
}
static inline bool
figures_start(const char *d, const char *with)
{
        return strncmp(d, with, strlen(with)) == 0;
}

/* Figures of the groups [a, b], at most FIGURES; 0 when there are more. */
size_t figures_join(const struct piece *, const struct run *, size_t a, size_t b,
                    char out[FIGURES + 1]);
/* The place behind the last of the words within `far` characters before i and the same clause. */
size_t figures_word_before(const struct piece *, size_t i, size_t far, const char *words);
/* Whether one of the words stands right before i, but for a colon and the like. */
bool figures_labelled(const struct piece *, size_t i, const char *words);
/* Whether [from, to) is a part of a digest or a code. */
bool figures_in_long_word(const struct piece *, size_t from, size_t to);

/* Whether the groups [a, b] are a number of the kind; then it is noted. */
bool figures_try_identity(struct scanner *, struct piece *, const struct run *, size_t a, size_t b);
bool figures_try_card(struct scanner *, struct piece *, const struct run *, size_t a, size_t b);
bool figures_try_mobile(struct scanner *, struct piece *, const struct run *, size_t a, size_t b);
/* The groups that a landline takes from a on, its extension too; 0 for none. listed: behind another
 * telephone. */
size_t figures_try_landline(struct scanner *, struct piece *, const struct run *, size_t a,
                            bool listed);

#endif
