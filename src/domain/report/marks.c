#include "domain/report/marks.h"

#include "base/text.h"

enum { FIGURE_MAX = 15, UNIT_MAX = 9 };

bool
mark_is_unit(const char *s)
{
        static const char *const units[] = {"条", "件",   "次",   "篇", "个",
                                            "人", "人次", "万元", "项"};

        for (size_t i = 0; i < N(units); i++)
                if (strcmp(s, units[i]) == 0)
                        return true;
        return false;
}

/* A cell that is a figure and perhaps a unit: 12, +95, -106, 增12, 减3, 1,234, 96171.6, 37844万元, 3件. */
static bool
read_figure(TALLOC_CTX *mem, const char *s, double *ret_value, const char **ret_unit)
{
        double sign = 1, value = 0, scale = 1;
        size_t digits = 0;

        if (*s == '+')
                s++;
        else if (*s == '-') {
                sign = -1;
                s++;
        } else if (strncmp(s, "增加", 6) == 0 || strncmp(s, "减少", 6) == 0) {
                sign = strncmp(s, "减", 3) == 0 ? -1 : 1;
                s += 6;
        } else if (strncmp(s, "增", 3) == 0 || strncmp(s, "减", 3) == 0) {
                sign = strncmp(s, "减", 3) == 0 ? -1 : 1;
                s += 3;
        }
        for (; (*s >= '0' && *s <= '9') || (*s == ',' && digits); s++)
                if (*s != ',') {
                        value = value * 10 + (*s - '0');
                        digits++;
                }
        if (*s == '.' && s[1] >= '0' && s[1] <= '9')
                for (s++; *s >= '0' && *s <= '9'; s++) {
                        scale /= 10;
                        value += (*s - '0') * scale;
                        digits++;
                }
        if (digits == 0 || digits > FIGURE_MAX || strlen(s) > UNIT_MAX)
                return false;
        for (const char *u = s; *u; u++)
                if (strchr("0123456789.-+/:()", *u) || strncmp(u, "、", 3) == 0 ||
                    strncmp(u, "年", 3) == 0 || strncmp(u, "月", 3) == 0)
                        return false;
        *ret_value = sign * value;
        *ret_unit = mem_strdup(mem, s);
        return true;
}

static bool
is_dash(const char *s)
{
        static const char *const dashes[] = {"-", "--", "—", "——", "/", "\\", "无"};

        for (size_t i = 0; i < N(dashes); i++)
                if (strcmp(s, dashes[i]) == 0)
                        return true;
        return false;
}

static void
add_mark(struct marks *m, struct mark mark)
{
        mem_grow(m->mem, m->list, m->n);
        m->list[m->n++] = mark;
}

/* ---- labels and figures without anything between ---- */

static bool
is_single(const struct form_table *t)
{
        for (size_t i = 0; i < t->n_rows; i++)
                if (t->rows[i].cells.n != 1)
                        return false;
        return true;
}

/* The row whose label the words are, or, in a table of one column, end with; NULL. */
static const struct form_row *
row_named(const struct marks *m, const char *words, size_t n)
{
        enum { TAIL_LEAST = 12 };
        bool single = is_single(m->t);

        for (size_t i = 0; i < m->t->n_rows; i++) {
                const char *label = m->labels[i];
                size_t k = strlen(label), tail = single && k > TAIL_LEAST ? TAIL_LEAST : k;

                if (single ? n >= tail && memcmp(words + n - tail, label + k - tail, tail) == 0
                           : n == k && memcmp(words, label, k) == 0)
                        return &m->t->rows[i];
        }
        return NULL;
}

/* The same, with the cell of the unit behind the label perhaps. */
static const struct form_row *
row_before_figure(const struct marks *m, const char *words)
{
        size_t n = strlen(words);
        const struct form_row *row = row_named(m, words, n);

        for (size_t k = 3; k <= 6 && k < n && !row; k += 3)
                if (mark_is_unit(words + n - k))
                        row = row_named(m, words, n - k);
        return row;
}

static uint32_t
folded_at(const char *raw, size_t i, size_t end, size_t *ret_width)
{
        uint32_t cp = 0;

        *ret_width = i < end ? text_decode(raw + i, end - i, &cp) : 0;
        return *ret_width ? paper_fold(cp) : 0;
}

static bool
is_digit(uint32_t cp)
{
        return cp >= '0' && cp <= '9';
}

