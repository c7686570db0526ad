#include "app/column.h"

#include "app/catalogue.h"
#include "app/import_kit.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

static const struct {
        const char *kind, *label;
} kinds[] = {{"statutory", "法定"},  {"guide", "公开指南"},     {"rules", "公开制度"},
             {"report", "年度报告"}, {"request", "依申请公开"}, {"own", "自设"},
             {"topic", "专题"},      {"external", "外部"}};

const char *
column_kind_label(const char *kind)
{
        for (size_t i = 0; i < N(kinds); i++)
                if (strcmp(kinds[i].kind, kind) == 0)
                        return kinds[i].label;
        return kind;
}

/* ---- looking ---------------------------------------------------------------------------------- */

static struct office_column
column_of(const struct column_office_list_row *r)
{
        return (struct office_column){.id = r->id,
                                      .parent_id = r->has_parent_id ? r->parent_id : 0,
                                      .agency_id = r->has_agency_id ? r->agency_id : 0,
                                      .code = r->code,
                                      .name = r->name,
                                      .kind = r->kind,
                                      .article = r->article,
                                      .description = r->description,
                                      .agency_name = r->agency_name,
                                      .agency_code = r->agency_code,
                                      .external_url = r->external_url,
                                      .update_days = (int)r->update_days,
                                      .sort = r->sort,
                                      .n = r->n,
                                      .duties = r->duties,
                                      .opened = r->opened_on,
                                      .closed = r->closed_on,
                                      .mine = r->mine};
}

struct ordering {
        const struct office_column *in;
        struct office_column *out;
        bool *used;
        size_t n, n_out;
};

static void
in_tree_order(struct ordering *o, int64_t parent, const struct office_column *above, int depth)
{
        for (size_t i = 0; i < o->n; i++) {
                struct office_column *to;

                if (o->used[i] || o->in[i].parent_id != parent)
                        continue;
                o->used[i] = true;
                to = &o->out[o->n_out++];
                *to = o->in[i];
                to->depth = depth;
                to->parent_code = above ? above->code : "";
                to->parent_name = above ? above->name : "";
                in_tree_order(o, o->in[i].id, &o->in[i], depth + 1);
        }
}

int
app_office_columns(TALLOC_CTX *mem, struct tx *tx, int64_t scope, bool closed_too,
                   struct office_column **ret, size_t *ret_n)
{
        struct column_office_list_in in = {.scope = scope,
                                           .opt = closed_too ? 0 : COLUMN_OFFICE_LIST_OPT_OPEN};
        struct column_office_list_row *rows;
        struct office_column *list;
        struct ordering o = {0};
        int r = sql_column_office_list(mem, tx, &in, &rows, &o.n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_column, o.n + 1);
        o.in = list;
        o.out = mem_array(mem, struct office_column, o.n + 1);
        o.used = mem_array(mem, bool, o.n + 1);
        for (size_t i = 0; i < o.n; i++)
                list[i] = column_of(&rows[i]);
        in_tree_order(&o, 0, NULL, 0);
        for (size_t i = 0; i < o.n; i++) /* below a closed one that is not shown */
                if (!o.used[i])
                        o.out[o.n_out++] = list[i];
        *ret = o.out;
        *ret_n = o.n;
        return 0;
}

int
app_office_column(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *code,
                  struct office_column *ret)
{
        struct office_column *list;
        size_t n;
        int r = app_office_columns(mem, tx, scope, true, &list, &n);

        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].code, code) == 0) {
                        *ret = list[i];
                        return 0;
                }
        return COLUMN_NONE;
}

