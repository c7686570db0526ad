/* tests/property/item.c: numbers and dates of items, in every way in which sources write them. */
#include "base/text.h"
#include "domain/calendar/calendar.h"
#include "domain/item/date.h"
#include "domain/item/docno.h"
#include "domain/item/indexno.h"
#include "property.h"

static const char *
one_document_number_in_many_hands(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const marks[] = {"靖政办发", "国办发", "安府发", "靖卫字", "吉政发"};
        static const char *const open[] = {"〔", "[", "【", "（", "(", "［"};
        static const char *const shut[] = {"〕", "]", "】", "）", ")", "］"};
        static const char *const blank[] = {"", "", "", " ", "　"};
        const char *mark = gen_pick(g, marks, N(marks)), *plain, *written;
        int year = (int)gen_int(g, 1980, 2030), n = (int)gen_int(g, 1, 400);
        size_t b = (size_t)gen_int(g, 0, N(open) - 1);
        struct docno a, z;

        plain = mem_printf(mem, "%s〔%d〕%d号", mark, year, n);
        written =
            mem_printf(mem, "%s%s%s%d%s%s%s%s%d%s号", mark, gen_pick(g, blank, N(blank)), open[b],
                       year, shut[b], gen_pick(g, blank, N(blank)), gen_int(g, 0, 4) ? "" : "第",
                       gen_int(g, 0, 4) || n > 99 ? "" : "0", n, gen_pick(g, blank, N(blank)));
        a = docno_read(mem, plain);
        z = docno_read(mem, written);
        if (strcmp(a.text, plain) != 0)
                return mem_printf(mem, "%s became %s", plain, a.text);
        if (strcmp(a.key, z.key) != 0 || strcmp(z.text, plain) != 0)
                return mem_printf(mem, "%s was read as %s", written, z.text);
        if (z.year != year || z.number != n)
                return mem_printf(mem, "%s gave year %d, number %d", written, z.year,
                                  (int)z.number);
        return NULL;
}

static const char *
index_numbers_are_read_as_made(TALLOC_CTX *mem, struct gen *g)
{
        struct indexno_rule rule;
        struct indexno back;
        int year = (int)gen_int(g, 2000, 2030);
        int64_t serial = gen_int(g, 1, 200000);
        const char *code = mem_printf(mem, "%08d", (int)gen_int(g, 10000000, 99999999)), *made;

        if (!indexno_rule_read(INDEXNO_RULE_DEFAULT, &rule))
                return "the default rule is refused";
        made = indexno_make(mem, &rule, code, year, serial);
        back = indexno_read(mem, made);
        if (strcmp(back.code, code) != 0 || back.year != year || back.serial != serial)
                return mem_printf(mem, "%s read as %s, %d, %lld", made, back.code, back.year,
                                  (long long)back.serial);
        return NULL;
}

static const char *
a_date_in_any_writing(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const forms[] = {"%d-%02d-%02d", "%d年%d月%d日", "%d.%d.%d", "%d/%d/%d",
                                            "%d年%02d月%02d日"};
        struct day day = day_add(day_ymd(1990, 1, 1), (int)gen_int(g, 0, 14000));
        const char *form = gen_pick(g, forms, N(forms)), *text;
        int y, m, d, hour = (int)gen_int(g, 0, 23), minute = (int)gen_int(g, 0, 59);
        struct date read;

        day_civil(day, &y, &m, &d);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        text = mem_printf(mem, form, y, m, d);
#pragma GCC diagnostic pop
        read = date_read(text);
        if (read.day.n != day.n || read.minute != -1)
                return mem_printf(mem, "%s is not read", text);
        text = mem_printf(mem, "%s %02d:%02d", text, hour, minute);
        read = date_read(text);
        if (read.day.n != day.n || read.minute != hour * 60 + minute)
                return mem_printf(mem, "%s is not read", text);
        return NULL;
}

static const char *
working_days_count_both_ways(TALLOC_CTX *mem, struct gen *g)
{
        const struct calendar *calendar = calendar_shipped();
        struct day from = day_add(day_ymd(2008, 1, 1), (int)gen_int(g, 0, 6500));
        int n = (int)gen_int(g, 1, 60);
        struct calendar_nth nth = calendar_nth(calendar, from, n);
        char a[DAY_TEXT_SIZE], b[DAY_TEXT_SIZE];

        if (!calendar_is_workday(calendar, nth.day))
                return mem_printf(mem, "%s, %d after %s, is no working day", day_text(nth.day, a),
                                  n, day_text(from, b));
        if (calendar_between(calendar, from, nth.day) != n)
                return mem_printf(mem, "from %s to %s are not %d", day_text(from, b),
                                  day_text(nth.day, a), n);
        if (calendar_nth(calendar, from, n + 1).day.n <= nth.day.n)
                return mem_printf(mem, "%d after %s is not later", n + 1, day_text(from, b));
        return NULL;
}

int
main(void)
{
        property_run("a document number is one however it is written",
                     one_document_number_in_many_hands);
        property_run("an index number is read as it was made", index_numbers_are_read_as_made);
        property_run("a date is one however it is written", a_date_in_any_writing);
        property_run("the n-th working day is n working days away", working_days_count_both_ways);
        return property_end();
}
