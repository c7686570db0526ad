#include "app/demo/demo.h"

#include "app/demo/scenario.h"
#include "domain/calendar/calendar.h"

/* From plan to page: (1) what must be there (each unit's functions, budget, reports …) and then, by
 * weight, what fills the scenario's quotas, is planned as entries: pattern, agency, channel, days;
 * (2) entries are sorted by day of writing, so that numbers and issues run with time; (3) each is
 * written. */

enum { OLD_RULES = 10 }; /* no longer in force, or amended */

struct entry {
        const struct pattern *pattern;
        const struct demo_agency *agency;
        const char *column; /* the quota's; NULL: the pattern's */
        const char *also,
            *code; /* of a second channel; of the first when it is not the usual one */
        int channel;
        int minute; /* of the day of publication */
        struct day written, published;
        unsigned order;
        bool old_rule, with_file;
        size_t interprets;
};

struct serial {
        const char *key;
        int n;
};

struct maker {
        TALLOC_CTX *mem;
        struct scenario *sc;
        struct demo *demo;
        struct pen pen;
        struct problems problems;
        const struct day *workdays; /* of the year */
        size_t n_workdays;
        struct entry *entries;
        size_t n_entries;
        struct demo_item *items;
        size_t n_items;
        struct serial *serials; /* open addressing */
        size_t serials_size;
        struct title_count {
                const char *title;
                int n;
        } * titles;
        size_t titles_size;
        size_t n_pdf;
};

static uint64_t
hash(const char *s)
{
        uint64_t h = 0xcbf29ce484222325u;

        for (; *s; s++)
                h = (h ^ (unsigned char)*s) * 0x100000001b3u;
        return h;
}

static int
next_serial(struct maker *m, const char *key, int step)
{
        size_t i = hash(key) & (m->serials_size - 1);

        while (m->serials[i].key && strcmp(m->serials[i].key, key))
                i = (i + 1) & (m->serials_size - 1);
        if (!m->serials[i].key)
                m->serials[i].key = mem_strdup(m->mem, key);
        m->serials[i].n += step;
        return m->serials[i].n;
}

static struct title_count *
title_count(struct maker *m, const char *title)
{
        size_t i = hash(title) & (m->titles_size - 1);

        while (m->titles[i].title && strcmp(m->titles[i].title, title))
                i = (i + 1) & (m->titles_size - 1);
        if (!m->titles[i].title)
                m->titles[i].title = mem_strdup(m->mem, title);
        return &m->titles[i];
}

/* Planning
 * ------------------------------------------------------------------------------------------- */

static bool
named_in(const char *list, const char *name)
{
        size_t n = strlen(name);

        for (const char *s = list; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL)
                if (!strncmp(s, name, n) && (!s[n] || s[n] == ','))
                        return true;
        return false;
}

static bool
writes(const struct pattern *p, const struct demo_agency *a)
{
        for (size_t i = 0; i < p->n_by; i++)
                if (!strcmp(p->by[i], "*") || !strcmp(p->by[i], a->key))
                        return true;
        return false;
}

static bool
in_group(const struct demo_agency *a, const char *group)
{
        return !group || (!strcmp(group, "town")) == a->is_town;
}

static bool
in_year(const struct pattern *p, int year)
{
        char *end;
        long lo;

        if (!p->years)
                return true;
        lo = strtol(p->years, &end, 10);
        return year >= lo && year <= strtol(end + 1, NULL, 10);
}

static bool
takes(const struct quota *q, const struct pattern *p)
{
        return !q->patterns || named_in(q->patterns, p->name);
}

/* The quota that a fixed item counts in: on the site, of the right group. */
static struct quota *
quota_for(struct maker *m, const struct pattern *p, const struct demo_agency *a)
{
        for (size_t i = 0; i < m->sc->n_quotas; i++) {
                struct quota *q = &m->sc->quotas[i];

                if (q->channel == 0 && q->count > 0 && takes(q, p) && in_group(a, q->group))
                        return q;
        }
        return NULL;
}