/* Where the figure at i ends: 1,250 and 0.03 whole, but of "121.政府公报" the last digit is the next label's. */
static size_t
figure_end(const char *raw, size_t i, size_t end)
{
        size_t w, next, last = i;
        uint32_t cp;

        for (;;) {
                cp = folded_at(raw, i, end, &w);
                if (is_digit(cp))
                        last = i;
                else if ((cp != ',' && cp != '.') || !is_digit(folded_at(raw, i + w, end, &next)))
                        return cp == '.' || cp == 0x3001 ? last : i; /* 、 */
                i += w;
        }
}

/* Something counted, dated or said on: "网站公开1880条" is a sentence, not a row. */
static bool
goes_on(const char *raw, size_t i, size_t end)
{
        static const char *const words[] = {"年", "月", "日", "号", "%",  ",",
                                            "。", ";",  "、", ")",  "余", "多"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *s = paper_folded(mem, raw + i, end - i < 24 ? end - i : 24);

        for (size_t k = 0; k < N(words); k++)
                if (strncmp(s, words[k], strlen(words[k])) == 0)
                        return true;
        for (size_t k = 3; k <= 6 && k <= strlen(s); k += 3)
                if (mark_is_unit(mem_strndup(mem, s, k)))
                        return true;
        return false;
}

/* "行政许可318件": the unit behind the figure ends the cell. */
static bool
is_unit_alone(const char *raw, size_t i, size_t end)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        return mark_is_unit(paper_folded(mem, raw + i, end - i));
}

/* Seven digits for seven columns, when the last is the sum of the others: a digit a cell. */
static bool
are_cells(const char *digits, size_t columns)
{
        int sum = 0;

        if (strlen(digits) != columns || strspn(digits, "0123456789") != columns)
                return false;
        for (size_t i = 0; i + 1 < columns; i++)
                sum += digits[i] - '0';
        return sum == digits[columns - 1] - '0';
}

/* Noughts alone, as many as a row has columns: a row whose cells touch. */
static bool
are_noughts(const struct marks *m, const char *s)
{
        size_t n = strspn(s, "0");

        if (n < 3 || s[n])
                return false;
        for (size_t i = 0; i < m->t->n_rows; i++)
                if (m->t->rows[i].cells.n == n)
                        return true;
        return false;
}

static void
add_figures(struct marks *m, const char *raw, size_t at, size_t end, size_t line, size_t columns)
{
        struct mark mark = {.kind = MARK_FIGURE, .line = line, .at = at, .end = end, .text = ""};
        const char *s = paper_folded(m->mem, raw + at, end - at);

        if (columns == 1 && read_figure(m->mem, s, &mark.value, &mark.text))
                add_mark(m, mark);
        for (size_t i = 0; i < columns && columns > 1; i++) {
                mark.value = s[i] - '0';
                add_mark(m, mark);
        }
}

/* A cell of words that holds figures too, where the form tells them apart; false when it does not. */
static bool
take_glued(struct marks *m, const char *raw, size_t at, size_t end, size_t line)
{
        enum { LABEL_MAX = 600 };
        bool single = is_single(m->t), found = false;
        size_t from = at, w;

        for (size_t i = at; i < end; i += w) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                const struct form_row *row;
                const char *words;
                size_t to;

                if (!is_digit(folded_at(raw, i, end, &w)) || i == from) {
                        if (w == 0)
                                break;
                        continue;
                }
                to = figure_end(raw, i, end);
                while (i - from > LABEL_MAX || ((uint8_t)raw[from] & 0xc0) == 0x80)
                        from++;
                words = paper_words(tmp, raw + from, i - from)->text;
                row = to > i ? row_before_figure(m, words) : NULL;
                if (!row ||
                    (single ? goes_on(raw, to, end) : to != end && !is_unit_alone(raw, to, end)) ||
                    (row->cells.n > 1 &&
                     !are_cells(paper_folded(tmp, raw + i, to - i), row->cells.n))) {
                        w = to > i ? to - i : w;
                        continue;
                }
                add_mark(m, (struct mark){.kind = MARK_WORDS,
                                          .line = line,
                                          .at = from,
                                          .end = i,
                                          .text = mem_strdup(m->mem, words)});
                add_figures(m, raw, i, to, line, row->cells.n);
                found = true;
                from = single ? to : end;
                w = from - i;
        }
        if (found && from < end) {
                const char *rest = paper_words(m->mem, raw + from, end - from)->text;

                if (*rest)
                        add_mark(m, (struct mark){.kind = MARK_WORDS,
                                                  .line = line,
                                                  .at = from,
                                                  .end = end,
                                                  .text = rest});
        }
        return found;
}