enum {
        C_CODE,
        C_NAME,
        C_KIND,
        C_PARENT,
        C_AGENCY,
        C_DAYS,
        C_SORT,
        C_URL,
        C_WORDS,
        C_ARTICLE,
        C_OPENED,
        C_CLOSED,
        C_ITEMS,
        C_MAX
};
static const struct table_column columns[C_MAX] = {
    [C_CODE] = {"code", "栏目代码", TABLE_TEXT, true},
    [C_NAME] = {"name", "栏目名称", TABLE_TEXT, true},
    [C_KIND] = {"kind", "类别", TABLE_TEXT, true},
    [C_PARENT] = {"parent", "上级栏目代码", TABLE_TEXT, false},
    [C_AGENCY] = {"agency", "机构代码", TABLE_TEXT, false},
    [C_DAYS] = {"update_days", "更新周期（天）", TABLE_NUMBER, false},
    [C_SORT] = {"sort", "排列次序", TABLE_NUMBER, false},
    [C_URL] = {"external_url", "外部网址", TABLE_TEXT, false},
    [C_WORDS] = {"description", "说明", TABLE_TEXT, false},
    [C_ARTICLE] = {"article", "条款", TABLE_TEXT, false},
    [C_OPENED] = {"opened_on", "开设日期", TABLE_DAY, false},
    [C_CLOSED] = {"closed_on", "关闭日期", TABLE_DAY, false},
    [C_ITEMS] = {"items", "信息数", TABLE_NUMBER, false}};

struct table
app_column_table(TALLOC_CTX *mem, const struct office_column *list, size_t n)
{
        struct table t = table_new(mem, "columns", "栏目", columns, C_MAX, n);

        for (size_t i = 0; i < n; i++) {
                const struct office_column *c = &list[i];
                const char **to = t.cells + i * C_MAX;

                to[C_CODE] = c->code;
                to[C_NAME] = c->name;
                to[C_KIND] = c->kind;
                to[C_PARENT] = c->parent_code ? c->parent_code : "";
                to[C_AGENCY] = c->agency_code ? c->agency_code : "";
                to[C_DAYS] = table_int(mem, c->update_days);
                to[C_SORT] = table_int(mem, c->sort);
                to[C_URL] = c->external_url ? c->external_url : "";
                to[C_WORDS] = c->description;
                to[C_ARTICLE] = c->article;
                to[C_OPENED] = table_day(mem, c->opened);
                to[C_CLOSED] = table_day(mem, c->closed);
                to[C_ITEMS] = table_int(mem, c->n);
        }
        return t;
}

/* ---- changing --------------------------------------------------------------------------------- */

/* A column that may be changed from here, locked. */
static int
mine(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, const char *code, struct problems *p,
     struct office_column *ret)
{
        struct column_lock_row *row;
        int r = app_office_column(mem, tx, who->scope, code, ret);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = sql_column_lock_one(mem, tx, &(struct column_lock_in){.id = ret->id}, &row);
        if (r)
                return err_fold(r);
        if (!ret->mine)
                problems_add(p, 0, "", "这个栏目由上级机关管理");
        else if (!day_is_none(ret->closed))
                problems_add(p, 0, "", "这个栏目已经关闭");
        return p->n ? COLUMN_BAD : 0;
}

static bool
is_law(const struct office_column *c)
{
        return strcmp(c->kind, "own") != 0 && strcmp(c->kind, "topic") != 0 &&
               strcmp(c->kind, "external") != 0;
}

static void
check_edit(const struct column_edit *e, const struct office_column *c, struct problems *p)
{
        bool external = strcmp(c->kind, "external") == 0;

        if (!*e->name || text_length(e->name) > 40)
                problems_add(p, 0, "name", "栏目名称为 1 至 40 个字");
        if (is_law(c) && strcmp(e->name, c->name) != 0)
                problems_add(p, 0, "name", "法定栏目的名称不能更改");
        if (external && strncmp(e->external_url, "https://", 8) != 0 &&
            strncmp(e->external_url, "http://", 7) != 0)
                problems_add(p, 0, "external_url", "请填写以 http:// 或 https:// 开头的网址");
}

