/* The tables of an annual report as they are printed, and where in them something was found. */
#include "pages/report_check.h"

enum { REFS_MAX = 3, BESIDE_MAX = 9, TITLES_MAX = 64 };

/* ---- places --------------------------------------------------------------------------------- */

struct spot {
        const struct form_table *table;
        const struct form_row *row;
        size_t column;
};

static bool
find_spot(const struct form *form, const char *id, struct spot *ret)
{
        for (size_t t = 0; t < form->n_tables; t++)
                for (size_t r = 0; r < form->tables[t].n_rows; r++) {
                        const struct form_row *row = &form->tables[t].rows[r];

                        for (size_t c = 0; c < row->cells.n; c++)
                                if (!strcmp(row->cells.list[c], id)) {
                                        *ret = (struct spot){&form->tables[t], row, c};
                                        return true;
                                }
                }
        return false;
}

const char *
report_cell_place(TALLOC_CTX *mem, const struct report *rep, const char *id)
{
        struct spot s;
        const char *column;

        if (!find_spot(rep->form, id, &s))
                return "";
        column = s.row->columns.list[s.column];
        /* a table of one row says all in its columns */
        if (s.table->n_rows == 1 && *column)
                return column;
        return *column ? mem_printf(mem, "%s·%s", s.row->label, column) : s.row->label;
}

const char *
report_evidence(const struct report_check *k)
{
        return k->evidence && !strstr(k->message, k->evidence) ? k->evidence : "";
}

const char *
report_proposal(TALLOC_CTX *mem, const struct report *rep, const struct report_check *k)
{
        if (!k->proposal)
                return "";
        return mem_printf(mem, "疑为“%s”一格有误，按勾稽关系应为 %s，请以台账为准。",
                          report_cell_place(mem, rep, k->proposal),
                          report_number(mem, k->proposed));
}

/* ---- what was found where ------------------------------------------------------------------- */

struct placed {
        const struct report_check *check;
        const struct form_table *table; /* NULL: in none of them */
        int64_t no;
};

static bool
is_printed(const struct report *rep, const struct form_table *t)
{
        for (size_t r = 0; r < t->n_rows; r++)
                for (size_t c = 0; c < t->rows[r].cells.n; c++)
                        if (report_cell(rep, t->rows[r].cells.list[c]))
                                return true;
        return false;
}

static const struct form_table *
table_of(const struct report *rep, const struct report_check *k)
{
        struct spot s;

        for (size_t i = 0; i < k->n_cells; i++)
                if (find_spot(rep->form, k->cells[i], &s) && is_printed(rep, s.table))
                        return s.table;
        return NULL;
}

static bool
touches(const struct report_check *k, const char *id)
{
        for (size_t i = 0; i < k->n_cells; i++)
                if (!strcmp(k->cells[i], id))
                        return true;
        return false;
}

/* The page reads top down: findings of no table first, then table by table. */
static struct placed *
place_all(TALLOC_CTX *mem, const struct report *rep, const struct report_check *const *list,
          size_t n)
{
        struct placed *all = mem_array(mem, struct placed, n + 1);
        int64_t no = 0;

        for (size_t i = 0; i < n; i++)
                all[i] = (struct placed){.check = list[i], .table = table_of(rep, list[i])};
        for (size_t i = 0; i < n; i++)
                if (!all[i].table)
                        all[i].no = ++no;
        for (size_t t = 0; t < rep->form->n_tables; t++)
                for (size_t i = 0; i < n; i++)
                        if (all[i].table == &rep->form->tables[t])
                                all[i].no = ++no;
        return all;
}

