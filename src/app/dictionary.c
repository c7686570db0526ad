#include "app/dictionary.h"

#include "app/import_rows.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

int
app_dictionary_mine(TALLOC_CTX *mem, struct tx *tx, int64_t scope, bool *ret)
{
        struct dictionary_top_row *row;
        int r = sql_dictionary_top_one(mem, tx, &(struct dictionary_top_in){.scope = scope}, &row);

        if (r && r != STORE_NONE)
                return err_fold(r);
        *ret = r == 0;
        return 0;
}

int
app_dictionary_needs_top(TALLOC_CTX *mem, struct tx *tx, const struct actor *who,
                         struct problems *p)
{
        bool mine = true;
        int r = who ? app_dictionary_mine(mem, tx, who->scope, &mine) : 0;

        if (r == 0 && !mine)
                problems_add(p, 0, "", "字典由最上级机关的信息公开工作机构维护");
        return r < 0 ? err_trace(r) : 0;
}

/* Pages that name classes or channels grow old, and figures by channel with them. */
static int
write_down(struct tx *tx, const struct actor *who, struct instant now, const char *event,
           const char *object, int64_t id, const char *detail)
{
        tx_touch(tx, "class", id);
        if (strcmp(object, "channel") == 0)
                tx_touch(tx, "figure", 0);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who ? who->person_id : 0,
                                                     .event = event,
                                                     .object = object,
                                                     .object_id = id,
                                                     .detail = detail});
}

/* ---- classes ---------------------------------------------------------------------------------- */

static struct office_class
class_of(const char *scheme, const struct class_office_list_row *r)
{
        return (struct office_class){.id = r->id,
                                     .parent_id = r->has_parent_id ? r->parent_id : 0,
                                     .sort = r->sort,
                                     .scheme = scheme,
                                     .code = r->code,
                                     .name = r->name,
                                     .parent_code = r->parent_code,
                                     .merged_code = r->merged_code,
                                     .merged_name = r->merged_name,
                                     .closed = r->closed_on,
                                     .n = r->n,
                                     .depth = r->has_parent_id};
}

int
app_office_classes(TALLOC_CTX *mem, struct tx *tx, const char *scheme, bool closed_too,
                   struct office_class **ret, size_t *ret_n)
{
        const unsigned counted = strcmp(scheme, "topic") == 0   ? CLASS_OFFICE_LIST_OPT_TOPIC
                                 : strcmp(scheme, "genre") == 0 ? CLASS_OFFICE_LIST_OPT_GENRE
                                                                : CLASS_OFFICE_LIST_OPT_AUDIENCE;
        struct class_office_list_in in = {
            .scheme = scheme, .opt = counted | (closed_too ? 0 : CLASS_OFFICE_LIST_OPT_OPEN)};
        struct class_office_list_row *rows;
        struct office_class *list;
        size_t n, k = 0;
        int r = sql_class_office_list(mem, tx, &in, &rows, &n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_class, n + 1);
        for (size_t i = 0; i < n; i++) {
                if (rows[i].has_parent_id)
                        continue;
                list[k++] = class_of(scheme, &rows[i]);
                for (size_t c = 0; c < n; c++)
                        if (rows[c].has_parent_id && rows[c].parent_id == rows[i].id)
                                list[k++] = class_of(scheme, &rows[c]);
        }
        *ret = list;
        *ret_n = k;
        return 0;
}

int
app_office_class(TALLOC_CTX *mem, struct tx *tx, const char *scheme, const char *code,
                 struct office_class *ret)
{
        struct office_class *list;
        size_t n;
        int r;

        if (!class_scheme_of(scheme))
                return DICTIONARY_NONE;
        r = app_office_classes(mem, tx, scheme, true, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].code, code) == 0) {
                        *ret = list[i];
                        return 0;
                }
        return DICTIONARY_NONE;
}

