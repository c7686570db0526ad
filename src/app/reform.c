#include "app/reform.h"

#include "app/agency.h"
#include "app/publish.h"
#include "store/audit.h"
#include "store/sql.h"

/* The first day of the year after the one of today: beyond it nothing can have been made public. */
static struct day
last_day(struct instant now)
{
        return day_ymd(day_year(instant_day(now)) + 1, 1, 1);
}

/* ---- what would happen ------------------------------------------------------------------------ */

static int
find_units(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *const *slugs, size_t n,
           const char *field, struct problems *p, struct reform_unit *units, bool *ret_guide)
{
        for (size_t i = 0; i < n; i++) {
                struct office_agency a;
                int r = app_office_agency(mem, tx, scope, slugs[i], &a);

                if (r < 0)
                        return err_trace(r);
                if (r) {
                        problems_add(p, 0, field, "没有这个机关：%s", slugs[i]);
                        return REFORM_NONE;
                }
                for (size_t k = 0; k < i; k++)
                        if (units[k].id == a.id)
                                problems_add(p, 0, field, "%s选了两次", a.name);
                units[i] = (struct reform_unit){.id = a.id,
                                                .name = a.name,
                                                .opened = a.opened,
                                                .closed = a.closed,
                                                .is_site_root = a.is_site_root};
                if (i == 0)
                        *ret_guide = a.has_guide;
        }
        return 0;
}

static int
measure(TALLOC_CTX *mem, struct tx *tx, struct instant now, struct reform_told *t)
{
        for (size_t i = 0; i < t->reform.n_from; i++) {
                struct reform_effect_row *row;
                struct reform_effect *e = &t->effects[i], *all = &t->all;
                int r =
                    sql_reform_effect_one(mem, tx,
                                          &(struct reform_effect_in){.id = t->reform.from[i].id,
                                                                     .on_day = t->reform.on,
                                                                     .before_day = last_day(now)},
                                          &row);

                if (r)
                        return err_fold(r);
                *e = (struct reform_effect){row->history, row->late,   row->drafts,
                                            row->people,  row->grants, row->columns,
                                            row->duties,  row->below,  row->importing};
                all->history += e->history;
                all->late += e->late;
                all->drafts += e->drafts;
                all->people += e->people;
                all->grants += e->grants;
                all->columns += e->columns;
                all->duties += e->duties;
                all->below += e->below;
                all->importing = e->importing;
        }
        return 0;
}

/* No successor may stand below what is closed: it would hang from it. */
static int
check_places(TALLOC_CTX *mem, struct tx *tx, const struct reform *f, struct problems *p)
{
        for (size_t i = 0; i < f->n_to; i++) {
                struct agency_ancestors_row *up;
                size_t n;
                int r = sql_agency_ancestors(
                    mem, tx, &(struct agency_ancestors_in){.id = f->to[i].id}, &up, &n);

                if (r)
                        return err_fold(r);
                for (size_t k = 1; k < n; k++)
                        for (size_t j = 0; j < f->n_from; j++)
                                if (up[k].id == f->from[j].id)
                                        problems_add(p, 0, "to",
                                                     "%s在%s之下，请先把它移到别的上级机关",
                                                     f->to[i].name, f->from[j].name);
        }
        return 0;
}

int
app_reform_preview(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct instant now,
                   const struct reform_ask *ask, struct problems *p, struct reform_told *ret)
{
        struct reform_told t = {.reform = {.kind = ask->kind,
                                           .n_from = ask->n_from,
                                           .n_to = ask->n_to,
                                           .on = ask->on,
                                           .basis = ask->basis}};
        bool unused = false;
        int r =
            find_units(mem, tx, scope, ask->from, ask->n_from, "from", p, t.reform.from, &unused);

        if (r == 0)
                r = find_units(mem, tx, scope, ask->to, ask->n_to, "to", p, t.reform.to,
                               &t.heir_has_guide);
        if (r)
                return r < 0 ? err_trace(r) : r;
        reform_check(&t.reform, instant_day(now), p);
        if (p->n)
                return REFORM_BAD;
        r = check_places(mem, tx, &t.reform, p);
        if (r == 0)
                r = measure(mem, tx, now, &t);
        if (r < 0)
                return err_trace(r);
        reform_check_effect(&t.reform, &t.all, p);
        if (p->n)
                return REFORM_BAD;
        *ret = t;
        return 0;
}

/* ---- doing it --------------------------------------------------------------------------------- */

