#include "domain/report/facts.h"

#include "base/text.h"
#include "domain/report/lines.h"
#include "domain/report/shipped.h"

#include <pthread.h>

enum { FACTS_MAX = 3000, BACK_MAX = 3000, BEHIND_MAX = 60, DIGITS_MAX = 13, NAMES_MAX = 12 };

/* ---- what counts what: data/forms/facts.txt ---- */

struct alternatives {
        const char *words[NAMES_MAX];
        size_t n;
        bool sentence; /* ^: anywhere before in the sentence */
        bool before;   /* <: only before the figure, in its clause */
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
                for (size_t i = a->sentence || a->before ? 1 : 0; i < len && a->n < NAMES_MAX;) {
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

static bool
any(const struct alternatives *a, const char *near, const char *sentence)
{
        const char *figure = strchr(near, '#');

        for (size_t i = 0; i < a->n; i++) {
                const char *w = strstr(near, a->words[i]);

                if ((w && (!a->before || w < figure)) ||
                    (a->sentence && strstr(sentence, a->words[i])))
                        return true;
        }
        return false;
}

static const struct kind *
kind_of(TALLOC_CTX *mem, const char *unit, const char *near, const char *sentence)
{
        const char *spaced = mem_printf(mem, " %s ", *unit ? unit : "-");

        for (size_t i = 0; i < kinds.n; i++) {
                const struct kind *k = &kinds.list[i];
                bool ok = strcmp(k->units, " * ") == 0 || strstr(k->units, spaced);

                for (size_t j = 0; ok && j < k->n_need; j++)
                        ok = any(&k->need[j], near, sentence);
                for (size_t j = 0; ok && j < k->n_never; j++)
                        ok = !any(&k->never[j], near, sentence);
                if (ok)
                        return k;
        }
        return NULL;
}

/* ---- figures ---- */

struct figure {
        double value;
        const char *unit;
        bool approx, chinese;
        size_t from, to; /* with unit */
};

static const char *const units[] = {
    "工作日", "万人次", "万余人次", "个工作日", "个月", "小时", "分钟", "人次", "万元", "亿元",
    "万条",   "万次",   "条次",     "平方米",   "公里", "条",   "件",   "次",   "篇",   "个",
    "项",     "份",     "期",       "场",       "人",   "%",    "元",   "宗",   "家",   "名",
    "起",     "例",     "种",       "类",       "部",   "册",   "幅",   "块",   "处",   "户",
    "批",     "门",     "只",       "台",       "张",   "封",   "则",   "组",   "位",   "卷",
    "天",     "本",     "套",       "所",       "支",   "点",   "岁",
};

static const char *
unit_at(const char *s)
{
        const char *best = NULL;

        for (size_t i = 0; i < N(units); i++)
                if (strncmp(s, units[i], strlen(units[i])) == 0 &&
                    (!best || strlen(units[i]) > strlen(best)))
                        best = units[i];
        return best;
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

static bool
after_any(const char *text, size_t i, const char *const *list, size_t n)
{
        for (size_t k = 0; k < n; k++)
                if (after(text, i, list[k]))
                        return true;
        return false;
}

/* Digits with thousands and decimals at i; 0 when there are none or they are part of something longer. */
static size_t
read_digits(const char *text, size_t i, double *ret)
{
        double value = 0, scale = 1;
        size_t n = 0, digits = 0;

        while ((text[i + n] >= '0' && text[i + n] <= '9') ||
               (text[i + n] == ',' && digits >= 1 && digits <= 3 &&
                strspn(text + i + n + 1, "0123456789") == 3)) {
                if (text[i + n] != ',') {
                        value = value * 10 + (text[i + n] - '0');
                        digits++;
                } else
                        digits = 1;
                n++;
        }
        if (n && text[i + n] == '.' && text[i + n + 1] >= '0' && text[i + n + 1] <= '9')
                for (n++; text[i + n] >= '0' && text[i + n] <= '9'; n++) {
                        scale /= 10;
                        value += (text[i + n] - '0') * scale;
                }
        *ret = value;
        return digits > DIGITS_MAX ? 0 : n;
}

/* A Chinese numeral counts only with a unit at once behind it, and 一 only where something was done once. */
static size_t
read_chinese(const char *text, size_t i, double *ret)
{
        static const char *const doing[] = {"了", "共", "开", "办", "织", "展", "训", "会", "到"};
        static const char *const never[] = {"第", "跑", "、", "十", "逐", "统", "每"};
        static const char *const one[] = {"次", "件", "场", "期", "篇"};
        int64_t v = 0;
        size_t n = text_number(text + i, &v), unit;
        bool single;

        if (n == 0 || starts(text + i, "元") || after_any(text, i, never, N(never)))
                return 0;
        unit = i + n;
        single = v == 1;
        for (size_t k = 0; single && k < N(one); k++)
                if (starts(text + i + n, one[k]))
                        single = !after_any(text, i, doing, N(doing));
        if (v >= 10 && (starts(text + i + n, "余") || starts(text + i + n, "多")))
                unit += 3;
        if (single || !unit_at(text + unit) || v == 0)
                return 0;
        if (starts(text + i + n, "级") || starts(text + i + n, "类") ||
            starts(text + i + n, "点") || starts(text + i + n, "位") ||
            starts(text + i + n, "批") || starts(text + i + n, "天"))
                return 0;
        *ret = (double)v;
        return n;
}

static bool
is_identifier(const char *text, size_t i)
{
        static const char *const signs[] = {
            "第",    "电话", "电话:", "邮编",      "邮编:", "编码",   "编码:", "传真",
            "传真:", "号:",  "号码",  "邮政编码:", "qq",    "索引号", "文号",  ":0",
        };
        char c = i ? text[i - 1] : '\n';

        return after_any(text, i, signs, N(signs)) || (c >= 'a' && c <= 'z') || c == '@' ||
               c == '.' || c == '*' || c == '/' || c == '_' || c == '=' ||
               (c == '-' && i > 1 && text[i - 2] >= '0' && text[i - 2] <= '9');
}

static size_t
skip_more(const char *s, bool *approx)
{
        static const char *const more[] = {"余", "多", "几", "来", "左右", "以上"};

        for (size_t k = 0; k < N(more); k++)
                if (starts(s, more[k])) {
                        *approx = true;
                        return strlen(more[k]);
                }
        return 0;
}

/* Without a unit a figure counts when a noun of quantity stands before it and nothing more behind. */
static bool
counts_bare(const char *text, size_t from, size_t to, double value)
{
        static const char *const nouns[] = {"信息", "数", "数量", "总数", "共",
                                            "共计", "达", "达到", "为",   "总量"};
        const char *s = text + to;

        if (value >= 1900 && value <= 2100)
                return false;
        return (*s == ',' || *s == ';' || *s == '\n' || *s == '\0' || starts(s, "。")) &&
               after_any(text, from, nouns, N(nouns));
}

/* The figure at i, if it counts something. Returns bytes read, also of what does not count. */
static size_t
figure_at(const char *text, size_t i, struct figure *ret, bool *ret_counts)
{
        static const char *const about[] = {"约", "近", "大约", "超", "超过", "逾", "将近"};
        struct figure f = {.from = i, .unit = ""};
        const char *u, *s;
        size_t n;

        *ret_counts = false;
        if (text[i] >= '0' && text[i] <= '9')
                n = read_digits(text, i, &f.value);
        else if (starts(text + i, "百分之"))
                n = strlen("百分之") + (text[i + 9] >= '0' && text[i + 9] <= '9'
                                            ? read_digits(text, i + 9, &f.value)
                                            : text_number(text + i + 9, &(int64_t){0}));
        else {
                n = read_chinese(text, i, &f.value);
                f.chinese = true;
        }
        if (n == 0) /* 第二十条 is passed over whole, not read again from its middle */
                return text_number(text + i, &(int64_t){0});
        if (starts(text + i, "百分之") && n > 9) {
                int64_t v = (int64_t)f.value;

                if (text_number(text + i + 9, &v) == n - 9 && f.value == 0)
                        f.value = (double)v;
                f.unit = "%";
                f.to = i + n;
                *ret = f;
                *ret_counts = true;
                return n;
        }
        if (is_identifier(text, i))
                return n;
        f.approx = after_any(text, i, about, N(about));
        s = text + i + n;
        s += skip_more(s, &f.approx);
        if (!f.chinese && (starts(s, "万") || starts(s, "亿")) && !starts(s, "万元") &&
            !starts(s, "亿元")) {
                f.value *= starts(s, "万") ? 1e4 : 1e8;
                s += 3;
                s += skip_more(s, &f.approx);
        }
        u = unit_at(s);
        if (u && (starts(s, "年") || starts(s, "月")))
                u = NULL;
        if (u && !f.chinese && strcmp(u, "点") == 0)
                u = NULL;
        if (u && (starts(s, "部分") || starts(s, "个部分") || starts(s, "个方面")))
                return n; /* parts of the report, not of what it tells */
        if (u)
                s += strlen(u);
        else if (f.chinese)
                return n;
        s += u ? skip_more(s, &f.approx) : 0;
        f.unit = u ? u : "";
        f.to = (size_t)(s - text);
        *ret = f;
        *ret_counts = u || counts_bare(text, i, f.to, f.value) ||
                      (f.approx && f.to > i + n && after(text, i, "信息"));
        return f.to - i;
}

/* ---- facts ---- */

struct finder {
        TALLOC_CTX *mem;
        struct report *rep;
        const struct paper *p;
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

static size_t
end_of_clause(const char *text, size_t i)
{
        size_t from = i;

        while (text[i] && !is_full_stop(text + i) && !is_comma(text + i) && i < from + BEHIND_MAX) {
                i++;
                while (((uint8_t)text[i] & 0xc0) == 0x80)
                        i++;
        }
        return i;
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
        size_t last = f->rep->n_facts ? f->rep->facts[f->rep->n_facts - 1].to : 0;

        for (int i = 0; i < 3 && g->from - from < least && from > sentence && from - 1 > last; i++)
                from = begin_of(text, from - 1, true);
        if (last > from)
                from = starts(text + last, "、") || starts(text + last, "和") ? last + 3 : last;
        return from < g->from ? from : g->from;
}

static void
take_figure(struct finder *f, const struct figure *g)
{
        const char *text = f->p->text;
        size_t clause = begin_words(f, g, 7), behind = end_of_clause(text, g->to);
        size_t sentence = begin_of(text, g->from, false), wide = begin_words(f, g, 24);
        const char *all = mem_strndup(f->mem, text + sentence, g->from - sentence);
        const struct kind *k =
            kind_of(f->mem, g->unit,
                    mem_printf(f->mem, "%.*s #%.*s", (int)(g->from - clause), text + clause,
                               (int)(behind - g->to), text + g->to),
                    all);

        if (!k && wide < clause) /* "其中8件": what is counted was said before */
                k = kind_of(f->mem, g->unit,
                            mem_printf(f->mem, "%.*s#", (int)(g->from - wide), text + wide), all);
        add_fact(f, (struct report_fact){
                        .name = k ? k->name : "other",
                        .key = k ? k->key : "other",
                        .label = paper_quote(f->mem, f->p, clause < g->from ? clause : g->to,
                                             clause < g->from ? g->from : behind),
                        .value = g->value,
                        .unit = g->unit,
                        .approx = g->approx,
                        .text = paper_quote(f->mem, f->p, clause, g->to),
                        .at = f->p->at[clause],
                        .from = g->from,
                        .to = g->to,
                        .clause = clause,
                        .sentence = sentence,
                    });
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
        static const char *const words[] = {"未收到", "未接到", "没有收到", "没有接到", "没收到",
                                            "未受理", "未发生", "未出现",   "未产生",   "没有",
                                            "未有",   "不收取", "未收取",   "不存在",   "暂无",
                                            "尚无",   "均无",   "也无",     "未涉及",   "未引发"};
        const char *first = NULL;

        for (size_t i = 0; i < N(words); i++) {
                const char *w = strstr(s, words[i]);

                if (w && (!first || w < first))
                        first = w;
        }
        if (!first) {
                const char *none = strstr(s, "无");
                static const char *const bound[] = {"无法",   "无障碍", "无正当", "无偿",
                                                    "无条件", "无关",   "无误",   "无遗漏"};

                if (none && !has_any(none, bound, N(bound)) &&
                    (none == s || none - s <= 12 || strstr(s, "公开无")))
                        first = none;
        }
        return first;
}

static void
find_noughts(struct finder *f)
{
        static const char *const never[] = {"逾期", "超期", "超时", "纠错",     "败诉", "维持",
                                            "减少", "拒绝", "泄",   "未予公开", "未按"};
        static const char *const ways[] = {"当面", "信函", "传真", "网上", "邮件", "邮寄"};
        const char *text = f->p->text;

        for (size_t i = 0; text[i];) {
                size_t end = i, from = i;
                const char *clause, *rest;

                while (text[end] && !is_full_stop(text + end) && text[end] != ',' &&
                       text[end] != ';' && text[end] != ':')
                        end++;
                clause = mem_strndup(f->mem, text + i, end - i);
                i = end + (text[end] ? 1 : 0);
                while (((uint8_t)text[i] & 0xc0) == 0x80)
                        i++;
                rest = end - from > 400 ? NULL : denial(clause);
                if (!rest || has_any(rest, never, N(never)))
                        continue;
                if (strstr(rest, "复议"))
                        take_nought(f, from, end, "reviews");
                if (strstr(rest, "诉讼"))
                        take_nought(f, from, end, "lawsuits");
                if (strstr(rest, "申诉") || strstr(rest, "投诉") || strstr(rest, "举报"))
                        take_nought(f, from, end, "complaints");
                if ((strstr(rest, "收费") || strstr(rest, "费用") || strstr(rest, "处理费") ||
                     strstr(clause, "收费")) &&
                    !strstr(clause, "行政事业性"))
                        take_nought(f, from, end, "fees_yuan");
                if (strstr(rest, "申请") && strstr(clause, "公开") && !strstr(rest, "复议") &&
                    !strstr(rest, "诉讼") && !strstr(rest, "费") && !has_any(rest, ways, N(ways)))
                        take_nought(f, from, end, "requests_received");
        }
}

/* ---- wholes and parts ---- */

static bool
same_unit(const char *a, const char *b)
{
        return strcmp(a, b) == 0;
}

/* "…组成" later in the sentence. */
static bool
is_made_up(const char *s)
{
        for (; *s && !is_full_stop(s); s++)
                if (starts(s, "组成") || starts(s, "构成"))
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

                if (w->negated || strcmp(w->unit, "%") == 0)
                        continue;
                if (first->from < w->to || first->negated || !same_unit(w->unit, first->unit))
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
                        if (q->from < last && q != first)
                                continue;
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
                        if (same_unit(q->unit, w->unit) && !q->negated && q->whole < 0)
                                q->whole = (int)i;
                }
        }
}

static bool
is_channel(const struct report_fact *q)
{
        return starts(q->name, "channel_");
}

/* Parts of what was disclosed that are no channel are classes (信息类别). */
static void
name_classes(struct finder *f)
{
        struct report *rep = f->rep;

        for (size_t i = 0; i < rep->n_facts; i++) {
                struct report_fact *q = &rep->facts[i];
                const char *whole = q->whole >= 0 ? rep->facts[q->whole].key : "";

                if (!strcmp(whole, "proactive_total") && !is_channel(q))
                        q->name = q->key = "class_items";
                else if (!strcmp(q->key, "not_disclosed") && i > 0 &&
                         q[-1].sentence == q->sentence && starts(q[-1].key, "requests_"))
                        q->name = q->key = "requests_refused"; /* among other outcomes */
                else if (q->whole < 0 && !strcmp(q->key, "on_application"))
                        q->name = q->key = "requests_received"; /* 依申请公开0件 by itself */
        }
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

                if (n && counts)
                        take_figure(&f, &g);
                i += n ? n : 1;
        }
        find_parts(&f);
        name_classes(&f);
        find_noughts(&f);
}
