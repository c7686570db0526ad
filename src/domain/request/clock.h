/* domain/request/clock.h: the answering clock of a disclosure request (依申请公开).
 * Purpose    from the facts of one request (how it came in, what happened since) to the day by
 *            which it must be answered, the state it is in, and an account of every single day.
 *            Nothing is stored: the clock is a pure function of facts, calendar and the day on
 *            which one looks.
 * Units      struct day = civil date, Asia/Shanghai; counts are working days (工作日) unless said
 *            otherwise.
 * Ownership  borrows the facts for the call; results hang from mem.
 * Errors     facts that contradict each other are problems, one a fault, with the number of the
 *            event (from 1) as line; what the law leaves open is a warning in the result.
 * Law        《政府信息公开条例》(2019) 第三十条 (supplement: 7 days to ask, the clock restarts),
 *            第三十一条 (day of receipt), 第三十二条 (third party, 15), 第三十三条 (20, then at most
 *            20 more; consultation is not counted), 第三十四条 (joint agencies, 15), 第三十五条
 *            (reasonable delay); 国办函〔2020〕109号 第六条 (fee: 20 to pay, the clock restarts);
 *            《政府信息公开条例》(2008) 第二十四条 (15, then at most 15 more; only the third party's
 *            time is not counted); 国办公开办函〔2015〕207号 (e-mail under the older text, mail to a
 *            wrong office); 《民事诉讼法》第八十五条 (the opening day does not count). */
#ifndef DOMAIN_REQUEST_CLOCK_H
#define DOMAIN_REQUEST_CLOCK_H

#include "base/day.h"
#include "base/problems.h"
#include "domain/calendar/calendar.h"

enum clock_regime {
        CLOCK_AUTO, /* by the day of receipt */
        CLOCK_2008,
        CLOCK_2019,
};

enum clock_channel {
        CLOCK_NO_CHANNEL,
        CLOCK_IN_PERSON,   /* 当面 */
        CLOCK_MAIL_SIGNED, /* 邮寄，需签收 */
        CLOCK_MAIL_PLAIN,  /* 平常信函 */
        CLOCK_ONLINE,      /* 互联网渠道 */
        CLOCK_EMAIL,
        CLOCK_FAX,
        CLOCK_ORAL, /* 口头，由工作机构代填 */
};

/* To whom a letter was sent. One that another unit or a person of the agency took is received when
 * the disclosure office has it and has reached the applicant (国办公开办函〔2015〕207号). */
enum clock_addressee {
        CLOCK_TO_OFFICE, /* 政府信息公开工作机构 */
        CLOCK_TO_OTHERS, /* 其他内设机构或者个人 */
};

enum clock_event_type {
        CLOCK_SUPPLEMENT_NOTICE,   /* sent, served, limit */
        CLOCK_SUPPLEMENT_RECEIVED, /* on */
        CLOCK_CONSULTATION,        /* party, sent, their_receipt, answered */
        CLOCK_EXTENSION,           /* notified, n */
        CLOCK_FEE_NOTICE,          /* received (kept in on) */
        CLOCK_FEE_PAID,            /* on */
        CLOCK_DELAY,               /* until */
        CLOCK_REPLIED,             /* on: handed over, posted or sent; served: when it arrived */
        CLOCK_WITHDRAWN,           /* on */
};

enum clock_party {
        CLOCK_THIRD, /* 第三方: silence leaves the decision to the agency */
        CLOCK_JOINT, /* 共同制作机关: silence is consent */
        CLOCK_OTHER, /* other agencies: no limit of their own */
};

struct clock_event {
        enum clock_event_type type;
        enum clock_party party;
        struct day on; /* the day of the event; sent or notified where the type says so */
        struct day served, their_receipt, answered, limit, until;
        int n; /* days of an extension */
};

struct clock_facts {
        enum clock_regime regime;
        enum clock_channel channel;
        enum clock_addressee addressee; /* of a letter */
        struct day submitted, arrived, confirmed;
        struct day received;              /* wins over the channel's rule */
        const struct clock_event *events; /* in the order in which they happened */
        size_t n_events;
        struct day as_of; /* the day on which one looks */
};

