#include "domain/report/table.h"

#include "base/text.h"
#include "domain/report/marks.h"

/* A report's table is first cut into marks (words, figures, blanks), the marks into runs of figures that
 * stand on one line or follow each other a line each, and the runs aligned with the form's rows:
 *
 *      words words | 3 | 0 | 0        run 1   ~ row "一、本年新收…"
 *      words                          run 2   ~ row "二、上年结转…"
 *      0
 *      0
 *
 * Order weighs as much as words: a layout that puts the words behind the figures or into another column
 * still has the rows in order. */

enum { CONTEXT_MAX = 400, TAIL_MAX = 300, RUNS_MAX = 400 };

struct run {
        size_t first, n;       /* figures and blanks: marks[first..] */
        const char *words;     /* what stands before, since the last run */
        const char *last_word; /* the mark next before */
        const char *next_word; /* the mark next behind: the rest of a label broken around them */
        size_t n_figures;
        size_t at, end;
        bool last; /* nothing follows in the text */
};

size_t
table_label_at(const struct paper *words, size_t from, const struct form_names *labels)
{
        size_t best = SIZE_MAX, start = 0;
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        while (start < words->n && words->at[start] < from)
                start++;
        for (size_t i = 0; i < labels->n; i++) {
                const struct paper *label =
                    paper_words(mem, labels->list[i], strlen(labels->list[i]));
                const char *found = strstr(words->text + start, label->text);

                if (found && words->at[found - words->text] < best)
                        best = words->at[found - words->text];
        }
        return best;
}

struct runs {
        struct run *list;
        size_t n;
};

/* The words of the marks since the last run, at most CONTEXT_MAX bytes of their end. */
static const char *
context(TALLOC_CTX *mem, const struct marks *m, size_t from, size_t to)
{
        struct buf b = buf_new(mem, KiB(16));
        const char *s;
        size_t n;

        for (size_t i = from; i < to; i++)
                if (m->list[i].kind == MARK_WORDS)
                        buf_str(&b, m->list[i].text);
        s = buf_text(&b);
        n = strlen(s);
        if (n > CONTEXT_MAX) {
                s += n - CONTEXT_MAX;
                while (((uint8_t)*s & 0xc0) == 0x80)
                        s++;
        }
        return s;
}

static void
end_run(TALLOC_CTX *mem, const struct marks *m, struct runs *runs, size_t *since, size_t first,
        size_t n)
{
        struct run r = {.first = first, .n = n, .last_word = "", .next_word = ""};

        for (size_t i = first; i < first + n; i++)
                r.n_figures += m->list[i].kind == MARK_FIGURE;
        r.words = context(mem, m, *since, first);
        for (size_t i = first; i-- > *since;)
                if (m->list[i].kind == MARK_WORDS && !mark_is_unit(m->list[i].text)) {
                        r.last_word = m->list[i].text;
                        break;
                }
        if (first + n < m->n && m->list[first + n].kind == MARK_WORDS)
                r.next_word = m->list[first + n].text;
        r.at = m->list[first].at;
        r.end = m->list[first + n - 1].end;
        *since = first + n;
        mem_grow(mem, runs->list, runs->n);
        runs->list[runs->n++] = r;
}

/* Values of one line are a run; values alone on their lines run on until words or the end of a row. */
static struct runs
run_up(TALLOC_CTX *mem, const struct marks *m)
{
        struct runs runs = {0};
        size_t since = 0, i = 0;

        while (i < m->n && runs.n < RUNS_MAX) {
                size_t first = i, n = 1;
                bool alone;

                if (!mark_is_value(&m->list[i])) {
                        i++;
                        continue;
                }
                while (i + n < m->n && mark_is_value(&m->list[i + n]) &&
                       m->list[i + n].line == m->list[i].line)
                        n++;
                alone = n == 1 && (i == 0 || m->list[i - 1].line != m->list[i].line);
                while (alone && i + n < m->n && mark_is_value(&m->list[i + n]) &&
                       (i + n + 1 >= m->n || m->list[i + n + 1].line != m->list[i + n].line))
                        n++;
                i += n;
                end_run(mem, m, &runs, &since, first, n);
        }
        if (runs.n)
                runs.list[runs.n - 1].last = true;
        return runs;
}