static void
pick_days(struct maker *m, struct entry *e, int month)
{
        struct pen *pen = &m->pen;
        int y, mo, d, lag = 0;
        size_t at = 0;

        for (int i = 0; i < 400; i++) {
                at = pen_pick(pen, m->n_workdays);
                day_civil(m->workdays[at], &y, &mo, &d);
                if (month ? mo == month : (e->pattern->months >> mo) & 1)
                        break;
        }
        if (e->pattern->doc)
                lag = (int)pen_pick(pen, 8);
        e->published = m->workdays[at];
        e->written = e->published;
        while (lag > 0) {
                e->written = day_add(e->written, -1);
                if (calendar_is_workday(calendar_shipped(), e->written))
                        lag--;
        }
        e->minute = 8 * 60 + 30 + (int)pen_pick(pen, 9 * 60);
        if (e->minute >= 11 * 60 + 30 && e->minute < 13 * 60 + 30)
                e->minute += 120;
}

static struct entry *
plan(struct maker *m, const struct pattern *p, const struct demo_agency *a, int channel, int month)
{
        struct entry *e;

        mem_grow(m->mem, m->entries, m->n_entries);
        e = &m->entries[m->n_entries];
        *e = (struct entry){.pattern = p,
                            .agency = a,
                            .channel = channel,

                            .order = (unsigned)m->n_entries};
        m->n_entries++;
        pick_days(m, e, month);
        return e;
}

static void
plan_fixed(struct maker *m)
{
        const struct demo *d = m->demo;

        for (size_t i = 0; i < m->sc->book.n_patterns; i++) {
                const struct pattern *p = &m->sc->book.patterns[i];
                const struct demo_agency *who[128];
                size_t n = 0;

                if (!in_year(p, d->year) || (p->fixed && strcmp(p->fixed, d->name)))
                        continue;
                for (size_t j = 0; j < d->n_agencies && n < N(who); j++)
                        if (writes(p, &d->agencies[j]))
                                who[n++] = &d->agencies[j];
                for (size_t j = 0; j < n * (size_t)p->each + (n ? (size_t)p->count : 0); j++) {
                        const struct demo_agency *a =
                            p->each ? who[j / (size_t)p->each] : who[j % n];
                        struct quota *q = quota_for(m, p, a);
                        struct entry *e;

                        if (!q)
                                continue;
                        q->count--;
                        e = plan(m, p, a, 0, p->monthly ? (int)(j % 12) + 1 : 0);
                        e->column = q->column;
                }
        }
}

static double
share(const struct pattern *p, int channel)
{
        int sum = 0;

        for (int c = 0; c < BOOK_CHANNELS; c++)
                sum += p->channel[c];
        return sum ? (double)p->weight * p->channel[channel] / sum : 0;
}

/* Fills what is left of a quota by weight; the remainders go to the heaviest. */
static void
plan_quota(struct maker *m, const struct quota *q)
{
        const struct demo *d = m->demo;
        const struct pattern *used[128];
        double weight[128], sum = 0, owed = 0;
        size_t n = 0;

        for (size_t i = 0; i < m->sc->book.n_patterns && n < N(used); i++) {
                const struct pattern *p = &m->sc->book.patterns[i];
                double w =
                    share(p, q->patterns ? (p->channel[q->channel] ? q->channel : 0) : q->channel);
                bool any = false;

                for (size_t j = 0; j < d->n_agencies; j++)
                        any |= writes(p, &d->agencies[j]) && in_group(&d->agencies[j], q->group);
                if (q->patterns && takes(q, p) && w <= 0)
                        w = 10;
                /* What is fixed in number was planned before. */
                if (w <= 0 || !any || !takes(q, p) || !in_year(p, d->year) || p->each || p->count)
                        continue;
                used[n] = p;
                weight[n++] = w;
                sum += w;
        }
        assert(n || q->count == 0);
        for (size_t i = 0, left = (size_t)q->count; i < n; i++) {
                const struct demo_agency *who[128];
                size_t n_who = 0, count, turn;

                owed += (double)q->count * weight[i] / sum;
                count = i + 1 == n ? left : (size_t)owed < left ? (size_t)owed : left;
                owed -= (double)count;
                left -= count;
                for (size_t j = 0; j < d->n_agencies && n_who < N(who); j++)
                        if (writes(used[i], &d->agencies[j]) && in_group(&d->agencies[j], q->group))
                                who[n_who++] = &d->agencies[j];
                turn = pen_pick(&m->pen, n_who);
                for (size_t j = 0; j < count; j++) {
                        struct entry *e = plan(m, used[i], who[(turn + j) % n_who], q->channel, 0);

                        e->column = q->column;
                        e->code = q->code;
                }
        }
}

