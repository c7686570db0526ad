/* domain/request/clock_run.h: what the parts of the clock share while one request is read; for clock*.c only.
 * Purpose    the facts, what is known so far, and one mark a day for what keeps it from counting.
 * Units      marks are indexed by days since the first receipt.
 * Law        as domain/request/clock.h. */
#ifndef DOMAIN_REQUEST_CLOCK_RUN_H
#define DOMAIN_REQUEST_CLOCK_RUN_H

#include "domain/request/clock.h"

/* The law's numbers, each once. */
enum {
        ANSWER_DAYS_2019 = 20,
        EXTENSION_MAX_2019 = 20,
        ANSWER_DAYS_2008 = 15,
        EXTENSION_MAX_2008 = 15,
        SUPPLEMENT_NOTICE_DAYS = 7,
        CONSULTATION_DAYS = 15,
        FEE_DAYS = 20,
        PUBLICATION_DAYS = 20,
        SPAN_YEARS = 40,
        SPAN = (SPAN_YEARS + 1) * 366, /* days after the first receipt that a mark can have */
};

/* Why a working day does not count; several may hold. */
enum {
        MARK_THIRD = 1 << CLOCK_THIRD,
        MARK_JOINT = 1 << CLOCK_JOINT,
        MARK_OTHER = 1 << CLOCK_OTHER,
        MARK_CONSULTING = MARK_THIRD | MARK_JOINT | MARK_OTHER,
        MARK_SUPPLEMENT = 1 << 3, /* waiting for it */
        MARK_FEE = 1 << 4,        /* waiting for it */
        MARK_VOID = 1 << 5,       /* counted once, before a payment started the count again */
};

struct run {
        TALLOC_CTX *mem;
        const struct clock_facts *facts;
        const struct calendar *cal;
        struct problems *problems;
        struct clock_result *res;
        uint8_t *marks;   /* SPAN + 1 of them */
        struct day seen;  /* the day on which one looks, or on which it had ended before */
        struct day start; /* the running period counts from the day after */
        int extension;    /* granted in this period */
        struct day delay; /* 第三十五条: replaces the count */
        bool consulting;  /* some have not answered, nor is their limit over */
        bool unlimited;   /* … and one of them has no limit: no due day can be named */
        int n_supplements;
        struct day supplement_sent;        /* awaiting a supplement since; DAY_NONE otherwise */
        struct day fee_received, fee_paid; /* the last notice and its payment */
        struct day ended;                  /* replied or withdrawn */
        struct day served;                 /* of the reply */
        bool withdrawn, gave_up;
};

static inline bool
clock_before(struct day a, struct day b)
{
        return !day_is_none(a) && !day_is_none(b) && day_cmp(a, b) < 0;
}

static inline bool
clock_after(struct day a, struct day b)
{
        return clock_before(b, a);
}

/* Of two days the earlier, the later; where one is none, the other. */
static inline struct day
clock_earlier(struct day a, struct day b)
{
        return day_is_none(a) || clock_before(b, a) ? b : a;
}

static inline struct day
clock_later(struct day a, struct day b)
{
        return day_is_none(a) || clock_after(b, a) ? b : a;
}

static inline uint8_t
clock_marks(const struct run *run, struct day d)
{
        int i = d.n - run->res->first_receipt.n;

        return i >= 0 && i <= SPAN ? run->marks[i] : 0;
}

static inline struct day
clock_new_text(void)
{
        return day_ymd(2019, 5, 15); /* 第五十六条: in force from this day */
}

void clock_warn(struct run *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "2025-03-04", hanging from the run. */
const char *clock_iso(struct run *, struct day);
/* The days in (from, to] do not count, for this reason. */
void clock_mark(struct run *, struct day from, struct day to, uint8_t why);
/* 20 or 15: the days of the period without its extension (第三十三条; 2008 第二十四条). */
int clock_answer_days(const struct run *);
/* Counted days in (from, to]. */
int clock_counted(const struct run *, struct day from, struct day to);
/* The last day for the answer as things stand. */
struct day clock_due_now(const struct run *);
bool clock_awaits_supplement(const struct run *);
bool clock_awaits_fee(const struct run *);
/* Does a period for the answer run? While the applicant has to act, none does. */
bool clock_runs(const struct run *);
/* The n-th working day after from. */
struct day clock_limit(const struct run *, struct day from, int n);
/* One event more, the pos-th of the facts; they come in the order of their days. */
void clock_event(struct run *, const struct clock_event *, size_t pos);
/* Receipt, its rule and what is wrong with the days that tell of it, into the result. */
void clock_receive(struct run *);
/* The account of days, into the result; the rest of the result is known. Days after `to` are left out. */
void clock_account(struct run *, struct day to);

#endif
