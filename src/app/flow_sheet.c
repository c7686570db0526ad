#include "app/flow_kit.h"
#include "app/inspect_kit.h"

#include "domain/body/body.h"
#include "domain/item/sense.h"

/* ---- what a submission needs ---------------------------------------------------------------- */

static void
check_attribute(const struct flow_sheet *s, struct problems *problems)
{
        int fault = disclosure_check(s->disclosure, *s->ground ? s->ground : NULL, s->overriding);

        if (fault)
                problems_add(problems, 0, "ground", "%s",
                             disclosure_fault_label((enum disclosure_fault)fault));
        else if (s->disclosure != DISCLOSURE_PROACTIVE && strcmp(s->ground, "UNSTATED") == 0)
                problems_add(problems, 0, "ground", "请选择不主动公开的依据");
        if ((s->disclosure != DISCLOSURE_PROACTIVE || s->overriding != OVERRIDING_NONE) &&
            !*s->ground_reason)
                problems_add(problems, 0, "ground_reason", "请写明理由");
}

static void
check_origin(const struct flow_item *it, struct problems *problems)
{
        if (!it->responsible.name)
                problems_add(problems, 0, "origin_agency",
                             it->sheet.origin == ORIGIN_JOINT
                                 ? "请填写牵头制作的行政机关"
                                 : "请填写制作或者最初获取该信息的行政机关");
        else if (!it->responsible.own && it->sheet.disclosure == DISCLOSURE_PROACTIVE &&
                 !*it->text.source)
                problems_add(problems, 0, "source", "应由%s公开；本单位转载的，请填写来源",
                             it->responsible.name);
        if (it->sheet.special_days && !*it->sheet.special_basis)
                problems_add(problems, 0, "special_basis", "另有期限规定的，请写明依据");
}

void
flow_sheet_check(const struct flow_item *it, struct day today, struct problems *problems)
{
        const struct item_sense sense = {.title = it->text.title,
                                         .doc_no = it->text.doc_no,
                                         .formed = it->text.formed,
                                         .written = it->text.written,
                                         .effective = it->text.validity.effective_on,
                                         .expires = it->text.validity.expires_on};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems faults = {.mem = mem};
        struct body *body;

        if (!it->has_sheet)
                problems_add(problems, 0, "title", "请先填写拟稿单");
        if (day_is_none(it->text.formed))
                problems_add(problems, 0, "formed", "请填写生成日期，公开期限从这一天起算");
        item_sense_check(&sense, today, problems);
        if (body_parse(mem, it->text.body, strlen(it->text.body), true, &faults, &body) != 0 ||
            (!it->n_files && !*body_text(mem, body)))
                problems_add(problems, 0, "body", "正文和附件都是空的，请填写正文或上传附件");
        check_attribute(&it->sheet, problems);
        check_origin(it, problems);
        for (size_t i = 0; i < it->n_files; i++)
                inspect_check(&it->files[i], problems);
        if (it->sheet.disclosure == DISCLOSURE_PROACTIVE && !*it->sheet.channels)
                problems_add(problems, 0, "channels", "请至少选择一个公开渠道");
        if (it->text.no > 1 && it->published.ms != INT64_MIN && !*it->sheet.correction)
                problems_add(problems, 0, "correction", "请写明更正说明，更正后会与正文一并公开");
}

struct draft
flow_draft_of(TALLOC_CTX *mem, const struct flow_item *it)
{
        struct draft_file *files = mem_array(mem, struct draft_file, it->n_files + 1);
        struct draft d = {.item_id = it->id,
                          .agency_id = it->place.agency_id,
                          .column_id = it->place.column_id,
                          .title = it->text.title,
                          .doc_no = it->text.doc_no,
                          .summary = it->text.summary,
                          .body = it->text.body,
                          .formed = it->text.formed,
                          .written = it->text.written,
                          .effective = it->text.validity.effective_on,
                          .expires = it->text.validity.expires_on,
                          .repealed = it->text.validity.repealed_on,
                          .validity = validity_code(it->text.validity.stated),
                          .repealed_by = it->text.repealed_by,
                          .topic_id = it->text.topic_id,
                          .genre_id = it->text.genre_id,
                          .audience_id = it->text.audience_id,
                          .keywords = it->text.keywords,
                          .source = it->text.source,
                          .correction = it->text.no > 1 ? it->sheet.correction : "",
                          .files = files,
                          .n_files = it->n_files};

        for (size_t i = 0; i < it->n_files; i++)
                files[i] = (struct draft_file){.name = it->files[i].name,
                                               .sm3 = it->files[i].sm3,
                                               .type = it->files[i].type,
                                               .size = it->files[i].size};
        return d;
}

/* ---- saving --------------------------------------------------------------------------------- */

int
flow_text_keep(struct tx *tx, const struct flow_by *by, const struct flow_item *it)
{
        int64_t n;
        int r = sql_draft_text_keep(
            tx, &(struct draft_text_keep_in){.edition_id = it->text.id, .kept_at = by->now}, &n);

        if (r == 0 && n)
                r = sql_draft_text_files_keep(
                    tx, &(struct draft_text_files_keep_in){.edition_id = it->text.id}, NULL);
        return err_fold(r);
}

