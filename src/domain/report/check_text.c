#include "domain/report/check.h"
#include "domain/report/paper.h"

#include <math.h>

static const struct report_fact *
fact_keyed(const struct report *rep, const char *key)
{
        for (size_t i = 0; i < rep->n_facts; i++)
                if (strcmp(rep->facts[i].key, key) == 0 || strcmp(rep->facts[i].name, key) == 0)
                        return &rep->facts[i];
        return NULL;
}

/* ---- wholes and parts of a sentence ---- */

struct group {
        size_t whole, first, last, n, n_channels, n_percent, n_kinds, n_done;
        double sum, biggest, percent;
        bool approx;
        bool rest;   /* 其他 is among the parts */
        bool denied; /* 不予公开 is among them */
        bool hit;    /* the first few make up the whole: what follows divides it another way */
};

/* "其他信息", "其他各类", not "其他重点领域信息". */
static bool
is_rest(const char *words)
{
        const char *s = strstr(words, "其他");
        size_t n;

        if (!s)
                s = strstr(words, "其它");
        if (!s)
                return false;
        n = strcspn(s, "0123456789");
        return n <= strlen("其他") + 9;
}

static struct group
gather(struct checker *c, size_t whole)
{
        const struct report *rep = c->rep;
        struct group g = {.whole = whole};

        for (size_t i = whole + 1; i < rep->n_facts; i++) {
                const struct report_fact *f = &rep->facts[i];
                const char *words;

                if (f->whole != (int)whole) {
                        if (g.n && strcmp(f->unit, "%") == 0 &&
                            f->sentence == rep->facts[g.first].sentence) {
                                g.n_percent++;
                                g.percent += f->value;
                        }
                        continue;
                }
                words = check_clause(c, f);
                if (g.n++ == 0)
                        g.first = i;
                g.last = i;
                g.sum += f->value;
                g.biggest = fmax(g.biggest, f->value);
                g.approx = g.approx || f->approx;
                g.rest = g.rest || is_rest(words);
                g.denied = g.denied || check_has(words, "不予公开") || check_has(words, "不公开");
                g.hit =
                    g.hit || (g.n > 1 && g.sum > 0 && check_same(g.sum, rep->facts[whole].value));
                g.n_done += check_has(words, "办结") || check_has(words, "办理") ||
                            check_has(words, "按时") || check_has(words, "按期") ||
                            check_has(words, "满意") || check_has(words, "采纳");
                g.n_channels += strncmp(f->name, "channel_", 8) == 0 || check_has(words, "新闻") ||
                                check_has(words, "方式") || check_has(words, "平台");
                g.n_kinds += check_has(words, "主动公开") || check_has(words, "不予公开") ||
                             check_has(words, "不公开") || check_has(words, "依申请公开");
        }
        return g;
}

enum verdict { EQUAL, WRONG, OVERLAP, OPEN };

/* Parts that add up prove themselves. A part larger than the whole is an error; so is a sum larger than it
 * unless the parts may overlap (channels, shares of the same things). A sum that is less is an error only when
 * the list claims to be whole: 主动/依申请/不予公开, or 其他 among them, or hardly anything missing of many. */
static enum verdict
judge(const struct group *g, double whole)
{
        bool shares = g->n_percent && fabs(g->percent - 100) > 3;

        if (check_same(g->sum, whole) || (g->hit && g->biggest <= whole))
                return EQUAL;
        if (g->approx)
                return OPEN;
        if (g->biggest > whole && g->n_channels == 0)
                return WRONG;
        if (g->sum > whole)
                return g->n_channels > 0 ? OVERLAP : !shares && !g->n_done ? WRONG : OPEN;
        if (g->n_channels == g->n)
                return OPEN;
        if (g->n >= 2 && g->n == g->n_kinds && g->denied)
                return WRONG;
        if (g->n >= 3 && g->rest)
                return WRONG;
        return g->n >= 5 && g->sum >= 0.85 * whole ? WRONG : OPEN;
}

static const char *
plus(struct checker *c, const struct group *g)
{
        struct buf b = buf_new(c->mem, KiB(4));

        for (size_t i = g->first; i <= g->last; i++) {
                const struct report_fact *f = &c->rep->facts[i];

                if (f->whole != (int)g->whole)
                        continue;
                if (i > g->first)
                        buf_char(&b, '+');
                buf_str(&b, check_number(c->mem, f->value));
        }
        return buf_text(&b);
}