/* Runs that hold several rows (their labels were lost) are cut to the width of the table. */
static struct runs
split_up(TALLOC_CTX *mem, const struct runs *in, size_t width, const struct marks *m)
{
        struct runs out = {0};

        for (size_t i = 0; i < in->n; i++) {
                struct run r = in->list[i];

                /* an empty cell between label and figures (a merged one) */
                while (r.n > width && m->list[r.first].kind == MARK_BLANK &&
                       m->list[r.first + r.n - 1].kind == MARK_FIGURE) {
                        r.first++;
                        r.n--;
                }
                while (width > 1 && r.n >= 2 * width && r.n_figures > width && out.n < RUNS_MAX) {
                        struct run head = r;

                        head.n = width;
                        head.last = false;
                        head.end = m->list[head.first + width - 1].end;
                        mem_grow(mem, out.list, out.n);
                        out.list[out.n++] = head;
                        r.first += width;
                        r.n -= width;
                        r.n_figures = 0;
                        for (size_t k = 0; k < r.n; k++)
                                r.n_figures += m->list[r.first + k].kind == MARK_FIGURE;
                        r.words = r.last_word = r.next_word = "";
                }
                mem_grow(mem, out.list, out.n);
                out.list[out.n++] = r;
        }
        return out;
}

/* Share of the label's pairs of characters that the context has. */
static double
likeness(const char *label, const char *context)
{
        size_t pairs = 0, found = 0;
        const char *last = NULL;
        char pair[16];

        for (const char *s = label; *s;) {
                uint32_t cp;
                size_t w = text_decode(s, strlen(s), &cp);

                if (w == 0)
                        break;
                if (last) {
                        size_t len = (size_t)(s + w - last);

                        memcpy(pair, last, len);
                        pair[len] = '\0';
                        pairs++;
                        found += strstr(context, pair) != NULL;
                }
                last = s;
                s += w;
        }
        return pairs ? (double)found / (double)pairs : 0;
}

/* The label begins before the figures and ends behind them. */
static double
likeness_around(const char *label, const struct run *r)
{
        enum { MORE = 6 };
        size_t n = strlen(r->last_word), rest = strlen(label) - (n < strlen(label) ? n : 0);

        if (n == 0 || n >= strlen(label) || strncmp(label, r->last_word, n) != 0)
                return 0;
        return strlen(r->next_word) > rest + MORE ? 0 : 0.9 * likeness(label + n, r->next_word);
}

/* How well the number of values suits the row; negative: not at all. */
static double
fit(const struct run *r, size_t width, const struct marks *m)
{
        bool rest_blank = true, same = width == 1;

        if (r->last && r->n <= width && width > 1 && m->list[r->first].kind == MARK_BLANK)
                return -1.5; /* cut: the blank before the first figure may have been a label */
        if (r->n == width)
                return r->n_figures ? 2 : 0.7;
        if (r->n < width)
                return r->last ? 0.5 : -1.5;
        for (size_t i = width; i < r->n; i++) {
                const struct mark *k = &m->list[r->first + i];

                rest_blank = rest_blank && k->kind == MARK_BLANK;
                same = same && k->kind == m->list[r->first].kind && k->line == k[-1].line &&
                       k->value == m->list[r->first].value;
        }
        return rest_blank || same ? 1.7 : -1; /* same: a merged cell written out in each column */
}

struct aligner {
        const struct form_table *t;
        const struct marks *m;
        struct runs runs;
        double *likes;  /* [run][row] */
        int *row_of;    /* of a run; -1 */
        size_t skipped; /* the column that this table was written without; SIZE_MAX */
};

/* How many values a row should have. */
static size_t
row_width(const struct aligner *a, size_t j)
{
        size_t n = a->t->rows[j].cells.n;

        return a->skipped < n ? n - 1 : n;
}

static void
compare(TALLOC_CTX *mem, struct aligner *a)
{
        a->likes = mem_array(mem, double, a->runs.n * a->t->n_rows + 1);
        a->row_of = mem_array(mem, int, a->runs.n + 1);
        for (size_t i = 0; i < a->runs.n; i++) {
                a->row_of[i] = -1;
                for (size_t j = 0; j < a->t->n_rows; j++) {
                        double all = likeness(a->m->labels[j], a->runs.list[i].words);
                        double near = likeness(a->m->labels[j], a->runs.list[i].last_word);
                        double whole = likeness_around(a->m->labels[j], &a->runs.list[i]);

                        /* Short labels are in many contexts: the word next to the figures decides. */
                        near = 0.6 * all + 0.4 * near;
                        a->likes[i * a->t->n_rows + j] = near > whole ? near : whole;
                }
        }
}

struct step {
        double best;
        uint8_t how; /* 0: run and row together, 1: the run passed over, 2: the row */
};