/* Of earlier years, moved to the column when it was set up anew (so that it counts now): annual reports,
 * and the normative documents that are still on the books or no longer. */
static void
plan_moved(struct maker *m, const struct pattern *p, const struct demo_agency *a,
           struct day written, bool old_rule)
{
        struct quota *q = quota_for(m, p, a);
        struct entry *e;

        if (!q)
                return;
        q->count--;
        e = plan(m, p, a, 0, 6);
        e->column = q->column;
        while (!calendar_is_workday(calendar_shipped(), written))
                written = day_add(written, -1);
        e->written = written;
        e->old_rule = old_rule;
}

static void
plan_history(struct maker *m)
{
        const struct demo *d = m->demo;
        const struct pattern *report = book_pattern(&m->sc->book, "annual_report"),
                             *rule = book_pattern(&m->sc->book, "normative");
        const struct demo_agency *gov = &d->agencies[0];
        int n_rules =
            m->sc->normative_all ? m->sc->normative_all - m->sc->normative_new + OLD_RULES : 0;

        for (int y = m->sc->reports_since + 1; m->sc->reports_since && y < d->year; y++)
                for (size_t i = 0; i < d->n_agencies; i++)
                        plan_moved(m, report, &d->agencies[i],
                                   day_ymd(y, 3, 1 + (int)pen_pick(&m->pen, 28)), false);
        for (int i = 0; i < n_rules; i++)
                plan_moved(m, rule, gov,
                           day_ymd(d->year - 1 - i % 7, 1 + (int)pen_pick(&m->pen, 12),
                                   1 + (int)pen_pick(&m->pen, 28)),
                           i < OLD_RULES);
        for (int i = 0; i < m->sc->normative_new; i++) {
                struct quota *q = quota_for(m, rule, gov);

                if (!q)
                        continue;
                q->count--;
                plan(m, rule, gov, 0, 3 + 4 * i)->column = q->column;
        }
}

static int
by_day(const void *a, const void *b)
{
        const struct entry *x = a, *y = b;
        int c = day_cmp(x->written, y->written);

        return c ? c : (x->order > y->order) - (x->order < y->order);
}

/* Writing
 * -------------------------------------------------------------------------------------------- */

static const char *
column_of(struct maker *m, const struct entry *e)
{
        const char *s = e->pattern->column, *code;

        if (e->column)
                return e->column;
        code = mem_strndup(m->mem, s, strcspn(s, " "));
        for (s = strchr(s, ' '); s; s = strchr(s + 1, ' ')) {
                size_t n = strlen(e->agency->key);

                if (!strncmp(s + 1, e->agency->key, n) && s[1 + n] == '=')
                        code = mem_strndup(m->mem, s + n + 2, strcspn(s + n + 2, " "));
        }
        for (size_t i = 0; i < m->sc->n_maps; i++)
                if (!strcmp(e->pattern->name, m->sc->maps[i].from) ||
                    !strncmp(code, m->sc->maps[i].from, strlen(m->sc->maps[i].from)))
                        return m->sc->maps[i].to;
        return code;
}

/* 我局, 我镇: the last word of the name, 办公室 being 办; what has no such word is 单位. */
static const char *
self_word(const struct demo_agency *a)
{
        static const char *const ends[][2] = {{"办公室", "办"}, {"街道", "街道"}, {"苏木", "苏木"},
                                              {"镇", "镇"},     {"乡", "乡"},     {"局", "局"},
                                              {"委员会", "委"}, {"中心", "中心"}, {"办", "办"}};
        const char *name = a->is_town ? a->short_name : a->name;
        size_t n = strlen(name);

        for (size_t i = 0; i < N(ends); i++) {
                size_t k = strlen(ends[i][0]);

                if (n > k && !strcmp(name + n - k, ends[i][0]))
                        return ends[i][1];
        }
        return "单位";
}

