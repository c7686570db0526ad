#include "app/staffing.h"

#include "app/agency.h"
#include "app/catalogue.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

const char *const staffing_names[STAFFING_FIGURES] = {
    "staff_full", "staff_part", "budget_wan",     "meetings",
    "trainings",  "trainees",   "reading_points", "reading_visits"};
static const char *const units[STAFFING_FIGURES] = {"人", "人",   "万元", "次",
                                                    "次", "人次", "个",   "人次"};

const char *
staffing_unit(size_t figure)
{
        return units[figure];
}

static int
find(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *slug, struct office_agency *ret)
{
        int r = app_office_agency(mem, tx, scope, slug, ret);

        return r == AGENCY_NONE ? STAFFING_NONE : r < 0 ? err_trace(r) : 0;
}

/* ---- the year --------------------------------------------------------------------------------- */

int
app_staffing_year(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t agency, int year,
                  const char *ret[STAFFING_FIGURES])
{
        struct figures_of_agency_in in = {.scope = scope, .agency_id = agency, .year = year};
        struct figures_of_agency_row *rows;
        size_t n;
        int r = sql_figures_of_agency(mem, tx, &in, &rows, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < STAFFING_FIGURES; i++) {
                ret[i] = "";
                for (size_t k = 0; k < n; k++)
                        if (strcmp(rows[k].name, staffing_names[i]) == 0 && rows[k].has_value)
                                ret[i] = mem_printf(mem, "%lld%s", (long long)rows[k].value,
                                                    strcmp(rows[k].kind, "approximate") == 0 ? "余"
                                                                                             : "");
        }
        return 0;
}

/* "12", "150余", "150多". */
static bool
read_figure(const char *text, struct figure_spec *f)
{
        size_t n = strspn(text, "0123456789");

        f->kind = "absent";
        if (!*text)
                return true;
        if (n == 0 || n > 9)
                return false;
        f->value = strtoll(text, NULL, 10);
        f->kind = text[n] ? "approximate" : "exact";
        return !text[n] || strcmp(text + n, "余") == 0 || strcmp(text + n, "多") == 0;
}

int
app_staffing_put(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                 const char *slug, int year, const char *const figures[STAFFING_FIGURES],
                 struct problems *p)
{
        struct office_agency a;
        int r = find(mem, tx, who->scope, slug, &a);

        return r ? r : app_staffing_set(mem, tx, who->person_id, now, a.id, year, figures, p);
}

int
app_staffing_set(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now, int64_t agency,
                 int year, const char *const figures[STAFFING_FIGURES], struct problems *p)
{
        struct figure_spec specs[STAFFING_FIGURES];

        (void)mem;
        if (year < 2008 || year > day_year(instant_day(now)))
                problems_add(p, 0, "year", "年度应在 2008 至 %d 之间", day_year(instant_day(now)));
        for (size_t i = 0; i < STAFFING_FIGURES; i++) {
                specs[i] = (struct figure_spec){.agency_id = agency,
                                                .year = year,
                                                .name = staffing_names[i],
                                                .unit = units[i],
                                                .source = "单位填报"};
                if (!read_figure(figures[i], &specs[i]))
                        problems_add(p, 0, staffing_names[i],
                                     "请填写整数；约数写作“150余”，没有统计的留空");
        }
        if (p->n)
                return STAFFING_BAD;
        for (size_t i = 0; i < STAFFING_FIGURES; i++) {
                int r = app_figure_put(tx, person, now, &specs[i], p);

                if (r)
                        return r < 0 ? err_trace(r) : STAFFING_BAD;
        }
        return 0;
}

/* ---- the leading group ------------------------------------------------------------------------ */

static const struct {
        const char *seat, *label;
} seats[] = {
    {"head", "组长"}, {"deputy", "副组长"}, {"member", "成员"}, {"office", "办公室负责人"}};

const char *
leading_seat_label(const char *seat)
{
        for (size_t i = 0; i < N(seats); i++)
                if (strcmp(seats[i].seat, seat) == 0)
                        return seats[i].label;
        return seat;
}

const char *
leading_seat_of(const char *word)
{
        for (size_t i = 0; i < N(seats); i++)
                if (strcmp(seats[i].label, word) == 0)
                        return seats[i].seat;
        return word;
}

int
app_leaders(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t agency,
            struct leading_member **ret, size_t *ret_n)
{
        struct leaders_of_agency_in in = {.scope = scope, .agency_id = agency};
        struct leaders_of_agency_row *rows;
        size_t n;
        int r = sql_leaders_of_agency(mem, tx, &in, &rows, &n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct leading_member, n + 1);
        for (size_t i = 0; i < n; i++)
                (*ret)[i] = (struct leading_member){.id = rows[i].id,
                                                    .seat = rows[i].seat,
                                                    .name = rows[i].name,
                                                    .post = rows[i].post,
                                                    .began = rows[i].began_on,
                                                    .ended = rows[i].ended_on};
        *ret_n = n;
        return 0;
}

int
staffing_note(struct tx *tx, int64_t person, struct instant now, const char *event, int64_t agency,
              const char *detail)
{
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = person,
                                                     .event = event,
                                                     .object = "agency",
                                                     .object_id = agency,
                                                     .detail = detail});
}

int
app_leader_add(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
               const char *slug, const struct leading_member *m, struct problems *p)
{
        struct office_agency a;
        int r = find(mem, tx, who->scope, slug, &a);

        return r ? r : app_leader_put(mem, tx, who->person_id, now, a.id, m, p);
}

int
app_leader_put(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now, int64_t agency,
               const struct leading_member *m, struct problems *p)
{
        struct leader_add_row *row;
        int r;

        if (strcmp(leading_seat_label(m->seat), m->seat) == 0)
                problems_add(p, 0, "seat", "请选择组内职务");
        if (!*m->name || text_length(m->name) > 30)
                problems_add(p, 0, "name", "姓名为 1 至 30 个字");
        if (day_is_none(m->began) && !problems_of(p, "began"))
                problems_add(p, 0, "began", "请填写任职日期");
        if (p->n)
                return STAFFING_BAD;
        r = sql_leader_add_one(mem, tx,
                               &(struct leader_add_in){.agency_id = agency,
                                                       .seat = m->seat,
                                                       .name = m->name,
                                                       .post = m->post,
                                                       .began_on = m->began},
                               &row);
        return r ? err_fold(r) : staffing_note(tx, person, now, "leader_added", agency, m->name);
}

int
app_leader_end(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
               const char *slug, int64_t id)
{
        struct office_agency a;
        int64_t changed;
        int r = find(mem, tx, who->scope, slug, &a);

        if (r)
                return r;
        r = sql_leader_end(
            tx, &(struct leader_end_in){.agency_id = a.id, .id = id, .on_day = instant_day(now)},
            &changed);
        if (r)
                return err_fold(r);
        return changed ? staffing_note(tx, who->person_id, now, "leader_ended", a.id, NULL)
                       : STAFFING_NONE;
}