/* Best alignment in order (dynamic programming): a run passed over costs little, a row more, further rows of the
 * same gap next to nothing (a part of the table that is not there). in_gap: the row before was passed over. */
static void
align_ordered(TALLOC_CTX *mem, struct aligner *a)
{
        size_t n = a->runs.n, rows = a->t->n_rows;
        struct step *steps = mem_array(mem, struct step, 2 * (n + 1) * (rows + 1));
#define AT(i, j, in_gap) steps[((i) * (rows + 1) + (j)) * 2 + (in_gap)]

        for (size_t i = n + 1; i-- > 0;)
                for (size_t j = rows + 1; j-- > 0;)
                        for (size_t gap = 0; gap < 2; gap++) {
                                bool spare = j < rows && a->t->rows[j].spare;
                                double cost = i == n || spare ? 0 : gap ? 0.1 : 0.6;
                                struct step s = {.best = -1e9};

                                if (i == n && j == rows) {
                                        AT(i, j, gap).best = 0;
                                        continue;
                                }
                                if (i < n && j < rows)
                                        s.best = AT(i + 1, j + 1, 0).best +
                                                 fit(&a->runs.list[i], row_width(a, j), a->m) +
                                                 4 * a->likes[i * rows + j] - (spare ? 2 : 0.8);
                                if (i < n && AT(i + 1, j, gap).best - 0.3 > s.best)
                                        s = (struct step){AT(i + 1, j, gap).best - 0.3, 1};
                                if (j < rows && AT(i, j + 1, spare ? gap : 1U).best - cost > s.best)
                                        s = (struct step){
                                            AT(i, j + 1, spare ? gap : 1U).best - cost, 2};
                                AT(i, j, gap) = s;
                        }
        for (size_t i = 0, j = 0, gap = 0; i < n && j < rows;) {
                uint8_t how = AT(i, j, gap).how;

                if (how == 0)
                        a->row_of[i] = (int)j;
                gap = how == 0 ? 0 : how == 2 && !a->t->rows[j].spare ? 1 : gap;
                i += how != 2;
                j += how != 1;
        }
#undef AT
}

/* Each run takes the row its words are most like; of two runs the better keeps it. */
static void
align_labelled(struct aligner *a)
{
        size_t rows = a->t->n_rows;

        for (size_t j = 0; j < rows; j++) {
                double best = 0.55;
                size_t who = SIZE_MAX;

                for (size_t i = 0; i < a->runs.n; i++) {
                        double like = a->likes[i * rows + j], f;

                        f = fit(&a->runs.list[i], row_width(a, j), a->m);
                        if (a->row_of[i] < 0 && f > 0 && like > best) {
                                best = like;
                                who = i;
                        }
                }
                if (who != SIZE_MAX)
                        a->row_of[who] = (int)j;
        }
}

/* A row whose words are not there is believed only between two neighbours that are. */
static bool
is_sure(const struct aligner *a, size_t i)
{
        enum { WORDS_LEAST = 12 };
        size_t rows = a->t->n_rows;
        int j = a->row_of[i], last = -1, next = -1;
        bool before, after;

        /* In a table of one column there may be rows that the form has not: their words say so. */
        if (a->t->rows[j].cells.n == 1 && a->likes[i * rows + (size_t)j] <= 0 &&
            strlen(a->runs.list[i].last_word) >= WORDS_LEAST)
                return false;
        if (rows == 1 || a->likes[i * rows + (size_t)j] >= 0.35)
                return true;
        for (size_t k = i; k-- > 0 && last < 0;)
                last = a->row_of[k];
        for (size_t k = i + 1; k < a->runs.n && next < 0; k++)
                next = a->row_of[k];
        before = last >= 0 ? last >= j - 2 : j == 0;
        after = next >= 0 ? next <= j + 2 : (size_t)j + 1 == rows && !a->runs.list[i].last;
        return before && after;
}

static double
in_yuan(const char *unit, double value)
{
        if (strncmp(unit, "亿", 3) == 0)
                return value * 1e8;
        return strncmp(unit, "万", 3) == 0 ? value * 1e4 : value;
}

static bool
counts_money(const char *id)
{
        size_t n = strlen(id);

        return n > 15 && strcmp(id + n - 15, "_procure_amount") == 0;
}

