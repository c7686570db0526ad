#include "app/agency.h"

#include "app/publish.h"
#include "app/seen.h"
#include "base/text.h"
#include "domain/agency/agency.h"
#include "store/audit.h"
#include "store/sql.h"

/* ---- looking ---------------------------------------------------------------------------------- */

/* Each after its parent, sisters in the order they came. */
static void
in_tree_order(const struct office_agency *in, size_t n, int64_t parent, bool top, bool *used,
              struct office_agency *out, size_t *n_out)
{
        for (size_t i = 0; i < n; i++) {
                if (used[i] || (top ? in[i].depth != 0 : in[i].parent_id != parent))
                        continue;
                used[i] = true;
                out[(*n_out)++] = in[i];
                in_tree_order(in, n, in[i].id, false, used, out, n_out);
        }
}

int
app_office_agencies(TALLOC_CTX *mem, struct tx *tx, int64_t scope, bool closed_too,
                    struct office_agency **ret, size_t *ret_n)
{
        struct agency_office_list_in in = {.scope = scope,
                                           .opt = closed_too ? 0 : AGENCY_OFFICE_LIST_OPT_OPEN};
        struct office_agency *list, *sorted;
        struct agency_office_list_row *rows;
        size_t n, n_sorted = 0;
        bool *used;
        int r = sql_agency_office_list(mem, tx, &in, &rows, &n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct office_agency, n + 1);
        sorted = mem_array(mem, struct office_agency, n + 1);
        used = mem_array(mem, bool, n + 1);
        for (size_t i = 0; i < n; i++)
                list[i] = (struct office_agency){
                    .id = rows[i].id,
                    .parent_id = rows[i].has_parent_id ? rows[i].parent_id : 0,
                    .supervisor_id = rows[i].has_supervisor_id ? rows[i].supervisor_id : 0,
                    .code = rows[i].code,
                    .slug = rows[i].slug,
                    .name = rows[i].name,
                    .short_name = rows[i].short_name,
                    .kind = rows[i].kind,
                    .level = rows[i].level,
                    .mandate = rows[i].mandate,
                    .sort = rows[i].sort,
                    .depth = (int)rows[i].depth,
                    .opened = rows[i].opened_on,
                    .closed = rows[i].closed_on,
                    .n = rows[i].n,
                    .people = rows[i].people,
                    .guide_updated = rows[i].guide_updated,
                    .guide_edition = rows[i].has_guide_edition ? rows[i].guide_edition : 0};
        in_tree_order(list, n, 0, true, used, sorted, &n_sorted);
        for (size_t i = 0; i < n; i++) /* below a closed one that is not shown */
                if (!used[i])
                        sorted[n_sorted++] = list[i];
        for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k < n; k++) {
                        if (list[k].id == sorted[i].parent_id) {
                                sorted[i].parent_name = list[k].name;
                                sorted[i].parent_code = list[k].code;
                                sorted[i].parent_slug = list[k].slug;
                        }
                        if (list[k].id == sorted[i].supervisor_id)
                                sorted[i].supervisor_slug = list[k].slug;
                }
        *ret = sorted;
        *ret_n = n;
        return 0;
}

int
app_office_agency(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *slug,
                  struct office_agency *ret)
{
        struct agency_office_one_row *a;
        int r = sql_agency_office_one_one(
            mem, tx, &(struct agency_office_one_in){.scope = scope, .slug = slug}, &a);

        if (r == STORE_NONE)
                return AGENCY_NONE;
        if (r)
                return err_fold(r);
        *ret = (struct office_agency){.id = a->id,
                                      .parent_id = a->has_parent_id ? a->parent_id : 0,
                                      .supervisor_id = a->has_supervisor_id ? a->supervisor_id : 0,
                                      .code = a->code,
                                      .slug = a->slug,
                                      .name = a->name,
                                      .short_name = a->short_name,
                                      .kind = a->kind,
                                      .level = a->level,
                                      .mandate = a->mandate,
                                      .parent_name = a->parent_name,
                                      .parent_slug = a->parent_slug,
                                      .supervisor_name = a->supervisor_name,
                                      .supervisor_slug = a->supervisor_slug,
                                      .sort = a->sort,
                                      .opened = a->opened_on,
                                      .closed = a->closed_on,
                                      .is_site_root = a->is_site_root,
                                      .has_guide = a->has_guide};
        return 0;
}

