#include "domain/report/facts.h"

#include "base/text.h"
#include "domain/report/figures.h"
#include "domain/report/lines.h"
#include "domain/report/shipped.h"

#include <pthread.h>

enum { FACTS_MAX = 3000, BACK_MAX = 1200, BEHIND_MAX = 45, NEXT_MAX = 19, NAMES_MAX = 16 };

/* ---- what counts what: data/forms/facts.txt ---- */

struct alternatives {
        const char *words[NAMES_MAX];
        size_t n;
        bool sentence; /* ^: anywhere before in the sentence */
        bool before;   /* <: only before the figure, in its clause */
        bool next;     /* =: the noun next to the figure, before or behind it */
};

struct kind {
        const char *key, *name, *units;
        struct alternatives need[4], never[NAMES_MAX];
        size_t n_need, n_never;
};

struct kinds {
        TALLOC_CTX *mem;
        struct kind *list;
        size_t n;
};

static struct kinds kinds;
static pthread_once_t kinds_once = PTHREAD_ONCE_INIT;

static size_t
read_words(TALLOC_CTX *mem, const char *s, struct alternatives *out, size_t max)
{
        size_t n = 0;

        while (*(s += strspn(s, " ")) && n < max) {
                size_t len = strcspn(s, " ");
                struct alternatives *a = &out[n++];

                a->sentence = *s == '^';
                a->before = *s == '<';
                a->next = *s == '=';
                for (size_t i = a->sentence || a->before || a->next ? 1 : 0;
                     i < len && a->n < NAMES_MAX;) {
                        size_t k = strcspn(s + i, "/ ");

                        a->words[a->n++] = mem_strndup(mem, s + i, k);
                        i += k + 1;
                }
                s += len;
        }
        return n;
}

static void
read_kind(void *arg, size_t line, const char *word, char **f, size_t n)
{
        struct kinds *ks = arg;
        struct kind k = {0};

        (void)line;
        assert(strcmp(word, "fact") == 0 && n >= 4);
        k.key = f[0];
        k.name = f[1];
        k.units = mem_printf(ks->mem, " %s ", f[2]);
        k.n_need = read_words(ks->mem, f[3], k.need, N(k.need));
        k.n_never = n > 4 ? read_words(ks->mem, f[4], k.never, N(k.never)) : 0;
        mem_grow(ks->mem, ks->list, ks->n);
        ks->list[ks->n++] = k;
}

static void
read_kinds(void)
{
        struct problems p = {0};

        kinds.mem = p.mem = mem_root(); /* lives as long as the process */
        lines_read(kinds.mem, (const char *)form_facts, form_facts_size, &p, read_kind, &kinds);
        assert(p.n == 0);
}

/* Whether the clause before the figure ends with the word, or it stands at once behind. */
static bool
is_next(const char *near, const char *figure, const char *word)
{
        size_t from = 0, to = figure_noun_end(near, from, (size_t)(figure - near), false),
               n = strlen(word);
        const char *behind = strstr(figure, word);

        return (to >= n && memcmp(near + to - n, word, n) == 0) ||
               (behind && behind - figure <= NEXT_MAX);
}

static bool
any(const struct alternatives *a, const char *near, const char *sentence)
{
        const char *figure = strchr(near, '#');

        for (size_t i = 0; i < a->n; i++) {
                const char *w = strstr(near, a->words[i]);

                if (a->next && w && is_next(near, figure, a->words[i]))
                        return true;
                if ((w && !a->next && (!a->before || w < figure)) ||
                    (a->sentence && strstr(sentence, a->words[i])))
                        return true;
        }
        return false;
}

