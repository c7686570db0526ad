#include "domain/request/clock_json.h"

#include "base/text.h"

enum { EVENTS_MAX = 1000 };

#define BY_WORD(words, text) by_word(words, N(words), text)

static const char *const regimes[] = {
    [CLOCK_AUTO] = "auto", [CLOCK_2008] = "2008", [CLOCK_2019] = "2019"};
static const char *const channels[] = {[CLOCK_IN_PERSON] = "in_person",
                                       [CLOCK_MAIL_SIGNED] = "mail_signed",
                                       [CLOCK_MAIL_PLAIN] = "mail_plain",
                                       [CLOCK_ONLINE] = "online",
                                       [CLOCK_EMAIL] = "email",
                                       [CLOCK_FAX] = "fax",
                                       [CLOCK_ORAL] = "oral"};
static const char *const parties[] = {
    [CLOCK_THIRD] = "third", [CLOCK_JOINT] = "joint", [CLOCK_OTHER] = "other"};

static const char *const addressees[] = {[CLOCK_TO_OFFICE] = "office", [CLOCK_TO_OTHERS] = "other"};

/* What an event may say beside its own day. */
static const char *const others[N_CLOCK_EVENTS][3] = {
    [CLOCK_SUPPLEMENT_NOTICE] = {"served", "limit"},
    [CLOCK_CONSULTATION] = {"party", "their_receipt", "answered"},
    [CLOCK_EXTENSION] = {"days"},
    [CLOCK_REPLIED] = {"served"},
};

/* Index of text in words, or -1. */
static int
by_word(const char *const *words, size_t n, const char *text)
{
        for (size_t i = 0; i < n; i++)
                if (words[i] && text && strcmp(words[i], text) == 0)
                        return (int)i;
        return -1;
}

/* What someone wrote, for a message: not the whole of it when it is long. */
static const char *
shown(TALLOC_CTX *mem, const char *s)
{
        return s ? mem_printf(mem, "，现为“%s”", text_cut(mem, s, 30)) : "";
}

static bool
is_given(const struct json *v)
{
        return json_type(v) != JSON_ABSENT && json_type(v) != JSON_NULL;
}

/* A date or nothing; null is nothing. */
static struct day
date(const struct json *object, const char *key, size_t pos, struct problems *problems)
{
        const struct json *v = json_get(object, key);
        const char *text = json_string(v);
        struct day d;

        if (!is_given(v))
                return DAY_NONE;
        if (!text || !day_parse(text, &d)) {
                problems_add(problems, pos, key, "须为存在的日期，写作 YYYY-MM-DD%s",
                             shown(problems->mem, text));
                return DAY_NONE;
        }
        return d;
}

/* The same, where there must be one. */
static struct day
own_date(const struct json *object, const char *key, size_t pos, struct problems *problems)
{
        if (!is_given(json_get(object, key)))
                problems_add(problems, pos, key, "必须填写");
        return date(object, key, pos, problems);
}

static void
only_known(const struct json *object, const char *const *known, size_t n, size_t pos,
           struct problems *problems)
{
        for (size_t i = 0; i < json_size(object); i++)
                if (by_word(known, n, json_key(object, i)) < 0)
                        problems_add(problems, pos,
                                     text_cut(problems->mem, json_key(object, i), 30),
                                     "没有这个键");
}

static int
choice(const struct json *object, const char *key, const char *const *words, size_t n,
       int otherwise, size_t pos, struct problems *problems)
{
        const struct json *v = json_get(object, key);
        int i;

        if (!is_given(v))
                return otherwise;
        i = by_word(words, n, json_string(v));
        if (i < 0) {
                problems_add(problems, pos, key, "不认识的取值%s",
                             shown(problems->mem, json_string(v)));
                return otherwise;
        }
        return i;
}

/* The rule says which numbers may be; here it must only be one that fits. */
static int
days_of(const struct json *e, size_t pos, struct problems *problems)
{
        const struct json *v = json_get(e, "days");
        int64_t n = json_int(v, INT64_MIN);

        if (json_type(v) != JSON_INT || n < -1000000 || n > 1000000) {
                problems_add(problems, pos, "days", "须为整数");
                return 0;
        }
        return (int)n;
}

static int
type_of(const struct json *e, size_t pos, struct problems *problems)
{
        const char *word = json_string(json_get(e, "type"));

        if (json_type(e) != JSON_OBJECT) {
                problems_add(problems, pos, "", "须为一个 JSON 对象");
                return -1;
        }
        for (int i = 0; word && i < N_CLOCK_EVENTS; i++)
                if (strcmp(clock_event_word((enum clock_event_type)i), word) == 0)
                        return i;
        problems_add(problems, pos, "type", "不认识的事项%s", shown(problems->mem, word));
        return -1;
}