struct signer {
        const char *name, *mark;
};

/* Papers of the government office go out under the government's own name when it decides. */
static struct signer
signer_of(struct maker *m, const struct entry *e)
{
        const char *genre = e->pattern->genre;

        if (strcmp(e->agency->key, "gov"))
                return (struct signer){e->agency->name, e->agency->mark};
        if (genre && !strcmp(genre, "批复"))
                return (struct signer){m->demo->government,
                                       mem_printf(m->mem, "%s函", m->sc->gov_mark)};
        if (!strcmp(e->pattern->name, "normative") || !strcmp(e->pattern->name, "land_take"))
                return (struct signer){m->demo->government,
                                       mem_printf(m->mem, "%s发", m->sc->gov_mark)};
        return (struct signer){e->agency->name, mem_printf(m->mem, "%s办发", m->sc->gov_mark)};
}

static const char *
doc_no_of(struct maker *m, const struct entry *e, const struct signer *signer)
{
        static const char *const ends[][2] = {
            {"函", "函"}, {"批复", "审"}, {"公告", "告"}, {"通告", "告"}};
        const char *end = "发", *mark = signer->mark, *genre = e->pattern->genre;
        int year = day_year(e->written), n;

        if (!e->pattern->doc)
                return NULL;
        for (size_t i = 0; i < N(ends); i++)
                if (genre && !strcmp(genre, ends[i][0]))
                        end = ends[i][1];
        if (strcmp(e->agency->key, "gov"))
                mark = mem_printf(m->mem, "%s%s", signer->mark, end);
        n = next_serial(m, mem_printf(m->pen.mem, "no/%s/%d", mark, year),
                        1 + (pen_pick(&m->pen, 5) == 0));
        return mem_printf(m->mem, "%s〔%d〕%d号", mark, year, n);
}

static void
bind_house(struct maker *m, const struct entry *e, const struct signer *signer)
{
        struct pen *pen = &m->pen;
        const struct demo_agency *a = e->agency;
        const struct demo *d = m->demo;

        pen_forget(pen, 0);
        pen->day = e->written;
        pen->key = a->key;
        pen_bind(pen, "county", d->place);
        pen_bind(pen, "gov", d->government);
        pen_bind(pen, "office", d->office);
        pen_bind(pen, "who", signer->name);
        pen_bind(pen, "whoshort", a->short_name);
        pen_bind(pen, "org", self_word(a));
        pen_bind(pen, "xian", m->sc->xian);
        pen_bind(pen, "province", m->sc->province);
        pen_bind(pen, "pcode", m->sc->pcode);
        pen_bind(pen, "phone", d->phone);
        pen_bind(pen, "postcode", d->postcode);
        pen_bind(pen, "docabbr", a->mark);
        if (a->is_town)
                pen_bind(pen, "town", a->short_name);
}

/* An issue or batch number is only drawn when the title asks for it. */
static const char *
title_of(struct maker *m, const struct entry *e, const struct signer *signer)
{
        struct pen *pen = &m->pen;
        const struct pattern *p = e->pattern;
        const char *source = p->titles[pen_pick(pen, p->n_titles)], *title;

        if (strstr(source, "{seqall}")) {
                int n = next_serial(m, mem_printf(pen->mem, "all/%s", p->name), 1);

                pen_bind(pen, "seqall",
                         mem_printf(pen->mem, "%d", p->count ? n * 29 % p->count + 1 : n));
        }
        if (strstr(source, "{seq}"))
                pen_bind(pen, "seq",
                         mem_printf(pen->mem, "%d",
                                    next_serial(m,
                                                mem_printf(pen->mem, "seq/%s/%s/%d", source,
                                                           e->agency->slug, day_year(e->written)),
                                                1)));
        title = pen_write(pen, source);
        if (p->doc && !strncmp(title, "关于", 6))
                title = mem_printf(pen->mem, "%s%s", signer->name, title);
        return title;
}

static void
add_block(struct maker *m, struct block **blocks, size_t *n, enum block_kind kind, const char *text)
{
        mem_grow(m->mem, *blocks, *n);
        (*blocks)[(*n)++] = (struct block){.kind = kind, .text = text};
}

