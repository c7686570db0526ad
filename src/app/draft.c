#include "app/inspect_kit.h"
#include "app/item_kit.h"
#include "app/link.h"

#include "base/crypto.h"
#include "domain/body/body.h"
#include "domain/item/docno.h"
#include "domain/item/validity.h"

int
item_write_down(struct tx *tx, const struct actor *who, struct instant now, const char *event,
                int64_t item, const char *detail)
{
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = event,
                                                     .object = "item",
                                                     .object_id = item,
                                                     .detail = detail});
}

int
item_lock(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t id,
          struct item_lock_row **ret)
{
        return sql_item_lock_one(mem, tx, &(struct item_lock_in){.scope = who->scope, .id = id},
                                 ret);
}

/* --- drafting --------------------------------------------------------------------------------- */

static void
add_text(struct sm3_state *s, const char *text)
{
        if (text)
                sm3_add(s, text, strlen(text));
        sm3_add(s, "\n", 1);
}

static void
add_day(struct sm3_state *s, struct day day)
{
        char text[DAY_TEXT_SIZE];

        add_text(s, day_text(day, text));
}

static void
add_by_rule_1(struct sm3_state *s, const struct draft *d)
{
        add_text(s, d->title);
        add_text(s, d->doc_no);
        add_text(s, d->summary);
        add_text(s, d->body);
        add_day(s, d->formed);
        add_day(s, d->written);
        for (size_t i = 0; i < d->n_files; i++) {
                add_text(s, d->files[i].name);
                add_text(s, d->files[i].sm3);
        }
}

/* With its length, so that no part can be taken for the end of the one before. */
static void
add_part(struct sm3_state *s, const char *text)
{
        char head[32];
        size_t n = text ? strlen(text) : 0;

        sm3_add(s, head, (size_t)snprintf(head, sizeof(head), "%zu:", n));
        sm3_add(s, text ? text : "", n);
}

static void
add_by_rule_2(struct sm3_state *s, const struct draft *d)
{
        const char *const texts[] = {d->title,
                                     d->doc_no,
                                     d->summary,
                                     d->body,
                                     d->validity ? d->validity : "unstated",
                                     d->repealed_by,
                                     d->keywords,
                                     d->source,
                                     d->correction};
        const struct day days[] = {d->formed, d->written, d->effective, d->expires, d->repealed};

        add_part(s, "xxgk 2");
        for (size_t i = 0; i < N(texts); i++)
                add_part(s, texts[i]);
        for (size_t i = 0; i < N(days); i++) {
                char text[DAY_TEXT_SIZE];

                add_part(s, day_text(days[i], text));
        }
        for (size_t i = 0; i < d->n_files; i++) {
                add_part(s, d->files[i].name);
                add_part(s, d->files[i].sm3);
        }
}

const char *
draft_sm3_by(TALLOC_CTX *mem, const struct draft *d, int64_t digest)
{
        struct sm3_state *s = sm3_begin(mem);
        struct sm3 hash;

        if (digest == 1)
                add_by_rule_1(s, d);
        else
                add_by_rule_2(s, d);
        hash = sm3_end(s);
        return sm3_hex(&hash, mem_array(mem, char, SM3_HEX_SIZE));
}

const char *
draft_sm3(TALLOC_CTX *mem, const struct draft *d)
{
        return draft_sm3_by(mem, d, DRAFT_DIGEST);
}

/* 64 lowercase digits: it becomes a path. */
static bool
is_sm3(const char *hex)
{
        return hex && strlen(hex) == SM3_HEX_SIZE - 1 &&
               strspn(hex, "0123456789abcdef") == SM3_HEX_SIZE - 1;
}

static void
draft_check(TALLOC_CTX *mem, const struct draft *d, struct problems *p, struct body **ret_body)
{
        enum validity v;

        *ret_body = NULL;
        if (!d->title || !*d->title)
                problems_add(p, 0, "title", "请填写标题");
        if (!d->body || body_parse(mem, d->body, strlen(d->body), true, p, ret_body) != 0)
                problems_add(p, 0, "body", "正文无法读取");
        if (d->validity && !validity_from_code(d->validity, &v))
                problems_add(p, 0, "validity", "没有这种有效性：%s", d->validity);
        if (!d->item_id && !d->agency_id)
                problems_add(p, 0, "agency", "请选择发布机构");
        if (!d->item_id && !d->column_id)
                problems_add(p, 0, "column", "请选择栏目");
        for (size_t i = 0; i < d->n_files; i++)
                if (!is_sm3(d->files[i].sm3))
                        problems_add(p, 0, "files", "附件未入库：%s", d->files[i].name);
}