/* One cell of a line: raw[at..end). */
static void
take_cell(struct marks *m, const char *raw, size_t at, size_t end, size_t line)
{
        struct mark mark = {.line = line, .at = at, .end = end, .text = ""};
        const char *s = paper_folded(m->mem, raw + at, end - at);

        if (!*s || is_dash(s)) {
                mark.kind = MARK_BLANK;
                add_mark(m, mark);
                return;
        }
        if (are_noughts(m, s)) {
                add_figures(m, raw, at, end, line, strlen(s));
                return;
        }
        if (read_figure(m->mem, s, &mark.value, &mark.text))
                mark.kind = MARK_FIGURE;
        else if (take_glued(m, raw, at, end, line))
                return;
        else {
                mark.kind = MARK_WORDS;
                mark.text = paper_words(m->mem, raw + at, end - at)->text;
                if (!*mark.text)
                        return;
        }
        add_mark(m, mark);
}

static size_t
trimmed(const char *s, size_t from, size_t to)
{
        while (to > from && (uint8_t)s[to - 1] <= ' ')
                to--;
        return to;
}

/* A line with bars. One bar alone is a blank cell, bars alone the end of a row, bars and dashes a rule. */
static void
take_barred(struct marks *m, const char *raw, size_t at, size_t end, size_t line, bool outer)
{
        size_t stop = trimmed(raw, at, end), bars = 0, dashes = 0, other = 0;

        while ((uint8_t)raw[at] <= ' ')
                at++;
        for (size_t i = at; i < stop; i++) {
                bars += raw[i] == '|';
                dashes += raw[i] == '-' || raw[i] == ':';
                other += raw[i] != '|' && raw[i] != '-' && raw[i] != ':' && raw[i] != ' ';
        }
        if (other == 0 && dashes == 0) {
                add_mark(m, (struct mark){.kind = bars == 1 ? MARK_BLANK : MARK_END_OF_ROW,
                                          .line = line,
                                          .at = at,
                                          .end = stop,
                                          .text = ""});
                return;
        }
        if (other == 0 && bars > 1)
                return;
        if (raw[at] == '|' && outer)
                at++;
        while (at < stop) {
                const char *bar = memchr(raw + at, '|', stop - at);
                size_t to = bar ? (size_t)(bar - raw) : stop;

                take_cell(m, raw, at, to, line);
                at = to + 1;
        }
}

/* A line laid out with blanks: the words between figures are one mark. */
static void
take_plain(struct marks *m, const char *raw, size_t at, size_t end, size_t line)
{
        size_t words = SIZE_MAX, i = at;

        while (i < end) {
                uint32_t cp;
                size_t w = text_decode(raw + i, end - i, &cp), from = i;
                double value;
                const char *unit, *s;

                if (w == 0)
                        return;
                if (paper_is_blank(cp)) {
                        i += w;
                        continue;
                }
                while (i < end && (w = text_decode(raw + i, end - i, &cp)) > 0 &&
                       !paper_is_blank(cp))
                        i += w;
                s = paper_folded(m->mem, raw + from, i - from);
                if (read_figure(m->mem, s, &value, &unit) || is_dash(s)) {
                        if (words != SIZE_MAX)
                                take_cell(m, raw, words, from, line);
                        words = SIZE_MAX;
                        take_cell(m, raw, from, i, line);
                } else if (words == SIZE_MAX)
                        words = from;
        }
        if (words != SIZE_MAX)
                take_cell(m, raw, words, end, line);
}

/* Whether rows are written with a bar before their first cell: else such a bar ends a blank cell. */
static bool
has_outer_bars(const char *raw, struct span where)
{
        size_t outer = 0, rows = 0;

        for (size_t i = where.from; i < where.to;) {
                const char *stop = memchr(raw + i, '\n', where.to - i);
                size_t end = stop ? (size_t)(stop - raw) : where.to, at = i;
                const char *bar = memchr(raw + i, '|', end - i);

                while (at < end && (uint8_t)raw[at] <= ' ')
                        at++;
                if (bar && trimmed(raw, i, end) > (size_t)(bar - raw) + 1) {
                        rows++;
                        outer += raw[at] == '|';
                }
                i = end + 1;
        }
        return outer * 2 > rows;
}