static int
move_column(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, const struct column_edit *e,
            const struct office_column *c, struct problems *p)
{
        struct column_height_row *height;
        struct column_above_row *up;
        struct office_column to;
        int64_t *above;
        size_t n;
        int r;

        if (!e->parent || strcmp(e->parent, c->parent_code) == 0)
                return 0;
        if (is_law(c)) {
                problems_add(p, 0, "parent", "法定栏目的位置不能更改");
                return COLUMN_BAD;
        }
        r = app_office_column(mem, tx, who->scope, e->parent, &to);
        if (r < 0)
                return err_trace(r);
        if (r || !day_is_none(to.closed) || strcmp(to.kind, "external") == 0) {
                problems_add(p, 0, "parent", "请选择在用的上级栏目");
                return COLUMN_BAD;
        }
        r = sql_column_above(mem, tx, &(struct column_above_in){.id = to.id}, &up, &n);
        if (r == 0)
                r = sql_column_height_one(mem, tx, &(struct column_height_in){.id = c->id},
                                          &height);
        if (r)
                return err_fold(r);
        above = mem_array(mem, int64_t, n + 1);
        for (size_t i = 0; i < n; i++)
                above[i] = up[i].id;
        column_move_check(c->id, above, n, (int)height->height, p);
        if (p->n)
                return COLUMN_BAD;
        r = sql_column_paths_end(tx, &(struct column_paths_end_in){.id = c->id}, NULL);
        if (r == 0)
                r = sql_column_paths_begin(
                    tx, &(struct column_paths_begin_in){.id = c->id, .parent_id = to.id}, NULL);
        if (r == 0)
                r = sql_column_parent_set(
                    tx, &(struct column_parent_set_in){.id = c->id, .parent_id = to.id}, NULL);
        return err_fold(r);
}

static int
write_down(struct tx *tx, const struct actor *who, struct instant now, const char *event,
           int64_t column, const char *detail)
{
        tx_touch(tx, "column", column);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who ? who->person_id : 0,
                                                     .event = event,
                                                     .object = "column",
                                                     .object_id = column,
                                                     .detail = detail});
}

int
app_column_edit(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                const struct column_edit *e, struct problems *p)
{
        struct office_column c;
        int r = mine(mem, tx, who, e->code, p, &c);

        if (r)
                return r;
        check_edit(e, &c, p);
        r = move_column(mem, tx, who, e, &c, p);
        if (r < 0)
                return err_trace(r);
        if (p->n)
                return COLUMN_BAD;
        r = sql_column_update(
            tx,
            &(struct column_update_in){.id = c.id,
                                       .name = e->name,
                                       .description = e->description,
                                       .update_days = e->update_days,
                                       .sort = e->sort,
                                       .external_url = *e->external_url ? e->external_url : NULL},
            NULL);
        return r ? err_fold(r) : write_down(tx, who, now, "column_edited", c.id, e->name);
}

int
app_column_close(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                 const char *code, struct problems *p, int64_t *ret_live)
{
        struct column_open_work_row *work;
        struct office_column c;
        int r = mine(mem, tx, who, code, p, &c);

        if (r)
                return r;
        r = sql_column_open_work_one(mem, tx, &(struct column_open_work_in){.id = c.id}, &work);
        if (r)
                return err_fold(r);
        if (is_law(&c))
                problems_add(p, 0, "", "法定栏目不能关闭");
        if (work->below)
                problems_add(p, 0, "", "尚有 %lld 个子栏目在用，请先关闭子栏目",
                             (long long)work->below);
        if (work->drafts)
                problems_add(p, 0, "", "尚有 %lld 条草稿拟在本栏目公开，请先办结或改换栏目",
                             (long long)work->drafts);
        if (p->n)
                return COLUMN_BAD;
        r = sql_column_close(tx, &(struct column_close_in){.id = c.id, .on_day = instant_day(now)},
                             NULL);
        if (r == 0)
                r = sql_duty_drop_all(tx, &(struct duty_drop_all_in){.column_id = c.id}, NULL);
        if (r)
                return err_fold(r);
        *ret_live = work->live;
        return write_down(tx, who, now, "column_closed", c.id, c.name);
}