static struct part_report_findings
findings_in(TALLOC_CTX *mem, const struct report *rep, const struct placed *all, size_t n,
            const struct form_table *table)
{
        struct part_report_finding *list = mem_array(mem, struct part_report_finding, n + 1);
        size_t k = 0;

        for (size_t i = 0; i < n; i++)
                if (all[i].table == table)
                        list[k++] = (struct part_report_finding){
                            .no = all[i].no,
                            .is_wrong = all[i].check->status == REPORT_FAIL,
                            .kind = report_kind_label(all[i].check->kind),
                            .message = all[i].check->message,
                            .evidence = report_evidence(all[i].check),
                            .proposal = report_proposal(mem, rep, all[i].check)};
        return (struct part_report_findings){.findings = list, .n_findings = k};
}

/* ---- cells ---------------------------------------------------------------------------------- */

/* Where a wrong cell is told, the others only have a part in it; so have the noughts of a long sum. */
static enum part_report_mark
mark_of(const struct report_check *k, const struct report_cell *cell, const char *id)
{
        bool nought = cell && !cell->blank && cell->value == 0 && k->n_cells > 2;

        if (k->proposal ? strcmp(k->proposal, id) != 0 : nought)
                return REPORT_MARK_TOUCHED;
        return k->status == REPORT_FAIL ? REPORT_MARK_WRONG : REPORT_MARK_DOUBT;
}

/* As it was printed: money with its unit is kept in yuan. */
static const char *
printed(TALLOC_CTX *mem, const struct report_cell *cell)
{
        static const struct {
                const char *unit;
                double yuan;
        } units[] = {{"亿元", 1e8}, {"万元", 1e4}, {"千元", 1e3}};
        double value = cell->value;

        for (size_t i = 0; i < N(units); i++)
                if (!strcmp(cell->unit, units[i].unit))
                        value /= units[i].yuan;
        return mem_printf(mem, "%s%s", report_number(mem, value), cell->unit);
}

static struct part_report_cell
cell_of(TALLOC_CTX *mem, const struct report *rep, const struct placed *all, size_t n,
        const char *id, int64_t span)
{
        const struct report_cell *cell = report_cell(rep, id);
        int64_t *refs = mem_array(mem, int64_t, REFS_MAX);
        struct part_report_cell out = {.absent = !cell, .span = span, .refs = refs};

        if (cell && !cell->blank)
                out.text = printed(mem, cell);
        for (size_t i = 0; i < n; i++) {
                enum part_report_mark mark;

                if (!touches(all[i].check, id))
                        continue;
                mark = mark_of(all[i].check, cell, id);
                if (mark > out.mark)
                        out.mark = mark;
                if (all[i].check->proposal && !strcmp(all[i].check->proposal, id))
                        out.proposed = report_number(mem, all[i].check->proposed);
                if (out.n_refs < REFS_MAX)
                        refs[out.n_refs++] = all[i].no;
        }
        return out;
}

/* How far a label stands in, by its numbering: 一、 then (一) then 1. or 其中. */
static int64_t
level_of(const char *label)
{
        if ((*label >= '0' && *label <= '9') || strncmp(label, "其中", strlen("其中")) == 0)
                return 2;
        return *label == '(' ? 1 : 0;
}

/* ---- rows and blocks ------------------------------------------------------------------------ */

static bool
same_columns(const struct form_row *a, const struct form_row *b)
{
        if (a->columns.n != b->columns.n)
                return false;
        for (size_t i = 0; i < a->columns.n; i++)
                if (strcmp(a->columns.list[i], b->columns.list[i]) != 0)
                        return false;
        return true;
}

/* The last of few columns takes the room that other rows need. */
static int64_t
span_of(size_t column, size_t n, size_t widest)
{
        return column + 1 == n && widest > n ? (int64_t)(widest - n + 1) : 0;
}