/* Another figure of the unit in the sentence of the whole, before it: the parts may be that one's. */
static bool
has_rival(const struct report *rep, const struct group *g, bool *ret_equal)
{
        const struct report_fact *whole = &rep->facts[g->whole];
        bool rival = false;

        *ret_equal = false;
        for (size_t i = 0; i < g->whole; i++) {
                const struct report_fact *f = &rep->facts[i];

                if (f->sentence != whole->sentence || strcmp(f->unit, whole->unit) != 0)
                        continue;
                rival = true;
                *ret_equal = *ret_equal || check_same(f->value, g->sum);
        }
        return rival;
}

static void
check_groups(struct checker *c)
{
        const struct report *rep = c->rep;

        for (size_t w = 0; w < rep->n_facts; w++) {
                const struct report_fact *f = &rep->facts[w];
                struct group g = gather(c, w);
                const char *id, *evidence, *sum;
                struct report_check *k;
                bool equal, rival;

                if (g.n == 0 || f->approx)
                        continue;
                rival = has_rival(rep, &g, &equal);
                if (equal && !check_same(g.sum, f->value))
                        continue;
                id = mem_printf(c->mem, "text_parts_%zu", f->at);
                evidence = check_quote(c, f->clause, rep->facts[g.last].to);
                sum = plus(c, &g);
                switch (judge(&g, f->value)) {
                case EQUAL:
                        k = check_add(c, id, "arithmetic", REPORT_PASS, "正文：%s＝%s，相符。", sum,
                                      check_number(c->mem, f->value));
                        break;
                case WRONG:
                        k = check_add(c, id, "arithmetic", rival ? REPORT_UNSURE : REPORT_FAIL,
                                      "正文“%s”：所列各项%s＝%s，与总数%s相差%"
                                      "s，请核对总数和各项，改正有误的或补列"
                                      "缺少的。",
                                      evidence, sum, check_number(c->mem, g.sum),
                                      check_number(c->mem, f->value),
                                      check_number(c->mem, fabs(g.sum - f->value)));
                        break;
                case OVERLAP:
                        k = check_add(
                            c, id, "suspicious", REPORT_UNSURE,
                            "正文“%s”：所列各项合计 %s，大于总数 %s。各项如可重复计数请说明。",
                            evidence, check_number(c->mem, g.sum), check_number(c->mem, f->value));
                        break;
                default:
                        continue;
                }
                check_sides(k, g.sum, f->value);
                k->evidence = evidence;
        }
}

/* What items of information are counted by. */
static bool
is_item(const char *unit)
{
        return strcmp(unit, "条") == 0 || strcmp(unit, "件") == 0 || strcmp(unit, "篇") == 0;
}

/* Channels told in sentences of their own, beside the number of items disclosed. */
static void
check_channels(struct checker *c)
{
        const struct report *rep = c->rep;
        const struct report_fact *total = fact_keyed(rep, "proactive_total");
        double sum = 0;
        size_t n = 0, last = 0;
        struct report_check *k;

        if (!total || total->approx)
                return;
        for (size_t i = 0; i < rep->n_facts; i++) {
                const struct report_fact *f = &rep->facts[i];

                if (f->from < total->to || strncmp(f->name, "channel_", 8) != 0 || f->whole >= 0 ||
                    !is_item(f->unit) || f->from > total->to + 600)
                        continue;
                sum += f->value;
                n++;
                last = i;
        }
        if (n < 1 || (n == 1 && !check_same(sum, total->value)))
                return;
        k = check_same(sum, total->value)
                ? check_add(c, "text_channels", "arithmetic", REPORT_PASS,
                            "正文各渠道合计 %s，与主动公开总数相符。", check_number(c->mem, sum))
                : check_add(c, "text_channels", "suspicious", REPORT_UNSURE,
                            "正文各渠道合计 %s，主动公开总数 "
                            "%s。同一信息在几个渠道公开可以重复计数，请确认口径。",
                            check_number(c->mem, sum), check_number(c->mem, total->value));
        check_sides(k, sum, total->value);
        k->evidence = check_quote(c, total->clause, rep->facts[last].to);
}

/* ---- the same thing said twice ---- */

/* The name of a column (栏目, 专栏) that a clause speaks of: the four characters before; NULL. */
static const char *
column_named(struct checker *c, const struct report_fact *f)
{
        static const char *const words[] = {"栏目", "专栏"};
        const char *s = check_clause(c, f);

        if (check_has(s, "季度") || check_has(s, "半年") || check_has(s, "月") ||
            check_other_year(c, f))
                return NULL;
        for (size_t i = 0; i < N(words); i++) {
                const char *w = strstr(s, words[i]);

                if (w && w - s >= 12 && check_has(w, "公开") &&
                    strncmp(w - 12, "信息公开", 12) != 0 && strncmp(w - 12, "政务公开", 12) != 0)
                        return mem_strndup(c->mem, w - 12, 12);
        }
        return NULL;
}

