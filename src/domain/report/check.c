#include "domain/report/check.h"

#include <math.h>
#include <stdarg.h>

struct report_check *
check_add(struct checker *c, const char *id, const char *kind, enum report_status status,
          const char *fmt, ...)
{
        struct report_checks *out = c->out;
        va_list ap;

        mem_grow(c->mem, out->list, out->n);
        out->list[out->n] =
            (struct report_check){.id = id, .kind = kind, .status = status, .evidence = ""};
        va_start(ap, fmt);
        out->list[out->n].message = mem_must(talloc_vasprintf(c->mem, fmt, ap));
        va_end(ap);
        return &out->list[out->n++];
}

void
check_cells(struct checker *c, struct report_check *k, const struct form_names *ids)
{
        for (size_t i = 0; i < ids->n; i++) {
                mem_grow(c->mem, k->cells, k->n_cells);
                k->cells[k->n_cells++] = ids->list[i] + strspn(ids->list[i], "+-");
        }
}

void
check_sides(struct report_check *k, double left, double right)
{
        k->has_sides = true;
        k->left = left;
        k->right = right;
}

const char *
check_number(TALLOC_CTX *mem, double v)
{
        return fabs(v - rint(v)) < 1e-9 ? mem_printf(mem, "%.0f", v) : mem_printf(mem, "%.10g", v);
}

bool
check_same(double a, double b)
{
        return fabs(a - b) < 1e-6 * (1 + fabs(a));
}

/* ---- the rules of the form ---- */

struct side {
        double sum;
        size_t missing, blank;
};

/* A blank counts as nought in a sum (NULL is 0 there), but is counted apart. */
static struct side
add_up(const struct report *rep, const struct form_names *ids)
{
        struct side s = {0};

        for (size_t i = 0; i < ids->n; i++) {
                const char *id = ids->list[i];
                const struct report_cell *cell = report_cell(rep, id + strspn(id, "+-"));

                if (!cell)
                        s.missing++;
                else {
                        s.blank += cell->blank;
                        s.sum += *id == '-' ? -cell->value : cell->value;
                }
        }
        return s;
}

static bool
table_is_there(const struct checker *c, const struct form_names *ids)
{
        for (size_t i = 0; i < ids->n; i++)
                if (report_cell(c->rep, ids->list[i] + strspn(ids->list[i], "+-")))
                        return true;
        return false;
}

/* Only of cells that are all there. */
static const char *
terms(struct checker *c, const struct form_names *ids)
{
        struct buf b = buf_new(c->mem, KiB(8));
        size_t shown = 0;

        for (size_t i = 0; i < ids->n; i++) {
                const char *id = ids->list[i] + strspn(ids->list[i], "+-");
                const struct report_cell *cell = report_cell(c->rep, id);

                if (cell->value == 0 && ids->n > 3)
                        continue;
                if (shown++ > 0 || *ids->list[i] == '-')
                        buf_str(&b, *ids->list[i] == '-' ? "-" : "+");
                buf_str(&b, check_number(c->mem, cell->value));
        }
        return shown ? buf_text(&b) : "0";
}

static bool
ends_with(const char *s, const char *word)
{
        size_t n = strlen(s), k = strlen(word);

        return n >= k && strcmp(s + n - k, word) == 0;
}

/* The name of the table in which the first cell of the rule stands, for a message. */
static const char *
table_of(struct checker *c, const struct form_names *ids)
{
        const struct form *f = c->rep->form;
        const char *id = ids->list[0] + strspn(ids->list[0], "+-");

        size_t t = 0;

        while (strncmp(id, f->tables[t].prefix, strlen(f->tables[t].prefix)) != 0)
                t++; /* form_read() takes no rule about a cell that no table has */
        return mem_printf(c->mem, ends_with(f->tables[t].title, "表") ? "“%s”" : "“%s”表",
                          f->tables[t].title);
}

/* "140+22+6＝168", or the figure alone. */
static const char *
worked(struct checker *c, const struct form_names *ids, double sum)
{
        return ids->n == 1 ? check_number(c->mem, sum)
                           : mem_printf(c->mem, "%s＝%s", terms(c, ids), check_number(c->mem, sum));
}