/* ---- columns that count nothing ---- */

/* The figures and blanks between one label and the next. */
struct values {
        size_t first, last, n;
};

static size_t
gather(const struct marks *m, struct values *list)
{
        size_t n = 0;
        bool fresh = true;

        for (size_t i = 0; i < m->n; i++) {
                const struct mark *k = &m->list[i];

                if (k->kind == MARK_WORDS && !mark_is_unit(k->text))
                        fresh = true;
                if (!mark_is_value(k))
                        continue;
                if (fresh)
                        list[n++] = (struct values){.first = i};
                list[n - 1].last = i;
                list[n - 1].n++;
                fresh = false;
        }
        return n;
}

static bool
follows(const struct marks *m, size_t i, size_t next)
{
        return m->list[i].kind == MARK_FIGURE && m->list[next].kind == MARK_FIGURE &&
               m->list[next].value == m->list[i].value + 1;
}

static void
leave_out(struct marks *m, const bool *out)
{
        size_t kept = 0;

        for (size_t i = 0; i < m->n; i++)
                if (!out[i])
                        m->list[kept++] = m->list[i];
        m->n = kept;
}

/* Running numbers of the rows, behind the labels (last: before them) of at least four rows in five. */
static void
drop_codes(struct marks *m, bool last)
{
        enum { ROWS_LEAST = 5 };
        struct values *v = mem_array(m->mem, struct values, m->n + 1);
        bool *out = mem_array(m->mem, bool, m->n + 1);
        size_t n = gather(m, v), rows = 0, full = 0;

        for (size_t i = 0; i + 1 < n; i++) {
                size_t a = last ? v[i].last : v[i].first, b = last ? v[i + 1].last : v[i + 1].first;

                if (follows(m, a, b)) {
                        rows++;
                        out[a] = out[b] = true;
                }
                full += v[i].n >= 2;
        }
        if (n >= ROWS_LEAST && rows * 5 >= (n - 1 - (last ? 1 : 0)) * 4 &&
            full * 5 >= (n - 1) * 4 - (last ? 5 : 0))
                leave_out(m, out);
}

/* 本期 and 累计 beside each other: the year's figure is the second. */
static void
drop_period(struct marks *m, const char *raw, size_t from)
{
        struct values *v = mem_array(m->mem, struct values, m->n + 1);
        bool *out = mem_array(m->mem, bool, m->n + 1);
        size_t n = gather(m, v), two = 0;

        for (size_t i = 0; i < n; i++)
                if (v[i].n == 2) {
                        two++;
                        out[v[i].first] = true;
                }
        if (n && two * 5 >= n * 4 &&
            strstr(paper_words(m->mem, raw + from, m->list[v[0].first].at - from)->text, "累计"))
                leave_out(m, out);
}

struct marks
marks_cut(TALLOC_CTX *mem, const char *raw, struct span where, const struct form_table *t)
{
        struct marks m = {
            .mem = mem, .t = t, .labels = mem_array(mem, const char *, t->n_rows + 1)};
        size_t line = 0;
        bool outer = has_outer_bars(raw, where);

        for (size_t i = 0; i < t->n_rows; i++)
                m.labels[i] = paper_words(mem, t->rows[i].label, strlen(t->rows[i].label))->text;
        for (size_t i = where.from; i < where.to; line++) {
                const char *stop = memchr(raw + i, '\n', where.to - i);
                size_t end = stop ? (size_t)(stop - raw) : where.to, k = i;
                bool tab = memchr(raw + i, '\t', end - i) != NULL;

                if (memchr(raw + i, '|', end - i))
                        take_barred(&m, raw, i, end, line, outer);
                else if (tab && trimmed(raw, i, end) > i)
                        while (k <= end) {
                                const char *next = k < end ? memchr(raw + k, '\t', end - k) : NULL;
                                size_t to = next ? (size_t)(next - raw) : end;

                                take_cell(&m, raw, k, to, line);
                                k = to + 1;
                        }
                else
                        take_plain(&m, raw, i, end, line);
                i = end + 1;
        }
        if (is_single(t)) {
                drop_codes(&m, false);
                drop_codes(&m, true);
                drop_period(&m, raw, where.from);
        }
        return m;
}

bool
mark_is_value(const struct mark *m)
{
        return m->kind == MARK_FIGURE || m->kind == MARK_BLANK;
}
