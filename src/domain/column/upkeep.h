/* domain/column/upkeep.h: whether a column is kept up (栏目更新), and where one may stand.
 * Purpose    how many days are left until a column must show something new, or for how long it has
 * not; and what the national check of sites would say of all of them together.
 * Units      calendar days, as 国办秘函〔2019〕19号 counts them; the period is the column's own.
 * Law        《政府网站与政务新媒体检查指标》单项否决“栏目不更新”. */
#ifndef DOMAIN_COLUMN_UPKEEP_H
#define DOMAIN_COLUMN_UPKEEP_H

#include "base/day.h"
#include "base/problems.h"

/* Where a column is warned of and a site fails; each site may set its own. What ships are the national ones.
 *    member        ships least  most   what a form says                                              */
#define UPKEEP_LIMITS(X)                                                                           \
        X(soon_days, 7, 0, 365, "提前几天提醒即将到期")                                            \
        X(urgent_days, 183, 1, 3660, "更新周期不超过多少天的，按动态要闻、通知公告、政策文件计")   \
        X(fail_urgent, 5, 1, 1000, "动态要闻、通知公告、政策文件类栏目，逾期几个即否决")           \
        X(fail_overdue, 10, 1, 1000, "全部栏目，逾期几个即否决")                                   \
        X(fail_empty, 5, 1, 1000, "空白栏目，几个即否决")

#define UPKEEP_MEMBER(member, ships, least, most, label) int member;
struct upkeep_limits {
        UPKEEP_LIMITS(UPKEEP_MEMBER)
};
struct upkeep_limits upkeep_limits_shipped(void);
bool upkeep_limits_are_shipped(const struct upkeep_limits *);
/* As kept: "soon_days=7 urgent_days=183 …", in any order. What is missing, unknown or out of range leaves what ships. */
const char *upkeep_limits_text(TALLOC_CTX *mem, const struct upkeep_limits *);
struct upkeep_limits upkeep_limits_read(const char *text);

enum upkeep_state { UPKEEP_FINE, UPKEEP_SOON, UPKEEP_OVERDUE, UPKEEP_EMPTY };
struct upkeep {
        enum upkeep_state state;
        int days;       /* left, or over; 0 on the last day, and when empty */
        struct day due; /* the last day on which it is in time; DAY_NONE when empty */
};
/* last: DAY_NONE when there is nothing in it. */
struct upkeep upkeep_of(struct day last, int period, struct day today,
                        const struct upkeep_limits *);
/* "还剩 3 天", "已超 12 天", "空白栏目" */
const char *upkeep_words(TALLOC_CTX *mem, const struct upkeep *);

struct upkeep_sum {
        struct upkeep_limits limits;
        int n, soon, overdue, urgent, empty; /* urgent: of overdue, those of the short periods */
};
void upkeep_add(struct upkeep_sum *, const struct upkeep *, int period);
/* Why the site would fail, in words; NULL when it would not. */
const char *upkeep_verdict(TALLOC_CTX *mem, const struct upkeep_sum *);

/* Whether a column may hang under another: above are that one and all above it, height the steps
 * down to its lowest. What is wrong goes to problems as `parent`. */
enum { COLUMN_DEPTH_MAX = 15 };
void column_move_check(int64_t column, const int64_t *above, size_t n, int height,
                       struct problems *);

#endif