static const struct kind *
kind_of(TALLOC_CTX *mem, const char *unit, const char *near, const char *sentence)
{
        /* 场次 and 件次 are counted as 场 and 件 */
        bool times = strcmp(unit, "场次") == 0 || strcmp(unit, "件次") == 0;
        const char *spaced = mem_printf(mem, " %.*s ", times ? 3 : 12, *unit ? unit : "-");

        for (size_t i = 0; i < kinds.n; i++) {
                const struct kind *k = &kinds.list[i];
                bool ok = strstr(k->units, spaced);

                for (size_t j = 0; ok && j < k->n_need; j++)
                        ok = any(&k->need[j], near, sentence);
                for (size_t j = 0; ok && j < k->n_never; j++)
                        ok = !any(&k->never[j], near, sentence);
                if (ok)
                        return k;
        }
        return NULL;
}

static bool
starts(const char *s, const char *word)
{
        return strncmp(s, word, strlen(word)) == 0;
}

/* Whether text before i ends with the word. */
static bool
after(const char *text, size_t i, const char *word)
{
        size_t n = strlen(word);

        return i >= n && memcmp(text + i - n, word, n) == 0;
}

/* ---- facts ---- */

struct finder {
        TALLOC_CTX *mem;
        struct report *rep;
        const struct paper *p;
        size_t last; /* where the figure before ended, with the noun behind it */
};

static bool
is_full_stop(const char *s)
{
        return *s == '\n' || *s == '!' || *s == '?' || starts(s, "。");
}

static bool
is_comma(const char *s)
{
        return *s == ',' || *s == ';' || *s == ':' || *s == '(' || *s == ')';
}

/* Beginning of the clause (or the sentence) in which i stands. */
static size_t
begin_of(const char *text, size_t i, bool clause)
{
        size_t least = i > BACK_MAX ? i - BACK_MAX : 0;

        while (i > least) {
                size_t k = i - 1;

                while (k > 0 && ((uint8_t)text[k] & 0xc0) == 0x80)
                        k--;
                if (is_full_stop(text + k) || (clause && is_comma(text + k)))
                        return i;
                i = k;
        }
        return i;
}

/* Where the words at once behind a figure end: at a mark or at the next figure. */
static size_t
end_of_noun(const char *text, size_t i)
{
        static const char *const joins[] = {"以及", "和", "及", "与", "或", "并"};
        size_t from = i;

        while (text[i] && !is_full_stop(text + i) && !is_comma(text + i) &&
               !starts(text + i, "、") && !(text[i] >= '0' && text[i] <= '9') &&
               i < from + BEHIND_MAX) {
                i++;
                while (((uint8_t)text[i] & 0xc0) == 0x80)
                        i++;
        }
        for (size_t k = 0; k < N(joins); k++)
                if (i - from > strlen(joins[k]) && after(text, i, joins[k]))
                        i -= strlen(joins[k]);
        return i;
}

/* "3次在线访谈": what is counted stands behind the unit, and is no verb of what was done with it. */
static bool
is_noun(const char *s, size_t n)
{
        static const char *const verbs[] = {
            "均", "已", "其", "同", "占", "较", "比", "并", "全",   "都", "以", "左",
            "进", "办", "答", "回", "收", "受", "按", "予", "部分", "不", "无", "转",
            "结", "经", "由", "通", "在", "为", "是", "和", "与",   "及", "或", "的",
        };

        for (size_t i = 0; i < N(verbs); i++)
                if (starts(s, verbs[i]))
                        return false;
        return n >= 6 && (uint8_t)*s >= 0xe0;
}

static void
add_fact(struct finder *f, struct report_fact fact)
{
        if (f->rep->n_facts >= FACTS_MAX)
                return;
        fact.whole = -1;
        mem_grow(f->mem, f->rep->facts, f->rep->n_facts);
        f->rep->facts[f->rep->n_facts++] = fact;
}

/* Where the words that say what is counted begin: in the clause, behind the figure before; further back
 * while they are fewer than `least` bytes and no figure stands between. */