/* The two sides as the rule calls them ("自然人列：A应等于B") with their figures. */
static const char *
both_sides(struct checker *c, const struct form_rule *r, double left, double right)
{
        static const char equals[] = "应等于";
        const char *mid = strstr(r->message, equals), *from = strstr(r->message, "：");

        from = from && from < mid ? from + strlen("：") : r->message;
        if (!mid)
                return mem_printf(c->mem, "一边为%s，另一边为%s", worked(c, &r->left, left),
                                  worked(c, &r->right, right));
        return mem_printf(c->mem, "%.*s为%s，%s为%s", (int)(mid - from), from,
                          worked(c, &r->left, left), mid + strlen(equals),
                          worked(c, &r->right, right));
}

static void
rule_sum(struct checker *c, const struct form_rule *r)
{
        struct side l = add_up(c->rep, &r->left), s = add_up(c->rep, &r->right);
        const char *table = table_of(c, &r->left);
        struct report_check *k;

        if (!table_is_there(c, &r->left) && !table_is_there(c, &r->right))
                return;
        if (l.missing || s.missing)
                k = check_add(c, r->id, "arithmetic", REPORT_NOT_ASSESSABLE,
                              "%s，%s。有的单元格在文中没有找到，无法核对。", table, r->message);
        else if (check_same(l.sum, s.sum))
                k = check_add(c, r->id, "arithmetic", REPORT_PASS, "%s：%s＝%s。", r->message,
                              check_number(c->mem, l.sum), check_number(c->mem, s.sum));
        else if (l.blank || s.blank)
                k = check_add(c, r->id, "arithmetic", REPORT_NOT_ASSESSABLE,
                              "%s，%s。现%s，两者不等，但有的单元格是空白，请先补全再核对。", table,
                              r->message, both_sides(c, r, l.sum, s.sum));
        else
                k = check_add(c, r->id, "arithmetic", REPORT_FAIL,
                              "%s，%s。现%s，相差%s，请核对改正。", table, r->message,
                              both_sides(c, r, l.sum, s.sum),
                              check_number(c->mem, fabs(l.sum - s.sum)));
        check_cells(c, k, &r->left);
        check_cells(c, k, &r->right);
        if (!l.missing && !s.missing)
                check_sides(k, l.sum, s.sum);
}

static const char *
row_label(struct checker *c, const struct form_names *ids)
{
        const struct report_cell *cell = report_cell(c->rep, ids->list[0]);

        return mem_printf(c->mem, "%s%s%s", cell ? cell->row : "",
                          cell && cell->column[0] ? "·" : "", cell ? cell->column : "");
}

static void
rule_most(struct checker *c, const struct form_rule *r)
{
        struct side l = add_up(c->rep, &r->left), s = add_up(c->rep, &r->right);
        const char *table = table_of(c, &r->left);
        bool channels = r->kind == FORM_CHANNELS;
        struct report_check *k;

        if (l.missing || s.missing || s.blank)
                return;
        if (r->kind == FORM_MOST)
                k = l.sum <= s.sum + 1e-9
                        ? check_add(c, r->id, "arithmetic", REPORT_PASS, "%s：%s≤%s。", r->message,
                                    check_number(c->mem, l.sum), check_number(c->mem, s.sum))
                        : check_add(c, r->id, "arithmetic", REPORT_FAIL,
                                    "%s，%s。现“%s”填%s，“%s”填%s，部分大于总数，请核对改正。",
                                    table, r->message, row_label(c, &r->left),
                                    check_number(c->mem, l.sum), row_label(c, &r->right),
                                    check_number(c->mem, s.sum));
        else if (check_same(l.sum, s.sum) || s.sum == 0)
                k = check_add(c, r->id, "arithmetic", REPORT_PASS, "%s相符。", r->message);
        else
                k = check_add(c, r->id, "suspicious", REPORT_UNSURE,
                              "%s，%s不等：各渠道合计%s，总数%"
                              "s。同一信息在几个渠道公开的，总数只计1条，请确认是否"
                              "如此。",
                              table, r->message, check_number(c->mem, s.sum),
                              check_number(c->mem, l.sum));
        check_cells(c, k, &r->left);
        check_cells(c, k, &r->right);
        if (channels)
                check_sides(k, s.sum, l.sum);
        else
                check_sides(k, l.sum, s.sum);
}