/* "行政复议·结果维持" stands under "行政复议". */
static void
heads_of(TALLOC_CTX *mem, const struct form_row *row, size_t widest, struct part_report_block *out)
{
        size_t n = row->columns.n, n_tops = 0;
        struct part_report_head *heads = mem_array(mem, struct part_report_head, n);
        struct part_report_head *tops = mem_array(mem, struct part_report_head, n);

        for (size_t i = 0; i < n; i++) {
                const char *label = row->columns.list[i], *dot = strstr(label, "·");
                const char *top = dot ? mem_strndup(mem, label, (size_t)(dot - label)) : NULL;
                int64_t span = span_of(i, n, widest);

                heads[i] = (struct part_report_head){.label = dot      ? dot + strlen("·")
                                                              : *label ? label
                                                                       : "数量",
                                                     .span = span};
                if (!top)
                        continue;
                if (!n_tops || strcmp(tops[n_tops - 1].label, top) != 0)
                        tops[n_tops++] = (struct part_report_head){.label = top};
                tops[n_tops - 1].span += span ? span : 1;
        }
        out->heads = heads;
        out->n_heads = n;
        out->tops = tops;
        out->n_tops = n_tops;
}

static bool
is_left_out(const struct report *rep, const struct form_row *row)
{
        if (!row->spare)
                return false;
        for (size_t c = 0; c < row->cells.n; c++)
                if (report_cell(rep, row->cells.list[c]))
                        return false;
        return true;
}

static void
blocks_of(TALLOC_CTX *mem, const struct report *rep, const struct form_table *t,
          const struct placed *all, size_t n, struct part_report_table *out)
{
        struct part_report_block *blocks = mem_array(mem, struct part_report_block, t->n_rows + 1);
        const struct form_row *last = NULL;
        size_t widest = 1, n_blocks = 0;

        for (size_t r = 0; r < t->n_rows; r++)
                if (t->rows[r].columns.n > widest)
                        widest = t->rows[r].columns.n;
        for (size_t r = 0; r < t->n_rows; r++) {
                const struct form_row *row = &t->rows[r];
                struct part_report_cell *cells;
                struct part_report_block *b;
                struct part_report_row *rows;

                if (is_left_out(rep, row))
                        continue;
                if (!last || !same_columns(last, row)) {
                        rows = mem_array(mem, struct part_report_row, t->n_rows);
                        blocks[n_blocks] = (struct part_report_block){.rows = rows};
                        heads_of(mem, row, widest, &blocks[n_blocks++]);
                } else {
                        rows = (struct part_report_row *)(uintptr_t)blocks[n_blocks - 1].rows;
                }
                b = &blocks[n_blocks - 1];
                cells = mem_array(mem, struct part_report_cell, row->cells.n);
                for (size_t c = 0; c < row->cells.n; c++)
                        cells[c] = cell_of(mem, rep, all, n, row->cells.list[c],
                                           span_of(c, row->cells.n, widest));
                rows[b->n_rows++] =
                    (struct part_report_row){.group = row->group,
                                             .group_level = row->group ? level_of(row->group) : 0,
                                             .label = row->label,
                                             .unit = row->unit,
                                             .level = level_of(row->label),
                                             .cells = cells,
                                             .n_cells = row->cells.n};
                last = row;
        }
        out->blocks = blocks;
        out->n_blocks = n_blocks;
        out->n_columns = (int64_t)widest + 1;
        out->wide = widest > BESIDE_MAX;
}

void
report_tables(TALLOC_CTX *mem, const struct report_run_file *f,
              const struct report_check *const *list, size_t n,
              struct part_report_findings *ret_rest, struct part_report_table **ret, size_t *ret_n)
{
        const struct report *rep = f->report;
        struct placed *all = place_all(mem, rep, list, n);
        struct part_report_table *tables =
            mem_array(mem, struct part_report_table, rep->form->n_tables + 1);
        size_t k = 0;

        for (size_t t = 0; t < rep->form->n_tables; t++) {
                const struct form_table *table = &rep->form->tables[t];

                if (!is_printed(rep, table))
                        continue;
                tables[k] =
                    (struct part_report_table){.id = mem_printf(mem, "table-%zu", t + 1),
                                               .title = table->title,
                                               .findings = findings_in(mem, rep, all, n, table)};
                blocks_of(mem, rep, table, all, n, &tables[k++]);
        }
        *ret_rest = findings_in(mem, rep, all, n, NULL);
        *ret = tables;
        *ret_n = k;
}