static size_t
begin_words(const struct finder *f, const struct figure *g, size_t least)
{
        const char *text = f->p->text;
        size_t from = begin_of(text, g->from, true), sentence = begin_of(text, g->from, false);
        size_t last = f->last;

        for (int i = 0; i < 3 && g->from - from < least && from > sentence && from - 1 > last; i++)
                from = begin_of(text, from - 1, true);
        if (last > from)
                from = starts(text + last, "、") || starts(text + last, "和") ? last + 3 : last;
        return from < g->from ? from : g->from;
}

/* Long titles (《…》) say what a paper is called, not what is counted. */
static const char *
without_titles(TALLOC_CTX *mem, const char *s, size_t n)
{
        enum { TITLE_LEAST = 42 };
        struct buf b = buf_new(mem, KiB(8));

        for (size_t i = 0; i < n;) {
                const char *end = starts(s + i, "《") ? memmem(s + i, n - i, "》", 3) : NULL;

                if (end && end - (s + i) >= TITLE_LEAST) {
                        i = (size_t)(end - s) + 3;
                        continue;
                }
                buf_char(&b, s[i++]);
        }
        return buf_text(&b);
}

static bool
ends(const char *s, const char *word)
{
        size_t n = strlen(s), k = strlen(word);

        return n >= k && strcmp(s + n - k, word) == 0;
}

/* Names that carry their unit have their figure in it: fees_yuan in 元, budget_wan in 万元. */
static void
convert(struct report_fact *f)
{
        bool wan = strcmp(f->unit, "万元") == 0, yi = strcmp(f->unit, "亿元") == 0;

        if (ends(f->name, "_yuan") && (wan || yi)) {
                f->value *= wan ? 1e4 : 1e8;
                f->unit = "元";
        } else if (ends(f->name, "_wan") && (yi || strcmp(f->unit, "元") == 0)) {
                f->value = yi ? f->value * 1e4 : f->value / 1e4;
                f->unit = "万元";
        }
}

/* The noun itself: without 其中 before it and words of quantity behind. */
static const char *
label_of(struct finder *f, size_t from, size_t to)
{
        static const char *const openings[] = {"其中", ":",    ",",    "、", "和",
                                               "及",   "以及", "包括", "\n"};
        const char *text = f->p->text;

        for (bool more = true; more && from < to;) {
                more = false;
                for (size_t i = 0; i < N(openings) && !more; i++)
                        if (starts(text + from, openings[i]) && !starts(text + from, "及时") &&
                            from + strlen(openings[i]) < to) {
                                from += strlen(openings[i]);
                                more = true;
                        }
        }
        return paper_quote(f->mem, f->p, from, figure_noun_end(text, from, to, true));
}

/* What the paragraph is about: its heading, the line before when that is one, and its first words. */
static const char *
topic_of(TALLOC_CTX *mem, struct finder *f, size_t sentence)
{
        enum { HEADING = 90, FIRST_WORDS = 45 };
        const char *text = f->p->text;
        size_t from = sentence, least = sentence > BACK_MAX ? sentence - BACK_MAX : 0, line;

        while (from > least && text[from - 1] != '\n')
                from--;
        line = from ? from - 1 : 0;
        while (line > 0 && text[line - 1] != '\n' && from - line < HEADING)
                line--;
        if (line > 0 && text[line - 1] != '\n')
                line = from; /* the line before is a paragraph */
        if (from == least && least > 0)
                return "";
        if (sentence - from > FIRST_WORDS)
                return mem_printf(mem, "%.*s%.*s", (int)(from - line), text + line, FIRST_WORDS,
                                  text + from);
        return mem_strndup(mem, text + line, sentence - line);
}

/* A figure at once behind another of the same words, in another unit. */
static const struct kind *
kind_of_pair(TALLOC_CTX *mem, const struct finder *f, const struct figure *g, const char *sentence)
{
        const struct report_fact *last =
            f->rep->n_facts ? &f->rep->facts[f->rep->n_facts - 1] : NULL;
        const char *text = f->p->text;

        if (!last || last->to + strlen("、") != g->from || !starts(text + last->to, "、") ||
            strcmp(last->unit, g->unit) == 0)
                return NULL;
        return kind_of(
            mem, g->unit,
            mem_printf(mem, "%.*s#", (int)(last->from - last->clause), text + last->clause),
            sentence);
}

