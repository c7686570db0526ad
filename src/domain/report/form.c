#include "domain/report/form.h"

#include "base/text.h"
#include "domain/report/lines.h"
#include "domain/report/shipped.h"

#include <pthread.h>

enum { TERMS_MAX = 64 };

struct reader {
        TALLOC_CTX *mem;
        struct form *form;
        struct problems *p;
        size_t line;
        const char *group; /* stands above the next row */
};

static void
add_name(TALLOC_CTX *mem, struct form_names *names, const char *s)
{
        mem_grow(mem, names->list, names->n);
        names->list[names->n++] = s;
}

static struct form_names
words(TALLOC_CTX *mem, const char *s)
{
        struct form_names names = {0};

        while (*(s += strspn(s, " "))) {
                size_t n = strcspn(s, " ");

                add_name(mem, &names, mem_strndup(mem, s, n));
                s += n;
        }
        return names;
}

static const char *
cell_id(TALLOC_CTX *mem, const char *prefix, const char *row, const char *column)
{
        bool bare = strcmp(row, "-") == 0;

        return mem_printf(mem, "%s%s%s%s", prefix, bare ? "" : row, bare || !*column ? "" : "_",
                          column);
}

static struct form_table *
table_now(struct reader *rd)
{
        if (rd->form->n_tables)
                return &rd->form->tables[rd->form->n_tables - 1];
        problems_add(rd->p, rd->line, "", "这一行之前没有 table");
        return NULL;
}

static bool
has_cell(const struct form *f, const char *id)
{
        for (size_t t = 0; t < f->n_tables; t++)
                for (size_t i = 0; i < f->tables[t].n_rows; i++)
                        for (size_t k = 0; k < f->tables[t].rows[i].cells.n; k++)
                                if (strcmp(f->tables[t].rows[i].cells.list[k], id) == 0)
                                        return true;
        return false;
}

static void
need_cells(struct reader *rd, const struct form_names *names)
{
        for (size_t i = 0; i < names->n; i++) {
                const char *id = names->list[i] + strspn(names->list[i], "+-");

                if (!has_cell(rd->form, id))
                        problems_add(rd->p, rd->line, id, "前面没有这个单元格");
        }
}

static void
read_columns(struct reader *rd, char **f, size_t n)
{
        struct form_table *t = table_now(rd);

        for (size_t i = 0; t && i < n; i++) {
                size_t len = strcspn(f[i], " ");

                add_name(rd->mem, &t->column_ids, mem_strndup(rd->mem, f[i], len));
                add_name(rd->mem, &t->column_labels,
                         mem_strdup(rd->mem, f[i] + len + strspn(f[i] + len, " ")));
        }
}

static const char *
label_of(const struct form_table *t, const char *column)
{
        for (size_t i = 0; i < t->column_ids.n; i++)
                if (strcmp(t->column_ids.list[i], column) == 0)
                        return t->column_labels.list[i];
        return NULL;
}

/* row ID | unit | label | columns, all of the table's when not said */
static void
read_row(struct reader *rd, char **f, size_t n, bool spare)
{
        struct form_table *t = table_now(rd);
        struct form_row row = {
            .id = f[0], .unit = f[1], .label = f[2], .group = rd->group, .spare = spare};
        struct form_names columns;

        rd->group = NULL;
        if (!t)
                return;
        columns = n > 3 ? words(rd->mem, f[3]) : t->column_ids;
        if (columns.n == 0)
                add_name(rd->mem, &columns, "");
        for (size_t i = 0; i < columns.n; i++) {
                const char *label = *columns.list[i] ? label_of(t, columns.list[i]) : "";
                const char *id = cell_id(rd->mem, t->prefix, f[0], columns.list[i]);

                if (!label)
                        problems_add(rd->p, rd->line, columns.list[i], "表里没有这一栏");
                if (has_cell(rd->form, id))
                        problems_add(rd->p, rd->line, id, "单元格重复");
                add_name(rd->mem, &row.cells, id);
                add_name(rd->mem, &row.columns, label ? label : "");
        }
        mem_grow(rd->mem, t->rows, t->n_rows);
        t->rows[t->n_rows++] = row;
}

static void
add_rule(struct reader *rd, struct form_rule rule)
{
        if (rule.kind != FORM_TEXT)
                need_cells(rd, &rule.left);
        need_cells(rd, &rule.right);
        mem_grow(rd->mem, rd->form->rules, rd->form->n_rules);
        rd->form->rules[rd->form->n_rules++] = rule;
}

static const struct form_table *
table_named(const struct form *f, const char *prefix)
{
        for (size_t i = 0; i < f->n_tables; i++)
                if (strcmp(f->tables[i].prefix, prefix) == 0)
                        return &f->tables[i];
        return NULL;
}

static struct form_names
crossed(TALLOC_CTX *mem, const char *prefix, const struct form_names *terms, const char *with,
        bool terms_are_rows)
{
        struct form_names out = {0};

        for (size_t i = 0; i < terms->n; i++)
                add_name(mem, &out,
                         terms_are_rows ? cell_id(mem, prefix, terms->list[i], with)
                                        : cell_id(mem, prefix, with, terms->list[i]));
        return out;
}