/* ---- who keeps up what ------------------------------------------------------------------------ */

int
app_column_duties(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t column, struct day today,
                  struct column_duty **ret, size_t *ret_n, struct upkeep_sum *ret_sum)
{
        struct duty_list_in in = {
            .scope = scope, .column_id = column, .opt = column ? DUTY_LIST_OPT_COLUMN : 0};
        struct duty_list_row *rows;
        struct upkeep_sum sum = {0};
        size_t n;
        int r = sql_duty_list(mem, tx, &in, &rows, &n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct column_duty, n + 1);
        for (size_t i = 0; i < n; i++) {
                int days = (int)rows[i].update_days;

                (*ret)[i] =
                    (struct column_duty){.column_id = rows[i].column_id,
                                         .agency_id = rows[i].agency_id,
                                         .column_code = rows[i].column_code,
                                         .column_name = rows[i].column_name,
                                         .agency_slug = rows[i].agency_slug,
                                         .agency_code = rows[i].agency_code,
                                         .agency_name = rows[i].agency_name,
                                         .update_days = days,
                                         .last = rows[i].last_day,
                                         .upkeep = upkeep_of(rows[i].last_day, days, today)};
                upkeep_add(&sum, &(*ret)[i].upkeep, days);
        }
        *ret_n = n;
        *ret_sum = sum;
        return 0;
}

enum { D_COLUMN, D_AGENCY, D_DAYS, D_COLUMN_NAME, D_AGENCY_NAME, D_LAST, D_DUE, D_STATE, D_MAX };
static const struct table_column duties[D_MAX] = {
    [D_COLUMN] = {"column", "栏目代码", TABLE_TEXT, true},
    [D_AGENCY] = {"agency", "机构代码", TABLE_TEXT, true},
    [D_DAYS] = {"update_days", "更新周期（天）", TABLE_NUMBER, true},
    [D_COLUMN_NAME] = {"column_name", "栏目", TABLE_TEXT, false},
    [D_AGENCY_NAME] = {"agency_name", "单位", TABLE_TEXT, false},
    [D_LAST] = {"last_day", "最近更新", TABLE_DAY, false},
    [D_DUE] = {"due", "应更新日期", TABLE_DAY, false},
    [D_STATE] = {"state", "状态", TABLE_TEXT, false}};

struct table
app_duty_table(TALLOC_CTX *mem, const struct column_duty *list, size_t n)
{
        struct table t = table_new(mem, "duties", "栏目更新", duties, D_MAX, n);

        for (size_t i = 0; i < n; i++) {
                const char **to = t.cells + i * D_MAX;

                to[D_COLUMN] = list[i].column_code;
                to[D_AGENCY] = list[i].agency_code;
                to[D_DAYS] = table_int(mem, list[i].update_days);
                to[D_COLUMN_NAME] = list[i].column_name;
                to[D_AGENCY_NAME] = list[i].agency_name;
                to[D_LAST] = table_day(mem, list[i].last);
                to[D_DUE] = table_day(mem, list[i].upkeep.due);
                to[D_STATE] = upkeep_words(mem, &list[i].upkeep);
        }
        return t;
}

/* An agency by slug, code or name, in the scope; STORE_NONE. */
static int
find_agency(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, const char *word, int64_t *ret)
{
        struct agency_by_slug_or_code_row *a;
        struct agency_of_scope_row *in;
        int r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = word}, &a);

        if (r == 0 && who)
                r = sql_agency_of_scope_one(
                    mem, tx, &(struct agency_of_scope_in){.scope = who->scope, .id = a->id}, &in);
        if (r == 0)
                *ret = a->id;
        return r;
}