static void
take_figure(struct finder *f, const struct figure *g)
{
        const char *text = f->p->text;
        size_t clause = begin_words(f, g, 7), behind = end_of_noun(text, g->to);
        size_t sentence = begin_of(text, g->from, false), wide = begin_words(f, g, 24);
        bool noun = is_noun(text + g->to, behind - g->to) && *g->unit && *g->unit != '%';
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *all = mem_printf(tmp, "%s%.*s", topic_of(tmp, f, sentence),
                                     (int)(g->from - sentence), text + sentence);
        const char *before = without_titles(tmp, text + clause, g->from - clause);
        const char *next = mem_strndup(tmp, text + g->to, behind - g->to);
        const struct kind *k =
            noun ? kind_of(tmp, g->unit, mem_printf(tmp, "#%s", next), all) : NULL;
        bool by_noun = k || (noun && clause == g->from);
        struct report_fact fact = {
            .value = g->value,
            .unit = g->unit,
            .approx = g->approx,
            .text = paper_quote(f->mem, f->p, clause, by_noun ? behind : g->to),
            .at = f->p->at[clause],
            .from = g->from,
            .to = g->to,
            .clause = clause,
            .sentence = sentence,
        };

        if (!k)
                k = kind_of(tmp, g->unit, mem_printf(tmp, "%s#%s", before, next), all);
        if (!k && wide < clause) /* "其中8件": what is counted was said before */
                k = kind_of(
                    tmp, g->unit,
                    mem_printf(tmp, "%s#", without_titles(tmp, text + wide, g->from - wide)), all);
        if (!k && clause == g->from && !noun) /* "培训2场次、150人次" */
                k = kind_of_pair(tmp, f, g, all);
        if (!k && clause == g->from && !noun) /* "(二)依申请公开。0件。" */
                k = kind_of(tmp, g->unit, mem_printf(tmp, "%s#", topic_of(tmp, f, sentence)), all);
        fact.name = k ? k->name : "other";
        fact.key = k ? k->key : "other";
        fact.label = by_noun || (!k && noun && strcmp(g->unit, "个") == 0)
                         ? label_of(f, g->to, behind)
                         : label_of(f, clause, g->from);
        convert(&fact);
        add_fact(f, fact);
        f->last = by_noun && k ? behind : g->to;
}

/* ---- noughts in words ---- */

static void
take_nought(struct finder *f, size_t from, size_t to, const char *key)
{
        add_fact(f, (struct report_fact){.name = key,
                                         .key = key,
                                         .label = paper_quote(f->mem, f->p, from, to),
                                         .unit = strcmp(key, "fees_yuan") == 0 ? "元" : "件",
                                         .negated = true,
                                         .text = paper_quote(f->mem, f->p, from, to),
                                         .at = f->p->at[from],
                                         .from = from,
                                         .to = to,
                                         .clause = from,
                                         .sentence = begin_of(f->p->text, from, false)});
}

static bool
has_any(const char *s, const char *const *list, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (strstr(s, list[i]))
                        return true;
        return false;
}

/* Where "nothing of the kind" begins in a clause; NULL. */
static const char *
denial(const char *s)
{
        static const char *const words[] = {
            "未收到", "未接到", "没有收到", "没有接到", "没收到", "未受理", "未发生", "未出现",
            "未产生", "没有",   "未有",     "不收取",   "未收取", "不存在", "暂无",   "尚无",
            "均无",   "也无",   "未涉及",   "未引发",   "未就",   "未因",   "未被",   "未向",
            "未对",   "未提起", "未接收",   "未曾",     "未征收", "不收费", "未收费", "从未",
            "无人",   "未办理", "无因",     "未减免",   "亦无",   "未新收", "未接受",
        };
        static const char *const bound[] = {"无法", "无障碍", "无正当", "无偿", "无条件",
                                            "无关", "无误",   "无遗漏", "无缝", "无效",
                                            "无一", "无纸",   "无论",   "无权", "无须"};
        const char *first = NULL, *none = strstr(s, "无");

        for (size_t i = 0; i < N(words); i++) {
                const char *w = strstr(s, words[i]);

                if (w && (!first || w < first))
                        first = w;
        }
        if (!first && none && !has_any(none, bound, N(bound)) &&
            (none == s || none - s <= 12 || strstr(s, "公开无") || strlen(none) == 3))
                first = none;
        return first;
}

