#include "pages/office_form.h"

#include "base/text.h"
#include "document/sheet.h"
#include "domain/item/date.h"
#include "views/views.h"

/* ---- forms ------------------------------------------------------------------------------------ */

struct form
form_begin(struct page *p, const struct problems *problems, const char *title, const char *action,
           const char *cancel)
{
        return (struct form){.p = p,
                             .problems = problems,
                             .view = {.page = office_page(p, title),
                                      .action = action,
                                      .csrf = p->csrf,
                                      .cancel_url = cancel}};
}

static struct part_form_input *
grow(struct form *f, enum office_input_kind kind)
{
        if (f->in_fold) {
                mem_grow(f->p->mem, f->folded, f->n_folded);
                f->folded[f->n_folded] = (struct part_form_input){.kind = kind};
                return &f->folded[f->n_folded++];
        }
        mem_grow(f->p->mem, f->inputs, f->view.n_inputs);
        f->inputs[f->view.n_inputs] = (struct part_form_input){.kind = kind};
        return &f->inputs[f->view.n_inputs++];
}

/* What was sent, once something was; before that, what stands there. */
static const char *
shown(const struct form *f, const char *name, const char *init)
{
        const char *sent = page_arg(f->p, name);

        return sent ? sent : f->p->post ? "" : init;
}

void
form_heading(struct form *f, const char *heading, const char *text)
{
        struct part_form_input *i = grow(f, INPUT_HEADING);

        i->heading = heading;
        i->text = text;
}

struct part_field *
form_field(struct form *f, const char *name, const char *label, const char *hint, const char *init)
{
        struct part_form_input *i = grow(f, INPUT_FIELD);

        i->field = office_field(f->p, f->problems, name, label, hint);
        i->field.value = shown(f, name, init);
        return &i->field;
}

struct part_textarea *
form_text(struct form *f, const char *name, const char *label, const char *hint, const char *init,
          int rows)
{
        struct part_form_input *i = grow(f, INPUT_TEXTAREA);

        i->textarea = (struct part_textarea){.name = name,
                                             .label = label,
                                             .hint = hint,
                                             .error = problems_of(f->problems, name),
                                             .value = shown(f, name, init),
                                             .rows = rows};
        return &i->textarea;
}

void
form_rich(struct form *f, const char *name, const char *label, const char *hint, const char *text,
          const char *tree, const char *files)
{
        const char *sent = page_arg(f->p, mem_printf(f->p->mem, "%s-tree", name));
        struct part_form_input *i = grow(f, INPUT_RICH);

        i->rich = (struct part_rich_text){.name = name,
                                          .label = label,
                                          .hint = hint,
                                          .error = problems_of(f->problems, name),
                                          .value = shown(f, name, text),
                                          .tree = sent && *sent ? sent : tree,
                                          .files = files,
                                          .rows = 18};
}

struct part_date *
form_date(struct form *f, const char *name, const char *label, const char *hint, struct day init)
{
        struct part_form_input *i = grow(f, INPUT_DATE);
        char text[DAY_TEXT_SIZE];

        i->date = (struct part_date){
            .name = name,
            .label = label,
            .hint = hint,
            .error = problems_of(f->problems, name),
            .value = shown(f, name, mem_strdup(f->p->mem, day_text(init, text)))};
        return &i->date;
}

void
form_file(struct form *f, const char *name, const char *label, const char *hint)
{
        struct part_form_input *i = grow(f, INPUT_FILE);

        i->field = (struct part_field){
            .name = name, .label = label, .hint = hint, .error = problems_of(f->problems, name)};
        f->view.upload = true;
}

void
form_files(struct form *f, const char *name, const char *label, const char *hint)
{
        struct part_form_input *i = grow(f, INPUT_FILES);

        i->files = (struct part_upload){.name = name,
                                        .label = label,
                                        .hint = hint,
                                        .error = problems_of(f->problems, name),
                                        .several = true,
                                        .optional = true};
        f->view.upload = true;
}