/* First paragraph, at most 100 characters (内容概述). */
static const char *
summary_of(struct maker *m, const struct block *blocks, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (blocks[i].kind == BLOCK_PARA || blocks[i].kind == BLOCK_POINT) {
                        const char *s = blocks[i].text;
                        size_t chars = 0, at = 0;

                        for (; s[at] && chars < 100; at++)
                                chars += ((unsigned char)s[at + 1] & 0xc0) != 0x80;
                        return s[at] ? mem_printf(m->mem, "%.*s…", (int)at, s)
                                     : mem_strdup(m->mem, s);
                }
        return "";
}

static void
sign(struct maker *m, const struct entry *e, const struct signer *signer,
     const struct demo_file *file, struct block **blocks, size_t *n)
{
        char text[DAY_CHINESE_SIZE];

        if (file->type && file->form)
                add_block(
                    m, blocks, n, BLOCK_ANNEX,
                    mem_printf(m->mem, "附件：%.*s", (int)(strlen(file->name) - 5), file->name));
        if (!e->pattern->sign)
                return;
        add_block(m, blocks, n, BLOCK_SIGNER, mem_strdup(m->mem, signer->name));
        add_block(m, blocks, n, BLOCK_DATE, mem_strdup(m->mem, day_chinese(e->written, text)));
}

/* Whose form is it: 办事指南 → 申请表, 招聘 → 报名表 …; what has no form is attached as the
 * document. */
static struct demo_file
file_of(struct maker *m, const struct entry *e, const char *title)
{
        static const struct {
                const char *pattern, *slot, *end;
        } forms[] = {
            {"service_guide", "matter", "申请表"},  {"recruit", "rec_unit", "应聘报名表"},
            {"jobs", NULL, "求职登记表"},           {"school", "edu", "登记表"},
            {"decision_draft", NULL, "意见反馈表"}, {"procurement", "proc_item", "采购响应声明函"}};
        const struct pattern *p = e->pattern;
        struct demo_file f = {0};

        if (!e->with_file)
                return f;
        f.type = p->file;
        for (size_t i = 0; i < N(forms); i++)
                if (!strcmp(p->name, forms[i].pattern)) {
                        const char *of = forms[i].slot ? pen_bound(&m->pen, forms[i].slot) : NULL;

                        f.type = "docx";
                        f.form = true;
                        f.name = mem_printf(m->mem, "%s%s.docx", of ? of : "", forms[i].end);
                        return f;
                }
        /* Three in four as DOCX: a PDF carries its fonts, forty times the size. */
        if (!strcmp(f.type, "pdf") && m->n_pdf++ % 4)
                f.type = "docx";
        f.name = mem_printf(m->mem, "%s.%s", title, f.type);
        return f;
}

/* Within 《》 the marks of a title inside it are 〈〉 (GB/T 15834 4.15). */
static const char *
quoted(struct maker *m, const char *title)
{
        struct buf b = buf_new(m->mem, KiB(4));

        for (const char *s = title; *s;) {
                if (!strncmp(s, "《", 3)) {
                        buf_str(&b, "〈");
                        s += 3;
                } else if (!strncmp(s, "》", 3)) {
                        buf_str(&b, "〉");
                        s += 3;
                } else {
                        buf_char(&b, *s++);
                }
        }
        return buf_text(&b);
}

