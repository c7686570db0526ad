#include "app/channel.h"
#include "app/flow_kit.h"
#include "app/inspect_kit.h"
#include "app/scan.h"
#include "app/validity.h"

/* What every act begins with: the item locked, and the rule asked. */
static int
enter(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t id, enum deed deed,
      struct problems *problems, struct flow_item *ret, struct actor *ret_who)
{
        int r = flow_lock(mem, tx, by, id, ret, ret_who);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        return flow_demand(ret, deed, problems);
}

/* And ends with: a row of the trail, the state from it, an audit row. */
static int
leave(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct flow_item *it,
      const struct flow_note *note, const char *event)
{
        int r = flow_note(mem, tx, by, it, note);

        if (r == 0)
                r = flow_refresh(mem, tx, by, it->id);
        if (r < 0)
                return err_trace(r);
        return event ? item_write_down(tx, by->who, by->now, event, it->id, note->words) : 0;
}

static bool
needs_words(const char *words, const char *field, const char *message, struct problems *problems)
{
        if (words && *words)
                return false;
        problems_add(problems, 0, field, "%s", message);
        return true;
}

/* What the world holds against the text may have changed since it was saved. */
static int
scan_anew(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item)
{
        struct flow_item it;
        struct actor alone;
        int r = flow_lock(mem, tx, by, item, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        if (strcmp(it.text.state, "draft") != 0 || !it.choices[DEED_SUBMIT].shown)
                return 0;
        r = flow_scan(mem, tx, by, item);
        return r < 0 ? err_trace(r) : 0;
}

int
app_flow_submit(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                bool emergency, const char *words, struct problems *problems)
{
        enum deed deed = emergency ? DEED_EMERGENCY : DEED_SUBMIT;
        struct flow_item it;
        struct actor alone;
        int r = scan_anew(mem, tx, by, item);

        if (r == 0)
                r = enter(mem, tx, by, item, deed, problems, &it, &alone);
        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (emergency && needs_words(words, "words", "紧急送审须写明紧急情况", problems))
                return FLOW_BAD;
        flow_sheet_check(&it, instant_day(by->now), problems);
        inspect_seen(&it, problems);
        if (problems->n)
                return FLOW_BAD;
        r = sql_draft_text_keep(
            tx, &(struct draft_text_keep_in){.edition_id = it.text.id, .kept_at = by->now}, NULL);
        if (r)
                return err_fold(r);
        return leave(mem, tx, by, &it,
                     &(struct flow_note){.kind = FLOW_SUBMITTED,
                                         .delegator = it.choices[deed].by,
                                         .ladder = it.rule.steps,
                                         .emergency = emergency,
                                         .words = words,
                                         .disclosure = disclosure_code(it.sheet.disclosure),
                                         .ground = it.sheet.ground},
                     "item_submitted");
}

int
app_flow_recall(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                const char *words, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = enter(mem, tx, by, item, DEED_RECALL, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (needs_words(words, "words", "请写明撤回送审的原因", problems))
                return FLOW_BAD;
        return leave(mem, tx, by, &it,
                     &(struct flow_note){.kind = FLOW_RECALLED,
                                         .delegator = it.choices[DEED_RECALL].by,
                                         .words = words},
                     "item_recalled");
}

/* ---- a step of the ladder ------------------------------------------------------------------- */

struct stepping {
        const struct flow_by *by;
        struct flow_item it;
        struct actor alone;
        const struct flow_verdict *v;
        enum review_step step;
        size_t at; /* its place */
        int64_t review;
};

static const char *
none_if_empty(const char *s)
{
        return s && *s ? s : NULL;
}

/* What was not to be public when the secrecy review passed it becomes so. */
static bool
rises(const struct stepping *s)
{
        if (s->v->disclosure != DISCLOSURE_PROACTIVE ||
            s->it.sheet.disclosure == DISCLOSURE_PROACTIVE)
                return false;
        for (size_t i = 0; i < s->at && i < s->it.flow.ladder.n; i++)
                if (s->it.flow.ladder.steps[i] == REVIEW_SECRECY)
                        return true;
        return false;
}

/* The secrecy review looks at the text alone; the others hold the attribute to be what they say. */
static int
hold_attribute(struct tx *tx, struct stepping *s, struct problems *problems)
{
        const struct flow_verdict *v = s->v;
        struct flow_sheet *sheet = &s->it.sheet;
        int fault;

        if (s->step == REVIEW_SECRECY || !v->approve)
                return 0;
        if (rises(s)) {
                problems_add(problems, 0, "disclosure", "公开属性改为主动公开的，请退回重新送审");
                return FLOW_BAD;
        }
        fault = disclosure_check(v->disclosure, none_if_empty(v->ground), sheet->overridden);
        if (fault)
                problems_add(problems, 0, "ground", "%s",
                             disclosure_fault_label((enum disclosure_fault)fault));
        if (v->disclosure != DISCLOSURE_PROACTIVE && (!v->ground_reason || !*v->ground_reason))
                problems_add(problems, 0, "ground_reason", "不主动公开的，请写明理由");
        if (problems->n)
                return FLOW_BAD;
        if (sheet->disclosure == v->disclosure && strcmp(sheet->ground, v->ground) == 0 &&
            strcmp(sheet->ground_reason, v->ground_reason) == 0)
                return 0;
        sheet->disclosure = v->disclosure;
        sheet->ground = v->ground;
        sheet->ground_reason = v->ground_reason;
        fault = sql_sheet_attribute(
            tx,
            &(struct sheet_attribute_in){.item_id = s->it.id,
                                         .disclosure = disclosure_code(v->disclosure),
                                         .ground = none_if_empty(v->ground),
                                         .ground_reason = v->ground_reason},
            NULL);
        return err_fold(fault);
}

static int
sign_review(TALLOC_CTX *mem, struct tx *tx, struct stepping *s, const char *kind,
            struct problems *problems)
{
        struct review_step_of row = {.kind = kind,
                                     .opinion = s->v->words,
                                     .approve = s->v->approve,
                                     .step = (int64_t)s->at,
                                     .delegator = s->it.choices[s->v->deed].by};
        int r = app_item_review_step(mem, tx, &s->alone, s->by->now, s->it.text.id, &row, problems,
                                     &s->review);

        if (r == PUBLISH_BAD)
                return FLOW_BAD;
        if (r > 0) {
                problems_add(problems, 0, "", "起草或修改过本稿的人不能审核本稿");
                return FLOW_REFUSED;
        }
        return r < 0 ? err_trace(r) : 0;
}

static int
note_step(TALLOC_CTX *mem, struct tx *tx, const struct stepping *s, enum flow_act_kind kind)
{
        /* A return and a secrecy review say nothing of the attribute. */
        bool held = kind == FLOW_APPROVED && s->step != REVIEW_SECRECY;

        return flow_note(
            mem, tx, s->by, &s->it,
            &(struct flow_note){.kind = kind,
                                .delegator = s->it.choices[s->v->deed].by,
                                .review = s->review,
                                .step = s->at,
                                .words = s->v->words,
                                .disclosure = held ? disclosure_code(s->it.sheet.disclosure) : NULL,
                                .ground = held ? s->it.sheet.ground : NULL});
}

/* Codes by commas, each once. */
static size_t
split_channels(TALLOC_CTX *mem, const char *text, const char **ret, size_t max)
{
        size_t n = 0;

        while (*text && n < max) {
                size_t len = strcspn(text, ",");

                if (len)
                        ret[n++] = mem_strndup(mem, text, len);
                text += len + (text[len] == ',');
        }
        return n;
}

static int
attribute_of_item(struct tx *tx, const struct flow_item *it)
{
        int r = sql_item_attribute(
            tx,
            &(struct item_attribute_in){.id = it->id,
                                        .disclosure = disclosure_code(it->sheet.disclosure),
                                        .ground = none_if_empty(it->sheet.ground),
                                        .ground_reason = none_if_empty(it->sheet.ground_reason)},
            NULL);

        return err_fold(r);
}

/* What interprets another text, or is interpreted, is no longer owed to it. */
static int
tell_explained(struct tx *tx, const struct flow_item *it)
{
        for (size_t i = 0; i < it->n_relations; i++) {
                int r;

                if (strcmp(it->relations[i].kind, "interprets") != 0 || !it->relations[i].outward)
                        continue;
                r = sql_flow_explained(
                    tx, &(struct flow_explained_in){.item_id = it->relations[i].id}, NULL);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

/* The site shows it by itself; other channels count once it is known that they have it. */
static int
publish_text(TALLOC_CTX *mem, struct tx *tx, struct stepping *s, const char **ret_index_no)
{
        static const char *const site[] = {"website"};
        const char *channels[32];
        size_t n = split_channels(mem, s->it.sheet.channels, channels, N(channels)), on_site = 0;
        int r;

        for (size_t i = 0; i < n; i++)
                on_site |= strcmp(channels[i], site[0]) == 0;
        r = app_item_publish(mem, tx, &s->alone, s->by->now, s->it.text.id, site, on_site,
                             ret_index_no);
        if (r)
                return r < 0 ? err_trace(r) : r;
        return channel_publish(mem, tx, s->by->who->person_id, s->by->now, s->it.id, s->it.text.id,
                               s->it.place.agency_id, channels, n);
}

static int
make_public(TALLOC_CTX *mem, struct tx *tx, struct stepping *s, struct problems *problems,
            const char **ret_index_no)
{
        int r;

        flow_sheet_check(&s->it, instant_day(s->by->now), problems);
        if (problems->n)
                return FLOW_BAD;
        r = attribute_of_item(tx, &s->it);
        if (r < 0)
                return err_trace(r);
        if (s->it.text.no > 1) {
                r = sql_draft_correction(
                    tx,
                    &(struct draft_correction_in){.id = s->it.text.id,
                                                  .correction = s->it.sheet.correction},
                    NULL);
                if (r)
                        return err_fold(r);
        }
        r = publish_text(mem, tx, s, ret_index_no);
        if (r > 0) {
                problems_add(problems, 0, "", "审核未齐备或稿件有变化，不能发布");
                return FLOW_REFUSED;
        }
        if (r < 0)
                return err_trace(r);
        r = tell_explained(tx, &s->it);
        return r < 0
                   ? err_trace(r)
                   : flow_note(mem, tx, s->by, &s->it,
                               &(struct flow_note){.kind = FLOW_PUBLISHED, .words = *ret_index_no});
}

static int
close_item(TALLOC_CTX *mem, struct tx *tx, struct stepping *s)
{
        int r = attribute_of_item(tx, &s->it);

        if (r < 0)
                return err_trace(r);
        r = flow_note(mem, tx, s->by, &s->it,
                      &(struct flow_note){.kind = FLOW_CLOSED,
                                          .words = s->it.sheet.ground_reason,
                                          .disclosure = disclosure_code(s->it.sheet.disclosure),
                                          .ground = s->it.sheet.ground});
        return r < 0 ? err_trace(r)
                     : item_write_down(tx, s->by->who, s->by->now, "item_closed", s->it.id,
                                       s->it.text.sm3);
}

static int
sign_off(TALLOC_CTX *mem, struct tx *tx, struct stepping *s, struct problems *problems,
         const char **ret_index_no)
{
        bool live = strcmp(s->it.state, "live") == 0;

        if (s->it.sheet.disclosure == DISCLOSURE_PROACTIVE)
                return make_public(mem, tx, s, problems, ret_index_no);
        if (live) {
                problems_add(problems, 0, "disclosure",
                             "该信息已公开：如不应公开，请先撤回公开，再作决定");
                return FLOW_BAD;
        }
        return close_item(mem, tx, s);
}

static int
climb(TALLOC_CTX *mem, struct tx *tx, struct stepping *s, struct problems *problems,
      const char **ret_index_no)
{
        int r = hold_attribute(tx, s, problems);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_BAD;
        /* In an emergency who signs answers for the content as well. */
        if (s->v->approve && s->step == REVIEW_SIGNATURE && s->it.flow.emergency) {
                r = sign_review(mem, tx, s, "content", problems);
                if (r)
                        return r < 0 ? err_trace(r) : r;
        }
        r = sign_review(mem, tx, s, review_step_kind(s->step), problems);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = note_step(mem, tx, s, s->v->approve ? FLOW_APPROVED : FLOW_RETURNED);
        if (r < 0)
                return err_trace(r);
        if (s->v->approve && s->step == REVIEW_SIGNATURE)
                r = sign_off(mem, tx, s, problems, ret_index_no);
        return r < 0 ? err_trace(r) : r;
}

/* After an emergency the content is reviewed on the text that readers see. */
static int
look_again(TALLOC_CTX *mem, struct tx *tx, struct stepping *s)
{
        struct review_insert_row *row;
        int64_t by = s->it.choices[DEED_RETRO].by;
        int r = sql_review_insert_one(
            mem, tx,
            &(struct review_insert_in){.edition_id = s->it.text.id,
                                       .author_id = s->it.text.author_id,
                                       .review_kind = "content",
                                       .verdict = s->v->approve ? "approve" : "return",
                                       .reviewer_id = s->by->who->person_id,
                                       .opinion = s->v->words,
                                       .content_sm3 = s->it.text.sm3,
                                       .reviewed_at = s->by->now,
                                       .step = (int64_t)s->at,
                                       .has_step = true,
                                       .delegator_id = by,
                                       .has_delegator_id = by != 0},
            &row);

        if (r)
                return err_fold(r);
        s->review = row->id;
        r = note_step(mem, tx, s, s->v->approve ? FLOW_RETRO_APPROVED : FLOW_RETRO_OBJECTED);
        if (r < 0)
                return err_trace(r);
        return item_write_down(tx, s->by->who, s->by->now, "item_looked_at_again", s->it.id,
                               s->v->words);
}

/* Decisions that came with the verdict; then nothing may be left of what must be decided. */
static int
settle_step(TALLOC_CTX *mem, struct tx *tx, struct stepping *s, struct problems *problems)
{
        const struct flow_verdict *v = s->v;
        const struct choice *c = &s->it.choices[v->deed];
        int r = 0;

        if (v->deed == DEED_RETRO)
                return 0;
        r = scan_ensure(mem, tx, s->by->now, s->it.text.id, s->it.text.sm3);
        if (r == 0)
                r = flow_keep(mem, tx, s->by, &s->it, v->kept, v->n_kept, problems);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_flow_read(mem, tx, s->by, s->it.id, &s->it);
        if (r < 0)
                return err_trace(r);
        if (!v->approve || !*c->held)
                return 0;
        problems_add(problems, 0, "", "%s", c->held);
        return FLOW_REFUSED;
}

int
app_flow_step(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
              const struct flow_verdict *v, struct problems *problems, const char **ret_index_no)
{
        struct stepping s = {.by = by, .v = v};
        const struct flow *f = &s.it.flow;
        int r = enter(mem, tx, by, item, v->deed, problems, &s.it, &s.alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (strcmp(v->sm3, s.it.text.sm3) != 0)
                return FLOW_RACED;
        if (!v->approve && needs_words(v->words, "words", "请写明理由，起草人会看到", problems))
                return FLOW_BAD;
        r = settle_step(mem, tx, &s, problems);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret_index_no = NULL;
        if (v->deed == DEED_RETRO) {
                s.at = f->retro_at;
                s.step = f->retro.steps[s.at];
                r = look_again(mem, tx, &s);
        } else {
                s.at = f->at;
                s.step = f->ladder.steps[s.at];
                r = climb(mem, tx, &s, problems, ret_index_no);
        }
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = flow_refresh(mem, tx, by, item);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- afterwards ----------------------------------------------------------------------------- */

int
app_flow_withdraw(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                  const char *reason, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = enter(mem, tx, by, item, DEED_WITHDRAW, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        r = app_item_withdraw(mem, tx, &alone, by->now, item, reason, problems);
        if (r)
                return r < 0 ? err_trace(r) : r == PUBLISH_BAD ? FLOW_BAD : FLOW_REFUSED;
        return leave(mem, tx, by, &it,
                     &(struct flow_note){.kind = FLOW_WITHDRAWN,
                                         .delegator = it.choices[DEED_WITHDRAW].by,
                                         .words = reason},
                     NULL);
}

static int
copy_text(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct actor *alone,
          const struct flow_item *it, struct problems *problems, int64_t *ret_edition)
{
        struct draft d = flow_draft_of(mem, it);
        enum validity stated = it->text.validity.stated;
        int64_t item;
        int r = app_validity_own(mem, tx, it->id, &stated, &d.repealed, &d.repealed_by);

        if (r < 0)
                return err_trace(r);
        d.validity = validity_code(stated);
        r = app_item_draft(mem, tx, alone, by->now, &d, problems, &item, ret_edition);
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
                                                 .overridden = s->overridden,
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
        int r = enter(mem, tx, by, item, DEED_CORRECT, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (needs_words(words, "words", "请写明更正说明，更正后会与正文一并公开", problems))
                return FLOW_BAD;
        /* A draft that lay beside a text that was taken back is gone on with. */
        if (strcmp(it.text.state, "draft") == 0)
                edition = it.text.id;
        else
                r = copy_text(mem, tx, by, &alone, &it, problems, &edition);
        if (r)
                return r < 0 ? err_trace(r) : FLOW_BAD;
        r = correct_sheet(tx, &it, words);
        if (r == 0)
                r = flow_scan(mem, tx, by, item);
        if (r < 0)
                return err_trace(r);
        return leave(mem, tx, by, &it,
                     &(struct flow_note){.kind = FLOW_CREATED,
                                         .edition = edition,
                                         .delegator = it.choices[DEED_CORRECT].by,
                                         .words = words},
                     "item_corrected");
}

int
app_flow_revisit(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                 bool reopen, const char *words, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        int r = enter(mem, tx, by, item, DEED_REVISIT, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (needs_words(words, "words", "请写明评估意见", problems))
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
        return leave(mem, tx, by, &it,
                     &(struct flow_note){
                         .kind = reopen ? FLOW_REOPENED : FLOW_KEPT_CLOSED,
                         .delegator = it.choices[DEED_REVISIT].by,
                         .words = words,
                         .disclosure = reopen ? "proactive" : disclosure_code(it.sheet.disclosure),
                         .ground = reopen ? NULL : it.sheet.ground},
                     "item_revisited");
}

/* Two items that are linked no more: both are held, and the other must be within reach as when they were linked. */
static int
unrelate(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct actor *who,
         int64_t from, const char *kind, int64_t to, bool changes)
{
        struct item_is_public_row *seen;
        struct item_lock_row *locked;
        int r = changes ? item_lock(mem, tx, who, to, &locked)
                        : sql_item_is_public_one(
                              mem, tx, &(struct item_is_public_in){.scope = who->scope, .id = to},
                              &seen);

        if (r == STORE_NONE)
                return FLOW_NOT_FOUND;
        if (r == 0)
                r = sql_relation_remove(tx,
                                        &(struct relation_remove_in){
                                            .from_item = from, .relation = kind, .to_item = to},
                                        NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "item", from);
        tx_touch(tx, "item", to);
        r = app_validity_mark(mem, tx, by->who, by->now, to);
        return r < 0 ? err_trace(r) : 0;
}

/* To amend, repeal or replace belongs to a text that is signed; a mere link may follow it. */
static bool
may_relate(const struct flow_item *it, bool changes)
{
        return it->choices[DEED_EDIT].may || (!changes && it->choices[DEED_CORRECT].may);
}

int
app_flow_relate(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t from,
                const char *kind, int64_t to, bool off, struct problems *problems)
{
        bool changes = strcmp(kind, "interprets") != 0 && strcmp(kind, "related") != 0;
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
        if (off)
                r = unrelate(mem, tx, by, &alone, from, kind, to, changes);
        else
                r = app_item_relate(mem, tx, &alone, by->now, from, kind, to);
        if (r > 0) {
                problems_add(problems, 0, "relate", "没有找到可以关联的信息");
                return FLOW_BAD;
        }
        if (r == 0)
                r = leave(mem, tx, by, &it,
                          &(struct flow_note){.kind = FLOW_RELATED,
                                              .words = off ? mem_printf(mem, "-%s", kind) : kind},
                          off ? "item_unrelated" : NULL);
        if (r == 0)
                r = flow_refresh(mem, tx, by, to);
        return r < 0 ? err_trace(r) : 0;
}
