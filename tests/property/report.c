/* Reports written from the forms (report_writer.c), read back: every damage that published pages come in, one
 * fault at a time. Counts, for each damage and each fault, what was read and found, and prints the tables that
 * docs/benchmarks.md shows. */
#include "report_writer.h"

#include <math.h>

struct tally {
        size_t reports, cells, cells_right, facts, facts_right, faults, found, false_found;
};

static struct tally by_damage[DAMAGES], by_fault[FAULTS];
static size_t shown;

static void
show(const char *what, enum damage d, enum fault f, const char *more)
{
        const char *limit = getenv("XXGK_TEST_SHOW");

        if (shown++ < (limit ? strtoul(limit, NULL, 10) : 3))
                printf("# %s (%s, %s): %s\n", what, damage_names[d], fault_names[f], more);
}

/* ---- reading back ---- */

static void
read_cells(TALLOC_CTX *mem, const struct sheet *s, const struct report *rep, enum damage d,
           enum fault f, const char *text)
{
        struct tally *t = &by_damage[d];

        for (size_t i = 0; i < s->n; i++) {
                const struct report_cell *c = report_cell(rep, s->ids[i]);
                double want = (double)s->value[i];
                size_t n = strlen(s->ids[i]);
                bool right;

                if (n > 14 && strcmp(s->ids[i] + n - 14, "procure_amount") == 0)
                        want *= 1e4;
                right = c && c->blank == s->blank[i] && (c->blank || c->value == want);
                if (d == LOST_CELL && s->blank[i]) /* blank, or not there: but no figure */
                        right = !c || c->blank;
                t->cells++;
                t->cells_right += right;
                if (!right)
                        show("cell", d, f,
                             mem_printf(mem, "%s is %s%g, not %g in\n%s", s->ids[i], c ? "" : "no ",
                                        c ? c->value : 0, want, text));
        }
}

static void
read_facts(TALLOC_CTX *mem, const struct sheet *s, const struct report *rep, enum damage d,
           enum fault f, const char *text)
{
        for (size_t i = 0; i < s->n_facts; i++) {
                bool right = false;

                for (size_t k = 0; k < rep->n_facts; k++)
                        right = right || (strcmp(rep->facts[k].name, s->fact_names[i]) == 0 &&
                                          rep->facts[k].value == s->facts[i]);
                by_damage[d].facts++;
                by_damage[d].facts_right += right;
                if (!right)
                        show("fact", d, f,
                             mem_printf(mem, "no %s %g in\n%s", s->fact_names[i], s->facts[i],
                                        text));
        }
}

/* ---- what was found ---- */

static bool
speaks_of(const struct report_check *k, const char *id)
{
        for (size_t i = 0; i < k->n_cells; i++)
                if (strcmp(k->cells[i], id) == 0)
                        return true;
        return false;
}

/* Whether a fail is the planted fault: its kind, and about its cell where it has one. */
static bool
is_planted(const struct report_check *k, const struct sheet *s, enum fault f)
{
        if (f == NO_FAULT || !k->evidence[0])
                return false;
        if (s->wrong_cell)
                return speaks_of(k, s->wrong_cell) &&
                       (strcmp(k->kind, fault_kinds[f]) == 0 ||
                        strcmp(k->kind, "inconsistent") == 0 || strcmp(k->kind, "range") == 0);
        return strcmp(k->kind, fault_kinds[f]) == 0;
}

/* A wrong cell of the sums whose figures all stand there proposes its right value. */
static const char *
wrong_proposal(TALLOC_CTX *mem, const struct sheet *s, const struct report_checks *k)
{
        for (size_t i = 0; i < k->n; i++)
                if (k->list[i].proposal && s->wrong_cell &&
                    (strcmp(k->list[i].proposal, s->wrong_cell) != 0 ||
                     k->list[i].proposed != (double)s->right_value))
                        return mem_printf(mem, "proposes %s=%g for %s=%ld", k->list[i].proposal,
                                          k->list[i].proposed, s->wrong_cell, (long)s->right_value);
        return NULL;
}

static const char *
judge(TALLOC_CTX *mem, const struct sheet *s, const struct report *rep, const struct report *before,
      enum damage d, enum fault f, const char *text)
{
        struct report_checks k;
        bool found = false;
        const char *wrong;