/* The column takes what this agency publishes: open, here and not elsewhere, a statutory one of the
 * agency's level, or one of its own or of an agency above it. */
static int
column_check(TALLOC_CTX *mem, struct tx *tx, struct instant now, const struct draft *d,
             struct problems *problems)
{
        struct column_for_draft_row *column;
        int r = sql_column_for_draft_one(mem, tx,
                                         &(struct column_for_draft_in){.id = d->column_id,
                                                                       .agency_id = d->agency_id,
                                                                       .today = instant_day(now)},
                                         &column);

        if (r == STORE_NONE) {
                problems_add(problems, 0, "column",
                             d->column_id ? "该栏目不接收本机构的信息" : "请选择栏目");
                return PUBLISH_BAD;
        }
        return err_fold(r);
}

static int
draft_item(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
           const struct draft *d, struct problems *problems, int64_t *ret)
{
        struct agency_of_scope_row *agency;
        struct item_insert_row *item;
        struct item_lock_row *locked;
        int r;

        if (d->item_id) {
                r = item_lock(mem, tx, who, d->item_id, &locked);
                if (r == STORE_NONE)
                        return PUBLISH_NOT_FOUND;
                *ret = d->item_id;
                return err_fold(r);
        }
        r = sql_agency_of_scope_one(
            mem, tx, &(struct agency_of_scope_in){.scope = who->scope, .id = d->agency_id},
            &agency);
        if (r == STORE_NONE)
                return PUBLISH_NOT_FOUND;
        if (r)
                return err_fold(r);
        r = column_check(mem, tx, now, d, problems);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return PUBLISH_BAD;
        r = sql_item_insert_one(mem, tx,
                                &(struct item_insert_in){.agency_id = d->agency_id,
                                                         .column_id = d->column_id,
                                                         .sort_day = instant_day(now),
                                                         .on_site = d->on_site,
                                                         .disclosure = "proactive",
                                                         .created_at = now},
                                &item);
        if (r)
                return err_fold(r);
        *ret = item->id;
        return 0;
}