static const struct table_column agency_columns[] = {
    {"code", "机构代码", TABLE_TEXT, true},      {"name", "机关名称", TABLE_TEXT, true},
    {"short_name", "简称", TABLE_TEXT, false},   {"kind", "类别", TABLE_TEXT, true},
    {"level", "行政层级", TABLE_TEXT, true},     {"parent", "上级机关代码", TABLE_TEXT, false},
    {"slug", "网址名", TABLE_TEXT, false},       {"mandate", "机构职能", TABLE_TEXT, false},
    {"sort", "排列次序", TABLE_NUMBER, false},   {"opened_on", "成立日期", TABLE_DAY, false},
    {"closed_on", "撤并日期", TABLE_DAY, false}, {"items", "主动公开", TABLE_NUMBER, false}};

struct table
app_agency_table(TALLOC_CTX *mem, const struct office_agency *list, size_t n)
{
        struct table t =
            table_new(mem, "agencies", "行政机关", agency_columns, N(agency_columns), n);

        for (size_t i = 0; i < n; i++) {
                const struct office_agency *a = &list[i];
                const char **c = t.cells + i * N(agency_columns);

                c[0] = a->code;
                c[1] = a->name;
                c[2] = a->short_name;
                c[3] = a->kind;
                c[4] = a->level;
                c[5] = a->parent_code ? a->parent_code : "";
                c[6] = a->slug;
                c[7] = a->mandate;
                c[8] = table_int(mem, a->sort);
                c[9] = table_day(mem, a->opened);
                c[10] = table_day(mem, a->closed);
                c[11] = table_int(mem, a->n);
        }
        return t;
}

static int
read_names(TALLOC_CTX *mem, struct tx *tx, int64_t agency, struct agency_history *h)
{
        struct agency_former_names_row *rows;
        int r = sql_agency_former_names(
            mem, tx, &(struct agency_former_names_in){.agency_id = agency}, &rows, &h->n_names);

        if (r)
                return err_fold(r);
        h->names = mem_array(mem, struct agency_name, h->n_names + 1);
        for (size_t i = 0; i < h->n_names; i++)
                h->names[i] = (struct agency_name){.began = rows[i].began_on,
                                                   .ended = rows[i].ended_on,
                                                   .name = rows[i].name,
                                                   .short_name = rows[i].short_name,
                                                   .basis = rows[i].basis};
        return 0;
}

static int
read_places(TALLOC_CTX *mem, struct tx *tx, int64_t agency, struct agency_history *h)
{
        struct agency_places_row *rows;
        int r = sql_agency_places(mem, tx, &(struct agency_places_in){.agency_id = agency}, &rows,
                                  &h->n_places);

        if (r)
                return err_fold(r);
        h->places = mem_array(mem, struct agency_place, h->n_places + 1);
        for (size_t i = 0; i < h->n_places; i++)
                h->places[i] = (struct agency_place){.slug = rows[i].slug,
                                                     .name = rows[i].name,
                                                     .began = rows[i].began_on,
                                                     .ended = rows[i].ended_on};
        return 0;
}

int
app_agency_history(TALLOC_CTX *mem, struct tx *tx, int64_t agency, struct agency_history *ret)
{
        struct agency_successions_row *rows;
        struct agency_history h = {0};
        int r = sql_agency_successions(
            mem, tx, &(struct agency_successions_in){.agency_id = agency}, &rows, &h.n_successions);

        if (r)
                return err_fold(r);
        h.successions = mem_array(mem, struct agency_succession, h.n_successions + 1);
        for (size_t i = 0; i < h.n_successions; i++)
                h.successions[i] = (struct agency_succession){.forward = rows[i].forward,
                                                              .slug = rows[i].slug,
                                                              .name = rows[i].name,
                                                              .kind = rows[i].reform,
                                                              .basis = rows[i].basis,
                                                              .on = rows[i].on_day};
        r = read_names(mem, tx, agency, &h);
        if (r == 0)
                r = read_places(mem, tx, agency, &h);
        if (r < 0)
                return err_trace(r);
        *ret = h;
        return 0;
}

/* ---- changing --------------------------------------------------------------------------------- */

static int
lock(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t id, struct agency_lock_row **ret)
{
        int r =
            sql_agency_lock_one(mem, tx, &(struct agency_lock_in){.scope = scope, .id = id}, ret);

        if (r == STORE_NONE)
                return AGENCY_NONE;
        return err_fold(r);
}

