/* 机构保障 as tables: figures by year, and the leading groups. */
#include "app/books.h"
#include "app/import_rows.h"
#include "app/staffing.h"
#include "store/sql.h"

/* ---- figures ---------------------------------------------------------------------------------- */

enum { F_AGENCY, F_YEAR, F_FIRST, F_NAME = F_FIRST + STAFFING_FIGURES, F_MAX };
static const struct table_column figure_columns[F_MAX] = {
    {"agency", "机构代码", TABLE_TEXT, true},
    {"year", "年度", TABLE_NUMBER, true},
    {"staff_full", "专职人员（人）", TABLE_TEXT, false},
    {"staff_part", "兼职人员（人）", TABLE_TEXT, false},
    {"budget_wan", "专项经费（万元）", TABLE_TEXT, false},
    {"meetings", "专题会议（次）", TABLE_TEXT, false},
    {"trainings", "培训（次）", TABLE_TEXT, false},
    {"trainees", "培训人次（人次）", TABLE_TEXT, false},
    {"reading_points", "查阅点（个）", TABLE_TEXT, false},
    {"reading_visits", "查阅点接待（人次）", TABLE_TEXT, false},
    {"agency_name", "机构", TABLE_TEXT, false}};

static int
figure_of(const char *name)
{
        for (int k = 0; k < STAFFING_FIGURES; k++)
                if (strcmp(staffing_names[k], name) == 0)
                        return k;
        return -1;
}

int
app_figure_table(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct figures_of_scope_row *rows, *last = NULL;
        const char **c = NULL;
        size_t n;
        int r =
            sql_figures_of_scope(mem, tx, &(struct figures_of_scope_in){.scope = scope}, &rows, &n);

        (void)today;
        if (r)
                return err_fold(r);
        *ret = table_new(mem, "figures", "机构保障", figure_columns, F_MAX, n);
        ret->n_rows = 0;
        for (size_t i = 0; i < n; i++) {
                int k = figure_of(rows[i].name);

                if (k < 0)
                        continue;
                if (!last || last->agency_id != rows[i].agency_id || last->year != rows[i].year) {
                        last = &rows[i];
                        c = ret->cells + ret->n_rows++ * F_MAX;
                        c[F_AGENCY] = last->code;
                        c[F_YEAR] = table_int(mem, last->year);
                        c[F_NAME] = last->agency;
                }
                c[F_FIRST + k] = mem_printf(mem, "%lld%s", (long long)rows[i].value,
                                            strcmp(rows[i].kind, "approximate") == 0 ? "余" : "");
        }
        return 0;
}

static int
bring_figures(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *c = import_cells(b, i);
        const struct actor *who = b->ask->who;
        const char *told[STAFFING_FIGURES];
        struct problems own = {.mem = mem};
        int64_t agency, year = import_cell_int(b, i, F_YEAR, 0, 9999, 0);
        bool same = true;
        int r = import_cell_agency(mem, tx, b, i, F_AGENCY, &agency);

        if (r < 0)
                return err_trace(r);
        if (b->p->n)
                return 0;
        r = app_staffing_year(mem, tx, agency, agency, (int)year, told);
        if (r)
                return err_fold(r);
        for (size_t k = 0; k < STAFFING_FIGURES; k++)
                same = same && strcmp(told[k], c[F_FIRST + k]) == 0;
        if (same) {
                tx_unaudited(tx);
                return 0;
        }
        r = app_staffing_set(mem, tx, who ? who->person_id : 0, b->ask->now, agency, (int)year,
                             c + F_FIRST, &own);
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

int
app_import_figures(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                   struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, figure_columns, F_MAX, bring_figures, NULL, ret);
}

/* ---- leading groups --------------------------------------------------------------------------- */

enum { L_AGENCY, L_SEAT, L_NAME, L_POST, L_BEGAN, L_ENDED, L_AGENCY_NAME, L_MAX };
static const struct table_column leader_columns[L_MAX] = {
    {"agency", "机构代码", TABLE_TEXT, true},  {"seat", "组内职务", TABLE_TEXT, true},
    {"name", "姓名", TABLE_TEXT, true},        {"post", "单位和职务", TABLE_TEXT, false},
    {"began", "任职日期", TABLE_DAY, true},    {"ended", "离任日期", TABLE_DAY, false},
    {"agency_name", "机构", TABLE_TEXT, false}};

int
app_leader_table(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct leaders_of_scope_row *rows;
        size_t n;
        int r =
            sql_leaders_of_scope(mem, tx, &(struct leaders_of_scope_in){.scope = scope}, &rows, &n);

        (void)today;
        if (r)
                return err_fold(r);
        *ret = table_new(mem, "leaders", "领导小组", leader_columns, L_MAX, n);
        for (size_t i = 0; i < n; i++) {
                const char **c = ret->cells + i * L_MAX;

                c[L_AGENCY] = rows[i].code;
                c[L_SEAT] = leading_seat_label(rows[i].seat);
                c[L_NAME] = rows[i].name;
                c[L_POST] = rows[i].post;
                c[L_BEGAN] = table_day(mem, rows[i].began_on);
                c[L_ENDED] = table_day(mem, rows[i].ended_on);
                c[L_AGENCY_NAME] = rows[i].agency;
        }
        return 0;
}

/* Who is there already: post and last day as the file has them. */
static int
set_leader(TALLOC_CTX *mem, struct tx *tx, const struct import_rows *b, int64_t agency,
           const struct leading_member *m, struct problems *own)
{
        const struct actor *who = b->ask->who;
        int64_t person = who ? who->person_id : 0;
        struct leader_find_row *there;
        struct leader_find_in find = {
            .agency_id = agency, .seat = m->seat, .name = m->name, .began_on = m->began};
        int r = sql_leader_find_one(mem, tx, &find, &there);

        if (r == STORE_NONE) {
                r = app_leader_put(mem, tx, person, b->ask->now, agency, m, own);
                if (r || day_is_none(m->ended))
                        return r < 0 ? err_trace(r) : 0;
                r = sql_leader_find_one(mem, tx, &find, &there);
        }
        if (r)
                return err_fold(r);
        if (strcmp(there->post, m->post) == 0 && day_cmp(there->ended_on, m->ended) == 0) {
                tx_unaudited(tx);
                return 0;
        }
        r = sql_leader_set(
            tx, &(struct leader_set_in){.id = there->id, .post = m->post, .ended_on = m->ended},
            NULL);
        if (r)
                return err_fold(r);
        return staffing_note(tx, person, b->ask->now,
                             day_is_none(m->ended) ? "leader_added" : "leader_ended", agency,
                             m->name);
}

static int
bring_leader(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *c = import_cells(b, i);
        struct leading_member m = {.seat = leading_seat_of(c[L_SEAT]),
                                   .name = c[L_NAME],
                                   .post = c[L_POST],
                                   .began = import_cell_day(b, i, L_BEGAN),
                                   .ended = import_cell_day(b, i, L_ENDED)};
        struct problems own = {.mem = mem};
        int64_t agency;
        int r = import_cell_agency(mem, tx, b, i, L_AGENCY, &agency);

        if (r < 0)
                return err_trace(r);
        if (!day_is_none(m.began) && !day_is_none(m.ended) && day_cmp(m.ended, m.began) < 0)
                problems_add(b->p, b->lines[i], "ended", "离任日期早于任职日期");
        if (b->p->n)
                return 0;
        r = set_leader(mem, tx, b, agency, &m, &own);
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

int
app_import_leaders(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                   struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, leader_columns, L_MAX, bring_leader, NULL, ret);
}