static void
take_row(TALLOC_CTX *mem, struct report *rep, const struct aligner *a, size_t i)
{
        const struct run *r = &a->runs.list[i];
        const struct form_row *row = &a->t->rows[a->row_of[i]];

        for (size_t k = 0, n = 0; k < row->cells.n && n < r->n; k++) {
                const struct mark *m = &a->m->list[r->first + n];
                struct report_cell c = {.id = row->cells.list[k],
                                        .row = row->label,
                                        .column = row->columns.list[k],
                                        .blank = m->kind == MARK_BLANK,
                                        .value = m->value,
                                        .unit = m->text,
                                        .at = m->at};

                if (k == a->skipped)
                        continue;
                n++;
                if (r->last && m->end >= rep->n_raw)
                        break; /* the text ends within this figure: it may have been longer */
                if (counts_money(c.id))
                        c.value = in_yuan(c.unit, c.value);
                mem_grow(mem, rep->cells, rep->n_cells);
                rep->cells[rep->n_cells++] = c;
        }
}

/* The one column that the heads do not name, where most rows have a value less than the form; SIZE_MAX. */
static size_t
missing_column(const struct report *rep, const struct marks *m, const struct runs *runs,
               const struct form_table *t, size_t from)
{
        const struct form_names *columns = &t->rows[0].columns;
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        size_t less = 0, missing = SIZE_MAX, n_missing = 0;
        const char *heads =
            paper_words(mem, rep->raw + from, m->list[runs->list[0].first].at - from)->text;

        for (size_t i = 0; i < runs->n; i++)
                less += runs->list[i].n == columns->n - 1;
        if (less * 2 <= runs->n)
                return SIZE_MAX;
        for (size_t k = 0; k < columns->n; k++)
                if (!strstr(heads, columns->list[k])) {
                        missing = k;
                        n_missing++;
                }
        return n_missing == 1 ? missing : SIZE_MAX;
}

/* Nothing but blanks and bars from there on: the text may have been cut here. */
static bool
ends_text(const struct report *rep, size_t at)
{
        while (at < rep->n_raw && ((uint8_t)rep->raw[at] <= ' ' || rep->raw[at] == '|'))
                at++;
        return at == rep->n_raw;
}

bool
table_find(TALLOC_CTX *mem, struct report *rep, const struct form_table *t,
           const struct form_table *next, size_t from, struct span *ret_span)
{
        struct span where = {.to = rep->n_raw};
        struct aligner a = {.t = t, .skipped = SIZE_MAX};
        struct marks m;
        struct runs runs;
        size_t width = 0, found = 0, stop;

        where.from = table_label_at(rep->words, from, &t->from);
        if (where.from == SIZE_MAX)
                return false;
        stop = table_label_at(rep->words, where.from + 1, &t->to);
        if (stop < where.to)
                where.to = stop;
        stop = next ? table_label_at(rep->words, where.from + 1, &next->from) : SIZE_MAX;
        if (stop < where.to)
                where.to = stop;
        while (where.from > 0 && rep->raw[where.from - 1] != '\n' &&
               (where.from < 3 || strncmp(rep->raw + where.from - 3, "。", 3) != 0))
                where.from--; /* the heads' line, without sentences before them */
        m = marks_cut(mem, rep->raw, where, t);
        runs = run_up(mem, &m);
        if (runs.n && !ends_text(rep, runs.list[runs.n - 1].end))
                runs.list[runs.n - 1].last = false;
        for (size_t i = 0; i < t->n_rows; i++)
                width = t->rows[i].cells.n > width ? t->rows[i].cells.n : width;
        a.m = &m;
        if (width > 2 && t->ordered && runs.n) {
                a.skipped = missing_column(rep, &m, &runs, t, where.from);
                width -= a.skipped < width;
        }
        a.runs = t->ordered ? split_up(mem, &runs, width, &m) : runs;
        compare(mem, &a);
        if (t->ordered)
                align_ordered(mem, &a);
        else
                align_labelled(&a);
        *ret_span = (struct span){.from = where.from, .to = where.from};
        for (size_t i = 0; i < a.runs.n; i++) {
                const struct run *r = &a.runs.list[i];

                if (a.row_of[i] < 0 || !is_sure(&a, i))
                        continue;
                if (fit(r, row_width(&a, (size_t)a.row_of[i]), &m) <= 0)
                        continue;
                take_row(mem, rep, &a, i);
                ret_span->to = r->end;
                found++;
        }
        if (found == 0)
                ret_span->to = where.from;
        else if (where.to == rep->n_raw && where.to - ret_span->to < TAIL_MAX &&
                 !memmem(rep->raw + ret_span->to, where.to - ret_span->to, "。", 3))
                ret_span->to = where.to; /* what is left of a row that was cut */
        return found > 0;
}
