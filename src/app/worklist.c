#include "app/worklist.h"

#include "app/scope.h"

#include "domain/item/docno.h"
#include "store/sql.h"

/* ---- rows ----------------------------------------------------------------------------------- */

static int
step_of(const char *code)
{
        enum review_step step;

        return code && review_step_from(code, strlen(code), &step) ? (int)step : -1;
}

static enum flow_state
state_of(const char *flow, const char *item)
{
        enum flow_state state;

        if (flow && flow_state_from(flow, &state))
                return state;
        return strcmp(item, "live") == 0        ? FLOW_PUBLIC
               : strcmp(item, "withdrawn") == 0 ? FLOW_TAKEN
                                                : FLOW_AT_DESK;
}

static struct office_work_in
work_of(TALLOC_CTX *mem, const struct flow_by *by, const struct worklist_ask *ask)
{
        static const unsigned parts[N_WORKLIST_TABS] = {
            [WORKLIST_MINE] = OFFICE_WORK_OPT_MINE,
            [WORKLIST_WAITING] = OFFICE_WORK_OPT_WAITING,
            [WORKLIST_RETURNED] = OFFICE_WORK_OPT_RETURNED,
            [WORKLIST_DUE] = OFFICE_WORK_OPT_DUE,
            [WORKLIST_REVISIT] = OFFICE_WORK_OPT_REVISIT};
        static const enum office_work_order orders[] = {
            [WORKLIST_URGENT] = OFFICE_WORK_ORDER_URGENT,
            [WORKLIST_NEWEST] = OFFICE_WORK_ORDER_NEWEST,
            [WORKLIST_TITLE] = OFFICE_WORK_ORDER_TITLE};
        struct day today = instant_day(by->now);

        return (struct office_work_in){
            .scope = by->who->scope,
            .limit = ask->size,
            .offset = (ask->page - 1) * ask->size,
            .person = by->who->person_id,
            .soon = calendar_nth(by->calendar, today, DUE_SOON).day,
            .review = app_scope_text(mem, by->who, review_step_roles(REVIEW_CONTENT)),
            .office = app_scope_text(mem, by->who, review_step_roles(REVIEW_OFFICE)),
            .secrecy = app_scope_text(mem, by->who, review_step_roles(REVIEW_SECRECY)),
            .sign = app_scope_text(mem, by->who, review_step_roles(REVIEW_SIGNATURE)),
            .order = orders[ask->order],
            .opt = parts[ask->tab]};
}

static int
open_rows(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct worklist_ask *ask,
          struct worklist_row **ret, size_t *ret_n, int64_t *ret_all)
{
        struct office_work_in in = work_of(mem, by, ask);
        struct office_work_row *rows;
        struct worklist_row *list;
        int r = sql_office_work(mem, tx, &in, &rows, ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct worklist_row, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct worklist_row){.id = rows[i].id,
                                                .title = rows[i].title,
                                                .doc_no = rows[i].doc_no,
                                                .agency = rows[i].agency,
                                                .column = rows[i].column_name,
                                                .author = rows[i].author,
                                                .acted_by = rows[i].acted_by,
                                                .state = state_of(rows[i].state, "draft"),
                                                .step = step_of(rows[i].step),
                                                .retro_step = step_of(rows[i].retro_step),
                                                .emergency = rows[i].emergency,
                                                .due = rows[i].due_on,
                                                .retro_due = rows[i].retro_due_on,
                                                .mend_due = rows[i].mend_due_on,
                                                .revisit = rows[i].revisit_on,
                                                .explain_due = rows[i].explain_due_on,
                                                .day = DAY_NONE,
                                                .acted = rows[i].acted_at};
        *ret = list;
        *ret_all = *ret_n ? rows[0].n : 0;
        return 0;
}

/* % _ and ! mean themselves. */
static const char *
pattern_of(TALLOC_CTX *mem, const char *words)
{
        struct buf b = buf_new(mem, KiB(4));

        buf_char(&b, '%');
        for (const char *c = words; *c; c++) {
                if (*c == '%' || *c == '_' || *c == '!')
                        buf_char(&b, '!');
                buf_char(&b, *c);
        }
        buf_char(&b, '%');
        return buf_text(&b);
}

struct filter {
        int64_t scope, agency, column, author;
        const char *state, *words, *key;
        struct day from, before;
        bool leaf, live;
};

