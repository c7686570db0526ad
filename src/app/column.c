#include "app/column.h"

#include "app/column_kit.h"
#include "app/seen.h"
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

const char *
column_kind_of(const char *word)
{
        for (size_t i = 0; i < N(kinds); i++)
                if (strcmp(kinds[i].label, word) == 0)
                        return kinds[i].kind;
        return word;
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

const struct table_column column_columns[COLUMN_C_MAX] = {
    [COLUMN_C_CODE] = {"code", "栏目代码", TABLE_TEXT, true},
    [COLUMN_C_NAME] = {"name", "栏目名称", TABLE_TEXT, true},
    [COLUMN_C_KIND] = {"kind", "类别", TABLE_TEXT, true},
    [COLUMN_C_PARENT] = {"parent", "上级栏目代码", TABLE_TEXT, false},
    [COLUMN_C_AGENCY] = {"agency", "机构代码", TABLE_TEXT, false},
    [COLUMN_C_DAYS] = {"update_days", "更新周期（天）", TABLE_NUMBER, false},
    [COLUMN_C_SORT] = {"sort", "排列次序", TABLE_NUMBER, false},
    [COLUMN_C_URL] = {"external_url", "外部网址", TABLE_TEXT, false},
    [COLUMN_C_WORDS] = {"description", "说明", TABLE_TEXT, false},
    [COLUMN_C_ARTICLE] = {"article", "条款", TABLE_TEXT, false},
    [COLUMN_C_OPENED] = {"opened_on", "开设日期", TABLE_DAY, false},
    [COLUMN_C_CLOSED] = {"closed_on", "关闭日期", TABLE_DAY, false},
    [COLUMN_C_ITEMS] = {"items", "信息数", TABLE_NUMBER, false}};

struct table
app_column_table(TALLOC_CTX *mem, const struct office_column *list, size_t n)
{
        struct table t = table_new(mem, "columns", "栏目", column_columns, COLUMN_C_MAX, n);

        for (size_t i = 0; i < n; i++) {
                const struct office_column *c = &list[i];
                const char **to = t.cells + i * COLUMN_C_MAX;

                to[COLUMN_C_CODE] = c->code;
                to[COLUMN_C_NAME] = c->name;
                to[COLUMN_C_KIND] = c->kind;
                to[COLUMN_C_PARENT] = c->parent_code ? c->parent_code : "";
                to[COLUMN_C_AGENCY] = c->agency_code ? c->agency_code : "";
                to[COLUMN_C_DAYS] = table_int(mem, c->update_days);
                to[COLUMN_C_SORT] = table_int(mem, c->sort);
                to[COLUMN_C_URL] = c->external_url ? c->external_url : "";
                to[COLUMN_C_WORDS] = c->description;
                to[COLUMN_C_ARTICLE] = c->article;
                to[COLUMN_C_OPENED] = table_day(mem, c->opened);
                to[COLUMN_C_CLOSED] = table_day(mem, c->closed);
                to[COLUMN_C_ITEMS] = table_int(mem, c->n);
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
        if (r == 0) /* as it is now that nobody else can change it */
                r = app_office_column(mem, tx, who->scope, code, ret);
        if (r)
                return err_fold(r);
        if (!ret->mine)
                problems_add(p, 0, "", "这个栏目由上级机关管理");
        else if (!day_is_none(ret->closed))
                problems_add(p, 0, "", "这个栏目已经关闭");
        return p->n ? COLUMN_BAD : 0;
}

bool
column_is_law(const char *kind)
{
        return strcmp(kind, "own") != 0 && strcmp(kind, "topic") != 0 &&
               strcmp(kind, "external") != 0;
}

static void
check_edit(const struct column_edit *e, const struct office_column *c, struct problems *p)
{
        bool external = strcmp(c->kind, "external") == 0;

        if (!*e->name || text_length(e->name) > 40)
                problems_add(p, 0, "name", "栏目名称为 1 至 40 个字");
        if (column_is_law(c->kind) && strcmp(e->name, c->name) != 0)
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
        if (column_is_law(c->kind)) {
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

int
column_write_down(struct tx *tx, const struct actor *who, struct instant now, const char *event,
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

const char *
app_column_mark(TALLOC_CTX *mem, const struct office_column *c)
{
        const char *values[] = {c->name, c->description, c->external_url, c->parent_code,
                                mem_printf(mem, "%d %lld", c->update_days, (long long)c->sort)};

        return seen_mark(mem, values, N(values));
}

int
app_column_edit(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                const struct column_edit *e, struct problems *p)
{
        struct office_column c;
        int r = mine(mem, tx, who, e->code, p, &c);

        if (r)
                return r;
        (void)seen_still(e->seen, app_column_mark(mem, &c), c.name, p);
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
        return r ? err_fold(r) : column_write_down(tx, who, now, "column_edited", c.id, e->name);
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
        if (column_is_law(c.kind))
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
        return column_write_down(tx, who, now, "column_closed", c.id, c.name);
}
