#include "domain/report/check.h"
#include "domain/report/paper.h"

#include "base/text.h"

enum { SHINGLE = 8, TABLE_BITS = 14 }; /* CHECK_SHINGLE_BYTES */

static const char *
quote(struct checker *c, size_t from, size_t to)
{
        return paper_quote(c->mem, c->rep->paper, from, to);
}

static bool
starts(const char *s, const char *word)
{
        return strncmp(s, word, strlen(word)) == 0;
}

/* ---- the form ---- */

/* The form of the year is binding from 2021 on, encouraged for 2019 and 2020.
 * Law: 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号. */
static void
check_form(struct checker *c)
{
        const struct report *rep = c->rep;
        const struct form *due = form_of_year(rep->year);
        bool same;
        enum report_status status;
        struct report_check *k;

        if (!rep->year || !due)
                return;
        same = strcmp(due->kind, rep->form->kind) == 0;
        if (same && !rep->has_tables && !*rep->form_mark)
                return;
        status = same                                   ? REPORT_PASS
                 : rep->year >= 2021 && *rep->form_mark ? REPORT_FAIL
                                                        : REPORT_UNSURE;
        k = check_add(c, "form_year", "form", status,
                      same ? "%d年度报告使用的是当年的格式（%s）。%s%s"
                           : "%d年度报告应按当年的格式（%s）编制，文中却用了另一种格式（%s，有“%"
                             "s”），请按当年的格式重新编制。",
                      rep->year, due->title, same ? "" : rep->form->title,
                      same ? "" : rep->form_mark);
        k->evidence = rep->form_mark;
}

/* ---- dates ---- */

struct ymd {
        int year, month, day;
        size_t digits; /* of the year as written */
        bool lost;     /* 年 is missing: 20131月1日 */
};

/* In figures, or in Chinese: 二〇二三, 十二. */
static size_t
number_at(const char *s, int *ret, size_t *ret_digits)
{
        size_t n = strspn(s, "0123456789");
        int64_t han = 0;
        int v = 0;

        if (n == 0 && (uint8_t)*s >= 0xc0) {
                n = text_number(s, &han);
                *ret = han < 10000 ? (int)han : 0;
                *ret_digits = han >= 1000 ? 4 : 2;
                return n;
        }
        for (size_t i = 0; i < n && i < 9; i++)
                v = v * 10 + (s[i] - '0');
        *ret = v;
        *ret_digits = n;
        return n;
}

/* The rest of "2019.12.31", "2019-12-31" behind its year. */
static size_t
dotted_at(const char *s, struct ymd *d)
{
        size_t digits, n = 1, k;

        if (d->digits != 4 || !strchr(".-/", *s) || !*s)
                return 0;
        k = number_at(s + n, &d->month, &digits);
        n += k;
        if (k == 0 || k > 2 || s[n] != *s)
                return 0;
        k = number_at(s + n + 1, &d->day, &digits);
        return k && k <= 2 ? n + 1 + k : 0;
}

/* "2019年12月31日", "12月31日", "2019.12.31" and, damaged, "201912月31日". */
static size_t
date_at(const char *s, struct ymd *ret)
{
        struct ymd d = {0};
        size_t n, digits, k;

        n = number_at(s, &d.year, &d.digits);
        if (n == 0)
                return 0;
        k = dotted_at(s + n, &d);
        if (k) {
                *ret = d;
                return n + k;
        }
        if (starts(s + n, "年")) {
                n += 3;
                k = number_at(s + n, &d.month, &digits);
                if (k == 0 || !starts(s + n + k, "月"))
                        return 0;
                n += k + 3;
        } else if (starts(s + n, "月")) {
                if (d.digits > 4) {
                        int tail = 1;

                        for (size_t i = 4; i < d.digits && i < 9; i++)
                                tail *= 10;
                        d.month = d.year % tail;
                        d.year /= tail;
                        d.digits = 4;
                        d.lost = true;
                } else {
                        d.month = d.year;
                        d.year = 0;
                        d.digits = 0;
                }
                n += 3;
        } else
                return 0;
        k = number_at(s + n, &d.day, &digits);
        if (k == 0 || !(starts(s + n + k, "日") || starts(s + n + k, "号")))
                return 0;
        *ret = d;
        return n + k + 3;
}

/* Whether the date at i, behind another, is the second of a span: 至, 到 or a dash before it. */
static bool
is_joined(const char *text, size_t i)
{
        static const char *const joins[] = {"至", "到", "-", "—", "–", "~", "～", "止"};

        for (size_t k = 0; k < N(joins); k++) {
                size_t n = strlen(joins[k]);

                if (memcmp(text + i - n, joins[k], n) == 0)
                        return true;
        }
        return false;
}