static bool
is_whole_statement(struct checker *c, const struct report_fact *f)
{
        static const char *const limits[] = {"通过", "网站", "历年", "其中",   "本级",
                                             "重点", "平台", "文件", "政府办", "累计至"};
        const char *s = check_clause(c, f);

        for (size_t i = 0; i < N(limits); i++)
                if (check_has(s, limits[i]))
                        return false;
        return check_has(s, "主动公开") && f->whole < 0 && !f->approx && !check_other_year(c, f);
}

static void
say_twice(struct checker *c, const struct report_fact *a, const struct report_fact *b,
          const char *what)
{
        bool same = check_same(a->value, b->value);
        struct report_check *k = check_add(
            c, mem_printf(c->mem, "text_twice_%zu", b->at), "inconsistent",
            same ? REPORT_PASS : REPORT_FAIL,
            same ? "正文两处所说的%s一致，均为 %s。%s%s"
                 : "正文前后不一：%s，前面写%s（“%s”），后面写“%s”，请核实后统一。",
            what, check_number(c->mem, a->value), same ? "" : a->text, same ? "" : b->text);

        check_sides(k, a->value, b->value);
        k->evidence = mem_printf(c->mem, "%s…%s", a->text, b->text);
}

/* What a clause says is published, between the last 公开 and the figure; NULL when it does not say 公开. */
static const char *
object_of(struct checker *c, const struct report_fact *f)
{
        static const char verb[] = "公开";
        const char *text = c->rep->paper->text, *s = NULL;

        for (size_t i = f->clause; i + strlen(verb) <= f->from; i++)
                if (strncmp(text + i, verb, strlen(verb)) == 0)
                        s = text + i + strlen(verb);
        return s ? mem_strndup(c->mem, s, (size_t)(text + f->from - s)) : NULL;
}

/* Information as such, not a kind of it. */
static bool
is_plain(const char *object)
{
        static const char *const fillers[] = {"政府", "信息", "各类", "了", "共", "计"};

        while (*object) {
                size_t n = 0;

                for (size_t i = 0; i < N(fillers) && n == 0; i++)
                        if (strncmp(object, fillers[i], strlen(fillers[i])) == 0)
                                n = strlen(fillers[i]);
                if (n == 0)
                        return false;
                object += n;
        }
        return true;
}

static bool
same_object(struct checker *c, const struct report_fact *a, const struct report_fact *b)
{
        const char *one = object_of(c, a), *other = object_of(c, b);

        return one && other && (strcmp(one, other) == 0 || (is_plain(one) && is_plain(other)));
}

/* What check_twice() asks of each fact, asked once. */
struct statement {
        const char *column; /* NULL: names no column */
        bool whole, counts;
};

/* What two facts both tell of; NULL when they tell of different things. */
static const char *
common(struct checker *c, const struct statement *said, size_t i, size_t j)
{
        const struct report_fact *a = &c->rep->facts[i], *b = &c->rep->facts[j];

        if (!said[j].counts || b->sentence == a->sentence)
                return NULL;
        if (said[i].column && said[j].column && strcmp(said[i].column, said[j].column) == 0 &&
            strcmp(a->unit, b->unit) == 0 && same_object(c, a, b))
                return mem_printf(c->mem, "“%s”栏目公开数", said[i].column);
        if (said[i].whole && said[j].whole)
                return "主动公开政府信息数";
        if (a->value > 0 && check_same(a->value, b->value) && strcmp(a->key, b->key) == 0 &&
            strcmp(a->key, "other") != 0 && strcmp(a->unit, b->unit) == 0)
                return a->label;
        return NULL;
}