struct handover {
        TALLOC_CTX *mem;
        struct tx *tx;
        struct instant now;
        int64_t from, heir, by;
        struct day on, end;
        int64_t grants; /* moved */
};

/* Their counts in one month. */
static int
hand_over_month(struct handover *h, struct day from, struct day next)
{
        int year, month, day, r;

        day_civil(from, &year, &month, &day);
        r = sql_reform_tally_month_add(h->tx,
                                       &(struct reform_tally_month_add_in){.id = h->from,
                                                                           .heir = h->heir,
                                                                           .year = year,
                                                                           .month = month,
                                                                           .on_day = from,
                                                                           .before_day = next},
                                       NULL);
        if (r == 0)
                r = sql_reform_tally_month_take(
                    h->tx,
                    &(struct reform_tally_month_take_in){.id = h->from,
                                                         .year = year,
                                                         .month = month,
                                                         .on_day = from,
                                                         .before_day = next},
                    NULL);
        return err_fold(r);
}

static int
hand_over_months(struct handover *h)
{
        for (struct day from = h->on, next; day_cmp(from, h->end) < 0; from = next) {
                int year, month, day, r;

                day_civil(from, &year, &month, &day);
                next = month == 12 ? day_ymd(year + 1, 1, 1) : day_ymd(year, month + 1, 1);
                r = hand_over_month(h, from, next);
                if (r)
                        return err_trace(r);
        }
        return 0;
}

/* Texts made public on or after the day, with their counts, year by year. */
static int
hand_over_late(struct handover *h)
{
        struct reform_late_row *late;
        struct day from = h->on;
        size_t n;
        int r = sql_reform_late(
            h->mem, h->tx,
            &(struct reform_late_in){.id = h->from, .on_day = h->on, .before_day = h->end}, &late,
            &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                tx_touch(h->tx, "item", late[i].id);
        while (n && day_cmp(from, h->end) < 0) {
                int year = day_year(from);
                struct day next = day_ymd(year + 1, 1, 1);

                r = sql_reform_tally_add(h->tx,
                                         &(struct reform_tally_add_in){.id = h->from,
                                                                       .heir = h->heir,
                                                                       .year = year,
                                                                       .on_day = from,
                                                                       .before_day = next},
                                         NULL);
                if (r == 0)
                        r = sql_reform_tally_take(
                            h->tx,
                            &(struct reform_tally_take_in){
                                .id = h->from, .year = year, .on_day = from, .before_day = next},
                            NULL);
                if (r)
                        return err_fold(r);
                from = next;
        }
        r = n ? hand_over_months(h) : 0;
        if (r)
                return err_trace(r);
        r = sql_reform_move_late(
            h->tx,
            &(struct reform_move_late_in){
                .id = h->from, .heir = h->heir, .on_day = h->on, .before_day = h->end},
            NULL);
        return err_fold(r);
}

static int
hand_over_people(struct handover *h)
{
        struct reform_people_row *people;
        size_t n;
        int r = sql_reform_people(h->mem, h->tx, &(struct reform_people_in){.id = h->from}, &people,
                                  &n);

        if (r == 0)
                r = sql_reform_move_people(
                    h->tx, &(struct reform_move_people_in){.id = h->from, .heir = h->heir}, NULL);
        if (r == 0)
                r = sql_reform_move_grants(
                    h->tx,
                    &(struct reform_move_grants_in){.id = h->from, .heir = h->heir, .by = h->by},
                    &h->grants);
        if (r == 0)
                r = sql_reform_drop_grants(h->tx, &(struct reform_drop_grants_in){.id = h->from},
                                           NULL);
        if (r == 0)
                r = sql_reform_move_delegations(
                    h->tx, &(struct reform_move_delegations_in){.id = h->from, .heir = h->heir},
                    NULL);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                tx_touch(h->tx, "person", people[i].id);
        return 0;
}

static int
hand_over_columns(struct handover *h)
{
        struct reform_columns_row *columns;
        size_t n;
        int r = sql_reform_columns(h->mem, h->tx, &(struct reform_columns_in){.id = h->from},
                                   &columns, &n);

        if (r == 0)
                r = sql_reform_move_columns(
                    h->tx, &(struct reform_move_columns_in){.id = h->from, .heir = h->heir}, NULL);
        if (r == 0)
                r = sql_reform_move_rules(
                    h->tx, &(struct reform_move_rules_in){.id = h->from, .heir = h->heir}, NULL);
        if (r == 0)
                r = sql_reform_move_duties(
                    h->tx, &(struct reform_move_duties_in){.id = h->from, .heir = h->heir}, NULL);
        if (r == 0)
                r = sql_reform_drop_duties(h->tx, &(struct reform_drop_duties_in){.id = h->from},
                                           NULL);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                tx_touch(h->tx, "column", columns[i].id);
        return 0;
}

static int
hand_over_below(struct handover *h, struct problems *p)
{
        struct agency_children_row *below;
        size_t n;
        int r = sql_agency_children(h->mem, h->tx, &(struct agency_children_in){.id = h->from},
                                    &below, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                r = agency_move_branch(h->mem, h->tx, below[i].id, h->heir, h->on, p);
                if (r)
                        return r < 0 ? err_trace(r) : REFORM_BAD;
        }
        r = sql_reform_supervised(
            h->tx, &(struct reform_supervised_in){.id = h->from, .heir = h->heir}, NULL);
        return err_fold(r);
}

static int
hand_over(struct handover *h, struct problems *p)
{
        /* Drafts first: one that is being published at this moment is out, and late, afterwards. */
        int r = err_fold(sql_reform_move_drafts(
            h->tx, &(struct reform_move_drafts_in){.id = h->from, .heir = h->heir}, NULL));

        if (r == 0)
                r = hand_over_late(h);
        if (r == 0)
                r = hand_over_people(h);
        if (r == 0)
                r = hand_over_columns(h);
        if (r < 0)
                return err_trace(r);
        r = hand_over_below(h, p);
        return r < 0 ? err_trace(r) : r;
}

static int
end_one(struct handover *h, const struct reform *f, const struct reform_unit *from)
{
        int r = sql_reform_close(h->tx, &(struct reform_close_in){.id = from->id, .on_day = f->on},
                                 NULL);

        for (size_t i = 0; r == 0 && i < f->n_to; i++)
                r = sql_reform_succession(
                    h->tx,
                    &(struct reform_succession_in){.predecessor_id = from->id,
                                                   .successor_id = f->to[i].id,
                                                   .reform = reform_text(f->kind),
                                                   .on_day = f->on,
                                                   .basis = f->basis},
                    NULL);
        if (r)
                return err_fold(r);
        tx_touch(h->tx, "agency", from->id);
        r = app_touch_scope(h->mem, h->tx, from->id);
        return err_fold(r);
}

static int
lock_all(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const struct reform_unit *units, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                struct agency_lock_row *row;
                int r = sql_agency_lock_one(
                    mem, tx, &(struct agency_lock_in){.scope = scope, .id = units[i].id}, &row);

                if (r)
                        return err_fold(r);
        }
        return 0;
}

