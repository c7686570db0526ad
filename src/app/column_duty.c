/* Who keeps up which column (更新职责). */
#include "app/column_kit.h"
#include "app/import_rows.h"
#include "store/audit.h"
#include "store/sql.h"

/* ---- limits ----------------------------------------------------------------------------------- */

/* STORE_NONE: the scope stands on no site. */
static int
limits_name(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char **ret, bool *ret_may)
{
        struct site_above_row *site;
        int r = sql_site_above_one(mem, tx, &(struct site_above_in){.agency_id = scope}, &site);

        if (r == 0) {
                *ret = mem_printf(mem, "upkeep.%lld", (long long)site->id);
                *ret_may = site->root_agency_id == scope;
        }
        return r;
}

int
app_upkeep_limits(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct upkeep_limits *ret,
                  bool *ret_may)
{
        struct setting_read_row *kept = NULL;
        const char *name;
        bool may = false;
        int r = limits_name(mem, tx, scope, &name, &may);

        if (r == 0)
                r = sql_setting_read_one(mem, tx, &(struct setting_read_in){.name = name}, &kept);
        if (r && r != STORE_NONE)
                return err_fold(r);
        *ret = kept ? upkeep_limits_read(kept->value) : upkeep_limits_shipped();
        if (ret_may)
                *ret_may = may;
        return 0;
}

int
app_upkeep_limits_set(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                      const struct upkeep_limits *l)
{
        struct setting_put_in in = {.value = upkeep_limits_text(mem, l), .changed_at = now};
        bool may = false;
        int r = limits_name(mem, tx, who->scope, &in.name, &may);

        if (r == STORE_NONE || (r == 0 && !may))
                return COLUMN_NONE;
        if (r == 0)
                r = sql_setting_put(tx, &in, NULL);
        return r ? err_fold(r) : column_write_down(tx, who, now, "upkeep_limits_set", 0, in.value);
}

/* ---- duties ----------------------------------------------------------------------------------- */

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

        if (r == 0)
                r = app_upkeep_limits(mem, tx, scope, &sum.limits, NULL);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct column_duty, n + 1);
        for (size_t i = 0; i < n; i++) {
                int days = (int)rows[i].update_days;

                (*ret)[i] = (struct column_duty){
                    .column_id = rows[i].column_id,
                    .agency_id = rows[i].agency_id,
                    .column_code = rows[i].column_code,
                    .column_name = rows[i].column_name,
                    .agency_slug = rows[i].agency_slug,
                    .agency_code = rows[i].agency_code,
                    .agency_name = rows[i].agency_name,
                    .update_days = days,
                    .last = rows[i].last_day,
                    .upkeep = upkeep_of(rows[i].last_day, days, today, &sum.limits)};
                upkeep_add(&sum, &(*ret)[i].upkeep, days);
        }
        *ret_n = n;
        *ret_sum = sum;
        return 0;
}

const struct table_column duty_columns[DUTY_C_MAX] = {
    [DUTY_C_COLUMN] = {"column", "栏目代码", TABLE_TEXT, true},
    [DUTY_C_AGENCY] = {"agency", "机构代码", TABLE_TEXT, true},
    [DUTY_C_DAYS] = {"update_days", "更新周期（天）", TABLE_NUMBER, true},
    [DUTY_C_COLUMN_NAME] = {"column_name", "栏目", TABLE_TEXT, false},
    [DUTY_C_AGENCY_NAME] = {"agency_name", "单位", TABLE_TEXT, false},
    [DUTY_C_LAST] = {"last_day", "最近更新", TABLE_DAY, false},
    [DUTY_C_DUE] = {"due", "应更新日期", TABLE_DAY, false},
    [DUTY_C_STATE] = {"state", "状态", TABLE_TEXT, false}};

struct table
app_duty_table(TALLOC_CTX *mem, const struct column_duty *list, size_t n)
{
        struct table t = table_new(mem, "duties", "栏目更新", duty_columns, DUTY_C_MAX, n);

        for (size_t i = 0; i < n; i++) {
                const char **to = t.cells + i * DUTY_C_MAX;

                to[DUTY_C_COLUMN] = list[i].column_code;
                to[DUTY_C_AGENCY] = list[i].agency_code;
                to[DUTY_C_DAYS] = table_int(mem, list[i].update_days);
                to[DUTY_C_COLUMN_NAME] = list[i].column_name;
                to[DUTY_C_AGENCY_NAME] = list[i].agency_name;
                to[DUTY_C_LAST] = table_day(mem, list[i].last);
                to[DUTY_C_DUE] = table_day(mem, list[i].upkeep.due);
                to[DUTY_C_STATE] = upkeep_words(mem, &list[i].upkeep);
        }
        return t;
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
        r = import_find_agency(mem, tx, who, agency, &unit);
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
                 : column_write_down(tx, who, now, update_days ? "duty_set" : "duty_dropped", c.id,
                                     agency);
}