/* Where the statistical period is told; 数据统计 alone is work that is done, not a period. NULL. */
static const char *
period_at(const char *text)
{
        static const char *const words[] = {"统计期限", "统计时限", "统计周期", "统计期间",
                                            "统计时间"};
        static const char *const loose[] = {"数据的统计", "数据统计"};
        static const char *const behind[] = {"期限", "时限", "周期", "期间", "时间",
                                             "截至", "截止", "自",   "从"};

        for (size_t i = 0; i < N(words); i++) {
                const char *at = strstr(text, words[i]);

                if (at)
                        return at;
        }
        for (size_t i = 0; i < N(loose); i++)
                for (const char *at = text; (at = strstr(at, loose[i])); at += strlen(loose[i]))
                        for (size_t k = 0; k < N(behind); k++)
                                if (starts(at + strlen(loose[i]), behind[k]))
                                        return at;
        return NULL;
}

/* Whether the date from `at` to `to` is said to end a period: 至, 截至, 截止 before it or 止 behind, or
 * to begin one: 至 behind. */
static bool
is_bound(const char *text, size_t at, size_t to)
{
        static const char *const before[] = {"至", "到", "截止"};

        for (size_t i = 0; i < N(before); i++) {
                size_t n = strlen(before[i]);

                if (at >= n && memcmp(text + at - n, before[i], n) == 0)
                        return true;
        }
        return starts(text + to, "止") || starts(text + to, "至");
}

/* The statistical period (统计期限): from 1 January to 31 December of the year of report.
 * The 2007 regulation took effect on 1 May 2008.
 * Law: 《政府信息公开条例》第四十九条 (the year before). */
static void
check_period(struct checker *c)
{
        const char *text = c->rep->paper->text, *at = period_at(text);
        struct ymd d[2] = {{0}};
        size_t n = 0, from, to = 0, first = 0;
        bool bad = false, lost = false, alone;
        struct report_check *k;

        if (!at || !c->rep->year)
                return;
        from = to = (size_t)(at - text);
        for (size_t i = from; i < from + 160 && text[i] && n < 2 && !starts(text + i, "。");) {
                size_t len = n == 0 || is_joined(text, i) ? date_at(text + i, &d[n]) : 0;

                if (len) {
                        first = n ? first : i;
                        to = i + len;
                        n++;
                }
                i += len ? len : 1;
        }
        if (n == 0)
                return;
        for (size_t i = 0; i < n; i++) {
                int year = d[i].year ? d[i].year : n == 2 ? d[0].year : c->rep->year;

                lost = lost || d[i].lost;
                bad = bad || year != c->rep->year || (d[i].digits && d[i].digits != 4);
        }
        if (n == 2)
                bad = bad || d[0].day != 1 ||
                      d[0].month != (c->rep->year == 2008 && d[0].month == 5 ? 5 : 1);
        bad = bad || d[n - 1].month != 12 || d[n - 1].day != 31;
        alone = n == 1 && !is_bound(text, first, to);
        k = check_add(c, "period", "date",
                      !bad            ? REPORT_PASS
                      : lost || alone ? REPORT_UNSURE
                                      : REPORT_FAIL,
                      !bad ? "统计期限“%s”与%d年度相符。"
                      : lost ? "统计期限“%s”疑在转换中丢字，应为%d年1月1日至12月31日。"
                      : alone ? "统计期限“%s”只有一个日期，应为%d年1月1日至12月31日，请确认。"
                              : "统计期限写成“%s”，应为%d年1月1日至12月31日，请改正。",
                      quote(c, from, to), c->rep->year);
        k->evidence = quote(c, from, to);
}

/* A report signed before its year was over, or more than a year after. */
static void
check_closing(struct checker *c)
{
        const struct paper *p = c->rep->paper;
        size_t from = p->n, n;
        struct ymd d;
        struct report_check *k;
        bool early;

        while (from > 0 && p->text[from - 1] != '\n')
                from--;
        n = date_at(p->text + from, &d);
        if (n == 0 || !c->rep->year || d.lost || p->text[from + n] > ' ' || d.digits != 4)
                return;
        early = d.year < c->rep->year;
        if (d.year == c->rep->year && !(d.month == 12 && d.day == 31))
                early = true;
        k = check_add(c, "closing_date", "date",
                      early                       ? REPORT_UNSURE
                      : d.year > c->rep->year + 1 ? REPORT_UNSURE
                                                  : REPORT_PASS,
                      early ? "落款日期“%s”早于%d年度结束，请核对。"
                      : d.year > c->rep->year + 1 ? "落款日期“%s”距%d年度结束已逾一年，请核对。"
                                                  : "落款日期“%s”在%d年度结束之后。",
                      quote(c, from, from + n), c->rep->year);
        k->evidence = quote(c, from, from + n);
}