static bool
is_word(const struct agency_word *list, size_t n, const char *code)
{
        for (size_t i = 0; code && i < n; i++)
                if (strcmp(list[i].code, code) == 0)
                        return true;
        return false;
}

static void
check_edit(const struct agency_edit *e, const struct agency_lock_row *old, struct day today,
           struct problems *p)
{
        if (!*e->name || text_length(e->name) > 60)
                problems_add(p, 0, "name", "机关名称为 1 至 60 个字");
        if (text_length(e->short_name) > 30)
                problems_add(p, 0, "short_name", "简称不超过 30 个字");
        if (!is_word(agency_kinds, AGENCY_KINDS, e->kind))
                problems_add(p, 0, "kind", "请选择机关类别");
        if (!is_word(agency_levels, AGENCY_LEVELS, e->level))
                problems_add(p, 0, "level", "请选择行政层级");
        if (day_is_none(e->renamed))
                return;
        if (strcmp(old->name, e->name) == 0)
                problems_add(p, 0, "name", "名称没有变动，不必填写更名日期");
        if (day_cmp(e->renamed, today) > 0)
                problems_add(p, 0, "renamed", "更名日期不能晚于今天");
        if (day_cmp(e->renamed, old->opened_on) <= 0)
                problems_add(p, 0, "renamed", "更名日期须晚于成立日期");
        if (!e->rename_basis || !*e->rename_basis)
                problems_add(p, 0, "rename_basis", "请填写更名依据");
}

/* The name borne until that day. It began when the one before it ended. */
static int
keep_name(TALLOC_CTX *mem, struct tx *tx, const struct agency_lock_row *old,
          const struct agency_edit *e, struct problems *p)
{
        struct agency_history h = {0};
        struct day began = old->opened_on;
        int r = read_names(mem, tx, old->id, &h);

        if (r < 0)
                return err_trace(r);
        if (h.n_names)
                began = h.names[0].ended;
        if (day_cmp(e->renamed, began) <= 0) {
                problems_add(p, 0, "renamed", "更名日期须晚于上一次更名的日期");
                return AGENCY_BAD;
        }
        r = sql_agency_former_name_put(
            tx,
            &(struct agency_former_name_put_in){.agency_id = old->id,
                                                .began_on = began,
                                                .ended_on = e->renamed,
                                                .name = old->name,
                                                .short_name = old->short_name,
                                                .basis = e->rename_basis},
            NULL);
        return err_fold(r);
}

static int
find_supervisor(TALLOC_CTX *mem, struct tx *tx, const struct agency_edit *e, struct problems *p,
                int64_t *ret)
{
        struct agency_by_slug_or_code_row *row;
        int r;

        *ret = 0;
        if (!e->supervisor || !*e->supervisor)
                return 0;
        r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = e->supervisor}, &row);
        if (r == STORE_NONE || (r == 0 && row->id == e->id)) {
                problems_add(p, 0, "supervisor", r ? "没有这个机关" : "主管部门不能是本机关");
                return AGENCY_BAD;
        }
        if (r)
                return err_fold(r);
        *ret = row->id;
        return 0;
}

const char *
app_agency_mark(TALLOC_CTX *mem, const struct office_agency *a)
{
        const char *values[] = {a->name,
                                a->short_name,
                                a->kind,
                                a->level,
                                a->mandate,
                                a->supervisor_slug,
                                mem_printf(mem, "%lld", (long long)a->sort)};

        return seen_mark(mem, values, N(values));
}

/* Asked of the locked row. */
static int
check_seen(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, const struct agency_edit *e,
           const char *slug, struct problems *p)
{
        struct office_agency now;
        int r;

        if (!e->seen || !*e->seen)
                return 0;
        r = app_office_agency(mem, tx, who->scope, slug, &now);
        if (r)
                return r < 0 ? err_trace(r) : r;
        (void)seen_still(e->seen, app_agency_mark(mem, &now), now.name, p);
        return 0;
}