enum { K_SCHEME, K_CODE, K_NAME, K_PARENT, K_SORT, K_CLOSED, K_INTO, K_ITEMS, K_MAX };
static const struct table_column class_columns[K_MAX] = {
    [K_SCHEME] = {"scheme", "分类方法", TABLE_TEXT, true},
    [K_CODE] = {"code", "代码", TABLE_TEXT, true},
    [K_NAME] = {"name", "名称", TABLE_TEXT, true},
    [K_PARENT] = {"parent", "上级代码", TABLE_TEXT, false},
    [K_SORT] = {"sort", "排列次序", TABLE_NUMBER, false},
    [K_CLOSED] = {"closed_on", "停用日期", TABLE_DAY, false},
    [K_INTO] = {"merged_into", "并入", TABLE_TEXT, false},
    [K_ITEMS] = {"items", "信息数", TABLE_NUMBER, false}};

struct table
app_class_table(TALLOC_CTX *mem, const struct office_class *list, size_t n)
{
        struct table t = table_new(mem, "classes", "分类", class_columns, K_MAX, n);

        for (size_t i = 0; i < n; i++) {
                const char **to = t.cells + i * K_MAX;

                to[K_SCHEME] = list[i].scheme;
                to[K_CODE] = list[i].code;
                to[K_NAME] = list[i].name;
                to[K_PARENT] = list[i].parent_code ? list[i].parent_code : "";
                to[K_SORT] = table_int(mem, list[i].sort);
                to[K_CLOSED] = table_day(mem, list[i].closed);
                to[K_INTO] = list[i].merged_code ? list[i].merged_code : "";
                to[K_ITEMS] = table_int(mem, list[i].n);
        }
        return t;
}

static int
lock_class(TALLOC_CTX *mem, struct tx *tx, const char *scheme, const char *code,
           struct class_lock_row **ret)
{
        return sql_class_lock_one(mem, tx, &(struct class_lock_in){.scheme = scheme, .code = code},
                                  ret);
}

int
app_class_add(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
              const struct class_spec *c, struct problems *p)
{
        struct class_insert_in in = {
            .scheme = c->scheme, .code = c->code, .name = c->name, .sort = c->sort};
        struct class_lock_row *parent;
        struct class_insert_row *row;
        int r = app_dictionary_needs_top(mem, tx, who, p);

        if (r < 0)
                return err_trace(r);
        if (!class_scheme_of(c->scheme))
                problems_add(p, 0, "scheme", "请选择主题、体裁或服务对象分类");
        class_check(c->code, c->name, p);
        if (*c->parent) {
                r = lock_class(mem, tx, c->scheme, c->parent, &parent);
                if (r && r != STORE_NONE)
                        return err_fold(r);
                if (r || !day_is_none(parent->closed_on))
                        problems_add(p, 0, "parent", "请选择在用的上级分类");
                else if (parent->has_parent_id)
                        problems_add(p, 0, "parent", "分类只有两级");
                else
                        in.parent_id = parent->id;
                in.has_parent_id = true;
        }
        if (p->n)
                return DICTIONARY_BAD;
        r = sql_class_insert_one(mem, tx, &in, &row);
        if (r == STORE_CONFLICT) {
                problems_add(p, 0, "code", "代码已被使用：%s", c->code);
                return DICTIONARY_BAD;
        }
        return r ? err_fold(r) : write_down(tx, who, now, "class_added", "class", row->id, c->name);
}

int
app_class_edit(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
               const struct class_spec *c, struct problems *p)
{
        struct class_lock_row *row;
        int r = app_dictionary_needs_top(mem, tx, who, p);

        if (r == 0)
                r = lock_class(mem, tx, c->scheme, c->code, &row);
        if (r == STORE_NONE)
                return DICTIONARY_NONE;
        if (r)
                return err_fold(r);
        class_check(c->code, c->name, p);
        if (!day_is_none(row->closed_on))
                problems_add(p, 0, "", "这个分类已经停用");
        if (p->n)
                return DICTIONARY_BAD;
        r = sql_class_update(
            tx, &(struct class_update_in){.id = row->id, .name = c->name, .sort = c->sort}, NULL);
        return r ? err_fold(r)
                 : write_down(tx, who, now, "class_edited", "class", row->id, c->name);
}

