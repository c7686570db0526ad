#include "views/filter.h"

#include <inttypes.h>

const char *
filter_day_cn(struct kit_tmp *t, struct day d)
{
        return day_chinese(d, t->text);
}

const char *
filter_date(struct kit_tmp *t, struct instant at)
{
        return instant_is_none(at) ? "" : day_text(instant_day(at), t->text);
}

const char *
filter_rfc3339(struct kit_tmp *t, struct instant at)
{
        return instant_is_none(at) ? "" : instant_rfc3339(at, t->text);
}

const char *
filter_month_day(struct kit_tmp *t, struct day d)
{
        return day_is_none(d) ? "" : day_text(d, t->text) + 5;
}

const char *
filter_bytes(struct kit_tmp *t, int64_t n)
{
        static const char *const units[] = {"B", "KB", "MB", "GB"};
        double x = (double)n;
        size_t u = 0;

        while (x >= 1024 && u + 1 < N(units)) {
                x /= 1024;
                u++;
        }
        (void)snprintf(t->text, sizeof(t->text), u && x < 100 ? "%.1f %s" : "%.0f %s", x, units[u]);
        return t->text;
}

const char *
filter_thousands(struct kit_tmp *t, int64_t n)
{
        return kit_str_count(t, view_count_exact(n));
}

const char *
filter_count_kind(struct kit_tmp *t, struct view_count c)
{
        (void)t;
        return c.kind == VIEW_COUNT_EXACT         ? "exact"
               : c.kind == VIEW_COUNT_APPROXIMATE ? "approximate"
                                                  : "absent";
}

const char *
filter_permille(struct kit_tmp *t, int64_t n)
{
        (void)snprintf(t->text, sizeof(t->text), "%" PRId64 ".%" PRId64 "%%", n / 10, n % 10);
        return t->text;
}

const char *
filter_xy(struct kit_tmp *t, double x)
{
        char *end;

        (void)snprintf(t->text, sizeof(t->text), "%.2f", x);
        end = t->text + strlen(t->text);
        while (end[-1] == '0')
                *--end = '\0';
        if (end[-1] == '.')
                end[-1] = '\0';
        return t->text;
}

const char *
filter_dash(struct kit_tmp *t, const char *s)
{
        (void)t;
        return s && *s ? s : "—";
}

/* Bytes of the first half. */
static size_t
title_break(const char *s, size_t most)
{
        static const char about[] = "关于";
        const char *at = s ? strstr(s, about) : NULL;
        size_t n = at ? (size_t)(at - s) + strlen(about) : 0;

        return n < most ? n : 0;
}

const char *
filter_title_head(struct kit_tmp *t, const char *s)
{
        size_t n = title_break(s, sizeof(t->text));

        if (n)
                memcpy(t->text, s, n);
        t->text[n] = '\0';
        return t->text;
}

const char *
filter_title_tail(struct kit_tmp *t, const char *s)
{
        return s ? s + title_break(s, sizeof(t->text)) : "";
}

const char *
filter_extension(struct kit_tmp *t, const char *s)
{
        const char *dot = s ? strrchr(s, '.') : NULL;
        size_t i = 0;

        if (!dot || !dot[1] || strlen(dot) > 6)
                return "文件";
        for (dot++; *dot; dot++, i++)
                t->text[i] = *dot >= 'a' && *dot <= 'z' ? (char)(*dot - 'a' + 'A') : *dot;
        t->text[i] = '\0';
        return t->text;
}