        report_check(mem, rep, before, &k);
        for (size_t i = 0; i < k.n; i++) {
                if (k.list[i].status != REPORT_FAIL)
                        continue;
                if (is_planted(&k.list[i], s, f))
                        found = true;
                else {
                        by_damage[d].false_found++;
                        by_fault[f].false_found++;
                        return mem_printf(mem, "%s, %s: not planted: %s %s: %s in\n%s",
                                          damage_names[d], fault_names[f], k.list[i].kind,
                                          k.list[i].id, k.list[i].message, text);
                }
        }
        wrong = wrong_proposal(mem, s, &k);
        if (wrong)
                return wrong;
        if (f == NO_FAULT)
                return NULL;
        by_damage[d].faults++;
        by_fault[f].faults++;
        by_damage[d].found += found;
        by_fault[f].found += found;
        if (!found)
                show("not found", d, f,
                     mem_printf(mem, "%s in\n%s", s->wrong_cell ? s->wrong_cell : "", text));
        return NULL;
}

/* ---- a fault in a damaged report ---- */

/* What a damage leaves no trace of is not planted in it. */
static bool
can_have(const struct sheet *s, enum damage d, enum fault f)
{
        bool new = s->form->from >= 2019;

        if (d == OTHER_FORM)
                return f == NO_FAULT || f == WRONG_PARTS || f == WRONG_SHARE;
        if (d == LOST_CELL &&
            (f == WRONG_CELL || f == PART_TOO_BIG || f == TEXT_TABLE || f == TOWN_RULES))
                return false; /* it may be the one that was lost */
        if (f == FORM_OF_YEAR)
                return s->form->from >= 2014 && s->form->from <= 2019;
        if (f == WRONG_TOPIC || f == WRONG_BALANCE || f == WRONG_CARRY)
                return new;
        return f != TOWN_RULES || s->township;
}

static int
read_text(TALLOC_CTX *mem, const char *text, struct report **ret)
{
        return report_read(mem, "x", text, strlen(text), ret);
}

/* The report of the year before, whose 结转下年度 is what this one carried in, or one less. */
static struct report *
write_before(TALLOC_CTX *mem, struct gen *g, struct sheet *s, bool wrong)
{
        struct sheet old = *s;
        struct report *rep = NULL;
        const char *text;

        old.year--;
        old.n_facts = 0;
        for (size_t i = 0; i < old.n; i++) {
                const char *in = strstr(old.ids[i], "carried_out_");
                const char *id =
                    in ? mem_printf(mem, "%.3scarried_in_%s", old.ids[i], in + 12) : NULL;

                if (in && sheet_has(s, id))
                        old.value[i] = sheet_value(s, id) + (wrong && strcmp(in + 12, "sum") == 0);
        }
        text = sheet_write(mem, g, &old, PIPED, NO_FAULT);
        return read_text(mem, text, &rep) == 0 ? rep : NULL;
}

static const char *
one_report(TALLOC_CTX *mem, struct gen *g, enum damage d, enum fault f)
{
        struct sheet s = sheet_draw(mem, g, d);
        struct report *rep, *before = NULL;
        const char *text;

        if (!can_have(&s, d, f) || !sheet_break(&s, g, f))
                f = NO_FAULT;
        if (f == FORM_OF_YEAR)
                s.year = (int)gen_int(g, 2021, 2025);
        if (f == WRONG_CARRY)
                s.wrong_cell = s.form->from < 2021 ? "b3_carried_in_sum" : "c3_carried_in_sum";
        if ((f == NO_FAULT && s.form->from == 2021 && s.year > 2021 && gen_int(g, 0, 3) == 0) ||
            f == WRONG_CARRY)
                before = write_before(mem, g, &s, f == WRONG_CARRY);
        text = sheet_write(mem, g, &s, d, f);
        if (read_text(mem, text, &rep) != 0)
                return mem_printf(mem, "%s is not read:\n%s", damage_names[d], text);
        if (rep->form != s.form)
                return mem_printf(mem, "%s: form %s, not %s:\n%s", damage_names[d], rep->form->id,
                                  s.form->id, text);
        by_damage[d].reports++;
        by_fault[f].reports++;
        read_cells(mem, &s, rep, d, f, text);
        read_facts(mem, &s, rep, d, f, text);
        return judge(mem, &s, rep, before, d, f, text);
}