static void
event_read(const struct json *e, size_t pos, struct problems *problems, struct clock_event *ret)
{
        const char *known[8] = {"type", "note"};
        struct clock_event ev = {0};
        size_t n_known = 2;
        int type = type_of(e, pos, problems);

        if (type < 0)
                return;
        ev.type = (enum clock_event_type)type;
        known[n_known++] = clock_event_key(ev.type);
        for (size_t i = 0; i < N(others[type]) && others[type][i]; i++)
                known[n_known++] = others[type][i];
        only_known(e, known, n_known, pos, problems);

        ev.on = own_date(e, clock_event_key(ev.type), pos, problems);
        ev.until = DAY_NONE;
        if (ev.type == CLOCK_DELAY) {
                ev.until = ev.on;
                ev.on = DAY_NONE;
        }
        ev.served = date(e, "served", pos, problems);
        ev.limit = date(e, "limit", pos, problems);
        ev.their_receipt = date(e, "their_receipt", pos, problems);
        ev.answered = date(e, "answered", pos, problems);
        ev.party =
            (enum clock_party)choice(e, "party", parties, N(parties), CLOCK_THIRD, pos, problems);
        if (ev.type == CLOCK_EXTENSION)
                ev.n = days_of(e, pos, problems);
        *ret = ev;
}

int
clock_facts_read(TALLOC_CTX *mem, const struct json *json, struct day today,
                 struct problems *problems, struct clock_facts *ret)
{
        static const char *const known[] = {"regime",  "channel",   "addressee", "submitted",
                                            "arrived", "confirmed", "received",  "events",
                                            "as_of",   "note"};
        const struct json *list = json_get(json, "events");
        struct clock_facts f = {.n_events = json_size(list)};
        struct clock_event *events;
        size_t had = problems->n;

        if (json_type(json) != JSON_OBJECT) {
                problems_add(problems, 0, "", "须为一个 JSON 对象");
                return CLOCK_CONTRADICTION;
        }
        only_known(json, known, N(known), 0, problems);
        f.regime =
            (enum clock_regime)choice(json, "regime", regimes, N(regimes), CLOCK_AUTO, 0, problems);
        f.channel = (enum clock_channel)choice(json, "channel", channels, N(channels),
                                               CLOCK_NO_CHANNEL, 0, problems);
        f.addressee = (enum clock_addressee)choice(json, "addressee", addressees, N(addressees),
                                                   CLOCK_TO_OFFICE, 0, problems);
        f.submitted = date(json, "submitted", 0, problems);
        f.arrived = date(json, "arrived", 0, problems);
        f.confirmed = date(json, "confirmed", 0, problems);
        f.received = date(json, "received", 0, problems);
        f.as_of = date(json, "as_of", 0, problems);
        if (day_is_none(f.as_of))
                f.as_of = today;
        if (is_given(list) && json_type(list) != JSON_ARRAY) {
                problems_add(problems, 0, "events", "须为数组");
                return CLOCK_CONTRADICTION;
        }
        if (f.n_events > EVENTS_MAX) {
                problems_add(problems, 0, "events", "事项过多，最多%d项", EVENTS_MAX);
                return CLOCK_CONTRADICTION;
        }
        events = mem_array(mem, struct clock_event, f.n_events + 1);
        for (size_t i = 0; i < f.n_events; i++)
                event_read(json_at(list, i), i + 1, problems, &events[i]);
        f.events = events;
        if (problems->n > had)
                return CLOCK_CONTRADICTION;
        *ret = f;
        return 0;
}

/* Writing ------------------------------------------------------------------------------------------- */

static void
put_day(struct json_out *o, const char *key, struct day d)
{
        char text[DAY_TEXT_SIZE];

        json_name(o, key);
        json_put(o, day_is_none(d) ? NULL : day_text(d, text));
}

static void
put_count(struct json_out *o, const char *key, bool has, int n)
{
        json_name(o, key);
        if (has)
                json_put_int(o, n);
        else
                json_put_null(o);
}

void
clock_result_json(struct json_out *o, const struct clock_result *res)
{
        json_open(o, '{');
        put_day(o, "receipt", res->receipt);
        put_day(o, "first_receipt", res->first_receipt);
        json_name(o, "receipt_rule");
        json_put(o, res->receipt_rule);
        json_name(o, "regime");
        json_put(o, regimes[res->regime]);
        put_day(o, "due", res->due);
        json_name(o, "provisional");
        json_put_bool(o, res->provisional);
        put_day(o, "supplement_notice_due", res->supplement_notice_due);
        put_day(o, "supplement_due", res->supplement_due);
        put_day(o, "consultation_due", res->consultation_due);
        put_day(o, "fee_due", res->fee_due);
        put_day(o, "confirm_due", res->confirm_due);
        put_day(o, "review_due", res->review_due);
        put_day(o, "lawsuit_due", res->lawsuit_due);
        json_name(o, "state");
        json_put(o, clock_state_word(res->state));
        json_name(o, "verdict");
        json_put(o, clock_verdict_word(res->verdict));
        put_count(o, "workdays_used", res->has_use, res->workdays_used);
        put_count(o, "workdays_left", res->has_use, res->workdays_left);
        json_name(o, "carried");
        json_put_bool(o, res->carried);
        json_name(o, "days");
        json_open(o, '[');
        for (size_t i = 0; i < res->n_days; i++) {
                const struct clock_day *d = &res->days[i];

                json_open(o, '{');
                put_day(o, "date", d->day);
                json_name(o, "counted");
                json_put_bool(o, d->counted);
                put_count(o, "n", d->counted, d->n);
                json_name(o, "why");
                json_put(o, d->why);
                if (d->with) {
                        json_name(o, "with");
                        json_put(o, d->with);
                }
                json_close(o, '}');
        }
        json_close(o, ']');
        json_name(o, "warnings");
        json_open(o, '[');
        for (size_t i = 0; i < res->n_warnings; i++)
                json_put(o, res->warnings[i]);
        json_close(o, ']');
        json_close(o, '}');
}