static void
rule_floor(struct checker *c, const struct form_rule *r)
{
        struct side l = add_up(c->rep, &r->left);
        struct report_check *k;

        if (l.missing || l.blank)
                return;
        k = l.sum >= 0 ? check_add(c, r->id, "range", REPORT_PASS, "%s。", r->message)
                       : check_add(c, r->id, "range", REPORT_FAIL,
                                   "%s，“%s”一行：%s，现为%s，请核对改正。", table_of(c, &r->left),
                                   report_cell(c->rep, r->left.list[0])->row, r->message,
                                   worked(c, &r->left, l.sum));
        check_cells(c, k, &r->left);
        check_sides(k, l.sum, 0);
}

static void
rule_odd(struct checker *c, const struct form_rule *r)
{
        struct side l = add_up(c->rep, &r->left), s = add_up(c->rep, &r->right);
        const struct report_cell *delta = report_cell(c->rep, r->right.list[r->right.n - 1]);
        struct report_check *k;

        if (l.missing || s.missing || l.sum == 0 || !check_same(l.sum, s.sum) || delta->value == 0)
                return;
        k = check_add(c, r->id, "suspicious", REPORT_UNSURE, "%s：%s＝%s，请确认。", r->message,
                      check_number(c->mem, l.sum), terms(c, &r->right));
        check_cells(c, k, &r->left);
        check_cells(c, k, &r->right);
        check_sides(k, l.sum, s.sum);
}

static bool
is_township(const char *issuer)
{
        static const char *const ends[] = {"镇",         "乡",         "街道",
                                           "街道办事处", "镇人民政府", "乡人民政府",
                                           "鎮人民政府", "街道辦事處", "鄉人民政府"};
        size_t n = strlen(issuer);

        for (size_t i = 0; i < N(ends); i++)
                if (n > strlen(ends[i]) && strcmp(issuer + n - strlen(ends[i]), ends[i]) == 0)
                        return true;
        return false;
}

/* The cells that are not nought, with their columns: "现行有效件数2". */
static const char *
filled(struct checker *c, const struct form_names *ids)
{
        struct buf b = buf_new(c->mem, KiB(2));

        for (size_t i = 0; i < ids->n; i++) {
                const struct report_cell *cell = report_cell(c->rep, ids->list[i]);

                if (cell && cell->value != 0)
                        buf_printf(&b, "%s%s%s", b.len ? "、" : "", cell->column,
                                   check_number(c->mem, cell->value));
        }
        return buf_text(&b);
}

static void
rule_cannot(struct checker *c, const struct form_rule *r)
{
        struct side l = add_up(c->rep, &r->left);
        struct report_check *k;

        if (!is_township(c->rep->issuer) || !table_is_there(c, &r->left))
                return;
        k = l.sum > 0
                ? check_add(
                      c, r->id, "semantic", REPORT_FAIL,
                      "%s，%s“规章”一行却填了%s，应为0；如是规范性文件，请改填到规范性文件一行"
                      "。",
                      r->message, table_of(c, &r->left), filled(c, &r->left))
                : check_add(c, r->id, "semantic", REPORT_PASS, "%s，表中为0。", r->message);
        check_cells(c, k, &r->left);
        check_sides(k, l.sum, 0);
}

static void
rule_unit(struct checker *c, const struct form_rule *r)
{
        const struct report_cell *cell = report_cell(c->rep, r->left.list[0]);
        struct report_check *k;

        if (!cell || cell->blank || cell->value == 0 || cell->unit[0])
                return;
        k = check_add(c, r->id, "unit", REPORT_UNSURE, "%s：只写了 %s，请注明元或万元。",
                      r->message, check_number(c->mem, cell->value));
        check_cells(c, k, &r->left);
}

/* The same place in the other form: b3_new_np and c3_new_np. */
static const struct report_cell *
cell_before(const struct report *before, const char *id)
{
        const struct report_cell *cell = report_cell(before, id);

        for (size_t i = 0; !cell && i < before->n_cells; i++)
                if (strcmp(before->cells[i].id + 1, id + 1) == 0)
                        cell = &before->cells[i];
        return cell;
}

