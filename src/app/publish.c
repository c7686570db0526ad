#include "app/channel.h"
#include "app/item_kit.h"
#include "app/scan.h"
#include "app/validity.h"

#include "app/render.h"
#include "domain/item/indexno.h"

/* --- reviewing -------------------------------------------------------------------------------- */

/* A draft whose item is in the actor's scope, as it stands once the item is locked: who waited for
 * the lock finds what the other made of it. */
static int
draft_read(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t id,
           struct edition_read_row **ret_edition, struct item_lock_row **ret_item)
{
        struct edition_read_row *e;
        int r;

        r = sql_edition_read_one(mem, tx, &(struct edition_read_in){.id = id}, &e);
        if (r == STORE_NONE)
                return PUBLISH_NOT_FOUND;
        if (r)
                return err_fold(r);
        r = item_lock(mem, tx, who, e->item_id, ret_item);
        if (r == STORE_NONE)
                return PUBLISH_NOT_FOUND;
        if (r)
                return err_fold(r);
        r = sql_edition_read_one(mem, tx, &(struct edition_read_in){.id = id}, &e);
        if (r == STORE_NONE)
                return PUBLISH_NOT_FOUND;
        if (r)
                return err_fold(r);
        if (strcmp(e->state, "draft") != 0)
                return PUBLISH_WRONG_STATE;
        *ret_edition = e;
        return 0;
}

int
app_item_review_step(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                     int64_t edition, const struct review_step_of *step, struct problems *problems,
                     int64_t *ret_review)
{
        struct review_insert_in in = {.edition_id = edition,
                                      .review_kind = step->kind,
                                      .verdict = step->approve ? "approve" : "return",
                                      .reviewer_id = who->person_id,
                                      .opinion = step->opinion ? step->opinion : "",
                                      .reviewed_at = now,
                                      .step = step->step,
                                      .has_step = true,
                                      .delegator_id = step->delegator,
                                      .has_delegator_id = step->delegator != 0,
                                      .disclosure =
                                          step->disclosure ? step->disclosure : "proactive"};
        struct edition_read_row *e;
        struct item_lock_row *item;
        struct review_insert_row *row;
        int r;

        if (!step->approve && !*in.opinion) {
                problems_add(problems, 0, "opinion", "退回须写明理由");
                return PUBLISH_BAD;
        }
        r = draft_read(mem, tx, who, edition, &e, &item);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return r;
        if (e->author_id == who->person_id || e->author_id == step->delegator)
                return PUBLISH_OWN_DRAFT;
        in.author_id = e->author_id;
        in.content_sm3 = e->content_sm3;
        r = scan_ensure(mem, tx, now, edition, e->content_sm3);
        if (r < 0)
                return err_trace(r);
        r = sql_review_insert_one(mem, tx, &in, &row);
        if (r == STORE_CONFLICT)
                return PUBLISH_OWN_DRAFT;
        if (r)
                return err_fold(r);
        *ret_review = row->id;
        return item_write_down(tx, who, now, step->approve ? "item_approved" : "item_returned",
                               item->id, step->kind);
}

int
app_item_review(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                int64_t edition, const char *kind, bool approve, const char *opinion,
                struct problems *problems)
{
        struct review_step_of step = {.kind = kind, .opinion = opinion, .approve = approve};
        int64_t review;

        return app_item_review_step(mem, tx, who, now, edition, &step, problems, &review);
}

/* --- publishing ------------------------------------------------------------------------------- */