static void
write_item(struct maker *m, const struct entry *e, struct demo_item *item)
{
        static const char *const channels[BOOK_CHANNELS] = {"website", "weibo", "wechat", "other"};
        struct signer signer = signer_of(m, e);
        const char *title = NULL;
        struct block *blocks;
        struct title_count *seen = NULL;
        size_t n;

        for (int i = 0; i < 60; i++) {
                bind_house(m, e, &signer);
                pen_lets(&m->pen, e->pattern);
                if (e->interprets)
                        pen_bind(&m->pen, "target", quoted(m, m->items[e->interprets - 1].title));
                title = title_of(m, e, &signer);
                seen = title_count(m, title);
                if (!seen->n || (i > 40 && seen->n < 2))
                        break;
        }
        while (seen->n >= 2) { /* all that could be said was said: it gets a number */
                title = mem_printf(m->pen.mem, "%s（第%d号）", title,
                                   next_serial(m, mem_printf(m->pen.mem, "more/%s", title), 1) + 2);
                seen = title_count(m, title);
        }
        seen->n++;
        *item = (struct demo_item){
            .pattern = e->pattern->name,
            .agency = e->agency,
            .column = column_of(m, e),
            .topic = e->pattern->topic,
            .genre = e->pattern->genre,
            .audience = e->pattern->audience,
            .title = mem_strdup(m->mem, title),
            .written = e->written,
            .effective = DAY_NONE,
            .expires = DAY_NONE,
            .repealed = DAY_NONE,
            .validity = "unstated",
            .channel = e->code ? e->code : channels[e->channel],
            .also = e->also,

            .interprets = e->interprets,
            .published = {instant_of_day(e->published).ms + (int64_t)e->minute * 60000}};
        item->doc_no = doc_no_of(m, e, &signer);
        item->file = file_of(m, e, title);
        blocks = pen_body(&m->pen, e->pattern, &n);
        item->summary = summary_of(m, blocks, n);
        sign(m, e, &signer, &item->file, &blocks, &n);
        item->blocks = blocks;
        item->n_blocks = n;
}

/* Validity: rules of the past are in force, amended, repealed by this year's decision or run out; a
 * numbered paper of this year is in force. */
static void
mark_validity(struct maker *m, const struct entry *e, struct demo_item *item)
{
        bool rule = !strcmp(e->pattern->name, "normative");

        if (!rule && !(item->doc_no && e->pattern->policy))
                return;
        item->validity = "valid";
        if (!rule)
                return;
        item->effective = day_add(item->written, 30);
        if (!e->old_rule)
                return;
        switch (e->order % 3) {
        case 0:
                item->validity = "lapsed";
                item->expires = day_ymd(m->demo->year, 1 + (int)(e->order % 9), 28);
                break;
        case 1:
                item->validity = "amended";
                break;
        default:
                item->validity = "repealed";
                item->repealed = day_ymd(m->demo->year, 6, 28);
                item->repealed_by = mem_printf(m->mem, "%s关于公布废止部分行政规范性文件的决定",
                                               m->demo->government);
        }
}

static const struct day *
workdays(TALLOC_CTX *mem, int year, size_t *ret_n)
{
        struct day *days = mem_array(mem, struct day, 366);
        size_t n = 0;

        for (struct day d = day_ymd(year, 1, 1); day_year(d) == year; d = day_add(d, 1))
                if (calendar_is_workday(calendar_shipped(), d))
                        days[n++] = d;
        *ret_n = n;
        return days;
}

/* One paragraph on what each agency is there for. */
static void
give_mandates(struct maker *m)
{
        for (size_t i = 0; i < m->demo->n_agencies; i++) {
                m->pen.key = m->sc->agencies[i].key;
                pen_forget(&m->pen, 0);
                pen_bind(&m->pen, "xian", m->sc->xian);
                m->sc->agencies[i].mandate = pen_write(&m->pen, "{mandate}");
        }
}

static bool
is_explained(const struct maker *m, const struct entry *e)
{
        return e->pattern->policy && e->channel == 0 && day_year(e->written) == m->demo->year &&
               !strcmp(e->agency->key, "gov");
}

/* The explanation comes out within three working days of the document, never in the next year. */
static void
plan_interpretation(struct maker *m, size_t of)
{
        const struct entry *s = &m->entries[of];
        struct entry e = {.pattern = book_pattern(&m->sc->book, "interpretation"),
                          .agency = s->agency,
                          .interprets = of + 1,
                          .order = (unsigned)m->n_entries,
                          .minute = s->minute > 960 ? s->minute : s->minute + 30};

        e.published = calendar_nth(calendar_shipped(), s->published, (int)pen_pick(&m->pen, 3)).day;
        if (day_year(e.published) != m->demo->year)
                e.published = s->published;
        e.written = e.published;
        mem_grow(m->mem, m->entries, m->n_entries);
        m->entries[m->n_entries++] = e;
}

