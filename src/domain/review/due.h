/* domain/review/due.h: by when a text must be public, and when it must be looked at again.
 * Units      struct day = civil date, Asia/Shanghai; counts are working days (工作日) unless named months.
 * Law        《政府信息公开条例》第二十六条 (20 working days from 形成 or 变更, unless another law says otherwise),
 * 第十八条 (what is withheld is looked at again; the period is the unit's own). */
#ifndef DOMAIN_REVIEW_DUE_H
#define DOMAIN_REVIEW_DUE_H

#include "domain/calendar/calendar.h"

enum {
        DUE_DAYS = 20,
        DUE_SOON = 5,
        DUE_INTERPRETATION = 3,
        DUE_RETRO = 5,
        DUE_REVISIT_MONTHS = 12
};

/* special: working days by another law, 0 none. DAY_NONE without a day of making. */
struct day due_publish(const struct calendar *, struct day formed, int64_t special);
/* The same day of the month so many months on, or the month's last. */
struct day due_months(struct day from, int64_t months);

/* A day counted in working days that lies in a year whose notice is not out (暂定). */
bool due_is_provisional(const struct calendar *, struct day due);

enum due_tone { DUE_NONE, DUE_CALM, DUE_NEAR, DUE_TODAY, DUE_OVER };
struct due_words {
        enum due_tone tone;
        int64_t left; /* working days left, or days over */
        const char *text; /* 还剩 3 个工作日; 今日到期; 已超 2 个工作日; "" without a due day */
};
struct due_words due_words(TALLOC_CTX *mem, const struct calendar *, struct day due,
                           struct day today);

#endif
