/* What is done with an item once readers have seen it: withdrawal, correction, revisiting; and its relations. */
#include "app/calendar.h"
#include "app/flow_kit.h"
#include "app/link.h"
#include "app/validity.h"

#include "domain/body/body.h"

static const char *
none_if_empty(const char *s)
{
        return s && *s ? s : NULL;
}

/* ---- afterwards ----------------------------------------------------------------------------- */

/* What it interpreted may be owed an interpretation again. */
static int
tell_interpreted(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by,
                 const struct flow_item *it)
{
        int r = 0;

        for (size_t i = 0; r == 0 && i < it->n_relations; i++)
                if (it->relations[i].outward && strcmp(it->relations[i].kind, "interprets") == 0)
                        r = flow_refresh(mem, tx, by, it->relations[i].id);
        return r < 0 ? err_trace(r) : 0;
}

int
app_flow_withdraw(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                  const char *reason, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = flow_enter(mem, tx, by, item, DEED_WITHDRAW, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        r = app_item_withdraw(mem, tx, &alone, by->now, item, reason, problems);
        if (r)
                return r < 0 ? err_trace(r) : r == PUBLISH_BAD ? FLOW_BAD : FLOW_REFUSED;
        r = tell_interpreted(mem, tx, by, &it);
        if (r < 0)
                return err_trace(r);
        return flow_leave(mem, tx, by, &it,
                          &(struct flow_note){.kind = FLOW_WITHDRAWN,
                                              .delegator = it.choices[DEED_WITHDRAW].by,
                                              .words = reason},
                          NULL);
}

static int
copy_text(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct actor *alone,
          const struct flow_item *it, const char *words, struct problems *problems,
          int64_t *ret_edition)
{
        struct draft d = flow_draft_of(mem, it);
        enum validity stated = it->text.validity.stated;
        int64_t item;
        int r = app_validity_own(mem, tx, it->id, &stated, &d.repealed, &d.repealed_by);

        if (r < 0)
                return err_trace(r);
        d.validity = validity_code(stated);
        d.correction = words;
        r = app_item_draft(mem, tx, alone, by->now, &d, problems, &item, ret_edition);
        return r < 0 ? err_trace(r) : r;
}

static int
go_on_with(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct actor *alone,
           const struct flow_item *it, const char *words, struct problems *problems,
           int64_t *ret_edition)
{
        struct draft d = flow_draft_of(mem, it);
        int64_t version;
        int r;

        d.correction = words;
        r = app_item_redraft(mem, tx, alone, by->now, it->text.id, it->text.version, &d, problems,
                             &version);
        *ret_edition = it->text.id;
        return r < 0 ? err_trace(r) : r;
}

static int
correct_sheet(struct tx *tx, const struct flow_item *it, const char *words)
{
        const struct flow_sheet *s = &it->sheet;
        int r =
            sql_sheet_put(tx,
                          &(struct sheet_put_in){.item_id = it->id,
                                                 .disclosure = "proactive",
                                                 .ground = none_if_empty(s->ground),
                                                 .overriding = overriding_code(s->overriding),
                                                 .ground_reason = s->ground_reason,
                                                 .origin = origin_code(s->origin),
                                                 .origin_agency = s->origin_agency,
                                                 .joint_agencies = s->joint_agencies,
                                                 .special_days = s->special_days,
                                                 .special_basis = s->special_basis,
                                                 .channels = *s->channels ? s->channels : "website",
                                                 .exemption = s->exemption,
                                                 .correction = words,
                                                 .note = ""},
                          NULL);

        return err_fold(r);
}

int
app_flow_correct(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                 const char *words, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int64_t edition = 0;
        int r = flow_enter(mem, tx, by, item, DEED_CORRECT, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (flow_needs_words(words, "words", "请写明更正说明，更正后会与正文一并公开", problems))
                return FLOW_BAD;
        /* A draft that lay beside a text that was taken back is gone on with. */
        if (strcmp(it.text.state, "draft") == 0)
                r = go_on_with(mem, tx, by, &alone, &it, words, problems, &edition);
        else
                r = copy_text(mem, tx, by, &alone, &it, words, problems, &edition);
        if (r)
                return r < 0 ? err_trace(r) : FLOW_BAD;
        if (edition != it.text.id)
                r = sql_sheet_keep(tx, &(struct sheet_keep_in){.item_id = item}, NULL);
        if (r == 0)
                r = correct_sheet(tx, &it, words);
        if (r == 0)
                r = flow_scan(mem, tx, by, item);
        if (r < 0)
                return err_trace(r);
        return flow_leave(mem, tx, by, &it,
                          &(struct flow_note){.kind = FLOW_CREATED,
                                              .edition = edition,
                                              .delegator = it.choices[DEED_CORRECT].by,
                                              .words = words},
                          "item_corrected");
}

static int
restore_sheet(struct tx *tx, int64_t item)
{
        int r = sql_sheet_remove(tx, &(struct sheet_remove_in){.item_id = item}, NULL);

        if (r == 0)
                r = sql_sheet_restore(tx, &(struct sheet_restore_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_sheet_before_drop(tx, &(struct sheet_before_drop_in){.item_id = item},
                                          NULL);
        return err_fold(r);
}

/* Web addresses are those of the text that readers see, again. */
static int
restore_links(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item)
{
        struct problems none = {.mem = mem};
        struct flow_item it;
        struct body *body;
        int r = app_flow_read(mem, tx, by, item, &it);

        if (r)
                return err_fold(r);
        r = body_parse(mem, it.text.body, strlen(it.text.body), true, &none, &body);
        if (r < 0)
                return err_trace(r);
        return r ? 0 : app_links_note(mem, tx, item, body);
}

int
app_flow_discard(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                 const char *words, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = flow_enter(mem, tx, by, item, DEED_DISCARD, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (flow_needs_words(words, "words", "请写明放弃更正的原因", problems))
                return FLOW_BAD;
        r = flow_text_keep(tx, by, &it);
        if (r == 0)
                r = sql_draft_set_aside(tx, &(struct draft_set_aside_in){.id = it.text.id}, NULL);
        if (r == 0)
                r = sql_relation_changes_drop(
                    tx, &(struct relation_changes_drop_in){.edition_id = it.text.id}, NULL);
        if (r == 0)
                r = restore_sheet(tx, item);
        if (r == 0)
                r = restore_links(mem, tx, by, item);
        if (r)
                return err_fold(r);
        return flow_leave(mem, tx, by, &it,
                          &(struct flow_note){.kind = FLOW_DISCARDED,
                                              .edition = it.text.id,
                                              .delegator = it.choices[DEED_DISCARD].by,
                                              .step = strcmp(it.state, "withdrawn") == 0,
                                              .words = words},
                          "item_discarded");
}

int
app_flow_void(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
              const char *words, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = flow_enter(mem, tx, by, item, DEED_VOID, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (flow_needs_words(words, "words", "请写明作废的原因", problems))
                return FLOW_BAD;
        return flow_leave(mem, tx, by, &it,
                          &(struct flow_note){.kind = FLOW_DISCARDED,
                                              .delegator = it.choices[DEED_VOID].by,
                                              .step = FLOW_NEVER_PUBLIC,
                                              .words = words},
                          "item_voided");
}

int
app_flow_revive(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = flow_enter(mem, tx, by, item, DEED_REVIVE, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        return flow_leave(mem, tx, by, &it,
                          &(struct flow_note){.kind = FLOW_EDITED,
                                              .delegator = it.choices[DEED_REVIVE].by,
                                              .words = "恢复草稿"},
                          "item_revived");
}

int
app_flow_revisit(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                 bool reopen, const char *words, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = flow_enter(mem, tx, by, item, DEED_REVISIT, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (flow_needs_words(words, "words", "请写明评估意见", problems))
                return FLOW_BAD;
        if (reopen) {
                r = sql_sheet_attribute(tx,
                                        &(struct sheet_attribute_in){.item_id = item,
                                                                     .disclosure = "proactive",
                                                                     .ground_reason = ""},
                                        NULL);
                if (r)
                        return err_fold(r);
        }
        return flow_leave(
            mem, tx, by, &it,
            &(struct flow_note){.kind = reopen ? FLOW_REOPENED : FLOW_KEPT_CLOSED,
                                .delegator = it.choices[DEED_REVISIT].by,
                                .words = words,
                                .disclosure =
                                    reopen ? "proactive" : disclosure_code(it.sheet.disclosure),
                                .ground = reopen ? NULL : it.sheet.ground},
            "item_revisited");
}

int
flow_tell(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now, int64_t id,
          enum flow_act_kind kind)
{
        struct flow_by by = {.who = who, .now = now};
        struct flow_item it = {.id = id};
        struct flow_head_row *h;
        int r = app_calendar_in(mem, tx, &by.calendar);

        if (r == 0)
                r = sql_flow_head_one(mem, tx, &(struct flow_head_in){.id = id}, &h);
        if (r)
                return err_fold(r);
        it.text.id = h->edition_id;
        r = flow_note(mem, tx, &by, &it, &(struct flow_note){.kind = kind});
        if (r == 0)
                r = flow_refresh(mem, tx, &by, id);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- relations ------------------------------------------------------------------------------ */

/* Two items that are linked no more. */
static int
unrelate(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t from, const char *kind,
         int64_t to)
{
        int r = sql_relation_remove(
            tx, &(struct relation_remove_in){.from_item = from, .relation = kind, .to_item = to},
            NULL);

        if (r)
                return err_fold(r);
        tx_touch(tx, "item", from);
        tx_touch(tx, "item", to);
        r = app_validity_mark(mem, tx, by->who, by->now, to);
        return r < 0 ? err_trace(r) : 0;
}

/* Waits with the correcting text. */
static int
relate_later(struct tx *tx, const struct flow_item *it, const char *kind, int64_t to, bool off)
{
        int r = sql_relation_change_put(
            tx,
            &(struct relation_change_put_in){
                .edition_id = it->text.id, .relation = kind, .to_item = to, .off = off},
            NULL);

        if (r == 0)
                r = sql_relation_change_settle(
                    tx,
                    &(struct relation_change_settle_in){.edition_id = it->text.id,
                                                        .relation = kind,
                                                        .to_item = to,
                                                        .from_item = it->id},
                    NULL);
        return err_fold(r);
}

/* Readers saw a text of the item before this draft of it. */
static bool
is_correcting(const struct flow_item *it)
{
        return strcmp(it->text.state, "draft") == 0 && strcmp(it->state, "draft") != 0;
}

/* To amend, repeal or replace belongs to a text that is signed; a mere link may follow it. */
static bool
may_relate(const struct flow_item *it, bool changes)
{
        return it->choices[DEED_EDIT].may || (!changes && it->choices[DEED_CORRECT].may);
}

static int
relate(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct actor *alone,
       const struct flow_item *it, const char *kind, int64_t to, bool off)
{
        bool later = is_correcting(it) && it->choices[DEED_EDIT].may;
        int r;

        if (!later && !off)
                return app_item_relate(mem, tx, alone, by->now, it->id, kind, to);
        r = item_hold_both(mem, tx, alone, it->id, kind, to);
        if (r == 0)
                r = later ? relate_later(tx, it, kind, to, off)
                          : unrelate(mem, tx, by, it->id, kind, to);
        if (r == 0 && !off)
                r = item_write_down(tx, by->who, by->now, "item_related", it->id, kind);
        return r < 0 ? err_trace(r) : r;
}

int
app_flow_relate(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t from,
                const char *kind, int64_t to, bool off, struct problems *problems)
{
        bool changes = item_relation_changes(kind);
        struct flow_item it;
        struct actor alone;
        int r = flow_lock(mem, tx, by, from, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        if (!may_relate(&it, changes)) {
                problems_add(problems, 0, "relate", "%s",
                             it.choices[DEED_CORRECT].may
                                 ? "修改、废止、替代关系须随稿件审核签发，请先办理更正"
                                 : "当前环节不能改变关联");
                return FLOW_REFUSED;
        }
        alone.scope = by->who->scope;
        r = relate(mem, tx, by, &alone, &it, kind, to, off);
        if (r > 0) {
                problems_add(problems, 0, "relate", "没有找到可以关联的信息");
                return FLOW_BAD;
        }
        if (r == 0)
                r = flow_leave(
                    mem, tx, by, &it,
                    &(struct flow_note){.kind = FLOW_RELATED,
                                        .words = off ? mem_printf(mem, "-%s", kind) : kind},
                    off ? "item_unrelated" : NULL);
        if (r == 0)
                r = flow_refresh(mem, tx, by, to);
        return r < 0 ? err_trace(r) : 0;
}