static void
check_twice(struct checker *c)
{
        const struct report *rep = c->rep;
        struct statement *said = mem_array(c->mem, struct statement, rep->n_facts + 1);

        for (size_t i = 0; i < rep->n_facts; i++) {
                const struct report_fact *f = &rep->facts[i];

                said[i].counts = !f->negated && !f->approx;
                said[i].column = said[i].counts ? column_named(c, f) : NULL;
                said[i].whole = strcmp(f->key, "proactive_total") == 0 && is_whole_statement(c, f);
        }
        for (size_t i = 0; i < rep->n_facts; i++)
                for (size_t j = i + 1; j < rep->n_facts; j++) {
                        const char *what = common(c, said, i, j);

                        if (!what)
                                continue;
                        say_twice(c, &rep->facts[i], &rep->facts[j], what);
                        break;
                }
        for (size_t i = 0; i < rep->n_facts; i++) { /* 158条 here and the part 158 there */
                const struct report_fact *a = &rep->facts[i];

                if (a->whole < 0 || strcmp(rep->facts[a->whole].key, "produced") != 0 ||
                    !check_has(check_clause(c, a), "主动公开"))
                        continue;
                for (size_t j = i + 1; j < rep->n_facts; j++)
                        if (strcmp(rep->facts[j].key, "proactive_total") == 0 &&
                            rep->facts[j].whole < 0 && check_same(rep->facts[j].value, a->value)) {
                                say_twice(c, a, &rep->facts[j], "主动公开信息数");
                                break;
                        }
        }
}

/* ---- applications in words ---- */

/* 收到+上年结转=答复+结转下年, and the outcomes one by one. Law: 《政府信息公开条例》第五十条. */
static void
check_requests(struct checker *c)
{
        static const char *const outcomes[] = {"requests_granted",  "requests_partial",
                                               "requests_refused",  "requests_unable",
                                               "requests_rejected", "requests_other"};
        const struct report *rep = c->rep;
        const struct report_fact *in = fact_keyed(rep, "requests_received");
        const struct report_fact *old = fact_keyed(rep, "requests_carried_in");
        const struct report_fact *done = fact_keyed(rep, "requests_answered");
        const struct report_fact *out = fact_keyed(rep, "requests_carried_out"), *last = out;
        double left, right;
        bool same, all = true;
        struct report_check *k;

        if (!in || !old || !out || in->negated || in->approx)
                return;
        left = in->value + old->value;
        if (done)
                right = done->value + out->value;
        else {
                right = out->value;
                for (size_t i = 0; i < N(outcomes); i++) {
                        const struct report_fact *f = fact_keyed(rep, outcomes[i]);

                        all = all && f;
                        right += f ? f->value : 0;
                }
        }
        if (!all)
                return;
        if (done && done->from > last->from)
                last = done;
        same = check_same(left, right);
        k = check_add(c, "text_requests", "arithmetic", same ? REPORT_PASS : REPORT_FAIL,
                      same ? "正文：收到与上年结转 %s＝办理与结转下年度 %s。"
                           : "正文所写的申请数不平衡：收到与上年结转合计%s，办理与结转下年度合计%"
                             "s，请核对改正。",
                      check_number(c->mem, left), check_number(c->mem, right));
        check_sides(k, left, right);
        k->evidence = check_quote(c, in->clause, last->to > in->clause ? last->to : in->to);
}

/* ---- results of review and litigation in words ---- */

static void
check_results(struct checker *c, const char *key)
{
        static const char *const results[] = {"result_kept", "result_corrected", "result_other",
                                              "result_pending"};
        const struct report *rep = c->rep;
        const struct report_fact *total = fact_keyed(rep, key);
        struct report_check *k;
        double sum = 0;
        size_t n = 0, i;

        if (!total || total->negated)
                return;
        for (i = (size_t)(total - rep->facts) + 1; i < rep->n_facts && n < 4; i++, n++) {
                if (strcmp(rep->facts[i].key, results[n]) != 0)
                        return;
                sum += rep->facts[i].value;
        }
        if (n < 4 || rep->facts[i - 1].whole >= 0) /* check_groups() has it */
                return;
        k = check_add(c, mem_printf(c->mem, "text_%s", key), "arithmetic",
                      check_same(sum, total->value) ? REPORT_PASS : REPORT_FAIL,
                      check_same(sum, total->value)
                          ? "正文所写的%s：各种结果合计%s，总数%s，相符。"
                          : "正文所写的%s：各种结果合计%s，总数却是%s，请核对改正。",
                      strcmp(key, "reviews") == 0 ? "行政复议" : "行政诉讼",
                      check_number(c->mem, sum), check_number(c->mem, total->value));
        check_sides(k, sum, total->value);
        k->evidence = check_quote(c, total->clause, rep->facts[i - 1].to);
}

/* ---- text against table ---- */

/* A clause that speaks of one office or one way only says less than the table; what it answers, publishes or
 * hears as a court of review is not what the table counts. Such a difference is only pointed out. */