/* bycol ID | table | left rows | right rows | words; one identity a column. Two left rows are a sum too:
 * the second side then is kept as negative terms of the first. */
static void
read_bycol(struct reader *rd, char **f, enum form_rule_kind kind)
{
        const struct form_table *t = table_named(rd->form, f[1]);
        struct form_names left = words(rd->mem, f[2]), right = words(rd->mem, f[3]);

        for (size_t i = 0; t && i < t->column_ids.n; i++) {
                const char *col = t->column_ids.list[i];

                add_rule(rd, (struct form_rule){
                                 .kind = kind,
                                 .id = mem_printf(rd->mem, "%s_%s", f[0], col),
                                 .message = mem_printf(rd->mem, "%s列：%s", label_of(t, col), f[4]),
                                 .left = crossed(rd->mem, t->prefix, &left, col, true),
                                 .right = crossed(rd->mem, t->prefix, &right, col, true)});
        }
        if (!t)
                problems_add(rd->p, rd->line, f[1], "没有这个表");
}

static void
read_byrow(struct reader *rd, char **f)
{
        const struct form_table *t = table_named(rd->form, f[1]);
        struct form_names left = words(rd->mem, f[2]), right = words(rd->mem, f[3]);

        for (size_t i = 0; t && i < t->n_rows; i++) {
                const struct form_row *row = &t->rows[i];

                add_rule(rd, (struct form_rule){
                                 .kind = FORM_SUM,
                                 .id = mem_printf(rd->mem, "%s_%s", f[0], row->id),
                                 .message = mem_printf(rd->mem, "“%s”行：%s", row->label, f[4]),
                                 .left = crossed(rd->mem, t->prefix, &left, row->id, false),
                                 .right = crossed(rd->mem, t->prefix, &right, row->id, false)});
        }
        if (!t)
                problems_add(rd->p, rd->line, f[1], "没有这个表");
}

static void
read_form(struct reader *rd, char **f, size_t n)
{
        int64_t from = 0, to = 0;

        (void)n;
        if (!text_number(f[2], &from) || !text_number(f[3], &to) || from > to)
                problems_add(rd->p, rd->line, "form", "起止年份不对");
        rd->form->id = f[0];
        rd->form->kind = f[1];
        rd->form->from = (int)from;
        rd->form->to = (int)to;
        rd->form->title = f[4];
}

static void
read_due(struct reader *rd, const char *s)
{
        struct day d;

        if (!day_parse(mem_printf(rd->mem, "2000-%s", s), &d)) {
                problems_add(rd->p, rd->line, "due", "日期应为 MM-DD");
                return;
        }
        day_civil(d, &(int){0}, &rd->form->due_month, &rd->form->due_day);
}

static void
read_part(struct reader *rd, char **f, size_t n)
{
        struct form_part part = {.required = strcmp(f[1], "required") == 0};
        int64_t number = 0;

        if (!text_number(f[0], &number))
                problems_add(rd->p, rd->line, "part", "序号不对");
        part.n = (int)number;
        for (size_t i = 2; i < n; i++)
                add_name(rd->mem, &part.names, f[i]);
        mem_grow(rd->mem, rd->form->parts, rd->form->n_parts);
        rd->form->parts[rd->form->n_parts++] = part;
}

static void
read_table(struct reader *rd, char **f)
{
        if (!*f[0])
                problems_add(rd->p, rd->line, "table", "要有单元格编号的前缀");
        mem_grow(rd->mem, rd->form->tables, rd->form->n_tables);
        rd->form->tables[rd->form->n_tables++] = (struct form_table){
            .prefix = f[0], .ordered = strcmp(f[1], "ordered") == 0, .title = f[2]};
}

/* The words of the rules: name, kind, and whether left and right are cells. */
static bool
read_rule(struct reader *rd, const char *word, char **f, size_t n)
{
        static const struct {
                const char *word;
                enum form_rule_kind kind;
                size_t fields;
        } kinds[] = {{"sum", FORM_SUM, 4},           {"most", FORM_MOST, 4},
                     {"channels", FORM_CHANNELS, 4}, {"equalodd", FORM_ODD, 4},
                     {"follow", FORM_FOLLOW, 4},     {"atleast", FORM_AT_LEAST, 3},
                     {"text", FORM_TEXT, 2}};

        for (size_t i = 0; i < N(kinds); i++) {
                if (strcmp(kinds[i].word, word) != 0)
                        continue;
                if (n != kinds[i].fields) {
                        problems_add(rd->p, rd->line, word, "应有%zu项，这里有%zu项",
                                     kinds[i].fields, n);
                        return true;
                }
                add_rule(rd, (struct form_rule){.kind = kinds[i].kind,
                                                .id = f[0],
                                                .left = words(rd->mem, f[n == 2 ? 0 : 1]),
                                                .right = n == 3 ? (struct form_names){0}
                                                                : words(rd->mem, f[n == 2 ? 1 : 2]),
                                                .message = n == 2 ? "" : f[n - 1]});
                return true;
        }
        return false;
}