int
app_column_duty_set(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                    const char *code, const char *agency, int update_days, struct problems *p)
{
        struct office_column c;
        int64_t unit = 0;
        int r = app_office_column(mem, tx, who->scope, code, &c);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = find_agency(mem, tx, who, agency, &unit);
        if (r == STORE_NONE)
                problems_add(p, 0, "agency", "请选择单位");
        else if (r)
                return err_fold(r);
        if (update_days < 0 || update_days > 3660)
                problems_add(p, 0, "update_days", "更新周期为 1 至 3660 天");
        if (!day_is_none(c.closed) || strcmp(c.kind, "external") == 0)
                problems_add(p, 0, "", "已关闭的栏目和外部栏目没有更新职责");
        if (p->n)
                return COLUMN_BAD;
        if (update_days)
                r = sql_duty_put(tx,
                                 &(struct duty_put_in){.column_id = c.id,
                                                       .agency_id = unit,
                                                       .update_days = update_days,
                                                       .set_at = now},
                                 NULL);
        else
                r = sql_duty_drop(tx, &(struct duty_drop_in){.column_id = c.id, .agency_id = unit},
                                  NULL);
        return r ? err_fold(r)
                 : write_down(tx, who, now, update_days ? "duty_set" : "duty_dropped", c.id,
                              agency);
}

/* ---- bringing in ------------------------------------------------------------------------------ */

struct bringing {
        const struct import_ask *ask;
        struct problems *p;
        struct table t;
        size_t *lines;
};

static int64_t
number(struct bringing *b, size_t i, int column, int64_t least, int64_t most)
{
        const char *text = b->t.cells[i * b->t.n_columns + (size_t)column];
        int64_t n = strtoll(*text ? text : "0", NULL, 10);

        if (strspn(text, "0123456789") != strlen(text) || strlen(text) > 9 || n < least || n > most)
                problems_add(b->p, b->lines[i], b->t.columns[column].key,
                             "应为 %lld 至 %lld 的整数", (long long)least, (long long)most);
        return n;
}

static int
find_column(TALLOC_CTX *mem, struct tx *tx, const struct bringing *b, const char *code,
            struct office_column *ret)
{
        const struct actor *who = b->ask->who;
        struct import_columns_row *rows;
        size_t n;
        int r;