/* 《政府信息公开条例》第五十条 */
static const char *
damaged_reports(TALLOC_CTX *mem, struct gen *g)
{
        enum damage d = (enum damage)gen_int(g, 0, DAMAGES - 1);
        const char *wrong = one_report(mem, g, d, (enum fault)gen_int(g, 0, FAULTS - 1));

        return wrong || gen_int(g, 0, 2) ? wrong : one_report(mem, g, d, NO_FAULT);
}

/* Whatever is cut off the end: no figure that is not there, no fault. */
static const char *
cut_reports(TALLOC_CTX *mem, struct gen *g)
{
        static const enum damage shapes[] = {WHOLE, PIPED, RULED, FLATTENED, FLAT_BARRED, ONE_LINE};
        enum damage d = shapes[gen_int(g, 0, N(shapes) - 1)];
        struct sheet s = sheet_draw(mem, g, d);
        const char *text = sheet_write(mem, g, &s, d, NO_FAULT);
        size_t n = (size_t)gen_int(g, 200, (int64_t)strlen(text));
        struct report *rep;
        struct report_checks k;

        while (n > 0 && ((uint8_t)text[n] & 0xc0) == 0x80)
                n--;
        if (report_read(mem, "x", text, n, &rep) != 0)
                return NULL;
        for (size_t i = 0; i < s.n; i++) {
                const struct report_cell *c = report_cell(rep, s.ids[i]);
                double want = (double)s.value[i] * (strstr(s.ids[i], "procure_amount") ? 1e4 : 1);

                if (c && !c->blank && c->value != want)
                        return mem_printf(mem, "cell %s of\n%.*s", c->id, (int)n, text);
        }
        report_check(mem, rep, NULL, &k);
        for (size_t i = 0; i < k.n; i++)
                if (k.list[i].status == REPORT_FAIL)
                        return mem_printf(mem, "%s in a cut report:\n%.*s", k.list[i].message,
                                          (int)n, text);
        return NULL;
}

static double
percent(size_t part, size_t whole)
{
        return whole ? 100.0 * (double)part / (double)whole : 100;
}

static const char *
recall(TALLOC_CTX *mem, struct gen *g)
{
        static bool printed;

        (void)g;
        for (size_t d = 0; d < DAMAGES && !printed; d++)
                printf("# %-24s reports %6zu  cells %8zu %6.2f%%  facts %6zu %6.2f%%  faults %5zu "
                       "found "
                       "%6.2f%%  false %zu\n",
                       damage_names[d], by_damage[d].reports, by_damage[d].cells,
                       percent(by_damage[d].cells_right, by_damage[d].cells), by_damage[d].facts,
                       percent(by_damage[d].facts_right, by_damage[d].facts), by_damage[d].faults,
                       percent(by_damage[d].found, by_damage[d].faults), by_damage[d].false_found);
        for (size_t f = 1; f < FAULTS && !printed; f++)
                printf("# %-32s %6zu planted, found %6.2f%%, others reported %zu\n", fault_names[f],
                       by_fault[f].faults, percent(by_fault[f].found, by_fault[f].faults),
                       by_fault[f].false_found);
        printed = true;
        for (size_t d = 0; d < DAMAGES; d++)
                if (percent(by_damage[d].cells_right, by_damage[d].cells) < 99 ||
                    percent(by_damage[d].facts_right, by_damage[d].facts) < 99 ||
                    percent(by_damage[d].found, by_damage[d].faults) < 99)
                        return mem_printf(mem, "less than 99%%: %s", damage_names[d]);
        for (size_t f = 1; f < FAULTS; f++)
                if (percent(by_fault[f].found, by_fault[f].faults) < 99)
                        return mem_printf(mem, "less than 99%%: %s", fault_names[f]);
        return NULL;
}

int
main(void)
{
        property_run("no fault is reported that was not planted, however the page is broken",
                     damaged_reports);
        property_run("a report that is cut gives no wrong figure and no fault", cut_reports);
        property_run("99 of 100 figures read back and faults found, of each kind", recall);
        return property_end();
}
