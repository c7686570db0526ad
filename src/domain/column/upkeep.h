/* domain/column/upkeep.h: whether a column is kept up (栏目更新), and where one may stand.
 * Purpose    how many days are left until a column must show something new, or for how long it has
 * not; and what the national check of sites would say of all of them together.
 * Units      calendar days, as 国办秘函〔2019〕19号 counts them; the period is the column's own.
 * Law        《政府网站与政务新媒体检查指标》单项否决“栏目不更新”. */
#ifndef DOMAIN_COLUMN_UPKEEP_H
#define DOMAIN_COLUMN_UPKEEP_H

#include "base/day.h"
#include "base/problems.h"

enum {
        UPKEEP_NEWS_DAYS = 14,    /* 动态、要闻 */
        UPKEEP_POLICY_DAYS = 183, /* 通知公告、政策文件 */
        UPKEEP_FAIL_URGENT = 5,   /* of the two above together */
        UPKEEP_FAIL_OVERDUE = 10, /* of all */
        UPKEEP_FAIL_EMPTY = 5,
        UPKEEP_SOON_DAYS = 7
};

enum upkeep_state { UPKEEP_FINE, UPKEEP_SOON, UPKEEP_OVERDUE, UPKEEP_EMPTY };
struct upkeep {
        enum upkeep_state state;
        int days;       /* left, or over; 0 on the last day, and when empty */
        struct day due; /* the last day on which it is in time; DAY_NONE when empty */
};
/* last: DAY_NONE when there is nothing in it. */
struct upkeep upkeep_of(struct day last, int period, struct day today);
/* "还剩 3 天", "已超 12 天", "空白栏目" */
const char *upkeep_words(TALLOC_CTX *mem, const struct upkeep *);

struct upkeep_sum {
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