static int
filter_of(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct worklist_ask *ask,
          struct filter *ret)
{
        struct scope_is_leaf_row *leaf;
        const char *words = ask->words ? ask->words : "";
        int r = sql_scope_is_leaf_one(mem, tx, &(struct scope_is_leaf_in){.scope = by->who->scope},
                                      &leaf);

        if (r)
                return err_fold(r);
        *ret = (struct filter){.scope = by->who->scope,
                               .agency = ask->agency,
                               .column = ask->column,
                               .author = ask->author,
                               .state = ask->state,
                               .words = *words ? pattern_of(mem, words) : NULL,
                               .from = ask->from,
                               .before = day_is_none(ask->to) ? DAY_NONE : day_add(ask->to, 1),
                               .leaf = leaf->n == 1,
                               .live = ask->tab == WORKLIST_PUBLISHED};
        if (*words) {
                struct docno no = docno_read(mem, words);

                ret->key = *no.key ? no.key : words;
        }
        return 0;
}

#define FILTER_OPT(Q, f)                                                                           \
        (((f)->leaf ? Q##_OPT_LEAF : 0) | ((f)->live ? Q##_OPT_LIVE : 0) |                         \
         ((f)->state && *(f)->state ? Q##_OPT_STATE : 0) | ((f)->agency ? Q##_OPT_AGENCY : 0) |    \
         ((f)->column ? Q##_OPT_COLUMN : 0) | ((f)->author ? Q##_OPT_AUTHOR : 0) |                 \
         (day_is_none((f)->from) ? 0 : Q##_OPT_FROM) |                                             \
         (day_is_none((f)->before) ? 0 : Q##_OPT_BEFORE) | ((f)->words ? Q##_OPT_WORDS : 0))

static int
count_items(TALLOC_CTX *mem, struct tx *tx, const struct filter *f, int64_t *ret)
{
        struct office_items_n_in in = {.scope = f->scope,
                                       .limit = WORKLIST_COUNT_MAX + 1,
                                       .state = f->state,
                                       .agency_id = f->agency,
                                       .column_id = f->column,
                                       .author_id = f->author,
                                       .from_day = f->from,
                                       .before_day = f->before,
                                       .words = f->words,
                                       .key = f->key,
                                       .opt = FILTER_OPT(OFFICE_ITEMS_N, f)};
        struct office_items_n_row *row;
        int r = sql_office_items_n_one(mem, tx, &in, &row);

        if (r)
                return err_fold(r);
        *ret = row->n;
        return 0;
}

static int
all_rows(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct worklist_ask *ask,
         struct worklist_row **ret, size_t *ret_n, int64_t *ret_all)
{
        struct office_items_row *rows;
        struct worklist_row *list;
        struct filter f = {0};
        int r = filter_of(mem, tx, by, ask, &f);

        if (r < 0)
                return err_trace(r);
        r = sql_office_items(mem, tx,
                             &(struct office_items_in){.scope = f.scope,
                                                       .limit = ask->size,
                                                       .offset = (ask->page - 1) * ask->size,
                                                       .state = f.state,
                                                       .agency_id = f.agency,
                                                       .column_id = f.column,
                                                       .author_id = f.author,
                                                       .from_day = f.from,
                                                       .before_day = f.before,
                                                       .words = f.words,
                                                       .key = f.key,
                                                       .order = ask->oldest
                                                                    ? OFFICE_ITEMS_ORDER_OLDEST
                                                                    : OFFICE_ITEMS_ORDER_NEWEST,
                                                       .opt = FILTER_OPT(OFFICE_ITEMS, &f)},
                             &rows, ret_n);
        if (r)
                return err_fold(r);
        list = mem_array(mem, struct worklist_row, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] =
                    (struct worklist_row){.id = rows[i].id,
                                          .title = rows[i].title,
                                          .doc_no = rows[i].doc_no,
                                          .index_no = rows[i].index_no,
                                          .agency = rows[i].agency,
                                          .column = rows[i].column_name,
                                          .author = rows[i].author,
                                          .state = state_of(rows[i].flow_state, rows[i].state),
                                          .step = step_of(rows[i].step),
                                          .retro_step = -1,
                                          .live = strcmp(rows[i].state, "live") == 0,
                                          .due = DAY_NONE,
                                          .retro_due = DAY_NONE,
                                          .revisit = DAY_NONE,
                                          .explain_due = DAY_NONE,
                                          .day = rows[i].sort_day,
                                          .acted = INSTANT_NONE};
        *ret = list;
        return count_items(mem, tx, &f, ret_all);
}

int
app_worklist(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by,
             const struct worklist_ask *ask, struct worklist_row **ret, size_t *ret_n,
             int64_t *ret_all)
{
        int r;

        if (ask->tab == WORKLIST_PUBLISHED || ask->tab == WORKLIST_ALL)
                r = all_rows(mem, tx, by, ask, ret, ret_n, ret_all);
        else
                r = open_rows(mem, tx, by, ask, ret, ret_n, ret_all);
        return r < 0 ? err_trace(r) : 0;
}

int
app_worklist_counts(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by,
                    int64_t counts[N_WORKLIST_TABS])
{
        struct office_work_in w = work_of(mem, by, &(struct worklist_ask){.page = 1});
        struct office_counts_row *row;
        int r = sql_office_counts_one(mem, tx,
                                      &(struct office_counts_in){.scope = w.scope,
                                                                 .person = w.person,
                                                                 .soon = w.soon,
                                                                 .review = w.review,
                                                                 .office = w.office,
                                                                 .secrecy = w.secrecy,
                                                                 .sign = w.sign},
                                      &row);

        if (r)
                return err_fold(r);
        counts[WORKLIST_MINE] = row->mine;
        counts[WORKLIST_WAITING] = row->waiting;
        counts[WORKLIST_RETURNED] = row->returned;
        counts[WORKLIST_DUE] = row->due;
        counts[WORKLIST_REVISIT] = row->revisit;
        counts[WORKLIST_PUBLISHED] = counts[WORKLIST_ALL] = -1;
        return 0;
}

/* ---- for choosing --------------------------------------------------------------------------- */

int
app_choose_agencies(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today,
                    struct office_choice **ret, size_t *ret_n)
{
        struct scope_agencies_row *rows;
        struct office_choice *list;
        int r = sql_scope_agencies(
            mem, tx, &(struct scope_agencies_in){.scope = scope, .today = today}, &rows, ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_choice, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct office_choice){
                    .id = rows[i].id, .code = rows[i].slug, .name = rows[i].name};
        *ret = list;
        return 0;
}

int
app_choose_columns(TALLOC_CTX *mem, struct tx *tx, int64_t agency, struct day today,
                   struct office_choice **ret, size_t *ret_n)
{
        struct columns_for_agency_row *rows;
        struct office_choice *list;
        int r = sql_columns_for_agency(
            mem, tx, &(struct columns_for_agency_in){.agency_id = agency, .today = today}, &rows,
            ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_choice, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct office_choice){.id = rows[i].id,
                                                 .code = rows[i].code,
                                                 .name = rows[i].name,
                                                 .group = rows[i].parent,
                                                 .flag = rows[i].wants_interpretation};
        *ret = list;
        return 0;
}

int
app_choose_classes(TALLOC_CTX *mem, struct tx *tx, const char *scheme, struct office_choice **ret,
                   size_t *ret_n)
{
        struct class_choices_row *rows;
        struct office_choice *list;
        int r =
            sql_class_choices(mem, tx, &(struct class_choices_in){.scheme = scheme}, &rows, ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_choice, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct office_choice){.id = rows[i].id,
                                                 .code = rows[i].code,
                                                 .name = rows[i].name,
                                                 .group = rows[i].parent};
        *ret = list;
        return 0;
}

int
app_choose_channels(TALLOC_CTX *mem, struct tx *tx, struct office_choice **ret, size_t *ret_n)
{
        struct channel_choices_row *rows;
        struct office_choice *list;
        int r = sql_channel_choices(mem, tx, NULL, &rows, ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_choice, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct office_choice){.code = rows[i].code, .name = rows[i].name};
        *ret = list;
        return 0;
}

int
app_choose_people(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct office_choice **ret,
                  size_t *ret_n)
{
        struct colleague_list_row *rows;
        struct office_choice *list;
        int r =
            sql_colleague_list(mem, tx, &(struct colleague_list_in){.scope = scope}, &rows, ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_choice, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct office_choice){.id = rows[i].id,
                                                 .code = rows[i].login,
                                                 .name = rows[i].name,
                                                 .group = rows[i].agency_name};
        *ret = list;
        return 0;
}