/* ---- parts ---- */

/* Whether the text speaks of the part anywhere, without giving it a heading. */
static bool
is_told(const char *text, const struct form_part *part)
{
        for (size_t i = 0; i < part->names.n; i++)
                if (strstr(text, part->names.list[i]))
                        return true;
        return false;
}

/* The headings that are there: the evidence for the one that is not. */
static const char *
headings(struct checker *c)
{
        struct buf b = buf_new(c->mem, KiB(2));
        const struct paper *p = c->rep->paper;

        for (size_t i = 0; i < p->n && b.len < 600;) {
                size_t len = strcspn(p->text + i, "\n");

                if (len >= 6 && starts(p->text + i + 3, "、")) {
                        if (b.len)
                                buf_str(&b, "；");
                        buf_str(&b, text_cut(c->mem, quote(c, i, i + len), 24));
                }
                i += len + 1;
        }
        return b.len ? buf_text(&b) : text_cut(c->mem, quote(c, 0, p->n), 40);
}

/* Law: 2007年条例第三十二条; 《政府信息公开条例》第五十条. */
static void
check_parts(struct checker *c)
{
        const struct report *rep = c->rep;

        for (size_t i = 0; i < rep->n_parts; i++) {
                const struct form_part *part = rep->parts[i].of;
                const char *id = mem_printf(c->mem, "part_%d", part->n);

                if (rep->parts[i].found)
                        check_add(c, id, "missing", REPORT_PASS, "有“%s”部分。",
                                  part->names.list[0]);
                else if (part->required && !rep->complete)
                        check_add(c, id, "missing", REPORT_NOT_ASSESSABLE,
                                  "文本不全，没有看到“%s”部分（%s要求）。", part->names.list[0],
                                  rep->form->law);
                else if (part->required) {
                        bool told = is_told(rep->paper->text, part);
                        struct report_check *k =
                            check_add(c, id, "missing", told ? REPORT_UNSURE : REPORT_FAIL,
                                      told ? "报告中没有题为“%s”的部分（%s要求），请单列一部分。"
                                           : "报告全文没有“%s”的内容（%s要求），请补充。",
                                      part->names.list[0], rep->form->law);

                        k->evidence = headings(c);
                }
        }
}

/* 依申请公开 with nothing about applications under it but the answers to proposals (建议提案). */
static void
check_request_part(struct checker *c)
{
        const char *text = c->rep->paper->text, *s = text;

        while ((s = strstr(s, ")依申请公开")) != NULL) {
                const char *body =
                    s + strlen(")依申请公开") + (starts(s + strlen(")依申请公开"), "。") ? 3 : 0);
                size_t len = strcspn(body, "\n"), to;
                const char *words;
                struct report_check *k;

                words = mem_strndup(c->mem, body, len);
                to = (size_t)(body - text) + len;
                s = body;
                if (!strstr(words, "提案") || strstr(words, "申请") || strstr(words, "收到"))
                        continue;
                k = check_add(
                    c, "request_part", "semantic", REPORT_FAIL,
                    "“依申请公开”一段写的是建议提案办理（“%s”），没有依申请公开的内容，请改写。",
                    text_cut(c->mem, quote(c, (size_t)(body - text), to), 60));
                k->evidence = quote(c, (size_t)(body - text), to);
        }
}

/* (一)(二)(四): a number of a series left out. Only pointed out: pages lose lines. */
static void
check_numbering(struct checker *c)
{
        static const char *const digits[] = {"一", "二", "三", "四", "五",
                                             "六", "七", "八", "九", "十"};
        const struct paper *p = c->rep->paper;
        size_t last = 0;

        for (size_t i = 0; i < p->n;) {
                const char *s = p->text + i;
                size_t len = strcspn(s, "\n"), n = 0;

                for (size_t k = 0; *s == '(' && k < N(digits); k++)
                        if (starts(s + 1, digits[k]) && s[4] == ')')
                                n = k + 1;
                if (n && n != last + 1 && n != 1 && n > last) {
                        struct report_check *k =
                            check_add(c, mem_printf(c->mem, "numbering_%u", p->at[i]), "structure",
                                      REPORT_UNSURE, "序号跳过：“%s”之前没有（%s），请核对。",
                                      text_cut(c->mem, quote(c, i, i + (len < 60 ? len : 60)), 16),
                                      digits[last]);

                        k->evidence = quote(c, i, i + (len < 60 ? len : 60));
                }
                if (n)
                        last = n;
                else if (*s != '(' && len >= 6 && starts(s + 3, "、"))
                        for (size_t k = 0; k < N(digits); k++)
                                if (starts(s, digits[k]))
                                        last = 0; /* a new part begins its own series */
                i += len + 1;
        }
}

