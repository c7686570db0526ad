#include "app/channel.h"
#include "app/flow_kit.h"
#include "app/inspect_kit.h"
#include "app/scan.h"

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
                r = flow_enter(mem, tx, by, item, deed, problems, &it, &alone);
        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (emergency && flow_needs_words(words, "words", "紧急送审须写明紧急情况", problems))
                return FLOW_BAD;
        flow_sheet_check(&it, instant_day(by->now), problems);
        inspect_seen(&it, problems);
        if (problems->n)
                return FLOW_BAD;
        r = flow_text_keep(tx, by, &it);
        if (r < 0)
                return err_trace(r);
        return flow_leave(mem, tx, by, &it,
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
        int r = flow_enter(mem, tx, by, item, DEED_RECALL, problems, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : r == FLOW_NOT_FOUND ? FLOW_NOT_FOUND : FLOW_REFUSED;
        if (flow_needs_words(words, "words", "请写明撤回送审的原因", problems))
                return FLOW_BAD;
        return flow_leave(mem, tx, by, &it,
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
        if (v->disclosure == DISCLOSURE_PROACTIVE && sheet->disclosure != DISCLOSURE_PROACTIVE &&
            s->it.lacks_interpretation) {
                problems_add(
                    problems, 0, "disclosure",
                    "政策文件改为主动公开的，须先关联解读稿或写明不作解读的理由，请退回补充");
                return FLOW_BAD;
        }
        fault = disclosure_check(v->disclosure, none_if_empty(v->ground),
                                 v->disclosure == DISCLOSURE_PROACTIVE ? sheet->overriding
                                                                       : OVERRIDING_NONE);
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
                                     .delegator = s->it.choices[s->v->deed].by,
                                     .disclosure = disclosure_code(s->it.sheet.disclosure)};
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

/* What this text interprets is owed no interpretation any more; what it no longer interprets may be. */
static int
tell_explained(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct flow_item *it)
{
        int r = 0;

        for (size_t i = 0; r == 0 && i < it->n_relations; i++) {
                const struct flow_relation *to = &it->relations[i];

                if (strcmp(to->kind, "interprets") != 0 || !to->outward)
                        continue;
                r = to->going ? flow_refresh(mem, tx, by, to->id)
                              : sql_flow_explained(
                                    tx, &(struct flow_explained_in){.item_id = to->id}, NULL);
        }
        return err_fold(r);
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
        r = publish_text(mem, tx, s, ret_index_no);
        if (r > 0) {
                problems_add(problems, 0, "", "审核未齐备或稿件有变化，不能发布");
                return FLOW_REFUSED;
        }
        if (r < 0)
                return err_trace(r);
        r = tell_explained(mem, tx, s->by, &s->it);
        if (r == 0)
                r = sql_sheet_before_drop(tx, &(struct sheet_before_drop_in){.item_id = s->it.id},
                                          NULL);
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
                                       .has_delegator_id = by != 0,
                                       .disclosure = "proactive"},
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
        if (v->approve)
                inspect_seen(&s->it, problems);
        if (problems->n)
                return FLOW_REFUSED;
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

/* What is decided on is what was shown. */
static int
still_the_same(TALLOC_CTX *mem, const struct flow_item *it, const char *token,
               struct problems *problems)
{
        const char *changed = app_flow_token_changes(mem, it, token);

        if (!*changed)
                return 0;
        problems_add(problems, 0, "", "您打开本页以后，%s有变化。请按现在的内容重新办理", changed);
        return FLOW_RACED;
}

int
app_flow_step(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
              const struct flow_verdict *v, struct problems *problems, const char **ret_index_no)
{
        struct stepping s = {.by = by, .v = v};
        const struct flow *f = &s.it.flow;
        int r = flow_lock(mem, tx, by, item, &s.it, &s.alone);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        r = still_the_same(mem, &s.it, v->token, problems);
        if (r == 0)
                r = flow_demand(&s.it, v->deed, problems);
        if (r)
                return r;
        if (!v->approve &&
            flow_needs_words(v->words, "words", "请写明理由，起草人会看到", problems))
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