static bool
speaks_of_fees(const char *s)
{
        return strstr(s, "收费") || strstr(s, "费用") || strstr(s, "处理费");
}

/* What the clause text[from..to), of which `rest` is denied, says there was none of. */
static void
take_noughts(struct finder *f, size_t from, size_t to, const char *clause, const char *rest)
{
        static const char *const ways[] = {"当面", "信函", "传真", "网上", "邮件", "邮寄"};
        static const char *const others[] = {"复议", "诉讼", "费", "提案"};

        if (strstr(rest, "复议"))
                take_nought(f, from, to, "reviews");
        if (strstr(rest, "诉讼"))
                take_nought(f, from, to, "lawsuits");
        if (strstr(rest, "申诉") || strstr(rest, "投诉") || strstr(rest, "举报"))
                take_nought(f, from, to, "complaints");
        if ((speaks_of_fees(rest) || strstr(clause, "收费")) && !strstr(clause, "行政事业性"))
                take_nought(f, from, to, "fees_yuan");
        if (strstr(rest, "申请") && (strstr(clause, "公开") || strstr(clause, "政府信息")) &&
            !has_any(rest, others, N(others)) && !has_any(rest, ways, N(ways)))
                take_nought(f, from, to, "requests_received");
}

/* 二、 (二): a heading. */
static bool
is_numbered(const char *s)
{
        return starts(s, "(") || (strlen(s) >= 6 && starts(s + 3, "、"));
}

static void
find_noughts(struct finder *f)
{
        enum { CLAUSE_MAX = 400 };
        static const char *const never[] = {"逾期", "超期", "超时", "纠错",     "败诉", "维持",
                                            "减少", "拒绝", "泄",   "未予公开", "未按"};
        const char *text = f->p->text;
        size_t before = 0;

        for (size_t i = 0; text[i];) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                size_t end = i, from = i;
                const char *clause, *rest;
                char mark;

                while (text[end] && !is_full_stop(text + end) && text[end] != ',' &&
                       text[end] != ';' && text[end] != ':')
                        end++;
                mark = text[end];
                i = end + (text[end] ? 1 : 0);
                while (((uint8_t)text[i] & 0xc0) == 0x80)
                        i++;
                if (end - from > CLAUSE_MAX)
                        continue;
                clause = mem_strndup(tmp, text + from, end - from);
                if (strcmp(clause, "无") == 0 && before < from && from - before < CLAUSE_MAX) {
                        /* "依申请公开:无。" */
                        clause = mem_strndup(tmp, text + before, end - before);
                        take_noughts(f, before, end, clause, clause);
                        continue;
                }
                before = mark == ':' || (mark == '\n' && is_numbered(clause)) ? from : SIZE_MAX;
                rest = denial(clause);
                if (rest && !has_any(rest, never, N(never)))
                        take_noughts(f, from, end, clause, strlen(rest) == 3 ? clause : rest);
        }
}

/* ---- wholes and parts ---- */

/* "…组成" later in the sentence. */
static bool
is_made_up(const char *s)
{
        for (size_t i = 0; s[i] && !is_full_stop(s + i) && i < BACK_MAX; i++)
                if (starts(s + i, "组成") || starts(s + i, "构成"))
                        return true;
        return false;
}

/* "共X条，其中A x条，B y条": the facts that the words say are parts of X. A semicolon ends the parts when
 * they were set apart by commas; so does the end of the sentence. */
