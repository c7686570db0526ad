/* tests/property/clock.c: laws of the statutory clock (《条例》第三十条 to 第三十三条; 2008 第二十四条). */
#include "domain/request/clock.h"
#include "property.h"

/* An independent reading of the shipped table: one flag a day, found by walking, with nothing of calendar.c but the rows. */
static bool plain[30000];

static void
plain_fill(void)
{
        const struct calendar_row *rows;
        size_t n;

        rows = calendar_rows(calendar_shipped(), &n);
        for (int i = 0; i < (int)N(plain); i++)
                plain[i] = (i + 3) % 7 < 5; /* day 0, 1970-01-01, was a Thursday */
        for (size_t i = 0; i < n; i++)
                plain[rows[i].day.n] = rows[i].work;
}

static struct clock_facts
facts(struct day received, const struct clock_event *events, size_t n, struct day as_of)
{
        return (struct clock_facts){.submitted = DAY_NONE,
                                    .arrived = DAY_NONE,
                                    .confirmed = DAY_NONE,
                                    .received = received,
                                    .events = events,
                                    .n_events = n,
                                    .as_of = as_of};
}

static struct day
due(TALLOC_CTX *mem, struct day received, const struct clock_event *events, size_t n,
    struct day as_of)
{
        struct clock_facts f = facts(received, events, n, as_of);
        struct problems problems = {.mem = mem};
        struct clock_result res;

        if (clock_run(mem, &f, calendar_shipped(), &problems, &res))
                return DAY_NONE;
        return res.due;
}

static struct clock_event
event(enum clock_event_type type, struct day on)
{
        return (struct clock_event){.type = type,
                                    .on = on,
                                    .served = DAY_NONE,
                                    .their_receipt = DAY_NONE,
                                    .answered = DAY_NONE,
                                    .limit = DAY_NONE,
                                    .until = DAY_NONE};
}

static const char *
every_start_agrees_with_plain_counting(TALLOC_CTX *mem, struct gen *g)
{
        static bool done; /* nothing random: once is enough */
        char text[DAY_TEXT_SIZE];

        (void)g;
        if (done)
                return NULL;
        done = true;
        for (struct day d = day_ymd(2008, 1, 1); day_cmp(d, day_ymd(2026, 11, 1)) <= 0;
             d = day_add(d, 1)) {
                int n = day_cmp(d, day_ymd(2019, 5, 15)) < 0 ? 15 : 20, i = d.n;

                while (n > 0)
                        n -= plain[++i];
                if (due(mem, d, NULL, 0, d).n != i)
                        return mem_printf(mem, "received %s", day_text(d, text));
        }
        return NULL;
}

static struct day
some_day(struct gen *g)
{
        return (struct day){(int32_t)gen_int(g, day_ymd(2019, 5, 15).n, day_ymd(2026, 6, 1).n)};
}

static const char *
a_later_receipt_is_never_due_earlier(TALLOC_CTX *mem, struct gen *g)
{
        struct day a = some_day(g), b = day_add(a, (int)gen_int(g, 0, 60));

        return day_cmp(due(mem, a, NULL, 0, a), due(mem, b, NULL, 0, b)) <= 0 ? NULL
                                                                              : "due days crossed";
}

/* Two consultations, perhaps overlapping: the due day moves by exactly the working days of their union. */
static const char *
a_pause_moves_the_day_by_what_it_covers(TALLOC_CTX *mem, struct gen *g)
{
        struct day got = some_day(g), as_of = day_add(got, 200),
                   plain_due = due(mem, got, NULL, 0, got);
        struct clock_event e[2];
        char text[DAY_TEXT_SIZE];
        bool out[400] = {false};
        int left = 20, i = 0;

        for (int k = 0; k < 2; k++) {
                int sent = (int)gen_int(g, 0, plain_due.n - got.n), len = (int)gen_int(g, 0, 30);

                e[k] = event(CLOCK_CONSULTATION, day_add(got, sent));
                e[k].party = CLOCK_OTHER;
                e[k].answered = day_add(e[k].on, len);
                for (int j = sent + 1; j <= sent + len; j++)
                        out[j] = true;
        }
        while (left > 0) {
                i++;
                left -= plain[got.n + i] && !out[i];
        }
        if (due(mem, got, e, 2, as_of).n != got.n + i)
                return mem_printf(mem, "received %s", day_text(got, text));
        return NULL;
}

static const char *
an_extension_adds_its_days(TALLOC_CTX *mem, struct gen *g)
{
        struct day got = some_day(g);
        struct clock_event e = event(CLOCK_EXTENSION, day_add(got, (int)gen_int(g, 0, 20)));

        e.n = (int)gen_int(g, 1, 20);
        return due(mem, got, &e, 1, day_add(got, 90)).n ==
                       calendar_nth(calendar_shipped(), got, 20 + e.n).day.n
                   ? NULL
                   : "not 20 + k";
}

static const char *
used_and_left_make_the_whole(TALLOC_CTX *mem, struct gen *g)
{
        struct day got = some_day(g);
        struct clock_facts f = facts(got, NULL, 0, day_add(got, (int)gen_int(g, 0, 60)));
        struct problems problems = {.mem = mem};
        struct clock_result res;
        int counted = 0;

        if (clock_run(mem, &f, calendar_shipped(), &problems, &res))
                return "refused";
        for (size_t i = 0; i < res.n_days; i++) {
                counted += res.days[i].counted;
                if (res.days[i].counted && res.days[i].n != counted)
                        return "the numbers of the account skip";
        }
        if (res.workdays_used + res.workdays_left != 20)
                return mem_printf(mem, "%d used, %d left", res.workdays_used, res.workdays_left);
        return counted == (res.workdays_left < 0 ? res.workdays_used : 20)
                   ? NULL
                   : "the account is not the count";
}

int
main(void)
{
        plain_fill();
        property_run("every start of 2008 to 2026 agrees with plain counting",
                     every_start_agrees_with_plain_counting);
        property_run("a later receipt is never due earlier", a_later_receipt_is_never_due_earlier);
        property_run("a pause moves the due day by what it covers",
                     a_pause_moves_the_day_by_what_it_covers);
        property_run("an extension adds its days", an_extension_adds_its_days);
        property_run("used and left make the whole", used_and_left_make_the_whole);
        return property_end();
}