static void
rule_carry(struct checker *c, const struct form_rule *r)
{
        const struct report_cell *now = report_cell(c->rep, r->left.list[0]), *then;
        struct report_check *k;
        bool same;

        if (!c->before || !now)
                return;
        then = cell_before(c->before, r->right.list[0]);
        if (!then || then->blank || now->blank)
                return;
        same = check_same(now->value, then->value);
        /* Applicants may be put into another column; the total may not change. */
        k = check_add(
            c, r->id, "inconsistent",
            same                               ? REPORT_PASS
            : strcmp(now->column, "总计") == 0 ? REPORT_FAIL
                                               : REPORT_UNSURE,
            same ? "%s：%s。"
                 : "%s。本年度报告填的是%s，上年度报告是%s，请核对改正；上年度报告有误的请说明。",
            r->message, check_number(c->mem, now->value), check_number(c->mem, then->value));
        check_cells(c, k, &r->left);
        check_sides(k, now->value, then->value);
}

void
check_carry_unknown(struct checker *c)
{
        const struct form *f = c->rep->form;

        for (size_t i = 0; i < f->n_rules; i++) {
                const struct form_rule *r = &f->rules[i];
                struct report_check *k;

                if (r->kind != FORM_CARRY || !report_cell(c->rep, r->left.list[0]))
                        continue;
                k = check_add(c, r->id, "inconsistent", REPORT_NOT_ASSESSABLE,
                              "%s。所附的不是本机关上一年度的报告，无法核对。", r->message);
                check_cells(c, k, &r->left);
        }
}

static void
rule_follow(struct checker *c, const struct form_rule *r)
{
        const struct report_cell *now = report_cell(c->rep, r->left.list[0]);
        double sum = 0;
        struct report_check *k;

        if (!c->before || !now || now->blank)
                return;
        for (size_t i = 0; i < r->right.n; i++) {
                const char *id = r->right.list[i];
                bool here = *id == '+' || *id == '-';
                const struct report_cell *cell =
                    report_cell(here ? c->rep : c->before, id + (here ? 1 : 0));

                if (!cell || cell->blank)
                        return;
                sum += *id == '-' ? -cell->value : cell->value;
        }
        k = check_add(
            c, r->id, "inconsistent", check_same(sum, now->value) ? REPORT_PASS : REPORT_UNSURE,
            check_same(sum, now->value)
                ? "“%s”：%s，为%s。"
                : "“%s”：%s。本年度填的是%s，按上年度报告推算为%s，请核对；如有重新归类请说明。",
            now->row, r->message, check_number(c->mem, now->value), check_number(c->mem, sum));
        check_cells(c, k, &r->left);
        check_sides(k, now->value, sum);
}

/* ---- the one wrong cell ---- */

/* A cell all of whose failed identities would hold with one and the same value, and that stands in every
 * failed identity of its table: that value is proposed. */
static double
wanted(const struct report_check *k, const char *id, const struct form_rule *r,
       const struct report_cell *cell)
{
        double sign = -1;

        for (size_t i = 0; i < r->left.n; i++)
                if (strcmp(r->left.list[i], id) == 0)
                        sign = 1;
        return cell->value - sign * (k->left - k->right);
}

static const struct form_rule *
rule_of(const struct report *rep, const char *id)
{
        for (size_t i = 0; i < rep->form->n_rules; i++)
                if (rep->form->rules[i].kind == FORM_SUM && strcmp(rep->form->rules[i].id, id) == 0)
                        return &rep->form->rules[i];
        return NULL;
}

static bool
holds_cell(const struct report_check *k, const char *id)
{
        for (size_t i = 0; i < k->n_cells; i++)
                if (strcmp(k->cells[i], id) == 0)
                        return true;
        return false;
}

static bool
explains_all(struct checker *c, const char *id, double *ret)
{
        const struct report_cell *cell = report_cell(c->rep, id);
        size_t n = 0;

        for (size_t i = 0; i < c->out->n; i++) {
                const struct report_check *k = &c->out->list[i];
                const struct form_rule *r = rule_of(c->rep, k->id);
                double v;

                if (!r)
                        continue;
                if (k->status == REPORT_PASS && holds_cell(k, id))
                        return false; /* another value would break what holds */
                if (k->status != REPORT_FAIL || strncmp(k->cells[0], id, 3) != 0)
                        continue;
                if (!holds_cell(k, id))
                        return false;
                v = wanted(k, id, r, cell);
                if (n++ && !check_same(v, *ret))
                        return false;
                *ret = v;
        }
        return n >= 2 && *ret >= 0;
}

