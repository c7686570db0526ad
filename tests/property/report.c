/* Reports written from the forms, read back: every layout that published pages come in, one fault at a time. */
#include "property.h"

#include "domain/report/report.h"

enum { CELLS_MAX = 400, COLUMNS = 7, ROWS_MAX = 40 };

struct sheet {
        const struct form *form;
        const struct form_table *third;
        int64_t n[ROWS_MAX][COLUMNS];
        size_t rows;
};

enum layout { BARRED, FLATTENED, FLAT_WITH_BARS, LAID_OUT, BROKEN_LABELS, LAYOUTS };

static const struct form_table *
table_of(const struct form *f, char number)
{
        for (size_t i = 0; i < f->n_tables; i++)
                if (f->tables[i].prefix[1] == number)
                        return &f->tables[i];
        return NULL;
}

static size_t
row_named(const struct sheet *s, const char *id)
{
        for (size_t i = 0; i < s->third->n_rows; i++)
                if (strcmp(s->third->rows[i].id, id) == 0)
                        return i;
        return 0;
}

/* Outcomes at random; total, the sum column and what came in follow from them. */
static struct sheet
draw(struct gen *g)
{
        size_t n;
        const struct form *const *forms = forms_shipped(&n);
        struct sheet s = {.form = forms[2 + gen_int(g, 0, 1)]};
        size_t in, old, total, out;

        s.third = table_of(s.form, '3');
        s.rows = s.third->n_rows;
        in = row_named(&s, "new");
        old = row_named(&s, "carried_in");
        total = row_named(&s, "total");
        out = row_named(&s, "carried_out");
        for (size_t k = 0; k + 1 < COLUMNS; k++) {
                for (size_t i = old + 1; i < total; i++) {
                        if (s.third->rows[i].spare)
                                continue;
                        s.n[i][k] = gen_int(g, 0, 3) ? 0 : gen_int(g, 0, 300);
                        s.n[total][k] += s.n[i][k];
                }
                s.n[out][k] = gen_int(g, 0, 9);
                s.n[old][k] = gen_int(g, 0, s.n[total][k] + s.n[out][k]);
                s.n[in][k] = s.n[total][k] + s.n[out][k] - s.n[old][k];
        }
        for (size_t i = 0; i < s.rows; i++)
                for (size_t k = 0; k + 1 < COLUMNS; k++)
                        s.n[i][COLUMNS - 1] += s.n[i][k];
        return s;
}

/* A label with a line break somewhere in its middle. */
static void
put_broken(struct buf *b, struct gen *g, const char *label)
{
        size_t n = strlen(label), at = (size_t)gen_int(g, 0, (int64_t)n);

        while (at < n && ((uint8_t)label[at] & 0xc0) == 0x80)
                at++;
        buf_put(b, label, at);
        buf_str(b, "\n      ");
        buf_str(b, label + at);
}

static void
put_row(struct buf *b, struct gen *g, const struct sheet *s, size_t i, enum layout how)
{
        static const char *const between[] = {" | ", "\n\n", " |\n", "      ", "   "};

        if (how == BROKEN_LABELS)
                put_broken(b, g, s->third->rows[i].label);
        else
                buf_str(b, s->third->rows[i].label);
        for (size_t k = 0; k < COLUMNS; k++) {
                buf_str(b, between[how]);
                buf_int(b, s->n[i][k]);
        }
        buf_str(b, how == BARRED ? " |\n" : how == FLAT_WITH_BARS ? " |\n||\n" : "\n");
}

static const char *
write_out(TALLOC_CTX *mem, struct gen *g, const struct sheet *s, enum layout how)
{
        struct buf b = buf_new(mem, KiB(256));
        int year = s->form->from < 2021 ? s->form->from : 2021 + (int)gen_int(g, 0, 4);

        buf_printf(&b,
                   "青禾县%d年政府信息公开工作年度报告\n统计期限自%d年1月1日至%"
                   "d年12月31日。\n一、总体情况\n"
                   "按照规定做好公开工作。\n二、主动公开政府信息情况\n第二十条第（一）项\n",
                   year, year, year);
        for (size_t i = 0; i < table_of(s->form, '2')->column_labels.n; i++)
                buf_printf(&b, "%s\n", table_of(s->form, '2')->column_labels.list[i]);
        buf_str(&b, "三、收到和处理政府信息公开申请情况\n申请人情况\n自然人 法人或其他组织\n");
        for (size_t i = 0; i < s->rows; i++) {
                if (s->third->rows[i].spare)
                        continue;
                put_row(&b, g, s, i, how);
                if (how == LAID_OUT && gen_int(g, 0, 9) == 0)
                        buf_str(&b, "\n        -3-\n\n");
        }
        buf_str(&b,
                "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n人手不足。\n"
                "六、其他需要报告的事项\n无。\n");
        return buf_text(&b);
}