static int
put_sheet(struct tx *tx, int64_t item, const struct flow_sheet *s)
{
        return sql_sheet_put(tx,
                             &(struct sheet_put_in){.item_id = item,
                                                    .disclosure = disclosure_code(s->disclosure),
                                                    .ground = *s->ground ? s->ground : NULL,
                                                    .overriding = overriding_code(s->overriding),
                                                    .ground_reason = s->ground_reason,
                                                    .origin = origin_code(s->origin),
                                                    .origin_agency = s->origin_agency,
                                                    .joint_agencies = s->joint_agencies,
                                                    .special_days = s->special_days,
                                                    .special_basis = s->special_basis,
                                                    .channels = s->channels,
                                                    .exemption = s->exemption,
                                                    .correction = s->correction,
                                                    .note = s->note},
                             NULL);
}

/* What the table itself would refuse, told before it does. */
static void
check_kept(const struct flow_sheet *s, struct problems *problems)
{
        if (s->disclosure != DISCLOSURE_PROACTIVE && !*s->ground)
                problems_add(problems, 0, "ground", "不主动公开的，请选择依据");
        if (*s->ground && !ground_of(s->ground))
                problems_add(problems, 0, "ground", "没有这一项依据");
        if (s->special_days && !*s->special_basis)
                problems_add(problems, 0, "special_basis", "另有期限规定的，请写明依据");
        if (s->special_days < 0 || s->special_days > 250)
                problems_add(problems, 0, "special_days", "期限按工作日计，在 1 到 250 之间");
}

/* Who drafts for a unit holds the right to there; *ret_by: for whom, 0 in the own right. */
static int
may_write_for(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t agency,
              struct problems *problems, int64_t *ret_by)
{
        struct choice_me me;
        int64_t *above;
        size_t n;
        int r = flow_above(mem, tx, agency, &above, &n);

        if (r < 0)
                return err_trace(r);
        me = choice_me(by->who, above, n);
        *ret_by = me.write.by;
        if (me.write.held)
                return 0;
        problems_add(problems, 0, "agency", "您不能为该单位起草信息");
        return FLOW_BAD;
}

static int
begin_item(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct draft *text,
           const struct flow_sheet *sheet, struct problems *problems, int64_t *ret_item)
{
        struct actor alone = *by->who;
        struct flow_item it = {0};
        int64_t edition, delegator;
        int r = may_write_for(mem, tx, by, text->agency_id, problems, &delegator);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_BAD;
        alone.scope = text->agency_id;
        r = app_item_draft(mem, tx, &alone, by->now, text, problems, ret_item, &edition);
        if (r)
                return r < 0 ? err_trace(r) : FLOW_BAD;
        r = put_sheet(tx, *ret_item, sheet);
        if (r)
                return err_fold(r);
        it.id = *ret_item;
        it.text.id = edition;
        r = flow_note(mem, tx, by, &it,
                      &(struct flow_note){.kind = FLOW_CREATED, .delegator = delegator});
        if (r == 0)
                r = flow_scan(mem, tx, by, *ret_item);
        if (r == 0)
                r = flow_refresh(mem, tx, by, *ret_item);
        return r < 0 ? err_trace(r) : 0;
}

/* A row for each stretch of work of one person, not for each saving. */
static bool
goes_on(const struct flow_item *it, const struct actor *who)
{
        const struct flow_act *last = it->flow.n_acts ? &it->flow.acts[it->flow.n_acts - 1] : NULL;

        return last && last->edition == it->text.id && last->person == who->person_id &&
               (last->kind == FLOW_CREATED || last->kind == FLOW_EDITED);
}

int
app_flow_save(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
              int64_t version, const struct draft *text, const struct flow_sheet *sheet,
              struct problems *problems, int64_t *ret_item)
{
        struct draft kept = *text;
        struct flow_item it;
        struct actor alone;
        int64_t saved, delegator;
        int r;

        check_kept(sheet, problems);
        if (problems->n)
                return FLOW_BAD;
        if (!item)
                return begin_item(mem, tx, by, text, sheet, problems, ret_item);
        r = flow_lock(mem, tx, by, item, &it, &alone);
        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        r = flow_demand(&it, DEED_EDIT, problems);
        if (r)
                return FLOW_REFUSED;
        kept.item_id = item;
        kept.correction = it.text.no > 1 ? sheet->correction : "";
        if (it.index_no) { /* a corrected text stays where it is */
                kept.agency_id = it.place.agency_id;
                kept.column_id = it.place.column_id;
                kept.stays = true;
        }
        if (kept.agency_id != it.place.agency_id) {
                r = may_write_for(mem, tx, by, kept.agency_id, problems, &delegator);
                if (r)
                        return r < 0 ? err_trace(r) : FLOW_BAD;
        }
        if (!goes_on(&it, by->who)) { /* what another wrote stays to be compared with */
                r = flow_text_keep(tx, by, &it);
                if (r < 0)
                        return err_trace(r);
        }
        r = app_item_redraft(mem, tx, &alone, by->now, it.text.id, version, &kept, problems,
                             &saved);
        if (r)
                return r < 0 ? err_trace(r) : r == PUBLISH_BAD ? FLOW_BAD : FLOW_RACED;
        r = put_sheet(tx, item, sheet);
        if (r)
                return err_fold(r);
        if (!goes_on(&it, by->who)) {
                r = flow_note(
                    mem, tx, by, &it,
                    &(struct flow_note){.kind = it.flow.n_acts ? FLOW_EDITED : FLOW_CREATED,
                                        .delegator = it.choices[DEED_EDIT].by});
                if (r < 0)
                        return err_trace(r);
        }
        r = inspect_let_go(mem, tx, by, &it, kept.files, kept.n_files);
        if (r < 0)
                return err_trace(r);
        *ret_item = item;
        r = flow_scan(mem, tx, by, item);
        if (r < 0)
                return err_trace(r);
        r = flow_refresh(mem, tx, by, item);
        return r < 0 ? err_trace(r) : 0;
}
