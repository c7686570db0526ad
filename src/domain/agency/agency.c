#include "domain/agency/agency.h"

const struct agency_word agency_kinds[AGENCY_KINDS] = {
    {"government", "人民政府"},   {"department", "政府部门"},   {"dispatched", "派出机构"},
    {"vertical", "垂直管理部门"}, {"township", "乡镇（街道）"}, {"park", "开发区（园区）"},
    {"utility", "公共企事业单位"}};
const struct agency_word agency_levels[AGENCY_LEVELS] = {
    {"state", "国家"}, {"province", "省"}, {"city", "市"}, {"county", "县"}, {"township", "乡"}};

const char *
agency_word_label(const struct agency_word *list, size_t n, const char *code)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].code, code) == 0)
                        return list[i].label;
        return code;
}

void
agency_move_check(int64_t unit, const int64_t *above, size_t n, int height, struct problems *p)
{
        for (size_t i = 0; i < n; i++)
                if (above[i] == unit) {
                        problems_add(p, 0, "parent", "不能移到本机关或其下级机关之下");
                        return;
                }
        if ((int)n + height > AGENCY_DEPTH_MAX)
                problems_add(p, 0, "parent", "机关最多 %d 层，移动后将有 %d 层",
                             AGENCY_DEPTH_MAX + 1, (int)n + height + 1);
}