/* Its texts come under the other; readers' pages of each are made again. */
static int
hand_over(TALLOC_CTX *mem, struct tx *tx, int64_t from, int64_t to, int64_t *ret_n)
{
        struct class_hand_over_row *rows;
        size_t n;
        int r = sql_class_hand_over(mem, tx, &(struct class_hand_over_in){.id = from, .to_id = to},
                                    &rows, &n);

        if (r == 0)
                r = sql_class_follow(tx, &(struct class_follow_in){.id = from, .to_id = to}, NULL);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                tx_touch(tx, "item", rows[i].item_id);
        *ret_n = (int64_t)n;
        return 0;
}

int
app_class_end(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
              const char *scheme, const char *code, const char *into, struct problems *p,
              int64_t *ret_n)
{
        struct class_lock_row *row, *to = NULL;
        struct class_end e = {.merges = *into, .is_self = strcmp(code, into) == 0};
        struct class_use_row *use;
        int64_t moved = 0;
        int r = app_dictionary_needs_top(mem, tx, who, p);

        if (r == 0)
                r = lock_class(mem, tx, scheme, code, &row);
        if (r == STORE_NONE)
                return DICTIONARY_NONE;
        if (r == 0)
                r = sql_class_use_one(mem, tx, &(struct class_use_in){.id = row->id}, &use);
        if (r)
                return err_fold(r);
        if (e.merges) {
                r = lock_class(mem, tx, scheme, into, &to);
                if (r && r != STORE_NONE)
                        return err_fold(r);
                e.target_missing = r != 0 || !day_is_none(to->closed_on);
        }
        e.closed = !day_is_none(row->closed_on);
        e.below = use->below;
        e.used = use->used;
        class_end_check(&e, p);
        if (p->n)
                return DICTIONARY_BAD;
        /* Public texts follow a class only when it has given way. */
        r = sql_class_close(tx,
                            &(struct class_close_in){.id = row->id,
                                                     .closed_on = instant_day(now),
                                                     .merged_into = to ? to->id : 0,
                                                     .has_merged_into = to != NULL},
                            NULL);
        if (r == 0 && e.merges)
                r = hand_over(mem, tx, row->id, to->id, &moved);
        if (r)
                return err_fold(r);
        *ret_n = moved;
        return write_down(tx, who, now, e.merges ? "class_merged" : "class_closed", "class",
                          row->id, e.merges ? into : row->name);
}

/* ---- channels --------------------------------------------------------------------------------- */