/* ---- blanks ---- */

static void
check_blanks(struct checker *c)
{
        const struct report *rep = c->rep;
        const char *last = "";

        for (size_t i = 0; i < rep->n_cells; i++) {
                const struct report_cell *cell = &rep->cells[i];
                struct report_check *k;

                if (!cell->blank)
                        continue;
                if (strcmp(last, cell->row) == 0) { /* one finding a row */
                        k = &c->out->list[c->out->n - 1];
                } else {
                        k = check_add(
                            c, mem_printf(c->mem, "blank_%s", cell->id), "empty", REPORT_UNSURE,
                            "“%s”一行有空白的单元格，没有的请填0，以免被当作漏报。", cell->row);
                        last = cell->row;
                }
                mem_grow(c->mem, k->cells, k->n_cells);
                k->cells[k->n_cells++] = cell->id;
        }
}

/* ---- against the report before ---- */

static void
shingles(const char *text, uint8_t *bits)
{
        const char *window[SHINGLE];
        size_t n = 0;

        for (const char *s = text; *s; s++) {
                uint32_t h = 2166136261u;

                if (((uint8_t)*s & 0xc0) == 0x80 || *s == '\n' || (*s >= '0' && *s <= '9'))
                        continue;
                memmove(window, window + 1, sizeof(window) - sizeof(*window));
                window[SHINGLE - 1] = s;
                if (++n < SHINGLE)
                        continue;
                for (const char *q = window[0]; q <= s + 2 && *q; q++)
                        if (*q < '0' || *q > '9')
                                h = (h ^ (uint8_t)*q) * 16777619u;
                h = (h ^ (h >> TABLE_BITS)) & ((1u << (TABLE_BITS + 3)) - 1);
                bits[h / 8] = (uint8_t)(bits[h / 8] | 1u << (h % 8));
        }
}

const uint8_t *
check_shingles(TALLOC_CTX *mem, const struct report *rep)
{
        uint8_t *bits = mem_array(mem, uint8_t, CHECK_SHINGLE_BYTES);

        shingles(rep->paper->text, bits);
        return bits;
}

/* Law: 国办公开办函〔2021〕30号 (reports that are copied, 雷同). Figures and years do not count. */
void
report_check_likeness(TALLOC_CTX *mem, const struct report *rep, const struct report *other,
                      struct report_checks *checks)
{
        struct checker c = {.mem = mem, .rep = rep, .out = checks};

        check_likeness(&c, check_shingles(mem, rep), other, check_shingles(mem, other));
}

static size_t
share_of(const uint8_t *now, const uint8_t *then)
{
        size_t n = 0, common = 0;

        for (size_t i = 0; i < CHECK_SHINGLE_BYTES; i += sizeof(uint64_t)) {
                uint64_t a, b;

                memcpy(&a, now + i, sizeof(a));
                memcpy(&b, then + i, sizeof(b));
                n += (size_t)__builtin_popcountll(a);
                common += (size_t)__builtin_popcountll(a & b);
        }
        return n < 100 ? 0 : common * 100 / n;
}

void
check_likeness(struct checker *c, const uint8_t *now, const struct report *other,
               const uint8_t *then)
{
        const struct report *rep = c->rep;
        TALLOC_CTX *mem = c->mem;
        const char *who = strcmp(rep->issuer, other->issuer) == 0
                              ? mem_printf(mem, "%d年度报告", other->year)
                              : mem_printf(mem, "%s%d年度报告", other->issuer, other->year);
        size_t share = share_of(now, then);
        struct report_check *k;

        if (!share)
                return;
        k = check_add(c, mem_printf(mem, "copied_%s", other->file), "duplicate",
                      share >= CHECK_NEAR_SHARE ? REPORT_UNSURE : REPORT_PASS,
                      share >= CHECK_NEAR_SHARE ? "正文与%s有%zu%%雷同，请据实重写。"
                                                : "正文与%s相同的部分占%zu%%。",
                      who, share);
        check_sides(k, (double)share, CHECK_NEAR_SHARE);
}

void
check_frame(struct checker *c)
{
        check_form(c);
        check_period(c);
        check_closing(c);
        check_parts(c);
        check_request_part(c);
        check_numbering(c);
        check_blanks(c);
        if (c->before)
                report_check_likeness(c->mem, c->rep, c->before, c->out);
}