static void
propose(struct checker *c)
{
        for (size_t i = 0; i < c->out->n; i++) {
                struct report_check *k = &c->out->list[i];
                size_t found = 0;

                if (k->status != REPORT_FAIL || !rule_of(c->rep, k->id))
                        continue;
                for (size_t j = 0; j < k->n_cells; j++) {
                        double v = 0;

                        if (!explains_all(c, k->cells[j], &v))
                                continue;
                        found++;
                        k->proposal = k->cells[j];
                        k->proposed = v;
                }
                if (found != 1)
                        k->proposal = NULL;
                else {
                        const struct report_cell *cell = report_cell(c->rep, k->proposal);

                        k->message = mem_printf(c->mem, "%s由其他单元格推算，“%s%s%s”应为%s。",
                                                k->message, cell->row, cell->column[0] ? "·" : "",
                                                cell->column, check_number(c->mem, k->proposed));
                }
        }
}

void
check_rules(struct checker *c)
{
        static void (*const run[])(struct checker *, const struct form_rule *) = {
            [FORM_SUM] = rule_sum,        [FORM_MOST] = rule_most,   [FORM_CHANNELS] = rule_most,
            [FORM_AT_LEAST] = rule_floor, [FORM_ODD] = rule_odd,     [FORM_CANNOT] = rule_cannot,
            [FORM_UNIT] = rule_unit,      [FORM_CARRY] = rule_carry, [FORM_FOLLOW] = rule_follow};

        for (size_t i = 0; i < c->rep->form->n_rules; i++)
                if (c->rep->form->rules[i].kind != FORM_TEXT) /* check_text() does those */
                        run[c->rep->form->rules[i].kind](c, &c->rep->form->rules[i]);
        propose(c);
}

/* The cells of a fault in words: "一、本年新收…·自然人 3". */
static void
quote_cells(struct checker *c, struct report_check *k)
{
        struct buf b = buf_new(c->mem, KiB(8));

        for (size_t i = 0; i < k->n_cells; i++) {
                const struct report_cell *cell = report_cell(c->rep, k->cells[i]);

                if (!cell || (cell->value == 0 && k->n_cells > 3))
                        continue;
                buf_printf(&b, "%s%s%s%s %s", b.len ? "；" : "", cell->row,
                           cell->column[0] ? "·" : "", cell->column,
                           check_number(c->mem, cell->value));
        }
        k->evidence = buf_text(&b);
}

/* Two wordings of one rule (a table that came in two shapes): what could be judged stands for both. */
static void
drop_unjudged(struct report_checks *out)
{
        size_t kept = 0;

        for (size_t i = 0; i < out->n; i++) {
                bool drop = false;

                for (size_t j = 0; j < out->n && out->list[i].status == REPORT_NOT_ASSESSABLE; j++)
                        drop = drop || (j != i && strcmp(out->list[i].id, out->list[j].id) == 0 &&
                                        (out->list[j].status != REPORT_NOT_ASSESSABLE || j < i));
                if (!drop)
                        out->list[kept++] = out->list[i];
        }
        out->n = kept;
}

void
report_check(TALLOC_CTX *mem, const struct report *rep, const struct report *before,
             struct report_checks *ret)
{
        struct checker c = {.mem = mem, .rep = rep, .before = before, .out = ret};

        *ret = (struct report_checks){.mem = mem};
        check_rules(&c);
        check_text(&c);
        check_frame(&c);
        drop_unjudged(ret);
        for (size_t i = 0; i < ret->n; i++)
                if (ret->list[i].status == REPORT_FAIL && !ret->list[i].evidence[0])
                        quote_cells(&c, &ret->list[i]);
}

bool
report_checks_fail(const struct report_checks *checks)
{
        for (size_t i = 0; i < checks->n; i++)
                if (checks->list[i].status == REPORT_FAIL)
                        return true;
        return false;
}

const char *
report_status_word(enum report_status s)
{
        static const char *const words[] = {"pass", "fail", "unsure", "not_assessable"};

        return words[s];
}