        if (who)
                return app_office_column(mem, tx, who->scope, code, ret);
        r = sql_import_columns(mem, tx, &(struct import_columns_in){0}, &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                if (strcmp(rows[i].code, code) == 0) {
                        *ret = (struct office_column){
                            .id = rows[i].id, .code = rows[i].code, .closed = DAY_NONE};
                        return 0;
                }
        return COLUMN_NONE;
}

static int
bring_column(TALLOC_CTX *mem, struct tx *tx, struct bringing *b, size_t i)
{
        const char *const *c = b->t.cells + i * C_MAX;
        const struct actor *who = b->ask->who;
        struct column_spec spec = {.code = c[C_CODE],
                                   .name = c[C_NAME],
                                   .kind = c[C_KIND],
                                   .description = *c[C_WORDS] ? c[C_WORDS] : NULL,
                                   .external_url = *c[C_URL] ? c[C_URL] : NULL,
                                   .update_days = number(b, i, C_DAYS, 0, 3660),
                                   .sort = number(b, i, C_SORT, 0, 999999),
                                   .opened = instant_day(b->ask->now)};
        struct problems own = {.mem = mem};
        struct office_column parent;
        int64_t id;
        int r;

        for (size_t k = 0; k < N(kinds); k++)
                if (strcmp(kinds[k].label, spec.kind) == 0)
                        spec.kind = kinds[k].kind;
        if (strcmp(spec.kind, "own") && strcmp(spec.kind, "topic") && strcmp(spec.kind, "external"))
                problems_add(b->p, b->lines[i], "kind",
                             "只能导入自设（own）、专题（topic）和外部（external）栏目");
        if (*c[C_PARENT]) {
                r = find_column(mem, tx, b, c[C_PARENT], &parent);
                if (r < 0)
                        return err_trace(r);
                if (r)
                        problems_add(b->p, b->lines[i], "parent", "没有这个上级栏目：“%s”",
                                     c[C_PARENT]);
                else
                        spec.parent_id = parent.id;
        }
        if (*c[C_AGENCY]) {
                r = find_agency(mem, tx, who, c[C_AGENCY], &spec.agency_id);
                if (r == STORE_NONE)
                        problems_add(b->p, b->lines[i], "agency",
                                     "没有这个机关，或不在您的管理范围内：“%s”", c[C_AGENCY]);
                else if (r)
                        return err_fold(r);
        } else if (who)
                problems_add(b->p, b->lines[i], "agency", "请填写栏目所属机关的代码");
        if (b->p->n)
                return 0;
        r = app_column_create(mem, tx, who ? who->person_id : 0, b->ask->now, &spec, &own, &id);
        for (size_t k = 0; k < own.n_list; k++)
                problems_add(b->p, b->lines[i], own.list[k].field, "%s", own.list[k].message);
        return r < 0 ? err_trace(r) : 0;
}

static int
bring_duty(TALLOC_CTX *mem, struct tx *tx, struct bringing *b, size_t i)
{
        const char *const *c = b->t.cells + i * D_MAX;
        struct office_column column;
        int64_t unit = 0, days = number(b, i, D_DAYS, 1, 3660);
        int r = find_column(mem, tx, b, c[D_COLUMN], &column);

        if (r < 0)
                return err_trace(r);
        if (r || !day_is_none(column.closed))
                problems_add(b->p, b->lines[i], "column", "没有这个在用的栏目：“%s”", c[D_COLUMN]);
        r = find_agency(mem, tx, b->ask->who, c[D_AGENCY], &unit);
        if (r == STORE_NONE)
                problems_add(b->p, b->lines[i], "agency",
                             "没有这个机关，或不在您的管理范围内：“%s”", c[D_AGENCY]);
        else if (r)
                return err_fold(r);
        if (b->p->n)
                return 0;
        r = sql_duty_put(tx,
                         &(struct duty_put_in){.column_id = column.id,
                                               .agency_id = unit,
                                               .update_days = days,
                                               .set_at = b->ask->now},
                         NULL);
        return r ? err_fold(r)
                 : write_down(tx, b->ask->who, b->ask->now, "duty_set", column.id, c[D_AGENCY]);
}

static int
bring_all(TALLOC_CTX *mem, struct tx *tx, struct bringing *b,
          int (*one)(TALLOC_CTX *, struct tx *, struct bringing *, size_t))
{
        b->p->n = b->p->n_list = 0;
        for (size_t i = 0; i < b->t.n_rows; i++) {
                int r = one(mem, tx, b, i);

                if (r < 0)
                        return err_trace(r);
        }
        return b->p->n || b->ask->dry_run ? IMPORT_REFUSED : 0;
}

static int
bring_columns(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        return bring_all(mem, tx, arg, bring_column);
}

static int
bring_duties(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        return bring_all(mem, tx, arg, bring_duty);
}

static int
bring(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask, struct problems *p,
      const struct table_column *wanted, size_t n_wanted, use_case fn, struct import_result *ret)
{
        struct bringing b = {.ask = ask, .p = p};
        const char *text;
        bool converted;
        size_t n;
        int r = import_text(mem, ask, p, &text, &n, &converted);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (table_read(mem, text, n, wanted, n_wanted, p, &b.t, &b.lines))
                return IMPORT_REFUSED;
        r = app_run(mem, app, fn, &b);
        if (r < 0)
                return err_trace(r);
        if (p->n)
                return IMPORT_REFUSED;
        *ret = (struct import_result){.n = b.t.n_rows, .converted = converted};
        return 0;
}

int
app_import_columns(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                   struct problems *p, struct import_result *ret)
{
        return bring(mem, app, ask, p, columns, C_MAX, bring_columns, ret);
}

int
app_import_duties(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                  struct problems *p, struct import_result *ret)
{
        return bring(mem, app, ask, p, duties, D_MAX, bring_duties, ret);
}