static void
read_line(void *arg, size_t line, const char *word, char **f, size_t n)
{
        static const struct {
                const char *word;
                size_t least;
        } least[] = {{"form", 5},   {"law", 1},   {"due", 1},   {"part", 3},    {"mark", 1},
                     {"table", 3},  {"from", 1},  {"to", 1},    {"columns", 1}, {"row", 3},
                     {"spare", 3},  {"group", 1}, {"bycol", 5}, {"byrow", 5},   {"carry", 5},
                     {"cannot", 4}, {"unit", 4}};
        struct reader *rd = arg;
        struct form_table *t;

        rd->line = line;
        for (size_t i = 0; i < N(least); i++)
                if (strcmp(least[i].word, word) == 0 && n < least[i].least) {
                        problems_add(rd->p, line, word, "至少要有%zu项，这里有%zu项",
                                     least[i].least, n);
                        return;
                }
        if (strcmp(word, "form") == 0)
                read_form(rd, f, n);
        else if (strcmp(word, "law") == 0)
                rd->form->law = f[0];
        else if (strcmp(word, "due") == 0)
                read_due(rd, f[0]);
        else if (strcmp(word, "part") == 0)
                read_part(rd, f, n);
        else if (strcmp(word, "mark") == 0)
                add_name(rd->mem, &rd->form->marks, f[0]);
        else if (strcmp(word, "table") == 0)
                read_table(rd, f);
        else if (strcmp(word, "from") == 0 || strcmp(word, "to") == 0) {
                t = table_now(rd);
                for (size_t i = 0; t && i < n; i++)
                        add_name(rd->mem, *word == 'f' ? &t->from : &t->to, f[i]);
        } else if (strcmp(word, "columns") == 0)
                read_columns(rd, f, n);
        else if (strcmp(word, "group") == 0)
                rd->group = f[0];
        else if (strcmp(word, "row") == 0 || strcmp(word, "spare") == 0)
                read_row(rd, f, n, *word == 's');
        else if (strcmp(word, "bycol") == 0)
                read_bycol(rd, f, FORM_SUM);
        else if (strcmp(word, "carry") == 0)
                read_bycol(rd, f, FORM_CARRY);
        else if (strcmp(word, "byrow") == 0)
                read_byrow(rd, f);
        else if (strcmp(word, "cannot") == 0)
                add_rule(rd, (struct form_rule){.kind = FORM_CANNOT,
                                                .id = f[0],
                                                .level = f[1],
                                                .left = words(rd->mem, f[2]),
                                                .message = f[3]});
        else if (strcmp(word, "unit") == 0)
                add_rule(rd, (struct form_rule){.kind = FORM_UNIT,
                                                .id = f[0],
                                                .left = words(rd->mem, f[1]),
                                                .message = f[3]});
        else if (!read_rule(rd, word, f, n))
                problems_add(rd->p, line, word, "不认得这个词");
}

int
form_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct problems *p, struct form **ret)
{
        struct form *form = mem_new(mem, struct form);
        struct reader rd = {.mem = form, .form = form, .p = p};
        size_t before = p->n;

        lines_read(form, bytes, n, p, read_line, &rd);
        if (p->n == before && (!form->id || form->n_parts == 0 || !form->due_month))
                problems_add(p, 0, "", "form、due、part 都要有");
        if (p->n > before)
                return FORM_FAULTY;
        *ret = form;
        return 0;
}

enum { SHIPPED = 5 };
static const struct form *shipped[SHIPPED];
static pthread_once_t shipped_once = PTHREAD_ONCE_INIT;

static void
read_shipped(void)
{
        static TALLOC_CTX *mem; /* lives as long as the process */
        const struct {
                const unsigned char *bytes;
                size_t n;
        } files[SHIPPED] = {{form_2008, form_2008_size},
                            {form_2012, form_2012_size},
                            {form_2014, form_2014_size},
                            {form_2019, form_2019_size},
                            {form_2021, form_2021_size}};

        mem = mem_root();
        for (size_t i = 0; i < SHIPPED; i++) {
                struct problems p = {.mem = mem};
                struct form *form = NULL;
                int r = form_read(mem, (const char *)files[i].bytes, files[i].n, &p, &form);

                assert(r == 0);
                (void)r;
                shipped[i] = form;
        }
}

const struct form *const *
forms_shipped(size_t *ret_n)
{
        (void)pthread_once(&shipped_once, read_shipped);
        *ret_n = SHIPPED;
        return shipped;
}

const struct form *
form_of_year(int year)
{
        size_t n;
        const struct form *const *forms = forms_shipped(&n);

        for (size_t i = n; i-- > 0;)
                if (year >= forms[i]->from && year <= forms[i]->to)
                        return forms[i];
        return NULL;
}
