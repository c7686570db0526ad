#include "app/validity.h"

#include "domain/item/validity.h"
#include "store/audit.h"
#include "store/sql.h"

enum { LATE_DAYS = 60 }; /* so long may the housekeeping have stood still */

static int
write_down(struct tx *tx, const struct actor *who, struct instant now, const char *event,
           int64_t item, const char *detail)
{
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who ? who->person_id : 0,
                                                     .event = event,
                                                     .object = "item",
                                                     .object_id = item,
                                                     .detail = detail});
}

/* Takes the mark away; *ret_was tells which it was, NULL: none. */
static int
restore(TALLOC_CTX *mem, struct tx *tx, int64_t item, struct validity_mark_read_row **ret_was)
{
        struct validity_mark_read_row *was;
        int r = sql_validity_mark_read_one(mem, tx,
                                           &(struct validity_mark_read_in){.item_id = item}, &was);

        *ret_was = NULL;
        if (r == STORE_NONE)
                return 0;
        if (r == 0)
                r = sql_validity_set(tx,
                                     &(struct validity_set_in){.id = was->edition_id,
                                                               .validity = was->own_validity,
                                                               .repealed_on = was->own_repealed_on,
                                                               .repealed_by = was->own_repealed_by},
                                     NULL);
        if (r == 0)
                r = sql_validity_mark_remove(tx, &(struct validity_mark_remove_in){.item_id = item},
                                             NULL);
        if (r)
                return err_fold(r);
        *ret_was = was;
        return 0;
}

int
app_validity_unmark(TALLOC_CTX *mem, struct tx *tx, int64_t item)
{
        struct validity_mark_read_row *was;
        int r = restore(mem, tx, item, &was);

        return r < 0 ? err_trace(r) : 0;
}

/* The one among the later documents that counts, NULL: none; and what then holds. */
static int
find_undoer(TALLOC_CTX *mem, struct tx *tx, int64_t item, struct day today,
            struct validity_facts *facts, struct validity_undoers_row **ret, struct day *ret_since)
{
        struct validity_undoers_row *rows;
        struct validity_undoing *list;
        size_t n;
        int by, r = sql_validity_undoers(mem, tx, &(struct validity_undoers_in){.item_id = item},
                                         &rows, &n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct validity_undoing, n);
        for (size_t i = 0; i < n; i++)
                list[i] = (struct validity_undoing){
                    .whole = strcmp(rows[i].relation, "amends") != 0,
                    .since = day_is_none(rows[i].effective_on) ? instant_day(rows[i].published_at)
                                                               : rows[i].effective_on};
        *facts = validity_undone(facts, list, n, today, &by);
        *ret = by == VALIDITY_STANDS ? NULL : &rows[by];
        *ret_since = by == VALIDITY_STANDS ? DAY_NONE : list[by].since;
        return 0;
}

static int
mark(TALLOC_CTX *mem, struct tx *tx, struct instant now, int64_t item, int64_t edition,
     struct validity_undoers_row **ret_by, struct day *ret_since)
{
        struct validity_facts_row *own;
        struct validity_facts facts;
        int r = sql_validity_facts_one(mem, tx, &(struct validity_facts_in){.id = edition}, &own);

        if (r)
                return err_fold(r);
        facts = (struct validity_facts){VALIDITY_UNSTATED, own->effective_on, own->expires_on,
                                        own->repealed_on};
        (void)validity_from_code(own->validity, &facts.stated);
        r = find_undoer(mem, tx, item, instant_day(now), &facts, ret_by, ret_since);
        if (r < 0)
                return err_trace(r);
        if (!*ret_by)
                return 0;
        r = sql_validity_mark_put(
            tx,
            &(struct validity_mark_put_in){.item_id = item,
                                           .edition_id = edition,
                                           .by_item = (*ret_by)->by_item,
                                           .relation = (*ret_by)->relation,
                                           .since = *ret_since,
                                           .own_validity = own->validity,
                                           .own_repealed_on = own->repealed_on,
                                           .own_repealed_by = own->repealed_by,
                                           .marked_at = now},
            NULL);
        if (r == 0)
                r = sql_validity_set(
                    tx,
                    &(struct validity_set_in){.id = edition,
                                              .validity = validity_code(facts.stated),
                                              .repealed_on = facts.repealed_on,
                                              .repealed_by = (*ret_by)->title},
                    NULL);
        return err_fold(r);
}

static bool
same_mark(const struct validity_mark_read_row *was, const struct validity_undoers_row *by,
          struct day since)
{
        if (!was || !by)
                return !was && !by;
        return was->by_item == by->by_item && strcmp(was->relation, by->relation) == 0 &&
               day_cmp(was->since, since) == 0;
}

int
app_validity_mark(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                  int64_t item)
{
        struct validity_mark_read_row *was;
        struct validity_undoers_row *by = NULL;
        struct validity_lock_row *row;
        struct day since = DAY_NONE;
        int r = sql_validity_lock_one(mem, tx, &(struct validity_lock_in){.id = item}, &row);

        if (r)
                return err_fold(r);
        r = restore(mem, tx, item, &was);
        if (r < 0)
                return err_trace(r);
        if (strcmp(row->state, "live") == 0)
                r = mark(mem, tx, now, item, row->live_edition_id, &by, &since);
        if (r < 0)
                return err_trace(r);
        if (same_mark(was, by, since))
                return 0;
        tx_touch(tx, "item", item);
        r = app_touch_scope(mem, tx, row->agency_id);
        if (r < 0)
                return err_trace(r);
        return write_down(tx, who, now, by ? "item_marked" : "item_unmarked", item,
                          by ? mem_printf(mem, "%s %lld", by->relation, (long long)by->by_item)
                             : NULL);
}

int
app_validity_of_others(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                       int64_t from)
{
        struct validity_targets_row *rows;
        size_t n;
        int r = sql_validity_targets(mem, tx, &(struct validity_targets_in){.from_item = from},
                                     &rows, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; r == 0 && i < n; i++)
                r = app_validity_mark(mem, tx, who, now, rows[i].to_item);
        return r < 0 ? err_trace(r) : 0;
}

int
app_validity_own(TALLOC_CTX *mem, struct tx *tx, int64_t item, enum validity *stated,
                 struct day *repealed, const char **repealed_by)
{
        struct validity_mark_read_row *m;
        int r = sql_validity_mark_read_one(mem, tx,
                                           &(struct validity_mark_read_in){.item_id = item}, &m);

        if (r == STORE_NONE)
                return 0;
        if (r)
                return err_fold(r);
        (void)validity_from_code(m->own_validity, stated);
        *repealed = m->own_repealed_on;
        *repealed_by = m->own_repealed_by;
        return 0;
}

/* ---- by the day ----------------------------------------------------------------------------- */

struct coming {
        struct instant now;
        struct validity_due_row *rows;
        size_t n;
};

static int
read_due(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct coming *c = arg;
        struct day today = instant_day(c->now);

        return sql_validity_due(
            mem, tx, &(struct validity_due_in){.today = today, .since = day_add(today, -LATE_DAYS)},
            &c->rows, &c->n);
}

static int
mark_due(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct coming *c = arg;
        int r = 0;

        for (size_t i = 0; r == 0 && i < c->n; i++)
                r = app_validity_mark(mem, tx, NULL, c->now, c->rows[i].to_item);
        return r;
}

int
app_validity_due(TALLOC_CTX *mem, struct app *app, struct instant now)
{
        struct coming c = {.now = now};
        int r = app_read(mem, app, read_due, &c);

        if (r == 0 && c.n)
                r = app_run(mem, app, mark_due, &c);
        return err_fold(r);
}