int
app_reform(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
           const struct reform_ask *ask, struct problems *p, struct reform_told *ret)
{
        const struct reform *f = &ret->reform;
        int64_t grants = 0;
        int r;

        r = app_reform_preview(mem, tx, who->scope, now, ask, p, ret);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = lock_all(mem, tx, who->scope, f->from, f->n_from);
        if (r == 0)
                r = lock_all(mem, tx, who->scope, f->to, f->n_to);
        for (size_t i = 0; r == 0 && i < f->n_from; i++) {
                struct handover h = {.mem = mem,
                                     .tx = tx,
                                     .now = now,
                                     .from = f->from[i].id,
                                     .by = who->person_id,
                                     .on = f->on,
                                     .end = last_day(now)};

                if (f->n_to) {
                        h.heir = f->to[0].id;
                        r = hand_over(&h, p);
                        grants += h.grants;
                }
                if (r == 0)
                        r = end_one(&h, f, &f->from[i]);
        }
        if (r)
                return r < 0 ? err_trace(r) : r;
        for (size_t i = 0; i < f->n_to; i++) {
                tx_touch(tx, "agency", f->to[i].id);
                r = app_touch_scope(mem, tx, f->to[i].id);
                if (r < 0)
                        return err_trace(r);
        }
        if (grants)
                r = audit_write(tx, &(struct audit_entry){.at = now,
                                                          .person_id = who->person_id,
                                                          .event = "roles_handed_over",
                                                          .object = "agency",
                                                          .object_id = f->to[0].id,
                                                          .n = grants,
                                                          .detail = f->basis});
        if (r < 0)
                return err_trace(r);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = "agency_reformed",
                                                     .object = "agency",
                                                     .object_id = f->from[0].id,
                                                     .n = (int64_t)f->n_from,
                                                     .detail = f->basis});
}