int
app_office_channels(TALLOC_CTX *mem, struct tx *tx, struct office_channel **ret, size_t *ret_n)
{
        struct channel_office_list_row *rows;
        int r = sql_channel_office_list(mem, tx, NULL, &rows, ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct office_channel, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                (*ret)[i] = (struct office_channel){.code = rows[i].code,
                                                    .name = rows[i].name,
                                                    .unit = rows[i].unit,
                                                    .sort = rows[i].sort,
                                                    .n = rows[i].n};
        return 0;
}

enum { H_CODE, H_NAME, H_UNIT, H_SORT, H_N, H_MAX };
static const struct table_column channel_columns[H_MAX] = {
    [H_CODE] = {"code", "代码", TABLE_TEXT, true},
    [H_NAME] = {"name", "名称", TABLE_TEXT, true},
    [H_UNIT] = {"unit", "计量单位", TABLE_TEXT, true},
    [H_SORT] = {"sort", "排列次序", TABLE_NUMBER, false},
    [H_N] = {"items", "公开数", TABLE_NUMBER, false}};

struct table
app_channel_table(TALLOC_CTX *mem, const struct office_channel *list, size_t n)
{
        struct table t = table_new(mem, "channels", "公开渠道", channel_columns, H_MAX, n);

        for (size_t i = 0; i < n; i++) {
                const char **to = t.cells + i * H_MAX;

                to[H_CODE] = list[i].code;
                to[H_NAME] = list[i].name;
                to[H_UNIT] = list[i].unit;
                to[H_SORT] = table_int(mem, list[i].sort);
                to[H_N] = table_int(mem, list[i].n);
        }
        return t;
}

int
app_channel_put(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                const struct office_channel *c, bool is_new, struct problems *p)
{
        struct office_channel *list;
        bool there = false;
        size_t n;
        int r = app_dictionary_needs_top(mem, tx, who, p);

        if (r == 0)
                r = app_office_channels(mem, tx, &list, &n);
        if (r < 0)
                return err_trace(r);
        channel_check(c->code, c->name, c->unit, p);
        for (size_t i = 0; i < n; i++) {
                bool same = strcmp(list[i].code, c->code) == 0;

                there = there || same;
                if (!same && strcmp(list[i].name, c->name) == 0)
                        problems_add(p, 0, "name", "已有同名的渠道：%s", c->name);
        }
        if (is_new && there)
                problems_add(p, 0, "code", "代码已被使用：%s", c->code);
        if (!is_new && !there)
                return DICTIONARY_NONE;
        if (p->n)
                return DICTIONARY_BAD;
        r = sql_channel_name_put(
            tx,
            &(struct channel_name_put_in){
                .code = c->code, .name = c->name, .unit = c->unit, .sort = c->sort},
            NULL);
        return r ? err_fold(r)
                 : write_down(tx, who, now, is_new ? "channel_added" : "channel_edited", "channel",
                              0, c->code);
}

/* ---- bringing in ------------------------------------------------------------------------------ */

static int
bring_class(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *cells = import_cells(b, i);
        const struct class_scheme *scheme = class_scheme_of(cells[K_SCHEME]);
        struct class_spec c = {.scheme = scheme ? scheme->code : "",
                               .code = cells[K_CODE],
                               .name = cells[K_NAME],
                               .parent = cells[K_PARENT],
                               .sort = import_cell_int(b, i, K_SORT, 0, 999999, 0)};
        struct problems own = {.mem = mem};
        struct office_class there;
        int r = app_office_class(mem, tx, c.scheme, c.code, &there);

        if (r < 0)
                return err_trace(r);
        if (r == 0 && strcmp(there.parent_code ? there.parent_code : "", c.parent) != 0)
                problems_add(b->p, b->lines[i], "parent", "已有的分类不能移到别的上级之下");
        if (r == 0 && !day_is_none(there.closed) && *cells[K_CLOSED])
                return 0; /* taken along, and as closed as before */
        if (b->p->n)
                return 0;
        r = r ? app_class_add(mem, tx, b->ask->who, b->ask->now, &c, &own)
              : app_class_edit(mem, tx, b->ask->who, b->ask->now, &c, &own);
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

int
app_import_classes(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                   struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, class_columns, K_MAX, bring_class, NULL, ret);
}

static int
bring_channel(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *cells = import_cells(b, i);
        struct office_channel c = {.code = cells[H_CODE],
                                   .name = cells[H_NAME],
                                   .unit = cells[H_UNIT],
                                   .sort = import_cell_int(b, i, H_SORT, 0, 999999, 0)};
        struct problems own = {.mem = mem};
        int r;

        if (b->p->n)
                return 0;
        r = app_channel_put(mem, tx, b->ask->who, b->ask->now, &c, false, &own);
        if (r == DICTIONARY_NONE) {
                own = (struct problems){.mem = mem};
                r = app_channel_put(mem, tx, b->ask->who, b->ask->now, &c, true, &own);
        }
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

int
app_import_channels(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                    struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, channel_columns, H_MAX, bring_channel, NULL, ret);
}