void
form_fold(struct form *f, const char *heading, const char *text, bool open)
{
        struct part_form_input *i = grow(f, INPUT_FOLD);

        i->heading = heading;
        i->text = text;
        i->open = open;
        f->in_fold = true;
        f->folded = NULL;
        f->n_folded = 0;
}

static bool
is_wrong(const struct part_form_input *i)
{
        return i->field.error || i->textarea.error || i->date.error || i->choices.error ||
               i->files.error || i->rich.error;
}

void
form_fold_end(struct form *f)
{
        struct part_form_input *fold = &f->inputs[f->view.n_inputs - 1];

        assert(f->in_fold);
        f->in_fold = false;
        fold->inputs = f->folded;
        fold->n_inputs = f->n_folded;
        for (size_t k = 0; k < fold->n_inputs; k++)
                fold->open = fold->open || is_wrong(&fold->inputs[k]);
}

static void
choices(struct form *f, enum office_input_kind kind, const char *name, const char *label,
        const char *hint, const struct part_option *options, size_t n, const char *init)
{
        struct part_option *copy = mem_array(f->p->mem, struct part_option, n + 1);
        const char *value = shown(f, name, init);
        struct part_form_input *i = grow(f, kind);

        for (size_t k = 0; k < n; k++) {
                copy[k] = options[k];
                copy[k].chosen = value && strcmp(value, options[k].value) == 0;
        }
        i->choices = (struct part_choices){.name = name,
                                           .label = label,
                                           .hint = hint,
                                           .error = problems_of(f->problems, name),
                                           .options = copy,
                                           .n_options = n};
}

void
form_select(struct form *f, const char *name, const char *label, const char *hint,
            const struct part_option *options, size_t n, const char *init)
{
        choices(f, INPUT_SELECT, name, label, hint, options, n, init);
}

void
form_radios(struct form *f, const char *name, const char *label, const char *hint,
            const struct part_option *options, size_t n, const char *init)
{
        choices(f, INPUT_RADIOS, name, label, hint, options, n, init);
}

enum { CHECKS_MAX = 64 };

void
form_checks(struct form *f, const char *name, const char *label, const char *hint,
            const struct part_option *options, size_t n)
{
        struct part_option *copy = mem_array(f->p->mem, struct part_option, n + 1);
        struct part_form_input *i = grow(f, INPUT_CHECKBOXES);
        const char *sent[CHECKS_MAX];
        size_t n_sent = page_args_of(f->p, name, sent, CHECKS_MAX);

        for (size_t k = 0; k < n; k++) {
                copy[k] = options[k];
                for (size_t s = 0; s < n_sent; s++)
                        if (strcmp(sent[s], options[k].value) == 0)
                                copy[k].chosen = true;
        }
        i->choices = (struct part_choices){.name = name,
                                           .label = label,
                                           .hint = hint,
                                           .error = problems_of(f->problems, name),
                                           .options = copy,
                                           .n_options = n};
}

void
form_keep(struct form *f, const char *name, const char *value)
{
        mem_grow(f->p->mem, f->kept, f->view.n_kept);
        f->kept[f->view.n_kept++] = (struct part_pair){name, value};
}

static const char *
label_of(const struct part_form_input *inputs, size_t n, const char *name)
{
        const char *label = NULL;

        for (size_t i = 0; i < n && !label; i++) {
                const struct part_form_input *in = &inputs[i];
                const char *names[] = {in->field.name,   in->textarea.name, in->date.name,
                                       in->choices.name, in->files.name,    in->rich.name};
                const char *labels[] = {in->field.label,   in->textarea.label, in->date.label,
                                        in->choices.label, in->files.label,    in->rich.label};

                for (size_t k = 0; k < N(names); k++)
                        if (names[k] && strcmp(names[k], name) == 0)
                                label = labels[k];
                if (in->kind == INPUT_FOLD)
                        label = label_of(in->inputs, in->n_inputs, name);
        }
        return label;
}