/* The documents of the government that are explained: its rules, the others evenly over the year. */
static void
plan_interpretations(struct maker *m)
{
        size_t n = m->n_entries, n_fit = 0, taken = 0, seen = 0;
        size_t want = (size_t)m->sc->interpretations;

        for (size_t i = 0; i < n; i++) {
                if (!is_explained(m, &m->entries[i]))
                        continue;
                if (!strcmp(m->entries[i].pattern->name, "normative") && taken < want) {
                        plan_interpretation(m, i);
                        taken++;
                } else {
                        n_fit++;
                }
        }
        want -= taken;
        taken = 0;
        for (size_t i = 0; i < n && taken < want; i++) {
                if (!is_explained(m, &m->entries[i]) ||
                    !strcmp(m->entries[i].pattern->name, "normative"))
                        continue;
                if (seen++ * want / n_fit < taken)
                        continue;
                plan_interpretation(m, i);
                taken++;
        }
        assert(taken == want);
}

static void
give_also(struct maker *m)
{
        for (size_t i = 0; i < m->sc->n_quotas; i++) {
                const struct quota *q = &m->sc->quotas[i];
                int left = q->also;

                for (size_t j = 0; j < m->n_entries && left; j++)
                        if (!m->entries[j].also && in_group(m->entries[j].agency, q->group)) {
                                m->entries[j].also = q->also_channel;
                                left--;
                        }
        }
}

/* One item in five has an attachment: evenly among those that could. */
static void
give_files(struct maker *m)
{
        size_t can = 0;
        double owed = 0;

        for (size_t i = 0; i < m->n_entries; i++)
                can += m->entries[i].pattern->file && m->entries[i].channel == 0;
        for (size_t i = 0; i < m->n_entries; i++) {
                if (!m->entries[i].pattern->file || m->entries[i].channel != 0)
                        continue;
                owed += (double)m->n_entries / 5 / (double)can;
                m->entries[i].with_file = owed >= 1;
                owed -= m->entries[i].with_file;
        }
}

int
demo_make(TALLOC_CTX *mem, const char *name, struct demo **ret)
{
        struct maker m = {
            .mem = mem, .problems = {.mem = mem}, .serials_size = 1 << 15, .titles_size = 1 << 16};
        struct scenario *sc;
        int r;

        r = scenario_read(mem, name, &sc);
        if (r)
                return r < 0 ? err_trace(r) : 1;
        m.sc = sc;
        m.demo = sc->demo;
        m.pen = (struct pen){.mem = mem,
                             .book = &sc->book,
                             .state = sc->seed,
                             .villages = sc->villages,
                             .n_villages = sc->n_villages,
                             .problems = &m.problems};
        m.serials = mem_array(mem, struct serial, m.serials_size);
        m.titles = mem_array(mem, struct title_count, m.titles_size);
        m.workdays = workdays(mem, sc->demo->year, &m.n_workdays);
        for (int i = 0; i < sc->interpretations; i++) {
                struct quota *q = quota_for(&m, book_pattern(&sc->book, "interpretation"),
                                            &sc->demo->agencies[0]);

                if (q)
                        q->count--;
        }
        give_mandates(&m);
        plan_history(&m);
        plan_fixed(&m);
        for (size_t i = 0; i < sc->n_quotas; i++)
                plan_quota(&m, &sc->quotas[i]);
        qsort(m.entries, m.n_entries, sizeof(*m.entries), by_day);
        plan_interpretations(&m);
        give_also(&m);
        give_files(&m);
        m.items = mem_array(mem, struct demo_item, m.n_entries);
        for (size_t i = 0; i < m.n_entries; i++) {
                m.pen.where = m.entries[i].pattern->name;
                write_item(&m, &m.entries[i], &m.items[i]);
                mark_validity(&m, &m.entries[i], &m.items[i]);
                m.n_items++;
        }
        if (m.problems.n)
                return err_set(ERR_DATA, "%s: %s (%zu such)", m.problems.list[0].field,
                               m.problems.list[0].message, m.problems.n);
        sc->demo->items = m.items;
        sc->demo->n_items = m.n_items;
        *ret = sc->demo;
        return 0;
}