static void
find_parts(struct finder *f)
{
        static const char *const openings[] = {"其中", "包括", "分别", "通过不同渠道和方式"};
        const char *text = f->p->text;
        struct report *rep = f->rep;

        for (size_t i = 0; i + 1 < rep->n_facts; i++) {
                struct report_fact *w = &rep->facts[i], *first = w + 1;
                const char *between;
                bool comma = false, made, formed;
                size_t last;

                if (strcmp(w->unit, "%") == 0 || strcmp(w->unit, first->unit) != 0)
                        continue;
                between = mem_strndup(f->mem, text + w->to, first->from - w->to);
                formed = after(between, strlen(between), ",由") && is_made_up(text + first->to);
                made =
                    formed || (strcmp(w->key, "produced") == 0 && first->sentence == w->sentence);
                if (!made && (!has_any(between, openings, N(openings)) || strlen(between) > 150))
                        continue;
                if (!made && first->sentence != w->sentence) {
                        const char *head = text + first->sentence;

                        if (!starts(head, "其中") && !starts(head, "包括") &&
                            !starts(head, "通过不同渠道"))
                                continue;
                }
                last = first->to;
                for (struct report_fact *q = first; q < rep->facts + rep->n_facts; q++) {
                        const char *gap;

                        if (q->sentence != first->sentence)
                                break;
                        if (strcmp(q->unit, "%") == 0) { /* a share said of the part before */
                                last = q->to;
                                continue;
                        }
                        gap = q == first ? "" : mem_strndup(f->mem, text + last, q->from - last);
                        if (q != first && strchr(gap, ';') && comma)
                                break;
                        if (q != first && *gap == ',')
                                comma = true;
                        if (q != first && strstr(gap, "其中"))
                                break;
                        last = q->to;
                        if (strcmp(q->unit, w->unit) == 0 && q->whole < 0)
                                q->whole = (int)i;
                }
        }
}

static bool
is_channel(const struct report_fact *q)
{
        return starts(q->name, "channel_");
}

/* What a share is of: "占公开总数的35%", "占14%" (of the whole just named), "同比增长", "办结率". */
static const char *
share_of(struct finder *f, size_t i)
{
        static const char *const years[] = {"同比", "环比", "上年", "去年", "上一年"};
        struct report *rep = f->rep;
        const struct report_fact *p = &rep->facts[i];
        const char *text = f->p->text,
                   *s = mem_strndup(f->mem, text + p->clause, p->from - p->clause);
        const char *of = strstr(s, "占"), *rate = strstr(s, "率");

        for (size_t k = 0; k < N(years) && !of; k++)
                if (strstr(s, years[k]))
                        return years[k];
        if (rate && !of) {
                size_t end = p->clause + (size_t)(rate - s) + 3;

                return label_of(f, p->clause, end);
        }
        if (!of)
                return p->label;
        of += strlen("占");
        if (strlen(of) > strlen("比约为"))
                return label_of(f, p->clause + (size_t)(of - s),
                                ends(s, "的") ? p->from - 3 : p->from);
        for (size_t k = i; k-- > 0 && rep->facts[k].sentence == p->sentence;)
                if (rep->facts[k].whole >= 0)
                        return rep->facts[rep->facts[k].whole].name;
        return p->label;
}

static void
name_shares(struct finder *f)
{
        for (size_t i = 0; i < f->rep->n_facts; i++)
                if (strcmp(f->rep->facts[i].key, "percent") == 0)
                        f->rep->facts[i].of = share_of(f, i);
                else if (f->rep->facts[i].whole >= 0)
                        f->rep->facts[i].of = f->rep->facts[f->rep->facts[i].whole].name;
}

/* Parts told by who published them (区直部门、乡镇) are no classes. */
static bool
is_by_office(const struct report_fact *q)
{
        static const char *const offices[] = {"部门", "单位", "乡镇", "镇街", "街道", "管委会"};

        for (size_t i = 0; i < N(offices); i++)
                if (ends(q->label, offices[i]))
                        return true;
        return false;
}