int
app_touch_scope(TALLOC_CTX *mem, struct tx *tx, int64_t agency)
{
        struct agency_ancestors_row *up;
        size_t n;
        int r;

        r = sql_agency_ancestors(mem, tx, &(struct agency_ancestors_in){.id = agency}, &up, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                tx_touch(tx, "scope", up[i].id);
        return 0;
}

/* The pages that name the item as 上一条 or 下一条 from now on. */
static int
touch_beside(TALLOC_CTX *mem, struct tx *tx, int64_t item)
{
        struct item_beside_row *row;
        int r = sql_item_beside_one(mem, tx, &(struct item_beside_in){.id = item}, &row);

        if (r)
                return err_fold(r);
        if (row->has_prev_id)
                tx_touch(tx, "beside", row->prev_id);
        if (row->has_next_id)
                tx_touch(tx, "beside", row->next_id);
        return 0;
}

/* The item's own page, the pages of those it is related to, and all lists it stands in. */
static int
touch_item(TALLOC_CTX *mem, struct tx *tx, int64_t item, int64_t agency)
{
        struct relation_others_row *others;
        size_t n;
        int r;

        tx_touch(tx, "item", item);
        r = sql_relation_others(mem, tx, &(struct relation_others_in){.id = item}, &others, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                tx_touch(tx, "item", others[i].id);
        return app_touch_scope(mem, tx, agency);
}

int
app_index_take(TALLOC_CTX *mem, struct tx *tx, int64_t agency, int year, int64_t n,
               int64_t *ret_last)
{
        struct index_take_row *row;
        int r;

        r = sql_index_take_one(
            mem, tx, &(struct index_take_in){.agency_id = agency, .year = year, .n = n}, &row);
        if (r)
                return err_fold(r);
        *ret_last = row->last;
        return 0;
}

static int
give_number(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t agency, struct instant now,
            const char **ret)
{
        struct agency_of_scope_row *a;
        struct indexno_rule rule;
        int year = day_year(instant_day(now));
        int64_t serial;
        int r;

        r = sql_agency_of_scope_one(mem, tx,
                                    &(struct agency_of_scope_in){.scope = scope, .id = agency}, &a);
        if (r)
                return err_fold(r);
        r = app_index_take(mem, tx, agency, year, 1, &serial);
        if (r)
                return err_trace(r);
        if (!indexno_rule_read(INDEXNO_RULE_DEFAULT, &rule))
                return err_set(ERR_BUG, "the rule of index numbers cannot be read");
        *ret = indexno_make(mem, &rule, a->code, year, serial);
        r = sql_index_number_insert(tx,
                                    &(struct index_number_insert_in){.index_no = *ret,
                                                                     .agency_id = agency,
                                                                     .year = year,
                                                                     .serial = serial,
                                                                     .allocated_at = now},
                                    NULL);
        return err_fold(r);
}

/* The hash of a draft as it lies in the store, files and all: whatever changed it since, it must still
 * be what was reviewed. */
static int
stored_sm3(TALLOC_CTX *mem, struct tx *tx, int64_t edition, const char **ret, const char **ret_body)
{
        struct draft d = DRAFT_EMPTY;
        struct edition_text_row *e;
        struct edition_files_row *rows;
        struct draft_file *files;
        size_t n;
        int r;

        r = sql_edition_text_one(mem, tx, &(struct edition_text_in){.id = edition}, &e);
        if (r)
                return err_fold(r);
        r = sql_edition_files(mem, tx, &(struct edition_files_in){.id = edition}, &rows, &n);
        if (r)
                return err_fold(r);
        files = mem_array(mem, struct draft_file, n);
        for (size_t i = 0; i < n; i++)
                files[i] = (struct draft_file){.name = rows[i].name, .sm3 = rows[i].sm3};
        d.title = e->title;
        d.doc_no = e->doc_no;
        d.summary = e->summary;
        d.body = e->body;
        d.formed = e->formed_on;
        d.written = e->written_on;
        d.validity = e->validity;
        d.effective = e->effective_on;
        d.expires = e->expires_on;
        d.repealed = e->repealed_on;
        d.repealed_by = e->repealed_by;
        d.keywords = e->keywords;
        d.source = e->source;
        d.correction = e->correction;
        d.files = files;
        d.n_files = n;
        *ret = draft_sm3_by(mem, &d, e->digest);
        *ret_body = d.body;
        return 0;
}

/* The approving reviews of all three kinds: content, secrecy, signature. */
static int
clearance(TALLOC_CTX *mem, struct tx *tx, int64_t edition, int64_t *ret_content,
          int64_t *ret_secrecy)
{
        struct review_last_row *rows;
        int64_t signature;
        size_t n;
        int r;

        r = sql_review_last(mem, tx, &(struct review_last_in){.edition_id = edition}, &rows, &n);
        if (r)
                return err_fold(r);
        *ret_content = *ret_secrecy = 0;
        signature = 0;
        for (size_t i = 0; i < n; i++) {
                if (strcmp(rows[i].verdict, "approve") != 0)
                        return PUBLISH_NOT_CLEARED;
                if (strcmp(rows[i].review_kind, "content") == 0)
                        *ret_content = rows[i].id;
                else if (strcmp(rows[i].review_kind, "secrecy") == 0)
                        *ret_secrecy = rows[i].id;
                else
                        signature = rows[i].id;
        }
        return *ret_content && *ret_secrecy && signature ? 0 : PUBLISH_NOT_CLEARED;
}

static int
tally_take(struct tx *tx, const struct item_lock_row *item)
{
        int year, month, day;
        int r;

        day_civil(item->sort_day, &year, &month, &day);
        r = sql_tally_take(tx, &(struct tally_take_in){.item_id = item->id, .year = year}, NULL);
        if (r == 0)
                r = sql_tally_month_take(tx,
                                         &(struct tally_month_take_in){
                                             .item_id = item->id, .year = year, .month = month},
                                         NULL);
        return r;
}

static int
tally_add(struct tx *tx, int64_t item, struct day on)
{
        int year, month, day;
        int r;

        day_civil(on, &year, &month, &day);
        r = sql_tally_add(tx, &(struct tally_add_in){.item_id = item, .year = year}, NULL);
        if (r == 0)
                r = sql_tally_month_add(
                    tx, &(struct tally_month_add_in){.item_id = item, .year = year, .month = month},
                    NULL);
        return r;
}

/* The rows of a publication, in the order in which the constraints want them. */
static int
go_live(TALLOC_CTX *mem, struct tx *tx, const struct item_lock_row *item,
        const struct item_go_live_in *live, int64_t content, int64_t secrecy,
        const char *const *channels, size_t n_channels, struct instant now)
{
        int64_t n;
        int r;

        if (strcmp(item->state, "live") == 0) {
                r = tally_take(tx, item);
                if (r)
                        return err_fold(r);
        }
        /* The text that goes shows again what it says by itself. */
        r = app_validity_unmark(mem, tx, item->id);
        if (r < 0)
                return err_trace(r);
        r = sql_edition_supersede(tx, &(struct edition_supersede_in){.item_id = item->id}, NULL);
        if (r)
                return err_fold(r);
        r = sql_edition_go_live(tx,
                                &(struct edition_go_live_in){.id = live->edition_id,
                                                             .content_review_id = content,
                                                             .secrecy_review_id = secrecy,
                                                             .public_at = now},
                                &n);
        if (r)
                return err_fold(r);
        if (n != 1)
                return PUBLISH_WRONG_STATE;
        for (size_t i = 0; i < n_channels; i++) {
                r = sql_publication_put(tx,
                                        &(struct publication_put_in){.item_id = item->id,
                                                                     .channel = channels[i],
                                                                     .published_at = now,
                                                                     .proof = ""},
                                        NULL);
                if (r)
                        return err_fold(r);
        }
        r = sql_item_go_live(tx, live, NULL); /* is on the site when one of its channels is */
        if (r)
                return err_fold(r);
        r = tally_add(tx, item->id, live->sort_day);
        return err_fold(r);
}

/* What waited with the text for its signature: relations that begin now, and relations that end. */
static int
relate_signed(struct tx *tx, int64_t item, const struct relation_changes_row *list, size_t n)
{
        int r = 0;

        for (size_t i = 0; r == 0 && i < n; i++) {
                if (list[i].off)
                        r = sql_relation_remove(
                            tx,
                            &(struct relation_remove_in){.from_item = item,
                                                         .relation = list[i].relation,
                                                         .to_item = list[i].to_item},
                            NULL);
                else
                        r = sql_relation_put(tx,
                                             &(struct relation_put_in){.from_item = item,
                                                                       .relation = list[i].relation,
                                                                       .to_item = list[i].to_item},
                                             NULL);
                tx_touch(tx, "item", list[i].to_item);
        }
        return err_fold(r);
}

/* What the text does to others, and does no more. */
static int
mark_others(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
            int64_t item, const struct relation_changes_row *list, size_t n)
{
        int r = app_validity_of_others(mem, tx, who, now, item);

        for (size_t i = 0; r == 0 && i < n; i++)
                if (list[i].off && item_relation_changes(list[i].relation))
                        r = app_validity_mark(mem, tx, who, now, list[i].to_item);
        return r < 0 ? err_trace(r) : 0;
}

int
app_item_publish(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                 int64_t edition, const char *const *channels, size_t n_channels,
                 const char **ret_index_no)
{
        struct purge_under_way_row *purge;
        struct edition_read_row *e;
        struct item_lock_row *item;
        struct item_go_live_in live;
        struct relation_changes_row *changes;
        size_t n_changes;
        int64_t content = 0, secrecy = 0;
        const char *stored = "", *body = NULL;
        int r;

        r = draft_read(mem, tx, who, edition, &e, &item);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return r;
        r = sql_purge_under_way_one(mem, tx, &(struct purge_under_way_in){.item_id = item->id},
                                    &purge);
        if (r != STORE_NONE) /* its words are on their way out */
                return r < 0 ? err_trace(r) : PUBLISH_WRONG_STATE;
        r = stored_sm3(mem, tx, edition, &stored, &body);
        if (r)
                return err_fold(r);
        if (strcmp(stored, e->content_sm3) != 0)
                return PUBLISH_NOT_CLEARED;
        r = clearance(mem, tx, edition, &content, &secrecy);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return PUBLISH_NOT_CLEARED;
        live = (struct item_go_live_in){.id = item->id,
                                        .edition_id = edition,
                                        .index_no = item->index_no,
                                        .published_at = item->published_at,
                                        .sort_day = item->sort_day};
        if (!live.index_no) {
                r = give_number(mem, tx, who->scope, item->agency_id, now, &live.index_no);
                if (r < 0)
                        return err_trace(r);
        }
        if (instant_is_none(live.published_at)) {
                live.published_at = now;
                live.sort_day = instant_day(now);
        }
        r = go_live(mem, tx, item, &live, content, secrecy, channels, n_channels, now);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return PUBLISH_WRONG_STATE;
        r = sql_relation_changes(mem, tx, &(struct relation_changes_in){.edition_id = edition},
                                 &changes, &n_changes);
        if (r == 0)
                r = sql_relation_changes_drop(
                    tx, &(struct relation_changes_drop_in){.edition_id = edition}, NULL);
        if (r == 0)
                r = relate_signed(tx, item->id, changes, n_changes);
        if (r == 0)
                r = sql_html_drop(tx, &(struct html_drop_in){.item_id = item->id}, NULL);
        if (r == 0)
                r = render_text(mem, tx, edition, body);
        if (r)
                return err_fold(r);
        r = alike_keep(mem, tx, edition, body);
        if (r == 0)
                r = touch_item(mem, tx, item->id, item->agency_id);
        if (r == 0)
                r = touch_beside(mem, tx, item->id);
        if (r == 0)
                r = app_validity_mark(mem, tx, who, now, item->id);
        if (r == 0)
                r = mark_others(mem, tx, who, now, item->id, changes, n_changes);
        if (r < 0)
                return err_trace(r);
        *ret_index_no = live.index_no;
        return item_write_down(tx, who, now, "item_published", item->id, e->content_sm3);
}

int
app_item_withdraw(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                  int64_t id, const char *reason, struct problems *problems)
{
        struct item_lock_row *item;
        int r;

        if (!reason || !*reason) {
                problems_add(problems, 0, "reason", "撤回须写明可以公开的原因");
                return PUBLISH_BAD;
        }
        r = item_lock(mem, tx, who, id, &item);
        if (r == STORE_NONE)
                return PUBLISH_NOT_FOUND;
        if (r)
                return err_fold(r);
        if (strcmp(item->state, "live") != 0)
                return PUBLISH_WRONG_STATE;
        r = tally_take(tx, item);
        if (r)
                return err_fold(r);
        r = app_validity_unmark(mem, tx, id);
        if (r < 0)
                return err_trace(r);
        r = sql_item_withdraw(
            tx, &(struct item_withdraw_in){.id = id, .withdrawn_at = now, .reason = reason}, NULL);
        if (r)
                return err_fold(r);
        r = sql_edition_withdraw(tx, &(struct edition_withdraw_in){.item_id = id}, NULL);
        if (r == 0)
                r = sql_html_drop(tx, &(struct html_drop_in){.item_id = id}, NULL);
        if (r == 0)
                r = channel_withdraw(mem, tx, who->person_id, now, id, item->live_edition_id);
        if (r)
                return err_fold(r);
        r = touch_item(mem, tx, id, item->agency_id);
        if (r == 0)
                r = app_validity_of_others(mem, tx, who, now, id);
        if (r < 0)
                return err_trace(r);
        return item_write_down(tx, who, now, "item_withdrawn", id, reason);
}

/* The lower number first, so that two who relate the same items do not wait for each other. */
static int
lock_both(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t a, int64_t b)
{
        struct item_lock_row *item;
        int r = item_lock(mem, tx, who, a < b ? a : b, &item);

        if (r == 0)
                r = item_lock(mem, tx, who, a < b ? b : a, &item);
        if (r == STORE_NONE)
                return PUBLISH_NOT_FOUND;
        return err_fold(r);
}

bool
item_relation_changes(const char *kind)
{
        return strcmp(kind, "interprets") != 0 && strcmp(kind, "related") != 0;
}

int
item_hold_both(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t from,
               const char *kind, int64_t to)
{
        struct item_lock_row *item;
        struct item_is_public_row *seen;
        int r;

        if (from == to)
                return PUBLISH_WRONG_STATE;
        /* To amend, repeal or replace is for who published it and those above. */
        if (item_relation_changes(kind)) {
                r = lock_both(mem, tx, who, from, to);
                return r < 0 ? err_trace(r) : r;
        }
        r = item_lock(mem, tx, who, from, &item);
        if (r == 0)
                r = sql_item_is_public_one(
                    mem, tx, &(struct item_is_public_in){.scope = who->scope, .id = to}, &seen);
        if (r == STORE_NONE)
                return PUBLISH_NOT_FOUND;
        return err_fold(r);
}

int
app_item_relate(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                int64_t from, const char *kind, int64_t to)
{
        int r = item_hold_both(mem, tx, who, from, kind, to);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = sql_relation_put(
            tx, &(struct relation_put_in){.from_item = from, .relation = kind, .to_item = to},
            NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "item", from);
        tx_touch(tx, "item", to);
        if (item_relation_changes(kind))
                r = app_validity_mark(mem, tx, who, now, to);
        if (r < 0)
                return err_trace(r);
        return item_write_down(tx, who, now, "item_related", from, kind);
}