enum clock_state {
        CLOCK_AWAITING_CONFIRMATION,
        CLOCK_RUNNING,
        CLOCK_AWAITING_SUPPLEMENT,
        CLOCK_CONSULTING,
        CLOCK_AWAITING_FEE,
        CLOCK_ABANDONED,
        CLOCK_IS_WITHDRAWN,
        CLOCK_ANSWERED,
};

enum clock_verdict {
        CLOCK_NO_VERDICT, /* abandoned, withdrawn, or nothing received yet */
        CLOCK_IN_TIME,
        CLOCK_LATE,
        CLOCK_OPEN,
        CLOCK_OVERDUE,
};

/* One day of the account. */
struct clock_day {
        struct day day;
        bool counted;
        int n; /* which working day of the period it is; 0 when not counted */
        const char *why; /* 工作日, 周末, 放假 国庆节, 调休上班, 征求意见, 等待补正, 等待缴费,
                             缴费前（重新起算） */
        const char *with; /* 征求意见: whose opinion was asked for, 第三方 …; NULL otherwise */
};

struct clock_result {
        struct day
            receipt; /* DAY_NONE while both sides have not confirmed; the supplement's, after one */
        struct day first_receipt;
        const char *receipt_rule; /* "31(1)", "31(2)_signed", "31(2)_plain", "31(3)", "2015_email",
                                     "2015_other_office", "given" */
        enum clock_regime regime;
        struct day due; /* DAY_NONE while no period runs */
        bool provisional;
        struct day supplement_notice_due; /* 第三十条: 7, of the first receipt */
        struct day supplement_due;
        struct day consultation_due; /* the latest of the unanswered whose limit is not over */
        struct day fee_due;          /* DAY_NONE once paid in time */
        struct day confirm_due; /* 平常信函: the day it arrived, on which the applicant is called */
        struct day review_due, lawsuit_due; /* of a reply whose day of service is known */
        enum clock_state state;
        enum clock_verdict verdict;
        bool has_use; /* the next two mean something */
        int workdays_used, workdays_left;
        bool carried; /* open at the end of the year of receipt: 结转下年度继续办理 */
        struct clock_day *days;
        size_t n_days;
        const char **warnings;
        size_t n_warnings;
};

enum { CLOCK_CONTRADICTION = 1 };
/* 0, or CLOCK_CONTRADICTION with the faults in problems. All days must lie in the years 1949 to
 * 2199, and none more than 40 years after the receipt.
 *
 * The counted days of the account up to `due` are as many as the period has; workdays_used are
 * those up to the day on which one looks (or on which it ended), workdays_left the rest, negative
 * when it is over. A new receipt (第三十条) or a payment restarts the count; time for asking others
 * stays uncounted on either side of a restart. */
int clock_run(TALLOC_CTX *mem, const struct clock_facts *, const struct calendar *,
              struct problems *, struct clock_result *ret) nodiscard;

const char *clock_state_word(enum clock_state);     /* "running" … as on the command line */
const char *clock_verdict_word(enum clock_verdict); /* "in_time" …, NULL for none */

/* "supplement_notice" …, and the name of the one day that each must have: "sent", "on" … */
const char *clock_event_word(enum clock_event_type);
const char *clock_event_key(enum clock_event_type);
enum { N_CLOCK_EVENTS = CLOCK_WITHDRAWN + 1 };

/* Publication is due 20 working days after the information was made or changed (第二十六条; 2008
 * 第十八条). */
struct day clock_publication_due(struct day formed, const struct calendar *, bool *ret_provisional);

/* Periods for remedies: calendar days or months after the day of service; a last day on a day off
 * moves to the next working day (《行政复议法》第二十条, 第八十八条; 《行政诉讼法》第四十五条,
 * 第四十六条, 第一百零一条; 法释〔2018〕1号 第六十四条). */
enum clock_remedy {
        CLOCK_REVIEW_60_DAYS,   /* 行政复议 */
        CLOCK_LAWSUIT_6_MONTHS, /* 行政诉讼 */
        CLOCK_LAWSUIT_15_DAYS,  /* after a decision on review */
        CLOCK_UNTOLD_1_YEAR,    /* the reply named no period: at most, from knowing its content */
};
struct day clock_remedy_due(struct day served, enum clock_remedy, const struct calendar *,
                            bool *ret_provisional);

#endif