static bool
is_limited(struct checker *c, const struct report_fact *f)
{
        static const char *const limits[] = {"办代表", "代表区", "代表市", "代表县",
                                             "本级",   "政府办", "局机关", "其中"};
        static const char *const loose[] = {"requests_answered", "normative_issued",
                                            "rules_issued"};
        size_t from = f->sentence, to = f->to;
        const char *s;

        while (to < f->to + 60 && !strchr(",;\n", c->rep->paper->text[to]) &&
               strncmp(c->rep->paper->text + to, "。", 3) != 0)
                to++;
        s = mem_strndup(c->mem, c->rep->paper->text + from, to - from);
        for (size_t i = 0; i < N(limits); i++)
                if (check_has(s, limits[i]))
                        return true;
        for (size_t i = 0; i < N(loose); i++)
                if (strcmp(f->key, loose[i]) == 0)
                        return true;
        if ((strcmp(f->key, "reviews") == 0 || strcmp(f->key, "lawsuits") == 0) &&
            !check_has(s, "公开"))
                return true;
        return check_other_year(c, f);
}

/* Of several figures of one name the one that the table bears out, else the first. */
static const struct report_fact *
fact_for(const struct report *rep, const char *key, const struct form_names *cells)
{
        double sum = 0;

        for (size_t i = 0; i < cells->n; i++) {
                const struct report_cell *cell = report_cell(rep, cells->list[i]);

                sum += cell ? cell->value : 0;
        }
        for (size_t i = 0; i < rep->n_facts; i++)
                if (check_same(rep->facts[i].value, sum) &&
                    (strcmp(rep->facts[i].key, key) == 0 || strcmp(rep->facts[i].name, key) == 0))
                        return &rep->facts[i];
        return fact_keyed(rep, key);
}

static void
compare(struct checker *c, const struct form_rule *r, const struct report_fact *f)
{
        double sum = 0;
        struct report_check *k;
        const char *id = mem_printf(c->mem, "text_table_%s", r->id);
        bool same, unsure;

        for (size_t i = 0; i < r->right.n; i++) {
                const struct report_cell *cell = report_cell(c->rep, r->right.list[i]);

                if (!cell || cell->blank) {
                        if (c->rep->has_tables) {
                                k = check_add(c, id, "inconsistent", REPORT_NOT_ASSESSABLE,
                                              "正文“%s”在表中没有可以对照的数。", f->text);
                                check_cells(c, k, &r->right);
                                k->evidence = f->text;
                        }
                        return;
                }
                sum += cell->value;
        }
        same = check_same(sum, f->value);
        unsure = f->approx || is_limited(c, f);
        k = check_add(c, id, same || !unsure ? "inconsistent" : "suspicious",
                      same     ? REPORT_PASS
                      : unsure ? REPORT_UNSURE
                               : REPORT_FAIL,
                      same ? "正文“%s”与表中的 %s 一致。"
                      : unsure ? "正文写“%s”，统计表中为%s：两处口径可能不同，请在文中说明。"
                               : "正文写“%s”，统计表中却是%s，请核对，使两处一致。",
                      f->text, check_number(c->mem, sum));
        check_cells(c, k, &r->right);
        check_sides(k, f->value, sum);
        k->evidence = f->text;
}

static void
check_tables(struct checker *c)
{
        for (size_t i = 0; i < c->rep->form->n_rules; i++) {
                const struct form_rule *r = &c->rep->form->rules[i];
                const struct report_fact *f;

                if (r->kind != FORM_TEXT)
                        continue;
                f = fact_for(c->rep, r->id, &r->right);
                if (f)
                        compare(c, r, f);
                if (f && !f->negated && strcmp(r->id, "lawsuits") == 0 && r->right.n == 2) {
                        /* its four results follow, each the sum of the two columns */
                        static const char *const results[] = {"keep", "correct", "other",
                                                              "pending"};
                        size_t at = (size_t)(f - c->rep->facts);

                        for (size_t n = 0; n < N(results) && at + n + 1 < c->rep->n_facts; n++) {
                                const char *cells[2] = {
                                    mem_printf(c->mem, "%.3sd_%s", r->right.list[0], results[n]),
                                    mem_printf(c->mem, "%.3sa_%s", r->right.list[0], results[n])};
                                struct form_rule one = {
                                    .kind = FORM_TEXT,
                                    .id = mem_printf(c->mem, "lawsuits_%s", results[n]),
                                    .right = {.list = cells, .n = 2}};
                                const struct report_fact *q = &c->rep->facts[at + n + 1];

                                if (strncmp(q->key, "result_", 7) == 0)
                                        compare(c, &one, q);
                        }
                }
        }
}

void
check_text(struct checker *c)
{
        check_groups(c);
        check_channels(c);
        check_shares(c);
        check_twice(c);
        check_requests(c);
        check_results(c, "reviews");
        check_results(c, "lawsuits");
        check_tables(c);
}