int
app_agency_edit(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                const struct agency_edit *e, struct problems *p)
{
        struct agency_update_in in = {.id = e->id,
                                      .name = e->name,
                                      .short_name = *e->short_name ? e->short_name : e->name,
                                      .kind = e->kind,
                                      .level = e->level,
                                      .sort = e->sort,
                                      .mandate = e->mandate};
        struct agency_lock_row *old;
        int r = lock(mem, tx, who->scope, e->id, &old);

        if (r)
                return r;
        if (!day_is_none(old->closed_on))
                problems_add(p, 0, "name", "%s已经撤并，不能再修改", old->name);
        r = check_seen(mem, tx, who, e, old->slug, p);
        if (r)
                return r;
        check_edit(e, old, instant_day(now), p);
        r = find_supervisor(mem, tx, e, p, &in.supervisor_id);
        if (r < 0)
                return err_trace(r);
        if (p->n)
                return AGENCY_BAD;
        in.has_supervisor_id = in.supervisor_id != 0;
        if (!day_is_none(e->renamed)) {
                r = keep_name(mem, tx, old, e, p);
                if (r)
                        return r;
        }
        r = text_pinyin_key(mem, e->name, &in.pinyin_key);
        if (r == 0)
                r = sql_agency_update(tx, &in, NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "agency", e->id);
        r = app_touch_scope(mem, tx, e->id);
        if (r < 0)
                return err_trace(r);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = day_is_none(e->renamed)
                                                                  ? "agency_edited"
                                                                  : "agency_renamed",
                                                     .object = "agency",
                                                     .object_id = e->id,
                                                     .detail = e->name});
}

/* ---- moving ----------------------------------------------------------------------------------- */

static int
check_branch(TALLOC_CTX *mem, struct tx *tx, int64_t agency, int64_t parent, struct problems *p)
{
        struct agency_height_row *height;
        struct agency_ancestors_row *up;
        int64_t *above;
        size_t n;
        int r = sql_agency_ancestors(mem, tx, &(struct agency_ancestors_in){.id = parent}, &up, &n);

        if (r == 0)
                r = sql_agency_height_one(mem, tx, &(struct agency_height_in){.id = agency},
                                          &height);
        if (r)
                return err_fold(r);
        above = mem_array(mem, int64_t, n + 1);
        for (size_t i = 0; i < n; i++)
                above[i] = up[i].id;
        agency_move_check(agency, above, n, (int)height->height, p);
        return 0;
}

int
agency_move_branch(TALLOC_CTX *mem, struct tx *tx, int64_t agency, int64_t parent, struct day on,
                   struct problems *p)
{
        size_t before = p->n;
        int r = check_branch(mem, tx, agency, parent, p);

        if (r < 0)
                return err_trace(r);
        if (p->n > before)
                return AGENCY_BAD;
        r = app_touch_scope(mem, tx, agency); /* who loses it */
        if (r < 0)
                return err_trace(r);
        r = sql_agency_paths_end(tx, &(struct agency_paths_end_in){.id = agency, .on_day = on},
                                 NULL);
        if (r == 0)
                r = sql_agency_paths_begin(tx,
                                           &(struct agency_paths_begin_in){
                                               .id = agency, .parent_id = parent, .on_day = on},
                                           NULL);
        if (r == 0)
                r = sql_agency_parent_set(
                    tx, &(struct agency_parent_set_in){.id = agency, .parent_id = parent}, NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "agency", agency);
        r = app_touch_scope(mem, tx, agency); /* who gains it */
        return err_fold(r);
}

int
app_agency_move(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                int64_t agency, int64_t parent, struct problems *p)
{
        struct agency_lock_row *unit, *above;
        int r = lock(mem, tx, who->scope, agency, &unit);

        if (r)
                return r;
        r = lock(mem, tx, who->scope, parent, &above);
        if (r < 0)
                return err_trace(r);
        if (r)
                problems_add(p, 0, "parent", "请选择上级机关");
        else if (!day_is_none(above->closed_on))
                problems_add(p, 0, "parent", "%s已经撤并，不能作为上级机关", above->name);
        else if (unit->has_parent_id && unit->parent_id == parent)
                problems_add(p, 0, "parent", "现在的上级机关就是%s", above->name);
        if (!day_is_none(unit->closed_on))
                problems_add(p, 0, "parent", "%s已经撤并，不能移动", unit->name);
        if (!unit->has_parent_id)
                problems_add(p, 0, "parent", "最上一级的机关不能移动");
        if (p->n)
                return AGENCY_BAD;
        r = agency_move_branch(mem, tx, agency, parent, instant_day(now), p);
        if (r)
                return r < 0 ? err_trace(r) : r;
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = "agency_moved",
                                                     .object = "agency",
                                                     .object_id = agency,
                                                     .detail = above->name});
}