/* Above the form a message stands alone: one that does not name its field gets the name in front. */
static struct part_error_summary
summary_of(struct form *f)
{
        struct part_error_summary s = office_problems(f->p, f->problems, &f->view.page);
        struct part_problem *list = mem_array(f->p->mem, struct part_problem, s.n_problems + 1);

        for (size_t i = 0; i < s.n_problems; i++) {
                const char *label = s.problems[i].id
                                        ? label_of(f->inputs, f->view.n_inputs, s.problems[i].id)
                                        : NULL;

                list[i] = s.problems[i];
                if (label && !strstr(list[i].message, label))
                        list[i].message = mem_printf(f->p->mem, "%s：%s", label, list[i].message);
        }
        s.problems = list;
        return s;
}

int
form_end(struct form *f, const char *label)
{
        struct view_site site;
        int r;

        f->view.inputs = f->inputs;
        f->view.kept = f->kept;
        f->view.button.label = label;
        f->view.problems = summary_of(f);
        r = office_site(f->p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_form(&f->p->out, &site, &f->view);
        return 0;
}

const char *
form_value(const struct page *p, const char *name)
{
        return text_trim(p->mem, mem_strdup(p->mem, office_arg(p, name)));
}

struct day
form_day(const struct page *p, const char *name, struct problems *problems)
{
        struct date d = date_read(form_value(p, name));

        if (d.flags & DATE_EMPTY)
                return DAY_NONE;
        if (day_is_none(d.day))
                problems_add(problems, 0, name, "日期不成立，请按 2024-3-4 的样式填写");
        return d.day;
}

int64_t
form_int(const struct page *p, const char *name, int64_t least, int64_t most, int64_t otherwise,
         struct problems *problems)
{
        int64_t n = otherwise;

        if (!page_arg_int(p, name, least, most, otherwise, &n))
                problems_add(problems, 0, name, "请填写 %lld 至 %lld 的整数", (long long)least,
                             (long long)most);
        return n;
}

/* ---- the page that asks ----------------------------------------------------------------------- */

enum { KEPT_MAX = 128 };

int
confirm_end(struct page *p, struct view_office_confirm *v, const char *const *names, size_t n,
            const char *step)
{
        struct part_pair *kept = mem_array(p->mem, struct part_pair, KEPT_MAX);
        struct view_site site;
        int r;

        for (size_t i = 0; i < n; i++) {
                const char *values[CHECKS_MAX];
                size_t n_values = page_args_of(p, names[i], values, CHECKS_MAX);

                for (size_t k = 0; k < n_values && v->n_kept + 1 < KEPT_MAX; k++)
                        kept[v->n_kept++] = (struct part_pair){names[i], values[k]};
        }
        kept[v->n_kept++] = (struct part_pair){"step", step};
        v->kept = kept;
        v->csrf = p->csrf;
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_confirm(&p->out, &site, v);
        return 0;
}

/* ---- lists ------------------------------------------------------------------------------------ */

static int
send_xlsx(struct page *p, const struct table *t)
{
        struct sheet_column *columns = mem_array(p->mem, struct sheet_column, t->n_columns);
        struct sheet sheet = {.name = t->title,
                              .title = t->title,
                              .columns = columns,
                              .n_columns = t->n_columns,
                              .cells = t->cells,
                              .n_rows = t->n_rows};

        for (size_t k = 0; k < t->n_columns; k++)
                columns[k] = (struct sheet_column){t->columns[k].head,
                                                   t->columns[k].type == TABLE_NUMBER ? SHEET_NUMBER
                                                   : t->columns[k].type == TABLE_DAY  ? SHEET_DAY
                                                                                      : SHEET_TEXT};
        return sheet_xlsx(p->mem, &sheet, 1, &p->out);
}

bool
table_send(struct page *p, const struct table *t, int *ret_r)
{
        *ret_r = 0;
        if (p->format == JSON) {
                table_json(t, &p->out);
                return true;
        }
        if (p->format != CSV && p->format != XLSX)
                return false;
        p->file_name = mem_printf(p->mem, "%s.%s", t->title, page_format_suffix(p->format));
        if (p->format == CSV)
                table_csv(t, &p->out);
        else
                *ret_r = send_xlsx(p, t);
        return true;
}

static void
put_links(struct page *p, struct view_office_roll *v, const char *csv)
{
        struct view_link *links = mem_array(p->mem, struct view_link, 3);

        links[0] = (struct view_link){.label = "Excel 表格", .url = page_link_format(p, XLSX)};
        links[1] = (struct view_link){.label = csv, .url = page_link_format(p, CSV)};
        links[2] = (struct view_link){.label = "JSON", .url = page_link_format(p, JSON)};
        v->downloads = links;
        v->n_downloads = 3;
}

void
table_links(struct page *p, struct view_office_roll *v)
{
        put_links(p, v, "CSV（可再导入）");
}

void
table_links_out(struct page *p, struct view_office_roll *v)
{
        put_links(p, v, "CSV");
}

static void
pager_link(struct page *p, struct part_pagination *out, struct view_link *links, int64_t i)
{
        links[out->n_links++] =
            (struct view_link){.label = mem_printf(p->mem, "%lld", (long long)i),
                               .url = page_link_with(p, "page", table_int(p->mem, i)),
                               .current = i == out->page};
}

int
table_page(struct page *p, size_t n, size_t size, size_t *ret_first, size_t *ret_n,
           struct part_pagination *ret)
{
        int64_t page, last = n ? (int64_t)((n + size - 1) / size) : 1, before = 0;
        struct view_link *links;

        if (!page_arg_int(p, "page", 1, 1000000, 1, &page) || page > last)
                return PAGE_NOT_FOUND;
        *ret_first = (size_t)(page - 1) * size;
        *ret_n = n - *ret_first < size ? n - *ret_first : size;
        *ret = (struct part_pagination){.page = page, .n_pages = last, .n_items = (int64_t)n};
        if (last == 1)
                return 0;
        links = mem_array(p->mem, struct view_link, 16);
        for (int64_t i = 1; i <= last; i++) {
                if (i != 1 && i != last && (i < page - 2 || i > page + 2))
                        continue;
                if (i > before + 1)
                        links[ret->n_links++] = (struct view_link){0};
                pager_link(p, ret, links, i);
                before = i;
        }
        ret->links = links;
        if (page > 1)
                ret->prev_url = page_link_with(p, "page", table_int(p->mem, page - 1));
        if (page < last)
                ret->next_url = page_link_with(p, "page", table_int(p->mem, page + 1));
        return 0;
}

struct part_sheet_cell
cell(const char *head, const char *text)
{
        return (struct part_sheet_cell){.head = head, .text = text && *text ? text : "—"};
}

struct part_sheet_cell
cell_link(const char *head, const char *text, const char *url)
{
        return (struct part_sheet_cell){.head = head, .text = text, .url = url};
}

struct part_sheet_cell
cell_count(const char *head, int64_t n)
{
        return (struct part_sheet_cell){
            .head = head, .count = view_count_exact(n), .numeric = true};
}

int
roll_end(struct page *p, struct view_office_roll *v)
{
        struct view_site site;
        int r = office_site(p, &site);

        if (r < 0)
                return err_trace(r);
        view_office_roll(&p->out, &site, v);
        return 0;
}

int
record_end(struct page *p, struct view_office_record *v)
{
        struct view_site site;
        int r = office_site(p, &site);

        if (r < 0)
                return err_trace(r);
        view_office_record(&p->out, &site, v);
        return 0;
}