static const char *
read_back(TALLOC_CTX *mem, const struct sheet *s, const char *text, const struct report **ret)
{
        struct report *rep;

        if (report_read(mem, "x", text, strlen(text), &rep) != 0)
                return "not read";
        if (rep->form != s->form)
                return "another form";
        for (size_t i = 0; i < s->rows; i++)
                for (size_t k = 0; k < COLUMNS; k++) {
                        const char *id = s->third->rows[i].cells.list[k];
                        const struct report_cell *c = report_cell(rep, id);

                        if (s->third->rows[i].spare)
                                continue;
                        if (!c || c->blank || (int64_t)c->value != s->n[i][k])
                                return mem_printf(mem, "cell %s of\n%s", id, text);
                }
        *ret = rep;
        return NULL;
}

static size_t
faults(const struct report_checks *k)
{
        size_t n = 0;

        for (size_t i = 0; i < k->n; i++)
                n += k->list[i].status == REPORT_FAIL;
        return n;
}

/* 《政府信息公开条例》第五十条 */
static const char *
whole_reports(TALLOC_CTX *mem, struct gen *g)
{
        struct sheet s = draw(g);
        const char *text = write_out(mem, g, &s, (enum layout)gen_int(g, 0, LAYOUTS - 1)), *wrong;
        const struct report *rep;
        struct report_checks k;

        wrong = read_back(mem, &s, text, &rep);
        if (wrong)
                return wrong;
        report_check(mem, rep, NULL, &k);
        if (faults(&k) > 0)
                for (size_t i = 0; i < k.n; i++)
                        if (k.list[i].status == REPORT_FAIL)
                                return mem_printf(mem, "a fault in a good report: %s",
                                                  k.list[i].message);
        return NULL;
}

/* One cell is wrong: exactly the identities it stands in fail, and its right value is proposed. */
static const char *
one_wrong_cell(TALLOC_CTX *mem, struct gen *g)
{
        struct sheet s = draw(g);
        size_t i, k, about = 0, proposed = 0;
        int64_t right;
        const char *text, *wrong, *id;
        const struct report *rep;
        struct report_checks checks;

        do
                i = (size_t)gen_int(g, 0, (int64_t)s.rows - 1);
        while (s.third->rows[i].spare);
        k = (size_t)gen_int(g, 0, COLUMNS - 1);
        right = s.n[i][k];
        s.n[i][k] += gen_int(g, 1, 50);
        id = s.third->rows[i].cells.list[k];
        text = write_out(mem, g, &s, (enum layout)gen_int(g, 0, LAYOUTS - 1));
        wrong = read_back(mem, &s, text, &rep);
        if (wrong)
                return wrong;
        report_check(mem, rep, NULL, &checks);
        for (size_t c = 0; c < checks.n; c++) {
                const struct report_check *one = &checks.list[c];
                bool in = false;

                if (one->status != REPORT_FAIL)
                        continue;
                for (size_t n = 0; n < one->n_cells; n++)
                        in = in || strcmp(one->cells[n], id) == 0;
                if (!in || !one->evidence[0])
                        return mem_printf(mem, "%s fails for %s", one->id, id);
                about++;
                if (one->proposal) {
                        if (strcmp(one->proposal, id) != 0 || (int64_t)one->proposed != right)
                                return mem_printf(mem, "proposes %s=%g for %s=%ld", one->proposal,
                                                  one->proposed, id, (long)right);
                        proposed++;
                }
        }
        if (about < 2)
                return mem_printf(mem, "the wrong cell %s was found %zu times", id, about);
        return proposed == about ? NULL : mem_printf(mem, "no proposal for %s", id);
}

/* Whatever is cut off the end: no figure that is not there, no fault. */
static const char *
cut_reports(TALLOC_CTX *mem, struct gen *g)
{
        struct sheet s = draw(g);
        const char *text = write_out(mem, g, &s, (enum layout)gen_int(g, 0, LAYOUTS - 2));
        size_t n = (size_t)gen_int(g, 200, (int64_t)strlen(text));
        struct report *rep;
        struct report_checks k;

        while (n > 0 && ((uint8_t)text[n] & 0xc0) == 0x80)
                n--;
        if (report_read(mem, "x", text, n, &rep) != 0)
                return NULL;
        for (size_t i = 0; i < s.rows; i++)
                for (size_t c = 0; c < COLUMNS; c++) {
                        const struct report_cell *cell =
                            report_cell(rep, s.third->rows[i].cells.list[c]);

                        if (cell && !cell->blank && (int64_t)cell->value != s.n[i][c])
                                return mem_printf(mem, "cell %s of\n%.*s", cell->id, (int)n, text);
                }
        report_check(mem, rep, NULL, &k);
        return faults(&k) ? mem_printf(mem, "a fault in a cut report:\n%.*s", (int)n, text) : NULL;
}

int
main(void)
{
        property_run("a report in any layout is read back and passes", whole_reports);
        property_run("one wrong cell is found, its value proposed, nothing else", one_wrong_cell);
        property_run("a report that is cut gives no wrong figure and no fault", cut_reports);
        return property_end();
}