static bool
is_item_unit(const char *unit)
{
        return strcmp(unit, "条") == 0 || strcmp(unit, "件") == 0 || strcmp(unit, "篇") == 0 ||
               strcmp(unit, "个") == 0 || strcmp(unit, "份") == 0;
}

/* "通过网站主动公开56条": the total when its classes follow, else what the website carried. */
static void
name_websites(struct finder *f)
{
        static const char *const sites[] = {"网站", "门户网", "官网"};
        struct report *rep = f->rep;

        for (size_t i = 0; i < rep->n_facts; i++) {
                struct report_fact *w = &rep->facts[i];
                const char *said = mem_strndup(f->mem, f->p->text + w->clause, w->from - w->clause);
                bool classes = false, total = strcmp(w->key, "proactive_total") == 0;

                if (!total && (strcmp(w->key, "website") != 0 || !strstr(said, "主动公开")))
                        continue;
                for (size_t k = i + 1; k < rep->n_facts && k < i + 40; k++)
                        classes = classes ||
                                  (rep->facts[k].whole == (int)i && !is_channel(&rep->facts[k]));
                if (classes || (total && strstr(said, "栏目")))
                        w->name = w->key = "proactive_total";
                else if (has_any(said, sites, N(sites)) && w->whole < 0 && !strstr(said, "等")) {
                        w->name = "channel_website";
                        w->key = "website";
                }
        }
}

/* Parts of what was disclosed that are no channel are classes (信息类别). */
static void
name_classes(struct finder *f)
{
        struct report *rep = f->rep;

        for (size_t i = 0; i < rep->n_facts; i++) {
                struct report_fact *q = &rep->facts[i];
                const struct report_fact *w = q->whole >= 0 ? &rep->facts[q->whole] : NULL;
                bool plain = !strcmp(q->key, "other") || !strcmp(q->key, "proactive_total");

                if (w && !is_channel(q) && is_item_unit(q->unit) &&
                    (!strcmp(w->key, "proactive_total") || (!strcmp(w->key, "website") && plain))) {
                        q->name = is_by_office(q) ? "other" : "class_items";
                        q->key = q->name;
                } else if (!strcmp(q->key, "not_disclosed") && i > 0 &&
                           q[-1].sentence == q->sentence && starts(q[-1].key, "requests_"))
                        q->name = q->key = "requests_refused"; /* among other outcomes */
                else if (!strcmp(q->key, "answered") && i > 0 && q[-1].sentence == q->sentence &&
                         starts(q[-1].key, "requests_"))
                        q->name = q->key = "requests_answered";
                else if (q->whole < 0 && !strcmp(q->key, "on_application"))
                        q->name = q->key = "requests_received"; /* 依申请公开0件 by itself */
        }
}

/* The text ends within this figure: it may have been longer, and another unit may have followed. */
static bool
may_be_cut(const struct report *rep, const struct figure *g)
{
        return !rep->paper->text[g->to] && !*g->unit && rep->raw[rep->n_raw - 1] != '\n';
}

void
facts_find(TALLOC_CTX *mem, struct report *rep)
{
        struct finder f = {.mem = mem, .rep = rep, .p = rep->paper};
        const char *text = rep->paper->text;

        (void)pthread_once(&kinds_once, read_kinds);
        for (size_t i = 0; text[i];) {
                struct figure g;
                bool counts;
                size_t n = ((uint8_t)text[i] & 0xc0) == 0x80 ? 0 : figure_at(text, i, &g, &counts);

                if (n && counts && rep->n_facts < FACTS_MAX && !may_be_cut(rep, &g))
                        take_figure(&f, &g);
                i += n ? n : 1;
        }
        find_parts(&f);
        name_websites(&f);
        name_classes(&f);
        name_shares(&f);
        find_noughts(&f);
}