static int
draft_files(struct tx *tx, struct instant now, const struct draft *d, int64_t edition)
{
        int r;

        for (size_t i = 0; i < d->n_files; i++) {
                r = sql_file_object_put(tx,
                                        &(struct file_object_put_in){.sm3 = d->files[i].sm3,
                                                                     .size = d->files[i].size,
                                                                     .type = d->files[i].type,
                                                                     .stored_at = now},
                                        NULL);
                if (r)
                        return err_fold(r);
                r = inspect_put(tx, now, d->files[i].sm3, d->files[i].inspection);
                if (r < 0)
                        return err_trace(r);
                r = sql_attachment_insert(tx,
                                          &(struct attachment_insert_in){.edition_id = edition,
                                                                         .sort = (int64_t)i + 1,
                                                                         .name = d->files[i].name,
                                                                         .sm3 = d->files[i].sm3},
                                          NULL);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

/* The row of a text, as it will be read again: its number in the proper form, its hash over that. */
static struct edition_insert_in
row_of(TALLOC_CTX *mem, const struct actor *who, struct instant now, const struct draft *d)
{
        struct docno doc_no = docno_read(mem, d->doc_no ? d->doc_no : "");
        struct draft kept = *d; /* as it will be read again */
        struct edition_insert_in in = {.title = d->title,
                                       .doc_no = *doc_no.text ? doc_no.text : NULL,
                                       .doc_no_key = *doc_no.key ? doc_no.key : NULL,
                                       .summary = d->summary ? d->summary : "",
                                       .body = d->body,
                                       .formed_on = d->formed,
                                       .written_on = d->written,
                                       .validity = d->validity ? d->validity : "unstated",
                                       .effective_on = d->effective,
                                       .expires_on = d->expires,
                                       .repealed_on = d->repealed,
                                       .repealed_by = d->repealed_by,
                                       .topic_id = d->topic_id,
                                       .has_topic_id = d->topic_id != 0,
                                       .genre_id = d->genre_id,
                                       .has_genre_id = d->genre_id != 0,
                                       .audience_id = d->audience_id,
                                       .has_audience_id = d->audience_id != 0,
                                       .keywords = d->keywords ? d->keywords : "",
                                       .source = d->source ? d->source : "",
                                       .correction = d->correction ? d->correction : "",
                                       .digest = DRAFT_DIGEST,
                                       .author_id = who->person_id,
                                       .created_at = now};

        kept.doc_no = in.doc_no;
        in.content_sm3 = draft_sm3(mem, &kept);
        return in;
}

int
app_item_draft(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
               const struct draft *d, struct problems *problems, int64_t *ret_item,
               int64_t *ret_edition)
{
        struct edition_insert_in in = row_of(mem, who, now, d);
        struct edition_insert_row *row;
        struct body *body;
        size_t before = problems->n;
        int r;

        draft_check(mem, d, problems, &body);
        if (problems->n > before)
                return PUBLISH_BAD;
        r = draft_item(mem, tx, who, now, d, problems, &in.item_id);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return r == PUBLISH_BAD ? PUBLISH_BAD : PUBLISH_NOT_FOUND;
        r = sql_edition_insert_one(mem, tx, &in, &row);
        if (r == STORE_CONFLICT)
                return PUBLISH_WRONG_STATE; /* there is a draft already */
        if (r)
                return err_fold(r);
        r = draft_files(tx, now, d, row->id);
        if (r == 0)
                r = app_links_note(mem, tx, in.item_id, body);
        if (r < 0)
                return err_trace(r);
        *ret_item = in.item_id;
        *ret_edition = row->id;
        return item_write_down(tx, who, now, "item_drafted", in.item_id, in.content_sm3);
}

int
app_item_redraft(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                 int64_t edition, int64_t version, const struct draft *d, struct problems *problems,
                 int64_t *ret_version)
{
        struct edition_insert_in kept = row_of(mem, who, now, d);
        struct draft_save_in in = {.id = edition,
                                   .version = version,
                                   .title = kept.title,
                                   .doc_no = kept.doc_no,
                                   .doc_no_key = kept.doc_no_key,
                                   .summary = kept.summary,
                                   .body = kept.body,
                                   .formed_on = kept.formed_on,
                                   .written_on = kept.written_on,
                                   .validity = kept.validity,
                                   .effective_on = kept.effective_on,
                                   .expires_on = kept.expires_on,
                                   .repealed_on = kept.repealed_on,
                                   .repealed_by = kept.repealed_by,
                                   .topic_id = kept.topic_id,
                                   .has_topic_id = kept.has_topic_id,
                                   .genre_id = kept.genre_id,
                                   .has_genre_id = kept.has_genre_id,
                                   .audience_id = kept.audience_id,
                                   .has_audience_id = kept.has_audience_id,
                                   .keywords = kept.keywords,
                                   .source = kept.source,
                                   .correction = kept.correction,
                                   .digest = kept.digest,
                                   .content_sm3 = kept.content_sm3,
                                   .author_id = who->person_id};
        struct draft_save_row *row;
        struct body *body;
        size_t before = problems->n;
        int r;

        draft_check(mem, d, problems, &body);
        if (problems->n > before)
                return PUBLISH_BAD;
        r = d->stays ? 0 : column_check(mem, tx, now, d, problems);
        if (r)
                return r < 0 ? err_trace(r) : PUBLISH_BAD;
        r = sql_draft_save_one(mem, tx, &in, &row);
        if (r)
                return r < 0 ? err_trace(r) : PUBLISH_WRONG_STATE;
        r = sql_draft_place(tx,
                            &(struct draft_place_in){.id = d->item_id,
                                                     .agency_id = d->agency_id,
                                                     .column_id = d->column_id},
                            NULL);
        if (r == 0)
                r = sql_attachment_clear(tx, &(struct attachment_clear_in){.edition_id = edition},
                                         NULL);
        if (r)
                return err_fold(r);
        r = draft_files(tx, now, d, edition);
        if (r == 0)
                r = app_links_note(mem, tx, d->item_id, body);
        if (r < 0)
                return err_trace(r);
        *ret_version = row->version;
        return item_write_down(tx, who, now, "item_saved", d->item_id, kept.content_sm3);
}
