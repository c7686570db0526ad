#include "domain/item/validity.h"

#include "domain/item/date.h"

static const struct {
        enum validity v;
        const char *code, *label;
} names[] = {
    {VALIDITY_UNSTATED, "unstated", "未标注"}, {VALIDITY_VALID, "valid", "有效"},
    {VALIDITY_LAPSED, "lapsed", "失效"},       {VALIDITY_REPEALED, "repealed", "废止"},
    {VALIDITY_AMENDED, "amended", "已修改"},   {VALIDITY_PENDING, "pending", "尚未施行"},
};

/* Words as sources use them; the first that occurs wins, so what denies stands before what it
 * contains, and the narrower before the wider. */
static const struct {
        const char *word;
        enum validity v;
        enum { NO_DAY, EFFECTIVE, EXPIRES, EXPIRED, REPEALED } day; /* what a date in it means */
} words[] = {
    {"部分失效", VALIDITY_AMENDED, NO_DAY}, {"部分废止", VALIDITY_AMENDED, NO_DAY},
    {"部分有效", VALIDITY_AMENDED, NO_DAY}, {"有效期至", VALIDITY_VALID, EXPIRES},
    {"有效期到", VALIDITY_VALID, EXPIRES},  {"有效期截止", VALIDITY_VALID, EXPIRES},
    {"截止日期", VALIDITY_VALID, EXPIRES},  {"废止", VALIDITY_REPEALED, REPEALED},
    {"撤销", VALIDITY_REPEALED, REPEALED},  {"失效", VALIDITY_LAPSED, EXPIRED},
    {"无效", VALIDITY_LAPSED, EXPIRED},     {"过期", VALIDITY_LAPSED, EXPIRED},
    {"修改", VALIDITY_AMENDED, NO_DAY},     {"修订", VALIDITY_AMENDED, NO_DAY},
    {"修正", VALIDITY_AMENDED, NO_DAY},     {"生效", VALIDITY_VALID, EFFECTIVE},
    {"施行", VALIDITY_VALID, EFFECTIVE},    {"实施", VALIDITY_VALID, EFFECTIVE},
    {"有效", VALIDITY_VALID, NO_DAY},       {"是", VALIDITY_VALID, NO_DAY},
};

enum validity
validity_on(const struct validity_facts *f, struct day on)
{
        if (!day_is_none(f->repealed_on)) {
                if (day_cmp(on, f->repealed_on) >= 0)
                        return VALIDITY_REPEALED;
        } else if (f->stated == VALIDITY_REPEALED) {
                return VALIDITY_REPEALED;
        }
        if (!day_is_none(f->expires_on)) {
                if (day_cmp(on, f->expires_on) > 0)
                        return VALIDITY_LAPSED;
        } else if (f->stated == VALIDITY_LAPSED && day_is_none(f->repealed_on)) {
                return VALIDITY_LAPSED;
        }
        if (!day_is_none(f->effective_on) && day_cmp(on, f->effective_on) < 0)
                return VALIDITY_PENDING;
        if (f->stated == VALIDITY_AMENDED)
                return VALIDITY_AMENDED;
        /* A day that lies ahead, or one from which it holds, says that it holds now. */
        if (f->stated == VALIDITY_VALID || !day_is_none(f->repealed_on) ||
            !day_is_none(f->expires_on) || !day_is_none(f->effective_on))
                return VALIDITY_VALID;
        return VALIDITY_UNSTATED;
}

struct day
validity_next_change(const struct validity_facts *f, struct day after)
{
        struct day next = DAY_NONE;
        struct day turns[] = {
            f->effective_on,
            f->repealed_on,
            day_is_none(f->expires_on) ? DAY_NONE : day_add(f->expires_on, 1),
        };

        for (size_t i = 0; i < N(turns); i++) {
                if (day_is_none(turns[i]) || day_cmp(turns[i], after) <= 0)
                        continue;
                if (validity_on(f, turns[i]) == validity_on(f, day_add(turns[i], -1)))
                        continue;
                if (day_is_none(next) || day_cmp(turns[i], next) < 0)
                        next = turns[i];
        }
        return next;
}

static bool
counts(const struct validity_facts *own, const struct validity_undoing *u, struct day on)
{
        if (!u->whole)
                return day_cmp(u->since, on) <= 0 && own->stated != VALIDITY_REPEALED &&
                       own->stated != VALIDITY_LAPSED;
        if (!day_is_none(own->repealed_on))
                return day_cmp(u->since, own->repealed_on) < 0;
        return own->stated != VALIDITY_REPEALED;
}

struct validity_facts
validity_undone(const struct validity_facts *own, const struct validity_undoing *list, size_t n,
                struct day on, int *ret_by)
{
        struct validity_facts f = *own;
        int by = VALIDITY_STANDS;

        for (size_t i = 0; i < n; i++) {
                const struct validity_undoing *u = &list[i];
                int order = by < 0 ? 0 : day_cmp(u->since, list[by].since);

                if (!counts(own, u, on))
                        continue;
                if (by < 0 || (u->whole && !list[by].whole) ||
                    (u->whole == list[by].whole && (u->whole ? order < 0 : order > 0)))
                        by = (int)i;
        }
        *ret_by = by;
        if (by < 0)
                return f;
        f.stated = list[by].whole ? VALIDITY_REPEALED : VALIDITY_AMENDED;
        if (list[by].whole)
                f.repealed_on = list[by].since;
        return f;
}

const char *
validity_code(enum validity v)
{
        return names[v].code;
}

const char *
validity_label(enum validity v)
{
        return names[v].label;
}

bool
validity_from_code(const char *code, enum validity *ret)
{
        for (size_t i = 0; i < VALIDITY_PENDING; i++) /* pending is never stored */
                if (strcmp(names[i].code, code) == 0) {
                        *ret = names[i].v;
                        return true;
                }
        return false;
}

struct validity_facts
validity_read(const char *text, unsigned *ret_flags)
{
        struct validity_facts f = VALIDITY_NOTHING;
        struct date d = date_find(text);
        size_t i = 0;

        *ret_flags = 0;
        while (i < N(words) && !strstr(text, words[i].word))
                i++;
        if (i == N(words)) {
                if (!validity_from_code(text, &f.stated) && !(d.flags & DATE_EMPTY))
                        *ret_flags = VALIDITY_UNREAD;
                return f;
        }
        f.stated = words[i].v;
        if (d.flags & (DATE_IMPOSSIBLE | DATE_PARTIAL))
                *ret_flags = VALIDITY_BAD_DATE;
        if (day_is_none(d.day))
                return f;
        switch (words[i].day) {
        case EFFECTIVE:
                f.effective_on = d.day;
                break;
        case EXPIRES:
                f.expires_on = d.day;
                break;
        case EXPIRED: /* the day named is the first on which it holds no more */
                f.expires_on = day_add(d.day, -1);
                break;
        case REPEALED:
                f.repealed_on = d.day;
                break;
        case NO_DAY:
                break;
        }
        return f;
}

const char *
validity_flag_code(enum validity_flag f)
{
        return f == VALIDITY_UNREAD ? "validity_unread" : "validity_bad_date";
}

const char *
validity_flag_label(enum validity_flag f)
{
        return f == VALIDITY_UNREAD ? "有效性看不懂，按未标注处理" : "有效性里的日期不成立或不完整";
}
